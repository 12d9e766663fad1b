"""An assembly that was written without the CDK, taken by its CLI: listed, compared, deployed, asked and destroyed."""

import os
import subprocess
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.account_stacks.samples import account, agreement, file, trusting
from tests.local.pairs import Pair, bootstrapped
from xacct_constructs import S3Read, TrustedUser
from xacct_constructs.access_file import AccessFile
from xacct_constructs.local import story
from xacct_constructs.local.checkout import find_checkout
from xacct_constructs.local.clients import Credentials
from xacct_constructs.local.probes import Observation, Probe, ProbeAnswer, observe
from xacct_constructs.synthesis import assembly_of, write_folder

ALLOWED, REFUSED = ProbeAnswer.ALLOWED, ProbeAnswer.REFUSED
PAIR = Pair.of(1)
BUCKET = "acme-organization"
STACKS = ["Access-production-1", "Access-production-2", "Access-staging"]


def organization(prefix: str = "monthly/") -> AccessFile:
    """Forty roles that alice may assume, more than have room in one inline policy; bob assumes one, and carol none."""
    alice, bob = (TrustedUser(account=PAIR.trusted, name=name) for name in ("alice", "bob"))
    permissions = [S3Read(BUCKET, prefixes=[prefix])]
    names = [f"reader-of-the-department-{number:02}" for number in range(40)]
    return file(
        [
            trusting(
                agreement(role_name=name, trusting_account=PAIR.trusting, permissions=permissions),
                *([alice, bob] if number == 0 else [alice]),
            )
            for number, name in enumerate(names)
        ],
        account("production", PAIR.trusting, region=story.REGION, stacks=2),
        account("staging", PAIR.trusted, region=story.REGION),
    )


@dataclass(frozen=True)
class Seen:
    """What came of it.

    Attributes:
        answers: By caller and what was asked.
        left: The stacks that are there once it was destroyed.
    """

    answers: Mapping[tuple[str, str], Observation]
    left: list[str]


@pytest.fixture(scope="module")
def assembly(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The assembly."""
    folder = tmp_path_factory.mktemp("synthesized") / "cdk.out"
    write_folder(folder, assembly_of(organization()).files)
    return folder


def cdk(*arguments: str) -> str:
    """What the CLI prints on both streams; it asks no AWS."""
    command = [str(find_checkout().cdk), *arguments, "--no-notices"]
    environment = os.environ | {"CDK_DISABLE_CLI_TELEMETRY": "true"}
    done = subprocess.run(
        command, env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=120
    )
    assert done.returncode == 0, done.stdout
    return done.stdout


def test_listed(assembly: Path) -> None:
    """Every stack, by its name."""
    assert cdk("ls", "--app", str(assembly)).split() == STACKS


def test_compared(assembly: Path, tmp_path: Path) -> None:
    """The CLI says what a wider agreement changes, and that nothing else does."""
    changed = assembly_of(organization("yearly/")).files["Access-production-1.template.json"]
    (tmp_path / "other.json").write_text(changed)
    told = cdk("diff", "--app", str(assembly), "--template", str(tmp_path / "other.json"), STACKS[0])
    assert "monthly/*" in told
    (tmp_path / "same.json").write_text((assembly / "Access-production-1.template.json").read_text())
    told = cdk("diff", "--app", str(assembly), "--template", str(tmp_path / "same.json"), STACKS[0])
    assert "There were no differences" in told


ROWS = [
    ("alice", "assumes reader-of-the-department-00", ALLOWED),
    ("alice", "assumes reader-of-the-department-39", ALLOWED),
    ("bob", "assumes reader-of-the-department-00", ALLOWED),
    ("bob", "assumes reader-of-the-department-39", REFUSED),
    ("carol", "assumes reader-of-the-department-00", REFUSED),
    ("session", "reads monthly/a", ALLOWED),
    ("session", "reads yearly/a", REFUSED),
]


@pytest.fixture(scope="module")
def seen(assembly: Path) -> Iterator[Seen]:
    """The assembly deployed, every row asked, and destroyed again."""
    with bootstrapped(find_checkout(), [PAIR]) as pairs:
        clients, cli = pairs.clients, pairs.cdk(PAIR)
        s3 = clients.of_account("s3", PAIR.trusting)
        s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": story.REGION})
        for key in ("monthly/a", "yearly/a"):
            s3.put_object(Bucket=BUCKET, Key=key, Body=b"")
        cli.deploy(str(assembly), folder=pairs.aws.folder)
        callers: dict[str, Credentials | None] = {"carol": story.make_user(clients, PAIR.trusted, "carol")}
        for name in ("alice", "bob"):
            callers[name] = story.make_access_key(clients, PAIR.trusted, name)
        answers = {}
        for caller, what, expected in ROWS:
            probe = _probe(caller, what, expected)
            answers[caller, what] = found = observe(probe, clients, callers)
            if caller == "alice" and found.seen is ALLOWED:
                callers["session"] = story.credentials_of(found.response)
        iam = clients.of_account("iam", PAIR.trusted)
        for name in ("alice", "bob"):
            for key in iam.list_access_keys(UserName=name)["AccessKeyMetadata"]:
                iam.delete_access_key(UserName=name, AccessKeyId=key["AccessKeyId"])
        cli.destroy(str(assembly), folder=pairs.aws.folder)
        left = [
            each["StackName"]
            for number in (PAIR.trusting, PAIR.trusted)
            for each in clients.of_account("cloudformation", number).describe_stacks()["Stacks"]
        ]
        yield Seen(answers, left)


def _probe(caller: str, what: str, expected: ProbeAnswer) -> Probe:
    verb, _, object_ = what.partition(" ")
    if verb == "reads":
        return Probe(what, caller, "s3", "get_object", expected, {"Bucket": BUCKET, "Key": object_})
    given: dict[str, Any] = {"RoleArn": f"arn:aws:iam::{PAIR.trusting}:role/{object_}", "RoleSessionName": caller}
    return Probe(what, caller, "sts", "assume_role", expected, given)


@pytest.mark.parametrize(("caller", "what", "expected"), ROWS)
def test_who_gets_in(caller: str, what: str, expected: ProbeAnswer, seen: Seen) -> None:
    """As the file says, by inline and by managed policies alike; nobody else, and nothing else."""
    assert seen.answers[caller, what].seen is expected, seen.answers[caller, what]


def test_nothing_is_left(seen: Seen) -> None:
    """`cdk destroy` takes away what was made."""
    assert [each for each in seen.left if each != "CDKToolkit"] == []
