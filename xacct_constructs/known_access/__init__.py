"""Known access: access from outside that no agreement makes and somebody has looked at, said once, and its file."""

from xacct_constructs.known_access.checks import check_known_access
from xacct_constructs.known_access.entries import (
    AcceptedUnknown,
    Administrator,
    CdkKind,
    CdkRole,
    Fingerprints,
    KnownAccess,
    KnownEntry,
    KnownWay,
)
from xacct_constructs.known_access.file import from_yaml, to_yaml
from xacct_constructs.known_access.serialize import content_of, from_json, known_access_text, read_json, to_json

__all__ = [
    "AcceptedUnknown",
    "Administrator",
    "CdkKind",
    "CdkRole",
    "Fingerprints",
    "KnownAccess",
    "KnownEntry",
    "KnownWay",
    "check_known_access",
    "content_of",
    "from_json",
    "from_yaml",
    "known_access_text",
    "read_json",
    "to_json",
    "to_yaml",
]
