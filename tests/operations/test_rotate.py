"""Rotating an access key: what comes next from what IAM has, and each step taken for real."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.operations.made import Made, make
from tests.operations.profiles import STAGING, Profiles
from xacct_constructs.agreement.serialize import to_json
from xacct_constructs.cli import main
from xacct_constructs.client.handoff import load
from xacct_constructs.local import story
from xacct_constructs.local.accounts import Accounts
from xacct_constructs.names import AGREEMENTS_FILE
from xacct_constructs.operations.calls import Looks, who_is
from xacct_constructs.operations.journal import Journal, journal_of
from xacct_constructs.operations.rotate import Keep, Next, Rotation, RotationStep, next_step
from xacct_constructs.operations.status import Key, read_keys
from xacct_constructs.report.rotation import step_text

MAY, JUNE, JULY = (datetime(2026, month, 1, tzinfo=UTC) for month in (5, 6, 7))


def key(made: datetime, *, active: bool = True, used: datetime | None = None) -> Key:
    """A key of alice's, called after its month."""
    return Key("alice", f"{made:%B}", active, made, used)


def journal(made: datetime = JUNE, **fields: str) -> Journal:
    """Of a rotation that found the key of May, and began to make another."""
    return Journal(("May",), made, "fresh", **fields)


STEPS: dict[str, tuple[list[Key], Journal | None, str | None, RotationStep, str | None]] = {
    "no key": ([], None, None, RotationStep.NOTHING, None),
    "one key": ([key(MAY, used=JULY)], None, None, RotationStep.MAKE, None),
    "one key, and none was made": ([key(MAY, used=JULY)], journal(), None, RotationStep.MAKE, None),
    "one key, that of another journal": ([key(JUNE)], journal(), None, RotationStep.MAKE, None),
    "two, the newer never used": ([key(MAY, used=JULY), key(JUNE)], None, None, RotationStep.WAIT_FOR_USE, "June"),
    "two, the newer in use": ([key(MAY, used=JULY), key(JUNE, used=JULY)], None, None, RotationStep.SWITCH_OFF, "May"),
    "two, in IAM's order": ([key(JUNE, used=JULY), key(MAY)], None, None, RotationStep.SWITCH_OFF, "May"),
    "two, the newer off": ([key(MAY), key(JUNE, active=False)], None, None, RotationStep.NEWER_OFF, "June"),
    "two, the newer made by a run that was stopped": (
        [key(MAY), key(JUNE)],
        journal(),
        None,
        RotationStep.DISCARD,
        "June",
    ),
    "the same, off": ([key(MAY), key(JUNE, active=False)], journal(), None, RotationStep.DISCARD, "June"),
    "the same, in the profile": ([key(MAY), key(JUNE)], journal(), "June", RotationStep.WAIT_FOR_USE, "June"),
    "the same, with another key in the profile": (
        [key(MAY), key(JUNE)],
        journal(),
        "May",
        RotationStep.DISCARD,
        "June",
    ),
    "the same, kept and moved elsewhere": (
        [key(MAY), key(JUNE)],
        journal(kept="June"),
        None,
        RotationStep.WAIT_FOR_USE,
        "June",
    ),
    "the same, in use by somebody": ([key(MAY), key(JUNE, used=JULY)], journal(), None, RotationStep.SWITCH_OFF, "May"),
    "two, the newer made long after": ([key(MAY), key(JUNE)], journal(MAY), None, RotationStep.WAIT_FOR_USE, "June"),
    "two, both there before": (
        [key(MAY), key(JUNE)],
        Journal(("May", "June"), JUNE, "fresh"),
        None,
        RotationStep.WAIT_FOR_USE,
        "June",
    ),
    "two, neither there before": ([key(JUNE), key(JULY)], journal(JULY), None, RotationStep.WAIT_FOR_USE, "July"),
    "two, the older switched off by the rotation": (
        [key(MAY, active=False), key(JUNE, used=JULY)],
        journal(kept="June", off="May"),
        "June",
        RotationStep.DELETE,
        "May",
    ),
    "two, the older switched off by somebody": (
        [key(MAY, active=False), key(JUNE, used=JULY)],
        journal(kept="June"),
        "June",
        RotationStep.SET_ASIDE,
        "May",
    ),
    "two, the older off, and nothing written down": (
        [key(MAY, active=False), key(JUNE, used=JULY)],
        None,
        None,
        RotationStep.SET_ASIDE,
        "May",
    ),
    "two, the older switched off by the rotation, the newer by somebody": (
        [key(MAY, active=False), key(JUNE, active=False, used=JULY)],
        journal(kept="June", off="May"),
        "June",
        RotationStep.BOTH_OFF,
        "June",
    ),
    "two, another switched off by the rotation": (
        [key(MAY, active=False), key(JUNE, used=JULY)],
        journal(kept="June", off="April"),
        "June",
        RotationStep.SET_ASIDE,
        "May",
    ),
}


@pytest.mark.parametrize("row", STEPS)
def test_what_comes_next(row: str) -> None:
    """From the keys, from what was written down, and from the profile, so that a run that was stopped goes on."""
    keys, written, kept, step, about = STEPS[row]

    found = next_step("alice", keys, written, kept)

    assert (found.step, found.key_id) == (step, about)


def test_a_key_that_somebody_set_aside_is_left_to_people() -> None:
    """The command that would delete it is said, and not run."""
    found = next_step("alice", [key(MAY, active=False), key(JUNE)])

    assert "aws iam delete-access-key --user-name alice --access-key-id May" in step_text(found)


