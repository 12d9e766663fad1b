"""`xacct exec`: the command takes the place of xacct, with the session and no other credentials."""

import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import botocore.credentials
import botocore.tokens
import pytest

from tests.client.conftest import XACCT, Person
from xacct_constructs.client.child import environment, is_credential
from xacct_constructs.client.shells import VARIABLES

ENDS = (
    ("its success", ["sh", "-c", "exit 0"], 0),
    ("its failure", ["sh", "-c", "exit 7"], 7),
    ("its death by a signal", ["sh", "-c", "kill -9 $$"], -9),
    ("its death by a closed pipe", ["sh", "-c", "kill -PIPE $$"], -signal.SIGPIPE),
    ("one that is not there", ["absent-command"], 127),
    ("one that is no program", ["/etc/hostname"], 126),
    ("one without a name", [""], 127),
)


@pytest.mark.parametrize(("command", "status"), [row[1:] for row in ENDS], ids=[row[0] for row in ENDS])
def test_the_exit_status_is_the_command_s(command: list[str], status: int, alice: Person) -> None:
    """Whatever becomes of the command becomes of xacct."""
    assert alice.xacct("exec", "reports-reader", "--", *command).returncode == status


USAGES = (
    ("nothing after the dashes", ["reports-reader", "--"], "nothing stands behind --; leave it out for a shell"),
    ("no name", ["--", "true"], "give the role's name in the agreements"),
    ("a command without the dashes", ["reports-reader", "true"], "true is too much; a command goes behind --"),
    ("an unknown name", ["nobody", "--", "true"], "nobody is not in"),
    ("an unknown option", ["--absent", "reports-reader", "--", "true"], "there is no option --absent"),
    (
        "a duration that is no number",
        ["--duration", "long", "reports-reader", "--", "true"],
        "argument --duration: must be whole seconds",
    ),
    ("a wait without end", ["--wait", "nan", "reports-reader", "--", "true"], "argument --wait: must be seconds"),
)


@pytest.mark.parametrize(("arguments", "says"), [row[1:] for row in USAGES], ids=[row[0] for row in USAGES])
def test_its_own_failures_are_told_apart(arguments: list[str], says: str, alice: Person) -> None:
    """125, as `env` and `timeout` have it, and the command never starts."""
    done = alice.xacct("exec", *arguments)

    assert (done.returncode, done.stdout) == (125, "")
    assert re.fullmatch(f"xacct: .*({says}).*\n", done.stderr)


@pytest.mark.parametrize("words", [("--wait", "5s", "reports-reader"), ("reports-reader", "--wait", "5s")])
def test_options_stand_before_the_name_or_behind(words: tuple[str, ...], alice: Person) -> None:
    """What stands behind the dashes is the command's alone."""
    assert alice.xacct("exec", *words, "--", "sh", "-c", 'exit "$#"', "sh", "--wait", "x").returncode == 2


def test_without_a_command_it_is_a_shell(alice: Person) -> None:
    """The person's own, with the session; what it is, as whom and until when is said beside what it prints."""
    shell = alice.home / "shell"
    shell.write_text('#!/bin/sh\necho "$# $AWS_ACCESS_KEY_ID"\n')
    shell.chmod(0o755)

    done = alice.at(SHELL=str(shell)).xacct("exec", "reports-reader")

    assert done.stdout == f"0 {alice.variables('reports-reader')['AWS_ACCESS_KEY_ID']}\n"
    assert re.fullmatch(rf"xacct: {shell} as reports-reader until \S+Z; exit ends it\n", done.stderr)


def test_only_the_child_gets_the_session(alice: Person) -> None:
    """The six variables are the session's, other credentials are gone, the rest is inherited."""
    other = {"AWS_PROFILE": "default", "AWS_SECURITY_TOKEN": "old", "AWS_BEARER_TOKEN_BEDROCK": "key"}
    person = alice.at(**other, KEPT="yes", AWS_ENDPOINT_URL_S3="https://localhost:9")

    printed = person.xacct("exec", "reports-reader", "--", "env").stdout
    seen = dict(line.split("=", 1) for line in printed.splitlines() if "=" in line)

    assert {name: seen.get(name) for name in VARIABLES} == person.variables("reports-reader")
    assert {name for name in seen if is_credential(name)} <= set(VARIABLES)
    assert (seen["KEPT"], seen["AWS_ENDPOINT_URL_S3"]) == ("yes", "https://localhost:9")


