"""What a rotation of access keys is about to do, written down before it is done, so that the next run knows.

A small file of its own for each user, in `$XDG_STATE_HOME/xacct`; without `XDG_STATE_HOME`, in `~/.local/state/xacct`;
where `XACCT_FOLDER` is set, there. No secret is in it. Source: XDG Base Directory Specification.
"""

import contextlib
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from xacct_constructs.client import changes, documents, files
from xacct_constructs.client.errors import AssumeError
from xacct_constructs.client.lock import held
from xacct_constructs.exits import USAGE

_VERSION = 1


@dataclass(frozen=True, slots=True)
class Journal:
    """One rotation, as far as it has come.

    Attributes:
        had: The user's keys before it made one.
        at: When it began to, by AWS's clock.
        into: The profile that takes the new key. None: the key was there already.
        kept: The new key, once a profile has it.
        off: The key that it switches off.
    """

    had: tuple[str, ...]
    at: datetime
    into: str | None = None
    kept: str | None = None
    off: str | None = None


@dataclass(frozen=True, slots=True)
class JournalFile:
    """Where a user's journal is; whoever has it has it alone."""

    path: str
    say: Callable[[str], None]

    def read(self) -> Journal | None:
        """What was written last; None where no rotation is under way.

        Raises:
            AssumeError: It is damaged, or cannot be read.
        """
        content = files.read(self.path)
        if not content:
            return None
        try:
            return _journal(documents.parse(content))
        except (KeyError, TypeError, ValueError):
            text = f"{self.path} cannot be understood; look at the keys with aws iam list-access-keys, then remove it"
            raise AssumeError(text, USAGE) from None

    def write(self, journal: Journal) -> None:
        """Write it down, whole or not at all.

        Raises:
            AssumeError: It cannot be; nothing may be done then.
        """
        content = json.dumps({"version": _VERSION, **asdict(journal), "at": journal.at.isoformat()}, indent=1) + "\n"
        changes.change(self.path, lambda _: content.encode(), say=self.say)

    def put_back(self, before: Journal | None) -> None:
        """What was about to be done was not: have it as it was."""
        if before:
            self.write(before)
        else:
            self.remove()

    def remove(self) -> None:
        """The rotation is over."""
        with contextlib.suppress(FileNotFoundError):
            os.unlink(self.path)


@contextlib.contextmanager
def journal_of(account: str, user_name: str, say: Callable[[str], None]) -> Iterator[JournalFile]:
    """A user's journal, while no other `xacct` has it.

    Args:
        account: The user's account.
        user_name: Whose keys are rotated.
        say: Is told what a person should know.

    Raises:
        AssumeError: Another process has it all the time, or there is no place for it.
    """
    state = os.environ.get("XDG_STATE_HOME", "")
    folder = files.own_folder(os.path.join(state if os.path.isabs(state) else "~/.local/state", "xacct"))
    path = os.path.join(folder, f"rotate-{account}-{user_name.lower()}.json")
    try:
        files.make_private_folder(folder)
    except OSError as problem:
        raise AssumeError(f"{folder} cannot be made: {problem.strerror}; set XDG_STATE_HOME", USAGE) from None
    with held(f"{path}.lock", say):
        changes.remove_copies(path, say)
        yield JournalFile(files.target(path), say)


def _journal(said: Any) -> Journal:
    if not documents.is_version(said, _VERSION) or not isinstance(said["had"], list):
        raise ValueError
    texts = [*said["had"], *(said[name] for name in ("into", "kept", "off") if said[name] is not None)]
    at = datetime.fromisoformat(said["at"])
    if at.tzinfo is None or not all(isinstance(each, str) for each in texts):
        raise ValueError
    return Journal(tuple(said["had"]), at, said["into"], said["kept"], said["off"])
