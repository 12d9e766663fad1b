"""Every member of CDK's interfaces that is listed as working writes what the list says."""

from collections.abc import Callable
from typing import Any, NamedTuple

import aws_cdk as cdk
import pytest
from aws_cdk import aws_iam as iam
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sqs as sqs
from aws_cdk.assertions import Match

from tests.constructs.interface_world import (
    AWS_POLICY,
    AWS_POLICY_ARN,
    LIST_ALL,
    SetsPath,
    World,
    attached,
    aws_policy,
    backup_selection,
    grantee,
    list_all,
    logical_id,
    own_managed_policy,
    own_policy,
    table,
)


def attached_to_user(world: World) -> None:
    """Staging attaches the statement to the user it creates, by reference."""
    user = logical_id(world.staged, "AWS::IAM::User")
    written = {"Users": [{"Ref": user}], "PolicyDocument": {"Statement": [LIST_ALL]}}
    world.staged.has_resource_properties("AWS::IAM::Policy", written)


class Works(NamedTuple):
    """One member that writes something, or is something."""

    member: str
    act: Callable[[World], Any]
    check: Callable[[World, Any], Any]


def is_(expected: object) -> Callable[[World, Any], None]:
    """The member's value, resolved in production, is exactly this."""

    def check(world: World, got: Any) -> None:
        assert world.production.resolve(got) == expected

    return check


def role_property(name: str, value: object) -> Callable[[World, Any], Any]:
    """Production's role has the property."""
    return lambda world, _: world.template.has_resource_properties("AWS::IAM::Role", {name: value})


def user_property(name: str, value: object) -> Callable[[World, Any], Any]:
    """Staging's user has the property."""
    return lambda world, _: world.staged.has_resource_properties("AWS::IAM::User", {name: value})


def retained(kind: str) -> Callable[[World, Any], Any]:
    """The role or user outlives its stack."""

    def check(world: World, _: Any) -> None:
        template = world.template if kind == "AWS::IAM::Role" else world.staged
        template.has_resource(kind, {"DeletionPolicy": "Retain"})

    return check


def granted_to_operator(action: str) -> Callable[[World, Any], Any]:
    """The other user may do this to the role."""

    def check(world: World, _: Any) -> None:
        arn = {"Fn::GetAtt": [logical_id(world.template, "AWS::IAM::Role"), "Arn"]}
        statement = {"Action": action, "Effect": "Allow", "Resource": arn}
        world.template.has_resource_properties("AWS::IAM::Policy", {"PolicyDocument": {"Statement": [statement]}})

    return check


def role_reference(attribute: str) -> Callable[[World, Any], Any]:
    """A reference to the role where it is written; its name or ARN written out in another account."""

    def check(world: World, got: Any) -> None:
        role = logical_id(world.template, "AWS::IAM::Role")
        arn = {"Fn::Join": ["", ["arn:", {"Ref": "AWS::Partition"}, ":iam::111111111111:role/team/reports-reader"]]}
        here = {"Ref": role} if attribute == "name" else {"Fn::GetAtt": [role, "Arn"]}
        assert world.production.resolve(got) == here
        assert world.staging.resolve(got) == ("reports-reader" if attribute == "name" else arn)

    return check


def user_reference(attribute: str) -> Callable[[World, Any], Any]:
    """A reference to the user where it is written; its name or ARN written out in another account."""

    def check(world: World, got: Any) -> None:
        user = logical_id(world.staged, "AWS::IAM::User")
        arn = {"Fn::Join": ["", ["arn:", {"Ref": "AWS::Partition"}, ":iam::222222222222:user/alice"]]}
        assert world.staging.resolve(got) == ({"Ref": user} if attribute == "name" else {"Fn::GetAtt": [user, "Arn"]})
        assert world.production.resolve(got) == ("alice" if attribute == "name" else arn)

    return check


