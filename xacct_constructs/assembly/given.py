"""Parameters' values that a deployment is to give, as whoever reads the templates says.

Source: AWS CLI Command Reference, "cloudformation create-stack", `--parameters`; CloudFormation User Guide,
"Parameters".
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple, Protocol

from xacct_constructs.assembly.errors import AssemblyError
from xacct_constructs.assembly.forms import is_rewritten
from xacct_constructs.texts import shown
from xacct_constructs.unknowns import ABSENT, as_text, may_be_nothing


class Given(NamedTuple):
    """A value for a parameter.

    Attributes:
        parameter: The parameter's name.
        value: Its value, lists with commas between; None for whatever it has in the deployed stack.
        stack: The stack, by its artifact's ID or its name. Default: every stack that has the parameter.
    """

    parameter: str
    value: str | None
    stack: str = ""

    def __str__(self) -> str:
        """As it is written for a command."""
        return f"{self.stack}:{self.parameter}" if self.stack else self.parameter


def fitting(given: Iterable[Given], names: Sequence[str], declared: Mapping[str, Any]) -> list[Given]:
    """What is given to a stack, to that one alone at the end.

    Args:
        given: What is given, to whatever stack.
        names: What the stack is called.
        declared: Its parameters, as the template has them.
    """
    found = [each for each in given if each.parameter in declared and each.stack in ("", *names)]
    return sorted(found, key=lambda each: bool(each.stack))


def by_parameter(fitting: Iterable[Given], declared: Mapping[str, Any], file: str) -> dict[str, Given]:
    """The values of one stack's parameters; what is said of it goes before what is said of all.

    Args:
        fitting: What is given to it.
        declared: Its parameters, as the template has them.
        file: Its template, for the error.

    Raises:
        AssemblyError: A parameter is given two values, or one that its template does not allow.
    """
    found: dict[str, Given] = {}
    for each in fitting:
        before = found.get(each.parameter, each)
        if bool(before.stack) is bool(each.stack) and before.value != each.value:
            raise AssemblyError(f"the parameter {each} is given two values; leave one of them out")
        _check(file, each, declared[each.parameter])
        found[each.parameter] = each
    return found


def require_used(given: Iterable[Given], used: Iterable[Given]) -> None:
    """Refuse a value that nothing takes.

    Raises:
        AssemblyError: No stack has such a parameter.
    """
    taken = set(used)
    for each in given:
        if each not in taken:
            raise AssemblyError(f"no stack has the parameter {each}; stacks are named by their artifact's ID, or name")


def of_type(kind: str, value: Any) -> str | list[str]:
    """A parameter's value, as its type has it: a text, or a list of them."""
    text = str(as_text(value))
    return [each.strip() for each in text.split(",")] if kind.startswith(_LISTS) else text


class Around(Protocol):
    """The stack around a nested one."""

    def value(self, value: Any) -> Any:
        """What a value of its template comes to."""
        ...


def handed(around: Around | None, parameters: Mapping[str, Any], name: str) -> Any:
    """What the stack around gives a parameter; ABSENT where it gives none, and None where it is not known which.

    Args:
        around: That stack. None: there is none.
        parameters: All that it gives, as its template has it.
        name: The parameter.
    """
    if around is None:
        return ABSENT
    if not is_rewritten(parameters):
        return around.value(parameters[name]) if name in parameters else ABSENT
    chosen = around.value(parameters)
    return chosen.get(name, ABSENT) if isinstance(chosen, Mapping) else None


def handed_on(kind: str, value: Any) -> Any:
    """What the stack around gives a parameter, as its type has it; None for what only deployment settles."""
    if value is ABSENT:
        return value
    if may_be_nothing(value):
        return None  # Then it has its default.
    if not kind.startswith(_LISTS):
        return as_text(value)
    return of_type(kind, value) if isinstance(value, str | int | float) else value if isinstance(value, list) else None


def allowed(parameter: Mapping[str, Any]) -> tuple[str, ...]:
    """The values that a parameter can have; none where it can have any, or is a list of them."""
    texts = [as_text(each) for each in parameter.get("AllowedValues", [])]
    is_list = str(parameter.get("Type", "")).startswith(_LISTS)
    return () if is_list or None in texts else tuple(map(str, texts))


_LISTS = ("CommaDelimitedList", "List<")


def _check(file: str, given: Given, parameter: Mapping[str, Any]) -> None:
    known = [str(as_text(each)) for each in parameter.get("AllowedValues", [])]
    values = [] if given.value is None else of_type(str(parameter.get("Type", "")), given.value)
    for each in values if isinstance(values, list) else [values]:
        if known and each not in known:
            raise AssemblyError(f"{file}: {given} must be one of {', '.join(known)}, got {shown(each)}")
