"""What doctor says where an organization or a unit is trusted: whom it cannot know, and never that all is fine."""

from dataclasses import replace
from types import SimpleNamespace
from typing import Any, cast

import pytest

from tests.operations.scenes import AGREEMENT, TRUSTED, found, scene
from xacct_constructs import TrustedOrganization, TrustedOrganizationalUnit
from xacct_constructs.operations.calls import Looks, Side
from xacct_constructs.operations.diagnosis import State
from xacct_constructs.operations.doctor import examine
from xacct_constructs.operations.live import read_live
from xacct_constructs.operations.status import read_status
from xacct_constructs.report.diagnosis import found_words

UNIT_PATH = "o-acme012345/r-ab12/ou-ab12-11111111/"
KINDS = [
    pytest.param(TrustedOrganization(organization_id="o-acme012345"), "organization o-acme012345", id="organization"),
    pytest.param(TrustedOrganizationalUnit(organization_path=UNIT_PATH), f"organizational unit {UNIT_PATH}", id="unit"),
]


@pytest.mark.parametrize(("principal", "place"), KINDS)
def test_who_asks_is_not_seen(principal: Any, place: str) -> None:
    """Nobody in particular can be asked for, so that neither trust nor identity policy is fine."""
    looked_at = scene(replace(AGREEMENT, trusted_principals=[principal]))
    open_ = found(looked_at, State.OPEN)
    expected = f"all of {place} may ask, and which accounts that has is not looked at here"
    names = ("principal", "trust policy", "identity policy", "principal's boundary")
    assert {each: open_[each] for each in names} == dict.fromkeys(names, expected)
    assert found(looked_at, State.WRONG) == {}


@pytest.mark.parametrize(("principal", "place"), KINDS)
def test_credentials_of_an_account_are_not_wrong(principal: Any, place: str) -> None:
    """Whether it is there was not looked at; of an agreement with one account they would be a stranger's."""
    side = cast("Side", SimpleNamespace(account=TRUSTED, arn=f"arn:aws:iam::{TRUSTED}:user/alice", partition="aws"))
    members = replace(scene(replace(AGREEMENT, trusted_principals=[principal])), strangers=(side,))
    told = {each.state: found_words(each) for each in examine(members).diagnoses if each.check == "account"}
    assert told == {
        State.OPEN: f"{side.arn} is of account {TRUSTED}; whether that is among all of {place} is not looked at here"
    }
    alice = replace(scene(), strangers=(side,))
    assert State.WRONG in {each.state for each in examine(alice).diagnoses if each.check == "account"}


@pytest.mark.parametrize(("principal", "place"), KINDS)
def test_nobody_of_it_is_read(principal: Any, place: str) -> None:
    """Neither users nor their keys."""
    agreed = replace(AGREEMENT, trusted_principals=[principal])
    assert read_live(Looks(), agreed, None, None, {}).identities == ()
    assert read_status(agreed, None, {}).keys == ()
    assert principal.place == place
