"""Whether resources are there, are the ones that are meant, and are set as their kind of permission needs it."""

from collections.abc import Iterable
from typing import Any

from xacct_constructs.operations.checks.applying import asks_for
from xacct_constructs.operations.diagnosis import Check, Diagnosis, Run, Scene, State
from xacct_constructs.operations.found import Found, What
from xacct_constructs.operations.kinds import ASKED_KINDS, Kind, OwnCheck, Used, not_asked, used


def _existence(kind: Kind[Any]) -> Run:
    noun = kind.resource.name

    def run(scene: Scene) -> Iterable[Diagnosis]:
        yield from _not_asked(scene, noun)
        for each in _of(scene, kind):
            arn, owner = each.use.resource, each.use.owner
            resource = scene.resource(arn)
            if arn in scene.missing:
                yield Diagnosis(noun, State.WRONG, Found(What.NO_RESOURCE, arn, noun, owner))
            elif resource is None:
                yield Diagnosis(noun, State.OPEN, scene.not_seen(arn, owner))
            elif resource.account != owner:
                yield Diagnosis(noun, State.WRONG, Found(What.OTHER_OWNER, arn, resource.account, owner))

    return run


def _own(kind: Kind[Any], check: OwnCheck[Any]) -> Run:
    def run(scene: Scene) -> Iterable[Diagnosis]:
        yield from _not_asked(scene, check.name)
        found = list(_of(scene, kind))
        for each in found:
            if scene.resource(each.use.resource) is None:
                yield Diagnosis(check.name, State.OPEN, scene.not_seen(each.use.resource, each.use.owner))
        for each in found:
            if scene.resource(each.use.resource) is not None:
                yield from check.run(scene, each.permission, each.use)

    return run


def _of(scene: Scene, kind: Kind[Any]) -> Iterable[Used]:
    return (each for each in used(scene.agreement) if each.kind is kind)


def _not_asked(scene: Scene, check: str) -> Iterable[Diagnosis]:
    """A line for each permission that may be about any resource."""
    return (Diagnosis(check, State.OPEN, each.why) for each in not_asked(scene.agreement))


CHECKS = tuple(Check(kind.resource.name, _existence(kind), asks_for(kind.document)) for kind in ASKED_KINDS)
"""Whether each kind's resource is there."""

OWN = tuple(
    Check(check.name, _own(kind, check), asks_for(kind.document), live_only=check.live_only)
    for kind in ASKED_KINDS
    for check in kind.checks
)
"""The checks that are a kind's own."""
