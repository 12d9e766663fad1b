"""JSON files that others wrote, or left half-written: read without waiting and within bounds, and taken strictly."""

import json
import os
import stat
from typing import Any, NoReturn


def read(path: str, limit: int, *, follow: bool = True) -> tuple[bytes, os.stat_result]:
    """A regular file's content, and what the system says of that file.

    Args:
        path: The file. A FIFO or a device is refused at once: reading it could take for ever.
        limit: Bytes that it may have.
        follow: Whether it may be a symbolic link. Left out, it may.

    Raises:
        OSError: It cannot be read, is no regular file, or is larger.
    """
    link = 0 if follow else os.O_NOFOLLOW
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC | link)
    with open(descriptor, "rb") as file:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise OSError(0, "it is no regular file", path)
        content = file.read(limit + 1)
    if len(content) > limit:
        raise OSError(0, f"it is larger than {limit} bytes", path)
    return content, status


def parse(content: bytes) -> Any:
    """The values of a JSON document in UTF-8.

    Raises:
        ValueError: It is none: `NaN` and names that stand twice in an object are not JSON that all programs read alike.
            Neither is what is nested deeper than Python follows.
    """
    try:
        return json.loads(content.decode(), object_pairs_hook=_object, parse_constant=_refuse)
    except RecursionError:
        raise ValueError("nested too deep") from None


def is_version(document: Any, version: int) -> bool:
    """Whether a document is an object that says this version; `true` and `1.0` are other values than 1."""
    said = document.get("version") if isinstance(document, dict) else None
    return type(said) is int and said == version


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name stands twice")
    return found


def _refuse(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON")
