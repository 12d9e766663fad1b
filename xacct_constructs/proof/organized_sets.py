"""What organization policies take away, as sets of requests: what they may, and what they take for certain."""

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import TypeVar

from xacct_constructs.agreement import Agreement
from xacct_constructs.arns import is_arn, parse
from xacct_constructs.iam import Bound, Caller
from xacct_constructs.organization import (
    NEVER,
    RESOURCE_CONTROL,
    SERVICE_CONTROL,
    SERVICE_LINKED,
    SERVICES,
    Organization,
)
from xacct_constructs.proof.agreed_on import AgreedOn
from xacct_constructs.proof.organization import Level, Organized
from xacct_constructs.request_sets import (
    AWS,
    PRINCIPAL,
    RESOURCE,
    Box,
    ByResource,
    Literal,
    action_literal,
    any_of_account,
    asked_of,
    box,
    effect_boxes,
    equals,
    identity_side,
    kind_is,
    literal,
    principal_is,
    product,
    subtract,
)

_Said = TypeVar("_Said")

_ORG, _PATHS = "aws:PrincipalOrgID", "aws:PrincipalOrgPaths"
_NAMING = ("ResourceLike", "StringEquals", "StringEqualsIgnoreCase", "StringLike")
"""Operators that name what a key is: a negated one beside a quantifier or `IfExists` says what it is not."""
_CONTROLLED = (
    action_literal(tuple(f"{each}:*" for each in sorted(SERVICES - {"kms"}))),
    action_literal(tuple(sorted(NEVER)), holds=False),
)


def placed(organized: Organized, caller: str, boxes: list[Box]) -> list[Box]:
    """The requests with what follows from where the caller's account is in the organization, and the owner's.

    Of a caller who is of no account in particular nothing follows.
    """
    if organized.organization is None:
        return boxes
    return [
        each for found in boxes for each in product([found], [_known(organized.organization, caller, _owner(found))])
    ]


def _known(told: Organization, caller: str, owner: str) -> Box:
    found = {**told.keys(caller, "Principal"), **told.keys(owner, "Resource")}
    literals = [equals(key, value) for key, value in found.items()]
    if caller and caller not in told.accounts:
        literals.append(equals(_ORG, told.id).opposite())
    return box(*literals)


def _owner(found: Box) -> str:
    """The account that owns what the requests are on; empty where they do not say."""
    held = (each.condition for each in found if each.holds)
    named = [each for each in held if each.operator is not None and each.operator.name in _NAMING]
    said = {each.values[0] for each in named if each.key == "aws:resourceaccount" and len(each.values) == 1}
    asked = {value for each in named if each.key == RESOURCE for value in each.values}
    owners = {each for each in said if each.isdigit()} or {
        parse(each).account if is_arn(each) else "" for each in asked
    }
    return min(owners) if len(owners) == 1 else ""


def withheld(organized: Organized, agreement: Agreement, caller: str, wanted: list[Box]) -> Iterator[Box]:
    """Of what is wanted by somebody of an account, what organization policies take away, or may."""
    owners = AgreedOn(organized.assembly, [agreement]).trusting
    for level in organized.standing(SERVICE_CONTROL, caller):
        yield from _not_left(level, wanted, allows=level.whole or level.allows_less)
    for owner in sorted(owners):
        owned = product(wanted, [box(equals("aws:ResourceAccount", owner))]) if len(owners) > 1 else wanted
        for level in organized.standing(RESOURCE_CONTROL, owner):
            yield from _not_left(level, owned, allows=not level.whole and level.allows_less)


def _not_left(level: Level, asked: list[Box], *, allows: bool) -> Iterator[Box]:
    """What one level denies; and what it does not allow, where it has to."""
    statements = level.at(Bound.BELOW)
    yield from product(asked, effect_boxes(statements, allows=False, bound=Bound.BELOW))
    if allows:
        yield from subtract(asked, identity_side(statements, None, Bound.BELOW))


def names_service_linked(found: Box) -> bool:
    """Whether the requests are by service-linked roles that are named, whom no organization policy binds."""
    values = (each.condition.values for each in found if each.holds and each.condition.key == PRINCIPAL)
    return any(f":{SERVICE_LINKED}" in value for several in values for value in several)


