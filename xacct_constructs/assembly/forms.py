"""How CloudFormation's functions are written; what CloudFormation would refuse is refused here, and not guessed at.

A function that is well written and finds nothing, as an index beyond its list or an attribute of what is not there,
is a value that is not known, and a doubt where it matters.

Source: CloudFormation User Guide, "Intrinsic function reference" and "Condition functions".
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from xacct_constructs.assembly.errors import MalformedError
from xacct_constructs.texts import shown


class Form(NamedTuple):
    """How one function is written.

    Attributes:
        needs: What it takes, in words.
        fits: Whether it is that.
    """

    needs: str
    fits: Callable[[Any], bool]


def check(name: str, given: Any) -> None:
    """Hold a function to its form; of a name that is none, nothing is known.

    Raises:
        MalformedError: It is written in another way.
    """
    form = FORMS.get(name)
    if form is not None and not form.fits(given):
        raise MalformedError(f"{name} must be {form.needs}, got {shown(given)}")


def is_rewritten(properties: Mapping[str, Any]) -> bool:
    """Whether a function stands for properties, or for some of them, so that they can be any."""
    return any([each == "Ref" or each[:4] == "Fn::" for each in properties])


def says_more(name: str, given: Any) -> bool:
    """Whether more stands in what a well-written function takes by names than is read: a macro, a loop, what is new."""
    if name == "Fn::Sub":
        return isinstance(given, list) and any(map(is_rewritten, given[1:]))
    if name == "Fn::FindInMap":
        return any(each.keys() != {"DefaultValue"} for each in given[3:])
    return name == "Fn::GetStackOutput" and not given.keys() <= _OF_OUTPUTS


def _is_function(value: Any) -> bool:
    return isinstance(value, Mapping) and len(value) == 1 and next(iter(value)).startswith(("Ref", "Fn::"))


def _is_text(value: Any) -> bool:
    return isinstance(value, str) or _is_function(value)


def _is_name(value: Any) -> bool:
    return value != "" and _is_text(value)


def _is_number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_index(value: Any) -> bool:
    if isinstance(value, str):
        return value.isascii() and value.isdigit()
    return _is_function(value) or (_is_number(value) and value >= 0)


def _is_list(value: Any) -> bool:
    return isinstance(value, list) or _is_function(value)


def _is_key(value: Any) -> bool:
    return _is_name(value) or _is_number(value)


def _is_anything(_: Any) -> bool:
    return True


def _each(*fits: Callable[[Any], bool]) -> Callable[[Any], bool]:
    """A list of as many, each of which fits."""

    def found(given: Any) -> bool:
        return isinstance(given, list) and len(given) == len(fits) and all(map(_fits, fits, given))

    return found


def _fits(fits: Callable[[Any], bool], value: Any) -> bool:
    return fits(value)


def _get_att(given: Any) -> bool:
    if isinstance(given, str):
        logical_id, dot, attribute = given.partition(".")
        return bool(logical_id and dot and attribute)
    return _each(_is_name, _is_name)(given)


def _sub(given: Any) -> bool:
    if not isinstance(given, list):
        return isinstance(given, str)
    if not given or not isinstance(given[0], str):
        return False
    return len(given) == 1 or (len(given) == 2 and isinstance(given[1], Mapping))


def _find_in_map(given: Any) -> bool:
    if not isinstance(given, list) or not all(map(_is_key, given[:3])):
        return False
    default = given[3:]
    return len(given) == 3 or (len(given) == 4 and isinstance(default[0], Mapping) and "DefaultValue" in default[0])


_OF_OUTPUTS = {"OutputName", "Region", "RoleArn", "StackName"}


def _stack_output(given: Any) -> bool:
    return (
        isinstance(given, Mapping) and {"StackName", "OutputName"} <= set(given) and all(map(_is_name, given.values()))
    )


def _conditions(least: int, most: int) -> Callable[[Any], bool]:
    return lambda given: (
        isinstance(given, list) and least <= len(given) <= most and all(isinstance(each, Mapping) for each in given)
    )


FORMS: Mapping[str, Form] = {
    "Ref": Form("a logical ID", _is_name),
    "Condition": Form("the name of a condition", lambda given: isinstance(given, str) and given != ""),
    "Fn::GetAtt": Form("LOGICAL_ID.ATTRIBUTE or [LOGICAL_ID, ATTRIBUTE]", _get_att),
    "Fn::Sub": Form("a text, or [TEXT, {NAME: VALUE}]", _sub),
    "Fn::Join": Form("[SEPARATOR, LIST]", _each(_is_text, _is_list)),
    "Fn::Split": Form("[SEPARATOR, TEXT]", _each(_is_name, _is_text)),
    "Fn::Select": Form("[INDEX, LIST]", _each(_is_index, _is_list)),
    "Fn::If": Form("[CONDITION, VALUE, VALUE]", _each(lambda each: isinstance(each, str), _is_anything, _is_anything)),
    "Fn::ImportValue": Form("the name of an export", _is_name),
    "Fn::FindInMap": Form("[MAPPING, KEY, KEY], perhaps with {DefaultValue: VALUE}", _find_in_map),
    "Fn::Length": Form("a list", _is_list),
    "Fn::ToJsonString": Form("a map or a list", lambda given: isinstance(given, Mapping | list)),
    "Fn::GetStackOutput": Form("a map with StackName and OutputName", _stack_output),
    "Fn::Equals": Form("[VALUE, VALUE]", _each(_is_anything, _is_anything)),
    "Fn::Not": Form("a list of one condition", _conditions(1, 1)),
    "Fn::And": Form("a list of 2 to 10 conditions", _conditions(2, 10)),
    "Fn::Or": Form("a list of 2 to 10 conditions", _conditions(2, 10)),
}
"""Every function that is resolved, to its form; all others are settled at deployment, however they are written."""
