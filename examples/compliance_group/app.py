"""Auditors by their user group, for accounts that cdk-nag's NIST 800-53, HIPAA and PCI DSS packs look over."""

import aws_cdk as cdk
from aws_cdk import aws_s3 as s3

from examples.accounts import environments
from examples.acknowledge import acknowledge
from xacct_constructs import S3Read, Safeguards, TrustedAccountGroup, TrustedGroup, TrustingAccountRole

AUDITORS = ["ada", "grace"]
"""Who they are; no trust policy can name their group, so the role names each of them."""


def build(app: cdk.App) -> None:
    """Add one stack for each account."""
    accounts = environments(app)
    production = cdk.Stack(app, "Production", env=accounts.production)
    staging = cdk.Stack(app, "Staging", env=accounts.staging)

    bucket_name = f"acme-ledgers-{production.account}"
    bucket = s3.Bucket(
        production,
        "Ledgers",
        bucket_name=bucket_name,
        encryption=s3.BucketEncryption.S3_MANAGED,
        block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
        enforce_ssl=True,
        versioned=True,
        removal_policy=cdk.RemovalPolicy.DESTROY,
    )
    # The packs refuse inline policies, policies of users, and users without a group: both halves are managed policies,
    # and the auditors' is their group's.
    reader = TrustingAccountRole(
        production,
        "LedgersReader",
        role_name="ledgers-reader",
        trusted_principals=[TrustedGroup(account=staging.account, name="auditors", users=AUDITORS)],
        permissions=[S3Read(bucket, prefixes=["2026/"])],
        safeguards=Safeguards(mfa=True),
        managed_policy_name="ledgers-read",
    )
    TrustedAccountGroup(
        staging,
        "Auditors",
        group_name="auditors",
        users=AUDITORS,
        assumes=[reader.reference],
        managed_policy_name="ledgers-reader-assume",
    )

    acknowledge(
        bucket,
        "AwsSolutions-S1",
        reason="An example: access logs need a bucket of their own, which you may have already",
    )
    acknowledge(
        reader,
        f"AwsSolutions-IAM5[Resource::arn:aws:s3:::{bucket_name}/2026/*]",
        reason="Every ledger of the year is what the auditors shall read",
    )


if __name__ == "__main__":
    app = cdk.App()
    build(app)
    app.synth()
