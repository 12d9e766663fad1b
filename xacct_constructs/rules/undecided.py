"""XA799: something could not be judged."""

from collections.abc import Iterator

from xacct_constructs.finding import Severity
from xacct_constructs.rules.principals import admitted
from xacct_constructs.rules.rule import Rule
from xacct_constructs.rules.subject import Subject, at
from xacct_constructs.rules.violation import Violation

RULE = Rule(
    code="XA799",
    name="something could not be judged",
    why="Whether a rule is kept there is not known before deployment, or not understood here.",
    fix="write the value out, or look at it yourself and acknowledge it with the reason",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements.html",
    severity=Severity.WARNING,
)


def check(subject: Subject) -> Iterator[Violation]:
    """What the other rules could not tell, and principals that deployment settles; it runs after them."""
    for role, statement in subject.admissions:
        for named in admitted(statement):
            if subject.is_open(named.replace(role.account, "")):
                yield at(statement, f"cannot be judged: deployment settles whom {named} names", named)
    yield from subject.doubts
