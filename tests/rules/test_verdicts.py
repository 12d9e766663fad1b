"""What a proof comes to, as findings: each at the statement or resource that it is about."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.rules.world import (
    ADMIT_ALICE,
    PRODUCTION,
    STAGING,
    World,
    account,
    admit,
    document,
    holder,
    role,
    world,
)
from xacct_constructs import Agreement, S3Read, Safeguards, TrustedUser
from xacct_constructs.policies import permission_policy, trust_policy
from xacct_constructs.proof.prove import prove
from xacct_constructs.rules import judge_proof

AGREEMENT = Agreement(
    role_name="reader",
    trusting_account=PRODUCTION,
    trusted_principals=[TrustedUser(account=STAGING, name="alice")],
    permissions=[S3Read("acme-reports", prefixes=["monthly/"])],
)
PERMISSIONS = permission_policy(AGREEMENT)["Statement"]
READING = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-reports/*"}
SECOND = {"Second": holder("Role", "second", READING, AssumeRolePolicyDocument=document(admit(account(STAGING))))}
PARAMETER = {**ADMIT_ALICE, "Condition": {"StringMatches": {"aws:PrincipalArn": "*"}}}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        pytest.param(world(role(*PERMISSIONS)), [], id="proven"),
        pytest.param(
            world(role(*PERMISSIONS) | SECOND),
            [("XA780", "Production.template.json Second.Policies[0].Statement[0]")],
            id="a second role",
        ),
        pytest.param(
            world(role(*PERMISSIONS[1:])), [("XA781", "Production.template.json Role")], id="objects are not read"
        ),
        pytest.param(
            world(role(*PERMISSIONS, trust=PARAMETER)),
            [("XA782", "Production.template.json Role")],
            id="trust is not understood",
        ),
        pytest.param(
            world(role(*PERMISSIONS) | {"Set": {"Type": "AWS::CloudFormation::StackSet", "Properties": {}}}),
            [("XA782", "Production.template.json Set")],
            id="a stack set",
        ),
    ],
)
def test_each_outcome_has_its_code(given: World, expected: list[tuple[str, str]], tmp_path: Path) -> None:
    """Too much at the statement that lets it through, too little at the role, a doubt at what it is about."""
    assembly = given.read(tmp_path)
    found = [(each.finding.code, each.finding.path) for each in judge_proof(prove(assembly, [AGREEMENT]), assembly)]
    assert list(dict.fromkeys(found)) == expected


def test_the_counterexample_is_told(tmp_path: Path) -> None:
    """Who does what on what, so that a person can try it."""
    assembly = world(role(*PERMISSIONS) | SECOND).read(tmp_path)
    (found,) = judge_proof(prove(assembly, [AGREEMENT]), assembly)
    told = f"user/mallory does sts:AssumeRole on arn:aws:iam::{PRODUCTION}:role/second"
    assert f"arn:aws:iam::{STAGING}:{told}" in found.finding.message


def test_an_agreement_that_is_over_is_told_at_its_role(tmp_path: Path) -> None:
    """With both days, so that a person sees which it is."""
    expiry = datetime(2031, 1, 1, tzinfo=UTC)
    agreement = replace(AGREEMENT, safeguards=Safeguards(expiry=expiry))
    assembly = world(role(*permission_policy(agreement)["Statement"], trust=trust_policy(agreement)["Statement"])).read(
        tmp_path
    )
    (found,) = judge_proof(prove(assembly, [agreement], today=expiry), assembly)
    assert (found.finding.code, found.finding.path) == ("XA784", "Production.template.json Role")
    assert "its expiry, 2031-01-01T00:00:00Z, is past on 2031-01-01T00:00:00Z" in found.finding.message


def test_a_role_that_is_not_there_has_no_place(tmp_path: Path) -> None:
    """The finding says which one all the same."""
    assembly = World(production={}, staging={}).read(tmp_path)
    (found,) = judge_proof(prove(assembly, [AGREEMENT]), assembly)
    assert (found.finding.code, found.origin.logical_id) == ("XA782", "")
    assert AGREEMENT.role_arn in found.finding.message
