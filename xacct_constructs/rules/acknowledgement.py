"""Acknowledged findings: known, meant, and why."""

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from xacct_constructs.rules.rule import Judgement

_WRITTEN = re.compile(r"(XA[0-9]{3}) ([^=]+)=(.*\S.*)", re.DOTALL)


class Acknowledgement(NamedTuple):
    """A finding that may stand, and the reason.

    Attributes:
        code: The rule's code.
        path: Where: a template, a resource in it, or a property of that, as the finding's path begins.
        reason: Why it is accepted.
    """

    code: str
    path: str
    reason: str

    def covers(self, judged: Judgement) -> bool:
        """Whether the finding has this code, and lies at this path or below it."""
        path = judged.finding.path
        below = path.startswith(self.path) and (path == self.path or path[len(self.path)] in " .[")
        return below and judged.finding.code == self.code


class Sorted(NamedTuple):
    """Findings that stand, those that are acknowledged, and acknowledgements that meet none."""

    standing: tuple[Judgement, ...]
    acknowledged: tuple[tuple[Judgement, Acknowledgement], ...]
    unused: tuple[Acknowledgement, ...]


def parse_acknowledgement(text: str) -> Acknowledgement:
    """An acknowledgement from `CODE PATH=REASON`: `XA702 Production.template.json Reader=staging is a sandbox of ours`.

    Raises:
        ValueError: it is written in another way, or gives no reason.
    """
    found = _WRITTEN.fullmatch(text.strip())
    if found is None:
        raise ValueError(f"must be CODE PATH=REASON, with a reason, got {text!r}")
    return Acknowledgement(found[1], found[2].strip(), found[3].strip())


def sort_out(judged: Iterable[Judgement], acknowledged: Sequence[Acknowledgement]) -> Sorted:
    """Part the findings that stand from those that are acknowledged."""
    pairs = [(each, next((a for a in acknowledged if a.covers(each)), None)) for each in judged]
    met = [(each, by) for each, by in pairs if by is not None]
    return Sorted(
        standing=tuple(each for each, by in pairs if by is None),
        acknowledged=tuple(met),
        unused=tuple(a for a in acknowledged if not any(a.covers(each) for each, _ in pairs)),
    )
