"""Resource dictionaries as L1 constructs: one jsii round trip each.

L1 and not `CfnResource`, so that tags, Aspects and mixins reach them.
"""

import re
from collections.abc import Mapping
from functools import cache
from typing import Any

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from constructs import Construct

from xacct_constructs.resources import Resources

_CLASSES: dict[str, Any] = {
    "AWS::IAM::Group": iam.CfnGroup,
    "AWS::IAM::ManagedPolicy": iam.CfnManagedPolicy,
    "AWS::IAM::Policy": iam.CfnPolicy,
    "AWS::IAM::Role": iam.CfnRole,
    "AWS::IAM::User": iam.CfnUser,
    "AWS::IAM::UserToGroupAddition": iam.CfnUserToGroupAddition,
}


@cache
def _argument(property_name: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", property_name).lower()


def _value(value: Any, placed: Mapping[str, cdk.CfnResource], tokens: Mapping[str, str]) -> Any:
    """The value with local references and names of the template replaced by CDK's tokens."""
    if isinstance(value, dict):
        if value.keys() == {"Ref"}:
            return placed[value["Ref"]].ref
        return {key: _value(each, placed, tokens) for key, each in value.items()}
    if isinstance(value, list):
        return [_value(each, placed, tokens) for each in value]
    return tokens.get(value, value) if isinstance(value, str) else value


def place(
    scope: Construct, resources: Resources, tokens: Mapping[str, str] | None = None
) -> dict[str, cdk.CfnResource]:
    """Create the L1 of each resource below the scope, under its local name.

    Args:
        scope: The construct that they belong to.
        resources: From `xacct_constructs.resources`.
        tokens: Text to the CDK token that stands for it in this app. Default: none.
    """
    placed: dict[str, cdk.CfnResource] = {}
    for name, resource in resources.items():
        properties = resource["Properties"]
        if tokens or len(resources) > 1:
            properties = _value(properties, placed, tokens or {})
        arguments = {_argument(key): value for key, value in properties.items()}
        if policies := arguments.get("policies"):
            arguments["policies"] = [
                {"policyName": each["PolicyName"], "policyDocument": each["PolicyDocument"]} for each in policies
            ]
        placed[name] = _CLASSES[resource["Type"]](scope, name, **arguments)
    return placed
