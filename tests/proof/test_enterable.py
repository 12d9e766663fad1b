"""Which roles somebody may enter at all: what is left out, nobody enters, and what may be one is not left out."""

from collections.abc import Mapping
from typing import Any

import pytest

from tests.proof.test_worlds import PRODUCTION, STAGING, of_account
from tests.proof.world import allow, in_memory, role
from xacct_constructs.assembly import Identity
from xacct_constructs.proof.enterable import Enterable
from xacct_constructs.proof.given import entering
from xacct_constructs.proof.identities import own_side

OPEN = "${Token.Account}"
BY_NAME, BY_ACCOUNT = {"AWS": f"arn:aws:iam::{PRODUCTION}:role/asks"}, of_account(PRODUCTION)
LOWER = f"arn:aws:iam::{PRODUCTION}:role/app-two"
SERVICE = {"Principal": {"Service": "lambda.amazonaws.com"}}
ANY = {"Resource": "*"}
OTHERS = ("app-one", "app-two", "named", "idle")

ROWS: dict[str, tuple[Mapping[str, Any], str, str, set[str]]] = {
    "by its ARN": (allow("sts:AssumeRole", Resource=LOWER), PRODUCTION, PRODUCTION, {"app-two", "named"}),
    "by a pattern of it": (
        allow("sts:*", Resource=f"arn:aws:iam::{PRODUCTION}:role/app-*"),
        PRODUCTION,
        PRODUCTION,
        {"app-one", "app-two", "named"},
    ),
    "any": (allow("*", **ANY), PRODUCTION, PRODUCTION, set(OTHERS)),
    "any but some": (
        {"Effect": "Allow", "Action": "*", "NotResource": LOWER},
        PRODUCTION,
        PRODUCTION,
        set(OTHERS),
    ),
    "by what is no other action": (
        {"Effect": "Allow", "NotAction": "s3:*", "Resource": LOWER},
        PRODUCTION,
        PRODUCTION,
        {"app-two", "named"},
    ),
    "by another action": (allow("s3:GetObject", **ANY), PRODUCTION, PRODUCTION, {"named"}),
    "whom it names, in its own account": (allow("s3:GetObject", **ANY), PRODUCTION, PRODUCTION, {"named"}),
    "whom it names, in another account": (allow("s3:GetObject", **ANY), PRODUCTION, STAGING, set()),
    "whom it names, in an account that deployment settles": (
        allow("s3:GetObject", **ANY), PRODUCTION, OPEN, {"named"}
    ),
    "whom it names, who is of an account that deployment settles": (
        allow("s3:GetObject", **ANY), OPEN, PRODUCTION, {"named"}
    ),
}  # fmt: skip


def _roles(said: Mapping[str, Any]) -> dict[str, Identity]:
    trusts = dict.fromkeys(OTHERS, BY_ACCOUNT) | {"named": BY_NAME, "idle": SERVICE}
    made = {f"Role{number}": role(name, trust) for number, (name, trust) in enumerate(trusts.items())}
    world = {PRODUCTION: {**made, "Asks": role("asks", SERVICE, dict(said))}}
    return {each.name: each for each in in_memory(world, []).identities}


@pytest.mark.parametrize(("said", "account", "other", "expected"), ROWS.values(), ids=ROWS)
def test_who_may_be_entered(said: Mapping[str, Any], account: str, other: str, expected: set[str]) -> None:
    """By the permission, or by the word of the role; of whatever account is not known it may be."""
    roles = _roles(said)
    asks = roles.pop("asks")._replace(account=account)
    others = [each._replace(account=other) for each in roles.values()]

    found = [*Enterable(others).by(asks, own_side(asks))]

    assert {each.name for each in found} == expected
    entered = {each.name for each in others if entering(asks, own_side(asks), each)}
    assert entered <= expected
