"""XA704: a policy allows sts:AssumeRole on a wildcard."""

from collections.abc import Iterator

from xacct_constructs.finding import Severity
from xacct_constructs.rules.principals import required
from xacct_constructs.rules.rule import Rule
from xacct_constructs.rules.subject import Subject, at, sentence
from xacct_constructs.rules.violation import Violation
from xacct_constructs.services import ASSUME_ROLE

RULE = Rule(
    code="XA704",
    name="sts:AssumeRole is allowed on a wildcard",
    why="Every role that comes to trust this principal's account is open to it, now and later.",
    fix="name the roles by their ARNs",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_permissions-to-switch.html",
    severity=Severity.ERROR,
)


_BY_TAG = ("aws:resourcetag/", "iam:resourcetag/")
"""Tags of the role narrow a wildcard as its ARN would."""


def check(subject: Subject) -> Iterator[Violation]:
    """Every statement about STS whose resource is a pattern; administrators, who may do everything, are left out."""
    for _, statements in subject.permissions:
        for statement in statements:
            about_sts = any(each.lower().startswith("sts:") for each in statement.actions) and not statement.not_actions
            if not (statement.allows and about_sts and statement.speaks_of(ASSUME_ROLE)):
                continue
            wide = [each for each in statement.resources or () if set(each) & set("*?")]
            if statement.not_resources:
                wide = ["every role but those it names"]
            if wide and not required(statement, *_BY_TAG):
                yield at(statement, f"allows sts:AssumeRole on {sentence(wide)}")
