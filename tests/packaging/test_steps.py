"""What `make env` runs: each step says what it does, and Node comes only where the machine's is too old."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STEP = [sys.executable, str(ROOT / "tools" / "step.py")]


def test_a_step_that_succeeds_says_what_it_does_and_nothing_more() -> None:
    """What the command prints is of no use to anybody, as long as it works."""
    ran = subprocess.run([*STEP, "fetching it", "echo", "noise"], capture_output=True, text=True, check=True)

    assert (ran.stdout, ran.stderr.split()) == ("", ["fetching", "it"])


def test_a_step_that_fails_shows_what_was_printed_and_ends_as_it_did() -> None:
    """Both of its streams, and its status."""
    command = [sys.executable, "-c", "import sys; print('why'); print('more', file=sys.stderr); sys.exit(3)"]
    ran = subprocess.run([*STEP, "fetching it", *command], capture_output=True, text=True, check=False)

    assert ran.returncode == 3
    assert {"why", "more"} <= set(ran.stderr.split())
    assert "fetching it: " in ran.stderr


NODES = {
    "older than what is supported": ("20.20.2", True),
    "the oldest that is supported": ("22.11.0", False),
    "newer": ("26.1.0", False),
}


@pytest.mark.parametrize(("version", "comes"), NODES.values(), ids=NODES)
def test_node_comes_where_the_machine_s_is_too_old(version: str, comes: bool, tmp_path: Path) -> None:
    """Into the folder that is named, by npm, from the lock; a machine with a newer one keeps its own."""
    programs, folder = tmp_path / "bin", tmp_path / "node"
    _program(programs / "node", f'echo "{version}" | cut -d. -f1')
    _program(programs / "npm", 'echo "$@" >"$3/asked"; mkdir -p "$3/node_modules/node/bin"')
    path = os.pathsep.join([str(programs), os.environ["PATH"]])
    subprocess.run([ROOT / "tools" / "node", folder], cwd=ROOT, env={**os.environ, "PATH": path}, check=True)

    assert folder.exists() is comes
    if comes:
        assert (folder / "asked").read_text().startswith(f"ci --prefix {folder}")
        assert (folder / "package-lock.json").read_text() == (ROOT / "requirements/node/package-lock.json").read_text()
        assert (folder / "bin").resolve() == (folder / "node_modules" / "node" / "bin").resolve()


def _program(path: Path, text: str) -> None:
    path.parent.mkdir(exist_ok=True)
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
