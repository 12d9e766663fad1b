"""What is asked, and on what: AWS's own actions before any that could be invented, each on what it is asked on."""

import re
from collections.abc import Collection, Iterator
from typing import NamedTuple

from xacct_constructs.iam import Condition, Context
from xacct_constructs.remembered import remembered
from xacct_constructs.request_sets.boxes import ACTION, ACTION_LIKE, Box, Literal, has_variables, literal
from xacct_constructs.request_sets.candidates import globs_of, shortest_text
from xacct_constructs.request_sets.globs import Glob, arn_glob, witness
from xacct_constructs.request_sets.work import step
from xacct_constructs.services import ACTIONS, RESOURCE_KINDS, SERVICES, ArnForm

_VARIABLE = re.compile(r"\$\{[^{}]*:[^{}]*\}")
_OF_A_SEARCH = 300
"""Steps of a search among all actions that are known."""


class Asked(NamedTuple):
    """What is asked, and on what."""

    action: str
    resource: str


class _Arns(NamedTuple):
    """The ARNs of one kind: in the first set, and not in the second."""

    within: frozenset[Glob]
    without: frozenset[Glob]


def asked(actions: list[Literal], resources: list[Literal], account: str = "") -> Asked | None:
    """An action and a resource that the literals admit; None where there are none.

    Args:
        actions: What is asked of the action.
        resources: What is asked of the resource; what policy variables stand for is left to the decision.
        account: Whose resources are looked for first. Default: nobody's in particular.

    Raises:
        UndecidedError: The patterns are too many to search.
    """
    step(_OF_A_SEARCH)
    without = [each.condition for each in resources if not each.holds and not has_variables(each.condition)]
    all_of = frozenset(globs_of(_at_most(each.condition)) for each in resources if each.holds)
    none_of = frozenset(glob for each in without for glob in globs_of(each))
    for action in _actions(actions):
        for arns in _asked_on(action, account):
            resource = witness(all_of | {arns.within}, none_of | arns.without)
            if resource is not None:
                return Asked(action, resource or "*")
    return None


def _at_most(condition: Condition) -> Condition:
    """A condition whose policy variables may stand for anything."""
    return condition._replace(values=tuple(_VARIABLE.sub("*", each) for each in condition.values))


@remembered
def _asked_on(action: str, account: str) -> tuple[_Arns, ...]:
    """The ARNs that an action is asked on, kind by kind; those of the account first, since there its word is enough.

    It is not on what only leads to another resource, so that comes last.
    """
    forms = sorted(ACTIONS.get(action, ()), key=_is_of_way)
    own = [_arns(each, account) for each in forms if account and each.has_account and not _is_of_way(each)]
    return (*own, *map(_arns, forms)) if forms else (_Arns(_globs(("*",)), frozenset()),)


def _is_of_way(form: ArnForm) -> bool:
    return any(kind.way and form.text.startswith(kind.form.text) for kind in RESOURCE_KINDS)


def _arns(form: ArnForm, account: str = "?*") -> _Arns:
    return _Arns(_globs((form.pattern(account),)), _globs(form.of_others()))


def _globs(patterns: tuple[str, ...]) -> frozenset[Glob]:
    return frozenset(glob for pattern in patterns if (glob := arn_glob(pattern)) is not None)


_IS_ACTION = literal(ACTION, ACTION_LIKE, ["?*:?*"])
_IS_UNKNOWN = literal(ACTION, ACTION_LIKE, ACTIONS, holds=False)
_KNOWN = frozenset(name.lower() for name in ACTIONS)
_SERVICES = tuple(f"{each.name}:" for each in SERVICES)


def _actions(literals: list[Literal]) -> Iterator[str]:
    """Actions that the literals admit: known ones, those written out, and one that stands for all others.

    The last is what keeps an action that no reference has yet from being passed over.
    """
    yield from _known(frozenset(literals))
    named = {value for each in literals if each.holds for value in each.condition.values if not set(value) & set("*?")}
    yield from (name for name in sorted(named) if name.lower() not in _KNOWN and _admitted(literals, name))
    invented = shortest_text([*literals, _IS_ACTION])
    if invented is not None and invented.lower() in _KNOWN:
        invented = shortest_text([*literals, _IS_ACTION, _IS_UNKNOWN])
    if invented is not None:
        yield invented


def is_invented(action: str, found: Box) -> bool:
    """Whether a request of a box asks for what no action of its service is called today, and only a pattern admits."""
    if action.lower() in _KNOWN or not action.lower().startswith(_SERVICES):
        return False
    literals = [each for each in found if each.condition.key == ACTION]
    return not any(action.lower() == value.lower() for each in literals for value in each.condition.values)


@remembered
def _known(literals: frozenset[Literal]) -> tuple[str, ...]:
    return tuple(name for name in ACTIONS if _admitted(literals, name))


def _admitted(literals: Collection[Literal], action: str) -> bool:
    context = Context({ACTION: action})
    return all(each.condition.holds(context) is each.holds for each in literals)
