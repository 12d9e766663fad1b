"""A rule: what it asks of an assembly, and what it says where the assembly falls short."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from xacct_constructs.assembly import Assembly, Unknown, UnknownKind
from xacct_constructs.finding import Finding, Severity, fingerprint
from xacct_constructs.iam import Origin
from xacct_constructs.rules.subject import Subject
from xacct_constructs.rules.violation import Violation
from xacct_constructs.unknowns import MARK


class Rule(NamedTuple):
    """What a rule is called, what it says, and where AWS says it.

    Attributes:
        code: Stable: `XA7` and two digits; a code keeps its meaning, in an agreement and in a template.
        name: What is found, in a few words.
        why: What comes of it, in a sentence.
        fix: What to do about it.
        source: AWS's page.
        severity: How bad it is.
    """

    code: str
    name: str
    why: str
    fix: str
    source: str
    severity: Severity


Check = Callable[[Subject], Iterator[Violation]]


class Judgement(NamedTuple):
    """A finding, with the rule that makes it and the place it speaks of.

    Attributes:
        rule: The rule.
        origin: The place in a template.
        finding: What is found.
        construct: The construct that the place belongs to; empty where that is not known.
    """

    rule: Rule
    origin: Origin
    finding: Finding
    construct: str = ""


def judgement(rule: Rule, violation: Violation, assembly: Assembly) -> Judgement:
    """What a rule says about a violation."""
    origin, message = violation.origin, violation.message
    of_what = fingerprint(*(_as_made(each, assembly) for each in violation.shown or (message,)))
    found = Finding(rule.code, rule.severity, str(origin), message, rule.fix, of_what)
    return Judgement(rule, origin, found, assembly.constructs.path(origin))


def _as_made(shown: str, assembly: Assembly) -> str:
    """What is shown, with what deployment settles as the template makes it: its arms may grow, and not its name."""
    return "".join(_made(each, assembly.unknowns.get(each)) for each in MARK.split(shown))


def _made(text: str, unknown: Unknown | None) -> str:
    if unknown is None or unknown.kind is not UnknownKind.OPEN or unknown.is_its_own:
        return text
    return unknown.source or text
