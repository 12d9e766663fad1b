"""The one request that is not a read: a `PutObject` on a condition that no object meets, so that it never writes.

It asks S3 to write if the object's ETag is one that no object has. Refused by a policy, it answers 403; allowed, 412,
or 404 where the object is gone, and nothing is written. It needs `s3:GetObject` as well, and policies may ask for
`s3:if-match`, so it shows what becomes of this request and is reported as this request.
Source: Amazon S3 User Guide, "How to prevent object overwrites with conditional writes".
"""

import re
from collections.abc import Collection
from typing import Any
from urllib.parse import urlsplit

from xacct_constructs.operations.calls import problem_code, why
from xacct_constructs.operations.trying.asking import REFUSED_CODE, Answer
from xacct_constructs.operations.trying.line import Outcome
from xacct_constructs.partitions import DNS_SUFFIXES

NO_ETAG = '"00000000000000000000000000000000-0"'
"""What S3 gives an upload of no parts, and every upload has one."""
_SUFFIXES = "|".join(re.escape(each) for each in sorted(set(DNS_SUFFIXES.values())))
# Not all of amazonaws.com is S3: a load balancer's name ends so too, and anything may be behind it.
_S3 = re.compile(rf"(.+\.)?s3(-fips|-accelerate)?(\.dualstack)?(\.[a-z0-9-]+)?(\.vpce)?\.({_SUFFIXES})")
_ANSWERS = {
    REFUSED_CODE: Answer(Outcome.REFUSED, REFUSED_CODE, REFUSED_CODE),
    "PreconditionFailed": Answer(Outcome.ALLOWED, "412: allowed, and nothing written"),
    "NoSuchKey": Answer(Outcome.ALLOWED, "404: allowed; the object is gone meanwhile, and nothing written"),
}


class UnknownEndpointError(Exception):
    """Raised in place of sending the request to somebody who may ignore the condition."""


def honours_conditions(url: str, also: Collection[str] = ()) -> bool:
    """Whether a URL is that of an endpoint that is known to honour `If-Match` on `PutObject`.

    Args:
        url: Where the request goes.
        also: Endpoints that have been shown to, besides S3's own, as `https://localhost:4566`. Default: none.
    """
    place = urlsplit(url)
    is_s3 = place.scheme == "https" and place.port in (None, 443) and _S3.fullmatch(place.hostname or "")
    return bool(is_s3) or f"{place.scheme}://{place.netloc}" in also


def try_to_write(s3: Any, also: Collection[str] = (), **place: str) -> Answer:
    """What becomes of the request; nothing but a policy's yes or no is taken for one.

    Args:
        s3: The client of whoever asks.
        also: As for `honours_conditions`.
        place: Bucket, its owner, and the key of an object that has just been read.
    """

    def only_where_it_is_honoured(request: Any, **_: Any) -> None:
        # At the last moment: the client, its profile and S3's redirects all have a say in where the request goes.
        if request.headers.get("If-Match") is None or not honours_conditions(request.url, also):
            raise UnknownEndpointError(urlsplit(request.url).netloc)

    event = "before-send.s3.PutObject"
    s3.meta.events.register(event, only_where_it_is_honoured)
    try:
        s3.put_object(**place, Body=b"", IfMatch=NO_ETAG)
    except UnknownEndpointError as problem:
        return Answer(Outcome.NOT_TRIED, f"{problem} is not known to honour If-Match, and might write")
    except Exception as problem:  # over an answer that is garbled, botocore fails with whatever it stumbles on
        return _ANSWERS.get(problem_code(problem)) or Answer(Outcome.NOT_TRIED, f"no answer that tells: {why(problem)}")
    finally:
        s3.meta.events.unregister(event, only_where_it_is_honoured)
    return Answer(Outcome.WRITTEN, "the endpoint ignored If-Match: THE OBJECT MAY NOW BE EMPTY; restore it")
