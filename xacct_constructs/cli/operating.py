"""What verify, doctor, revoke, status and rotate have in common: the agreement, the sides, and how they ask."""

import argparse
import sys
from typing import TYPE_CHECKING, Any

from xacct_constructs.cli.parser import Commands, Run, add_agreements, add_asking, command
from xacct_constructs.cli.profiles import add_profiles, every
from xacct_constructs.cli.say import refuse, tell

if TYPE_CHECKING:
    from xacct_constructs.client.handoff import Handoff


def operating(commands: Commands, name: str, run: Run, *, description: str, codes: str) -> Any:
    """A command's own parser, with who asks and how long it waits; see `parser.command`."""

    def in_one_line(arguments: argparse.Namespace) -> int:
        from xacct_constructs.operations import calls

        with calls.in_one_line():
            return run(arguments)

    parser = command(commands, name, in_one_line, description=description, codes=codes)
    add_profiles(parser)
    add_asking(parser)
    return parser


REGION = "the bucket's region (default: the role's stack's)"


def add_place(parser: Any) -> None:
    """Add the options that say where the agreement is looked up, and where its resources are."""
    add_agreements(parser)
    parser.add_argument("--region", help=REGION)


def add_name(parser: Any) -> None:
    """Add the agreement's name."""
    parser.add_argument("name", metavar="NAME", help="the role's name in the agreements, or its ARN")


def handoff(arguments: argparse.Namespace) -> "Handoff":
    """The agreement that the arguments name.

    Raises:
        AssumeError: there is none.
    """
    from xacct_constructs.client.handoff import load

    return load(arguments.name, arguments.agreements)


def sessions(arguments: argparse.Namespace, region: str | None) -> list[Any]:
    """boto3 sessions of the profiles named; of none, the one that the AWS CLI would use.

    Args:
        arguments: Those of the command.
        region: Of the agreement, for a profile that has none.
    """
    from xacct_constructs.operations.calls import session_of

    return [session_of(each, region) for each in every(arguments)]


def is_agreed(question: str, *, yes: bool) -> bool:
    """Whether the person agrees, asked on the terminal; without one, only `--yes` does."""
    if yes:
        return True
    if not sys.stdin.isatty():
        refuse("nobody is there to ask; pass --yes to go ahead")
        return False
    tell(f"{question} [y/N] ")
    return sys.stdin.readline().strip().lower() in ("y", "yes")
