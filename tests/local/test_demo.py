"""`xacct demo` as a person runs it: what it prints, how it ends, and what it leaves."""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from xacct_constructs.local import story
from xacct_constructs.local.checkout import find_checkout
from xacct_constructs.local.probes import Probe

DEMO = [sys.executable, "-m", "xacct_constructs.cli", "demo"]
ROOT = find_checkout().root
LONGEST_SECONDS = 300


@contextmanager
def started(
    temporary: Path,
    checkout: Path = ROOT,
    environment: Mapping[str, str] | None = None,
    *,
    at: Path | None = None,
    options: Sequence[str] = (),
) -> Iterator["subprocess.Popen[str]"]:
    """The demo as a process, in the checkout or `at` a folder, whose temporary files go where the test can see them."""
    variables = {**os.environ, "TMPDIR": str(temporary), "PYTHONPATH": str(checkout), **(environment or {})}
    with subprocess.Popen(
        [*DEMO, *options], cwd=at or checkout, env=variables, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def copy_of_checkout(folder: Path, *, tools: bool = True) -> Path:
    """What the demo needs of the checkout, to be changed at will."""
    folder.mkdir()
    for name in ("app.py", "package.json"):
        shutil.copy(ROOT / name, folder)
    for name in ("xacct_constructs", "examples"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("cdk.out*"))
    if tools:
        for name in ("node_modules", ".venv-local-aws"):
            (folder / name).symlink_to(ROOT / name)
    return folder


def left_over(temporary: Path) -> list[str]:
    """Files under the folder, and processes that know of it by argument or environment."""
    listed = subprocess.run(["ps", "axeww"], capture_output=True, text=True, check=True).stdout.splitlines()
    return [*map(str, temporary.iterdir()), *(line for line in listed if str(temporary) in line)]


def row(probe: Probe, seen: str) -> re.Pattern[str]:
    """A line of the table."""
    cells = (probe.caller, probe.what, probe.expected.value, seen)
    return re.compile("^" + " {2,}".join(map(re.escape, cells)) + " *$", re.MULTILINE)


def poisoned_home(home: Path) -> Path:
    """A home that no one may look into: files that break whoever reads them, and a pipe to wait at for ever."""
    (home / ".aws").mkdir(parents=True)
    (home / ".aws" / "config").write_text("broken")
    (home / ".cdk.json").write_text("broken")
    os.mkfifo(home / ".aws" / "credentials")
    return home


POISON = {
    "AWS_PROFILE": "production",
    "AWS_DEFAULT_PROFILE": "production",
    "AWS_ACCESS_KEY_ID": "AKIAIOSFODNN7EXAMPLE",
    "AWS_SECRET_ACCESS_KEY": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY",
    "AWS_SESSION_TOKEN": "another session's",
    "AWS_REGION": "us-gov-west-1",
    "AWS_ENDPOINT_URL": "http://127.0.0.1:1",
    "AWS_ENDPOINT_URL_S3": "http://127.0.0.1:1",
    "AWS_CA_BUNDLE": "/absent",
    "AWS_USE_FIPS_ENDPOINT": "true",
    "HTTPS_PROXY": "http://127.0.0.1:1",
    "TRUSTING_ACCOUNT": "999999999999",
    "CDK_DEFAULT_ACCOUNT": "999999999999",
}


@dataclass(frozen=True)
class Shown:
    """What a run came to, of the person at whose machine it ran, and what it left behind."""

    code: int
    printed: str
    errors: str
    home_before: Sequence[Path]
    home_after: Sequence[Path]
    left: Sequence[str]


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> Shown:
    """The demo, run once, with a person's own AWS around it."""
    home = poisoned_home(tmp_path_factory.mktemp("person") / "home")
    cache = os.environ.get("JSII_RUNTIME_PACKAGE_CACHE_ROOT", str(Path.home() / ".cache/aws/jsii/package-cache"))
    environment = {**POISON, "HOME": str(home), "JSII_RUNTIME_PACKAGE_CACHE_ROOT": cache}
    before = sorted(home.rglob("*"))
    temporary = tmp_path_factory.mktemp("tmp")
    with started(temporary, environment=environment) as process:
        printed, errors = process.communicate(timeout=LONGEST_SECONDS)
    return Shown(process.returncode, printed, errors, before, sorted(home.rglob("*")), left_over(temporary))


def test_the_demo_shows_every_line_as_expected(shown: Shown) -> None:
    """Exit code 0, a progress line for each step, the four steps, every line of the table, nothing left."""
    printed = shown.printed
    assert (shown.code, shown.errors) == (0, ""), printed
    for step in (
        "local AWS started",
        "cdk bootstrap",
        "cdk deploy --all",
        "objects and callers",
        r'5\. eval "\$\(xacct env',
        r"6\. xacct exec",
        r"7\. xacct verify",
        r"8\. .* xacct doctor",
        r"9\. xacct revoke",
        "12 requests",
        "local AWS stopped",
    ):
        assert re.search(rf"^ *\d+\.\d s  {step}", printed, re.MULTILINE), step
    for step in ("1. The role is there", "2. The user is there", "3. She assumes the role", "4. With them she lists"):
        assert f"\n{step}" in printed
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"):
        assert f"export {name}=...\n" in printed
    for probe in story.PROBES:
        assert row(probe, probe.expected.value).search(printed), probe.what
    total = re.search(r"^(\d+ of \d+) as expected, in (\d+\.\d) s\.$", printed, re.MULTILINE)
    assert total, printed
    assert total[1] == f"{len(story.PROBES)} of {len(story.PROBES)}"
    assert not re.search("(AKIA|ASIA)[A-Z0-9]", printed), "a key"
    assert printed.isascii(), "no colour, no line drawing: it reads the same in every log"
    assert "\x1b" not in printed
    assert shown.left == []


def test_a_person_s_own_aws_is_never_read(shown: Shown) -> None:
    """With a profile, keys, endpoints and proxies of their own, the demo is as ever; nothing at home is touched."""
    assert (shown.code, shown.errors) == (0, ""), shown.printed
    assert shown.home_after == shown.home_before != []


READERS = 'trusted_principals=[TrustedUser(account=staging.account, name="alice")'
OTHER_NAME = (('role_name="reports-reader"', 'role_name="reports-reading"'),)
WIDER = (
    (READERS, f'{READERS}, TrustedUser(account=staging.account, name="bob")'),
    ('prefixes=["monthly/"]', 'prefixes=["monthly/", "payroll/"]'),
)
BREAKAGES = (
    ("bob admitted too", WIDER, story.OTHERS[0]),
    ("another prefix added", WIDER, story.OTHERS[4]),
    ("the role under another name", OTHER_NAME, story.ASSUME),
    ("nothing for the day after", OTHER_NAME, story.VERIFY),
)
"""What is changed in the app, for all that stand next to each other in one run, and the line that tells."""


Changes = Sequence[tuple[str, str]]


def broken_app(checkout: Path, changes: Changes) -> None:
    """Change the story's app in a copy of the checkout."""
    app = checkout / "examples" / "read_bucket" / "app.py"
    for before, after in changes:
        assert before in app.read_text()
        app.write_text(app.read_text().replace(before, after))


@pytest.fixture(scope="module")
def printed_of(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Changes], str]:
    """What the demo prints of a changed app: exit code 1, and nothing left. Each app is run once."""

    @cache
    def printed(changes: Changes) -> str:
        temporary = tmp_path_factory.mktemp("changed")
        checkout = copy_of_checkout(temporary / "checkout")
        broken_app(checkout, changes)
        with started(temporary, checkout) as process:
            printed, errors = process.communicate(timeout=LONGEST_SECONDS)
        assert (process.returncode, errors) == (1, "")
        assert left_over(temporary) == [str(checkout)]
        return printed

    return printed


