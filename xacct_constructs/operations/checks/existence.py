"""Whether role and principals are there, and are the ones that are meant."""

from collections.abc import Iterable

from xacct_constructs import arns
from xacct_constructs.assembly import Identity
from xacct_constructs.operations import mends
from xacct_constructs.operations.asked import caller_of
from xacct_constructs.operations.diagnosis import Check, Diagnosis, Scene, State
from xacct_constructs.principals import TrustedPrincipal


def _role(scene: Scene) -> Iterable[Diagnosis]:
    agreement, role = scene.agreement, scene.namesake(scene.agreement.role_arn)
    arn = agreement.role_arn
    if role is None:
        if arn in scene.missing:
            text = f"there is no role {agreement.role_name} in {agreement.trusting_account}"
            yield Diagnosis("role", State.WRONG, text, "deploy the trusting half: cdk deploy")
        else:
            yield Diagnosis("role", State.OPEN, scene.not_seen(arn, agreement.trusting_account))
    elif role.existing and not scene.live:
        yield Diagnosis("role", State.OPEN, _exists_already(role))
    elif role.arn != arn and not role.existing:
        text = f"the role is {role.arn}, agreed is {arn}: the path is another"
        path = arns.parse(role.arn).resource.removeprefix("role").removesuffix(role.name)
        yield Diagnosis("role", State.WRONG, text, f"write path={path!r}")


def _exists_already(identity: Identity) -> str:
    return f"{identity.arn} exists already; its account says how it is"


def _asks_for_a_duration(scene: Scene) -> bool:
    return scene.agreement.safeguards.max_session_duration is not None


def _duration(scene: Scene) -> Iterable[Diagnosis]:
    agreed, role = scene.agreement.safeguards.max_session_duration, scene.role
    if agreed is None:
        return
    if role is not None and role.existing and not scene.live:
        yield Diagnosis("session duration", State.OPEN, _exists_already(role))
        return
    if role is None:
        text = scene.not_seen(scene.agreement.role_arn, scene.agreement.trusting_account)
        yield Diagnosis("session duration", State.OPEN, text)
        return
    seconds = int(agreed.total_seconds())
    if role.max_session_seconds is not None and role.max_session_seconds < seconds:
        text = f"the role gives sessions of at most {role.max_session_seconds} s, agreed are {seconds} s"
        given = {"role_name": scene.agreement.role_name, "max_session_duration": str(seconds)}
        yield Diagnosis("session duration", State.WRONG, text, mends.line("iam", "update-role", **given))


def _principals(scene: Scene) -> Iterable[Diagnosis]:
    for principal in scene.agreement.trusted_principals:
        yield from (_anybody if principal.is_whole_account else _principal)(scene, principal)


def _anybody(scene: Scene, principal: TrustedPrincipal) -> Iterable[Diagnosis]:
    """Of a whole account only those who are signed in are seen."""
    side = scene.trusted.get(principal.account)
    if caller_of(scene.agreement, principal, side.arn if side else None) is None:
        text = f"any user of {principal.account} may ask; sign in as one with --trusted-profile"
        yield Diagnosis("principal", State.OPEN, text)


def _principal(scene: Scene, principal: TrustedPrincipal) -> Iterable[Diagnosis]:
    arn = principal.arn(scene.agreement.partition)
    found, agreed = scene.namesake(arn), arns.parse(arn)
    if arn in scene.missing:
        text = f"there is no {agreed.kind} {agreed.name} in {principal.account}"
        yield Diagnosis("principal", State.WRONG, text, "deploy the trusted half: cdk deploy")
    elif found is None:
        yield Diagnosis("principal", State.OPEN, scene.not_seen(arn, principal.account))
    elif found.existing and not scene.live:
        yield Diagnosis("principal", State.OPEN, _exists_already(found))
    elif found.arn != arn and not found.existing:
        text = f"the {agreed.kind} is {found.arn}, agreed is {arn}: the path is another"
        yield Diagnosis("principal", State.WRONG, text, f"agree on {found.arn}, path included")


def _asks_for_mfa(scene: Scene) -> bool:
    return scene.agreement.safeguards.mfa


def _mfa_device(scene: Scene) -> Iterable[Diagnosis]:
    for principal in scene.agreement.trusted_principals:
        arn = principal.arn(scene.agreement.partition)
        if not principal.has_long_term_credentials:
            text = f"who has the MFA device behind {arn} is not known"
            yield Diagnosis("MFA device", State.OPEN, text)
            continue
        name, devices = arns.parse(arn).name, scene.facts.mfa_devices.get(arn)
        if devices is None:
            text = scene.not_seen(f"MFA devices of {name}", principal.account)
            yield Diagnosis("MFA device", State.OPEN, text)
        elif devices == 0:
            text = f"the agreement asks for MFA, and {name} has no device"
            fix = f"aws iam enable-mfa-device --user-name {name} --serial-number ARN --authentication-code1 …"
            yield Diagnosis("MFA device", State.WRONG, text, fix)


CHECKS = (
    Check("role", _role),
    Check("session duration", _duration, _asks_for_a_duration),
    Check("principal", _principals),
    Check("MFA device", _mfa_device, _asks_for_mfa, live_only=True),
)
"""The checks of this module, in the order of the table."""
