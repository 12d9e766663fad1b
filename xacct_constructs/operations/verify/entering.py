"""The ways into the role that a safeguard is to close, each tried with everything else given."""

from collections.abc import Iterator
from typing import Any

from xacct_constructs.agreement import Agreement
from xacct_constructs.operations.asked import assume_parameters
from xacct_constructs.operations.trying.asking import ask, client_of
from xacct_constructs.operations.trying.line import Line, Outcome

_WRONG_EXTERNAL_ID = "xacct-verify-no-such-external-id"
_MAY_CARRY_MFA = "these credentials may carry MFA already"
_CARRIES_NO_MFA = "without MFA, which these credentials do not carry, it is refused whatever the external ID"


def other_ways_in(agreement: Agreement, own: Any, region: str | None) -> Iterator[Line]:
    """Try them; a session that is given out is dropped.

    Args:
        agreement: What is agreed.
        own: boto3 session of the trusted principal.
        region: Whose STS is asked. None: the session's.
    """
    safeguards = agreement.safeguards
    if not safeguards.external_ids and not safeguards.mfa:
        return
    sts = client_of(own, "sts", region or own.region_name)
    caller = ask(sts.get_caller_identity)
    if caller.seen is not Outcome.ALLOWED:
        yield Line("ask who the caller is", Outcome.ALLOWED, caller.seen, caller.detail)
        return
    request = assume_parameters(agreement, caller.content["Arn"])
    plain = {name: value for name, value in request.items() if name != "ExternalId"}
    # Whether MFA is in long-term credentials' requests is known: it is not. A session's may carry it.
    is_session = bool(own.get_credentials().token)
    ways: list[tuple[str, dict[str, Any], str]] = []
    if safeguards.external_ids:
        shut = _CARRIES_NO_MFA if safeguards.mfa and not is_session else ""
        ways.append(("assume it without an external ID", plain, shut))
        ways.append(("assume it with another external ID", {**plain, "ExternalId": _WRONG_EXTERNAL_ID}, shut))
    if safeguards.mfa:
        ways.append(("assume it without MFA", request, _MAY_CARRY_MFA if is_session else ""))
    for what, given, shows_nothing in ways:
        if shows_nothing:
            yield Line(what, Outcome.REFUSED, Outcome.NOT_TRIED, shows_nothing)
            continue
        answer = ask(sts.assume_role, **given)
        yield Line(what, Outcome.REFUSED, answer.seen, answer.detail)
