"""A request that lies in a box, or the certainty that there is none.

Each key is settled by itself, since its conditions speak of no other; only those with policy variables do, and they
are settled last, from the values found. What is found is tried against every condition before it is returned.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from ipaddress import ip_address
from itertools import pairwise
from types import MappingProxyType

from xacct_constructs.iam import Condition, Context, UndecidedError, Values, moment, network, number, pieces
from xacct_constructs.request_sets.boxes import (
    ACTION,
    ACTION_LIKE,
    ALWAYS_THERE,
    PRINCIPAL,
    RESOURCE,
    Box,
    Literal,
    has_variables,
    is_contradictory,
    literal,
)
from xacct_constructs.request_sets.globs import Glob, arn_glob, text_glob, witness
from xacct_constructs.request_sets.known_actions import KNOWN, RESOURCES

Solution = dict[str, Values]
"""Context key, in lower case, to value; a key that is absent from the request is not in it."""

_NOTHING: Mapping[str, Values] = MappingProxyType({})
_OTHER = "some-other-value"
_ACCOUNT = re.compile(r"(?<![0-9])[0-9]{12}(?![0-9])")
_PARTITION = re.compile(r"arn:(aws[a-z-]*):")


def solve(found: Box, known: Mapping[str, Values] = _NOTHING) -> Solution | None:
    """A context in the box; None where there is none.

    Args:
        found: The box.
        known: Keys that the request has beside those looked for; policy variables may take their values. Default: none.

    Raises:
        UndecidedError: whether there is one cannot be told.
    """
    if is_contradictory(found):
        return None
    by_key: dict[str, list[Literal]] = {}
    for each in found:
        by_key.setdefault(each.condition.key, []).append(each)
    entangled = {key: [e for e in each if has_variables(e.condition)] for key, each in by_key.items()}
    solution: Solution = {}
    for key in sorted(by_key):
        if key in (ACTION, RESOURCE):
            continue
        literals = [each for each in by_key[key] if not has_variables(each.condition)]
        value = _settle(key, literals, may_be_absent=key not in ALWAYS_THERE)
        if value is None:
            return None
        if value != ():
            solution[key] = value
    asked = _action_and_resource(by_key.get(ACTION, []), by_key.get(RESOURCE, []))
    if asked is None:
        return None
    solution |= asked
    for key, literals in entangled.items():
        for each in literals:
            if key != RESOURCE:
                solution[key] = _entangled_value(each, {**known, **solution})
    return solution


def _settle(key: str, literals: list[Literal], *, may_be_absent: bool) -> Values | None:
    """A value for which all literals hold, `()` for absence, None where there is neither."""
    if may_be_absent and all(_met(each, Context()) for each in literals):
        return ()
    for candidate in _candidates(literals):
        if all(_met(each, Context({key: candidate})) for each in literals):
            return candidate
    return None


def _met(each: Literal, context: Context) -> bool:
    return each.condition.holds(context) is each.holds


def _family(condition: Condition) -> str:
    name = condition.operator.name if condition.operator else "Null"
    return next((family for family in ("Numeric", "Date", "IpAddress") if name.startswith(family)), "text")


def _candidates(literals: list[Literal]) -> Iterator[Values]:
    families = {_family(each.condition) for each in literals if each.condition.operator} or {"text"}
    if len(families) > 1:
        raise UndecidedError(f"{literals[0].condition.key} is compared as {' and as '.join(sorted(families))}")
    family = families.pop()
    if family != "text":
        values = [value for each in literals if each.condition.operator for value in each.condition.values]
        yield from {"Numeric": _numbers, "Date": _dates, "IpAddress": _addresses}[family](values)
        return
    plain = [each for each in literals if not each.condition.quantifier]
    if literals[0].condition.key == PRINCIPAL:
        yield from _likely_principals(literals)
    if any(each.condition.operator and each.condition.operator.name == "Bool" for each in literals):
        yield from ("true", "false")
    yield from (single for single in (_text(literals), _text(literals, "?*")) if single is not None)
    if len(plain) == len(literals):
        return
    needed = [each for each in literals if _needs_an_element(each)]
    rest = [each for each in literals if not _needs_an_element(each)]
    elements = [_text([each, *rest], "?*") for each in needed]
    if needed and all(element is not None for element in elements):
        yield sorted({element for element in elements if element is not None})


_LIKELY = tuple(
    form.format(account="{}", name=name)
    for name in ("mallory", "oscar")
    for form in ("iam::{account}:user/{name}", "iam::{account}:role/{name}", "sts::{account}:federated-user/{name}")
)


def _likely_principals(literals: list[Literal]) -> Iterator[str]:
    """Somebody of each account that the literals name, and of one that they do not: names a person can read."""
    named = {account for each in literals for value in each.condition.values for account in _ACCOUNT.findall(value)}
    partitions = {found[1] for each in literals for v in each.condition.values if (found := _PARTITION.match(v))}
    for partition in sorted(partitions or {"aws"}):
        for account in (*sorted(named), "999999999999"):
            yield from (f"arn:{partition}:{form.format(account)}" for form in (*_LIKELY, "iam::{}:root"))


def _needs_an_element(each: Literal) -> bool:
    """`ForAnyValue` that holds and `ForAllValues` that does not speak of one element, the others of all."""
    return bool(each.condition.quantifier) and (each.condition.quantifier == "foranyvalue") is each.holds


def _text(literals: list[Literal], shape: str = "*") -> str | None:
    """The shortest text of a shape that the literals admit as the key's only value; an empty one counts as none."""
    all_of: set[frozenset[Glob]] = set()
    none_of: set[Glob] = set()
    for each in literals:
        operator = each.condition.operator
        if operator is None:
            continue
        globs = globs_of(each.condition)
        if each.holds is not operator.negated:
            all_of.add(globs)
        else:
            none_of |= globs
    all_of.add(frozenset({text_glob(shape, wildcards=True)}))
    return witness(frozenset(all_of), frozenset(none_of))


