"""What every command makes of everything that may stand in AWS's place: one line, its exit code, no secret, an end."""

import json
import re
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from socket import socket

import botocore.loaders
import botocore.session
import pytest

from tests.cli.faulty import ENDLESS, PROMPT, SECRET, TOKEN, Reply, identity, result, serving
from xacct_constructs import Agreement, S3Read, Safeguards, TrustedUser
from xacct_constructs.agreement.serialize import to_json
from xacct_constructs.cli import main

TRUSTING, TRUSTED = "111111111111", "222222222222"
AGREEMENT = Agreement(
    role_name="reports-reader",
    trusting_account=TRUSTING,
    trusted_principals=[TrustedUser(account=TRUSTED, name="alice")],
    permissions=[S3Read("acme-reports", prefixes=["monthly/"])],
    safeguards=Safeguards(external_ids=["acme-7f3a91"]),
)
TIMEOUT = 0.3
"""For what never ends."""
LONG = 30.0
"""For what is answered at once, on a machine that has other things to do."""


@dataclass(frozen=True)
class Command:
    """A command, and what becomes of it."""

    words: tuple[str, ...]
    account: str
    """Whose credentials it is given."""
    unknown: int = 1
    """Its exit code where AWS does not even say who asks."""
    known: int = 1
    """Its exit code where AWS says that, and nothing else."""
    shows: str = ""
    """What it shows then; left out, it ends with one line."""


NAME = AGREEMENT.role_name
COMMANDS: Mapping[str, Command] = {
    "env": Command(("env", NAME), TRUSTED),
    "exec": Command(("exec", NAME, "--", "false"), TRUSTED, 125, 125),
    "credential-process": Command(("credential-process", NAME), TRUSTED),
    "console": Command(("console", NAME), TRUSTED),
    "verify": Command(("verify", NAME), TRUSTED),
    "verify --json": Command(("verify", NAME, "--json", "--junit", "junit.xml"), TRUSTED),
    "revoke": Command(("revoke", NAME, "--yes"), TRUSTING),
    "revoke --undo": Command(("revoke", NAME, "--undo", "--yes"), TRUSTING),
    "rotate": Command(("rotate", NAME, "--into", "next", "--yes"), TRUSTED, 1, 2),
    "rotate external-id": Command(("rotate", "external-id", NAME, "--new", "acme-000001"), TRUSTING),
    "doctor": Command(("doctor", NAME), TRUSTING, 1, 0, "nothing wrong in what could be seen; "),
    "doctor --json": Command(("doctor", NAME, "--json"), TRUSTED, 1, 0, '"healthy": false'),
    "status": Command(("status",), TRUSTING, 1, 0, "not seen"),
    "status --json": Command(("status", "--json"), TRUSTING, 1, 0, "not_seen"),
}


