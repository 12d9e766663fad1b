"""What earlier runs came to, kept in a folder of the person's own: each answer by all that it follows from.

What is kept is believed without being proven again, so it is read only where nobody else can have written it, and only
as what this very version has written.
"""

import json
import os
import stat
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from xacct_constructs.cli.read import UnreadableError

FILE = "answers.json"
_MOST_ANSWERS = 200_000
"""The latest: of forty thousand agreements, or of several apps."""
_MOST_BYTES = 256 * 1024 * 1024
_OTHERS = stat.S_IRWXG | stat.S_IRWXO


class Cache:
    """The answers of a folder."""

    def __init__(self, folder: str) -> None:
        """Read what is there; the folder is made where it is not.

        Args:
            folder: The folder.

        Raises:
            UnreadableError: It is none of the person's own that nobody else may write into.
        """
        self._folder, self._judge, self._kept = folder, judge(), dict[str, Any]()
        try:
            os.makedirs(folder, mode=0o700, exist_ok=True)
            _require_own(os.lstat(folder), folder, is_kind=stat.S_ISDIR)
        except OSError as problem:
            raise UnreadableError(f"{folder} cannot be used as a cache: {problem.strerror}") from problem
        self._before = self._read()

    def get(self, key: str) -> Any:
        """What was kept under a key; None where nothing was."""
        return self._before.get(self._named(key))

    def keep(self, key: str, said: Any) -> None:
        """Keep an answer."""
        self._kept[self._named(key)] = said

    def write(self) -> None:
        """Write what is kept, all at once; where that cannot be, nothing is kept."""
        older = {key: said for key, said in self._before.items() if key not in self._kept}
        answers = dict([*older.items(), *self._kept.items()][-_MOST_ANSWERS:])
        if answers == self._before:
            return
        path = os.path.join(self._folder, f".{FILE}.{os.getpid()}")
        try:
            with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | _NO_LINK, 0o600), "w") as file:
                json.dump({"judge": self._judge, "answers": answers}, file)
            os.replace(path, os.path.join(self._folder, FILE))
        except OSError:
            Path(path).unlink(missing_ok=True)

    def _named(self, key: str) -> str:
        return sha256(f"{self._judge} {key}".encode()).hexdigest()

    def _read(self) -> dict[str, Any]:
        """What was kept; nothing, where it is broken, or another version's."""
        path = os.path.join(self._folder, FILE)
        try:
            with open(os.open(path, os.O_RDONLY | _NO_LINK), "rb") as file:
                _require_own(os.fstat(file.fileno()), path, is_kind=stat.S_ISREG)
                content = file.read(_MOST_BYTES)
        except FileNotFoundError:
            return {}
        except OSError as problem:
            raise UnreadableError(f"{path} cannot be used as a cache: {problem.strerror}") from problem
        try:
            found = json.loads(content)
        except (RecursionError, ValueError):
            return {}
        if not isinstance(found, dict) or found.get("judge") != self._judge:
            return {}
        answers = found.get("answers")
        return answers if isinstance(answers, dict) else {}


_NO_LINK = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)


def _require_own(found: os.stat_result, path: str, *, is_kind: Any) -> None:
    """Whoever can write it says what is proven: that must be nobody else.

    Raises:
        UnreadableError: It may be somebody else.
    """
    if not is_kind(found.st_mode):
        raise UnreadableError(f"{path} cannot be used as a cache: it is a link, or something else than it should be")
    if hasattr(os, "geteuid") and found.st_uid != os.geteuid():
        raise UnreadableError(f"{path} cannot be used as a cache: it is somebody else's; name a folder of your own")
    if os.name == "posix" and found.st_mode & _OTHERS:
        told = (
            f"others may use it too, and what lies there is believed; chmod {'700' if is_kind(0o040000) else '600'} it"
        )
        raise UnreadableError(f"{path} cannot be used as a cache: {told}, or name another folder")


def judge() -> str:
    """The version that judges: of a checkout too, in which nothing but the code says what it is."""
    told = sha256(sys.version.encode())
    for path, content in _code():
        told.update(f"{path} {len(content)} ".encode() + content)
    return told.hexdigest()


def _code() -> Iterator[tuple[str, bytes]]:
    root = Path(__file__).parent.parent
    for path in sorted(root.rglob("*")):
        if path.is_file() and path.parent.name != "__pycache__":
            yield path.relative_to(root).as_posix(), path.read_bytes()
