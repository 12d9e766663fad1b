"""The conditions of a template, as far as they are known before deployment.

Source: CloudFormation User Guide, "Condition functions".
"""

import re
from collections.abc import Mapping
from typing import Any, Protocol

from xacct_constructs.assembly.forms import check, is_rewritten
from xacct_constructs.unknowns import Unknown, alternatives, as_text, is_settled

_OF_REGION = re.compile("AWS::(Partition|URLSuffix)")
"""What is taken to be that of most regions, where no condition or mapping asks for it."""
_NAME = re.compile("[A-Za-z0-9]+")


class Knows(Protocol):
    """What gives the values and conditions of one template."""

    region: str
    parameters: Mapping[str, Any]

    @property
    def parent(self) -> "Knows | None":
        """That of the stack in which it is nested."""
        ...

    def value(self, value: Any) -> Any:
        """What a value of the template comes to."""
        ...

    def condition(self, name: Any) -> bool | None:
        """Whether the condition of this name holds."""
        ...


def is_of_region(template: Knows, written: Any) -> bool:
    """Whether a value asks for what is otherwise in other regions, and is taken to be known where no region is.

    A nested stack may be handed it.
    """
    text = repr(written)
    if template.region or _OF_REGION.search(text):
        return not template.region
    if template.parent is None:
        return False
    handed = template.parameters
    named = handed if is_rewritten(handed) else [handed[each] for each in {*_NAME.findall(text)} if each in handed]
    return is_of_region(template.parent, named)


def holds(template: Knows, condition: Any) -> bool | None:
    """Whether a condition holds; None where deployment settles it."""
    if not isinstance(condition, dict) or len(condition) != 1:
        return None
    ((name, given),) = condition.items()
    check(name, given)
    if name == "Condition":
        return template.condition(given)
    if name == "Fn::Equals":
        if is_of_region(template, given):
            return None
        return _equal(template.value(given[0]), template.value(given[1]))
    if name not in ("Fn::Not", "Fn::And", "Fn::Or"):
        return None
    parts = [holds(template, each) for each in given]
    if name == "Fn::Not":
        return None if parts[0] is None else not parts[0]
    settling: bool = name == "Fn::Or"
    if settling in parts:
        return settling
    return None if None in parts else not settling


def _equal(left: Any, right: Any) -> bool | None:
    """Whether two values are one; what is not known is equal to itself, and to none that is not among its arms."""
    if is_settled([left, right]):
        return _same(left, right)
    if left == right:
        return True
    for one, other in ((left, right), (right, left)):
        arms = alternatives(one) if isinstance(one, Unknown) else None
        if arms and is_settled([*arms, other]) and all(_same(each, other) is False for each in arms):
            return False
    return None


def _same(left: Any, right: Any) -> bool | None:
    """Whether two known values are one: a truth is the word for it, and a whole number the text of its digits.

    None where it is not documented how they are compared, or written (`Fn::ToJsonString`): lists and maps, texts of
    JSON, and numbers that are written otherwise.
    """
    texts = _text(left), _text(right)
    if texts[0] == texts[1]:
        return True
    is_told = all(isinstance(each, str | int) for each in (left, right)) and not all(map(_is_document, texts))
    return False if is_told else None


def _text(value: Any) -> str:
    return str(value if as_text(value) is None else as_text(value))


def _is_document(text: str) -> bool:
    return text.lstrip()[:1] in ("{", "[")
