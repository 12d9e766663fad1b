"""What a policy gives a role of its own account by name, so that the role needs no permission of its own."""

from collections.abc import Iterator, Sequence

from xacct_constructs.assembly import Assembly, Identity
from xacct_constructs.iam import Bound, Statement
from xacct_constructs.proof.reach import named_directly
from xacct_constructs.request_sets import (
    AWS,
    Box,
    asked_of,
    box,
    denied_by,
    kind_is,
    principal_is,
    product,
    statement_boxes,
    subtract,
)


def given(assembly: Assembly, role: Identity, arn: str) -> Iterator[Box]:
    """What the policies of a resource give a role by name."""
    if held := assembly.resources.get(arn):
        for policy in held.policies:
            yield from naming(policy.at(Bound.ABOVE), role, arn, held.account)


def naming(statements: Sequence[Statement], role: Identity, arn: str, owner: str) -> list[Box]:
    """What a policy gives a role of the owner's account by name."""
    if role.account != owner and role.account.isdigit() and owner.isdigit():
        return []
    named = [found for each in statements if each.allows and (found := named_directly(each))]
    if not named:
        return []
    allowed = product([each for one in named for each in statement_boxes(one)], [asking(role, arn)])
    return subtract(allowed, denied_by(tuple(statements)))


def asking(role: Identity, arn: str) -> Box:
    """What a role asks of a resource."""
    return asked_of(arn) | box(kind_is(AWS), principal_is(role.arn))
