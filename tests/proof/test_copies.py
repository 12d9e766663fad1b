"""Copies of what is agreed on, and lists of it, that lie in the account itself: whoever reads them is looked at."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.known_access.samples import way
from tests.proof.test_beside import GIVEN, OTHERS, acting, arn_of, distribution, doubts, function, permission, url
from tests.proof.test_not_read import LOGS, QUEUE, QUEUES, TOPIC
from tests.proof.test_worlds import OTHER, PRODUCTION, REPORTS, agreed, of_account, streaming, world_of
from tests.proof.world import Resources, World, access_point, allow, bucket, bucket_policy, document, in_memory, role
from xacct_constructs import Agreement, DynamoDBRead
from xacct_constructs.known_access import KnownAccess
from xacct_constructs.proof import Answer, compare, prove

REPLICATED = {"ReplicationConfiguration": {"Rules": [{"Destination": {"Bucket": OTHERS}}]}}
LISTED = {"InventoryConfigurations": [{"Destination": {"BucketArn": OTHERS}}]}
EXPORTED = {"StorageClassAnalysis": {"DataExport": {"Destination": {"BucketArn": OTHERS}}}}
ANALYSED = {"AnalyticsConfigurations": [EXPORTED]}
STREAM = f"arn:aws:kinesis:eu-west-1:{PRODUCTION}:stream/changes"
ANSWERS = f"arn:aws:sqs:eu-west-1:{PRODUCTION}:answers"
ANSWERS_URL = {"Ref": "Queue"}
THEIRS = STREAM.replace(PRODUCTION, OTHER)
ORDERS = f"arn:aws:dynamodb:eu-west-1:{PRODUCTION}:table/orders"


def adding(**resources: tuple[str, dict[str, Any]] | dict[str, Any]) -> Resources:
    """Resources, each as a template has it, or by its type and properties."""
    return {
        name: each if isinstance(each, dict) else {"Type": each[0], "Properties": each[1]}
        for name, each in resources.items()
    }


def reader(action: str, on: str) -> dict[str, Any]:
    """A role that a stranger may enter and that may do this."""
    return role("partner", of_account(OTHER), allow(action, Resource=on))


OF_BUCKET: dict[str, tuple[Mapping[str, Any], Resources, bool]] = {
    "nobody reads the copies": (REPLICATED, {}, False),
    "a stranger reads the copies": (
        REPLICATED,
        adding(Policy=bucket_policy("acme-other", allow("s3:GetObject", **of_account(OTHER), Resource=f"{OTHERS}/*"))),
        True,
    ),
    "a stranger reads the lists": (
        LISTED,
        adding(Policy=bucket_policy("acme-other", allow("s3:GetObject", **of_account(OTHER), Resource=f"{OTHERS}/*"))),
        True,
    ),
    "a stranger reads the analyses": (
        ANALYSED,
        adding(Policy=bucket_policy("acme-other", allow("s3:GetObject", **of_account(OTHER), Resource=f"{OTHERS}/*"))),
        True,
    ),
    "a stranger writes beside the copies": (
        REPLICATED,
        adding(Policy=bucket_policy("acme-other", allow("s3:PutObject", **of_account(OTHER), Resource=f"{OTHERS}/*"))),
        False,
    ),
    "a stranger writes, tags and deletes as a role": (
        REPLICATED,
        adding(
            Partner=role(
                "partner",
                of_account(OTHER),
                *(
                    allow(f"s3:{each}", Resource=f"{OTHERS}/*")
                    for each in ("PutObject", "PutObjectTagging", "DeleteObject*", "AbortMultipartUpload")
                ),
            )
        ),
        False,
    ),
    "a stranger may give the copies' bucket a policy": (
        REPLICATED,
        adding(Partner=reader("s3:PutBucketPolicy", OTHERS)),
        True,
    ),
    "a stranger may take its policy away": (REPLICATED, adding(Partner=reader("s3:DeleteBucketPolicy", OTHERS)), True),
    "a stranger may open its objects": (
        REPLICATED,
        adding(
            Policy=bucket_policy("acme-other", allow("s3:PutObjectAcl", **of_account(OTHER), Resource=f"{OTHERS}/*"))
        ),
        True,
    ),
    "a stranger may have the copies copied": (
        REPLICATED,
        adding(Partner=reader("s3:PutReplicationConfiguration", OTHERS)),
        True,
    ),
    "a stranger may put anything in or on it": (REPLICATED, adding(Partner=reader("s3:Put*", f"{OTHERS}/*")), True),
    "a stranger reads the copies as a role": (REPLICATED, adding(Partner=reader("s3:GetObject", f"{OTHERS}/*")), True),
    "a stranger reads the copies as a role that their bucket names": (
        REPLICATED,
        adding(
            Partner=role("partner", of_account(OTHER)),
            Policy=bucket_policy("acme-other", allow("s3:GetObject", AWS=arn_of("Partner"), Resource=f"{OTHERS}/*")),
        ),
        True,
    ),
    "a stranger reads something else as a role": (
        REPLICATED,
        adding(Partner=reader("s3:GetObject", f"{OTHERS}-2/*")),
        False,
    ),
    "a stranger reads the copies by an access point": (
        REPLICATED,
        adding(
            Way=access_point("way", "acme-other"),
            Partner=reader("s3:GetObject", f"arn:aws:s3:eu-west-1:{PRODUCTION}:accesspoint/way/object/*"),
        ),
        True,
    ),
    "a function that others call reads the copies": (
        REPLICATED,
        adding(
            Watches=acting("watches", allow("s3:GetObject", Resource=f"{OTHERS}/*")),
            Watching=function("watching", arn_of("Watches")),
            Added=url(arn_of("Watching")),
        ),
        True,
    ),
    "CloudFront shows the copies": (REPLICATED, adding(Added=distribution("acme-other.s3.amazonaws.com")), True),
    "a stranger reads copies of the copies": (
        REPLICATED,
        adding(
            Third=bucket("acme-third"),
            Other=(
                "AWS::S3::Bucket",
                {
                    "BucketName": "acme-other",
                    "ReplicationConfiguration": {"Rules": [{"Destination": {"Bucket": arn_of("Third")}}]},
                },
            ),
            Partner=reader("s3:GetObject", "arn:aws:s3:::acme-third/*"),
        ),
        True,
    ),
    "the copies are copied to a stranger": (
        REPLICATED,
        adding(
            Other=(
                "AWS::S3::Bucket",
                {
                    "BucketName": "acme-other",
                    "ReplicationConfiguration": {"Rules": [{"Destination": {"Bucket": f"{OTHERS}-2"}}]},
                },
            )
        ),
        True,
    ),
}


@pytest.mark.parametrize(("said", "added", "doubted"), OF_BUCKET.values(), ids=OF_BUCKET)
def test_copies_of_the_agreed_bucket(said: Mapping[str, Any], added: Resources, doubted: bool, tmp_path: Path) -> None:
    """Whoever else reads where they lie is a doubt, and whoever only writes there is not."""
    world = world_of(agreed())
    world[PRODUCTION] |= {"Other": bucket("acme-other"), **added}
    assert not doubts(tmp_path / "before", world, agreed())
    world[PRODUCTION]["Reports"]["Properties"] |= said
    assert bool(doubts(tmp_path / "after", world, agreed())) is doubted


def _table(**said: Any) -> dict[str, Any]:
    return {"Type": "AWS::DynamoDB::Table", "Properties": {"TableName": "orders", **said}}


def _global(**said: Any) -> dict[str, Any]:
    return {
        "Type": "AWS::DynamoDB::GlobalTable",
        "Properties": {"TableName": "orders", "Replicas": [{"Region": "eu-west-1", **said}]},
    }


OF_TABLE: dict[str, tuple[Resources, bool]] = {
    "nobody": ({}, False),
    "a stranger, by its policy": (
        adding(
            Added=(
                "AWS::Kinesis::ResourcePolicy",
                {
                    "ResourceArn": STREAM,
                    "ResourcePolicy": document(allow("kinesis:GetRecords", **of_account(OTHER), Resource=STREAM)),
                },
            )
        ),
        True,
    ),
    "a stranger as a role": (adding(Partner=reader("kinesis:GetRecords", STREAM)), True),
    "a stranger as a role, all that comes": (adding(Partner=reader("kinesis:SubscribeToShard", f"{STREAM}*")), True),
    "a stranger as a role, who reads measures": (adding(Partner=reader("cloudwatch:Get*", "*")), False),
    "a stranger as a role, who lists streams": (adding(Partner=reader("kinesis:List*", "*")), False),
    "a stranger as a role, who writes there": (adding(Partner=reader("kinesis:PutRecord*", STREAM)), False),
    "a stranger as a role, who may open it": (adding(Partner=reader("kinesis:PutResourcePolicy", STREAM)), True),
    "a stranger as a role, another stream": (adding(Partner=reader("kinesis:GetRecords", f"{STREAM}-2")), False),
    "a function that others call": (
        adding(
            Watches=acting("watches", allow("kinesis:GetRecords", Resource=STREAM)),
            Watching=function("watching", arn_of("Watches")),
            Added=url(arn_of("Watching")),
        ),
        True,
    ),
}


@pytest.mark.parametrize("made", [_table, _global])
@pytest.mark.parametrize(("added", "doubted"), OF_TABLE.values(), ids=OF_TABLE)
def test_the_stream_of_the_agreed_table(
    added: Resources, doubted: bool, made: Callable[..., dict[str, Any]], tmp_path: Path
) -> None:
    """It has every item that is written; a table that sends nothing to it is nothing to whoever reads it."""
    agreement = agreed(permissions=[DynamoDBRead(ORDERS)])
    for sends in (False, True):
        world: World = world_of(agreement)
        stream = {"KinesisStreamSpecification": {"StreamArn": STREAM}} if sends else {}
        world[PRODUCTION] |= {"Orders": made(**stream), **added}
        told = doubts(tmp_path / str(sends), world, agreement)
        assert bool(told) is (doubted and sends)


def _imported(source: Any, *statements: Mapping[str, Any]) -> dict[str, Any]:
    """A table that is filled from a bucket."""
    filled = {"ImportSourceSpecification": {"S3BucketSource": {"S3Bucket": source}, "InputFormat": "CSV"}}
    policy = {"ResourcePolicy": {"PolicyDocument": document(*statements)}} if statements else {}
    return _table(**filled, **policy)


SCANNING = allow("dynamodb:Scan", **of_account(OTHER), Resource="*")
FILLED: dict[str, tuple[Any, tuple[Mapping[str, Any], ...], Resources, bool]] = {
    "nobody": ("acme-reports", (), {}, False),
    "a stranger": ("acme-reports", (SCANNING,), {}, True),
    "a stranger, by the bucket's reference": ({"Ref": "Reports"}, (SCANNING,), {}, True),
    "a stranger, of what is not known": ({"Ref": "Given"}, (SCANNING,), {}, True),
    "a stranger, of another bucket": ("acme-other", (SCANNING,), {}, False),
    "a stranger as a role": ("acme-reports", (), adding(Partner=reader("dynamodb:GetItem", ORDERS)), True),
    "a stranger as a role, another table": (
        "acme-reports",
        (),
        adding(Partner=reader("dynamodb:GetItem", f"{ORDERS}-2")),
        False,
    ),
    "a stranger who writes": (
        "acme-reports",
        (allow("dynamodb:PutItem", **of_account(OTHER), Resource="*"),),
        {},
        False,
    ),
}


@pytest.mark.parametrize(("source", "statements", "added", "doubted"), FILLED.values(), ids=FILLED)
def test_a_table_that_is_filled_from_the_agreed_bucket(
    source: Any, statements: tuple[Mapping[str, Any], ...], added: Resources, doubted: bool, tmp_path: Path
) -> None:
    """It has what is in there, and a policy of its own."""
    world = world_of(agreed())
    world[PRODUCTION] |= {"Orders": _imported(source, *statements), **added}
    assert bool(doubts(tmp_path, world, agreed())) is doubted


def test_an_agreed_table_may_be_filled_from_elsewhere(tmp_path: Path) -> None:
    """Whoever reads there reads nothing that is in the table alone."""
    agreement = agreed(permissions=[DynamoDBRead(ORDERS)])
    world = world_of(agreement)
    world[PRODUCTION]["Orders"] = _imported("acme-other")
    assert doubts(tmp_path, world, agreement) == []


@pytest.mark.parametrize("of", [ORDERS, f"{ORDERS}-2"])
def test_a_replica_of_the_agreed_table(of: str, tmp_path: Path) -> None:
    """Which says itself what it is one of."""
    agreement = agreed(permissions=[DynamoDBRead(ORDERS)])
    world = world_of(agreement)
    replica = [{"Region": "eu-west-1", "ResourcePolicy": {"PolicyDocument": document(SCANNING)}}]
    said = {"TableName": "replica", "GlobalTableSourceArn": of, "Replicas": replica}
    world[PRODUCTION] |= adding(Orders=_table(), Replica=("AWS::DynamoDB::GlobalTable", said))
    assert bool(doubts(tmp_path, world, agreement)) is (of == ORDERS)


OURS = document(allow("*", **of_account(PRODUCTION), Resource="*"))
S3 = {"Principal": {"Service": "s3.amazonaws.com"}, "Condition": {"ArnLike": {"aws:SourceArn": REPORTS}}}
SENDING = ("SendMessage", "GetQueueAttributes", "GetQueueUrl")
SECURE = {"Principal": "*", "Resource": "*", "Condition": {"Bool": {"aws:SecureTransport": "false"}}}
LEARNT: dict[str, tuple[Any, ...]] = {
    "nobody": (None, None, False),
    "the account": (OURS, OURS, False),
    "S3 alone, over HTTPS": (
        document(
            {"Effect": "Allow", "Action": [f"sqs:{each}" for each in SENDING], "Resource": "*", **S3},
            {"Effect": "Deny", "Action": "sqs:*", **SECURE},
        ),
        document(allow("sns:Publish", Resource="*", **S3), {"Effect": "Deny", "Action": "sns:Publish", **SECURE}),
        False,
    ),
    "a stranger who sends": (
        document(allow("sqs:SendMessage", **of_account(OTHER), Resource="*")),
        document(allow("SNS:Publish", **of_account(OTHER), Resource="*")),
        False,
    ),
    "a stranger": (
        document(allow("sqs:ReceiveMessage", **of_account(OTHER), Resource="*")),
        document(allow("sns:Subscribe", **of_account(OTHER), Resource="*")),
        True,
    ),
    "everybody": (
        document(allow("*", Principal="*", Resource="*")),
        document(allow("sns:*", Principal="*", Resource="*")),
        True,
    ),
    "a stranger who does all but sending": (
        document({"Effect": "Allow", "NotAction": "sqs:SendMessage", "Principal": {"AWS": OTHER}, "Resource": "*"}),
        document({"Effect": "Allow", "NotAction": "sns:Publish", "Principal": {"AWS": OTHER}, "Resource": "*"}),
        True,
    ),
    "somebody": ({"Ref": "Given"}, {"Ref": "Given"}, True),
}


def told_to(kind: str, name: str | None) -> Resources:
    """The reports, which tell a queue or a topic, by a name or without one."""
    property_, attribute = ("QueueName", arn_of("Told")) if kind == "Queue" else ("TopicName", {"Ref": "Told"})
    telling = {f"{kind}Configurations": [{"Event": "s3:ObjectCreated:*", kind: attribute}]}
    return adding(
        Reports=("AWS::S3::Bucket", {"BucketName": "acme-reports", "NotificationConfiguration": telling}),
        Told=(f"AWS::{SERVICES[kind]}::{kind}", {property_: name} if name else {}),
    )


SERVICES = {"Queue": "SQS", "Topic": "SNS"}


@pytest.mark.parametrize("name", [None, "told"])
@pytest.mark.parametrize("kind", SERVICES)
@pytest.mark.parametrize(("of_queue", "of_topic", "doubted"), LEARNT.values(), ids=LEARNT)
def test_whoever_is_told_of_objects(
    of_queue: Any, of_topic: Any, doubted: bool, kind: str, name: str | None, tmp_path: Path
) -> None:
    """Their names are a list of what is agreed on; whoever only sends there learns none."""
    policy = of_queue if kind == "Queue" else of_topic
    world = world_of(agreed())
    world[PRODUCTION] |= told_to(kind, name)
    if policy:
        said = {f"{kind}s": [{"Ref": "Told"}], "PolicyDocument": policy}
        world[PRODUCTION] |= adding(Policy=(f"AWS::{SERVICES[kind]}::{kind}Policy", said))
    assert [" Policy: " in each for each in doubts(tmp_path, world, agreed())] == [True] * doubted


@pytest.mark.parametrize(("action", "doubted"), [("sqs:ReceiveMessage", True), ("sqs:SendMessage", False)])
def test_a_role_that_is_told_of_objects(action: str, doubted: bool, tmp_path: Path) -> None:
    """By its own permission."""
    world = world_of(agreed())
    world[PRODUCTION] |= {**told_to("Queue", "told"), "Partner": reader(action, "*")}
    assert bool(doubts(tmp_path, world, agreed())) is doubted


SUBSCRIBED = {
    "another account": ("sqs", f"arn:aws:sqs:eu-west-1:{OTHER}:taken", True),
    "the web": ("https", "https://example.com/told", True),
    "somebody": ("https", {"Ref": "Given"}, True),
    "the account": ("sqs", f"arn:aws:sqs:eu-west-1:{PRODUCTION}:taken", False),
    "its people, by mail": ("email", "ops@example.com", False),
    "its people, by message": ("sms", "+441234567890", False),
}


@pytest.mark.parametrize("name", [None, "told"])
@pytest.mark.parametrize("inside", [False, True])
@pytest.mark.parametrize(("protocol", "endpoint", "doubted"), SUBSCRIBED.values(), ids=SUBSCRIBED)
def test_whoever_is_subscribed_to_what_is_told_of_objects(
    protocol: str, endpoint: Any, doubted: bool, inside: bool, name: str | None, tmp_path: Path
) -> None:
    """In the topic or beside it; mail and messages go to whom the account writes to."""
    world = world_of(agreed())
    world[PRODUCTION] |= told_to("Topic", name)
    said = {"Protocol": protocol, "Endpoint": endpoint}
    if inside:
        world[PRODUCTION]["Told"]["Properties"]["Subscription"] = [said]
    else:
        world[PRODUCTION] |= adding(Added=("AWS::SNS::Subscription", {"TopicArn": {"Ref": "Told"}, **said}))
    assert len(doubts(tmp_path, world, agreed())) == doubted


ITS_STREAM = {"Fn::GetAtt": ["Orders", "StreamArn"]}
TO_BUCKET = {"ExtendedS3DestinationConfiguration": {"BucketARN": OTHERS}}


def pipe(source: Any, target: Any) -> tuple[str, dict[str, Any]]:
    """A pipe from a stream to somewhere."""
    return "AWS::Pipes::Pipe", {"Source": source, "Target": target, "RoleArn": f"arn:aws:iam::{PRODUCTION}:role/pipes"}


def delivery(source: Any) -> tuple[str, dict[str, Any]]:
    """What delivers a stream into a bucket."""
    said = {"KinesisStreamSourceConfiguration": {"KinesisStreamARN": source}, **TO_BUCKET}
    return "AWS::KinesisFirehose::DeliveryStream", said


def queue_policy(statement: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """The policy of the queue."""
    return "AWS::SQS::QueuePolicy", {"Queues": [{"Ref": "Queue"}], "PolicyDocument": document(statement)}


def rule(bus: Any, account: str) -> tuple[str, dict[str, Any]]:
    """What sends on what is put on a bus, to a bus of an account."""
    return rule_to(f"arn:aws:events:eu-west-1:{account}:event-bus/central", bus)


def rule_to(target: str, bus: Any) -> tuple[str, dict[str, Any]]:
    """What sends on what is put on a bus."""
    targets = [{"Id": "on", "Arn": target}]
    return "AWS::Events::Rule", {"EventBusName": bus, "EventPattern": {"source": ["acme"]}, "Targets": targets}


def bus_policy(bus: Any) -> tuple[str, dict[str, Any]]:
    """By which others may have sent to them what is put on a bus."""
    statement = allow("events:PutRule", **of_account(OTHER), Resource="*")
    return "AWS::Events::EventBusPolicy", {"EventBusName": bus, "StatementId": "others", "Statement": statement}


def recording(group: Any) -> tuple[str, dict[str, Any]]:
    """A pipe to a queue, which writes down what it sends."""
    kind, said = pipe(ITS_STREAM, arn_of("Queue"))
    records = {"CloudwatchLogsLogDestination": {"LogGroupArn": group}, "IncludeExecutionData": ["ALL"]}
    return kind, {**said, "LogConfiguration": records}


def recording_in(name: str) -> tuple[str, dict[str, Any]]:
    """The same, in a bucket of the account's own."""
    kind, said = pipe(ITS_STREAM, arn_of("Queue"))
    records = {"S3LogDestination": {"BucketName": name, "BucketOwner": PRODUCTION}, "IncludeExecutionData": ["ALL"]}
    return kind, {**said, "LogConfiguration": records}


