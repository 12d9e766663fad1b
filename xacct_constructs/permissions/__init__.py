"""Permissions: what the role may do, one module each."""

from xacct_constructs.permissions.permission import Permission, Use
from xacct_constructs.permissions.raw_statements import RawStatements
from xacct_constructs.permissions.s3_read import S3Read

__all__ = ["Permission", "RawStatements", "S3Read", "Use"]
