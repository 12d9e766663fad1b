"""Assemblies written by hand: the library's resources without the CDK, as files that the reader reads."""

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from xacct_constructs import Agreement
from xacct_constructs.agreement.serialize import to_json
from xacct_constructs.assembly import Assembly, read_assembly
from xacct_constructs.assembly.collect import Collector
from xacct_constructs.assembly.intrinsics import Resolver
from xacct_constructs.names import AGREEMENTS_FILE
from xacct_constructs.principals import is_named
from xacct_constructs.resources import trusted_resources, trusting_resources

Resources = dict[str, dict[str, Any]]
World = dict[str, Resources]
"""Account to the resources of its stack, which is called by the account's ID."""


def both_halves(agreements: Sequence[Agreement]) -> World:
    """The resources of every account that the agreements name; a user's or role's references together."""
    world: World = {}
    references: dict[Any, list[Any]] = {}
    for agreement in agreements:
        stack = world.setdefault(agreement.trusting_account, {})
        stack |= _renamed(trusting_resources(agreement), agreement.role_name)
        for principal in agreement.trusted_principals:
            if principal.account:
                world.setdefault(principal.account, {})
            if is_named(principal):
                references.setdefault(principal, []).append(agreement.reference)
    for principal, admitting in references.items():
        halves = trusted_resources(
            principal,
            admitting,
            permissions_boundary=admitting[0].principal_permissions_boundary,
            assumed_by=["lambda.amazonaws.com"],
        )
        world[principal.account] |= _renamed(halves, principal.name)
    return world


def _renamed(resources: Resources, owner: str) -> Resources:
    """The resources under logical IDs that begin with their owner's name."""
    prefix = "".join(each for each in owner.title() if each.isalnum())
    text = json.dumps({f"{prefix}{name}": each for name, each in resources.items()})
    renamed: Resources = json.loads(text.replace('{"Ref": "', f'{{"Ref": "{prefix}'))
    return renamed


def in_memory(world: World, agreements: Sequence[Agreement], region: str = "eu-west-1") -> Assembly:
    """The assembly of a world, without files."""
    collector = Collector()
    for account, resources in world.items():
        stack = f"Stack{account}"
        template = {"Resources": referring(resources, stack, resources)}
        resolver = Resolver(template, stack=stack, file=f"{stack}.json", account=account, region=region)
        resolver.exports = "${{{}}}".format
        collector.add(resolver)
    return collector.assembly(tuple(map(to_json, agreements)))


def write(directory: Path, world: World, agreements: Sequence[Agreement], **template: Any) -> Path:
    """A cloud assembly with one stack for each account.

    Args:
        directory: Where it is written.
        world: The resources.
        agreements: What lies beside the templates.
        template: Further sections of every template, such as `Parameters`.
    """
    directory.mkdir(parents=True, exist_ok=True)
    artifacts = {}
    for account, resources in world.items():
        file = f"{account}.template.json"
        (directory / file).write_text(
            json.dumps({"Resources": referring(resources, f"Stack{account}", resources), **template}, indent=1)
        )
        artifacts[f"Stack{account}"] = {
            "type": "aws:cloudformation:stack",
            "environment": f"aws://{account}/eu-west-1",
            "properties": {"templateFile": file},
        }
    (directory / "manifest.json").write_text(json.dumps({"version": "55.0.0", "artifacts": artifacts}))
    written = {"version": 1, "agreements": [to_json(each) for each in agreements]}
    (directory / AGREEMENTS_FILE).write_text(json.dumps(written))
    return directory


def referring(value: Any, stack: str, resources: Mapping[str, Any]) -> Any:
    """A generated name in an agreement, `${STACK.LOGICAL_ID}`, as a template has it: a reference, or an import."""
    if isinstance(value, Mapping):
        return {key: referring(each, stack, resources) for key, each in value.items()}
    if isinstance(value, list):
        return [referring(each, stack, resources) for each in value]
    if not isinstance(value, str) or not _GENERATED.search(value):
        return value
    parts: list[Any] = _GENERATED.split(value)
    for index, mark in enumerate(parts):
        if index % 2:
            named, logical_id = mark[2:-1].split(".")
            here = named == stack and logical_id in resources
            parts[index] = {"Ref": logical_id} if here else {"Fn::ImportValue": mark[2:-1]}
    return {"Fn::Join": ["", parts]}


_GENERATED = re.compile(r"(\$\{Stack[0-9]{12}\.[^}]*\})")


def assembly(directory: Path, world: World, agreements: Sequence[Agreement], **template: Any) -> Assembly:
    """The same, read."""
    return read_assembly(write(directory, world, agreements, **template))


def role(name: str, trust: Mapping[str, Any], *permissions: Mapping[str, Any]) -> dict[str, Any]:
    """A role with one trust statement and these permissions."""
    properties: dict[str, Any] = {
        "RoleName": name,
        "AssumeRolePolicyDocument": document(allow("sts:AssumeRole", **trust)),
    }
    if permissions:
        properties["Policies"] = [{"PolicyName": "permissions", "PolicyDocument": document(*permissions)}]
    return {"Type": "AWS::IAM::Role", "Properties": properties}


def bucket(name: str) -> dict[str, Any]:
    """A bucket."""
    return {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": name}}


def bucket_policy(name: str, *statements: Mapping[str, Any]) -> dict[str, Any]:
    """A bucket's policy."""
    return {"Type": "AWS::S3::BucketPolicy", "Properties": {"Bucket": name, "PolicyDocument": document(*statements)}}


def access_point(name: Any, of: Any, *statements: Mapping[str, Any], **said: Any) -> dict[str, Any]:
    """An access point of a bucket, with a policy where it has statements; without a name, CloudFormation makes one."""
    policy = {"Policy": document(*statements)} if statements else {}
    named = {"Name": name} if name else {}
    return {"Type": "AWS::S3::AccessPoint", "Properties": {"Bucket": of, **named, **policy, **said}}


def document(*statements: Mapping[str, Any]) -> dict[str, Any]:
    """A policy document."""
    return {"Version": "2012-10-17", "Statement": list(statements)}


def allow(action: str, **elements: Any) -> dict[str, Any]:
    """An allow; `AWS` names principals."""
    principal = {"Principal": {"AWS": elements.pop("AWS")}} if "AWS" in elements else {}
    return {"Effect": "Allow", **principal, "Action": action, **elements}
