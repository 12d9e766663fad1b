"""Boxes: sets of requests given by conditions that must hold and conditions that must not.

Action, resource and caller are keys like any other, so that a request is one context and a set of requests is a
conjunction of conditions. What is allowed is a union of boxes; taking one union from another leaves a union.
"""

from collections.abc import Iterable, Sequence
from itertools import combinations, takewhile
from typing import NamedTuple

from xacct_constructs.iam import (
    OPERATORS,
    Condition,
    Context,
    Operator,
    action_matches,
    arn_matches,
    matches,
    pieces,
)
from xacct_constructs.remembered import remembered
from xacct_constructs.request_sets.work import step

ACTION, RESOURCE, CALLER_KIND, PRINCIPAL, CALLER = (
    "request:action",
    "request:resource",
    "caller:kind",
    "aws:principalarn",
    "caller:arn",
)
UNIQUE_ID, CANONICAL_USER, PROVIDER, STAR = "caller:unique-id", "caller:canonical-user", "caller:provider", "iam:star"
"""What deployment or AWS alone knows: the caller's unique ID, its account's name in S3, who signed it in, and how far a
star goes.
"""
ACTION_LIKE = Operator("ActionLike", lambda wanted, given, _, __: action_matches(wanted, given))
RESOURCE_LIKE = Operator(
    "ResourceLike", lambda w, g, look, v: w == "*" or arn_matches(w, g, look, variables=v), takes_variables=True
)
RESOURCE_PAST_COLONS = Operator(
    "ResourcePastColons", lambda w, g, look, v: matches(w, g, look, variables=v), takes_variables=True
)
"""A `*` stands for colons too."""

_SAME = {"ArnEquals": "arnlike", "ArnNotEquals": "arnnotlike"}
"""Operators that AWS documents as behaving identically."""

_FOLDING = ("ActionLike", "Bool", "StringEqualsIgnoreCase")
"""Operators that do not tell cases apart: what one of them settles, no other operator may be tried on."""
_EXACT = ("ActionLike", "ArnLike", "Bool", "ResourceLike", "StringEquals", "StringEqualsIgnoreCase", "StringLike")
"""Operators whose values say which texts match; without quantifier and `IfExists`, the key has one of these."""


def _none(_: str) -> None:
    return None


class Literal(NamedTuple):
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


def equals(key: str, *values: str) -> Literal:
    """The key has one of these values."""
    return literal(key, "StringEquals", values)


def absent(key: str) -> Literal:
    """The key is absent."""
    return Literal(Condition(None, key.lower(), ("true",)))


def of_condition(condition: Condition) -> Literal:
    """A condition as a literal, written in one way whatever the policy's order and case; negations are taken out."""
    plain = condition._replace(key=condition.key.lower(), values=tuple(sorted(set(condition.values))))
    operator = plain.operator
    if operator is None:
        return Literal(plain)
    if operator.name in _SAME:
        operator = OPERATORS[_SAME[operator.name]]
    if not operator.negated or plain.quantifier or plain.if_exists:
        return Literal(plain._replace(operator=operator))
    positive = operator.name.replace("Not", "", 1).lower()
    return Literal(plain._replace(operator=OPERATORS[positive]), holds=False)


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


@remembered
def _parsed(condition: Condition) -> tuple[tuple[tuple[str, str], ...], ...]:
    """The condition's values as pieces; empty where the key can have others than those the values stand for."""
    name = condition.operator.name if condition.operator else ""
    if name not in _EXACT or condition.quantifier or condition.if_exists:
        return ()
    return tuple(
        pieces(value, name not in ("Bool", "StringEquals"), name != "ActionLike") for value in condition.values
    )


@remembered
def _only_values(condition: Condition) -> tuple[str, ...]:
    """The only values with which the condition holds; empty where patterns leave more of them."""
    parsed = _parsed(condition)
    is_text = all(kind == "text" for each in parsed for kind, _ in each)
    return tuple("".join(text for _, text in each) for each in parsed) if is_text else ()


@remembered
def beginnings(condition: Condition) -> tuple[str, ...]:
    """How the values begin with which the condition holds; empty where it can hold with others."""
    texts = [[text for _, text in takewhile(lambda piece: piece[0] == "text", each)] for each in _parsed(condition)]
    return tuple("".join(each).lower() for each in texts)


