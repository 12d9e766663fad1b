"""Roles that outsiders may enter, and that have a program answer them: what it reads, they read."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.known_access.samples import way
from tests.proof.test_beside import A_ROLE, acting, arn_of, machine
from tests.proof.test_worlds import OTHER, PRODUCTION, REPORTS, agreed, of_account, world_of
from tests.proof.world import World, allow, in_memory, role
from xacct_constructs.known_access import KnownAccess
from xacct_constructs.proof import Answer, prove


def cache(acts_as: Any) -> dict[str, Any]:
    """A cache of tables that acts as a role."""
    return {"Type": "AWS::DAX::Cluster", "Properties": {"IAMRoleARN": acts_as}}


def asked(action: str, program: dict[str, Any]) -> World:
    """The agreed world, a program, and a role that a stranger may enter and that may ask it."""
    world = world_of(agreed())
    world[PRODUCTION] |= {
        "Reads": acting("reads", allow("s3:GetObject", Resource=f"{REPORTS}/*")),
        "Idle": acting("idle", allow("s3:GetObject", Resource="arn:aws:s3:::acme-other/*")),
        "Program": program,
        "Partner": role("partner", of_account(OTHER), allow(action, Resource="*")),
    }
    return world


ASKED: dict[str, tuple[str, Callable[[Any], dict[str, Any]], bool]] = {
    "what an execution came to": ("states:DescribeExecution", machine, True),
    "what an execution did": ("states:GetExecutionHistory", machine, True),
    "which executions there were": ("states:ListExecutions", machine, False),
    "an item of a cache": ("dax:GetItem", cache, True),
}


@pytest.mark.parametrize(("action", "program", "answers"), ASKED.values(), ids=ASKED)
@pytest.mark.parametrize("acts_as", ["Reads", "Idle"])
def test_what_a_program_answers(
    acts_as: str, action: str, program: Callable[[Any], dict[str, Any]], answers: bool
) -> None:
    """AWS calls it reading; of a program that reads nothing agreed on it is another door."""
    proof = prove(in_memory(asked(action, program(arn_of(acts_as))), [agreed()]))
    leads = answers and acts_as == "Reads"
    assert proof.answer is (Answer.UNDECIDED if leads else Answer.PROVEN)
    assert bool(proof.doors) is not leads


def test_whoever_is_known_to_come_in_is_not_known_to_ask() -> None:
    """They are told of behind the known way, once."""
    entry = way("partner", of_account(OTHER), "sts:AssumeRole", A_ROLE % "partner")
    for acts_as, count in (("Reads", 1), ("Idle", 0)):
        world = asked("states:DescribeExecution", machine(arn_of(acts_as)))
        assert len(prove(in_memory(world, [agreed()]), known=KnownAccess((entry,))).undecided) == count
