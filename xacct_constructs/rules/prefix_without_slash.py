"""XA708: a prefix has no trailing slash."""

from collections.abc import Iterator

from xacct_constructs.finding import Severity
from xacct_constructs.iam import Statement
from xacct_constructs.rules.objects import prefix_without_slash, readings
from xacct_constructs.rules.principals import required
from xacct_constructs.rules.rule import Rule
from xacct_constructs.rules.subject import Subject, origin_of
from xacct_constructs.rules.violation import Violation

RULE = Rule(
    code="XA708",
    name="a prefix has no trailing slash",
    why="It also covers every longer name: monthly covers monthly-secret.",
    fix="end the prefix with a slash, or acknowledge that every such key is meant",
    source="https://docs.aws.amazon.com/AmazonS3/latest/userguide/using-prefixes.html",
    severity=Severity.WARNING,
)


def check(subject: Subject) -> Iterator[Violation]:
    """Every prefix that ends within a name, of objects that are read or of a list, once for each user and role."""
    for _, statements in subject.permissions:
        found: dict[str, Violation] = {}
        for statement, bucket, prefix, does in (*_read(subject, statements), *_listed(statements)):
            message = f"{does} {bucket}/{prefix}*, {prefix}-secret among them"
            found.setdefault(f"{bucket}/{prefix}", Violation(origin_of(statement), message, (f"{bucket}/{prefix}",)))
        yield from found.values()


def _read(subject: Subject, statements: tuple[Statement, ...]) -> Iterator[tuple[Statement, str, str, str]]:
    for statement, keys in readings(subject, statements):
        prefix = prefix_without_slash(keys.pattern)
        if prefix is not None:
            yield statement, keys.bucket, prefix, "reads"


def _listed(statements: tuple[Statement, ...]) -> Iterator[tuple[Statement, str, str, str]]:
    for statement in statements:
        for condition in required(statement, "s3:prefix") if statement.allows else ():
            for value in condition.values:
                prefix = prefix_without_slash(value.removesuffix("*") + "*")
                if prefix is not None:
                    yield from ((statement, bucket, prefix, "lists") for bucket in statement.resources or ())
