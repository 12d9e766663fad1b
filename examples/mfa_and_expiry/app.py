"""Alice reads payroll within an hour of signing in with MFA; bob, a contractor, reads plans until his contract ends."""

from datetime import UTC, datetime, timedelta

import aws_cdk as cdk
from aws_cdk import aws_s3 as s3

from examples.accounts import environments
from examples.acknowledge import acknowledge
from xacct_constructs import S3Read, Safeguards, TrustedAccountUser, TrustedUser, TrustingAccountRole

END_OF_CONTRACT = datetime(2031, 1, 1, tzinfo=UTC)


def build(app: cdk.App, today: datetime | None = None) -> None:
    """Add one stack for each account; `today` is an argument, so that the same code always writes the same template."""
    accounts = environments(app)
    production = cdk.Stack(app, "Production", env=accounts.production)
    staging = cdk.Stack(app, "Staging", env=accounts.staging)

    bucket_name = f"acme-people-{production.account}"
    bucket = s3.Bucket(
        production,
        "People",
        bucket_name=bucket_name,
        encryption=s3.BucketEncryption.S3_MANAGED,
        block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
        enforce_ssl=True,
        removal_policy=cdk.RemovalPolicy.DESTROY,
    )
    # Stolen access keys alone are worth nothing here: with them nobody can assume the role.
    payroll = TrustingAccountRole(
        production,
        "PayrollReader",
        role_name="payroll-reader",
        trusted_principals=[TrustedUser(account=staging.account, name="alice")],
        permissions=[S3Read(bucket, prefixes=["payroll/"])],
        safeguards=Safeguards(mfa=True, mfa_max_age=timedelta(hours=1)),
    )
    # After that moment the role cannot be assumed, and sessions that are still running are refused too. By today a
    # deployment is refused that names a moment which has passed.
    plans = TrustingAccountRole(
        production,
        "PlansReader",
        role_name="plans-reader",
        trusted_principals=[TrustedUser(account=staging.account, name="bob")],
        permissions=[S3Read(bucket, prefixes=["plans/"])],
        safeguards=Safeguards(expiry=END_OF_CONTRACT),
        today=today,
    )
    TrustedAccountUser(staging, "Alice", user_name="alice", assumes=[payroll.reference])
    TrustedAccountUser(staging, "Bob", user_name="bob", assumes=[plans.reference])

    acknowledge(
        bucket,
        "AwsSolutions-S1",
        reason="An example: access logs need a bucket of their own, which you may have already",
    )
    acknowledge(
        payroll,
        f"AwsSolutions-IAM5[Resource::arn:aws:s3:::{bucket_name}/payroll/*]",
        reason="Alice runs payroll for everybody",
    )
    acknowledge(
        plans,
        f"AwsSolutions-IAM5[Resource::arn:aws:s3:::{bucket_name}/plans/*]",
        reason="Bob's contract covers all plans",
    )


if __name__ == "__main__":
    app = cdk.App()
    build(app, today=datetime.now(UTC))
    app.synth()
