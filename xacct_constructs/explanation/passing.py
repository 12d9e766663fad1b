"""A value with which a condition would hold, or would not; each is tried on the condition itself."""

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal

from xacct_constructs.iam import Condition, Context, UndecidedError, moment, network, number


def passing(condition: Condition, *, holds: bool = True) -> str | None:
    """A value of the key with which the condition holds; None where none is found, or where it must be left out.

    Args:
        condition: The condition.
        holds: Whether it is to hold, as one of an allow, or not to, as one of a deny. Default: to hold.
    """
    for value in _candidates(condition):
        try:
            if condition.holds(Context({condition.key: value})) is holds:
                return value
        except UndecidedError:
            continue
    return None


def _candidates(condition: Condition) -> Iterator[str]:
    if condition.operator is None:
        yield "VALUE"
        return
    name = condition.operator.name.lower()
    for wanted in condition.values:
        if "${" in wanted:
            continue
        yield wanted.replace("*", "").replace("?", "x")
        yield wanted
        try:
            yield from _beside(name, wanted)
        except UndecidedError:
            continue
    yield f"not-{condition.values[0]}" if condition.values else "VALUE"


def _beside(operator: str, wanted: str) -> Iterator[str]:
    """What lies on either side of a number or moment, and in a network."""
    if operator.startswith("numeric"):
        yield from (str(number(wanted) + each) for each in (-1, 1))
    elif operator.startswith("date"):
        for step in (Decimal(-1), Decimal(1)):
            yield f"{datetime.fromtimestamp(float(moment(wanted) + step), UTC):%Y-%m-%dT%H:%M:%SZ}"
    elif "ipaddress" in operator:
        yield str(network(wanted).network_address)
    elif operator == "bool":
        yield "false" if wanted.lower() == "true" else "true"
