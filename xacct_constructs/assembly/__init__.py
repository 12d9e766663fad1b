"""Assembly: what a cloud assembly (`cdk.out`) says about access."""

from xacct_constructs.assembly.model import (
    Assembly,
    Bucket,
    Identity,
    Key,
    Origin,
    Policy,
    Unknown,
    UnknownKind,
)
from xacct_constructs.assembly.reader import AGREEMENTS_FILE, AssemblyError, read_assembly

__all__ = [
    "AGREEMENTS_FILE",
    "Assembly",
    "AssemblyError",
    "Bucket",
    "Identity",
    "Key",
    "Origin",
    "Policy",
    "Unknown",
    "UnknownKind",
    "read_assembly",
]
