"""Completion: what is kept is what shtab writes, and the shells that are here complete by it."""

import os
import pty
import select
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks import client
from tools.completions import script
from xacct_constructs.cli import main
from xacct_constructs.cli.completion import SHELLS, path

LINES = (
    ("xacct re", "revoke"),
    ("xacct revoke ", "reports-reader"),
    ("xacct env reports-reader --sh", "--shell"),
    ("xacct env --shell po", "powershell"),
)
"""What is typed, and what is offered for it."""


@pytest.mark.parametrize("shell", SHELLS)
def test_it_is_as_shtab_writes_it(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    """Else run: python -m tools.completions."""
    assert Path(path(shell)).read_text() == script(shell)
    assert main(["completion", shell]) == 0
    assert capsys.readouterr().out == script(shell)


def environment() -> dict[str, str]:
    """This process's, with `xacct` first on the path, and a terminal that can do little."""
    programs = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    return {**os.environ, "PATH": programs, "TERM": "dumb", "HOME": os.devnull}


def run(folder: Path, *command: str) -> list[str]:
    """What a shell prints, a line of output for each that is completed."""
    done = subprocess.run(
        command, cwd=folder, env=environment(), stdin=subprocess.DEVNULL, capture_output=True, text=True, check=True
    )
    return done.stdout.splitlines()


def in_bash(folder: Path) -> list[str]:
    """What bash offers, line by line."""
    program = (
        'eval "$(xacct completion bash)"\n'
        "offered() { COMP_WORDS=($1); [[ $1 == *' ' ]] && COMP_WORDS+=(''); COMP_CWORD=$((${#COMP_WORDS[@]} - 1))\n"
        '_shtab_xacct; echo "${COMPREPLY[*]}"; }\n'
        'for each; do offered "$each"; done'
    )
    return run(folder, "bash", "--norc", "-c", program, "bash", *(typed for typed, _ in LINES))


def in_fish(folder: Path) -> list[str]:
    """What fish offers, line by line."""
    program = "xacct completion fish | source; for each in $argv; string join ' ' -- (complete -C $each); end; true"
    return run(folder, "fish", "--no-config", "-c", program, *(typed for typed, _ in LINES))


def in_zsh(folder: Path) -> list[str]:
    """What zsh makes of each line and two tabs, at a terminal."""
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(folder)
        os.execvpe("zsh", ["zsh", "-f", "-i"], environment())  # noqa: S606 - a terminal of its own

    def said(typed: str, until: str) -> str:
        os.write(terminal, typed.encode())
        seen = ""
        while until not in seen and select.select([terminal], [], [], 60)[0]:
            seen += os.read(terminal, 4096).decode(errors="replace")
        return seen

    said('autoload -Uz compinit; compinit -u -D; eval "$(xacct completion zsh)"; print REA""DY\n', "READY")
    found = []
    for typed, offered in LINES:
        found.append(said(f"{typed}\t\t", offered))
        said('\x15print DO""NE\n', "DONE")
    os.close(terminal)
    os.waitpid(child, 0)
    return found


IN = {"bash": in_bash, "zsh": in_zsh, "fish": in_fish}


@pytest.mark.parametrize("shell", [each for each in SHELLS if shutil.which(each)])
def test_the_shell_completes(shell: str, tmp_path: Path) -> None:
    """Commands, agreements' names, options behind a name, and what they take."""
    client.person(tmp_path)

    for (typed, offered), found in zip(LINES, IN[shell](tmp_path), strict=True):
        assert offered in found, typed
