"""Two stacks as templates have them, read by the real reader: production's reader role, and staging's alice."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from xacct_constructs.assembly import Assembly, read_assembly

PRODUCTION, STAGING, GLOBEX = "111111111111", "222222222222", "333333333333"
ROLE = f"arn:aws:iam::{PRODUCTION}:role/reader"
ALICE = f"arn:aws:iam::{STAGING}:user/alice"
WORKLOAD = f"arn:aws:iam::{STAGING}:role/workload"
BUCKET = "arn:aws:s3:::acme-reports"
KEY = f"arn:aws:kms:eu-west-1:{PRODUCTION}:key/1234abcd-12ab-34cd-56ef-1234567890ab"
IS_ALICE = {"ArnEquals": {"aws:PrincipalArn": ALICE}}
MFA = {"Bool": {"aws:MultiFactorAuthPresent": "true"}}


def logical_id(of: str) -> dict[str, Any]:
    """How the CDK notes which resource a construct writes."""
    return {"type": "aws:cdk:logicalId", "data": of}


def acknowledge(reason: str, *findings: str) -> dict[str, Any]:
    """How the CDK notes an acknowledgement."""
    return {"type": "aws:cdk:acknowledged-rules", "data": {f"xacct::{each}": reason for each in findings}}


def warn(finding: str) -> dict[str, Any]:
    """How the CDK notes a warning that a construct gives itself."""
    return {"type": "aws:cdk:warning", "data": f"{finding} what is wrong [ack: xacct::{finding}]"}


Resources = dict[str, dict[str, Any]]
Statement = dict[str, Any]


class World(NamedTuple):
    """The resources of both stacks."""

    production: Resources
    staging: Resources

    def read(self, folder: Path, noted: Mapping[str, list[dict[str, Any]]] | None = None) -> Assembly:
        """Write the assembly, with what the CDK notes of production's constructs, and read it."""
        artifacts: dict[str, dict[str, Any]] = {}
        for name, account, resources in (
            ("Production", PRODUCTION, self.production),
            ("Staging", STAGING, self.staging),
        ):
            template = {"Parameters": {"Somebody": {"Type": "String"}}, "Resources": resources}
            (folder / f"{name}.template.json").write_text(json.dumps(template))
            artifacts[name] = {
                "type": "aws:cloudformation:stack",
                "environment": f"aws://{account}/eu-west-1",
                "properties": {"templateFile": f"{name}.template.json"},
            }
        if noted is not None:
            (folder / "Production.metadata.json").write_text(json.dumps(noted))
            artifacts["Production"]["additionalMetadataFile"] = "Production.metadata.json"
        (folder / "manifest.json").write_text(json.dumps({"artifacts": artifacts}))
        return read_assembly(folder)


def statement(actions: Any, resources: Any = None, condition: Any = None, **more: Any) -> Statement:
    """A statement that allows, with what is given."""
    found = {"Effect": "Allow", "Action": actions, "Resource": resources, "Condition": condition, **more}
    return {name: value for name, value in found.items() if value is not None}


def document(*statements: Statement) -> dict[str, Any]:
    """A policy document."""
    return {"Version": "2012-10-17", "Statement": list(statements)}


def admit(principal: Any, condition: Any = None, actions: Any = "sts:AssumeRole") -> Statement:
    """A trust statement."""
    return statement(actions, condition=condition, Principal=principal)


def account(number: str) -> dict[str, str]:
    """A whole account as the principal."""
    return {"AWS": f"arn:aws:iam::{number}:root"}


ADMIT_ALICE = admit(account(STAGING), IS_ALICE)
READ = statement("s3:GetObject", f"{BUCKET}/monthly/*")
ASSUME = statement("sts:AssumeRole", ROLE)


def holder(kind: str, name: str, *statements: Statement, **properties: Any) -> dict[str, Any]:
    """A user or role with an inline policy."""
    policies = [{"PolicyName": "Inline", "PolicyDocument": document(*statements)}] if statements else []
    given = {f"{kind}Name": name, "Policies": policies, **properties}
    return {"Type": f"AWS::IAM::{kind}", "Properties": given}


def role(*permissions: Statement, trust: Any = ADMIT_ALICE, name: str = "reader", **properties: Any) -> Resources:
    """The role, alone in its stack; `trust` is a statement or a list of them."""
    trusting = document(*(trust if isinstance(trust, list) else [trust]))
    return {"Role": holder("Role", name, *permissions, AssumeRolePolicyDocument=trusting, **properties)}


def user(*permissions: Statement, **properties: Any) -> Resources:
    """Alice, alone in her stack."""
    return {"User": holder("User", "alice", *permissions, **properties)}


def world(production: Resources | None = None, staging: Resources | None = None) -> World:
    """The two stacks. Default: the reader admits alice, and alice may ask for it."""
    return World(role(READ) if production is None else production, user(ASSUME) if staging is None else staging)
