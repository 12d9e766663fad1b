"""Revoke: close the trust, then cut off the sessions given out; and undo both."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from xacct_constructs.agreement import Agreement
from xacct_constructs.client.errors import REFUSED, AssumeError
from xacct_constructs.operations.calls import Side, is_missing, server_time, why
from xacct_constructs.operations.revocation import (
    SESSIONS_POLICY,
    SID,
    SPREADING,
    closed,
    is_closed,
    opened,
    sessions_policy,
)


@dataclass(frozen=True, slots=True)
class Revocation:
    """What stands in the way of one role at present."""

    is_closed: bool
    """Whether nobody can assume the role, by our deny."""
    cut_before: str | None
    """Sessions given out before this moment are refused; None: none are."""

    @property
    def stands(self) -> bool:
        """Whether anything is revoked."""
        return self.is_closed or self.cut_before is not None


def _system_clock() -> datetime:
    return datetime.now(UTC)


def read_revocation(iam: Any, role_name: str) -> Revocation:
    """What is revoked of a role now.

    Raises:
        ClientError: the role is not there, or may not be read.
    """
    from botocore.exceptions import ClientError

    trust = iam.get_role(RoleName=role_name)["Role"]["AssumeRolePolicyDocument"]
    try:
        policy = iam.get_role_policy(RoleName=role_name, PolicyName=SESSIONS_POLICY)["PolicyDocument"]
    except ClientError as problem:
        if not is_missing(problem):
            raise
        return Revocation(is_closed(trust), None)
    return Revocation(is_closed(trust), str(policy["Statement"][0]["Condition"]["DateLessThan"]["aws:TokenIssueTime"]))


def plan(agreement: Agreement, standing: Revocation, *, undo: bool) -> list[str]:
    """What a run will change, in words; empty where there is nothing to do."""
    role = f"role {agreement.role_name} of {agreement.trusting_account}"
    if undo:
        lines = [
            f"take the statement {SID} out of the trust policy of {role}: who was trusted before may assume it again"
        ]
        cut = f"delete the inline policy {SESSIONS_POLICY} of {role}: sessions given out before"
        given_out = [f"{cut} {standing.cut_before} that have not expired work again"]
        return [*(lines if standing.is_closed else []), *(given_out if standing.cut_before else [])]
    close = f"add the deny {SID} to the trust policy of {role}: nobody can assume it"
    cut = f"put the inline policy {SESSIONS_POLICY} into {role}: sessions given out until then are refused everything"
    return [*([] if standing.is_closed else [close]), cut]


def revoke(side: Side, agreement: Agreement, clock: Callable[[], datetime] = _system_clock) -> Revocation:
    """Close the trust, then cut off every session; a second run cuts off those given out since.

    The trust goes first, so that nobody gets a session after the cut. The cut lies a minute ahead of AWS's clock,
    since a changed trust policy takes a moment to be known everywhere.

    Args:
        side: Credentials of the trusting account.
        agreement: Whose role it is.
        clock: Asked only where AWS's answer has no date. Default: the system's.

    Raises:
        AssumeError: the trust policy could not be closed; the sessions given out so far are cut off all the same.
        ClientError: AWS refuses; what came before in this order is done, and a second run goes on.
    """
    from botocore.exceptions import ClientError

    iam, name = side.client("iam"), agreement.role_name
    answer = iam.get_role(RoleName=name)
    trust = answer["Role"]["AssumeRolePolicyDocument"]
    refused = ""
    try:
        if not is_closed(trust):
            answer = iam.update_assume_role_policy(RoleName=name, PolicyDocument=json.dumps(closed(trust)))
    except ClientError as problem:
        refused = why(problem)
    before = (server_time(answer) or clock()) + SPREADING
    cut_sessions(iam, name, before)
    if refused:
        fix = f"mend the trust policy (xacct doctor {name}), and run it again"
        message = f"sessions are cut off, but the role can still be assumed: its trust policy was not closed: {refused}"
        raise AssumeError(f"{message}; {fix}", REFUSED)
    return read_revocation(iam, name)


def cut_sessions(iam: Any, role_name: str, before: datetime) -> None:
    """Refuse everything to the sessions given out before a moment."""
    document = json.dumps(sessions_policy(before))
    iam.put_role_policy(RoleName=role_name, PolicyName=SESSIONS_POLICY, PolicyDocument=document)


def undo(side: Side, agreement: Agreement) -> Revocation:
    """Take away both denies, and nothing else; again is harmless.

    Raises:
        ClientError: AWS refuses; a second run goes on.
    """
    from botocore.exceptions import ClientError

    iam, name = side.client("iam"), agreement.role_name
    trust = iam.get_role(RoleName=name)["Role"]["AssumeRolePolicyDocument"]
    if is_closed(trust):
        iam.update_assume_role_policy(RoleName=name, PolicyDocument=json.dumps(opened(trust)))
    try:
        iam.delete_role_policy(RoleName=name, PolicyName=SESSIONS_POLICY)
    except ClientError as problem:
        if not is_missing(problem):
            raise
    return read_revocation(iam, name)
