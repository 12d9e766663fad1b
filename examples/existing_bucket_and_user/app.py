"""A bucket and a user that were there long before this app: it adds the access between them, and owns neither."""

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

    bucket_name = f"acme-archive-{production.account}"
    reader = TrustingAccountRole(
        production,
        "ArchiveReader",
        role_name="archive-reader",
        trusted_principals=[TrustedUser(account=staging.account, name="bob", path="/support/", existing=True)],
        # CDK's own grant_read would write half of the access here and report success: an imported bucket has no policy
        # that it could edit. A role in the bucket's account needs none.
        permissions=[
            S3Read(s3.Bucket.from_bucket_name(production, "Archive", bucket_name), prefixes=["2025/", "2026/"])
        ],
    )
    # The user keeps its keys, groups and other policies: the stack holds one policy, attached to the user by name.
    TrustedAccountUser(staging, "Bob", user_name="bob", path="/support/", existing=True, assumes=[reader.reference])

    for year in ("2025", "2026"):
        acknowledge(
            reader,
            f"AwsSolutions-IAM5[Resource::arn:aws:s3:::{bucket_name}/{year}/*]",
            reason=f"Support answers questions about any order of {year}",
        )


if __name__ == "__main__":
    app = cdk.App()
    build(app)
    app.synth()
