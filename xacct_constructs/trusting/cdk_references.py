"""The one edge where CDK buckets and keys become names and ARNs.

`aws_s3` and `aws_kms` are never imported: whoever passes a bucket or key has imported them.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

import aws_cdk as cdk

from xacct_constructs.finding import Finding, error
from xacct_constructs.permissions import Permission, S3Read
from xacct_constructs.permissions.keys import key_owner_finding
from xacct_constructs.placement import stack_environment
from xacct_constructs.values import listed


class Resolved(NamedTuple):
    """Permissions in names and ARNs, and what is known of the CDK objects they came from."""

    permissions: list[Permission]
    tokens: dict[str, str]
    """An ARN as the agreement writes it, to the token that stands for it in this app."""
    findings: list[Finding]


class _Bucket(NamedTuple):
    name: str
    owner: str | None
    key: Any


class _Key(NamedTuple):
    arn: str
    token: str
    delegates: bool
    region: str | None = None


_BUCKETS: WeakKeyDictionary[Any, _Bucket] = WeakKeyDictionary()
_KEYS: WeakKeyDictionary[Any, _Key] = WeakKeyDictionary()


def resolve_references(permissions: Sequence[Permission], role_arn: str, region: str | None) -> Resolved:
    """Permissions with every CDK bucket and key replaced; anything else passes through as it is."""
    resolved = Resolved([], {}, [])
    for index, permission in enumerate(permissions):
        found = permission
        if isinstance(permission, S3Read):
            found = _resolve_bucket(permission)
            if _is_construct(found.kms_key):
                found = _resolve_key(found, f"permissions[{index}].kms_key", role_arn, region, resolved)
        resolved.permissions.append(found)
    return resolved


def _is_construct(value: object) -> bool:
    return value is not None and not isinstance(value, str) and hasattr(value, "node")


def _is_token(value: str) -> bool:
    return "${Token[" in value


def _resolve_bucket(permission: S3Read) -> S3Read:
    if not _is_construct(permission.bucket):
        return permission
    bucket: Any = permission.bucket
    if bucket not in _BUCKETS:
        _BUCKETS[bucket] = _describe_bucket(bucket)
    known = _BUCKETS[bucket]
    return replace(
        permission,
        bucket=known.name,
        owner=permission.owner or known.owner,
        kms_key=known.key if permission.kms_key is None else permission.kms_key,
    )


def _describe_bucket(bucket: Any) -> _Bucket:
    name = bucket.bucket_name if hasattr(bucket, "bucket_name") else bucket.bucket_ref.bucket_name
    if name is None or _is_token(name):
        name = getattr(bucket.node.default_child, "bucket_name", None)
        name = f"${{{bucket.node.path}}}" if name is None or _is_token(name) else name
    owner = bucket.env.account
    return _Bucket(name=name, owner=None if _is_token(owner) else owner, key=getattr(bucket, "encryption_key", None))


def _resolve_key(permission: S3Read, path: str, role_arn: str, region: str | None, resolved: Resolved) -> S3Read:
    key: Any = permission.kms_key
    if hasattr(key, "alias_name"):
        message = f"must be a key, got the alias {key.node.path}"
        resolved.findings.append(error("XA110", path, message, "pass the key that the alias stands for"))
        return replace(permission, kms_key=None)
    if key not in _KEYS:
        _KEYS[key] = _describe_key(key)
    known = _KEYS[key]
    if known.token != known.arn:
        resolved.tokens[known.arn] = known.token
        bucket_arn = permission.bucket_arn(role_arn.split(":")[1])
        if known.arn.split(":")[4] != role_arn.split(":")[4]:
            message = f"is made by another account's stack ({known.arn}), so its ID is not known here"
            fix = "pass the key's ARN once it is deployed"
            resolved.findings.append(error("XA112", path, message, fix))
        elif known.region is None or known.region != region:
            message = f"must be made by a stack of the role's own region, got {known.region} for {region}"
            fix = "give both stacks one explicit region, or pass the key's ARN once it is deployed"
            resolved.findings.append(error("XA112", path, message, fix))
        elif not known.delegates:
            resolved.findings.append(key_owner_finding(path, known.arn, bucket_arn, role_arn))
    return replace(permission, kms_key=known.arn)


def _describe_key(key: Any) -> _Key:
    arn = key.key_arn if hasattr(key, "key_arn") else key.key_ref.key_arn
    if not _is_token(arn):
        return _Key(arn=arn, token=arn, delegates=False)
    stack = cdk.Stack.of(key)
    resource: Any = key if isinstance(key, cdk.CfnResource) else key.node.default_child
    if resource is None:
        return _Key("${UnknownKey}", "${UnknownKey}", delegates=False)
    where = stack_environment(stack)
    logical_id = stack.resolve(resource.logical_id)
    name = f"${{{stack.artifact_id}.{logical_id}}}"
    account, partition = where.account or "000000000000", where.partition()
    return _Key(
        arn=f"arn:{partition}:kms:{where.region or 'us-east-1'}:{account}:key/{name}",
        token=arn,
        delegates=_delegates(stack.resolve(resource.key_policy), account),
        region=where.region,
    )


def _delegates(policy: Any, account: str) -> bool:
    """Whether the key policy leaves decryption to the account's IAM policies."""
    return any(
        statement.get("Effect") == "Allow"
        and {"*", "kms:*", "kms:Decrypt"} & set(listed(statement.get("Action")))
        and "Condition" not in statement
        and any(f":iam::{account}:root" in str(each) or each == account for each in _principals(statement))
        for statement in (policy or {}).get("Statement", [])
    )


def _principals(statement: dict[str, Any]) -> list[Any]:
    principal = statement.get("Principal")
    return listed(principal.get("AWS")) if isinstance(principal, dict) else []
