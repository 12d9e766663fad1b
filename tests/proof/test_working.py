"""What must work: each fault keeps an agreement from being proven, and with the fault undone it is proven again."""

from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import pytest

from tests.proof.test_worlds import PRODUCTION, READER_ARN, STAGING, agreed, nothing, world_of
from tests.proof.world import World, assembly
from xacct_constructs import Agreement, Safeguards, TrustedUser
from xacct_constructs.proof import Answer, prove

Edit = Callable[[World], None]
ALICE = f"arn:aws:iam::{STAGING}:user/alice"
UNKNOWN = f"arn:aws:iam::{STAGING}:policy/people"
AWS_READER = "arn:aws:iam::aws:policy/ReadOnlyAccess"


def alice(**properties: Any) -> Edit:
    """Properties of the trusted user."""
    return lambda world: world[STAGING]["AliceResource"]["Properties"].update(properties)


def reader(**properties: Any) -> Edit:
    """Properties of the agreed role."""
    return lambda world: world[PRODUCTION]["ReaderResource"]["Properties"].update(properties)


class Fault(NamedTuple):
    """A world that does not do what is agreed, or may not."""

    agreement: Agreement
    edit: Edit
    answer: Answer
    about: str
    """What is named."""
    told: str
    """What is told of it."""
    undone: Edit = nothing
    """The same with the fault undone, or settled to what is agreed."""
    template: Mapping[str, Any] = MappingProxyType({})


REFUTED, UNDECIDED = Answer.REFUTED, Answer.UNDECIDED
IN_TEAM = TrustedUser(account=STAGING, name="alice", path="/team/")
FAULTS = {
    # Who is meant
    "a user on another path": Fault(
        agreed(trusted_principals=[IN_TEAM]),
        alice(Path="/"),
        REFUTED,
        f"arn:aws:iam::{STAGING}:user/team/alice",
        f"makes it as {ALICE}, on another path",
        alice(Path="/team/"),
    ),
    "a user on a path that is given at deployment": Fault(
        agreed(trusted_principals=[IN_TEAM]),
        alice(Path={"Ref": "Where"}),
        UNDECIDED,
        f"arn:aws:iam::{STAGING}:user/team/alice",
        "whose path deployment settles",
        alice(Path="/team/"),
        {"Parameters": {"Where": {"Type": "String"}}},
    ),
    "a role on another path": Fault(
        agreed(),
        reader(Path="/other/"),
        REFUTED,
        READER_ARN,
        "makes it as arn:aws:iam::111111111111:role/other/reader, on another path",
        reader(Path="/"),
    ),
    # Policies that are attached
    "a policy that nobody knows attached to the user": Fault(
        agreed(),
        alice(ManagedPolicyArns=[UNKNOWN]),
        UNDECIDED,
        ALICE,
        f"{UNKNOWN} is attached to it",
        alice(ManagedPolicyArns=[AWS_READER]),
    ),
    "a policy that nobody knows attached to the role": Fault(
        agreed(), reader(ManagedPolicyArns=[UNKNOWN]), UNDECIDED, READER_ARN, f"{UNKNOWN} is attached to it"
    ),
    "a group that nobody knows": Fault(
        agreed(), alice(Groups=["people"]), UNDECIDED, ALICE, "those of the group people is attached to it"
    ),
    "a policy of AWS that denies the user": Fault(
        agreed(),
        alice(ManagedPolicyArns=["arn:aws:iam::aws:policy/AWSDenyAll"]),
        REFUTED,
        READER_ARN,
        "sts:AssumeRole",
        alice(ManagedPolicyArns=["arn:aws:iam::aws:policy/AdministratorAccess"]),
    ),
    "a policy of AWS that allows the role more": Fault(
        agreed(),
        reader(ManagedPolicyArns=["arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"]),
        REFUTED,
        READER_ARN,
        "s3:",
        reader(ManagedPolicyArns=[]),
    ),
    # Boundaries
    "a boundary that nobody knows and nobody agreed on": Fault(
        agreed(),
        alice(PermissionsBoundary=UNKNOWN),
        UNDECIDED,
        ALICE,
        f"{UNKNOWN} is its boundary",
        alice(PermissionsBoundary="arn:aws:iam::aws:policy/AdministratorAccess"),
    ),
    "a boundary of the role that nobody knows": Fault(
        agreed(), reader(PermissionsBoundary=UNKNOWN), UNDECIDED, READER_ARN, f"{UNKNOWN} is its boundary"
    ),
    "a boundary of AWS's that leaves out what is agreed": Fault(
        agreed(),
        reader(PermissionsBoundary="arn:aws:iam::aws:policy/AmazonSQSFullAccess"),
        REFUTED,
        READER_ARN,
        "s3:GetObject",
        reader(PermissionsBoundary="arn:aws:iam::aws:policy/AmazonS3FullAccess"),
    ),
    "another boundary than is agreed": Fault(
        agreed(safeguards=Safeguards(role_permissions_boundary=UNKNOWN)),
        reader(PermissionsBoundary=f"{UNKNOWN}-other"),
        REFUTED,
        READER_ARN,
        "the agreement says",
    ),
}


@pytest.mark.parametrize("row", FAULTS.values(), ids=FAULTS)
def test_what_does_not_work_is_not_proven(row: Fault, tmp_path: Path) -> None:
    """It is named with what is wrong."""
    world = world_of(row.agreement)
    row.edit(world)

    proof = prove(assembly(tmp_path, world, [row.agreement], **row.template))

    assert proof.answer is row.answer, (proof.counterexamples, proof.undecided)
    if row.answer is UNDECIDED:
        told = [str(each.reason) for each in proof.undecided if str(each.about) == row.about]
    else:
        found = [each for each in proof.counterexamples if each.about == row.about]
        told = [f"{each.detail}{each.steps[-1].request.action if each.steps else ''}" for each in found]
    assert any(row.told in each for each in told), (proof.counterexamples, proof.undecided)


@pytest.mark.parametrize("row", FAULTS.values(), ids=FAULTS)
def test_its_undoing_is_proven(row: Fault, tmp_path: Path) -> None:
    """The twin: without the fault, or settled to what is agreed."""
    world = world_of(row.agreement)
    row.undone(world)

    proof = prove(assembly(tmp_path, world, [row.agreement], **row.template))

    assert proof.answer is Answer.PROVEN, (proof.counterexamples, proof.undecided)