def records_of(group: Any, to: Any) -> tuple[str, dict[str, Any]]:
    """What sends on what is logged somewhere."""
    return "AWS::Logs::SubscriptionFilter", {"LogGroupName": group, "DestinationArn": to, "FilterPattern": ""}


def sending_records(to: Any) -> tuple[str, dict[str, Any]]:
    """What sends on what is logged."""
    return records_of({"Ref": "Log"}, to)


DELIVERY = ("AWS::KinesisFirehose::DeliveryStream", {"DeliveryStreamName": "on", **TO_BUCKET})
DESTINATION = f"arn:aws:logs:eu-west-1:{PRODUCTION}:destination:collected"


def collecting(to: Any, **said: Any) -> tuple[str, dict[str, Any]]:
    """A destination of records, which come to lie in a stream."""
    return "AWS::Logs::Destination", {"DestinationName": "collected", "TargetArn": to, **said}


OF_OTHERS = {"DestinationPolicy": json.dumps(document(allow("logs:PutSubscriptionFilter", AWS=OTHER, Resource="*")))}
DEAD = f"arn:aws:sqs:eu-west-1:{PRODUCTION}:dead"
DEAD_LETTERS: dict[str, tuple[str, dict[str, Any]]] = {
    "Dead": ("AWS::SQS::Queue", {"QueueName": "dead"}),
    "Queue": ("AWS::SQS::Queue", {"RedrivePolicy": {"deadLetterTargetArn": arn_of("Dead"), "maxReceiveCount": 3}}),
}
UNTAKEN = {**DEAD_LETTERS, "Queue": ("AWS::SQS::Queue", {"RedrivePolicy": json.dumps({"deadLetterTargetArn": DEAD})})}
BUS = ("AWS::Events::EventBus", {"Name": "changes"})
LOG: tuple[str, dict[str, Any]] = ("AWS::Logs::LogGroup", {})
NAMED_LOG: tuple[str, dict[str, Any]] = ("AWS::Logs::LogGroup", {"LogGroupName": "/acme/changes"})
OVER_TLS = allow("sqs:*", AWS="*", Resource="*", Effect="Deny", Condition={"Bool": {"aws:SecureTransport": "false"}})
SENT_ON: dict[str, tuple[Any, Resources, bool]] = {
    "a pipe, and nobody reads there": (pipe(ITS_STREAM, STREAM), {}, False),
    "a pipe, and a stranger reads there": (
        pipe(ITS_STREAM, STREAM), adding(Partner=reader("kinesis:GetRecords", STREAM)), True,
    ),
    "a pipe by the ARN of the table's stream": (
        pipe(f"{ORDERS}/stream/2026-01-01T00:00:00.000", STREAM),
        adding(Partner=reader("kinesis:GetRecords", STREAM)),
        True,
    ),
    "a pipe of another table's stream": (
        pipe(f"{ORDERS}-2/stream/2026-01-01T00:00:00.000", STREAM),
        adding(Partner=reader("kinesis:GetRecords", STREAM)),
        False,
    ),
    "a pipe, and a stranger reads another stream": (
        pipe(ITS_STREAM, STREAM), adding(Partner=reader("kinesis:GetRecords", f"{STREAM}-2")), False,
    ),
    "a pipe to a queue, and a stranger receives there": (
        pipe(ITS_STREAM, arn_of("Queue")),
        adding(Policy=queue_policy(allow("sqs:ReceiveMessage", **of_account(OTHER), Resource="*"))),
        True,
    ),
    "a pipe to a queue that is asked over TLS alone": (
        pipe(ITS_STREAM, arn_of("Queue")), adding(Policy=queue_policy(OVER_TLS)), False,
    ),
    "a pipe to a function": (
        pipe(ITS_STREAM, arn_of("Watching")),
        adding(Watches=acting("watches"), Watching=function("watching", arn_of("Watches"))),
        False,
    ),
    "a delivery of what a pipe sent, and a stranger reads there": (
        pipe(ITS_STREAM, STREAM), adding(Added=delivery(STREAM), Partner=reader("s3:GetObject", f"{OTHERS}/*")), True,
    ),
    "a pipe to a delivery, and nobody reads there": (pipe(ITS_STREAM, arn_of("Added")), adding(Added=DELIVERY), False),
    "a pipe to a delivery, and a stranger reads there": (
        pipe(ITS_STREAM, arn_of("Added")), adding(Added=DELIVERY, Partner=reader("s3:GetObject", f"{OTHERS}/*")), True,
    ),
    "a pipe to a delivery by its ARN, and a stranger reads there": (
        pipe(ITS_STREAM, f"arn:aws:firehose:eu-west-1:{PRODUCTION}:deliverystream/on"),
        adding(Added=DELIVERY, Partner=reader("s3:GetObject", f"{OTHERS}/*")),
        True,
    ),
    "a pipe to another delivery": (
        pipe(ITS_STREAM, f"arn:aws:firehose:eu-west-1:{PRODUCTION}:deliverystream/off"),
        adding(Added=DELIVERY, Partner=reader("s3:GetObject", f"{OTHERS}/*")),
        False,
    ),
    "a pipe to a queue, and a stranger receives what nobody takes": (
        pipe(ITS_STREAM, arn_of("Queue")), adding(**DEAD_LETTERS, Partner=reader("sqs:ReceiveMessage", DEAD)), True,
    ),
    "a pipe that writes down in a bucket what it sends": (
        recording_in("acme-other"), adding(Other=bucket("acme-other"), Partner=reader("s3:GetObject", f"{OTHERS}/*")),
        True,
    ),
    "a pipe that writes down in another bucket what it sends": (
        recording_in("acme-else"), adding(Other=bucket("acme-other"), Partner=reader("s3:GetObject", f"{OTHERS}/*")),
        False,
    ),
    "a pipe that writes down in a bucket what it sends, and nobody reads there": (
        recording_in("acme-other"), adding(Other=bucket("acme-other")), False,
    ),
    "a pipe to a queue, and a stranger receives what nobody takes, as a text says": (
        pipe(ITS_STREAM, arn_of("Queue")), adding(**UNTAKEN, Partner=reader("sqs:ReceiveMessage", DEAD)), True,
    ),
    "a pipe to a queue, and a stranger receives what nobody takes elsewhere than a text says": (
        pipe(ITS_STREAM, arn_of("Queue")), adding(**UNTAKEN, Partner=reader("sqs:ReceiveMessage", f"{DEAD}-2")), False,
    ),
    "a pipe to a queue, and nobody receives what nobody takes": (
        pipe(ITS_STREAM, arn_of("Queue")), adding(**DEAD_LETTERS), False,
    ),
    "a pipe to a queue, and a stranger receives what nobody takes elsewhere": (
        pipe(ITS_STREAM, arn_of("Queue")),
        adding(**DEAD_LETTERS, Partner=reader("sqs:ReceiveMessage", f"{DEAD}-2")),
        False,
    ),
    "a pipe to a bus, and a rule to a stranger": (
        pipe(ITS_STREAM, arn_of("Bus")), adding(Bus=BUS, Rule=rule({"Ref": "Bus"}, OTHER)), True,
    ),
    "a pipe to a bus, and a rule to the account": (
        pipe(ITS_STREAM, arn_of("Bus")), adding(Bus=BUS, Rule=rule({"Ref": "Bus"}, PRODUCTION)), False,
    ),
    "a pipe to a bus, and a rule of another one to a stranger": (
        pipe(ITS_STREAM, arn_of("Bus")), adding(Bus=BUS, Rule=rule("other", OTHER)), False,
    ),
    "a pipe to a bus, and a rule to a stream where a stranger reads": (
        pipe(ITS_STREAM, arn_of("Bus")),
        adding(Bus=BUS, Rule=rule_to(STREAM, {"Ref": "Bus"}), Partner=reader("kinesis:GetRecords", STREAM)),
        True,
    ),
    "a pipe to a bus, and a rule of another one to a stream where a stranger reads": (
        pipe(ITS_STREAM, arn_of("Bus")),
        adding(Bus=BUS, Rule=rule_to(STREAM, "other"), Partner=reader("kinesis:GetRecords", STREAM)),
        False,
    ),
    "a pipe to a bus, and a rule that calls it by its name": (
        pipe(ITS_STREAM, arn_of("Bus")), adding(Bus=BUS, Rule=rule("changes", OTHER)), True,
    ),
    "a pipe to a bus, whose policy calls it by its name": (
        pipe(ITS_STREAM, arn_of("Bus")), adding(Bus=BUS, Policy=bus_policy("changes")), True,
    ),
    "a pipe to a bus, and a policy of another one": (
        pipe(ITS_STREAM, arn_of("Bus")), adding(Bus=BUS, Policy=bus_policy("other")), False,
    ),
    "a pipe to a bus that is called by a parameter, and so its policy": (
        pipe(ITS_STREAM, arn_of("Bus")),
        adding(Bus=("AWS::Events::EventBus", {"Name": GIVEN}), Policy=bus_policy(GIVEN)),
        True,
    ),
    "a pipe with records of its own, which are sent to a stranger": (
        recording(arn_of("Log")), adding(Log=NAMED_LOG, Filter=records_of("/acme/changes", THEIRS)), True,
    ),
    "a pipe with records of its own, which are sent on, and a stranger reads there": (
        recording(arn_of("Log")),
        adding(
            Log=NAMED_LOG, Filter=records_of("/acme/changes", STREAM), Partner=reader("kinesis:GetRecords", STREAM)
        ),
        True,
    ),
    "a pipe with records of its own by their ARN, which are sent on, and a stranger reads there": (
        recording(f"arn:aws:logs:eu-west-1:{PRODUCTION}:log-group:/acme/changes"),
        adding(
            Log=NAMED_LOG, Filter=records_of({"Ref": "Log"}, STREAM), Partner=reader("kinesis:GetRecords", STREAM)
        ),
        True,
    ),
    "a pipe with records of its own, and others are sent on": (
        recording(arn_of("Log")),
        adding(Log=NAMED_LOG, Filter=records_of("/acme", STREAM), Partner=reader("kinesis:GetRecords", STREAM)),
        False,
    ),
    "a pipe to records, which are sent to a stranger": (
        pipe(ITS_STREAM, arn_of("Log")), adding(Log=LOG, Filter=sending_records(THEIRS)), True,
    ),
    "a pipe to records, which are sent on, and a stranger reads there": (
        pipe(ITS_STREAM, arn_of("Log")),
        adding(Log=LOG, Filter=sending_records(STREAM), Partner=reader("kinesis:GetRecords", STREAM)),
        True,
    ),
    "a pipe to records, which are sent on": (
        pipe(ITS_STREAM, arn_of("Log")), adding(Log=LOG, Filter=sending_records(STREAM)), False,
    ),
    "a pipe to records, which are sent to a destination, and a stranger reads its stream": (
        pipe(ITS_STREAM, arn_of("Log")),
        adding(
            Log=LOG,
            Filter=sending_records(DESTINATION),
            To=collecting(STREAM),
            Partner=reader("kinesis:GetRecords", STREAM),
        ),
        True,
    ),
    "a pipe to records, which are sent to a destination by its attribute, and a stranger reads its stream": (
        pipe(ITS_STREAM, arn_of("Log")),
        adding(
            Log=LOG,
            Filter=sending_records(arn_of("To")),
            To=collecting(STREAM, **OF_OTHERS),
            Partner=reader("kinesis:GetRecords", STREAM),
        ),
        True,
    ),
    "a pipe to records, which are sent to a destination with a stranger's stream": (
        pipe(ITS_STREAM, arn_of("Log")),
        adding(Log=LOG, Filter=sending_records(arn_of("To")), To=collecting(THEIRS)),
        True,
    ),
    "a pipe to records, which are sent to a destination with another stream": (
        pipe(ITS_STREAM, arn_of("Log")),
        adding(
            Log=LOG,
            Filter=sending_records(arn_of("To")),
            To=collecting(f"{STREAM}-2", **OF_OTHERS),
            Partner=reader("kinesis:GetRecords", STREAM),
        ),
        False,
    ),
    "a pipe to records, which are sent to another destination": (
        pipe(ITS_STREAM, arn_of("Log")),
        adding(
            Log=LOG,
            Filter=sending_records(f"{DESTINATION}-2"),
            To=collecting(STREAM, **OF_OTHERS),
            Partner=reader("kinesis:GetRecords", STREAM),
        ),
        False,
    ),
    "a delivery of another stream": (
        pipe(ITS_STREAM, STREAM),
        adding(Added=delivery(f"{STREAM}-2"), Partner=reader("s3:GetObject", f"{OTHERS}/*")),
        False,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("sending", "added", "doubted"), SENT_ON.values(), ids=SENT_ON)
def test_what_the_stream_of_the_agreed_table_is_sent_on_to(
    sending: Any, added: Resources, doubted: bool, tmp_path: Path
) -> None:
    """Whoever else reads there is a doubt, over as many as send it on."""
    agreement = agreed(permissions=[DynamoDBRead(ORDERS)])
    for sends in (False, True):
        world: World = world_of(agreement)
        world[PRODUCTION] |= {
            "Orders": _table(StreamSpecification={"StreamViewType": "NEW_IMAGE"}),
            "Queue": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "changes"}},
            "Other": bucket("acme-other"),
            **added,
            **(adding(Sending=sending) if sends else {}),
        }
        assert bool(doubts(tmp_path / str(sends), world, agreement)) is (doubted and sends)


