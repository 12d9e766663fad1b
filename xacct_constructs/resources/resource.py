"""CloudFormation resources as plain dictionaries.

Source: CloudFormation Template Reference, AWS::IAM::Role, ::User, ::Group, ::Policy, ::ManagedPolicy.
"""

import itertools
from collections.abc import Iterator, Sequence
from typing import Any

from xacct_constructs.policies import CustomerManagedPolicy

Resources = dict[str, dict[str, Any]]
"""Local name to resource, each after those it refers to; `Resource` is the main one. `{"Ref": NAME}` is local too."""


def resource(kind: str, **properties: Any) -> dict[str, Any]:
    """One resource; properties that are None are left out."""
    return {"Type": f"AWS::IAM::{kind}", "Properties": {k: v for k, v in properties.items() if v is not None}}


def path_or_default(path: str) -> str | None:
    """IAM's default path is left to IAM."""
    return None if path == "/" else path


def attached(
    holder: dict[str, Any] | None,
    existing: dict[str, list[str]],
    document: dict[str, Any],
    *,
    policy_name: str,
    managed: Sequence[CustomerManagedPolicy] = (),
) -> Resources:
    """A role, user or group that holds a policy: inline by default, as customer managed policies where there are some.

    `holder` is None for one that exists already; the policy is then attached to those named in `existing`.
    """
    to = existing if holder is None else {}
    found: Resources = {
        local_name: resource("ManagedPolicy", ManagedPolicyName=each.name, PolicyDocument=each.document, **to)
        for local_name, each in zip(_local_names(), managed, strict=False)
    }
    if holder is None and not managed:
        found["Policy"] = resource("Policy", PolicyName=policy_name, PolicyDocument=document, **to)
    if holder is not None:
        properties = holder["Properties"]
        if managed:
            properties["ManagedPolicyArns"] = [{"Ref": local_name} for local_name in found]
        else:
            properties["Policies"] = [{"PolicyName": policy_name, "PolicyDocument": document}]
        found["Resource"] = holder
    return found


def _local_names() -> Iterator[str]:
    """`Policy`, `Policy2` and so on."""
    yield "Policy"
    yield from map("Policy{}".format, itertools.count(2))
