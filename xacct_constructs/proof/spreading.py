"""Work that falls into parts, each of which can be done by itself: here in turn, elsewhere as whoever asks has it.

Nothing here starts a process or keeps a file. What a part comes to is of JSON, so that it can be handed on.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Parts:
    """So many parts of one work.

    Attributes:
        what: What is done, in a word for a person.
        count: How many parts there are.
        part: Does one of them, and says what it comes to.
        key: What that follows from, by its fingerprint; empty, where it is not to be kept.
        is_sound: Whether a part can come to this, and it may be kept: what was kept is asked again.
    """

    what: str
    count: int
    part: Callable[[int], Any]
    key: Callable[[int], str]
    is_sound: Callable[[int, Any], bool]


class Spread(Protocol):
    """Does all parts, and gives what each comes to, in their order, whoever did it."""

    def __call__(self, parts: Parts) -> Iterator[Any]:
        """What the parts come to."""
        ...


def in_turn(parts: Parts) -> Iterator[Any]:
    """One after the other, here."""
    return map(parts.part, range(parts.count))


class Watch(Protocol):
    """Whoever wants to know how far a work is: gives its things one after the other, and is asked for the next."""

    def __call__(self, what: str, things: Sequence[T]) -> Iterator[T]:
        """The things.

        Args:
            what: What is done, in a word for a person.
            things: What it is done with.
        """
        ...


def unwatched(what: str, things: Sequence[T]) -> Iterator[T]:
    """Nobody wants to know."""
    return iter(things)
