"""`xacct completion`: what completes xacct's words in a shell, as it was written when this version was built."""

import argparse
import os

from xacct_constructs.cli.parser import Commands, command
from xacct_constructs.cli.say import put

SHELLS = ("bash", "zsh", "fish")
_FOLDER = os.path.join(os.path.dirname(__file__), "completions")
_CODES = """\
  0    printed
  1    standard output cannot be written
  2    wrong usage
"""


def add(commands: Commands) -> None:
    """Add the command."""
    parser = command(
        commands,
        "completion",
        run,
        description="Print what completes commands and options in a shell. In ~/.bashrc:\n"
        '  eval "$(xacct completion bash)"\n'
        "in ~/.zshrc, after compinit:\n"
        '  eval "$(xacct completion zsh)"\n'
        "for fish, once:\n"
        "  xacct completion fish > ~/.config/fish/completions/xacct.fish",
        codes=_CODES,
    )
    parser.add_argument("shell", choices=SHELLS, metavar="SHELL", help="bash, zsh or fish")


def run(arguments: argparse.Namespace) -> int:
    """Print the script."""
    with open(path(arguments.shell), encoding="utf-8") as file:
        return put(file.read())


def path(shell: str) -> str:
    """Where the script for a shell is."""
    return os.path.join(_FOLDER, f"xacct.{shell}")
