"""Whether role, principals and buckets are there, and are the ones that are meant."""

from collections.abc import Iterable

from xacct_constructs.assembly import Identity
from xacct_constructs.operations import mends
from xacct_constructs.operations.asked import caller_of
from xacct_constructs.operations.blocked import NOT_ASKED
from xacct_constructs.operations.diagnosis import Check, Diagnosis, Scene, State
from xacct_constructs.permissions import S3Read
from xacct_constructs.principals import TrustedAccount, TrustedUser


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
        yield Diagnosis(
            "role", State.WRONG, text, f"write path={role.arn.split(':role', 1)[1].rsplit('/', 1)[0] + '/'!r}"
        )


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
    if role.max_session_seconds < seconds:
        text = f"the role gives sessions of at most {role.max_session_seconds} s, agreed are {seconds} s"
        given = {"role_name": scene.agreement.role_name, "max_session_duration": str(seconds)}
        yield Diagnosis("session duration", State.WRONG, text, mends.line("iam", "update-role", **given))


def _principals(scene: Scene) -> Iterable[Diagnosis]:
    for principal in scene.agreement.trusted_principals:
        if isinstance(principal, TrustedAccount):
            side = scene.trusted.get(principal.account)
            if caller_of(scene.agreement, principal, side.arn if side else None) is None:
                text = f"any user of {principal.account} may ask; sign in as one with --trusted-profile"
                yield Diagnosis("principal", State.OPEN, text)
            continue
        arn = principal.arn(scene.agreement.partition)
        found = scene.namesake(arn)
        if arn in scene.missing:
            text = f"there is no {principal.kind} {principal.name} in {principal.account}"
            yield Diagnosis("principal", State.WRONG, text, "deploy the trusted half: cdk deploy")
        elif found is None:
            yield Diagnosis("principal", State.OPEN, scene.not_seen(arn, principal.account))
        elif found.existing and not scene.live:
            yield Diagnosis("principal", State.OPEN, _exists_already(found))
        elif found.arn != arn and not found.existing:
            text = f"the {principal.kind} is {found.arn}, agreed is {arn}: the path is another"
            yield Diagnosis("principal", State.WRONG, text, f"agree on {found.arn}, path included")


def _asks_for_mfa(scene: Scene) -> bool:
    return scene.agreement.safeguards.mfa


def _mfa_device(scene: Scene) -> Iterable[Diagnosis]:
    for principal in scene.agreement.trusted_principals:
        if not isinstance(principal, TrustedUser):
            text = f"who has the MFA device behind {principal.arn(scene.agreement.partition)} is not known"
            yield Diagnosis("MFA device", State.OPEN, text)
            continue
        arn = principal.arn(scene.agreement.partition)
        devices = scene.facts.mfa_devices.get(arn)
        if devices is None:
            text = scene.not_seen(f"MFA devices of {principal.name}", principal.account)
            yield Diagnosis("MFA device", State.OPEN, text)
        elif devices == 0:
            text = f"the agreement asks for MFA, and {principal.name} has no device"
            fix = f"aws iam enable-mfa-device --user-name {principal.name} --serial-number ARN --authentication-code1 …"
            yield Diagnosis("MFA device", State.WRONG, text, fix)


def _buckets(scene: Scene) -> Iterable[Diagnosis]:
    agreement = scene.agreement
    if scene.is_raw:
        yield Diagnosis("bucket", State.OPEN, NOT_ASKED)
    for permission in (each for each in agreement.permissions if isinstance(each, S3Read)):
        arn, owner = permission.bucket_arn(agreement.partition), permission.owner or agreement.trusting_account
        bucket = scene.assembly.resources.get(arn)
        if arn in scene.missing:
            text = f"{arn} is not a bucket of {owner}: it is not there, or it is somebody else's"
            yield Diagnosis(
                "bucket", State.WRONG, text, "deploy the bucket, or mend its name or owner in the agreement"
            )
        elif bucket is None:
            yield Diagnosis("bucket", State.OPEN, scene.not_seen(arn, owner))
        elif bucket.account != owner:
            text = f"{arn} is of account {bucket.account}, agreed is {owner}"
            yield Diagnosis("bucket", State.WRONG, text, f"write owner={bucket.account!r}")


CHECKS = (
    Check("role", _role),
    Check("session duration", _duration, _asks_for_a_duration),
    Check("principal", _principals),
    Check("MFA device", _mfa_device, _asks_for_mfa, live_only=True),
    Check("bucket", _buckets),
)
"""The checks of this module, in the order of the table."""
