"""How every command starts and ends: with three standard streams, and in one line where it ends early."""

import os
import sys

from xacct_constructs.cli.say import say
from xacct_constructs.exits import CTRL_C, FAULT

TYPE_CHECKING = False

if TYPE_CHECKING:
    import argparse

    from xacct_constructs.cli.parser import Run


def complete_streams() -> None:
    """Open what of the standard streams the process was started without.

    Without standard error, Python prints on standard output what is meant for it, where a shell may evaluate it; and
    the next file that is opened takes the missing number, so that a message would be written into it.
    What is meant for standard error goes nowhere then. Standard output cannot be written, and that is an error.
    """
    for number, name, flags in ((0, "stdin", os.O_RDONLY), (1, "stdout", os.O_RDONLY), (2, "stderr", os.O_WRONLY)):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, flags)  # takes the lowest number that is free: this one
            setattr(sys, name, open(number, "r" if number == 0 else "w", encoding="utf-8"))  # noqa: SIM115 - stays open


def ended(run: "Run", arguments: "argparse.Namespace") -> int:
    """Run a command; what ends it early becomes one line on standard error, and its exit code.

    Args:
        run: The command.
        arguments: Its arguments. `timeout` is how long AWS is waited for, altogether; a command without it asks
            nobody. `verbose` shows each call. `fault` is the exit code of a fault of xacct's own. Left out, 4.
    """
    from xacct_constructs.client.deadline import limited
    from xacct_constructs.client.errors import AssumeError
    from xacct_constructs.client.trace import told

    try:
        with limited(getattr(arguments, "timeout", None)), told(say if getattr(arguments, "verbose", False) else None):
            return run(arguments)
    except AssumeError as problem:
        say(str(problem))
        return problem.code
    except KeyboardInterrupt:
        say("ended by Ctrl-C")
        return CTRL_C
    except Exception as problem:  # a traceback would print the message, which may hold what AWS sent, keys included
        import traceback

        frame = traceback.extract_tb(problem.__traceback__)[-1]
        where = f"{os.path.basename(frame.filename)}, line {frame.lineno}"
        say(f"a fault of xacct's own: {type(problem).__name__} in {frame.name} ({where}); please report it")
        return int(getattr(arguments, "fault", FAULT))
