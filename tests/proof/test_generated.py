"""Agreements made by chance: what the library writes is what they say, and JSON keeps all of it."""

import json
from typing import Any

import pytest
from hypothesis import assume, given

from tests.proof.world import World, both_halves, in_memory
from tests.properties.strategies import PRODUCTION, REGIONS, agreements
from xacct_constructs import Agreement, Severity, check_agreement
from xacct_constructs.agreement.serialize import from_json, to_json
from xacct_constructs.proof import Answer, prove

ONE_MORE = "999999999999"


def world_of(agreement: Agreement) -> World:
    """Both halves of an agreement that the library accepts."""
    assume(all(each.severity is Severity.WARNING for each in check_agreement(agreement)))
    return both_halves([agreement])


def answer(agreement: Agreement, world: World) -> tuple[Answer, Any]:
    """What the proof of the world comes to, and why."""
    proof = prove(in_memory(world, [agreement], REGIONS[agreement.partition]))
    return proof.answer, (proof.counterexamples, proof.undecided)


@given(agreement=agreements())
def test_whatever_is_accepted_is_proven(agreement: Agreement) -> None:
    """The policies are written from the agreement, the proof from its words: the two agree."""
    found, why = answer(agreement, world_of(agreement))
    assert found is Answer.PROVEN, why


@given(agreement=agreements())
def test_an_allow_more_is_never_proven(agreement: Agreement) -> None:
    """One more statement in the role's permissions does not go unseen."""
    world = world_of(agreement)
    statement = {"Effect": "Allow", "Action": "s3:PutObject", "Resource": f"arn:{agreement.partition}:s3:::zzz/*"}
    documents = [
        policy["PolicyDocument"]
        for resource in world[PRODUCTION].values()
        for policy in [resource["Properties"], *resource["Properties"].get("Policies", [])]
        if "PolicyDocument" in policy
    ]
    documents[0]["Statement"].append(statement)

    assert answer(agreement, world)[0] is not Answer.PROVEN


@given(agreement=agreements())
def test_one_principal_more_is_never_proven(agreement: Agreement) -> None:
    """An account more in the trust policy does not go unseen."""
    assume(not agreement.existing_role)
    assume(all(each.account != ONE_MORE for each in agreement.trusted_principals))
    world = world_of(agreement)
    (role,) = (each["Properties"] for each in world[PRODUCTION].values() if each["Type"] == "AWS::IAM::Role")
    statement = {
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:{agreement.partition}:iam::{ONE_MORE}:root"},
        "Action": "sts:AssumeRole",
    }
    role["AssumeRolePolicyDocument"]["Statement"].append(statement)

    assert answer(agreement, world)[0] is Answer.REFUTED


@given(agreement=agreements())
def test_an_agreement_survives_json(agreement: Agreement) -> None:
    """Written beside the templates and read again it is the same, every field of it."""
    assert from_json(json.loads(json.dumps(to_json(agreement)))) == agreement


@pytest.mark.parametrize(
    ("values", "error"),
    [
        pytest.param({"role": "reader"}, TypeError, id="a field that it does not have"),
        pytest.param({}, TypeError, id="a field that is missing"),
        pytest.param({"safeguards": {"mfa": True, "password": True}}, TypeError, id="a safeguard that is none"),
        pytest.param({"binding": "loosely"}, ValueError, id="a binding that is none"),
    ],
)
def test_json_that_is_no_agreement_is_refused(values: dict[str, Any], error: type[Exception]) -> None:
    """What this version does not know is an error, not a guess."""
    with pytest.raises(error):
        from_json(values)
