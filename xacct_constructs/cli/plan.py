"""`xacct plan`: which stack is deployed with which profile, and what of it is deployed already."""

import argparse
from contextlib import nullcontext

from xacct_constructs.cli.access import add_access
from xacct_constructs.cli.parser import Commands, add_asking, command
from xacct_constructs.cli.say import print_json, refuse, say, show, width
from xacct_constructs.exits import AS_EXPECTED

_CODES = """\
  0    shown, also where an account could not be asked: it is named
  2    wrong usage, or something in the file is wrong: all of it is said
"""


def add(commands: Commands) -> None:
    """Add the command."""
    parser = command(
        commands,
        "plan",
        run,
        description="Show the stacks of an access file, which profile deploys each, and, where there are credentials,"
        " what of it is\ndeployed. Nothing is changed: the lines that deploy are printed for whoever owns the"
        " accounts.",
        codes=_CODES,
    )
    add_access(parser)
    parser.add_argument("--offline", action="store_true", help="ask no AWS")
    add_asking(parser)
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(arguments: argparse.Namespace) -> int:
    """Lay out the stacks, look what of them is deployed, and print it."""
    from xacct_constructs.access_files import read_access
    from xacct_constructs.account_stacks import account_stacks
    from xacct_constructs.finding import AgreementError, require_no_errors
    from xacct_constructs.operations.calls import in_one_line
    from xacct_constructs.operations.plan import read_plan
    from xacct_constructs.report.plan import plan_data, plan_text

    try:
        file = read_access(*arguments.file)
        found = account_stacks(file, accounts=arguments.accounts)
        warnings = require_no_errors(found.findings)
    except AgreementError as wrong:
        return refuse(*map(str, wrong.findings))
    for warning in warnings:
        say(str(warning))
    with nullcontext() if arguments.offline else in_one_line():
        plan = read_plan(file.accounts, found.stacks, offline=arguments.offline)
    if arguments.json:
        print_json(plan_data(plan, arguments.output))
    else:
        show(plan_text(plan, arguments.output, width=width()))
    return AS_EXPECTED
