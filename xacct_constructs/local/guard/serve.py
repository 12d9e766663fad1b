"""The server's program: ministack on a socket that is handed over open, behind the gate, and tied to who started it."""

import asyncio
import sys
import threading
from pathlib import Path

from xacct_constructs.local.guard.confinement import confine
from xacct_constructs.local.guard.lifeline import hold


def main() -> None:
    """Serve until told to stop, or until standard input ends.

    Arguments of the command line: the run's folder, the listening socket's descriptor, and the file with the server's
    certificate and key.
    """
    folder, descriptor, certificate = sys.argv[1:]
    # Before all that takes time: whoever started this may be gone already.
    threading.Thread(target=hold, args=(sys.stdin.buffer, Path(folder)), daemon=True).start()
    confine()
    from hypercorn.asyncio import serve
    from hypercorn.config import Config

    from xacct_constructs.local.guard.gate import guarded

    config = Config()
    config.bind = [f"fd://{descriptor}"]
    config.certfile = config.keyfile = certificate
    config.alpn_protocols = ["http/1.1"]
    config.graceful_timeout = 0
    # It ends with its clients: closed any earlier, a connection could go just as something is asked on it.
    config.keep_alive_timeout, config.keep_alive_max_requests = 86_400, 1_000_000
    asyncio.run(serve(guarded, config))
