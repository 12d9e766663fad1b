"""XA710: MFA is asked of sessions that never carry it."""

from collections.abc import Iterator

from xacct_constructs.finding import Severity
from xacct_constructs.iam import Condition
from xacct_constructs.rules.principals import admitted, is_required, is_role
from xacct_constructs.rules.rule import Rule
from xacct_constructs.rules.subject import Subject, at, sentence
from xacct_constructs.rules.violation import Violation

RULE = Rule(
    code="XA710",
    name="MFA is asked where it can never be met",
    why="Sessions of roles, services and identity providers carry no MFA context, so the condition refuses them all.",
    fix="take the condition out, and ask for MFA where people sign in",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_configure-api-require.html",
    severity=Severity.ERROR,
)


def check(subject: Subject) -> Iterator[Violation]:
    """Every trust statement that asks it of roles or services, and every permission of a role that asks it."""
    for _, statement in subject.admissions:
        if any(map(asks_mfa, statement.conditions)):
            hopeless = [each for each in admitted(statement) if is_role(each) or _is_no_user(each)]
            if hopeless:
                yield at(statement, f"asks MFA of {sentence(hopeless)}")
    for who, statements in subject.permissions:
        for statement in statements if who.kind == "role" else ():
            if statement.allows and any(map(asks_mfa, statement.conditions)):
                yield at(statement, f"asks MFA of sessions of {who.arn}")


def asks_mfa(condition: Condition) -> bool:
    """Whether the condition holds only with MFA."""
    key = condition.key.lower()
    if key == "aws:multifactorauthpresent":
        told = condition.operator is None and "false" in condition.values
        return told or (is_required(condition) and [each.lower() for each in condition.values] == ["true"])
    return key == "aws:multifactorauthage" and (condition.operator is None or is_required(condition))


def _is_no_user(named: str) -> bool:
    """Whether it is a service or an identity provider."""
    return (not named.isdigit() and named != "*" and ":iam::" not in named) or "-provider/" in named
