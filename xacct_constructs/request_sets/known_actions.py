"""Actions that AWS has, with the kind of resource each is asked on: so that a counterexample is a real request.

Not complete: an action that is missing here is still counted, only its resource is not narrowed.
Source: Service Authorization Reference, Amazon S3, AWS KMS, AWS STS.
"""

from xacct_constructs.request_sets.globs import Glob, arn_glob

_OBJECT = """GetObject PutObject DeleteObject ListMultipartUploadParts AbortMultipartUpload GetObjectAcl PutObjectAcl
GetObjectVersion DeleteObjectVersion GetObjectTagging PutObjectTagging DeleteObjectTagging GetObjectVersionTagging
GetObjectAttributes GetObjectVersionAttributes GetObjectVersionAcl GetObjectRetention GetObjectLegalHold RestoreObject
PutObjectRetention PutObjectLegalHold PutObjectVersionAcl PutObjectVersionTagging DeleteObjectVersionTagging
BypassGovernanceRetention GetObjectVersionForReplication GetObjectTorrent GetObjectVersionTorrent ReplicateObject
ReplicateDelete ReplicateTags ObjectOwnerOverrideToBucketOwner"""
_BUCKET = """ListBucket ListBucketVersions GetBucketLocation ListBucketMultipartUploads GetBucketPolicy PutBucketPolicy
DeleteBucketPolicy DeleteBucket GetBucketAcl PutBucketAcl GetBucketVersioning PutBucketVersioning GetBucketTagging
PutBucketTagging GetEncryptionConfiguration PutEncryptionConfiguration GetLifecycleConfiguration
PutLifecycleConfiguration GetBucketNotification PutBucketNotification GetBucketPublicAccessBlock
PutBucketPublicAccessBlock GetBucketLogging PutBucketLogging GetBucketCORS PutBucketCORS GetReplicationConfiguration
PutReplicationConfiguration GetBucketOwnershipControls PutBucketOwnershipControls GetBucketPolicyStatus
GetBucketWebsite PutBucketWebsite DeleteBucketWebsite GetInventoryConfiguration PutInventoryConfiguration
GetAnalyticsConfiguration PutAnalyticsConfiguration GetMetricsConfiguration PutMetricsConfiguration
GetAccelerateConfiguration PutAccelerateConfiguration GetBucketRequestPayment PutBucketRequestPayment
GetBucketObjectLockConfiguration PutBucketObjectLockConfiguration GetIntelligentTieringConfiguration CreateBucket"""
_KEY = """Decrypt Encrypt GenerateDataKey GenerateDataKeyWithoutPlaintext ReEncryptFrom ReEncryptTo DescribeKey
CreateGrant ListGrants RevokeGrant GetKeyPolicy PutKeyPolicy EnableKey DisableKey ScheduleKeyDeletion
GetKeyRotationStatus EnableKeyRotation TagResource UntagResource"""
_ROLE = "AssumeRole AssumeRoleWithWebIdentity AssumeRoleWithSAML TagSession SetSourceIdentity SetContext"

_KINDS: dict[str, tuple[str, tuple[str, ...], tuple[str, ...]]] = {
    "object": (f"s3:{_OBJECT}", ("arn:aws*:s3:::?*/?*",), ()),
    "bucket": (f"s3:{_BUCKET}", ("arn:aws*:s3:::?*",), ("arn:*:s3:::*/*",)),
    "key": (f"kms:{_KEY}", ("arn:aws*:kms:?*:?*:key/?*",), ()),
    "role": (f"sts:{_ROLE}", ("arn:aws*:iam::?*:role/?*",), ()),
    "anything": (
        "iam:CreateAccessKey iam:PutRolePolicy iam:PassRole ec2:RunInstances lambda:InvokeFunction",
        ("*",),
        (),
    ),
}


def _names(text: str) -> list[str]:
    service, names = text.split(":", 1)
    return [each if ":" in each else f"{service}:{each}" for each in names.split()]


KNOWN: dict[str, str] = {name: kind for kind, (text, _, _) in _KINDS.items() for name in _names(text)}
"""Action to the kind of its resource."""


def _globs(patterns: tuple[str, ...]) -> frozenset[Glob]:
    return frozenset(glob for pattern in patterns if (glob := arn_glob(pattern)) is not None)


RESOURCES: dict[str, tuple[frozenset[Glob], frozenset[Glob]]] = {
    kind: (_globs(within), _globs(without)) for kind, (_, within, without) in _KINDS.items()
}
"""Kind of resource to the ARNs that are of it: in the first set, and not in the second."""
