"""What `S3Read` lets the role's sessions ask for."""

from xacct_constructs import arns
from xacct_constructs.agreed_access.meaning import Meaning
from xacct_constructs.agreement import Agreement
from xacct_constructs.iam import escaped
from xacct_constructs.partitions import DNS_SUFFIXES
from xacct_constructs.permissions import S3Read
from xacct_constructs.request_sets import Box, action_literal, box, equals, literal, resource_literal


def s3_read(read: S3Read, agreement: Agreement) -> Meaning:
    """What reading a bucket means: objects, lists, the bucket's region, and what S3 asks of the key."""
    bucket = read.bucket_arn(agreement.partition)
    owner = equals("aws:ResourceAccount", read.owner or agreement.trusting_account)
    starts = tuple(escaped(prefix) + "*" for prefix in read.prefixes or ())
    kinds = ["", *(["Tagging"] if read.tags else []), *(["Attributes"] if read.attributes else [])]
    versions = ["", "Version"] if read.versions else [""]
    objects = tuple(f"s3:GetObject{version}{kind}" for kind in kinds for version in versions)
    lists = ("s3:ListBucket", "s3:ListBucketVersions") if read.versions else ("s3:ListBucket",)
    keys = tuple(f"{bucket}/{start}" for start in starts or ("*",))
    within = [literal("s3:prefix", "StringLike", starts)] if starts else []
    direct = (
        box(action_literal(objects), resource_literal(keys), owner),
        box(action_literal(lists), resource_literal((bucket,)), owner, *within),
        box(action_literal(("s3:GetBucketLocation",)), resource_literal((bucket,)), owner),
    )
    return Meaning(direct, () if read.kms_key is None else (using_key(bucket, str(read.kms_key)),))


def using_key(bucket: str, key: str, actions: tuple[str, ...] = ("kms:Decrypt",), objects: tuple[str, ...] = ()) -> Box:
    """What S3 asks KMS for a session; with a bucket key the context is the bucket, else the object.

    Args:
        bucket: The bucket.
        key: What encrypts it.
        actions: What is asked of the key.
        objects: Patterns of the objects, in a bucket that has no bucket key. Default: all, and the bucket itself.
    """
    where = arns.parse(key)
    return box(
        action_literal(actions),
        resource_literal((key,)),
        equals("kms:ViaService", f"s3.{where.region}.{DNS_SUFFIXES[where.partition]}"),
        literal("kms:EncryptionContext:aws:s3:arn", "StringLike", objects or (bucket, f"{bucket}/*")),
    )
