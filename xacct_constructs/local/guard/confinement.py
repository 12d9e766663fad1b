"""What the server's process may do to the machine: serve the socket that it was given, and nothing more."""

import sys
from typing import Any

_REFUSED = frozenset(
    {
        "os.exec",
        "os.fork",
        "os.forkpty",
        "os.posix_spawn",
        "os.spawn",
        "os.system",
        "socket.bind",
        "socket.connect",
        "socket.getaddrinfo",
        "socket.gethostbyaddr",
        "socket.gethostbyname",
        "socket.sendmsg",
        "socket.sendto",
        "subprocess.Popen",
    }
)


def confine() -> None:
    """From here on, start no program, open no port and reach no address; there is no way back.

    Lambda's code, containers and brokers of ministack need one of them, however they are asked for: a stack's custom
    resource runs nothing either.
    """
    sys.addaudithook(_refuse)


def _refuse(event: str, _arguments: tuple[Any, ...]) -> None:
    if event in _REFUSED:
        raise PermissionError(f"{event}: the local AWS runs no code, opens no port and reaches no address")