def globs_of(condition: Condition) -> frozenset[Glob]:
    """The texts that match one of the condition's values."""
    name = condition.operator.name if condition.operator else ""
    if name.startswith(("Arn", "ResourceLike")):
        return frozenset(glob for value in condition.values if (glob := arn_glob(value)) is not None)
    wildcards = name in ("StringLike", "StringNotLike", "ActionLike")
    fold = "IgnoreCase" in name or name in ("Bool", "ActionLike")
    variables = name != "ActionLike"
    return frozenset(
        text_glob(value, wildcards=wildcards, fold=fold, variables=variables) for value in condition.values
    )


def _numbers(values: list[str]) -> Iterator[str]:
    """Each number, one below, one above, and one between it and the next."""
    numbers = sorted(set(map(number, values)))
    for value in numbers:
        yield from map(str, (value - 1, value, value + 1))
    yield from (str((one + other) / 2) for one, other in pairwise(numbers))


def _dates(values: list[str]) -> Iterator[str]:
    for value in sorted(set(map(moment, values))):
        yield from (_written(each) for each in (value - 1, value, value + 1))


def _written(seconds: Decimal) -> str:
    """A date; one that a calendar does not reach, as seconds."""
    try:
        return datetime.fromtimestamp(int(seconds), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, OverflowError, OSError):
        return str(int(seconds))


def _addresses(values: list[str]) -> Iterator[str]:
    """The ends of each range and their neighbours, and one address of each version."""
    for each in map(network, values):
        first, last = int(each[0]), int(each[-1])
        for found in (first, last, first - 1, last + 1):
            if 0 <= found < 2**each.max_prefixlen:
                yield str(ip_address(found) if each.version == 4 else ip_address(found.to_bytes(16)))
    yield from ("192.0.2.1", "2001:db8::1")


def _action_and_resource(actions: list[Literal], resources: list[Literal]) -> Solution | None:
    """An action and a resource of the kind it is asked on; AWS's own actions before any that could be invented."""
    entangled = [each for each in resources if has_variables(each.condition)]
    settled = [each for each in resources if each not in entangled]
    all_of = {globs_of(each.condition) for each in settled if each.holds}
    none_of = {glob for each in settled if not each.holds for glob in globs_of(each.condition)}
    for action in _actions(actions):
        kind = KNOWN.get(action, "anything")
        within, without = RESOURCES[kind]
        resource = witness(frozenset({*all_of, within}), frozenset(none_of | without))
        if resource is not None:
            return {ACTION: action, RESOURCE: resource or "*"}
    return None


_IS_ACTION = literal(ACTION, ACTION_LIKE, ["?*:?*"])
_IS_UNKNOWN = literal(ACTION, ACTION_LIKE, KNOWN, holds=False)


def _actions(literals: list[Literal]) -> Iterator[str]:
    """Actions that the literals admit: known ones, those written out, and one that stands for all others."""
    for name in KNOWN:
        if all(_met(each, Context({ACTION: name})) for each in literals):
            yield name
    named = {
        value
        for each in literals
        if each.holds
        for value in each.condition.values
        if not set(value) & set("*?") and value.lower() not in {known.lower() for known in KNOWN}
    }
    for name in sorted(named):
        if all(_met(each, Context({ACTION: name})) for each in literals):
            yield name
    invented = _text([*literals, _IS_ACTION, _IS_UNKNOWN])
    if invented is not None:
        yield invented


def _entangled_value(each: Literal, solution: Mapping[str, Values]) -> str:
    """A value for a condition with variables; whether it serves is decided on the whole request."""
    if not each.holds:
        return _OTHER
    lookup = dict(solution)
    principal = solution.get("aws:principalarn")
    if isinstance(principal, str) and ":user/" in principal:
        lookup["aws:username"] = principal.rsplit("/", 1)[1]
    text = ""
    for kind, piece in pieces(each.condition.values[0], True, True):
        if kind == "variable":
            value = lookup.get(piece.split(",")[0].strip().lower(), _OTHER)
            text += value if isinstance(value, str) else value[0]
        elif kind == "text":
            text += piece
    return text
