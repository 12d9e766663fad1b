"""What policies hold: statements and conditions as JSON, values alone or in a list."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

StatementJSON = dict[str, Any]
"""One statement of a policy document, as JSON."""
Conditions = Mapping[str, Mapping[str, Any]]
"""Condition operator to condition key to value."""


def as_tuple(values: Any) -> Any:
    """A list as a tuple; anything else as it is, for validation to judge."""
    return tuple(values) if isinstance(values, list) else values


def listed(value: Any) -> list[Any]:
    """A value that policies write alone or in a list, as a list."""
    return value if isinstance(value, list) else [value]


def canonical(value: Any) -> str:
    """What policies hold, as the one text of all ways to write the same: alone or in a list, in whatever order."""
    return json.dumps(_ordered(value))


def _ordered(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _ordered(each) for key, each in sorted(value.items(), key=lambda item: str(item[0]))}
    if isinstance(value, list | tuple):
        found = sorted({json.dumps(_ordered(each)): _ordered(each) for each in value}.items())
        return found[0][1] if len(found) == 1 else [each for _, each in found]
    return value if isinstance(value, str) else json.dumps(value, default=repr)


def is_policy_text(text: str) -> bool:
    """Whether IAM takes it in a policy: printable, and nothing beyond Latin-1 (IAM API reference, PutRolePolicy)."""
    return text.isprintable() and all(character <= "\u00ff" for character in text)


def scalar(values: Sequence[str]) -> str | list[str]:
    """One value alone, as IAM also writes it; several as a list."""
    return values[0] if len(values) == 1 else list(values)


def merge_conditions(*parts: Conditions) -> dict[str, dict[str, Any]]:
    """All conditions together; the parts use different keys, so none is overwritten."""
    merged: dict[str, dict[str, Any]] = {}
    for part in parts:
        for operator, keys in part.items():
            block = merged.setdefault(operator, {})
            if overwritten := block.keys() & keys.keys():
                raise AssertionError(f"two conditions on {overwritten} under {operator}")
            block.update(keys)
    return merged


def with_conditions(statement: StatementJSON, *parts: Conditions) -> StatementJSON:
    """The statement, its conditions last, left out when there are none."""
    conditions = merge_conditions(*parts)
    return {**statement, "Condition": conditions} if conditions else statement
