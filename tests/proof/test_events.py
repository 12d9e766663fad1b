"""Rules that send what comes to an agreed bucket to another account, over the account's bus."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.proof.test_beside import GIVEN, OTHERS, PARAMETERS, acting, doubts, function
from tests.proof.test_worlds import OTHER, PRODUCTION, agreed, of_account, world_of
from tests.proof.world import World, allow, assembly, bucket, bucket_policy, document, role
from xacct_constructs.proof import Answer, prove

BUS = "arn:aws:events:eu-west-1:{}:event-bus/central"
AT_NIGHT = "cron(0 3 * * ? *)"
OF_S3: dict[str, Any] = {"source": ["aws.s3"]}
TELLS: dict[str, Any] = {"EventBridgeConfiguration": {"EventBridgeEnabled": True}}


def of_bucket(*names: Any) -> dict[str, Any]:
    """A pattern of events of buckets."""
    return {**OF_S3, "detail-type": ["Object Created"], "detail": {"bucket": {"name": list(names)}}}


def world(pattern: Any, *targets: Any, tells: Any = TELLS, **said: Any) -> World:
    """The reports, which tell the bus or not, and a rule."""
    found = world_of(agreed())
    found[PRODUCTION]["Reports"]["Properties"]["NotificationConfiguration"] = tells
    when = {"ScheduleExpression": pattern} if pattern is AT_NIGHT else {"EventPattern": pattern}
    rule = {**when, "Targets": [{"Id": "on", "Arn": each} for each in targets], **said}
    found[PRODUCTION] |= {
        "Rule": {"Type": "AWS::Events::Rule", "Properties": rule},
        "Other": bucket("acme-other"),
        "Nameless": {"Type": "AWS::S3::Bucket"},
    }
    return found


STRANGER = BUS.format(OTHER)
ROWS: dict[str, tuple[World, bool]] = {
    "of the bucket": (world(of_bucket("acme-reports"), STRANGER), True),
    "of the bucket, by reference": (world(of_bucket({"Ref": "Reports"}), STRANGER), True),
    "of the bucket and another": (world(of_bucket("acme-other", "acme-reports"), STRANGER), True),
    "of what is not known": (world(of_bucket(GIVEN), STRANGER), True),
    "of buckets that are called alike": (world(of_bucket({"prefix": "acme-"}), STRANGER), True),
    "of all buckets": (world(OF_S3, STRANGER), True),
    "of everything": (world({"account": [PRODUCTION]}, STRANGER), True),
    "of a source that is not known": (world({"source": [GIVEN]}, STRANGER), True),
    "of sources that are called alike": (world({"source": [{"prefix": "aws."}]}, STRANGER), True),
    "to somebody": (world(OF_S3, GIVEN), True),
    "to the account and a stranger": (world(OF_S3, BUS.format(PRODUCTION), STRANGER), True),
    "of the bus that has no other name": (world(OF_S3, STRANGER, EventBusName="default"), True),
    "of a bus that is not known": (world(OF_S3, STRANGER, EventBusName=GIVEN), True),
    "of what a bucket tells that may": (world(OF_S3, STRANGER, tells=GIVEN), True),
    "of the bucket, in a text": (world(json.dumps(of_bucket("acme-reports")), STRANGER), True),
    "of what is not known, in a text": (world({"Fn::Sub": json.dumps(of_bucket("${Given}"))}, STRANGER), True),
    "of another bucket": (world(of_bucket("acme-other"), STRANGER), False),
    "of another bucket, in a text": (world(json.dumps(of_bucket("acme-other")), STRANGER), False),
    "of a bucket without a name": (world(of_bucket({"Ref": "Nameless"}), STRANGER), False),
    "of machines": (world({"source": ["aws.ec2"], "detail": {"state": [GIVEN]}}, STRANGER), False),
    "to the account": (world(OF_S3, BUS.format(PRODUCTION)), False),
    "of another bus": (world(OF_S3, STRANGER, EventBusName="orders"), False),
    "of another bus, by its ARN": (world(OF_S3, STRANGER, EventBusName=BUS.format(PRODUCTION)), False),
    "of the bus, by its ARN": (
        world(OF_S3, STRANGER, EventBusName=BUS.format(PRODUCTION).replace("central", "default")),
        True,
    ),
    "of no event, but of the time": (world(AT_NIGHT, STRANGER), False),
    "of the bucket, and of no use": (world(OF_S3, STRANGER, State="DISABLED"), False),
    "of the bucket, and of use": (world(OF_S3, STRANGER, State="ENABLED"), True),
    "of the bucket, and of use or not": (world(OF_S3, STRANGER, State=GIVEN), True),
    "of the bucket, and another text is sent": (
        world(OF_S3, Targets=[{"Id": "on", "Arn": STRANGER, "Input": '{"new": true}'}]),
        False,
    ),
    "of the bucket, and another text is sent, but not to all": (
        world(OF_S3, Targets=[{"Id": "on", "Arn": STRANGER, "Input": "{}"}, {"Id": "more", "Arn": STRANGER}]),
        True,
    ),
    "of the bucket, and another text is sent, and left elsewhere": (
        world(OF_S3, Targets=[{"Id": "on", "Arn": STRANGER, "Input": "{}", "DeadLetterConfig": {"Arn": STRANGER}}]),
        True,
    ),
    "of the bucket, and a part of it is sent": (
        world(OF_S3, Targets=[{"Id": "on", "Arn": STRANGER, "InputPath": "$.detail"}]),
        True,
    ),
    "of what the bucket tells nobody": (world(OF_S3, STRANGER, tells={}), False),
    "of what the bucket tells no more": (
        world(OF_S3, STRANGER, tells={"EventBridgeConfiguration": {"EventBridgeEnabled": False}}),
        False,
    ),
}


@pytest.mark.parametrize(("found", "doubted"), ROWS.values(), ids=ROWS)
def test_a_rule_that_is_told_of_objects(found: World, doubted: bool, tmp_path: Path) -> None:
    """Whoever gets its events learns which objects come, as whoever reads a list of them."""
    told = [each for each in doubts(tmp_path, found, agreed()) if " Rule: " in each]
    assert [each.endswith("it is told what comes to arn:aws:s3:::acme-reports") for each in told] == [True] * doubted


@pytest.mark.parametrize(
    ("other", "answer"), [({"Ref": "AWS::NoValue"}, Answer.UNDECIDED), ('{"new": false}', Answer.PROVEN)]
)
def test_a_text_that_perhaps_is_not_there_is_not_sent_instead(other: Any, answer: Answer, tmp_path: Path) -> None:
    """Where it is not, the target is sent what the rule is told."""
    text = {"Fn::If": ["Open", '{"new": true}', other]}
    found = world(OF_S3, Targets=[{"Id": "on", "Arn": STRANGER, "Input": text}])
    open_ = {"Parameters": PARAMETERS, "Conditions": {"Open": {"Fn::Equals": [GIVEN, "yes"]}}}
    assert prove(assembly(tmp_path, found, [agreed()], **open_)).answer is answer


def of_new_bus(kind: str, **said: Any) -> dict[str, Any]:
    """Something of one of the newer buses."""
    return {"Type": f"AWS::EventsV2::{kind}", "Properties": {"EventBusArn": {"Ref": "Bus"}, **said}}


def subscribed(to: str) -> dict[str, Any]:
    """A subscriber."""
    return of_new_bus("Subscriber", InvokeConfiguration={"TargetArn": to})


def failing_to(to: str) -> dict[str, Any]:
    """What puts events of S3 on the bus, or leaves them somewhere."""
    told = {"AwsService": "s3", "Pattern": "{}", "OnFailureConfiguration": {"Arn": to}}
    return of_new_bus("EventSource", Configuration={"AwsServiceEventsConfiguration": told})


def for_account(account: str) -> dict[str, Any]:
    """A policy of the bus."""
    return of_new_bus("ResourcePolicy", PolicyDocument=document(allow("events:*", **of_account(account), Resource="*")))


NEWER = {
    "a subscriber": (subscribed(STRANGER), subscribed(BUS.format(PRODUCTION))),
    "what is left": (failing_to(STRANGER), failing_to(BUS.format(PRODUCTION))),
    "a policy": (for_account(OTHER), for_account(PRODUCTION)),
}


@pytest.mark.parametrize("tells", [TELLS, {}], ids=["told", "not told"])
@pytest.mark.parametrize(("strange", "own"), NEWER.values(), ids=NEWER)
def test_what_the_newer_buses_send_on(strange: Any, own: Any, tells: Any, tmp_path: Path) -> None:
    """It may be what comes to the bucket, where that tells of it at all."""
    found = world(AT_NIGHT, tells=tells)
    found[PRODUCTION] |= {"Bus": {"Type": "AWS::EventsV2::EventBus", "Properties": {"Name": "new"}}, "Added": own}
    assert doubts(tmp_path / "own", found, agreed()) == []
    found[PRODUCTION]["Added"] = strange
    assert len(doubts(tmp_path / "strange", found, agreed())) == (tells is TELLS)


def on_bus(account: str, *actions: str) -> dict[str, Any]:
    """A statement of a bus's policy."""
    return {"Statement": {**allow("", **of_account(account), Resource="*"), "Action": list(actions)}}


