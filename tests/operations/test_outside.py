"""What is asked and said of those whom no template holds: permission sets, and tokens of identity providers."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.plain.samples import ALICE, STAGING, agreement
from tests.proof.world import both_halves, in_memory
from xacct_constructs import TrustedPermissionSet, TrustedWebIdentity
from xacct_constructs.agreement.serialize import to_json
from xacct_constructs.client import AssumeError
from xacct_constructs.client.handoff import Handoff
from xacct_constructs.client.request import request
from xacct_constructs.operations.blocked import blocked
from xacct_constructs.operations.calls import Side
from xacct_constructs.operations.checks.existence import CHECKS
from xacct_constructs.operations.diagnosis import Scene, State
from xacct_constructs.operations.found import IDENTITY, PRINCIPAL_BOUNDARY, TRUST, Obstacle, Undecided
from xacct_constructs.report.diagnosis import found_words

NOW = datetime(2026, 11, 28, tzinfo=UTC)
GITHUB = "token.actions.githubusercontent.com"
TOKEN = TrustedWebIdentity(provider=GITHUB, audience="sts.amazonaws.com", subject="repo:acme/reports:*")
SET = TrustedPermissionSet(account=STAGING, name="Reports", region="eu-west-1")
USER_SIDE = {IDENTITY, PRINCIPAL_BOUNDARY}


def scene(*principals: Any, **changed: Any) -> Scene:
    """The role as it is deployed for these."""
    agreed = agreement(trusted_principals=principals)
    return Scene(agreed, in_memory(both_halves([agreed]), [agreed]), NOW, live=True, **changed)


def undecided(of: Scene) -> set[str]:
    """The documents of whose answer to entering nothing is known."""
    return {each.document for each in blocked(of) if isinstance(each, Undecided)} & {TRUST, *USER_SIDE}


def test_a_token_is_let_in_by_the_trust_policy_alone() -> None:
    """With what its provider says of it; no account has a half of it."""
    told = scene(TOKEN)
    assert undecided(told) == set()
    assert not [each for each in blocked(told) if isinstance(each, Obstacle)]


def test_another_token_is_not() -> None:
    """The role as it stands asks for another subject."""
    other = scene(replace(TOKEN, subject="repo:acme/maps:*"))
    found = blocked(replace(other, agreement=scene(TOKEN).agreement))
    assert [each.document for each in found if isinstance(each, Obstacle)] == [TRUST]


def test_a_permission_set_is_asked_for_by_whoever_is_signed_in_with_it() -> None:
    """Else by a session of some role of its own; nothing is known of its policies, which Identity Center keeps."""
    session = f"arn:aws:sts::{STAGING}:assumed-role/AWSReservedSSO_Reports_{'a' * 16}/alice"
    signed_in = scene(SET, trusted={STAGING: Side(None, session, timedelta())})
    assert undecided(signed_in) == USER_SIDE
    assert undecided(scene(SET)) == USER_SIDE
    assert not [each for each in blocked(scene(SET)) if isinstance(each, Obstacle)]


SAID = [
    pytest.param(TOKEN, "whether IAM knows arn:aws:iam::111111111111:oidc-provider", id="a provider is not looked at"),
    pytest.param(SET, "who is assigned to the permission set Reports of 222222222222 was not looked at", id="a set"),
]


@pytest.mark.parametrize(("principal", "expected"), SAID)
def test_what_was_not_looked_at_is_not_fine(principal: Any, expected: str) -> None:
    """It is said, with what to do."""
    (check,) = (each for each in CHECKS if each.name == "principal")
    (found,) = check.run(scene(principal))
    assert found.state is State.OPEN
    assert found_words(found).startswith(expected)


ENTERED = [
    pytest.param([TOKEN], "admits tokens of identity providers alone", id="tokens alone"),
    pytest.param([TOKEN, ALICE], "", id="a user beside them"),
    pytest.param([SET], "", id="a permission set"),
]


@pytest.mark.parametrize(("principals", "expected"), ENTERED)
def test_what_no_credentials_of_aws_enter(principals: list[Any], expected: str) -> None:
    """Said before any call."""
    agreed = agreement(trusted_principals=principals)
    given = Handoff(agreed.role_arn, to_json(agreed), "eu-west-1")
    assert given.agreement == agreed
    if not expected:
        assert request(given).parameters["RoleArn"] == agreed.role_arn
        return
    with pytest.raises(AssumeError, match=expected):
        request(given)