def admitted_to_queue(world: World, _: Any) -> None:
    """A queue of the same account names the role."""
    arn = {"Fn::GetAtt": [logical_id(world.template, "AWS::IAM::Role"), "Arn"]}
    statement = Match.object_like({"Principal": {"AWS": arn}})
    world.template.has_resource_properties("AWS::SQS::QueuePolicy", {"PolicyDocument": {"Statement": [statement]}})


def admit_to_queue(world: World) -> None:
    """Name the role in a resource policy."""
    statement = iam.PolicyStatement(actions=["sqs:SendMessage"], principals=[world.reader.role], resources=["*"])
    sqs.Queue(world.production, "Queue").add_to_resource_policy(statement)


def queue_waits(world: World, _: Any) -> None:
    """A resource that depends on the interface deploys after the role."""
    role = logical_id(world.template, "AWS::IAM::Role")
    world.template.has_resource("AWS::SQS::Queue", {"DependsOn": Match.array_with([role])})


def in_group(world: World, _: Any) -> None:
    """The user is added to the group by reference."""
    user = logical_id(world.staged, "AWS::IAM::User")
    group = logical_id(world.staged, "AWS::IAM::Group")
    written = {"GroupName": {"Ref": group}, "Users": [{"Ref": user}]}
    world.staged.has_resource_properties("AWS::IAM::UserToGroupAddition", written)


ROLE_WORKS = [
    Works("role_arn", lambda w: w.reader.role.role_arn, role_reference("arn")),
    Works("role_name", lambda w: w.reader.role.role_name, role_reference("name")),
    Works("role_ref", lambda w: w.reader.role.role_ref.role_arn, role_reference("arn")),
    Works("assume_role_action", lambda w: w.reader.role.assume_role_action, is_("sts:AssumeRole")),
    Works("principal_account", lambda w: w.reader.role.principal_account, is_("111111111111")),
    Works("env", lambda w: w.reader.role.env.account, is_("111111111111")),
    Works("stack", lambda w: w.reader.role.stack.stack_name, is_("Production")),
    Works("node", lambda w: sqs.Queue(w.production, "Queue").node.add_dependency(w.reader.role), queue_waits),
    Works("grant_principal", lambda w: w.reader.role.grant_principal.assume_role_action, is_("sts:AssumeRole")),
    Works("policy_fragment", admit_to_queue, admitted_to_queue),
    Works("grant", lambda w: w.reader.role.grant(grantee(w), "iam:GetRole"), granted_to_operator("iam:GetRole")),
    Works("grant_pass_role", lambda w: w.reader.role.grant_pass_role(grantee(w)), granted_to_operator("iam:PassRole")),
    Works(
        "add_to_principal_policy", lambda w: w.reader.role.add_to_principal_policy(list_all()), lambda w, _: attached(w)
    ),
    Works(
        "attach_inline_policy",
        lambda w: w.reader.role.attach_inline_policy(own_policy(w.production)),
        lambda w, _: attached(w),
    ),
    Works(
        "add_managed_policy",
        lambda w: [w.reader.role.add_managed_policy(aws_policy()) for _ in range(2)],
        role_property("ManagedPolicyArns", [AWS_POLICY_ARN]),
    ),
    Works(
        "apply_removal_policy",
        lambda w: w.reader.role.apply_removal_policy(cdk.RemovalPolicy.RETAIN),
        retained("AWS::IAM::Role"),
    ),
    Works("with_", lambda w: w.reader.role.with_(SetsPath()), role_property("Path", "/mixed/")),
]

