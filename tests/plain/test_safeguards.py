"""What each safeguard writes, and where: the table of docs/policies.md, cell by cell."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest

from tests.plain.samples import ALICE, POLICY_ARN, STAGING, added, agreement, guarded, permitted, trust
from xacct_constructs import Network, RawStatements, S3Read, Safeguards, TrustedAccount
from xacct_constructs.policies import assume_policy
from xacct_constructs.resources import trusted_resources, trusting_resources

BOTH = Network(ip_ranges=["203.0.113.0/24"], vpc_endpoints=["vpce-0123456789abcdef0"])
RANGE = {"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}
ENDPOINT = {"StringEquals": {"aws:SourceVpce": "vpce-0123456789abcdef0"}}
NEW_YEAR = datetime(2027, 1, 1, tzinfo=UTC)
PROJECT = {"StringEquals": {"aws:RequestTag/project": "p1"}, "ForAllValues:StringEquals": {"aws:TagKeys": "project"}}
ID, OTHER_ID = "7f3c", "9d21"

TRUST = [
    pytest.param({}, {}, id="no safeguard, no condition"),
    pytest.param({"external_ids": [ID]}, {"StringEquals": {"sts:ExternalId": ID}}, id="one external ID"),
    pytest.param(
        {"external_ids": [ID, OTHER_ID]}, {"StringEquals": {"sts:ExternalId": [ID, OTHER_ID]}}, id="rotating IDs"
    ),
    pytest.param({"mfa": True}, {"Bool": {"aws:MultiFactorAuthPresent": "true"}}, id="MFA, never IfExists"),
    pytest.param(
        {"mfa": True, "mfa_max_age": timedelta(hours=1)},
        {"Bool": {"aws:MultiFactorAuthPresent": "true"}, "NumericLessThan": {"aws:MultiFactorAuthAge": "3600"}},
        id="recent MFA",
    ),
    pytest.param(
        {"organization_id": "o-a1b2c3d4e5"}, {"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}, id="organization"
    ),
    pytest.param(
        {"organization_paths": ["o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/*"]},
        {"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": "o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/*"}},
        id="organizational unit",
    ),
    pytest.param(
        {"organization_id": "o-a1b2c3d4e5", "organization_paths": ["o-a1b2c3d4e5/r-ab12/*"]},
        {
            "StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"},
            "ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": "o-a1b2c3d4e5/r-ab12/*"},
        },
        id="organization and unit together",
    ),
    pytest.param({"source_identities": ["alice"]}, {"StringEquals": {"sts:SourceIdentity": "alice"}}, id="identity"),
    pytest.param(
        {"source_identities": ["alice", "team-?"]},
        {"StringLike": {"sts:SourceIdentity": ["alice", "team-?"]}},
        id="an identity with a wildcard needs StringLike",
    ),
    pytest.param(
        {"session_name_is_user_name": True},
        {"StringLike": {"sts:RoleSessionName": "${aws:username}"}},
        id="session name is the user's",
    ),
    pytest.param({"session_tags": {"project": ["p1"]}}, PROJECT, id="session tags, and no other keys"),
    pytest.param({"assume_from": Network(ip_ranges=["203.0.113.0/24"])}, RANGE, id="assume from a range"),
    pytest.param(
        {"assume_from": Network(vpc_endpoints=["vpce-0123456789abcdef0"])}, ENDPOINT, id="assume from an endpoint"
    ),
    pytest.param({"read_from": BOTH}, {}, id="read_from is not STS's"),
    pytest.param({"expiry": NEW_YEAR}, {"DateLessThan": {"aws:CurrentTime": "2027-01-01T00:00:00Z"}}, id="expiry"),
    pytest.param(
        {"expiry": datetime(2027, 1, 1, 1, tzinfo=timezone(timedelta(hours=1)))},
        {"DateLessThan": {"aws:CurrentTime": "2027-01-01T00:00:00Z"}},
        id="expiry in another time zone",
    ),
    pytest.param({"max_session_duration": timedelta(hours=2)}, {}, id="a duration is no condition"),
    pytest.param({"role_permissions_boundary": POLICY_ARN}, {}, id="a boundary is no condition"),
]
PERMISSIONS: list[Any] = [
    pytest.param({}, [{}], id="no safeguard, no condition"),
    pytest.param({"external_ids": [ID]}, [{}], id="an external ID is STS's"),
    pytest.param({"mfa": True}, [{}], id="MFA never: a session carries none"),
    pytest.param({"organization_id": "o-a1b2c3d4e5"}, [{}], id="the session is of the trusting account"),
    pytest.param({"source_identities": ["alice"]}, [{}], id="source identity is STS's"),
    pytest.param(
        {"session_tags": {"project": ["p1", "p2"]}},
        [{"StringEquals": {"aws:PrincipalTag/project": ["p1", "p2"]}}],
        id="session tags bind as principal tags",
    ),
    pytest.param({"assume_from": BOTH}, [{}], id="assume_from is STS's"),
    pytest.param({"read_from": Network(ip_ranges=["203.0.113.0/24"])}, [RANGE], id="read from a range"),
    pytest.param({"read_from": BOTH}, [RANGE, ENDPOINT], id="ranges and endpoints are alternatives"),
    pytest.param({"expiry": NEW_YEAR}, [{}], id="expiry is a deny, no condition of an allow"),
]
FURTHER = [
    pytest.param({}, {}, id="nothing but sts:AssumeRole"),
    pytest.param({"external_ids": [ID], "mfa": True}, {}, id="most safeguards need no action"),
    pytest.param(
        {"source_identities": ["alice"]},
        {"sts:SetSourceIdentity": {"StringEquals": {"sts:SourceIdentity": "alice"}}},
        id="source identity",
    ),
    pytest.param({"session_tags": {"project": ["p1"]}}, {"sts:TagSession": PROJECT}, id="session tags"),
    pytest.param(
        {"source_identities": ["alice"], "session_tags": {"project": ["p1"]}, "mfa": True},
        {"sts:SetSourceIdentity": {"StringEquals": {"sts:SourceIdentity": "alice"}}, "sts:TagSession": PROJECT},
        id="both, each without the other's conditions",
    ),
]


@pytest.mark.parametrize(("safeguards", "expected"), TRUST)
def test_trust_policy(safeguards: dict[str, Any], expected: dict[str, Any]) -> None:
    """What STS can judge stands as a condition on sts:AssumeRole."""
    found = trust(guarded(**safeguards))[0]
    assert found["Action"] == "sts:AssumeRole"
    assert added(found, trust(agreement())[0]) == expected


@pytest.mark.parametrize(("safeguards", "expected"), PERMISSIONS)
def test_permission_policy(safeguards: dict[str, Any], expected: list[dict[str, Any]]) -> None:
    """What can be judged in a session stands on every allow, alternatives as statements of their own."""
    plain = permitted(agreement())
    allows = [statement for statement in permitted(guarded(**safeguards)) if statement["Effect"] == "Allow"]
    assert len(allows) == len(plain) * len(expected)
    for index, statement in enumerate(allows):
        twin = plain[index // len(expected)]
        assert added(statement, twin) == expected[index % len(expected)]
        assert (statement["Action"], statement["Resource"]) == (twin["Action"], twin["Resource"])


@pytest.mark.parametrize(("safeguards", "expected"), FURTHER)
def test_further_actions(safeguards: dict[str, Any], expected: dict[str, Any]) -> None:
    """An action that both halves must allow stands in the trust policy alone, and in the caller's policy."""
    under, plain = guarded(**safeguards), trust(agreement())[0]
    statements = trust(under)[1:]
    assert {statement["Action"]: added(statement, plain) for statement in statements} == expected
    assert all(statement["Condition"]["ArnEquals"] == plain["Condition"]["ArnEquals"] for statement in statements)
    caller = assume_policy([under.reference])["Statement"]
    actions = ["sts:AssumeRole", *expected]
    assert caller == [
        {"Effect": "Allow", "Action": actions if expected else "sts:AssumeRole", "Resource": under.role_arn}
    ]


