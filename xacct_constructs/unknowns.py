"""Values of a template before deployment: what is known is JSON, and what is not known is an object of its own.

No text is taken for it, so that whoever has not asked what an unknown means there cannot pass over it.

Source: CloudFormation User Guide, "Intrinsic function reference", "Parameters" and "Dynamic references".
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import product
from typing import Any, NamedTuple

from xacct_constructs.origin import Origin

MARK = re.compile(r"(\$\{[^}:]*\.[^}:]*\})")
"""How an unknown is written where a text must stand for it; in a template nothing of IAM or CloudFormation is."""
_SAID_ELSEWHERE = ("AWS::CloudFormation::", "AWS::SSM::Parameter")
"""Types of AWS whose names and attributes are what somebody has written there: they may be anything."""
MOST_ARMS = 16
"""So many alternatives are kept apart; more of them are anything."""


class Absent:
    """What `AWS::NoValue` leaves behind."""


ABSENT = Absent()


class UnknownKind(StrEnum):
    """Why a value is not known before deployment."""

    GENERATED = "generated"
    """CloudFormation makes a name that nothing else has, so that it is a text like any other."""
    OPEN = "open"
    """A parameter, an import, an attribute: it can be anything, or one of its arms."""


@dataclass(frozen=True, slots=True)
class Unknown:
    """A value that the assembly does not settle: a text, or a list, or a map.

    Attributes:
        text: How it is written where a text must stand for it: `${STACK.NAME}`. One text, one value.
        kind: Whether it is like no other name, or can be anything.
        why: What settles it, in words.
        origin: Where it stands.
        arms: The values that it can have; empty, where it can have any.
        in_segment: Whether it holds no colon, as accounts and regions.
        source: What it is made from, by its fingerprint: two templates that have the same mean the same value.
        of: The type of the resource whose name or attribute it is; empty for anything else.
    """

    text: str
    kind: UnknownKind
    why: str
    origin: Origin
    arms: tuple[Any, ...] = field(default=(), compare=False)
    in_segment: bool = field(default=False, compare=False)
    source: str = field(default="", compare=False)
    of: str = field(default="", compare=False)

    def __str__(self) -> str:
        """How it is written where a text must stand for it."""
        return self.text

    @property
    def is_its_own(self) -> bool:
        """Whether it is a name or an attribute that AWS gives to what a resource of the template makes."""
        return self.of.startswith("AWS::") and not self.of.startswith(_SAID_ELSEWHERE)

    @property
    def place(self) -> tuple[str, str]:
        """Stack and logical ID of the template's resource that it is of."""
        return self.origin.stack, self.origin.logical_id.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Partly:
    """A text of which a part is not known.

    Attributes:
        pieces: Its parts in their order.
    """

    pieces: tuple[str | Unknown, ...]

    def __str__(self) -> str:
        """The text, its unknowns as they are written."""
        return "".join(map(str, self.pieces))

    @property
    def unknowns(self) -> tuple[Unknown, ...]:
        """The parts that are not known."""
        return tuple(each for each in self.pieces if isinstance(each, Unknown))

    def texts(self) -> tuple["str | Partly", ...]:
        """The texts that it can be, as far as the arms of its unknowns tell."""
        ways = [_arms(each) for each in self.pieces]
        count = 1
        for each in ways:
            count *= len(each)
        if count == 1 or count > MOST_ARMS:
            return (self,)
        return tuple(dict.fromkeys(joined(each) for each in product(*ways)))


Text = str | Unknown | Partly
"""A text that is known, or not, or partly."""


def alternatives(found: Unknown) -> tuple[Any, ...] | None:
    """The values that it can have; None where it can have any, or so many that they are not told apart."""
    return found.arms if 0 < len(found.arms) <= MOST_ARMS else None


def may_be_nothing(value: Any) -> bool:
    """Whether a value may come to nothing, where an arm of a choice is `AWS::NoValue`."""
    return isinstance(value, Unknown) and any(each is ABSENT or may_be_nothing(each) for each in value.arms)


def ways(value: Any) -> Iterator[Any]:
    """What a value may come to that is not known, as far as its arms tell; nothing, where it is known or can be any."""
    if isinstance(value, Unknown):
        yield from (each for each in value.arms if each is not ABSENT)
    elif isinstance(value, Partly):
        yield from (each for each in value.texts() if each != value)


def _arms(piece: str | Unknown) -> tuple[Any, ...]:
    texts = [as_text(each) for each in alternatives(piece) or ()] if isinstance(piece, Unknown) else []
    known = [each for each in texts if each is not None]
    return tuple(known) if known and len(known) == len(texts) else (piece,)


