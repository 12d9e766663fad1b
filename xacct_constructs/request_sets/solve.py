"""A request that lies in a box, or the certainty that there is none.

Each key is settled by itself, since its conditions speak of no other; only those with policy variables do, and they
are settled last, from the values found. What is found is tried against every condition before it is returned.
"""

from collections.abc import Mapping
from types import MappingProxyType

from xacct_constructs.arns import parse
from xacct_constructs.iam import Context, Values, pieces
from xacct_constructs.request_sets.asked import asked
from xacct_constructs.request_sets.boxes import (
    ACTION,
    RESOURCE,
    Box,
    Literal,
    has_variables,
    is_contradictory,
)
from xacct_constructs.request_sets.candidates import candidates

Solution = dict[str, Values]
"""Context key, in lower case, to value; a key that is absent from the request is not in it."""

_NOTHING: Mapping[str, Values] = MappingProxyType({})
_OTHER = "some-other-value"


def solve(found: Box, known: Mapping[str, Values] = _NOTHING) -> Solution | None:
    """A context in the box; None where there is none.

    Args:
        found: The box.
        known: Keys that the request has beside those looked for; policy variables may take their values. Default: none.

    Raises:
        UndecidedError: whether there is one cannot be told.
    """
    # Two literals that exclude each other are the most frequent reason, and the cheapest to see.
    if is_contradictory(found):
        return None
    by_key: dict[str, list[Literal]] = {}
    for each in found:
        by_key.setdefault(each.condition.key, []).append(each)
    solution: Solution = {}
    for key in sorted(by_key.keys() - {ACTION, RESOURCE}):
        literals = [each for each in by_key[key] if not has_variables(each.condition)]
        value = _settle(key, literals)
        if value is None:
            return None
        if value != ():
            solution[key] = value
    request = asked(by_key.get(ACTION, []), by_key.get(RESOURCE, []), str(known.get("aws:principalaccount", "")))
    if request is None:
        return None
    solution |= {ACTION: request.action, RESOURCE: request.resource}
    for each in found:
        if has_variables(each.condition) and each.condition.key != RESOURCE:
            solution[each.condition.key] = _entangled_value(each, {**known, **solution})
    return solution


def _settle(key: str, literals: list[Literal]) -> Values | None:
    """A value for which all literals hold, `()` for absence, None where there is neither."""
    if all(_met(each, Context()) for each in literals):
        return ()
    for candidate in candidates(literals):
        if all(_met(each, Context({key: candidate})) for each in literals):
            return candidate
    return None


def _met(each: Literal, context: Context) -> bool:
    return each.condition.holds(context) is each.holds


def _entangled_value(each: Literal, solution: Mapping[str, Values]) -> str:
    """A value for a condition with variables; whether it serves is decided on the whole request."""
    if not each.holds:
        return _OTHER
    lookup = dict(solution)
    principal = solution.get("aws:principalarn")
    if isinstance(principal, str) and (arn := parse(principal)).kind == "user":
        lookup["aws:username"] = arn.name
    text = ""
    for kind, piece in pieces(each.condition.values[0], True, True):
        if kind == "variable":
            value = lookup.get(piece.split(",")[0].strip().lower(), _OTHER)
            text += value if isinstance(value, str) else value[0]
        elif kind == "text":
            text += piece
    return text
