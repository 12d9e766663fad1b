"""XA703: a trust policy admits a third party without an external ID."""

from collections.abc import Iterator

from xacct_constructs.finding import Severity
from xacct_constructs.rules.principals import owner, required
from xacct_constructs.rules.rule import Rule
from xacct_constructs.rules.subject import Subject, at, sentence
from xacct_constructs.rules.violation import Violation

RULE = Rule(
    code="XA703",
    name="a third party is trusted without external ID",
    why="Another customer of that third party can have it use this role for them: the confused deputy.",
    fix="require the external ID that it made for you; if the account is yours, tell it as a known account",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html",
    severity=Severity.WARNING,
)


def check(subject: Subject) -> Iterator[Violation]:
    """Every statement that admits an account neither in the assembly nor known, and not held to an organization."""
    for role, statement in subject.admissions:
        if statement.principals is None or required(
            statement, "sts:externalid", "aws:principalorgid", "aws:principalorgpaths"
        ):
            continue
        accounts = [account for each in statement.principals.aws if (account := owner(each)) and account.isdigit()]
        strangers = [each for each in accounts if each not in subject.known_accounts]
        if strangers:
            message = f"admits {sentence(strangers)} to {role.arn} without an external ID"
            yield at(statement, message)
