"""The stacks of an assembly, as its manifest and those of its nested assemblies list them.

Source: AWS CDK, cloud assembly schema (manifest.json).
"""

import posixpath
import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from xacct_constructs.arns import is_arn, parse
from xacct_constructs.assembly.errors import SYNTHESIZE, AssemblyError
from xacct_constructs.assembly.files import Files, inside
from xacct_constructs.assembly.noted import noted
from xacct_constructs.assembly.shape import mapping, section, text, wrong
from xacct_constructs.assembly.stand_ins import stand_ins
from xacct_constructs.assembly.template import Noted

_ENVIRONMENT = re.compile(r"aws://([0-9]{12}|unknown-account)/([a-z0-9-]+)", re.ASCII)
_ADDRESS = "stackTemplateAssetObjectUrl"
_ASSETS, _ASSEMBLY, _STACK = "cdk:asset-manifest", "cdk:cloud-assembly", "aws:cloudformation:stack"
_KNOWN = (_ASSETS, _ASSEMBLY, _STACK, "cdk:feature-flag-report", "cdk:tree", "none")
"""Types of artifacts, of which those at the end are deployed by nobody."""
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._@+-]*", re.ASCII)


class Stack(NamedTuple):
    """A stack by what it is known by.

    Attributes:
        artifact: Its artifact in the assembly, which no other stack of it has.
        name: What CloudFormation calls it, once in each account and region; empty if it is left to deployment.
        account: Its account, empty if it is left to deployment.
        region: Its region, empty if it is left to deployment.
        file: Its template, from the assembly's folder.
        metadata: The file of what the CDK notes of its constructs, from there; empty where there is none.
        noted: What else its manifest says of it.
        deployed_from: The address of the object that it is deployed from; empty where that is the template.
        listings: The files that list its assets, from the assembly's folder.
        stand_ins: Texts of its template that stand for what is not looked up yet, with what they stand for.
        beside: What its manifest, or one around, lists of a type that is not known, in words.
    """

    artifact: str
    name: str
    account: str
    region: str
    file: str
    metadata: str = ""
    noted: Noted = Noted()
    deployed_from: str = ""
    listings: tuple[str, ...] = ()
    stand_ins: Mapping[str, str] = MappingProxyType({})
    beside: tuple[str, ...] = ()


def stacks(files: Files) -> list[Stack]:
    """Every stack of an assembly.

    Raises:
        AssemblyError: A manifest is damaged, an assembly lies in itself, or two stacks are one artifact.
    """
    found: dict[str, Stack] = {}
    for each in _stacks(files, "", set()):
        if each.artifact in found:
            raise AssemblyError(f"two stacks are the artifact {each.artifact}; {SYNTHESIZE}")
        found[each.artifact] = each
    return list(found.values())


def _stacks(files: Files, folder: str, seen: set[str]) -> Iterator[Stack]:
    manifest = posixpath.join(folder, "manifest.json")
    if manifest in seen:
        raise AssemblyError(f"{manifest} is named by two nested assemblies, or by its own; {SYNTHESIZE}")
    seen.add(manifest)
    document = mapping(manifest, "all of it", files.json(manifest))
    found, missing = section(manifest, document, "artifacts"), stand_ins(manifest, document)
    listings = tuple(
        _path(manifest, artifact, said, "file")
        for artifact, said in found.items()
        if isinstance(said, Mapping) and said.get("type") == _ASSETS
    )
    below: list[Stack] = []
    beside: list[str] = []
    for artifact, said in found.items():
        if not isinstance(said, Mapping) or not isinstance(kind := said.get("type"), str):
            raise AssemblyError(f"{manifest} {artifact} does not say its type; {SYNTHESIZE}")
        if kind == _ASSEMBLY:
            below += _stacks(files, _path(manifest, artifact, said, "directoryName"), seen)
        elif kind == _STACK:
            below.append(_stack(files, manifest, artifact, said)._replace(listings=listings, stand_ins=missing))
        elif kind not in _KNOWN:
            beside.append(f"{artifact} of {manifest} is {kind!r}")
    return (each._replace(beside=(*beside, *each.beside)) for each in below)


def _stack(files: Files, manifest: str, artifact: str, said: Mapping[str, Any]) -> Stack:
    environment = text(manifest, f"{artifact}.environment", said.get("environment"))
    found = _ENVIRONMENT.fullmatch(environment)
    if not found:
        raise wrong(manifest, f"{artifact}.environment", "aws://ACCOUNT/REGION", environment)
    properties = section(manifest, said, "properties")
    name = text(manifest, f"{artifact}.stackName", properties.get("stackName", artifact))
    for place, each in ((artifact, artifact), (f"{artifact}.stackName", name)):
        if not _NAME.fullmatch(each):
            raise wrong(manifest, place, "a name of letters, digits, dots and hyphens", each)
    account, region = (each if not each.startswith("unknown-") else "" for each in found.groups())
    metadata = _metadata(manifest, artifact, said)
    role = text(manifest, f"{artifact}.assumeRoleArn", properties.get("assumeRoleArn", ""))
    if account and _account_of(role) not in ("", account):
        raise wrong(manifest, f"{artifact}.assumeRoleArn", f"a role of the stack's account {account}", role)
    return Stack(
        artifact,
        name,
        account,
        region,
        _path(manifest, artifact, said, "templateFile"),
        metadata,
        noted(files, manifest, artifact, said, metadata),
        text(manifest, f"{artifact}.{_ADDRESS}", properties.get(_ADDRESS, "")),
    )


def _account_of(role: str) -> str:
    """The account of the role that deploys a stack, which is then the stack's; empty, where deployment settles it."""
    arn = role.replace("${AWS::Partition}", "aws")
    account = parse(arn).account if is_arn(arn) else ""
    return account if account.isdigit() else ""


def _metadata(manifest: str, artifact: str, said: Mapping[str, Any]) -> str:
    file = said.get("additionalMetadataFile", "")
    path = text(manifest, f"{artifact}.additionalMetadataFile", file)
    return inside(posixpath.dirname(manifest), path, said_in=manifest) if path else ""


def _path(manifest: str, artifact: str, said: Mapping[str, Any], name: str) -> str:
    path = text(manifest, f"{artifact}.{name}", section(manifest, said, "properties").get(name))
    return inside(posixpath.dirname(manifest), path, said_in=manifest)
