"""The parts of a proof, done here, or said by others to come to nothing: all that is said of a part is worked out here.

A part that comes to nothing leaves no counterexample, no doubt and no door, and rests on nothing that is known or that
an organization policy keeps out: so the proof is the same without it, and that alone is believed of others.
"""

from collections.abc import Callable, Sequence
from typing import Any

from xacct_constructs.proof.spreading import Parts, Spread
from xacct_constructs.request_sets import Work


class Running:
    """Does the parts of one proof."""

    def __init__(self, parts: Sequence[Callable[[], None]], touched: Callable[[], Any], work: Work) -> None:
        """Take the parts.

        Args:
            parts: Each adds what it comes to.
            touched: What changes whenever a part comes to something.
            work: The steps that they are counted in.
        """
        self._parts, self._touched, self._work = parts, touched, work
        self._done: set[int] = set()
        self.is_elsewhere = False
        """Whether a part was done by others, so that its steps may have been counted more than once."""

    def through(self, spread: Spread, key: Callable[[int], str]) -> None:
        """Do all of them, in their order."""
        parts = Parts("proving", len(self._parts), self._part, key, _is_nothing)
        for number, (is_nothing, steps) in enumerate(spread(parts)):
            if number in self._done:
                continue
            self.is_elsewhere = True
            if is_nothing:
                self._work.left -= steps
            else:
                self._part(number)

    def _part(self, number: int) -> list[Any]:
        """Whether a part comes to nothing, and the steps that it takes."""
        touched, left = self._touched(), self._work.left
        self._done.add(number)
        self._parts[number]()
        return [self._touched() == touched, left - self._work.left]


def _is_nothing(_: int, said: Any) -> bool:
    return isinstance(said, list) and len(said) == 2 and said[0] is True and type(said[1]) is int and said[1] >= 0
