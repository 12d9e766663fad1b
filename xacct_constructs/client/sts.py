"""The call: `sts:AssumeRole` at the region's own endpoint, and AWS's refusals in one line."""

import re
import time
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from xacct_constructs import arns
from xacct_constructs.client.answer import answer_of
from xacct_constructs.client.asking import client_of
from xacct_constructs.client.errors import AssumeError, DeniedError
from xacct_constructs.client.mfa import find_serial, token_code
from xacct_constructs.client.request import AssumeRequest
from xacct_constructs.client.wording import in_words, refusal
from xacct_constructs.exits import NO_CREDENTIALS, USAGE
from xacct_constructs.quotas import CHAINED_SESSION_SECONDS, CLOCK_TOLERANCE, ROLE_SESSION_NAME

_DENIED = frozenset(("AccessDenied", "AccessDeniedException"))


def assume_role(
    session: Any,
    request: AssumeRequest,
    *,
    prompt: Callable[[str], str],
    wait: float = 0,
    say: Callable[[str], None] = lambda _: None,
) -> dict[str, Any]:
    """Ask STS for a session.

    Args:
        session: The boto3 session whose credentials assume the role.
        request: What to ask for.
        prompt: Is given a question, returns the MFA code.
        wait: Seconds for which AccessDenied is tried again. Left out, not at all.
        say: Is told what a person should know. Left out, nobody is.

    Returns:
        What the AWS CLI caches: STS's answer, with `Expiration` as text and `ClockSkew`, the seconds that AWS's clock
        is ahead of this one.

    Raises:
        DeniedError: A policy refuses.
        AssumeError: AWS did not answer or refused otherwise, or there are no credentials or no code. No error of
            botocore's is behind it: those of a cut-short answer repeat what came, keys included.
    """
    try:
        client = client_of(session, "sts", _region(session, request))
        caller = answer_of(client, "GetCallerIdentity", client.get_caller_identity)["Arn"]
        parameters = _complete(session, request, caller, prompt, say)
        return _answer(_until_allowed(client, parameters, wait, say))
    except (BotoCoreError, ClientError) as problem:
        refused = _refusal(problem, request, session.profile_name)
    raise refused


def _region(session: Any, request: AssumeRequest) -> str:
    region = request.region or session.region_name
    if not region:
        raise AssumeError("no region is known; pass --region", USAGE)
    return str(region)


def _complete(
    session: Any, request: AssumeRequest, caller: str, prompt: Callable[[str], str], say: Callable[[str], None]
) -> dict[str, Any]:
    """The parameters, with what only the caller's identity tells."""
    found = dict(request.parameters)
    role = request.handoff.role_arn
    if arns.parse(caller).is_session_of(arns.parse(role)):
        fix = 'run eval "$(xacct unset)" first, or pass --profile'
        raise AssumeError(f"the credentials in use are a session of {role} already; {fix}", NO_CREDENTIALS)
    own = re.sub(r"[^\w+=,.@-]", "-", arns.parse(caller).name, flags=re.ASCII)
    found.setdefault("RoleSessionName", own[: ROLE_SESSION_NAME.most])
    if found.get("DurationSeconds", 0) > CHAINED_SESSION_SECONDS and _is_temporary(session):
        found["DurationSeconds"] = CHAINED_SESSION_SECONDS
        say(f"{caller} has temporary credentials: AWS limits the session that they assume to one hour")
    if request.mfa and _needs_code(session, request):
        found.setdefault("SerialNumber", None)
        found["SerialNumber"] = found["SerialNumber"] or find_serial(session, caller)
        found["TokenCode"] = token_code(prompt(f"MFA code for {found['SerialNumber']}: "))
    return found


def _needs_code(session: Any, request: AssumeRequest) -> bool:
    """A user's temporary session carries its sign-in's MFA; a code is asked for only with a device named."""
    return "SerialNumber" in request.parameters or not _is_temporary(session)


def _is_temporary(session: Any) -> bool:
    """Whether the credentials are of a session: a role's, or one that a user has from `sts:GetSessionToken`."""
    return bool(session.get_credentials().get_frozen_credentials().token)


def _until_allowed(client: Any, parameters: dict[str, Any], wait: float, say: Callable[[str], None]) -> Any:
    deadline, pause = time.monotonic() + wait, 0.5
    while True:
        try:
            return answer_of(client, "AssumeRole", client.assume_role, **parameters)
        except ClientError as problem:
            # A code serves once: STS would refuse its second use, whatever the role's trust policy says by then.
            again = problem.response["Error"]["Code"] in _DENIED and "TokenCode" not in parameters
            if not again or time.monotonic() + pause > deadline:
                raise
        say(f"AccessDenied; trying again in {pause:g} s")
        time.sleep(pause)
        pause = min(2 * pause, 8.0)


def _answer(response: Any) -> dict[str, Any]:
    made = dict(response["Credentials"])
    made["Expiration"] = made["Expiration"].astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SUTC")
    user = response.get("AssumedRoleUser", {})
    skew = round(_ahead(response))
    return {"Credentials": made, "AssumedRoleUser": dict(user), "ClockSkew": skew if abs(skew) > 1 else 0}


def _ahead(response: Any) -> float:
    """How many seconds AWS's clock is ahead of this one; 0 where the answer does not tell."""
    stamp = response.get("ResponseMetadata", {}).get("HTTPHeaders", {}).get("date")
    try:
        return (parsedate_to_datetime(stamp) - datetime.now(UTC)).total_seconds() if stamp else 0.0
    except (TypeError, ValueError):
        return 0.0


def _is_a_policy_s(problem: Exception) -> bool:
    """Whether a policy refuses; a wrong MFA code is refused by the same name."""
    code, message = refusal(problem) or ("", "")
    return code in _DENIED and "MultiFactorAuthentication failed" not in message


def _refusal(problem: Exception, request: AssumeRequest, profile: str | None) -> AssumeError:
    said = in_words(problem, profile)
    text = f"{request.handoff.role_arn} could not be assumed: {said}"
    ahead = _ahead(getattr(problem, "response", None) or {})
    if abs(ahead) > CLOCK_TOLERANCE.total_seconds():
        way = "behind" if ahead > 0 else "ahead of"
        text += f"; this machine's clock is {abs(ahead):.0f} s {way} AWS's"
    return (DeniedError if _is_a_policy_s(problem) else AssumeError)(text, said.code)
