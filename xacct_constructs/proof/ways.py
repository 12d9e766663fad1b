"""Ways to a resource through another one, as sets of requests: access points.

A request that takes one is here one on the resource behind, with the keys that it has there: so what is agreed on that,
and what its policy says, need no second form.

Source: Amazon S3 User Guide, "Configuring IAM policies for using access points" and "Delegating access control to
access points".
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property, partial

from xacct_constructs.assembly import Assembly, Identity, Resource, UnknownKind
from xacct_constructs.iam import Bound, statements_at
from xacct_constructs.proof.identities import own_side
from xacct_constructs.proof.reach import named_directly
from xacct_constructs.proof.taken import WAYS, keys_of
from xacct_constructs.request_sets import (
    Box,
    ByResource,
    Literal,
    Place,
    absent,
    action_literal,
    asked_of,
    box,
    denied_by,
    effect_boxes,
    equals,
    literal,
    moved,
    outsiders,
    product,
    resource_literal,
    resource_side,
    statement_boxes,
    subtract,
)
from xacct_constructs.services import ResourceKind, Way, resource_kind
from xacct_constructs.unknowns import MARK, is_settled

LetIn = Callable[[Resource], list[Box]]
"""The requests that a resource lets through, on its own ARN."""

_KEYS = frozenset(key for way in WAYS for key in way.keys)

DIRECTLY: Box = box(*(absent(key) for key in sorted(_KEYS)))
"""The requests that take no way."""


class Ways:
    """The ways of an assembly, and what takes them."""

    def __init__(self, assembly: Assembly) -> None:
        """Take an assembly."""
        self._assembly = assembly
        self.by_arn = {each.arn: each for each in assembly.resources.values() if each.behind}

    def to_unseen(self, arns: Iterable[str]) -> Iterator[tuple[str, str, Callable[[], list[Box]]]]:
        """Each way to one of these that is not in the assembly: ARN, account, and what others get through."""
        for arn in arns:
            for way in self.by_arn.values() if arn not in self._assembly.resources else ():
                if arn in way.behind:
                    yield arn, way.behind_account, partial(self._for_others, way)

    def _for_others(self, way: Resource) -> list[Box]:
        return product(self.through([way], let_anybody), outsiders(way.behind_account, way.kind.policy))

    def of(self, account: str) -> list[Resource]:
        """The ways of an account, or that may be of it, to what may be the account's."""
        return [
            each
            for each in self.by_arn.values()
            if all(known == account or not is_settled(known) for known in (each.account, each.behind_account))
        ]

    def through(self, ways: Sequence[Resource], let_in: LetIn) -> list[Box]:
        """What ways let through, as requests on what lies behind them."""
        return [each for way in ways for found in way.behind for each in self._through(way, found, let_in(way))]

    def with_behind(self, boxes: list[Box], arn: str) -> list[Box]:
        """Requests, and those of them by ways to a resource as that sees them."""
        return [*boxes, *self.through([each for each in self.by_arn.values() if arn in each.behind], lambda _: boxes)]

    def keeps_from(self, role: Identity, arn: str, asked: list[Box]) -> bool:
        """Whether what lies behind a way may not let a role of its account get through it, as the role must."""
        way = self.by_arn.get(arn)
        for each in way.behind if way else ():
            behind = self._assembly.resources.get(each)
            if way is not None and behind is not None and behind.account == role.account:
                there = self._through(way, each, asked)
                if subtract(there, _let_own_at_least(own_side(role, Bound.BELOW), behind)):
                    return True
        return False

    def split(self, boxes: Sequence[Box], account: str, let_in: LetIn) -> list[Box]:
        """The requests that take no way, one of another account, or one of the account's that lets them through.

        Whoever gets in whichever way a request takes, gets in directly too, and is left as it is.
        """
        found, asking = [each for each in boxes if not _asks(each)], [each for each in boxes if _asks(each)]
        if not asking:
            return found
        others = [box(*_of_others(way, account)) for way in WAYS]
        return [*found, *product(asking, [DIRECTLY, *others, *self.through(self.of(account), let_in)])]

    def _through(self, held: Resource, arn: str, let_in: list[Box]) -> list[Box]:
        way = held.kind.way
        if way is None:
            return []
        here = Place(held.arn, held.kind.inside[0], self._is_open(held.arn))
        # Moved before anything is taken away: an ARN that deployment settles may be one that a pattern stands for.
        found = product(moved(let_in, here, Place(arn, way.to.inside[0])), list(_asked(arn, way.to, way)))
        found = product(found, [asked_of(arn)])
        if is_settled(held.behind_account):
            found = product(found, [box(equals("aws:ResourceAccount", held.behind_account))])
        if is_settled(held.account):
            found = product(found, [box(*(equals(key, value) for key, value in keys_of(held).items()))])
        return found

    def _is_open(self, arn: str) -> bool:
        known = (self._assembly.unknowns.get(mark) for mark in MARK.findall(arn))
        return any(each is None or each.kind is UnknownKind.OPEN for each in known)

    def beyond(self, identity: Identity, agreed: Sequence[Box]) -> list[Box]:
        """What a user's or role's own policies allow beyond what is agreed, by ways as well."""
        own, ways = own_side(identity), self.of(identity.account)
        others = [each for each in self._asked_for(own) if each.account == each.behind_account != identity.account]
        let_in = let_own(own)
        found = self.split(subtract(own, [*agreed, *_taking([*ways, *others])]), identity.account, let_in)
        # Of what lies behind and is not in the assembly, nobody here knows what its policy says.
        unknown = [each for each in ways if not all(arn in self._assembly.resources for arn in each.behind)]
        elsewhere = self._let_behind(others, lambda way: product(own, let_anybody(way)), let_anybody)
        return [*found, *subtract([*self.through(unknown, let_in), *elsewhere], agreed)]

    def _asked_for(self, boxes: Sequence[Box]) -> Iterator[Resource]:
        """The ways that requests may take, and those of which deployment settles whether they do."""
        ways, by_resource = self._by_resource
        numbers = {number for each in boxes for number in by_resource.numbers(each)}
        return (way for number, way in enumerate(ways) if number in numbers or self._is_open(way.arn))

    @cached_property
    def _by_resource(self) -> tuple[list[Resource], ByResource]:
        ways = [*self.by_arn.values()]
        return ways, ByResource(box(resource_literal((f"{each.arn}*",))) for each in ways)

    def followed(self, boxes: Sequence[Box], account: str, let_in: LetIn) -> list[Box]:
        """Requests as they are made, those that take ways of an account as what lies behind lets them through too."""
        ways = self.of(account)
        direct = self.split(subtract(boxes, _taking(ways)), account, let_in)
        return [*direct, *self._let_behind(ways, lambda _: list(boxes), let_in)]

    def _let_behind(self, ways: Sequence[Resource], taking: LetIn, let_in: LetIn) -> list[Box]:
        """What takes ways, as what lies behind them lets it through; all of it, where that is not in the assembly."""
        found: list[Box] = []
        for way in ways:
            for arn in way.behind:
                behind = self._assembly.resources.get(arn)
                through = self._through(way, arn, taking(way))
                found += product(through, let_in(behind)) if behind else through
        return found

    def only_by(self, way: Resource, own: Sequence[Box]) -> list[Box]:
        """What a way lets do somebody of its account whom what lies behind would not let do it directly."""
        found: list[Box] = []
        for arn in way.behind:
            if behind := self._assembly.resources.get(arn):
                through = product(self._through(way, arn, let_own(own)(way)), let_own(own)(behind))
                denied = denied_by(statements_at(Bound.ABOVE, *behind.policies))
                found += subtract(through, [each for each in subtract(own, denied) if not _asks(each)])
        return found


