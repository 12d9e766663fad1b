"""`xacct env` against a local AWS that enforces IAM: a session or nothing."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.client.conftest import READER, XACCT, Person, World, document
from xacct_constructs.client.shells import VARIABLES
from xacct_constructs.local import story
from xacct_constructs.local.clients import Credentials

NO_ROLE = ["--role-arn", "arn:aws:iam::333333333333:role/x"]
REFUSALS: tuple[tuple[str, list[str], int, str], ...] = (
    ("a name that is not there", ["nobody"], 2, "nobody is not in .*; it has: reports-reader, reports-audit"),
    ("no name", [], 2, "give the role's name in the agreements .*, or --role-arn"),
    ("a document that is not there", ["reports-reader", "--agreements", "absent"], 2, "no agreements at absent; pass"),
    ("a profile that is not there", ["reports-reader", "--profile", "absent"], 2, "there is no profile absent"),
    (
        "a wrong external ID",
        ["reports-audit", "--external-id", "acme-000000"],
        1,
        "AccessDenied: .*: xacct doctor reports-audit",
    ),
    ("a role that admits nobody here", [*NO_ROLE, "--region", "eu-west-1"], 1, "AccessDenied|NoSuch"),
    ("no region", NO_ROLE, 2, "no region is known; pass --region"),
    ("too short a session", ["reports-reader", "--duration", "60"], 2, "900 to 43200 seconds, got 60"),
    ("no role's ARN", ["--role-arn", "arn:aws:iam::111111111111:user/alice"], 2, "must be a role's ARN"),
    ("a tag without a value", ["reports-reader", "--session-tag", "team"], 2, "must be KEY=VALUE, got 'team'"),
    ("a session of no time", ["reports-reader", "--duration", "0"], 2, "900 to 43200 seconds, got 0"),
    ("an empty session name", ["reports-reader", "--session-name", ""], 2, "the role session name must be"),
    ("an empty external ID", ["reports-reader", "--external-id", ""], 2, "the external ID must be"),
    ("an empty source identity", ["reports-reader", "--source-identity", ""], 2, "the source identity must be"),
    ("an empty device", ["reports-reader", "--mfa-serial", ""], 2, "the MFA device must be"),
    ("an empty profile", ["reports-reader", "--profile", ""], 2, "--profile is empty; leave it out"),
    ("an empty place", ["reports-reader", "--agreements", ""], 2, "no agreements at ''; pass"),
    ("a word for a code", ["reports-reader", "--mfa-token", "secret"], 3, "an MFA code is six digits"),
    ("an endless wait", ["reports-reader", "--wait", "inf"], 2, "argument --wait: must be seconds, or such as"),
    ("a wait of no number", ["reports-reader", "--wait", "nan"], 2, "argument --wait: must be seconds, or such as"),
    ("a wait back", ["reports-reader", "--wait", "-1"], 2, "argument --wait: must be seconds, or such as"),
    ("a wait too long", ["reports-reader", "--wait", "2h"], 2, r"the wait must be 0 to 3600 seconds, got 7200\.0"),
    ("no policy", ["reports-reader", "--session-policy", "absent"], 2, "a JSON file with a policy, got 'absent'"),
    ("a device for a policy", ["reports-reader", "--session-policy", "/dev/zero"], 2, "a JSON file with a policy, got"),
    ("a binary for a policy", ["reports-reader", "--session-policy", sys.executable], 2, "a JSON file with a policy"),
    ("a list for a policy", ["reports-reader", "--session-policy", "list.json"], 2, "a JSON file with a policy, got"),
    ("too long a policy", ["reports-reader", "--session-policy", "long.json"], 2, "2048 characters, got 2[0-9]{3}"),
)


@pytest.mark.parametrize(("arguments", "code", "says"), [row[1:] for row in REFUSALS], ids=[row[0] for row in REFUSALS])
def test_a_failure_prints_nothing_to_evaluate(arguments: list[str], code: int, says: str, alice: Person) -> None:
    """Its exit code, nothing on standard output, one line on standard error, nothing kept, no key shown."""
    (alice.home / "list.json").write_text("[]")
    (alice.home / "long.json").write_text(json.dumps({"Version": "2012-10-17", "Id": "x" * 2048}))
    done = alice.xacct("env", *arguments)

    assert (done.returncode, done.stdout) == (code, "")
    assert re.fullmatch(rf"xacct: .*({says}).*\n", done.stderr), done.stderr
    assert alice.kept() == []
    secret = (alice.home / ".aws" / "credentials").read_text().split()[-1]
    assert secret not in done.stderr


def test_without_credentials(alice: Person) -> None:
    """Exit code 3, and what to do."""
    (alice.home / ".aws" / "credentials").unlink()

    done = alice.xacct("env", "reports-reader")

    assert (done.returncode, done.stdout) == (3, "")
    assert "could not be assumed: there are no credentials; sign in, or pass another profile" in done.stderr


def test_without_an_answer(alice: Person) -> None:
    """Exit code 1 when nothing listens there."""
    done = alice.at(AWS_ENDPOINT_URL="https://localhost:1", AWS_MAX_ATTEMPTS="1").xacct("env", "reports-reader")

    assert (done.returncode, done.stdout) == (1, "")
    assert "could not be assumed: https://localhost:1 cannot be reached (Connection refused)" in done.stderr


def credentials(found: dict[str, str]) -> Credentials:
    """The session's, of what `xacct env` printed."""
    return Credentials(found["AWS_ACCESS_KEY_ID"], found["AWS_SECRET_ACCESS_KEY"], found["AWS_SESSION_TOKEN"])