def test_alternatives_of_assume_from_carry_every_other_condition() -> None:
    """Ranges and endpoints are two statements, each with all the rest; one further action is not doubled."""
    statements = trust(guarded(assume_from=BOTH, mfa=True, source_identities=["alice"]))
    assert [statement["Action"] for statement in statements] == [
        "sts:AssumeRole",
        "sts:AssumeRole",
        "sts:SetSourceIdentity",
    ]
    first, second = (added(statement, trust(agreement())[0]) for statement in statements[:2])
    shared = {"Bool": {"aws:MultiFactorAuthPresent": "true"}}
    identity = {"sts:SourceIdentity": "alice"}
    assert first == {**shared, **RANGE, "StringEquals": identity}
    assert second == {**shared, "StringEquals": {**identity, **ENDPOINT["StringEquals"]}}


def test_alternatives_stand_for_each_kind_of_principal() -> None:
    """Named principals and a whole account are two statements, times two alternatives."""
    both = agreement(
        trusted_principals=[ALICE, TrustedAccount(account="333333333333")], safeguards=Safeguards(assume_from=BOTH)
    )
    statements = trust(both)
    assert [statement["Principal"]["AWS"].split(":")[4] for statement in statements] == [
        STAGING,
        STAGING,
        "333333333333",
        "333333333333",
    ]
    assert [("ArnEquals" in statement["Condition"]) for statement in statements] == [True, True, False, False]


