"""What may get through in one assembly and not in another: by each user and role, and at each role and resource."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from xacct_constructs.arns import parse
from xacct_constructs.assembly import Identity
from xacct_constructs.iam import (
    Bound,
    Caller,
    Policy,
    Reading,
    ResourcePolicyKind,
    UndecidedError,
    everything,
    statements_at,
)
from xacct_constructs.proof.access import Access, policies_of
from xacct_constructs.proof.given import naming_alone
from xacct_constructs.proof.identities import caller_of
from xacct_constructs.proof.more import Sides, at_most, more, no_longer_denied
from xacct_constructs.proof.reach import Group, Who, held, named_directly
from xacct_constructs.proof.spreading import Watch, unwatched
from xacct_constructs.proof.verdict import Doubt
from xacct_constructs.proof.ways import Ways, let_anybody, let_own
from xacct_constructs.proof.written import Statements, anything, statements, written_alike
from xacct_constructs.request_sets import (
    AWS,
    Box,
    ByResource,
    any_of_account,
    asked_of,
    box,
    denied_by,
    effect_boxes,
    kind_is,
    literal,
    outsiders,
    principal_is,
    product,
    resource_side,
    subtract,
)


class Wider(NamedTuple):
    """What more may get through.

    Attributes:
        about: ARN of what it is about.
        who: Who asks.
        boxes: The requests.
    """

    about: str
    who: Who
    boxes: list[Box]


class Held(NamedTuple):
    """What has a policy that says who may ask for it.

    Attributes:
        account: The account that owns it.
        kind: Which kind of policy.
        policies: Those that there are, with those that AWS gives it.
    """

    account: str
    kind: ResourcePolicyKind
    policies: tuple[Policy, ...]


_EVERYTHING: Statements = {"": Reading(everything("no boundary"), everything("no boundary")[0])}
"""What a user or role may do at most that has no boundary."""


class Comparing:
    """One assembly, held against another one."""

    def __init__(self, here: Access, there: Access, undecided: list[Doubt], watch: Watch = unwatched) -> None:
        """Look for what only the first lets through; what could not be told is added to the doubts."""
        self._here, self._there, self._undecided, self._watch = here, there, undecided, watch
        self._ours, self._theirs = _held(here), _held(there)
        self._ways = Ways(here.assembly)
        self._letting = _Letting(here)
        self._insiders: dict[str, _Insiders] = {}

    def wider(self) -> Iterator[Wider]:
        """By each user and role, and at each role and resource."""
        there = {each.arn: each for each in self._there.assembly.identities}
        for identity in self._watch("users and roles", self._here.assembly.identities):
            try:
                other = there.get(identity.arn)
                boxes = [*self._own(identity, other), *([] if other else self._named(identity))]
                caller = caller_of(identity)
                if boxes:
                    boxes = self._ways.followed(boxes, identity.account, let_own(self._at_most(identity)))
                yield Wider(identity.arn, caller, self._letting.within(boxes, caller) if boxes else [])
            except UndecidedError as problem:
                self._undecided.append(Doubt(identity.arn, str(problem)))
        for arn in self._watch("roles and resources", list(dict.fromkeys([*self._ours, *self._theirs]))):
            try:
                yield from self._at(arn)
                yield from self._by_new(arn)
            except UndecidedError as problem:
                self._undecided.append(Doubt(arn, str(problem)))

    def _named(self, identity: Identity) -> list[Box]:
        """What policies that both have give by name to a user or role that only this one makes."""
        if identity.existing:
            return []
        both = ((arn, held_) for arn, held_ in self._ours.items() if arn in self._theirs)
        given = (
            each
            for arn, held_ in both
            for policy in held_.policies
            for each in naming_alone(policy.at(Bound.ABOVE), identity, arn, held_.account)
        )
        own = statements_at(Bound.ABOVE, *identity.policies)
        found = subtract(list(given), effect_boxes(own, allows=False, bound=Bound.ABOVE))
        bounds = Sides(self._said((identity.boundary,), self._here), {}) if identity.boundary else None
        return product(found, at_most(bounds)) if bounds else found

    def _own(self, identity: Identity, other: Identity | None) -> list[Box]:
        """What a user's or role's own policies allow within its boundary, and did not."""
        bounds = self._boundaries(identity, other)
        if other is not None and not bounds.differ and self._are_alike(identity.policies, other.policies):
            return []
        own = self._own_sides(identity, other)
        found = more(own)
        if identity.boundary is not None:
            found = product(found, at_most(bounds))
        return [*found, *(product(at_most(own), more(bounds)) if bounds.differ else [])]

    def _own_sides(self, identity: Identity, other: Identity | None) -> Sides:
        """What both have of which nobody knows what it says is the same in both."""
        same = set(identity.outside) & set(other.outside) if other else set()
        whose = [*same, *([identity.arn] if other and identity.existing and other.existing else [])]
        unknown = {f"outside {each}": anything(each) for each in whose}
        theirs = self._said(other.policies, self._there) if other else {}
        return Sides({**self._said(identity.policies, self._here), **unknown}, {**theirs, **unknown})

    def _boundaries(self, identity: Identity, other: Identity | None) -> Sides:
        """A boundary outside the assembly that comes, goes or is another one is told beside."""
        if other is None or any(each.boundary_arn and each.boundary is None for each in (identity, other)):
            return Sides(_EVERYTHING, _EVERYTHING)
        pairs = ((identity.boundary, self._here), (other.boundary, self._there))
        ours, theirs = (self._said((each,), where) if each else _EVERYTHING for each, where in pairs)
        return Sides(ours, theirs)

    def _at(self, arn: str) -> Iterator[Wider]:
        """What a policy of this account says to everybody outside, and to those inside."""
        ours, theirs = self._ours.get(arn), self._theirs.get(arn)
        about = ours or theirs
        if ours and theirs and self._are_alike(ours.policies, theirs.policies):
            return
        sides = Sides(self._of(ours, self._here), self._of(theirs, self._there), of_resource=True)
        if about is None or not sides.differ:
            return
        owned = [asked_of(arn) | box(literal("aws:ResourceAccount", "StringEquals", [about.account]))]
        from_outside = product(product(more(sides), owned), outsiders(about.account, about.kind))
        yield Wider(arn, Group.OUTSIDE, self._ways.followed(from_outside, about.account, let_anybody))
        inside = [box(kind_is(AWS), principal_is(any_of_account(about.account)))]
        by_name = product(product(more(sides._replace(keep=named_directly)), owned), inside)
        yield Wider(arn, Group.INSIDE, self._ways.followed(by_name, about.account, let_anybody))
        yield from self._to_own(arn, about, sides)

    def _to_own(self, arn: str, about: Held, sides: Sides) -> Iterator[Wider]:
        """What users and roles of the account may do anyway, and only there it does not let through."""
        # A key whose policy is not in the assembly is taken to leave its own account to what that says.
        must_say_yes = about.kind is not ResourcePolicyKind.OTHER
        known = about.kind is ResourcePolicyKind.TRUST or (arn in self._ours and arn in self._theirs)
        freed = more(sides) if must_say_yes and known else no_longer_denied(sides)
        asked = product(freed, [asked_of(arn)])
        # What a way lets by name to one of the account, that one's own policies may allow behind it.
        by_name = more(sides._replace(keep=named_directly)) if arn in self._ways.by_arn else []
        by_name = product(by_name, [asked_of(arn)])
        if not asked and not by_name:
            return
        for identity, allowed in self._inside(about.account).asking(asked, named=bool(by_name)):
            found = [*product(allowed, asked), *product(by_name, [box(principal_is(identity.arn))])]
            if own := self._ways.followed(found, identity.account, let_own(allowed)):
                yield Wider(arn, caller_of(identity), own)

    def _by_new(self, arn: str) -> Iterator[Wider]:
        """What users and roles of its account may do by a way that was not there."""
        way = None if arn in self._theirs else self._ways.by_arn.get(arn)
        for identity in self._here.assembly.identities if way else ():
            if way and identity.account == way.account and (own := self._ways.only_by(way, self._at_most(identity))):
                yield Wider(arn, caller_of(identity), own)

    def _inside(self, account: str) -> "_Insiders":
        if account not in self._insiders:
            own = [each for each in self._here.assembly.identities if each.account == account]
            self._insiders[account] = _Insiders(own, self._at_most)
        return self._insiders[account]

    def _at_most(self, identity: Identity) -> list[Box]:
        """All that a user or role may do, with what nobody knows."""
        own = dict(self._said(identity.policies, self._here))
        whose = [*identity.outside, *([identity.arn] if identity.existing else [])]
        found = at_most(Sides({**own, **{f"outside {each}": anything(each) for each in whose}}, {}))
        if identity.boundary is None:
            return found
        return product(found, at_most(Sides(self._said((identity.boundary,), self._here), {})))

    def _are_alike(self, ours: tuple[Policy, ...], theirs: tuple[Policy, ...]) -> bool:
        return written_alike(ours, theirs, (self._here.assembly.unknowns, self._there.assembly.unknowns))

    def _of(self, held_: Held | None, where: Access) -> Statements:
        return self._said(held_.policies, where) if held_ else {}

    def _said(self, policies: tuple[Policy, ...], where: Access) -> Statements:
        return statements(policies, where.assembly.unknowns)


def _held(access: Access) -> Mapping[str, Held]:
    """All that has a policy which says who may ask for it, by ARN."""
    assembly = access.assembly
    trusts = {
        each.arn: Held(each.account, ResourcePolicyKind.TRUST, (each.trust,))
        for each in assembly.identities
        if each.trust
    }
    others = {each.arn: Held(each.account, each.kind.policy, policies_of(each)) for each in assembly.resources.values()}
    return {**trusts, **others}


class _Insiders:
    """The users and roles of an account, by what they may ask for at most."""

    def __init__(self, identities: Sequence[Identity], at_most_: Callable[[Identity], list[Box]]) -> None:
        self._identities, self._allowed = identities, list[list[Box] | UndecidedError]()
        for each in identities:
            try:
                self._allowed.append(at_most_(each))
            except UndecidedError as problem:
                self._allowed.append(problem)
        told = [(number, found) for number, each in enumerate(self._allowed) for found in _boxes(each)]
        self._whose, self._boxes = [number for number, _ in told], ByResource(found for _, found in told)

    def asking(self, boxes: Sequence[Box], *, named: bool) -> Iterator[tuple[Identity, list[Box]]]:
        """Those who may ask for some of the requests, with all that they may; all of them, where some are named.

        Raises:
            UndecidedError: What one of them may do is not known.
        """
        meant = {self._whose[number] for each in boxes for number in self._boxes.numbers(each)}
        for number, (identity, allowed) in enumerate(zip(self._identities, self._allowed, strict=True)):
            if isinstance(allowed, UndecidedError):
                raise allowed
            if named or number in meant:
                yield identity, allowed


def _boxes(found: list[Box] | UndecidedError) -> list[Box]:
    return [] if isinstance(found, UndecidedError) else found


class _Letting:
    """What the policies of roles and resources let through."""

    def __init__(self, here: Access) -> None:
        self._here, assembly = here, here.assembly
        trusts = [(each.arn, (each.trust,)) for each in assembly.identities if each.trust]
        self._held = [*trusts, *((arn, policies) for arn, _, policies in held(assembly))]
        self._asked = ByResource(asked_of(arn) for arn, _ in self._held)

    def within(self, boxes: list[Box], caller: Caller) -> list[Box]:
        """The part of what a caller's own policies say that those of roles and resources let through."""
        meant = {number for each in boxes for number in self._asked.numbers(each)}
        for arn, policies in (self._held[number] for number in sorted(meant)):
            asked = product(boxes, [asked_of(arn)])
            if asked:
                let_through = _let_through(asked, arn, policies, caller, self._here)
                boxes = subtract(boxes, [asked_of(arn, owned=False)]) + let_through
        return boxes


def _let_through(asked: list[Box], arn: str, policies: tuple[Policy, ...], caller: Caller, here: Access) -> list[Box]:
    """What a resource's policies let through, of what its own account leaves to them."""
    statements_ = statements_at(Bound.ABOVE, *policies)
    found = here.assembly.resources.get(arn)
    account = found.account if found else parse(arn).account
    suffices = found is not None and found.kind.policy is ResourcePolicyKind.OTHER
    if account == caller.account and (suffices or not policies):
        return subtract(asked, denied_by(statements_, Bound.ABOVE))
    return product(asked, resource_side(statements_))
