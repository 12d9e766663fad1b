"""The program that a local AWS ends with once it stays up.

Arguments: the folder of a sandbox, its lock, and the server's lifeline. For as long as the folder is there it holds the
lifeline open, and so the server up; however it ends, the server ends too and removes the folder. If the server ends
first, it removes the folder.
"""

import select
import shutil
import sys
from pathlib import Path

from xacct_constructs.local.sandbox import is_up

_LOOKS_EVERY_MS = 250


def main() -> None:
    """Hold it."""
    folder, lock, lifeline = Path(sys.argv[1]), *map(int, sys.argv[2:])
    waiting = select.poll()
    waiting.register(lifeline, 0)  # that the other end is closed is told unasked
    while is_up(folder, lock):
        if waiting.poll(_LOOKS_EVERY_MS):
            shutil.rmtree(folder, ignore_errors=True)