def _begin_apart(one: Condition, other: Condition) -> bool:
    """Whether no text can begin as both ask for."""
    left, right = beginnings(one), beginnings(other)
    return bool(left and right) and not any(a.startswith(right) or _begins(a, right) for a in left)


def _begins(text: str, others: Iterable[str]) -> bool:
    return any(other.startswith(text) for other in others)


def _told_by(known: Literal, asked: Literal) -> bool | None:
    """Whether one literal settles another: True, it follows; False, it cannot hold beside it; None, neither."""
    if known.condition == asked.condition:
        return known.holds == asked.holds
    if known.condition.key != asked.condition.key:
        return None
    if _is_alike(known.condition, asked.condition):
        return known.holds == asked.holds
    if not known.holds:
        return None
    # Counted where it is remembered too: what can be told must not depend on what was told before.
    step(len(known.condition.values) + len(asked.condition.values))
    return _settles(known.condition, asked)


def _is_alike(one: Condition, other: Condition) -> bool:
    """Whether two conditions are the same but for the operator: without a wildcard, `StringLike` is `StringEquals`."""
    operators = {each.operator.name for each in (one, other) if each.operator}
    plainly = operators == {"StringEquals", "StringLike"} and one._replace(operator=other.operator) == other
    return plainly and not any(kind == "any" for value in one.values for kind, _ in pieces(value, True, True))


@remembered
def _settles(known: Condition, asked: Literal) -> bool | None:
    """Whether a condition that holds settles a literal of the same key."""
    given, operator = known.operator, asked.condition.operator
    values = () if has_variables(asked.condition) else _only_values(known)
    if values and (not given or given.name not in _FOLDING or (operator and operator.name in _FOLDING)):
        # With all values that are left known, what is asked is tried on each; where they differ, it stays open.
        outcomes = {_holds(asked, value) for value in values}
        return outcomes.pop() if len(outcomes) == 1 else None
    return not asked.holds if _begin_apart(known, asked.condition) else None


def _holds(asked: Literal, value: str) -> bool:
    return asked.condition.holds(Context({asked.condition.key: value})) is asked.holds


def _told(box_: Box, asked: Literal) -> bool | None:
    """Whether the box settles a literal."""
    if asked in box_:
        return True
    told = (_told_by(known, asked) for known in box_ if known.condition.key == asked.condition.key)
    return next((each for each in told if each is not None), None)


def is_contradictory(found: Box) -> bool:
    """Whether two of its literals exclude each other, which needs no search."""
    return any(_told_by(one, other) is False for one, other in combinations(found, 2))


def product(left: Sequence[Box], right: Sequence[Box]) -> list[Box]:
    """The requests that lie in both unions."""
    found = []
    for one in left:
        step(len(right))
        found += [merged for other in right if (merged := _both(one, other)) is not None]
    return found


def _both(left: Box, right: Box) -> Box | None:
    """The requests in both boxes; None where two of their literals exclude each other."""
    return None if any(_told(left, each) is False for each in right) else left | right


def subtract(left: Sequence[Box], right: Sequence[Box]) -> list[Box]:
    """The requests that lie in the left union and not in the right one; boxes without a request may be among them."""
    # More literals, fewer requests: a box that has all literals of one that is taken lies in it, and is gone.
    step(len(left))
    remaining = [each for each in left if not any(taken <= each for taken in right)]
    for taken in right:
        remaining = [piece for each in remaining for piece in _minus(each, taken)]
    return remaining


def _minus(left: Box, taken: Box) -> list[Box]:
    """The requests of the left box that are not in the other.

    Outside a conjunction is what fails one of its literals. So there is a piece for each literal that the left box does
    not settle: it fails in this piece, and those before it hold, which keeps the pieces apart. A literal that the left
    box contradicts leaves nothing to take away.
    """
    step(1 + len(left) * len(taken))
    told = {each: _told(left, each) for each in taken}
    if False in told.values():
        return [left]
    found, so_far = [], left
    for each in _ordered(each for each, known in told.items() if known is None):
        found.append(so_far | {each.opposite()})
        so_far = so_far | {each}
    return found


def _ordered(found: Iterable[Literal]) -> list[Literal]:
    """The literals in an order that does not depend on hashes."""
    return sorted(found, key=lambda each: (each.condition.key, str(each.condition), each.holds))
