"""Who else works with an assembly's folder: the CDK's CLI says so by files in it, each with the number of a process.

While it lists, compares and deploys there is a `read.<process>.<count>.lock`, and a `synth.lock` while an app is
synthesized there. What a process that was killed left behind counts for nothing, as the CLI itself has it.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path

_DIGITS = r"([0-9]{1,20})"
_READING = re.compile(rf"read\.{_DIGITS}\.[0-9]+\.lock")
_WRITING = "synth.lock"
_PROCESS = re.compile(rf"\s*{_DIGITS}\s*")


def processes_at_work(folder: Path) -> list[int]:
    """The processes of the CDK's CLI that read the folder or write into it, and still run."""
    return sorted({process for process in _noted(folder) if _runs(process)}) if folder.is_dir() else []


def _noted(folder: Path) -> Iterator[int]:
    names = [each.name for each in folder.iterdir()]
    written = (folder / _WRITING).read_text(encoding="utf-8", errors="replace") if _WRITING in names else ""
    for found in (_PROCESS.fullmatch(written), *map(_READING.fullmatch, names)):
        if found:
            yield int(found[1])


def _runs(process: int) -> bool:
    if process == os.getpid():
        # Of a container that ran before under the same number: this process never writes one.
        return False
    if os.name != "posix":
        # There the question would end the process.
        return True
    try:
        os.kill(process, 0)
    except PermissionError:
        return True
    except (ProcessLookupError, OverflowError):
        return False
    return True
