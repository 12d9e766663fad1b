"""Whose the other end of a connection is. Source: Linux, proc(5), /proc/net/tcp."""

import os
import socket
import sys
from pathlib import Path

_TABLES = (Path("/proc/net/tcp"), Path("/proc/net/tcp6"))
_ESTABLISHED = "01"
_MAPPED = (0, 0, 0xFFFF0000 if sys.byteorder == "little" else 0xFFFF)
_LOOKS = 3

Address = tuple[str, int]


def is_ours(client: Address, server: Address) -> bool:
    """Whether a connection over loopback comes from this process's own user.

    Where the system keeps no such table, every connection counts as ours: the signature alone guards there.
    A connection that is not in the table, or is closed at the other end already, is nobody's: the system names root as
    the owner of what is left of it.
    """
    if not _TABLES[0].exists():
        return True
    pairs = {(_written(*client), _written(*server)), (_mapped(*client), _mapped(*server))}
    # The table may change while it is read.
    owners = (_owner(pairs) for _ in range(_LOOKS))
    return next((owner for owner in owners if owner is not None), None) == os.geteuid()


def _owner(pairs: set[tuple[str, str]]) -> int | None:
    for table in _TABLES:
        for line in table.read_text().splitlines()[1:] if table.exists() else ():
            _, local, remote, state, _, _, _, owner, *_ = line.split()
            if (local, remote) in pairs and state == _ESTABLISHED:
                return int(owner)
    return None


def _written(host: str, port: int) -> str:
    return f"{int.from_bytes(socket.inet_aton(host), sys.byteorder):08X}:{port:04X}"


def _mapped(host: str, port: int) -> str:
    """As an IPv6 socket has an IPv4 address."""
    return "".join(f"{word:08X}" for word in _MAPPED) + _written(host, port)
