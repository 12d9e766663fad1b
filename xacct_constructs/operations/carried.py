"""What requests carry: what each does, what those of the role's sessions do, and what a network adds."""

from collections.abc import Mapping
from datetime import UTC, datetime

from xacct_constructs.agreement import Agreement
from xacct_constructs.iam import Values
from xacct_constructs.safeguards import Network

Carried = Mapping[str, Values]

SAMPLE = "xacct-sample"
"""Ends the name of something of which nothing is known but how it begins."""


def always(now: datetime) -> dict[str, Values]:
    """What every ordinary request carries."""
    moment = now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return {"aws:SecureTransport": "true", "aws:CurrentTime": moment, "aws:EpochTime": str(int(now.timestamp()))}


def of_session(agreement: Agreement, now: datetime) -> dict[str, Values]:
    """What every request of a session of the role made now carries."""
    tags = agreement.safeguards.session_tags or {}
    context = always(now)
    issued = {"aws:TokenIssueTime": context["aws:CurrentTime"]}
    return {**context, **issued, **{f"aws:PrincipalTag/{tag}": values[0] for tag, values in tags.items()}}


def of_place(network: Network | None) -> dict[str, Values]:
    """What a request from a network carries; nothing where none is agreed."""
    if network is None:
        return {}
    if network.ip_ranges:
        return {"aws:SourceIp": network.ip_ranges[0].split("/")[0]}
    return {"aws:SourceVpce": network.vpc_endpoints[0]}
