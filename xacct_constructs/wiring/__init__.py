"""Wiring: many agreements, both halves or one of them."""

from xacct_constructs.wiring.cross_account_access import CrossAccountAccess

__all__ = ["CrossAccountAccess"]
