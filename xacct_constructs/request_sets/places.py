"""Boxes about one resource and what lies in it, as boxes about another, under whose ARNs the same is found."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from xacct_constructs.iam import UndecidedError, escaped, pieces, split_arn_pattern
from xacct_constructs.request_sets.allowed import on
from xacct_constructs.request_sets.boxes import RESOURCE, RESOURCE_LIKE, Box, Literal, literal, product
from xacct_constructs.unknowns import MARK

Piece = tuple[str, str]
"""A character, a wildcard or a variable of a pattern, and which of them it is."""


class Place(NamedTuple):
    """A resource.

    Attributes:
        arn: Its ARN.
        inside: How the ARN goes on for what lies in it.
        is_open: Whether deployment settles a part of the ARN. Default: no.
    """

    arn: str
    inside: str
    is_open: bool = False


def moved(boxes: Sequence[Box], here: Place, there: Place) -> list[Box]:
    """The same requests, asked of the other resource and of what lies in it.

    Raises:
        UndecidedError: A pattern says by what only the request, or deployment, settles whether it is of the resource.
    """
    found = [box for each in boxes if (box := _moved(each, here, there)) is not None]
    return product(found, [on(there.arn)])


def _moved(box: Box, here: Place, there: Place) -> Box | None:
    """One box; None where it holds nothing of the resource."""
    found = set[Literal]()
    for each in box:
        if each.condition.key != RESOURCE:
            found.add(each)
            continue
        values = [text for value in each.condition.values for text in _texts(each, value, here, there)]
        if not values and each.holds:
            return None
        if values:
            found.add(literal(RESOURCE, RESOURCE_LIKE, values, holds=each.holds))
    return frozenset(found)


def _texts(said: Literal, pattern: str, here: Place, there: Place) -> Iterator[str]:
    """The patterns, of the other resource, of what a pattern stands for of the first."""
    by_segment = said.condition.operator == RESOURCE_LIKE
    if "" in (own := set(_rests(pattern, here.arn, by_segment))):
        yield there.arn
    inside = set(_rests(pattern, here.arn + here.inside, by_segment))
    yield from (f"{there.arn}{there.inside}{rest}" for rest in inside)
    if here.is_open and not own and not inside and _may_stand(pattern, here.arn, by_segment):
        raise UndecidedError(f"whether {pattern} stands for {here.arn} is settled at deployment")


def _rests(pattern: str, text: str, by_segment: bool) -> Iterator[str]:
    """What a pattern asks for behind a text, in each way in which it may stand for that; `` for nothing more."""
    if by_segment and pattern != "*":
        wanted, given = split_arn_pattern(pattern), split_arn_pattern(text)
        if wanted is None or given is None or not all(map(_is_whole, wanted[:-1], given[:-1])):
            return
        pattern, text = wanted[-1], given[-1]
    parts = list(_parts(pattern))
    for position in _after(parts, text):
        rest = parts[position:]
        if all(each == _STAR for each in rest):
            yield ""
        yield "".join(escaped(value) if kind == "text" else value for kind, value in rest)


def _may_stand(pattern: str, arn: str, by_segment: bool) -> bool:
    """Whether a pattern may stand for an ARN of which deployment settles a part: up to there it does."""
    wanted, given = split_arn_pattern(pattern), split_arn_pattern(arn)
    if not by_segment or wanted is None or given is None:
        return bool(_after(list(_parts(pattern)), MARK.split(arn)[0]))
    known = (MARK.split(each) for each in given)
    return all(
        _is_whole(each, text) if not open_ else bool(_after(list(_parts(each)), text))
        for each, (text, *open_) in zip(wanted[:-1], known, strict=False)
    ) and bool(_after(list(_parts(wanted[-1])), MARK.split(given[-1])[0]))


def _is_whole(pattern: str, text: str) -> bool:
    """Whether one segment of a pattern stands for the text."""
    parts = list(_parts(pattern))
    return any(all(each == _STAR for each in parts[position:]) for position in _after(parts, text))


_STAR = ("any", "*")


def _parts(pattern: str) -> Iterator[Piece]:
    for kind, value in pieces(pattern, True, True):
        if kind == "text":
            yield from ((kind, character) for character in value)
        else:
            yield kind, f"${{{value}}}" if kind == "variable" else value


def _after(parts: Sequence[Piece], text: str) -> set[int]:
    """Where in a pattern one may stand once it has stood for the text.

    Raises:
        UndecidedError: A policy variable may stand for some of the text.
    """
    positions = {0}
    for character in text:
        reached = set[int]()
        for position in _with_stars(parts, positions):
            if position == len(parts):
                continue
            kind, value = parts[position]
            if kind == "variable":
                raise UndecidedError(f"whether a pattern stands for {text} depends on {value}")
            if (kind, value) == _STAR:
                reached.add(position)
            elif kind == "any" or value == character:
                reached.add(position + 1)
        positions = reached
    return positions


def _with_stars(parts: Sequence[Piece], positions: set[int]) -> set[int]:
    """The positions, and those behind stars that stand for nothing."""
    found = set[int]()
    for each in positions:
        position = each
        found.add(position)
        while position < len(parts) and parts[position] == _STAR:
            position += 1
            found.add(position)
    return found
