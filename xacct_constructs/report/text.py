"""A report in plain text, as wide as the terminal; what weighs most stands last, where a terminal ends."""

from collections.abc import Iterator

from xacct_constructs.report.lines import command_lines, wrapped
from xacct_constructs.report.page import Item, Page, Section, Table
from xacct_constructs.report.table import table


def page_text(page: Page, *, width: int) -> str:
    """The report in lines.

    Args:
        page: What it says.
        width: The most characters on a line, unless a word is longer.
    """
    blocks = [wrapped(page.opening, width)] if page.opening else []
    blocks += [_table(each, width) for each in page.tables]
    blocks += [_section(each, width) for each in reversed(page.sections) if each.items]
    blocks.append(wrapped(page.answer, width))
    return "\n\n".join("\n".join(each) for each in blocks) + "\n"


def _table(found: Table, width: int) -> list[str]:
    cells = table(found.headings, found.rows, width=width, indent=2)
    notes = [line for each in found.notes for line in wrapped(each, width, first="  ", rest="      ")]
    return [*wrapped(found.title, width), cells, *(["", *notes] if notes else [])]


def _section(found: Section, width: int) -> list[str]:
    lines = wrapped(found.title, width)
    for number, each in enumerate(found.items, start=1):
        lines += _item(each, f"  {number}. " if found.numbered else "  - ", width)
    return lines


def _item(item: Item, first: str, width: int) -> Iterator[str]:
    rest = " " * len(first)
    yield from wrapped(item.text, width, first=first, rest=rest)
    for each in item.more:
        yield from wrapped(each, width, first=rest, rest=rest)
    for command in item.commands:
        yield from command_lines(command, width, indent=f"{rest}  ")
    for number, step in enumerate(item.steps, start=1):
        yield from _item(step, f"{rest}{number}) ", width)
