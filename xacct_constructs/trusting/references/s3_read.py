"""The CDK bucket of an `S3Read`, and the key of the bucket or of its own."""

from dataclasses import replace

from xacct_constructs.permissions import S3Read
from xacct_constructs.permissions.s3_read import decryption
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
    arn = resolve_key(read.kms_key, f"{edge.path}.kms_key", edge, decryption(read.bucket_arn(edge.role.partition)))
    return replace(read, kms_key=arn)