def as_text(value: Any) -> Text | None:
    """A value as a part of a text; None for what is none."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, int | float):
        return str(value)
    return value if isinstance(value, str | Unknown | Partly) else None


def joined(parts: Iterable[Text]) -> str | Partly:
    """Texts one behind the other."""
    parts = list(parts)
    if all([isinstance(each, str) for each in parts]):
        return "".join(map(str, parts))
    pieces: list[str | Unknown] = []
    for each in parts:
        for piece in each.pieces if isinstance(each, Partly) else (each,):
            if isinstance(piece, str) and pieces and isinstance(pieces[-1], str):
                pieces[-1] += piece
            elif piece != "":
                pieces.append(piece)
    if any(isinstance(each, Unknown) for each in pieces):
        return Partly(tuple(pieces))
    return "".join(map(str, pieces))


def in_texts(value: Any) -> Any:
    """A value in which every unknown is written as its text: to be printed, measured, or made a name."""
    if isinstance(value, Unknown | Partly):
        return str(value)
    if isinstance(value, Mapping):
        return {str(key): in_texts(each) for key, each in value.items()}
    return [in_texts(each) for each in value] if isinstance(value, list) else value


def unknowns_in(value: Any) -> Iterator[Unknown]:
    """Every unknown that a value holds."""
    if isinstance(value, Unknown):
        yield value
    elif isinstance(value, Partly):
        yield from value.unknowns
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from unknowns_in(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from unknowns_in(each)


def is_one(values: Sequence[Any]) -> bool:
    """Whether there are values, and they are all the same; a number is not the truth that Python takes it for."""
    return bool(values) and all(each == values[0] and str(each) == str(values[0]) for each in values)


def is_settled(value: Any) -> bool:
    """Whether a value holds nothing that only deployment settles, a name that CloudFormation makes included."""
    return next(unknowns_in(value), None) is None and MARK.search(str(value)) is None


def may_be_one(one: Any, other: Any) -> bool:
    """Whether two texts may come to the same; of two that are not known, what stands before and behind must agree."""
    if isinstance(one, Unknown | Partly) and isinstance(other, Unknown | Partly):
        (begin, end), (begins, ends) = _ends(one), _ends(other)
        return (begin.startswith(begins) or begins.startswith(begin)) and (end.endswith(ends) or ends.endswith(end))
    known, open_ = (other, one) if isinstance(one, Unknown | Partly) else (one, other)
    if not isinstance(open_, Unknown | Partly):
        return str(one) == str(other)
    return re.fullmatch(expression(open_), str(known)) is not None


def _ends(text: "Unknown | Partly") -> tuple[str, str]:
    pieces = text.pieces if isinstance(text, Partly) else (text,)
    begin, end = (each if isinstance(each, str) else "" for each in (pieces[0], pieces[-1]))
    return begin, end


def with_unknowns(text: str, known: Mapping[str, Unknown]) -> str | Partly:
    """A text that was put together from the texts of unknowns, with those again that can be anything."""
    if "${" not in text:
        return text
    parts = MARK.split(text)
    return joined(known[each] if each in known and known[each].kind is UnknownKind.OPEN else each for each in parts)


def expression(text: Text) -> str:
    """All texts that it can be, as a regular expression."""
    pieces = text.pieces if isinstance(text, Partly) else (text,)
    return "".join(re.escape(each) if isinstance(each, str) else _any_of(each) for each in pieces)


def _any_of(found: Unknown) -> str:
    texts = [as_text(each) for each in alternatives(found) or ()]
    known = [each for each in texts if each is not None]
    return f"(?:{'|'.join(map(expression, known))})" if known and len(known) == len(texts) else ".*"


def why(found: Iterable[Unknown]) -> str:
    """What unknowns are, and what settles them."""
    return ", ".join(f"{each.text}: {each.why}" for each in dict.fromkeys(found))


class Member(NamedTuple):
    """Something that stands in a list, or may stand there.

    Attributes:
        value: What it is; an `Unknown` or `Partly`, where that is not known.
        depends: What settles whether it is there, or what it is; None, where both are known.
    """

    value: Any
    depends: Unknown | None


def members(values: Any) -> Iterator[Member]:
    """What a list holds, or what stands in its place alone; of a list that is not known, what it may hold."""
    for each in values if isinstance(values, list) else [values]:
        if isinstance(each, Unknown):
            arms = alternatives(each)
            for arm in (each,) if arms is None else arms:
                if arm is each:
                    yield Member(arm, each)
                elif arm is not ABSENT:
                    yield from (Member(found.value, found.depends or each) for found in members(arm))
        else:
            yield Member(each, each.unknowns[0] if isinstance(each, Partly) else None)
