"""Texts that are documents: JSON, in which deployment may settle something, and lines of whatever else."""

import re
from bisect import bisect_right
from collections.abc import Mapping
from itertools import accumulate
from typing import Any

from xacct_constructs.assembly import document
from xacct_constructs.unknowns import MARK, Text

_TEXT_OR_MARK = re.compile(rf'(?s)"(?:[^"\\]|\\.)*"?|{MARK.pattern}')
_LINE = re.compile(r"[ -]*(?P<key>\w+): +(?P<value>\S.*)")


def said_out(value: Any) -> Any:
    """What a text says that is a document; whatever else as it is."""
    found = said_in(str(value)) if isinstance(value, Text) else None
    return value if found is None else found


def said_in(text: str) -> Any:
    """What a text says that is JSON; what deployment settles may stand in it as a text, or for more than that."""
    if not text.lstrip().startswith(("{", "[")):
        return None
    return document(_TEXT_OR_MARK.sub(lambda found: found[0] if found[0][0] == '"' else f'"{found[0]}"', text))


class Lines:
    """A text that is no JSON, such as YAML, by how far its lines stand in."""

    def __init__(self, text: str) -> None:
        """Take the text."""
        self._lines = text.splitlines(keepends=True)
        self._starts = [0, *accumulate(map(len, self._lines))]
        self._blocks: dict[int, tuple[range, Mapping[str, Any]]] = {}

    def around(self, at: int) -> Mapping[str, Any]:
        """What the lines say that stand as far in as the one of this place, with none between that stands less far.

        Each block of lines is read once for all that stands there, however many ask.
        """
        number = bisect_right(self._starts, at) - 1
        depth = self._depth(number)
        lines, said = self._blocks.get(depth, (range(0), {}))
        if number not in lines:
            lines = range(self._end(number, depth, -1) + 1, self._end(number, depth, 1))
            found = (_LINE.fullmatch(self._lines[each].rstrip()) for each in lines if self._depth(each) == depth)
            said = {each["key"]: said_out(each["value"].strip("\"' ")) for each in found if each}
            self._blocks[depth] = lines, said
        return said

    def _end(self, number: int, depth: int, step: int) -> int:
        while 0 <= number < len(self._lines) and (not self._lines[number].strip() or self._depth(number) >= depth):
            number += step
        return number

    def _depth(self, number: int) -> int:
        """How far a line stands in, behind what begins one of a list."""
        line = self._lines[number]
        return len(line) - len(line.lstrip(" -"))
