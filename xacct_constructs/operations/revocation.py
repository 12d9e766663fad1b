"""Ending access at once, and giving it back: a deny in the trust policy, and one against sessions given out.

Both are told apart by their names alone, so that nothing need be remembered to undo them.
Source: IAM User Guide, "Revoke IAM role temporary security credentials".
"""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

SID = "XacctRevoked"
"""Names the deny in the trust policy."""
SESSIONS_POLICY = "XacctRevokedSessions"
"""Names the inline policy that cuts off sessions; the console's is AWSRevokeOlderSessions, and stays untouched."""
SPREADING = timedelta(minutes=1)
"""How long a closed trust policy may still let somebody in somewhere: IAM's changes spread."""


def listed(value: Any) -> list[Any]:
    """A value that policies write alone or in a list, as a list."""
    return list(value) if isinstance(value, (list, tuple)) else [value]


def closed(trust: Mapping[str, Any]) -> dict[str, Any]:
    """The trust policy with our deny at its end, once; everything else stays as it is."""
    document = opened(trust)
    actions = {
        action
        for statement in listed(document["Statement"])
        if statement["Effect"] == "Allow"
        for action in listed(statement.get("Action", "sts:AssumeRole"))
        if "assumerole" in action.lower() or "*" in action
    }
    named = sorted(actions) or ["sts:AssumeRole"]
    deny = {"Sid": SID, "Effect": "Deny", "Principal": "*", "Action": named[0] if len(named) == 1 else named}
    return {**document, "Statement": [*listed(document["Statement"]), deny]}


def opened(trust: Mapping[str, Any]) -> dict[str, Any]:
    """The trust policy without our deny."""
    return {**trust, "Statement": [each for each in listed(trust["Statement"]) if each.get("Sid") != SID]}


def is_closed(trust: Mapping[str, Any]) -> bool:
    """Whether our deny stands in it."""
    return any(each.get("Sid") == SID for each in listed(trust["Statement"]))


def sessions_policy(before: datetime) -> dict[str, Any]:
    """What refuses everything to sessions given out before a moment."""
    condition = {"DateLessThan": {"aws:TokenIssueTime": before.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")}}
    statement = {"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": condition}
    return {"Version": "2012-10-17", "Statement": [statement]}
