"""What the rows say of CloudFormation types, held against the CDK's classes, which AWS makes from its specification."""

import inspect
import re
from collections.abc import Iterator
from typing import Any

import pytest
from aws_cdk import (
    aws_dynamodb,
    aws_events,
    aws_iam,
    aws_kinesis,
    aws_kinesisfirehose,
    aws_kms,
    aws_lambda,
    aws_logs,
    aws_s3,
    aws_sns,
    aws_sqs,
)

from xacct_constructs.services import SERVICES, TYPES, CloudFormationType

MODULES: dict[str, Any] = {
    "DynamoDB": aws_dynamodb,
    "Events": aws_events,
    "IAM": aws_iam,
    "KMS": aws_kms,
    "Kinesis": aws_kinesis,
    "KinesisFirehose": aws_kinesisfirehose,
    "Lambda": aws_lambda,
    "Logs": aws_logs,
    "S3": aws_s3,
    "SNS": aws_sns,
    "SQS": aws_sqs,
}
HOLDING = [
    ("AWS::IAM::Group", "group", "", {}, ""),
    ("AWS::IAM::GroupPolicy", "", "PolicyDocument", {"GroupName": "group"}, ""),
    ("AWS::IAM::ManagedPolicy", "", "PolicyDocument", {"Users": "user", "Roles": "role", "Groups": "group"}, ""),
    ("AWS::IAM::Policy", "", "PolicyDocument", {"Users": "user", "Roles": "role", "Groups": "group"}, ""),
    ("AWS::IAM::Role", "role", "AssumeRolePolicyDocument", {}, ""),
    ("AWS::IAM::RolePolicy", "", "PolicyDocument", {"RoleName": "role"}, ""),
    ("AWS::IAM::User", "user", "", {}, "Groups"),
    ("AWS::IAM::UserPolicy", "", "PolicyDocument", {"UserName": "user"}, ""),
    ("AWS::IAM::UserToGroupAddition", "", "", {"Users": "user"}, "GroupName"),
]
"""Each type that makes an identity or is attached to some: which, its policy, its holders, its groups."""


def class_of(row: CloudFormationType) -> Any:
    """The CDK's class for the type."""
    _, service, name = row.name.split("::")
    return getattr(MODULES[service], f"Cfn{name}")


def as_in_python(name: str) -> str:
    """A property's name as CDK writes it in Python."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower()


def properties(row: CloudFormationType) -> Iterator[str]:
    """The properties that a row names; of a type that makes one for each region, where its regions stand."""
    of_one = () if row.regions_in else (row.policy_in, row.acl_in)
    named = (row.named_by, row.path_in, row.attached_to, row.groups_in, row.key_in, row.regions_in, *of_one)
    paths = (*named, *row.holders_in, *row.required, *row.settings.values())
    yield from (as_in_python(path.partition(".")[0]) for path in paths if path)


@pytest.mark.parametrize("row", TYPES.values(), ids=TYPES)
def test_a_type_has_what_its_row_names(row: CloudFormationType) -> None:
    """Its properties, and the one attribute that returns its ARN."""
    made = class_of(row)
    assert set(properties(row)) <= set(inspect.signature(made.__init__).parameters)
    arns = {f"attr_{as_in_python(each.arn_attribute)}" for each in TYPES.values() if each.arn_attribute}
    assert [each for each in arns if hasattr(made, each)] == [
        f"attr_{as_in_python(each)}" for each in (row.arn_attribute,) if each
    ]


@pytest.mark.parametrize(("name", "identity", "policy_in", "holders_in", "groups_in"), HOLDING)
def test_who_holds_what_a_type_writes(
    name: str, identity: str, policy_in: str, holders_in: dict[str, str], groups_in: str
) -> None:
    """A type makes an identity, or names those that it is attached to."""
    row = TYPES[name]
    assert (row.identity, row.policy_in, row.holders_in, row.groups_in) == (identity, policy_in, holders_in, groups_in)
    assert not identity or f":{identity}/" in row.form


def test_no_other_type_has_holders() -> None:
    """They are IAM's, every one of them."""
    named = {row.name for row in TYPES.values() if row.identity or row.holders_in or row.groups_in}
    assert named == {name for name, *_ in HOLDING}
    assert named == {each.name for row in SERVICES if row.name == "iam" for each in row.types}
