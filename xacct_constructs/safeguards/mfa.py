"""MFA: the caller signed in with a second factor, and lately enough.

Never `…IfExists`, which admits long-lived access keys; never on the permissions, since assumed sessions carry no
MFA context. Source: IAM User Guide, "Secure API access with MFA".
"""

from collections.abc import Iterator
from datetime import timedelta

from xacct_constructs.finding import Finding, error
from xacct_constructs.names import check_flag
from xacct_constructs.safeguards.row import Row, Setting
from xacct_constructs.safeguards.safeguards import Safeguards
from xacct_constructs.texts import shown
from xacct_constructs.values import Conditions


def _trust(safeguards: Safeguards) -> tuple[Conditions]:
    if not safeguards.mfa:
        return ({},)
    conditions: dict[str, dict[str, str]] = {"Bool": {"aws:MultiFactorAuthPresent": "true"}}
    if safeguards.mfa_max_age is not None:
        seconds = int(safeguards.mfa_max_age.total_seconds())
        conditions["NumericLessThan"] = {"aws:MultiFactorAuthAge": str(seconds)}
    return (conditions,)


def _check(given: Setting) -> Iterator[Finding]:
    safeguards, age_path = given.safeguards, "safeguards.mfa_max_age"
    age = safeguards.mfa_max_age
    yield from check_flag("safeguards.mfa", safeguards.mfa)
    if age is not None:
        if not safeguards.mfa:
            yield error("XA203", age_path, "needs mfa, which is off", "pass mfa=True as well")
        if not isinstance(age, timedelta) or age < timedelta(seconds=1) or age.microseconds:
            message = f"must be a timedelta of whole seconds above zero, got {shown(age)}"
            yield error("XA203", age_path, message, "pass for example timedelta(hours=1)")
    if not safeguards.mfa:
        return
    for index, principal in enumerate(given.principals):
        if not principal.can_use_mfa:
            message = (
                f"can never be met by trusted_principals[{index}]: a {principal.kind}'s sessions carry no MFA context"
            )
            fix = "trust the users themselves, or leave MFA to whoever may assume that role"
            yield error("XA710", "safeguards.mfa", message, fix)


ROW = Row(check=_check, trust=_trust)
