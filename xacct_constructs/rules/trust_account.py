"""XA702: a trust policy admits a whole account, without a condition on who."""

from collections.abc import Iterator

from xacct_constructs.finding import Severity
from xacct_constructs.iam import Statement, account_of
from xacct_constructs.rules.principals import required
from xacct_constructs.rules.rule import Rule
from xacct_constructs.rules.subject import Subject, origin_of
from xacct_constructs.rules.violation import Violation
from xacct_constructs.values import canonical

RULE = Rule(
    code="XA702",
    name="a whole account is trusted",
    why="Whomever that account's administrators let gets in, and nobody here can say who that is.",
    fix="add a condition on aws:PrincipalArn, or acknowledge it with the reason",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_aws-accounts.html",
    severity=Severity.WARNING,
)


_WHO = ("aws:principalarn", "aws:principaltag/", "aws:userid", "aws:username", "sts:externalid")
"""Keys that tell people of an account apart; an external ID is how a third party tells its customers apart."""


def check(subject: Subject) -> Iterator[Violation]:
    """Each other account that a role admits as a whole and does not narrow: once, with all conditions that it meets."""
    admitting: dict[tuple[str, str], list[Statement]] = {}
    for role, statement in subject.admissions:
        named = statement.principals.aws if statement.principals and not statement.principals.negated else ()
        for account in dict.fromkeys(account_of(each) for each in named):
            if account not in (None, role.account) and not required(statement, *_WHO):
                admitting.setdefault((role.arn, str(account)), []).append(statement)
    for (role_arn, account), statements in admitting.items():
        conditions = canonical([each.written.get("Condition", {}) for each in statements])
        message = f"admits the whole account {account} to {role_arn}"
        yield Violation(origin_of(statements[0]), message, (account, conditions))
