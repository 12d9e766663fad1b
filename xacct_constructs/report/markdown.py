"""A report in GitHub's Markdown, as a comment on a pull request takes it: what weighs most first, the rest folded away.

Whatever is no plain English word stands as code, where Markdown and GitHub obey nothing: no emphasis, HTML, link,
mention or reference. Of the two characters that end code, or the cell that it stands in, the code is written out.

Source: GitHub Flavored Markdown Spec, "Code spans" and "Tables (extension)".
"""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from xacct_constructs.report.lines import command_text
from xacct_constructs.report.page import Item, Page, Section, Table
from xacct_constructs.texts import one_line

COMMENT_CHARACTERS = 65_536
"""What GitHub takes; of more it takes nothing ("body is too long (maximum is 65536 characters)")."""
_WORD = re.compile(r"\(?[A-Za-z]+(?:['-][A-Za-z]+)*[,;:.)]*|[0-9]+[,;:]?|…\)?")
_COMMIT = re.compile(r"\W*[a-fA-F0-9]{7,40}\W*")
"""What may be the beginning of a commit's name, which GitHub makes a link of."""
_CODE = re.compile(r"(\(?)(.*?)([,;:.)]*)")
"""What stands before, in and behind a piece of code."""
_TABLES = "What is agreed, and the statements that allow it"


class _Part(NamedTuple):
    """A part of the comment: whole rows between what opens and what closes it."""

    head: str
    rows: list[str]
    foot: str = ""


def page_markdown(page: Page, *, most: int = COMMENT_CHARACTERS) -> str:
    """The report as a comment.

    Args:
        page: What it says.
        most: How many characters it may have; rows beyond are left out, and counted. Default: as many as GitHub takes.
    """
    opening = f"\n{prose(page.opening)}\n" if page.opening else ""
    parts = [_part(each) for each in page.sections if each.items]
    if page.tables:
        parts.append(_folded(_TABLES, list(map(_table, page.tables))))
    text = f"### {prose(page.answer)}\n{opening}"
    room = most - len(text) - sum(len(f"{each.head}{_left_out(each, each.rows)}{each.foot}") for each in parts)
    for part in parts:
        kept = []
        for row in part.rows:
            if len(row) > room:
                break
            kept.append(row)
            room -= len(row)
        text += "".join((part.head, *kept, _left_out(part, part.rows[len(kept) :]), part.foot))
    return text


def _left_out(part: _Part, rows: list[str]) -> str:
    if not rows:
        return ""
    count = f"{len(rows)} of {len(part.rows)}"
    return f"\n{count} left out here, since a comment on GitHub holds no more; without --markdown all is printed.\n"


def _part(found: Section) -> _Part:
    rows = [
        "".join(_item(each, f"{number}. " if found.numbered else "- ", ""))
        for number, each in enumerate(found.items, start=1)
    ]
    return _folded(found.title, rows) if found.folded else _Part(f"\n**{found.title}**\n\n", rows)


def _folded(title: str, rows: list[str]) -> _Part:
    return _Part(f"\n<details><summary>{title} ({len(rows)})</summary>\n\n", rows, "\n</details>\n")


def _item(item: Item, marker: str, indent: str) -> Iterator[str]:
    yield f"{indent}{marker}{'<br>'.join(map(prose, (item.text, *item.more)))}\n"
    deeper = indent + " " * len(marker)
    for command in item.commands:
        yield f"{deeper}- {_code(command_text(command))}\n"
    for number, step in enumerate(item.steps, start=1):
        yield from _item(step, f"{number}. ", deeper)


def _table(found: Table) -> str:
    lines = [f"**{prose(found.title)}**", "", _row(found.headings), _row(["---"] * len(found.headings))]
    lines += [_row(["<br>".join(map(prose, cell.split("\n"))) for cell in row]) for row in found.rows]
    notes = [f"- {prose(each)}" for each in found.notes]
    return "\n".join([*lines, "", *notes, "", ""] if notes else [*lines, "", ""])


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def prose(text: str) -> str:
    """A sentence in which whatever is no plain word stands as code, so that nothing in it is obeyed."""
    pieces: list[tuple[bool, list[str]]] = []
    for word in filter(None, one_line(text).split(" ")):
        was_plain, piece = pieces[-1] if pieces else (True, [""])
        is_plain = _is_plain(word) and piece[-1] != "="
        if pieces and is_plain is was_plain and word[0] != "(" and piece[-1][-1] not in ",;:)":
            piece.append(word)
        else:
            pieces.append((is_plain, [word]))
    return " ".join(" ".join(piece) if is_plain else _as_code(" ".join(piece)) for is_plain, piece in pieces)


def _is_plain(word: str) -> bool:
    return _WORD.fullmatch(word) is not None and _COMMIT.fullmatch(word) is None


def _as_code(text: str) -> str:
    found = _CODE.fullmatch(text)
    before, code, behind = found.groups() if found else ("", text, "")
    return f"{before}{_code(code)}{behind}" if code else _code(text)


def _code(text: str) -> str:
    escaped = text.replace("`", r"\x60").replace("|", r"\x7c")
    return f"`{escaped}`"
