"""What a template makes and does not show: nested stacks made elsewhere, macros, modules, stack sets.

Source: CloudFormation User Guide, "Nested stacks", "Perform custom processing with template macros" and "Modules".
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from xacct_constructs.assembly.model import Unread
from xacct_constructs.iam import Origin

if TYPE_CHECKING:
    from xacct_constructs.assembly.intrinsics import Resolver

_TRANSFORM = "Transform"
_SHOWN = ("AWS::LanguageExtensions", "AWS::Serverless-", "AWS::SecretsManager-", "AWS::CodeDeployBlueGreen")
"""Transforms of AWS that make nothing of their own, or only from resources that have a type of their own."""


def unread(resolver: "Resolver") -> Iterator[Unread]:
    """Everything of a template whose resources are not in the assembly, with the reason."""
    for name in resolver.transforms:
        if not name.startswith(_SHOWN):
            yield _unread(resolver, _TRANSFORM, f"the transform {name} may make resources that no template shows")
    for logical_id, resource in resolver.resources.items():
        if resolver.is_written(logical_id) is not False and (why := _why(resolver, logical_id, resource["Type"])):
            yield _unread(resolver, logical_id, why)


def _why(resolver: "Resolver", logical_id: str, kind: str) -> str:
    if kind == "AWS::CloudFormation::Stack":
        return "" if logical_id in resolver.nested else "the nested stack's template is not in the assembly"
    if kind == "AWS::CloudFormation::StackSet":
        return "the stack set's template is not in the assembly"
    if kind.endswith("::MODULE"):
        return f"what the module {kind} holds is not in the assembly"
    return f"what {kind} makes is not in the template" if kind.startswith("AWS::Serverless::") else ""


def _unread(resolver: "Resolver", logical_id: str, why: str) -> Unread:
    return Unread(resolver.account, Origin(resolver.stack, resolver.file, logical_id), why)
