"""Texts of others, as a terminal and a report may be given them."""

import pytest

from xacct_constructs.texts import one_line, visible

SHOWN = [
    pytest.param("reports-reader", "reports-reader", id="a name"),
    pytest.param("Bücher/日本 💾.csv", "Bücher/日本 💾.csv", id="letters of every language"),
    pytest.param("a\x1b[2Jb", r"a\x1b[2Jb", id="a terminal escape"),
    pytest.param("a\x9b2Jb", r"a\x9b2Jb", id="a terminal escape of one character"),
    pytest.param("a\rb\x08c\x07", r"a\rb\x08c\x07", id="carriage return, backspace, bell"),
    pytest.param("a\tb\x00c\x7f", r"a\tb\x00c\x7f", id="tab, null, delete"),
    pytest.param("a\u202eb\u2066c", r"a\u202eb\u2066c", id="direction of writing"),
    pytest.param("a\u200bb\ufeffc", r"a\u200bb\ufeffc", id="without width"),
    pytest.param("a\u2028b\x85c\x0bd", r"a\u2028b\x85c\x0bd", id="other line ends"),
    pytest.param("a\udc1bb", r"a\udc1bb", id="half a character"),
]


@pytest.mark.parametrize(("text", "shown"), SHOWN)
def test_what_a_terminal_obeys_is_written_out(text: str, shown: str) -> None:
    """What is printable stays; everything else becomes its escape, and is printable from then on."""
    assert one_line(text) == visible(text) == shown
    assert one_line(shown) == shown


def test_line_breaks_stay_only_where_lines_are_meant() -> None:
    """A name never begins a line of its own; a text of several lines keeps them."""
    assert one_line("a\nb") == r"a\nb"
    assert visible("a\nb\x1b\n") == "a\nb\\x1b\n"
