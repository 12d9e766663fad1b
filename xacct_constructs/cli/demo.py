"""`xacct demo`: the app at work, in two accounts of a local AWS."""

import argparse
import os
import signal
import sys

from xacct_constructs.cli.parser import Commands, command
from xacct_constructs.cli.say import put, refuse, tell
from xacct_constructs.exits import AS_EXPECTED, NOT_AS_EXPECTED, REFUSED
from xacct_constructs.texts import visible

_CODES = """\
  0    all as expected; with --keep, it stays up; with --stop, it has ended
  1    something was not
  2    wrong usage, or something must be set up first
  4    a fault of xacct's own: one line says where
  130  ended by Ctrl-C
"""


def add(commands: Commands) -> None:
    """Add the command."""
    parser = command(
        commands,
        "demo",
        run,
        description="Start a local AWS on this machine, deploy app.py into two of its accounts, let a user of the one"
        " read the other's\nbucket through the role, and see everybody else refused. Runs from a checkout, after"
        " `make env`; reads no AWS profile\nand reaches no real account.",
        codes=_CODES,
    )
    either = parser.add_mutually_exclusive_group()
    either.add_argument(
        "--keep",
        action="store_true",
        help="deploy, and leave the accounts up for your shell: a sandbox in .xacct-sandbox that ends with the folder",
    )
    either.add_argument("--stop", action="store_true", help="end the sandbox of this shell, else of this folder")


def run(arguments: argparse.Namespace) -> int:
    """Run it from beginning to end, or up to where it is kept; or end what was kept."""
    from xacct_constructs.local.checkout import find_checkout
    from xacct_constructs.local.errors import LocalAwsError, SetupError
    from xacct_constructs.local.processes import stopping_in_order

    try:
        if not arguments.stop:
            find_checkout()  # before anything is loaded that only a checkout's environment has
        with stopping_in_order(_say_stopped):
            return _keep_or_stop(arguments) if arguments.keep or arguments.stop else _demo()
    except ModuleNotFoundError as error:
        return refuse(f"{error.name} is not installed; run: make env")
    except SetupError as error:
        return refuse(str(error))
    except LocalAwsError as error:
        # What the CDK CLI printed stands in it, line by line.
        tell(f"xacct: {visible(str(error))}\n")
        return REFUSED


def _demo() -> int:
    from xacct_constructs.local.demo import demo

    return AS_EXPECTED if demo() else NOT_AS_EXPECTED


def _keep_or_stop(arguments: argparse.Namespace) -> int:
    from xacct_constructs.local import sandbox

    folder = sandbox.place()
    if arguments.keep:
        from xacct_constructs.local.keeping import keep

        keep(folder)
        return AS_EXPECTED
    sandbox.stop(folder)
    return put(f"the sandbox has ended, and {folder} is removed; a shell that is in it still: leave_sandbox\n")


def _say_stopped(number: int) -> None:
    # Not print: the signal may have come in the middle of one.
    os.write(sys.stderr.fileno(), f"xacct: {signal.Signals(number).name}; all stopped and removed\n".encode())