@pytest.mark.parametrize(("changes", "probe"), [row[1:] for row in BREAKAGES], ids=[row[0] for row in BREAKAGES])
def test_another_agreement_than_the_story_s_is_seen(
    changes: Changes, probe: Probe, printed_of: Callable[[Changes], str]
) -> None:
    """Exit code 1, and the table's line says what is not as expected."""
    [line] = (
        line
        for line in printed_of(changes).splitlines()
        if re.match(rf"{re.escape(probe.caller)} +{re.escape(probe.what)} ", line)
    )
    assert "not as expected" in line


def test_an_app_that_cannot_be_deployed_shows_why(tmp_path: Path) -> None:
    """Exit code 1, with what the CDK CLI printed, and nothing left."""
    checkout = copy_of_checkout(tmp_path / "checkout")
    broken_app(checkout, [('role_name="reports-reader"', 'role_name="reports reader"')])

    with started(tmp_path, checkout) as process:
        _, errors = process.communicate(timeout=LONGEST_SECONDS)

    assert process.returncode == 1
    assert errors.startswith("xacct: cdk deploy --all failed with exit code 1\n")
    assert "role_name" in errors
    assert left_over(tmp_path) == [str(checkout)]


CTRL_C, TERMINATED = (signal.SIGINT,), (signal.SIGTERM,)
STOPS = (
    ("as it starts", "Two AWS accounts", 0.0, CTRL_C, 130),
    ("as it starts, terminated", "Two AWS accounts", 0.1, TERMINATED, 143),
    ("while bootstrapping", "local AWS started", 1.0, CTRL_C, 130),
    ("while bootstrapping, terminated", "local AWS started", 2.0, TERMINATED, 143),
    ("while deploying", "cdk bootstrap", 2.0, CTRL_C, 130),
    ("while deploying, by the impatient", "cdk bootstrap", 1.0, (signal.SIGINT, signal.SIGINT, signal.SIGTERM), 130),
    ("while reading", "3. She assumes the role", 0.0, CTRL_C, 130),
    ("the day after", "7. xacct verify", 0.5, CTRL_C, 130),
)


