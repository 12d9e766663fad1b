"""CloudFormation resources as plain dictionaries.

Source: CloudFormation Template Reference, AWS::IAM::Role, ::User, ::Group, ::Policy, ::ManagedPolicy.
"""

from typing import Any

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
    managed_policy_name: str | None,
) -> Resources:
    """A role, user or group that holds a policy: inline by default, as a customer managed policy where it is named.

    `holder` is None for one that exists already; the policy is then attached to those named in `existing`.
    """
    to = existing if holder is None else {}
    found: Resources = {}
    if managed_policy_name is not None:
        found["Policy"] = resource(
            "ManagedPolicy", ManagedPolicyName=managed_policy_name, PolicyDocument=document, **to
        )
    elif holder is None:
        found["Policy"] = resource("Policy", PolicyName=policy_name, PolicyDocument=document, **to)
    if holder is not None:
        properties = holder["Properties"]
        if managed_policy_name is not None:
            properties["ManagedPolicyArns"] = [{"Ref": "Policy"}]
        else:
            properties["Policies"] = [{"PolicyName": policy_name, "PolicyDocument": document}]
        found["Resource"] = holder
    return found
