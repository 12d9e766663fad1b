"""Who is considered: every kind of caller, each with the context keys that follow from it and no others."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import pytest

from tests.proof.test_worlds import KEY, OTHER, PRODUCTION, REPORTS, STAGING, agreed, key, world_of
from tests.proof.world import bucket_policy, in_memory
from xacct_constructs import S3Read
from xacct_constructs.iam.caller_kind import CallerKind
from xacct_constructs.proof import Answer, Proof, prove

MALLORY = "arn:aws:iam::{}:user/mallory"
OUTSIDER = MALLORY.format("999999999999")
ANYBODY: dict[str, Any] = {"AWS": "*"}
OWN = PRODUCTION
SERVICE, TRAIL = "lambda.amazonaws.com", "cloudtrail.amazonaws.com"


class Row(NamedTuple):
    """A condition on an allow for anybody, or on its deny, and the first outsider who gets in; nobody if empty."""

    allow: Mapping[str, Mapping[str, Any]]
    caller: str
    deny: Mapping[str, Mapping[str, Any]] | None = None
    principal: Mapping[str, Any] = ANYBODY


def named(arn: str) -> dict[str, dict[str, str]]:
    """A condition on the caller's ARN."""
    return {"ArnEquals": {"aws:PrincipalArn": arn}}


