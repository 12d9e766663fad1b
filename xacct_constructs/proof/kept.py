"""What a new assembly no longer makes and AWS keeps, since the old one says so: it gives what access it gave."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from xacct_constructs.assembly import Assembly, Identity, Resource
from xacct_constructs.iam import Policy
from xacct_constructs.origin import Origin
from xacct_constructs.proof.verdict import Doubt

Place = tuple[str, str]
"""Stack and logical ID."""


def with_kept(old: Assembly, new: Assembly) -> Assembly:
    """What stands once the new assembly is deployed over the old one."""
    kept = _kept(old, new)
    if not kept:
        return new
    identities = {each.arn: each for each in new.identities}
    for identity in old.identities:
        policies = _of(identity.policies, kept)
        if identity.arn in identities:
            held = identities[identity.arn]
            identities[identity.arn] = held._replace(policies=_added(held.policies, policies))
        elif identity.origin.place() in kept:
            identities[identity.arn] = identity._replace(policies=policies)
    resources = dict(new.resources)
    for arn, resource in old.resources.items():
        policies = _of(resource.policies, kept)
        if arn in resources:
            resources[arn] = resources[arn]._replace(policies=_added(resources[arn].policies, policies))
        elif resource.origin.place() in kept:
            resources[arn] = resource._replace(policies=policies)
    unknowns = {**old.unknowns, **new.unknowns}
    return replace(new, identities=tuple(identities.values()), resources=resources, unknowns=unknowns)


def kept(old: Assembly, new: Assembly) -> Iterator[Doubt]:
    """A doubt for each thing that is kept: what access it gives is neither lost nor in the new assembly."""
    for place, (origin, by) in _kept(old, new).items():
        told = "removed" if place not in _places(new) else "replaced"
        why = (
            f"it is {told} and its {by} keeps it: it stays as it is, no longer managed, and so does the access it gives"
        )
        yield Doubt(origin, why)


def _kept(old: Assembly, new: Assembly) -> Mapping[Place, tuple[Origin, str]]:
    """What is kept, by its place in the old assembly, and what keeps it."""
    there, arns = _places(new), {each.arn for each in new.identities} | set(new.resources)
    made: list[Identity | Resource] = [*old.identities, *old.resources.values()]
    replaced = {each.origin.place() for each in made if each.arn not in arns} & there
    found: dict[Place, tuple[Origin, str]] = {}
    for each in old.made:
        place = each.origin.place()
        for by, gone in (("DeletionPolicy", place not in there), ("UpdateReplacePolicy", place in replaced)):
            if by in each.kept_by and gone:
                found[place] = (each.origin, by)
    return found


def _places(assembly: Assembly) -> set[Place]:
    """Where everything stands that decides about access."""
    return {each.origin.place() for each in assembly.made}


def _of(policies: tuple[Policy, ...], kept_: Mapping[Place, tuple[Origin, str]]) -> tuple[Policy, ...]:
    return tuple(each for each in policies if each.origin.place() in kept_)


def _added(policies: tuple[Policy, ...], more: tuple[Policy, ...]) -> tuple[Policy, ...]:
    return (*policies, *(each for each in more if each not in policies))
