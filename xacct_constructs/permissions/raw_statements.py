"""Statements of your own, for what the library has no word for yet.

Source: IAM User Guide, "IAM JSON policy element reference".
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from xacct_constructs import arns
from xacct_constructs.arns import Arn
from xacct_constructs.counts import MOST_STATEMENTS, MOST_VALUES, check_count
from xacct_constructs.finding import Finding, error, warning
from xacct_constructs.signatures import explained_value
from xacct_constructs.texts import shown
from xacct_constructs.values import StatementJSON, as_tuple, canonical, is_policy_text, listed

_KEYS = {"Sid", "Effect", "Action", "NotAction", "Resource", "NotResource", "Condition"}
_ACTION = r"\*|[a-z0-9-]+:[A-Za-z0-9*?]+"
_RESOURCE = r"\*|arn:([a-z-]+|\*):[a-z0-9-]+:[^:]*:[^:]*:.+"
_OPERATOR = (
    r"(ForAllValues:|ForAnyValue:)?(String(Not)?(Equals(IgnoreCase)?|Like)|(Numeric|Date)((Not)?Equals|(Less|Greater)Than(Equals)?)"
    r"|Bool|BinaryEquals|(Not)?IpAddress|Arn(Not)?(Equals|Like))(IfExists)?|Null"
)
_DEEPEST = 7
"""List of statements, statement, Condition, operator and list of values are five; the rest is for the message."""
_BEYOND = 10**18
_CONDITION_KEY = r"[A-Za-z0-9-]+:[^:].*"


@explained_value
@dataclass(frozen=True)
class RawStatements:
    """Identity policy statements, written as JSON; the agreement's safeguards are added to each allow.

    Attributes:
        raw: The statements: literal JSON, no CDK tokens or intrinsic functions.
    """

    raw: Sequence[Mapping[str, Any]]

    def __post_init__(self) -> None:
        """Make the value independent of the caller's dictionaries."""
        object.__setattr__(self, "raw", as_tuple(_Copier().copy(self.raw)))

    def statements(self, role: Arn) -> list[StatementJSON]:
        """The statements as they were given."""
        return [_Copier().copy(statement) for statement in self.raw]

    def uses(self, role: Arn) -> None:
        """Only the statements say what they are about."""

    def check(self, path: str, role: Arn) -> Iterator[Finding]:
        """Findings about the shape of each statement, and about wide ones."""
        if not isinstance(self.raw, tuple) or not self.raw:
            message = f"must be a list of at least one statement, got {shown(self.raw)}"
            yield error("XA120", path, message, "pass a list")
            return
        if over := list(check_count(f"{path}.raw", self.raw, MOST_STATEMENTS)):
            yield from over
            return
        for index, statement in enumerate(self.raw):
            where = f"{path}.raw[{index}]"
            if not isinstance(statement, Mapping):
                yield error("XA120", where, f"must be a dictionary, got {shown(statement)}", _fix_of(statement))
            elif unreadable := list(_unreadable(where, statement)):
                yield from unreadable
            else:
                yield from _check_statement(where, statement, role.partition)


class _Unreadable(NamedTuple):
    """Stands where a value of the caller's goes on beyond any policy."""

    why: str


class _Copier:
    """JSON of its own; anything that is not JSON stays as it is, for `check` to refuse."""

    def __init__(self) -> None:
        """Begin with room for a hundred thousand entries, since lists within lists multiply."""
        self._room = 100_000

    def copy(self, value: Any, around: tuple[int, ...] = ()) -> Any:
        """The value, and what it holds; `around` are those that hold it."""
        if not isinstance(value, (Mapping, list, tuple)):
            return value
        if id(value) in around:
            return _Unreadable("holds itself, which no JSON can")
        if len(around) == _DEEPEST:
            return _Unreadable("nests deeper than any statement does")
        if around and len(value) > self._room:
            return _Unreadable("is larger than any policy")
        self._room -= len(value)
        inside = (*around, id(value))
        if isinstance(value, Mapping):
            return {key: self.copy(each, inside) for key, each in value.items()}
        return [self.copy(each, inside) for each in value]


def _unreadable(path: str, value: Any) -> Iterator[Finding]:
    """What no statement can hold, each by its own path."""
    if isinstance(value, _Unreadable):
        yield error("XA120", path, value.why, "write literal JSON")
    elif isinstance(value, (Mapping, list)):
        if over := list(check_count(path, value, MOST_VALUES)):
            yield from over
            return
        for place, each in value.items() if isinstance(value, Mapping) else enumerate(value):
            yield from _unreadable(f"{path}[{shown(place)}]", each)
    elif isinstance(value, float) or (isinstance(value, int) and not -_BEYOND < value < _BEYOND):
        message = f"must be a whole number of at most 18 digits, got {shown(value)}"
        yield error("XA120", path, message, 'write it as text, such as "1.5"')