@pytest.mark.parametrize(
    ("line", "seconds", "signals", "code"), [row[1:] for row in STOPS], ids=[row[0] for row in STOPS]
)
def test_stopping_it_leaves_nothing(
    line: str, seconds: float, signals: tuple[signal.Signals, ...], code: int, tmp_path: Path
) -> None:
    """Whenever a signal comes: its exit code, a word on standard error, no process, no folder."""
    with started(tmp_path) as process:
        assert process.stdout
        while line not in process.stdout.readline():
            assert process.poll() is None
        time.sleep(seconds)
        for number in signals:
            process.send_signal(number)
            time.sleep(0.05)
        _, errors = process.communicate(timeout=10)

    assert (process.returncode, errors) == (code, f"xacct: {signals[0].name}; all stopped and removed\n")
    assert left_over(tmp_path) == []


def test_the_poison_works(tmp_path: Path) -> None:
    """A client and the CDK CLI that look into that home do not get on."""
    environment = {"HOME": str(poisoned_home(tmp_path / "home")), "PATH": os.environ["PATH"]}
    environment |= {"AWS_EC2_METADATA_DISABLED": "true", "CDK_DISABLE_CLI_TELEMETRY": "true"}
    client = [sys.executable, "-c", "import boto3; boto3.Session().client('sts')"]
    cli = [str(find_checkout().cdk), "bootstrap", "aws://111111111111/eu-west-1", "--no-notices", "--app", ""]

    asked = subprocess.run(client, env=environment, capture_output=True, text=True, timeout=60, check=False)
    settings = subprocess.run(cli, env=environment, capture_output=True, text=True, timeout=60, check=False)
    Path(environment["HOME"], ".cdk.json").unlink()

    assert "ConfigParseError" in asked.stderr
    assert "is not valid JSON" in settings.stderr
    with pytest.raises(subprocess.TimeoutExpired):
        subprocess.run(cli, env=environment, capture_output=True, timeout=5, cwd=tmp_path, check=False)


def test_a_checkout_that_was_not_set_up_says_how(tmp_path: Path) -> None:
    """Exit code 2 and the command to run, before anything starts."""
    checkout = copy_of_checkout(tmp_path / "checkout", tools=False)

    with started(tmp_path, checkout) as process:
        printed, errors = process.communicate(timeout=LONGEST_SECONDS)

    assert (process.returncode, printed) == (2, "")
    assert errors == (
        f"xacct: .venv-local-aws/bin/python and node_modules/.bin/cdk not found in {checkout}; run: make env\n"
    )
    assert left_over(tmp_path) == [str(checkout)]
