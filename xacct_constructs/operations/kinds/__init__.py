"""Kinds of permissions: the table of what the operations ask, look at and try for each, one module each.

A kind that stands in no row is named by whoever operates on it; nothing is asked for it, and nothing of it is fine.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from xacct_constructs.agreement import Agreement
from xacct_constructs.operations.found import Found, What
from xacct_constructs.operations.kinds import dynamodb_read, raw_statements, s3_read
from xacct_constructs.operations.kinds.kind import Kind, NotAsked, OwnCheck, Used
from xacct_constructs.permissions import DynamoDBRead, Permission, RawStatements, S3Read

TABLE: Mapping[type[Permission], Kind[Any] | NotAsked] = {
    S3Read: s3_read.KIND,
    DynamoDBRead: dynamodb_read.KIND,
    RawStatements: raw_statements.NOT_ASKED,
}

ASKED_KINDS: tuple[Kind[Any], ...] = tuple(row for row in TABLE.values() if isinstance(row, Kind))
"""The rows with requests."""

DOCUMENTS = tuple(dict.fromkeys(kind.document for kind in ASKED_KINDS))
"""What the policies of resources are called."""

OWN_KEYS = frozenset(key for kind in ASKED_KINDS for key in kind.own_keys)
"""Condition keys, in lower case, that requests of one kind or another carry themselves."""


def used(agreement: Agreement) -> Iterator[Used]:
    """What is asked, looked at and tried: each resource, in the agreement's order."""
    for permission in agreement.permissions:
        row = _row(permission, agreement)
        if isinstance(row, Kind):
            yield from (Used(row, permission, use) for use in permission.uses(agreement.role) or ())


def not_asked(agreement: Agreement) -> tuple[NotAsked, ...]:
    """Why nothing is asked for some permissions, each reason once; empty: all are asked."""
    rows = (_row(permission, agreement) for permission in agreement.permissions)
    return tuple(dict.fromkeys(row for row in rows if isinstance(row, NotAsked)))


def _row(permission: Permission, agreement: Agreement) -> Kind[Any] | NotAsked:
    row = TABLE.get(type(permission))
    if row is None or (isinstance(row, Kind) and not permission.uses(agreement.role)):
        name = type(permission).__name__
        why = Found(What.UNKNOWN_KIND, name)
        return NotAsked(why, f"use what {name} gives", f"a permission of the kind {name} is not known here")
    return row


__all__ = ["ASKED_KINDS", "DOCUMENTS", "OWN_KEYS", "TABLE", "Kind", "NotAsked", "OwnCheck", "Used", "not_asked", "used"]