def test_a_delivery_of_the_stream_of_the_agreed_table(tmp_path: Path) -> None:
    """As the table itself sends it there; diff tells where it comes to lie."""
    agreement = agreed(permissions=[DynamoDBRead(ORDERS)])
    worlds = [world_of(agreement) for _ in range(2)]
    for world in worlds:
        world[PRODUCTION] |= {
            "Orders": _table(KinesisStreamSpecification={"StreamArn": STREAM}),
            "Other": bucket("acme-other"),
            "Partner": reader("s3:GetObject", f"{OTHERS}/*"),
        }
    worlds[1][PRODUCTION] |= adding(Added=delivery(STREAM))
    assert [bool(doubts(tmp_path / str(n), each, agreement)) for n, each in enumerate(worlds)] == [False, True]
    before, after = (in_memory(each, [agreement]) for each in worlds)
    assert [OTHERS in str(each) for each in compare(before, after).undecided] == [True]


THE_STREAM: Any = {"Fn::GetAtt": ["Stream", "Arn"]}


@pytest.mark.parametrize("made", [_table, _global])
@pytest.mark.parametrize("said", [{}, {"Name": "changes"}], ids=["made", "named"])
@pytest.mark.parametrize(
    ("reads", "doubted"),
    [("*", True), (THE_STREAM, True), (STREAM.replace("changes", "*"), True), (f"{STREAM}-2", False)],
    ids=["all", "by attribute", "by pattern", "another"],
)
def test_a_stream_that_is_told_by_its_attribute(
    reads: Any, doubted: bool, said: dict[str, Any], made: Callable[..., dict[str, Any]], tmp_path: Path
) -> None:
    """As templates tell of it: by `Fn::GetAtt`, whether CloudFormation makes its name or not."""
    agreement = agreed(permissions=[DynamoDBRead(ORDERS)])
    for sends in (False, True):
        world: World = world_of(agreement)
        stream = {"KinesisStreamSpecification": {"StreamArn": THE_STREAM}} if sends else {}
        world[PRODUCTION] |= {
            "Orders": made(**stream),
            "Stream": {"Type": "AWS::Kinesis::Stream", "Properties": said},
            "Partner": reader("kinesis:GetRecords", reads),
        }
        assert bool(doubts(tmp_path / str(sends), world, agreement)) is (doubted and sends)


