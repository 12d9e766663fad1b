"""XA712: source identity or session tags are allowed on one half only."""

from collections.abc import Iterator

from xacct_constructs.finding import Severity
from xacct_constructs.rules.assuming import admits, allows, asking
from xacct_constructs.rules.rule import Rule
from xacct_constructs.rules.subject import Subject, at
from xacct_constructs.rules.violation import Violation

RULE = Rule(
    code="XA712",
    name="source identity or session tags are allowed on one half only",
    why="A session that sets them is refused: across accounts both halves must allow the action.",
    fix="allow the action in the other half too, or in neither",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_control-access_monitor.html",
    severity=Severity.WARNING,
)


_ACTIONS = ("sts:SetSourceIdentity", "sts:TagSession")


def check(subject: Subject) -> Iterator[Violation]:
    """Every principal and role of the assembly that belong together, and differ in one of these actions."""
    for who, role, statement in asking(subject):
        trusting = admits(subject, role, who)
        for action in _ACTIONS if trusting else ():
            admitted, allowed = admits(subject, role, who, action), allows(subject, who, role.arn, action)
            if trusting and admitted and not allowed:
                yield at(statement, f"does not let {who.arn} do {action}, which {role.arn} admits", action, role.arn)
            elif trusting and allowed and not admitted:
                yield at(trusting, f"does not admit {action} to {role.arn}, which {who.arn} may do", action, who.arn)
