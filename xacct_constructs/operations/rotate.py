"""Rotate a user's access key without an outage: one step a run, each written down before it is taken.

Make a second key; when it has been used, switch the first off; when nothing has missed it, delete it. Which step comes
next follows from the keys that IAM has and from the journal, so that a run that was stopped anywhere is gone on from.
Source: IAM User Guide, "Update access keys".
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NoReturn

from xacct_constructs.client import access_key
from xacct_constructs.client.errors import AssumeError
from xacct_constructs.exits import REFUSED
from xacct_constructs.operations.calls import Side, is_missing, why
from xacct_constructs.operations.journal import Journal, JournalFile
from xacct_constructs.operations.status import Key

_ON_ITS_WAY = timedelta(minutes=10)
"""A request of ours reaches IAM within this time, or never: what was made later was made by somebody else."""
Keep = Callable[[str, str], None]


class RotationStep(StrEnum):
    """What comes next."""

    MAKE = "make"
    DISCARD = "discard"
    """A key that a run made, which then was stopped before it kept the secret."""
    SWITCH_OFF = "switch off"
    DELETE = "delete"
    WAIT_FOR_USE = "wait for its use"
    """Of the newer key."""
    NEWER_OFF = "newer off"
    """Somebody switches the newer key on, or deletes it."""
    BOTH_OFF = "both off"
    """Somebody switches on the one that is needed."""
    SET_ASIDE = "set aside"
    """The older is off, and not by a rotation from here: somebody deletes it, or wants it back."""
    NOTHING = "nothing"

    @property
    def waits(self) -> bool:
        """Whether something else must happen before a step can be taken."""
        return self in (
            RotationStep.WAIT_FOR_USE,
            RotationStep.NEWER_OFF,
            RotationStep.BOTH_OFF,
            RotationStep.SET_ASIDE,
        )


@dataclass(frozen=True, slots=True)
class Next:
    """The next step for a user with these keys."""

    step: RotationStep
    user_name: str
    old: str | None = None
    new: str | None = None

    @property
    def key_id(self) -> str | None:
        """The key that it is about; None where one is to be made, or there is none."""
        return (
            self.old
            if self.step in (RotationStep.SWITCH_OFF, RotationStep.DELETE, RotationStep.SET_ASIDE)
            else self.new
        )


def next_step(user_name: str, keys: Sequence[Key], journal: Journal | None = None, kept: str | None = None) -> Next:
    """What comes next for a user with these keys.

    Args:
        user_name: Whose keys.
        keys: All of them, in any order; IAM gives a user two at most.
        journal: What the last run wrote down. Default: nothing.
        kept: The key in the journal's profile. Default: none.
    """
    old, new = _by_age(keys)
    if old is None:
        return Next(RotationStep.NOTHING, user_name)
    if new is None:
        return Next(RotationStep.MAKE, user_name, old.key_id)
    return Next(_step(old, new, journal, kept), user_name, old.key_id, new.key_id)


def _step(old: Key, new: Key, journal: Journal | None, kept: str | None) -> RotationStep:
    """The next step for a user with two keys."""
    if journal and _is_lost(new, old, journal, kept):
        return RotationStep.DISCARD
    if not old.active:
        return _with_old_off(old, new, journal)
    if not new.active:
        return RotationStep.NEWER_OFF
    return RotationStep.WAIT_FOR_USE if new.last_used is None else RotationStep.SWITCH_OFF


def _by_age(keys: Sequence[Key]) -> tuple[Key | None, Key | None]:
    ordered = sorted(keys, key=lambda each: (each.made, each.active))
    return ordered[0] if ordered else None, ordered[1] if len(ordered) > 1 else None


def _is_lost(new: Key, old: Key, journal: Journal, kept: str | None) -> bool:
    """Whether the rotation made the newer key and nobody has its secret: no profile, and nobody has used it."""
    made_by_it = old.key_id in journal.had and new.key_id not in journal.had
    in_time = abs(new.made - journal.at) <= _ON_ITS_WAY
    return made_by_it and in_time and new.last_used is None and new.key_id not in (journal.kept, kept)


def _with_old_off(old: Key, new: Key, journal: Journal | None) -> RotationStep:
    """The older key is deleted only by the rotation that has switched it off: it may be somebody else's, set aside."""
    if not new.active:
        return RotationStep.BOTH_OFF
    return RotationStep.DELETE if journal is not None and journal.off == old.key_id else RotationStep.SET_ASIDE


