"""What stands of each agreement: expiry, revocation, the role's last use, the age of the users' keys."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from xacct_constructs import arns
from xacct_constructs.agreement import Agreement
from xacct_constructs.arns import Arn
from xacct_constructs.operations.calls import Looks, Side
from xacct_constructs.operations.found import Found, What, Why
from xacct_constructs.operations.revocation import CONSOLE_POLICY, SESSIONS_POLICY, SID, is_closed, is_marked
from xacct_constructs.principals import with_names


class RoleState(StrEnum):
    """What stands of a role, or against it."""

    THERE = "there"
    REVOKED = "revoked"
    """Nobody can assume it."""
    MISSING = "missing"
    NOT_SEEN = "not seen"
    EDITED = f"{SID} edited: it closes nothing"
    CUT_OFF = "older sessions cut off"
    CUT_OFF_IN_CONSOLE = "older sessions revoked in the console"
    SESSIONS_NOT_SEEN = "sessions not seen"


class Unused(StrEnum):
    """Why a role's last use has no date."""

    NEVER = "never"
    NOT_SEEN = "not seen"


@dataclass(frozen=True, slots=True)
class Key:
    """One access key of a trusted user, without its secret, which nobody can read."""

    user_name: str
    key_id: str
    active: bool
    made: datetime
    last_used: datetime | None

    def age_days(self, now: datetime) -> int:
        """Whole days since it was made."""
        return (now - self.made).days


@dataclass(frozen=True, slots=True)
class Status:
    """One agreement as it stands.

    Attributes:
        agreement: What is agreed.
        role: Whether it is there and can be assumed; then what else stands against its sessions.
        last_used: When the role was used last, within the 400 days that IAM remembers.
        keys: The access keys of the trusted users.
        unseen: What could not be looked at, with the reason.
    """

    agreement: Agreement
    role: tuple[RoleState, ...]
    last_used: datetime | Unused
    keys: tuple[Key, ...]
    unseen: Mapping[str, Why]

    def days_left(self, now: datetime) -> int | None:
        """Whole days until it expires, negative afterwards; None: it does not expire."""
        expiry = self.agreement.safeguards.expiry
        return None if expiry is None else (expiry - now).days


def read_status(agreement: Agreement, trusting: Side | None, trusted: Mapping[str, Side]) -> Status:
    """Look at one agreement; nothing is changed.

    Args:
        agreement: What is agreed.
        trusting: Credentials of the trusting account. None: the role is not seen.
        trusted: Credentials of trusted accounts by account ID.
    """
    looks = Looks()
    role: tuple[RoleState, ...] = (RoleState.NOT_SEEN,)
    used: datetime | Unused = Unused.NOT_SEEN
    if trusting is not None:
        iam, name = trusting.client("iam"), agreement.role_name
        answer = looks.at(agreement.role_arn, iam.get_role, RoleName=name)
        if answer is None and agreement.role_arn in looks.missing:
            role, used = (RoleState.MISSING,), Unused.NEVER
        elif answer is not None:
            inline = looks.all(_policies(agreement), iam, "list_role_policies", "PolicyNames", RoleName=name)
            role = _standing(answer["Role"]["AssumeRolePolicyDocument"], inline)
            if _policies(agreement) in looks.unseen:
                role += (RoleState.SESSIONS_NOT_SEEN,)
            used = answer["Role"].get("RoleLastUsed", {}).get("LastUsedDate", Unused.NEVER)
    keys: list[Key] = []
    for arn in users_of(agreement):
        if side := trusted.get(arn.account):
            keys += read_keys(looks, side, arn.name)
        else:
            looks.unseen[str(arn)] = Found(What.NEEDS_CREDENTIALS, arn.account)
    return Status(agreement, role, used, tuple(keys), looks.unseen)


def users_of(agreement: Agreement) -> tuple[Arn, ...]:
    """The trusted principals that have access keys of their own."""
    found = (each for each in with_names(agreement.callers) if each.has_long_term_credentials)
    return tuple(arns.parse(each.arn(agreement.partition)) for each in found)


def _policies(agreement: Agreement) -> str:
    return f"inline policies of {agreement.role_arn}"


def _standing(trust: Mapping[str, Any], inline: Collection[str]) -> tuple[RoleState, ...]:
    """Whether the role can be assumed, and what else stands against its sessions."""
    found = [RoleState.REVOKED if is_closed(trust) else RoleState.THERE]
    found += [RoleState.EDITED] if is_marked(trust) and not is_closed(trust) else []
    found += [RoleState.CUT_OFF] if SESSIONS_POLICY in inline else []
    found += [RoleState.CUT_OFF_IN_CONSOLE] if CONSOLE_POLICY in inline else []
    return tuple(found)


def read_keys(looks: Looks, side: Side, user_name: str) -> list[Key]:
    """The access keys of a user; empty where they could not be read, and then it is kept why."""
    iam: Any = side.client("iam")
    about = f"access keys of {user_name}"
    found = []
    for each in looks.all(about, iam, "list_access_keys", "AccessKeyMetadata", UserName=user_name):
        answer = looks.at(about, iam.get_access_key_last_used, AccessKeyId=each["AccessKeyId"])
        used = None if answer is None else answer["AccessKeyLastUsed"].get("LastUsedDate")
        active = each["Status"] == "Active"
        found.append(Key(user_name, each["AccessKeyId"], active, each["CreateDate"], used))
    return found
