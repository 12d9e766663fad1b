"""Of all requests of a role too many, those are tried first of which the assembly tells whether they get through."""

from typing import Any

import pytest

from tests.proof.test_worlds import OTHER, READER_ARN, agreed, key, of_account, widened, world_of
from tests.proof.world import allow, in_memory, role
from xacct_constructs.proof import Answer, prove

KEYS = f"arn:aws:kms:eu-west-1:{OTHER}:key/*"
ANY_ROLE = f"arn:aws:iam::{OTHER}:role/*"


@pytest.mark.parametrize(
    ("more", "made", "answer"),
    [
        pytest.param(
            {"Action": "kms:Decrypt", "Resource": KEYS},
            key(allow("kms:Decrypt", AWS=READER_ARN, Resource="*")),
            Answer.REFUTED,
            id="a key that lets it",
        ),
        pytest.param(
            {"Action": "kms:Decrypt", "Resource": KEYS},
            key(allow("kms:Decrypt", **of_account(OTHER), Resource="*")),
            Answer.UNDECIDED,
            id="keys that are not here",
        ),
        pytest.param(
            {"Action": "sts:AssumeRole", "Resource": ANY_ROLE},
            role("onward", {"AWS": READER_ARN}),
            Answer.REFUTED,
            id="a role that lets it",
        ),
        pytest.param(
            {"Action": "sts:AssumeRole", "Resource": ANY_ROLE},
            role("onward", of_account(OTHER)),
            Answer.UNDECIDED,
            id="roles that are not here",
        ),
    ],
)
def test_what_is_here_shows_it(more: dict[str, Any], made: dict[str, Any], answer: Answer) -> None:
    """By the key or role itself; where only others may let it, nobody can tell."""
    world = world_of(agreed())
    widened(**more)(world)
    world[OTHER] = {"Made": made}
    proof = prove(in_memory(world, [agreed()]))
    assert proof.answer is answer
