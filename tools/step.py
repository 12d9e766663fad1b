"""Run one step of `make env`, and say for as long as it runs what it does: step.py TEXT COMMAND and its arguments.

What the command prints is shown only if it fails. Any Python 3 can read this file, as fetch_uv.py.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time

EVERY_SECONDS = 0.5


def main(text: str, command: list[str]) -> int:
    """Run the command; its exit status."""
    started = time.monotonic()
    screen = sys.stderr
    moving = screen.isatty()
    if not moving:
        print("       ", text, file=screen, flush=True)
    with tempfile.TemporaryFile() as told, subprocess.Popen(command, stdout=told, stderr=told) as running:
        while True:
            try:
                status = running.wait(EVERY_SECONDS)
                break
            except subprocess.TimeoutExpired:
                if moving:
                    print(f"\r{_seconds(started)}  {text} ...", end="", file=screen, flush=True)
        if moving:
            print("\r\x1b[K", end="", file=screen)
        if status:
            told.seek(0)
            screen.write(told.read().decode(errors="replace"))
            print(f"{text}: {command[0]} ended with status {status}", file=screen)
        elif moving or time.monotonic() - started > 1:
            print(f"{_seconds(started)}  {text}", file=screen)
    return status


def _seconds(started: float) -> str:
    return f"{time.monotonic() - started:5.1f} s"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], sys.argv[2:]))