def test_the_session_reads_what_the_agreement_says_and_no_more(alice: Person, world: World) -> None:
    """The printed credentials read the report and are refused the payroll; the person's own read neither."""
    found = alice.at(AWS_REGION="us-east-1").variables("reports-reader")

    s3 = world.clients.of("s3", credentials(found))
    assert s3.get_object(Bucket=story.BUCKET, Key=story.REPORT)["Body"].read().startswith(b"month")
    for refused, key in ((s3, story.OTHER_OBJECT), (world.clients.of("s3", world.keys["alice"]), story.REPORT)):
        with pytest.raises(refused.exceptions.ClientError, match="AccessDenied"):
            refused.get_object(Bucket=story.BUCKET, Key=key)
    assert tuple(found) == VARIABLES
    assert found["AWS_REGION"] == found["AWS_DEFAULT_REGION"] == story.REGION


def test_the_session_is_named_for_the_caller(alice: Person, world: World) -> None:
    """Whoever reads the trail sees who it was; a name that is given goes before."""
    for arguments, name in (([], "alice"), (["--session-name", "ticket-7"], "ticket-7")):
        found = alice.variables("reports-reader", *arguments)
        caller = world.clients.of("sts", credentials(found)).get_caller_identity()["Arn"]
        assert caller == f"arn:aws:sts::{story.TRUSTING_ACCOUNT}:assumed-role/reports-reader/{name}"


def test_what_the_agreement_knows_is_not_asked(alice: Person) -> None:
    """The external ID and the four hours come from the document."""
    alice.variables("reports-audit")

    [session] = alice.kept_sessions()
    assert session["AssumedRoleUser"]["Arn"].endswith(":assumed-role/reports-audit/alice")


DEVICE = "arn:aws:iam::222222222222:mfa/alice"
ANSWERS = (("a code", "123456\n", 0, 6), ("no code", "\n", 3, 0), ("Ctrl-C", "\x03", 130, 0))


@pytest.mark.parametrize(("answer", "code", "lines"), [row[1:] for row in ANSWERS], ids=[row[0] for row in ANSWERS])
def test_the_code_is_asked_for_on_the_terminal(answer: str, code: int, lines: int, alice: Person) -> None:
    """While standard output goes elsewhere; without a code nothing is printed."""
    asked = alice.at_terminal(f"MFA code for {DEVICE}: ", answer, "env", "reports-reader", "--mfa-serial", DEVICE)

    assert (asked[0], len(asked[1].splitlines())) == (code, lines)


