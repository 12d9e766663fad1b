"""Others who do the parts of a proof: the second time, what they came to is all that is said of them."""

from collections.abc import Iterator
from typing import Any

from xacct_constructs.proof import Parts, in_turn


class Others:
    """Do a proof's parts, and later say what they came to."""

    def __init__(self) -> None:
        """Begin with nothing done."""
        self.said: dict[int, Any] = {}

    def __call__(self, parts: Parts) -> Iterator[Any]:
        """What each part comes to: worked out the first time, and then said alone."""
        if self.said:
            yield from (self.said[number] for number in range(parts.count))
            return
        for number, each in enumerate(in_turn(parts)):
            self.said[number] = each
            yield each
