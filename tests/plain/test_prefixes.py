"""Prefixes: which are accepted, and that a pattern matches exactly the keys that begin with its prefix."""

import ast
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
    pytest.param(["a$d/"], [], id="a dollar"),
    pytest.param(["a*b?c$d/"], ["XA114 permissions[0].prefixes[0]"], id="wildcards in it are a warning"),
    pytest.param(["${aws:username}/"], ["XA114 permissions[0].prefixes[0]"], id="a variable is a warning"),
    pytest.param(["monthly"], ["XA708 permissions[0].prefixes[0]"], id="no trailing slash is a warning"),
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
    pytest.param(["monthly/*"], "XA113 permissions[0].prefixes[0]", id="a pattern"),
    pytest.param(["s3://acme-reports/monthly/"], "XA113 permissions[0].prefixes[0]", id="an address"),
    pytest.param(["monthly/"] * 2561, "XA304 permissions[0].prefixes", id="more than any policy has room for"),
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
        "XA708-39bbd49b4c76 permissions[0].prefixes[0] has no trailing slash: 'monthly' also admits 'monthly-secret/'; "
        "write 'monthly/', or acknowledge that you mean every such key"
    )


ADVICE = [
    pytest.param("monthly/*", "write 'monthly/'", id="a star below a folder"),
    pytest.param("monthly/**", "write 'monthly/'", id="two stars"),
    pytest.param("monthly/**/*", "write 'monthly/'", id="stars on every level"),
    pytest.param("monthly/*/", "write 'monthly/'", id="a star with a slash"),
    pytest.param("monthly/?", "write 'monthly/'", id="a question mark"),
    pytest.param(
        "monthly*",
        "write 'monthly/' for a folder of that name, or 'monthly' for every key that begins so",
        id="no slash",
    ),
    pytest.param("/monthly/", "write 'monthly/'", id="a leading slash"),
    pytest.param("//monthly/*", "write 'monthly/'", id="leading slashes and a star"),
    pytest.param("s3://acme/monthly/", "name the bucket by itself; write 'monthly/'", id="an address"),
    pytest.param("arn:aws:s3:::acme/monthly/*", "name the bucket by itself; write 'monthly/'", id="an ARN"),
    pytest.param("s3://acme", "name the bucket by itself; leave prefixes out for the whole bucket", id="a bucket"),
    pytest.param("*", "leave prefixes out for the whole bucket", id="a star"),
    pytest.param("?", "leave prefixes out for the whole bucket", id="a question mark alone"),
    pytest.param("/", "leave prefixes out for the whole bucket", id="a slash"),
]


@pytest.mark.parametrize(("prefix", "advice"), ADVICE)
def test_a_slip_is_answered_with_the_prefix_that_was_meant(prefix: str, advice: str) -> None:
    """What reads as a pattern, a path or an address is refused, and the prefix it stands for is said."""
    (found,) = check_agreement(agreement(permissions=[S3Read("acme-reports", prefixes=[prefix])]))
    assert found.fix == advice


SLIPS = st.builds(
    "{}{}{}".format,
    st.sampled_from(["", "/", "//", "s3://acme/", "/s3://acme/", "arn:aws:s3:::acme/", "s3://s3://"]),
    st.text("ab*?/$é", max_size=8),
    st.sampled_from(["", "/", "*", "/*", "/**", "?", "/*/", "*/", "/**/*"]),
)


@given(SLIPS)
def test_advice_is_always_a_prefix_that_is_accepted(slip: str) -> None:
    """Every prefix that an error's or warning's fix writes is accepted, and leads to no key that was not meant."""
    for found in check_agreement(agreement(permissions=[S3Read("acme-reports", prefixes=[slip])])):
        for advised in map(ast.literal_eval, re.findall(r"'[^']+'", found.fix)):
            again = check_agreement(agreement(permissions=[S3Read("acme-reports", prefixes=[advised])]))
            assert {each.code for each in again} <= {"XA708", "XA114"}
            key = re.sub(r"^(/*(s3://|arn:aws:s3:::)[^/]*)+", "", slip).lstrip("/").rstrip("*?/")
            assert advised.rstrip("/") == key.rstrip("/")


def test_the_longest_prefix_is_not_advised_to_grow() -> None:
    """A slash more would be one byte too many."""
    (found,) = check_agreement(agreement(permissions=[S3Read("acme-reports", prefixes=["p" * 1024])]))
    assert (found.code, found.fix) == ("XA708", "acknowledge that you mean every such key")


def test_each_prefix_within_another_is_said_once() -> None:
    """However many overlap, there is one finding for each, at the later of the two."""
    many = [f"p/{number:04}/" for number in range(1000)]
    found = short(check_agreement(agreement(permissions=[S3Read("acme-reports", prefixes=[*many, "p/"])])))
    assert found == ["XA108 permissions[0].prefixes[1000]"] * 1000


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
    objects, lists, _ = S3Read("acme-reports", prefixes=["a*b/", "c/"]).statements(agreement().role)
    assert objects["Resource"] == ["arn:aws:s3:::acme-reports/a${*}b/*", "arn:aws:s3:::acme-reports/c/*"]
    assert lists["Condition"]["StringLike"] == {"s3:prefix": ["a${*}b/*", "c/*"]}
