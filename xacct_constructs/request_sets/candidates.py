"""Values to try for one key: enough of them that, where any value meets its literals, one of these does.

Operators compare in families: numbers, dates, addresses and texts. Within one, a literal can only tell apart what lies
on another side of a value that some literal writes; so one value of each side is enough.
"""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from decimal import Decimal
from ipaddress import ip_address
from itertools import pairwise

from xacct_constructs.iam import TRUTHS, Condition, UndecidedError, Values, moment, network, number
from xacct_constructs.remembered import remembered
from xacct_constructs.request_sets.boxes import PRINCIPAL, Literal
from xacct_constructs.request_sets.globs import Glob, arn_glob, text_glob, witness

_ACCOUNT = re.compile(r"(?<![0-9])[0-9]{12}(?![0-9])")
_PARTITION = re.compile(r"arn:(aws[a-z-]*):")


def candidates(literals: list[Literal]) -> Iterator[Values]:
    """The values of a key worth trying, the one that a reader knows best first.

    Raises:
        UndecidedError: The key is compared in two families, as text and as a number, say.
    """
    families = {_family(each.condition) for each in literals if each.condition.operator} or {_TEXT}
    if len(families) > 1:
        raise UndecidedError(f"{literals[0].condition.key} is compared as {' and as '.join(sorted(families))}")
    return _FAMILIES[families.pop()](literals)


def _family(condition: Condition) -> str:
    name = condition.operator.name if condition.operator else "Null"
    return next((family for family in _FAMILIES if name.startswith(family)), _TEXT)


def _values(literals: list[Literal]) -> Iterator[str]:
    return (value for each in literals if each.condition.operator for value in each.condition.values)


def _numbers(literals: list[Literal]) -> Iterator[str]:
    """Each number, one below, one above, and one between it and the next: what order can tell apart."""
    numbers = sorted(set(map(number, _values(literals))))
    for value in numbers:
        yield from map(str, (value - 1, value, value + 1))
    yield from (str((one + other) / 2) for one, other in pairwise(numbers))


def _dates(literals: list[Literal]) -> Iterator[str]:
    """Each date, and the seconds beside it; dates have no finer parts."""
    for value in sorted(set(map(moment, _values(literals)))):
        yield from (_date(each) for each in (value - 1, value, value + 1))


def _date(seconds: Decimal) -> str:
    """A date; one that a calendar does not reach, as seconds."""
    try:
        return datetime.fromtimestamp(int(seconds), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, OverflowError, OSError):
        return str(int(seconds))


def _addresses(literals: list[Literal]) -> Iterator[str]:
    """The ends of each range and their neighbours, and one address of each version."""
    for each in map(network, _values(literals)):
        first, last = int(each[0]), int(each[-1])
        for found in (first, last, first - 1, last + 1):
            if 0 <= found < 2**each.max_prefixlen:
                yield str(ip_address(found) if each.version == 4 else ip_address(found.to_bytes(16)))
    yield from ("192.0.2.1", "2001:db8::1")


def _texts(literals: list[Literal]) -> Iterator[Values]:
    """Names that a person can read, the shortest text, and a list with an element for each literal that needs one."""
    if literals[0].condition.key == PRINCIPAL:
        yield from _likely_principals(literals)
    is_truth = literals[0].condition.key in TRUTHS
    if is_truth or any(each.condition.operator and each.condition.operator.name == "Bool" for each in literals):
        yield from ("true", "false")
    if is_truth:
        return
    yield from (single for shape in ("*", "?*") if (single := shortest_text(literals, shape)) is not None)
    if any(each.condition.quantifier for each in literals):
        yield from _lists(literals)
        yield ""  # which is no value to a quantifier


def _lists(literals: list[Literal]) -> Iterator[Values]:
    """A list of values: each literal that asks for some element gets one, which meets those that speak of all."""
    needed = [each for each in literals if _needs_an_element(each)]
    rest = [each for each in literals if not _needs_an_element(each)]
    elements = [shortest_text([each, *rest], "?*") for each in needed]
    if needed and all(element is not None for element in elements):
        yield sorted({element for element in elements if element is not None})


def _needs_an_element(each: Literal) -> bool:
    """`ForAnyValue` that holds and `ForAllValues` that does not speak of one element, the others of all."""
    return bool(each.condition.quantifier) and (each.condition.quantifier == "foranyvalue") is each.holds


_TEXT = "text"
_FAMILIES: dict[str, Callable[[list[Literal]], Iterator[Values]]] = {
    "Numeric": _numbers,
    "Date": _dates,
    "IpAddress": _addresses,
    _TEXT: _texts,
}
"""How the names of each family's operators begin, to the values worth trying; all others compare texts."""

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


def shortest_text(literals: list[Literal], shape: str = "*") -> str | None:
    """The shortest text of a shape that the literals admit as the key's only value; an empty one counts as none.

    A positive literal that holds, or a negated one that does not, asks for a text among its patterns; the others ask
    for one outside them. So the texts are an intersection of unions, less a union.
    """
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


@remembered
def globs_of(condition: Condition) -> frozenset[Glob]:
    """The texts that match one of the condition's values."""
    name = condition.operator.name if condition.operator else ""
    if name.startswith(("Arn", "ResourceLike")):
        return frozenset(glob for value in condition.values if (glob := arn_glob(value)) is not None)
    wildcards = name in ("StringLike", "StringNotLike", "ActionLike", "ResourcePastColons")
    fold = "IgnoreCase" in name or name in ("Bool", "ActionLike")
    variables = name != "ActionLike"
    return frozenset(
        text_glob(value, wildcards=wildcards, fold=fold, variables=variables) for value in condition.values
    )