@pytest.mark.parametrize("made", [_table, _global])
def test_a_stream_of_another_account_is_doubted(made: Callable[..., dict[str, Any]], tmp_path: Path) -> None:
    """Of a replica too."""
    agreement = agreed(permissions=[DynamoDBRead(ORDERS)])
    world = world_of(agreement)
    world[PRODUCTION]["Orders"] = made(KinesisStreamSpecification={"StreamArn": STREAM.replace(PRODUCTION, OTHER)})
    assert len(doubts(tmp_path, world, agreement)) == 1


@pytest.mark.parametrize("streams", [False, True])
def test_the_stream_of_another_table(streams: bool) -> None:
    """Whoever reads that is another door, and the agreed role may read its own table's as is agreed."""
    agreement = agreed(permissions=[DynamoDBRead(ORDERS, streams=streams)])
    world = world_of(agreement)
    streaming(f"{ORDERS}-2")(world)
    proof = prove(in_memory(world, [agreement]))
    assert proof.answer is Answer.PROVEN
    assert len(proof.doors) == 1


def test_whoever_is_known_to_come_in_is_not_known_to_read_copies() -> None:
    """They are told of behind the known way."""
    world = world_of(agreed())
    world[PRODUCTION] |= adding(Other=bucket("acme-other"), Partner=reader("s3:GetObject", f"{OTHERS}/*"))
    partner = f"arn:aws:iam::{PRODUCTION}:role/partner"
    entry = way("partner", of_account(OTHER), "sts:AssumeRole", partner)
    for said, doubted in (({}, False), (REPLICATED, True)):
        world[PRODUCTION]["Reports"]["Properties"] |= said
        proof = prove(in_memory(world, [agreed()]), known=KnownAccess((entry,)))
        assert [" copies" in str(each) for each in proof.undecided] == [True] * doubted
        assert proof.doors == ()