@dataclass(frozen=True, slots=True)
class Rotation:
    """A user's keys, and whoever may change them.

    Attributes:
        side: Credentials of the user's account.
        user_name: The user.
        record: Where the journal lies.
        now: By AWS's clock.
    """

    side: Side
    user_name: str
    record: JournalFile
    now: datetime

    def noted(self, keys: Sequence[Key], kept: str | None) -> Journal | None:
        """What is written down; a key that a run has kept, and could not write down any more, is written down now.

        From then on its profile may go elsewhere, with the key.

        Args:
            keys: The user's keys.
            kept: The key in the journal's profile.
        """
        journal = self.record.read()
        made = {each.key_id for each in keys} - set(journal.had if journal else ())
        if journal and not journal.kept and kept in made:
            journal = replace(journal, kept=kept)
            self.record.write(journal)
        return journal

    def take(self, following: Next, keys: Sequence[Key], into: str | None, keep: Keep) -> str | None:
        """Take one step.

        Args:
            following: What `next_step` said.
            keys: Of which it said so.
            into: The profile that takes a new key.
            keep: Is given a new key's ID and secret, and puts them where only their user sees them. When it fails, the
                new key is deleted again.

        Returns:
            The key that was made, switched off or deleted; None where the step changes nothing.

        Raises:
            ClientError: AWS refuses; nothing has changed.
            AssumeError: The journal cannot be written, and nothing has changed; or whether it was done is not known.
        """
        if following.step is RotationStep.MAKE:
            return self._make([each.key_id for each in keys], into, keep)
        if following.step is RotationStep.SWITCH_OFF:
            return self._switch_off(following.key_id, keys)
        if following.step in (RotationStep.DELETE, RotationStep.DISCARD):
            self._delete(following.key_id)
            self.record.remove()
            return following.key_id
        return None

    def _make(self, had: Sequence[str], into: str | None, keep: Keep) -> str | None:
        journal, before = Journal(tuple(had), self.now, into), self.record.read()
        # Asked for once: sent again after a lost answer, the request would make another.
        iam = self.side.client("iam", once=True)
        with self._written_down(journal, "a key was made"):
            made = iam.create_access_key(UserName=self.user_name)["AccessKey"]
        key_id = str(made["AccessKeyId"])
        try:
            keep(key_id, made["SecretAccessKey"])
        except BaseException as problem:
            if into is None or access_key.key_of(into) != key_id:
                self._take_back(key_id, before, problem)
            raise
        self.record.write(replace(journal, kept=key_id))
        return key_id

    def _take_back(self, key_id: str, before: Journal | None, problem: BaseException) -> None:
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            self._delete(key_id)
        except (AssumeError, BotoCoreError, ClientError) as second:
            said = str(second) if isinstance(second, AssumeError) else why(second)
            _say_both(problem, f"{key_id} is there and could not be deleted again ({said}): run this again")
        self.record.put_back(before)

    def _switch_off(self, key_id: str | None, keys: Sequence[Key]) -> str | None:
        begun = self.record.read()
        others = [each.key_id for each in keys if each.key_id != key_id]
        if begun is None or key_id not in begun.had:
            begun = Journal((str(key_id),), self.now, kept=others[0])
        iam = self.side.client("iam")
        with self._written_down(replace(begun, off=key_id), f"{key_id} was switched off"):
            iam.update_access_key(UserName=self.user_name, AccessKeyId=key_id, Status="Inactive")
        return key_id

    @contextmanager
    def _written_down(self, journal: Journal, done: str) -> Iterator[None]:
        """Write down what is about to be done. A no of AWS's takes that back; all else leaves it to the next run.

        Raises:
            ClientError: AWS said no.
            AssumeError: Whether it was done is not known.
        """
        from botocore.exceptions import BotoCoreError, ClientError

        before = self.record.read()
        self.record.write(journal)
        unknown = f"whether {done} is not known: run this again, which looks and goes on"
        try:
            yield
        except KeyboardInterrupt:
            self.record.say(unknown)
            raise
        except (AssumeError, BotoCoreError, ClientError) as problem:
            if isinstance(problem, ClientError) and problem.response["ResponseMetadata"]["HTTPStatusCode"] < 500:
                self.record.put_back(before)
                raise
            failed = str(problem) if isinstance(problem, AssumeError) else why(problem)
        else:
            return
        raise AssumeError(f"{failed}; {unknown}", REFUSED)

    def _delete(self, key_id: str | None) -> None:
        """Delete a key, or find it deleted: the request may be the second, after a lost answer."""
        from botocore.exceptions import ClientError

        try:
            self.side.client("iam").delete_access_key(UserName=self.user_name, AccessKeyId=key_id)
        except ClientError as problem:
            if not is_missing(problem):
                raise


def _say_both(first: BaseException, second: str) -> NoReturn:
    raise AssumeError(f"{first}; {second}", REFUSED) from None
