"""Boxes by how what they ask for begins: of many, those that can have a request in common with another one."""

from bisect import bisect_left
from collections.abc import Iterable, Sequence

from xacct_constructs.request_sets.boxes import RESOURCE, Box, beginnings, product


class ByResource:
    """A union of boxes that is held against others, each of which asks for little of it."""

    def __init__(self, boxes: Iterable[Box]) -> None:
        """Take the boxes."""
        self._boxes = tuple(boxes)
        self._anywhere: list[int] = []
        self._by_beginning: dict[str, list[int]] = {}
        for number, each in enumerate(self._boxes):
            found = _beginnings(each)
            for text in found:
                self._by_beginning.setdefault(text, []).append(number)
            if not found:
                self._anywhere.append(number)
        self._sorted = sorted(self._by_beginning)

    def product(self, left: Sequence[Box]) -> list[Box]:
        """The requests that lie in both unions, as `product` has them."""
        return [found for one in left for found in product([one], self.beside(one))]

    def beside(self, box: Box) -> list[Box]:
        """Those whose resources may be the box's: the others begin apart from it."""
        return [self._boxes[each] for each in self.numbers(box)]

    def numbers(self, box: Box) -> Sequence[int]:
        """Which of them, in their order."""
        asked = _beginnings(box)
        if not asked:
            return range(len(self._boxes))
        numbers = set(self._anywhere)
        for text in asked:
            for other in self._from(text):
                numbers.update(self._by_beginning[other])
            for length in range(len(text)):
                numbers.update(self._by_beginning.get(text[:length], ()))
        return sorted(numbers)

    def _from(self, text: str) -> Iterable[str]:
        """The beginnings that go on from a text, and itself."""
        for at in range(bisect_left(self._sorted, text), len(self._sorted)):
            if not self._sorted[at].startswith(text):
                return
            yield self._sorted[at]


def _beginnings(box: Box) -> tuple[str, ...]:
    """How the resources begin that a box asks for; empty where they can begin anyhow."""
    told = (beginnings(each.condition) for each in box if each.holds and each.condition.key == RESOURCE)
    return min((each for each in told if each and "" not in each), default=())
