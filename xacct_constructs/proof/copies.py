"""What is copied, or listed, from one resource into others by its own properties: whoever reads there reads it too."""

from collections.abc import Iterable, Iterator

from xacct_constructs.assembly import Assembly, Other, at
from xacct_constructs.values import listed
from xacct_constructs.world import bearing


def copies(assembly: Assembly, arns: Iterable[str]) -> tuple[str, ...]:
    """What copies of these resources go to, and copies of those, as their templates name it; by ARN where that is read.

    Args:
        assembly: The assembly.
        arns: ARNs of resources.
    """
    said: dict[tuple[str, str], list[Other]] = {}
    for each in assembly.others:
        said.setdefault((each.origin.stack, each.origin.logical_id), []).append(each)
    seen, waiting = set(arns), list(arns)
    found: list[str] = []
    while waiting:
        held = assembly.resource(waiting.pop())
        for other in said.get((held.origin.stack, held.origin.logical_id), ()) if held else ():
            for text in _copied_to(other):
                made = assembly.resource(text)
                arn = made.arn if made else text
                if arn not in seen:
                    seen.add(arn)
                    waiting.append(arn)
                    found.append(arn)
    return tuple(found)


def _copied_to(other: Other) -> Iterator[str]:
    for name, value in other.said.items():
        row = bearing(other.type, name)
        for path in row.own if row and row.copies else ():
            yield from (str(each) for found in at(value, path) for each in listed(found))
