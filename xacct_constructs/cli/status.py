"""`xacct status`: agreements with expiry, the role's last use, and the age of the users' keys."""

import argparse
from datetime import UTC, datetime

from xacct_constructs.cli.operating import add_place, operating, sessions
from xacct_constructs.cli.parser import Commands, days
from xacct_constructs.cli.say import print_json, show, width
from xacct_constructs.exits import AS_EXPECTED, NOT_AS_EXPECTED

_CODES = """\
  0    shown
  1    with --max-key-age: an active key is older
  2    wrong usage
  3    no credentials to begin with
"""


def add(commands: Commands) -> None:
    """Add the command."""
    parser = operating(
        commands,
        "status",
        run,
        description="Show every agreement of the document: when it ends, whether it is revoked, when its role was used"
        " last, and how old the\naccess keys of its users are. Nothing is changed.",
        codes=_CODES,
    )
    add_place(parser)
    parser.add_argument("--max-key-age", type=days, metavar="DAYS", help="exit 1 on an active key that is older")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(arguments: argparse.Namespace) -> int:
    """Look at every agreement and print the table."""
    from xacct_constructs.client.errors import AssumeError
    from xacct_constructs.client.handoff import load_all
    from xacct_constructs.operations.calls import NobodyError, who_is
    from xacct_constructs.operations.status import read_status
    from xacct_constructs.report.status import status_data, status_text

    now = datetime.now(UTC)
    given = load_all(arguments.agreements)
    agreements = [each.agreement for each in given]
    region = arguments.region or next((each.region for each in given if each.region), None)
    try:
        known = [who_is(each, arguments.region) for each in sessions(arguments, region)]
    except NobodyError as problem:
        raise AssumeError(f"the credentials cannot be used: {problem}", problem.code) from None
    sides = {each.account: each for each in known}
    found = [read_status(each, sides.get(each.trusting_account), sides) for each in agreements]
    if arguments.json:
        print_json(status_data(found, now))
    else:
        show(status_text(found, now, width=width()))
    limit = arguments.max_key_age
    keys = [key for each in found for key in each.keys if key.active]
    too_old = limit is not None and any(key.age_days(now) > limit for key in keys)
    return NOT_AS_EXPECTED if too_old else AS_EXPECTED