SESSION = f"arn:aws:sts::{OTHER}:assumed-role/job/nightly"
ROOT_USER, FEDERATED = f"arn:aws:iam::{OTHER}:root", f"arn:aws:sts::{OTHER}:federated-user/bob"
BUCKETS = {
    # Each kind of caller, named by a condition or as the principal
    "a user": Row(named(MALLORY.format(OTHER)), MALLORY.format(OTHER)),
    "a role": Row(named(f"arn:aws:iam::{OTHER}:role/job"), f"arn:aws:sts::{OTHER}:assumed-role/job/session"),
    "a root user": Row(named(ROOT_USER), ROOT_USER),
    "a root user as a text": Row({"StringEquals": {"aws:PrincipalArn": ROOT_USER}}, ROOT_USER),
    "a federated user": Row(named(FEDERATED), FEDERATED),
    "a federated user as the principal": Row({}, FEDERATED, principal={"AWS": FEDERATED}),
    "a session as the principal": Row({}, SESSION, principal={"AWS": SESSION}),
    "an account": Row({}, MALLORY.format(OTHER), principal={"AWS": OTHER}),
    "nobody without an ARN": Row({"Null": {"aws:PrincipalArn": "true"}}, "*"),
    "an ARN of the owner's account": Row(named(f"arn:aws:iam::{OWN}:user/otto"), ""),
    "an ARN that nobody has": Row(named("arn:aws:ec2:eu-west-1:333333333333:instance/i-1"), ""),
    # The type
    "users": Row({"StringEquals": {"aws:PrincipalType": "User"}}, OUTSIDER),
    "sessions": Row(
        {"StringEquals": {"aws:PrincipalType": "AssumedRole"}},
        "arn:aws:sts::999999999999:assumed-role/mallory/session",
    ),
    "root users": Row({"StringEquals": {"aws:PrincipalType": "Account"}}, "arn:aws:iam::999999999999:root"),
    "federated users": Row(
        {"StringEquals": {"aws:PrincipalType": "FederatedUser"}}, "arn:aws:sts::999999999999:federated-user/mallory"
    ),
    "the anonymous": Row({"StringEquals": {"aws:PrincipalType": "Anonymous"}}, "*"),
    "all but users and the anonymous": Row(
        {"StringNotEquals": {"aws:PrincipalType": ["User", "Anonymous"]}},
        "arn:aws:sts::999999999999:assumed-role/mallory/session",
    ),
    "a type that there is not": Row({"StringEquals": {"aws:PrincipalType": "Machine"}}, ""),
    # The account
    "another account": Row({"StringEquals": {"aws:PrincipalAccount": OTHER}}, MALLORY.format(OTHER)),
    "another account, where present": Row(
        {"StringEqualsIfExists": {"aws:PrincipalAccount": OTHER}}, MALLORY.format(OTHER)
    ),
    "accounts by a pattern": Row({"StringLike": {"aws:PrincipalAccount": "9*"}}, OUTSIDER),
    "a pattern taken to the letter": Row({"StringEquals": {"aws:PrincipalAccount": "3*"}}, ""),
    "the account of the anonymous": Row({"StringEquals": {"aws:PrincipalAccount": "anonymous"}}, "*"),
    "whoever has an account": Row({"Null": {"aws:PrincipalAccount": "false"}}, OUTSIDER),
    "whoever has none": Row({"Null": {"aws:PrincipalAccount": "true"}}, SERVICE),
    "two of one account": Row({"ForAnyValue:StringEquals": {"aws:PrincipalAccount": OTHER}}, MALLORY.format(OTHER)),
    "the owner's account": Row({"StringEquals": {"aws:PrincipalAccount": OWN}}, ""),
    "a deny for all but the owner's account": Row({}, "", {"StringNotEquals": {"aws:PrincipalAccount": OWN}}),
    "a deny for all but two accounts": Row(
        {}, MALLORY.format(STAGING), {"StringNotEquals": {"aws:PrincipalAccount": [OWN, STAGING]}}
    ),
    "a deny that spares the anonymous": Row({}, "*", {"StringNotEquals": {"aws:PrincipalAccount": [OWN, "anonymous"]}}),
    # The user's name
    "a user's name": Row({"StringEquals": {"aws:username": "oscar"}}, "arn:aws:iam::999999999999:user/oscar"),
    "a user's name by a pattern": Row({"StringLike": {"aws:username": "os*"}}, "arn:aws:iam::999999999999:user/oscar"),
    "every name but one": Row(
        {"StringNotEquals": {"aws:username": "mallory"}, "Null": {"aws:username": "false"}},
        "arn:aws:iam::999999999999:user/oscar",
    ),
    "whoever has no name": Row(
        {"StringNotLike": {"aws:username": "*"}}, "arn:aws:sts::999999999999:assumed-role/mallory/session"
    ),
    # What only KMS knows
    "the account that KMS would see": Row({"StringEquals": {"kms:CallerAccount": OTHER}}, ""),
    "a deny for all but those whom KMS would see": Row({}, "", {"StringNotEquals": {"kms:CallerAccount": OWN}}),
    # Keys of AWS's services
    "a service": Row({"Bool": {"aws:PrincipalIsAWSService": "true"}}, SERVICE),
    "a service for the owner": Row(
        {"Bool": {"aws:PrincipalIsAWSService": "true"}, "StringEquals": {"aws:SourceAccount": OWN}}, ""
    ),
    "no service": Row({"Bool": {"aws:PrincipalIsAWSService": "false"}}, OUTSIDER),
    "all but services denied": Row({}, "*", {"Bool": {"aws:PrincipalIsAWSService": "false"}}),
    "all but services denied, and the anonymous": Row(
        {}, SERVICE, {"BoolIfExists": {"aws:PrincipalIsAWSService": "false"}}
    ),
    "a service's name": Row({"StringEquals": {"aws:PrincipalServiceName": "cloudtrail.amazonaws.com"}}, TRAIL),
    "what a service calls for": Row({"ArnLike": {"aws:SourceArn": "arn:aws:sns:*:333333333333:*"}}, SERVICE),
    "what a service calls for, of the owner": Row({"ArnLike": {"aws:SourceArn": f"arn:aws:sns:*:{OWN}:*"}}, ""),
    "what a service calls for, where present": Row({"StringEqualsIfExists": {"aws:SourceAccount": OTHER}}, OUTSIDER),
    # Keys of IAM's principals
    "an organization": Row({"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}}, OUTSIDER),
    "no organization": Row({"Null": {"aws:PrincipalOrgID": "true"}}, OUTSIDER),
    "an organization, but no user, session and root user": Row(
        {
            "StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"},
            "StringNotEquals": {"aws:PrincipalType": ["User", "AssumedRole", "Account", "FederatedUser"]},
        },
        "",
    ),
    "a tag of the anonymous": Row(
        {"StringEquals": {"aws:PrincipalTag/team": "x", "aws:PrincipalType": "Anonymous"}}, ""
    ),
    "MFA of the anonymous": Row(
        {"Bool": {"aws:MultiFactorAuthPresent": "true"}, "StringEquals": {"aws:PrincipalType": "Anonymous"}}, ""
    ),
}  # fmt: skip


def outsiders_of(proof: Proof) -> list[str]:
    """Who asks in the counterexamples about somebody from outside."""
    callers = [each.steps[-1].request.caller for each in proof.counterexamples]
    return [each.arn for each in callers if each.account != OWN]


@pytest.mark.parametrize("row", BUCKETS.values(), ids=BUCKETS)
def test_whom_a_bucket_policy_lets_in(row: Row) -> None:
    """The first outsider who gets in, with no key that contradicts who it is; nobody where nobody can."""
    statements: list[dict[str, Any]] = [{"Effect": "Allow", "Principal": row.principal, "Condition": row.allow}]
    statements += [] if row.deny is None else [{"Effect": "Deny", "Principal": ANYBODY, "Condition": row.deny}]
    world = world_of(agreed())
    world[PRODUCTION]["Policy"] = bucket_policy(
        "acme-reports", *({**each, "Action": "s3:GetObject", "Resource": f"{REPORTS}/*"} for each in statements)
    )

    proof = prove(in_memory(world, [agreed()]))

    assert outsiders_of(proof) == ([row.caller] if row.caller else [])
    assert proof.undecided == ()
    for each in proof.counterexamples:
        asked = {name.lower() for name in each.steps[-1].request.context}
        assert not asked & {"aws:principalarn", "aws:principalaccount", "aws:principaltype", "aws:username"}


@pytest.mark.parametrize(
    ("account", "caller"),
    [
        pytest.param(OTHER, MALLORY.format(OTHER), id="another account"),
        pytest.param(PRODUCTION, "", id="its own"),
    ],
)
def test_whom_a_key_policy_lets_in(account: str, caller: str) -> None:
    """The account that KMS sees is the caller's."""
    decrypting = agreed(permissions=[S3Read("acme-reports", prefixes=["monthly/"], kms_key=KEY)])
    statement = {"Effect": "Allow", "Principal": ANYBODY, "Action": "kms:Decrypt", "Resource": "*"}
    world = world_of(decrypting)
    world[PRODUCTION]["Key"] = key({**statement, "Condition": {"StringEquals": {"kms:CallerAccount": account}}})

    proof = prove(in_memory(world, [decrypting]))

    assert (outsiders_of(proof), proof.undecided) == ([caller] if caller else [], ())


TRUST = {
    "a role of the trusting account": ({"AWS": f"arn:aws:iam::{OWN}:role/dev"}, CallerKind.SESSION),
    "the trusting account": ({"AWS": f"arn:aws:iam::{OWN}:root"}, CallerKind.USER),
    "a service": ({"Service": "ec2.amazonaws.com"}, CallerKind.SERVICE),
    "an identity provider": ({"Federated": f"arn:aws:iam::{OWN}:saml-provider/idp"}, CallerKind.WEB_IDENTITY),
    "a root user": ({"AWS": f"arn:aws:iam::{STAGING}:root", "Only": "arn:aws:iam::*:root"}, None),
    "a federated user": ({"AWS": FEDERATED}, None),
}


@pytest.mark.parametrize(("principal", "kind"), TRUST.values(), ids=TRUST)
def test_whom_else_an_agreed_role_lets_in(principal: dict[str, str], kind: CallerKind | None) -> None:
    """Whomever the agreement does not name is one too many, those of the trusting account too; None: nobody can."""
    action = "sts:AssumeRoleWithSAML" if "Federated" in principal else "sts:AssumeRole"
    condition = {"ArnLike": {"aws:PrincipalArn": principal["Only"]}} if "Only" in principal else {}
    names = {name: each for name, each in principal.items() if name != "Only"}
    added = {"Effect": "Allow", "Principal": names, "Action": action, "Condition": condition}
    world = world_of(agreed())
    trust = world[PRODUCTION]["ReaderResource"]["Properties"]["AssumeRolePolicyDocument"]
    trust["Statement"].append(added)

    proof = prove(in_memory(world, [agreed()]))

    found = [each.steps[-1].request.caller.kind for each in proof.counterexamples]
    assert found == ([] if kind is None else [kind])
    assert proof.answer is (Answer.PROVEN if kind is None else Answer.REFUTED), proof.undecided
