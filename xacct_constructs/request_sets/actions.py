"""Requests told apart by their actions: those that ask for some, and those that ask for others.

Policies of AWS's own name a thousand patterns of actions. What two patterns begin with tells most of them apart, so
that only the rest has to be searched.
"""

import re
from collections.abc import Callable, Iterable
from typing import NamedTuple

from xacct_constructs.remembered import remembered
from xacct_constructs.request_sets.boxes import ACTION, Box, Literal, box, product, subtract
from xacct_constructs.request_sets.said import action_literal


class _Part(NamedTuple):
    """The service or the name in a pattern of actions, in lower case, and how it begins up to its first wildcard."""

    pattern: str
    begin: str


def asking_for(boxes: Iterable[Box], actions: tuple[str, ...]) -> list[Box]:
    """The requests that ask for one of these patterns of actions."""
    narrowed = _with_patterns(boxes, lambda pattern: any(_may_overlap(pattern, each) for each in actions))
    return product(narrowed, [box(action_literal(actions))])


def asking_for_others(boxes: Iterable[Box], actions: tuple[str, ...]) -> list[Box]:
    """The requests that ask for none of these patterns of actions."""
    narrowed = _with_patterns(boxes, lambda pattern: not _lies_in_any(pattern, actions))
    return [left for each in narrowed for left in subtract([each], _taken(each, actions))]


def _taken(asking: Box, actions: tuple[str, ...]) -> list[Box]:
    """The requests for these actions, without patterns that a box does not ask for: a search would try each of them."""
    named = [each.condition.values for each in asking if each.holds and each.condition.key == ACTION]
    for patterns in named:
        actions = _overlapping(actions, patterns)
    return [box(action_literal(actions))] if actions else []


@remembered
def _overlapping(actions: tuple[str, ...], patterns: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(each for each in actions if any(_may_overlap(each, pattern) for pattern in patterns))


def _with_patterns(boxes: Iterable[Box], keeps: Callable[[str], bool]) -> list[Box]:
    """Each box with those of its patterns alone; without one that is left with none."""
    found = []
    for each in boxes:
        literals = [_kept(one, keeps) if one.holds and one.condition.key == ACTION else one for one in each]
        if all(one.condition.values or one.condition.key != ACTION for one in literals):
            found.append(box(*literals))
    return found


def _kept(found: Literal, keeps: Callable[[str], bool]) -> Literal:
    return found._replace(condition=found.condition._replace(values=tuple(filter(keeps, found.condition.values))))


def _may_overlap(one: str, other: str) -> bool:
    """Whether some action may match both; False only where none does."""
    if "*" in (one, other):
        return True
    return all(map(_begin_alike, _parts(one), _parts(other)))


@remembered
def _parts(pattern: str) -> tuple[_Part, _Part]:
    service, _, name = pattern.lower().partition(":")
    return _part(service), _part(name)


def _part(pattern: str) -> _Part:
    return _Part(pattern, re.split("[*?]", pattern)[0])


def _begin_alike(one: _Part, other: _Part) -> bool:
    """Whether a text may match both patterns, by what they begin with."""
    if one.pattern == one.begin and other.pattern == other.begin:
        return one.pattern == other.pattern
    return one.begin.startswith(other.begin) or other.begin.startswith(one.begin)


@remembered
def _lies_in_any(one: str, others: tuple[str, ...]) -> bool:
    return any(_lies_in(one, each) for each in others)


def _lies_in(one: str, other: str) -> bool:
    """Whether every action that matches the first pattern matches the other; True only where that is so."""
    if ":" not in one or ":" not in other:
        return other == "*"
    return all(map(_lies_within, _parts(one), _parts(other)))


def _lies_within(one: _Part, other: _Part) -> bool:
    begin = other.pattern.removesuffix("*")
    if begin != other.begin:
        return one == other
    return one == other or (begin != other.pattern and one.begin.startswith(begin))
