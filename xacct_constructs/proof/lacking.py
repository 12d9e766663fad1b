"""What an agreement says and the assembly refuses, as sets of requests."""

from collections.abc import Sequence

from xacct_constructs.agreement import Agreement
from xacct_constructs.assembly import Identity
from xacct_constructs.iam import Bound
from xacct_constructs.proof.access import Access
from xacct_constructs.proof.identities import own_side
from xacct_constructs.proof.organized_sets import placed, withheld
from xacct_constructs.proof.reach import asked_for, asking, named_resources
from xacct_constructs.proof.ways import Ways
from xacct_constructs.request_sets import (
    AWS,
    Box,
    box,
    denied_by,
    kind_is,
    principal_is,
    product,
    resource_side,
    subtract,
)


def lacking_use(access: Access, agreement: Agreement, role: Identity, agreed: Sequence[Box]) -> list[Box]:
    """What sessions of an agreement's role must be let through and are not.

    Args:
        access: The assembly.
        agreement: The agreement.
        role: Its role.
        agreed: What the role's sessions ask for.
    """
    caller = box(kind_is(AWS), principal_is(role.arn))
    wanted = placed(access.organized, role.account, product([caller], agreed))
    missing = subtract(wanted, own_side(role, Bound.BELOW))
    missing += withheld(access.organized, agreement, role.account, wanted)
    for arn in dict.fromkeys(arn for each in agreed for arn in named_resources(each)):
        statements, must_say_yes = asking(access.assembly, arn, role.account)
        asked = product(wanted, [asked_for(arn)])
        missing += product(asked, denied_by(statements, Bound.BELOW))
        held = access.assembly.resources.get(arn)
        if held is not None and held.behind and Ways(access.assembly).keeps_from(role, arn, asked):
            missing += asked
        missing += subtract(asked, resource_side(statements, Bound.BELOW)) if must_say_yes else []
    return missing
