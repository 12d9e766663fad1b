"""Sentences and commands on lines of a width; no word is cut, and what is longer stands on a line of its own."""

import shlex
from collections.abc import Sequence

from xacct_constructs.texts import one_line

_GOES_ON = " \\"


def wrapped(text: str, width: int, *, first: str = "", rest: str = "") -> list[str]:
    """A sentence on as many lines as it takes.

    Args:
        text: The sentence; characters that are obeyed or hidden are written out.
        width: The most characters on a line, unless a word is longer.
        first: What the first line begins with. Default: nothing.
        rest: What each further line begins with. Default: nothing.
    """
    return _filled(one_line(text).split(" "), width, first, rest, "")


def command_lines(words: Sequence[str], width: int, *, indent: str) -> list[str]:
    """A command that can be typed as it stands, going on with a backslash where it takes several lines."""
    quoted = [one_line(shlex.quote(each)) for each in words]
    return _filled(quoted, width, indent, f"{indent}  ", _GOES_ON)


def _filled(words: Sequence[str], width: int, first: str, rest: str, end: str) -> list[str]:
    """The words on lines; each line but the last has this end."""
    lines, line = [], first + words[0]
    for index, word in enumerate(words[1:], start=2):
        if len(line) + 1 + len(word) + (len(end) if index < len(words) else 0) <= width:
            line += f" {word}"
        else:
            lines.append(line.rstrip() + end)
            line = rest + word
    return [*lines, line.rstrip()]
