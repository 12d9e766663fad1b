"""Where copies lie of what is agreed on, or lists of it: what its properties name, and what is filled from it."""

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from xacct_constructs.arns import is_arn, parse
from xacct_constructs.assembly import Assembly, at
from xacct_constructs.unknowns import MARK
from xacct_constructs.values import listed
from xacct_constructs.world import bearing


def copies_of(assembly: Assembly, arns: Iterable[str]) -> Mapping[str, str]:
    """Where copies lie of these resources, or of copies of them, and what leads there; to what is copied.

    Each is an ARN, or what the template says that stands for one.
    """
    found: dict[str, str] = {}
    copying, waiting = Copying(assembly), list(arns)
    seen = set(waiting)
    while waiting:
        here = waiting.pop()
        for arn in copying.to(here):
            if arn not in seen:
                seen.add(arn)
                found[arn] = found.get(here, here)
                waiting.append(arn)
    ways = (each for each in assembly.resources.values() if each.arn not in seen)
    return found | {each.arn: found[arn] for each in ways for arn in each.behind if arn in found}


class Copying:
    """Looks up what an assembly copies to where."""

    def __init__(self, assembly: Assembly) -> None:
        """Take the assembly."""
        self._assembly = assembly

    def to(self, arn: str) -> Iterator[str]:
        """Where copies of a resource lie, by its own properties and by what is filled from it."""
        held = self._assembly.resources.get(arn)
        for other in self._assembly.others_at(held.origin.place()) if held else ():
            for name, value in other.said.items():
                row = bearing(other.type, name)
                for named in _named(value, row.copies if row else ()):
                    made = self._assembly.resource(named)
                    # What stands for no ARN is a bucket of nobody here.
                    if made is not None or is_arn(named) or MARK.search(named):
                        yield made.arn if made else named
        for said, filled in self._filled:
            if self._may_be(said, arn):
                yield from filled

    @cached_property
    def _filled(self) -> list[tuple[str, list[str]]]:
        """What is said of where resources are filled from, each with their ARNs."""
        found = [
            (said, other.origin.place())
            for other in self._assembly.others
            for name, value in other.said.items()
            if (row := bearing(other.type, name))
            for said in _named(value, row.copy_of)
        ]
        made: dict[tuple[str, str], list[str]] = {place: [] for _, place in found}
        for each in self._assembly.resources.values() if found else ():
            made.get(each.origin.place(), []).append(each.arn)
        return [(said, made[place]) for said, place in found]

    def _may_be(self, said: str, arn: str) -> bool:
        """Whether an ARN, or a bucket's name, is said, or may be."""
        return any(said == each or self._assembly.may_be(said, each) for each in (arn, parse(arn).resource))


def _named(value: object, paths: Iterable[str]) -> Iterator[str]:
    """What stands at these paths of a property."""
    for path in paths:
        for found in at(value, path) if path else (value,):
            yield from map(str, listed(found))
