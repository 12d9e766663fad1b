"""The person at the terminal, whatever standard input and output are: a command substitution, a pipe, an SDK."""

import os

_TERMINAL = "/dev/tty"


def ask(question: str) -> str | None:
    """Ask, and return what was typed; None where the process has no terminal."""
    try:
        terminal = os.open(_TERMINAL, os.O_RDWR | os.O_NOCTTY)
    except OSError:
        return None
    try:
        os.write(terminal, question.encode())
        return os.read(terminal, 1024).decode(errors="replace").strip()
    finally:
        os.close(terminal)
