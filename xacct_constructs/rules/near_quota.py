"""XA716: a document is near its quota."""

from collections.abc import Iterator

from xacct_constructs.finding import Severity
from xacct_constructs.rules.documents import measured
from xacct_constructs.rules.rule import Rule
from xacct_constructs.rules.subject import Subject
from xacct_constructs.rules.violation import Violation
from xacct_constructs.validation.sizes import NEAR

RULE = Rule(
    code="XA716",
    name="a document is near its quota",
    why="The next principal or permission will not fit, and the deployment that adds it fails.",
    fix="before it is full, make it a managed policy, or split it over two principals",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html",
    severity=Severity.WARNING,
)


def check(subject: Subject) -> Iterator[Violation]:
    """Every document that fills nine tenths of IAM's quota."""
    for each in measured(subject.assembly):
        if each.quota.characters * NEAR <= each.characters <= each.quota.characters:
            yield Violation(each.origin, str(each), (each.quota.what,))
