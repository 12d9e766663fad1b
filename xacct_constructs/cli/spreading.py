"""How a proof's parts are done here: over several processes where there is enough of them, and not again if kept."""

import gc
import json
import os
import signal
import sys
import threading
from collections.abc import Iterator, Sequence
from types import TracebackType
from typing import IO, TYPE_CHECKING, Any, NamedTuple

from xacct_constructs.cli.parser import positive
from xacct_constructs.cli.progress import Progress

if TYPE_CHECKING:
    from xacct_constructs.cli.cache import Cache
    from xacct_constructs.proof import Parts

_HERE = 1
"""Process: this one."""
_AT_ONCE = 32
"""So many parts are handed on together."""
_WORTH_A_PROCESS = 250
"""So many parts, each of some milliseconds, take longer than to begin a process and to end it."""


def add_spreading(parser: Any) -> None:
    """Add the options that say how a proof's parts are done."""
    parser.add_argument(
        "--jobs",
        metavar="N",
        type=positive,
        help="how many processes prove, with the same answer (default: one for each processor, where there is enough"
        " to prove; on Linux alone more than one)",
    )
    parser.add_argument(
        "--cache",
        metavar="FOLDER",
        help="keep there what is proven, and prove again only what may have changed; a folder of your own that nobody"
        " else may write into (default: all is proven)",
    )


def spreading(arguments: Any) -> "Spreading":
    """How the options say that a proof's parts are done.

    Raises:
        UnreadableError: The cache's folder cannot be believed.
    """
    from xacct_constructs.cli.cache import Cache

    cache = None if arguments.cache is None else Cache(arguments.cache)
    is_data = getattr(arguments, "json", False) or getattr(arguments, "sarif", False)
    return Spreading(jobs=arguments.jobs, shown=not is_data, cache=cache)


class _Child(NamedTuple):
    """A process that does some of the parts.

    Attributes:
        pid: Its number.
        said: What it says of them.
    """

    pid: int
    said: IO[bytes]


class Spreading:
    """Does parts; leaves no process and no line behind, however it ends."""

    def __init__(self, *, jobs: int | None = None, shown: bool = False, cache: "Cache | None" = None) -> None:
        """Take how.

        Args:
            jobs: How many processes do them. Default: one for each processor, as far as there is enough to do.
            shown: Whether it is told on the terminal what is left. Default: no.
            cache: What is kept of earlier runs. Default: nothing.
        """
        self._jobs, self._cache, self._progress = jobs, cache, Progress(shown=shown)
        self._children: list[_Child] = []

    def __enter__(self) -> "Spreading":
        """Begin: what was read until now is shared by all processes, and looked through by none."""
        gc.freeze()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End what is left, and keep what was done."""
        self._end()
        gc.unfreeze()
        self._progress.clear()
        if self._cache is not None:
            self._cache.write()

    def __call__(self, parts: "Parts") -> Iterator[Any]:
        """What the parts come to, in their order."""
        self._progress.begin(parts.what, parts.count)
        keys = [parts.key(each) for each in range(parts.count)] if self._cache is not None else []
        kept = {number: self._found(parts, number, key) for number, key in enumerate(keys)}
        kept = {number: said for number, said in kept.items() if said is not None}
        done = self._done(parts, [each for each in range(parts.count) if each not in kept])
        for number in range(parts.count):
            said = kept[number] if number in kept else next(done)
            if self._cache is not None and keys[number] and parts.is_sound(number, said):
                self._cache.keep(f"{parts.what} {keys[number]}", said)
            self._progress.one()
            yield said
        self._end()
        self._progress.clear()

    def _found(self, parts: "Parts", number: int, key: str) -> Any:
        """What was kept of a part; None where nothing was that it can come to."""
        said = self._cache.get(f"{parts.what} {key}") if self._cache is not None and key else None
        return said if said is not None and parts.is_sound(number, said) else None

    def _done(self, parts: "Parts", numbers: Sequence[int]) -> Iterator[Any]:
        """What these parts come to, in their order."""
        blocks = [numbers[at : at + _AT_ONCE] for at in range(0, len(numbers), _AT_ONCE)]
        jobs = self._worth(len(numbers))
        if jobs > 1:
            self._begin(parts, blocks, jobs)
        for number, block in enumerate(blocks):
            said = _said(self._children[number % jobs].said, block) if self._children else None
            yield from map(parts.part, block) if said is None else said

    def _worth(self, count: int) -> int:
        """How many processes are worth it. They begin as copies of this one, which only Linux does without risk."""
        if sys.platform != "linux" or threading.active_count() > 1:
            return _HERE
        if self._jobs is not None:
            return max(1, min(self._jobs, count // _AT_ONCE))
        return max(1, min(len(os.sched_getaffinity(0)), count // _WORTH_A_PROCESS))

    def _begin(self, parts: "Parts", blocks: Sequence[Sequence[int]], jobs: int) -> None:
        for mine in range(jobs):
            reading, writing = os.pipe()
            pid = os.fork()
            if pid == 0:
                os.close(reading)
                _work(parts, blocks[mine::jobs], writing)
            os.close(writing)
            self._children.append(_Child(pid, os.fdopen(reading, "rb")))

    def _end(self) -> None:
        """End every process that is left, and wait for it."""
        for each in self._children:
            each.said.close()
            os.kill(each.pid, signal.SIGKILL)
            os.waitpid(each.pid, 0)
        self._children.clear()


def _work(parts: "Parts", blocks: Sequence[Sequence[int]], writing: int) -> None:
    """All that a process does: what it does not come to the end of, is done again where it is asked for."""
    try:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all of a terminal's; who began it, ends it.
        with os.fdopen(writing, "wb") as file:
            for block in blocks:
                file.write(json.dumps([*map(parts.part, block)]).encode() + b"\n")
                file.flush()
    finally:
        os._exit(0)


def _said(file: IO[bytes], block: Sequence[int]) -> list[Any] | None:
    """What a process says of some parts; None where it ended before."""
    line = file.readline()
    said = json.loads(line) if line.endswith(b"\n") else None
    return said if isinstance(said, list) and len(said) == len(block) else None
