"""A bucket as it is now: its policy, who owns its objects, and what encrypts them."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from xacct_constructs import arns
from xacct_constructs.assembly import Resource
from xacct_constructs.iam import Origin, Policy
from xacct_constructs.operations.calls import Looks, Side
from xacct_constructs.operations.facts import Facts
from xacct_constructs.operations.found import Found, What
from xacct_constructs.permissions import S3Read, Use
from xacct_constructs.services import S3_BUCKET

_OBJECTS_LOOKED_AT = 1000


def ownership_of(bucket_arn: str) -> str:
    """What the object ownership setting is kept under."""
    return f"object ownership of {bucket_arn}"


def foreign_of(bucket_arn: str) -> str:
    """What the first object of another account is kept under; empty where all were looked at and none is."""
    return f"objects of others in {bucket_arn}"


def encryption_of(bucket_arn: str) -> str:
    """What the key that encrypts by default is kept under; None for none."""
    return f"encryption of {bucket_arn}"


def read(looks: Looks, side: Side, use: Use, region: str | None) -> Resource | None:
    """A bucket of the side's account with its policy; None where it is not the account's."""
    arn = use.resource
    s3, name = side.client("s3", region), arns.parse(arn).resource
    own = looks.at("buckets", s3.list_buckets)
    if own is not None and name not in [each["Name"] for each in own["Buckets"]]:
        looks.missing.add(arn)
        return None
    answer = looks.at(f"policy of {arn}", s3.get_bucket_policy, Bucket=name, ExpectedBucketOwner=side.account)
    policies = () if answer is None else (Policy(json.loads(answer["Policy"]), Origin("", arn, "bucket policy")),)
    return Resource(arn, side.account, Origin("", arn, "bucket"), S3_BUCKET, policies)


def look(looks: Looks, facts: Facts, permission: S3Read, use: Use, side: Side, region: str | None) -> None:
    """Look at the bucket's object ownership and encryption."""
    arn = use.resource
    s3 = side.client("s3", region)
    bucket = {"Bucket": arns.parse(arn).resource, "ExpectedBucketOwner": side.account}
    about = ownership_of(arn)
    answer = looks.at(about, s3.get_bucket_ownership_controls, **bucket)
    if answer is not None:
        facts.settings[about] = str(answer["OwnershipControls"]["Rules"][0]["ObjectOwnership"])
    elif about in looks.missing:
        facts.settings[about] = "ObjectWriter"
    if facts.settings.get(about, "BucketOwnerEnforced") != "BucketOwnerEnforced":
        found = _foreign(looks, about, s3, bucket, permission.prefixes or ("",))
        if found is not None:
            facts.settings[foreign_of(arn)] = found
    answer = looks.at(encryption_of(arn), s3.get_bucket_encryption, **bucket)
    if answer is not None:
        rule = answer["ServerSideEncryptionConfiguration"]["Rules"][0].get("ApplyServerSideEncryptionByDefault", {})
        key = rule.get("KMSMasterKeyID") if "aws:kms" in rule.get("SSEAlgorithm", "") else None
        facts.settings[encryption_of(arn)] = key


def _foreign(looks: Looks, about: str, s3: Any, bucket: Mapping[str, str], prefixes: Sequence[str]) -> str | None:
    """The first object that another account owns, empty for none; None where not all were looked at."""
    owner = looks.at(about, s3.get_bucket_acl, **bucket)
    all_seen = owner is not None
    for prefix in prefixes if owner else ():
        listed = looks.at(
            about, s3.list_objects_v2, **bucket, Prefix=prefix, FetchOwner=True, MaxKeys=_OBJECTS_LOOKED_AT
        )
        for each in listed.get("Contents", ()) if listed else ():
            if each["Owner"]["ID"] != owner["Owner"]["ID"]:
                return str(each["Key"])
        if listed is None or listed.get("IsTruncated"):
            all_seen = False
            first = Found(What.FIRST_ONLY, prefix or bucket["Bucket"], str(_OBJECTS_LOOKED_AT))
            looks.unseen.setdefault(about, first)
    return "" if all_seen else None
