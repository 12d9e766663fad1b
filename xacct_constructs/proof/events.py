"""Which rules of EventBridge are told what comes to a bucket that is agreed on: of those that tell the account's bus.

Source: Amazon S3 User Guide, "Using EventBridge"; Amazon EventBridge User Guide, "Event patterns".
"""

from collections.abc import Iterator

from xacct_constructs.arns import parse
from xacct_constructs.assembly import Assembly, Other, Resource
from xacct_constructs.proof.agreed_on import AgreedOn
from xacct_constructs.proof.said import Leaf, at, leaves

_ENABLED = "NotificationConfiguration.EventBridgeConfiguration"


def told_of(rule: Other, assembly: Assembly, agreed_on: AgreedOn) -> Iterator[str]:
    """What is agreed on, or has copies of it, of whose objects a rule is told, or may be."""
    said = list(leaves(rule.said))
    buses = [each.text for each in at(said, "EventBusName")]
    if buses and not any(each.endswith("default") or agreed_on.open_in(each) for each in buses):
        return
    for arn in (*agreed_on.resources, *agreed_on.copies):
        held = assembly.resources.get(arn)
        if held is not None and held.account == rule.account and _tells(held, assembly):
            wanted = {"EventPattern.source": "aws.s3", "EventPattern.detail.bucket.name": parse(arn).resource}
            if all(_may_say(said, path, value, agreed_on) for path, value in wanted.items()):
                yield arn


def _tells(held: Resource, assembly: Assembly) -> bool:
    """Whether it tells the bus of its objects, or may."""
    others = assembly.others_at(held.origin.place())
    return any(leaf.text != "false" for each in others for leaf in at(leaves(each.said), _ENABLED))


def _may_say(said: list[Leaf], path: str, value: str, agreed_on: AgreedOn) -> bool:
    """Whether a pattern may hold where an event has a value: it asks for nothing else there."""
    found = at(said, path)
    return not found or any(
        each.path != path or each.rewritten or each.text == value or agreed_on.open_in(each.text) for each in found
    )
