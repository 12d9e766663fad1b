"""Revoke: close the trust, then cut off the sessions given out; and undo both.

IAM itself remembers what stands, by the names of the statement and of the policy, so that a run that was stopped goes
on. Whatever is refused half-way, what was done is said.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from xacct_constructs.agreement import Agreement
from xacct_constructs.client.errors import AssumeError
from xacct_constructs.exits import REFUSED
from xacct_constructs.operations.calls import Side, is_missing, server_time, why
from xacct_constructs.operations.revocation import (
    SESSIONS_POLICY,
    SID,
    SPREADING,
    closed,
    cut_before,
    is_closed,
    is_marked,
    opened,
    sessions_policy,
)


@dataclass(frozen=True, slots=True)
class Revocation:
    """What stands in the way of one role at present.

    Attributes:
        is_closed: Whether nobody can assume the role, by our deny.
        cut_before: Sessions given out before this moment are refused; None: none are.
        edited: Names of ours under which something else stands: somebody has changed the statement, or the inline
            policy.
        trust: The trust policy that was read.
    """

    is_closed: bool
    cut_before: str | None
    edited: tuple[str, ...] = ()
    trust: Mapping[str, Any] = field(default_factory=dict, repr=False)

    @property
    def stands(self) -> bool:
        """Whether there is anything of ours."""
        return self.is_closed or self.cut_before is not None or bool(self.edited)


def _system_clock() -> datetime:
    return datetime.now(UTC)


def read_revocation(iam: Any, role_name: str) -> Revocation:
    """What is revoked of a role now.

    Raises:
        ClientError: the role is not there, or may not be read.
    """
    from botocore.exceptions import ClientError

    trust = iam.get_role(RoleName=role_name)["Role"]["AssumeRolePolicyDocument"]
    edited: tuple[str, ...] = (SID,) if is_marked(trust) and not is_closed(trust) else ()
    try:
        policy = iam.get_role_policy(RoleName=role_name, PolicyName=SESSIONS_POLICY)["PolicyDocument"]
    except ClientError as problem:
        if not is_missing(problem):
            raise
        return Revocation(is_closed(trust), None, edited, trust)
    before = cut_before(policy)
    edited += () if before else (SESSIONS_POLICY,)
    return Revocation(is_closed(trust), before, edited, trust)


def revoke(
    side: Side, agreement: Agreement, standing: Revocation | None = None, clock: Callable[[], datetime] = _system_clock
) -> Revocation:
    """Close the trust, then cut off every session; a second run cuts off those given out since.

    The trust goes first, so that nobody gets a session after the cut. The cut lies a minute ahead of AWS's clock,
    since a changed trust policy takes a moment to be known everywhere.

    Args:
        side: Credentials of the trusting account.
        agreement: Whose role it is.
        standing: What was read when the plan was made; the trust policy must still be that. Left out, it is read now.
        clock: Asked only where AWS's answer has no date. Default: the system's.

    Raises:
        AssumeError: One of the two was refused, or the trust policy is not what was read; what was done is said.
    """
    from botocore.exceptions import BotoCoreError, ClientError

    iam, name = side.client("iam"), agreement.role_name
    answer = iam.get_role(RoleName=name)
    trust = answer["Role"]["AssumeRolePolicyDocument"]
    _require_unchanged(name, trust, standing)
    refused = uncut = ""
    try:
        if not is_closed(trust):
            answer = iam.update_assume_role_policy(RoleName=name, PolicyDocument=json.dumps(closed(trust)))
    except (BotoCoreError, ClientError) as problem:
        refused = why(problem)
    before = (server_time(answer) or clock()) + SPREADING
    try:
        cut_sessions(iam, name, before)
    except (BotoCoreError, ClientError) as problem:
        uncut = why(problem)
    if refused or uncut:
        raise AssumeError(_half_way(name, refused, uncut), REFUSED)
    return Revocation(True, cut_before(sessions_policy(before)), (), closed(trust))


def _half_way(name: str, refused: str, uncut: str) -> str:
    """What was done, what was not, and how to go on."""
    if not refused:
        done = f"nobody can assume {name} any more, but sessions given out before were not cut off: {uncut}"
        return f"{done}; run it again, which goes on from there"
    if uncut:
        return f"nothing of {name} is revoked: its trust policy was not closed: {refused}; sessions not cut: {uncut}"
    done = f"sessions are cut off, but the role can still be assumed: its trust policy was not closed: {refused}"
    return f"{done}; mend the trust policy (xacct doctor {name}), and run it again"


def cut_sessions(iam: Any, role_name: str, before: datetime) -> None:
    """Refuse everything to the sessions given out before a moment."""
    document = json.dumps(sessions_policy(before))
    iam.put_role_policy(RoleName=role_name, PolicyName=SESSIONS_POLICY, PolicyDocument=document)


def undo(side: Side, agreement: Agreement, standing: Revocation | None = None) -> Revocation:
    """Take away both denies, and nothing else; again is harmless.

    Args:
        side: Credentials of the trusting account.
        agreement: Whose role it is.
        standing: As for `revoke`.

    Raises:
        AssumeError: One of the two was refused, or the trust policy is not what was read; what was done is said.
    """
    from botocore.exceptions import BotoCoreError, ClientError

    iam, name = side.client("iam"), agreement.role_name
    trust = iam.get_role(RoleName=name)["Role"]["AssumeRolePolicyDocument"]
    _require_unchanged(name, trust, standing)
    done = "nothing is given back"
    try:
        if is_marked(trust):
            iam.update_assume_role_policy(RoleName=name, PolicyDocument=json.dumps(opened(trust)))
            done = f"{name} can be assumed again, but sessions given out before the cut are still refused"
        iam.delete_role_policy(RoleName=name, PolicyName=SESSIONS_POLICY)
    except (BotoCoreError, ClientError) as problem:
        if not is_missing(problem):
            raise AssumeError(f"{done}: {why(problem)}; run it again, which goes on from there", REFUSED) from None
    return Revocation(False, None, (), opened(trust))


def _require_unchanged(name: str, trust: Mapping[str, Any], standing: Revocation | None) -> None:
    """A colleague's change between the plan and now is not to be overwritten unseen."""
    if standing is not None and trust != standing.trust:
        message = f"the trust policy of {name} was changed by somebody else meanwhile; nothing is done, run it again"
        raise AssumeError(message, REFUSED)
