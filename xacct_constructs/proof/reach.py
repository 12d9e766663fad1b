"""What can be done over an assembly: by each user and role, and to each role and resource."""

from collections.abc import Iterable, Iterator, Mapping
from enum import Enum
from typing import Any, NamedTuple

from xacct_constructs.assembly import Assembly
from xacct_constructs.iam import Bound, Caller, Policy, ResourcePolicyKind, Statement, UndecidedError, statements_at
from xacct_constructs.proof.access import Access
from xacct_constructs.proof.identities import caller_of, own_side
from xacct_constructs.proof.verdict import Doubt
from xacct_constructs.request_sets import (
    AWS,
    Box,
    any_of_account,
    asked_of,
    box,
    kind_is,
    literal,
    outsiders,
    principal_is,
    product,
    resource_side,
)


class Group(Enum):
    """Who asks, where it is nobody in particular."""

    OUTSIDE = "anybody outside the account"
    INSIDE = "anybody of the account, by name"


Who = Caller | Group
"""A caller, or a group of them."""


class Reach(NamedTuple):
    """What can be done by one caller, or to one role or resource.

    Attributes:
        about: ARN of what it is about.
        who: Who asks.
        boxes: The requests.
        written: The statements that say so.
    """

    about: str
    who: Who
    boxes: list[Box]
    written: list[Mapping[str, Any]]


def reach(access: Access, undecided: list[Doubt], bound: Bound) -> Iterator[Reach]:
    """What can be done: by each user and role of the assembly, and to each role and resource."""
    for identity in access.assembly.identities:
        try:
            own = statements_at(bound, *identity.policies, *([identity.boundary] if identity.boundary else []))
            yield Reach(identity.arn, caller_of(identity), own_side(identity, bound), written(own))
        except UndecidedError as problem:
            undecided.append(Doubt(identity.arn, str(problem)))
    trusts = [(each.arn, each.account, (each.trust,)) for each in access.assembly.identities if each.trust]
    of_roles = ((*each, ResourcePolicyKind.TRUST) for each in trusts)
    of_others = ((*each, ResourcePolicyKind.OTHER) for each in held(access.assembly))
    for arn, account, policies, kind in (*of_roles, *of_others):
        try:
            yield from _by_resource(statements_at(bound, *policies), arn, outsiders(account, kind), account, bound)
        except UndecidedError as problem:
            undecided.append(Doubt(arn, str(problem)))


def written(statements: Iterable[Statement]) -> list[Mapping[str, Any]]:
    """The statements as they are written, but for their names."""
    return [{**each.written, "Sid": ""} for each in statements]


def _by_resource(
    statements: tuple[Statement, ...], arn: str, outside: list[Box], account: str, bound: Bound
) -> Iterator[Reach]:
    """What a policy of this account says to everybody outside, and to those inside that it names."""
    owned = [asked_of(arn) | box(literal("aws:ResourceAccount", "StringEquals", [account]))]
    said = written(statements)
    from_outside = product(product(resource_side(statements, bound), owned), outside)
    yield Reach(arn, Group.OUTSIDE, from_outside, said)
    by_name = tuple(each for each in statements if not each.allows or names_directly(each))
    inside = [box(kind_is(AWS), principal_is(any_of_account(account)))]
    yield Reach(arn, Group.INSIDE, product(product(resource_side(by_name, bound), owned), inside), said)


def names_directly(statement: Statement) -> bool:
    """Whether it may name anybody by more than their account."""
    return statement.principals.names_directly if statement.principals else not statement.is_known


def names_inside(statement: Statement, account: str) -> bool:
    """Whether it may name somebody of this account by more than the account."""
    return statement.principals.names_inside(account) if statement.principals else not statement.is_known


def held(assembly: Assembly) -> Iterator[tuple[str, str, tuple[Policy, ...]]]:
    """ARN, account and policies of every resource that has a policy of its own."""
    return ((each.arn, each.account, each.policies) for each in assembly.resources.values())
