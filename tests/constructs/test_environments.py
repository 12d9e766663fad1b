"""Accounts, regions and partitions of the stacks that the halves are written in."""

from typing import Any

import pytest

from tests.constructs.samples import (
    OTHER,
    PRODUCTION,
    STAGING,
    codes,
    new_app,
    of_type,
    reader,
    stack,
    warnings,
)
from tests.plain.samples import KEY_ARN, agreement
from xacct_constructs import AgreementError, S3Read, TrustedAccountUser, TrustedUser, TrustingAccountRole


def codes_of(error: pytest.ExceptionInfo[AgreementError]) -> list[str]:
    """Code and path of each error."""
    return [f"{each.code} {each.path}" for each in error.value.findings]


@pytest.mark.parametrize(
    ("region", "partition", "expected"),
    [
        pytest.param("eu-west-1", None, [], id="a region says the partition"),
        pytest.param("eu-west-1", "aws", [], id="a region and its partition"),
        pytest.param(None, "aws", [], id="the partition alone"),
        pytest.param(None, None, ["XA006"], id="neither: aws is assumed, and said"),
    ],
)
def test_stack_without_region(region: str | None, partition: str | None, expected: list[str]) -> None:
    """Without a region the partition is assumed, which is said."""
    production = stack(new_app(), region=region)
    assert reader(production, partition=partition).role_arn.startswith("arn:aws:iam:")
    assert codes(production) == expected


@pytest.mark.parametrize(
    ("region", "partition", "suffix"),
    [
        pytest.param("cn-north-1", "aws-cn", "amazonaws.com.cn", id="China"),
        pytest.param("us-gov-west-1", "aws-us-gov", "amazonaws.com", id="GovCloud"),
    ],
)
def test_other_partitions(region: str, partition: str, suffix: str) -> None:
    """Every ARN and the service's name follow the region of the stack."""
    app = new_app()
    production, staging = stack(app, region=region), stack(app, "Staging", STAGING, region=region)
    key = KEY_ARN.replace("arn:aws:", f"arn:{partition}:").replace("eu-west-1", region)
    made = reader(production, permissions=[S3Read("acme-reports", kms_key=key)])
    user = TrustedAccountUser(staging, "Alice", user_name="alice", assumes=[made.reference])
    assert made.role_arn == f"arn:{partition}:iam::{PRODUCTION}:role/reports-reader"
    assert user.user_arn == f"arn:{partition}:iam::{STAGING}:user/alice"
    (role,) = of_type(production, "IAM::Role")
    assert "arn:aws:" not in str(role)
    decrypt = role["Policies"][0]["PolicyDocument"]["Statement"][-1]
    assert decrypt["Condition"]["StringEquals"]["kms:ViaService"] == f"s3.{region}.{suffix}"


REFUSED: list[Any] = [
    pytest.param({"account": None}, {}, ["XA003 scope"], id="a stack without account"),
    pytest.param({"region": "cn-north-1"}, {"partition": "aws"}, ["XA005 scope"], id="another partition than said"),
    pytest.param({"region": "us-iso-east-1"}, {}, ["XA005 partition"], id="a partition that is not known"),
    pytest.param({"account": STAGING}, {}, ["XA002 trusted_principals[0].account"], id="the trusted account's stack"),
]


@pytest.mark.parametrize(("environment", "changed", "expected"), REFUSED)
def test_refused_trusting_stacks(environment: Any, changed: Any, expected: list[str]) -> None:
    """What the role's stack must be; nothing is written otherwise."""
    production = stack(new_app(), **environment)
    with pytest.raises(AgreementError) as raised:
        reader(production, **changed)
    assert [each for each in codes_of(raised) if each in expected] == expected
    assert production.node.children == []


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        pytest.param({}, [], id="the trusting account's stack"),
        pytest.param({"account": OTHER}, ["XA004 scope"], id="another account's"),
        pytest.param({"account": None}, ["XA003 scope"], id="no account's"),
        pytest.param({"region": "cn-north-1"}, ["XA005 scope"], id="another partition's"),
        pytest.param({"account": OTHER, "region": "cn-north-1"}, ["XA004 scope", "XA005 scope"], id="both together"),
    ],
)
def test_from_agreement_knows_its_stack(environment: Any, expected: list[str]) -> None:
    """An agreement is written in its own trusting account alone."""
    production = stack(new_app(), **environment)
    if not expected:
        assert TrustingAccountRole.from_agreement(production, "Reader", agreement()).agreement == agreement()
        return
    with pytest.raises(AgreementError) as raised:
        TrustingAccountRole.from_agreement(production, "Reader", agreement())
    assert codes_of(raised) == expected
    assert production.node.children == []


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        pytest.param({}, [], id="the trusted account's stack"),
        pytest.param({"region": None}, [], id="without region the reference says the partition"),
        pytest.param({"account": OTHER}, ["XA705 assumes[0]"], id="another account's user is not admitted"),
        pytest.param({"account": PRODUCTION}, ["XA002 assumes[0]"], id="the role's own account"),
        pytest.param({"account": None}, ["XA003 scope"], id="no account's"),
        pytest.param({"region": "cn-north-1"}, ["XA005 assumes[0]"], id="another partition's"),
    ],
)
def test_trusted_stacks(environment: Any, expected: list[str]) -> None:
    """What the user's stack must be; nothing is written otherwise."""
    staging = stack(new_app(), **{"name": "Staging", "account": STAGING, **environment})
    if not expected:
        TrustedAccountUser(staging, "Alice", user_name="alice", assumes=[agreement().reference])
        assert warnings(staging) == []
        return
    with pytest.raises(AgreementError) as raised:
        TrustedAccountUser(staging, "Alice", user_name="alice", assumes=[agreement().reference])
    assert codes_of(raised) == expected
    assert staging.node.children == []


def test_what_else_is_wrong_beside_the_stack_is_said_with_it() -> None:
    """A stack without account hides no other mistake, and whom a role admits is not judged without it."""
    open_stack = stack(new_app(), name="Staging", account=None)
    with pytest.raises(AgreementError) as raised:
        TrustedAccountUser(open_stack, "Alice", user_name="al*ce", assumes=[], path="team")
    assert codes_of(raised) == ["XA003 scope", "XA010 user_name", "XA011 path", "XA500 assumes"]


@pytest.mark.parametrize("scope", [new_app(), None], ids=["the app itself", "None"])
def test_scope_that_is_in_no_stack(scope: Any) -> None:
    """Said in words, where CDK would speak of its own."""
    with pytest.raises(AgreementError) as raised:
        reader(scope)
    assert codes_of(raised) == ["XA003 scope"]


def test_account_from_another_stack_is_a_literal() -> None:
    """`staging.account` of a stack with an explicit account can be passed on; of one without, it is refused."""
    app = new_app()
    staging = stack(app, "Staging", STAGING)
    assert reader(stack(app), trusted_principals=[TrustedUser(account=staging.account, name="alice")])
    unknown = TrustedUser(account=stack(app, "Open", None).account, name="alice")
    with pytest.raises(AgreementError) as raised:
        reader(stack(app, "Other"), trusted_principals=[unknown])
    assert codes_of(raised) == ["XA001 trusted_principals[0].account"]
