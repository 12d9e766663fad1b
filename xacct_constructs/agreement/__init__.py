"""The agreement: the value that both accounts share."""

from xacct_constructs.agreement.agreement import Agreement, Binding
from xacct_constructs.agreement.reference import RoleReference

__all__ = ["Agreement", "Binding", "RoleReference"]