BY_HAND = {"Principal": OTHER, "Action": "events:PutRule"}
POLICIES: dict[str, tuple[Any, dict[str, Any], bool]] = {
    "others make rules": (TELLS, on_bus(OTHER, "events:PutRule", "events:PutTargets"), True),
    "others make rules, and the bus is named": (
        TELLS,
        {"EventBusName": "default", **on_bus(OTHER, "events:PutRule")},
        True,
    ),
    "others make rules of a bus that is not known": (
        TELLS,
        {"EventBusName": GIVEN, **on_bus(OTHER, "events:PutRule")},
        True,
    ),
    "others do anything": (TELLS, on_bus(OTHER, "events:*"), True),
    "others make rules, in a word": (TELLS, BY_HAND, True),
    "others put events, in a word, and a statement says more": (
        TELLS,
        {**BY_HAND, "Action": "events:PutEvents", **on_bus(OTHER, "events:PutRule")},
        True,
    ),
    "others put events": (TELLS, on_bus(OTHER, "events:PutEvents"), False),
    "others put events, in a word": (TELLS, {**BY_HAND, "Action": "events:PutEvents"}, False),
    "the account makes rules": (TELLS, on_bus(PRODUCTION, "events:PutRule"), False),
    "others make rules of another bus": (TELLS, {"EventBusName": "orders", **on_bus(OTHER, "events:PutRule")}, False),
    "the bucket tells nobody": ({}, on_bus(OTHER, "events:PutRule"), False),
}


