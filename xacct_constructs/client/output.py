"""Standard output or error that does not take what is shown: a full disk, a closed pipe."""

import contextlib
import os
import sys
from typing import Any

from xacct_constructs.client.errors import AssumeError
from xacct_constructs.exits import REFUSED


def unwritable(problem: OSError) -> AssumeError:
    """The error for standard output, of which nothing is tried again."""
    drop(sys.stdout)
    return AssumeError(f"standard output cannot be written: {problem.strerror}", REFUSED)


def drop(stream: Any) -> None:
    """Let what is left in a stream's buffer go nowhere: at exit Python would try again, complain, and end with 120."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
