"""Reading a bucket: what is asked of S3, what is looked at, and what is tried."""

from xacct_constructs.operations.kinds.kind import Kind, OwnCheck
from xacct_constructs.operations.kinds.s3_read import asked, deployed, reading, settings
from xacct_constructs.permissions import S3Read
from xacct_constructs.services import S3_BUCKET

KIND: Kind[S3Read] = Kind(
    resource=S3_BUCKET,
    requests=asked.requests,
    otherwise=asked.otherwise,
    decryption=asked.asked_of_key,
    read=deployed.read,
    look=deployed.look,
    checks=(
        OwnCheck("object ownership", settings.check_ownership, live_only=True),
        OwnCheck("encryption", settings.check_encryption),
    ),
    own_keys=frozenset({"s3:prefix"}),
    objects=reading.prefixes,
    tries=reading.tries,
)

__all__ = ["KIND"]
