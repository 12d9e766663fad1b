"""XA707: a prefix is read, and the whole bucket is listed."""

from collections.abc import Iterator

from xacct_constructs.finding import Severity
from xacct_constructs.iam import Statement
from xacct_constructs.rules.objects import readings
from xacct_constructs.rules.principals import required
from xacct_constructs.rules.rule import Rule
from xacct_constructs.rules.subject import Subject, at, covers
from xacct_constructs.rules.violation import Violation

RULE = Rule(
    code="XA707",
    name="a prefix is read and the whole bucket is listed",
    why="The names of all objects are told to whoever may read a few of them.",
    fix="add the condition StringLike s3:prefix with the same prefixes, without IfExists",
    source="https://docs.aws.amazon.com/AmazonS3/latest/userguide/amazon-s3-policy-keys.html",
    severity=Severity.WARNING,
)


def check(subject: Subject) -> Iterator[Violation]:
    """Every list statement without `s3:prefix` on a bucket whose objects are read by prefix only."""
    for _, statements in subject.permissions:
        read: dict[str, set[str]] = {}
        for _, keys in readings(subject, statements):
            read.setdefault(keys.bucket, set()).add(keys.pattern)
        narrow = [] if any(set(each) & set("*?") for each in read) else [each for each in read if "*" not in read[each]]
        for statement in statements:
            for bucket in narrow:
                if _lists(subject, statement, bucket) and not required(statement, "s3:prefix"):
                    yield at(statement, f"lists all of {bucket}, of which only some prefixes are read", bucket)


def _lists(subject: Subject, statement: Statement, bucket: str) -> bool:
    if not statement.allows or statement.not_resources or not statement.speaks_of("s3:ListBucket"):
        return False
    return covers(statement.resources, bucket)
