"""`xacct doctor`: which yes is missing, and the line that mends it."""

import argparse
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from xacct_constructs.cli.inputs import add_agreed, add_inputs, read_inputs
from xacct_constructs.cli.operating import REGION, add_name, handoff, operating, sessions
from xacct_constructs.cli.parser import Commands
from xacct_constructs.cli.read import UnreadableError, add_organization, read_organization
from xacct_constructs.cli.say import print_json, refuse, show, width
from xacct_constructs.exits import AS_EXPECTED, NOT_AS_EXPECTED, UNDECIDED

if TYPE_CHECKING:
    from xacct_constructs.agreement import Agreement
    from xacct_constructs.assembly import Assembly
    from xacct_constructs.operations.diagnosis import Scene

_CODES = """\
  0    nothing is wrong in what could be seen: healthy, or it is named what could not be
  1    something is wrong: it is named, with the line that mends it, or who decides; or AWS did not answer
  2    nothing could be seen; or wrong usage
  3    no credentials to begin with
"""


_OFFLINE = ("assembly", "template", "account", "stack_name", "parameters", "parameters_file", "organization")


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
    parser.add_argument("--offline", action="store_true", help="from templates alone, through the proof")
    parser.add_argument(
        "--assembly",
        action="append",
        default=[],
        metavar="FOLDER",
        help="for --offline; once for each of several owners (default: cdk.out)",
    )
    add_inputs(parser, region=f"{REGION}; with --offline ")
    add_agreed(
        parser, "the file or folder of agreements (default: XACCT_AGREEMENTS, else here, else cdk.out); with --offline "
    )
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
        assembly, organization = read_inputs(arguments, arguments.assembly), read_organization(arguments.organization)
        return on_paper(_agreement(arguments.name, assembly), assembly, datetime.now(UTC), organization)
    _require_offline(arguments)
    given = handoff(arguments)
    region = arguments.region[0] if arguments.region else given.region
    return look(given.agreement, sessions(arguments, region), region=region, external_id=arguments.external_id)


def _agreement(name: str, assembly: "Assembly") -> "Agreement":
    """The agreement of this name that rides in what was read.

    Raises:
        UnreadableError: None rides in it.
        AssumeError: None of them has the name.
    """
    from xacct_constructs.agreement.serialize import from_json
    from xacct_constructs.client.handoff import chosen

    every = {each.role_arn: each for each in map(from_json, assembly.agreements)}
    if not every:
        raise UnreadableError("no agreement rides in what is read; pass --agreements FILE")
    return chosen(name, list(every.values()), "what is read")


def _require_offline(arguments: argparse.Namespace) -> None:
    """See that nothing is passed that only templates have.

    Raises:
        UnreadableError: Something is, and it is named.
    """
    for name in _OFFLINE:
        if getattr(arguments, name):
            option = f"--{name.replace('_', '-')}"
            raise UnreadableError(f"{option} goes with --offline; an account that is asked says by itself what it is")
    if len(arguments.region) > 1:
        raise UnreadableError("--region stands once, but with --offline")
