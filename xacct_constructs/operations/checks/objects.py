"""Whose the objects are, and what encrypts them."""

from collections.abc import Iterable

from xacct_constructs.operations import mends
from xacct_constructs.operations.blocked import NOT_ASKED
from xacct_constructs.operations.checks.policies import asks_for_a_key
from xacct_constructs.operations.diagnosis import Check, Diagnosis, Scene, State
from xacct_constructs.permissions import S3Read
from xacct_constructs.permissions.buckets import bucket_name

_AWS_MANAGED = "alias/aws/s3"
"""This key's policy admits everybody in the bucket's account who may read the object."""


def _of(scene: Scene) -> Iterable[tuple[S3Read, str]]:
    for permission in scene.agreement.permissions:
        if isinstance(permission, S3Read):
            arn = permission.bucket_arn(scene.agreement.partition)
            if arn in scene.assembly.resources:
                yield permission, arn


def _unseen(scene: Scene, check: str) -> Iterable[Diagnosis]:
    """A line for each bucket that was not seen, and for raw statements, which may be about any."""
    if scene.is_raw:
        yield Diagnosis(check, State.OPEN, NOT_ASKED)
    for permission in (each for each in scene.agreement.permissions if isinstance(each, S3Read)):
        arn = permission.bucket_arn(scene.agreement.partition)
        if arn not in scene.assembly.resources:
            text = scene.not_seen(arn, permission.owner or scene.agreement.trusting_account)
            yield Diagnosis(check, State.OPEN, text)


def _ownership(scene: Scene) -> Iterable[Diagnosis]:
    yield from _unseen(scene, "object ownership")
    for permission, arn in _of(scene):
        setting = scene.facts.ownership.get(arn)
        about = f"object ownership of {arn}"
        if setting is None or (setting != "BucketOwnerEnforced" and arn not in scene.facts.foreign):
            yield Diagnosis("object ownership", State.OPEN, scene.unseen.get(about, "not seen"))
        elif setting != "BucketOwnerEnforced" and (key := scene.facts.foreign.get(arn)):
            text = f"{arn} leaves objects to whoever wrote them, and {key} is another account's"
            controls = "Rules=[{ObjectOwnership=BucketOwnerEnforced}]"
            bucket = {"bucket": bucket_name(str(permission.bucket)), "ownership_controls": controls}
            yield Diagnosis(
                "object ownership", State.WRONG, text, mends.line("s3api", "put-bucket-ownership-controls", **bucket)
            )


def _encryption(scene: Scene) -> Iterable[Diagnosis]:
    yield from _unseen(scene, "encryption")
    for permission, arn in _of(scene):
        if (about := f"encryption of {arn}") in scene.unseen:
            yield Diagnosis("encryption", State.OPEN, scene.unseen[about])
            continue
        key = scene.facts.encryption.get(arn, scene.assembly.resources[arn].kms_key)
        if key is None or key.endswith(_AWS_MANAGED):
            continue
        if permission.kms_key is None:
            text = f"{arn} is encrypted with {key}, and the agreement gives no kms:Decrypt"
            fix = f"write S3Read({bucket_name(str(permission.bucket))!r}, …, kms_key={key!r}) and deploy"
            yield Diagnosis("encryption", State.WRONG, text, fix)
        elif key.rsplit("/", 1)[-1] != str(permission.kms_key).rsplit("/", 1)[-1]:
            text = f"{arn} is encrypted with {key}, the agreement names {permission.kms_key}"
            yield Diagnosis("encryption", State.WRONG, text, f"write kms_key={key!r} and deploy")


def _key_state(scene: Scene) -> Iterable[Diagnosis]:
    if scene.is_raw:
        yield Diagnosis("key", State.OPEN, NOT_ASKED)
    for permission in scene.agreement.permissions:
        if not isinstance(permission, S3Read) or permission.kms_key is None:
            continue
        key = str(permission.kms_key)
        state = scene.facts.key_state.get(key)
        if key in scene.missing:
            yield Diagnosis("key", State.WRONG, f"there is no key {key}", "mend kms_key in the agreement, and deploy")
        elif state is None:
            yield Diagnosis("key", State.OPEN, scene.not_seen(key, key.split(":")[4]))
        elif state != "Enabled":
            options = {"key_id": key, "region": key.split(":")[3]}
            operation = "cancel-key-deletion" if state == "PendingDeletion" else "enable-key"
            yield Diagnosis("key", State.WRONG, f"{key} is {state}", mends.line("kms", operation, **options))


CHECKS = (
    Check("object ownership", _ownership, live_only=True),
    Check("encryption", _encryption),
    Check("key", _key_state, asks_for_a_key, live_only=True),
)
"""The checks of this module, in the order of the table."""