OTHERS_ITEMS = {"Fn::GetAtt": ["OthersOrders", "StreamArn"]}
ITS_ITEMS = {"Fn::GetAtt": ["Orders", "StreamArn"]}


def delivering(bucket_: Any) -> tuple[str, dict[str, Any]]:
    """A stream of Firehose that reads the table's."""
    source = {"KinesisStreamARN": arn_of("Stream")}
    said = {"KinesisStreamSourceConfiguration": source, "ExtendedS3DestinationConfiguration": {"BucketARN": bucket_}}
    return "AWS::KinesisFirehose::DeliveryStream", said


def untaken(source: Any, to: Any) -> tuple[str, dict[str, Any]]:
    """Where records go that a function does not take."""
    return "AWS::Lambda::EventSourceMapping", {
        "EventSourceArn": source,
        "DestinationConfig": {"OnFailure": {"Destination": to}},
    }


def piping(source: Any, to: Any) -> tuple[str, dict[str, Any]]:
    """A pipe."""
    return "AWS::Pipes::Pipe", {"Source": source, "Target": to, "RoleArn": f"arn:aws:iam::{PRODUCTION}:role/pipe"}


READING, RECEIVING = ("s3:GetObject", f"{OTHERS}/*"), ("sqs:ReceiveMessage", "*")
CARRIED: dict[str, tuple[tuple[str, dict[str, Any]], tuple[str, str], bool]] = {
    "deliveries": (delivering(OTHERS), READING, True),
    "deliveries to another bucket": (delivering(arn_of("Third")), READING, False),
    "records that are not taken": (untaken(ITS_ITEMS, OTHERS), READING, True),
    "records of another table that are not taken": (untaken(OTHERS_ITEMS, OTHERS), READING, False),
    "records of what is not known that are not taken": (untaken({"Ref": "Given"}, OTHERS), READING, True),
    "what a pipe sends": (piping(ITS_ITEMS, arn_of("Queue")), RECEIVING, True),
    "what a pipe sends, by the stream's ARN": (
        piping(f"{ORDERS}/stream/2026-01-01T00:00:00.000", arn_of("Queue")),
        RECEIVING,
        True,
    ),
    "what a pipe sends a function": (piping(ITS_ITEMS, arn_of("Idling")), ("lambda:GetFunction", "*"), False),
}


