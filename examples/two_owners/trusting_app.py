"""The app of the bucket's owner: the bucket and the roles. It knows of the other account what the agreement says."""

import aws_cdk as cdk
from aws_cdk import aws_s3 as s3

from examples.accounts import environments
from examples.acknowledge import acknowledge
from examples.two_owners.agreement import agreements, bucket_name
from xacct_constructs import CrossAccountAccess


def build(app: cdk.App) -> None:
    """Add the stack of the trusting account."""
    accounts = environments(app)
    production = cdk.Stack(app, "Production", env=accounts.production)

    name = bucket_name(production.account)
    bucket = s3.Bucket(
        production,
        "Orders",
        bucket_name=name,
        encryption=s3.BucketEncryption.S3_MANAGED,
        block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
        enforce_ssl=True,
        removal_policy=cdk.RemovalPolicy.DESTROY,
    )
    access = CrossAccountAccess(
        agreements=agreements(production.account, str(accounts.staging.account)), trusting_scope=production
    )

    acknowledge(
        bucket,
        "AwsSolutions-S1",
        reason="An example: access logs need a bucket of their own, which you may have already",
    )
    for role, prefix in (("invoices-reader", "invoices/"), ("refunds-reader", "refunds/")):
        acknowledge(
            access.roles[f"arn:aws:iam::{production.account}:role/{role}"],
            f"AwsSolutions-IAM5[Resource::arn:aws:s3:::{name}/{prefix}*]",
            reason=f"The agreement is about everything under {prefix}, and both owners reviewed it",
        )


if __name__ == "__main__":
    app = cdk.App()
    build(app)
    app.synth()