@pytest.mark.parametrize(("tells", "said", "doubted"), POLICIES.values(), ids=POLICIES)
def test_who_may_make_rules(tells: Any, said: dict[str, Any], doubted: bool, tmp_path: Path) -> None:
    """Whoever may have sent to them what comes to the bus that the bucket tells, which objects come."""
    found = world(OF_S3, tells=tells)
    found[PRODUCTION]["Lets"] = {"Type": "AWS::Events::EventBusPolicy", "Properties": {"StatementId": "a", **said}}
    told = doubts(tmp_path, found, agreed())
    assert [each.endswith("it is told what comes to arn:aws:s3:::acme-reports") for each in told] == [True] * doubted


def test_a_rule_of_copies(tmp_path: Path) -> None:
    """They lie in another bucket, which tells the bus."""
    found = world(OF_S3, STRANGER, tells={})
    found[PRODUCTION]["Other"]["Properties"]["NotificationConfiguration"] = TELLS
    replicated = {"Rules": [{"Destination": {"Bucket": OTHERS}}]}
    for said, doubted in (({}, False), ({"ReplicationConfiguration": replicated}, True)):
        found[PRODUCTION]["Reports"]["Properties"] |= said
        assert bool(doubts(tmp_path / str(doubted), found, agreed())) is doubted


def notifications(of: Any, **telling: Any) -> dict[str, Any]:
    """What the CDK makes of a bucket's notifications."""
    told = {"BucketName": of, "NotificationConfiguration": telling, "ServiceToken": HANDLER, "Managed": True}
    return {"Type": "Custom::S3BucketNotifications", "Properties": told}


HANDLER = f"arn:aws:lambda:eu-west-1:{PRODUCTION}:function:notifications"


