"""Cloud assemblies written by hand: the files that CDK writes, no more of them than the reader needs."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from xacct_constructs.assembly import Assembly, read_assembly

ACCOUNT, REGION = "111111111111", "eu-west-1"
Template = Mapping[str, Any]


def write_assembly(
    folder: Path, templates: Mapping[str, Template], *, account: str = ACCOUNT, region: str = REGION
) -> Path:
    """An assembly of these stacks."""
    folder.mkdir(parents=True, exist_ok=True)
    artifacts = {}
    for stack, template in templates.items():
        (folder / f"{stack}.template.json").write_text(json.dumps(template), encoding="utf-8")
        artifacts[stack] = {
            "type": "aws:cloudformation:stack",
            "environment": f"aws://{account}/{region}",
            "properties": {"templateFile": f"{stack}.template.json"},
        }
    (folder / "manifest.json").write_text(json.dumps({"version": "1", "artifacts": artifacts}), encoding="utf-8")
    return folder


def list_assets(folder: Path, files: Mapping[str, Any], name: str = "Stack") -> None:
    """A listing of assets, which the manifest names."""
    (folder / f"{name}.assets.json").write_text(json.dumps({"files": files}), encoding="utf-8")
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    listing = {"type": "cdk:asset-manifest", "properties": {"file": f"{name}.assets.json"}}
    manifest["artifacts"][f"{name}.assets"] = listing
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")


def read(folder: Path, resources: Mapping[str, Any], **sections: Any) -> Assembly:
    """The assembly of one stack, named Stack, with these resources, read back."""
    return read_assembly(write_assembly(folder, {"Stack": {"Resources": resources, **sections}}))


def document(action: str = "s3:GetObject", resource: Any = "*", effect: str = "Allow", **more: Any) -> dict[str, Any]:
    """A policy of one statement."""
    statement = {"Effect": effect, "Action": action, "Resource": resource, **more}
    return {"Version": "2012-10-17", "Statement": [statement]}


def trust(principal: Any = "arn:aws:iam::222222222222:root", **more: Any) -> dict[str, Any]:
    """A trust policy."""
    statement = {"Effect": "Allow", "Principal": {"AWS": principal}, "Action": "sts:AssumeRole", **more}
    return {"Version": "2012-10-17", "Statement": [statement]}


def user(name: str | None = "anna", **properties: Any) -> dict[str, Any]:
    """A user."""
    named = {} if name is None else {"UserName": name}
    return {"Type": "AWS::IAM::User", "Properties": {**named, **properties}}


def role(name: Any = "reader", **properties: Any) -> dict[str, Any]:
    """A role."""
    named = {} if name is None else {"RoleName": name}
    given = {"AssumeRolePolicyDocument": trust(), **named, **properties}
    return {"Type": "AWS::IAM::Role", "Properties": given}


def inline(policy: Mapping[str, Any] | None = None) -> list[dict[str, Any]]:
    """An inline policy, as users and roles have them."""
    return [{"PolicyName": "inline", "PolicyDocument": policy or document()}]
