"""`xacct demo`: the app at work, in two accounts of a local AWS."""

import argparse
import os
import signal
import sys

from xacct_constructs.cli.parser import Commands, command
from xacct_constructs.cli.say import refuse, tell
from xacct_constructs.exits import AS_EXPECTED, NOT_AS_EXPECTED, REFUSED
from xacct_constructs.texts import visible

_CODES = """\
  0    all as expected
  1    something was not
  2    wrong usage, or something must be set up first
  4    a fault of xacct's own: one line says where
  130  ended by Ctrl-C
"""


def add(commands: Commands) -> None:
    """Add the command."""
    command(
        commands,
        "demo",
        run,
        description="Start a local AWS on this machine, deploy app.py into two of its accounts, let a user of the one"
        " read the other's\nbucket through the role, and see everybody else refused. Runs from a checkout, after"
        " `make env`; reads no AWS profile\nand reaches no real account.",
        codes=_CODES,
    )


def run(_: argparse.Namespace) -> int:
    """Run it from beginning to end."""
    from xacct_constructs.local.errors import LocalAwsError, SetupError
    from xacct_constructs.local.processes import stopping_in_order

    try:
        with stopping_in_order(_say_stopped):
            from xacct_constructs.local.demo import demo

            return AS_EXPECTED if demo() else NOT_AS_EXPECTED
    except ModuleNotFoundError as error:
        return refuse(f"{error.name} is not installed; run: make env")
    except SetupError as error:
        return refuse(str(error))
    except LocalAwsError as error:
        # What the CDK CLI printed stands in it, line by line.
        tell(f"xacct: {visible(str(error))}\n")
        return REFUSED


def _say_stopped(number: int) -> None:
    # Not print: the signal may have come in the middle of one.
    os.write(sys.stderr.fileno(), f"xacct: {signal.Signals(number).name}; all stopped and removed\n".encode())
