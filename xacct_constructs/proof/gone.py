"""What an agreement is about, and that goes: whatever its role may do there is lost with it; no request shows it."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from xacct_constructs.agreement import Agreement
from xacct_constructs.arns import is_arn
from xacct_constructs.assembly import Assembly
from xacct_constructs.iam import arn_matches
from xacct_constructs.proof.inside import not_inside
from xacct_constructs.proof.not_read import NotRead, named_not_read
from xacct_constructs.proof.used import is_pattern, written
from xacct_constructs.proof.verdict import Doubt
from xacct_constructs.world import service_of

_BEARING = re.compile("(?i)kms|encryption|^condition$")
"""What says of something whether it is made, and which key encrypts it."""


def gone(old: Assembly, new: Assembly, agreements: Iterable[Agreement]) -> Iterator[Doubt]:
    """A doubt for whatever is made no longer, or perhaps, or under another key.

    Args:
        old: What is deployed, or was.
        new: What comes.
        agreements: What is agreed in both.
    """
    for agreement in agreements:
        no_longer = f"the assembly makes it no longer, and {agreement.role_arn} has an agreement about it"
        for arn in dict.fromkeys([*_used(agreement), *_stated(old, agreement)]):
            was, is_ = old.resources.get(arn), new.resources.get(arn)
            if was is not None and not was.origin.property and (is_ is None or is_.origin.property):
                yield Doubt(arn, no_longer)
        about = tuple(dict.fromkeys(named_not_read([agreement])))
        before, after = (dict(_made(held, about)) for held in (old, new))
        for place in before:
            if place not in after:
                yield Doubt(before[place][0], no_longer)
            elif before[place] != after[place]:
                yield Doubt(before[place][0], f"{_OTHERWISE}, and {agreement.role_arn} has an agreement about it")
        known = set(not_inside(old, agreement))
        for each in not_inside(new, agreement):
            if each not in known:
                yield each if isinstance(each, Doubt) else Doubt(each.about, each.detail)


_OTHERWISE = "whether it is made, or the key that encrypts it, is not said as it was"


def _used(agreement: Agreement) -> Iterator[str]:
    return (arn for use in agreement.uses for arn in (use.resource, use.key) if arn)


def _stated(held: Assembly, agreement: Agreement) -> Iterator[str]:
    """What statements of an agreement's own are about whose policies are read, by name or by a pattern of names."""
    for each in written(agreement):
        yield from [each] if not is_pattern(each) else _like(held, each)


def _like(held: Assembly, pattern: str) -> Iterator[str]:
    if is_arn(pattern):
        yield from (arn for arn in held.resources if arn_matches(pattern, arn, lambda _: None, variables=True))


def _made(held: Assembly, about: Iterable[NotRead]) -> Iterator[tuple[tuple[str, str, str], tuple[str, str]]]:
    """What the templates make of it under a name: by stack, type and name, what is agreed, and what bears on it."""
    about = tuple(about)
    for place, resource in held.written.items() if about else ():
        kind = str(resource.get("Type", ""))
        service = service_of(kind) if kind.startswith("AWS::") else ""
        for name in _names(held, place, kind) if service else ():
            named = (each.pattern for each in about if each.is_of(service) and each.is_called(name, widely=False))
            for pattern in named:
                yield (place[0], kind, name), (pattern, _bearing(resource))


def _names(held: Assembly, place: tuple[str, str], kind: str) -> Iterator[str]:
    """What a resource is called by its template, as far as that is resolved."""
    read = next((each.said for each in held.others_at(place)), None)
    found = read if read is not None else held.written[place].get("Properties")
    said = found if isinstance(found, Mapping) else {}
    named = (said.get(key) for key in ("Name", f"{kind.rpartition('::')[2]}Name"))
    yield from (each for each in named if isinstance(each, str))


def _bearing(resource: Mapping[str, Any]) -> str:
    """What is said of whether it is made and of its key, as a text."""
    properties = resource.get("Properties")
    said = {**resource, **(properties if isinstance(properties, Mapping) else {})}
    return json.dumps({key: each for key, each in said.items() if _BEARING.search(key)}, sort_keys=True)
