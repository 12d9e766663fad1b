"""Trusted principals: who, in the trusted account, may assume the role; one module each.

Source: IAM User Guide, "AWS JSON policy elements: Principal".
"""

from xacct_constructs.principals.account import TrustedAccount
from xacct_constructs.principals.role import TrustedRole
from xacct_constructs.principals.user import TrustedUser

TrustedPrincipal = TrustedUser | TrustedRole | TrustedAccount

KINDS = (TrustedUser, TrustedRole, TrustedAccount)
"""Every kind there is."""

__all__ = ["KINDS", "TrustedAccount", "TrustedPrincipal", "TrustedRole", "TrustedUser"]
