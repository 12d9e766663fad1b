"""`xacct config` and the profile it writes, as the AWS CLI and boto3 use it."""

import json
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.client.conftest import XACCT, Person, aws_cli

Aws = Callable[..., subprocess.CompletedProcess[str]]
COMMENTED = "# mine\n[default]\nregion = eu-north-1 # home\n\n[profile other]\ncredential_process=other --x\n"


def config(person: Person) -> Path:
    """The person's configuration file."""
    return person.home / ".aws" / "config"


def test_permissions_and_links_stay(alice: Person) -> None:
    """The file behind the link is written, with its permissions; the link stays a link."""
    real = alice.home / "dotfiles"
    real.write_text(COMMENTED)
    real.chmod(0o640)
    config(alice).symlink_to(real)

    done = alice.xacct("config", "reports-reader", "--yes")

    assert done.returncode == 0, done.stderr
    assert config(alice).is_symlink()
    assert real.stat().st_mode & 0o777 == 0o640
    assert real.read_text().startswith(f"{COMMENTED}\n[profile reports-reader]\ncredential_process = ")


def test_a_new_file_is_its_owner_s_alone(alice: Person) -> None:
    """0600, and the change is shown; the second time there is nothing to change."""
    first, second = (alice.xacct("config", "reports-reader", "--yes") for _ in range(2))

    assert config(alice).stat().st_mode & 0o777 == 0o600
    assert "+[profile reports-reader]\n" in first.stdout
    assert (second.returncode, second.stdout) == (0, "")
    assert "is as it should be" in second.stderr


def test_a_neighbour_s_secret_stays_in_its_file(alice: Person) -> None:
    """Asked or told `--yes`, what is printed has nothing of the other profiles, nor of what the profile was."""
    keys = "aws_access_key_id = AKIAOTHER\naws_secret_access_key = Zs3cr3t\naws_session_token = Zs3cr3t\n"
    mine = "[profile reports-reader]\ncredential_process = other --password Zs3cr3t\n# Zs3cr3t\n"
    config(alice).write_text(f"[profile a]\n{keys}{mine}[profile z]\n{keys}")

    asked = alice.having(start_new_session=True).xacct("config", "reports-reader")
    told = alice.xacct("config", "reports-reader", "--yes")

    assert (asked.returncode, told.returncode) == (2, 0)
    for printed in (asked.stdout, told.stdout):
        assert " [profile reports-reader]\n-credential_process = …\n+credential_process = " in printed
    for done in (asked, told):
        assert "Zs3cr3t" not in done.stdout + done.stderr
        assert "AKIAOTHER" not in done.stdout + done.stderr
    assert config(alice).read_text().count("Zs3cr3t") == 5


def test_without_a_terminal_nothing_is_written(alice: Person) -> None:
    """The change is shown, and exit code 2 says how to agree to it."""
    done = alice.having(start_new_session=True).xacct("config", "reports-reader")

    assert done.returncode == 2
    assert "no terminal to ask on; pass --yes" in done.stderr
    assert not config(alice).exists()


@pytest.mark.parametrize(("answer", "code"), [("y\n", 0), ("n\n", 2), ("\n", 2)], ids=["yes", "no", "nothing"])
def test_the_terminal_is_asked(answer: str, code: int, alice: Person) -> None:
    """Only a yes writes; standard output is a pipe meanwhile."""
    status, printed = alice.at_terminal("[y/N] ", answer, "config", "reports-reader")

    assert (status, "+[profile reports-reader]" in printed) == (code, True)
    assert config(alice).exists() == (code == 0)


@pytest.mark.parametrize(
    ("theirs", "code"), [("[profile other]\n", 0), ("[profile reports-reader]\n", 2)], ids=["of another", "of its own"]
)
def test_a_change_while_somebody_is_asked_is_not_lost(theirs: str, code: int, alice: Person) -> None:
    """Another profile's is kept; one of what was shown is said, and nothing is written."""
    answer = f"{{ printf '{theirs}' > {config(alice)}; }}"
    program = (
        "import subprocess, sys\nfrom xacct_constructs.cli import main\nfrom xacct_constructs.client import terminal\n"
        f"def ask(_):\n    subprocess.run(['sh', '-c', {answer!r}], check=True)\n    return 'y'\n"
        "terminal.ask = ask\nsys.exit(main(['config', 'reports-reader']))\n"
    )

    done = alice.run(sys.executable, "-c", program)

    assert done.returncode == code, done.stderr
    assert ("changed by another program meanwhile" in done.stderr) == (code == 2)
    assert config(alice).read_text().startswith(theirs)
    assert ("credential_process" in config(alice).read_text()) == (code == 0)


