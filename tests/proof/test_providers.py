"""The identity providers behind a trusted role are named, with whom their conditions admit."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import pytest

from tests.proof.test_worlds import STAGING, agreed, world_of
from tests.proof.world import allow, document, in_memory
from xacct_constructs import TrustedRole
from xacct_constructs.proof import Answer, Proof, prove

HOST = "token.actions.githubusercontent.com"
GITHUB = {"Federated": f"arn:aws:iam::{STAGING}:oidc-provider/{HOST}"}
SAML = {"Federated": f"arn:aws:iam::{STAGING}:saml-provider/Corp"}
DENIED = {"Federated": f"arn:aws:iam::{STAGING}:saml-provider/Denied"}
AUDIENCE = {f"{HOST}:aud": "sts.amazonaws.com"}
NO_SUBJECT = "no condition asks for a subject"


class Row(NamedTuple):
    """Whom a trusted role's trust policy lets in, on which conditions, and what the proof says of it, and does not."""

    principal: dict[str, Any]
    condition: dict[str, Any] | None
    says: tuple[str, ...] = ()
    says_not: tuple[str, ...] = ()


ROWS = {
    "one repository": Row(
        GITHUB,
        {"StringEquals": AUDIENCE, "StringLike": {f"{HOST}:sub": "repo:acme/infra:*"}},
        ("oidc-provider/token.actions", f"{HOST}:sub StringLike repo:acme/infra:*"),
        (NO_SUBJECT,),
    ),
    "every repository": Row(GITHUB, {"StringEquals": AUDIENCE}, ("oidc-provider/token.actions", NO_SUBJECT)),
    "everybody": Row(GITHUB, None, ("oidc-provider/token.actions", NO_SUBJECT)),
    "a company's directory": Row(
        SAML, {"StringEquals": {"SAML:aud": "https://signin.aws.amazon.com/saml"}}, ("saml-provider/Corp", "SAML:aud")
    ),
    "a service": Row({"Service": "lambda.amazonaws.com"}, None, (), ("signs in",)),
}


def proven(*trust: Mapping[str, Any]) -> Proof:
    """What the story comes to where the trusted role has this trust policy."""
    agreement = agreed(trusted_principals=[TrustedRole(account=STAGING, name="build")])
    world = world_of(agreement)
    (name,) = (name for name, each in world[STAGING].items() if each["Type"] == "AWS::IAM::Role")
    world[STAGING][name]["Properties"]["AssumeRolePolicyDocument"] = document(*trust)
    return prove(in_memory(world, [agreement]))


def signing_in(principal: Mapping[str, Any], condition: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """A statement that lets somebody in."""
    return allow(
        "sts:AssumeRoleWithWebIdentity", Principal=principal, **({"Condition": condition} if condition else {})
    )


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_who_signs_in_is_named(row: Row) -> None:
    """Among what is taken for granted, since the provider is outside AWS; and no provider that is denied."""
    proof = proven(signing_in(row.principal, row.condition), {**signing_in(DENIED), "Effect": "Deny"})
    told = " ".join(each.what for each in proof.to_check)
    assert proof.answer is Answer.PROVEN, (proof.counterexamples, proof.undecided)
    assert all(each in told for each in row.says)
    assert not any(each in told for each in (*row.says_not, "saml-provider/Denied"))
