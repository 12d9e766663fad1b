"""Fetch uv into a folder of the checkout, after looking whether this machine has what the project needs.

Any Python 3 can read this file, so that it can say that it is too old.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator

FLOOR = (3, 11)
LOCK = os.path.join(os.path.dirname(__file__), os.pardir, "requirements", "uv.txt")
PIP = [sys.executable, "-m", "pip", "--disable-pip-version-check"]
INSTALL = ["install", "--quiet", "--root-user-action", "ignore", "--no-deps", "--require-hashes", "-r", LOCK]


def missing() -> Iterator[str]:
    """What this machine lacks, a line each."""
    found = f"python3 is Python {sys.version_info[0]}.{sys.version_info[1]}, {sys.executable}"
    if sys.version_info < FLOOR:
        yield f"{found}: put 3.11 or newer first on PATH, or name one: make env PYTHON=python3.12"
    elif subprocess.call([*PIP, "--version"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) != 0:
        yield f"{found}, has no pip: install it (on Debian, apt-get install python3-pip)"
    for tool in ("node", "npm"):
        if shutil.which(tool) is None:
            yield f"{tool} is not on PATH: install Node 24 or 22, with npm"


def main(folder: str) -> None:
    """Look, then install the locked uv as `folder`/bin/uv."""
    problems = list(missing())
    if problems:
        sys.exit("\n  ".join(["This machine is not ready:", *problems]))
    subprocess.check_call([*PIP, *INSTALL, "--upgrade", "--target", folder])


if __name__ == "__main__":
    main(sys.argv[1])
