"""Amazon S3.

Source: Service Authorization Reference, Amazon S3; Amazon S3 User Guide, "Access control list (ACL) overview",
"Required permissions for Amazon S3 API operations", "Using server-side encryption with AWS KMS keys" and "Configuring
IAM policies for using access points"; AWS CLI Command Reference, s3; CloudFormation Template Reference,
AWS::S3::AccessPoint, AWS::S3::Bucket and AWS::S3::BucketPolicy.
"""

from xacct_constructs.iam import ResourcePolicyKind
from xacct_constructs.services.reference.s3 import ACTIONS, ARNS, CONDITION_KEYS
from xacct_constructs.services.service import CloudFormationType, ResourceKind, Service, Way, form_of

S3_BUCKET = ResourceKind(
    service="s3",
    name="bucket",
    form=form_of(ARNS, "bucket"),
    policy=ResourcePolicyKind.OTHER,
    inside=("/",),
    opening_acls=("AuthenticatedRead", "PublicRead", "PublicReadWrite"),
    aws_managed_key="alias/aws/s3",
    # With a bucket key; without one S3 tells the ARN of the object.
    encryption_context={"kms:EncryptionContext:aws:s3:arn": str},
    shown_by=lambda arn: ("s3api", "get-bucket-policy", "--bucket", arn.kind),
)

S3_ACCESS_POINT = ResourceKind(
    service="s3",
    name="access point",
    form=form_of(ARNS, "accesspoint"),
    policy=ResourcePolicyKind.OTHER,
    inside=("/object/",),
    way=Way(
        to=S3_BUCKET,
        # Access points take this one too (User Guide, "Access points compatibility"), which the reference does not say.
        actions=("s3:ListBucketMultipartUploads", *(f"s3:{name}" for name in ACTIONS["bucket accesspoint"].split())),
        arn_key="s3:DataAccessPointArn",
        account_key="s3:DataAccessPointAccount",
        network_key="s3:AccessPointNetworkOrigin",
        alias="-s3alias",
    ),
    shown_by=lambda arn: ("s3control", "get-access-point-policy", "--account-id", arn.account, "--name", arn.name),
)

_BY_DEFAULT = "BucketEncryption.ServerSideEncryptionConfiguration.ServerSideEncryptionByDefault"

S3 = Service(
    name="s3",
    arns=ARNS,
    actions=ACTIONS,
    condition_keys=CONDITION_KEYS,
    usual="""GetObject PutObject DeleteObject ListMultipartUploadParts AbortMultipartUpload GetObjectAcl PutObjectAcl
    GetObjectVersion DeleteObjectVersion GetObjectTagging PutObjectTagging GetObjectVersionTagging GetObjectAttributes
    ListBucket ListBucketVersions GetBucketLocation ListBucketMultipartUploads GetBucketPolicy PutBucketPolicy
    DeleteBucketPolicy DeleteBucket""",
    verbs={
        "read": "GetObject",
        "read old versions of": "GetObjectVersion",
        "list": "ListBucket",
        "write": "PutObject",
        "delete": "DeleteObject DeleteBucket",
    },
    operations={
        "HeadObject": "GetObject",
        "SelectObjectContent": "GetObject",
        "CopyObject": "GetObject PutObject",
        "UploadPartCopy": "GetObject PutObject",
        "PostObject": "PutObject",
        "CreateMultipartUpload": "PutObject",
        "UploadPart": "PutObject",
        "CompleteMultipartUpload": "PutObject",
        "DeleteObjects": "DeleteObject",
        "ListParts": "ListMultipartUploadParts",
        "ListMultipartUploads": "ListBucketMultipartUploads",
        "HeadBucket": "ListBucket",
        "ListObjects": "ListBucket",
        "ListObjectsV2": "ListBucket",
        "ListObjectVersions": "ListBucketVersions",
        "ListBuckets": "ListAllMyBuckets",
        "GetBucketEncryption": "GetEncryptionConfiguration",
        "PutBucketEncryption": "PutEncryptionConfiguration",
        "GetBucketLifecycleConfiguration": "GetLifecycleConfiguration",
        "PutBucketLifecycleConfiguration": "PutLifecycleConfiguration",
        "GetBucketReplication": "GetReplicationConfiguration",
        "PutBucketReplication": "PutReplicationConfiguration",
        "GetPublicAccessBlock": "GetBucketPublicAccessBlock",
        "PutPublicAccessBlock": "PutBucketPublicAccessBlock",
    },
    commands={
        "ls": "ListBucket",
        "cp": "GetObject",
        "cp --recursive": "ListBucket GetObject",
        "cp to": "PutObject",
        "mv": "GetObject DeleteObject",
        "mv --recursive": "ListBucket GetObject DeleteObject",
        "mv to": "PutObject",
        "sync": "ListBucket GetObject",
        "sync to": "ListBucket PutObject",
        "rm": "DeleteObject",
        "rm --recursive": "ListBucket DeleteObject",
        "presign": "GetObject",
        "mb": "CreateBucket",
        "rb": "DeleteBucket",
    },
    resources=(S3_BUCKET, S3_ACCESS_POINT),
    types=(
        CloudFormationType(
            name="AWS::S3::Bucket",
            form=ARNS["bucket"],
            named_by="BucketName",
            arn_attribute="Arn",
            makes=S3_BUCKET,
            key_in=f"{_BY_DEFAULT}.KMSMasterKeyID",
            acl_in="AccessControl",
            settings={
                "abac": "AbacStatus",
                "bucket key": "BucketEncryption.ServerSideEncryptionConfiguration.BucketKeyEnabled",
                "encryption": f"{_BY_DEFAULT}.SSEAlgorithm",
                "ignored access control lists": "PublicAccessBlockConfiguration.IgnorePublicAcls",
                "ownership": "OwnershipControls",
                "restricts public": "PublicAccessBlockConfiguration.RestrictPublicBuckets",
            },
        ),
        CloudFormationType(
            name="AWS::S3::BucketPolicy",
            form=ARNS["bucket"],
            makes=S3_BUCKET,
            policy_in="PolicyDocument",
            attached_to="Bucket",
            required=("Bucket", "PolicyDocument"),
        ),
        CloudFormationType(
            name="AWS::S3::AccessPoint",
            form=ARNS["accesspoint"],
            named_by="Name",
            name_attribute="Name",
            arn_attribute="Arn",
            makes=S3_ACCESS_POINT,
            policy_in="Policy",
            behind_in="Bucket",
            behind_account_in="BucketAccountId",
            settings={
                "network": "VpcConfiguration",
                "public access block": "PublicAccessBlockConfiguration",
                "restricts public": "PublicAccessBlockConfiguration.RestrictPublicBuckets",
            },
            required=("Bucket",),
        ),
    ),
)
