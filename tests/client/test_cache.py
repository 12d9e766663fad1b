"""The file that keeps a session: the AWS CLI's name and format, private, and judged before it is used."""

import json
import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from botocore.credentials import AssumeRoleCredentialFetcher
from botocore.utils import JSONFileCache

from xacct_constructs.client import cache

ARN = "arn:aws:iam::111111111111:role/reports-reader"
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)

PARAMETERS: dict[str, dict[str, Any]] = {
    "the role alone": {},
    "all that a profile says": {"ExternalId": "acme-7f3a91", "DurationSeconds": 3600, "SerialNumber": "arn:x"},
    "a session name": {"RoleSessionName": "alice"},
    "a policy": {"Policy": '{"Version":"2012-10-17",  "Statement":[]}'},
    "tags": {"Tags": [{"Key": "team", "Value": "red"}], "SourceIdentity": "alice"},
}


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of the test's own."""
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


def content(expiration: str = "2026-11-23T13:00:00UTC", **more: Any) -> dict[str, Any]:
    """A session as it is kept."""
    credentials = {
        "AccessKeyId": "ASIAEXAMPLE",
        "SecretAccessKey": "secret",
        "SessionToken": "token",
        "Expiration": expiration,
    }
    return {"Credentials": credentials, **more}


def write(name: str, session: dict[str, Any]) -> Path:
    """Keep a session; the file."""
    with cache.locked(name):
        cache.write(name, session)
    return Path(cache.FOLDER).expanduser() / f"{name}.json"


@pytest.mark.parametrize("parameters", PARAMETERS.values(), ids=PARAMETERS)
def test_the_key_is_botocore_s(parameters: dict[str, Any]) -> None:
    """Whatever is asked for, the file's name is the one that the AWS CLI looks for."""
    theirs = AssumeRoleCredentialFetcher(None, None, ARN, extra_args=parameters)._cache_key

    assert cache.key({"RoleArn": ARN, **parameters}) == theirs
    assert cache.key({"RoleArn": ARN, **parameters, "ExternalId": "other"}) != theirs


def test_botocore_reads_what_is_kept() -> None:
    """Its own cache, on our folder, returns our session."""
    file = write("abc", content())

    assert JSONFileCache(str(file.parent))["abc"] == content()
    assert cache.entry("abc") == content()


def test_only_the_owner_reads_it() -> None:
    """0600 in a folder of 0700, also where the folder was open before; nothing else is left there."""
    folder = Path(cache.FOLDER).expanduser()
    folder.mkdir(parents=True, mode=0o755)

    file = write("abc", content())

    assert (file.stat().st_mode & 0o777, folder.stat().st_mode & 0o777) == (0o600, 0o700)
    assert sorted(each.name for each in folder.iterdir()) == ["abc.json", "abc.lock"]


def _open_to_all(file: Path) -> None:
    file.chmod(0o644)


def _link(file: Path) -> None:
    file.rename(file.with_suffix(".real"))
    file.symlink_to(file.with_suffix(".real"))


UNUSABLE: dict[str, Callable[[Path], object]] = {
    "one that others may read": _open_to_all,
    "a link": _link,
    "half a file": lambda file: file.write_text('{"Credentials": {"Acc'),
    "another thing": lambda file: file.write_text("[]"),
    "one without a token": lambda file: file.write_text('{"Credentials": {"AccessKeyId": "x"}}'),
    "one without a moment": lambda file: file.write_text(json.dumps(content("tomorrow"))),
    "nothing": Path.unlink,
}


@pytest.mark.parametrize("spoil", UNUSABLE.values(), ids=UNUSABLE)
def test_a_file_that_is_not_ours_alone_is_not_used(spoil: Callable[[Path], object]) -> None:
    """It counts as none."""
    file = write("abc", content())
    assert cache.entry("abc") is not None

    spoil(file)

    assert cache.entry("abc") is None


SERVES = (
    ("for an hour yet", content(), True),
    ("as botocore's other spelling", content("2026-11-23T13:00:00+00:00"), True),
    ("as Amazon's spelling", content("2026-11-23T13:00:00Z"), True),
    ("in another zone", content("2026-11-23T13:00:00+02:00"), False),
    ("over", content("2026-11-23T11:00:00UTC"), False),
    ("about to end", content("2026-11-23T12:05:00UTC"), False),
    ("not yet about to end", content("2026-11-23T12:05:01UTC"), True),
    ("over, by AWS's clock", content("2026-11-23T12:30:00UTC", ClockSkew=1800), False),
    ("over, by a clock that is ahead of AWS's", content("2026-11-23T11:50:00UTC", ClockSkew=-1800), True),
    ("this caller's", content(Source="me"), True),
    ("another caller's", content(Source="other"), False),
)


@pytest.mark.parametrize(("session", "expected"), [row[1:] for row in SERVES], ids=[row[0] for row in SERVES])
def test_whether_a_session_serves(session: dict[str, Any], expected: bool) -> None:
    """Five minutes left by AWS's clock, and the caller's own or the AWS CLI's."""
    assert cache.serves(session, "me", NOW) is expected


CALLERS: dict[str, tuple[str | None, dict[str, str]]] = {
    "the default profile": (None, {}),
    "a profile": ("alice", {}),
    "another profile": ("bob", {}),
    "the environment's profile": (None, {"AWS_PROFILE": "alice"}),
    "the environment's key": (None, {"AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE"}),
    "another key": (None, {"AWS_ACCESS_KEY_ID": "AKIAI44QH8DHBEXAMPLE"}),
    "other files": (None, {"AWS_CONFIG_FILE": "/elsewhere"}),
    "another AWS": (None, {"AWS_ENDPOINT_URL": "https://localhost:1"}),
}


def test_callers_are_kept_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each way of being somebody else is somebody else; a profile that is named goes before the environment's key."""
    seen = set()
    for profile, variables in CALLERS.values():
        with monkeypatch.context() as changed:
            for name, value in variables.items():
                changed.setenv(name, value)
            seen.add(cache.source(profile))
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIAIOSFODNN7EXAMPLE")

    assert len(seen) == len(CALLERS)
    assert cache.source("alice") in seen


def test_a_write_that_fails_leaves_the_old_session(monkeypatch: pytest.MonkeyPatch) -> None:
    """The old file is whole, and no part of the new one is left."""
    file = write("abc", content())

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="No space left"):
        write("abc", content(Source="new"))

    assert cache.entry("abc") == content()
    assert sorted(each.suffix for each in file.parent.iterdir()) == [".json", ".lock"]


def test_what_a_killed_process_left_is_in_nobody_s_way() -> None:
    """A part of a file is gone with the next session, and its permissions with it."""
    file = write("abc", content())
    Path(f"{file}.tmp").write_text("half")

    write("abc", content(Source="new"))

    assert cache.entry("abc") == content(Source="new")
    assert sorted(each.suffix for each in file.parent.iterdir()) == [".json", ".lock"]


def test_margin() -> None:
    """The margin is five minutes, which leaves ten of the shortest session there is."""
    assert timedelta(seconds=cache.MARGIN_SECONDS) == timedelta(minutes=5)
