"""What is asked of `sts:AssumeRole`, as far as it is known before any call. Loads nothing heavy."""

from collections.abc import Mapping
from typing import Any

from xacct_constructs.client.errors import USAGE, AssumeError
from xacct_constructs.client.handoff import Handoff

_SHORTEST, _LONGEST = 900, 43_200


class AssumeRequest:
    """One assumption: parameters in STS's words, and what is left to be found out when it is sent."""

    __slots__ = ("handoff", "mfa", "parameters", "region")

    def __init__(self, handoff: Handoff, parameters: dict[str, Any], *, mfa: bool, region: str | None) -> None:
        """Keep what is known.

        Args:
            handoff: The role.
            parameters: Of AssumeRole. Without `RoleSessionName` the caller's own name is taken.
            mfa: Whether a code is needed.
            region: Of the STS endpoint, and of the session.
        """
        self.handoff = handoff
        self.parameters = parameters
        self.mfa = mfa
        self.region = region


def request(
    handoff: Handoff,
    *,
    role_session_name: str | None = None,
    session_duration: int | None = None,
    external_id: str | None = None,
    mfa_serial: str | None = None,
    source_identity: str | None = None,
    session_tags: Mapping[str, str] | None = None,
    session_policy: str | None = None,
    region: str | None = None,
) -> AssumeRequest:
    """Fill in what the agreement knows; what is given goes before it.

    Args:
        handoff: The role.
        role_session_name: Left out, the caller's own name.
        session_duration: In seconds. Left out, the agreement's longest; without one, STS's hour.
        external_id: Left out, the agreement's first, which is admitted for as long as a rotation lasts.
        mfa_serial: ARN or serial number of the MFA device.
        source_identity: Left out, the agreement's, where it admits exactly one.
        session_tags: Left out, the agreement's, each of which must then admit exactly one value.
        session_policy: JSON; the session may do only what it allows as well. Left out, all that the role may.
        region: Left out, the role's.

    Raises:
        AssumeError: The agreement requires something that only the caller can choose, or a value STS never accepts.
    """
    known = handoff.safeguards
    duration = session_duration or known.get("max_session_duration")
    if duration is not None and not _SHORTEST <= duration <= _LONGEST:
        raise AssumeError(f"session duration must be {_SHORTEST} to {_LONGEST} seconds, got {duration}", USAGE)
    identity = source_identity or _only(known.get("source_identities", ()), "a source identity", "--source-identity")
    tags = {
        key: (session_tags or {}).get(key) or _only(values, f"session tag {key}", f"--session-tag {key}=VALUE")
        for key, values in (known.get("session_tags") or {}).items()
    }
    tags |= session_tags or {}
    found = {
        "RoleArn": handoff.role_arn,
        "RoleSessionName": role_session_name,
        "DurationSeconds": duration,
        "ExternalId": external_id or next(iter(known.get("external_ids", ())), None),
        "SerialNumber": mfa_serial,
        "SourceIdentity": identity,
        "Tags": [{"Key": key, "Value": value} for key, value in sorted(tags.items())],
        "Policy": session_policy,
    }
    return AssumeRequest(
        handoff,
        {name: value for name, value in found.items() if value},
        mfa=bool(known.get("mfa") or mfa_serial),
        region=region or handoff.region,
    )


def _only(values: Any, what: str, option: str) -> str | None:
    if not values:
        return None
    if len(values) == 1 and not set(values[0]) & set("*?$"):
        return str(values[0])
    raise AssumeError(f"the agreement requires {what}, one of {', '.join(values)}; pass {option}", USAGE)
