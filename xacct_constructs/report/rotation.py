"""What `xacct rotate` prints: the step that comes next, what was done, where an external ID stands."""

from collections.abc import Sequence

from xacct_constructs.operations.external_id import Stage, Standing
from xacct_constructs.operations.rotate import Next, RotationStep

_STEPS = {
    RotationStep.NOTHING: "{user} has no access key; nothing is to be rotated",
    RotationStep.MAKE: "make a second access key for {user}, and write it into the profile; {old} stays as it is",
    RotationStep.DISCARD: "delete access key {new} of {user}, which a run made that was stopped: nobody has its secret",
    RotationStep.NEWER_OFF: "{new} of {user} is newer and off; switch it on, or delete it, since IAM gives a user two",
    RotationStep.WAIT_FOR_USE: "{new} of {user} has not been used yet; use it wherever {old} is used, then go on",
    RotationStep.SWITCH_OFF: "switch off access key {old} of {user}; {new}, which is in use, stays",
    RotationStep.BOTH_OFF: "both keys of {user} are off, {old} and {new}; switch on the one that is needed",
    RotationStep.SET_ASIDE: "{old} of {user} is off, and no rotation from here has done that; if nobody wants it back:"
    " aws iam delete-access-key --user-name {user} --access-key-id {old}",
    RotationStep.DELETE: "delete access key {old} of {user}, which is off since the last step; {new} stays",
}
_DONE = {
    RotationStep.MAKE: "{key} made",
    RotationStep.SWITCH_OFF: "{key} switched off; to take it back:"
    " aws iam update-access-key --user-name {user} --access-key-id {key} --status Active",
    RotationStep.DELETE: "{key} deleted",
    RotationStep.DISCARD: "{key} deleted",
}


def step_text(following: Next) -> str:
    """What will change, or what to wait for."""
    return _STEPS[following.step].format(user=following.user_name, old=following.old, new=following.new)


def done_text(following: Next, key_id: str | None) -> str:
    """What was done.

    Args:
        following: The step that was taken.
        key_id: The key that it made or changed. None: it changed nothing.
    """
    if key_id is None:
        return "nothing changed"
    return _DONE[following.step].format(key=key_id, user=following.user_name)


def external_id_text(found: Standing) -> str:
    """Where the rotation of an external ID stands, and what comes next."""
    name, new = found.role_name, found.new
    if found.stage is Stage.NOT_ACCEPTED:
        text = f"waiting for deploy: {name} does not accept {new} yet; put this into the agreement, and deploy it"
        return f"{text}:\n  {_line([*found.old, new])}"
    if found.stage is Stage.BOTH:
        text = f"{name} accepts {new} beside {', '.join(found.old)}: tell the third party to change over to {new};"
        after = "once nothing uses the old any more, put this into the agreement, and deploy it"
        return f"{text}\n{after}:\n  {_line([new])}"
    return f"{name} accepts {new} alone: done"


def _line(ids: Sequence[str]) -> str:
    return f"Safeguards(external_ids=[{', '.join(chr(34) + each + chr(34) for each in ids)}])"
