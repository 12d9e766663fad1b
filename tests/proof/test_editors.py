"""Who comes from elsewhere and may edit IAM in a trusted account: it answers for them, so that they are named."""

from typing import Any

import pytest

from tests.proof.test_worlds import FINANCE, OTHER, PRODUCTION, STAGING, agreed, world_of
from tests.proof.world import World, allow, in_memory, role
from xacct_constructs import Agreement, TrustedAccount
from xacct_constructs.proof import Answer, prove

BY_OTHERS = allow("sts:AssumeRole", Principal={"AWS": f"arn:aws:iam::{OTHER}:root"})
BY_ITSELF = allow("sts:AssumeRole", Principal={"AWS": f"arn:aws:iam::{STAGING}:root"})
BY_PROVIDER = allow(
    "sts:AssumeRoleWithWebIdentity",
    Principal={"Federated": f"arn:aws:iam::{STAGING}:oidc-provider/token.actions.githubusercontent.com"},
)
BY_SERVICE = allow("sts:AssumeRole", Principal={"Service": "ecs-tasks.amazonaws.com"})
MAKES_KEYS = allow("iam:CreateAccessKey", Resource="*")
DEPLOYS = allow("sts:AssumeRole", Resource=f"arn:aws:iam::{STAGING}:role/cdk-hnb659fds-deploy-role-*")
ENTERS = allow("sts:AssumeRole", Resource=f"arn:aws:iam::{STAGING}:role/admin")
PASSES = allow("iam:PassRole", Resource=f"arn:aws:iam::{STAGING}:role/admin")
READS = allow("secretsmanager:GetSecretValue", Resource="*")
ELSEWHERE = allow("sts:AssumeRole", Resource=f"arn:aws:iam::{FINANCE}:role/admin")
ADMIN = {"Admin": role("admin", BY_SERVICE, MAKES_KEYS)}
UNKNOWN = role("guest", BY_OTHERS)
UNKNOWN["Properties"]["ManagedPolicyArns"] = [f"arn:aws:iam::{STAGING}:policy/elsewhere"]

CASES: dict[str, tuple[dict[str, Any], str]] = {
    "makes keys": ({"Guest": role("guest", BY_OTHERS, MAKES_KEYS)}, "iam:CreateAccessKey"),
    "comes from an identity provider": ({"Guest": role("guest", BY_PROVIDER, MAKES_KEYS)}, "iam:CreateAccessKey"),
    "is anybody": (
        {"Guest": role("guest", allow("sts:AssumeRole", Principal="*"), MAKES_KEYS)},
        "iam:CreateAccessKey",
    ),
    "deploys by the CDK's bootstrap": ({"Guest": role("guest", BY_OTHERS, DEPLOYS)}, "cdk-hnb659fds-deploy-role-"),
    "enters a role that makes keys": (
        {"Guest": role("guest", BY_OTHERS, ENTERS), "Admin": role("admin", BY_ITSELF, MAKES_KEYS)},
        "iam:CreateAccessKey",
    ),
    "passes a role that makes keys": ({"Guest": role("guest", BY_OTHERS, PASSES), **ADMIN}, "iam:CreateAccessKey"),
    "is of the account itself": ({"Guest": role("guest", BY_ITSELF, MAKES_KEYS)}, ""),
    "is a service": (ADMIN, ""),
    "edits nothing": ({"Guest": role("guest", BY_OTHERS, READS), **ADMIN}, ""),
    "edits it in yet another account": ({"Guest": role("guest", BY_OTHERS, ELSEWHERE)}, ""),
}
AGREEMENTS = {"a user": agreed(), "the account": agreed(trusted_principals=[TrustedAccount(account=STAGING)])}


def _told(agreement: Agreement, account: str, made: dict[str, Any]) -> tuple[Answer, list[str]]:
    world: World = world_of(agreement)
    world.setdefault(account, {}).update(made)
    world.setdefault(FINANCE, {})["Admin"] = role("admin", BY_ITSELF, MAKES_KEYS)
    proof = prove(in_memory(world, [agreement]))
    return proof.answer, [each.what for each in proof.to_check if "lets in others than its account" in each.what]


@pytest.mark.parametrize("agreement", AGREEMENTS.values(), ids=AGREEMENTS)
@pytest.mark.parametrize(("made", "why"), CASES.values(), ids=CASES)
def test_who_comes_from_elsewhere_and_may_edit_iam_is_named(
    agreement: Agreement, made: dict[str, Any], why: str
) -> None:
    """The account answers for whom it lets in, so that it is no doubt; whose role it is and why it may is told."""
    answer, told = _told(agreement, STAGING, made)

    assert answer is Answer.PROVEN
    assert [f"arn:aws:iam::{STAGING}:role/guest" in each and why in each for each in told] == [True] * bool(why)


@pytest.mark.parametrize(
    ("agreement", "answer"),
    [(AGREEMENTS["a user"], Answer.PROVEN), (AGREEMENTS["the account"], Answer.UNDECIDED)],
    ids=AGREEMENTS,
)
def test_so_is_a_role_whose_policies_are_not_here(agreement: Agreement, answer: Answer) -> None:
    """They may be an administrator's; where the whole account may assume the agreed role, it may do that itself."""
    found, (told,) = _told(agreement, STAGING, {"Guest": UNKNOWN})

    assert found is answer
    assert "policies that are not in the assembly" in told


def test_in_a_trusting_account_it_is_a_doubt_and_elsewhere_nothing() -> None:
    """There it is a door, and told as one; what is agreed on is nothing to any other account."""
    guest = {"Guest": role("guest", BY_OTHERS, MAKES_KEYS)}

    assert _told(agreed(), PRODUCTION, guest) == (Answer.UNDECIDED, [])
    assert _told(agreed(), FINANCE, guest) == (Answer.PROVEN, [])
