"""An app with one agreement, to which an ordinary stack is added."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import aws_cdk as cdk
from aws_cdk import aws_s3 as s3

from xacct_constructs import S3Read, TrustedAccountUser, TrustedUser, TrustingAccountRole

PRODUCTION, STAGING, STRANGER = "111111111111", "222222222222", "333333333333"
REGION = "eu-west-1"
REPORTS = f"acme-reports-{PRODUCTION}"

_CLI = Path(__file__).parents[2] / "node_modules" / "aws-cdk"
_FLAGS = json.loads((_CLI / "lib" / "init-templates" / ".recommended-feature-flags.json").read_text())
"""What `cdk init` switches on in a new app."""


class Beside:
    """The agreement: alice, a user of staging, reads one prefix of production's reports.

    Attributes:
        production: The stack with the reports, to which a row adds its own.
    """

    def __init__(self, app: cdk.App) -> None:
        """Take the app."""
        self.production = cdk.Stack(app, "Production", env=cdk.Environment(account=PRODUCTION, region=REGION))
        self._staging = cdk.Stack(app, "Staging", env=cdk.Environment(account=STAGING, region=REGION))
        self._reports: s3.Bucket | None = None

    def reports(self, **properties: Any) -> s3.Bucket:
        """The bucket that is agreed on; who asks first may say more about it."""
        if self._reports is None:
            self._reports = s3.Bucket(
                self.production,
                "Reports",
                bucket_name=REPORTS,
                block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
                enforce_ssl=True,
                removal_policy=cdk.RemovalPolicy.DESTROY,
                **properties,
            )
        else:
            assert not properties, "the bucket is made already"
        return self._reports

    def agree(self) -> None:
        """Add both halves of the agreement."""
        reader = TrustingAccountRole(
            self.production,
            "ReportsReader",
            role_name="reports-reader",
            trusted_principals=[TrustedUser(account=STAGING, name="alice")],
            permissions=[S3Read(self.reports(), prefixes=["monthly/"])],
        )
        TrustedAccountUser(self._staging, "Alice", user_name="alice", assumes=[reader.reference])


def synthesized(build: Callable[[Beside], object], folder: Path) -> Path:
    """The cloud assembly of the agreement with what `build` adds."""
    app = cdk.App(outdir=str(folder), context=_FLAGS, analytics_reporting=False)
    beside = Beside(app)
    build(beside)
    beside.agree()
    return Path(app.synth().directory)
