"""By hand: the same statements and conditions with CDK's `Role`, `User` and `add_to_policy`, in constructs."""

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from constructs import Construct

from benchmarks.workloads import layout


class ReportsReader(Construct):
    """The trusting account's half."""

    def __init__(self, scope: Construct, construct_id: str, *, role_name: str, user_arn: str, bucket: str) -> None:
        """Write the role and what it may do."""
        super().__init__(scope, construct_id)
        account = iam.AccountPrincipal(layout.TRUSTED_ACCOUNT)
        self.role = iam.Role(
            self,
            "Role",
            role_name=role_name,
            assumed_by=iam.PrincipalWithConditions(account, {"ArnEquals": {"aws:PrincipalArn": user_arn}}),
        )
        bucket_arn = f"arn:aws:s3:::{bucket}"
        owned = {"StringEquals": {"aws:ResourceAccount": layout.TRUSTING_ACCOUNT}}
        self.role.add_to_policy(
            iam.PolicyStatement(
                actions=["s3:GetObject"], resources=[f"{bucket_arn}/{layout.PREFIX}*"], conditions=owned
            )
        )
        self.role.add_to_policy(
            iam.PolicyStatement(
                actions=["s3:ListBucket"],
                resources=[bucket_arn],
                conditions={**owned, "StringLike": {"s3:prefix": f"{layout.PREFIX}*"}},
            )
        )
        self.role.add_to_policy(
            iam.PolicyStatement(actions=["s3:GetBucketLocation"], resources=[bucket_arn], conditions=owned)
        )


class ReportsUser(Construct):
    """The trusted account's half."""

    def __init__(self, scope: Construct, construct_id: str, *, user_name: str, role_arn: str) -> None:
        """Write the user and what it may assume."""
        super().__init__(scope, construct_id)
        self.user = iam.User(self, "User", user_name=user_name)
        self.user.add_to_policy(iam.PolicyStatement(actions=["sts:AssumeRole"], resources=[role_arn]))


def build(app: cdk.App, agreements: int) -> None:
    """Add so many agreements."""
    for production, staging, names in layout.stack_pairs(app, agreements):
        for name in names:
            user, role = layout.user_name(name), layout.role_name(name)
            user_arn = f"arn:aws:iam::{layout.TRUSTED_ACCOUNT}:user/{user}"
            bucket = layout.bucket_name(name)
            ReportsReader(production, f"Reader{name}", role_name=role, user_arn=user_arn, bucket=bucket)
            role_arn = f"arn:aws:iam::{layout.TRUSTING_ACCOUNT}:role/{role}"
            ReportsUser(staging, f"User{name}", user_name=user, role_arn=role_arn)
