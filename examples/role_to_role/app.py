"""A Lambda function of staging mails production's reports: its role assumes production's, and nobody keeps a key."""

import aws_cdk as cdk
from aws_cdk import aws_s3 as s3

from examples.accounts import environments
from examples.acknowledge import acknowledge
from xacct_constructs import S3Read, TrustedAccountRole, TrustedRole, TrustingAccountRole


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
    # A session that comes from another role's session lasts an hour at most: the function assumes the role on each run.
    reader = TrustingAccountRole(
        production,
        "ReportsReader",
        role_name="reports-reader",
        trusted_principals=[TrustedRole(account=staging.account, name="report-mailer")],
        permissions=[S3Read(bucket, prefixes=["monthly/"])],
    )
    # Give a function this role with role=mailer.role.
    mailer = TrustedAccountRole(
        staging,
        "ReportMailer",
        role_name="report-mailer",
        assumed_by=["lambda.amazonaws.com"],
        assumes=[reader.reference],
    )
    cdk.CfnOutput(staging, "ReportMailerArn", value=mailer.role_arn)

    acknowledge(
        bucket,
        "AwsSolutions-S1",
        reason="An example: access logs need a bucket of their own, which you may have already",
    )
    acknowledge(
        reader,
        f"AwsSolutions-IAM5[Resource::arn:aws:s3:::{bucket_name}/monthly/*]",
        reason="The function mails each month's report, those of months to come included",
    )


if __name__ == "__main__":
    app = cdk.App()
    build(app)
    app.synth()
