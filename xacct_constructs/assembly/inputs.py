"""What an assembly is read from: folders that `cdk synth` wrote, and templates as they are, all of them one world."""

import posixpath
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, count
from pathlib import Path
from typing import NamedTuple

from xacct_constructs.assembly.errors import AssemblyError
from xacct_constructs.assembly.files import Files
from xacct_constructs.assembly.manifest import Stack, stacks


@dataclass(frozen=True, slots=True)
class TemplateFile:
    """A template of CloudFormation as it is, JSON or YAML, and where it is deployed.

    Attributes:
        path: Its file.
        account: The account.
        region: The region.
        stack_name: What CloudFormation calls its stack. Default: deployment settles it.
        known_as: What the stack is called in what is printed. Default: as its stack; without a name, as its file.
    """

    path: str | Path
    account: str
    region: str
    stack_name: str = ""
    known_as: str = ""

    @property
    def artifact(self) -> str:
        """What its stack is known by."""
        said = self.known_as or self.stack_name or posixpath.basename(str(self.path)).partition(".")[0]
        return re.sub(r"[^A-Za-z0-9]+", "-", said).strip("-") or "Template"


Input = str | Path | TemplateFile
"""The folder of a cloud assembly, or a template."""


class Opened(NamedTuple):
    """One input, and its stacks.

    Attributes:
        named: How errors name it; empty where they name its files by their whole path.
        files: Its files.
        stacks: Its stacks.
        is_template: Whether it is a template as it is, whose nested ones lie beside it.
    """

    named: str
    files: Files
    stacks: list[Stack]
    is_template: bool

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Name it where it cannot be read.

        Raises:
            AssemblyError: It cannot be.
        """
        try:
            yield
        except AssemblyError as problem:
            if not self.named or str(problem).startswith(self.named):
                raise
            raise AssemblyError(f"{self.named}: {problem}") from problem


def opened(inputs: Sequence[Input]) -> list[Opened]:
    """Open each input; no two of their stacks are known by one name.

    Raises:
        AssemblyError: One is neither, or cannot be read.
    """
    known: set[str] = set()
    found = [_opened(each, len(inputs) > 1) for each in inputs]
    for each in found:
        each.stacks[:] = [stack._replace(artifact=_unlike(stack.artifact, known)) for stack in each.stacks]
        known |= {stack.artifact for stack in each.stacks}
    return found


def _opened(given: Input, is_one_of_several: bool) -> Opened:
    if isinstance(given, TemplateFile):
        files, name = Files.of_file(given.path)
        stack = Stack(given.artifact, given.stack_name, given.account, given.region, name)
        return Opened("", files, [stack], True)
    files = Files(given, shown_in=posixpath.join(str(given), "") if is_one_of_several else "")
    found = Opened(str(given), files, [], False)
    with found.reading():
        found.stacks.extend(stacks(files))
    return found


def _unlike(artifact: str, known: set[str]) -> str:
    """A name that no other input's stack has."""
    names = chain([artifact], (f"{artifact}-{number}" for number in count(2)))
    return next(each for each in names if each not in known)
