"""XA711: MFA is asked only if the request tells."""

from collections.abc import Iterator

from xacct_constructs.finding import Severity
from xacct_constructs.rules.rule import Rule
from xacct_constructs.rules.subject import Subject, at
from xacct_constructs.rules.violation import Violation

RULE = Rule(
    code="XA711",
    name="MFA is asked only if the request tells",
    why="Long-lived access keys send no MFA context at all, so IfExists lets them through.",
    fix="write Bool instead of BoolIfExists",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_configure-api-require.html",
    severity=Severity.ERROR,
)


def check(subject: Subject) -> Iterator[Violation]:
    """Every statement that allows something with `BoolIfExists aws:MultiFactorAuthPresent`, or the age likewise."""
    permissions = [statement for _, statements in subject.permissions for statement in statements]
    trusts = [statement for _, statements in subject.trusts for statement in statements]
    for statement in (*trusts, *permissions, *subject.resource_statements):
        for condition in statement.conditions if statement.allows else ():
            if condition.if_exists and condition.key.lower().startswith("aws:multifactorauth"):
                yield at(statement, f"has the condition {condition}", str(condition))