def test_a_session_policy_cuts_down(alice: Person, world: World) -> None:
    """A session whose policy allows listing alone does not read, though its role may."""
    policy = alice.home / "less.json"
    statement = {"Effect": "Allow", "Action": "s3:ListBucket", "Resource": "*"}
    policy.write_text(json.dumps({"Version": "2012-10-17", "Statement": [statement]}))

    found = [alice.variables("reports-reader"), alice.variables("reports-reader", "--session-policy", str(policy))]
    whole, less = (world.clients.of("s3", credentials(each)) for each in found)
    for client in (whole, less):
        client.list_objects_v2(Bucket=story.BUCKET, Prefix="monthly/")
    whole.get_object(Bucket=story.BUCKET, Key=story.REPORT)

    with pytest.raises(less.exceptions.ClientError, match="AccessDenied"):
        less.get_object(Bucket=story.BUCKET, Key=story.REPORT)


def test_the_last_session_serves_until_it_ends(alice: Person) -> None:
    """A second call gets the same session, one that is about to end is replaced, and so is one on demand."""
    first = alice.variables("reports-reader")
    again = alice.variables("reports-reader")
    renewed = alice.variables("reports-reader", "--renew")
    [file] = alice.kept()
    content = json.loads(file.read_text())
    for session in content["sessions"].values():
        session["Credentials"]["Expiration"] = "2020-01-01T00:00:00UTC"
    file.write_text(json.dumps(content))
    after = alice.variables("reports-reader")

    keys = [each["AWS_ACCESS_KEY_ID"] for each in (first, again, renewed, after)]
    assert keys[0] == keys[1]
    assert len(set(keys)) == 3


def test_two_people_of_one_profile_get_each_their_own(alice: Person, world: World) -> None:
    """Bob's keys take the place of alice's, and hers come back: neither gets the other's session."""
    file = alice.home / ".aws" / "credentials"
    hers, bob = file.read_text(), world.keys["bob"]
    his = f"[default]\naws_access_key_id = {bob.access_key}\naws_secret_access_key = {bob.secret}\n"
    found = []
    for text in (hers, his, hers):
        file.write_text(text)
        found.append(alice.variables("reports-reader"))

    names = [world.clients.of("sts", credentials(each)).get_caller_identity()["Arn"].rsplit("/")[-1] for each in found]
    assert names == ["alice", "bob", "alice"]
    assert found[0] == found[2]


def _fifo(file: Path) -> None:
    file.unlink()
    os.mkfifo(file, 0o600)


DAMAGED: dict[str, Callable[[Path], object]] = {
    "null": lambda file: file.write_text("null"),
    "half": lambda file: file.write_bytes(file.read_bytes()[:200]),
    "deep": lambda file: file.write_text("[" * 100_000),
    "a FIFO": _fifo,
    "another version": lambda file: file.write_text(file.read_text().replace('"version": 1', '"version": 2')),
    "another kind": lambda file: file.write_text(
        file.read_text().replace('"Credentials": {', '"Credentials": 1, "x": {')
    ),
}


@pytest.mark.parametrize("damage", DAMAGED.values(), ids=DAMAGED)
def test_a_damaged_cache_is_made_anew(damage: Callable[[Path], object], alice: Person) -> None:
    """Without a word, since nothing is lost but a call: a new session, kept in its place."""
    first = alice.variables("reports-reader")
    [file] = alice.kept()
    damage(file)

    done = alice.xacct("env", "reports-reader", "--shell", "json")

    assert (done.returncode, done.stderr) == (0, "")
    assert json.loads(done.stdout)["AWS_ACCESS_KEY_ID"] != first["AWS_ACCESS_KEY_ID"]
    assert alice.variables("reports-reader") == json.loads(done.stdout)


STAYING: tuple[tuple[str, dict[str, str], list[str], str], ...] = (
    ("a profile", {"AWS_PROFILE": "default"}, [], "AWS_PROFILE stays set, and some programs heed it before"),
    (
        "a profile and a key for Bedrock",
        {"AWS_PROFILE": "default", "AWS_BEARER_TOKEN_BEDROCK": "s3cr3t"},
        [],
        "AWS_BEARER_TOKEN_BEDROCK, AWS_PROFILE stay set, and some programs heed them before",
    ),
    ("a container's address, heeded after them", {"AWS_CONTAINER_CREDENTIALS_FULL_URI": "http://localhost/"}, [], ""),
    ("a setting", {"AWS_MAX_ATTEMPTS": "2"}, [], ""),
    ("a profile, for a file", {"AWS_PROFILE": "default"}, ["--shell", "dotenv"], ""),
)


