"""What verify, doctor, revoke, status and rotate have in common: the agreement, the sides, and how they ask."""

import argparse
import shutil
import sys
from typing import TYPE_CHECKING, Any

from xacct_constructs.cli.say import Commands, Run, add_timeout, command, refuse, tell

if TYPE_CHECKING:
    from xacct_constructs.client.handoff import Handoff


def operating(commands: Commands, name: str, run: Run, *, help_: str, description: str, codes: str) -> Any:
    """A command's own parser, with the options that all of these share; see `say.command`."""

    def in_one_line(arguments: argparse.Namespace) -> int:
        from xacct_constructs.operations import calls

        with calls.in_one_line():
            return run(arguments)

    parser = command(commands, name, in_one_line, help_=help_, description=description, codes=codes)
    parser.add_argument(
        "--agreements",
        metavar="FILE",
        help="xacct-agreements.json, or its folder (default: XACCT_AGREEMENTS, else here, else cdk.out)",
    )
    parser.add_argument("--region", help="the bucket's region (default: the role's stack's)")
    add_timeout(parser)
    return parser


def add_name(parser: Any) -> None:
    """Add the agreement's name."""
    parser.add_argument("name", metavar="NAME", help="the role's name in the agreements, or its ARN")


def add_sides(parser: Any) -> None:
    """Add the two profiles."""
    parser.add_argument("--trusting-profile", metavar="PROFILE", help="credentials of the account that owns the role")
    parser.add_argument(
        "--trusted-profile",
        metavar="PROFILE",
        action="append",
        default=[],
        help="credentials of the account that is let in; once for each (default, without either option: those that"
        " the AWS CLI would use, for the account that they are of)",
    )


def handoff(arguments: argparse.Namespace) -> "Handoff":
    """The agreement that the arguments name.

    Raises:
        AssumeError: there is none.
    """
    from xacct_constructs.client.handoff import load

    return load(arguments.name, arguments.agreements)


def sessions(arguments: argparse.Namespace) -> list[Any]:
    """boto3 sessions of the profiles named; of none, the one that the AWS CLI would use."""
    from xacct_constructs.operations.calls import session_of

    named = [each for each in (arguments.trusting_profile, *arguments.trusted_profile) if each]
    return [session_of(each) for each in named or [None]]


def is_agreed(question: str, *, yes: bool) -> bool:
    """Whether the person agrees, asked on the terminal; without one, only `--yes` does."""
    if yes:
        return True
    if not sys.stdin.isatty():
        refuse("nobody is there to ask; pass --yes to go ahead")
        return False
    tell(f"{question} [y/N] ")
    return sys.stdin.readline().strip().lower() in ("y", "yes")


def width() -> int:
    """How wide a table may be."""
    return shutil.get_terminal_size((140, 24)).columns
