"""One time for all that a command waits for AWS, whatever AWS does with it: no answer at all, or a byte a second.

boto3's own time-outs bound one read of one attempt. This time runs while AWS is asked. It stands still while a person
is asked, while another's lock is waited for, and between the attempts of `--wait`.
"""

import gc
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import CodeType, FrameType

from xacct_constructs.client.errors import AssumeError
from xacct_constructs.exits import REFUSED

SECONDS = 60.0
_AGAIN_SECONDS = 0.5
_ASKS_A_PERSON = "getpass"
"""The module by which botocore asks for the MFA code of a profile's own role."""


class _OutOfTimeError(BaseException):
    """Raised by the alarm. Not an Exception: botocore takes those for an attempt that failed, and tries again."""


class _Time:
    """What is left of a command's time."""

    def __init__(self, seconds: float) -> None:
        self.seconds = self.left = seconds
        self.runs = False

    def start(self) -> None:
        self.runs = True
        # Again, since the first may come where what is raised is swallowed.
        signal.setitimer(signal.ITIMER_REAL, max(self.left, 0.001), _AGAIN_SECONDS)

    def stop(self) -> None:
        self.runs = False
        left, _ = signal.setitimer(signal.ITIMER_REAL, 0)
        self.left = min(left, self.left)

    def over(self, _number: int, frame: FrameType | None) -> None:
        """The alarm: raised where AWS is waited for, so that `revoke` and `rotate` can still say what they have done.

        A name that is looked up is not interrupted: that ends by the resolver's own time-outs, and then this follows.
        """
        from subprocess import Popen

        if not self.runs:
            return
        while frame is not None:
            if _swallows(frame.f_code):
                return
            if frame.f_globals.get("__name__") == _ASKS_A_PERSON:
                signal.setitimer(signal.ITIMER_REAL, self.seconds, _AGAIN_SECONDS)
                return
            child = frame.f_locals.get("self")
            if isinstance(child, Popen):  # a credential_process, which nobody would end
                child.kill()
            frame = frame.f_back
        raise _OutOfTimeError


def _swallows(code: CodeType) -> bool:
    """Whether Python prints what is raised there, and goes on: in a finalizer and in a garbage collector's callback."""
    return code.co_name == "__del__" or any(getattr(each, "__code__", None) is code for each in gc.callbacks)


_time: _Time | None = None


@contextmanager
def limited(seconds: float | None) -> Iterator[None]:
    """Bound what the block waits for AWS.

    Args:
        seconds: Altogether. None: only boto3's own time-outs hold.

    Raises:
        AssumeError: The time is over.
    """
    global _time
    if seconds is None:
        yield
        return
    with _said(seconds):
        _time = _Time(seconds)
        before = signal.signal(signal.SIGALRM, _time.over)
        try:
            yield
        finally:
            _time.stop()
            _time = None
            signal.signal(signal.SIGALRM, before)


@contextmanager
def waiting() -> Iterator[None]:
    """Let the command's time run while the block asks AWS; nothing where there is none, as in a program of somebody's.

    Raises:
        AssumeError: The time is over.
    """
    running = _time
    if running is None or running.runs:
        yield
        return
    with _said(running.seconds):
        try:
            running.start()
            yield
        finally:
            running.stop()


@contextmanager
def _said(seconds: float) -> Iterator[None]:
    with suppress(_OutOfTimeError):
        yield
        return
    fix = "--timeout SECONDS sets how long it is waited for"
    raise AssumeError(f"AWS did not answer within {seconds:g} s; {fix}", REFUSED)
