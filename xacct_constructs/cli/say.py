"""What every command says in the same way, and how it reaches the person: words made visible, results whole."""

import argparse
import json
import sys
from collections.abc import Callable
from typing import Any, NoReturn

from xacct_constructs.exits import AS_EXPECTED, USAGE
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
    parser.set_defaults(run=run, parser=parser)
    return parser


class Parser(argparse.ArgumentParser):
    """Says in one line what is wrong with the arguments, and shows its help whole or says why not."""

    usage_code = USAGE

    def error(self, message: str) -> NoReturn:
        """End the program."""
        say(f"{message}; see: {self.prog} --help")
        raise SystemExit(self.usage_code)

    def print_help(self, file: Any = None) -> None:
        """Print it; argparse would not notice that it cannot be written."""
        from xacct_constructs.client.errors import AssumeError

        try:
            put(self.format_help())
        except AssumeError as problem:
            say(str(problem))
            raise SystemExit(problem.code) from None


def say(text: str) -> None:
    """One line on standard error, and nowhere else."""
    tell(f"xacct: {one_line(text)}\n")


def tell(text: str) -> None:
    """Words for a person on standard error; where that cannot be written, nothing."""
    try:
        print(text, end="", file=sys.stderr, flush=True)
    except (OSError, ValueError):
        from xacct_constructs.client.output import drop

        drop(sys.stderr)


def refuse(text: str) -> int:
    """Say on standard error why nothing is done; the exit code is that of wrong usage."""
    say(text)
    return USAGE


def show(text: str) -> int:
    """Lines for a person on standard output, as `put` does: what would be obeyed is made visible."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    return put(visible(text).encode(encoding, "backslashreplace").decode(encoding))


def print_json(data: Any) -> int:
    """JSON as people and programs read it; everything outside of ASCII is written out."""
    return put(json.dumps(data, indent=2) + "\n")


def put(text: str) -> int:
    """Put all of a text on standard output as it is; the exit code is that of what is done.

    Raises:
        AssumeError: Standard output does not take it: a full disk, a closed pipe.
    """
    from xacct_constructs.client.output import unwritable

    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except OSError as problem:
        raise unwritable(problem) from None
    return AS_EXPECTED


def add_timeout(parser: Any) -> None:
    """Add the option that bounds how long AWS is waited for."""
    from xacct_constructs.client.deadline import SECONDS

    parser.add_argument(
        "--timeout",
        type=seconds,
        default=SECONDS,
        metavar="SECONDS",
        help=f"how long AWS is waited for, all calls together (default: {SECONDS:g})",
    )


def seconds(text: str) -> float:
    """A time that has an end, for an option."""
    try:
        found = float(text)
    except ValueError:
        found = 0.0
    if not 0 < found < float("inf"):
        raise argparse.ArgumentTypeError(f"must be a number of seconds above 0, got {text!r}")
    return found
