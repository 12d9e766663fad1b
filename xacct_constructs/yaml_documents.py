"""YAML that may be a stranger's: texts, numbers, lists and maps come of it, nothing else, and each place has a line.

Read by PyYAML's events, one after the other: what it puts together itself may grow without bound, and deep nesting ends
the process.

Source: YAML 1.1; CloudFormation User Guide, "CloudFormation template format".
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, NamedTuple, NoReturn

_WORDS: Mapping[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL"), None),
    **{form(word): True for word in ("true", "yes", "on") for form in (str.lower, str.title, str.upper)},
    **{form(word): False for word in ("false", "no", "off") for form in (str.lower, str.title, str.upper)},
}
_NUMBER = re.compile(r"[-+]?(?:0|[1-9][0-9]*)", re.ASCII)
_LONGEST_NUMBER = 100
_MOST_OF_A_NUMBER = 2**53 - 1
"""The largest whole number on which all programs agree (RFC 8259)."""
_WITHOUT_EXPONENT = 10**-3, 10**7
"""Of what size fractions are that no program writes with an exponent."""
_ACCOUNT = re.compile(r"0[0-9]{11}", re.ASCII)
_ANY_NUMBER = re.compile(
    r"[-+]?(?:0[box][0-9a-f_]+|[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\.[0-9_]*)?"
    r"|(?:[0-9][0-9_]*\.?[0-9_]*|\.[0-9][0-9_]*)(?:e[-+]?[0-9]+)?|\.inf)|\.nan",
    re.ASCII | re.IGNORECASE,
)
_ONE_WAY = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]*[1-9])?", re.ASCII)
_TEXT = "tag:yaml.org,2002:str"
_MOST_PROBLEMS = 100
_LONGEST_KEY = 1024
"""What YAML takes without a question mark before it."""
_PLACE = re.compile(r"\[([0-9]+)\]|([^.\[]+)", re.ASCII)
_CORE = frozenset(f"tag:yaml.org,2002:{each}" for each in ("bool", "float", "int", "null", "str", "timestamp"))

Path = tuple[str | int, ...]
"""The keys and indexes that lead to a place."""


class YamlForm(NamedTuple):
    """What a kind of file may hold.

    Attributes:
        tags: Each tag that may stand before a value, to the key of the map that it is short for. Default: none may.
        as_written: Whether every word is the text that is written, whatever YAML takes it for, and nothing alone is
            nothing: for files of whose every field the kind is known. Default: it is what YAML 1.1 takes it for, where
            that is nothing, a truth or a whole number.
        aliases: Whether a value may stand for another one. Default: it may.
        number: What a number without quotes is that programs write in several ways (`010`, `1.10`). Default: the text.
        most_characters: So long may the file be. Default: 2,000,000, as CloudFormation takes templates of 1 MB.
        most_values: So many values may it have; what an alias names counts wherever it stands, since whoever reads the
            values meets it there. Default: 500,000.
        deepest: So many values may stand inside one another. Default: 100.
    """

    tags: Mapping[str, str] = {}
    as_written: bool = False
    aliases: bool = True
    number: Callable[[str], str] = str
    most_characters: int = 2_000_000
    most_values: int = 500_000
    deepest: int = 100


_ANY = YamlForm()


class Problem(NamedTuple):
    """One thing for which a text is not read.

    Attributes:
        line: The line.
        path: The place.
        why: What is wrong.
    """

    line: int
    path: Path
    why: str

    def __str__(self) -> str:
        """In a line."""
        return f"line {self.line}: {self.why}"


class YamlError(ValueError):
    """Raised for what is no YAML, or more of it than is read; says the first place where, and keeps all."""

    def __init__(self, *problems: Problem) -> None:
        """Keep what is wrong."""
        self.problems = problems
        super().__init__(str(problems[0]))


class Document(NamedTuple):
    """What a file holds.

    Attributes:
        value: Its value.
        lines: The line of each place, by the keys and indexes that lead to it; what an alias names has its own.
    """

    value: Any
    lines: Mapping[Path, int]

    def line(self, path: Path) -> int:
        """The line of a place; of one that is missing, of what lacks it."""
        return next((self.lines[path[:end]] for end in range(len(path), -1, -1) if path[:end] in self.lines), 1)


def place(words: str) -> Path:
    """A place that `written` has said; of a key that has a dot, what is around it."""
    return tuple(int(index) if index else name for index, name in _PLACE.findall(words))


def written(path: Path) -> str:
    """A place in words: `ways[0].allows`; the whole is the file."""
    return "".join(f"[{each}]" if isinstance(each, int) else f".{each}" for each in path).lstrip(".") or "the file"


def read_yaml(text: str, form: YamlForm = _ANY) -> Document:
    """Read the one document of a text.

    A word in quotes is a text. Dates, fractions, and numbers of other bases stay the text that is written, too, since
    programs make different things of them.

    Args:
        text: The text.
        form: What it may hold. Default: what any file may.

    Raises:
        YamlError: It is no YAML; a key stands twice in one map, or is no text; a value refers to itself, or is too
            large or too deep; it has a tag that is not known, or a merge. All of it is said that can be.
    """
    import yaml

    if len(text) > form.most_characters:
        raise YamlError(Problem(1, (), f"it is longer than {form.most_characters} characters"))
    if text.startswith("\ufeff"):
        raise YamlError(Problem(1, (), "it begins with a mark of the byte order, which not every program takes"))
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    reading = _Reading(yaml.parse(text, Loader=loader), form)
    try:
        return reading.document()
    except yaml.MarkedYAMLError as problem:
        mark = problem.problem_mark or problem.context_mark
        told = ", ".join(filter(None, (problem.context, problem.problem)))
        # At the end of the text, the mark lies on the line behind it.
        line = max(1, min(mark.line + 1, len(text.splitlines()))) if mark else 1
        raise YamlError(*reading.wrong, Problem(line, (), told)) from problem
    except yaml.YAMLError as problem:
        raise YamlError(*reading.wrong, Problem(1, (), str(problem).splitlines()[0])) from problem


class _Reading:
    """One document, event by event."""

    def __init__(self, events: Iterator[Any], form: YamlForm) -> None:
        self.wrong: list[Problem] = []
        self._events, self._form = events, form
        self._lines: dict[Path, int] = {}
        self._anchors: dict[str, tuple[Any, int]] = {}
        self._count = 0

    def document(self) -> Document:
        found: list[Any] = []
        for event in self._events:
            if _is(event, "DocumentStart"):
                if found:
                    self._end(event, (), "a second document begins here, and only one is read")
                found.append(self._value(next(self._events), ()))
        if not self.wrong and found in ([], [None]):
            self.wrong.append(Problem(1, (), "it holds nothing"))
        if self.wrong:
            raise YamlError(*self.wrong)
        return Document(found[0], self._lines)

    def _say(self, event: Any, path: Path, why: str) -> None:
        self.wrong.append(Problem(event.start_mark.line + 1, path, why))
        if len(self.wrong) == _MOST_PROBLEMS:
            raise YamlError(*self.wrong)

    def _end(self, event: Any, path: Path, why: str) -> NoReturn:
        """Say what is wrong, and that nothing behind it is read."""
        raise YamlError(*self.wrong, Problem(event.start_mark.line + 1, path, why))

    def _value(self, event: Any, path: Path) -> Any:
        if len(path) > self._form.deepest:
            self._end(event, path, f"there are more than {self._form.deepest} values inside one another")
        self._lines.setdefault(path, event.start_mark.line + 1)
        if _is(event, "Alias"):
            return self._named(event, path)
        before = self._count
        self._counted(event, path, 1)
        value = self._tagged(event, path, self._untagged(event, path))
        if event.anchor:
            self._anchors[event.anchor] = value, self._count - before
        return value

    def _counted(self, event: Any, path: Path, count: int) -> None:
        self._count += count
        if self._count > (most := self._form.most_values):
            self._end(event, path, f"with its aliases written out, it has more than {most} values")

    def _named(self, alias: Any, path: Path) -> Any:
        if not self._form.aliases:
            self._say(alias, path, f"*{alias.anchor} stands for another place of the file: write out what belongs here")
            return None
        if alias.anchor not in self._anchors:
            self._say(alias, path, f"*{alias.anchor} names nothing that is complete before it")
            return None
        value, count = self._anchors[alias.anchor]
        self._counted(alias, path, count)
        return value

    def _untagged(self, event: Any, path: Path) -> Any:
        if _is(event, "SequenceStart"):
            return list(self._sequence(path))
        if _is(event, "MappingStart"):
            return self._mapping(path)
        return self._plain(event, path) if event.implicit[0] and event.tag is None else event.value

    def _sequence(self, path: Path) -> Iterator[Any]:
        index = 0
        while not _is(event := next(self._events), "SequenceEnd"):
            yield self._value(event, (*path, index))
            index += 1

    def _mapping(self, path: Path) -> dict[str, Any]:
        found: dict[str, Any] = {}
        while not _is(event := next(self._events), "MappingEnd"):
            if why := _no_key(event):
                self._say(event, path, why)
                self._skip(event)
                self._skip(next(self._events))
                continue
            at = (*path, event.value)
            if event.value in found:
                first = self._lines[at]
                self._say(event, at, f"the key {event.value!r} stands twice in one map, first on line {first}")
                self._skip(next(self._events))
                continue
            self._lines[at] = event.start_mark.line + 1
            found[event.value] = None  # also where nothing can be made of what follows
            found[event.value] = self._value(next(self._events), at)
        return found

    def _skip(self, event: Any) -> None:
        """Pass over a value, whatever it is."""
        depth = 0
        while True:
            depth += _is(event, "SequenceStart") + _is(event, "MappingStart")
            depth -= _is(event, "SequenceEnd") + _is(event, "MappingEnd")
            if not depth:
                return
            event = next(self._events)

    def _tagged(self, event: Any, path: Path, value: Any) -> Any:
        tag = event.tag
        if tag in (None, "!") or (tag in (_CORE if self._form.as_written else (_TEXT,)) and _is(event, "Scalar")):
            return value
        if tag not in self._form.tags:
            self._say(event, path, f"the tag {_short(tag)} is not known{_meant(tag, self._form.tags)}")
            return value
        return {self._form.tags[tag]: value}

    def _plain(self, event: Any, path: Path) -> Any:
        """What a word without quotes is."""
        text: str = event.value
        if self._form.as_written:
            return None if _WORDS.get(text, text) is None else text
        if text in _WORDS:
            return _WORDS[text]
        if _NUMBER.fullmatch(text) and len(text) <= _LONGEST_NUMBER and abs(int(text)) <= _MOST_OF_A_NUMBER:
            return int(text)
        if _ACCOUNT.fullmatch(text):
            # Octal to some programs; others drop the zero.
            why = f"{text} is a number that begins with a zero, which programs read differently: put it in quotes"
            self._say(event, path, why)
        elif is_an_account_to_others(text):
            why = f"{text} is an account to some programs, and a text to others: write it out, or in quotes"
            self._say(event, path, why)
        return self._form.number(text) if is_a_number_in_many_ways(text) else text


def is_a_number_in_many_ways(text: str) -> bool:
    """Whether programs read a number here, or not, and do not all write it as it stands: octal to some, or shortened.

    Source: YAML 1.1, "Integer Language-Independent Type" and "Floating-Point Language-Independent Type"; RFC 8259;
    Java, `Double.toString`.
    """
    if not _ONE_WAY.fullmatch(text):
        return bool(_ANY_NUMBER.fullmatch(text))
    number = abs(float(text))
    least, most = _WITHOUT_EXPONENT
    if "." not in text:
        return number > _MOST_OF_A_NUMBER
    return str(float(text)) != text or not least <= number < most


def is_an_account_to_others(text: str) -> bool:
    """Whether programs of YAML 1.1 read a number of twelve digits here.

    Source: YAML 1.1, "Integer Language-Independent Type" and "Floating-Point Language-Independent Type".
    """
    if len(text) > _LONGEST_NUMBER or not text.isascii() or text[:1] not in "+-.0123456789":
        return False
    word, value = text.replace("_", ""), 0.0
    based = word[:2].lower() in ("0x", "0b", "0o")
    try:
        for each in re.findall("[^:]+", word):
            value = value * 60 + (int(each, 0) if based else float(each))
    except ValueError:
        return False
    return value.is_integer() and len(str(int(abs(value)))) == len("111111111111")


def _no_key(event: Any) -> str:
    """Why this is no key; empty, where it is one."""
    if not _is(event, "Scalar") or event.tag not in (None, "!", _TEXT) or event.value == "":
        return "a key must be a text, and not an empty one"
    if len(event.value) > _LONGEST_KEY:
        return f"a key has {_LONGEST_KEY} characters at most"
    if event.value == "<<" and event.implicit[0]:
        return "merges (<<) are not read: write out what they bring"
    return ""


def _meant(tag: str, tags: Iterable[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(tag, tags, 1)
    return f"; is {near[0]} meant?" if near else ""


def _short(tag: str) -> str:
    return tag.replace("tag:yaml.org,2002:", "!!")[:40]


def _is(event: Any, kind: str) -> bool:
    return type(event).__name__ == f"{kind}Event"
