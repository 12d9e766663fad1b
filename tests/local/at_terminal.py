"""A shell at a terminal, typed into as a person does: line by line, and an answer where a command asks."""

import os
import pty
import re
import select
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

_WITHIN_SECONDS = 120
# The shell itself says when a line is done, and how it ended: nothing is typed ahead that a command might read.
_PROMPT = "{{ended $?}}"
_ENDED = re.compile(r"(?:\([\w.]+\) )*\{\{ended (\d+)\}\}")


class Done(NamedTuple):
    """What became of a line."""

    code: int
    printed: str


class Shell:
    """An interactive sh."""

    def __init__(self, folder: Path, environment: Mapping[str, str]) -> None:
        """Start it in a folder, with these variables and no others."""
        self._child, self._terminal = pty.fork()
        if self._child == 0:
            os.chdir(folder)
            variables = {**environment, "PS1": _PROMPT, "PS2": "", "ENV": "", "TERM": "dumb"}
            os.execvpe("sh", ["sh", "-i"], variables)  # noqa: S606 - a terminal of its own
        self._until_done({})
        self.type("stty -echo cols 200")

    def type(self, line: str, answers: Mapping[str, str] | None = None) -> Done:
        """Type a line and wait until it is done.

        Args:
            line: One line, or several of one command.
            answers: What a question ends with, and what is typed then, each once. Default: nothing is asked.
        """
        os.write(self._terminal, f"{line}\n".encode())
        return self._until_done(dict(answers or {}))

    def close(self) -> None:
        """Hang up."""
        os.close(self._terminal)
        os.waitpid(self._child, 0)

    def _until_done(self, answers: dict[str, str]) -> Done:
        seen = ""
        while not (ended := _ENDED.search(seen)):
            ready, _, _ = select.select([self._terminal], [], [], _WITHIN_SECONDS)
            assert ready, f"nothing more after: {seen}"
            seen += os.read(self._terminal, 4096).decode(errors="replace").replace("\r\n", "\n")
            for question in [each for each in answers if seen.endswith(each)]:
                os.write(self._terminal, f"{answers.pop(question)}\n".encode())
                seen += "\n"  # what is typed is not echoed
        assert not answers, f"not asked: {answers}"
        return Done(int(ended[1]), seen[: ended.start()])


class Typed(NamedTuple):
    """A line to type, and the lines that are to be seen then."""

    line: str
    seen: Sequence[str]

    def missing(self, printed: str) -> str | None:
        """The first line that was to be seen, and is not, in their order; `…` stands for anything, spaces for some."""
        left = [" ".join(each.split()) for each in printed.splitlines()]
        for line in (" ".join(each.split()) for each in self.seen):
            pattern = re.compile(".*".join(map(re.escape, re.split(" ?… ?", line))))
            at = next((at for at, each in enumerate(left) if pattern.fullmatch(each)), None)
            if at is None and line != "…":
                return line
            left = left[at + 1 :] if at is not None and line != "…" else left
        return None


def typed(block: str) -> list[Typed]:
    """What is to be typed of a console block: what stands behind `$ `, comments too; between them, what is seen."""
    parts = re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]
    return [Typed(line, seen.splitlines()) for line, _, seen in (each.partition("\n") for each in parts)]
