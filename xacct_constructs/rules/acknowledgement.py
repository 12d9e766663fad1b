"""Acknowledged findings: known, meant, and why; each covers what was shown when it was given, and nothing that grew."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from xacct_constructs.assembly import Assembly
from xacct_constructs.finding import Finding, Severity, fingerprint
from xacct_constructs.names import acknowledged_as
from xacct_constructs.origin import Origin
from xacct_constructs.rules.rule import Judgement, Rule
from xacct_constructs.rules.table import RULES
from xacct_constructs.rules.verdicts import VERDICTS

COVERS_NOTHING = Rule(
    code="XA719",
    name="an acknowledgement covers nothing",
    why="It is of what was shown when it was given: that is gone, or has become another thing that nobody looked at.",
    fix="take the acknowledgement away",
    source="https://docs.aws.amazon.com/cdk/api/v2/docs/aws-cdk-lib.Validations.html",
    severity=Severity.WARNING,
)


class Acknowledgement(NamedTuple):
    """A finding that may stand, and the reason.

    Attributes:
        finding: The finding's ID, as it is told; its code alone says nothing of what was shown, and covers nothing.
        path: Where: a construct, or a template, a resource in it, or a property of that, as the finding's path begins;
            empty: the app, for all that is found.
        reason: Why it is accepted.
    """

    finding: str
    path: str
    reason: str

    def covers(self, judged: Judgement) -> bool:
        """Whether this is the finding's ID, and it lies at this path or below it."""
        return judged.finding.id == self.finding and self.is_around(judged)

    def is_around(self, judged: Judgement) -> bool:
        """Whether the finding lies at this path or below it."""
        return _is_below(judged.finding.path, self.path, " .[") or _is_below(judged.construct, self.path, "/")


def _is_below(path: str, above: str, separators: str) -> bool:
    return path.startswith(above) and (path == above or not above or path[len(above)] in separators)


class Sorted(NamedTuple):
    """Findings that stand, those that are acknowledged, and acknowledgements that meet none."""

    standing: tuple[Judgement, ...]
    acknowledged: tuple[tuple[Judgement, Acknowledgement], ...]
    unused: tuple[Acknowledgement, ...]


def acknowledged_in(assembly: Assembly) -> tuple[Acknowledgement, ...]:
    """What an app acknowledges of what templates show; whether a construct would warn of the rest, nobody can see."""
    codes = {rule.code for rule in (*(rule for rule, _ in RULES), *VERDICTS)}
    given = (Acknowledgement(each.finding, each.construct, each.reason) for each in assembly.constructs.acknowledged)
    return tuple(each for each in given if each.finding.partition("-")[0] in codes)


def sort_out(judged: Iterable[Judgement], acknowledged: Sequence[Acknowledgement]) -> Sorted:
    """Part the findings that stand from those that are acknowledged; one ID in use at one place is in use at all."""
    pairs = [(each, next((a for a in acknowledged if a.covers(each)), None)) for each in judged]
    met = [(each, by) for each, by in pairs if by is not None]
    used = {each.finding.id for each, _ in met}
    return Sorted(
        standing=tuple(each for each, by in pairs if by is None),
        acknowledged=tuple(met),
        unused=tuple(a for a in acknowledged if a.finding not in used),
    )


def judge_unused(found: Sorted) -> Iterator[Judgement]:
    """Each acknowledgement that covers nothing, with what stands in its place."""
    rule = COVERS_NOTHING
    for each in found.unused:
        code, _, shown = each.finding.partition("-")
        now = [judged.finding for judged in found.standing if judged.finding.code == code and each.is_around(judged)]
        what = "what was shown then is not there" if shown else "that does not say what was shown"
        message = f"acknowledges {acknowledged_as(each.finding)} ({each.reason}), and {what}"
        names = ", ".join(acknowledged_as(name) for name in dict.fromkeys(finding.id for finding in now))
        fix = f"look again at what stands there now, and acknowledge {names} if it is meant" if names else rule.fix
        place = each.path or "the app"
        told = Finding(rule.code, rule.severity, place, message, fix, fingerprint(each.path, each.finding))
        yield Judgement(rule, Origin("", "", ""), told, each.path)