USER_WORKS = [
    Works("user_arn", lambda w: w.alice.user.user_arn, user_reference("arn")),
    Works("user_name", lambda w: w.alice.user.user_name, user_reference("name")),
    Works("user_ref", lambda w: w.alice.user.user_ref.user_arn, user_reference("arn")),
    Works("assume_role_action", lambda w: w.alice.user.assume_role_action, is_("sts:AssumeRole")),
    Works("principal_account", lambda w: w.alice.user.principal_account, is_("222222222222")),
    Works("env", lambda w: w.alice.user.env.account, is_("222222222222")),
    Works("stack", lambda w: w.alice.user.stack.stack_name, is_("Staging")),
    Works("node", lambda w: w.alice.user.node.path, is_("Staging/Alice/User")),
    Works("grant_principal", lambda w: w.alice.user.grant_principal.assume_role_action, is_("sts:AssumeRole")),
    Works("policy_fragment", lambda w: w.alice.user.policy_fragment.principal_json["AWS"][0], user_reference("arn")),
    Works(
        "add_to_principal_policy",
        lambda w: w.alice.user.add_to_principal_policy(list_all()),
        lambda w, _: attached_to_user(w),
    ),
    Works(
        "attach_inline_policy",
        lambda w: w.alice.user.attach_inline_policy(own_policy(w.staging)),
        lambda w, _: attached_to_user(w),
    ),
    Works(
        "add_managed_policy",
        lambda w: w.alice.user.add_managed_policy(aws_policy()),
        user_property("ManagedPolicyArns", [AWS_POLICY_ARN]),
    ),
    Works("add_to_group", lambda w: w.alice.user.add_to_group(iam.Group(w.staging, "Group")), in_group),
    Works(
        "apply_removal_policy",
        lambda w: w.alice.user.apply_removal_policy(cdk.RemovalPolicy.RETAIN),
        retained("AWS::IAM::User"),
    ),
    Works("with_", lambda w: w.alice.user.with_(SetsPath()), user_property("Path", "/mixed/")),
]


@pytest.mark.parametrize("row", [pytest.param(row, id=f"role.{row.member}") for row in ROLE_WORKS])
def test_role_members_that_work(row: Works) -> None:
    """A member of `IRole` that is listed as working writes what the list says."""
    world = World()
    row.check(world, row.act(world))


@pytest.mark.parametrize("row", [pytest.param(row, id=f"user.{row.member}") for row in USER_WORKS])
def test_user_members_that_work(row: Works) -> None:
    """A member of `IUser` that is listed as working writes what the list says."""
    world = World()
    row.check(world, row.act(world))


def test_a_grant_deploys_after_the_role() -> None:
    """A table's grant is an inline policy that refers to the role."""
    world = World()
    table(world.production).grant_read_data(world.reader.role)
    arn = {"Fn::GetAtt": [logical_id(world.template, "AWS::DynamoDB::Table"), "Arn"]}
    attached(world, Match.object_like({"Action": Match.array_with(["dynamodb:GetItem"]), "Resource": [arn]}))


def test_a_grant_on_an_existing_role_names_it() -> None:
    """Where no role is written, the policy names the role that is there."""
    world = World(existing=True)
    s3.Bucket.from_bucket_name(world.production, "Bucket", "acme-more").grant_read(world.reader.role)
    statement = Match.object_like({"Action": Match.array_with(["s3:GetObject*"])})
    written = {"Roles": ["reports-reader"], "PolicyDocument": {"Statement": [statement]}}
    world.template.has_resource_properties("AWS::IAM::Policy", written)


def test_an_imported_bucket_of_the_same_account_is_granted() -> None:
    """Only a bucket that the app says another account owns is refused."""
    world = World()
    s3.Bucket.from_bucket_name(world.production, "Bucket", "acme-more").grant_read(world.reader.role)
    attached(world, Match.object_like({"Action": Match.array_with(["s3:GetObject*"])}))


def test_cdk_adds_its_managed_policy_to_a_role_of_ours() -> None:
    """A construct of CDK that attaches a managed policy finds it on the role's own resource."""
    world = World()
    backup_selection(world)
    arns = [Match.object_like({"Fn::Join": ["", Match.array_with([Match.string_like_regexp(AWS_POLICY)])]})]
    role_property("ManagedPolicyArns", arns)(world, None)


def test_a_customer_managed_policy_attaches_to_an_existing_role() -> None:
    """A managed policy of the app is attached from its own side."""
    world = World(existing=True)
    world.reader.role.add_managed_policy(own_managed_policy(world.production))
    world.template.has_resource_properties("AWS::IAM::ManagedPolicy", {"Roles": ["reports-reader"]})
