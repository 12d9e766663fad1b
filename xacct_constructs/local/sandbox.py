"""The folder of a local AWS that stays up: who has it, and how it ends.

The folder itself is locked by the server and by whoever keeps it up: while the lock is held, one of them lives. So no
process is known by its number, which another one could have by now, and none is ever killed.
"""

import fcntl
import os
import shutil
import stat
import subprocess
import sys
import time
from pathlib import Path

from xacct_constructs.local.errors import LocalAwsError, SetupError

VARIABLE = "XACCT_SANDBOX"
"""Where the sandbox is that a shell is in."""
_FOLDER = ".xacct-sandbox"
_MARK = ".gitignore"
_IGNORED = "# of xacct demo --keep, which ends when this file or the folder goes\n*\n"
"""Written first, and removed first; it also keeps Git from all that is in the folder."""
_KEEPER = "import sys; sys.path.append(sys.argv.pop(1)); from xacct_constructs.local.keeper import main; main()"
_PAUSE_SECONDS = 0.05
_ENDS_WITHIN_SECONDS = 20.0


def place() -> Path:
    """The sandbox of this shell, else of this folder; it need not be there."""
    return Path(os.environ.get(VARIABLE) or _FOLDER).absolute()


def claim(folder: Path) -> int:
    """Make the folder this user's alone, and empty: what a sandbox has left there that was killed goes.

    Returns:
        The lock, as a file descriptor: it is held for as long as any process has it open.

    Raises:
        SetupError: A sandbox is up there, or there is something else.
    """
    try:
        folder.mkdir(mode=0o700)
    except FileExistsError:
        pass
    except OSError as problem:
        raise SetupError(f"{folder} cannot be made: {problem.strerror}") from None
    lock = _opened(folder)
    if not _is_taken(lock) or not _is_same(folder, lock):
        os.close(lock)
        raise SetupError(f"{folder} is up already; use it: . {folder}/activate; or end it: xacct demo --stop")
    _clear(folder, lock)
    (folder / _MARK).write_text(_IGNORED)
    return lock


def keep_up(folder: Path, lock: int, lifeline: int) -> int:
    """Start who keeps it up, in a session of its own, so that closing the terminal does not end it.

    Returns:
        The process's ID.
    """
    root = Path(__file__).resolve().parents[2]
    return subprocess.Popen(  # noqa: S603 - the command is ours, and no shell reads it
        [sys.executable, "-I", "-c", _KEEPER, str(root), str(folder), str(lock), str(lifeline)],
        env={},
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
        pass_fds=(lock, lifeline),
    ).pid


def is_up(folder: Path, lock: int) -> bool:
    """Whether the folder is the one that is locked, and nobody has asked the sandbox to end."""
    return _is_same(folder, lock) and (folder / _MARK).exists()


def stop(folder: Path) -> None:
    """End the sandbox, and wait until all of it is gone.

    Raises:
        SetupError: There is none.
        LocalAwsError: It did not end.
    """
    if not folder.exists():
        raise SetupError(f"there is no sandbox at {folder}")
    lock = _opened(folder)
    _require_ours(folder)
    (folder / _MARK).unlink(missing_ok=True)
    deadline = time.monotonic() + _ENDS_WITHIN_SECONDS
    while not _is_taken(lock):
        if time.monotonic() > deadline:
            raise LocalAwsError(f"the sandbox at {folder} has not ended after {_ENDS_WITHIN_SECONDS:.0f} s")
        time.sleep(_PAUSE_SECONDS)
    if _is_same(folder, lock):
        # Of one that was killed, nobody has removed it.
        shutil.rmtree(folder, ignore_errors=True)
    os.close(lock)


def _opened(folder: Path) -> int:
    try:
        found = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError as problem:
        raise SetupError(f"{folder} is no folder of a sandbox: {problem.strerror}") from None
    status = os.fstat(found)
    if status.st_uid != os.geteuid() or stat.S_IMODE(status.st_mode) & 0o077:
        os.close(found)
        raise SetupError(f"{folder} is not yours alone, so it is no sandbox; move it away")
    return found


def _is_taken(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _is_same(folder: Path, lock: int) -> bool:
    try:
        return os.path.samestat(os.fstat(lock), folder.lstat())
    except FileNotFoundError:
        return False


def _clear(folder: Path, lock: int) -> None:
    if os.listdir(lock):
        _require_ours(folder)
        for each in folder.iterdir():
            if each.is_dir() and not each.is_symlink():
                shutil.rmtree(each)
            elif each.name != _MARK:
                each.unlink()


def _require_ours(folder: Path) -> None:
    try:
        if (folder / _MARK).read_text() == _IGNORED:
            return
    except (OSError, ValueError):
        pass
    raise SetupError(f"{folder} holds something else than a sandbox; move it away")
