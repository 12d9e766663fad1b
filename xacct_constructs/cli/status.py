"""`xacct status`: agreements with expiry, the role's last use, and the age of the users' keys."""

import argparse
from datetime import UTC, datetime

from xacct_constructs.cli.operating import add_sides, operating, sessions, width
from xacct_constructs.cli.say import Commands, print_json, show
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
        help_="show the agreements with expiry, last use, and the age of keys",
        description="Show every agreement of the document: when it ends, whether it is revoked, when its role was used"
        " last, and how old the\naccess keys of its users are. Nothing is changed.",
        codes=_CODES,
    )
    add_sides(parser)
    parser.add_argument("--max-key-age", type=int, metavar="DAYS", help="exit 1 on an active key that is older")
    parser.add_argument("--json", action="store_true", help="print JSON")


def run(arguments: argparse.Namespace) -> int:
    """Look at every agreement and print the table."""
    from xacct_constructs.client.errors import AssumeError
    from xacct_constructs.client.handoff import load_all
    from xacct_constructs.operations.calls import NobodyError, who_is
    from xacct_constructs.operations.status import read_status
    from xacct_constructs.report.status import status_data, status_text

    now = datetime.now(UTC)
    agreements = [each.agreement for each in load_all(arguments.agreements)]
    try:
        sides = {side.account: side for side in (who_is(each, arguments.region) for each in sessions(arguments))}
    except NobodyError as problem:
        raise AssumeError(f"the credentials cannot be used: {problem}", problem.code) from None
    found = [read_status(each, sides.get(each.trusting_account), sides) for each in agreements]
    if arguments.json:
        print_json(status_data(found, now))
    else:
        show(status_text(found, now, width=width()))
    limit = arguments.max_key_age
    keys = [key for each in found for key in each.keys if key.active]
    too_old = limit is not None and any(key.age_days(now) > limit for key in keys)
    return NOT_AS_EXPECTED if too_old else AS_EXPECTED
