"""The files of a cloud assembly, or of another folder, which may be a stranger's: the only module that opens any.

Nothing outside of the folder is read, and nothing but plain files, up to a size.
"""

import json
import math
import os
import posixpath
import stat
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from xacct_constructs.assembly.errors import SYNTHESIZE, AssemblyError
from xacct_constructs.assembly.short_forms import SHORT_FORMS
from xacct_constructs.yaml_documents import (
    Document,
    YamlForm,
    is_a_number_in_many_ways,
    is_an_account_to_others,
    read_yaml,
)

MOST_BYTES_OF_A_FILE = 32 * 1024 * 1024
"""CloudFormation takes templates of 1 MB; manifests and agreements' files grow with the app."""
MOST_BYTES = 512 * 1024 * 1024
"""Of all files together, each as often as it is read: so much is 500 templates of CloudFormation's largest size."""

_FLAGS = os.O_RDONLY | sum(getattr(os, each, 0) for each in ("O_BINARY", "O_CLOEXEC", "O_NOFOLLOW", "O_NONBLOCK"))


class Files:
    """The files of one assembly, by their path inside of its folder."""

    def __init__(self, directory: str | Path, *, advice: str = SYNTHESIZE, shown_in: str = "") -> None:
        """Begin with nothing read.

        Args:
            directory: The assembly's folder, which itself may be named by a link.
            advice: What to do where a file cannot be read. Default: what to pass for an assembly.
            shown_in: What stands before a file's path where it is shown. Default: nothing.
        """
        self._root, self._advice, self.shown_in = os.fspath(directory), advice, shown_in
        self._left = MOST_BYTES

    @classmethod
    def of_file(cls, path: str | Path, *, advice: str = SYNTHESIZE) -> tuple["Files", str]:
        """The folder of a file that somebody names, and its name there; the file itself may be named by a link."""
        folder, name = os.path.split(os.path.realpath(path))
        shown_in = os.path.dirname(os.fspath(path))
        return cls(folder, advice=advice, shown_in=os.path.join(shown_in, "")), name

    def json(self, path: str) -> Any:
        """What a file of JSON holds.

        Raises:
            AssemblyError: It is no plain file of the folder, too large, or no JSON of unique keys and finite numbers.
        """
        return self._parsed(path, _json)

    def template(self, path: str) -> Document:
        """What a template holds: JSON, where it begins with a brace, and YAML else; of JSON, no lines are told.

        Raises:
            AssemblyError: It is no plain file of the folder, too large, or neither; says the line.
        """
        found: Document = self._parsed(path, _template)
        return found

    def _parsed(self, path: str, parse: Callable[[bytes], Any]) -> Any:
        data = self.content(path)
        try:
            return parse(data)
        except RecursionError:
            raise self._unreadable(path, "it is nested too deep") from None
        except ValueError as problem:
            raise self._unreadable(path, problem) from problem

    def content(self, path: str) -> bytes:
        """All of a file.

        Raises:
            AssemblyError: It is no plain file of the folder, or too large.
        """
        try:
            data = self._read(self._plain(path))
        except (OSError, ValueError) as problem:
            raise self._unreadable(path, getattr(problem, "strerror", None) or problem) from problem
        self._left -= len(data)
        if self._left < 0:
            raise self._unreadable(path, f"with it, more than {MOST_BYTES} bytes of the folder are read")
        return data

    def has(self, path: str) -> bool:
        """Whether the folder has something under this path, a plain file or not."""
        return os.path.lexists(os.path.join(self._root, path))

    def names(self, folder: str, ending: str) -> list[str]:
        """The paths of what lies in a folder and ends so, in their order."""
        try:
            found = sorted(os.listdir(os.path.join(self._root, folder)))
        except OSError as problem:
            raise self._unreadable(folder, problem) from problem
        return [posixpath.join(folder, each) for each in found if each.endswith(ending)]

    def _unreadable(self, path: str, why: object) -> AssemblyError:
        return AssemblyError(f"{self.shown_in}{path or 'the folder'} cannot be read: {why}; {self._advice}")

    def _plain(self, path: str) -> str:
        """Where a file lies, no link on the way to it."""
        found, parts = self._root, path.split("/")
        for part in parts:
            found = os.path.join(found, part)
            mode = os.lstat(found).st_mode
            if stat.S_ISLNK(mode):
                raise ValueError(f"{part!r} is a link, and may lead out of the folder")
        if not stat.S_ISREG(mode):
            raise ValueError("it is no plain file")
        return found

    @staticmethod
    def _read(place: str) -> bytes:
        # Looked at again when it is open: only that is the file that is read.
        with open(os.open(place, _FLAGS), "rb") as file:
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                raise ValueError("it is no plain file")
            data = file.read(MOST_BYTES_OF_A_FILE + 1)
        if len(data) > MOST_BYTES_OF_A_FILE:
            raise ValueError(f"it is larger than {MOST_BYTES_OF_A_FILE} bytes")
        return data


def inside(folder: str, path: str, *, said_in: str) -> str:
    """The path of what a file of the assembly names, from the assembly's folder.

    Args:
        folder: The folder that the path is said from; empty for the assembly's own.
        path: The path that is said.
        said_in: The file that says it, for the error.

    Raises:
        AssemblyError: It leads out of the assembly.
    """
    found = posixpath.normpath(posixpath.join(folder, path))
    if os.path.isabs(path) or found.startswith(("/", "..")) or "\\" in path or "\0" in path:
        raise AssemblyError(f"{said_in} names {path!r}, which lies outside of the assembly; {SYNTHESIZE}")
    return found


def _open(number: str) -> str:
    """A number as a value that deployment settles: which text comes of it, programs do not agree on."""
    return f"{{{{resolve:the number {number}, which may be written otherwise}}}}"


_TEMPLATE = YamlForm(tags=SHORT_FORMS, number=_open)


def _template(data: bytes) -> Document:
    if data.lstrip().startswith(b"{"):
        return Document(_json(data, parse_float=_one_or_open(_finite), parse_int=_one_or_open(int)), {})
    return read_yaml(data.decode("utf-8"), _TEMPLATE)


def _json(data: bytes, **said: Any) -> Any:
    found = json.loads(data.decode("utf-8"), **{**_STRICT, **said})
    if rb"\ud" in data.lower():
        # Half of a pair is no character, and nothing takes it.
        json.dumps(found, ensure_ascii=False).encode("utf-8")
    return found


def _unique(pairs: list[tuple[str, Any]]) -> Mapping[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"the key {twice!r} stands twice in one object, and programs differ in which they take")
    return found


def _finite(text: str) -> float:
    if not math.isfinite(found := float(text)):
        raise ValueError(f"{text[:40]} is no number of JSON")
    if is_an_account_to_others(text):
        raise ValueError(f"{text} is an account to some programs, and another text to others: put it in quotes")
    return found


def _one_or_open(read: Callable[[str], float]) -> Callable[[str], float | str]:
    def known(text: str) -> float | str:
        number = read(text)
        return _open(text) if is_a_number_in_many_ways(text) else number

    return known


_STRICT: Mapping[str, Any] = {"object_pairs_hook": _unique, "parse_float": _finite, "parse_constant": _finite}
