"""YAML that may be a stranger's: texts, numbers, lists and maps come of it, nothing else, and each place has a line.

Read by PyYAML's events, one after the other: what it puts together itself may grow without bound, and deep nesting ends
the process.

Source: YAML 1.1; CloudFormation User Guide, "CloudFormation template format".
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

MOST_CHARACTERS = 2_000_000
"""CloudFormation takes templates of 1 MB."""
MOST_VALUES = 500_000
"""What an alias names counts wherever it stands, since whoever reads the values meets it there."""
DEEPEST = 100

_WORDS: Mapping[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **{form(word): True for word in ("true", "yes", "on") for form in (str.lower, str.title, str.upper)},
    **{form(word): False for word in ("false", "no", "off") for form in (str.lower, str.title, str.upper)},
}
_NUMBER = re.compile(r"[-+]?(?:0|[1-9][0-9]*)", re.ASCII)
_LONGEST_NUMBER = 100
_ACCOUNT = re.compile(r"0[0-9]{11}", re.ASCII)
_TEXT = "tag:yaml.org,2002:str"


class YamlError(ValueError):
    """Raised for what is no YAML, or more of it than is read; says on which line."""


class Document(NamedTuple):
    """What a file holds.

    Attributes:
        value: Its value.
        lines: The line of each place, by the keys and indexes that lead to it; what an alias names has its own.
    """

    value: Any
    lines: Mapping[tuple[str | int, ...], int]


def read_yaml(text: str, tags: Mapping[str, str] | None = None) -> Document:
    """Read the one document of a text.

    A plain word is what YAML 1.1 takes it for, where that is nothing, a truth or a whole number; else a text as it is
    written: dates, fractions, and numbers of other bases, of which programs make different things.

    Args:
        text: The text.
        tags: Each tag that may stand before a value, to the key of the map that it is short for. Default: none may.

    Raises:
        YamlError: It is no YAML; a key stands twice in one map, or is no text; a value refers to itself, or is too
            large or too deep; it has a tag that is not known, or a merge.
    """
    import yaml

    if len(text) > MOST_CHARACTERS:
        raise YamlError(f"it is longer than {MOST_CHARACTERS} characters")
    if text.startswith("\ufeff"):
        raise YamlError("line 1: it begins with a mark of the byte order, which not every program takes")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return _Reading(yaml.parse(text, Loader=loader), tags or {}).document()
    except yaml.MarkedYAMLError as problem:
        mark = problem.problem_mark or problem.context_mark
        told = ", ".join(filter(None, (problem.context, problem.problem)))
        raise YamlError(f"line {mark.line + 1 if mark else 1}: {told}") from problem
    except yaml.YAMLError as problem:
        raise YamlError(str(problem).splitlines()[0]) from problem


class _Reading:
    """One document, event by event."""

    def __init__(self, events: Iterator[Any], tags: Mapping[str, str]) -> None:
        self._events, self._tags = events, tags
        self._lines: dict[tuple[str | int, ...], int] = {}
        self._anchors: dict[str, tuple[Any, int]] = {}
        self._count = 0

    def document(self) -> Document:
        found: list[Any] = []
        for event in self._events:
            if _is(event, "DocumentStart"):
                if found:
                    raise _at(event, "a second document begins here, and only one is read")
                found.append(self._value(next(self._events), ()))
        if found in ([], [None]):
            raise YamlError("it holds nothing")
        return Document(found[0], self._lines)

    def _value(self, event: Any, path: tuple[str | int, ...]) -> Any:
        if len(path) > DEEPEST:
            raise _at(event, f"there are more than {DEEPEST} values inside one another")
        self._lines.setdefault(path, event.start_mark.line + 1)
        if _is(event, "Alias"):
            return self._named(event)
        before = self._count
        self._counted(event, 1)
        value = self._tagged(event, self._untagged(event, path))
        if event.anchor:
            self._anchors[event.anchor] = value, self._count - before
        return value

    def _counted(self, event: Any, count: int) -> None:
        self._count += count
        if self._count > MOST_VALUES:
            raise _at(event, f"with its aliases written out, it has more than {MOST_VALUES} values")

    def _named(self, alias: Any) -> Any:
        if alias.anchor not in self._anchors:
            raise _at(alias, f"*{alias.anchor} names nothing that is complete before it")
        value, count = self._anchors[alias.anchor]
        self._counted(alias, count)
        return value

    def _untagged(self, event: Any, path: tuple[str | int, ...]) -> Any:
        if _is(event, "SequenceStart"):
            return list(self._sequence(path))
        if _is(event, "MappingStart"):
            return self._mapping(path)
        return _plain(event) if event.implicit[0] and event.tag is None else event.value

    def _sequence(self, path: tuple[str | int, ...]) -> Iterator[Any]:
        index = 0
        while not _is(event := next(self._events), "SequenceEnd"):
            yield self._value(event, (*path, index))
            index += 1

    def _mapping(self, path: tuple[str | int, ...]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while not _is(event := next(self._events), "MappingEnd"):
            key = self._key(event)
            if key in found:
                first = self._lines[(*path, key)]
                raise _at(event, f"the key {key!r} stands twice in one map, first on line {first}")
            self._lines[(*path, key)] = event.start_mark.line + 1
            found[key] = self._value(next(self._events), (*path, key))
        return found

    def _key(self, event: Any) -> str:
        if not _is(event, "Scalar") or event.tag not in (None, "!", _TEXT) or event.value == "":
            raise _at(event, "a key must be a text, and not an empty one")
        if event.value == "<<" and event.implicit[0]:
            raise _at(event, "merges (<<) are not read, and CloudFormation takes none: write out what they bring")
        key: str = event.value
        return key

    def _tagged(self, event: Any, value: Any) -> Any:
        tag = event.tag
        if tag in (None, "!") or (tag == _TEXT and _is(event, "Scalar")):
            return value
        if tag not in self._tags:
            raise _at(event, f"the tag {_short(tag)} is not known{_meant(tag, self._tags)}")
        return {self._tags[tag]: value}


def _plain(event: Any) -> Any:
    """What a word without quotes is."""
    text: str = event.value
    if text in _WORDS:
        return _WORDS[text]
    if _NUMBER.fullmatch(text) and len(text) <= _LONGEST_NUMBER:
        return int(text)
    if _ACCOUNT.fullmatch(text):
        # Octal to some programs; others drop the zero.
        raise _at(
            event, f"{text} is a number that begins with a zero, which programs read differently: put it in quotes"
        )
    return text


def _meant(tag: str, tags: Iterable[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(tag, tags, 1)
    return f"; is {near[0]} meant?" if near else ""


def _short(tag: str) -> str:
    return tag.replace("tag:yaml.org,2002:", "!!")[:40]


def _is(event: Any, kind: str) -> bool:
    return type(event).__name__ == f"{kind}Event"


def _at(event: Any, why: str) -> YamlError:
    return YamlError(f"line {event.start_mark.line + 1}: {why}")
