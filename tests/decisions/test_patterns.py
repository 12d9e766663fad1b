"""Patterns against texts, beside the cases: what counts where nothing is said."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xacct_constructs.iam.patterns import action_matcher, arn_matches, matches

VALUES = {"aws:username": "anna"}


@pytest.mark.parametrize(
    ("pattern", "text", "found"),
    [
        ("${aws:username}/*", "anna/june.csv", True),
        ("${aws:username}/*", "Anna/june.csv", False),
        ("${aws:username}/*", "${aws:username}/june.csv", False),
        ("${aws:userid}/*", "anna/june.csv", False),
        ("monthly/*", "Monthly/june.csv", False),
    ],
)
def test_variables_count_and_so_does_case(pattern: str, text: str, found: bool) -> None:
    """Unless it is said otherwise."""
    assert matches(pattern, text, VALUES.get) is found


@pytest.mark.parametrize(
    ("pattern", "arn", "found"),
    [
        ("arn:aws:s3:::reports/${aws:username}/*", "arn:aws:s3:::reports/anna/june.csv", True),
        ("arn:aws:s3:::reports/${aws:username}/*", "arn:aws:s3:::Reports/anna/june.csv", False),
        ("arn:aws:s3:::reports/${aws:username}/*", "arn:aws:s3::reports/anna/june.csv", False),
        ("arn:aws:s3:::reports/anna/*", "arn:aws:s3:::Reports/anna/june.csv", False),
    ],
)
def test_arns_are_matched_to_the_letter(pattern: str, arn: str, found: bool) -> None:
    """With variables as without."""
    assert arn_matches(pattern, arn, VALUES.get, variables=True) is found


HOSTILE = [
    pytest.param("*a" * 40 + "b", "a" * 400, False, id="stars and one letter"),
    pytest.param("*a" * 40, "a" * 400, True, id="the same, and it matches"),
    pytest.param("*" * 40 + "b", "a" * 400, False, id="stars alone"),
    pytest.param("*?" * 40 + "b", "a" * 400, False, id="stars and any letter"),
    pytest.param("*ab" * 40 + "c", "ab" * 200, False, id="stars and two letters"),
    pytest.param("${aws:username}" + "*a" * 40 + "b", "anna" + "a" * 400, False, id="behind a variable"),
]


@pytest.mark.parametrize(("pattern", "text", "found"), HOSTILE)
def test_a_hostile_pattern_is_answered(pattern: str, text: str, found: bool) -> None:
    """Tried in all ways, each of these would take longer than anybody waits; as an ARN's resource and an action too."""
    assert matches(pattern, text, VALUES.get) is found
    assert arn_matches(f"arn:aws:s3:::{pattern}", f"arn:aws:s3:::{text}", VALUES.get, variables=True) is found
    if "$" not in pattern:
        assert arn_matches(f"arn:aws:{pattern}:::x", f"arn:aws:{text}:::x", VALUES.get, variables=True) is found
        assert (action_matcher((f"s3:{pattern}",))(f"s3:{text}") is not None) is found


def naive(pattern: str, text: str) -> bool:
    """What a pattern means, in so many words."""
    if not pattern:
        return not text
    if pattern[0] == "*":
        return naive(pattern[1:], text) or bool(text and naive(pattern, text[1:]))
    return bool(text) and pattern[0] in ("?", text[0]) and naive(pattern[1:], text[1:])


@given(pattern=st.text("ab*?:", max_size=9), text=st.text("ab:", max_size=9))
@settings(max_examples=1000, deadline=None)
def test_a_pattern_means_what_its_characters_say(pattern: str, text: str) -> None:
    """A star is any text, a question mark any character, and everything else itself."""
    assert matches(pattern, text, VALUES.get) is naive(pattern, text)
    assert (action_matcher((pattern,))(text) is not None) is naive(pattern, text)
