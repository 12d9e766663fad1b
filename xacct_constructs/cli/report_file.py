"""A file that a command writes a report into: known to take it before anything is done, then whole or untouched."""

import contextlib
import os
import stat
from collections.abc import Iterator

from xacct_constructs.client.errors import AssumeError
from xacct_constructs.exits import USAGE


def require_writable(option: str, path: str) -> None:
    """See that a report can be written; the file is left as it is.

    Raises:
        AssumeError: It cannot.
    """
    with _in_one_line(option, path):
        if os.path.exists(path) and not os.access(path, os.W_OK):
            raise PermissionError(0, "it may only be read")
        if _is_replaced(path):
            with _part(path):
                pass


def write(option: str, path: str, content: bytes) -> None:
    """Write a report; a link is followed, and what is no regular file, such as a pipe, is written to as it is.

    Raises:
        AssumeError: It cannot be written; the file is as it was.
    """
    with _in_one_line(option, path):
        if not _is_replaced(path):
            with open(path, "wb") as file:
                file.write(content)
            return
        with _part(path) as part:
            with open(part, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            os.replace(part, os.path.realpath(path))


@contextlib.contextmanager
def _part(path: str) -> Iterator[str]:
    """A new file beside the one that it may replace, gone at the end if it has not."""
    part = f"{os.path.realpath(path)}.{os.getpid()}.tmp"
    with open(part, "xb"):
        pass
    try:
        yield part
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(part)


def _is_replaced(path: str) -> bool:
    """Whether there is nothing yet, or a regular file."""
    try:
        mode = os.stat(path).st_mode
    except FileNotFoundError:
        return True
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(0, "it is a folder")
    return stat.S_ISREG(mode)


@contextlib.contextmanager
def _in_one_line(option: str, path: str) -> Iterator[None]:
    try:
        yield
    except (OSError, ValueError) as problem:
        reason = getattr(problem, "strerror", None) or str(problem)
        raise AssumeError(f"{option} must name a file that can be written, got {path!r}: {reason}", USAGE) from None
