"""`xacct diff`: what access changes between two assemblies."""

import argparse

from xacct_constructs.cli.read import UnreadableError, add_organization, read, read_organization
from xacct_constructs.cli.say import Commands, command, print_json, refuse, show
from xacct_constructs.exits import AS_EXPECTED, NOT_AS_EXPECTED, UNDECIDED

_CODES = """\
  0    compared; nothing that --fail-on names has changed
  1    something that --fail-on names has changed
  2    cannot decide: with --fail-on, a change could not be told; or wrong usage, or not a cloud assembly
"""
_FAIL_ON = ("gained", "lost", "any")


def add(commands: Commands) -> None:
    """Add the command."""
    parser = command(
        commands,
        "diff",
        run,
        help_="show what access is gained and lost between two assemblies",
        description="Compare two cloud assemblies: access gained and lost, each shown by a request, agreements that"
        " change, and replacements\nthat a fixed name will make fail.",
        codes=_CODES,
    )
    parser.add_argument("old", help="the folder of the assembly that is deployed, or was")
    parser.add_argument("new", help="the folder of the assembly that comes")
    parser.add_argument(
        "--fail-on",
        choices=_FAIL_ON,
        help="exit 1 on access gained, on access lost, or on any change, agreements and replacements included"
        " (default: on nothing)",
    )
    add_organization(parser)
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(arguments: argparse.Namespace) -> int:
    """Compare two assemblies and print the changes."""
    from xacct_constructs.proof import compare
    from xacct_constructs.report.difference import difference_data, difference_text

    try:
        organization = read_organization(arguments.organization)
        found = compare(read(arguments.old), read(arguments.new), organization=organization)
    except UnreadableError as problem:
        return refuse(str(problem))
    if arguments.json:
        print_json(difference_data(found))
    else:
        show(difference_text(found))
    changes = {
        "gained": bool(found.gained),
        "lost": bool(found.lost),
        "any": bool(found.gained or found.lost or found.agreements or found.replacements),
    }
    if arguments.fail_on is None:
        return AS_EXPECTED
    return NOT_AS_EXPECTED if changes[arguments.fail_on] else UNDECIDED if found.undecided else AS_EXPECTED
