"""XA706: a trust policy admits a principal whose own policies do not let it ask."""

from collections.abc import Iterator

from xacct_constructs.finding import Severity
from xacct_constructs.rules.assuming import admits, admitting, allows
from xacct_constructs.rules.rule import Rule
from xacct_constructs.rules.subject import Subject, at
from xacct_constructs.rules.violation import Violation

RULE = Rule(
    code="XA706",
    name="a role admits a principal that may not ask for it",
    why="The request will be refused: across accounts both halves must allow it.",
    fix="allow sts:AssumeRole on the role in a policy of the principal, or take it out of the trust policy",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html",
    severity=Severity.WARNING,
)


def check(subject: Subject) -> Iterator[Violation]:
    """Every role and principal of the assembly where only the role's half is there."""
    for role, who, statement in admitting(subject):
        if not who.outside and admits(subject, role, who) and allows(subject, who, role.arn) is None:
            message = f"admits {who.arn} to {role.arn}, which its own policies do not allow"
            yield at(statement, message, who.arn)