@pytest.mark.parametrize(("carrier", "reads", "doubted"), CARRIED.values(), ids=CARRIED)
def test_what_carries_what_is_in_the_agreed_table(
    carrier: tuple[str, dict[str, Any]], reads: tuple[str, str], doubted: bool, tmp_path: Path
) -> None:
    """Within the account, to where others read; whoever reads there without it is another door."""
    agreement = agreed(permissions=[DynamoDBRead(ORDERS)])
    for carries in (False, True):
        world: World = world_of(agreement)
        streaming_ = {"StreamSpecification": {"StreamViewType": "NEW_IMAGE"}}
        world[PRODUCTION] |= adding(
            Orders=_table(KinesisStreamSpecification={"StreamArn": THE_STREAM}, **streaming_),
            OthersOrders=("AWS::DynamoDB::Table", {"TableName": "others", **streaming_}),
            Stream=("AWS::Kinesis::Stream", {}),
            Queue=("AWS::SQS::Queue", {}),
            Other=bucket("acme-other"),
            Third=bucket("acme-third"),
            Idle=acting("idle"),
            Idling=function("idling", arn_of("Idle")),
            Partner=reader(*reads),
            **({"Added": carrier} if carries else {}),
        )
        assert bool(doubts(tmp_path / str(carries), world, agreement)) is (doubted and carries)


def answering(function_: Any, to: Any = ANSWERS) -> tuple[str, dict[str, Any]]:
    """Where a function's answers go."""
    told = {"DestinationConfig": {"OnSuccess": {"Destination": to}}}
    return "AWS::Lambda::EventInvokeConfig", {"FunctionName": function_, "Qualifier": "$LATEST", **told}


def knowing(name: str, acts_as: Any, other: Any) -> dict[str, Any]:
    """A function that acts as one role, and knows another."""
    found = function(name, acts_as)
    found["Properties"]["Environment"] = {"Variables": {"ROLE": other}}
    return found


def enriching(function_: Any) -> tuple[str, dict[str, Any]]:
    """A pipe, which sends on what a function answers."""
    kind, said = piping(f"arn:aws:sqs:eu-west-1:{PRODUCTION}:orders", ANSWERS)
    return kind, {**said, "Enrichment": function_}


def letting(kind: str, **said: Any) -> Resources:
    """What lets somebody at a queue, topic or bus, or sends on what comes there."""
    return adding(Lets=(f"AWS::{kind}", said))


RECEIVES = document(allow("sqs:ReceiveMessage", **of_account(OTHER), Resource="*"))
RULES = allow("events:PutRule", **of_account(OTHER), Resource="*")
BY_QUEUE = letting("SQS::QueuePolicy", Queues=[ANSWERS_URL], PolicyDocument=RECEIVES)
FUNCTIONS = f"arn:aws:lambda:eu-west-1:{PRODUCTION}:function"
OTHERS_QUEUE = f"arn:aws:sqs:eu-west-1:{OTHER}:taken"
ANSWERED: dict[str, tuple[tuple[str, dict[str, Any]], Resources, bool]] = {
    "a queue": (answering({"Ref": "Reading"}), BY_QUEUE, True),
    "a queue, by the function's name": (answering("reading"), BY_QUEUE, True),
    "a queue, by an alias": (answering({"Ref": "Alias"}), BY_QUEUE, True),
    "a queue, of a function that reads as another role": (answering("chaining"), BY_QUEUE, True),
    "a queue, of a function that is not known": (answering({"Ref": "Given"}), BY_QUEUE, True),
    "a queue, of a function that is not here": (answering("elsewhere"), BY_QUEUE, True),
    "a queue, of a function whose role is not known": (
        answering("unsaid"),
        BY_QUEUE | adding(Unsaid=knowing("unsaid", GIVEN, arn_of("Idle"))),
        True,
    ),
    "a queue, of a function that reads as a role which is given by its name": (
        answering("named"),
        BY_QUEUE | adding(Named=function("named", "reads")),
        True,
    ),
    "a queue, of a function that reads as a role which names its own": (
        answering("entering"),
        BY_QUEUE
        | adding(
            Enters=acting("enters"),
            Entering=function("entering", arn_of("Enters")),
            Named=role(
                "named", {"Principal": {"AWS": arn_of("Enters")}}, allow("s3:GetObject", Resource=f"{REPORTS}/*")
            ),
        ),
        True,
    ),
    "a queue, of a function that may ask for a role which does not let it in": (
        answering("entering"),
        BY_QUEUE
        | adding(
            Enters=acting("enters", allow("sts:AssumeRole", Resource=f"arn:aws:iam::{PRODUCTION}:role/shut")),
            Entering=function("entering", arn_of("Enters")),
            Shut=acting("shut", allow("s3:GetObject", Resource=f"{REPORTS}/*")),
        ),
        False,
    ),
    **{
        f"a queue, of a function that may call one which {does}": (
            answering("asking"),
            BY_QUEUE
            | adding(
                Asks=acting("asks", allow("lambda:InvokeFunction", Resource=f"{FUNCTIONS}:{called}")),
                Asking=function("asking", arn_of("Asks")),
            ),
            doubted,
        )
        for does, called, doubted in (
            ("reads", "reading", True),
            ("reads as another role", "chaining", True),
            ("reads nothing", "idling", False),
        )
    },
    "a queue, of a function that one which reads lets call it": (
        answering("asking"),
        BY_QUEUE
        | adding(
            Asks=acting("asks"),
            Asking=function("asking", arn_of("Asks")),
            Letting=permission(arn_of("Reading"), Principal=arn_of("Asks")),
        ),
        True,
    ),
    "a queue, of a function that reads nothing": (answering("idling"), BY_QUEUE, False),
    "a queue, of a pipe": (enriching(arn_of("Reading")), BY_QUEUE, True),
    "a queue, of a pipe that asks a function which reads nothing": (enriching(arn_of("Idling")), BY_QUEUE, False),
    "a queue that nobody reads": (answering("reading"), {}, False),
    "a queue where others send": (
        answering("reading"),
        letting(
            "SQS::QueuePolicy",
            Queues=[ANSWERS_URL],
            PolicyDocument=document(allow("sqs:SendMessage", **of_account(OTHER), Resource="*")),
        ),
        False,
    ),
    "a queue from which a function for anybody reads": (
        answering("reading"),
        adding(
            Receives=acting("receives", allow("sqs:ReceiveMessage", Resource=ANSWERS)),
            Receiving=function("receiving", arn_of("Receives")),
            Lets=url(arn_of("Receiving")),
        ),
        True,
    ),
    "a topic": (
        answering("reading", {"Ref": "Topic"}),
        letting("SNS::Subscription", TopicArn={"Ref": "Topic"}, Protocol="sqs", Endpoint=OTHERS_QUEUE),
        True,
    ),
    "another topic": (
        answering("idling", {"Ref": "Topic"}),
        letting("SNS::Subscription", TopicArn={"Ref": "Topic"}, Protocol="sqs", Endpoint=OTHERS_QUEUE),
        False,
    ),
    "a bus": (
        answering("reading", arn_of("Bus")),
        letting("Events::Rule", EventBusName={"Ref": "Bus"}, Targets=[{"Id": "one", "Arn": OTHERS_QUEUE}]),
        True,
    ),
    "a bus where others make rules": (
        answering("reading", arn_of("Bus")),
        letting("Events::EventBusPolicy", EventBusName={"Ref": "Bus"}, Statement=RULES),
        True,
    ),
    "a bus where others put events": (
        answering("reading", arn_of("Bus")),
        letting(
            "Events::EventBusPolicy", EventBusName={"Ref": "Bus"}, Statement={**RULES, "Action": "events:PutEvents"}
        ),
        False,
    ),
    "a bus where its own account makes rules": (
        answering("reading", arn_of("Bus")),
        letting(
            "Events::EventBusPolicy",
            EventBusName={"Ref": "Bus"},
            Statement=allow("events:PutRule", **of_account(PRODUCTION), Resource="*"),
        ),
        False,
    ),
}


