"""Kind of permission to the function that resolves its CDK references."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from typing import Any

from xacct_constructs.arns import Arn
from xacct_constructs.finding import Finding, error
from xacct_constructs.permissions import DynamoDBRead, Permission, S3Read
from xacct_constructs.trusting.references.dynamodb_read import dynamodb_read
from xacct_constructs.trusting.references.edge import Edge, Resolved, is_construct
from xacct_constructs.trusting.references.s3_read import s3_read

TABLE: Mapping[type[Any], Callable[[Any, Edge], Permission]] = {S3Read: s3_read, DynamoDBRead: dynamodb_read}
"""A kind that stands in no row takes none."""


def resolve_references(permissions: Sequence[Permission], role: Arn, region: str | None) -> Resolved:
    """Permissions with every CDK construct replaced; one whose kind takes none passes as it is, if it holds none."""
    resolved = Resolved([], {}, [])
    for index, permission in enumerate(permissions):
        edge = Edge(f"permissions[{index}]", role, region, resolved)
        resolve = TABLE.get(type(permission))
        if resolve is None:
            resolved.findings.extend(_held(permission, edge.path))
        resolved.permissions.append(permission if resolve is None else resolve(permission, edge))
    return resolved


def _held(permission: object, path: str) -> list[Finding]:
    """One finding for each construct that a permission holds whose kind takes none."""
    if not is_dataclass(permission) or isinstance(permission, type):
        return []
    given = {each.name: getattr(permission, each.name) for each in fields(permission)}
    return [
        error("XA115", f"{path}.{name}", _takes_none(permission, value), "write its name or ARN")
        for name, value in given.items()
        if is_construct(value)
    ]


def _takes_none(permission: object, given: Any) -> str:
    return f"takes no CDK construct in a {type(permission).__name__}, got {given.node.path}"
