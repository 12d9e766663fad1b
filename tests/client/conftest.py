"""Production's role and staging's users on a local AWS, and `xacct` as a person there starts it."""

import json
import os
import pty
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from xacct_constructs import Agreement, S3Read, Safeguards, TrustedUser
from xacct_constructs.agreement.serialize import to_json
from xacct_constructs.local import story
from xacct_constructs.local.checkout import find_checkout
from xacct_constructs.local.clients import Clients, Credentials
from xacct_constructs.local.server import LocalAws
from xacct_constructs.resources import trusted_resources, trusting_resources

_NOT_RUN = "not run here"

ALICE = TrustedUser(account=story.TRUSTED_ACCOUNT, name="alice")
BOB = TrustedUser(account=story.TRUSTED_ACCOUNT, name="bob")


def agreement(role_name: str, *principals: TrustedUser, **safeguards: Any) -> Agreement:
    """Reading production's reports, with these safeguards."""
    return Agreement(
        role_name=role_name,
        trusting_account=story.TRUSTING_ACCOUNT,
        trusted_principals=principals or (ALICE,),
        permissions=[S3Read(story.BUCKET, prefixes=["monthly/"])],
        safeguards=Safeguards(**safeguards),
    )


READER = agreement("reports-reader", ALICE, BOB)
AUDIT = agreement("reports-audit", external_ids=["acme-7f3a91"], max_session_duration=timedelta(hours=4))
AGREEMENTS = (READER, AUDIT)


def document(folder: Path, *agreements: Agreement) -> Path:
    """The handoff as a synthesis writes it."""
    file = folder / "xacct-agreements.json"
    content = {
        "version": 1,
        "agreements": [to_json(each) for each in agreements],
        "regions": {each.role_arn: story.REGION for each in agreements},
    }
    file.write_text(json.dumps(content))
    return file