@pytest.mark.parametrize(
    ("variables", "options", "says"), [row[1:] for row in STAYING], ids=[row[0] for row in STAYING]
)
def test_what_goes_before_the_session_is_named(
    variables: dict[str, str], options: list[str], says: str, alice: Person
) -> None:
    """By its name alone, on standard error: what is evaluated removes nothing that is somebody's own."""
    done = alice.at(**variables).xacct("env", "reports-reader", *options)

    assert (done.returncode, "AWS_SESSION_TOKEN" in done.stdout) == (0, True), done.stderr
    assert re.fullmatch(f"xacct: {says}.*\n" if says else "", done.stderr), done.stderr
    assert "s3cr3t" not in done.stderr


def test_two_people_of_one_home_get_each_their_own(alice: Person, world: World) -> None:
    """Bob's keys in alice's home: her session is not handed to him."""
    bob = world.keys["bob"]
    as_bob = alice.at(AWS_ACCESS_KEY_ID=bob.access_key, AWS_SECRET_ACCESS_KEY=bob.secret)

    hers, his = alice.variables("reports-reader"), as_bob.variables("reports-reader")

    assert hers["AWS_ACCESS_KEY_ID"] != his["AWS_ACCESS_KEY_ID"]


def test_an_environment_that_was_evaluated_is_renewed(alice: Person) -> None:
    """With the session itself in the environment, the command still works: the same one, then a new one."""
    found = alice.variables("reports-reader")
    evaluated = alice.at(**found)

    assert evaluated.variables("reports-reader") == found
    assert evaluated.variables("reports-reader", "--renew")["AWS_ACCESS_KEY_ID"] != found["AWS_ACCESS_KEY_ID"]


def test_a_session_cannot_assume_its_own_role(alice: Person) -> None:
    """Where nothing is kept that tells, AWS's word for the caller does."""
    evaluated = alice.at(**alice.variables("reports-reader"))
    alice.kept()[0].unlink()

    done = evaluated.xacct("env", "reports-reader")

    assert (done.returncode, done.stdout) == (3, "")
    assert "are a session of arn:aws:iam::111111111111:role/reports-reader already" in done.stderr


def test_racing_processes_share_one_session(alice: Person) -> None:
    """Eight at once: all print one session, and AWS was asked once."""
    with ThreadPoolExecutor(8) as many:
        found = list(many.map(lambda _: alice.variables("reports-reader"), range(8)))

    assert len({each["AWS_ACCESS_KEY_ID"] for each in found}) == 1
    assert len(alice.kept()) == 1


def test_a_full_disk_loses_nothing(alice: Person) -> None:
    """No file can grow: the session is printed and not kept, which is said, and no part of a file is left."""
    full = alice.having(preexec_fn=_no_file_may_grow)

    done = full.xacct("env", "reports-reader")

    assert done.returncode == 0
    assert "export AWS_SESSION_TOKEN=" in done.stdout
    assert re.fullmatch("xacct: the session is not kept: .*File too large\n", done.stderr)
    assert [each.suffix for each in (alice.home / ".aws/xacct/cache").iterdir()] == [".lock"]


def test_a_full_disk_behind_standard_output_is_an_error(alice: Person) -> None:
    """Variables that could not be written are never taken for a success."""
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [*XACCT, "env", "reports-reader"],
            env=dict(alice.environment),
            cwd=alice.home,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )

    assert (done.returncode, done.stderr) == (1, "xacct: standard output cannot be written: No space left on device\n")


def test_a_read_only_home_loses_nothing(alice: Person, tmp_path: Path) -> None:
    """The session is printed and not kept, which is said."""
    read_only = Path("/sys") if os.geteuid() == 0 else tmp_path / "read-only"
    if os.geteuid():
        read_only.mkdir(mode=0o500)
    credentials = alice.home / ".aws" / "credentials"
    document(alice.home, READER)

    done = alice.at(HOME=str(read_only), AWS_SHARED_CREDENTIALS_FILE=str(credentials)).xacct("env", "reports-reader")

    assert done.returncode == 0
    assert "export AWS_SESSION_TOKEN=" in done.stdout
    assert done.stderr.startswith(f"xacct: the session is not kept: {read_only}/.aws")


def _no_file_may_grow() -> None:
    import resource
    import signal

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
