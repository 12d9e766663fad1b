"""Access files on this machine: the only module that opens any."""

import os
from collections.abc import Iterator
from pathlib import Path

from xacct_constructs.access_file import AccessFile, load_access
from xacct_constructs.assembly import AssemblyError, Files
from xacct_constructs.finding import AgreementError, Finding, error

ENDINGS = (".yaml", ".yml")
"""How the names of a folder's access files end."""
_ADVICE = "pass a file as docs/access-file.md has it, or a folder of them"


def read_access(path: str | Path, *further: str | Path) -> AccessFile:
    """What access files say together, which may be a stranger's: plain files up to a size are read, and nothing runs.

    Args:
        path: A file, or a folder, of which every file is read whose name ends in `.yaml` or `.yml`, in their order.
        further: More of them. Default: none.

    Raises:
        AgreementError: With everything that is wrong: a file cannot be read, or what it says cannot stand.
    """
    texts: list[tuple[str, str]] = []
    unread: list[Finding] = []
    for named in dict.fromkeys(os.fspath(each) for each in (path, *further)):
        try:
            texts += _texts(named)
        except (AssemblyError, UnicodeDecodeError) as problem:
            why = str(problem).partition(" cannot be read: ")[2].removesuffix(f"; {_ADVICE}") or str(problem)
            unread.append(error("XA620", named, f"cannot be read: {why}", _ADVICE))
    if unread:
        raise AgreementError(unread)
    return load_access(texts)


def _texts(path: str) -> Iterator[tuple[str, str]]:
    if not os.path.isdir(path):
        files, name = Files.of_file(path, advice=_ADVICE)
        yield path, files.content(name).decode("utf-8")
        return
    files = Files(path, advice=_ADVICE)
    names = sorted(name for ending in ENDINGS for name in files.names("", ending))
    if not names:
        raise AssemblyError(f"it holds no file that ends in {' or '.join(ENDINGS)}")
    for name in names:
        yield os.path.join(path, name), files.content(name).decode("utf-8")
