"""XA705: a policy names a role whose trust policy does not admit the principal."""

from collections.abc import Iterator

from xacct_constructs.finding import Severity
from xacct_constructs.rules.assuming import admits, asking
from xacct_constructs.rules.rule import Rule
from xacct_constructs.rules.subject import Subject, at
from xacct_constructs.rules.violation import Violation

RULE = Rule(
    code="XA705",
    name="a policy names a role that does not admit the principal",
    why="The request will be refused: across accounts both halves must allow it.",
    fix="add the principal to the role's trust policy, with its path, or take the role out of this policy",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html",
    severity=Severity.ERROR,
)


def check(subject: Subject) -> Iterator[Violation]:
    """Every principal and role of the assembly where only the principal's half is there."""
    for who, role, statement in asking(subject):
        if admits(subject, role, who) is None:
            message = f"lets {who.arn} ask for {role.arn}, which does not admit it"
            yield at(statement, message, who.arn, role.arn)
