"""XA708: a prefix has no trailing slash."""

from collections.abc import Iterator

from xacct_constructs.finding import Severity
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
    """Every prefix of objects that are read, and every `s3:prefix` of a list, that ends within a name."""
    for _, statements in subject.permissions:
        for statement, keys in readings(subject, statements):
            prefix = prefix_without_slash(keys.pattern)
            if prefix is not None:
                yield Violation(origin_of(statement), f"reads {keys.bucket}/{prefix}*, {prefix}-secret among them")
        for statement in statements:
            for condition in required(statement, "s3:prefix") if statement.allows else ():
                for value in condition.values:
                    prefix = prefix_without_slash(value.removesuffix("*") + "*")
                    if prefix is not None:
                        yield Violation(origin_of(statement), f"lists the prefix {value}, {prefix}-secret among it")
