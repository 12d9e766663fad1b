"""`xacct doctor`: which yes is missing, and the line that mends it."""

import argparse
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from xacct_constructs.cli.operating import add_name, handoff, operating, sessions, width
from xacct_constructs.cli.parser import Commands
from xacct_constructs.cli.read import UnreadableError, add_organization, read, read_organization
from xacct_constructs.cli.say import print_json, refuse, show
from xacct_constructs.exits import AS_EXPECTED, NOT_AS_EXPECTED, UNDECIDED

if TYPE_CHECKING:
    from xacct_constructs.operations.diagnosis import Scene

_CODES = """\
  0    nothing is wrong in what could be seen: healthy, or it is named what could not be
  1    something is wrong: it is named, with the line that mends it, or who decides; or AWS did not answer
  2    nothing could be seen; or wrong usage
  3    no credentials to begin with
"""


def add(commands: Commands) -> None:
    """Add the command."""
    parser = operating(
        commands,
        "doctor",
        run,
        description="Look at both accounts, as far as the credentials go, and name what refuses the access. Nothing is"
        " changed: the lines that\nmend are printed for you to run.",
        codes=_CODES,
    )
    add_name(parser)
    parser.add_argument("--external-id", metavar="ID", help="the one that was refused (default: the agreement's)")
    parser.add_argument("--offline", action="store_true", help="from an assembly alone, through the proof")
    parser.add_argument("--assembly", default="cdk.out", metavar="FOLDER", help="for --offline (default: cdk.out)")
    add_organization(parser)
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(arguments: argparse.Namespace) -> int:
    """Examine one agreement and print what is wrong."""
    from xacct_constructs.operations.doctor import examine
    from xacct_constructs.report.examination import doctor_data, doctor_text

    try:
        found = examine(_scene(arguments))
    except UnreadableError as problem:
        return refuse(str(problem))
    if arguments.json:
        print_json(doctor_data(found))
    else:
        show(doctor_text(found, width=width()))
    return NOT_AS_EXPECTED if found.wrong else UNDECIDED if found.saw_nothing else AS_EXPECTED


def _scene(arguments: argparse.Namespace) -> "Scene":
    from xacct_constructs.operations.doctor import look, on_paper

    if arguments.offline:
        arguments.agreements = arguments.agreements or arguments.assembly
        organization = read_organization(arguments.organization)
        return on_paper(handoff(arguments).agreement, read(arguments.assembly), datetime.now(UTC), organization)
    if arguments.organization is not None:
        raise UnreadableError("--organization goes with --offline; an account that is asked refuses by itself")
    given = handoff(arguments)
    region = arguments.region or given.region
    return look(given.agreement, sessions(arguments, region), region=region, external_id=arguments.external_id)
