"""The server's standard input, which only the program that started it holds open: when that is gone, all of it goes."""

import contextlib
import os
import shutil
import signal
import time
from collections.abc import Iterable
from pathlib import Path

_TRIES = 40
_PAUSE_SECONDS = 0.05


def hold(lines: Iterable[bytes], folder: Path) -> None:
    """Wait for the end of the lines, then kill the groups still named, remove the folder, and end this process.

    However the starting program ended, `kill -9` too: the system closes its pipe. A folder that somebody has put in the
    place of the run's own stays.

    Args:
        lines: `+` and a process group's ID when that program started one, `-` and the ID when it stopped it.
        folder: the run's own.
    """
    groups: set[int] = set()
    own = _inode(folder)
    for line in lines:
        change, group = line[:1], int(line[1:])
        (groups.add if change == b"+" else groups.discard)(group)
    for group in groups:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(group, signal.SIGKILL)
    for _ in range(_TRIES):
        if own is None or _inode(folder) != own:
            break
        # What was just killed may have made a file meanwhile.
        shutil.rmtree(folder, ignore_errors=True)
        time.sleep(_PAUSE_SECONDS if folder.exists() else 0)
    os._exit(1)


def _inode(folder: Path) -> int | None:
    """What tells a folder from another one of its name; None where there is none."""
    try:
        return folder.stat().st_ino
    except OSError:
        return None
