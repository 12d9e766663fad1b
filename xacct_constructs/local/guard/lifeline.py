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

    However the starting program ended, `kill -9` too: the system closes its pipe.

    Args:
        lines: `+` and a process group's ID when that program started one, `-` and the ID when it stopped it.
        folder: the run's own.
    """
    groups: set[int] = set()
    for line in lines:
        change, group = line[:1], int(line[1:])
        (groups.add if change == b"+" else groups.discard)(group)
    for group in groups:
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(group, signal.SIGKILL)
    for _ in range(_TRIES):
        # What was just killed may have made a file meanwhile.
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            break
        time.sleep(_PAUSE_SECONDS)
    os._exit(1)
