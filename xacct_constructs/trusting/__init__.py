"""The trusting account's half."""

from xacct_constructs.trusting.trusting_account_role import TrustingAccountRole

__all__ = ["TrustingAccountRole"]
