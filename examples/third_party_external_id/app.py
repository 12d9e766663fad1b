"""Globex audits acme's exports. It serves many customers, so it must say for which of them it comes each time."""

import aws_cdk as cdk
from aws_cdk import aws_s3 as s3

from examples.accounts import environments
from examples.acknowledge import acknowledge
from xacct_constructs import S3Read, Safeguards, TrustedAccountUser, TrustedUser, TrustingAccountRole

# Globex makes an ID for each of its customers; it is an identifier, no secret. The old one goes when Globex says that
# it presents the new one: until then either is accepted, so that nobody has to switch at the same minute.
OLD_EXTERNAL_ID = "globex-acme-7f3a9c52"
NEW_EXTERNAL_ID = "globex-acme-c41d02e8"


def build(app: cdk.App) -> None:
    """Add one stack for each account; Staging stands for Globex's, which deploys its half itself."""
    accounts = environments(app)
    production = cdk.Stack(app, "Production", env=accounts.production)
    globex = cdk.Stack(app, "Staging", env=accounts.staging)

    bucket_name = f"acme-exports-{production.account}"
    bucket = s3.Bucket(
        production,
        "Exports",
        bucket_name=bucket_name,
        encryption=s3.BucketEncryption.S3_MANAGED,
        block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
        enforce_ssl=True,
        removal_policy=cdk.RemovalPolicy.DESTROY,
    )
    auditor = TrustingAccountRole(
        production,
        "GlobexAuditor",
        role_name="globex-auditor",
        trusted_principals=[TrustedUser(account=globex.account, name="audit-collector")],
        permissions=[S3Read(bucket, prefixes=["audit/"])],
        safeguards=Safeguards(external_ids=[OLD_EXTERNAL_ID, NEW_EXTERNAL_ID]),
    )
    TrustedAccountUser(globex, "AuditCollector", user_name="audit-collector", assumes=[auditor.reference])

    acknowledge(
        bucket,
        "AwsSolutions-S1",
        reason="An example: access logs need a bucket of their own, which you may have already",
    )
    acknowledge(
        auditor,
        f"AwsSolutions-IAM5[Resource::arn:aws:s3:::{bucket_name}/audit/*]",
        reason="Globex reads whatever acme exports for the audit, and acme exports nothing else there",
    )


if __name__ == "__main__":
    app = cdk.App()
    build(app)
    app.synth()
