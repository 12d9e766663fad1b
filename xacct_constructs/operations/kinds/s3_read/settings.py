"""Whose the objects of a bucket are, and what encrypts them."""

from collections.abc import Iterable

from xacct_constructs import arns
from xacct_constructs.operations import mends
from xacct_constructs.operations.diagnosis import Diagnosis, Scene, State
from xacct_constructs.operations.found import Found, What
from xacct_constructs.operations.kinds.s3_read.deployed import encryption_of, foreign_of, ownership_of
from xacct_constructs.permissions import S3Read, Use
from xacct_constructs.permissions.keys import key_id
from xacct_constructs.services import S3_BUCKET


def check_ownership(scene: Scene, _: S3Read, use: Use) -> Iterable[Diagnosis]:
    """An object that another account wrote may be that account's, and then the bucket's owner cannot let others in."""
    arn = use.resource
    setting = scene.facts.settings.get(ownership_of(arn))
    others = scene.facts.settings.get(foreign_of(arn))
    if setting is None or (setting != "BucketOwnerEnforced" and others is None):
        yield Diagnosis("object ownership", State.OPEN, scene.unseen.get(ownership_of(arn), Found(What.NOT_LOOKED_AT)))
    elif setting != "BucketOwnerEnforced" and others:
        bucket, controls = arns.parse(arn).resource, "Rules=[{ObjectOwnership=BucketOwnerEnforced}]"
        mend = mends.command("s3api", "put-bucket-ownership-controls", bucket=bucket, ownership_controls=controls)
        yield Diagnosis("object ownership", State.WRONG, Found(What.OF_ANOTHER, arn, others), (mend,))


def check_encryption(scene: Scene, _: S3Read, use: Use) -> Iterable[Diagnosis]:
    """What encrypts the bucket is the key that is agreed."""
    arn, about, bucket = use.resource, encryption_of(use.resource), scene.resource(use.resource)
    if about in scene.unseen:
        yield Diagnosis("encryption", State.OPEN, scene.unseen[about])
        return
    key = scene.facts.settings.get(about, bucket.kms_key if bucket is not None else None)
    if key is None or key.endswith(S3_BUCKET.aws_managed_key):
        return
    if use.key is None:
        found = Found(What.NO_DECRYPT, arn, key, S3Read.__name__, (arns.parse(arn).resource,))
        yield Diagnosis("encryption", State.WRONG, found)
    elif key_id(key) != key_id(use.key):
        yield Diagnosis("encryption", State.WRONG, Found(What.OTHER_KEY, arn, key, use.key))
