"""Small things that policy values share."""

from collections.abc import Iterator, Mapping, Sequence, Sized
from typing import Any

from xacct_constructs.finding import Finding, error
from xacct_constructs.quotas import ROLE_INLINE_CHARACTERS
from xacct_constructs.texts import shown

StatementJSON = dict[str, Any]
"""One statement of a policy document, as JSON."""
Conditions = Mapping[str, Mapping[str, Any]]
"""Condition operator to condition key to value."""

MOST_VALUES = ROLE_INLINE_CHARACTERS // len('"*",')
"""So many values fill the longest policy that anything is written to, each one character long."""
MOST_ARNS = ROLE_INLINE_CHARACTERS // len('"arn:aws:iam::111111111111:root",')
"""So many principals or roles fill it, each with the shortest ARN."""
MOST_STATEMENTS = ROLE_INLINE_CHARACTERS // len('{"Effect":"Deny","Action":"*","Resource":"*"},')
"""So many statements fill it, each the shortest."""


def check_count(path: str, values: Sized, most: int) -> Iterator[Finding]:
    """A list that no policy has room for: it is measured before any of its entries is judged."""
    if len(values) > most:
        message = f"has {len(values)} entries, and no policy has room for more than {most}"
        yield error("XA304", path, message, "split it over several roles")


def check_list(code: str, path: str, values: Any, *, of: str, most: int, fix: str) -> Iterator[Finding]:
    """A list has an entry at least, and no more than a policy has room for; only then are its entries judged.

    Args:
        code: The finding's code.
        path: Where the list stands.
        values: What was passed, made a tuple.
        of: What it is a list of, in the singular.
        most: How many entries there is room for.
        fix: What to write.
    """
    if not isinstance(values, tuple) or not values:
        yield error(code, path, f"must be a list of at least one {of}, got {shown(values)}", fix)
    else:
        yield from check_count(path, values, most)


def as_tuple(values: Any) -> Any:
    """A list as a tuple; anything else as it is, for validation to judge."""
    return tuple(values) if isinstance(values, list) else values


def listed(value: Any) -> list[Any]:
    """A value that policies write alone or in a list, as a list."""
    return value if isinstance(value, list) else [value]


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
