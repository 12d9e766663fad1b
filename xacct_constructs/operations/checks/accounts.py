"""Whose credentials these are, in which partition, and by which clock."""

from collections.abc import Iterable

from xacct_constructs.operations.calls import Side
from xacct_constructs.operations.diagnosis import Check, Diagnosis, Scene, State
from xacct_constructs.operations.found import Found, What
from xacct_constructs.principals import accounts_of, is_of_organization
from xacct_constructs.quotas import CLOCK_TOLERANCE

_NO_ANSWER = Found(What.NO_ANSWER)


def _known(scene: Scene) -> list[Side]:
    """Everybody whom AWS knows."""
    return [each for each in (scene.trusting, *scene.trusted.values(), *scene.strangers) if each is not None]


def _credentials(scene: Scene) -> Iterable[Diagnosis]:
    for why in scene.nobodies:
        yield Diagnosis("credentials", State.WRONG, Found(What.NOBODY, got=why))


def _accounts(scene: Scene) -> Iterable[Diagnosis]:
    agreement = scene.agreement
    if not _known(scene):
        yield Diagnosis("account", State.OPEN, _NO_ANSWER)
    trusted = accounts_of(agreement.callers)
    members = [each.describe(agreement.partition) for each in filter(is_of_organization, agreement.callers)]
    for side in scene.strangers:
        if members:
            perhaps = Found(What.PERHAPS_MEMBER, side.arn, side.account, members[0])
            yield Diagnosis("account", State.OPEN, perhaps)
            continue
        found = Found(What.STRANGER, side.arn, side.account, agreement.trusting_account, trusted)
        yield Diagnosis("account", State.WRONG, found)


def _partition(scene: Scene) -> Iterable[Diagnosis]:
    agreed = scene.agreement.partition
    if not _known(scene):
        yield Diagnosis("partition", State.OPEN, _NO_ANSWER)
    for side in _known(scene):
        if side.partition != agreed:
            found = Found(What.OTHER_PARTITION, side.arn, side.partition, agreed)
            yield Diagnosis("partition", State.WRONG, found)


def _clock(scene: Scene) -> Iterable[Diagnosis]:
    if scene.offset is None:
        yield Diagnosis("clock", State.OPEN, Found(What.NO_CLOCK))
    elif abs(scene.offset) > CLOCK_TOLERANCE:
        minutes = round(scene.offset.total_seconds() / 60)
        what = What.CLOCK_BEHIND if minutes > 0 else What.CLOCK_AHEAD
        yield Diagnosis("clock", State.WRONG, Found(what, got=str(abs(minutes))))


CHECKS = (
    Check("credentials", _credentials, live_only=True),
    Check("account", _accounts, live_only=True),
    Check("partition", _partition, live_only=True),
    Check("clock", _clock, live_only=True),
)
"""The checks of this module, in the order of the table."""
