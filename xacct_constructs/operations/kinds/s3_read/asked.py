"""The requests to a bucket, and what S3 gives to KMS for them.

Source: Amazon S3 User Guide, "Using server-side encryption with AWS KMS keys" (encryption context).
"""

from collections.abc import Iterator

from xacct_constructs.arns import Arn
from xacct_constructs.iam import Condition, Context, Request, session_of_arn
from xacct_constructs.operations.carried import SAMPLE, Carried
from xacct_constructs.permissions import S3Read, Use
from xacct_constructs.permissions.keys import Decryption
from xacct_constructs.permissions.s3_read import decryption
from xacct_constructs.services import S3_BUCKET

(_CONTEXT,) = S3_BUCKET.encryption_context


def requests(permission: S3Read, use: Use, role: Arn, carried: Carried) -> Iterator[Request]:
    """One request for each kind of access to each prefix."""
    caller = session_of_arn(str(role))
    for prefix in permission.prefixes or ("",):
        listing = {**carried, "s3:prefix": prefix}
        yield Request(caller, "s3:ListBucket", use.resource, resource_account=use.owner, context=listing)
        key = f"{use.resource}/{prefix}{SAMPLE}"
        yield Request(caller, "s3:GetObject", key, resource_account=use.owner, context=carried)


def otherwise(condition: Condition, request: Request) -> Iterator[Context]:
    """Without bucket keys S3 gives KMS the object's ARN: any that the condition may mean."""
    bucket = request.full_context().variable(_CONTEXT.lower())
    if bucket is None or condition.key.lower() != _CONTEXT.lower():
        return
    objects = {each.replace("*", SAMPLE).replace("?", "x") for each in condition.values if each.startswith(bucket)}
    for each in (f"{bucket}/{SAMPLE}", *(each for each in objects if each.startswith(f"{bucket}/"))):
        yield Context({_CONTEXT.lower(): each})


def asked_of_key(use: Use) -> Decryption:
    """What S3 asks of the bucket's key."""
    return decryption(use.resource)
