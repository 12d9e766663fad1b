"""Whether role and principals are there, and are the ones that are meant."""

from collections.abc import Iterable

from xacct_constructs import arns
from xacct_constructs.operations import mends
from xacct_constructs.operations.asked import whoever
from xacct_constructs.operations.diagnosis import Check, Diagnosis, Scene, State
from xacct_constructs.operations.found import Found, What
from xacct_constructs.principals import NamedPrincipal, TrustedPrincipal, is_named


def _role(scene: Scene) -> Iterable[Diagnosis]:
    agreement, role = scene.agreement, scene.namesake(scene.agreement.role_arn)
    arn = agreement.role_arn
    if role is None:
        if arn in scene.missing:
            found = Found(What.NO_ROLE, agreement.role_name, wanted=agreement.trusting_account)
            yield Diagnosis("role", State.WRONG, found)
        else:
            yield Diagnosis("role", State.OPEN, scene.not_seen(arn, agreement.trusting_account))
    elif role.existing and not scene.live:
        yield Diagnosis("role", State.OPEN, Found(What.EXISTS, role.arn))
    elif role.arn != arn and not role.existing:
        yield Diagnosis("role", State.WRONG, Found(What.ROLE_ELSEWHERE, arns.parse(role.arn).path, role.arn, arn))


def _asks_for_a_duration(scene: Scene) -> bool:
    return scene.agreement.safeguards.max_session_duration is not None


def _duration(scene: Scene) -> Iterable[Diagnosis]:
    agreed, role = scene.agreement.safeguards.max_session_duration, scene.role
    if agreed is None:
        return
    if role is not None and role.existing and not scene.live:
        yield Diagnosis("session duration", State.OPEN, Found(What.EXISTS, role.arn))
        return
    if role is None:
        why = scene.not_seen(scene.agreement.role_arn, scene.agreement.trusting_account)
        yield Diagnosis("session duration", State.OPEN, why)
        return
    seconds = int(agreed.total_seconds())
    if role.max_session_seconds is None:
        open_ = Found(What.OPEN_SESSIONS, role.arn, wanted=str(seconds))
        yield Diagnosis("session duration", State.OPEN, open_)
    elif role.max_session_seconds < seconds:
        found = Found(What.SHORTER_SESSIONS, role.arn, str(role.max_session_seconds), str(seconds))
        given = {"role_name": scene.agreement.role_name, "max_session_duration": str(seconds)}
        yield Diagnosis("session duration", State.WRONG, found, (mends.command("iam", "update-role", **given),))


def _principals(scene: Scene) -> Iterable[Diagnosis]:
    for principal in scene.agreement.callers:
        yield from _principal(scene, principal) if is_named(principal) else _anybody(scene, principal)


def _anybody(scene: Scene, principal: TrustedPrincipal) -> Iterable[Diagnosis]:
    """Of those for whom it stands only those who are signed in are seen; of who signs in elsewhere, nobody is."""
    if principal.is_outside_aws:
        (provider,) = principal.admission(scene.agreement.role, scene.agreement.binding).named
        audience = next(iter(principal.claims.values()))
        yield Diagnosis("principal", State.OPEN, Found(What.PROVIDER, provider, audience))
        return
    side = scene.trusted.get(principal.account)
    caller = principal.caller(scene.agreement.role, side.arn if side else None)
    if caller is None:
        yield Diagnosis("principal", State.OPEN, whoever(scene.agreement, principal))
    elif side is None or caller.arn != side.arn:
        who = principal.describe(scene.agreement.partition)
        yield Diagnosis("principal", State.OPEN, Found(What.ANY_ASSIGNED, who))


def _principal(scene: Scene, principal: NamedPrincipal) -> Iterable[Diagnosis]:
    arn = principal.arn(scene.agreement.partition)
    found, agreed = scene.namesake(arn), arns.parse(arn)
    if arn in scene.missing:
        yield Diagnosis("principal", State.WRONG, Found(What.NO_PRINCIPAL, agreed.name, agreed.kind, principal.account))
    elif found is None:
        yield Diagnosis("principal", State.OPEN, scene.not_seen(arn, principal.account))
    elif found.existing and not scene.live:
        yield Diagnosis("principal", State.OPEN, Found(What.EXISTS, found.arn))
    elif found.arn != arn and not found.existing:
        yield Diagnosis("principal", State.WRONG, Found(What.PRINCIPAL_ELSEWHERE, agreed.kind, found.arn, arn))


def _asks_for_mfa(scene: Scene) -> bool:
    return scene.agreement.safeguards.mfa


def _mfa_device(scene: Scene) -> Iterable[Diagnosis]:
    for principal in scene.agreement.callers:
        if not (is_named(principal) and principal.has_long_term_credentials):
            who = principal.describe(scene.agreement.partition)
            yield Diagnosis("MFA device", State.OPEN, Found(What.UNKNOWN_DEVICE, who))
            continue
        arn = principal.arn(scene.agreement.partition)
        name, devices = arns.parse(arn).name, scene.facts.mfa_devices.get(arn)
        if devices is None:
            yield Diagnosis("MFA device", State.OPEN, scene.not_seen(f"MFA devices of {name}", principal.account))
        elif devices == 0:
            yield Diagnosis("MFA device", State.WRONG, Found(What.NO_DEVICE, name))


CHECKS = (
    Check("role", _role),
    Check("session duration", _duration, _asks_for_a_duration),
    Check("principal", _principals),
    Check("MFA device", _mfa_device, _asks_for_mfa, live_only=True),
)
"""The checks of this module, in the order of the table."""
