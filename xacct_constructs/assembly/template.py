"""A template as it is written, its values not resolved.

Source: CloudFormation User Guide, "Template sections".
"""

import json
from collections.abc import Mapping
from functools import cached_property
from hashlib import sha256
from types import MappingProxyType
from typing import Any, NamedTuple

from xacct_constructs.assembly.given import Given
from xacct_constructs.assembly.shape import Lines
from xacct_constructs.values import listed

_MACRO = "Fn::Transform"
"""What rewrites all that stands beside it, or includes more; a loop (`Fn::ForEach`) takes no name that is there.

Source: CloudFormation User Guide, "Perform custom processing on CloudFormation templates with template macros".
"""


class Noted(NamedTuple):
    """What an assembly's manifest says of a stack, beside its template.

    Attributes:
        parameters: Values of its parameters; not every program that deploys it gives them.
        tags: Tags of the stack, and so of all that it makes.
        unlisted: The object that it is deployed from, where the assembly lists no assets. Default: it lists them.
        beside: What the manifest lists of a type that is not known, in words.
    """

    parameters: Mapping[str, Any] = MappingProxyType({})
    tags: Mapping[str, Any] = MappingProxyType({})
    unlisted: str = ""
    beside: tuple[str, ...] = ()


class Template:
    """What stands in one template and on which lines, and what it is given as a nested one, or by whoever asks."""

    def __init__(self, template: Mapping[str, Any]) -> None:
        """Take a template as it was read."""
        self.parameters: Mapping[str, Any] = {}
        self.given: Mapping[str, Given] = {}
        self.noted = Noted()
        self.lines: Lines = {}
        self._template = template
        self._resources = {
            logical_id: resource
            for logical_id, resource in template.get("Resources", {}).items()
            if isinstance(resource, dict) and isinstance(resource.get("Type"), str)
        }

    @property
    def resources(self) -> Mapping[str, Any]:
        """The template's resources, each of which says its type."""
        return self._resources

    @property
    def sections(self) -> set[str]:
        """What the template consists of."""
        return set(self._template)

    def section(self, name: str) -> list[Any]:
        """What stands in a section; for the macros of a template, wherever these are named."""
        names = [name, _MACRO] if name == "Transform" else [name]
        return [self._template.get(each) for each in names]

    @cached_property
    def declared(self) -> Mapping[str, Any]:
        """The template's parameters; nothing is known of those that a macro may write otherwise."""
        found: Mapping[str, Any] = self._template.get("Parameters", {})
        told = {name: each for name, each in found.items() if _MACRO not in found and _MACRO not in each}
        return {name: told.get(name, {"NoEcho": True}) for name in found if name != _MACRO}

    @property
    def conditions(self) -> Mapping[str, Any]:
        """The template's conditions; none, where a macro may write others in their place."""
        found: Mapping[str, Any] = self._template.get("Conditions", {})
        return {} if _MACRO in found else found

    @property
    def outputs(self) -> Mapping[str, Any]:
        """The template's outputs, but for those that a macro may write otherwise."""
        found: Mapping[str, Any] = self._template.get("Outputs", {})
        told = {name: each for name, each in found.items() if isinstance(each, Mapping) and _MACRO not in each}
        return {} if _MACRO in found else told

    def default(self, parameter: str) -> Any:
        """A parameter's default; None for none, and where the manifest notes another value: either may be deployed."""
        found = self.declared[parameter].get("Default")
        return found if self.noted.parameters.get(parameter, found) == found else None

    def hides(self, parameter: str) -> bool:
        """Whether a parameter's value is not to be shown."""
        return str(self.declared.get(parameter, {}).get("NoEcho", "")).lower() == "true"

    @property
    def untyped(self) -> Mapping[str, Any]:
        """What stands among the resources and does not say its type."""
        found: Mapping[str, Any] = self._template.get("Resources", {})
        return {name: each for name, each in found.items() if name not in self._resources}

    def around(self, logical_id: str) -> str:
        """All of the template that a resource is made from, as a text; all of it, for what is none of its resources."""
        resources = self._template.get("Resources", {})
        alone = {logical_id: resources[logical_id]} if logical_id in resources else resources
        return f"{json.dumps(alone, sort_keys=True)} {self._beside_resources}"

    @cached_property
    def _beside_resources(self) -> str:
        """What every resource is made from, by its fingerprint: it is the same for many, and long."""
        given = {
            **self._template,
            "Resources": None,
            "Outputs": None,
            "given": [self.parameters, self.given, dict(self.noted.parameters)],
        }
        return sha256(json.dumps(given, sort_keys=True).encode()).hexdigest()

    @property
    def transforms(self) -> list[str]:
        """The macros that rewrite the template at deployment."""
        given = [*listed(self._template.get("Transform", [])), *listed(self._template.get(_MACRO, []))]
        return [str(each.get("Name") if isinstance(each, Mapping) else each) for each in given]