@pytest.mark.parametrize(("sends", "lets", "doubted"), ANSWERED.values(), ids=ANSWERED)
def test_where_answers_of_a_program_that_reads_lie(
    sends: tuple[str, dict[str, Any]], lets: Resources, doubted: bool, tmp_path: Path
) -> None:
    """Whoever reads there reads what it has read; without that it is nothing."""
    for sent in (False, True):
        world = world_of(agreed())
        world[PRODUCTION] |= adding(
            Reads=acting("reads", allow("s3:GetObject", Resource=f"{REPORTS}/*")),
            Chains=acting("chains", allow("sts:AssumeRole", Resource=f"arn:aws:iam::{PRODUCTION}:role/inner")),
            Inner=role("inner", of_account(PRODUCTION), allow("s3:GetObject", Resource=f"{REPORTS}/*")),
            Idle=acting("idle"),
            Reading=function("reading", arn_of("Reads")),
            Chaining=function("chaining", arn_of("Chains")),
            Idling=function("idling", arn_of("Idle")),
            Alias=("AWS::Lambda::Alias", {"FunctionName": {"Ref": "Reading"}, "FunctionVersion": "1", "Name": "live"}),
            Queue=("AWS::SQS::Queue", {"QueueName": "answers"}),
            Topic=("AWS::SNS::Topic", {}),
            Bus=("AWS::Events::EventBus", {"Name": "answers"}),
            **lets,
            **(adding(Sends=sends) if sent else {}),
        )
        assert bool(doubts(tmp_path / str(sent), world, agreed())) is (doubted and sent)


def test_a_topic_that_hands_on_what_it_is_told(tmp_path: Path) -> None:
    """To a queue of the account, from which somebody else may receive."""
    for subscribed in (False, True):
        world = world_of(agreed())
        said = {"Protocol": "sqs", "TopicArn": {"Ref": "Told"}, "Endpoint": arn_of("Queue")}
        world[PRODUCTION] |= told_to("Topic", None) | adding(
            Queue=("AWS::SQS::Queue", {}),
            Partner=reader("sqs:ReceiveMessage", "*"),
            **({"Added": ("AWS::SNS::Subscription", said)} if subscribed else {}),
        )
        assert bool(doubts(tmp_path / str(subscribed), world, agreed())) is subscribed


def test_diff_tells_what_comes_to_be_filled_from_it() -> None:
    """Whoever read there before reads more now."""
    worlds = [world_of(agreed()) for _ in range(2)]
    for world, source in zip(worlds, ("acme-other", "acme-reports"), strict=True):
        world[PRODUCTION]["Orders"] = _imported(source)
    held = [in_memory(each, [agreed()]) for each in worlds]
    for pair, count in ((held, 1), (held[::-1], 1), ([held[1]] * 2, 0)):
        assert [ORDERS in str(each) for each in compare(*pair).undecided] == [True] * count


def test_diff_tells_where_copies_come_to_lie() -> None:
    """Whoever read there before reads more now."""
    worlds = [world_of(agreed()) for _ in range(2)]
    worlds[1][PRODUCTION]["Reports"]["Properties"] |= REPLICATED
    for world in worlds:
        world[PRODUCTION] |= {"Other": bucket("acme-other")}
    held = [in_memory(each, [agreed()]) for each in worlds]
    for pair, count in ((held, 1), (held[::-1], 1), ([held[1]] * 2, 0)):
        assert [OTHERS in str(each) for each in compare(*pair).undecided] == [True] * count


ADDRESS = f"arn:aws:sqs:eu-west-1:{PRODUCTION}:orders"
TO_DELIVERY = ("AWS::SNS::Subscription", {"TopicArn": ADDRESS.replace("sqs", "sns"), "Endpoint": arn_of("Added")})
READS_OTHERS = reader("s3:GetObject", f"{OTHERS}/*")
STATED: dict[str, tuple[Agreement, Resources, bool]] = {
    "records, and nobody reads there": (LOGS, adding(Filter=records_of("/orders", STREAM)), False),
    "records, and a stranger reads there": (
        LOGS,
        adding(Filter=records_of("/orders", STREAM), Partner=reader("kinesis:GetRecords", STREAM)),
        True,
    ),
    "records of another group": (
        LOGS,
        adding(Filter=records_of("/other", STREAM), Partner=reader("kinesis:GetRecords", STREAM)),
        False,
    ),
    "records by reference, in a bucket": (
        LOGS,
        adding(
            Log=("AWS::Logs::LogGroup", {"LogGroupName": "/orders"}),
            Filter=records_of({"Ref": "Log"}, arn_of("Added")),
            Added=DELIVERY,
            Partner=READS_OTHERS,
        ),
        True,
    ),
    "a queue by a pipe, in a bucket": (
        QUEUE,
        adding(Sending=pipe(ADDRESS, arn_of("Added")), Added=DELIVERY, Partner=READS_OTHERS),
        True,
    ),
    "a queue by a pipe, and nobody reads there": (
        QUEUE,
        adding(Sending=pipe(ADDRESS, arn_of("Added")), Added=DELIVERY),
        False,
    ),
    "queues of a pattern by a pipe, in a bucket": (
        QUEUES,
        adding(Sending=pipe(ADDRESS, arn_of("Added")), Added=DELIVERY, Partner=READS_OTHERS),
        True,
    ),
    "another queue than of a pattern": (
        QUEUES,
        adding(Sending=pipe(DEAD, arn_of("Added")), Added=DELIVERY, Partner=READS_OTHERS),
        False,
    ),
    "a topic by a subscription, in a bucket": (
        TOPIC,
        adding(Sending=TO_DELIVERY, Added=DELIVERY, Partner=READS_OTHERS),
        True,
    ),
}


