"""XA701: a trust policy names everybody."""

from collections.abc import Iterator

from xacct_constructs.finding import Severity
from xacct_constructs.rules.principals import admits_anybody
from xacct_constructs.rules.rule import Rule
from xacct_constructs.rules.subject import Subject, at
from xacct_constructs.rules.violation import Violation

RULE = Rule(
    code="XA701",
    name="a trust policy names everybody",
    why="Only its conditions stand between the role and any AWS account; one edit opens it.",
    fix="name the account or the principal in Principal, and keep the conditions",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html",
    severity=Severity.ERROR,
)


def check(subject: Subject) -> Iterator[Violation]:
    """Every statement that lets anybody in, with its conditions or without."""
    for role, statements in subject.trusts:
        for statement in statements:
            if statement.allows and admits_anybody(statement):
                kept = "under conditions" if statement.conditions else "without a condition"
                yield at(statement, f"admits everybody to {role.arn}, {kept}")