def _fix_of(statement: object) -> str:
    """How to write what somebody passes in place of a dictionary."""
    return "pass statement.to_json()" if hasattr(statement, "to_statement_json") else "write the statement as JSON"


def _check_statement(path: str, statement: Mapping[str, Any], partition: str) -> Iterator[Finding]:
    if unknown := sorted(set(map(str, statement)) - _KEYS):
        fix = "who may use it is said by trusted_principals" if "Principal" in unknown else "remove it"
        yield error("XA120", path, f"must hold only {', '.join(sorted(_KEYS))}, got {', '.join(unknown)}", fix)
    if statement.get("Effect") not in ("Allow", "Deny"):
        yield error("XA120", path, f"must have Effect Allow or Deny, got {shown(statement.get('Effect'))}", "add it")
    sid = statement.get("Sid", "A")
    if not isinstance(sid, str) or not re.fullmatch(r"[A-Za-z0-9]+", sid):
        yield error("XA120", path, f"must have a Sid of letters and digits, got {shown(sid)}", "remove or mend it")
    for key in ("Action", "Resource"):
        yield from _check_element(path, key, statement, partition)
    yield from _check_condition(path, statement.get("Condition", {}))


def _check_element(path: str, key: str, statement: Mapping[str, Any], partition: str) -> Iterator[Finding]:
    given = [name for name in (key, f"Not{key}") if name in statement]
    if len(given) != 1:
        yield error("XA120", path, f"must have either {key} or Not{key}, got {len(given)} of them", "keep one")
        return
    values = statement[given[0]]
    texts = [values] if isinstance(values, str) else values
    if not isinstance(texts, list) or not texts or not all(isinstance(each, str) for each in texts):
        yield error(
            "XA120", path, f"must have strings in {given[0]}, got {shown(values)}", "write literals, no intrinsics"
        )
        return
    for each in texts:
        found = re.fullmatch(_ACTION if key == "Action" else _RESOURCE, each)
        if not found or not _is_literal(each):
            shape = "service:Action" if key == "Action" else "an ARN or *, without CDK tokens"
            yield error("XA120", path, f"must have {shape} in {given[0]}, got {shown(each)}", "write it out")
        elif key == "Resource" and found[1] not in (None, "*", partition):
            message = f"must lie in partition {partition}, got {shown(each)} in {given[0]}"
            yield error("XA120", path, message, "write the partition of the agreement")
    if statement.get("Effect") == "Allow" and (given[0] != key or any(_is_wide(key, each) for each in texts)):
        message = f"allows more than it names: {given[0]} {shown(values)}"
        fix = "name the actions and resources, or acknowledge it with the reason"
        yield warning("XA121", path, message, fix, of=[given[0], canonical(statement)])


def _is_literal(text: str) -> bool:
    return is_policy_text(text) and "Token[" not in text


def _is_value(value: object) -> bool:
    return isinstance(value, (str, int)) and _is_literal(str(value))


def _is_wide(key: str, value: str) -> bool:
    if key == "Action":
        return bool(set(value) & set("*?"))
    resource = arns.parse(value).resource if arns.is_arn(value) else value
    return not resource.strip("*?/")


def _check_condition(path: str, condition: object) -> Iterator[Finding]:
    fix = 'write {"StringEquals": {"aws:PrincipalTag/team": "blue"}}'
    if not isinstance(condition, Mapping) or not all(isinstance(each, Mapping) and each for each in condition.values()):
        message = f"must have a Condition of operators, keys and values, got {shown(condition)}"
        yield error("XA120", path, message, fix)
        return
    for operator, keys in condition.items():
        if not isinstance(operator, str) or not re.fullmatch(_OPERATOR, operator):
            yield error("XA120", path, f"must have IAM's operators in Condition, got {shown(operator)}", fix)
        if len({str(key).lower() for key in keys}) < len(keys):
            message = f"must have each condition key once, whatever its case, got {shown(list(keys))} under {operator}"
            yield error("XA120", path, message, "keep one of them")
        for key, values in keys.items():
            if not isinstance(key, str) or not re.fullmatch(_CONDITION_KEY, key) or not _is_literal(key):
                yield error("XA120", path, f"must have condition keys such as aws:SourceIp, got {shown(key)}", fix)
            if not listed(values) or not all(map(_is_value, listed(values))):
                message = f"must have literal values in {operator} {key}, got {shown(values)}"
                yield error("XA120", path, message, "write them out")
