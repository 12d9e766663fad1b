"""Services: what is known of each AWS service, one row each."""

from xacct_constructs.services.arn_form import ArnForm
from xacct_constructs.services.calls import Called, called, nearest_call
from xacct_constructs.services.dynamodb import DYNAMODB_TABLE
from xacct_constructs.services.kms import KMS_KEY
from xacct_constructs.services.reading import (
    CHANGING_ACCESS,
    GIVING_CREDENTIALS,
    NOT_READING,
    ORDERING_NOTHING,
    READING,
    TELLING,
    only_reads,
)
from xacct_constructs.services.s3 import S3_ACCESS_POINT, S3_BUCKET
from xacct_constructs.services.service import CloudFormationType, ResourceKind, Service, Way
from xacct_constructs.services.sts import ASSUME_ROLE, IAM_ROLE
from xacct_constructs.services.table import (
    ACCOUNT_KEYS,
    ACTIONS,
    ASKED_ON_NOTHING,
    READING_NOTHING,
    RESOURCE_KINDS,
    SERVICES,
    TYPES,
    VERBS,
    asked_elsewhere,
    deciding,
    meant_by,
    resource_kind,
    with_service_keys,
)

__all__ = [
    "ACCOUNT_KEYS",
    "ACTIONS",
    "ASKED_ON_NOTHING",
    "ASSUME_ROLE",
    "CHANGING_ACCESS",
    "DYNAMODB_TABLE",
    "GIVING_CREDENTIALS",
    "IAM_ROLE",
    "KMS_KEY",
    "NOT_READING",
    "ORDERING_NOTHING",
    "READING",
    "READING_NOTHING",
    "RESOURCE_KINDS",
    "S3_ACCESS_POINT",
    "S3_BUCKET",
    "SERVICES",
    "TELLING",
    "TYPES",
    "VERBS",
    "ArnForm",
    "Called",
    "CloudFormationType",
    "ResourceKind",
    "Service",
    "Way",
    "asked_elsewhere",
    "called",
    "deciding",
    "meant_by",
    "nearest_call",
    "only_reads",
    "resource_kind",
    "with_service_keys",
]
