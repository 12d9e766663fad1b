"""Which construct is the half of which trusted principal: a row for each kind that has a name."""

from collections.abc import Mapping

from constructs import Construct

from xacct_constructs.principals import NamedPrincipal, TrustedGroup, TrustedRole, TrustedUser
from xacct_constructs.trusted.half import Half, TrustedHalf
from xacct_constructs.trusted.trusted_account_group import TrustedAccountGroup
from xacct_constructs.trusted.trusted_account_role import TrustedAccountRole
from xacct_constructs.trusted.trusted_account_user import TrustedAccountUser
from xacct_constructs.validation import TrustedJudgement

TABLE: Mapping[type[NamedPrincipal], type[TrustedHalf]] = {
    TrustedUser: TrustedAccountUser,
    TrustedRole: TrustedAccountRole,
    TrustedGroup: TrustedAccountGroup,
}


def write_half(scope: Construct, construct_id: str, half: Half, judged: TrustedJudgement) -> TrustedHalf:
    """The construct of a half that was judged already.

    jsii learns of a construct in `Construct.__init__`, so that this second way in needs no argument in the first.
    """
    kind = TABLE[type(half.principal)]
    made = kind.__new__(kind)
    made._write(scope, construct_id, half, judged)
    return made
