"""What a report says, however it is laid out: `text` does so for a terminal or a file, `markdown` for a comment."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

Command = tuple[str, ...]
"""A command as its words, none of them quoted yet."""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that is said.

    Attributes:
        text: The sentence.
        more: Sentences below it, each on a line of its own. Default: none.
        steps: What happens one after the other, numbered. Default: nothing.
        commands: What somebody may type about it. Default: nothing.
    """

    text: str
    more: tuple[str, ...] = ()
    steps: tuple["Item", ...] = ()
    commands: tuple[Command, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """Several things of one sort; without any, nothing is printed of it.

    Attributes:
        title: In words of ours, nothing of a template's.
        items: What is said.
        numbered: Whether they are numbered. Default: no.
        folded: Whether a comment folds them away. Default: no.
    """

    title: str
    items: tuple[Item, ...]
    numbered: bool = False
    folded: bool = False


class Table(NamedTuple):
    """A table, with what stands above and below it.

    Attributes:
        title: What it is about.
        headings: The columns' names.
        rows: The cells; a line break in a cell begins a line of its own.
        notes: What its cells refer to.
    """

    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[str]]
    notes: Sequence[str]


@dataclass(frozen=True, slots=True)
class Page:
    """A whole report.

    Attributes:
        answer: What it comes to, in a sentence.
        sections: What it consists of, the weightiest first.
        tables: What was looked at. Default: there is no table of it.
        opening: What is to be known before any of it. Default: nothing.
    """

    answer: str
    sections: tuple[Section, ...]
    tables: tuple[Table, ...] = ()
    opening: str = ""
