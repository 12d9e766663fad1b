"""XA610 to XA613: what is to be done about entries of known access, as findings beside those of the rules."""

from collections.abc import Iterator

from xacct_constructs.finding import Severity
from xacct_constructs.iam import Origin
from xacct_constructs.proof import Proof
from xacct_constructs.rules.rule import Judgement, Rule

_SOURCE = "https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html"

MATCHES_NOTHING = Rule(
    code="XA610",
    name="an entry of known access matches nothing",
    why="What it was written for is gone; what comes later, and fits, would be taken as known.",
    fix="remove it",
    source=_SOURCE,
    severity=Severity.WARNING,
)
OVERDUE = Rule(
    code="XA611",
    name="an entry of known access is to be looked at again",
    why="Its day of review has passed; it counts until somebody removes it.",
    fix="ask its owner whether it still holds, and set a new day",
    source=_SOURCE,
    severity=Severity.WARNING,
)
UNFINISHED = Rule(
    code="XA612",
    name="an entry of known access is not filled in",
    why="Without reason, owner and day of review it counts for nothing.",
    fix="fill in what is missing, once you have looked at it",
    source=_SOURCE,
    severity=Severity.WARNING,
)
LAPSED = Rule(
    code="XA613",
    name="a role of known access has changed",
    why="Its trust, policies or boundary are not what somebody looked at, and the entry counts for nothing.",
    fix="look at the role again, and copy the new fingerprints",
    source=_SOURCE,
    severity=Severity.WARNING,
)
KNOWN = (MATCHES_NOTHING, OVERDUE, UNFINISHED, LAPSED)
_RULES = {each.code: each for each in KNOWN}


def judge_known(proof: Proof) -> Iterator[Judgement]:
    """What is to be done about each entry: it is done there, and acknowledged nowhere."""
    for each in proof.known_findings:
        yield Judgement(_RULES[each.code], Origin("", "", ""), each)
