"""Whether the user groups are there that carry their users' permission, and have the users that are agreed on."""

from collections.abc import Iterable

from xacct_constructs import arns
from xacct_constructs.assembly import UserGroup
from xacct_constructs.operations import mends
from xacct_constructs.operations.diagnosis import Check, Diagnosis, Scene, State
from xacct_constructs.operations.found import Found, What
from xacct_constructs.principals import GroupPrincipal

NAME = "group"


def _groups(scene: Scene) -> Iterable[Diagnosis]:
    for principal in scene.agreement.groups:
        arn = principal.arn(scene.agreement.partition)
        found = scene.assembly.group(arn)
        if arn in scene.missing:
            name, kind = arns.parse(arn).name, principal.kind
            yield Diagnosis(NAME, State.WRONG, Found(What.NO_PRINCIPAL, name, kind, principal.account))
        elif found is None:
            yield Diagnosis(NAME, State.OPEN, scene.not_seen(arn, principal.account))
        elif found.existing:
            yield Diagnosis(NAME, State.OPEN, Found(What.EXISTS, found.arn))
        elif (about := f"users of {arn}") in scene.unseen:
            yield Diagnosis(NAME, State.OPEN, scene.unseen[about])
        else:
            yield from _users(scene, principal, found)


def _users(scene: Scene, principal: GroupPrincipal, group: UserGroup) -> Iterable[Diagnosis]:
    for user in principal.members:
        arn = user.arn(scene.agreement.partition)
        name, why = arns.parse(arn).name, group.lacks(arn)
        if why is None:
            mend = mends.joining(principal, name)
            yield Diagnosis(
                NAME, State.WRONG, Found(What.NOT_IN_GROUP, name, wanted=arns.parse(group.arn).name), (mend,)
            )
        elif why:
            yield Diagnosis(NAME, State.OPEN, why)


def _has_groups(scene: Scene) -> bool:
    return bool(scene.agreement.groups)


CHECKS = (Check(NAME, _groups, _has_groups),)
"""The checks of this module, in the order of the table."""
