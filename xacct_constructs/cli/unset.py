"""`xacct unset`: takes back what `xacct env` set."""

import argparse

from xacct_constructs.cli.parser import Commands, command
from xacct_constructs.cli.say import put

_CODES = """\
  0    done
  1    standard output cannot be written
  2    wrong usage
"""


def add(commands: Commands) -> None:
    """Add the command."""
    from xacct_constructs.client.shells import SHELLS

    parser = command(
        commands,
        "unset",
        run,
        description='Print what removes the variables that xacct env sets, for example: eval "$(xacct unset)".',
        codes=_CODES,
    )
    parser.add_argument("--shell", choices=tuple(SHELLS), default="sh", help="whose words (default: sh)")


def run(arguments: argparse.Namespace) -> int:
    """Print the words."""
    from xacct_constructs.client.shells import SHELLS, VARIABLES

    return put(SHELLS[arguments.shell].unset(VARIABLES))
