"""Boxes: sets of requests given by conditions that must hold and conditions that must not.

Action, resource and caller are keys like any other, so that a request is one context and a set of requests is a
conjunction of conditions. What is allowed is a union of boxes; taking one union from another leaves a union.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from xacct_constructs.proof.conditions import Condition
from xacct_constructs.proof.operators import OPERATORS, Operator
from xacct_constructs.proof.patterns import arn_matches, matches, pieces

ACTION, RESOURCE, CALLER_KIND, PRINCIPAL, CALLER = (
    "request:action",
    "request:resource",
    "caller:kind",
    "aws:principalarn",
    "caller:arn",
)
ALWAYS_THERE = (ACTION, RESOURCE, CALLER_KIND)

ACTION_LIKE = Operator(
    "ActionLike", lambda wanted, given, _, __: matches(wanted, given, _none, variables=False, ignore_case=True)
)
RESOURCE_LIKE = Operator(
    "ResourceLike", lambda w, g, look, v: w == "*" or arn_matches(w, g, look, variables=v), takes_variables=True
)


def _none(_: str) -> None:
    return None


@dataclass(frozen=True, slots=True)
class Literal:
    """A condition, or its opposite."""

    condition: Condition
    holds: bool = True

    def opposite(self) -> "Literal":
        """What holds where this does not."""
        return Literal(self.condition, not self.holds)


Box = frozenset[Literal]
"""All of these hold; empty, every request."""


def literal(key: str, operator: Operator | str, values: Iterable[str], *, holds: bool = True) -> Literal:
    """A literal of the plain form `operator key values`."""
    found = OPERATORS[operator.lower()] if isinstance(operator, str) else operator
    return Literal(Condition(found, key.lower(), tuple(sorted(set(values)))), holds)


def of_condition(condition: Condition) -> Literal:
    """A condition as a literal, written in one way whatever the policy's order and case; negations are taken out."""
    plain = replace(condition, key=condition.key.lower(), values=tuple(sorted(set(condition.values))))
    operator = plain.operator
    if operator and operator.negated and not plain.quantifier and not plain.if_exists:
        positive = operator.name.replace("Not", "", 1).lower()
        return Literal(replace(plain, operator=OPERATORS[positive]), holds=False)
    return Literal(plain)


def is_universal(found: Literal) -> bool:
    """Whether every request meets it."""
    return found.holds and found.condition.key in (ACTION, RESOURCE) and "*" in found.condition.values


def has_variables(condition: Condition) -> bool:
    """Whether what the condition asks depends on other keys."""
    takes = condition.operator is not None and condition.operator.takes_variables
    return takes and any(kind == "variable" for value in condition.values for kind, _ in pieces(value, True, True))


def box(*literals: Literal) -> Box:
    """The conjunction of the literals, without those that every request meets."""
    return frozenset(each for each in literals if not is_universal(each))


def is_contradictory(found: Box) -> bool:
    """Whether it asks for a condition and its opposite, which needs no search."""
    return any(each.opposite() in found for each in found)


def product(left: Sequence[Box], right: Sequence[Box]) -> list[Box]:
    """The requests that lie in both unions."""
    return [merged for one in left for other in right if not is_contradictory(merged := one | other)]


def subtract(left: Sequence[Box], right: Sequence[Box]) -> list[Box]:
    """The requests that lie in the left union and not in the right one; boxes without a request may be among them."""
    remaining = list(left)
    for taken in right:
        remaining = [piece for each in remaining for piece in _minus(each, taken)]
    return remaining


def _minus(left: Box, taken: Box) -> list[Box]:
    missing = [each for each in _ordered(taken) if each not in left]
    if not missing:
        return []
    if any(each.opposite() in left for each in missing):
        return [left]
    found, so_far = [], left
    for each in missing:
        found.append(so_far | {each.opposite()})
        so_far = so_far | {each}
    return found


def _ordered(found: Box) -> list[Literal]:
    """The literals in an order that does not depend on hashes."""
    return sorted(found, key=lambda each: (each.condition.key, str(each.condition), each.holds))
