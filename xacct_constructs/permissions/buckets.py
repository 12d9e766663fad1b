"""Bucket names: what S3 accepts, and what only looks like a bucket.

Source: Amazon S3 User Guide, "General purpose bucket naming rules".
"""

import re
from collections.abc import Iterator

from xacct_constructs import arns
from xacct_constructs.finding import Finding, error
from xacct_constructs.quotas import BUCKET_NAME
from xacct_constructs.texts import shown

_NAME = rf"[a-z0-9][a-z0-9.-]{BUCKET_NAME.without(2).times}[a-z0-9]"
_IP_ADDRESS = r"[0-9]+\.[0-9]+\.[0-9]+\.[0-9]+"
_BUCKET_ARN = r"arn:(aws[a-z-]*):s3:::([^:/]+)"
_OTHER_KINDS = {
    "--x-s3": "a directory bucket",
    "--table-s3": "a table bucket",
    "-s3alias": "an access point alias",
    "--ol-s3": "an Object Lambda access point alias",
    ".mrap": "a multi-Region access point alias",
}
_NAME_IT = (
    'give it a name, as in s3.Bucket(..., bucket_name="acme-reports"), and pass the CDK bucket itself; '
    "or pass its name or ARN as text, once it is deployed"
)
_RESERVED_PREFIXES = ("xn--", "sthree-", "amzn-s3-demo-")


def bucket_name(bucket: str) -> str:
    """The name in a bucket's ARN, or the name itself."""
    return arns.parse(bucket).resource if arns.is_arn(bucket) else bucket


def check_bucket(path: str, bucket: object, partition: str) -> Iterator[Finding]:
    """A bucket is named by its name or its ARN, and is a general purpose bucket."""
    if not isinstance(bucket, str):
        message = f"must be a bucket's name or ARN, got {type(bucket).__name__}"
        yield error("XA101", path, message, "pass a CDK bucket to TrustingAccountRole(...), its name everywhere else")
        return
    if bucket.startswith("arn:"):
        found = re.fullmatch(_BUCKET_ARN, bucket)
        if not found:
            message = f"must be the ARN of a bucket (arn:{partition}:s3:::NAME), got {shown(bucket)}"
            yield error("XA102", path, message, "name the bucket, not its objects or an access point")
            return
        if found[1] != partition:
            yield error(
                "XA102", path, f"must lie in partition {partition}, got {shown(bucket)}", "pass the bucket's name"
            )
    yield from _check_name(path, bucket_name(bucket))


def _check_name(path: str, name: str) -> Iterator[Finding]:
    for suffix, kind in _OTHER_KINDS.items():
        if name.endswith(suffix):
            yield error(
                "XA103", path, f"must be a general purpose bucket, got {kind}: {shown(name)}", "name the bucket itself"
            )
            return
    if "${" in name:
        got = f"the CDK token {shown(name)}" if "${Token[" in name else f"the bucket {shown(name.strip('${}'))}"
        message = f"must have a name that is known before deployment, got {got}"
        yield error("XA104", path, message, _NAME_IT)
    elif (
        not re.fullmatch(_NAME, name)
        or re.fullmatch(_IP_ADDRESS, name)
        or ".." in name
        or name.startswith(_RESERVED_PREFIXES)
    ):
        allowed = f"{BUCKET_NAME} lower-case letters, digits, dots or hyphens"
        message = f"must be {allowed} by S3's naming rules, got {shown(name)}"
        yield error("XA101", path, message, "copy the name from the S3 console")
