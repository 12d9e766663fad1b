"""What the CDK's provider has a bucket tell, which is the bucket's own property in other words."""

from pathlib import Path
from typing import Any

import pytest

from tests.proof.test_beside import GIVEN, acting, doubts, function
from tests.proof.test_copies import LEARNT, reader
from tests.proof.test_events import ROWS as RULES
from tests.proof.test_worlds import OTHER, PRODUCTION, REPORTS, agreed, of_account, world_of
from tests.proof.world import World, allow, bucket, bucket_policy

_IN_S3 = {
    "LambdaConfigurations": ("LambdaFunctionConfigurations", "Function", "LambdaFunctionArn"),
    "QueueConfigurations": ("QueueConfigurations", "Queue", "QueueArn"),
    "TopicConfigurations": ("TopicConfigurations", "Topic", "TopicArn"),
}


def by_provider(of: Any, told: Any) -> dict[str, Any]:
    """What the CDK writes instead of the property."""
    said = told
    if isinstance(told, dict) and "Ref" not in told:
        said = {key: {} for key in told if key == "EventBridgeConfiguration"}
        for key, (name, own, called) in _IN_S3.items():
            if key in told:
                said[name] = [{called: each[own], "Events": ["s3:ObjectCreated:*"]} for each in told[key]]
    provider = f"arn:aws:lambda:eu-west-1:{PRODUCTION}:function:provider"
    properties = {"ServiceToken": provider, "BucketName": of, "NotificationConfiguration": said, "Managed": True}
    return {"Type": "Custom::S3BucketNotifications", "Properties": properties}


def telling(of: Any, told: Any, **more: Any) -> World:
    """The reports, and a bucket that is told by the provider to tell somebody."""
    world = world_of(agreed())
    world[PRODUCTION] |= {"Other": bucket("acme-other"), "Nameless": {"Type": "AWS::S3::Bucket"}, **more}
    world[PRODUCTION]["Telling"] = by_provider(of, told)
    return world


QUEUE = {"QueueConfigurations": [{"Queue": {"Fn::GetAtt": ["Told", "Arn"]}}]}
TOLD = {"Type": "AWS::SQS::Queue"}
STRANGERS = {
    "a queue": {"QueueConfigurations": [{"Queue": f"arn:aws:sqs:eu-west-1:{OTHER}:told"}]},
    "a topic": {"TopicConfigurations": [{"Topic": f"arn:aws:sns:eu-west-1:{OTHER}:told"}]},
    "a function": {"LambdaConfigurations": [{"Function": f"arn:aws:lambda:eu-west-1:{OTHER}:function:told"}]},
    "somebody": {"QueueConfigurations": [{"Queue": GIVEN}]},
    "whatever": GIVEN,
}
OF = {"Ref": "Reports"}
OTHERS: dict[str, Any] = {"Ref": "Other"}


@pytest.mark.parametrize("told", STRANGERS.values(), ids=STRANGERS)
@pytest.mark.parametrize(
    ("of", "doubted"),
    [(OF, True), ("acme-reports", True), (GIVEN, True), (OTHERS, False), ({"Ref": "Nameless"}, False)],
)
def test_another_account_is_told(of: Any, doubted: bool, told: Any, tmp_path: Path) -> None:
    """At the bucket, as where it says so itself; what another bucket tells is nothing."""
    found = doubts(tmp_path, telling(of, told), agreed())
    assert ["Reports: AWS::S3::Bucket has NotificationConfiguration" in each for each in found] == [True] * doubted


@pytest.mark.parametrize(("of_queue", "_", "doubted"), LEARNT.values(), ids=LEARNT)
def test_whoever_reads_what_the_account_is_told(of_queue: Any, _: Any, doubted: bool, tmp_path: Path) -> None:
    """The queue holds a list of what comes."""
    said = {"Queues": [{"Ref": "Told"}], "PolicyDocument": of_queue}
    more = {"Policy": {"Type": "AWS::SQS::QueuePolicy", "Properties": said}} if of_queue else {}
    for of in (OF, OTHERS):
        found = doubts(tmp_path / str(of), telling(of, QUEUE, Told=TOLD, **more), agreed())
        assert len(found) == (doubted and of is OF)


@pytest.mark.parametrize(("action", "doubted"), [("sqs:ReceiveMessage", True), ("sqs:SendMessage", False)])
def test_a_role_for_outsiders_that_reads_it(action: str, doubted: bool, tmp_path: Path) -> None:
    """By its own permission."""
    world = telling(OF, QUEUE, Told=TOLD, Partner=reader(action, "*"))
    assert bool(doubts(tmp_path, world, agreed())) is doubted


@pytest.mark.parametrize(("found", "doubted"), RULES.values(), ids=RULES)
def test_a_rule_of_the_bus(found: World, doubted: bool, tmp_path: Path) -> None:
    """Which the bucket tells; by the provider it is told to, or not."""
    made = found[PRODUCTION]
    properties = dict(made["Reports"]["Properties"])
    told = properties.pop("NotificationConfiguration")
    if "EventBridgeEnabled': False" in str(told):
        told = {}
    resources = {**made, "Reports": {**made["Reports"], "Properties": properties}, "Telling": by_provider(OF, told)}
    doubted_rules = [each for each in doubts(tmp_path, {**found, PRODUCTION: resources}, agreed()) if " Rule: " in each]
    assert len(doubted_rules) == doubted


@pytest.mark.parametrize(("of", "doubted"), [({"Ref": "In"}, True), (OTHERS, False)])
def test_a_program_that_obeys_what_is_told(of: Any, doubted: bool, tmp_path: Path) -> None:
    """It takes its orders from a queue, which a bucket tells where a stranger writes."""
    feeding = {"EventSourceArn": {"Fn::GetAtt": ["Told", "Arn"]}, "FunctionName": {"Ref": "Reading"}}
    writing = allow("s3:PutObject", **of_account(OTHER), Resource="arn:aws:s3:::acme-in/*")
    more = {
        "In": bucket("acme-in"),
        "InPolicy": bucket_policy("acme-in", writing),
        "Reads": acting("reads", allow("s3:GetObject", Resource=f"{REPORTS}/*")),
        "Reading": function("reading", {"Fn::GetAtt": ["Reads", "Arn"]}),
        "Feeding": {"Type": "AWS::Lambda::EventSourceMapping", "Properties": feeding},
    }
    assert bool(doubts(tmp_path, telling(of, QUEUE, Told=TOLD, **more), agreed())) is doubted
