"""Doctor calls nothing wrong, and nothing fine, that depends on what it cannot know of a request."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.operations.scenes import (
    AGREEMENT,
    BUCKET,
    ROLE,
    ROOTS,
    SESSION,
    Document,
    document,
    found,
    scene,
    with_safeguards,
)
from xacct_constructs import Network, RawStatements, S3Read, TrustedAccount, TrustedRole
from xacct_constructs.operations.diagnosis import Scene, State
from xacct_constructs.operations.doctor import examine
from xacct_constructs.policies import trust_policy

REFUSED, ALLOWED, OPEN = "refused", "allowed", "open"


def asking(condition: Document) -> Scene:
    """The trust policy asks for a condition besides."""
    trust = trust_policy(AGREEMENT)
    trust["Statement"][0]["Condition"] |= condition
    return scene(trust=trust)


def denying(condition: Document, **changes: Any) -> Scene:
    """The bucket's policy denies on a condition."""
    deny = {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": [BUCKET, f"{BUCKET}/*"]}
    written = {**deny, **changes, "Condition": condition}
    return scene(bucket=document({name: value for name, value in written.items() if value}))


TRUST = {
    "the Region": ({"StringEquals": {"aws:RequestedRegion": "eu-west-1"}}, "aws:RequestedRegion"),
    "a tag of the user": ({"StringEquals": {"aws:PrincipalTag/team": "blue"}}, "aws:PrincipalTag/team"),
    "her ID": ({"StringLike": {"aws:userid": "AIDA*"}}, "aws:userid"),
    "not an address": ({"NotIpAddress": {"aws:SourceIp": "192.0.2.0/24"}}, "aws:SourceIp"),
    "an address": ({"IpAddress": {"aws:SourceIp": "192.0.2.0/24"}}, "aws:SourceIp"),
    "an organization": ({"StringEquals": {"aws:PrincipalOrgID": "o-acme012345"}}, "aws:PrincipalOrgID"),
    "an organization's path": (
        {"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": "o-acme012345/*"}},
        "aws:PrincipalOrgPaths",
    ),
    "a browser": ({"StringLike": {"aws:UserAgent": "*"}}, "aws:UserAgent"),
    "where it comes from": ({"StringEquals": {"aws:Referer": "x"}}, "aws:Referer"),
    "when the credentials were issued": (
        {"DateGreaterThan": {"aws:TokenIssueTime": "2020-01-01T00:00:00Z"}},
        "aws:TokenIssueTime",
    ),
    "a key of tomorrow": ({"StringEquals": {"aws:SomethingNew": "x"}}, "aws:SomethingNew"),
    "whether a key is there": ({"Null": {"aws:PrincipalTag/team": "false"}}, "aws:PrincipalTag/team"),
    "a key where present": ({"StringEqualsIfExists": {"aws:RequestedRegion": "x"}}, "aws:RequestedRegion"),
    "a variable": ({"StringEquals": {"sts:RoleSessionName": "${aws:PrincipalTag/name}"}}, "aws:PrincipalTag/name"),
}


@pytest.mark.parametrize(("condition", "key"), TRUST.values(), ids=TRUST)
def test_a_condition_on_what_is_not_known_is_not_seen(condition: Document, key: str) -> None:
    """It says which key, and neither wrong nor fine."""
    looked_at = asking(condition)

    assert found(looked_at, State.WRONG) == {}
    [text] = found(looked_at, State.OPEN).values()
    assert key in text


KNOWN: dict[str, tuple[Document, str]] = {
    "TLS": ({"Bool": {"aws:SecureTransport": "true"}}, ""),
    "no TLS": ({"Bool": {"aws:SecureTransport": "false"}}, "trust policy"),
    "her account": ({"StringEquals": {"aws:PrincipalAccount": "222222222222"}}, ""),
    "another account": ({"StringEquals": {"aws:PrincipalAccount": "333333333333"}}, "trust policy"),
    "her name": ({"StringEquals": {"aws:username": "alice"}}, ""),
    "another name": ({"StringEquals": {"aws:username": "bob"}}, "trust policy"),
    "no MFA": ({"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}}, ""),
    "MFA that nobody agreed on": ({"Bool": {"aws:MultiFactorAuthPresent": "true"}}, "MFA"),
    "before an end": ({"NumericLessThan": {"aws:EpochTime": "4102444800"}}, ""),
    "after its end": ({"NumericLessThan": {"aws:EpochTime": "1"}}, "expiry"),
    "an external ID where present": ({"StringEqualsIfExists": {"sts:ExternalId": "acme-1"}}, ""),
    "an external ID that nobody agreed on": ({"StringEquals": {"sts:ExternalId": "acme-1"}}, "external ID"),
    "a session's name like hers": ({"StringLike": {"sts:RoleSessionName": "${aws:username}"}}, ""),
    "another session's name": ({"StringLike": {"sts:RoleSessionName": "bob"}}, "session name"),
    "no service": ({"Null": {"aws:SourceArn": "true"}}, ""),
    "a service": ({"StringLike": {"aws:SourceArn": "*"}}, "trust policy"),
}


@pytest.mark.parametrize(("condition", "wrong"), KNOWN.values(), ids=KNOWN)
def test_a_condition_on_what_is_known_is_judged(condition: Document, wrong: str) -> None:
    """It holds, and all is fine; or it does not, and one check says so."""
    looked_at = asking(condition)

    assert set(found(looked_at, State.WRONG)) == ({wrong} if wrong else set())
    assert found(looked_at, State.OPEN) == {}


EXCEPT = {"AWS": [ROOTS["bucket"], ROLE, f"{SESSION}/alice"]}
BUCKETS: dict[str, tuple[Scene, str, str]] = {
    "outside a network": (denying({"NotIpAddress": {"aws:SourceIp": "192.0.2.0/24"}}), OPEN, "aws:SourceIp"),
    "outside an endpoint": (denying({"StringNotEquals": {"aws:SourceVpce": "vpce-1"}}), OPEN, "aws:SourceVpce"),
    "outside an organization": (
        denying({"StringNotEquals": {"aws:PrincipalOrgID": "o-1"}}),
        OPEN,
        "aws:PrincipalOrgID",
    ),
    "without a tag": (denying({"StringNotEquals": {"aws:PrincipalTag/team": "blue"}}), OPEN, "aws:PrincipalTag/team"),
    "without MFA": (denying({"Null": {"aws:MultiFactorAuthAge": "true"}}), OPEN, "aws:MultiFactorAuthAge"),
    "of other IDs": (denying({"StringNotLike": {"aws:userid": "AROA1:*"}}), OPEN, "aws:userid"),
    "of an older TLS": (denying({"NumericLessThan": {"s3:TlsVersion": "1.2"}}), OPEN, "s3:TlsVersion"),
    "everybody but a session": (denying({}, Principal=None, NotPrincipal=EXCEPT), OPEN, "the name of the session"),
    "some keys below the prefix": (
        denying({}, Resource=f"{BUCKET}/monthly/secret/*"),
        OPEN,
        "which key below arn:aws:s3:::acme-reports/monthly/",
    ),
    "keys beside the prefix": (denying({}, Resource=f"{BUCKET}/yearly/*"), ALLOWED, ""),
    "every key": (denying({}, Resource=f"{BUCKET}/*"), REFUSED, ""),
    "no TLS": (denying({"Bool": {"aws:SecureTransport": "false"}}), ALLOWED, ""),
    "TLS": (denying({"Bool": {"aws:SecureTransport": "true"}}), REFUSED, ""),
    "another account": (denying({"StringNotEquals": {"aws:PrincipalAccount": "111111111111"}}), ALLOWED, ""),
    "this account": (denying({"StringEquals": {"aws:PrincipalAccount": "111111111111"}}), REFUSED, ""),
    "other roles": (denying({"ArnNotEquals": {"aws:PrincipalArn": ROLE}}), ALLOWED, ""),
    "this role": (denying({"ArnEquals": {"aws:PrincipalArn": ROLE}}), REFUSED, ""),
    "both, one of which is known not to hold": (
        denying({"Bool": {"aws:SecureTransport": "false"}, "StringEquals": {"aws:RequestedRegion": "x"}}),
        ALLOWED,
        "",
    ),
    "everybody but others": (denying({}, Principal=None, NotPrincipal={"AWS": ROOTS["trust"]}), REFUSED, ""),
}


@pytest.mark.parametrize(("looked_at", "answer", "says"), BUCKETS.values(), ids=BUCKETS)
def test_a_deny_of_the_bucket_is_judged_by_what_is_known(looked_at: Scene, answer: str, says: str) -> None:
    """Refused, let through, or not seen, with what is lacking."""
    wrong, unseen = found(looked_at, State.WRONG), found(looked_at, State.OPEN)

    assert (bool(wrong), bool(unseen)) == (answer == REFUSED, answer == OPEN)
    assert says in "".join(unseen.values())


def test_another_allow_makes_what_is_not_known_irrelevant() -> None:
    """One statement depends on the Region, and the agreement's own does not."""
    trust = trust_policy(AGREEMENT)
    further = {**trust["Statement"][0], "Condition": {"StringEquals": {"aws:RequestedRegion": "eu-west-1"}}}
    looked_at = scene(trust=document(further, *trust["Statement"]))

    assert (found(looked_at, State.WRONG), found(looked_at, State.OPEN)) == ({}, {})


def test_a_session_s_name_is_not_known_of_a_role() -> None:
    """A trusted role's sessions are called as whoever makes them says."""
    agreement = replace(AGREEMENT, trusted_principals=[TrustedRole(account="222222222222", name="ci")])
    trust = trust_policy(agreement)
    trust["Statement"][0]["Condition"] |= {"StringEquals": {"sts:RoleSessionName": "build"}}
    looked_at = scene(agreement, trust=trust)

    assert found(looked_at, State.WRONG) == {}
    assert "sts:RoleSessionName" in found(looked_at, State.OPEN)["session name"]


NETWORKS = {"its own": ("198.51.100.0/24", set()), "another": ("192.0.2.0/24", {"network"})}


@pytest.mark.parametrize(("ranges", "wrong"), NETWORKS.values(), ids=NETWORKS)
def test_an_agreed_network_is_known(ranges: str, wrong: set[str]) -> None:
    """Requests are promised from the ranges that are agreed, and from no other."""
    agreement = with_safeguards(assume_from=Network(ip_ranges=["198.51.100.0/24"]))
    trust = trust_policy(agreement)
    trust["Statement"][0]["Condition"]["IpAddress"] = {"aws:SourceIp": ranges}

    assert set(found(scene(agreement, trust=trust), State.WRONG)) == wrong


KEYS = {
    "the bucket's": ([BUCKET, f"{BUCKET}/*"], ALLOWED),
    "the objects' alone": ([f"{BUCKET}/monthly/*"], OPEN),
    "another bucket's": (["arn:aws:s3:::other"], REFUSED),
}


@pytest.mark.parametrize(("arns", "answer"), KEYS.values(), ids=KEYS)
def test_the_context_that_s3_gives_to_kms_depends_on_bucket_keys(arns: list[str], answer: str) -> None:
    """It is the bucket's ARN with them, and the object's without."""
    allow = {"Effect": "Allow", "Principal": {"AWS": ROOTS["bucket"]}, "Action": "kms:Decrypt", "Resource": "*"}
    condition = {"StringLike": {"kms:EncryptionContext:aws:s3:arn": arns}}
    looked_at = scene(key=document({**allow, "Condition": condition}))

    assert ("key policy" in found(looked_at, State.WRONG)) is (answer == REFUSED)
    assert ("key policy" in found(looked_at, State.OPEN)) is (answer == OPEN)


CALLERS = {"the role's account": ("111111111111", ALLOWED), "another account": ("222222222222", REFUSED)}


@pytest.mark.parametrize(("account", "answer"), CALLERS.values(), ids=CALLERS)
def test_kms_knows_the_account_of_whoever_asks(account: str, answer: str) -> None:
    """No request says so; KMS does."""
    allow = {"Effect": "Allow", "Principal": {"AWS": ROOTS["bucket"]}, "Action": "kms:Decrypt", "Resource": "*"}
    looked_at = scene(key=document({**allow, "Condition": {"StringEquals": {"kms:CallerAccount": account}}}))

    assert ("key policy" in found(looked_at, State.WRONG)) is (answer == REFUSED)
    assert "key policy" not in found(looked_at, State.OPEN)


def test_raw_statements_are_not_seen() -> None:
    """Of them no request is known, so that nothing of what the role may do is fine; its trust is."""
    raw = RawStatements([{"Effect": "Allow", "Action": "s3:GetObject", "Resource": f"{BUCKET}/*"}])
    looked_at = scene(replace(AGREEMENT, permissions=[raw]), permissions={})

    asked = {"permission policy", "role's boundary", "bucket policy", "key policy", "bucket", "encryption"}
    asked |= {"table policy", "table", "table encryption"}
    assert set(found(looked_at, State.OPEN)) == asked
    assert "trust policy" in found(looked_at, State.FINE)
    assert not examine(looked_at).is_healthy


def test_an_account_of_which_nobody_is_signed_in_is_not_seen() -> None:
    """No request was made up, and so neither the trust policy nor its conditions are fine."""
    looked_at = scene(replace(AGREEMENT, trusted_principals=[TrustedAccount(account="222222222222")]))

    assert {"trust policy", "external ID", "identity policy", "principal's boundary", "principal"} <= set(
        found(looked_at, State.OPEN)
    )


def test_what_the_agreement_does_not_have_is_left_out() -> None:
    """Checks of a key, of MFA and of a duration have no line where none is agreed, and one where they are."""
    plain = replace(AGREEMENT, permissions=[S3Read("acme-reports", prefixes=["monthly/"])])
    all_of_them = with_safeguards(mfa=True, max_session_duration=timedelta(hours=1))
    asks = {"key", "key policy", "MFA device", "session duration"}

    assert asks.isdisjoint({each.check for each in examine(scene(plain)).diagnoses})
    assert asks <= {each.check for each in examine(scene(all_of_them)).diagnoses}
