"""An app of your own: alice, a user of staging, reads production's monthly reports."""

import aws_cdk as cdk
from xacct_constructs import Agreement, CrossAccountAccess, S3Read, TrustedUser

REPORTS = Agreement(
    role_name="reports-reader",
    trusting_account="111111111111",
    trusted_principals=[TrustedUser(account="222222222222", name="alice")],
    permissions=[S3Read("acme-reports", prefixes=["monthly/"])],
)


def build(app: cdk.App) -> None:
    """Add the stack of each account."""
    production = cdk.Stack(app, "Production", env=cdk.Environment(account="111111111111", region="eu-west-1"))
    staging = cdk.Stack(app, "Staging", env=cdk.Environment(account="222222222222", region="eu-west-1"))
    CrossAccountAccess(agreements=[REPORTS], trusting_scope=production, trusted_scope=staging)


if __name__ == "__main__":
    app = cdk.App()
    build(app)
    app.synth()
