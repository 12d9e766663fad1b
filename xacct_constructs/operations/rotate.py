"""Rotate a user's access key without an outage: one step a run, and IAM itself remembers which comes next.

Make a second key; when it has been used, switch the first off; when nothing has missed it, delete it. Stopped anywhere,
the next run sees from the keys where it stands. Source: IAM User Guide, "Update access keys".
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from xacct_constructs.operations.calls import Side
from xacct_constructs.operations.status import Key


class Step(StrEnum):
    """What comes next."""

    MAKE = "make"
    WAIT = "wait"
    SWITCH_OFF = "switch off"
    DELETE = "delete"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Next:
    """The next step, and the key that it is about."""

    step: Step
    key_id: str | None
    text: str
    """What will change, or what to wait for."""


def next_step(user_name: str, keys: Sequence[Key]) -> Next:
    """What comes next for a user with these keys.

    Args:
        user_name: Whose keys.
        keys: All of them, in any order; IAM gives a user two at most.
    """
    old, new = _by_age(keys)
    if old is None:
        return Next(Step.NOTHING, None, f"{user_name} has no access key; nothing is to be rotated")
    if new is None:
        text = f"make a second access key for {user_name}, and write it into the profile; {old.key_id} stays as it is"
        return Next(Step.MAKE, None, text)
    if not old.active:
        text = f"delete access key {old.key_id} of {user_name}, which is off since the last step; {new.key_id} stays"
        return Next(Step.DELETE, old.key_id, text)
    if not new.active:
        text = f"{new.key_id} of {user_name} is newer and off; switch it on, or delete it, since IAM gives a user two"
        return Next(Step.WAIT, new.key_id, text)
    if new.last_used is None:
        text = f"{new.key_id} of {user_name} has not been used yet; use it wherever {old.key_id} is used, then go on"
        return Next(Step.WAIT, new.key_id, text)
    text = f"switch off access key {old.key_id} of {user_name}; {new.key_id}, which is in use, stays"
    return Next(Step.SWITCH_OFF, old.key_id, text)


def _by_age(keys: Sequence[Key]) -> tuple[Key | None, Key | None]:
    ordered = sorted(keys, key=lambda each: (each.made, each.active))
    return ordered[0] if ordered else None, ordered[1] if len(ordered) > 1 else None


def take(side: Side, user_name: str, following: Next, keep: Callable[[str, str], None]) -> str:
    """Take one step.

    Args:
        side: Credentials of the user's account.
        user_name: Whose keys.
        following: What `next_step` said.
        keep: Is given a new key's ID and secret, and puts them where only their user sees them. When it fails, the
            new key is deleted again.

    Returns:
        What was done, in words, without a secret.

    Raises:
        ClientError: AWS refuses; nothing has changed.
    """
    iam = side.client("iam")
    named = {"UserName": user_name}
    if following.step is Step.MAKE:
        made = iam.create_access_key(**named)["AccessKey"]
        try:
            keep(made["AccessKeyId"], made["SecretAccessKey"])
        except BaseException:
            iam.delete_access_key(**named, AccessKeyId=made["AccessKeyId"])
            raise
        return f"{made['AccessKeyId']} made"
    if following.step is Step.SWITCH_OFF:
        iam.update_access_key(**named, AccessKeyId=following.key_id, Status="Inactive")
        return f"{following.key_id} switched off; to take it back: aws iam update-access-key --status Active"
    if following.step is Step.DELETE:
        iam.delete_access_key(**named, AccessKeyId=following.key_id)
        return f"{following.key_id} deleted"
    return "nothing changed"
