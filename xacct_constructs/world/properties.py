"""Properties of the types that are read: what bears on access is read or named, and what bears on none has a reason.

Source: CloudFormation Template Reference, the types' pages; Amazon S3 User Guide, "Controlling ownership of objects",
"Replicating objects" and "Amazon S3 Inventory"; AWS KMS Developer Guide, "Key states of AWS KMS keys".
"""

from collections.abc import Mapping

from xacct_constructs.remembered import remembered
from xacct_constructs.world.row import Property

_NAMES = "it only describes"
_CAPACITY = "it says how much is served, how fast or how dear, to nobody else"
_KEPT = "it says how long things are kept, or which of them"
_TOLD = "it tells of what is done, not what is kept"

READ: Mapping[str, str] = {
    "AWS::DynamoDB::GlobalTable": """Replicas Replicas.Region Replicas.ResourcePolicy
    Replicas.SSESpecification Replicas.Tags SSESpecification StreamSpecification TableName""",
    "AWS::DynamoDB::Table": "ResourcePolicy SSESpecification TableName Tags",
    "AWS::IAM::Group": "GroupName ManagedPolicyArns Path Policies",
    "AWS::IAM::GroupPolicy": "GroupName PolicyDocument PolicyName",
    "AWS::IAM::ManagedPolicy": "Groups ManagedPolicyName Path PolicyDocument Roles Users",
    "AWS::IAM::Policy": "Groups PolicyDocument PolicyName Roles Users",
    "AWS::IAM::Role": """AssumeRolePolicyDocument ManagedPolicyArns MaxSessionDuration Path PermissionsBoundary Policies
    RoleName Tags""",
    "AWS::IAM::RolePolicy": "PolicyDocument PolicyName RoleName",
    "AWS::IAM::User": "Groups ManagedPolicyArns Path PermissionsBoundary Policies Tags UserName",
    "AWS::IAM::UserPolicy": "PolicyDocument PolicyName UserName",
    "AWS::IAM::UserToGroupAddition": "GroupName Users",
    "AWS::KMS::Key": "Enabled KeyPolicy Origin Tags",
    "AWS::S3::AccessPoint": """Bucket BucketAccountId Name Policy PublicAccessBlockConfiguration Tags
    VpcConfiguration""",
    "AWS::S3::Bucket": """AbacStatus AccessControl BucketEncryption BucketName BucketNamePrefix BucketNamespace
    OwnershipControls PublicAccessBlockConfiguration Tags""",
    "AWS::S3::BucketPolicy": "Bucket PolicyDocument",
}
"""Types to the properties that are read, of those that a resource says of each of its regions by their path."""

_OF_A_TABLE = {
    _NAMES: "AttributeDefinitions KeySchema",
    _CAPACITY: """BillingMode GlobalSecondaryIndexes LocalSecondaryIndexes OnDemandThroughput ProvisionedThroughput
    ReadOnDemandThroughputSettings ReadProvisionedThroughputSettings TableClass TableType VectorIndexes WarmThroughput
    WriteOnDemandThroughputSettings WriteProvisionedThroughputSettings MultiRegionConsistency GlobalTableWitnesses""",
    _KEPT: "DeletionProtectionEnabled PointInTimeRecoverySpecification TimeToLiveSpecification",
    _TOLD: "ContributorInsightsSpecification",
}

_OF_A_REPLICA = {
    _CAPACITY: """Replicas.GlobalSecondaryIndexes Replicas.GlobalTableSettingsReplicationMode
    Replicas.ReadOnDemandThroughputSettings Replicas.ReadProvisionedThroughputSettings Replicas.TableClass""",
    _KEPT: """Replicas.DeletionProtectionEnabled Replicas.DisassociationProtectionEnabled
    Replicas.PointInTimeRecoverySpecification""",
    _TOLD: "Replicas.ContributorInsightsSpecification",
}

