"""The one list of services: a new service is a module, its reference, and a row here."""

import zlib
from base64 import b64decode
from collections.abc import Mapping
from dataclasses import replace
from functools import cache

from xacct_constructs.iam import Request
from xacct_constructs.services import dynamodb, iam, kms, s3, sts
from xacct_constructs.services.arn_form import ArnForm
from xacct_constructs.services.reading import only_reads
from xacct_constructs.services.service import CloudFormationType, ResourceKind, Service

SERVICES: tuple[Service, ...] = (s3.S3, kms.KMS, sts.STS, iam.IAM, dynamodb.DYNAMODB)
"""Every service that is known here; where several could be told of, the first is."""

ELSEWHERE = (
    CloudFormationType(
        name="AWS::Events::EventBus",
        form="arn:${Partition}:events:${Region}:${Account}:event-bus/${EventBusName}",
        named_by="Name",
        name_attribute="Name",
        arn_attribute="Arn",
    ),
    CloudFormationType(
        name="AWS::Kinesis::Stream",
        form="arn:${Partition}:kinesis:${Region}:${Account}:stream/${StreamName}",
        named_by="Name",
        arn_attribute="Arn",
    ),
    CloudFormationType(
        name="AWS::KinesisFirehose::DeliveryStream",
        form="arn:${Partition}:firehose:${Region}:${Account}:deliverystream/${DeliveryStreamName}",
        named_by="DeliveryStreamName",
        arn_attribute="Arn",
    ),
    CloudFormationType(
        name="AWS::Lambda::Function",
        form="arn:${Partition}:lambda:${Region}:${Account}:function:${FunctionName}",
        named_by="FunctionName",
        arn_attribute="Arn",
    ),
    CloudFormationType(
        name="AWS::Logs::Destination",
        form="arn:${Partition}:logs:${Region}:${Account}:destination:${DestinationName}",
        named_by="DestinationName",
        arn_attribute="Arn",
    ),
    CloudFormationType(
        name="AWS::Logs::LogGroup",
        form="arn:${Partition}:logs:${Region}:${Account}:log-group:${LogGroupName}:*",
        named_by="LogGroupName",
        arn_attribute="Arn",
    ),
    CloudFormationType(
        name="AWS::SNS::Topic",
        form="arn:${Partition}:sns:${Region}:${Account}:${TopicName}",
        named_by="TopicName",
        ref_is_arn=True,
        arn_attribute="TopicArn",
    ),
    CloudFormationType(
        name="AWS::SQS::Queue",
        form="arn:${Partition}:sqs:${Region}:${Account}:${QueueName}",
        named_by="QueueName",
        arn_attribute="Arn",
    ),
)
"""Types of services that have no row: only what they are called, since other resources refer to them."""

_WELL_KNOWN = ("ec2:RunInstances", "lambda:InvokeFunction")
"""Actions of services that have no row, so that what is allowed beyond the table is shown by one that AWS has."""

TYPES: Mapping[str, CloudFormationType] = {
    each.name: each for each in (*(each for service in SERVICES for each in service.types), *ELSEWHERE)
}
"""CloudFormation types by name."""

RESOURCE_KINDS: tuple[ResourceKind, ...] = tuple(each for service in SERVICES for each in service.resources)
"""Every kind of resource that has a policy of its own, in the order of the table."""

ACCOUNT_KEYS: Mapping[str, str] = {each.account_key.lower(): each.name for each in SERVICES if each.account_key}
"""Keys that hold the caller's account in requests to one service, in lower case, to that service."""

VERBS: Mapping[str, str] = {
    f"{service.name}:{action}": verb
    for service in SERVICES
    for verb, actions in service.verbs.items()
    for action in actions.split()
}
"""Actions to what a person says for them."""


def _actions() -> dict[str, tuple[ArnForm, ...]]:
    found = [dict(service.all_actions()) for service in SERVICES]
    usual = [f"{service.name}:{each}" for service in SERVICES for each in service.usual.split()]
    known = {name: forms for each in found for name, forms in each.items()}
    return {name: known.get(name, ()) for name in (*usual, *_WELL_KNOWN, *known)}


ACTIONS: Mapping[str, tuple[ArnForm, ...]] = _actions()
"""Every action that is known here, to the forms of what it is asked on; those that a reader knows come first.

Where there is no form, it may be asked on anything.
"""


ASKED_ON_NOTHING: tuple[str, ...] = tuple(
    name for service in SERVICES for name, forms in service.all_actions() if not forms
)
"""The actions that are asked on no resource: `s3:ListAllMyBuckets`."""


READING_NOTHING: tuple[str, ...] = tuple(filter(only_reads, ASKED_ON_NOTHING))
"""Those of them that only read: what an account has is not what lies in it."""


def meant_by(action: str) -> tuple[str, ...] | None:
    """The actions that may be meant by a name that the service has not, the nearest alone where none is known.

    None where the service has the action, whatever its case. Of a service that there is not, one of a service that is
    spelt alike.
    """
    from difflib import get_close_matches

    if action.lower() in map(str.lower, ACTIONS):
        return None
    name, _, called = action.lower().partition(":")
    service = next((each for each in SERVICES if each.name == name), None)
    operations = {each.lower(): actions for each, actions in service.operations.items()} if service else {}
    if service and called in operations:
        return tuple(f"{service.name}:{each}" for each in operations[called].split())
    every = _every_action()
    of = [name] if name in every else get_close_matches(name, every, n=3)
    names = {f"{each}:{its}".lower(): f"{each}:{its}" for each in of for its in every[each]}
    near = get_close_matches(action.lower(), names, n=1)
    return None if action.lower() in names else tuple(names[each] for each in near)


@cache
def _every_action() -> Mapping[str, tuple[str, ...]]:
    """Every service to the names of its actions; the table is large and rarely needed, so it is loaded here."""
    from xacct_constructs.services.names import PACKED

    lines = zlib.decompress(b64decode(PACKED)).decode().splitlines()
    return {service: tuple(its) for service, *its in map(str.split, lines)}


def asked_elsewhere(action: str, arn: str) -> str | None:
    """The ARN that an action is asked on instead of this one; None where it is asked on this one, or nobody here knows.

    It is that of what this lies in, or of something that may lie in this, with `EXAMPLE` for its name.
    """
    forms = next((forms for name, forms in ACTIONS.items() if name.lower() == action.lower()), ())
    begun = [each.beginning(arn) for each in forms]
    if not forms or arn in begun:
        return None
    around = next((each for each in begun if each), None)
    kind = resource_kind(arn)
    within = [f"{arn.removesuffix(each)}{each}EXAMPLE" for each in (kind.inside if kind else ())]
    return around or next((each for each in within if any(form.beginning(each) == each for form in forms)), None)


def resource_kind(arn: str) -> ResourceKind | None:
    """The kind of the resource with this ARN, or in which it lies; None where that has no policy of its own."""
    return next((each for each in RESOURCE_KINDS if each.resource_of(arn) is not None), None)


def deciding(action: str, arn: str) -> ResourceKind | None:
    """The kind of resource whose policy decides about an action on this ARN; None where none does."""
    kind = resource_kind(arn)
    return kind if kind and action.lower().startswith(f"{kind.service}:") else None


def with_service_keys(request: Request) -> Request:
    """The request with the keys that the service it is made to knows by itself."""
    service = request.action.partition(":")[0].lower()
    keys = {key: request.caller.account for key, of in ACCOUNT_KEYS.items() if of == service}
    if not keys or not request.caller.account:
        return request
    return replace(request, service_keys={**request.service_keys, **keys})
