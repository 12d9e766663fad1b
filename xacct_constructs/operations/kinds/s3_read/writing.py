"""The one request that is not a read: a `PutObject` on a condition that no object meets, so that it never writes.

It asks S3 to write if the object's ETag is one that no object has. Refused by a policy, it answers 403; allowed, 412,
or 404 where the object is gone, and nothing is written. It needs `s3:GetObject` as well, and policies may ask for
`s3:if-match`, so it shows what becomes of this request and is reported as this request.
Source: Amazon S3 User Guide, "How to prevent object overwrites with conditional writes".
"""

import re
from collections.abc import Collection
from typing import Any

from xacct_constructs.operations.trying.asking import Reply
from xacct_constructs.operations.trying.conditional import SUFFIXES, ConditionalWrite

NO_ETAG = '"00000000000000000000000000000000-0"'
"""What S3 gives an upload of no parts, and every upload has one."""


def _carries(request: Any) -> bool:
    return request.headers.get("If-Match") is not None


WRITE = ConditionalWrite(
    event="s3.PutObject",
    hosts=re.compile(rf"(.+\.)?s3(-fips|-accelerate)?(\.dualstack)?(\.[a-z0-9-]+)?(\.vpce)?\.({SUFFIXES})"),
    condition="If-Match",
    carries=_carries,
    answers={
        "PreconditionFailed": "412: allowed, and nothing written",
        "NoSuchKey": "404: allowed; the object is gone meanwhile, and nothing written",
    },
    ignored="THE OBJECT MAY NOW BE EMPTY; restore it",
)


def try_to_write(s3: Any, also: Collection[str] = (), **place: str) -> Reply:
    """What becomes of the request; nothing but a policy's yes or no is taken for one.

    Args:
        s3: The client of whoever asks.
        also: Endpoints that have been shown to honour `If-Match`, besides S3's own. Default: none.
        place: Bucket, its owner, and the key of an object that has just been read.
    """
    return WRITE.ask(s3, s3.put_object, also, **place, Body=b"", IfMatch=NO_ETAG)
