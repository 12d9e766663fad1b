"""The app of the users' owner: the users, and the roles that each may assume. It may be deployed before the other."""

import aws_cdk as cdk

from examples.accounts import environments
from examples.two_owners.agreement import agreements
from xacct_constructs import CrossAccountAccess


def build(app: cdk.App) -> None:
    """Add the stack of the trusted account."""
    accounts = environments(app)
    staging = cdk.Stack(app, "Staging", env=accounts.staging)
    # Alice stands in both agreements and becomes one user, with one policy for the two roles.
    CrossAccountAccess(agreements=agreements(str(accounts.production.account), staging.account), trusted_scope=staging)


if __name__ == "__main__":
    app = cdk.App()
    build(app)
    app.synth()
