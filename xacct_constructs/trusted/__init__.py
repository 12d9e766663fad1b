"""The trusted account's half."""

from xacct_constructs.trusted.half import Half, TrustedHalf, write_half
from xacct_constructs.trusted.trusted_account_role import TrustedAccountRole
from xacct_constructs.trusted.trusted_account_user import TrustedAccountUser

__all__ = ["Half", "TrustedAccountRole", "TrustedAccountUser", "TrustedHalf", "write_half"]
