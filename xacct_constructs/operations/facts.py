"""What stands beside the policies and decides too: who owns the objects, whether the key is on, who has MFA."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from xacct_constructs.agreement import Agreement
from xacct_constructs.operations.calls import Looks, Side
from xacct_constructs.permissions import S3Read
from xacct_constructs.principals import TrustedUser

_OBJECTS_LOOKED_AT = 1000


@dataclass(slots=True)
class Facts:
    """Facts by ARN; what could not be seen is absent."""

    ownership: dict[str, str] = field(default_factory=dict)
    """Bucket to its object ownership setting."""
    foreign: dict[str, str] = field(default_factory=dict)
    """Bucket to the first of its objects that another account owns; empty where all were looked at and none is."""
    encryption: dict[str, str | None] = field(default_factory=dict)
    """Bucket to the customer managed key that encrypts by default; None for none."""
    key_state: dict[str, str] = field(default_factory=dict)
    """Key to its state, as KMS says it."""
    mfa_devices: dict[str, int] = field(default_factory=dict)
    """User to the number of MFA devices."""


def read_facts(
    looks: Looks, agreement: Agreement, region: str | None, trusting: Side | None, trusted: Mapping[str, Side]
) -> Facts:
    """The facts of one agreement; the arguments are those of `live.read_live`."""
    facts = Facts()
    for permission in (each for each in agreement.permissions if isinstance(each, S3Read)):
        if trusting is not None and permission.owner in (None, trusting.account):
            _of_bucket(looks, facts, permission, agreement.partition, trusting, region)
        key = None if permission.kms_key is None else str(permission.kms_key)
        if trusting is not None and key is not None and key.split(":")[4] == trusting.account:
            answer = looks.at(key, trusting.client("kms", key.split(":")[3]).describe_key, KeyId=key)
            if answer is not None:
                facts.key_state[key] = str(answer["KeyMetadata"]["KeyState"])
    for principal in agreement.trusted_principals:
        side = trusted.get(principal.account)
        if side is not None and isinstance(principal, TrustedUser):
            arn, about = principal.arn(agreement.partition), f"MFA devices of {principal.name}"
            if arn not in looks.missing:
                devices = looks.at(about, side.client("iam").list_mfa_devices, UserName=principal.name)
                if devices is not None:
                    facts.mfa_devices[arn] = len(devices["MFADevices"])
    return facts


def _of_bucket(looks: Looks, facts: Facts, permission: S3Read, partition: str, side: Side, region: str | None) -> None:
    arn = permission.bucket_arn(partition)
    if arn in looks.missing:
        return
    s3 = side.client("s3", region)
    bucket = {"Bucket": arn.rsplit(":", 1)[1], "ExpectedBucketOwner": side.account}
    about = f"object ownership of {arn}"
    answer = looks.at(about, s3.get_bucket_ownership_controls, **bucket)
    if answer is not None:
        facts.ownership[arn] = str(answer["OwnershipControls"]["Rules"][0]["ObjectOwnership"])
    elif about in looks.missing:
        facts.ownership[arn] = "ObjectWriter"
    if facts.ownership.get(arn, "BucketOwnerEnforced") != "BucketOwnerEnforced":
        found = _foreign(looks, about, s3, bucket, permission.prefixes or ("",))
        if found is not None:
            facts.foreign[arn] = found
    answer = looks.at(f"encryption of {arn}", s3.get_bucket_encryption, **bucket)
    if answer is not None:
        rule = answer["ServerSideEncryptionConfiguration"]["Rules"][0].get("ApplyServerSideEncryptionByDefault", {})
        facts.encryption[arn] = rule.get("KMSMasterKeyID") if "aws:kms" in rule.get("SSEAlgorithm", "") else None


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
            looks.unseen.setdefault(
                about, f"of {prefix or bucket['Bucket']} only the first {_OBJECTS_LOOKED_AT} objects"
            )
    return "" if all_seen else None
