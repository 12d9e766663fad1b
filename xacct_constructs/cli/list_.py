"""`xacct list`: the agreements that are here, and the names that the other commands take."""

import argparse

from xacct_constructs.cli.parser import Commands, add_agreements, command
from xacct_constructs.cli.say import print_json, put, show, width

_CODES = """\
  0    shown
  2    wrong usage, or there is no file of agreements
"""


def add(commands: Commands) -> None:
    """Add the command."""
    parser = command(
        commands,
        "list",
        run,
        description="Show every agreement of the document: its name, who is let in, to what, on which safeguards, and"
        " until when.\nNeeds no credentials, and asks no AWS.",
        codes=_CODES,
    )
    add_agreements(parser)
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--names", action="store_true", help="print the names alone, one a line")
    form.add_argument("--json", action="store_true", help="print JSON")


def run(arguments: argparse.Namespace) -> int:
    """Print the agreements."""
    from xacct_constructs.client.handoff import load_all

    found = load_all(arguments.agreements)
    if arguments.names:
        return put("".join(f"{each.role_name}\n" for each in found))
    from xacct_constructs.report.listing import list_data, list_text

    return print_json(list_data(found)) if arguments.json else show(list_text(found, width=width()))
