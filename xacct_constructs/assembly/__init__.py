"""Assembly: what a cloud assembly (`cdk.out`) says about access."""

from xacct_constructs.assembly.model import (
    Assembly,
    Identity,
    OrganizationPolicy,
    Resource,
    Unknown,
    UnknownKind,
    Unread,
)
from xacct_constructs.assembly.reader import AssemblyError, read_assembly
from xacct_constructs.assembly.refusals import flag, may_restrict

__all__ = [
    "Assembly",
    "AssemblyError",
    "Identity",
    "OrganizationPolicy",
    "Resource",
    "Unknown",
    "UnknownKind",
    "Unread",
    "flag",
    "may_restrict",
    "read_assembly",
]
