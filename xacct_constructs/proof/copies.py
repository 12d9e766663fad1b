"""Where copies lie of what is agreed on, or lists of it: buckets and streams that its properties name."""

from collections.abc import Iterable, Iterator, Mapping

from xacct_constructs.arns import is_arn
from xacct_constructs.assembly import Assembly, at
from xacct_constructs.unknowns import MARK
from xacct_constructs.values import listed
from xacct_constructs.world import bearing


def copies_of(assembly: Assembly, arns: Iterable[str]) -> Mapping[str, str]:
    """Where copies lie of these resources, or of copies of them, and what leads there; to what is copied.

    Each is an ARN, or what the template says that stands for one.
    """
    found: dict[str, str] = {}
    waiting = list(arns)
    seen = set(waiting)
    while waiting:
        here = waiting.pop()
        for arn in copied_to(assembly, here):
            if arn not in seen:
                seen.add(arn)
                found[arn] = found.get(here, here)
                waiting.append(arn)
    ways = (each for each in assembly.resources.values() if each.arn not in seen)
    return found | {each.arn: found[arn] for each in ways for arn in each.behind if arn in found}


def copied_to(assembly: Assembly, arn: str) -> Iterator[str]:
    """What a resource's own properties have copied, to where; what stands for no ARN is a bucket of nobody here."""
    held = assembly.resources.get(arn)
    for other in assembly.others_at(held.origin.place()) if held else ():
        for name, value in other.said.items():
            row = bearing(other.type, name)
            for path in row.own if row and row.copies else ():
                for named in (str(each) for found in at(value, path) for each in listed(found)):
                    made = assembly.resource(named)
                    if made is not None or is_arn(named) or MARK.search(named):
                        yield made.arn if made else named
