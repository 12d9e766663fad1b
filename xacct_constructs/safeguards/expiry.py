"""Expiry: the moment after which nobody assumes the role and no running session reads.

The deny ends sessions that began before, and covers permissions attached to the role later. The two conditions
complement each other to the second. Source: IAM User Guide, "AWS: Allows access based on date and time".
"""

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

from xacct_constructs.finding import Finding, error
from xacct_constructs.safeguards.row import Row, Setting
from xacct_constructs.safeguards.safeguards import Safeguards
from xacct_constructs.texts import shown
from xacct_constructs.values import Conditions, StatementJSON


def _text(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _is_moment(value: object) -> bool:
    return isinstance(value, datetime) and value.utcoffset() is not None and 2000 <= value.year <= 9998


def _trust(safeguards: Safeguards) -> tuple[Conditions]:
    if safeguards.expiry is None:
        return ({},)
    return ({"DateLessThan": {"aws:CurrentTime": _text(safeguards.expiry)}},)


def _denies(safeguards: Safeguards) -> Sequence[StatementJSON]:
    if safeguards.expiry is None:
        return ()
    condition = {"DateGreaterThanEquals": {"aws:CurrentTime": _text(safeguards.expiry)}}
    return [{"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": condition}]


def _check(given: Setting) -> Iterator[Finding]:
    path, expiry, today = "safeguards.expiry", given.safeguards.expiry, given.today
    if today is not None and not _is_moment(today):
        message = f"must be a datetime with a time zone, got {shown(today)}"
        yield error("XA214", "today", message, "pass for example datetime.now(UTC)")
        today = None
    if expiry is None:
        return
    if not _is_moment(expiry) or expiry.microsecond:
        message = f"must be a datetime with a time zone, in whole seconds, from 2000 to 9998, got {shown(expiry)}"
        yield error("XA210", path, message, "pass for example datetime(2027, 1, 1, tzinfo=UTC)")
    elif today is not None and expiry <= today:
        message = f"must lie after today, got {_text(expiry)} on {_text(today)}"
        yield error("XA784", path, message, "remove the agreement, or move the expiry")


ROW = Row(check=_check, trust=_trust, denies=_denies)
