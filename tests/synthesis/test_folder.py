"""An assembly takes an older one's place only when it is whole, and nothing else's place at all."""

import os
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from xacct_constructs.cli import main
from xacct_constructs.synthesis import FolderError, write_folder

CDK = Path(__file__).resolve().parents[2] / "node_modules" / ".bin" / "cdk"
OLD = {"cdk.out": "{}", "a.template.json": "old"}
FILE = """\
accounts:
  production: {id: "111111111111", region: eu-west-1}
  staging: {id: "222222222222", region: eu-west-1}
agreements:
  - role_name: reports-reader
    trusting_account: production
    trusted_principals: [{type: TrustedUser, account: staging, name: alice}]
    permissions: [{type: S3Read, bucket: acme-reports}]
"""
NEW = {"cdk.out": "{}", "b.template.json": "new é"}


def content(folder: Path) -> dict[str, str]:
    """What lies in the folder."""
    return {each.name: each.read_text(encoding="utf-8") for each in folder.iterdir()}


@pytest.mark.parametrize("before", ["missing", "deep", "empty", "assembly"])
def test_written(before: str, tmp_path: Path) -> None:
    """Where nothing is, or an older assembly, of which nothing stays; and nothing is left beside it."""
    folder = tmp_path / ("a/b/cdk.out" if before == "deep" else "cdk.out")
    if before == "empty":
        folder.mkdir()
    elif before == "assembly":
        write_folder(folder, OLD)
    write_folder(folder, NEW)
    assert content(folder) == NEW
    assert list(folder.parent.iterdir()) == [folder]
    assert stat.S_IMODE(folder.stat().st_mode) == stat.S_IMODE(folder.parent.stat().st_mode) | 0o55


@pytest.mark.parametrize("other", ["folder", "file", "link", "dangling"])
def test_left_alone(other: str, tmp_path: Path) -> None:
    """A folder that is no assembly, a file, a link to an assembly: refused, and as they were."""
    folder, aside = tmp_path / "cdk.out", tmp_path / "aside"
    if other == "folder":
        folder.mkdir()
        (folder / "thesis.txt").write_text("years of work")
    elif other == "file":
        folder.write_text("years of work")
    else:
        if other == "link":
            write_folder(aside, OLD)
        folder.symlink_to(aside)
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(FolderError, match=r"cdk\.out is no"):
        write_folder(folder, NEW)
    assert sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize("at", ["writing", "renaming"])
def test_a_failure_leaves_the_old_one(at: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whole, and in its place."""
    folder = tmp_path / "cdk.out"
    write_folder(folder, OLD)
    rename = Path.rename

    def full(*_: object, **__: object) -> None:
        raise OSError(28, "No space left on device")

    def second(self: Path, target: Path) -> Path:
        if target == folder and self.name.startswith(".") and not self.name.endswith(".old"):
            full()
        return rename(self, target)

    if at == "writing":
        monkeypatch.setattr(Path, "write_text", full)
    else:
        monkeypatch.setattr(Path, "rename", second)
    with pytest.raises(FolderError, match="No space left on device"):
        write_folder(folder, NEW)
    monkeypatch.undo()
    assert content(folder) == OLD
    assert list(tmp_path.iterdir()) == [folder]


@pytest.fixture
def ended() -> int:
    """The number of a process that runs no more."""
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


@pytest.fixture
def running() -> Iterator[int]:
    """The number of a process that runs."""
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as process:
        yield process.pid


@pytest.mark.parametrize("name", ["read.{}.1.lock", "synth.lock"])
def test_left_to_the_cli_that_uses_it(name: str, running: int, tmp_path: Path) -> None:
    """Whole, for whoever deploys or synthesizes in the meantime; the process is named."""
    folder = tmp_path / "cdk.out"
    write_folder(folder, OLD)
    (folder / name.format(running)).write_text(str(running))
    before = content(folder)
    with pytest.raises(FolderError, match=rf"in use by the CDK's CLI \(process {running}\)"):
        write_folder(folder, NEW)
    assert content(folder) == before
    assert list(tmp_path.iterdir()) == [folder]


@pytest.mark.parametrize("name", ["read.{}.1.lock", "synth.lock"])
@pytest.mark.parametrize("whose", ["ended", "own", "beyond"])
def test_left_behind_by_a_process_that_ended(name: str, whose: str, ended: int, tmp_path: Path) -> None:
    """Killed, or of a container before this one: it stands in nobody's way."""
    process = {"ended": ended, "own": os.getpid(), "beyond": 10**19}[whose]
    folder = tmp_path / "cdk.out"
    write_folder(folder, OLD)
    (folder / name.format(process)).write_text(str(process))
    write_folder(folder, NEW)
    assert content(folder) == NEW


def test_begun_while_it_was_written(running: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The last look is right before the folder changes."""
    folder = tmp_path / "cdk.out"
    write_folder(folder, OLD)
    write = Path.write_text

    def meanwhile(self: Path, text: str, **said: str) -> int:
        write(folder / f"read.{running}.1.lock", str(running))
        return write(self, text, **said)

    monkeypatch.setattr(Path, "write_text", meanwhile)
    with pytest.raises(FolderError, match="in use"):
        write_folder(folder, NEW)
    assert content(folder).keys() == {*OLD, f"read.{running}.1.lock"}


class Slow(BaseHTTPRequestHandler):
    """An AWS that knows who calls, and answers nothing else before the test ends."""

    ended = threading.Event()

    def do_POST(self) -> None:
        """Answer, or never."""
        asked = self.rfile.read(int(self.headers["Content-Length"]))
        if b"GetCallerIdentity" not in asked:
            self.ended.wait()
            return
        who = "<Arn>arn:aws:iam::111111111111:user/any</Arn><UserId>AIDA</UserId><Account>111111111111</Account>"
        answer = f"<GetCallerIdentityResponse><GetCallerIdentityResult>{who}</GetCallerIdentityResult>"
        answer += "</GetCallerIdentityResponse>"
        self.send_response(200)
        self.end_headers()
        self.wfile.write(answer.encode())

    def log_message(self, *_: Any) -> None:
        """Nothing is said."""


@pytest.fixture
def slow() -> Iterator[str]:
    """Where it is found."""
    with ThreadingHTTPServer(("127.0.0.1", 0), Slow) as server:
        threading.Thread(target=server.serve_forever).start()
        yield f"http://127.0.0.1:{server.server_port}"
        Slow.ended.set()
        server.shutdown()


def test_the_real_cli(
    slow: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`cdk diff` that waits for AWS; where it is killed, its folder is free again."""
    monkeypatch.chdir(tmp_path)
    Path("access.yaml").write_text(FILE)
    assert main(["synth", "access.yaml"]) == 0
    given = {"AWS_ACCESS_KEY_ID": "none", "AWS_SECRET_ACCESS_KEY": "none", "AWS_ENDPOINT_URL": slow}
    given["CDK_HOME"] = str(tmp_path / "home")
    program = [str(CDK), "diff", "--app", "cdk.out", "Access-production", "--no-notices"]
    with subprocess.Popen(program, env=os.environ | given, stderr=subprocess.DEVNULL) as process:
        try:
            while process.poll() is None and not list(Path("cdk.out").glob("read.*.lock")):
                time.sleep(0.05)
            assert process.poll() is None
            assert main(["synth", "access.yaml"]) == 2
        finally:
            process.kill()
    assert f"cdk.out is in use by the CDK's CLI (process {process.pid})" in capsys.readouterr().err
    assert main(["synth", "access.yaml"]) == 0
    assert not list(Path("cdk.out").glob("*.lock"))
