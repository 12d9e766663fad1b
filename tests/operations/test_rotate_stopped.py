"""A rotation that is killed anywhere, or whose answer is lost, is gone on from: one key is left, which somebody has."""

import configparser
import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from botocore.client import BaseClient
from botocore.exceptions import ConnectionClosedError, ReadTimeoutError

from tests.operations.killed import used_where_kept
from tests.operations.made import Made
from tests.operations.profiles import STAGING, Profiles
from tests.operations.test_rotate import keys, made
from xacct_constructs.cli import main
from xacct_constructs.local import story
from xacct_constructs.local.accounts import Accounts
from xacct_constructs.local.clients import Credentials

__all__ = ["made"]

PLACES = [
    "before write",
    "after write",
    "before CreateAccessKey",
    "after CreateAccessKey",
    "before keep",
    "after keep",
    "before write 2",
    "after write 2",
]
LATER_PLACES = ["before write", "after write", "before UpdateAccessKey", "after UpdateAccessKey"]
LAST_PLACES = ["before DeleteAccessKey", "after DeleteAccessKey"]
STEPS_AT_MOST = 6


@pytest.fixture
def used(made: Made, tmp_path: Path) -> Iterator[None]:
    """Whatever key a profile holds counts as used."""
    (tmp_path / "credentials").touch()
    before = used_where_kept()
    yield
    BaseClient._make_api_call = before


def options(made: Made, profile: str = STAGING) -> list[str]:
    """The same for every run."""
    return ["rotate", made.role, "--trusted-profile", profile, "--into", "fresh", "--yes"]


def killed(made: Made, place: str) -> None:
    """One run, killed there."""
    command = [sys.executable, "-m", "tests.operations.killed", "SIGKILL", place, *options(made)]
    ended = subprocess.run(command, env=dict(os.environ), capture_output=True, text=True, check=False)
    assert ended.returncode == -signal.SIGKILL, ended.stderr


def kept(tmp_path: Path) -> Credentials:
    """The key that the profile has."""
    parser = configparser.RawConfigParser()
    parser.read(tmp_path / "credentials")
    return Credentials(parser["fresh"]["aws_access_key_id"], parser["fresh"]["aws_secret_access_key"])


def rotated(made: Made, old: str, local_aws: Accounts, tmp_path: Path) -> None:
    """Runs until the old key is gone: one is left, the profile has it, and it works."""
    for _ in range(STEPS_AT_MOST):
        if old not in keys(made):
            break
        assert len(keys(made)) <= 2
        main(options(made))
    credentials = kept(tmp_path)
    assert keys(made) == {credentials.access_key: "Active"}
    assert local_aws.clients.of("sts", credentials).get_caller_identity()["Arn"].endswith(made.user)


@pytest.mark.parametrize("place", PLACES)
@pytest.mark.usefixtures("used")
def test_killed_while_a_key_is_made(made: Made, place: str, local_aws: Accounts, tmp_path: Path) -> None:
    """No key stays that nobody has the secret of, and none is waited for; at the end nothing is left written down."""
    [old] = keys(made)

    killed(made, place)

    rotated(made, old, local_aws, tmp_path)
    assert not [each for each in (tmp_path / "state" / "xacct").iterdir() if each.suffix != ".lock"]


@pytest.mark.parametrize(
    ("steps", "place"), [*((1, place) for place in LATER_PLACES), *((2, place) for place in LAST_PLACES)]
)
@pytest.mark.usefixtures("used")
def test_killed_while_the_old_key_is_ended(
    made: Made, steps: int, place: str, local_aws: Accounts, tmp_path: Path
) -> None:
    """Each step is taken once, and the next is known."""
    [old] = keys(made)
    for _ in range(steps):
        assert main(options(made)) == 0

    killed(made, place)

    rotated(made, old, local_aws, tmp_path)


