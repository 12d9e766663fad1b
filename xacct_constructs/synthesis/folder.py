"""An assembly's folder: the old one stays whole until the new one is."""

import shutil
import uuid
from collections.abc import Mapping
from pathlib import Path

from xacct_constructs.synthesis.locks import processes_at_work

_MARK = "cdk.out"
"""The file that makes a folder a cloud assembly."""


class FolderError(Exception):
    """Raised where an assembly cannot be written; says why."""


def write_folder(folder: Path, files: Mapping[str, str]) -> None:
    """Write the files, and only then let them take the place of an older assembly.

    Args:
        folder: Where to; a missing or empty folder, or an older assembly.
        files: Text by name.

    Raises:
        FolderError: Something else is there, the CDK's CLI is at work there, or the machine refuses to write.
    """
    _check(folder)
    folder = folder.absolute()
    new = folder.with_name(f".{folder.name}.{uuid.uuid4().hex}")
    try:
        try:
            new.mkdir(parents=True)
            for name, text in files.items():
                (new / name).write_text(text, encoding="utf-8", newline="")
            # Not before, since writing takes its time.
            _check_unused(folder)
            _take_the_place(folder, new)
        finally:
            shutil.rmtree(new, ignore_errors=True)
    except OSError as problem:
        raise FolderError(f"{folder} cannot be written: {problem.strerror or problem}") from problem


def _check(folder: Path) -> None:
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        raise FolderError(f"{folder} is no folder; name another with -o")
    if folder.is_dir() and not (folder / _MARK).is_file() and any(folder.iterdir()):
        raise FolderError(f"{folder} is no cloud assembly, and is left as it is; name another with -o")


def _check_unused(folder: Path) -> None:
    if found := processes_at_work(folder):
        raise FolderError(
            f"{folder} is in use by the CDK's CLI (process {', '.join(map(str, found))}), and is left as it is;"
            " wait until that ends, or name another with -o"
        )


def _take_the_place(folder: Path, new: Path) -> None:
    """Rename the new folder; the old one comes back where that fails."""
    if not folder.exists():
        new.rename(folder)
        return
    old = new.with_name(f"{new.name}.old")
    folder.rename(old)
    try:
        new.rename(folder)
    except BaseException:
        old.rename(folder)
        raise
    shutil.rmtree(old)
