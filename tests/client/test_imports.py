"""What `xacct env` costs where a session is kept: nothing heavy is loaded, and nothing is called."""

import subprocess
import sys
from pathlib import Path

from benchmarks import client
from benchmarks.fresh import ROOT


def test_a_kept_session_is_handed_out_without_boto3(tmp_path: Path) -> None:
    """Neither boto3, nor the CDK, nor Node's bridge; the agreement's own classes neither."""
    loaded = client.packages(tmp_path, client.person(tmp_path))

    assert "argparse" in loaded
    assert loaded.isdisjoint({"aws_cdk", "jsii", "boto3", "botocore", "constructs", "rich", "unicodedata"})


def test_a_session_that_is_over_needs_them(tmp_path: Path) -> None:
    """The test's own eyes: with nothing kept, boto3 is loaded, and refused for want of keys."""
    variables = client.person(tmp_path)
    for file in (tmp_path / ".aws" / "xacct" / "cache").iterdir():
        file.unlink()
    (tmp_path / ".aws" / "credentials").unlink()

    done = subprocess.run(
        [sys.executable, "-c", client._LOADED],
        cwd=tmp_path,
        env={**variables, "PYTHONPATH": str(ROOT), "AWS_EC2_METADATA_DISABLED": "true"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 3
    assert "boto3" in done.stderr.splitlines()[-1].split()
