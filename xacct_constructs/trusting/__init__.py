"""The trusting account's half."""

from xacct_constructs.trusting.trusting_account_role import TrustingAccountRole, write_role

__all__ = ["TrustingAccountRole", "write_role"]
