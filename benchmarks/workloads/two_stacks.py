"""The top-level `app.py` without our constructs: its two stacks and its bucket."""

import aws_cdk as cdk
from aws_cdk import aws_s3 as s3

from examples.accounts import environments
from examples.acknowledge import acknowledge


def build(app: cdk.App) -> None:
    """Add one stack for each account, the trusted account's empty."""
    accounts = environments(app)
    production = cdk.Stack(app, "Production", env=accounts.production)
    cdk.Stack(app, "Staging", env=accounts.staging)
    bucket = s3.Bucket(
        production,
        "Reports",
        bucket_name=f"acme-reports-{production.account}",
        encryption=s3.BucketEncryption.S3_MANAGED,
        block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
        enforce_ssl=True,
        removal_policy=cdk.RemovalPolicy.DESTROY,
    )
    acknowledge(bucket, "AwsSolutions-S1", reason="The same as in the app that this one is measured against")


if __name__ == "__main__":
    app = cdk.App()
    build(app)
    app.synth()
