"""Arguments in, exit code out; each command imports what it needs when it runs."""

import argparse
import os
import signal
import sys
from collections.abc import Sequence

from xacct_constructs.cli import (
    config,
    console,
    credential_process,
    diff,
    doctor,
    env,
    exec_,
    explain,
    prove,
    revoke,
    rotate,
    status,
    unset,
    verify,
)
from xacct_constructs.cli.ending import complete_streams, ended
from xacct_constructs.cli.say import Parser, say, tell
from xacct_constructs.exits import AS_EXPECTED, NOT_AS_EXPECTED, REFUSED, USAGE
from xacct_constructs.texts import visible

_EXIT_CODES = """\
exit codes:
  0    all as expected
  1    something was not
  2    wrong usage, or something must be set up first
  4    a fault of xacct's own: one line says where
  130  ended by Ctrl-C
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run `xacct`.

    Args:
        arguments: what follows the program's name; left out, the process's own.

    Returns:
        The exit code.
    """
    parser = Parser(
        prog="xacct",
        description="Cross-account access on AWS: both halves from one statement.",
        epilog=_EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    demo = commands.add_parser(
        "demo",
        help="deploy app.py into two accounts of a local AWS, and see who gets in",
        description="Start a local AWS on this machine, deploy app.py into two of its accounts, let a user of the one"
        " read the other's bucket through the role, and see everybody else refused. Runs from a checkout, after"
        " `make env`; reads no AWS profile and reaches no real account.",
        epilog=_EXIT_CODES,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    demo.set_defaults(run=_demo, parser=demo)
    assuming = (env, unset, exec_, credential_process, config, console)
    for each in (prove, explain, diff, *assuming, verify, doctor, revoke, status, rotate):
        each.add(commands)
    complete_streams()
    given, unknown = parser.parse_known_args(arguments)
    if unknown:
        given.parser.error(f"unrecognized arguments: {' '.join(unknown)}")
    return ended(given.run, given)


def _demo(_: argparse.Namespace) -> int:
    from xacct_constructs.local.errors import LocalAwsError, SetupError
    from xacct_constructs.local.processes import stopping_in_order

    try:
        with stopping_in_order(_say_stopped):
            from xacct_constructs.local.demo import demo

            return AS_EXPECTED if demo() else NOT_AS_EXPECTED
    except ModuleNotFoundError as error:
        return _say(f"{error.name} is not installed; run: make env", USAGE)
    except SetupError as error:
        return _say(str(error), USAGE)
    except LocalAwsError as error:
        # What the CDK CLI printed stands in it, line by line.
        tell(f"xacct: {visible(str(error))}\n")
        return REFUSED


def _say_stopped(number: int) -> None:
    # Not print: the signal may have come in the middle of one.
    os.write(sys.stderr.fileno(), f"xacct: {signal.Signals(number).name}; all stopped and removed\n".encode())


def _say(text: str, code: int) -> int:
    say(text)
    return code