def test_expiry_denies_everything_from_that_second_on() -> None:
    """The deny begins in the second in which the trust policy ends, and covers every action."""
    assert permitted(guarded(expiry=NEW_YEAR))[-1] == {
        "Effect": "Deny",
        "Action": "*",
        "Resource": "*",
        "Condition": {"DateGreaterThanEquals": {"aws:CurrentTime": "2027-01-01T00:00:00Z"}},
    }
    assert all(statement["Effect"] == "Allow" for statement in permitted(guarded(mfa=True)))


SERVICE = "s3.eu-west-1.amazonaws.com"
DIRECT_OR_NOT = [
    pytest.param({"StringEquals": {"kms:ViaService": SERVICE}}, True, id="StringEquals needs the key"),
    pytest.param({"StringLike": {"KMS:viaservice": "s3.*"}}, True, id="StringLike in another case too"),
    pytest.param({"StringNotEquals": {"kms:ViaService": SERVICE}}, False, id="negated matches direct calls"),
    pytest.param({"StringEqualsIfExists": {"kms:ViaService": SERVICE}}, False, id="IfExists matches direct calls"),
    pytest.param({"Null": {"kms:ViaService": "true"}}, False, id="Null matches direct calls"),
    pytest.param({"ForAllValues:StringEquals": {"kms:ViaService": SERVICE}}, False, id="ForAllValues does too"),
    pytest.param({}, False, id="without the condition"),
]


@pytest.mark.parametrize(("condition", "spared"), DIRECT_OR_NOT)
def test_read_from_spares_only_what_a_service_calls(condition: dict[str, Any], spared: bool) -> None:
    """A decrypt that only S3 can make is not bound to the reader's network; any other is."""
    raw = {"Effect": "Allow", "Action": "kms:Decrypt", "Resource": "*", "Condition": condition}
    network = Network(ip_ranges=["203.0.113.0/24"])
    found = permitted(agreement(permissions=[RawStatements([raw])], safeguards=Safeguards(read_from=network)))
    assert [("IpAddress" in statement.get("Condition", {})) for statement in found] == [not spared]


def test_session_tags_bind_a_service_s_calls_too() -> None:
    """Only read_from spares kms:Decrypt; the tags of the session are there in S3's call."""
    key = "arn:aws:kms:eu-west-1:111111111111:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    read = S3Read("acme-reports", kms_key=key)
    guards = Safeguards(session_tags={"project": ["p1"]}, read_from=BOTH)
    decrypts = [
        each for each in permitted(agreement(permissions=[read], safeguards=guards)) if each["Action"] == "kms:Decrypt"
    ]
    assert [statement["Condition"]["StringEquals"] for statement in decrypts] == [
        {"kms:ViaService": SERVICE, "aws:PrincipalTag/project": "p1"}
    ]


def test_properties_of_the_role() -> None:
    """Maximum session duration and boundary are properties, in seconds and as the ARN."""
    guards = Safeguards(max_session_duration=timedelta(hours=2), role_permissions_boundary=POLICY_ARN)
    properties = trusting_resources(agreement(safeguards=guards))["Resource"]["Properties"]
    assert (properties["MaxSessionDuration"], properties["PermissionsBoundary"]) == (7200, POLICY_ARN)
    left_out = trusting_resources(agreement())["Resource"]["Properties"]
    assert not {"MaxSessionDuration", "PermissionsBoundary", "Path", "Description"} & set(left_out)


def test_boundary_of_the_principal() -> None:
    """The trusted principal's boundary is asked for by the reference, and is a property of the user."""
    boundary = f"arn:aws:iam::{STAGING}:policy/boundary"
    reference = guarded(principal_permissions_boundary=boundary).reference
    assert reference.principal_permissions_boundary == boundary
    user = trusted_resources(ALICE, [reference], permissions_boundary=boundary)["Resource"]["Properties"]
    assert user["PermissionsBoundary"] == boundary
    assert "PermissionsBoundary" not in trusted_resources(ALICE, [reference])["Resource"]["Properties"]
