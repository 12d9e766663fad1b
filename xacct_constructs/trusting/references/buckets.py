"""CDK buckets: each is asked once, since asking takes round trips to Node."""

from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

from xacct_constructs.trusting.references.edge import is_token


class Bucket(NamedTuple):
    """What a CDK bucket says of itself.

    Attributes:
        name: Its name; one that is not known before deployment is written as a variable of its path.
        owner: The account that owns it. None: left to deployment.
        key: The CDK key that encrypts it; None where the bucket names none.
    """

    name: str
    owner: str | None
    key: Any


_BUCKETS: WeakKeyDictionary[Any, Bucket] = WeakKeyDictionary()


def described(bucket: Any) -> Bucket:
    """The bucket in names."""
    if bucket not in _BUCKETS:
        _BUCKETS[bucket] = _describe(bucket)
    return _BUCKETS[bucket]


def _describe(bucket: Any) -> Bucket:
    name = bucket.bucket_name if hasattr(bucket, "bucket_name") else bucket.bucket_ref.bucket_name
    if name is None or is_token(name):
        name = getattr(bucket.node.default_child, "bucket_name", None)
        name = f"${{{bucket.node.path}}}" if name is None or is_token(name) else name
    owner = bucket.env.account
    return Bucket(name=name, owner=None if is_token(owner) else owner, key=getattr(bucket, "encryption_key", None))
