"""What the smoke run deploys: the safeguards that only AWS itself can judge, and a bucket encrypted with a KMS key."""

import os
from datetime import timedelta

import aws_cdk as cdk
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3

from xacct_constructs import S3Read, Safeguards, TrustedAccountUser, TrustedUser, TrustingAccountRole

USER_NAME = "xacct-smoke"
PREFIX = "monthly/"
ROLES = {
    "xacct-smoke-kms": Safeguards(),
    "xacct-smoke-safeguards": Safeguards(
        external_ids=["xacct-smoke-7f3a91"],
        source_identities=[USER_NAME],
        session_tags={"team": ["blue"]},
        session_name_is_user_name=True,
    ),
    "xacct-smoke-mfa": Safeguards(mfa=True, mfa_max_age=timedelta(hours=1)),
}
"""Role names, and what each asks for."""


def bucket_name(account: str, region: str) -> str:
    """The bucket's name, which nobody else has."""
    return f"xacct-smoke-{account}-{region}"


def build(app: cdk.App, trusting_account: str, trusted_account: str, region: str) -> None:
    """Add one stack for each account."""
    production = cdk.Stack(app, "XacctSmokeProduction", env=cdk.Environment(account=trusting_account, region=region))
    staging = cdk.Stack(app, "XacctSmokeStaging", env=cdk.Environment(account=trusted_account, region=region))
    bucket = s3.Bucket(
        production,
        "Reports",
        bucket_name=bucket_name(trusting_account, region),
        encryption_key=kms.Key(
            production, "Key", pending_window=cdk.Duration.days(7), removal_policy=cdk.RemovalPolicy.DESTROY
        ),
        block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
        enforce_ssl=True,
        removal_policy=cdk.RemovalPolicy.DESTROY,
    )
    roles = [
        TrustingAccountRole(
            production,
            name.title().replace("-", ""),
            role_name=name,
            trusted_principals=[TrustedUser(account=trusted_account, name=USER_NAME)],
            permissions=[S3Read(bucket, prefixes=[PREFIX])],
            safeguards=safeguards,
        )
        for name, safeguards in ROLES.items()
    ]
    TrustedAccountUser(staging, "User", user_name=USER_NAME, assumes=[each.reference for each in roles])


if __name__ == "__main__":
    app = cdk.App()
    build(app, os.environ["SMOKE_TRUSTING"], os.environ["SMOKE_TRUSTED"], os.environ["SMOKE_REGION"])
    app.synth()