@dataclass(frozen=True)
class Person:
    """Somebody of staging at their own machine: a home of their own, keys in it, the agreements at hand."""

    home: Path
    environment: Mapping[str, str]
    options: Mapping[str, Any] = field(default_factory=dict)

    def having(self, **options: Any) -> "Person":
        """The same person, whose processes start with these options of `subprocess`."""
        return replace(self, options={**self.options, **options})

    def at(self, **variables: str | None) -> "Person":
        """The same person with other environment variables; None removes one."""
        changed = {**self.environment, **variables}
        return replace(self, environment={name: value for name, value in changed.items() if value is not None})

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        """Run a command to its end, standard input closed."""
        return subprocess.run(
            command,
            env=dict(self.environment),
            cwd=self.home,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
            **self.options,
        )

    def xacct(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run `xacct`."""
        return self.run(*XACCT, *arguments)

    def start(self, *arguments: str) -> subprocess.Popen[str]:
        """Start `xacct` and go on while it runs."""
        return subprocess.Popen(
            [*XACCT, *arguments],
            env=dict(self.environment),
            cwd=self.home,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    def variables(self, *arguments: str) -> dict[str, str]:
        """What `xacct env` prints."""
        done = self.xacct("env", "--shell", "json", *arguments)
        assert done.returncode == 0, done.stderr
        return dict(json.loads(done.stdout))

    def at_terminal(self, question: str, answer: str, *arguments: str) -> tuple[int, str]:
        """Run `xacct` with a terminal, answer its question there; the exit code, and standard output, a file."""
        printed = self.home / "printed"
        child, terminal = pty.fork()
        if child == 0:
            os.chdir(self.home)
            os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
            os.dup2(os.open(printed, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), 1)
            os.execvpe(XACCT[0], [*XACCT, *arguments], dict(self.environment))  # noqa: S606 - a terminal of its own
        seen = b""
        while question.encode() not in seen:
            seen += os.read(terminal, 1024)
        os.write(terminal, answer.encode())
        _, status = os.waitpid(child, 0)
        os.close(terminal)
        return os.waitstatus_to_exitcode(status), printed.read_text()

    def kept(self) -> list[Path]:
        """The sessions that are kept in the person's home."""
        return sorted((self.home / ".aws/xacct/cache").glob("*.json"))

    def kept_sessions(self) -> list[dict[str, Any]]:
        """What is in them, whoever's they are."""
        documents = [json.loads(file.read_text()) for file in self.kept()]
        return [session for each in documents for session in each["sessions"].values()]


XACCT = (sys.executable, "-m", "xacct_constructs.cli")


@dataclass(frozen=True)
class World:
    """A local AWS with production's roles in it, and staging's users."""

    aws: LocalAws
    clients: Clients
    keys: Mapping[str, Credentials]

    def person(self, folder: Path, name: str = "alice") -> Person:
        """A person whose keys are in the default profile of a home in this folder."""
        home = folder / name
        (home / ".aws").mkdir(parents=True)
        document(home, *AGREEMENTS)
        keys = self.keys[name]
        lines = f"[default]\naws_access_key_id = {keys.access_key}\naws_secret_access_key = {keys.secret}\n"
        (home / ".aws" / "credentials").write_text(lines)
        environment = self.aws.environment(story.TRUSTED_ACCOUNT)
        kept = {each: value for each, value in environment.items() if not each.startswith("AWS_")}
        endpoint = {each: environment[each] for each in ("AWS_ENDPOINT_URL", "AWS_CA_BUNDLE")}
        path = os.pathsep.join([str(Path(sys.executable).parent), str(Path(aws_cli() or "/usr/bin/aws").parent)])
        root = str(find_checkout().root)
        extra = {"HOME": str(home), "PATH": f"{path}:{kept['PATH']}", "PYTHONPATH": root}
        return Person(home, {**kept, **endpoint, **extra, "AWS_EC2_METADATA_DISABLED": "true"})


def deployed(clients: Clients, account: str, name: str, resources: Mapping[str, Any]) -> None:
    """Deploy our resource dictionaries as they are."""
    stacks = clients.of_account("cloudformation", account)
    template = json.dumps({"Resources": resources})
    stacks.create_stack(StackName=name, TemplateBody=template, Capabilities=["CAPABILITY_NAMED_IAM"])
    stacks.get_waiter("stack_create_complete").wait(StackName=name, WaiterConfig={"Delay": 1, "MaxAttempts": 20})


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    """A local AWS for the tests of one module."""
    with LocalAws(find_checkout().server_python, region=story.REGION) as aws:
        clients = Clients(aws)
        clients.of_account("s3", story.TRUSTING_ACCOUNT).create_bucket(
            Bucket=story.BUCKET, CreateBucketConfiguration={"LocationConstraint": story.REGION}
        )
        story.put_objects(clients)
        for each in AGREEMENTS:
            deployed(clients, story.TRUSTING_ACCOUNT, each.role_name, trusting_resources(each))
        references = [each.reference for each in AGREEMENTS]
        deployed(clients, story.TRUSTED_ACCOUNT, "alice", trusted_resources(ALICE, references))
        deployed(clients, story.TRUSTED_ACCOUNT, "bob", trusted_resources(BOB, [READER.reference]))
        keys = {name: story.make_access_key(clients, story.TRUSTED_ACCOUNT, name) for name in ("alice", "bob")}
        yield World(aws, clients, keys)


@pytest.fixture
def alice(world: World, tmp_path: Path) -> Person:
    """Alice, whom both agreements admit, with nothing kept yet."""
    return world.person(tmp_path)


@pytest.fixture
def aws_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The `~/.aws` of somebody who has none yet; `xacct` in this process and below looks there."""
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("PYTHONPATH", str(find_checkout().root))
    monkeypatch.delenv("AWS_CONFIG_FILE")
    monkeypatch.delenv("AWS_SHARED_CREDENTIALS_FILE")
    return tmp_path / ".aws"


@cache
def aws_cli() -> str | None:
    """The AWS CLI, version 2, as it is found on this machine; a version manager's empty shim is none."""
    folders = [*os.environ.get("PATH", "").split(os.pathsep), "/usr/bin", "/usr/local/bin"]
    for found in filter(None, (shutil.which("aws", path=folder) for folder in folders)):
        done = subprocess.run([found, "--version"], capture_output=True, text=True, check=False)
        if done.stdout.startswith("aws-cli/2"):
            return found
    return None


@pytest.fixture
def aws(alice: Person) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs alice's AWS CLI; version 2.9, which Debian has, takes the endpoint as an option only."""

    def run(*arguments: str, before: Sequence[str] = ()) -> subprocess.CompletedProcess[str]:
        program = aws_cli()
        assert program
        return alice.run(*before, program, "--endpoint-url", alice.environment["AWS_ENDPOINT_URL"], *arguments)

    return run


@pytest.fixture
def not_run(record_property: Callable[[str, object], None]) -> Callable[[str], None]:
    """Names something that this machine lacks, for the end of the test session."""
    return lambda what: record_property(_NOT_RUN, what)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what uses the AWS CLI where there is none; a test of its own names that."""
    needy = [each for each in items if "aws" in getattr(each, "fixturenames", ())] if aws_cli() is None else []
    if needy:
        config.hook.pytest_deselected(items=needy)
        items[:] = [each for each in items if each not in needy]
