"""Known access as JSON values, as its file and the assembly hold it; everything that is wrong in it is said at once."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields
from datetime import date
from typing import Any

from xacct_constructs.finding import Finding, error, require_no_errors
from xacct_constructs.known_access.checks import check_known_access
from xacct_constructs.known_access.entries import (
    AcceptedUnknown,
    Administrator,
    CdkKind,
    CdkRole,
    Fingerprints,
    KnownAccess,
    KnownEntry,
    KnownWay,
)
from xacct_constructs.texts import shown

VERSION = 1
"""Of the file: what this xacct writes and reads."""
REVIEW = tuple(each.name for each in fields(KnownEntry))
"""Fields that stand in every entry, also where nobody has filled them in yet."""
_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")
_KINDS: Mapping[str, Callable[..., KnownEntry]] = {
    "ways": KnownWay,
    "cdk_roles": CdkRole,
    "administrators": Administrator,
    "accepted_unknowns": AcceptedUnknown,
}


def to_json(known: KnownAccess) -> dict[str, Any]:
    """Known access in JSON values; what is left out of an entry is left out, but for what is to be filled in."""
    found: dict[str, Any] = {"version": VERSION}
    for name in _KINDS:
        if entries := getattr(known, name):
            found[name] = [_entry(each) for each in entries]
    return found


def known_access_text(known: KnownAccess) -> str:
    """What the file in a cloud assembly holds."""
    return json.dumps(to_json(known), indent=1) + "\n"


def content_of(entry: KnownEntry) -> str:
    """What an entry says, whatever it is called and whoever answers for it."""
    said = {name: each for name, each in _entry(entry).items() if name not in ("id", *REVIEW)}
    return json.dumps(said, sort_keys=True)


def _entry(entry: KnownEntry) -> dict[str, Any]:
    said = {}
    for field in sorted(fields(entry), key=lambda each: each.name in REVIEW):
        value = getattr(entry, field.name)
        if field.name in REVIEW or value != field.default:
            said[field.name] = _plain(value)
    return said


def _plain(value: Any) -> Any:
    if isinstance(value, Fingerprints):
        return {each.name: getattr(value, each.name) for each in fields(value)}
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value]
    return value.isoformat() if isinstance(value, date) else value


def from_json(values: Any, beside: KnownAccess | None = None) -> KnownAccess:
    """The known access that JSON values say.

    Args:
        values: The values.
        beside: What is known beside it. Default: nothing.

    Raises:
        AgreementError: With everything that is wrong in them.
    """
    known, wrong = read_json(values)
    require_no_errors([*wrong, *check_known_access(known, beside)])
    return known


def read_json(values: Any) -> tuple[KnownAccess, tuple[Finding, ...]]:
    """The known access that JSON values say, as far as it is there, and what is wrong in their form."""
    reading = _Reading()
    return reading.known_access(values), tuple(reading.wrong)


class _Reading:
    """One reading, and what is wrong in what is read."""

    def __init__(self) -> None:
        self.wrong: list[Finding] = []

    def known_access(self, values: Any) -> KnownAccess:
        found = self._fields("", values, {"version", *_KINDS}, {"version"})
        version = found.get("version", VERSION)
        if str(version) != str(VERSION) or isinstance(version, bool):
            what = f"must be {VERSION}, got {shown(version)}"
            self.wrong.append(error("XA601", "version", what, "write the file for this xacct"))
        read: dict[str, Any] = {}
        for name, kind in _KINDS.items():
            listed = self._list(name, found.get(name) or [])
            made = (self._made(f"{name}[{index}]", kind, each) for index, each in enumerate(listed))
            read[name] = tuple(each for each in made if each is not None)
        return KnownAccess(**read)

    def _fields(self, path: str, values: Any, allowed: set[str], needed: set[str]) -> Mapping[str, Any]:
        """The fields of a map; those that it has too many or too few are said."""
        where = path or "the file"
        names = ", ".join(sorted(allowed))
        if not isinstance(values, Mapping):
            self.wrong.append(
                error("XA602", where, f"must be a map, got {shown(values)}", f"write it with the fields {names}")
            )
            return {}
        for name in values:
            if name not in allowed:
                at = f"{path}.{name}".lstrip(".")
                self.wrong.append(error("XA602", at, "is no field of it", f"remove it; its fields are {names}"))
        for name in sorted(needed - set(values)):
            self.wrong.append(error("XA602", where, f"lacks the field {name}", f"write it; its fields are {names}"))
        return {name: each for name, each in values.items() if name in allowed}

    def _list(self, path: str, values: Any) -> list[Any]:
        if isinstance(values, list | tuple):
            return list(values)
        self.wrong.append(error("XA602", path, f"must be a list, got {shown(values)}", "begin each entry with `- `"))
        return []

    def _made(self, path: str, kind: Any, values: Any) -> Any:
        """One entry; None where something in it is wrong."""
        known = {each.name: each for each in fields(kind)}
        needed = {name for name, each in known.items() if each.default is MISSING}
        before = len(self.wrong)
        given = self._fields(path, values, set(known), needed)
        read = {name: _READERS[name](self, f"{path}.{name}", each) for name, each in given.items() if each is not None}
        for name in sorted(needed & {name for name, each in given.items() if each is None}):
            self.wrong.append(error("XA602", f"{path}.{name}", "is empty", "write it"))
        return kind(**read) if len(self.wrong) == before else None

    def text(self, path: str, value: Any) -> str:
        """A text with something in it, or an empty one."""
        if not isinstance(value, str):
            self.wrong.append(error("XA602", path, f"must be a text, got {shown(value)}", "write it in quotes"))
            return ""
        return value

    def day(self, path: str, value: Any) -> date | None:
        """A day of the calendar; an empty text is none."""
        if type(value) is date:
            return value
        try:
            if isinstance(value, str) and (not value or _DAY.fullmatch(value)):
                return date.fromisoformat(value) if value else None
        except ValueError:
            pass
        self.wrong.append(error("XA605", path, f"must be a day, YYYY-MM-DD, got {shown(value)}", "write the day"))
        return None

    def said(self, path: str, value: Any) -> Mapping[str, Any]:
        """A statement; whether it is one is checked when all is read."""
        if not isinstance(value, Mapping):
            self.wrong.append(
                error(
                    "XA602", path, f"must be a map, got {shown(value)}", "write Principal, Action, Resource, Condition"
                )
            )
            return {}
        return {str(name): each for name, each in value.items()}

    def statements(self, path: str, value: Any) -> tuple[Mapping[str, Any], ...]:
        """Statements in a list."""
        return tuple(self.said(f"{path}[{index}]", each) for index, each in enumerate(self._list(path, value)))

    def policies(self, path: str, value: Any) -> tuple[tuple[Mapping[str, Any], ...], ...]:
        """Lists of statements in a list."""
        return tuple(self.statements(f"{path}[{index}]", each) for index, each in enumerate(self._list(path, value)))

    def kind(self, path: str, value: Any) -> CdkKind:
        """One of CDK's roles."""
        names = [each.value for each in CdkKind]
        if value not in names:
            self.wrong.append(error("XA602", path, f"must be {' or '.join(names)}, got {shown(value)}", "write it"))
        return CdkKind(value) if value in names else CdkKind.DEPLOY

    def fingerprints(self, path: str, value: Any) -> Fingerprints:
        """A role's."""
        names = {each.name for each in fields(Fingerprints)}
        given = self._fields(path, value, names, names)
        return Fingerprints(**{name: self.text(f"{path}.{name}", given.get(name, "")) for name in names})


_READERS: Mapping[str, Callable[[_Reading, str, Any], Any]] = {
    **dict.fromkeys(
        ("id", "after", "reason", "owner", "role", "artifact", "logical_id", "property", "fingerprint"), _Reading.text
    ),
    "allows": _Reading.said,
    "denies": _Reading.statements,
    "within": _Reading.policies,
    "review_by": _Reading.day,
    "fingerprints": _Reading.fingerprints,
    "kind": _Reading.kind,
}
