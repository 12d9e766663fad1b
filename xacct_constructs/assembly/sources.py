"""What a value of a template is made from: what is written, and the parameters, conditions and mappings that it names.

Two assemblies mean the same value by one unknown where it is made from the same in both.
"""

import json
import re
from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from hashlib import sha256
from typing import Any

from xacct_constructs.assembly.budget import Budget

_NAMES = re.compile(r"[A-Za-z0-9]+")
_SETTLE = ("Type", "Default", "AllowedValues")
"""What of a parameter bears on its value."""
_OF_AWS = re.compile("AWS::(?!CloudFormation::|SSM::Parameter|IAM::(OIDC|SAML)Provider)")
"""Types whose attributes stay what they are while most of their properties change: they name what is made."""
_NAMING = ("Alias", "Family", "Identifier", "Name")
"""How properties end that give a resource its name."""


def source(template: Mapping[str, Any], written: Any, given: Mapping[str, str], budget: Budget) -> str:
    """The fingerprint of a value and of all that it names, directly or through what it names.

    Args:
        template: The template.
        written: The value as the template has it; the name of what it is read from.
        given: The fingerprints of what a nested stack's parameters are given.
        budget: The steps that are left.
    """
    found: dict[str, Any] = {}
    words = frozenset(_names(written))
    waiting = sorted(words)
    while waiting:
        name = waiting.pop()
        if name not in found:
            budget.step()
            found[name] = _said(template, name, given, words)
            waiting += _names(found[name])
    told = {name: each for name, each in found.items() if each}
    return sha256(json.dumps([written, told], sort_keys=True).encode()).hexdigest()


def _names(value: Any) -> Iterator[str]:
    """Every word of a value, each of which may be a name of the template."""
    return (each[0] for each in _NAMES.finditer(json.dumps(value)))


def _said(template: Mapping[str, Any], name: str, given: Mapping[str, str], words: AbstractSet[str]) -> list[Any]:
    """What the template says under a name; of a resource of AWS, its condition, its name and what is asked of it."""
    sections = [template.get(section, {}) for section in ("Conditions", "Mappings", "Parameters", "Resources")]
    conditions, mappings, parameters, resources = (section.get(name) for section in sections)
    said = [conditions, mappings, given.get(name)]
    if isinstance(parameters, Mapping):
        said += [{key: parameters.get(key) for key in _SETTLE}, _unfolded(parameters)]
    said += [_unfolded(section) for section in sections[:-1] if name in section]
    if isinstance(resources, Mapping):
        is_of_aws = _OF_AWS.match(str(resources.get("Type")))
        properties = resources.get("Properties", {}).items()
        told = {each: value for each, value in properties if each in words or each.endswith(_NAMING)}
        said += [resources.get("Condition"), told or None] if is_of_aws else [resources]
    return [each for each in said if each is not None]


def _unfolded(said: Mapping[str, Any]) -> dict[str, Any] | None:
    """The macros, includes and loops that may write what stands beside them."""
    return {key: each for key, each in said.items() if key.startswith("Fn::")} or None
