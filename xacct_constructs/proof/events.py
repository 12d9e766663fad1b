"""Which rules of EventBridge are told what comes to a bucket that is agreed on: of those that tell the account's bus.

Source: Amazon S3 User Guide, "Using EventBridge"; Amazon EventBridge User Guide, "Event patterns".
"""

from collections.abc import Iterator

from xacct_constructs.arns import parse
from xacct_constructs.assembly import Assembly, Other, Resource
from xacct_constructs.assembly import at as values_at
from xacct_constructs.proof.agreed_on import AgreedOn
from xacct_constructs.proof.said import Leaf, at, leaves
from xacct_constructs.world import NOTIFYING

_ENABLED = "NotificationConfiguration.EventBridgeConfiguration"


def told_of(rule: Other, assembly: Assembly, agreed_on: AgreedOn) -> Iterator[str]:
    """What is agreed on, or has copies of it, of whose objects a rule is told, or may be."""
    said = list(leaves(rule.said))
    buses = [each.text for each in at(said, "EventBusName")]
    if buses and not any(each.endswith("default") or agreed_on.open_in(each) for each in buses):
        return
    for arn in (*agreed_on.resources, *agreed_on.copies):
        held = assembly.resources.get(arn)
        if held is not None and held.account == rule.account and _tells(held, assembly, agreed_on):
            wanted = {"EventPattern.source": "aws.s3", "EventPattern.detail.bucket.name": parse(arn).resource}
            if all(_may_say(said, path, value, agreed_on) for path, value in wanted.items()):
                yield arn


def _tells(held: Resource, assembly: Assembly, agreed_on: AgreedOn) -> bool:
    """Whether it tells the bus of its objects, or may."""
    notifying = (each for each in assembly.others if each.type == NOTIFYING and each.account == held.account)
    about = (each for each in notifying if _is_about(each, held, agreed_on))
    return any(map(_enables, (*assembly.others_at(held.origin.place()), *about)))


def _enables(other: Other) -> bool:
    """Whether the bus is told; where nothing more is said of it, it is."""
    if {} in values_at(other.said, _ENABLED):
        return True
    return any(leaf.text != "false" for leaf in at(leaves(other.said), _ENABLED))


def _is_about(notifying: Other, held: Resource, agreed_on: AgreedOn) -> bool:
    """Whether notifications are a bucket's, or may be."""
    return any(
        leaf.text == parse(held.arn).resource
        or held.origin.place() in agreed_on.places(leaf.text)
        or leaf.rewritten
        or agreed_on.open_in(leaf.text)
        for leaf in at(leaves(notifying.said), "BucketName")
    )


def _may_say(said: list[Leaf], path: str, value: str, agreed_on: AgreedOn) -> bool:
    """Whether a pattern may hold where an event has a value: it asks for nothing else there."""
    found = at(said, path)
    return not found or any(
        each.path != path or each.rewritten or each.text == value or agreed_on.open_in(each.text) for each in found
    )