NONE: Mapping[str, Mapping[str, str]] = {
    "AWS::DynamoDB::GlobalTable": {
        reason: f"{names} {_OF_A_REPLICA.get(reason, '')}" for reason, names in _OF_A_TABLE.items()
    },
    "AWS::DynamoDB::Table": _OF_A_TABLE,
    "AWS::IAM::ManagedPolicy": {_NAMES: "Description"},
    "AWS::IAM::Role": {_NAMES: "Description"},
    "AWS::IAM::User": {"it is one more way for the account's own people to be the user": "LoginProfile"},
    "AWS::KMS::Key": {
        _NAMES: "Description",
        _KEPT: "EnableKeyRotation PendingWindowInDays RotationPeriodInDays",
        "it keeps an account from locking itself out": "BypassPolicyLockoutSafetyCheck",
        "a replica is a resource of its own, which has a row": "MultiRegion",
    },
    "AWS::S3::Bucket": {
        _CAPACITY: "AccelerateConfiguration IntelligentTieringConfigurations MetricsConfigurations",
        _KEPT: "LifecycleConfiguration ObjectLockConfiguration ObjectLockEnabled VersioningConfiguration",
        _TOLD: "LoggingConfiguration",
        "browsers ask for it, and are answered as the bucket's policy says": "CorsConfiguration WebsiteConfiguration",
    },
}
"""Types to the properties that bear on nobody's access, by the reason."""

_COPY = "copies what the bucket holds into a bucket that is not one of its account's in the assembly"
_LIST = "writes what the bucket holds into a list, elsewhere than in a bucket of its account in the assembly"
_METADATA = Property("writes a table of what the bucket holds, which has a policy of its own")
_LEAVES = "stops the key from decrypting"
_ITS_STREAM = Property("has a policy for its stream, which is not read", policies=("ResourcePolicy",))
_STREAM = Property("sends every change to a stream of another account", copies=("StreamArn",))

BEARING: Mapping[str, Mapping[str, Property]] = {
    "AWS::DynamoDB::GlobalTable": {
        "GlobalTableSourceArn": Property("makes it a replica of another account's table", own=("",), copy_of=("",)),
        "Replicas.KinesisStreamSpecification": _STREAM,
        "Replicas.ReplicaStreamSpecification": _ITS_STREAM,
    },
    "AWS::DynamoDB::Table": {
        "ImportSourceSpecification": Property(
            "fills the table once, from elsewhere", copy_of=("S3BucketSource.S3Bucket",)
        ),
        "KinesisStreamSpecification": _STREAM,
        "StreamSpecification": _ITS_STREAM,
    },
    "AWS::KMS::Key": {
        "KeySpec": Property(_LEAVES, ("SYMMETRIC_DEFAULT",)),
        "KeyUsage": Property(_LEAVES, ("ENCRYPT_DECRYPT",)),
    },
    "AWS::S3::Bucket": {
        "AnalyticsConfigurations": Property(_LIST, copies=("StorageClassAnalysis.DataExport.Destination.BucketArn",)),
        "InventoryConfigurations": Property(_LIST, copies=("Destination.BucketArn",)),
        "MetadataConfiguration": Property("writes a table of what the bucket holds, which has a policy of its own"),
        "MetadataTableConfiguration": Property(
            "writes a table of what the bucket holds, which has a policy of its own"
        ),
        "NotificationConfiguration": Property(
            "tells another account which objects come",
            copies=("LambdaConfigurations.Function", "QueueConfigurations.Queue", "TopicConfigurations.Topic"),
        ),
        "ReplicationConfiguration": Property(_COPY, copies=("Rules.Destination.Bucket",)),
    },
}
"""Types to the properties that may open or break what is agreed on."""


@remembered
def bearing(name: str, property_: str) -> Property | None:
    """What a property of a type that is read may do beside what is read of it; None for what bears on no access."""
    if property_ in READ.get(name, "").split() or any(
        property_ in names.split() for names in NONE.get(name, {}).values()
    ):
        return None
    return BEARING.get(name, {}).get(property_) or UNLISTED


UNLISTED = Property("is not known here, so it may open anything")
"""What is said of a property that stands in no list."""