@pytest.mark.parametrize(
    ("of", "doubted"),
    [
        ("acme-reports", True),
        ({"Ref": "Reports"}, True),
        (GIVEN, True),
        ("acme-other", False),
        ({"Ref": "Nameless"}, False),
    ],
)
def test_a_rule_that_is_told_as_the_cdk_has_it(of: Any, doubted: bool, tmp_path: Path) -> None:
    """By a custom resource that says what the bucket's own property says."""
    found = world(OF_S3, STRANGER, tells={})
    found[PRODUCTION]["Told"] = notifications(of, EventBridgeConfiguration={})
    told = [each for each in doubts(tmp_path / "bus", found, agreed()) if " Rule: " in each]
    assert [each.endswith("it is told what comes to arn:aws:s3:::acme-reports") for each in told] == [True] * doubted
    found[PRODUCTION]["Told"] = notifications(of)
    assert doubts(tmp_path / "nobody", found, agreed()) == []


@pytest.mark.parametrize("of", ["acme-reports", {"Ref": "Reports"}])
@pytest.mark.parametrize(("account", "doubted"), [(OTHER, True), (PRODUCTION, False)])
def test_who_receives_what_a_queue_is_told_as_the_cdk_has_it(
    of: Any, account: str, doubted: bool, tmp_path: Path
) -> None:
    """Names of objects lie there."""
    found = world({"source": ["acme"]}, tells={})
    receiving = document(allow("sqs:ReceiveMessage", **of_account(account), Resource="*"))
    queue = {"QueueArn": {"Fn::GetAtt": ["Queue", "Arn"]}, "Events": ["s3:ObjectCreated:*"]}
    policy = {"Queues": [{"Ref": "Queue"}], "PolicyDocument": receiving}
    found[PRODUCTION] |= {
        "Told": notifications(of, QueueConfigurations=[queue]),
        "Queue": {"Type": "AWS::SQS::Queue"},
        "Policy": {"Type": "AWS::SQS::QueuePolicy", "Properties": policy},
    }
    assert [" Policy: " in each for each in doubts(tmp_path, found, agreed())] == [True] * doubted


QUEUE, TOPIC, LOG, CENTRAL = (
    {"Type": f"AWS::{kind}", "Properties": said}
    for kind, said in (
        ("SQS::Queue", {"QueueName": "told"}),
        ("SNS::Topic", {}),
        ("Logs::LogGroup", {"LogGroupName": "/told"}),
        ("Events::EventBus", {"Name": "central"}),
    )
)
TOLD: dict[str, Any] = {"Fn::GetAtt": ["Told", "Arn"]}
RECEIVING = allow("sqs:ReceiveMessage", **of_account(OTHER), Resource="*")


def letting(kind: str, **said: Any) -> dict[str, Any]:
    """What lets somebody at what the rule tells, or sends it on."""
    return {"Type": f"AWS::{kind}", "Properties": said}


INSIDE: dict[str, tuple[dict[str, Any], dict[str, Any], bool]] = {
    "a queue, and nobody reads there": (QUEUE, bucket("acme-third"), False),
    "a queue, by its policy": (
        QUEUE,
        letting("SQS::QueuePolicy", Queues=[{"Ref": "Told"}], PolicyDocument=document(RECEIVING)),
        True,
    ),
    "a queue where a stranger sends": (
        QUEUE,
        letting(
            "SQS::QueuePolicy",
            Queues=[{"Ref": "Told"}],
            PolicyDocument=document({**RECEIVING, "Action": "sqs:SendMessage"}),
        ),
        False,
    ),
    "a queue, as a role": (QUEUE, role("partner", of_account(OTHER), allow("sqs:ReceiveMessage", Resource="*")), True),
    "a topic, by a subscription": (
        TOPIC,
        letting(
            "SNS::Subscription",
            TopicArn={"Ref": "Told"},
            Protocol="sqs",
            Endpoint=f"arn:aws:sqs:eu-west-1:{OTHER}:told",
        ),
        True,
    ),
    "a topic, by mail": (
        TOPIC,
        letting("SNS::Subscription", TopicArn={"Ref": "Told"}, Protocol="email", Endpoint="ops@example.com"),
        False,
    ),
    "records, which are sent on": (
        LOG,
        letting(
            "Logs::SubscriptionFilter",
            LogGroupName="/told",
            FilterPattern="",
            DestinationArn=f"arn:aws:logs:eu-west-1:{OTHER}:destination:all",
        ),
        True,
    ),
    "another bus, by a rule": (
        CENTRAL,
        letting("Events::Rule", EventBusName="central", EventPattern=OF_S3, Targets=[{"Id": "on", "Arn": STRANGER}]),
        True,
    ),
    "another bus, by a rule of a third one": (
        CENTRAL,
        letting("Events::Rule", EventBusName="third", EventPattern=OF_S3, Targets=[{"Id": "on", "Arn": STRANGER}]),
        False,
    ),
}


