"""What a bucket is told to tell by the CDK's provider instead of by a property of its own, which comes to the same.

Source: AWS CDK, `BucketNotifications`, whose provider calls S3's `PutBucketNotificationConfiguration`.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from xacct_constructs.arns import parse
from xacct_constructs.assembly.model import Assembly, Other, Resource
from xacct_constructs.unknowns import MARK
from xacct_constructs.values import listed

_PROVIDED, _BUCKET, _PROPERTY = "Custom::S3BucketNotifications", "AWS::S3::Bucket", "NotificationConfiguration"
_TOLD = {
    "LambdaFunctionConfigurations": ("LambdaConfigurations", "LambdaFunctionArn", "Function"),
    "QueueConfigurations": ("QueueConfigurations", "QueueArn", "Queue"),
    "TopicConfigurations": ("TopicConfigurations", "TopicArn", "Topic"),
}
"""What S3 calls those who are told, to what a template calls them, and to what both call the one that is."""
_BUS = "EventBridgeConfiguration"


def with_notifying(assembly: Assembly) -> Assembly:
    """The assembly, with each bucket that a provider tells so saying it of itself."""
    provided = [each for each in assembly.others if each.type == _PROVIDED]
    added = tuple(_by_itself(each, held) for each in provided for held in _buckets(assembly, each))
    return replace(assembly, others=(*assembly.others, *added)) if added else assembly


def _buckets(assembly: Assembly, provided: Other) -> Iterator[Resource]:
    """The buckets of the templates that it is about, or may be."""
    name = str(provided.said.get("BucketName", ""))
    for arn, held in assembly.resources.items():
        if held.kind.name == "bucket":
            named = str(parse(arn)._replace(resource=name))
            if named == arn or (MARK.search(name) and assembly.may_be(named, arn)):
                yield held


def _by_itself(provided: Other, held: Resource) -> Other:
    """The bucket, as it says it in a template."""
    said = provided.said.get(_PROPERTY)
    told = _as_property(said) if isinstance(said, Mapping) else said
    return Other(_BUCKET, held.account, held.origin, held.arn, {_PROPERTY: told})


def _as_property(said: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, each in said.items():
        if key == _BUS:
            found[key] = {"EventBridgeEnabled": True}
        elif key in _TOLD:
            name, called, own = _TOLD[key]
            found[name] = [{own: one.get(called)} if isinstance(one, Mapping) else one for one in listed(each)]
        else:
            found[key] = each
    return found