def test_a_full_disk_leaves_the_old_file(alice: Person) -> None:
    """Exit code 2, the file as it was, and no part of a new one."""
    config(alice).write_text(COMMENTED)

    done = alice.having(preexec_fn=_no_file_may_grow).xacct("config", "reports-reader", "--yes")

    assert done.returncode == 2
    assert "cannot be written: File too large; it is as it was" in done.stderr
    assert config(alice).read_text() == COMMENTED
    assert sorted(each.name for each in config(alice).parent.iterdir()) == [".xacct.lock", "config", "credentials"]


def _no_file_may_grow() -> None:
    import resource

    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))


def test_a_profile_is_not_its_own_source(alice: Person) -> None:
    """It would ask itself for credentials, for ever."""
    done = alice.xacct("config", "reports-reader", "--profile-name", "default", "--yes")

    assert done.returncode == 2
    assert "cannot be its own source" in done.stderr


def test_a_profile_that_assumes_through_itself_ends(alice: Person) -> None:
    """Written by hand without a source, the process says so instead of starting itself again and again."""
    process = " ".join([*XACCT, "credential-process", "reports-reader"])
    config(alice).write_text(f"[profile reports]\ncredential_process = {process}\n")
    start = time.monotonic()

    done = alice.at(AWS_PROFILE="reports").xacct("env", "reports-reader")

    assert done.returncode in (1, 3)
    assert "assumes arn:aws:iam::111111111111:role/reports-reader through itself" in done.stderr
    assert time.monotonic() - start < 30


def test_the_aws_cli_uses_the_written_profile(alice: Person, aws: Aws) -> None:
    """By credential_process, also from another folder: it reads the report as the role, and nothing else."""
    assert alice.xacct("config", "reports-reader", "--yes").returncode == 0
    as_role = ("--profile", "reports-reader")

    who = aws("sts", "get-caller-identity", *as_role, before=("env", "-C", "/"))
    read = aws(
        "s3api", "head-object", "--bucket", "acme-reports-111111111111", "--key", "monthly/2026-10.csv", *as_role
    )
    payroll = aws(
        "s3api", "head-object", "--bucket", "acme-reports-111111111111", "--key", "payroll/2026-10.csv", *as_role
    )
    own = aws("s3api", "head-object", "--bucket", "acme-reports-111111111111", "--key", "monthly/2026-10.csv")

    assert json.loads(who.stdout)["Arn"].endswith(":assumed-role/reports-reader/alice"), who.stderr
    assert read.returncode == 0, read.stderr
    assert "403" in payroll.stderr
    assert "403" in own.stderr


def test_the_aws_cli_uses_the_session_that_xacct_keeps(alice: Person, aws: Aws) -> None:
    """By credential_process: a new session would have another key."""
    assert alice.xacct("config", "reports-audit", "--yes").returncode == 0
    kept = alice.variables("reports-audit")["AWS_ACCESS_KEY_ID"]
    printed = ("configure", "export-credentials", "--profile", "reports-audit", "--format", "env-no-export")

    seen = aws(*printed)

    assert f"AWS_ACCESS_KEY_ID={kept}" in seen.stdout.splitlines(), seen.stderr


def test_a_native_profile_has_a_session_of_its_own(alice: Person) -> None:
    """boto3 assumes the role by it; the AWS CLI's cache does not say whose that session is, so xacct leaves it."""
    assert alice.xacct("config", "reports-audit", "--native", "--yes").returncode == 0
    program = (
        "import botocore.session, botocore.credentials as c, botocore.utils as u, os\n"
        "s = botocore.session.Session(profile='reports-audit')\n"
        "p = s.get_component('credential_provider').get_provider('assume-role')\n"
        "p.cache = u.JSONFileCache(os.path.expanduser('~/.aws/cli/cache'))\n"
        "print(s.create_client('sts').get_caller_identity()['Arn'], s.get_credentials().access_key)"
    )
    [arn, key] = alice.run(sys.executable, "-c", program).stdout.split()
    [theirs] = (alice.home / ".aws/cli/cache").iterdir()
    before = theirs.read_bytes()

    assert ":assumed-role/reports-audit/botocore-session" in arn
    assert alice.variables("reports-audit")["AWS_ACCESS_KEY_ID"] != key
    assert theirs.read_bytes() == before


def test_the_credential_process_prints_version_1(alice: Person) -> None:
    """The members that the SDKs read, and a failure prints none of them."""
    printed = json.loads(alice.xacct("credential-process", "reports-reader").stdout)
    failed = alice.xacct("credential-process", "nobody")

    assert sorted(printed) == ["AccessKeyId", "Expiration", "SecretAccessKey", "SessionToken", "Version"]
    assert printed["Version"] == 1
    assert (failed.returncode, failed.stdout) == (2, "")


def test_without_the_aws_cli_it_is_named(request: pytest.FixtureRequest, not_run: Callable[[str], None]) -> None:
    """Nothing is left out in silence: either its tests run, or they are named."""
    with_it = [each.name for each in request.session.items if "aws" in getattr(each, "fixturenames", ())]
    if aws_cli() is None:
        not_run("the AWS CLI with the written profile: there is no AWS CLI 2 on this machine")
        assert with_it == []
