"""Patterns against texts, beside the cases: what counts where nothing is said."""

import pytest

from xacct_constructs.iam.patterns import arn_matches, matches

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
