"""XA717: a role for another account may do more than read."""

import re
from collections.abc import Iterator

from xacct_constructs.assembly import Identity
from xacct_constructs.finding import Severity
from xacct_constructs.iam import Statement
from xacct_constructs.rules.principals import admits_anybody, owner
from xacct_constructs.rules.rule import Rule
from xacct_constructs.rules.subject import Subject, origin_of, sentence
from xacct_constructs.rules.violation import Violation

RULE = Rule(
    code="XA717",
    name="a role for another account may do more than read",
    why="Whoever is let in to read can change things, or read what nobody wrote out.",
    fix="write out the reading actions that are needed, or acknowledge it with the reason",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html",
    severity=Severity.WARNING,
)


_READ = re.compile(r"(?i)(?:[a-z0-9-]+:(?:get|list|head|describe|batchget|query|scan|select)[a-z0-9]*|kms:decrypt)")
"""Reading actions as the services name them, without a wildcard: `s3:Get*` also reads policies and access lists."""


def check(subject: Subject) -> Iterator[Violation]:
    """Every permission of a role that another account gets into, unless each of its actions reads."""
    outward = {role.arn: role for role, statement in subject.admissions if _admits_outside(role, statement)}
    for who, statements in subject.permissions:
        for statement in statements if who.arn in outward else ():
            wide = [each for each in statement.actions if not _READ.fullmatch(each)]
            if statement.not_actions:
                wide = ["everything but " + sentence(statement.actions)]
            if statement.allows and wide:
                yield Violation(
                    origin_of(statement), f"lets {who.arn}, which another account assumes, do {sentence(wide)}"
                )


def _admits_outside(role: Identity, statement: Statement) -> bool:
    named = statement.principals.aws if statement.principals else ()
    return admits_anybody(statement) or any(owner(each) not in (None, role.account) for each in named)
