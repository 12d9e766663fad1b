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
            [["arn:aws:iam::1:role/reader", "b c"], ["a", ""], ["a\nb", "c"]],
            16,
            ["who  arn:aws:iam::1:role/reader", "on   b c", "", "who  a", "", "who  a", "     b", "on   c"],
            id="no word is cut, each row stands below the other",
        ),
    ],
)
def test_layout(rows: list[list[str]], width: int, expected: list[str]) -> None:
    """Headings, a rule, and the cells below each other."""
    assert table(["who", "on"], rows, width=width).split("\n") == expected


@given(rows=st.lists(st.tuples(cells, cells), max_size=4), width=st.integers(10, 80))
def test_no_word_is_cut_and_no_line_too_long(rows: list[tuple[str, str]], width: int) -> None:
    """Every word of every cell is printed, within the width, unless nothing but a heading stands before it."""
    lines = table(["who", "on"], rows, width=width, indent=2).split("\n")

    rule = [each for each in lines if each.strip("- ") == "" and each]
    printed = [word for line in lines for word in line.split() if line not in rule and word not in ("who", "on")]
    assert sorted(printed) == sorted(word for row in rows for cell in row for word in cell.split())
    assert [each for each in lines if len(each) > width and len(each.split()) > (each[2] != " ") + 1] == []
