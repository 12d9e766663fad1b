"""The local AWS starts on loopback, enforces IAM, and goes away with all it made."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from xacct_constructs.local.checkout import find_checkout
from xacct_constructs.local.clients import Clients, Credentials
from xacct_constructs.local.environment import clean_environment
from xacct_constructs.local.errors import LocalAwsError, SetupError
from xacct_constructs.local.probes import Probe, ProbeAnswer, observe
from xacct_constructs.local.server import LocalAws

SERVER_PYTHON = find_checkout().server_python


def test_it_enforces_iam_and_leaves_nothing() -> None:
    """A user without a policy is refused; afterwards folder and process are gone."""
    with LocalAws(SERVER_PYTHON) as aws:
        clients = Clients(aws)
        iam = clients.of_account("iam", "111111111111")
        iam.create_user(UserName="nobody")
        key = iam.create_access_key(UserName="nobody")["AccessKey"]
        callers = {"nobody": Credentials(key["AccessKeyId"], key["SecretAccessKey"])}
        seen = observe(Probe("", "nobody", "s3", "list_buckets", ProbeAnswer.REFUSED), clients, callers).seen
        listed = subprocess.run(["ps", "axeww"], capture_output=True, text=True, check=True).stdout

    assert seen is ProbeAnswer.REFUSED
    assert str(aws.folder) in listed
    assert not aws.folder.exists()
    listed = subprocess.run(["ps", "axeww"], capture_output=True, text=True, check=True).stdout
    assert str(aws.folder) not in listed


def test_several_run_side_by_side() -> None:
    """Each has its port, its folder, its root secret."""
    with LocalAws(SERVER_PYTHON) as one, LocalAws(SERVER_PYTHON) as other:
        assert one.port != other.port
        assert one.folder != other.folder
        assert one.root_credentials("111111111111") != other.root_credentials("111111111111")


def test_an_error_inside_leaves_nothing() -> None:
    """The block's exception passes, after everything is removed."""
    with pytest.raises(ZeroDivisionError), LocalAws(SERVER_PYTHON) as aws:
        _ = 1 / 0

    assert not aws.folder.exists()


def test_a_server_that_does_not_start_says_why() -> None:
    """What it printed is in the error, and nothing is left."""
    aws = LocalAws(Path(sys.executable))

    with pytest.raises(LocalAwsError, match="No module named"), aws:
        pass

    assert not aws.folder.exists()


def test_the_environment_has_nothing_of_a_person_s(tmp_path: Path) -> None:
    """Only what a program needs passes; home and temporary files are elsewhere."""
    theirs = {
        "AWS_PROFILE": "production",
        "AWS_ACCESS_KEY_ID": "theirs",
        "HTTPS_PROXY": "http://proxy",
        "CDK_DEFAULT_ACCOUNT": "999999999999",
        "HOME": "/home/theirs",
        "TMPDIR": "/home/theirs/tmp",
        "PATH": os.environ["PATH"],
        "LANG": "C.UTF-8",
    }

    ours = clean_environment(tmp_path, theirs)

    assert {name for name in ours if name in theirs} == {"HOME", "TMPDIR", "PATH", "LANG"}
    assert ours["LANG"] == "C.UTF-8"
    assert Path(ours["HOME"]).is_relative_to(tmp_path)
    assert Path(ours["TMPDIR"]).is_relative_to(tmp_path)
    assert Path(ours["JSII_RUNTIME_PACKAGE_CACHE_ROOT"]).is_relative_to("/home/theirs")


def test_no_checkout_says_so(tmp_path: Path) -> None:
    """A folder that is no checkout is named as the reason."""
    with pytest.raises(SetupError, match=r"installed package holds neither; get the source .* run there: make demo"):
        find_checkout([tmp_path])


def test_a_signal_waits_until_the_block_is_done() -> None:
    """What is being noted down is noted down before a signal is heeded."""
    program = """
import os, signal
from xacct_constructs.local.processes import stopping_in_order, uninterrupted
with stopping_in_order(lambda number: os.write(1, b" then the signal")):
    with uninterrupted():
        os.kill(os.getpid(), signal.SIGINT)
        os.write(1, b"first the block")
    os.write(1, b" never this")
"""
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)

    assert (ended.returncode, ended.stdout) == (130, "first the block then the signal")
