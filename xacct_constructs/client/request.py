"""What is asked of `sts:AssumeRole`, as far as it is known before any call. Loads nothing heavy."""

from collections.abc import Mapping
from typing import Any

from xacct_constructs.client import limits
from xacct_constructs.client.errors import AssumeError
from xacct_constructs.client.handoff import Handoff
from xacct_constructs.exits import USAGE


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
    if handoff.is_entered_by_tokens:
        why = "admits tokens of identity providers alone: the pipeline that has one calls AssumeRoleWithWebIdentity"
        raise AssumeError(f"{handoff.role_arn} {why}", USAGE)
    known = handoff.safeguards
    tags = _tags(known.get("session_tags") or {}, session_tags or {})
    if source_identity is None:
        source_identity = _only(known.get("source_identities"), "a source identity", "--source-identity")
    if external_id is None:
        external_id = next(iter(known.get("external_ids", ())), None)
    if session_duration is None:
        session_duration = known.get("max_session_duration")
    found = {
        "RoleArn": handoff.role_arn,
        "RoleSessionName": role_session_name,
        "DurationSeconds": session_duration,
        "ExternalId": external_id,
        "SerialNumber": mfa_serial,
        "SourceIdentity": source_identity,
        "Tags": tags or None,
        "Policy": session_policy,
    }
    parameters = {name: value for name, value in found.items() if value is not None}
    limits.require(parameters)
    where = handoff.region if region is None else region
    if where is not None:
        limits.require_region(where)
    return AssumeRequest(handoff, parameters, mfa=bool(known.get("mfa") or mfa_serial), region=where)


def _tags(agreed: Mapping[str, Any], given: Mapping[str, str]) -> list[dict[str, str]]:
    tags = dict(given)
    for key, values in agreed.items():
        if key not in tags and (value := _only(values, f"session tag {key}", f"--session-tag {key}=VALUE")) is not None:
            tags[key] = value
    return [{"Key": key, "Value": value} for key, value in sorted(tags.items())]


def _only(values: Any, what: str, option: str) -> str | None:
    if not values:
        return None
    if len(values) == 1 and not set(values[0]) & set("*?$"):
        return str(values[0])
    raise AssumeError(f"the agreement requires {what}, one of {', '.join(values)}; pass {option}", USAGE)
