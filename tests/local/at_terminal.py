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
_ENDED = re.compile(r"\{\{ended (\d+)\}\}")


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
        assert not answers, f"not asked: {answers}"
        return Done(int(ended[1]), seen[: ended.start()])


def commands(block: Sequence[str]) -> list[str]:
    """What is to be typed of a console block: behind `$ `, with the lines that go on; comments are part of it."""
    found: list[str] = []
    for line in block:
        if line.startswith("$ "):
            found.append(line.removeprefix("$ "))
        elif found and found[-1].endswith("\\"):
            found[-1] += f"\n{line}"
    return found
