"""With `CrossAccountAccess`: one for each pair of stacks, checking the agreements together before it writes them."""

import aws_cdk as cdk

from benchmarks.workloads import layout
from xacct_constructs import Agreement, CrossAccountAccess, S3Read, TrustedUser


def build(app: cdk.App, agreements: int) -> None:
    """Add so many agreements."""
    for production, staging, names in layout.stack_pairs(app, agreements):
        CrossAccountAccess(
            agreements=[_agreement(name) for name in names], trusting_scope=production, trusted_scope=staging
        )


def _agreement(name: str) -> Agreement:
    return Agreement(
        role_name=layout.role_name(name),
        trusting_account=layout.TRUSTING_ACCOUNT,
        trusted_principals=[TrustedUser(account=layout.TRUSTED_ACCOUNT, name=layout.user_name(name))],
        permissions=[S3Read(layout.bucket_name(name), prefixes=[layout.PREFIX])],
    )