@pytest.fixture
def made(local_aws: Accounts, profiles: Profiles, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Made:
    """An agreement whose user has one key, and a person who has its document."""
    found = make(local_aws)
    story.make_access_key(local_aws.clients, story.TRUSTED_ACCOUNT, found.user)
    document = {"version": 1, "agreements": [to_json(found.agreement)], "regions": {}}
    (tmp_path / AGREEMENTS_FILE).write_text(json.dumps(document))
    config = tmp_path / "config"
    config.write_text(profiles.file.read_text())
    monkeypatch.setenv("AWS_CONFIG_FILE", str(config))
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "credentials"))
    monkeypatch.setenv("XACCT_AGREEMENTS", str(tmp_path))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    assert load(found.role).role_arn == found.agreement.role_arn
    return found


def keys(made: Made) -> dict[str, str]:
    """The user's keys with their status."""
    listed = made.users.list_access_keys(UserName=made.user)["AccessKeyMetadata"]
    return {each["AccessKeyId"]: each["Status"] for each in listed}


def test_a_second_key_is_made_and_its_secret_is_shown_nowhere(
    made: Made, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The new key goes into the file that is named, all else of it stays, and the next run waits for its use."""
    [old] = keys(made)
    file = tmp_path / "credentials"
    before = "[mine]\nregion = a\n"
    file.write_text(before)
    options = ("rotate", made.role, "--trusted-profile", STAGING, "--into", "fresh", "--yes")

    assert main(options) == 0

    printed = capsys.readouterr()
    [new] = set(keys(made)) - {old}
    after = file.read_text()
    secret = after.split("aws_secret_access_key = ")[-1].split()[0]
    assert after.startswith(before)
    assert f"[fresh]\naws_access_key_id = {new}\n" in after
    assert secret not in printed.out + printed.err
    assert f"the key {new} is in the profile fresh of {file}" in printed.err
    assert main(options) == 1
    assert f"{new} of {made.user} has not been used yet" in capsys.readouterr().out
    assert keys(made) == {old: "Active", new: "Active"}


def test_without_a_place_for_the_key_none_is_made(made: Made, capsys: pytest.CaptureFixture[str]) -> None:
    """No profile named, or one that has a key: nothing has changed."""
    before = keys(made)

    assert main(["rotate", made.role, "--trusted-profile", STAGING, "--yes"]) == 2
    assert main(["rotate", made.role, "--trusted-profile", STAGING, "--yes", "--into", STAGING]) == 2

    assert "--into" in capsys.readouterr().err
    assert keys(made) == before


def test_an_old_key_that_is_off_is_deleted(made: Made, profiles: Profiles, capsys: pytest.CaptureFixture[str]) -> None:
    """The last step, only after asking, and only of a key that the rotation has switched off."""
    [old] = keys(made)
    new = made.users.create_access_key(UserName=made.user)["AccessKey"]["AccessKeyId"]
    made.users.update_access_key(UserName=made.user, AccessKeyId=old, Status="Inactive")
    assert main(["rotate", made.role, "--trusted-profile", STAGING, "--yes"]) == 1
    assert set(keys(made)) == {old, new}
    made.users.update_access_key(UserName=made.user, AccessKeyId=old, Status="Active")
    stepped(made, profiles, Next(RotationStep.SWITCH_OFF, made.user, old))

    assert main(["rotate", made.role, "--trusted-profile", STAGING]) == 2
    assert set(keys(made)) == {old, new}
    assert main(["rotate", made.role, "--trusted-profile", STAGING, "--yes"]) == 0
    assert keys(made) == {new: "Active"}


def stepped(made: Made, profiles: Profiles, following: Next, keep: Keep = lambda *_: None) -> str | None:
    """Take a step that is not asked for from a command."""
    side = who_is(profiles.session(STAGING))
    listed = read_keys(Looks(), side, made.user)
    with journal_of(side.account, made.user, print) as record:
        return Rotation(side, made.user, record, datetime.now(UTC)).take(following, listed, "fresh", keep)


def test_a_key_that_is_switched_off_lets_nobody_in(made: Made, local_aws: Accounts, profiles: Profiles) -> None:
    """The step that the local AWS never comes to by itself, since it does not note when a key is used."""
    [old] = keys(made)
    made.users.delete_access_key(UserName=made.user, AccessKeyId=old)
    credentials = story.make_access_key(local_aws.clients, story.TRUSTED_ACCOUNT, made.user)
    sts = local_aws.clients.of("sts", credentials)
    assert sts.get_caller_identity()["Arn"].endswith(made.user)

    made.users.create_access_key(UserName=made.user)
    assert credentials.access_key == stepped(
        made, profiles, Next(RotationStep.SWITCH_OFF, made.user, credentials.access_key)
    )

    assert keys(made)[credentials.access_key] == "Inactive"
    with pytest.raises(sts.exceptions.ClientError, match="InvalidClientTokenId"):
        sts.get_caller_identity()


def test_a_key_that_could_not_be_kept_is_deleted_again(made: Made, profiles: Profiles) -> None:
    """A full disk leaves no key behind that nobody has the secret of."""
    before = keys(made)

    def keep(*_: str) -> None:
        raise OSError("no space left on device")

    with pytest.raises(OSError, match="no space"):
        stepped(made, profiles, Next(RotationStep.MAKE, made.user), keep)

    assert keys(made) == before
