"""What could not be written is printed for its owner, and the examples' READMEs show the very text."""

from collections.abc import Callable
from pathlib import Path

import aws_cdk as cdk
import pytest
from aws_cdk.assertions import Annotations, Match

from xacct_constructs import S3Read, TrustedUser, TrustingAccountRole

EXAMPLES = Path(__file__).parents[2] / "examples"


def existing_role(production: cdk.Stack) -> None:
    """The archive's role exists already."""
    TrustingAccountRole(
        production,
        "ArchiveReader",
        role_name="archive-reader",
        trusted_principals=[TrustedUser(account="222222222222", name="bob", path="/support/")],
        permissions=[S3Read("acme-archive-111111111111", prefixes=["2025/", "2026/"])],
        existing_role=True,
    )


def key_outside(production: cdk.Stack) -> None:
    """The ledgers' key belongs to a third account."""
    key = "arn:aws:kms:eu-west-1:333333333333:key/0d9c3b7e-5a41-4f0e-9a57-2f6f1c0a8e11"
    TrustingAccountRole(
        production,
        "LedgersReader",
        role_name="ledgers-reader",
        trusted_principals=[TrustedUser(account="222222222222", name="alice")],
        permissions=[S3Read("acme-ledgers", prefixes=["closed/"], kms_key=key)],
    )


def printed(place: Callable[[cdk.Stack], None]) -> list[str]:
    """The warnings of a stack."""
    environment = cdk.Environment(account="111111111111", region="eu-west-1")
    production = cdk.Stack(cdk.App(analytics_reporting=False), "Production", env=environment)
    place(production)
    entries = Annotations.from_stack(production).find_warning("*", Match.any_value())
    return [str(each.entry.data).split(" [ack:")[0] for each in entries]


@pytest.mark.parametrize(
    ("place", "code", "folder"),
    [
        pytest.param(existing_role, "XA504", "existing_bucket_and_user", id="a role that exists already"),
        pytest.param(key_outside, "XA111", "kms_encrypted_bucket", id="a key outside the app"),
    ],
)
def test_the_readme_shows_what_is_printed(place: Callable[[cdk.Stack], None], code: str, folder: str) -> None:
    """One warning, which begins with its code and stands in the README as it is printed."""
    (text,) = printed(place)
    assert text.startswith(f"{code}-")
    assert text in (EXAMPLES / folder / "README.md").read_text()
