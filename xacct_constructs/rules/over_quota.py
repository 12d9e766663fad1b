"""XA715: a document is over its quota."""

from collections.abc import Iterator

from xacct_constructs.finding import Severity
from xacct_constructs.rules.documents import measured
from xacct_constructs.rules.rule import Rule
from xacct_constructs.rules.subject import Subject
from xacct_constructs.rules.violation import Violation

RULE = Rule(
    code="XA715",
    name="a document is over its quota",
    why="IAM refuses it, and the deployment fails.",
    fix="shorten it, make it a managed policy, or split it over two principals",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html",
    severity=Severity.ERROR,
)


def check(subject: Subject) -> Iterator[Violation]:
    """Every document longer than IAM takes."""
    for each in measured(subject.assembly):
        if each.characters > each.quota.characters:
            yield Violation(each.origin, str(each))
