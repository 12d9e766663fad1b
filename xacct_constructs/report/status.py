"""What `xacct status` prints: a table, JSON."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from xacct_constructs.operations.status import Key, Status
from xacct_constructs.report.diagnosis import why_words
from xacct_constructs.report.table import table

_HEADINGS = ("agreement", "role", "expiry", "last used", "access keys")


def status_text(found: Sequence[Status], now: datetime, *, width: int) -> str:
    """Every agreement in a table.

    Args:
        found: The agreements as they stand.
        now: What the clock says, for what is left until they end and for the age of keys.
        width: Characters on a line.
    """
    if not found:
        return "no agreements\n"
    return table(_HEADINGS, [_cells(each, now) for each in found], width=width) + "\n"


def _cells(status: Status, now: datetime) -> tuple[str, ...]:
    keys = "\n".join([*_keys(status, now), *(f"{about}: {why_words(why)}" for about, why in status.unseen.items())])
    last_used = _day(status.last_used)
    return status.agreement.role_name, role_words(status), _ends(status, now), last_used, keys or "none"


def _keys(status: Status, now: datetime) -> Iterator[str]:
    for key in status.keys:
        inactive = "" if key.active else ", inactive"
        yield f"{key.user_name} {key.key_id}: {key.age_days(now)} days{inactive}, used {_day(key.last_used)}"


def _ends(status: Status, now: datetime) -> str:
    left = status.days_left(now)
    if left is None:
        return "never"
    return f"{_day(status.agreement.safeguards.expiry)} ({f'{left} days' if left >= 0 else 'ended'})"


def _day(moment: datetime | str | None) -> str:
    return moment.strftime("%Y-%m-%d") if isinstance(moment, datetime) else moment or "never"


def role_words(status: Status) -> str:
    """Whether the role is there, and what stands against it."""
    return ", ".join(status.role)


def status_data(found: Sequence[Status], now: datetime) -> dict[str, Any]:
    """The same as JSON values; the arguments are those of `status_text`."""
    return {"version": 1, "agreements": [_data(each, now) for each in found]}


def _data(status: Status, now: datetime) -> dict[str, Any]:
    expiry = status.agreement.safeguards.expiry
    used = status.last_used
    return {
        "agreement": status.agreement.role_name,
        "role_arn": status.agreement.role_arn,
        "role": role_words(status),
        "expiry": expiry.isoformat() if expiry else None,
        "days_left": status.days_left(now),
        "last_used": used.isoformat() if isinstance(used, datetime) else str(used),
        "access_keys": [_key_data(each, now) for each in status.keys],
        "not_seen": {about: why_words(why) for about, why in status.unseen.items()},
    }


def _key_data(key: Key, now: datetime) -> dict[str, Any]:
    return {
        "user": key.user_name,
        "id": key.key_id,
        "active": key.active,
        "age_days": key.age_days(now),
        "last_used": key.last_used.isoformat() if key.last_used else None,
    }
