"""XA718: a policy names a principal of another partition than its own."""

from collections.abc import Iterator

from xacct_constructs.arns import is_arn, parse
from xacct_constructs.finding import Severity
from xacct_constructs.iam import Statement
from xacct_constructs.rules.rule import Rule
from xacct_constructs.rules.subject import Subject, at, sentence
from xacct_constructs.rules.violation import Violation

RULE = Rule(
    code="XA718",
    name="a principal is of another partition",
    why="Accounts, and their principals, are of one partition alone, and AWS refuses a policy that names another's.",
    fix="write the principal's ARN with the partition of the policy's own resource, or `AWS::Partition`",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html",
    severity=Severity.ERROR,
)


def check(subject: Subject) -> Iterator[Violation]:
    """Every statement of a role's or resource's policy that names one."""
    for arn, statement in _of_resources(subject):
        own = parse(arn).partition
        named = statement.principals.aws if statement.principals else ()
        others = [each for each in named if is_arn(each) and parse(each).partition != own]
        if others:
            yield at(statement, f"names {sentence(others)} in a policy of the partition {own}")


def _of_resources(subject: Subject) -> Iterator[tuple[str, Statement]]:
    """Each statement of a policy that names principals, with the ARN of the role or resource that it belongs to."""
    for role, statements in subject.trusts:
        yield from ((role.arn, each) for each in statements)
    for resource in subject.assembly.resources.values():
        yield from ((resource.arn, each) for each in subject.statements(*resource.policies))
