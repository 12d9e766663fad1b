"""Child processes and folders that never outlive the program that made them, however it ends."""

import contextlib
import os
import signal
import subprocess
import threading
import time
import weakref
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import FrameType, TracebackType
from typing import Any, Self

from xacct_constructs.exits import SIGNALLED

_STOPPING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
_GRACE_SECONDS = 0.3
_REAPED_WITHIN_SECONDS = 30.0
_finalizers: list["weakref.finalize[..., Any]"] = []


def at_the_latest(owner: object, function: Callable[..., Any], *arguments: Any) -> "weakref.finalize[..., Any]":
    """Call a function once: when asked, when its owner goes, when the program ends, or when a signal stops it.

    Returns:
        What to call to have it done now, or to detach so that it never is.
    """
    finalizer = weakref.finalize(owner, function, *arguments)
    _finalizers.append(finalizer)
    return finalizer


@contextlib.contextmanager
def stopping_in_order(say: Callable[[int], None]) -> Iterator[None]:
    """For the block, let a signal that stops a program clear up first.

    The handler itself clears up and ends the program, with the exit code that a shell expects: 130 for Ctrl-C.
    It raises nothing, since an exception out of nowhere can be swallowed by whichever library happens to run.
    Further signals do not disturb it. A signal that is ignored already, as under nohup, stays ignored.

    Args:
        say: told the signal's number, when everything is cleared up.
    """

    def stop(number: int, _frame: FrameType | None) -> None:
        _ignore_signals()
        for finalizer in reversed(_finalizers):
            finalizer()
        say(number)
        os._exit(SIGNALLED + number)

    with _handled_by(stop):
        yield


@contextlib.contextmanager
def uninterrupted() -> Iterator[None]:
    """Hold back the signals that stop a program until the block is done.

    For making a thing and noting it down, or for clearing up: no signal falls between the two.
    Outside the main thread nothing is held back, since Python runs no signal handler there.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    held: list[int] = []
    try:
        with _handled_by(lambda number, _frame: held.append(number)):
            yield
    finally:
        if held:
            signal.raise_signal(held[0])


class Child:
    """A process in a session of its own, so that it can be stopped with all that it has started."""

    def __init__(
        self,
        command: Sequence[str],
        *,
        environment: Mapping[str, str],
        folder: Path,
        output: Path,
        inherit: Sequence[int] = (),
        lifeline: bool = False,
        ended_by: "Child | None" = None,
    ) -> None:
        """Start the command.

        Args:
            command: program and arguments; no shell reads them.
            environment: all variables the process sees.
            folder: where it runs.
            output: file that takes what it prints, errors too.
            inherit: file descriptors it keeps open; left out, none.
            lifeline: whether its standard input is a pipe that this program alone holds open, so that the process
                learns when this program is gone, `kill -9` included; left out, its standard input is empty.
            ended_by: one with a lifeline, which then ends this one too; left out, nothing but this program does.
        """
        self.command = tuple(command)
        self.output = output
        with output.open("wb") as sink, uninterrupted():
            self.process = subprocess.Popen(  # noqa: S603 - the command is ours, and no shell reads it
                command,
                env=environment,
                cwd=folder,
                stdin=subprocess.PIPE if lifeline else subprocess.DEVNULL,
                stdout=sink,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                pass_fds=inherit,
            )
            keeper = ended_by.process if ended_by else None
            _tell(keeper, f"+{self.process.pid}\n")
            self.stop = at_the_latest(self, _stop, self.process, keeper)

    def __enter__(self) -> Self:
        """Nothing; it runs already."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Stop it, if it still runs."""
        self.stop()

    def outlive(self, keep: Callable[[int], object]) -> None:
        """Let it run on when this program ends, which is to be now.

        Args:
            keep: starts the program that it ends with from here on; is given the lifeline's file descriptor.

        Raises:
            ValueError: it has no lifeline.
        """
        if self.process.stdin is None:
            raise ValueError("without a lifeline nothing would end it")
        with uninterrupted():
            keep(self.process.stdin.fileno())
        # A signal up to here still ends it.
        _ignore_signals()
        self.stop.detach()

    def printed(self) -> str:
        """What it has printed so far."""
        return self.output.read_text(errors="replace")


def _ignore_signals() -> None:
    for each in _STOPPING:
        signal.signal(each, signal.SIG_IGN)


@contextlib.contextmanager
def _handled_by(handler: Callable[[int, FrameType | None], None]) -> Iterator[None]:
    before = {number: signal.getsignal(number) for number in _STOPPING}
    heeded = {number: handler_before for number, handler_before in before.items() if handler_before != signal.SIG_IGN}
    for number in heeded:
        signal.signal(number, handler)
    try:
        yield
    finally:
        for number, handler_before in heeded.items():
            signal.signal(number, handler_before)


def _tell(keeper: "subprocess.Popen[bytes] | None", line: str) -> None:
    """Say a line over a lifeline, if there is one and somebody listens."""
    if keeper and keeper.stdin and not keeper.stdin.closed:
        with contextlib.suppress(BrokenPipeError):
            os.write(keeper.stdin.fileno(), line.encode())


def _stop(process: "subprocess.Popen[bytes]", keeper: "subprocess.Popen[bytes] | None") -> None:
    """End the process and everything in its group: asked first, after a short wait by force."""
    with uninterrupted():
        for number in (signal.SIGTERM, signal.SIGKILL):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, number)
            if _gone(process):
                break
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(_REAPED_WITHIN_SECONDS)  # killed, it is gone as soon as a busy machine gets to it
        _tell(keeper, f"-{process.pid}\n")
        if process.stdin:
            process.stdin.close()


def _gone(process: "subprocess.Popen[bytes]") -> bool:
    deadline = time.monotonic() + _GRACE_SECONDS
    while time.monotonic() < deadline:
        process.poll()
        try:
            os.killpg(process.pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.01)
    return False
