"""The files that keep sessions: private, one session for each caller in them, and judged before they are used."""

import json
import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from xacct_constructs.client import cache

ARN = "arn:aws:iam::111111111111:role/reports-reader"
NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)

PARAMETERS: dict[str, dict[str, Any]] = {
    "the role alone": {},
    "a duration": {"DurationSeconds": 3600},
    "an external ID": {"ExternalId": "acme-7f3a91"},
    "a session name": {"RoleSessionName": "alice"},
    "a policy": {"Policy": '{"Version":"2012-10-17","Statement":[]}'},
    "a tag": {"Tags": [{"Key": "team", "Value": "red"}]},
    "another tag": {"Tags": [{"Key": "team", "Value": "blue"}]},
}


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of the test's own."""
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


def content(expiration: str = "2026-11-23T13:00:00UTC", *, key: str = "ASIAEXAMPLE", **more: Any) -> dict[str, Any]:
    """A session as it is kept."""
    credentials = {
        "AccessKeyId": key,
        "SecretAccessKey": "secret",
        "SessionToken": "token",
        "Expiration": expiration,
    }
    return {"Credentials": credentials, **more}


def keep(name: str, session: dict[str, Any], caller: str = "alice") -> Path:
    """Keep a session; the file."""
    with cache.locked(name, lambda: None):
        cache.keep(name, caller, session)
    return Path(cache.folder()) / f"{name}.json"


def test_whatever_is_asked_for_has_a_file_of_its_own() -> None:
    """A session is never handed out for another request; the order in which it is written down does not count."""
    names = {cache.key({"RoleArn": ARN, **each}) for each in PARAMETERS.values()}

    assert len(names) == len(PARAMETERS)
    assert cache.key({"a": 1, "b": 2}) == cache.key({"b": 2, "a": 1})


def test_callers_are_kept_beside_each_other() -> None:
    """Each finds their own; a new session takes the place of its caller's old one alone."""
    keep("abc", content(key="ASIAHERS"), "alice")
    keep("abc", content(key="ASIAHIS"), "bob")
    keep("abc", content(key="ASIANEW"), "alice")

    assert cache.sessions("abc") == {"alice": content(key="ASIANEW"), "bob": content(key="ASIAHIS")}
    assert cache.sessions("other") == {}


def test_a_file_does_not_grow_for_ever() -> None:
    """Of more than twenty callers, those go whose sessions end first; whoever has just come stays."""
    for minute in range(25):
        keep("abc", content(f"2026-11-23T13:{minute:02}:00UTC"), str(minute))
    keep("abc", content("2026-11-23T12:00:00UTC"), "just come")

    assert set(cache.sessions("abc")) == {*map(str, range(6, 25)), "just come"}


def test_only_the_owner_reads_it() -> None:
    """0600 in a folder of 0700, also where the folder was open before; nothing else is left there."""
    folder = Path(cache.folder())
    folder.mkdir(parents=True, mode=0o755)

    file = keep("abc", content())

    assert (file.stat().st_mode & 0o777, folder.stat().st_mode & 0o777) == (0o600, 0o700)
    assert sorted(each.name for each in folder.iterdir()) == ["abc.json", "abc.lock"]


def test_it_can_be_kept_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where XACCT_FOLDER says, and nothing is made at home then."""
    monkeypatch.setenv("XACCT_FOLDER", str(tmp_path / "own"))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))

    assert keep("abc", content()) == tmp_path / "own" / "cache" / "abc.json"
    assert cache.sessions("abc") == {"alice": content()}
    assert not (tmp_path / "home").exists()


def _open_to_all(file: Path) -> None:
    file.chmod(0o644)


def _link(file: Path) -> None:
    file.rename(file.with_suffix(".real"))
    file.symlink_to(file.with_suffix(".real"))


def _fifo(file: Path) -> None:
    file.unlink()
    os.mkfifo(file, 0o600)


def _saying(**members: Any) -> Callable[[Path], object]:
    """A document with these members in place of its own."""
    document = {"version": 1, "sessions": {"alice": content()}}
    return lambda file: file.write_text(json.dumps({**document, **members}))


def _session(session: object) -> Callable[[Path], object]:
    """A document with this in place of alice's session."""
    return _saying(sessions={"alice": session})


def _credentials(**members: Any) -> Callable[[Path], object]:
    """A document with these in place of alice's own."""
    return _session({"Credentials": {**content()["Credentials"], **members}})


