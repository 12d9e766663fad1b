"""Agreements as JSON values, so that a proof can be repeated from the assembly alone."""

from collections.abc import Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass
from datetime import datetime, timedelta
from functools import cache
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from xacct_constructs.agreement.agreement import Agreement
from xacct_constructs.permissions import PERMISSION_KINDS, Permission, is_known
from xacct_constructs.principals import PRINCIPAL_KINDS, Binding
from xacct_constructs.safeguards import Network, Safeguards
from xacct_constructs.texts import shown

_TYPES: dict[str, type] = {each.__name__: each for each in (*PRINCIPAL_KINDS, *PERMISSION_KINDS, Network)}


class UnknownTypeError(ValueError):
    """Raised for a value of a type that this version does not know; names it."""


def to_json(agreement: Agreement) -> dict[str, Any]:
    """The agreement in JSON values; fields at their default are left out.

    Durations are whole seconds, moments are ISO 8601, values of several possible types carry their `type`.
    """
    return _fields(agreement)


def _fields(value: Any) -> dict[str, Any]:
    kind: Any = type(value)
    blank = _defaults(kind)
    given = ((name, getattr(value, name)) for name in blank)
    return {name: _plain(each) for name, each in given if each != blank[name]}


@cache
def _defaults(kind: Any) -> Mapping[str, Any]:
    """Each field, and what it is by default; `MISSING` where it has none."""
    found: dict[str, Any] = dict.fromkeys((field.name for field in fields(kind)), MISSING)
    for field in fields(kind):
        if field.default is not MISSING:
            found[field.name] = field.default
        elif field.default_factory is not MISSING:
            found[field.name] = field.default_factory()
    return found


def _plain(value: Any) -> Any:
    if type(value) is str:
        return value
    if isinstance(value, Safeguards):
        return _fields(value)
    if is_dataclass(value) and not isinstance(value, type):
        return {"type": type(value).__name__, **_fields(value)}
    if isinstance(value, (list, tuple)):
        return [_plain(each) for each in value]
    if isinstance(value, Mapping):
        return {key: _plain(each) for key, each in value.items()}
    if isinstance(value, timedelta):
        return int(value.total_seconds())
    return value.isoformat() if isinstance(value, datetime) else value


def from_json(values: Mapping[str, Any]) -> Agreement:
    """The agreement that `to_json` wrote; every value is of the kind that its field is declared to be.

    Raises:
        UnknownTypeError: a type is not known.
        TypeError: a field is not known, or its value is of another kind.
        ValueError: a moment or a binding is none.
    """
    given = {name: _value(each) for name, each in values.items()}
    safeguards = given.get("safeguards", {})
    for name in ("mfa_max_age", "max_session_duration"):
        if name in safeguards:
            safeguards[name] = timedelta(seconds=safeguards[name])
    if "expiry" in safeguards:
        safeguards["expiry"] = datetime.fromisoformat(safeguards["expiry"])
    given["safeguards"] = _made(Safeguards, safeguards)
    given["binding"] = Binding(given.get("binding", Binding.PRINCIPAL_ARN))
    made: Agreement = _made(Agreement, given)
    return made


def _value(value: Any) -> Any:
    if isinstance(value, list):
        return [_value(each) for each in value]
    if not isinstance(value, Mapping):
        return value
    found = {key: _value(each) for key, each in value.items()}
    # A session tag may be called "type" too; its values are a list.
    if not isinstance(name := found.get("type"), str):
        return found
    if name not in _TYPES:
        raise UnknownTypeError(f"the type {shown(name)} is not known; known are {', '.join(_TYPES)}")
    return _made(_TYPES[name], {key: each for key, each in found.items() if key != "type"})


def _made(kind: Any, given: Mapping[str, Any]) -> Any:
    made = kind(**given)
    for name, hint in field_types(kind).items():
        if not _fits(getattr(made, name), hint):
            raise TypeError(f"{kind.__name__}.{name} is of another kind")
    return made


class _NoReferences(dict[str, type]):
    """Names for the CDK's references, of which no file holds one: each field that takes one takes a text too."""

    def __missing__(self, name: str) -> type:
        if name.startswith("I") and name.endswith("Ref"):
            return str
        raise KeyError(name)


@cache
def field_types(kind: Any) -> dict[str, Any]:
    """Each field of a value, and what it is declared to be, as far as a file can hold it."""
    hints = get_type_hints(kind, localns=_NoReferences())
    return {field.name: hints[field.name] for field in fields(kind)}


def _fits(value: Any, hint: Any) -> bool:
    kind, inside = get_origin(hint), get_args(hint)
    if kind in (Union, UnionType):
        return any(_fits(value, each) for each in inside)
    if kind is Sequence:
        return isinstance(value, tuple) and all(_fits(each, inside[0]) for each in value)
    if kind is Mapping:
        return isinstance(value, Mapping) and all(_fits(each, inside[1]) for each in value.values())
    if hint is Permission:
        return is_known(value)
    if hint is datetime:
        return isinstance(value, datetime) and value.tzinfo is not None
    return hint is Any or type(value) is hint
