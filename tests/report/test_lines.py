"""Sentences and commands on lines of a width."""

import shlex

import pytest
from hypothesis import given
from hypothesis import strategies as st

from xacct_constructs.report.lines import command_lines, command_text, wrapped

sentences = st.text(alphabet="ab/: ", min_size=1, max_size=80)
words = st.lists(st.text(min_size=1, max_size=20).filter(str.isprintable), min_size=1, max_size=8)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("one two", ["- one two"], id="short"),
        pytest.param("one two three", ["- one two", "  three"], id="several lines"),
        pytest.param("a onetwothreefour b", ["- a", "  onetwothreefour", "  b"], id="a long word"),
        pytest.param("a\nb\x1b", [r"- a\nb\x1b"], id="what is obeyed"),
        pytest.param("", ["-"], id="nothing"),
    ],
)
def test_a_sentence(text: str, expected: list[str]) -> None:
    """No word is cut, and each further line stands below the first."""
    assert wrapped(text, 10, first="- ", rest="  ") == expected


@given(text=sentences, width=st.integers(1, 60))
def test_every_word_is_there_and_no_line_too_long(text: str, width: int) -> None:
    """Unless it is one word."""
    lines = wrapped(text, width, first="  - ", rest="    ")

    assert " ".join(lines).split() == ["-", *text.split()]
    assert [each for each in lines if len(each) > width and len(each[4:].split()) > 1] == []


def test_an_option_and_its_value_stay_together() -> None:
    """As long as they fit on a line."""
    command = ("aws", "iam", "get-role", "--role-name", "reader", "--query", "Role.Arn")

    assert command_lines(command, 30, indent="  ") == [
        "  aws iam get-role \\",
        "    --role-name reader \\",
        "    --query Role.Arn",
    ]
    assert command_text(command) == "aws iam get-role --role-name reader --query Role.Arn"


@given(command=words, width=st.integers(1, 60))
def test_a_shell_reads_the_same_words_back(command: list[str], width: int) -> None:
    """Whatever a template says stays a word, on one line and on several."""
    assert shlex.split(command_text(command)) == command
    on_one = "\n".join(command_lines(command, width, indent="  ")).replace(" \\\n", " ")
    assert shlex.split(on_one) == command


@pytest.mark.parametrize("word", ["$(reboot)", "`reboot`", "a'$(reboot)'", "a'\"; reboot #", "!!", "a'!!'"])
def test_nothing_in_a_word_is_run(word: str) -> None:
    """It stands in single quotes, where a shell obeys nothing."""
    assert command_text([word]) == shlex.quote(word)
