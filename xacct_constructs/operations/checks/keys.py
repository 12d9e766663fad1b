"""Whether KMS keys are there, and on."""

from collections.abc import Iterable

from xacct_constructs import arns
from xacct_constructs.operations import mends
from xacct_constructs.operations.checks.applying import asks_for_a_key
from xacct_constructs.operations.diagnosis import Check, Diagnosis, Scene, State
from xacct_constructs.operations.found import Found, What
from xacct_constructs.operations.kinds import not_asked, used


def _state(scene: Scene) -> Iterable[Diagnosis]:
    yield from (Diagnosis("key", State.OPEN, each.why) for each in not_asked(scene.agreement))
    for key in (each.use.key for each in used(scene.agreement)):
        if key is None:
            continue
        fields, state = arns.parse(key), scene.facts.key_state.get(key)
        if key in scene.missing:
            yield Diagnosis("key", State.WRONG, Found(What.NO_KEY, key))
        elif state is None:
            yield Diagnosis("key", State.OPEN, scene.not_seen(key, fields.account))
        elif state != "Enabled":
            options = {"key_id": key, "region": fields.region}
            operation = "cancel-key-deletion" if state == "PendingDeletion" else "enable-key"
            yield Diagnosis(
                "key", State.WRONG, Found(What.KEY_OFF, key, state), (mends.command("kms", operation, **options),)
            )


CHECKS = (Check("key", _state, asks_for_a_key, live_only=True),)
"""The checks of this module."""
