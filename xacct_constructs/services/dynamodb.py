"""Amazon DynamoDB.

Source: Service Authorization Reference, Amazon DynamoDB; Amazon DynamoDB Developer Guide, "Using resource-based
policies for DynamoDB" and "DynamoDB encryption at rest"; CloudFormation Template Reference, AWS::DynamoDB::Table and
AWS::DynamoDB::GlobalTable.
"""

from operator import attrgetter

from xacct_constructs.iam import ResourcePolicyKind
from xacct_constructs.services.reference.dynamodb import ACTIONS, ARNS, CONDITION_KEYS
from xacct_constructs.services.service import CloudFormationType, ResourceKind, Service, form_of

DYNAMODB_TABLE = ResourceKind(
    service="dynamodb",
    name="table",
    form=form_of(ARNS, "table"),
    policy=ResourcePolicyKind.OTHER,
    inside=("/index/",),
    shown_in=("/stream/",),
    aws_managed_key="alias/aws/dynamodb",
    encryption_context={
        "kms:EncryptionContext:aws:dynamodb:tableName": attrgetter("name"),
        "kms:EncryptionContext:aws:dynamodb:subscriberId": attrgetter("account"),
    },
    shown_by=lambda arn: ("dynamodb", "get-resource-policy", "--resource-arn", str(arn)),
)

_ENCRYPTED = {"encryption": "SSESpecification.SSEType", "encryption by KMS": "SSESpecification.SSEEnabled"}
_INSIDE = {
    "/index/": ("GlobalSecondaryIndexes.IndexName", "LocalSecondaryIndexes.IndexName"),
    "/stream/": ("StreamSpecification.StreamViewType",),
}

DYNAMODB = Service(
    name="dynamodb",
    arns=ARNS,
    actions=ACTIONS,
    condition_keys=CONDITION_KEYS,
    usual="""GetItem BatchGetItem Query Scan DescribeTable PutItem UpdateItem DeleteItem BatchWriteItem GetRecords
    PutResourcePolicy GetResourcePolicy DeleteResourcePolicy DeleteTable""",
    verbs={
        "read": "BatchGetItem GetItem Query",
        "read all of": "Scan",
        "write": "BatchWriteItem PutItem UpdateItem",
        "delete": "DeleteTable",
    },
    operations={
        "TransactGetItems": "GetItem",
        "TransactWriteItems": "PutItem UpdateItem DeleteItem ConditionCheckItem",
        "ExecuteStatement": "PartiQLSelect PartiQLInsert PartiQLUpdate PartiQLDelete",
        "BatchExecuteStatement": "PartiQLSelect PartiQLInsert PartiQLUpdate PartiQLDelete",
    },
    resources=(DYNAMODB_TABLE,),
    types=(
        CloudFormationType(
            name="AWS::DynamoDB::Table",
            form=ARNS["table"],
            named_by="TableName",
            arn_attribute="Arn",
            makes=DYNAMODB_TABLE,
            policy_in="ResourcePolicy.PolicyDocument",
            key_in="SSESpecification.KMSMasterKeyId",
            settings=_ENCRYPTED,
            inside_in=_INSIDE,
        ),
        CloudFormationType(
            name="AWS::DynamoDB::GlobalTable",
            form=ARNS["table"],
            named_by="TableName",
            arn_attribute="Arn",
            makes=DYNAMODB_TABLE,
            regions_in="Replicas",
            policy_in="ResourcePolicy.PolicyDocument",
            key_in="SSESpecification.KMSMasterKeyId",
            settings=_ENCRYPTED,
            inside_in=_INSIDE,
            required=("Replicas",),
        ),
    ),
)
