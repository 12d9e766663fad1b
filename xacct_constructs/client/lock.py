"""A lock that one process at a time holds, and that ends with the process, however that ends."""

import contextlib
import os
import time
from collections.abc import Callable, Iterator

from xacct_constructs.client.errors import AssumeError
from xacct_constructs.exits import USAGE

WAIT_SECONDS = 30
"""How long another process is waited for."""
_PAUSE_SECONDS = 0.05


@contextlib.contextmanager
def held(path: str, say: Callable[[str], None]) -> Iterator[None]:
    """Hold the lock; its file, an empty one, stays.

    Args:
        path: The lock's file, in a folder that is there.
        say: Is told that another process is waited for, and how long.

    Raises:
        AssumeError: Another process held it all the time, or there is no lock to be had.
    """
    with contextlib.ExitStack() as open_file:
        try:
            descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
            open_file.callback(os.close, descriptor)
            if not is_taken(descriptor):
                say(f"waiting for another xacct, which holds {path}, {WAIT_SECONDS:g} s at most")
                if not is_taken(descriptor, WAIT_SECONDS):
                    text = f"another xacct held {path} for {WAIT_SECONDS:g} s; nothing is changed"
                    raise AssumeError(text, USAGE)
        except OSError as problem:
            raise AssumeError(f"{path} cannot be locked: {problem.strerror}; nothing is changed", USAGE) from None
        yield


def is_taken(descriptor: int, seconds: float = 0) -> bool:
    """Take the lock of an open file.

    Args:
        descriptor: The file.
        seconds: How long another process that has it is waited for. Left out, not at all.

    Returns:
        Whether this process has it now.
    """
    end = time.monotonic() + seconds
    while not _is_free(descriptor):
        if time.monotonic() >= end:
            return False
        time.sleep(_PAUSE_SECONDS)
    return True


def _is_free(descriptor: int) -> bool:
    import fcntl

    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
