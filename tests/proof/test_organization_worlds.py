"""Generated organizations: what a folder tells comes to the policies that bind, and no proof hides who gets in."""

from collections.abc import Iterator
from dataclasses import replace
from random import Random
from typing import Any

import pytest

from benchmarks.oracles.organizations import World, worlds
from benchmarks.oracles.ours import word
from tests.organizations import (
    ID,
    MANAGEMENT,
    PARENTS,
    PRODUCTION,
    RESOURCE,
    ROOT,
    SERVICE,
    STAGING,
    UNIT,
    Attached,
    files,
)
from tests.proof.test_organization import OUTSIDE, denying
from tests.proof.test_worlds import OTHER, REPORTS, agreed, world_of
from tests.proof.world import allow, bucket_policy, in_memory
from xacct_constructs.iam import Caller, Request
from xacct_constructs.organization import organization_of
from xacct_constructs.proof import Access, Answer, prove

STRANGER = "555555555555"
MEMBERS = [PRODUCTION, STAGING, OTHER, MANAGEMENT]


@pytest.mark.parametrize("seed", range(3))
def test_a_folder_comes_to_what_binds(seed: int) -> None:
    """Worked out from the tree alone, the same policies decide the same; some are refused by them alone."""
    found = [(each, word(each.question)) for each in worlds(Random(seed), 60)]  # noqa: S311 - the same worlds each time
    decided = [(each, expected) for each, expected in found if not expected.startswith("undecided")]

    assert [each.word() for each, _ in decided] == [expected for _, expected in decided]
    assert any(_bare(each) != expected for each, expected in decided)


def _bare(world: World) -> str:
    return word(replace(world.question, service_control=[], resource_control=[]))


def opened(random: Random) -> dict[str, Any]:
    """A statement of the bucket's policy that lets somebody in."""
    whom = random.choice([OTHER, STRANGER, MANAGEMENT])
    principal = random.choice([{"AWS": f"arn:aws:iam::{whom}:root"}, {"AWS": f"arn:aws:iam::{whom}:user/eve"}, "*"])
    condition = random.choice([{}, {"Condition": {"StringEquals": {"aws:PrincipalOrgID": ID}}}])
    key = random.choice(["*", "yearly/*"])
    return allow(random.choice(["s3:GetObject", "s3:*"]), Principal=principal, Resource=f"{REPORTS}/{key}", **condition)


def policies(random: Random) -> Iterator[Attached]:
    """Organization policies that deny some of it, somewhere."""
    for index, target in enumerate(random.sample([ROOT, UNIT, PRODUCTION, OTHER], 2)):
        elements: dict[str, Any] = random.choice([{}, {"Resource": f"{REPORTS}/yearly/*"}])
        action = random.choice(["s3:*", "s3:GetObject", "s3:PutObject"])
        if random.random() < 0.6:
            condition = random.choice([{}, {"Condition": OUTSIDE}])
            yield Attached(RESOURCE, target, denying(action, Principal="*", **elements, **condition), name=f"r{index}")
        else:
            yield Attached(SERVICE, target, denying(action, **elements), name=f"s{index}")


def asked() -> Iterator[Request]:
    """What outsiders may ask for, each with the organization that it really is of."""
    callers = [
        f"arn:aws:iam::{account}:{who}" for account in (OTHER, STRANGER, MANAGEMENT) for who in ("user/eve", "root")
    ]
    for caller in [*callers, "*"]:
        context = {"aws:PrincipalOrgID": ID} if any(each in caller for each in MEMBERS) else {}
        for action in ("s3:GetObject", "s3:PutObject"):
            for key in ("yearly/a", "monthly/a"):
                yield Request(Caller(caller), action, f"{REPORTS}/{key}", context=context)


def test_no_proof_hides_what_gets_through() -> None:
    """Where somebody outside gets through under all that binds, the answer is not PROVEN; some are PROVEN by it."""
    random, answers = Random(7), []  # noqa: S311 - the same worlds each time
    parents = {**PARENTS, OTHER: UNIT}
    for _ in range(30):
        world = world_of(agreed())
        world[PRODUCTION]["Policy"] = bucket_policy("acme-reports", opened(random))
        on = random.choice([[SERVICE, RESOURCE], [SERVICE, RESOURCE], [RESOURCE]])
        told = organization_of(files(*policies(random), on=on, parents=parents, accounts=MEMBERS))
        assembly = in_memory(world, [agreed()])
        proof, access = prove(assembly, organization=told), Access(assembly, told)
        through = [each for each in asked() if access.decide_by_resource(each, own_side_allows=True).is_allowed]
        answers.append((proof.answer, bool(through)))

    assert (Answer.PROVEN, True) not in answers
    assert (Answer.PROVEN, False) in answers
    assert (Answer.REFUTED, True) in answers
