"""What statements say about objects of buckets."""

from collections.abc import Iterator
from typing import NamedTuple

from xacct_constructs.iam import Statement, pieces
from xacct_constructs.rules.subject import Subject


class Keys(NamedTuple):
    """Keys of one bucket, or of all buckets of a pattern.

    Attributes:
        bucket: The bucket's ARN, or a pattern of it.
        pattern: The pattern of their names.
    """

    bucket: str
    pattern: str


def readings(subject: Subject, statements: tuple[Statement, ...]) -> Iterator[tuple[Statement, Keys]]:
    """Every pattern of keys that the statements let somebody read; a bucket's own ARN is none, and lets nobody."""
    for statement in statements:
        if statement.allows and not statement.not_resources and statement.speaks_of("s3:GetObject"):
            for resource in statement.resources or ():
                bucket, slash, keys = resource.partition("/")
                if slash or set(bucket) & set("*?"):
                    yield statement, Keys(bucket, keys if slash else "*")


def prefix_without_slash(pattern: str) -> str | None:
    """The prefix that a pattern stands for, where it does not end with a slash; None for any other pattern."""
    parsed = pieces(pattern, True, True)
    texts = [text for kind, text in parsed if kind == "text"]
    if not parsed or parsed[-1] != ("any", "*") or len(texts) != len(parsed) - 1:
        return None
    prefix = "".join(texts)
    return prefix if prefix and not prefix.endswith("/") else None
