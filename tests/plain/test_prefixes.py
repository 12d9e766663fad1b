"""Prefixes: which are accepted, and that a pattern matches exactly the keys that begin with its prefix."""

import re
from typing import Any

import pytest

from tests.plain.samples import agreement, short
from xacct_constructs import S3Read, check_agreement
from xacct_constructs.permissions.prefixes import pattern

ACCEPTED: list[Any] = [
    pytest.param(None, [], id="the whole bucket"),
    pytest.param(["monthly/"], [], id="one prefix"),
    pytest.param(["monthly/", "yearly/"], [], id="two prefixes"),
    pytest.param(("monthly/",), [], id="a tuple"),
    pytest.param(["a/b/"], [], id="two levels"),
    pytest.param(["month ly/é/"], [], id="a space and a letter of Latin-1"),
    pytest.param(["p" * 1023 + "/"], [], id="1024 bytes"),
    pytest.param(["a*b?c$d/"], [], id="characters that policies read as patterns"),
    pytest.param(["monthly"], ["XA107 permissions[0].prefixes[0]"], id="no trailing slash is a warning"),
]
REFUSED = [
    pytest.param([], "XA105 permissions[0].prefixes", id="an empty list"),
    pytest.param("monthly/", "XA105 permissions[0].prefixes", id="a string, which would be read by letters"),
    pytest.param({"monthly/"}, "XA105 permissions[0].prefixes", id="a set, which has no order"),
    pytest.param(5, "XA105 permissions[0].prefixes", id="a number"),
    pytest.param([""], "XA105 permissions[0].prefixes[0]", id="an empty prefix"),
    pytest.param([None], "XA105 permissions[0].prefixes[0]", id="None as a prefix"),
    pytest.param([5], "XA105 permissions[0].prefixes[0]", id="a number as a prefix"),
    pytest.param([["monthly/"]], "XA105 permissions[0].prefixes[0]", id="a list within the list"),
    pytest.param([b"monthly/"], "XA105 permissions[0].prefixes[0]", id="bytes"),
    pytest.param(["p" * 1024 + "/"], "XA105 permissions[0].prefixes[0]", id="1025 bytes"),
    pytest.param(["é" * 512 + "/"], "XA105 permissions[0].prefixes[0]", id="1025 bytes in 513 characters"),
    pytest.param(["month\nly/"], "XA105 permissions[0].prefixes[0]", id="a line break"),
    pytest.param(["報告/"], "XA105 permissions[0].prefixes[0]", id="what IAM takes in no policy"),
    pytest.param(["\ud800/"], "XA105 permissions[0].prefixes[0]", id="half a surrogate pair"),
    pytest.param(["${Token[TOKEN.4]}/"], "XA105 permissions[0].prefixes[0]", id="a CDK token"),
    pytest.param(["/monthly/"], "XA106 permissions[0].prefixes[0]", id="a leading slash"),
    pytest.param(["monthly/", "monthly/"], "XA108 permissions[0].prefixes[1]", id="a prefix twice"),
    pytest.param(["monthly/", "monthly/us/"], "XA108 permissions[0].prefixes[1]", id="a narrower one later"),
    pytest.param(["monthly/us/", "monthly/"], "XA108 permissions[0].prefixes[1]", id="a wider one later"),
]


@pytest.mark.parametrize(("prefixes", "said"), ACCEPTED)
def test_accepted(prefixes: Any, said: list[str]) -> None:
    """Whatever begins keys that S3 and IAM accept is written, with a warning where it covers more than it seems to."""
    assert short(check_agreement(agreement(permissions=[S3Read("acme-reports", prefixes=prefixes)]))) == said


@pytest.mark.parametrize(("prefixes", "expected"), REFUSED)
def test_refused(prefixes: Any, expected: str) -> None:
    """One finding, at the prefix that is wrong; the same where the bucket is another account's."""
    for owner in (None, "333333333333"):
        read = S3Read("acme-reports", prefixes=prefixes, owner=owner)
        assert short(check_agreement(agreement(permissions=[read]))) == [expected]


def test_missing_slash_says_who_else_gets_in() -> None:
    """The warning names a key that the prefix admits too, and the prefix that does not."""
    (found,) = check_agreement(agreement(permissions=[S3Read("acme-reports", prefixes=["monthly"])]))
    assert str(found) == (
        "XA107 permissions[0].prefixes[0] has no trailing slash: 'monthly' also admits 'monthly-secret/'; "
        "write 'monthly/', or acknowledge that you mean every such key"
    )


def as_iam_matches(text: str) -> re.Pattern[str]:
    """IAM's own reading of a pattern, independent of the code: `${*}` is a star, `*` is anything."""
    parts = re.split(r"(\$\{[*?$]\}|[*?])", text)
    wild = {"*": ".*", "?": "."}
    return re.compile("".join(wild.get(each) or re.escape(each[2] if each[:2] == "${" else each) for each in parts))


KEYS = [
    pytest.param("monthly/", "monthly/2026.csv", True, id="a key below"),
    pytest.param("monthly/", "monthly/", True, id="the prefix itself"),
    pytest.param("monthly/", "monthly", False, id="the prefix without its slash"),
    pytest.param("monthly/", "monthly-secret/x", False, id="a neighbour"),
    pytest.param("monthly/", "Monthly/x", False, id="another case"),
    pytest.param("monthly", "monthly-secret/x", True, id="without slash the neighbour gets in"),
    pytest.param("a*/", "a*/x", True, id="a star matches itself"),
    pytest.param("a*/", "abc/x", False, id="a star matches nothing else"),
    pytest.param("a?/", "a?/x", True, id="a question mark matches itself"),
    pytest.param("a?/", "ab/x", False, id="a question mark matches nothing else"),
    pytest.param("$/", "$/x", True, id="a dollar matches itself"),
    pytest.param("${aws:username}/", "${aws:username}/x", True, id="a variable's text matches itself"),
    pytest.param("${aws:username}/", "alice/x", False, id="a variable is not filled in"),
    pytest.param("${*}/", "${*}/x", True, id="an escape's text matches itself"),
    pytest.param("${*}/", "*/x", False, id="an escape's text is not an escape"),
]


@pytest.mark.parametrize(("prefix", "key", "matches"), KEYS)
def test_pattern(prefix: str, key: str, matches: bool) -> None:
    """A pattern matches the keys that begin with the prefix, and those alone."""
    assert matches is key.startswith(prefix)
    assert bool(as_iam_matches(pattern(prefix)).fullmatch(key)) is matches


def test_the_same_pattern_limits_reading_and_listing() -> None:
    """The resource of GetObject and the condition of ListBucket say the same."""
    objects, lists, _ = S3Read("acme-reports", prefixes=["a*b/", "c/"]).statements(agreement())
    assert objects["Resource"] == ["arn:aws:s3:::acme-reports/a${*}b/*", "arn:aws:s3:::acme-reports/c/*"]
    assert lists["Condition"]["StringLike"] == {"s3:prefix": ["a${*}b/*", "c/*"]}
