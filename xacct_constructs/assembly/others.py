"""Resources that have no policy which is read, and may yet bear on access; properties of the others that may.

What they do is looked up by whoever asks what it bears on; here they are only kept, with what is said of them.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from xacct_constructs.assembly.intrinsics import Resolver
from xacct_constructs.assembly.model import Other, Unread
from xacct_constructs.assembly.physical import own_arn
from xacct_constructs.assembly.unread import unlike_attributes
from xacct_constructs.origin import Origin
from xacct_constructs.services import TYPES
from xacct_constructs.unknowns import ABSENT
from xacct_constructs.values import listed
from xacct_constructs.world import ADDRESSES, AROUND, BY_ID, SAYING_WHO, May, SayingWho, bearing, row_of

_AROUND = tuple({each for around in AROUND.values() for each in around})
_MAKING = ("Condition", "Properties", "Type")
"""What of a resource, as it is written, says what it is."""
_DESCRIBING = ("Description", "Name", "Tags")
"""Properties that say nothing of who somebody is."""


def others(resolver: Resolver) -> Iterator[Other]:
    """Every such resource of a template."""
    for logical_id, resource in resolver.resources.items():
        kept, of_regions = _kept(resource), _of_regions(resolver, resource)
        if (kept is not None or of_regions) and resolver.is_written(logical_id) is not False:
            yield _other(resolver, logical_id, resource["Type"], kept or {}, of_regions)


def saying_who(resolver: Resolver) -> Iterator[Other]:
    """Every resource of a template that says who somebody is, or what whoever is assigned may do."""
    for logical_id, resource in resolver.resources.items():
        row = SAYING_WHO.get(resource["Type"])
        if row is not None and resolver.is_written(logical_id) is not False:
            said = resource.get("Properties", {})
            kept = said if isinstance(said, Mapping) else {"Properties": said}
            told = {key: each for key, each in kept.items() if _is_told(row, key)}
            if told or not row.only:
                yield _other(resolver, logical_id, resource["Type"], {**told, **_rewritten(resource)})


def made_from(resolver: Resolver, told: Iterable[Unread]) -> Iterator[tuple[tuple[str, str], str]]:
    """The fingerprint of all that is made from which nothing tells: what is not read, and what stands around others."""
    unread = {each.origin.logical_id for each in told}
    for logical_id, resource in resolver.resources.items():
        if logical_id in unread or resource["Type"].startswith(_AROUND):
            making = (*_MAKING, *unlike_attributes(resource))
            kept = {key: _telling(resource[key]) for key in making if key in resource}
            yield (resolver.stack, logical_id), resolver.source(kept)
    for name in unread - resolver.resources.keys():
        said = resolver.untyped[name] if name in resolver.untyped else resolver.section(name)
        yield (resolver.stack, name), resolver.source([name, said])


def _telling(said: Any) -> Any:
    """What is said, but for what only describes."""
    return {key: each for key, each in said.items() if key not in _DESCRIBING} if isinstance(said, Mapping) else said


def _is_told(row: SayingWho, key: str) -> bool:
    return key.startswith("Fn::") or (key in row.only if row.only else key not in _DESCRIBING)


def _other(
    resolver: Resolver, logical_id: str, type_: str, kept: Mapping[str, Any], more: Mapping[str, Any] | None = None
) -> Other:
    """The resource with these of its properties, and with more of which the values are known already."""
    account = str(resolver.pseudo("AWS::AccountId"))
    known = TYPES.get(type_)
    arn = own_arn(resolver, logical_id) if known and known.form else ""
    # One by one: a map of one function alone would be taken for that function's value.
    said = {key: resolver.value(each) for key, each in kept.items()} | dict(more or {})
    there = {key: each for key, each in said.items() if each is not ABSENT}
    return Other(type_, account, Origin(resolver.stack, resolver.file, logical_id), arn, there)


def _kept(resource: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The properties that bear on what the resource may do; None where it can do nothing."""
    said, name = resource.get("Properties", {}), resource["Type"]
    may = row_of(name).may
    rewritten = _rewritten(resource)
    if may is May.NOTHING and name not in ADDRESSES | BY_ID.keys():
        return None
    if not isinstance(said, Mapping):
        return {"Properties": said}
    if may is not May.READ:
        return {**said, **rewritten}
    # A function among the properties leaves all of them open, which the reader tells.
    bear = {key: each for key, each in said.items() if bearing(name, key) and not key.startswith("Fn::")}
    return {**bear, **rewritten} or None


def _rewritten(resource: Mapping[str, Any]) -> Mapping[str, Any]:
    """A macro, an include or a loop beside the properties, which can rewrite all of them."""
    return {key: resource[key] for key in unlike_attributes(resource)}


def _of_regions(resolver: Resolver, resource: Mapping[str, Any]) -> dict[str, Any]:
    """What a resource of several regions says of each, by the path of the property, as far as that bears on access."""
    known, properties = TYPES.get(resource["Type"]), resource.get("Properties")
    if known is None or not known.regions_in or not isinstance(properties, Mapping):
        return {}
    found: dict[str, Any] = {}
    for each in listed(resolver.value(properties.get(known.regions_in, []))):
        for key, value in each.items() if isinstance(each, Mapping) else ():
            path = f"{known.regions_in}.{key}"
            if value is not ABSENT and bearing(known.name, path):
                found.setdefault(path, []).append(value)
    return found
