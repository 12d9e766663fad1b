"""What changes of what is known of access from outside: entries that come, go, or let through more than before.

What is known now and was not is access gained, whatever its entry is called: the gate lets it through from now on.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from enum import StrEnum
from typing import NamedTuple

from xacct_constructs.iam import Request, UndecidedError
from xacct_constructs.known_access import KnownAccess, KnownEntry, KnownWay, content_of
from xacct_constructs.proof.known import boxes_of
from xacct_constructs.request_sets import request_in, subtract


class Turn(StrEnum):
    """What becomes of an entry."""

    ADDED = "added"
    REMOVED = "removed"
    WIDENED = "widened"
    NARROWED = "narrowed"
    REWORDED = "changed in words alone"


@dataclass(frozen=True, slots=True)
class KnownChange:
    """An entry that one assembly has and the other has not, or has otherwise; one that is not filled in is none.

    Attributes:
        entry: What it is called.
        what: What becomes of it.
        gains: Whether something is known that was not before.
        request: Such a request. Default: none is shown.
        detail: What else there is to say, in words. Default: nothing.
    """

    entry: str
    what: Turn
    gains: bool = False
    request: Request | None = None
    detail: str = ""


def known_changes(old: KnownAccess, new: KnownAccess) -> Iterator[KnownChange]:
    """What becomes of each entry; nothing of those that stay as they are.

    Args:
        old: What was known.
        new: What is known.
    """
    before, after = _counting(old), _counting(new)
    yield from _ways(before, after)
    for name in ("cdk_roles", "administrators", "accepted_unknowns"):
        yield from _looked_at(getattr(before, name), getattr(after, name))


def _counting(known: KnownAccess) -> KnownAccess:
    return KnownAccess.of(each for _, each in known.entries() if not each.missing)


# Ways


def _ways(old: KnownAccess, new: KnownAccess) -> Iterator[KnownChange]:
    was, is_ = _by_id(old), _by_id(new)
    for way in new.ways:
        before = was.get(way.id)
        more = _beyond(way, _same_step(way, is_, was))
        if more is not None:
            what = Turn.WIDENED if before else Turn.ADDED
            yield KnownChange(way.id, what, gains=True, request=more.request, detail=more.why)
        elif before is None:
            yield KnownChange(way.id, Turn.ADDED, detail="another entry said the same before")
        elif _beyond(before, [way]) is not None:
            yield KnownChange(way.id, Turn.NARROWED)
        elif before != way:
            yield KnownChange(way.id, Turn.REWORDED, detail=_fields(before, way))
    yield from (KnownChange(each.id, Turn.REMOVED) for each in old.ways if each.id not in is_)


def _by_id(known: KnownAccess) -> dict[str, KnownWay]:
    return {each.id: each for each in known.ways}


class _More(NamedTuple):
    """What a way lets through beyond others: a request, or why none is shown."""

    request: Request | None
    why: str = ""


def _beyond(way: KnownWay, others: Sequence[KnownWay]) -> _More | None:
    """What a way lets through and none of the others does; None: nothing."""
    try:
        for each in subtract(boxes_of(way), [found for one in others for found in boxes_of(one)]):
            if request := request_in(each):
                return _More(request)
    except UndecidedError as problem:
        return _More(None, str(problem))
    return None


def _same_step(way: KnownWay, here: Mapping[str, KnownWay], there: Mapping[str, KnownWay]) -> list[KnownWay]:
    """The ways there that go on from the same as this one, whatever that is called."""
    first = _first(way, here)
    return [each for each in there.values() if each.after == way.after or (first and _first(each, there) == first)]


def _first(way: KnownWay, ways: Mapping[str, KnownWay]) -> str:
    """What the step says that it goes on from; empty: it is the first."""
    found = ways.get(way.after) if way.after else None
    return content_of(found) if found else ""


# Administrators, and accepted unknowns


def _looked_at(old: Sequence[KnownEntry], new: Sequence[KnownEntry]) -> Iterator[KnownChange]:
    """What somebody has looked at as it was: as anything else it is another."""
    was, is_ = ({content_of(each): each for each in found} for found in (old, new))
    before, after = (set(map(str, found)) for found in (old, new))
    for content, entry in is_.items():
        if content not in was:
            what = Turn.WIDENED if str(entry) in before else Turn.ADDED
            detail = "it is of what is there now, and not of what was" if what is Turn.WIDENED else ""
            yield KnownChange(str(entry), what, gains=True, detail=detail)
        elif was[content] != entry:
            yield KnownChange(str(entry), Turn.REWORDED, detail=_fields(was[content], entry))
    gone = (str(each) for content, each in was.items() if content not in is_)
    yield from (KnownChange(name, Turn.REMOVED) for name in gone if name not in after)


def _fields(before: KnownEntry, after: KnownEntry) -> str:
    return ", ".join(each.name for each in fields(before) if getattr(before, each.name) != getattr(after, each.name))
