"""Requests told apart by their actions: those that ask for some, and those that ask for others.

Policies of AWS's own name a thousand patterns of actions. What two patterns begin with tells most of them apart, so
that only the rest has to be searched.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from xacct_constructs.request_sets.boxes import ACTION, Box, Literal, box, product, subtract
from xacct_constructs.request_sets.said import action_literal


def asking_for(boxes: Iterable[Box], actions: tuple[str, ...]) -> list[Box]:
    """The requests that ask for one of these patterns of actions."""
    narrowed = _with_patterns(boxes, lambda pattern: any(_may_overlap(pattern, each) for each in actions))
    return product(narrowed, [box(action_literal(actions))])


def asking_for_others(boxes: Iterable[Box], actions: tuple[str, ...]) -> list[Box]:
    """The requests that ask for none of these patterns of actions."""
    narrowed = _with_patterns(boxes, lambda pattern: not any(_lies_in(pattern, each) for each in actions))
    return subtract(narrowed, [box(action_literal(actions))])


def _with_patterns(boxes: Iterable[Box], keeps: Callable[[str], bool]) -> list[Box]:
    """Each box with those of its patterns alone; without one that is left with none."""
    found = []
    for each in boxes:
        literals = [_kept(one, keeps) if one.holds and one.condition.key == ACTION else one for one in each]
        if all(one.condition.values or one.condition.key != ACTION for one in literals):
            found.append(box(*literals))
    return found


def _kept(found: Literal, keeps: Callable[[str], bool]) -> Literal:
    return replace(found, condition=replace(found.condition, values=tuple(filter(keeps, found.condition.values))))


def _may_overlap(one: str, other: str) -> bool:
    """Whether some action may match both; False only where none does."""
    if "*" in (one, other):
        return True
    pairs = zip(_parts(one), _parts(other), strict=True)
    return all(_begin_alike(a, b) for a, b in pairs)


def _parts(pattern: str) -> tuple[str, str]:
    service, _, name = pattern.lower().partition(":")
    return service, name


def _begin_alike(one: str, other: str) -> bool:
    """Whether a text may match both patterns, by what they begin with."""
    starts = [re.split("[*?]", each)[0] for each in (one, other)]
    if not any(start != each for start, each in zip(starts, (one, other), strict=True)):
        return one == other
    return starts[0].startswith(starts[1]) or starts[1].startswith(starts[0])


def _lies_in(one: str, other: str) -> bool:
    """Whether every action that matches the first pattern matches the other; True only where that is so."""
    if ":" not in one or ":" not in other:
        return other == "*"
    return all(_lies_within(a, b) for a, b in zip(_parts(one), _parts(other), strict=True))


def _lies_within(one: str, other: str) -> bool:
    begin = other.removesuffix("*")
    if set(begin) & set("*?"):
        return one == other
    return one == other or (begin != other and re.split("[*?]", one)[0].startswith(begin))
