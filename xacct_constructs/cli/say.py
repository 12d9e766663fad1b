"""What every command says in the same way, and how it reaches the person: words made visible, results whole."""

import argparse
import contextlib
import json
import os
import sys
from collections.abc import Callable
from typing import Any

from xacct_constructs.texts import one_line, visible

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


def say(text: str) -> None:
    """One line on standard error, and nowhere else."""
    with contextlib.suppress(OSError, ValueError):
        print(f"xacct: {one_line(text)}", file=sys.stderr, flush=True)


def refuse(text: str) -> int:
    """Say on standard error why nothing can be decided; the exit code is 2."""
    say(text)
    return 2


def show(text: str) -> int:
    """Lines for a person on standard output, as `put` does: what would be obeyed is made visible."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    return put(visible(text).encode(encoding, "backslashreplace").decode(encoding))


def print_json(data: Any) -> int:
    """JSON as people and programs read it; everything outside of ASCII is written out."""
    return put(json.dumps(data, indent=2) + "\n")


def put(text: str) -> int:
    """Put all of a text on standard output as it is; the exit code of that is 0.

    Raises:
        AssumeError: Standard output does not take it: a full disk, a closed pipe.
    """
    from xacct_constructs.client.errors import REFUSED, AssumeError

    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except OSError as problem:
        # What is left in the buffer would be tried again at exit, and complained about in words of Python's.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise AssumeError(f"standard output cannot be written: {problem.strerror}", REFUSED) from None
    return 0
