"""Who can ask for something over an assembly, and what has a policy of its own."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import Enum

from xacct_constructs.arns import is_arn, parse
from xacct_constructs.assembly import Assembly, Identity
from xacct_constructs.iam import Bound, Caller, Policy, ResourcePolicyKind, Statement, statements_at
from xacct_constructs.proof.not_read import NotRead
from xacct_constructs.request_sets import (
    RESOURCE,
    Box,
    action_literal,
    asked_of,
    asking_for,
    asking_for_others,
    box,
    product,
    resource_literal,
)
from xacct_constructs.services import ASSUME_ROLE, NOT_READING, READING, TELLING, resource_kind

ONLY_WRITES = (
    *("*:Abort*", "*:DeleteItem", "*:DeleteObject*", "*:PutItem", "*:PutObject", "*:PutObject*Annotation"),
    *("*:PutObject*Tagging", "*:PutObjectLegalHold", "*:PutObjectRetention", "*:PutRecord*"),
    "events:PutEvents",
    *("sns:GetTopicAttributes", "sns:List*", "sns:Publish*", "sqs:ChangeMessageVisibility*", "sqs:DeleteMessage*"),
    *("sqs:GetQueue*", "sqs:ListQueue*", "sqs:PurgeQueue", "sqs:SendMessage*"),
    *TELLING,
)
"""Actions by which nobody learns what lies in a resource, or is sent there, and that change neither."""
_ONLY_DESCRIBES = ("*:Describe*", "*:List*")
"""Actions by which nobody is told what lies there, but names and settings."""


class Group(Enum):
    """Who asks, where it is nobody in particular."""

    OUTSIDE = "anybody outside the account"
    INSIDE = "anybody of the account, by name"


Who = Caller | Group
"""A caller, or a group of them."""


def telling(boxes: Iterable[Box]) -> list[Box]:
    """The requests by which whoever makes them may learn what lies there, by letting himself in, say."""
    return asking_for_others(boxes, ONLY_WRITES)


def learning(arn: str, boxes: Iterable[Box]) -> list[Box]:
    """Those of them that are asked of the service whose resource has this ARN, or of any where that is not known.

    Of what has no policy that is read, such as a stream, whoever only lists or describes it learns nothing.
    """
    asked = asking_for(list(boxes), (f"{parse(arn).service}:*",)) if is_arn(arn) else list(boxes)
    return telling(asking_for_others(asked, _ONLY_DESCRIBES) if resource_kind(arn) is None else asked)


def using(own: Sequence[Box], named: NotRead) -> list[Box]:
    """The requests among these for what has no policy that is read, by its service, but for those that describe it."""
    asked = box(action_literal((f"{named.service}:*", f"{named.service}-*:*")), resource_literal((named.pattern,)))
    return asking_for_others(product(own, [asked]), (*_ONLY_DESCRIBES, *TELLING))


def named_directly(statement: Statement) -> Statement | None:
    """What it says of whom it names, or may name, by more than their account."""
    return statement.of(statement.principals.named_directly() if statement.principals else None)


def named_inside(statement: Statement, account: str) -> Statement | None:
    """What it says of those of this account whom it names, or may name, by more than the account."""
    return statement.of(statement.principals.named_inside(account) if statement.principals else None)


def names_others(role: Identity) -> bool:
    """Whether its trust policy names more than its own account and services: accounts, anybody, providers."""
    allows = (each.principals for each in (role.trust.at(Bound.ABOVE) if role.trust else ()) if each.allows)
    return any(
        each is None or each.negated or each.federated or not all(_account(name) == role.account for name in each.aws)
        for each in allows
    )


def _account(name: str) -> str:
    return parse(name).account if is_arn(name) else name


def naming_inside(assembly: Assembly) -> Mapping[str, list[str]]:
    """The resources whose policies name somebody of their own account, or anybody, by account."""
    found: dict[str, list[str]] = {}
    for each in assembly.resources.values():
        said = (statement for policy in each.policies for statement in policy.at(Bound.ABOVE))
        if any(statement.allows and named_inside(statement, each.account) for statement in said):
            found.setdefault(each.account, []).append(each.arn)
    return found


def admitting_inside(assembly: Assembly) -> Iterator[tuple[Identity, list[Statement]]]:
    """Roles whose trust policy names somebody of their own account, or anybody, with those statements."""
    for role in assembly.identities:
        allows = [each for each in (role.trust.at(Bound.ABOVE) if role.trust else ()) if each.allows]
        if named := [inside for each in allows if (inside := named_inside(each, role.account))]:
            yield role, named


def asking(assembly: Assembly, arn: str, caller_account: str) -> tuple[tuple[Statement, ...], bool]:
    """What a resource's own policy says at least, and whether a caller of this account needs its word."""
    found, role = assembly.resources.get(arn), assembly.identity(arn)
    if role is not None and role.trust is not None:
        return statements_at(Bound.BELOW, role.trust), True
    if found is None:
        return (), False
    statements = statements_at(Bound.BELOW, *found.policies)
    if found.kind.policy is ResourcePolicyKind.OTHER:
        return statements, found.account != caller_account
    return statements, bool(found.policies)


def held(assembly: Assembly) -> Iterator[tuple[str, str, tuple[Policy, ...]]]:
    """ARN, account and policies of every resource that has a policy of its own."""
    return ((each.arn, each.account, each.policies) for each in assembly.resources.values())


def named_resources(found: Box) -> list[str]:
    """The ARNs of the resources that a box names and that have a policy of their own."""
    values = (each.condition.values for each in found if each.holds and each.condition.key == RESOURCE)
    kinds = ((value, resource_kind(value)) for each in values for value in each)
    return [arn for value, kind in kinds if kind and (arn := kind.resource_of(value))]


def asked_for(arn: str) -> Box:
    """What a resource's own policy must say yes to; of a role, that it is assumed, and nothing that comes along."""
    kind = resource_kind(arn)
    assumed = box(action_literal((ASSUME_ROLE,))) if kind and kind.policy is ResourcePolicyKind.TRUST else box()
    return asked_of(arn) | assumed


def not_only_reading(boxes: Sequence[Box]) -> list[Box]:
    """The requests among these that do not only read."""
    return asking_for_others(boxes, READING) + asking_for(boxes, NOT_READING)
