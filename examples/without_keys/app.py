"""People of Identity Center and a pipeline's job read production's reports: nobody keeps a key, or makes a user."""

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sso as sso

from examples.accounts import environments
from examples.acknowledge import acknowledge
from xacct_constructs import (
    S3Read,
    TrustedPermissionSet,
    TrustedWebIdentity,
    TrustingAccountRole,
    permission_set_policy,
)

INSTANCE = "arn:aws:sso:::instance/ssoins-0123456789abcdef"
GITHUB = "token.actions.githubusercontent.com"


def build(app: cdk.App) -> None:
    """Add one stack for each account; Identity Center is administered in staging."""
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
    # Whoever is assigned to the set in staging, by the role that Identity Center makes there.
    people = TrustedPermissionSet(account=staging.account, name="ReportsReader")
    # A job that runs in this environment of this repository, and no other.
    job = TrustedWebIdentity(
        provider=GITHUB, audience="sts.amazonaws.com", subject="repo:acme/reports:environment:production"
    )
    reader = TrustingAccountRole(
        production,
        "ReportsReader",
        role_name="reports-reader",
        trusted_principals=[people, job],
        permissions=[S3Read(bucket, prefixes=["monthly/"])],
    )
    provider = iam.CfnOIDCProvider(production, "GitHub", url=f"https://{GITHUB}", client_id_list=[job.audience])
    reader.node.add_dependency(provider)
    sso.CfnPermissionSet(
        staging,
        "ReportsReaders",
        instance_arn=app.node.try_get_context("identity_center") or INSTANCE,
        name=people.name,
        inline_policy=permission_set_policy(people, [reader.reference]),
    )

    acknowledge(
        bucket,
        "AwsSolutions-S1",
        reason="An example: access logs need a bucket of their own, which you may have already",
    )
    acknowledge(
        reader,
        f"AwsSolutions-IAM5[Resource::arn:aws:s3:::{bucket_name}/monthly/*]",
        reason="They read each month's report, those of months to come included",
    )


if __name__ == "__main__":
    app = cdk.App()
    build(app)
    app.synth()
