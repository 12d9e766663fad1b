"""The permissions as a customer managed policy: the walk-through's separate step, for accounts that review policies."""

import aws_cdk as cdk
from aws_cdk import aws_s3 as s3

from examples.accounts import environments
from examples.acknowledge import acknowledge
from xacct_constructs import S3Read, TrustedAccountUser, TrustedUser, TrustingAccountRole


def build(app: cdk.App) -> None:
    """Add one stack for each account."""
    accounts = environments(app)
    production = cdk.Stack(app, "Production", env=accounts.production)
    staging = cdk.Stack(app, "Staging", env=accounts.staging)

    bucket_name = f"acme-reports-{production.account}"
    bucket = s3.Bucket(
        production,
        "Reports",
        bucket_name=bucket_name,
        encryption=s3.BucketEncryption.S3_MANAGED,
        block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
        enforce_ssl=True,
        removal_policy=cdk.RemovalPolicy.DESTROY,
    )
    # A managed policy has a name and an ARN of its own, and versions in the console; inline it would go with the role.
    reader = TrustingAccountRole(
        production,
        "ReportsReader",
        role_name="reports-reader",
        trusted_principals=[TrustedUser(account=staging.account, name="alice")],
        permissions=[S3Read(bucket, prefixes=["monthly/"])],
        managed_policy_name="reports-read",
    )
    # The user's half stays inline, as in the walk-through; it takes managed_policy_name too.
    TrustedAccountUser(staging, "Alice", user_name="alice", assumes=[reader.reference])

    acknowledge(
        bucket,
        "AwsSolutions-S1",
        reason="An example: access logs need a bucket of their own, which you may have already",
    )
    acknowledge(
        reader,
        f"AwsSolutions-IAM5[Resource::arn:aws:s3:::{bucket_name}/monthly/*]",
        reason="Every monthly report, those of months to come included, is what alice shall read",
    )


if __name__ == "__main__":
    app = cdk.App()
    build(app)
    app.synth()
