"""What the local AWS's program does to the machine: it ends with whoever started it, and starts nothing itself."""

import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import pytest

from xacct_constructs.local import processes
from xacct_constructs.local.checkout import find_checkout

GONE_WITHIN_SECONDS = 20.0
STARTING = """
import sys, time
from pathlib import Path
from xacct_constructs.local.server import LocalAws
with LocalAws(Path(sys.argv[1])) as aws:
    here, out = {{"environment": aws.environment("1" * 12), "folder": aws.folder}}, aws.folder / "child.log"
    with aws.start(["sh", "-c", "sleep 600 & wait"], output=out, **here):
        print(aws.folder, flush=True)
        {then}
"""
ENDS: dict[str, tuple[str, Callable[["subprocess.Popen[str]"], None]]] = {
    "kill -9": ("time.sleep(600)", lambda process: process.send_signal(signal.SIGKILL)),
    "a crash of the interpreter": ("import os; os.abort()", lambda _: None),
    "os._exit": ("import os; os._exit(0)", lambda _: None),
    "its own end": ("pass", lambda _: None),
}


def named(folder: str) -> list[str]:
    """Processes that know of the folder by argument or environment."""
    listed = subprocess.run(["ps", "axeww"], capture_output=True, text=True, check=True).stdout.splitlines()
    return [line for line in listed if folder in line]


@pytest.mark.parametrize(("then", "end"), ENDS.values(), ids=ENDS)
def test_it_ends_with_the_program_that_started_it(
    then: str, end: Callable[["subprocess.Popen[str]"], None], tmp_path: Path
) -> None:
    """However that ends: the server, what was started with it, and the folder are gone."""
    command = [sys.executable, "-c", STARTING.format(then=then), str(find_checkout().server_python)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={"TMPDIR": str(tmp_path)}) as process:
        assert process.stdout
        folder = process.stdout.readline().strip()
        end(process)
        process.wait()

    assert Path(folder).parent == tmp_path
    until = time.monotonic() + GONE_WITHIN_SECONDS
    while (named(folder) or Path(folder).exists()) and time.monotonic() < until:
        time.sleep(0.05)
    assert (named(folder), list(tmp_path.iterdir())) == ([], [])


def test_what_is_killed_is_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """However busy the machine: as if no time were left, its end is seen before it is stopped with."""
    monkeypatch.setattr(processes, "_GRACE_SECONDS", 0.0)
    child = processes.Child(["sleep", "600"], environment={}, folder=tmp_path, output=tmp_path / "printed.log")

    child.stop()

    assert child.process.returncode in (-signal.SIGTERM, -signal.SIGKILL)


TRIES = {
    "a program": "import subprocess; subprocess.run(['true'])",
    "a program, by the shell": "import os; os.system('true')",
    "a program in this one's place": "import os; os.execv('/bin/true', ['true'])",
    "a program, spawned": "import os; os.posix_spawn('/bin/true', ['true'], {})",
    "a copy of itself": "import os; os.fork() or os._exit(0)",
    "a process of multiprocessing": "import multiprocessing; multiprocessing.get_context('fork').Process().start()",
    "a port": "import socket; socket.socket().bind(('127.0.0.1', 0))",
    "an address": "import socket; socket.create_connection(('127.0.0.1', 9))",
    "a datagram": "import socket; socket.socket(type=socket.SOCK_DGRAM).sendto(b'', ('127.0.0.1', 9))",
    "a message": "import socket; socket.socket(type=socket.SOCK_DGRAM).sendmsg([b''], [], 0, ('127.0.0.1', 9))",
    "a name's address": "import socket; socket.getaddrinfo('localhost', 9)",
    "a name's address, the old way": "import socket; socket.gethostbyname('localhost')",
    "an address's name": "import socket; socket.gethostbyaddr('127.0.0.1')",
}


def tried(code: str, *, confined: bool) -> str:
    """What Python says last of a program; empty where it goes through."""
    begin = "from xacct_constructs.local.guard.confinement import confine\n" + ("confine()\n" if confined else "")
    body = (
        "try:\n"
        + "".join(f"    {line}\n" for line in code.splitlines())
        + dedent("""\
        except PermissionError as refused:
            print(refused)
        except OSError:
            pass
        """)
    )
    ended = subprocess.run([sys.executable, "-c", begin + body], capture_output=True, text=True, check=True)
    return ended.stdout.strip()


@pytest.mark.parametrize("code", TRIES.values(), ids=TRIES)
def test_a_confined_program_starts_and_reaches_nothing(code: str) -> None:
    """Where the same program would, unconfined."""
    assert "the local AWS runs no code" in tried(code, confined=True)
    assert tried(code, confined=False) == ""
