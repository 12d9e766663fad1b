"""Permissions: what the role may do, one module each."""

from typing import TypeGuard

from xacct_constructs.permissions.dynamodb_read import DynamoDBRead
from xacct_constructs.permissions.permission import Permission, Use
from xacct_constructs.permissions.raw_statements import RawStatements
from xacct_constructs.permissions.s3_read import S3Read

PERMISSION_KINDS: tuple[type[Permission], ...] = (S3Read, DynamoDBRead, RawStatements)
"""Every kind that this version knows: each has its meaning, its form in files, its place in the other tables."""


def is_known(value: object) -> TypeGuard[Permission]:
    """Whether the value is a permission of a kind that this version knows."""
    return type(value) in PERMISSION_KINDS


__all__ = ["PERMISSION_KINDS", "DynamoDBRead", "Permission", "RawStatements", "S3Read", "Use", "is_known"]
