"""With our constructs: one for each half."""

import aws_cdk as cdk

from benchmarks.workloads import layout
from xacct_constructs import S3Read, TrustedAccountUser, TrustedUser, TrustingAccountRole


def build(app: cdk.App, agreements: int) -> None:
    """Add so many agreements."""
    for production, staging, names in layout.stack_pairs(app, agreements):
        for name in names:
            user = layout.user_name(name)
            reader = TrustingAccountRole(
                production,
                f"Reader{name}",
                role_name=layout.role_name(name),
                trusted_principals=[TrustedUser(account=layout.TRUSTED_ACCOUNT, name=user)],
                permissions=[S3Read(layout.bucket_name(name), prefixes=[layout.PREFIX])],
            )
            TrustedAccountUser(staging, f"User{name}", user_name=user, assumes=[reader.reference])
