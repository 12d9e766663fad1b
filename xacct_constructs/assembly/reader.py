"""The only reader of `cdk.out`: a cloud assembly in, policies with their origin out.

Source: AWS CDK, cloud assembly schema (manifest.json); CloudFormation Template Reference.
"""

import json
from collections.abc import Iterator, Mapping
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


def _section(path: Path, document: Any, name: str) -> Mapping[str, Any]:
    """A file's section, which is a map."""
    section = document.get(name, {}) if isinstance(document, Mapping) else None
    if not isinstance(section, Mapping):
        raise AssemblyError(f"{path} has no map of {name}; pass the folder that cdk synth wrote")
    return section


def _stacks(root: Path, directory: Path) -> Iterator[tuple[Path, str, str, str]]:
    """Template file, stack name, account and region of every stack of an assembly."""
    manifest = directory / "manifest.json"
    for artifact_id, artifact in _section(manifest, _json(manifest), "artifacts").items():
        if not isinstance(artifact, Mapping) or not isinstance(artifact.get("type"), str):
            raise AssemblyError(f"{manifest} {artifact_id} does not say its type; pass the folder that cdk synth wrote")
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
    _section(file, template, "Resources")
    name = str(file.relative_to(root))
    resolver = Resolver(template, stack=stack, file=name, account=account, region=region)
    found = [resolver]
    for logical_id, resource in resolver.resources.items():
        if resource["Type"] != "AWS::CloudFormation::Stack":
            continue
        asset = _nested_template(file.parent, resolver, resource)
        if asset is None:
            continue
        nested = _with_nested(root, asset, f"{stack}.{logical_id}", account, region)
        resolver.nest(logical_id, nested[0])
        found += nested
    return found


def _nested_template(directory: Path, resolver: Resolver, resource: Mapping[str, Any]) -> Path | None:
    """The file of a nested stack: CDK's CLI has it noted beside the resource, else it is an asset by its key."""
    noted = resource.get("Metadata", {}).get("aws:asset:path")
    if noted:
        return directory / str(noted)
    url = str(resolver.value(resource.get("Properties", {}).get("TemplateURL", "")))
    for listing in sorted(directory.glob("*.assets.json")):
        for asset in _json(listing).get("files", {}).values():
            if any(url.endswith(f"/{each['objectKey']}") for each in asset["destinations"].values()):
                return directory / str(asset["source"]["path"])
    return None


def _agreements(root: Path) -> list[dict[str, Any]]:
    path = root / AGREEMENTS_FILE
    if not path.exists():
        return []
    agreements: list[dict[str, Any]] = _json(path)["agreements"]
    return agreements
