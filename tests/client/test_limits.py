"""What STS accepts of a request: measured before any call, at the bounds and one beyond."""

from datetime import timedelta
from typing import Any

import pytest

from tests.client.conftest import READER
from xacct_constructs.client import AssumeError, assume, limits
from xacct_constructs.client.handoff import of_role_arn
from xacct_constructs.client.request import request

ROLE = of_role_arn(READER.role_arn)
FIFTY = {f"tag{number}": "x" for number in range(50)}
ACCEPTED: tuple[tuple[str, dict[str, Any]], ...] = (
    ("nothing", {}),
    ("the shortest session", {"session_duration": 900}),
    ("the longest", {"session_duration": 43_200}),
    ("the shortest name", {"role_session_name": "ab"}),
    ("the longest", {"role_session_name": "a" * 64}),
    ("every character of a name", {"role_session_name": "aZ09_+=,.@-"}),
    ("the longest external ID", {"external_id": "a" * 1224}),
    ("every character of an external ID", {"external_id": "aZ09_+=,.@:/-"}),
    ("the longest source identity", {"source_identity": "a" * 64}),
    ("a device's ARN", {"mfa_serial": "arn:aws:iam::222222222222:mfa/alice"}),
    ("a device's serial number", {"mfa_serial": "GAHT12345678"}),
    ("as many tags as may be", {"session_tags": FIFTY}),
    ("the longest tag", {"session_tags": {"k" * 128: "v" * 256}}),
    ("a tag without a value", {"session_tags": {"team": ""}}),
    ("every character of a tag", {"session_tags": {"Zürich 9_.:/=+-@": "日本 _.:/=+-@"}}),
    ("the longest policy", {"session_policy": "x" * 2048}),
    ("a policy of Latin-1", {"session_policy": '{"ÿ":\t"\r\n"}'}),
    ("a region", {"region": "eu-west-1"}),
)


@pytest.mark.parametrize("given", [row[1] for row in ACCEPTED], ids=[row[0] for row in ACCEPTED])
def test_what_sts_accepts_is_asked(given: dict[str, Any]) -> None:
    """Up to each bound."""
    assert request(ROLE, **given).parameters["RoleArn"] == READER.role_arn


NAME = "2 to 64 characters of A-Z a-z 0-9 _\\+=,.@-, got "
REFUSED: tuple[tuple[str, dict[str, Any], str], ...] = (
    ("no time", {"session_duration": 0}, "the session duration must be 900 to 43200 seconds, got 0"),
    ("less than a quarter of an hour", {"session_duration": 899}, "900 to 43200 seconds, got 899"),
    ("more than half a day", {"session_duration": 43_201}, "900 to 43200 seconds, got 43201"),
    ("time that runs back", {"session_duration": -3600}, "900 to 43200 seconds, got -3600"),
    ("an empty name", {"role_session_name": ""}, f"the role session name must be {NAME}''"),
    ("a name of one", {"role_session_name": "a"}, NAME),
    ("a long name", {"role_session_name": "a" * 65}, NAME),
    ("a name of two words", {"role_session_name": "a b"}, NAME),
    ("a name of two lines", {"role_session_name": "alice\n"}, NAME),
    ("a name of another script", {"role_session_name": "ålice"}, NAME),
    ("an empty external ID", {"external_id": ""}, "the external ID must be 2 to 1224 characters"),
    ("a long external ID", {"external_id": "a" * 1225}, r"the external ID must be .*, got 'a+\.\.\.a+'$"),
    ("an external ID of two words", {"external_id": "a b"}, "the external ID must be"),
    ("an empty device", {"mfa_serial": ""}, "the MFA device must be an ARN or serial number"),
    ("a device too short for one", {"mfa_serial": "12345678"}, "9 to 256 characters"),
    ("a source identity of one", {"source_identity": "a"}, f"the source identity must be {NAME}'a'"),
    ("more tags than may be", {"session_tags": {**FIFTY, "more": "x"}}, "50 session tags at most, got 51"),
    ("a tag of nothing", {"session_tags": {"": "x"}}, "a session tag's key must be 1 to 128"),
    ("a long key", {"session_tags": {"k" * 129: "x"}}, "a session tag's key must be 1 to 128"),
    ("AWS's own key", {"session_tags": {"aws:team": "x"}}, "not beginning with aws:, got 'aws:team'"),
    ("AWS's own key in capitals", {"session_tags": {"AWS:team": "x"}}, "not beginning with aws:"),
    ("a key of other characters", {"session_tags": {"team!": "x"}}, "a session tag's key must be"),
    ("a long value", {"session_tags": {"team": "v" * 257}}, "session tag team must be at most 256"),
    ("a value of other characters", {"session_tags": {"team": "a\nb"}}, "session tag team must be at most 256"),
    ("two keys in other cases", {"session_tags": {"team": "x", "Team": "y"}}, "Team and team differ by case only"),
    ("a long policy", {"session_policy": "x" * 2049}, "may have 2048 characters, got 2049; shorten it"),
    ("an empty policy", {"session_policy": ""}, "may have 2048 characters, got 0"),
    ("a policy beyond Latin-1", {"session_policy": '{"Sid":"日本"}'}, "characters up to U\\+00FF, got '日'"),
    ("a policy that a terminal obeys", {"session_policy": "\x1b"}, "characters up to U\\+00FF"),
    ("a host for a region", {"region": "evil.example/"}, "the region must be one such as eu-west-1, got 'evil"),
    ("an empty region", {"region": ""}, "the region must be one such as eu-west-1, got ''"),
)


@pytest.mark.parametrize(("given", "says"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED])
def test_what_sts_never_accepts_is_not_asked(given: dict[str, Any], says: str) -> None:
    """One beyond each bound: what, what is allowed, what it was; the exit code of wrong usage."""
    with pytest.raises(AssumeError, match=says) as raised:
        request(ROLE, **given)
    assert raised.value.code == 2


@pytest.mark.parametrize("seconds", [0, 0.5, 3600], ids=repr)
def test_a_wait_that_ends(seconds: float) -> None:
    """Nothing, a moment, an hour."""
    limits.require_wait(seconds)


ENDLESS = [float("nan"), float("inf"), float("-inf"), -1, 3600.5]


@pytest.mark.parametrize("seconds", ENDLESS, ids=repr)
def test_a_wait_that_does_not(seconds: float) -> None:
    """It would try for ever, or not know when to stop."""
    with pytest.raises(AssumeError, match="the wait must be 0 to 3600 seconds, got") as raised:
        limits.require_wait(seconds)
    assert raised.value.code == 2


def test_python_is_told_too() -> None:
    """Before any client is made."""
    with pytest.raises(AssumeError, match="the wait must be"):
        assume(READER.role_arn, wait=timedelta(hours=2))
    with pytest.raises(AssumeError, match="the session duration must be"):
        assume(READER.role_arn, session_duration=timedelta(0))
