"""Maximum session duration: a property of the role.

Source: IAM API reference, CreateRole; IAM User Guide, "Role chaining": a chained session ends after one hour,
whatever the role says.
"""

from collections.abc import Iterator
from datetime import timedelta

from xacct_constructs.finding import Finding, error
from xacct_constructs.quotas import CHAINED_SESSION_SECONDS, LONGEST_SESSION_SECONDS, SHORTEST_MAX_SESSION_SECONDS
from xacct_constructs.safeguards.row import Row, Setting
from xacct_constructs.texts import shown

_SHORTEST = timedelta(seconds=SHORTEST_MAX_SESSION_SECONDS)
_LONGEST = timedelta(seconds=LONGEST_SESSION_SECONDS)
_CHAINED = timedelta(seconds=CHAINED_SESSION_SECONDS)
_HOUR = timedelta(hours=1)


def _check(given: Setting) -> Iterator[Finding]:
    path, duration = "safeguards.max_session_duration", given.safeguards.max_session_duration
    if duration is None:
        return
    if not isinstance(duration, timedelta) or not _SHORTEST <= duration <= _LONGEST or duration.microseconds:
        hours = f"{_SHORTEST // _HOUR} to {_LONGEST // _HOUR} hours"
        message = f"must be a timedelta of {hours} in whole seconds, got {shown(duration)}"
        yield error("XA211", path, message, "pass timedelta(hours=1) or more")
    elif duration > _CHAINED and all(principal.is_role_session for principal in given.principals):
        message = f"can never be used: all trusted principals come by roles, whose sessions get one hour: {duration}"
        yield error("XA713", path, message, "leave it out, or trust a user")


ROW = Row(check=_check)
