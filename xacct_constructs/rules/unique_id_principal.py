"""XA714: a principal is a unique ID, as IAM writes for somebody who was deleted."""

from collections.abc import Iterator

from xacct_constructs.finding import Severity
from xacct_constructs.iam import UNIQUE_ID
from xacct_constructs.rules.rule import Rule
from xacct_constructs.rules.subject import Subject, at, sentence
from xacct_constructs.rules.violation import Violation

RULE = Rule(
    code="XA714",
    name="a principal is a unique ID",
    why="IAM writes it in place of a deleted principal, and one made again under the name has another; if somebody has "
    "it still, nobody can tell who.",
    fix="write the principal's ARN again, or trust its account with a condition on aws:PrincipalArn",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html",
    severity=Severity.ERROR,
)


def check(subject: Subject) -> Iterator[Violation]:
    """Every statement of a trust policy, bucket policy or key policy that names one."""
    trusts = [statement for _, statements in subject.trusts for statement in statements]
    for statement in (*trusts, *subject.resource_statements):
        dead = [each for each in statement.principals.aws if UNIQUE_ID.fullmatch(each)] if statement.principals else []
        if dead:
            yield at(statement, f"names {sentence(dead)}")