UNUSABLE: dict[str, Callable[[Path], object]] = {
    "one that others may read": _open_to_all,
    "a link": _link,
    "a FIFO": _fifo,
    "nothing": Path.unlink,
    "an empty file": lambda file: file.write_text(""),
    "half a file": lambda file: file.write_bytes(file.read_bytes()[:80]),
    "no text": lambda file: file.write_bytes(bytes(range(256))),
    "null": lambda file: file.write_text("null"),
    "a list": lambda file: file.write_text("[]"),
    "a text": lambda file: file.write_text('"version"'),
    "what is nested deep": lambda file: file.write_text("[" * 100_000),
    "what is nested deep in its place": lambda file: file.write_text('{"version":1,"sessions":' + '{"a":' * 100_000),
    "a huge file": lambda file: file.write_text(file.read_text() + " " * 2_000_000),
    "a number that is none": lambda file: file.write_text(file.read_text().replace('"version": 1', '"version": NaN')),
    "another version": _saying(version=2),
    "a version that is true": _saying(version=True),
    "a version of text": _saying(version="1"),
    "no version": _saying(version=None),
    "a list of sessions": _saying(sessions=[content()]),
    "sessions that are null": _saying(sessions=None),
    "what the AWS CLI keeps": lambda file: file.write_text(json.dumps(content())),
    "a session that is null": _session(None),
    "a session of text": _session("token"),
    "a session that is a list": _session([content()]),
    "credentials that are null": _session({"Credentials": None}),
    "credentials that are a list": _session({"Credentials": ["AccessKeyId"]}),
    "no token": _session({"Credentials": {"AccessKeyId": "x"}}),
    "a token that is null": _credentials(SessionToken=None),
    "a token that is a number": _credentials(SessionToken=1),
    "a token that is empty": _credentials(SessionToken=""),
    "a token of two lines": _credentials(SessionToken="token\nAWS_PROFILE=other"),
    "a key that a terminal obeys": _credentials(AccessKeyId="\x1b[2J"),
    "no moment": _credentials(Expiration="tomorrow"),
    "a moment of no zone": _credentials(Expiration="2026-11-23T13:00:00"),
    "a moment that is a number": _credentials(Expiration=1763902800),
    "a clock that is text": _session(content(ClockSkew="1")),
    "a clock that is true": _session(content(ClockSkew=True)),
    "a clock beyond all bounds": lambda file: file.write_text(
        json.dumps({"version": 1, "sessions": {"alice": content(ClockSkew=0)}}).replace(
            '"ClockSkew": 0', '"ClockSkew": 1e999'
        )
    ),
}


@pytest.mark.parametrize("spoil", UNUSABLE.values(), ids=UNUSABLE)
def test_a_file_that_is_damaged_or_not_ours_alone_is_not_used(spoil: Callable[[Path], object]) -> None:
    """It counts as none, and the next session makes it anew."""
    file = keep("abc", content())
    assert cache.sessions("abc") == {"alice": content()}

    spoil(file)

    assert cache.sessions("abc") == {}
    keep("abc", content(key="ASIANEW"))
    assert cache.sessions("abc") == {"alice": content(key="ASIANEW")}
    assert not file.is_symlink()


def test_one_damaged_session_leaves_the_others() -> None:
    """Bob's is not lost because alice's is."""
    file = keep("abc", content())
    _saying(sessions={"alice": None, "bob": content()})(file)

    assert cache.sessions("abc") == {"bob": content()}


def test_somebody_else_s_file_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    """Though its mode is right."""
    keep("abc", content())
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)

    assert cache.sessions("abc") == {}


def test_a_folder_in_its_place_is_an_error() -> None:
    """It is left as it is: it may hold what somebody needs."""
    file = keep("abc", content())
    file.unlink()
    file.mkdir()

    assert cache.sessions("abc") == {}
    with pytest.raises(OSError, match="Is a directory"):
        keep("abc", content())
    assert sorted(each.name for each in file.parent.iterdir()) == ["abc.json", "abc.lock"]


SERVES = (
    ("for an hour yet", content(), True),
    ("as botocore's other spelling", content("2026-11-23T13:00:00+00:00"), True),
    ("as Amazon's spelling", content("2026-11-23T13:00:00Z"), True),
    ("in another zone", content("2026-11-23T13:00:00+02:00"), False),
    ("over", content("2026-11-23T11:00:00UTC"), False),
    ("about to end", content("2026-11-23T12:05:00UTC"), False),
    ("not yet about to end", content("2026-11-23T12:05:01UTC"), True),
    ("for twelve hours", content("2026-11-24T00:00:00UTC"), True),
    ("for longer than any session lasts", content("2026-11-24T00:05:01UTC"), False),
    ("over, by AWS's clock", content("2026-11-23T12:30:00UTC", ClockSkew=1800), False),
    ("over, by a clock that is ahead of AWS's", content("2026-11-23T11:50:00UTC", ClockSkew=-1800), True),
)


@pytest.mark.parametrize(("session", "expected"), [row[1:] for row in SERVES], ids=[row[0] for row in SERVES])
def test_whether_a_session_serves(session: dict[str, Any], expected: bool) -> None:
    """Five minutes left by AWS's clock, and no more than AWS gives."""
    assert cache.serves(session, NOW) is expected


def test_a_write_that_fails_leaves_the_old_session(monkeypatch: pytest.MonkeyPatch) -> None:
    """The old file is whole, and no part of the new one is left."""
    file = keep("abc", content())

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="No space left"):
        keep("abc", content(key="ASIANEW"))

    assert cache.sessions("abc") == {"alice": content()}
    assert sorted(each.suffix for each in file.parent.iterdir()) == [".json", ".lock"]


def test_what_a_killed_process_left_is_in_nobody_s_way() -> None:
    """A part of a file is gone with the next session, and its permissions with it."""
    file = keep("abc", content())
    Path(f"{file}.tmp").write_text("half")

    keep("abc", content(key="ASIANEW"))

    assert cache.sessions("abc") == {"alice": content(key="ASIANEW")}
    assert sorted(each.suffix for each in file.parent.iterdir()) == [".json", ".lock"]


def test_waiting_for_another_is_said_and_has_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    """Once, before it begins; whoever finds the lock free says nothing."""
    monkeypatch.setattr(cache, "WAIT_SECONDS", 0.1)
    said: list[str] = []

    with (
        cache.locked("abc", lambda: said.append("first")),
        pytest.raises(TimeoutError, match=r"held by another process for 0\.1 s"),
        cache.locked("abc", lambda: said.append("second")),
    ):
        pytest.fail("both hold it")
    with cache.locked("abc", lambda: said.append("third")):
        pass

    assert said == ["second"]


def test_margin() -> None:
    """The margin is five minutes, which leaves ten of the shortest session there is."""
    assert timedelta(seconds=cache.MARGIN_SECONDS) == timedelta(minutes=5)
