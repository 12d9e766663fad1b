"""Writes the JSON schema of access files, which editors read: `python -m tools.access_schema`.

What a field takes is what its dataclass declares, and what is said of it stands in the class's docstring.
"""

import inspect
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import is_dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin

import xacct_constructs
from xacct_constructs.access_file.accounts import MOST_STACKS, NAME
from xacct_constructs.access_file.agreements import BUCKET, BUCKETS, WITH_BUCKETS
from xacct_constructs.access_file.load import ACCOUNT, KEYS
from xacct_constructs.access_file.reading import ACCOUNT_FIELDS, DURATION, MOMENT, SECONDS, fields_of
from xacct_constructs.access_file.values import Account
from xacct_constructs.agreement import Agreement
from xacct_constructs.agreement.serialize import field_types
from xacct_constructs.names import ACCOUNT_ID
from xacct_constructs.permissions import PERMISSION_KINDS, Permission
from xacct_constructs.principals import PRINCIPAL_KINDS, TrustedPrincipal
from xacct_constructs.quotas import HIGHEST_TRUST_POLICY_CHARACTERS, TRUST_POLICY_CHARACTERS
from xacct_constructs.safeguards import Network, Safeguards

_PACKAGE = Path(xacct_constructs.__file__).parent
FILE = _PACKAGE / "access_file" / "schema.json"
_KNOWN = _PACKAGE / "known_access" / "schema.json"

_Schema = dict[str, Any]
_PLAIN: Mapping[Any, _Schema] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    timedelta: {
        "type": ["integer", "string"],
        "minimum": 0,
        "pattern": f"^({SECONDS.pattern}|{DURATION.pattern})$",
    },
    datetime: {"type": "string", "pattern": f"^{MOMENT.pattern}$"},
    Any: {},
}
_ACCOUNT = {"type": "string", "description": "An account, by its name or its ID."}


def schema() -> _Schema:
    """The schema of an access file."""
    known = json.loads(_KNOWN.read_text(encoding="utf-8"))
    entries = {"type": "array", "items": _kinds(PRINCIPAL_KINDS)}
    properties = {
        "accounts": _by_name({"$ref": "#/$defs/account"}, "Each by its name.", f"^{NAME}$"),
        "defaults": _object(
            {"safeguards": _ref(Safeguards)}, (), "What agreements of this file have, where they say no other."
        ),
        "principals": _by_name(entries, "Groups of principals, used by their names in trusted_principals."),
        "buckets": _by_name(_list(_PLAIN[str]), "Groups of buckets, used by their names in permissions."),
        "agreements": _list({"$ref": "#/$defs/agreement"}),
        "known_access": {key: each for key, each in known.items() if key not in ("$schema", "$defs", "title")},
    }
    if tuple(properties) != KEYS:
        raise AssertionError(f"the loader takes {KEYS}")
    kinds = (*PRINCIPAL_KINDS, *PERMISSION_KINDS, Network)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Access file of xacct",
        **_object(properties, (), "Who may do what in whose account; docs/access-file.md."),
        "$defs": {
            "account": _account(),
            "agreement": _agreement(),
            "Safeguards": _fields(Safeguards),
            **{each.__name__: _kind(each) for each in kinds},
            **known["$defs"],
        },
    }


def _account() -> _Schema:
    types: dict[str, _Schema] = {
        "id": {"type": "string", "pattern": f"^{ACCOUNT_ID}$"},
        "stacks": {"type": "integer", "minimum": 1, "maximum": MOST_STACKS},
        "trust_policy_characters": {
            "type": "integer",
            "minimum": TRUST_POLICY_CHARACTERS,
            "maximum": HIGHEST_TRUST_POLICY_CHARACTERS,
        },
    }
    told = {**_told(Account), "id": _told(Account)["account"]}
    properties = {name: {**types.get(name, _PLAIN[str]), "description": told[name]} for name in ACCOUNT.readers}
    return _object(properties, ACCOUNT.needed, "One series of stacks in one account.")


def _agreement() -> _Schema:
    found = _fields(Agreement)
    del found["properties"]["partition"]
    group = {"type": "string", "description": "The name of a group of principals."}
    found["properties"]["trusted_principals"]["items"] = {"anyOf": [group, _kinds(PRINCIPAL_KINDS)]}
    return found


def _kind(kind: type) -> _Schema:
    """A value whose kind its `type` says."""
    found = _fields(kind)
    found["properties"] = {"type": {"const": kind.__name__}, **found["properties"]}
    if kind is not Network:
        found["required"] = ["type", *found.get("required", [])]
    if kind in WITH_BUCKETS:
        found["properties"][BUCKETS] = {"type": "string", "description": f"A group of buckets, in place of {BUCKET}."}
        found["required"].remove(BUCKET)
        found["oneOf"] = [{"required": [BUCKET]}, {"required": [BUCKETS]}]
    return found


def _fields(kind: type) -> _Schema:
    told = _told(kind)
    properties = {}
    for name, hint in field_types(kind).items():
        taken = _ACCOUNT if name in ACCOUNT_FIELDS else _of(hint)
        properties[name] = {**taken, "description": told[name]} if name in told and "$ref" not in taken else dict(taken)
    return _object(properties, fields_of(kind).needed, inspect.cleandoc(kind.__doc__ or "").partition("\n")[0])


def _of(hint: Any) -> _Schema:
    kind, inside = get_origin(hint), get_args(hint)
    if hint is Permission or hint == TrustedPrincipal:
        return _kinds(PERMISSION_KINDS if hint is Permission else PRINCIPAL_KINDS)
    if kind in (Union, UnionType):
        options = [each for each in inside if each is not NoneType]
        return _of(options[0]) if len(options) == 1 else _kinds(options)
    if kind is Sequence:
        return _list(_of(inside[0]))
    if kind is Mapping:
        return {"type": "object", "additionalProperties": _of(inside[1])}
    if is_dataclass(hint):
        return _ref(hint)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return {"enum": [each.value for each in hint]}
    return _PLAIN[hint]


def _kinds(kinds: Sequence[Any]) -> _Schema:
    return {"oneOf": [_ref(each) for each in kinds]}


def _ref(kind: Any) -> _Schema:
    return {"$ref": f"#/$defs/{kind.__name__}"}


def _list(items: _Schema) -> _Schema:
    return {"type": "array", "items": items}


def _by_name(each: _Schema, told: str, names: str = ".") -> _Schema:
    return {
        "type": "object",
        "description": told,
        "propertyNames": {"pattern": names},
        "additionalProperties": each,
    }


def _object(properties: Mapping[str, Any], needed: Sequence[str], told: str) -> _Schema:
    found = {
        "type": "object",
        "description": told,
        "additionalProperties": False,
        "required": list(needed),
        "properties": dict(properties),
    }
    return {key: each for key, each in found.items() if key != "required" or each}


def _told(kind: Any) -> dict[str, str]:
    """What a docstring says of each field, on one line."""
    sections = re.split(r"\n(?:Args|Attributes):\n", inspect.cleandoc(kind.__doc__ or ""))[1:]
    fields = re.findall(r"^    (\w+): (.+(?:\n {8,}.+)*)", "\n".join(sections), re.MULTILINE)
    return {name: re.sub(r"\s+", " ", told) for name, told in reversed(fields)}


def text() -> str:
    """The file that holds it."""
    return json.dumps(schema(), indent=2) + "\n"


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
