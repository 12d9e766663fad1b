"""A bucket under a customer managed key: reading it takes the key as well, so the role gets both or nothing."""

import aws_cdk as cdk
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3

from examples.accounts import environments
from examples.acknowledge import acknowledge
from xacct_constructs import S3Read, TrustedAccountUser, TrustedUser, TrustingAccountRole


def build(app: cdk.App) -> None:
    """Add one stack for each account."""
    accounts = environments(app)
    production = cdk.Stack(app, "Production", env=accounts.production)
    staging = cdk.Stack(app, "Staging", env=accounts.staging)

    # CDK's default key policy leaves decryption to the account's IAM policies, the role's among them.
    key = kms.Key(
        production,
        "LedgersKey",
        enable_key_rotation=True,
        removal_policy=cdk.RemovalPolicy.DESTROY,
    )
    bucket_name = f"acme-ledgers-{production.account}"
    bucket = s3.Bucket(
        production,
        "Ledgers",
        bucket_name=bucket_name,
        encryption=s3.BucketEncryption.KMS,
        encryption_key=key,
        bucket_key_enabled=True,
        block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
        enforce_ssl=True,
        removal_policy=cdk.RemovalPolicy.DESTROY,
    )
    # The bucket brings its key along. One outside this app is named by its ARN: S3Read(…, kms_key="arn:aws:kms:…").
    reader = TrustingAccountRole(
        production,
        "LedgersReader",
        role_name="ledgers-reader",
        trusted_principals=[TrustedUser(account=staging.account, name="alice")],
        permissions=[S3Read(bucket, prefixes=["closed/"])],
    )
    TrustedAccountUser(staging, "Alice", user_name="alice", assumes=[reader.reference])

    acknowledge(
        bucket,
        "AwsSolutions-S1",
        reason="An example: access logs need a bucket of their own, which you may have already",
    )
    acknowledge(
        reader,
        f"AwsSolutions-IAM5[Resource::arn:aws:s3:::{bucket_name}/closed/*]",
        reason="Every ledger that is closed, and none that is still open",
    )


if __name__ == "__main__":
    app = cdk.App()
    build(app)
    app.synth()
