"""Statements of your own, for what the library has no word for yet.

Source: IAM User Guide, "IAM JSON policy element reference".
"""

import copy
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from xacct_constructs.finding import Finding, error, warning
from xacct_constructs.values import Statement, as_tuple

if TYPE_CHECKING:
    from xacct_constructs.agreement import Agreement

_KEYS = {"Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Condition"}
_ACTION = re.compile(r"\*|[a-z0-9-]+:[A-Za-z0-9*?]+")


@dataclass(frozen=True, slots=True)
class RawStatements:
    """Identity policy statements, written as JSON; the agreement's safeguards are added to each allow."""

    raw: Sequence[Mapping[str, Any]]
    """The statements: literal JSON, no CDK tokens or intrinsic functions."""

    def __post_init__(self) -> None:
        """Make the value independent of the caller's dictionaries."""
        object.__setattr__(self, "raw", copy.deepcopy(as_tuple(self.raw)))

    def statements(self, agreement: "Agreement") -> list[Statement]:
        """The statements as they were given."""
        return [dict(copy.deepcopy(statement)) for statement in self.raw]

    def check(self, path: str, agreement: "Agreement") -> Iterator[Finding]:
        """Findings about the shape of each statement, and about wide ones."""
        if not isinstance(self.raw, tuple) or not self.raw:
            yield error("XA120", path, f"must be a list of at least one statement, got {self.raw!r}", "pass a list")
            return
        for index, statement in enumerate(self.raw):
            where = f"{path}.raw[{index}]"
            if isinstance(statement, Mapping):
                yield from _check_statement(where, statement)
            else:
                yield error("XA120", where, f"must be a dictionary, got {statement!r}", "write the statement as JSON")


def _check_statement(path: str, statement: Mapping[str, Any]) -> Iterator[Finding]:
    if unknown := sorted(set(map(str, statement)) - _KEYS):
        fix = "who may use it is said by trusted_principals" if "Principal" in unknown else "remove it"
        yield error("XA120", path, f"must hold only {', '.join(sorted(_KEYS))}, got {', '.join(unknown)}", fix)
    if statement.get("Effect") not in ("Allow", "Deny"):
        yield error("XA120", path, f"must have Effect Allow or Deny, got {statement.get('Effect')!r}", "add it")
    sid = statement.get("Sid", "A")
    if not isinstance(sid, str) or not re.fullmatch(r"[A-Za-z0-9]+", sid):
        yield error("XA120", path, f"must have a Sid of letters and digits, got {sid!r}", "remove or mend it")
    for key in ("Action", "Resource"):
        yield from _check_element(path, key, statement)
    yield from _check_condition(path, statement.get("Condition", {}))


def _check_element(path: str, key: str, statement: Mapping[str, Any]) -> Iterator[Finding]:
    given = [name for name in (key, f"Not{key}") if name in statement]
    if len(given) != 1:
        yield error("XA120", path, f"must have either {key} or Not{key}, got {len(given)} of them", "keep one")
        return
    values = statement[given[0]]
    listed = [values] if isinstance(values, str) else values
    if not isinstance(listed, (list, tuple)) or not listed or not all(isinstance(each, str) for each in listed):
        yield error("XA120", path, f"must have strings in {given[0]}, got {values!r}", "write literals, no intrinsics")
        return
    for each in listed:
        accepted = _ACTION.fullmatch(each) if key == "Action" else each == "*" or re.fullmatch(r"arn:[^\s]+", each)
        if not accepted or "${Token[" in each:
            shape = "service:Action" if key == "Action" else "an ARN or *, without CDK tokens"
            yield error("XA120", path, f"must have {shape} in {given[0]}, got {each!r}", "write it out")
    if statement.get("Effect") == "Allow" and (given[0] != key or any(_is_wide(key, each) for each in listed)):
        message = f"allows more than it names: {given[0]} {values!r}"
        yield warning("XA121", path, message, "name the actions and resources, or acknowledge it with the reason")


def _is_wide(key: str, value: str) -> bool:
    return value == "*" or (key == "Action" and "*" in value)


def _check_condition(path: str, condition: object) -> Iterator[Finding]:
    if not isinstance(condition, Mapping) or not all(isinstance(keys, Mapping) for keys in condition.values()):
        message = f"must have a Condition of operators, keys and values, got {condition!r}"
        yield error("XA120", path, message, 'write {"StringEquals": {"aws:PrincipalTag/team": "blue"}}')
        return
    for operator, keys in condition.items():
        for key, values in keys.items():
            listed = values if isinstance(values, (list, tuple)) else [values]
            if not listed or not all(
                isinstance(each, (str, bool, int)) and "${Token[" not in str(each) for each in listed
            ):
                yield error(
                    "XA120", path, f"must have literal values in {operator} {key}, got {values!r}", "write them out"
                )
