"""`assume`: a boto3 session that acts as the role and renews its credentials."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import boto3
import botocore.session
from botocore.credentials import CredentialProvider, CredentialResolver, RefreshableCredentials

from xacct_constructs.client import limits, sts
from xacct_constructs.client.handoff import Handoff, of_role_arn
from xacct_constructs.client.mfa import ask, once
from xacct_constructs.client.request import AssumeRequest, request

if TYPE_CHECKING:
    from xacct_constructs.agreement import Agreement

_RENEW_SECONDS, _RENEW_OR_FAIL_SECONDS = 300, 120


def assume(
    agreement: "Agreement | Handoff | str",
    *,
    session: boto3.Session | None = None,
    role_session_name: str | None = None,
    session_duration: timedelta | None = None,
    external_id: str | None = None,
    mfa_serial: str | None = None,
    mfa_token: str | None = None,
    mfa_prompt: Callable[[str], str] | None = None,
    source_identity: str | None = None,
    session_tags: Mapping[str, str] | None = None,
    session_policy: str | None = None,
    region: str | None = None,
    wait: timedelta = timedelta(0),
) -> boto3.Session:
    """Return a session that acts as the role and renews itself.

    No call is made here: the first client asks for credentials, which are renewed five minutes before they end.
    They are kept in memory only.

    Args:
        agreement: An agreement, one that `load` found, or a role's ARN.
        session: Whose credentials assume the role. Left out, boto3's default.
        role_session_name: Left out, the caller's own name.
        session_duration: Left out, the agreement's longest; without one, STS's hour. A caller who is a role's session
            gets an hour at most.
        external_id: Left out, the agreement's first.
        mfa_serial: The MFA device. Left out, and needed: the profile's `mfa_serial`, else the caller's only device.
        mfa_token: One code; it serves once. Left out, and needed: `mfa_prompt` is asked.
        mfa_prompt: Is given the question, returns the code. Left out: the terminal is asked.
        source_identity: Left out, the agreement's, where it admits exactly one.
        session_tags: Left out, the agreement's.
        session_policy: JSON that the session's permissions are cut down to. Left out, all that the role may.
        region: Left out, the role's; without one, that of `session`.
        wait: How long AccessDenied is tried again, for a role just made; an hour at most. Left out, not at all.

    Raises:
        AssumeError: A value could never be accepted. The session's first client, and each renewal, raise it when AWS
            refuses or does not answer, or when no code is to be had.
    """
    limits.require_wait(wait.total_seconds())
    handoff = _handoff(agreement)
    asked = request(
        handoff,
        role_session_name=role_session_name,
        session_duration=None if session_duration is None else int(session_duration.total_seconds()),
        external_id=external_id,
        mfa_serial=mfa_serial,
        source_identity=source_identity,
        session_tags=session_tags,
        session_policy=session_policy,
        region=region,
    )
    source = session or boto3.Session()
    provider = _AssumedRole(source, asked, once(mfa_token, mfa_prompt or ask), wait.total_seconds())
    return _session(source, provider, asked.region)


def _session(source: boto3.Session, provider: "_AssumedRole", region: str | None) -> boto3.Session:
    """A session with the provider's credentials, and otherwise the settings of the source."""
    # The profile for its settings alone (endpoints, certificates); the environment's is not asked again.
    profile = source.profile_name if source.profile_name in source.available_profiles else None
    inner = botocore.session.Session(session_vars={"profile": (None, None, profile, None)})
    inner.register_component("credential_provider", CredentialResolver([provider]))
    return boto3.Session(botocore_session=inner, region_name=region or source.region_name)


def _handoff(agreement: "Agreement | Handoff | str") -> Handoff:
    if isinstance(agreement, Handoff):
        return agreement
    if isinstance(agreement, str):
        return of_role_arn(agreement)
    from xacct_constructs.agreement.serialize import to_json

    return Handoff(agreement.role_arn, to_json(agreement), None)


class _AssumedRole(CredentialProvider):  # type: ignore[misc]  # botocore publishes no types
    """Loads the session's credentials when its first client asks for them."""

    METHOD = "assume-role"
    CANONICAL_NAME = "xacct"

    def __init__(self, source: Any, asked: AssumeRequest, prompt: Callable[[str], str], wait: float) -> None:
        super().__init__()
        self._source, self._asked, self._prompt, self._wait = source, asked, prompt, wait

    def load(self) -> Any:
        return RefreshableCredentials.create_from_metadata(
            self._fetch(),
            refresh_using=self._fetch,
            method=self.METHOD,
            advisory_timeout=_RENEW_SECONDS,
            mandatory_timeout=_RENEW_OR_FAIL_SECONDS,
        )

    def _fetch(self) -> dict[str, str]:
        made = sts.assume_role(self._source, self._asked, prompt=self._prompt, wait=self._wait)["Credentials"]
        return {
            "access_key": made["AccessKeyId"],
            "secret_key": made["SecretAccessKey"],
            "token": made["SessionToken"],
            "expiry_time": made["Expiration"],
        }
