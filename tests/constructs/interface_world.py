"""Two accounts with both halves of an agreement, and what the tests of `.role` and `.user` do to them."""

from dataclasses import replace
from typing import Any

import aws_cdk as cdk
import jsii
from aws_cdk import aws_backup as backup
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_iam as iam
from aws_cdk.assertions import Match, Matcher, Template
from constructs import IConstruct

from xacct_constructs import (
    S3Read,
    TrustedAccountRole,
    TrustedAccountUser,
    TrustedRole,
    TrustedUser,
    TrustingAccountRole,
)

LIST_ALL = {"Action": "s3:ListAllMyBuckets", "Effect": "Allow", "Resource": "*"}


class World:
    """Production trusts staging's alice; both stacks of one app."""

    def __init__(self, *, existing: bool = False) -> None:
        """Write both halves, new or existing."""
        self.app = cdk.App(analytics_reporting=False)
        self.production = self.stack("Production", "111111111111")
        self.staging = self.stack("Staging", "222222222222")
        self.reader = TrustingAccountRole(
            self.production,
            "Reader",
            role_name="reports-reader",
            path="/team/",
            trusted_principals=[TrustedUser(account="222222222222", name="alice")],
            permissions=[S3Read("acme-reports", prefixes=["monthly/"])],
            existing_role=existing,
        )
        self.alice = TrustedAccountUser(
            self.staging, "Alice", user_name="alice", assumes=[self.reader.reference], existing=existing
        )

    def stack(self, name: str, account: str) -> cdk.Stack:
        """A stack in an account."""
        return cdk.Stack(self.app, name, env=cdk.Environment(account=account, region="eu-west-1"))

    @property
    def template(self) -> Template:
        """What production deploys."""
        return Template.from_stack(self.production)

    @property
    def staged(self) -> Template:
        """What staging deploys."""
        return Template.from_stack(self.staging)


def kept(world: World) -> iam.IRole:
    """A role of staging's that AWS keeps: it is trusted, and no policy can be attached to it."""
    path = "/aws-reserved/sso.amazonaws.com/"
    who = TrustedRole(account="222222222222", name="readers", path=path, existing=True)
    reference = replace(world.reader.reference, trusted_principals=(who,))
    made = TrustedAccountRole(
        world.staging, "Readers", role_name="readers", path=path, existing=True, assumes=[reference]
    )
    return made.role


def list_all() -> iam.PolicyStatement:
    """A statement that names no account."""
    return iam.PolicyStatement(actions=["s3:ListAllMyBuckets"], resources=["*"])


def table(stack: cdk.Stack, name: str | None = None) -> dynamodb.Table:
    """A table of the stack's account."""
    key = dynamodb.Attribute(name="id", type=dynamodb.AttributeType.STRING)
    return dynamodb.Table(stack, "Table", table_name=name, partition_key=key)


def logical_id(template: Template, kind: str) -> str:
    """The logical ID of the only resource of the kind."""
    [found] = template.find_resources(kind)
    return found


def attached(world: World, statement: dict[str, Any] | Matcher = LIST_ALL) -> None:
    """Production attaches the statement to the role it creates, by reference."""
    role = logical_id(world.template, "AWS::IAM::Role")
    written = {"Roles": [{"Ref": role}], "PolicyDocument": {"Statement": Match.array_with([statement])}}
    world.template.has_resource_properties("AWS::IAM::Policy", written)


@jsii.implements(cdk.IAspect)
class VisitsPath:
    """An Aspect that changes roles and users."""

    def visit(self, node: IConstruct) -> None:
        """Set the path."""
        if isinstance(node, iam.CfnRole | iam.CfnUser):
            node.path = "/visited/"


class SetsPath(cdk.Mixin):
    """A mixin that changes roles and users."""

    def supports(self, construct: IConstruct) -> bool:
        """Roles and users only."""
        return isinstance(construct, iam.CfnRole | iam.CfnUser)

    def apply_to(self, construct: IConstruct) -> None:
        """Set the path."""
        if isinstance(construct, iam.CfnRole | iam.CfnUser):
            construct.path = "/mixed/"


AWS_POLICY = "AWSBackupServiceRolePolicyForBackup"
AWS_POLICY_ARN = {"Fn::Join": ["", ["arn:", {"Ref": "AWS::Partition"}, f":iam::aws:policy/{AWS_POLICY}"]]}


def aws_policy() -> iam.IManagedPolicy:
    """One of AWS's own managed policies."""
    return iam.ManagedPolicy.from_aws_managed_policy_name(AWS_POLICY)


def grantee(world: World) -> iam.User:
    """Another user of the trusting account."""
    return iam.User(world.production, "Operator")


def own_policy(stack: cdk.Stack) -> iam.Policy:
    """An inline policy made apart from the principal."""
    return iam.Policy(stack, "Own", statements=[list_all()])


def own_managed_policy(stack: cdk.Stack, name: str | None = None) -> iam.ManagedPolicy:
    """A customer managed policy of the app."""
    return iam.ManagedPolicy(stack, "Managed", managed_policy_name=name, statements=[list_all()])


def backup_selection(world: World) -> None:
    """CDK's own construct that calls `addManagedPolicy` on the role it is given."""
    plan = backup.BackupPlan.daily35_day_retention(world.production, "Plan")
    plan.add_selection("Sel", resources=[backup.BackupResource.from_arn("*")], role=world.reader.role)
