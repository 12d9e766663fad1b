"""Assembly: what a cloud assembly (`cdk.out`) says about access."""

from xacct_constructs.assembly.errors import AssemblyError
from xacct_constructs.assembly.files import Files
from xacct_constructs.assembly.model import (
    Assembly,
    Endpoint,
    Identity,
    OrganizationPolicy,
    Other,
    Resource,
    UniqueName,
    Unread,
    unique_name,
)
from xacct_constructs.assembly.properties import at
from xacct_constructs.assembly.public import is_public
from xacct_constructs.assembly.reader import read_assembly
from xacct_constructs.unknowns import Unknown, UnknownKind

__all__ = [
    "Assembly",
    "AssemblyError",
    "Endpoint",
    "Files",
    "Identity",
    "OrganizationPolicy",
    "Other",
    "Resource",
    "UniqueName",
    "Unknown",
    "UnknownKind",
    "Unread",
    "at",
    "is_public",
    "read_assembly",
    "unique_name",
]
