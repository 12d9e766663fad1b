"""A file of a person's, changed so that there is always the whole old one or the whole new one.

Several `xacct` at once take turns; a program that knows nothing of their lock is noticed.
"""

import contextlib
import os
import re
import stat
from collections.abc import Callable, Iterator

from xacct_constructs.client.errors import AssumeError
from xacct_constructs.client.files import make_private_folder, read
from xacct_constructs.client.lock import held
from xacct_constructs.exits import USAGE

_COPY = r"\.xacct-[a-z0-9_]{8}"
_OTHERS = 0o077


def change(path: str, edit: Callable[[bytes], bytes], *, say: Callable[[str], None], secret: bool = False) -> None:
    """Put new content in a file's place, in one step, while no other `xacct` does.

    Permissions and group stay; a new file is its owner's alone.

    Args:
        path: The file, as `target` returns it.
        edit: Given the content, returns the new one; called while others wait.
        say: Is told what a person should know.
        secret: Whether the new content holds a secret, so that from now on the file is its owner's alone. Left out, no.

    Raises:
        AssumeError: Another program has changed it meanwhile, or it cannot be written; it is as it was.
    """
    with _turn(os.path.dirname(path), say):
        before = read(path)
        after = edit(before)
        if after != before:
            _replace(path, before, after, say, secret)


def remove_copies(path: str, say: Callable[[str], None]) -> None:
    """Remove what a process that was killed left beside a file: a copy of it, or the beginning of one.

    Raises:
        AssumeError: One cannot be removed.
    """
    folder = os.path.dirname(path)
    if not any(_copies(folder)):
        return
    with _turn(folder, say):  # whoever is alive and writes one holds it
        for copy in list(_copies(folder)):
            with _failing(copy, "removed"):
                os.unlink(copy)
            say(f"removed {copy}, which an xacct that was killed left behind")


def _copies(folder: str) -> Iterator[str]:
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            ours = re.fullmatch(_COPY, entry.name) and entry.stat(follow_symlinks=False).st_uid == os.geteuid()
            if ours and entry.is_file(follow_symlinks=False):
                yield entry.path


@contextlib.contextmanager
def _turn(folder: str, say: Callable[[str], None]) -> Iterator[None]:
    with _failing(folder, "written"):
        make_private_folder(folder)
    with held(os.path.join(folder, ".xacct.lock"), say):
        yield


def _replace(path: str, before: bytes, after: bytes, say: Callable[[str], None], secret: bool) -> None:
    import tempfile

    folder = os.path.dirname(path)
    with _failing(folder, "written"):
        descriptor, copy = tempfile.mkstemp(prefix=".xacct-", dir=folder)
    try:
        with _failing(path, "written"), open(descriptor, "wb") as file:
            file.write(after)
            file.flush()
            was = _permissions(path, descriptor)
            os.fchmod(descriptor, 0o600 if was is None or secret else was)
            os.fsync(descriptor)
        if read(path) != before:
            raise AssumeError(f"{path} was changed by another program meanwhile; run this again", USAGE)
        with _failing(path, "written"):
            os.replace(copy, path)
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(copy)
    if secret and was is not None and was & _OTHERS:
        say(f"{path} could be read by others; from now on it is its owner's alone")


def _permissions(path: str, descriptor: int) -> int | None:
    """The old file's permissions, for a new one that is given its group; None where there is no old one."""
    try:
        status = os.stat(path)
    except FileNotFoundError:
        return None
    mode = stat.S_IMODE(status.st_mode)
    try:
        os.fchown(descriptor, -1, status.st_gid)
    except PermissionError:
        mode &= ~0o070  # what was the old group's is not another's
    return mode


@contextlib.contextmanager
def _failing(what: str, done: str) -> Iterator[None]:
    try:
        yield
    except OSError as problem:
        raise AssumeError(f"{what} cannot be {done}: {problem.strerror}; it is as it was", USAGE) from None
