"""Physical names: what `Ref` and `Fn::GetAtt` return for the resources that decide about access.

Source: CloudFormation Template Reference, "Return values" of each type.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from xacct_constructs.assembly.intrinsics import Resolver

NAME_PROPERTIES = {
    "AWS::IAM::Group": "GroupName",
    "AWS::IAM::ManagedPolicy": "ManagedPolicyName",
    "AWS::IAM::Role": "RoleName",
    "AWS::IAM::User": "UserName",
    "AWS::S3::Bucket": "BucketName",
    "AWS::DynamoDB::Table": "TableName",
    "AWS::SNS::Topic": "TopicName",
    "AWS::SQS::Queue": "QueueName",
    "AWS::Lambda::Function": "FunctionName",
}

_IAM_KINDS = {
    "AWS::IAM::Group": "group",
    "AWS::IAM::ManagedPolicy": "policy",
    "AWS::IAM::Role": "role",
    "AWS::IAM::User": "user",
}
_REGIONAL_ARNS = {
    "AWS::KMS::Key": "kms:{place}:key/{name}",
    "AWS::DynamoDB::Table": "dynamodb:{place}:table/{name}",
    "AWS::SNS::Topic": "sns:{place}:{name}",
    "AWS::SQS::Queue": "sqs:{place}:{name}",
    "AWS::Lambda::Function": "lambda:{place}:function:{name}",
}


def arn(resolver: "Resolver", resource: Mapping[str, Any], name: str) -> str | None:
    """The resource's ARN; None for a type that is not known here."""
    kind = resource["Type"]
    if kind == "AWS::S3::Bucket":
        return f"arn:{resolver.partition}:s3:::{name}"
    account = resolver.value({"Ref": "AWS::AccountId"})
    if kind in _IAM_KINDS:
        path = resolver.value(resource.get("Properties", {}).get("Path", "/"))
        return f"arn:{resolver.partition}:iam::{account}:{_IAM_KINDS[kind]}{path}{name}"
    if kind in _REGIONAL_ARNS:
        region = resolver.value({"Ref": "AWS::Region"})
        return f"arn:{resolver.partition}:" + _REGIONAL_ARNS[kind].format(place=f"{region}:{account}", name=name)
    return None


def reference(resolver: "Resolver", resource: Mapping[str, Any], name: str) -> str | None:
    """What `Ref` returns: the ARN of managed policies and topics, the name of everything else."""
    if resource["Type"] in ("AWS::IAM::ManagedPolicy", "AWS::SNS::Topic"):
        return arn(resolver, resource, name)
    return name


def attribute(resolver: "Resolver", resource: Mapping[str, Any], name: str, wanted: str) -> str | None:
    """What `Fn::GetAtt` returns; None for what only deployment settles."""
    if wanted in ("Arn", "PolicyArn", "TopicArn"):
        return arn(resolver, resource, name)
    return None
