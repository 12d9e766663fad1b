"""Principals say whom they name by more than an account, and which of them nobody has any more."""

from typing import Any

import pytest

from xacct_constructs.iam.principals import UNIQUE_ID, parse_principals

ROOT, USER = "arn:aws:iam::111111111111:root", "arn:aws:iam::111111111111:user/anna"
ROLE, SESSION = "arn:aws:iam::111111111111:role/reader", "arn:aws:sts::111111111111:assumed-role/reader/alice"

NAMED: dict[str, tuple[dict[str, Any], bool, bool]] = {
    "an account": ({"Principal": {"AWS": ROOT}}, False, False),
    "an account by its number": ({"Principal": {"AWS": "111111111111"}}, False, False),
    "a user": ({"Principal": {"AWS": USER}}, True, False),
    "a user beside an account": ({"Principal": {"AWS": [ROOT, USER]}}, True, False),
    "a role": ({"Principal": {"AWS": ROLE}}, True, True),
    "a role beside an account": ({"Principal": {"AWS": [ROOT, ROLE]}}, True, True),
    "a role of another account": ({"Principal": {"AWS": "arn:aws:iam::222222222222:role/reader"}}, True, False),
    "a session": ({"Principal": {"AWS": SESSION}}, True, True),
    "everybody": ({"Principal": "*"}, True, True),
    "everybody but an account": ({"NotPrincipal": {"AWS": ROOT}}, True, True),
    "a service": ({"Principal": {"Service": "ec2.amazonaws.com"}}, False, False),
}


@pytest.mark.parametrize(("written", "directly", "inside"), NAMED.values(), ids=NAMED)
def test_whom_principals_name(written: dict[str, Any], directly: bool, inside: bool) -> None:
    """By more than the account; and among those, somebody who acts through a role of account 111111111111."""
    principals = parse_principals(written)
    assert principals is not None
    assert principals.names_directly is directly
    assert principals.names_inside("111111111111") is inside


@pytest.mark.parametrize(
    ("text", "found"),
    [("AIDAJQABLZS4A3QDU576Q", True), ("AROAJQABLZS4A3QDU576Q", True), (USER, False), ("111111111111", False)],
)
def test_what_is_left_of_a_deleted_principal(text: str, found: bool) -> None:
    """IAM stores its unique ID in its place."""
    assert (UNIQUE_ID.fullmatch(text) is not None) is found
