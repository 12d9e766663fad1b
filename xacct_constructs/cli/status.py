"""`xacct status`: agreements with expiry, the role's last use, and the age of the users' keys."""

import argparse
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from xacct_constructs.cli.operating import add_sides, operating, sessions, width
from xacct_constructs.cli.say import Commands, print_json, show
from xacct_constructs.exits import AS_EXPECTED, NOT_AS_EXPECTED

if TYPE_CHECKING:
    from xacct_constructs.operations.status import Status

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

    now = datetime.now(UTC)
    agreements = [each.agreement for each in load_all(arguments.agreements)]
    try:
        sides = {side.account: side for side in (who_is(each, arguments.region) for each in sessions(arguments))}
    except NobodyError as problem:
        raise AssumeError(f"the credentials cannot be used: {problem}", problem.code) from None
    found = [read_status(each, sides.get(each.trusting_account), sides) for each in agreements]
    if arguments.json:
        print_json({"version": 1, "agreements": [_data(each, now) for each in found]})
    else:
        show(_text(found, now))
    limit = arguments.max_key_age
    keys = [key for each in found for key in each.keys if key.active]
    too_old = limit is not None and any(key.age_days(now) > limit for key in keys)
    return NOT_AS_EXPECTED if too_old else AS_EXPECTED


def _day(moment: datetime | str | None) -> str:
    return moment.strftime("%Y-%m-%d") if isinstance(moment, datetime) else moment or "never"


def _text(found: "list[Status]", now: datetime) -> str:
    from xacct_constructs.report.table import table

    rows = []
    for each in found:
        left, expiry = each.days_left(now), each.agreement.safeguards.expiry
        ends = "never" if left is None else f"{_day(expiry)} ({left} days)" if left >= 0 else f"{_day(expiry)} (ended)"
        keys = [
            f"{key.user_name} {key.key_id}: {key.age_days(now)} days{'' if key.active else ', inactive'},"
            f" used {_day(key.last_used)}"
            for key in each.keys
        ]
        unseen = [f"{about}: {why}" for about, why in each.unseen.items()]
        rows.append(
            (each.agreement.role_name, each.role, ends, _day(each.last_used), "\n".join([*keys, *unseen]) or "none")
        )
    if not rows:
        return "no agreements\n"
    return table(("agreement", "role", "expiry", "last used", "access keys"), rows, width=width()) + "\n"


def _data(status: "Status", now: datetime) -> dict[str, object]:
    expiry = status.agreement.safeguards.expiry
    used = status.last_used
    return {
        "agreement": status.agreement.role_name,
        "role_arn": status.agreement.role_arn,
        "role": status.role,
        "expiry": expiry.isoformat() if expiry else None,
        "days_left": status.days_left(now),
        "last_used": used.isoformat() if isinstance(used, datetime) else used,
        "access_keys": [
            {
                "user": key.user_name,
                "id": key.key_id,
                "active": key.active,
                "age_days": key.age_days(now),
                "last_used": key.last_used.isoformat() if key.last_used else None,
            }
            for key in status.keys
        ],
        "not_seen": dict(status.unseen),
    }
