"""A line on the terminal of what is done and what is left, where somebody waits; gone when all is done."""

import sys
import time
from collections.abc import Iterator, Sequence
from typing import TypeVar

from xacct_constructs.cli.say import tell

T = TypeVar("T")

_WAITED = 1.0
"""Seconds: what takes no longer needs no line."""
_BETWEEN = 0.2
_TELLING = 50
"""Of so many parts one tells how long the rest takes."""
_CLEARED = "\r\x1b[K"


class Progress:
    """Tells of one work after the other."""

    def __init__(self, *, shown: bool) -> None:
        """Begin with nothing told.

        Args:
            shown: Whether anything is; nothing is anywhere but on a terminal.
        """
        self._is_shown = shown and sys.stderr.isatty()
        self._is_there = False
        self._what, self._all, self._done, self._began, self._told = "", 0, 0, 0.0, 0.0

    def begin(self, what: str, count: int) -> None:
        """Begin a work of so many parts."""
        self._what, self._all, self._done = what, count, 0
        self._began = time.monotonic()
        self._told = self._began + _WAITED - _BETWEEN

    def one(self) -> None:
        """One part more is done."""
        self._done += 1
        now = time.monotonic() if self._is_shown else 0.0
        if self._is_shown and now - self._told >= _BETWEEN:
            self._told, self._is_there = now, True
            tell(f"{_CLEARED}{line(self._what, self._done, self._all, now - self._began)}")

    def over(self, what: str, things: Sequence[T]) -> Iterator[T]:
        """The things of a work, one after the other; whoever asks for the next has done one."""
        self.begin(what, len(things))
        for each in things:
            yield each
            self.one()
        self.clear()

    def clear(self) -> None:
        """Take the line away."""
        if self._is_there:
            self._is_there = False
            tell(_CLEARED)


def line(what: str, done: int, of: int, seconds: float) -> str:
    """What is done of a work, and how long the rest takes, if it goes on as it went; of the first, too few to tell."""
    said = f"{what}: {done:,} of {of:,}"
    if done * _TELLING < of:
        return said
    left = round(seconds * (of - done) / done)
    minutes, rest = divmod(left, 60)
    return f"{said}, {f'{minutes} min {rest:02}' if minutes else rest} s left"
