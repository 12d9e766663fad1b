"""The agreement: the value that both accounts share."""

from xacct_constructs.agreement.agreement import Agreement
from xacct_constructs.agreement.reference import RoleReference

__all__ = ["Agreement", "RoleReference"]
