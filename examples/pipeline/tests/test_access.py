"""What a reviewer wants to know before it is deployed: who gets in, to what, and that nothing else has changed."""

import json
from pathlib import Path

import aws_cdk as cdk
import pytest
from syrupy.assertion import SnapshotAssertion
from xacct_constructs import Agreement, S3Read, TrustedUser
from xacct_constructs.testing import assert_proven

from access_app import build

# What both owners have agreed on, written here once more: whoever widens the app widens it here too, or this fails.
AGREED = Agreement(
    role_name="reports-reader",
    trusting_account="111111111111",
    trusted_principals=[TrustedUser(account="222222222222", name="alice")],
    permissions=[S3Read("acme-reports", prefixes=["monthly/"])],
)


@pytest.fixture(scope="module")
def assembly() -> Path:
    """What `cdk synth` writes."""
    app = cdk.App()
    build(app)
    return Path(app.synth().directory)


def test_alice_reads_monthly_reports_and_that_is_all(assembly: Path) -> None:
    """The templates let through what is agreed on, and nothing else."""
    assert_proven(assembly, [AGREED])


def test_nothing_changes_unseen(assembly: Path, snapshot: SnapshotAssertion) -> None:
    """Any change shows in the snapshot, and is reviewed with it: `pytest --snapshot-update` accepts it."""
    assert {path.name: json.loads(path.read_text()) for path in assembly.glob("*.template.json")} == snapshot
