"""`python -m tools.completions` writes what completes xacct's words in bash, zsh and fish, from the commands' parsers.

Written by shtab, and kept in the package, so that nothing is worked out when a shell starts. A test compares.
"""

import argparse
from pathlib import Path
from typing import Any

import shtab

from xacct_constructs.cli.completion import SHELLS, path
from xacct_constructs.cli.parser import root
from xacct_constructs.cli.table import COMMANDS

_NAMES = shtab.cmd("xacct list --names 2>/dev/null")
_FOLDERS = ("FOLDER", "OLD", "NEW", "assembly")
_COMPLETE = {"FILE": shtab.FILE, "NAME": _NAMES, **dict.fromkeys(_FOLDERS, shtab.DIRECTORY)}
"""What an argument is completed with, by what its help calls it; an option's NAME is no agreement's."""


def script(shell: str) -> str:
    """What completes xacct's words in one shell."""
    parser, commands = root(list(COMMANDS))
    for name, each in commands.items():
        each.description = COMMANDS[name][1]
        for action in each._actions:
            _complete(action)
    return f"{shtab.complete(parser, shell).rstrip()}\n"


def _complete(action: argparse.Action) -> None:
    found: Any = action
    name = str(action.metavar or action.dest)
    if name in _COMPLETE and not (name == "NAME" and action.option_strings):
        found.complete = _COMPLETE[name]


def main() -> None:
    """Write each."""
    for shell in SHELLS:
        Path(path(shell)).write_text(script(shell), encoding="utf-8")


if __name__ == "__main__":
    main()
