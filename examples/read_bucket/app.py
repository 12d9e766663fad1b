"""Production owns the bucket; alice, a user of staging, reads one prefix of it through a role."""

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

    # Bucket names are shared by everybody on AWS, so this one carries the account's ID.
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
    reader = TrustingAccountRole(
        production,
        "ReportsReader",
        role_name="reports-reader",
        trusted_principals=[TrustedUser(account=staging.account, name="alice")],
        permissions=[S3Read(bucket, prefixes=["monthly/"])],
    )
    # Both names are fixed, so the user's half knows the role's ARN, and either stack may be deployed first.
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
