"""Ending access at once, and giving it back: a deny in the trust policy, and one against sessions given out.

Both are told apart by their names, and believed only where they say what they are named for: somebody may have edited
them. Source: IAM User Guide, "Revoke IAM role temporary security credentials".
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from xacct_constructs.iam import action_matches
from xacct_constructs.values import listed

SID = "XacctRevoked"
"""Names the deny in the trust policy."""
SESSIONS_POLICY = "XacctRevokedSessions"
"""Names the inline policy that cuts off sessions."""
CONSOLE_POLICY = "AWSRevokeOlderSessions"
"""The same, as the console names it when somebody revokes sessions there; it is theirs, and stays untouched."""
SPREADING = timedelta(minutes=1)
"""How long a closed trust policy may still let somebody in somewhere: IAM's changes spread."""
_ASSUMING = ["sts:AssumeRole", "sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity"]


def statements(document: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """The statements of a document, however it is written; none of one that has none."""
    return [each for each in listed(document.get("Statement", [])) if isinstance(each, Mapping)]


def closed(trust: Mapping[str, Any]) -> dict[str, Any]:
    """The trust policy with our deny at its end, once; everything else stays as it is."""
    others = [each for each in statements(trust) if each.get("Sid") != SID]
    named = sorted(_let_in(others)) or ["sts:AssumeRole"]
    deny = {"Sid": SID, "Effect": "Deny", "Principal": "*", "Action": named[0] if len(named) == 1 else named}
    return {**trust, "Statement": [*others, deny]}


def opened(trust: Mapping[str, Any]) -> dict[str, Any]:
    """The trust policy without our deny."""
    return {**trust, "Statement": [each for each in statements(trust) if each.get("Sid") != SID]}


def is_marked(trust: Mapping[str, Any]) -> bool:
    """Whether a statement has our name, whatever it says."""
    return any(each.get("Sid") == SID for each in statements(trust))


def is_closed(trust: Mapping[str, Any]) -> bool:
    """Whether our deny stands in it and refuses everybody every way in that the others allow."""
    others = [each for each in statements(trust) if each.get("Sid") != SID]
    denied = {
        action.lower()
        for each in statements(trust)
        if each.get("Sid") == SID and each.get("Effect") == "Deny" and not each.get("Condition")
        if each.get("Principal") in ("*", {"AWS": "*"})
        for action in listed(each.get("Action", []))
    }
    if not denied:
        return False
    return bool(denied & {"*", "sts:*"}) or {action.lower() for action in _let_in(others)} <= denied


def _let_in(others: list[Mapping[str, Any]]) -> set[str]:
    """The actions by which statements let somebody in; each of them, where it is not said which."""
    found: set[str] = set()
    for each in others:
        if each.get("Effect") == "Allow":
            found |= {action for action in _ASSUMING if speaks_of(each, action)}
    return found


def speaks_of(statement: Mapping[str, Any], action: str) -> bool:
    """Whether a statement's actions, patterns among them, hold this one; yes where it says which it does not mean."""
    patterns = map(str, listed(statement.get("Action", "*")))
    return any(action_matches(each, action) for each in patterns)


def sessions_policy(before: datetime) -> dict[str, Any]:
    """What refuses everything to sessions given out before a moment."""
    condition = {"DateLessThan": {"aws:TokenIssueTime": before.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")}}
    statement = {"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": condition}
    return {"Version": "2012-10-17", "Statement": [statement]}


def cut_before(policy: Mapping[str, Any]) -> str | None:
    """The moment before which a policy refuses everything to sessions; None for one that says something else."""
    return max(_moments(policy), default=None)


def _moments(policy: Mapping[str, Any]) -> Iterator[str]:
    for each in statements(policy):
        everything = (each.get("Effect"), listed(each.get("Action")), listed(each.get("Resource")))
        if everything != ("Deny", ["*"], ["*"]):
            continue
        match each.get("Condition"):
            case {"DateLessThan": {"aws:TokenIssueTime": str(moment)}, **others} if not others:
                yield moment