@pytest.fixture
def person(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Somebody with keys and the agreements, whose AWS tries once."""
    document = {"version": 1, "agreements": [to_json(AGREEMENT)], "regions": {AGREEMENT.role_arn: "eu-west-1"}}
    (tmp_path / "xacct-agreements.json").write_text(json.dumps(document))
    for name, value in {
        "HOME": str(tmp_path),
        "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
        "AWS_SECRET_ACCESS_KEY": "example",
        "AWS_MAX_ATTEMPTS": "1",
        "NO_PROXY": "127.0.0.1",
        "AWS_REGION": "eu-west-1",
        "COLUMNS": "200",
        "XDG_STATE_HOME": "",
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(botocore.session, "create_loader", lambda *_: LOADER)
    monkeypatch.chdir(tmp_path)
    return tmp_path


LOADER = botocore.loaders.Loader()
"""Reads AWS's models once, and not for each command again."""


@pytest.fixture
def ended(person: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> "Ended":
    """Runs commands as that person."""
    return Ended(person, monkeypatch, capsys)


@dataclass(frozen=True)
class Ended:
    """How a command ended."""

    person: Path
    environment: pytest.MonkeyPatch
    capsys: pytest.CaptureFixture[str]

    def run(self, command: Command, url: str, timeout: float = LONG) -> tuple[int, str, str]:
        """Exit code, standard output and standard error of a command whose AWS is there; nothing is ever secret."""
        self.environment.setenv("AWS_ENDPOINT_URL", url)
        name, *others = command.words
        start = time.monotonic()
        code = main([name, "--timeout", str(timeout), *others])
        took = time.monotonic() - start
        out, err = self.capsys.readouterr()
        kept = [each.read_text(errors="replace") for each in self.person.rglob("*") if each.is_file()]
        for secret in (SECRET, TOKEN):
            assert secret not in "".join((out, err, *kept))
        assert "fault of xacct" not in err
        assert took < timeout + 10
        return code, out, err


def of(commands: Mapping[str, Command], replies: Mapping[str, Reply]) -> list[object]:
    """Each command under each reply."""
    return [
        pytest.param(command, fault, id=f"{name}, {said}")
        for name, command in commands.items()
        for said, fault in replies.items()
    ]


@pytest.mark.parametrize(("command", "fault"), of(COMMANDS, {**PROMPT, **ENDLESS}))
def test_aws_does_not_say_who_asks(command: Command, fault: Reply, ended: Ended) -> None:
    """One line, and the documented exit code."""
    timeout = TIMEOUT if fault in ENDLESS.values() else LONG
    with serving({"": fault}) as server:
        code, out, err = ended.run(command, server.url, timeout)

    assert (code, out) == (command.unknown, "")
    assert re.fullmatch(r"xacct: [^\n]*\n", err), err


@pytest.mark.parametrize(("command", "fault"), of(COMMANDS, PROMPT))
def test_aws_says_who_asks_and_nothing_else(command: Command, fault: Reply, ended: Ended) -> None:
    """One line or a table that says so, and the documented exit code."""
    with serving({"GetCallerIdentity": identity(command.account), "": fault}) as server:
        code, out, err = ended.run(command, server.url)

    if err:
        assert re.fullmatch(r"xacct: [^\n]*\n", err), err
    assert command.shows in out, err
    assert code == command.known, err


@pytest.mark.parametrize(("command", "fault"), of(COMMANDS, ENDLESS))
def test_aws_says_who_asks_and_then_never_ends(command: Command, fault: Reply, ended: Ended) -> None:
    """One line that says how long was waited, and the exit code for no answer."""
    with serving({"GetCallerIdentity": identity(command.account), "": fault}) as server:
        code, _, err = ended.run(command, server.url, TIMEOUT)

    assert re.fullmatch(r"xacct: [^\n]*\n", err), err
    assert f"{TIMEOUT:g} s" in err
    assert code == command.unknown


ONE_KEY: Mapping[str, Reply] = {
    "GetCallerIdentity": identity(TRUSTED),
    "ListAccessKeys": result(
        "ListAccessKeys",
        "<AccessKeyMetadata><member><UserName>alice</UserName><AccessKeyId>AKIAIOSFODNN7EXAMPLE</AccessKeyId>"
        "<Status>Active</Status><CreateDate>2026-05-01T00:00:00Z</CreateDate></member></AccessKeyMetadata>"
        "<IsTruncated>false</IsTruncated>",
    ),
    "GetAccessKeyLastUsed": result(
        "GetAccessKeyLastUsed",
        "<AccessKeyLastUsed><Region>N/A</Region><ServiceName>N/A</ServiceName></AccessKeyLastUsed>",
    ),
}
"""What `rotate` asks before it asks for a second key."""
SURE = frozenset({"throttling"})
"""What is an answer of AWS's, and a no."""


@pytest.mark.parametrize(
    ("said", "fault"), [pytest.param(said, fault, id=said) for said, fault in {**PROMPT, **ENDLESS}.items()]
)
def test_a_key_is_asked_for_and_aws_does_not_say_whether_it_was_made(said: str, fault: Reply, ended: Ended) -> None:
    """One line that says so; it was asked once, however often one is to try, and stays noted for the next run."""
    ended.environment.setenv("AWS_MAX_ATTEMPTS", "3")
    ended.environment.setenv("AWS_SHARED_CREDENTIALS_FILE", str(ended.person / "credentials"))
    times: list[str] = []

    def once(connection: socket, over: threading.Event) -> None:
        times.append(said)
        fault(connection, over)

    timeout = 3.0 if fault in ENDLESS.values() else LONG
    with serving({**ONE_KEY, "": once}) as server:
        code, _, err = ended.run(COMMANDS["rotate"], server.url, timeout)

    assert (code, times) == (1, [said])
    assert re.fullmatch(r"xacct: [^\n]*\n", err), err
    assert ("whether a key was made is not known" in err) == (said not in SURE)
    assert bool(list(ended.person.rglob(f"rotate-{TRUSTED}-alice.json"))) == (said not in SURE)
