"""The CDK bucket of an `S3Read`, and the key of the bucket or of its own."""

from dataclasses import replace

from xacct_constructs.permissions import S3Read
from xacct_constructs.permissions.keys import key_owner_finding
from xacct_constructs.trusting.references.buckets import described
from xacct_constructs.trusting.references.edge import Edge, is_construct
from xacct_constructs.trusting.references.keys import resolve_key


def s3_read(read: S3Read, edge: Edge) -> S3Read:
    """The permission by the bucket's name and the key's ARN."""
    if is_construct(read.bucket):
        known = described(read.bucket)
        key = known.key if read.kms_key is None else read.kms_key
        read = replace(read, bucket=known.name, owner=read.owner or known.owner, kms_key=key)
    if not is_construct(read.kms_key):
        return read
    path, bucket_arn = f"{edge.path}.kms_key", read.bucket_arn(edge.role.partition)
    arn = resolve_key(read.kms_key, path, edge, lambda key_arn: key_owner_finding(path, key_arn, bucket_arn, edge.role))
    return replace(read, kms_key=arn)