@pytest.mark.parametrize("dead", [False, True], ids=["sent", "not taken"])
@pytest.mark.parametrize(("told", "lets", "doubted"), INSIDE.values(), ids=INSIDE)
def test_where_a_rule_sends_it_within_the_account(
    told: dict[str, Any], lets: dict[str, Any], doubted: bool, dead: bool, tmp_path: Path
) -> None:
    """Whoever else gets what comes there learns which objects come; of what the rule is not told, he does not."""
    for pattern, is_told in ((of_bucket("acme-reports"), True), (of_bucket("acme-other"), False), (AT_NIGHT, False)):
        found = world(pattern)
        at = {"Ref": "Told"} if told is TOPIC else TOLD
        taken = f"arn:aws:lambda:eu-west-1:{PRODUCTION}:function:taking"
        target = {"Arn": taken, "DeadLetterConfig": {"Arn": at}} if dead else {"Arn": at}
        found[PRODUCTION]["Rule"]["Properties"]["Targets"] = [{"Id": "on", **target}]
        found[PRODUCTION] |= {"Told": told, "Lets": lets}
        assert bool(doubts(tmp_path / str(pattern), found, agreed())) is (doubted and is_told)


def test_a_rule_of_the_bus_without_a_name_is_told_what_a_pipe_puts_there(tmp_path: Path) -> None:
    """As one that names it is."""
    ours = BUS.format(PRODUCTION).replace("central", "default")
    for named in ({}, {"EventBusName": "default"}, {"EventBusName": ours}, {"EventBusName": "orders"}):
        found = world({"source": ["acme"]}, STRANGER, **named)
        copied = {"QueueConfigurations": [{"Event": "s3:ObjectCreated:*", "Queue": TOLD}]}
        found[PRODUCTION]["Reports"]["Properties"]["NotificationConfiguration"] = copied
        piped = {"Source": TOLD, "Target": ours, "RoleArn": {"Fn::GetAtt": ["Pipes", "Arn"]}}
        pipes = {"Type": "AWS::Pipes::Pipe", "Properties": piped}
        found[PRODUCTION] |= {"Told": QUEUE, "Pipe": pipes, "Pipes": role("pipes", {"Principal": PIPES})}
        told = doubts(tmp_path / str(named), found, agreed())
        assert bool(told) is (named.get("EventBusName") != "orders")


PIPES = {"Service": "pipes.amazonaws.com"}


@pytest.mark.parametrize(
    ("of", "doubted"), [({}, True), (of_bucket("acme-in"), True), (of_bucket("acme-other"), False)]
)
def test_a_rule_starts_a_program_with_what_a_stranger_writes(of: dict[str, Any], doubted: bool, tmp_path: Path) -> None:
    """In a bucket that tells the account's bus; the program reads what is agreed on."""
    for tells in (TELLS, {}):
        found = world({**OF_S3, **of}, {"Fn::GetAtt": ["Reading", "Arn"]}, tells={})
        writing = allow("s3:PutObject", **of_account(OTHER), Resource="arn:aws:s3:::acme-in/*")
        reports = "arn:aws:s3:::acme-reports/*"
        found[PRODUCTION] |= {
            "In": bucket("acme-in"),
            "InPolicy": bucket_policy("acme-in", writing),
            "Reads": acting("reads", allow("s3:GetObject", Resource=reports)),
            "Reading": function("reading", {"Fn::GetAtt": ["Reads", "Arn"]}),
        }
        found[PRODUCTION]["In"]["Properties"]["NotificationConfiguration"] = tells
        named = "acme-in" in str(of)
        assert bool(doubts(tmp_path / str(tells), found, agreed())) is (named or (doubted and tells is TELLS))
