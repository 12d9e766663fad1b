"""Rotate an external ID without an outage: the role's live trust policy itself says which step comes next.

The new ID joins the old ones by a deploy; the third party changes over; a second deploy takes the old ones away.
Nothing here edits the trust policy: that would only make it differ from its template.
Source: IAM User Guide, "Access to AWS accounts owned by third parties".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from xacct_constructs.operations.revocation import speaks_of
from xacct_constructs.services import ASSUME_ROLE
from xacct_constructs.values import listed


class Stage(StrEnum):
    """Where a rotation stands."""

    NOT_ACCEPTED = "not accepted"
    BOTH = "both"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where the rotation of a role's external ID stands.

    Attributes:
        role_name: The role.
        old: The others that its trust policy accepts.
        new: The external ID that is to come.
        stage: How far the change is.
    """

    role_name: str
    old: tuple[str, ...]
    new: str
    stage: Stage


def accepted_ids(trust: Mapping[str, Any]) -> tuple[str, ...] | None:
    """The external IDs that a trust policy accepts, in its order.

    Returns:
        None where some statement lets in without one, so that rotating would change nothing.
    """
    found: dict[str, None] = {}
    for statement in listed(trust["Statement"]):
        if statement["Effect"] != "Allow" or not speaks_of(statement, ASSUME_ROLE):
            continue
        equals = {key.lower(): value for key, value in statement.get("Condition", {}).get("StringEquals", {}).items()}
        if "sts:externalid" not in equals:
            return None
        found |= dict.fromkeys(listed(equals["sts:externalid"]))
    return tuple(found)


def standing(role_name: str, accepted: Sequence[str], new: str) -> Standing:
    """Where the rotation to a new ID stands.

    Args:
        role_name: Whose trust policy it is.
        accepted: The IDs that it accepts now.
        new: The ID that is to be the only one.
    """
    old = tuple(each for each in accepted if each != new)
    stage = Stage.NOT_ACCEPTED if new not in accepted else Stage.BOTH if old else Stage.DONE
    return Standing(role_name, old, new, stage)
