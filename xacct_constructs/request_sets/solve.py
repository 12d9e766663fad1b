"""A request that lies in a box, or the certainty that there is none.

Each key is settled by itself, since its conditions speak of no other; only those with policy variables do, and they
are settled last, from the values found. What is found is tried against every condition before it is returned.
"""

from collections.abc import Mapping
from types import MappingProxyType

from xacct_constructs.arns import is_arn, parse
from xacct_constructs.iam import Context, UndecidedError, Values, pieces
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
        literals = [each for each in by_key[key] if not _is_entangled(each)]
        value = _settle(key, literals)
        if value is None:
            return None
        if value != ():
            solution[key] = value
    request = asked(by_key.get(ACTION, []), by_key.get(RESOURCE, []), str(known.get("aws:principalaccount", "")))
    if request is None:
        return None
    solution |= {ACTION: request.action, RESOURCE: request.resource}
    for key in sorted(key for key in by_key.keys() - {RESOURCE} if any(map(_is_entangled, by_key[key]))):
        solution[key] = _entangled(key, by_key[key], {**known, **solution})
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


def _is_entangled(each: Literal) -> bool:
    return has_variables(each.condition)


def _entangled(key: str, literals: list[Literal], solution: Mapping[str, Values]) -> Values:
    """A value for a key some of whose literals have variables: one for which all hold, else what one of them asks for.

    Whether it serves is decided on the whole request.
    """
    known = dict(solution)
    principal = known.get("aws:principalarn")
    if isinstance(principal, str) and is_arn(principal) and (arn := parse(principal)).kind == "user":
        known["aws:username"] = arn.name
    entangled = sorted(filter(_is_entangled, literals), key=lambda each: (str(each.condition), each.holds))
    values = [value for each in entangled for value in (each.condition.values if each.holds else ())]
    texts = [*(_written(each, known, wild) for wild in ("", "x") for each in values), _OTHER]
    tried: list[Values] = [*texts, *(each.swapcase() for each in texts), *([known[key]] if key in known else [])]
    return next((each for each in tried if _all_met(literals, Context({**known, key: each}))), tried[0])


def _all_met(literals: list[Literal], context: Context) -> bool:
    try:
        return all(_met(each, context) for each in literals)
    except UndecidedError:
        return False


def _written(pattern: str, known: Mapping[str, Values], wild: str) -> str:
    """What a value with variables comes to, with this for each wildcard."""
    text = ""
    for kind, piece in pieces(pattern, True, True):
        if kind == "variable":
            value = known.get(piece.split(",")[0].strip().lower(), _OTHER)
            text += value if isinstance(value, str) else value[0]
        else:
            text += piece if kind == "text" else wild
    return text
