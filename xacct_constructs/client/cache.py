"""Sessions kept between calls: one file for each thing that is asked for, and in it a session for each caller.

Not the AWS CLI's own cache: that keeps one session for all callers of a role, and hands it to any of them.
"""

import contextlib
import hashlib
import json
import math
import os
import stat
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from xacct_constructs.client import documents
from xacct_constructs.client.files import make_private_folder, own_folder
from xacct_constructs.client.lock import is_taken
from xacct_constructs.quotas import LONGEST_SESSION_SECONDS

MARGIN_SECONDS = 300
"""A session that ends sooner is not handed out any more."""
WAIT_SECONDS = 60
"""How long a process that is about to keep the same session is waited for."""
_VERSION = 1
_MOST = 20
"""Callers whose sessions are kept in one file; those whose sessions end first go first."""
_LIMIT = 1_000_000
_PRIVATE = 0o077

Session = Mapping[str, Any]
"""STS's answer, `Expiration` as text, with `ClockSkew`: the seconds that AWS's clock is ahead of this one."""


def folder() -> str:
    """Where they are kept."""
    return os.path.join(own_folder("~/.aws/xacct"), "cache")


def key(parameters: Mapping[str, Any]) -> str:
    """The name of the file: it knows all that is asked for, and nothing of the caller."""
    return hashlib.sha256(json.dumps(parameters, sort_keys=True).encode()).hexdigest()[:40]


def sessions(name: str) -> dict[str, Session]:
    """The sessions of a file by caller, whether they still serve or not; whatever is damaged counts as not there."""
    try:
        content, status = documents.read(_path(name), _LIMIT, follow=False)
        document = documents.parse(content)
    except (OSError, ValueError):
        return {}
    ours = status.st_uid == os.geteuid() and not stat.S_IMODE(status.st_mode) & _PRIVATE
    if not ours or not documents.is_version(document, _VERSION):
        return {}
    found = document.get("sessions")
    return {caller: each for caller, each in found.items() if _is_whole(each)} if isinstance(found, dict) else {}


def serves(session: Session, now: datetime | None = None) -> bool:
    """Whether a session will last for a while yet by AWS's clock.

    Args:
        session: A session, as `sessions` returns it.
        now: Left out, this machine's clock.
    """
    skew: float = session.get("ClockSkew", 0)
    left = (expiration(session) - (now or datetime.now(UTC))).total_seconds() - skew
    # No session lasts longer: one that seems to is damaged, or this clock was set back.
    return MARGIN_SECONDS < left <= LONGEST_SESSION_SECONDS + MARGIN_SECONDS


def expiration(session: Session) -> datetime:
    """When a session ends, as AWS's clock says it.

    Raises:
        ValueError: It is no moment, or one without a time zone.
    """
    moment = datetime.fromisoformat(session["Credentials"]["Expiration"].replace("UTC", "Z"))
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone")
    return moment


def keep(name: str, caller: str, session: Session) -> None:
    """Keep a caller's session beside the others, the lock held: a whole file or none, readable by its owner only.

    Raises:
        OSError: It could not be kept; nothing is left behind.
    """
    others = sorted(((other, each) for other, each in sessions(name).items() if other != caller), key=_end)
    document = {"version": _VERSION, "sessions": dict([*others[-_MOST + 1 :], (caller, session)])}
    path = _path(name)
    part = f"{path}.tmp"
    with contextlib.suppress(FileNotFoundError):
        os.unlink(part)  # of a process that was killed
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    try:
        with open(descriptor, "w", encoding="utf-8") as file:
            json.dump(document, file)
            file.flush()
            os.fsync(descriptor)
        os.replace(part, path)
    except BaseException:
        os.unlink(part)
        raise


@contextlib.contextmanager
def locked(name: str, waiting: Callable[[], None]) -> Iterator[None]:
    """Hold the file's lock, so that of several processes one asks AWS and the others use what it got.

    Args:
        name: The file's name.
        waiting: Is called once if another process holds the lock, before that is waited for.

    Raises:
        OSError: There is no folder to lock in and none can be made, or another process held the lock for too long.
    """
    path = f"{_path(name).removesuffix('.json')}.lock"
    make_private_folder(folder())
    if stat.S_IMODE(os.stat(folder()).st_mode) & _PRIVATE:
        os.chmod(folder(), 0o700)
    flags = os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW | os.O_NONBLOCK
    descriptor = os.open(path, flags, 0o600)
    try:
        if not is_taken(descriptor):
            waiting()
            if not is_taken(descriptor, WAIT_SECONDS):
                raise TimeoutError(0, f"held by another process for {WAIT_SECONDS} s", path)
        yield
    finally:
        os.close(descriptor)


def _end(kept: tuple[str, Session]) -> datetime:
    return expiration(kept[1])


def _is_whole(session: Any) -> bool:
    try:
        made, skew = session["Credentials"], session.get("ClockSkew", 0)
        texts = [made[name] for name in ("AccessKeyId", "SecretAccessKey", "SessionToken", "Expiration")]
        readable = all(isinstance(each, str) and each and each.isascii() and each.isprintable() for each in texts)
        return readable and type(skew) in (int, float) and math.isfinite(skew) and expiration(session) is not None
    except (AttributeError, KeyError, TypeError, ValueError):
        return False


def _path(name: str) -> str:
    return os.path.join(folder(), f"{name}.json")
