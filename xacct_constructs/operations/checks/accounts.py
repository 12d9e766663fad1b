"""Whose credentials these are, in which partition, and by which clock."""

from collections.abc import Iterable

from xacct_constructs.operations.calls import Side
from xacct_constructs.operations.diagnosis import Check, Diagnosis, Scene, State
from xacct_constructs.quotas import CLOCK_TOLERANCE

_NOBODY = "AWS did not say who the credentials are"


def _known(scene: Scene) -> list[Side]:
    """Everybody whom AWS knows."""
    return [each for each in (scene.trusting, *scene.trusted.values(), *scene.strangers) if each is not None]


def _credentials(scene: Scene) -> Iterable[Diagnosis]:
    for why in scene.nobodies:
        fix = "sign in again, for example: aws sso login --profile PROFILE; and see that AWS can be reached"
        yield Diagnosis("credentials", State.WRONG, why, fix)


def _accounts(scene: Scene) -> Iterable[Diagnosis]:
    agreement = scene.agreement
    if not _known(scene):
        yield Diagnosis("account", State.OPEN, _NOBODY)
    wanted = " or ".join(dict.fromkeys(each.account for each in agreement.trusted_principals))
    for side in scene.strangers:
        text = f"{side.arn} is of account {side.account}; the agreement is between {agreement.trusting_account}"
        yield Diagnosis(
            "account",
            State.WRONG,
            f"{text} and {wanted}",
            "pass a profile of one of them; see: aws configure list-profiles",
        )


def _partition(scene: Scene) -> Iterable[Diagnosis]:
    agreed = scene.agreement.partition
    if not _known(scene):
        yield Diagnosis("partition", State.OPEN, _NOBODY)
    for side in _known(scene):
        if side.partition != agreed:
            text = f"{side.arn} is in partition {side.partition}, the role in {agreed}: nobody crosses partitions"
            yield Diagnosis(
                "partition", State.WRONG, text, f"use an account of {agreed}, or write a role in {side.partition}"
            )


def _clock(scene: Scene) -> Iterable[Diagnosis]:
    if scene.offset is None:
        yield Diagnosis("clock", State.OPEN, "AWS did not answer, so its clock was not seen")
    elif abs(scene.offset) > CLOCK_TOLERANCE:
        minutes = round(scene.offset.total_seconds() / 60)
        text = f"this machine's clock is {abs(minutes)} minutes {'behind' if minutes > 0 else 'ahead of'} AWS's"
        yield Diagnosis("clock", State.WRONG, text, "set the clock, for example: sudo timedatectl set-ntp true")


CHECKS = (
    Check("credentials", _credentials, live_only=True),
    Check("account", _accounts, live_only=True),
    Check("partition", _partition, live_only=True),
    Check("clock", _clock, live_only=True),
)
"""The checks of this module, in the order of the table."""
