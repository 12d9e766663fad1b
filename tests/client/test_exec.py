"""`xacct exec`: the command takes the place of xacct, with the session and no other credentials."""

import signal
import subprocess
import sys
import time

import pytest

from tests.client.conftest import XACCT, Person
from xacct_constructs.client.child import CONFLICTING, environment
from xacct_constructs.client.shells import VARIABLES

ENDS = (
    ("its success", ["sh", "-c", "exit 0"], 0),
    ("its failure", ["sh", "-c", "exit 7"], 7),
    ("its death by a signal", ["sh", "-c", "kill -9 $$"], -9),
    ("its death by a closed pipe", ["sh", "-c", "kill -PIPE $$"], -signal.SIGPIPE),
    ("one that is not there", ["absent-command"], 127),
    ("one that is no program", ["/etc/hostname"], 126),
)


@pytest.mark.parametrize(("command", "status"), [row[1:] for row in ENDS], ids=[row[0] for row in ENDS])
def test_the_exit_status_is_the_command_s(command: list[str], status: int, alice: Person) -> None:
    """Whatever becomes of the command becomes of xacct."""
    assert alice.xacct("exec", "reports-reader", "--", *command).returncode == status


USAGES = (
    ("no command", ["reports-reader"], "usage: xacct exec"),
    ("nothing after the dashes", ["reports-reader", "--"], "usage: xacct exec"),
    ("no name", ["--", "true"], "usage: xacct exec"),
    ("options after the name", ["reports-reader", "--wait", "5", "--", "true"], "options go before the name"),
    ("an unknown name", ["nobody", "--", "true"], "nobody is not in"),
)


@pytest.mark.parametrize(("arguments", "says"), [row[1:] for row in USAGES], ids=[row[0] for row in USAGES])
def test_its_own_failures_are_told_apart(arguments: list[str], says: str, alice: Person) -> None:
    """125, as `env` and `timeout` have it, and the command never starts."""
    done = alice.xacct("exec", *arguments)

    assert (done.returncode, done.stdout) == (125, "")
    assert says in done.stderr


def test_only_the_child_gets_the_session(alice: Person) -> None:
    """The six variables are the session's, other credentials are gone, the rest is inherited."""
    other = {"AWS_PROFILE": "default", "AWS_SECURITY_TOKEN": "old", "AWS_ROLE_ARN": "arn:x"}
    person = alice.at(**other, KEPT="yes", AWS_ENDPOINT_URL_S3="https://localhost:9")

    printed = person.xacct("exec", "reports-reader", "--", "env").stdout
    seen = dict(line.split("=", 1) for line in printed.splitlines() if "=" in line)

    assert {name: seen.get(name) for name in VARIABLES} == person.variables("reports-reader")
    assert set(seen) & set(CONFLICTING) <= set(VARIABLES)
    assert (seen["KEPT"], seen["AWS_ENDPOINT_URL_S3"]) == ("yes", "https://localhost:9")


@pytest.mark.parametrize("name", CONFLICTING)
def test_a_conflicting_variable_does_not_pass(name: str) -> None:
    """Each by itself, while a setting that is no credential does."""
    assert environment({name: "other", "AWS_PAGER": ""}, {}) == {"AWS_PAGER": ""}


def test_arguments_pass_as_they_are(alice: Person) -> None:
    """Options, dashes and blanks after the command's name are the command's."""
    words = ["--profile", "x", "--", "-v", "two words", ""]
    program = "import sys; print(sys.argv[1:])"

    done = alice.xacct("exec", "reports-reader", "--", sys.executable, "-c", program, *words)

    assert done.stdout == f"{words}\n"


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGUSR1])
def test_signals_reach_the_command(number: signal.Signals, alice: Person) -> None:
    """It hears the signal that was sent to xacct, and answers for it."""
    trap = f"trap 'echo heard; exit 3' {number.name.removeprefix('SIG')}; echo ready; while :; do sleep 0.05; done"
    with subprocess.Popen(
        [*XACCT, "exec", "reports-reader", "--", "sh", "-c", trap],
        env=dict(alice.environment),
        cwd=alice.home,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        time.sleep(0.1)
        process.send_signal(number)
        assert process.stdout.read() == "heard\n"
    assert process.returncode == 3


def test_secrets_are_on_no_command_line(alice: Person) -> None:
    """What `ps` shows of the running command, and of xacct before it, holds no credential."""
    program = "import pathlib; print(pathlib.Path('/proc/self/cmdline').read_text())"
    done = alice.xacct("exec", "reports-reader", "--", sys.executable, "-c", program)

    variables = alice.variables("reports-reader")
    for name in ("AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"):
        assert variables[name] not in done.stdout
