"""What every command says in the same way."""

import argparse
import json
import sys
from collections.abc import Callable
from typing import Any

Run = Callable[[argparse.Namespace], int]
Commands = Any
"""What `add_subparsers` returns; argparse gives it no public name."""


def command(commands: Commands, name: str, run: Run, *, help_: str, description: str, codes: str) -> Any:
    """A command's own parser.

    Args:
        commands: What the commands are added to.
        name: What the command is called.
        run: Its function: arguments in, exit code out.
        help_: One line, in the list of commands.
        description: What it does.
        codes: Its exit codes, one a line.
    """
    parser = commands.add_parser(
        name,
        help=help_,
        description=description,
        epilog=f"exit codes:\n{codes}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.set_defaults(run=run)
    return parser


def refuse(text: str) -> int:
    """Say on standard error why nothing can be decided; the exit code is 2."""
    print(f"xacct: {text}", file=sys.stderr)
    return 2


def print_json(data: Any) -> None:
    """JSON as people and programs read it."""
    print(json.dumps(data, indent=2))