@pytest.mark.parametrize(("agreement", "added", "doubted"), STATED.values(), ids=STATED)
def test_what_statements_name_is_carried_on(
    agreement: Agreement, added: Resources, doubted: bool, tmp_path: Path
) -> None:
    """Whoever reads where it comes to lie reads what is agreed on."""
    world = world_of(agreement)
    world[PRODUCTION] |= {"Other": bucket("acme-other"), **added}
    assert bool(doubts(tmp_path, world, agreement)) is doubted


TAKEN: dict[str, Any] = {"Fn::GetAtt": ["Taking", "Arn"]}
GIVEN_BY: dict[str, tuple[Mapping[str, Any], Resources]] = {
    "the bucket": ({"LambdaConfigurations": [{"Event": "s3:ObjectCreated:*", "Function": TAKEN}]}, {}),
    "a topic": (
        {"TopicConfigurations": [{"Event": "s3:ObjectCreated:*", "Topic": {"Ref": "Topic"}}]},
        adding(
            Topic=("AWS::SNS::Topic", {}),
            Giving=("AWS::SNS::Subscription", {"TopicArn": {"Ref": "Topic"}, "Protocol": "lambda", "Endpoint": TAKEN}),
        ),
    ),
    "a rule": (
        {"EventBridgeConfiguration": {"EventBridgeEnabled": True}},
        adding(
            Giving=(
                "AWS::Events::Rule",
                {"EventPattern": {"source": ["aws.s3"]}, "Targets": [{"Id": "on", "Arn": TAKEN}]},
            )
        ),
    ),
}


def leaving(how: str, to: Any) -> Resources:
    """A function that reads nothing of what is agreed on, and where it leaves what it is given."""
    taking = function("taking", arn_of("Idle"))
    said = {"FunctionName": {"Ref": "Taking"}, "Qualifier": "$LATEST", "DestinationConfig": {how: {"Destination": to}}}
    if how == "itself":
        taking["Properties"]["DeadLetterConfig"] = {"TargetArn": to}
        return adding(Idle=acting("idle"), Taking=taking)
    return adding(Idle=acting("idle"), Taking=taking, Leaving=("AWS::Lambda::EventInvokeConfig", said))


_LIVE = {"FunctionName": {"Ref": "Taking"}, "FunctionVersion": "1", "Name": "live"}
QUALIFIED = adding(
    Live=("AWS::Lambda::Alias", _LIVE),
    Version=("AWS::Lambda::Version", {"FunctionName": {"Ref": "Taking"}}),
    OtherLive=("AWS::Lambda::Alias", {**_LIVE, "FunctionName": {"Ref": "Other"}}),
    Other=function("another", arn_of("Idle")),
)
BY_QUALIFIER: dict[str, tuple[Any, bool]] = {
    "its alias": ({"Ref": "Live"}, True),
    "its version": ({"Ref": "Version"}, True),
    "its ARN, and an alias": ({"Fn::Join": ["", [TAKEN, ":live"]]}, True),
    "its name in an ARN, and a version": (
        {"Fn::Sub": f"arn:aws:lambda:eu-west-1:{PRODUCTION}:function:${{Taking}}:7"},
        True,
    ),
    "another one's alias": ({"Ref": "OtherLive"}, False),
    "another one's ARN, and an alias": ({"Fn::Join": ["", [arn_of("Other"), ":live"]]}, False),
}


@pytest.mark.parametrize("how", ["itself", "OnFailure"])
@pytest.mark.parametrize("given_by", GIVEN_BY)
@pytest.mark.parametrize(("told", "doubted"), BY_QUALIFIER.values(), ids=BY_QUALIFIER)
@pytest.mark.parametrize("is_named", [True, False])
def test_what_is_told_by_an_alias_or_a_version(
    is_named: bool, told: Any, doubted: bool, given_by: str, how: str, tmp_path: Path
) -> None:
    """It is the function that leaves what it is given."""
    telling, giving = json.loads(json.dumps(GIVEN_BY[given_by]).replace(json.dumps(TAKEN), json.dumps(told)))
    for to, is_theirs in ((OTHERS_QUEUE, True), (arn_of("Queue"), False)):
        world = world_of(agreed())
        world[PRODUCTION] |= {**leaving(how, to), **adding(Queue=("AWS::SQS::Queue", {})), **giving, **QUALIFIED}
        world[PRODUCTION]["Reports"]["Properties"]["NotificationConfiguration"] = telling
        if not is_named:
            del world[PRODUCTION]["Taking"]["Properties"]["FunctionName"]
        assert bool(doubts(tmp_path / str(is_theirs), world, agreed())) is (doubted and is_theirs)


def test_what_an_alias_is_given_and_leaves(tmp_path: Path) -> None:
    """Whoever says where that goes may name the alias alone."""
    telling = {"LambdaConfigurations": [{"Event": "s3:ObjectCreated:*", "Function": {"Ref": "Live"}}]}
    for told, doubted in (("Live", True), ("OtherLive", False)):
        world = world_of(agreed())
        world[PRODUCTION] |= {**leaving("OnFailure", OTHERS_QUEUE), **QUALIFIED}
        world[PRODUCTION]["Leaving"]["Properties"] |= {"FunctionName": {"Ref": told}}
        world[PRODUCTION]["Reports"]["Properties"]["NotificationConfiguration"] = telling
        assert bool(doubts(tmp_path / told, world, agreed())) is doubted


LEFT: dict[str, tuple[Any, Resources, bool]] = {
    "a queue, and nobody reads there": (arn_of("Queue"), {}, False),
    "a queue, and a stranger receives there": (
        arn_of("Queue"),
        adding(Partner=reader("sqs:ReceiveMessage", "*")),
        True,
    ),
    "a queue, by its policy": (
        arn_of("Queue"),
        adding(Policy=queue_policy(allow("sqs:ReceiveMessage", **of_account(OTHER), Resource="*"))),
        True,
    ),
    "a queue where a stranger sends": (
        arn_of("Queue"),
        adding(Policy=queue_policy(allow("sqs:SendMessage", **of_account(OTHER), Resource="*"))),
        False,
    ),
    "a queue of another account": (OTHERS_QUEUE, {}, True),
    "what is not known": (GIVEN, {}, True),
    "a queue, and a stranger reads how the function is made": (
        arn_of("Queue"),
        adding(Partner=reader("lambda:GetFunction", "*")),
        False,
    ),
}


@pytest.mark.parametrize("how", ["itself", "OnFailure", "OnSuccess"])
@pytest.mark.parametrize("given_by", GIVEN_BY)
@pytest.mark.parametrize(("to", "added", "doubted"), LEFT.values(), ids=LEFT)
def test_what_a_function_is_given_and_leaves(
    to: Any, added: Resources, doubted: bool, given_by: str, how: str, tmp_path: Path
) -> None:
    """It may read nothing itself, and is told which objects come; one that is not told leaves nothing of them."""
    telling, giving = GIVEN_BY[given_by]
    for tells in (False, True):
        world = world_of(agreed())
        world[PRODUCTION] |= {**leaving(how, to), **adding(Queue=("AWS::SQS::Queue", {})), **added, **giving}
        if tells:
            world[PRODUCTION]["Reports"]["Properties"]["NotificationConfiguration"] = telling
        assert bool(doubts(tmp_path / str(tells), world, agreed())) is (doubted and tells)
