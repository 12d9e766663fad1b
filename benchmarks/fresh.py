"""Programs in fresh processes, and what they cost."""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent


class Cost(NamedTuple):
    """Seconds that a program took."""

    cpu: float
    """User and system time of the whole process tree, Node included."""
    wall: float


def environment(folder: str) -> dict[str, str]:
    """A person's environment without their AWS accounts, with CloudFormation validation off and bytecode kept.

    A process that may not write bytecode compiles the CDK's bindings anew each time, which drowns everything else.
    """
    dropped = ("AWS_", "CDK_", "TRUSTING_ACCOUNT", "TRUSTED_ACCOUNT", "REGION", "PYTHON")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(dropped)}
    return kept | {
        "CDK_OUTDIR": folder,
        "CDK_VALIDATION": "false",
        "JSII_SILENCE_WARNING_DEPRECATED_NODE_VERSION": "1",
        "JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION": "18,20,22",
        "JSII_SILENCE_WARNING_UNTESTED_NODE_VERSION": "1",
    }


def cost(*arguments: str) -> Cost:
    """Run `python ARGUMENTS` at the top of the checkout; what it prints is dropped.

    Raises:
        RuntimeError: it failed.
    """
    with tempfile.TemporaryDirectory() as folder:
        start = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, *arguments], cwd=ROOT, env=environment(folder), stdout=subprocess.DEVNULL
        )
        _, status, usage = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise RuntimeError(f"python {' '.join(arguments)} ended with status {process.returncode}")
    return Cost(usage.ru_utime + usage.ru_stime, wall)


def output(*arguments: str) -> str:
    """What `python ARGUMENTS` prints, both streams together."""
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=environment(folder),
            check=True,
            text=True,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
    return done.stdout
