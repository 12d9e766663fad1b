"""The trusted account's half."""

from xacct_constructs.trusted.half import Half, TrustedHalf
from xacct_constructs.trusted.permission_set import permission_set_policy
from xacct_constructs.trusted.table import TABLE, write_half
from xacct_constructs.trusted.trusted_account_group import TrustedAccountGroup
from xacct_constructs.trusted.trusted_account_role import TrustedAccountRole
from xacct_constructs.trusted.trusted_account_user import TrustedAccountUser

__all__ = [
    "TABLE",
    "Half",
    "TrustedAccountGroup",
    "TrustedAccountRole",
    "TrustedAccountUser",
    "TrustedHalf",
    "permission_set_policy",
    "write_half",
]
