"""Quotas: a document at its limit passes, one character above is refused, and from 90% on a warning is given."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.plain.samples import ALICE, PRODUCTION, STAGING, agreement, short
from xacct_constructs import Agreement, RawStatements, RoleReference, S3Read, TrustedRole, TrustedUser, check_agreement
from xacct_constructs.policies import assume_policy, document_size, permission_policy, trust_policy
from xacct_constructs.validation import check_trusted


def padded(characters: int, **changed: Any) -> Agreement:
    """An agreement whose permission policy has exactly so many characters."""

    def sized(text: str) -> Agreement:
        raw = {
            "Effect": "Allow",
            "Action": "sqs:ReceiveMessage",
            "Resource": f"arn:aws:sqs:eu-west-1:{PRODUCTION}:q{text}",
        }
        return agreement(permissions=[RawStatements([raw])], **changed)

    missing = characters - document_size(permission_policy(sized("")))
    return sized("x" * missing)


def trusting(characters: int, **changed: Any) -> Agreement:
    """An agreement whose trust policy has exactly so many characters."""

    def sized(path: str) -> Agreement:
        users = [TrustedUser(account=STAGING, name=f"u{n:02}", path=f"/{'p' * 85}/") for n in range(characters // 140)]
        return agreement(trusted_principals=[*users, TrustedUser(account=STAGING, name="last", path=path)], **changed)

    missing = characters - document_size(trust_policy(sized("/p/")))
    return sized(f"/p{'p' * missing}/")


def permission_findings(characters: int, **changed: Any) -> list[str]:
    """Findings about an agreement whose permission policy has so many characters."""
    found = padded(characters, **changed)
    assert document_size(permission_policy(found)) == characters
    return short(check_agreement(found))


def trust_findings(characters: int, quota: int | None = None) -> list[str]:
    """Findings about an agreement whose trust policy has so many characters."""
    found = trusting(characters)
    assert document_size(trust_policy(found)) == characters
    return short(check_agreement(found, trust_policy_characters=quota))


def references(characters: int) -> list[RoleReference]:
    """References that make a caller's policy of exactly so many characters."""

    def many(count: int, path: str) -> Iterator[RoleReference]:
        for number in range(count):
            arn = f"arn:aws:iam::{PRODUCTION}:role/{path if number == 0 else ''}{number:03}"
            yield RoleReference(role_arn=arn, trusted_principals=(ALICE, WORKLOAD))

    count = 1
    while document_size(assume_policy(list(many(count + 1, "p/")))) <= characters:
        count += 1
    missing = characters - document_size(assume_policy(list(many(count, "p/"))))
    return list(many(count, f"p{'p' * missing}/"))


WORKLOAD = TrustedRole(account=STAGING, name="workload")
ROWS = [
    pytest.param("role inline", 10240, id="the role's inline policy"),
    pytest.param("managed", 6144, id="the managed policy"),
    pytest.param("trust", 2048, id="the trust policy"),
    pytest.param("raised trust", 4096, id="a trust policy under a raised quota"),
    pytest.param("user managed", 6144, id="the user's managed policy"),
]


def findings_at(which: str, characters: int) -> list[str]:
    """Findings about the document, made exactly so long."""
    if which == "role inline":
        return permission_findings(characters)
    if which == "managed":
        return permission_findings(characters, managed_policy_name="read-reports")
    if which.endswith("trust"):
        return trust_findings(characters, 4096 if which == "raised trust" else None)
    assumes = references(characters)
    assert document_size(assume_policy(assumes)) == characters
    return short(check_trusted(ALICE, assumes, partition="aws", managed_policy_name="assume"))


PATHS = {"role inline": "permissions", "managed": "permissions", "trust": "trusted_principals"}


@pytest.mark.parametrize(("which", "quota"), ROWS)
def test_quota(which: str, quota: int) -> None:
    """One character above the quota is an error, the quota itself and nine tenths of it a warning, less is nothing."""
    path = PATHS.get(which, "trusted_principals" if "trust" in which.split() else "assumes")
    nine_tenths = -(-quota * 9 // 10)
    assert findings_at(which, quota + 1) == [f"XA715 {path}"]
    assert findings_at(which, quota) == [f"XA716 {path}"]
    assert findings_at(which, nine_tenths) == [f"XA716 {path}"]
    assert findings_at(which, nine_tenths - 1) == []


def test_message_names_what_is_biggest_and_what_to_do() -> None:
    """Size, limit, the three biggest contributors, and the way out."""
    (found,) = check_agreement(padded(10241))
    assert str(found) == (
        "XA715 permissions has 10241 characters of 10240 in the role's inline policy; the largest are "
        "Statement[0].Resource with 10155, Statement[0].Action with 31, Statement[0].Effect with 18; "
        "split the agreement over two roles"
    )


def test_key_known_only_to_a_template_is_measured_at_its_longest() -> None:
    """A short name in the app counts as the key ID that deployment puts there."""
    longer = [
        S3Read("acme-reports", kms_key=f"arn:aws:kms:eu-west-1:{PRODUCTION}:key/{each}") for each in ("${S.K}", KEY_ID)
    ]
    sizes = [document_size(permission_policy(agreement(permissions=[each]))) for each in longer]
    assert sizes[0] == sizes[1]


KEY_ID = "1234abcd-12ab-34cd-56ef-1234567890ab"


@pytest.mark.parametrize(
    ("characters", "expected"),
    [
        pytest.param(None, [], id="left out"),
        pytest.param(2048, [], id="AWS's default"),
        pytest.param(8192, [], id="the highest that AWS publishes"),
        pytest.param(2047, ["XA303 trust_policy_characters"], id="less than the default"),
        pytest.param(8193, ["XA303 trust_policy_characters"], id="more than AWS gives"),
        pytest.param(0, ["XA303 trust_policy_characters"], id="nothing"),
        pytest.param("4096", ["XA303 trust_policy_characters"], id="a text"),
        pytest.param(4096.0, ["XA303 trust_policy_characters"], id="a fraction"),
        pytest.param(True, ["XA303 trust_policy_characters"], id="a truth value"),
    ],
)
def test_raised_quota(characters: Any, expected: list[str]) -> None:
    """The account's own quota is a number that AWS could have given."""
    assert short(check_agreement(agreement(), trust_policy_characters=characters)) == expected


def test_trust_policy_of_an_existing_role_is_not_measured() -> None:
    """It is not written here, and its other statements are not known."""
    assert "XA715" not in {each.code for each in check_agreement(trusting(2049, existing_role=True))}