def _taking(ways: Sequence[Resource]) -> list[Box]:
    """The requests that take ways, as they are made: for what lies in what is behind, and for that itself."""
    return [found for each in ways if each.kind.way for found in _asked(each.arn, each.kind, each.kind.way)]


def _asked(arn: str, kind: ResourceKind, way: Way) -> Iterator[Box]:
    """What is asked by an ARN for what lies in the resource behind, and for that itself."""
    yield box(action_literal((kind.decides,)), resource_literal((f"{arn}{kind.inside[0]}*",)))
    yield box(action_literal(way.actions), resource_literal((arn,)))


def of_itself(arn: str) -> list[Box]:
    """What is asked of a resource, and of nothing that lies behind it."""
    kind = resource_kind(arn)
    if kind is None or kind.way is None:
        return [box()]
    return [box(action_literal(kind.way.actions, holds=False), resource_literal((arn,)))]


def let_anybody(held: Resource) -> list[Box]:
    """What a resource's policies let through, for whomever their own account lets ask."""
    return resource_side(statements_at(Bound.ABOVE, *held.policies))


def let_own(own: Sequence[Box]) -> LetIn:
    """What a resource lets through for a user or role of its account, whose own policies allow this."""

    def let_in(held: Resource) -> list[Box]:
        statements = statements_at(Bound.ABOVE, *held.policies)
        by_name = [named for each in statements if each.allows and (named := named_directly(each))]
        allowed = [*own, *(found for each in by_name for found in statement_boxes(each))]
        return subtract(allowed, denied_by(statements))

    return let_in


def _let_own_at_least(own: list[Box], held: Resource) -> list[Box]:
    """The same, as far as it is certain."""
    statements = statements_at(Bound.BELOW, *held.policies)
    by_name = [named for each in statements if each.allows and (named := named_directly(each))]
    allowed = [*own, *effect_boxes(by_name, allows=True, bound=Bound.BELOW, of_resource=True)]
    return subtract(allowed, denied_by(statements, Bound.BELOW))


def _asks(found: Box) -> bool:
    """Whether a box asks which way a request takes."""
    return any(each.condition.key in _KEYS for each in found)


def _of_others(way: Way, account: str) -> Iterator[Literal]:
    """The request takes a way of another account."""
    yield absent(way.account_key).opposite()
    yield equals(way.account_key, account).opposite()
    yield literal(way.arn_key, "ArnLike", [f"arn:*:*:*:{account}:*"]).opposite()
