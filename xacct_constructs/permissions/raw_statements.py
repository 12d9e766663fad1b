"""Statements of your own, for what the library has no word for yet.

Source: IAM User Guide, "IAM JSON policy element reference".
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from xacct_constructs.finding import Finding, error, warning
from xacct_constructs.values import Statement, as_tuple, is_policy_text

if TYPE_CHECKING:
    from xacct_constructs.agreement import Agreement

_KEYS = {"Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Condition"}
_ACTION = r"\*|[a-z0-9-]+:[A-Za-z0-9*?]+"
_RESOURCE = r"\*|arn:([a-z-]+|\*):[a-z0-9-]+:[^:]*:[^:]*:.+"
_OPERATOR = (
    r"(ForAllValues:|ForAnyValue:)?(String(Not)?(Equals(IgnoreCase)?|Like)|(Numeric|Date)((Not)?Equals|(Less|Greater)Than(Equals)?)"
    r"|Bool|BinaryEquals|(Not)?IpAddress|Arn(Not)?(Equals|Like))(IfExists)?|Null"
)
_CONDITION_KEY = r"[A-Za-z0-9-]+:[^:].*"


@dataclass(frozen=True)
class RawStatements:
    """Identity policy statements, written as JSON; the agreement's safeguards are added to each allow."""

    raw: Sequence[Mapping[str, Any]]
    """The statements: literal JSON, no CDK tokens or intrinsic functions."""

    def __post_init__(self) -> None:
        """Make the value independent of the caller's dictionaries."""
        object.__setattr__(self, "raw", as_tuple(_copy(self.raw)))

    def statements(self, agreement: "Agreement") -> list[Statement]:
        """The statements as they were given."""
        return [_copy(statement) for statement in self.raw]

    def check(self, path: str, agreement: "Agreement") -> Iterator[Finding]:
        """Findings about the shape of each statement, and about wide ones."""
        if not isinstance(self.raw, tuple) or not self.raw:
            yield error("XA120", path, f"must be a list of at least one statement, got {self.raw!r}", "pass a list")
            return
        for index, statement in enumerate(self.raw):
            where = f"{path}.raw[{index}]"
            if isinstance(statement, Mapping):
                yield from _check_statement(where, statement, agreement.partition)
            else:
                yield error("XA120", where, f"must be a dictionary, got {statement!r}", "write the statement as JSON")


def _copy(value: Any) -> Any:
    """JSON of its own; anything that is not JSON stays as it is, for `check` to refuse."""
    if isinstance(value, Mapping):
        return {key: _copy(each) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_copy(each) for each in value]
    return value


def _check_statement(path: str, statement: Mapping[str, Any], partition: str) -> Iterator[Finding]:
    if unknown := sorted(set(map(str, statement)) - _KEYS):
        fix = "who may use it is said by trusted_principals" if "Principal" in unknown else "remove it"
        yield error("XA120", path, f"must hold only {', '.join(sorted(_KEYS))}, got {', '.join(unknown)}", fix)
    if statement.get("Effect") not in ("Allow", "Deny"):
        yield error("XA120", path, f"must have Effect Allow or Deny, got {statement.get('Effect')!r}", "add it")
    sid = statement.get("Sid", "A")
    if not isinstance(sid, str) or not re.fullmatch(r"[A-Za-z0-9]+", sid):
        yield error("XA120", path, f"must have a Sid of letters and digits, got {sid!r}", "remove or mend it")
    for key in ("Action", "Resource"):
        yield from _check_element(path, key, statement, partition)
    yield from _check_condition(path, statement.get("Condition", {}))


def _check_element(path: str, key: str, statement: Mapping[str, Any], partition: str) -> Iterator[Finding]:
    given = [name for name in (key, f"Not{key}") if name in statement]
    if len(given) != 1:
        yield error("XA120", path, f"must have either {key} or Not{key}, got {len(given)} of them", "keep one")
        return
    values = statement[given[0]]
    listed = [values] if isinstance(values, str) else values
    if not isinstance(listed, list) or not listed or not all(isinstance(each, str) for each in listed):
        yield error("XA120", path, f"must have strings in {given[0]}, got {values!r}", "write literals, no intrinsics")
        return
    for each in listed:
        found = re.fullmatch(_ACTION if key == "Action" else _RESOURCE, each)
        if not found or not _is_literal(each):
            shape = "service:Action" if key == "Action" else "an ARN or *, without CDK tokens"
            yield error("XA120", path, f"must have {shape} in {given[0]}, got {each!r}", "write it out")
        elif key == "Resource" and found[1] not in (None, "*", partition):
            message = f"must lie in partition {partition}, got {each!r} in {given[0]}"
            yield error("XA120", path, message, "write the partition of the agreement")
    if statement.get("Effect") == "Allow" and (given[0] != key or any(_is_wide(key, each) for each in listed)):
        message = f"allows more than it names: {given[0]} {values!r}"
        yield warning("XA121", path, message, "name the actions and resources, or acknowledge it with the reason")


def _is_literal(text: str) -> bool:
    return is_policy_text(text) and "Token[" not in text


def _is_wide(key: str, value: str) -> bool:
    if key == "Action":
        return bool(set(value) & set("*?"))
    return not value.split(":", 5)[-1].strip("*?/")


def _check_condition(path: str, condition: object) -> Iterator[Finding]:
    fix = 'write {"StringEquals": {"aws:PrincipalTag/team": "blue"}}'
    if not isinstance(condition, Mapping) or not all(isinstance(each, Mapping) and each for each in condition.values()):
        message = f"must have a Condition of operators, keys and values, got {condition!r}"
        yield error("XA120", path, message, fix)
        return
    for operator, keys in condition.items():
        if not isinstance(operator, str) or not re.fullmatch(_OPERATOR, operator):
            yield error("XA120", path, f"must have IAM's operators in Condition, got {operator!r}", fix)
        if len({str(key).lower() for key in keys}) < len(keys):
            message = f"must have each condition key once, whatever its case, got {list(keys)!r} under {operator}"
            yield error("XA120", path, message, "keep one of them")
        for key, values in keys.items():
            if not isinstance(key, str) or not re.fullmatch(_CONDITION_KEY, key) or not _is_literal(key):
                yield error("XA120", path, f"must have condition keys such as aws:SourceIp, got {key!r}", fix)
            listed = values if isinstance(values, list) else [values]
            if not listed or not all(isinstance(each, (str, int)) and _is_literal(str(each)) for each in listed):
                message = f"must have literal values in {operator} {key}, got {values!r}"
                yield error("XA120", path, message, "write them out")
