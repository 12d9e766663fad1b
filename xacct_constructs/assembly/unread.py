"""What a template makes and does not show: nested stacks made elsewhere, macros, loops, modules.

And what it shows by half: a role without a trust policy, a policy without its document.

Source: CloudFormation User Guide, "Nested stacks", "Perform custom processing with template macros", "Modules" and
"Fn::ForEach"; CloudFormation Template Reference, the properties of each type that are required.
"""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from xacct_constructs.assembly.forms import is_rewritten
from xacct_constructs.assembly.model import Unread
from xacct_constructs.origin import Origin
from xacct_constructs.services import TYPES
from xacct_constructs.unknowns import unknowns_in, why

if TYPE_CHECKING:
    from xacct_constructs.assembly.intrinsics import Resolver

_TRANSFORM, _CONNECTORS = "Transform", "Connectors"
_SHOWN = ("AWS::LanguageExtensions", "AWS::Serverless-", "AWS::SecretsManager-", "AWS::CodeDeployBlueGreen")
"""Transforms of AWS that make nothing of their own, or only from what has a type or an attribute of its own."""

_ATTRIBUTES = {
    "Condition",
    _CONNECTORS,
    "CreationPolicy",
    "DeletionPolicy",
    "DependsOn",
    "Description",
    "Metadata",
    "Properties",
    "Type",
    "UpdatePolicy",
    "UpdateReplacePolicy",
    "Version",
}
"""What a resource has beside its properties (CloudFormation Template Reference, "Resource attributes"; AWS SAM)."""
_SECTIONS = {
    "AWSTemplateFormatVersion",
    "Conditions",
    "Description",
    "Fn::Transform",
    "Globals",
    "Hooks",
    "Mappings",
    "Metadata",
    "Outputs",
    "Parameters",
    "Resources",
    "Rules",
    "Transform",
}
"""Of what a template consists (CloudFormation User Guide, "Template sections"; AWS SAM, "Globals section")."""


def unread(resolver: "Resolver") -> Iterator[Unread]:
    """Everything of a template whose resources are not in the assembly, with the reason."""
    for name in resolver.transforms:
        if not name.startswith(_SHOWN):
            told = f"the transform {name} may make resources that no template shows"
            yield _anything(resolver, _TRANSFORM, told)._replace(rewrites=True)
    for name in sorted(resolver.sections - _SECTIONS):
        yield _anything(resolver, name, f"no section of a template is called {name}, so what it makes is not known")
    for logical_id in resolver.untyped:
        yield _anything(resolver, logical_id, "it does not say its type, as a loop or a module that deployment unfolds")
    for logical_id, resource in resolver.resources.items():
        for name in unlike_attributes(resource):
            told = f"its {name} is no attribute of resources, so it may be made into any other"
            yield _unread(resolver, logical_id, told)
        if resolver.is_written(logical_id) is not False:
            if told := _made_elsewhere(resolver, logical_id, resource["Type"]):
                yield _anything(resolver, logical_id, told)
            for told in _whys(resolver, logical_id, resource):
                yield _unread(resolver, logical_id, told)


def unlike_attributes(resource: Mapping[str, Any]) -> list[str]:
    """What stands beside a resource's properties and is no attribute: a macro may make anything else of all of it."""
    return sorted(resource.keys() - _ATTRIBUTES)


def lacking(resource: Mapping[str, Any]) -> list[str]:
    """Properties without which nothing can be said of the resource, and that are not there."""
    kind, properties = TYPES.get(resource["Type"]), resource.get("Properties", {})
    if kind is None or not isinstance(properties, dict):
        return []
    missing = [each for each in kind.required if each not in properties]
    return [] if missing and is_rewritten(properties) else missing


def _whys(resolver: "Resolver", logical_id: str, resource: Mapping[str, Any]) -> Iterator[str]:
    if told := _why(resource):
        yield told
    if _CONNECTORS in resource:
        yield f"its {_CONNECTORS} give its role, or others, policies that no template shows"
    kind = TYPES.get(resource["Type"])
    if kind is None or not kind.bears:
        return
    properties = resolver.properties(logical_id)
    if not isinstance(properties, dict):
        yield f"its properties are settled at deployment: {why(unknowns_in(properties))}"


def _made_elsewhere(resolver: "Resolver", logical_id: str, kind: str) -> str:
    """Of what is a template of its own, why that is not read."""
    if kind == "AWS::CloudFormation::Stack" and logical_id not in resolver.nested:
        return "the nested stack's template is not here"
    return f"what the module {kind} holds is not in the assembly" if kind.endswith("::MODULE") else ""


def _why(resource: Mapping[str, Any]) -> str:
    kind = resource["Type"]
    if lacks := lacking(resource):
        return f"{kind} has no {' and no '.join(lacks)}, so what it gives access to is not known"
    return f"what {kind} makes is not in the template" if kind.startswith("AWS::Serverless::") else ""


def _anything(resolver: "Resolver", logical_id: str, told: str) -> Unread:
    return _unread(resolver, logical_id, told)._replace(makes_anything=True)


def _unread(resolver: "Resolver", logical_id: str, told: str) -> Unread:
    origin = Origin(resolver.stack, resolver.file, logical_id)
    return Unread(resolver.account, origin, told, resolver.around(logical_id))
