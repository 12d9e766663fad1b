"""The only reader of `cdk.out`: a cloud assembly in, policies with their origin out.

Source: AWS CDK, cloud assembly schema (manifest.json); CloudFormation Template Reference.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from xacct_constructs.assembly.collect import Collector
from xacct_constructs.assembly.intrinsics import Resolver
from xacct_constructs.assembly.model import Assembly
from xacct_constructs.names import AGREEMENTS_FILE


class AssemblyError(ValueError):
    """Raised for a folder that is no cloud assembly, or one that cannot be read."""


def read_assembly(directory: str | Path) -> Assembly:
    """Read a cloud assembly, nested assemblies and nested stacks included.

    Args:
        directory: The folder that `cdk synth` wrote, `cdk.out` by default.

    Raises:
        AssemblyError: the folder has no manifest, or a file that it names is missing or no JSON.
    """
    root = Path(directory)
    resolvers = [resolver for stack in _stacks(root, root) for resolver in _with_nested(root, *stack)]
    exports = {name: (resolver, value) for resolver in resolvers for name, value in resolver.exported().items()}

    def exported(name: str) -> Any:
        return exports[name][0].value(exports[name][1]) if name in exports else None

    collector = Collector()
    for resolver in resolvers:
        resolver.exports = exported
    for resolver in resolvers:
        collector.add(resolver)
    return collector.assembly(tuple(_agreements(root)))


def _json(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as problem:
        raise AssemblyError(f"{path} cannot be read: {problem}; pass the folder that cdk synth wrote") from problem


def _stacks(root: Path, directory: Path) -> Iterator[tuple[Path, str, str, str]]:
    """Template file, stack name, account and region of every stack of an assembly."""
    for artifact_id, artifact in _json(directory / "manifest.json").get("artifacts", {}).items():
        properties = artifact.get("properties", {})
        if artifact["type"] == "cdk:cloud-assembly":
            yield from _stacks(root, directory / properties["directoryName"])
        elif artifact["type"] == "aws:cloudformation:stack":
            account, region = artifact["environment"].removeprefix("aws://").split("/")
            yield (
                directory / properties["templateFile"],
                properties.get("stackName", artifact_id),
                "" if account == "unknown-account" else account,
                "" if region == "unknown-region" else region,
            )


def _with_nested(root: Path, file: Path, stack: str, account: str, region: str) -> list[Resolver]:
    """A template's resolver, and those of its nested stacks with the parameters they are given."""
    template = _json(file)
    name = str(file.relative_to(root))
    resolver = Resolver(template, stack=stack, file=name, account=account, region=region)
    found = [resolver]
    for logical_id, resource in resolver.resources.items():
        asset = resource.get("Metadata", {}).get("aws:asset:path")
        if resource["Type"] == "AWS::CloudFormation::Stack" and asset:
            nested = _with_nested(root, file.parent / asset, f"{stack}.{logical_id}", account, region)
            resolver.nested[logical_id] = nested[0]
            found += nested
    for logical_id, child in resolver.nested.items():
        given = resolver.resources[logical_id].get("Properties", {}).get("Parameters", {})
        child.parameters.update({key: resolver.value(value) for key, value in given.items()})
    return found


def _agreements(root: Path) -> list[dict[str, Any]]:
    path = root / AGREEMENTS_FILE
    if not path.exists():
        return []
    agreements: list[dict[str, Any]] = _json(path)["agreements"]
    return agreements