@pytest.mark.parametrize(
    ("steps", "place"), [*((0, place) for place in PLACES), *((1, place) for place in LATER_PLACES)]
)
@pytest.mark.usefixtures("used")
def test_ended_by_ctrl_c(made: Made, steps: int, place: str, local_aws: Accounts, tmp_path: Path) -> None:
    """As after a kill; what is not known is said, and a key whose secret is kept stays, since its profile has it."""
    [old] = keys(made)
    for _ in range(steps):
        assert main(options(made)) == 0
    command = [sys.executable, "-m", "tests.operations.killed", "SIGINT", place, *options(made)]

    ended = subprocess.run(command, env=dict(os.environ), capture_output=True, text=True, check=False)

    assert ended.returncode == 130
    assert ended.stderr.endswith("xacct: ended by Ctrl-C\n")
    assert ("is not known: run this again, which looks and goes on\n" in ended.stderr) == ("AccessKey" in place)
    assert all(each in keys(made) for each in re.findall("the key (AKIA\\w+) is in the profile", ended.stderr))
    rotated(made, old, local_aws, tmp_path)


def test_a_kept_key_may_go_elsewhere(made: Made, tmp_path: Path) -> None:
    """Killed before that was written down, the next run does so: then the profile is not asked any more."""
    [old] = keys(made)
    file = tmp_path / "credentials"
    file.touch()
    killed(made, "before write 2")
    new = kept(tmp_path).access_key
    assert main(options(made)) == 1
    file.write_text("")

    assert main(options(made)) == 1

    assert set(keys(made)) == {old, new}


@pytest.mark.usefixtures("used")
def test_killed_twice(made: Made, local_aws: Accounts, tmp_path: Path) -> None:
    """While a key is made, and again while that is put right."""
    [old] = keys(made)

    killed(made, "after CreateAccessKey")
    killed(made, "after DeleteAccessKey")

    rotated(made, old, local_aws, tmp_path)


LOST = {
    "the connection closed": lambda: ConnectionClosedError(endpoint_url="https://iam.amazonaws.com"),
    "no answer in time": lambda: ReadTimeoutError(endpoint_url="https://iam.amazonaws.com"),
}


