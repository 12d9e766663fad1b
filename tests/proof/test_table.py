"""The plain-text table."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xacct_constructs.report.table import table

cells = st.text(alphabet="ab /:.\n", max_size=60)


@pytest.mark.parametrize(
    ("rows", "width", "expected"),
    [
        pytest.param([["a", "b"]], 20, ["who  on", "---  --", "a    b"], id="as wide as needed"),
        pytest.param(
            [["alice and bob", "b"]],
            16,
            ["who           on", "------------  --", "alice and     b", "bob"],
            id="wrapped",
        ),
        pytest.param([["a", "b\nc"]], 20, ["who  on", "---  --", "a    b", "     c"], id="a line break in a cell"),
        pytest.param(
            [["arn:aws:iam::1:role/r", "b"]],
            16,
            ["who           on", "------------  --", "arn:aws:      b", "iam::1:role/", "r"],
            id="an ARN breaks after a colon or slash",
        ),
        pytest.param(
            [["abcdefghijklmnop", "b"]],
            16,
            ["who           on", "------------  --", "abcdefghijkl  b", "mnop"],
            id="a long word is cut",
        ),
    ],
)
def test_layout(rows: list[list[str]], width: int, expected: list[str]) -> None:
    """Headings, a rule, and the cells below each other."""
    assert table(["who", "on"], rows, width=width).split("\n") == expected


@given(rows=st.lists(st.tuples(cells, cells), max_size=4), width=st.integers(30, 80))
def test_nothing_is_lost_and_no_line_too_long(rows: list[tuple[str, str]], width: int) -> None:
    """Every character but spaces is printed, within the width."""
    lines = table(["who", "on"], rows, width=width, indent=2).split("\n")

    printed = sorted("".join(lines[2:]).replace(" ", ""))
    assert printed == sorted("".join(cell for row in rows for cell in row).replace(" ", "").replace("\n", ""))
    assert all(len(line) <= width for line in lines)
