"""Which rules of EventBridge are told what comes to a bucket that tells the account's bus, and who may make such rules.

Source: Amazon S3 User Guide, "Using EventBridge"; Amazon EventBridge User Guide, "Event patterns".
"""

from collections.abc import Mapping
from typing import Any

from xacct_constructs.arns import is_arn, parse
from xacct_constructs.assembly import Assembly, Other, Resource
from xacct_constructs.proof.not_read import name_in
from xacct_constructs.proof.said import Leaf, at, documents, leaves
from xacct_constructs.unknowns import may_be_nothing

_BUS = "default"
"""What the account's own bus is called."""
_DISABLED = "DISABLED"
_TARGETS, _INSTEAD = "Targets", "Input"
"""What a rule sends to, and what it sends there in place of what it is told."""
_ENABLED = "NotificationConfiguration.EventBridgeConfiguration"


def tells(rule: Other, arn: str, assembly: Assembly) -> bool:
    """Whether a rule is told of the objects of what has this ARN, or may be, or whoever may make rules of its bus.

    A schedule is told nothing, and neither is a rule that is disabled.
    """
    held = assembly.resources.get(arn)
    if held is None or held.account != rule.account or not _tells(held, assembly):
        return False
    said = list(leaves(documents(rule.said)))
    if {each.text for each in at(said, "State")} == {_DISABLED}:
        return False
    if at(said, "ScheduleExpression") and not at(said, "EventPattern"):
        return False
    if not any(_may_be(each.text, _BUS, assembly) for each in buses(rule)):
        return False
    wanted = {"EventPattern.source": "aws.s3", "EventPattern.detail.bucket.name": parse(arn).resource}
    return all(_may_say(said, path, value, assembly) for path, value in wanted.items())


def sending(rule: Other) -> Other:
    """A rule with those of its targets alone to which it sends what it is told; where it leaves the rest counts too."""
    targets = rule.said.get(_TARGETS)
    if not isinstance(targets, list):
        return rule
    told = [_left(each) if _is_told_instead(each) else each for each in targets]
    return rule._replace(said={**rule.said, _TARGETS: told})


def _is_told_instead(target: Any) -> bool:
    """Whether it is certainly sent a text of its own."""
    return isinstance(target, Mapping) and _INSTEAD in target and not may_be_nothing(target[_INSTEAD])


def _left(target: Mapping[str, Any]) -> dict[str, Any]:
    return {key: each for key, each in target.items() if key != "Arn"}


def buses(rule: Other) -> list[Leaf]:
    """The bus of a rule, or of a bus's policy; the account's own where it names none."""
    return at(leaves(rule.said), "EventBusName") or [Leaf("EventBusName", _BUS)]


def _may_be(text: str, name: str, assembly: Assembly) -> bool:
    """Whether a text is a name, or the ARN of what is called so, or may be once deployment settles it."""
    called = name_in(text) if is_arn(text) else text
    return called == name or "{{" in called or assembly.may_be(called, name)


def _tells(held: Resource, assembly: Assembly) -> bool:
    """Whether it tells the bus of its objects, or may."""
    others = assembly.others_at(held.origin.place())
    return any(leaf.text != "false" for each in others for leaf in at(leaves(each.said), _ENABLED))


def _may_say(said: list[Leaf], path: str, value: str, assembly: Assembly) -> bool:
    """Whether a pattern may hold where an event has a value: it asks for nothing else there."""
    found = at(said, path)
    return not found or any(
        each.path != path or each.rewritten or _may_be(each.text, value, assembly) for each in found
    )