@pytest.mark.parametrize("problem", LOST.values(), ids=LOST)
@pytest.mark.parametrize("arrives", [True, False], ids=["the request arrived", "the request was lost too"])
@pytest.mark.usefixtures("used")
def test_a_lost_answer(
    made: Made,
    problem: Any,
    arrives: bool,
    local_aws: Accounts,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """It is said that a key may be there, the request is sent once, and the next runs look and go on."""
    [old] = keys(made)
    asked, sent = BaseClient._make_api_call, []

    def ask(client: Any, operation: str, parameters: Any) -> Any:
        if operation != "CreateAccessKey":
            return asked(client, operation, parameters)
        sent.append(client.meta.config.retries["total_max_attempts"])
        if arrives:
            asked(client, operation, parameters)
        raise problem()

    with monkeypatch.context() as lost:
        lost.setattr(BaseClient, "_make_api_call", ask)
        assert main(options(made)) == 1

    error = capsys.readouterr().err
    assert re.fullmatch(r"xacct: [^\n]*whether a key was made is not known[^\n]*\n", error)
    assert sent == [1]
    assert len(keys(made)) == (2 if arrives else 1)
    rotated(made, old, local_aws, tmp_path)


def refused(made: Made, action: str, local_aws: Accounts, folder: Path) -> None:
    """A run that AWS refuses this action."""
    user = f"{made.user}-manager"
    allow = {"Effect": "Allow", "Action": "iam:*", "Resource": "*"}
    deny = {"Effect": "Deny", "Action": f"iam:{action}", "Resource": "*"}
    document = json.dumps({"Version": "2012-10-17", "Statement": [allow, deny]})
    made.users.create_user(UserName=user)
    made.users.put_user_policy(UserName=user, PolicyName="Manages", PolicyDocument=document)
    key = story.make_access_key(local_aws.clients, story.TRUSTED_ACCOUNT, user)
    Profiles(local_aws, folder).add("manager", key)
    assert main(options(made, "manager")) == 1


@pytest.mark.usefixtures("used")
def test_a_key_that_may_not_be_switched_off_is_not_deleted_later(
    made: Made, local_aws: Accounts, tmp_path: Path
) -> None:
    """AWS has said no; somebody else, who may, sets the key aside, and it is theirs."""
    [old] = keys(made)
    assert main(options(made)) == 0
    refused(made, "UpdateAccessKey", local_aws, tmp_path)
    made.users.update_access_key(UserName=made.user, AccessKeyId=old, Status="Inactive")

    assert main(options(made)) == 1

    assert keys(made) == {old: "Inactive", kept(tmp_path).access_key: "Active"}


@pytest.mark.usefixtures("used")
def test_a_refused_key_leaves_the_lost_one_written_down(
    made: Made, local_aws: Accounts, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """IAM's lists lag behind: a key that is not listed yet is there, and so another is refused."""
    [old] = keys(made)
    killed(made, "after CreateAccessKey")
    asked = BaseClient._make_api_call

    def lagging(client: Any, operation: str, parameters: Any) -> Any:
        answer = asked(client, operation, parameters)
        if operation == "ListAccessKeys":
            answer["AccessKeyMetadata"] = [each for each in answer["AccessKeyMetadata"] if each["AccessKeyId"] == old]
        return answer

    with monkeypatch.context() as lag:
        lag.setattr(BaseClient, "_make_api_call", lagging)
        refused(made, "CreateAccessKey", local_aws, tmp_path)

    rotated(made, old, local_aws, tmp_path)


@pytest.mark.usefixtures("used")
def test_a_refused_key_leaves_nothing_written_down(
    made: Made, local_aws: Accounts, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """AWS has said no, so none was made."""
    refused(made, "CreateAccessKey", local_aws, tmp_path)

    assert "AccessDenied" in capsys.readouterr().err
    assert not list((tmp_path / "state" / "xacct").glob("*.json"))


@pytest.mark.parametrize(
    "content",
    ["{", "[]", "null", "{}", '{"version": 2}', "[" * 100_000, '{"version": 1, "had": [1], "at": "now"}', "\0"],
    ids=["cut short", "a list", "null", "empty", "another version", "deep", "wrong types", "binary"],
)
def test_a_damaged_journal_is_one_line(
    content: str, made: Made, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is named, with what to do; nothing is changed."""
    before = keys(made)
    folder = tmp_path / "state" / "xacct"
    folder.mkdir(parents=True)
    file = folder / f"rotate-{story.TRUSTED_ACCOUNT}-{made.user}.json"
    file.write_text(content)

    assert main(options(made)) == 2

    assert re.fullmatch(rf"xacct: {re.escape(str(file))} cannot be understood; [^\n]*\n", capsys.readouterr().err)
    assert keys(made) == before


@pytest.mark.parametrize("mask", [0o000, 0o022, 0o077])
def test_a_journal_is_its_owner_s_alone_and_holds_no_secret(mask: int, made: Made, tmp_path: Path) -> None:
    """Whatever the umask."""
    before = os.umask(mask)
    try:
        assert main(options(made)) == 0
    finally:
        os.umask(before)

    [journal] = (tmp_path / "state" / "xacct").glob("*.json")
    assert (journal.stat().st_mode & 0o777, journal.parent.stat().st_mode & 0o777) == (0o600, 0o700)
    assert kept(tmp_path).secret not in journal.read_text()


def test_two_at_once_make_one_key(made: Made, tmp_path: Path) -> None:
    """The second waits for the first, says so, and then sees its key."""
    command = [sys.executable, "-m", "xacct_constructs.cli", *options(made)]
    both = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    said = [each.communicate(timeout=60) for each in both]

    assert sorted(each.returncode for each in both) == [0, 1], said
    assert len(keys(made)) == 2
    assert kept(tmp_path).access_key in keys(made)
