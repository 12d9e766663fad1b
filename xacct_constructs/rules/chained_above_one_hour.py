"""XA713: a role that only roles assume has a maximum session above one hour."""

from collections.abc import Iterator

from xacct_constructs.finding import Severity
from xacct_constructs.quotas import CHAINED_SESSION_SECONDS
from xacct_constructs.rules.principals import admitted, is_role
from xacct_constructs.rules.rule import Rule
from xacct_constructs.rules.subject import Subject, sentence
from xacct_constructs.rules.violation import Violation

RULE = Rule(
    code="XA713",
    name="a chained role has a maximum session above one hour",
    why="Sessions that come from another role's session end after an hour, whatever the role says.",
    fix="set the maximum session duration to one hour, and assume the role again",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles.html",
    severity=Severity.WARNING,
)


def check(subject: Subject) -> Iterator[Violation]:
    """Every role with more than an hour whose trust policy admits nobody but roles."""
    who_by_role: dict[str, list[str]] = {}
    for role, statement in subject.admissions:
        who_by_role.setdefault(role.arn, []).extend(admitted(statement))
    for role, _ in subject.trusts:
        who = who_by_role.get(role.arn)
        if who and (role.max_session_seconds or 0) > CHAINED_SESSION_SECONDS and all(map(is_role, who)):
            origin = role.origin._replace(property="MaxSessionDuration")
            yield Violation(origin, f"is {role.max_session_seconds} seconds, and only roles assume it: {sentence(who)}")
