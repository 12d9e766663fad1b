"""The table of safeguards, in the order in which their conditions are written."""

from xacct_constructs.safeguards import (
    expiry,
    external_ids,
    mfa,
    network,
    organization,
    permissions_boundary,
    session_duration,
    session_name,
    session_tags,
    source_identity,
)
from xacct_constructs.safeguards.safeguards import Safeguards

TABLE = (
    external_ids.ROW,
    mfa.ROW,
    organization.ROW,
    source_identity.ROW,
    session_name.ROW,
    session_tags.ROW,
    network.ASSUME_FROM,
    network.READ_FROM,
    expiry.ROW,
    session_duration.ROW,
    permissions_boundary.ROW,
)


def further_actions(safeguards: Safeguards) -> tuple[str, ...]:
    """The STS actions that both halves must allow beside the one that enters."""
    return tuple(action for row in TABLE for action, _ in row.actions(safeguards))