DROPPED_AND_KEPT = (
    ("the keys", "AWS_ACCESS_KEY_ID", "AWS_MAX_ATTEMPTS"),
    ("the secret", "AWS_SECRET_ACCESS_KEY", "AWS_SECRET_NAME"),
    ("the token", "AWS_SESSION_TOKEN", "AWS_SESSION_MANAGER_PLUGIN"),
    ("the token of old", "AWS_SECURITY_TOKEN", "AWS_SECURITY_GROUP"),
    ("until when", "AWS_CREDENTIAL_EXPIRATION", "AWS_CLI_AUTO_PROMPT"),
    ("whose account they are of", "AWS_ACCOUNT_ID", "AWS_ACCOUNT_ID_ENDPOINT_MODE"),
    ("a scope for them", "AWS_CREDENTIAL_SCOPE", "AWS_SIGV4A_SIGNING_REGION_SET"),
    ("the Java SDK's old names", "AWS_ACCESS_KEY", "AWS_REGION"),
    ("the other of them", "AWS_SECRET_KEY", "AWS_DEFAULT_REGION"),
    ("older names yet", "AMAZON_ACCESS_KEY_ID", "AMAZON_ROOT"),
    ("and their secret", "AMAZON_SECRET_ACCESS_KEY", "AMAZONIAN"),
    ("EC2's tools'", "EC2_ACCESS_KEY", "EC2_HOME"),
    ("their secret", "EC2_SECRET_KEY", "EC2_URL"),
    ("their token", "EC2_SECURITY_TOKEN", "EC2_REGION"),
    ("keys for S3 alone", "AWS_S3_ACCESS_KEY_ID", "AWS_S3_US_EAST_1_REGIONAL_ENDPOINT"),
    ("a profile", "AWS_PROFILE", "AWS_CODEGURU_PROFILER_GROUP_NAME"),
    ("the profile by its other name", "AWS_DEFAULT_PROFILE", "AWS_DEFAULT_OUTPUT"),
    ("a file with a key of old", "AWS_CREDENTIAL_FILE", "AWS_SHARED_CREDENTIALS_FILE"),
    ("a role by web identity", "AWS_ROLE_ARN", "AWS_DEPLOY_ROLE_ARN"),
    ("that session's name", "AWS_ROLE_SESSION_NAME", "AWS_STS_REGIONAL_ENDPOINTS"),
    ("its token", "AWS_WEB_IDENTITY_TOKEN_FILE", "AWS_CONFIG_FILE"),
    ("a role in other words", "AWS_IAM_ROLE_ARN", "AWS_CA_BUNDLE"),
    ("a key for Bedrock", "AWS_BEARER_TOKEN_BEDROCK", "AWS_ENDPOINT_URL_BEDROCK"),
    ("a key for the next service", "AWS_BEARER_TOKEN_NEXT_SERVICE", "AWS_ENDPOINT_URL"),
    ("a container's address", "AWS_CONTAINER_CREDENTIALS_FULL_URI", "AWS_EC2_METADATA_DISABLED"),
    ("the same, in the task", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_EC2_METADATA_SERVICE_ENDPOINT"),
    ("what is shown there", "AWS_CONTAINER_AUTHORIZATION_TOKEN", "AWS_CREDENTIAL_PROFILES_FILE"),
    ("the file it stands in", "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "AWS_EXECUTION_ENV"),
    ("Identity Center's role", "AWS_SSO_ROLE_NAME", "AWS_ENDPOINT_URL_SSO"),
    ("Identity Center's account", "AWS_SSO_ACCOUNT_ID", "AWS_ENDPOINT_URL_SSO_OIDC"),
    ("that aws-vault is above", "AWS_VAULT", "AWS_VAULT_BACKEND"),
    ("somebody's own", "AWS_DEPLOY_TOKEN", "AWS_ENDPOINT_URL_SECRETS_MANAGER"),
)


@pytest.mark.parametrize(
    ("dropped", "kept"), [row[1:] for row in DROPPED_AND_KEPT], ids=[row[0] for row in DROPPED_AND_KEPT]
)
def test_what_makes_somebody_else_does_not_pass(dropped: str, kept: str) -> None:
    """Each by itself, while a setting beside it does."""
    assert environment({dropped: "other", kept: "setting"}, {}) == {kept: "setting"}


def test_every_variable_of_botocore_is_known() -> None:
    """Each that its credential providers read is kept from the command, or is the name of a place."""
    source = Path(botocore.credentials.__file__).read_text() + Path(botocore.tokens.__file__).read_text()
    read = set(re.findall(r"'(AWS_[A-Z_]+)'", source))

    assert {"AWS_ACCESS_KEY_ID", "AWS_ROLE_ARN", "AWS_CONTAINER_AUTHORIZATION_TOKEN"} <= read
    assert {name for name in read if not is_credential(name)} == set()


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
