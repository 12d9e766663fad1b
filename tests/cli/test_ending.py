"""How a command starts and ends, whatever it was given to write to."""

import argparse
import subprocess
import sys
from pathlib import Path

import pytest

from xacct_constructs.cli.ending import ended

XACCT = f"{sys.executable} -m xacct_constructs.cli"
CLOSED = [
    pytest.param("env nobody 2>&-", 2, id="standard error"),
    pytest.param("prove nowhere 2>&-", 2, id="standard error, a command that decides"),
    pytest.param("doctor nobody 2>&- 0<&-", 2, id="standard error and input"),
    pytest.param("env nobody 0<&- 1>&- 2>&-", 2, id="all three"),
]


def shell(line: str) -> subprocess.CompletedProcess[str]:
    """What a shell makes of `xacct` and this line."""
    return subprocess.run(["sh", "-c", f"{XACCT} {line}"], capture_output=True, text=True, check=False)


@pytest.mark.parametrize(("line", "code"), CLOSED)
def test_messages_go_to_standard_error_or_nowhere(line: str, code: int) -> None:
    """With standard error closed, standard output, which a shell evaluates, stays empty."""
    done = shell(line)

    assert (done.returncode, done.stdout, done.stderr) == (code, "", "")


OUTPUTS = [
    pytest.param(">&-", "Bad file descriptor", id="closed"),
    pytest.param(">/dev/full", "No space left on device", id="full"),
]


SHOWING = [
    "unset",
    "unset --shell json",
    "--help",
    "env --help",
    "prove {empty}",
    "diff {empty} {empty} --json",
    "demo",
]
"""Commands of every kind that need no AWS account."""


@pytest.mark.parametrize("command", SHOWING)
@pytest.mark.parametrize(("where", "why"), OUTPUTS)
def test_output_that_cannot_be_written_is_one_line(command: str, where: str, why: str, tmp_path: Path) -> None:
    """Exit code 1, and why."""
    (tmp_path / "manifest.json").write_text('{"artifacts": {}}')
    done = shell(f"{command.format(empty=tmp_path)} {where}")

    assert done.returncode == 1
    assert done.stderr == f"xacct: standard output cannot be written: {why}\n"


def test_a_fault_shows_its_place_and_nothing_that_it_holds(capsys: pytest.CaptureFixture[str]) -> None:
    """An exception that nobody foresaw: exit code 4 and one line, without its message, which may hold a key."""

    def faulty(_: argparse.Namespace) -> int:
        raise RuntimeError("invalid XML: <SecretAccessKey>hidden</SecretAccessKey>")

    assert ended(faulty, argparse.Namespace()) == 4
    said = capsys.readouterr().err
    assert "RuntimeError in faulty (test_ending.py, line" in said
    assert "hidden" not in said
    assert said.count("\n") == 1
