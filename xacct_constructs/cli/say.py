"""What every command says in the same way, and how it reaches the person: words made visible, results whole."""

import sys

from xacct_constructs.exits import AS_EXPECTED, USAGE
from xacct_constructs.texts import one_line, visible

TYPE_CHECKING = False
_PIPED = 200
"""Most sentences then stand on one line, where a program that searches lines finds them."""

if TYPE_CHECKING:
    from typing import Any

    from xacct_constructs.client.errors import AssumeError


def say(text: str) -> None:
    """One line on standard error, and nowhere else."""
    tell(f"xacct: {one_line(text)}\n")


def tell(text: str) -> None:
    """Words for a person on standard error; where that cannot be written, nothing."""
    try:
        print(text, end="", file=sys.stderr, flush=True)
    except (OSError, ValueError):
        from xacct_constructs.client.output import drop

        drop(sys.stderr)


def refuse(*texts: str) -> int:
    """Say on standard error why nothing is done, each reason on a line; the exit code is that of wrong usage."""
    for each in texts:
        say(each)
    return USAGE


def show(text: str) -> int:
    """Lines for a person on standard output, as `put` does: what would be obeyed is made visible."""
    encoding = getattr(sys.stdout, "encoding", None) or "utf-8"
    return put(visible(text).encode(encoding, "backslashreplace").decode(encoding))


def width() -> int:
    """How many characters a line may have: as many as the terminal, or COLUMNS, says; 200 in a file or a pipe."""
    import shutil

    return shutil.get_terminal_size((_PIPED, 24)).columns


def print_json(data: "Any") -> int:
    """JSON as people and programs read it; everything outside of ASCII is written out."""
    import json

    return put(json.dumps(data, indent=2) + "\n")


def put(text: str) -> int:
    """Put all of a text on standard output as it is; the exit code is that of what is done.

    Raises:
        AssumeError: Standard output does not take it: a full disk, a closed pipe.
    """
    problem = _unwritten(text)
    if problem is not None:
        raise problem
    return AS_EXPECTED


def put_or_say(text: str) -> int:
    """Put all of a text on standard output, or say in a line why that does not take it; the exit code."""
    problem = _unwritten(text)
    if problem is None:
        return AS_EXPECTED
    say(str(problem))
    return problem.code


def _unwritten(text: str) -> "AssumeError | None":
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except OSError as problem:
        from xacct_constructs.client.output import unwritable

        return unwritable(problem)
    return None
