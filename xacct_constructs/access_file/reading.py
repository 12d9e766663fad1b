"""Values of a file, as the fields that they stand in ask for them: what a field takes is what its dataclass declares.

Source: ISO 8601 for durations and moments.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, NamedTuple, Union, get_args, get_origin

from xacct_constructs.access_file.accounts import AccountNames
from xacct_constructs.access_file.mistakes import Mistakes
from xacct_constructs.access_file.values import FilePlace, Source
from xacct_constructs.agreement.serialize import field_types
from xacct_constructs.permissions import PERMISSION_KINDS, Permission
from xacct_constructs.texts import shown
from xacct_constructs.yaml_documents import Path

ACCOUNT_FIELDS = frozenset(("account", "owner", "trusting_account"))
"""Fields that take an account, by its name or its ID."""
MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?(Z|[+-][0-9]{2}:[0-9]{2})")
DURATION = re.compile(r"P(?=.)(?:([0-9]{1,5})D)?(?:T(?=.)(?:([0-9]{1,5})H)?(?:([0-9]{1,5})M)?(?:([0-9]{1,9})S)?)?")
SECONDS = re.compile("[0-9]{1,9}")


class Fields(NamedTuple):
    """What a map may hold.

    Attributes:
        what: What messages call it.
        readers: Each field that it may have, and how its value is read.
        needed: Those that it must have.
    """

    what: str
    readers: "Mapping[str, Reader]"
    needed: tuple[str, ...]


class FileReading:
    """One file being read."""

    def __init__(self, source: Source, accounts: AccountNames, mistakes: Mistakes) -> None:
        """Read with these accounts, and say there what is wrong."""
        self.source, self.accounts, self.mistakes = source, accounts, mistakes

    def say(self, code: str, path: Path, what: str, fix: str) -> None:
        """Say what is wrong at a place."""
        self.mistakes.say(code, FilePlace(self.source, path), what, fix)

    def fields(self, path: Path, value: Any, wanted: Fields) -> dict[str, Any]:
        """The fields of a map, each as it is asked for; those that it has too many or too few are said."""
        found: dict[str, Any] = {}
        for name, each in self.map(path, value).items():
            if (reader := wanted.readers.get(name)) is None:
                at = FilePlace(self.source, (*path, name))
                self.mistakes.misnamed("XA621", at, name, wanted.readers, f"is no field of {wanted.what}")
            elif each is None:
                self.say("XA622", (*path, name), "is empty", "write its value, or leave the field out")
            else:
                found[name] = reader(self, (*path, name), each)
        if isinstance(value, Mapping):
            for name in wanted.needed:
                if name not in value:
                    self.say("XA622", path, f"lacks the field {name}", f"write it; {wanted.what} must have it")
        return found

    def made(self, path: Path, value: Any, wanted: Fields, make: Callable[..., Any]) -> Any:
        """What its fields make; nothing, where one of them is wrong."""
        before = len(self.mistakes)
        given = self.fields(path, value, wanted)
        return make(**given) if len(self.mistakes) == before else None

    def map(self, path: Path, value: Any) -> Mapping[str, Any]:
        """A map."""
        if isinstance(value, Mapping):
            return value
        self.say("XA623", path, f"must be a map, got {shown(value)}", "write its fields, each as `name: value`")
        return {}

    def list(self, path: Path, value: Any) -> Sequence[Any]:
        """A list."""
        if isinstance(value, list):
            return value
        self.say("XA623", path, f"must be a list, got {shown(value)}", "begin each entry with `- `, or write [ ]")
        return ()


Reader = Callable[[FileReading, Path, Any], Any]
"""Makes of a value, which is a text wherever it is one word, what the field takes; says what is wrong."""


@cache
def fields_of(kind: Any, *, without: tuple[str, ...] = ()) -> Fields:
    """What a map may hold that is a value of this dataclass; an account it names by its name."""
    types = {name: hint for name, hint in field_types(kind).items() if name not in without}
    readers = {name: _account if name in ACCOUNT_FIELDS else reader_of(hint) for name, hint in types.items()}
    needed = (each.name for each in fields(kind) if each.default is MISSING and each.default_factory is MISSING)
    return Fields(kind.__name__, readers, tuple(each for each in needed if each in readers))


@cache
def reader_of(hint: Any) -> Reader:
    """How a value is read of a field that is declared so."""
    kind, inside = get_origin(hint), get_args(hint)
    if kind in (Union, UnionType):
        options = tuple(each for each in inside if each is not NoneType)
        return reader_of(options[0]) if len(options) == 1 else one_of(options)
    if hint is Permission:
        return one_of(PERMISSION_KINDS)
    if kind is Sequence:
        return _list_of(reader_of(inside[0]))
    if kind is Mapping:
        return _map_of(reader_of(inside[1]))
    if is_dataclass(hint):
        return one_of((hint,))
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return _choice(hint)
    return _PLAIN[hint]


def one_of(kinds: Sequence[Any]) -> Reader:
    """A value of one of these dataclasses, which its `type` names; it may be left out where there is one alone."""
    by_name = {each.__name__: each for each in kinds}
    names = ", ".join(by_name)

    def read(reading: FileReading, path: Path, value: Any) -> Any:
        given = reading.map(path, value)
        name = given.get("type", names if len(kinds) == 1 else None)
        if name is None and isinstance(value, Mapping):
            reading.say("XA622", path, "lacks the field type", f"write it: one of {names}")
        elif not isinstance(name, str):
            if isinstance(value, Mapping):
                reading.say("XA623", (*path, "type"), f"must be one of {names}, got {shown(name)}", "write its name")
        elif name not in by_name:
            at = FilePlace(reading.source, (*path, "type"))
            reading.mistakes.misnamed("XA623", at, name, by_name, f"must be one kind, got {shown(name)}")
        else:
            kind = by_name[name]
            rest = {key: each for key, each in given.items() if key != "type"}
            return reading.made(path, rest, fields_of(kind), kind)
        return None

    return read


def text(reading: FileReading, path: Path, value: Any) -> str:
    """A text."""
    if not isinstance(value, str):
        reading.say("XA623", path, f"must be a text, got {shown(value)}", "write one value")
        return ""
    return value


def number(reading: FileReading, path: Path, value: Any) -> int:
    """A whole number."""
    if isinstance(value, str) and SECONDS.fullmatch(value):
        return int(value)
    reading.say("XA623", path, f"must be a whole number, got {shown(value)}", "write it in digits")
    return 0


def _flag(reading: FileReading, path: Path, value: Any) -> bool:
    if value not in ("true", "false"):
        reading.say("XA623", path, f"must be true or false, got {shown(value)}", "write one of the two")
    return bool(value == "true")


def _duration(reading: FileReading, path: Path, value: Any) -> timedelta:
    if isinstance(value, str) and SECONDS.fullmatch(value):
        return timedelta(seconds=int(value))
    if isinstance(value, str) and (found := DURATION.fullmatch(value)):
        days, hours, minutes, seconds = (int(each or 0) for each in found.groups())
        return timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    what = f"must be whole seconds, or a duration as ISO 8601 has it, got {shown(value)}"
    reading.say("XA623", path, what, "write an hour as 3600 or PT1H")
    return timedelta()


def _moment(reading: FileReading, path: Path, value: Any) -> datetime | None:
    try:
        if isinstance(value, str) and MOMENT.fullmatch(value):
            return datetime.fromisoformat(value)
    except ValueError:
        pass
    what = f"must be a moment with its time zone, as ISO 8601 has it, got {shown(value)}"
    reading.say("XA623", path, what, "write it as 2027-03-01T00:00:00Z")
    return None


def _account(reading: FileReading, path: Path, value: Any) -> str:
    name = text(reading, path, value)
    return reading.accounts.id_of(FilePlace(reading.source, path), name) if isinstance(value, str) else name


def as_it_is(_: FileReading, __: Path, value: Any) -> Any:
    """Anything, for whoever reads it then."""
    return value


def _list_of(inside: Reader) -> Reader:
    return lambda reading, path, value: tuple(
        inside(reading, (*path, index), each) for index, each in enumerate(reading.list(path, value))
    )


def _map_of(inside: Reader) -> Reader:
    return lambda reading, path, value: {
        name: inside(reading, (*path, name), each) for name, each in reading.map(path, value).items()
    }


def _choice(kind: type[StrEnum]) -> Reader:
    names = {each.value: each for each in kind}

    def read(reading: FileReading, path: Path, value: Any) -> StrEnum | None:
        if not isinstance(value, str) or value not in names:
            reading.say("XA623", path, f"must be {' or '.join(names)}, got {shown(value)}", "write one of them")
            return None
        return names[value]

    return read


_PLAIN: Mapping[Any, Reader] = {
    str: text,
    int: number,
    bool: _flag,
    timedelta: _duration,
    datetime: _moment,
    Any: as_it_is,
}
