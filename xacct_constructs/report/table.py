"""A table in plain text: every column as wide as it must be, the widest ones wrapped to fit the line."""

import re
from collections.abc import Sequence
from textwrap import wrap

from xacct_constructs.texts import visible

_GAP = 2
_NARROWEST = 12


def table(headings: Sequence[str], rows: Sequence[Sequence[str]], *, width: int = 120, indent: int = 0) -> str:
    """Lay out a table.

    Args:
        headings: The columns' names.
        rows: The cells; a line break in a cell begins a line of its own.
        width: The most characters on a line, unless a word is longer than its column can be. Default: 120.
        indent: Spaces before each line. Default: none.
    """
    rows = [[visible(cell) for cell in row] for row in rows]
    widths = _widths([headings, *rows], width - indent - _GAP * (len(headings) - 1))
    lines = [_line(headings, widths), *(["-" * each for each in widths],)]
    for row in rows:
        cells = [_wrapped(cell, each) for cell, each in zip(row, widths, strict=True)]
        height = max(map(len, cells))
        padded = [[*cell, *[""] * (height - len(cell))] for cell in cells]
        lines += [_line(part, widths) for part in zip(*padded, strict=True)]
    return "\n".join(" " * indent + (" " * _GAP).join(line).rstrip() for line in lines)


def _line(cells: Sequence[str], widths: Sequence[int]) -> list[str]:
    return [cell.ljust(each) for cell, each in zip(cells, widths, strict=True)]


def _widths(rows: Sequence[Sequence[str]], total: int) -> list[int]:
    """The widest cell of each column; while they are too many together, the widest column gives way."""
    widths = [max(len(line) for row in rows for line in row[column].split("\n")) for column in range(len(rows[0]))]
    while sum(widths) > total and max(widths) > _NARROWEST:
        widths[widths.index(max(widths))] -= 1
    return widths


def _wrapped(cell: str, width: int) -> list[str]:
    return [part for line in cell.split("\n") for part in _folded(line, width)] or [""]


def _folded(line: str, width: int) -> list[str]:
    """A line on several; an ARN breaks after a slash or colon, if it must."""
    if len(line) <= width:
        return [line]
    parts = [piece for word in line.split(" ") for piece in _pieces(word, width)]
    found = [""]
    for separator, piece in parts:
        joined = f"{found[-1]}{separator if found[-1] else ''}{piece}"
        if len(joined) <= width:
            found[-1] = joined
        else:
            found.append(piece)
    return [each for each in found if each]


def _pieces(word: str, width: int) -> list[tuple[str, str]]:
    """A word as what may stand on lines of their own, each with what joins it to the one before."""
    split = re.findall(r"[^/:.\[-]+[/:.\[-]*|[/:.\[-]+", word) if len(word) > width else [word]
    short = [part for each in split for part in (wrap(each, width) or [""])]
    return [(" " if index == 0 else "", each) for index, each in enumerate(short)]
