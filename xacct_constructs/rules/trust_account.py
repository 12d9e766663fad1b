"""XA702: a trust policy admits a whole account, without a condition on who."""

from collections.abc import Iterator

from xacct_constructs.finding import Severity
from xacct_constructs.iam import account_of
from xacct_constructs.rules.principals import required
from xacct_constructs.rules.rule import Rule
from xacct_constructs.rules.subject import Subject, origin_of
from xacct_constructs.rules.violation import Violation

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
    """Every statement that names another account as a whole, and does not narrow it."""
    for role, statement in subject.admissions:
        named = statement.principals.aws if statement.principals and not statement.principals.negated else ()
        accounts = [account for each in named if (account := account_of(each)) not in (None, role.account)]
        if accounts and not required(statement, *_WHO):
            yield Violation(
                origin_of(statement), f"admits the whole account {', '.join(map(str, accounts))} to {role.arn}"
            )
