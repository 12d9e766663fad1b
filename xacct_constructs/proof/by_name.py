"""What policies of an account give its roles by name: a role so named needs no permission of its own."""

from collections.abc import Iterable, Iterator

from xacct_constructs.assembly import Identity
from xacct_constructs.iam import Bound, ResourcePolicyKind, Statement
from xacct_constructs.proof.given import asking
from xacct_constructs.proof.reach import named_directly
from xacct_constructs.request_sets import (
    Box,
    denied_by,
    outsiders,
    product,
    request_in,
    statement_boxes,
    subtract,
)

Admitting = Iterable[tuple[Identity, list[Statement]]]
"""Roles with the statements of their trust policies that name somebody of their own account."""


def entered_by_name(role: Identity, admitting: Admitting) -> Iterator[tuple[str, list[Box]]]:
    """The other roles of its account that admit a role by name: ARN, and the requests by which it comes in."""
    for other, statements in admitting:
        if other.account != role.account or other.arn == role.arn:
            continue
        allowed = [each for statement in statements for each in statement_boxes(statement)]
        trusted = other.trust.at(Bound.ABOVE) if other.trust else ()
        yield other.arn, subtract(product(allowed, [asking(role, other.arn)]), denied_by(trusted))


def given_by_name(account: str, statements: Iterable[Statement], *, is_agreed: bool) -> list[Box]:
    """What a resource's policy gives whom it names by more than the account.

    Args:
        account: The account that owns the resource.
        statements: Of its policies.
        is_agreed: Whether the resource is agreed on; of one that is not and is open to anybody, only that is told
            which no outsider may do as well.
    """
    by_name = [named for each in statements if each.allows and (named := named_directly(each))]
    return [
        each
        for statement in by_name
        for each in (statement_boxes(statement) if is_agreed else _closed_to_others(account, statement))
    ]


def _closed_to_others(account: str, statement: Statement) -> list[Box]:
    found, named = statement_boxes(statement), statement.principals
    if named is None or "*" not in named.aws:
        return found
    outside = outsiders(account, ResourcePolicyKind.OTHER)
    return [each for each in found if not any(request_in(one) for one in product([each], outside))]
