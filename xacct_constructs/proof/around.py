"""What stands around a resource, and says who comes to it: of an API, say, whom it lets in, and how it knows them.

The resource stays as it is written when that changes, and lets in others. A template tells what hangs together.
"""

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any

from xacct_constructs.assembly import Assembly, Other
from xacct_constructs.world import AROUND

_Place = tuple[str, str]
"""Stack and logical ID."""

_IN_TEXT = re.compile(r"\$\{([A-Za-z0-9]+)")


class Surroundings:
    """Follows resources to what stands around them."""

    def __init__(self, assembly: Assembly) -> None:
        """Take what was read."""
        self._assembly = assembly

    def of(self, other: Other) -> list[str]:
        """The fingerprints of what stands around a resource: what it names there, what names that, and what that names.

        Its own properties are no part of it.
        """
        types, place = AROUND.get(other.type, ()), other.origin.place()
        if not types:
            return []
        found = self._through(self._naming, types, [place, *self._through(self._named, types, [place], once=True)])
        found |= self._through(self._named, types, [place, *found])
        return sorted(self._assembly.made_from[each] for each in found - {place})

    def _through(
        self, steps: Mapping[_Place, list[_Place]], types: tuple[str, ...], begin: list[_Place], *, once: bool = False
    ) -> set[_Place]:
        """Where these steps lead, among types that begin so: as far as they do, or one step."""
        found, waiting = set(begin), [*begin]
        while waiting:
            for each in steps.get(waiting.pop(), ()):
                is_around = str(self._assembly.written.get(each, {}).get("Type", "")).startswith(types)
                if is_around and each not in found:
                    found.add(each)
                    waiting += [] if once else [each]
        return found

    @cached_property
    def _named(self) -> dict[_Place, list[_Place]]:
        """What each resource names in its template."""
        return {
            place: [(place[0], each) for each in sorted(set(_names(said.get("Properties"))))]
            for place, said in self._assembly.written.items()
        }

    @cached_property
    def _naming(self) -> dict[_Place, list[_Place]]:
        """What names each resource in its template."""
        found: dict[_Place, list[_Place]] = {}
        for place, named in self._named.items():
            for each in named:
                found.setdefault(each, []).append(place)
        return found


def _names(value: Any) -> Iterator[str]:
    """The logical IDs that a value of a template names."""
    if isinstance(value, Mapping):
        for key, each in value.items():
            if key == "Ref":
                yield str(each)
            elif key == "Fn::GetAtt":
                yield str(each[0] if isinstance(each, list) and each else each).partition(".")[0]
            elif key == "Fn::Sub":
                yield from _IN_TEXT.findall(str(each[0] if isinstance(each, list) and each else each))
            yield from _names(each)
    elif isinstance(value, list):
        for each in value:
            yield from _names(each)
