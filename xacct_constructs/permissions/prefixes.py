"""Key prefixes: which part of a bucket.

Source: IAM User Guide, "IAM policy elements: Variables and tags", for the escapes.
"""

from collections.abc import Iterator

from xacct_constructs.finding import Finding, error, warning
from xacct_constructs.values import is_policy_text

_LONGEST_KEY_BYTES = 1024
_ESCAPES = str.maketrans({"*": "${*}", "?": "${?}", "$": "${$}"})


def pattern(prefix: str) -> str:
    """The policy pattern that matches the keys beginning with exactly this prefix."""
    return prefix.translate(_ESCAPES) + "*"


def check_prefixes(path: str, prefixes: object) -> Iterator[Finding]:
    """Each prefix is part of a key, and covers what it seems to."""
    if prefixes is None:
        return
    if not isinstance(prefixes, tuple) or not prefixes:
        message = f"must be a list of at least one prefix, got {prefixes!r}"
        yield error("XA105", path, message, 'write ["monthly/"]; leave the argument out for the whole bucket')
        return
    for index, prefix in enumerate(prefixes):
        yield from _check_prefix(f"{path}[{index}]", prefix, prefixes[:index])


def _check_prefix(path: str, prefix: object, before: tuple[object, ...]) -> Iterator[Finding]:
    if not isinstance(prefix, str) or not prefix:
        message = f"must be a non-empty string, got {prefix!r}"
        yield error("XA105", path, message, "leave prefixes out for the whole bucket")
        return
    if "${Token[" in prefix:
        message = f"must be known before deployment, got the CDK token {prefix!r}"
        yield error("XA105", path, message, "write the prefix out; as a token it would match no key")
        return
    if prefix.startswith("/"):
        message = f"must not begin with a slash, which is part of the key in S3, got {prefix!r}"
        yield error("XA106", path, message, f"write {prefix.lstrip('/')!r}")
    if not is_policy_text(prefix) or len(prefix.encode()) > _LONGEST_KEY_BYTES:
        message = f"must be at most {_LONGEST_KEY_BYTES} bytes of characters that IAM accepts, got {prefix!r}"
        yield error("XA105", path, message, "end it before the first character beyond Latin-1; IAM refuses those")
        return
    if not prefix.endswith("/"):
        message = f"has no trailing slash: {prefix!r} also admits {prefix + '-secret/'!r}"
        yield warning("XA107", path, message, f"write {prefix + '/'!r}, or acknowledge that you mean every such key")
    for other in before:
        if isinstance(other, str) and other and (prefix.startswith(other) or other.startswith(prefix)):
            yield error("XA108", path, f"overlaps {other!r}, got {prefix!r}", "keep the shorter one")
