"""Whose credentials are used: three options, the same for every command that asks AWS."""

import argparse
from collections.abc import Callable

import pytest

from xacct_constructs.cli import profiles
from xacct_constructs.cli.parser import root
from xacct_constructs.cli.table import COMMANDS
from xacct_constructs.client.asking import session_of
from xacct_constructs.client.errors import AssumeError

ASKING = ("env", "exec", "credential-process", "config", "console", "verify", "doctor", "status", "revoke", "rotate")
BY_FILE = ("plan",)
NONE = ("list", "synth", "prove", "adopt", "explain", "diff", "unset", "completion", "demo")


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_that_asks_takes_all_three(command: str) -> None:
    """And how long it waits, and whether it shows its calls; one whose file says whose they are takes only those."""
    _, commands = root([command])
    whose, how = {"--profile", "--trusting-profile", "--trusted-profile"}, {"--timeout", "--verbose"}
    taken = (whose if command in ASKING else set()) | (how if command in ASKING + BY_FILE else set())

    assert command in ASKING + BY_FILE + NONE
    assert (whose | how) & set(commands[command]._option_string_actions) == taken


def given(*words: str) -> argparse.Namespace:
    """What is typed."""
    parser = argparse.ArgumentParser()
    profiles.add_profiles(parser)
    return parser.parse_args(words)


TRUSTING, TRUSTED, OTHER = "--trusting-profile", "--trusted-profile", "--profile"
ROWS: dict[str, tuple[tuple[str, ...], str | None, str | None, list[str | None]]] = {
    "none": ((), None, None, [None]),
    "one for both": ((OTHER, "p"), "p", "p", ["p"]),
    "each its own": ((TRUSTING, "a", TRUSTED, "b"), "a", "b", ["a", "b"]),
    "one, and another for the rest": ((OTHER, "p", TRUSTING, "a"), "a", "p", ["a", "p"]),
    "the other, and one for the rest": ((TRUSTED, "b", OTHER, "p"), "p", "b", ["b", "p"]),
    "the same twice": ((TRUSTING, "a", TRUSTED, "a"), "a", "a", ["a"]),
}


@pytest.mark.parametrize("row", ROWS)
def test_whose_they_are(row: str) -> None:
    """The account's own option goes before the one for both."""
    words, trusting, trusted, every = ROWS[row]

    assert (profiles.trusting(given(*words)), profiles.trusted(given(*words))) == (trusting, trusted)
    assert profiles.every(given(*words)) == every


@pytest.mark.parametrize(
    ("asked", "words", "says"),
    [
        pytest.param(profiles.trusting, (TRUSTED, "b"), "owns the role; name its profile by --trusting", id="trusting"),
        pytest.param(profiles.trusted, (TRUSTING, "a"), "let in assumes the role; name its profile by", id="trusted"),
        pytest.param(profiles.trusted, (TRUSTED, "a", TRUSTED, "b"), "give --trusted-profile once", id="two"),
        pytest.param(profiles.trusting, (OTHER, ""), "--profile is empty; leave it out", id="empty"),
        pytest.param(profiles.every, (TRUSTED, ""), "--trusted-profile is empty; leave it out", id="one of many empty"),
    ],
)
def test_what_would_ask_as_somebody_else_is_refused(
    asked: Callable[[argparse.Namespace], object], words: tuple[str, ...], says: str
) -> None:
    """The other account's profile alone is no name for this one's."""
    with pytest.raises(AssumeError, match=says):
        asked(given(*words))


def test_a_command_that_asks_both_takes_one_alone() -> None:
    """The other is then whoever the AWS CLI would be."""
    assert profiles.trusted(given(TRUSTING, "a"), both=True) is None
    assert profiles.trusting(given(TRUSTED, "b"), both=True) is None


@pytest.mark.parametrize(("own", "asked"), [("eu-north-1", "eu-north-1"), (None, "eu-west-1")])
def test_the_region_is_the_agreement_s_where_the_profile_has_none(
    own: str | None, asked: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Left out, it is open."""
    if own:
        monkeypatch.setenv("AWS_DEFAULT_REGION", own)

    assert session_of(None, "eu-west-1").region_name == asked
    assert session_of(None).region_name == own
