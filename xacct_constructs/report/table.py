"""A table in plain text: every column as wide as it must be, the widest ones wrapped to fit the line.

No word is cut. Where the columns do not fit beside each other, each row is told below the other, a line for each cell.
"""

from collections.abc import Iterator, Sequence

from xacct_constructs.report.lines import wrapped
from xacct_constructs.texts import visible

_GAP = 2
_NARROWEST = 12


def table(headings: Sequence[str], rows: Sequence[Sequence[str]], *, width: int = 120, indent: int = 0) -> str:
    """Lay out a table.

    Args:
        headings: The columns' names.
        rows: The cells; a line break in a cell begins a line of its own.
        width: The most characters on a line, unless a word is longer than a line. Default: 120.
        indent: Spaces before each line. Default: none.
    """
    rows = [[visible(cell) for cell in row] for row in rows]
    widths = _widths([headings, *rows], width - indent - _GAP * (len(headings) - 1))
    lines = _beside(headings, rows, widths) if widths else _below(headings, rows, width - indent)
    return "\n".join(" " * indent + line if line else "" for line in lines)


def _widths(rows: Sequence[Sequence[str]], total: int) -> list[int]:
    """The widest cell of each column; while they are too many together, the widest column gives way.

    None, where one would have to be narrower than its words, or than can be read.
    """
    columns = [[line for cell in column for line in cell.split("\n")] for column in zip(*rows, strict=True)]
    widths = [max(map(len, lines)) for lines in columns]
    least = [
        max(min(widest, _NARROWEST), *(len(word) for line in lines for word in line.split(" ")))
        for widest, lines in zip(widths, columns, strict=True)
    ]
    if sum(least) > total:
        return []
    while sum(widths) > total:
        widest = max(range(len(widths)), key=lambda each: (widths[each] > least[each], widths[each]))
        widths[widest] -= 1
    return widths


def _beside(headings: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[int]) -> Iterator[str]:
    """The columns beside each other, below a rule."""
    yield _line(headings, widths)
    yield _line(["-" * each for each in widths], widths)
    for row in rows:
        cells = [
            [part for line in cell.split("\n") for part in wrapped(line, each)]
            for cell, each in zip(row, widths, strict=True)
        ]
        height = max(map(len, cells))
        padded = [[*cell, *[""] * (height - len(cell))] for cell in cells]
        yield from (_line(part, widths) for part in zip(*padded, strict=True))


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    return (" " * _GAP).join(cell.ljust(each) for cell, each in zip(cells, widths, strict=True)).rstrip()


def _below(headings: Sequence[str], rows: Sequence[Sequence[str]], width: int) -> Iterator[str]:
    """Each row's cells below each other behind their headings, those that are empty left out."""
    margin = max(map(len, headings)) + _GAP
    for number, row in enumerate(rows):
        if number:
            yield ""
        for heading, cell in zip(headings, row, strict=True):
            first = heading.ljust(margin)
            for line in cell.split("\n") if cell else ():
                yield from (each.rstrip() for each in wrapped(line, width, first=first, rest=" " * margin))
                first = " " * margin
