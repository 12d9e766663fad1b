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


def command_text(words: Sequence[str]) -> str:
    """A command that can be typed as it stands, on one line."""
    return " ".join(map(_quoted, words))


def command_lines(words: Sequence[str], width: int, *, indent: str) -> list[str]:
    """The same on as many lines as it takes, each option with its value as long as both fit on one."""
    rest = f"{indent}  "
    parts: list[list[str]] = []
    for word in map(_quoted, words):
        if not parts or word.startswith("--"):
            parts.append([])
        parts[-1].append(word)
    room = width - len(rest) - len(_GOES_ON)
    whole = [[" ".join(each)] if len(" ".join(each)) <= room else each for each in parts]
    return _filled([word for each in whole for word in each], width, indent, rest, _GOES_ON)


def _quoted(word: str) -> str:
    """A word as a shell reads it back, in double quotes where single ones stand in it and it holds nothing obeyed."""
    plain = "'" in word and not set(word) & set('"$`\\!')
    return one_line(f'"{word}"' if plain else shlex.quote(word))


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
