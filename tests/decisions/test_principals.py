"""Principals say whom they name by more than an account, and which of them nobody has any more."""

from typing import Any

import pytest

from xacct_constructs.iam import CallerKind, UndecidedError
from xacct_constructs.iam.principals import UNIQUE_ID, Principals, parse_principals, unique_id_kind

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
    assert (principals.named_directly() is not None) is directly
    assert (principals.named_inside("111111111111") is not None) is inside


def test_whom_is_named_is_told_from_the_account_beside() -> None:
    """What the account is given besides is no part of what they are given."""
    principals = parse_principals({"Principal": {"AWS": [ROOT, USER, ROLE]}})
    assert principals is not None
    assert principals.named_directly() == Principals(aws=(USER, ROLE))
    assert principals.named_inside("111111111111") == Principals(aws=(ROLE,))


@pytest.mark.parametrize(
    ("named", "why"),
    [
        ("arn:aws:iam::1111", "no ARN"),
        ("arn:aws:iam::*:root", "one principal"),
        ("arn:aws:iam::CloudFront:user/CloudFront Origin Access Identity E1", "no form"),
        ("arn:aws:iam::111111111111:group/readers", "no form"),
        ("arn:aws:iam::111111111111:Root", "no form"),
        ("arn:aws:iam::aws:user/anna", "no form"),
        ("arn:aws:sts::111111111111:assumed-role/reader", "no form"),
        ("arn:aws:ec2:eu-west-1:111111111111:instance/i-1", "no form"),
        ("1111111111111", "no form"),
        ("anna", "no form"),
    ],
)
def test_what_is_no_principal(named: str, why: str) -> None:
    """IAM refuses a policy that names it, so what it says is not known."""
    with pytest.raises(UndecidedError, match=why):
        parse_principals({"Principal": {"AWS": named}})


@pytest.mark.parametrize(
    "named",
    [
        *(ROOT, USER, ROLE, SESSION, "111111111111", "*", "AROAJQABLZS4A3QDU576Q"),
        "arn:aws:sts::111111111111:federated-user/anna",
        "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1",
        "arn:aws-cn:iam::111111111111:role/a/path/reader",
        "arn:aws:iam::${AWS.AccountId}:root",
        "arn:aws:iam::111111111111:role/${Stack.Role}",
        "${Stack.Role}",
    ],
)
def test_what_is_a_principal(named: str) -> None:
    """What deployment settles may be one."""
    assert parse_principals({"Principal": {"AWS": named}}) == Principals(aws=(named,))


@pytest.mark.parametrize(
    ("text", "found"),
    [("AIDAJQABLZS4A3QDU576Q", True), ("AROAJQABLZS4A3QDU576Q", True), (USER, False), ("111111111111", False)],
)
def test_what_is_left_of_a_deleted_principal(text: str, found: bool) -> None:
    """IAM stores its unique ID in its place."""
    assert (UNIQUE_ID.fullmatch(text) is not None) is found


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("AIDAJQABLZS4A3QDU576Q", CallerKind.USER),
        ("AROAJQABLZS4A3QDU576Q", CallerKind.SESSION),
        ("AGPAJQABLZS4A3QDU576Q", None),
        ("AROAreader", None),
    ],
)
def test_whose_a_unique_id_is(text: str, kind: CallerKind | None) -> None:
    """Its first letters tell, and a name that begins with them is no ID; a group asks for nothing."""
    assert unique_id_kind(text) is kind
