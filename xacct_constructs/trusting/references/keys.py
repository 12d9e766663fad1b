"""CDK keys: each is asked once, since asking takes round trips to Node."""

from collections.abc import Iterator
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

import aws_cdk as cdk

from xacct_constructs import arns
from xacct_constructs.finding import Finding, error
from xacct_constructs.permissions.keys import Decryption
from xacct_constructs.placement import stack_environment
from xacct_constructs.trusting.references.edge import Edge, is_token
from xacct_constructs.values import listed


class _Key(NamedTuple):
    arn: str
    token: str
    delegates: bool
    region: str | None = None


_KEYS: WeakKeyDictionary[Any, _Key] = WeakKeyDictionary()


def resolve_key(key: Any, path: str, edge: Edge, decryption: Decryption) -> str | None:
    """The key's ARN as the agreement writes it; None for what is no key, which is a finding.

    Args:
        key: The CDK key.
        path: Where it stands.
        edge: Takes the token that stands for the key, and the findings.
        decryption: What is asked of it, for the owner of a key that does not leave decryption to IAM.
    """
    if hasattr(key, "alias_name"):
        message = f"must be a key, got the alias {key.node.path}"
        edge.resolved.findings.append(error("XA110", path, message, "pass the key that the alias stands for"))
        return None
    if key not in _KEYS:
        _KEYS[key] = _describe(key)
    known = _KEYS[key]
    if known.token != known.arn:
        edge.resolved.tokens[known.arn] = known.token
        edge.resolved.findings.extend(_check(known, path, edge, decryption))
    return known.arn


def _check(known: _Key, path: str, edge: Edge, decryption: Decryption) -> Iterator[Finding]:
    """Whether the role's template can name a key that this app makes."""
    if arns.parse(known.arn).account != edge.role.account:
        message = f"is made by another account's stack ({known.arn}), so its ID is not known here"
        yield error("XA112", path, message, "pass the key's ARN once it is deployed")
    elif known.region is None or known.region != edge.region:
        message = f"must be made by a stack of the role's own region, got {known.region} for {edge.region}"
        fix = "give both stacks one explicit region, or pass the key's ARN once it is deployed"
        yield error("XA112", path, message, fix)
    elif not known.delegates:
        yield decryption.owner_finding(path, known.arn, edge.role)


def _describe(key: Any) -> _Key:
    arn = key.key_arn if hasattr(key, "key_arn") else key.key_ref.key_arn
    if not is_token(arn):
        return _Key(arn=arn, token=arn, delegates=False)
    stack = cdk.Stack.of(key)
    resource: Any = key if isinstance(key, cdk.CfnResource) else key.node.default_child
    if resource is None:
        return _Key("${UnknownKey}", "${UnknownKey}", delegates=False)
    where = stack_environment(stack)
    logical_id = stack.resolve(resource.logical_id)
    name = f"${{{_known_as(stack)}.{logical_id}}}"
    account, partition = where.account or "000000000000", where.partition()
    return _Key(
        arn=str(arns.Arn(partition, "kms", where.region or "us-east-1", account, f"key/{name}")),
        token=arn,
        delegates=_delegates(stack.resolve(resource.key_policy), account),
        region=where.region,
    )


def _known_as(stack: cdk.Stack) -> str:
    """What the reader of an assembly knows the stack by: its artifact; of a nested one, its place in the parent."""
    resource, parent = stack.nested_stack_resource, stack.nested_stack_parent
    if resource is None or parent is None:
        return stack.artifact_id
    return f"{_known_as(parent)}.{parent.resolve(resource.logical_id)}"


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
