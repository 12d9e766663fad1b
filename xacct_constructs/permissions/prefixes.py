"""Key prefixes: which part of a bucket.

Source: IAM User Guide, "IAM policy elements: Variables and tags", for the escapes.
"""

import re
from collections.abc import Iterator
from typing import Any

from xacct_constructs.counts import MOST_VALUES, check_list
from xacct_constructs.finding import Finding, Severity, error, warning
from xacct_constructs.quotas import OBJECT_KEY_BYTES
from xacct_constructs.texts import shown
from xacct_constructs.values import is_policy_text

_ESCAPES = str.maketrans({"*": "${*}", "?": "${?}", "$": "${$}"})
_ADDRESS = r"(?i:/*(s3[an]?://|arn:[a-z-]*:s3:::)[^/]*)+"
_WHOLE_BUCKET = "leave prefixes out for the whole bucket"


def pattern(prefix: str) -> str:
    """The policy pattern that matches the keys beginning with exactly this prefix."""
    return prefix.translate(_ESCAPES) + "*"


def check_prefixes(path: str, prefixes: Any, bucket_arn: str) -> Iterator[Finding]:
    """Each prefix is part of a key of the bucket, and covers what it seems to."""
    if prefixes is None:
        return
    fix = 'write ["monthly/"]; leave the argument out for the whole bucket'
    if unfit := list(check_list("XA105", path, prefixes, of="prefix", most=MOST_VALUES, fix=fix)):
        yield from unfit
        return
    stand: list[tuple[str, int]] = []
    for index, prefix in enumerate(prefixes):
        found = list(_check_prefix(f"{path}[{index}]", prefix, bucket_arn))
        yield from found
        if not any(each.severity is Severity.ERROR for each in found):
            stand.append((prefix, index))
    yield from _check_overlaps(path, stand)


def _check_prefix(path: str, prefix: object, bucket_arn: str) -> Iterator[Finding]:
    if not isinstance(prefix, str) or not prefix:
        yield error("XA105", path, f"must be a non-empty string, got {shown(prefix)}", _WHOLE_BUCKET)
    elif "${Token[" in prefix:
        message = f"must be known before deployment, got the CDK token {shown(prefix)}"
        yield error("XA105", path, message, "write the prefix out; as a token it would match no key")
    elif not is_policy_text(prefix) or len(prefix.encode()) > OBJECT_KEY_BYTES:
        message = f"must be at most {OBJECT_KEY_BYTES} bytes of characters that IAM accepts, got {shown(prefix)}"
        yield error("XA105", path, message, "end it before the first character beyond Latin-1; IAM refuses those")
    elif address := re.match(_ADDRESS, prefix):
        message = f"must be the beginning of keys, got the address {shown(prefix)}"
        yield error("XA113", path, message, f"name the bucket by itself; {_meant(prefix[address.end() :])}")
    elif _wildcards(prefix):
        message = f"must be the beginning of keys, which needs no wildcard at its end, got {shown(prefix)}"
        yield error("XA113", path, message, _meant(prefix))
    elif prefix.startswith("/"):
        message = f"must not begin with a slash, which is part of the key in S3, got {shown(prefix)}"
        yield error("XA106", path, message, _meant(prefix))
    else:
        yield from _check_width(path, prefix, bucket_arn)


def _wildcards(prefix: str) -> str:
    """What a prefix ends with, slashes included, if it was written as a pattern: `/*` of `monthly/*`; else nothing."""
    end = prefix[len(prefix.rstrip("*?/")) :]
    return end if set(end) & set("*?") else ""


def _meant(prefix: str) -> str:
    """The way to write what a pattern or a path says: always prefixes that are accepted."""
    key = prefix.lstrip("/")
    end = _wildcards(key)
    begin = key.removesuffix(end).rstrip("/") if end else key
    if not begin:
        return _WHOLE_BUCKET
    if end and not end.startswith("/"):
        return f"write {begin + '/'!r} for a folder of that name, or {begin!r} for every key that begins so"
    return f"write {begin + '/' if end else begin!r}"


def _check_width(path: str, prefix: str, bucket_arn: str) -> Iterator[Finding]:
    if "${" in prefix or set(prefix) & set("*?"):
        message = f"holds *, ? or ${{, which stand for themselves in a prefix, got {shown(prefix)}"
        fix = (
            "list the prefixes one by one, or write RawStatements(...); or acknowledge that keys hold these characters"
        )
        yield warning("XA114", path, message, fix)
    if not prefix.endswith("/"):
        message = f"has no trailing slash: {shown(prefix)} also admits {shown(prefix + '-secret/')}"
        fits = len(prefix.encode()) < OBJECT_KEY_BYTES
        fix = f"write {prefix + '/'!r}, or acknowledge" if fits else "acknowledge"
        yield warning("XA708", path, message, f"{fix} that you mean every such key", of=[f"{bucket_arn}/{prefix}"])


def _check_overlaps(path: str, prefixes: list[tuple[str, int]]) -> Iterator[Finding]:
    """One finding for each prefix within another: sorted, those that begin alike stand together."""
    found: list[tuple[int, str, str]] = []
    outer, first = "", -1
    for prefix, index in sorted(prefixes):
        if outer and prefix.startswith(outer):
            later, earlier = (prefix, outer) if index > first else (outer, prefix)
            found.append((max(index, first), earlier, later))
        else:
            outer, first = prefix, index
    for index, earlier, later in sorted(found):
        message = f"overlaps {shown(earlier)}, got {shown(later)}"
        yield error("XA108", f"{path}[{index}]", message, "keep the shorter one")