class Refused:
    """What the organization's policies refuse for certain, service-linked roles apart, which they spare."""

    def __init__(self, organized: Organized) -> None:
        """Take the policies over an assembly."""
        self._organized = organized
        told = organized.organization
        self._accounts = tuple(sorted(each for each in told.parents if each.isdigit())) if told is not None else ()

    def by_policies(self, about: str, caller: Caller | None) -> list[Box]:
        """What policies refuse of the requests on a role or resource, or by one caller.

        Args:
            about: ARN of the role or resource that is asked for, where nobody in particular asks.
            caller: Who asks. None: nobody in particular.
        """
        if caller is not None and caller.is_service_linked:
            return []
        if caller is not None:
            return self._refused_to(box(), self._certain(SERVICE_CONTROL, caller.account))
        found = self._owned(about)
        for accounts, levels in self._alike:
            who = box(kind_is(AWS), principal_is(*map(any_of_account, accounts)))
            found += self._refused_to(who, levels)
        return found

    def by_owners(self, asked: Box, caller: Caller | None) -> list[Box]:
        """What they refuse one caller of the requests in a box, by whose it is what those ask for."""
        if caller is None or caller.is_service_linked:
            return []
        return self._owned_by_any.beside(asked)

    def _refused_to(self, who: Box, levels: Sequence[Level]) -> list[Box]:
        sides = (identity_side(each.at(Bound.ABOVE), None, Bound.ABOVE) for each in levels)
        return [found for side in sides for found in subtract([who], side)]

    @cached_property
    def _alike(self) -> list[tuple[list[str], list[Level]]]:
        """The accounts over which the same service control policies stand, with these."""
        return _grouped((each, self._certain(SERVICE_CONTROL, each)) for each in self._accounts)

    def by_place(self) -> list[Box]:
        """What no request is: one with the organization's ID by a caller of none of its accounts, or the reverse."""
        told = self._organized.organization
        if told is None:
            return []
        inside = principal_is(*(any_of_account(each) for each in sorted(told.accounts)))
        of_it = equals(_ORG, told.id)
        path = _any_path(f"{told.id}/*")
        return [
            box(kind_is(AWS), inside.opposite(), of_it),
            box(kind_is(AWS), inside.opposite(), path),
            box(kind_is(AWS), inside, of_it.opposite()),
        ]

    def _certain(self, kind: str, account: str) -> list[Level]:
        return [each for each in self._organized.standing(kind, account) if each.certain]

    def _denied(self, account: str) -> list[Box]:
        """What resource control policies over an account deny, whosever it is."""
        statements = [each for level in self._certain(RESOURCE_CONTROL, account) for each in level.at(Bound.ABOVE)]
        return effect_boxes(statements, allows=False, bound=Bound.ABOVE, of_resource=True)

    def _owned(self, about: str) -> list[Box]:
        """What they deny on one role or resource of the assembly."""
        assembly = self._organized.assembly
        held = assembly.identity(about) or assembly.resource(about)
        if held is None or SERVICE_LINKED in about:
            return []
        never = box(action_literal(tuple(sorted(NEVER)), holds=False))
        return product(self._denied(held.account), [never])

    @cached_property
    def _owned_by_any(self) -> ByResource:
        """What they deny on whatever is some account's of the organization."""
        found: list[Box] = []
        assembly = self._organized.assembly
        for accounts, denied in _grouped((each, self._denied(each)) for each in self._accounts):
            owned: list[Literal] = [equals("aws:ResourceAccount", *accounts), *_CONTROLLED]
            found += product(denied, [box(*owned)])
        of_it = {each for each in self._accounts if self._certain(RESOURCE_CONTROL, each)}
        # Whose a role or resource is, is settled by which it is; what lies behind a way may be of another account.
        ways = {each.arn: bool(each.behind) for each in assembly.resources.values() if each.account in of_it}
        roles = {each.arn: False for each in assembly.identities if each.trust and each.account in of_it}
        for arn, is_way in {**ways, **roles}.items():
            found += product(self._owned(arn), [asked_of(arn, owned=is_way)])
        return ByResource(found)


def _grouped(said: Iterable[tuple[str, list[_Said]]]) -> list[tuple[list[str], list[_Said]]]:
    """The accounts of which the same is said, with that; of those that something is said of."""
    found: list[tuple[list[str], list[_Said]]] = []
    for account, each in said:
        accounts = next((accounts for accounts, other in found if other == each), None)
        if accounts is not None:
            accounts.append(account)
        elif each:
            found.append(([account], each))
    return found


def _any_path(pattern: str) -> Literal:
    plain = literal(_PATHS, "StringLike", [pattern])
    return Literal(plain.condition._replace(quantifier="foranyvalue"))
