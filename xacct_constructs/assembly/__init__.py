"""Assembly: what a cloud assembly (`cdk.out`) says about access."""

from xacct_constructs.assembly.model import (
    Assembly,
    Bucket,
    Identity,
    Key,
    Unknown,
    UnknownKind,
    Unread,
)
from xacct_constructs.assembly.reader import AssemblyError, read_assembly

__all__ = [
    "Assembly",
    "AssemblyError",
    "Bucket",
    "Identity",
    "Key",
    "Unknown",
    "UnknownKind",
    "Unread",
    "read_assembly",
]
