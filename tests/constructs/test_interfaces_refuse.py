"""Every call that CDK's own imported role would let vanish is refused."""

from collections.abc import Callable
from typing import Any, NamedTuple

import aws_cdk as cdk
import pytest
from aws_cdk import aws_codedeploy as codedeploy
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_s3_notifications as notifications
from aws_cdk import aws_sqs as sqs

from tests.constructs.interface_world import (
    SetsPath,
    World,
    aws_policy,
    backup_selection,
    grantee,
    kept,
    own_managed_policy,
    own_policy,
    table,
)


class Fails(NamedTuple):
    """One call that would vanish, or write one half, with CDK's own imported role."""

    id: str
    member: str
    code: str
    act: Callable[[World], Any]
    existing: bool = False


def bucket_notification(world: World) -> None:
    """CDK's own construct that calls `attachInlinePolicy` on the role it is given."""
    bucket = s3.Bucket(world.staging, "Bucket", notifications_handler_role=world.reader.role)
    target = notifications.SqsDestination(sqs.Queue(world.staging, "Queue"))
    bucket.add_event_notification(s3.EventType.OBJECT_CREATED, target)


def imported_bucket(world: World) -> s3.IBucket:
    """A bucket that the app says the other account owns."""
    return s3.Bucket.from_bucket_attributes(
        world.production, "Bucket", bucket_name="acme-staging", account="222222222222"
    )


ROLE_FAILS = [
    Fails("assume", "grant_assume_role", "XA404", lambda w: w.reader.role.grant_assume_role(grantee(w))),
    Fails(
        "assume from another account",
        "grant_assume_role",
        "XA404",
        lambda w: w.reader.role.grant_assume_role(iam.User(w.staging, "Bob", user_name="bob")),
    ),
    Fails("assume by its action", "grant", "XA404", lambda w: w.reader.role.grant(grantee(w), "sts:AssumeRole")),
    Fails(
        "another account's user",
        "grant",
        "XA406",
        lambda w: w.reader.role.grant(iam.User(w.staging, "Bob", user_name="bob"), "iam:GetRole"),
    ),
    Fails(
        "pass to a service",
        "grant_pass_role",
        "XA406",
        lambda w: w.reader.role.grant_pass_role(iam.ServicePrincipal("ec2.amazonaws.com")),
    ),
    Fails(
        "another account's ARN",
        "add_to_principal_policy",
        "XA405",
        lambda w: w.reader.role.add_to_principal_policy(
            iam.PolicyStatement(actions=["sqs:SendMessage"], resources=["arn:aws:sqs:eu-west-1:222222222222:jobs"])
        ),
    ),
    Fails(
        "another account's table",
        "add_to_principal_policy",
        "XA405",
        lambda w: table(w.staging, "orders").grant_read_data(w.reader.role),
    ),
    Fails(
        "another account's bucket",
        "add_to_principal_policy",
        "XA405",
        lambda w: s3.Bucket(w.staging, "Bucket", bucket_name="acme-staging").grant_read(w.reader.role),
    ),
    Fails(
        "another account's imported bucket",
        "add_to_principal_policy",
        "XA405",
        lambda w: imported_bucket(w).grant_read(w.reader.role),
    ),
    Fails(
        "another account's key",
        "add_to_principal_policy",
        "XA405",
        lambda w: kms.Key(w.staging, "Key").grant_decrypt(w.reader.role),
    ),
    Fails(
        "a statement for a role that AWS keeps",
        "add_to_principal_policy",
        "XA402",
        lambda w: table(w.staging).grant_read_data(kept(w)),
    ),
    Fails(
        "a policy for a role that AWS keeps",
        "attach_inline_policy",
        "XA402",
        lambda w: own_policy(w.staging).attach_to_role(kept(w)),
    ),
    Fails(
        "a managed policy for a role that AWS keeps",
        "add_managed_policy",
        "XA402",
        lambda w: kept(w).add_managed_policy(own_managed_policy(w.staging, "managed")),
    ),
    Fails(
        "another account's policy",
        "attach_inline_policy",
        "XA401",
        lambda w: w.reader.role.attach_inline_policy(own_policy(w.staging)),
    ),
    Fails(
        "another account's policy, from its side",
        "attach_inline_policy",
        "XA401",
        lambda w: own_policy(w.staging).attach_to_role(w.reader.role),
    ),
    Fails("another account's notifications", "attach_inline_policy", "XA401", bucket_notification),
    Fails(
        "another account's managed policy",
        "add_managed_policy",
        "XA401",
        lambda w: w.reader.role.add_managed_policy(own_managed_policy(w.staging, "managed")),
    ),
    Fails(
        "AWS's policy on an existing role",
        "add_managed_policy",
        "XA402",
        lambda w: w.reader.role.add_managed_policy(aws_policy()),
        existing=True,
    ),
    Fails("backup selection with an existing role", "add_managed_policy", "XA402", backup_selection, existing=True),
    Fails(
        "deployment group with an existing role",
        "add_managed_policy",
        "XA402",
        lambda w: codedeploy.ServerDeploymentGroup(w.production, "Group", role=w.reader.role),
        existing=True,
    ),
    Fails(
        "removal policy of an existing role",
        "apply_removal_policy",
        "XA402",
        lambda w: w.reader.role.apply_removal_policy(cdk.RemovalPolicy.RETAIN),
        existing=True,
    ),
    Fails("mixin on an existing role", "with_", "XA402", lambda w: w.reader.role.with_(SetsPath()), existing=True),
    Fails("tags", "node", "XA409", lambda w: cdk.Tags.of(w.reader.role).add("team", "data")),
    Fails("boundary", "node", "XA409", lambda w: iam.PermissionsBoundary.of(w.reader.role).apply(aws_policy())),
    Fails(
        "tags of an existing role", "node", "XA409", lambda w: cdk.Tags.of(w.reader.role).add("a", "b"), existing=True
    ),
]

USER_FAILS = [
    Fails(
        "another account's table",
        "add_to_principal_policy",
        "XA405",
        lambda w: table(w.production, "orders").grant_read_data(w.alice.user),
    ),
    Fails(
        "assume another role by hand",
        "add_to_principal_policy",
        "XA405",
        lambda w: iam.Role(
            w.production, "Role", role_name="other", assumed_by=iam.AccountRootPrincipal()
        ).grant_assume_role(w.alice.user),
    ),
    Fails(
        "another account's policy",
        "attach_inline_policy",
        "XA401",
        lambda w: w.alice.user.attach_inline_policy(own_policy(w.production)),
    ),
    Fails(
        "another account's managed policy",
        "add_managed_policy",
        "XA401",
        lambda w: w.alice.user.add_managed_policy(own_managed_policy(w.production, "managed")),
    ),
    Fails(
        "AWS's policy on an existing user",
        "add_managed_policy",
        "XA402",
        lambda w: w.alice.user.add_managed_policy(aws_policy()),
        existing=True,
    ),
    Fails(
        "another account's group",
        "add_to_group",
        "XA401",
        lambda w: w.alice.user.add_to_group(iam.Group(w.production, "Group")),
    ),
    Fails(
        "another account's group, from its side",
        "add_to_group",
        "XA401",
        lambda w: iam.Group(w.production, "Group").add_user(w.alice.user),
    ),
    Fails(
        "removal policy of an existing user",
        "apply_removal_policy",
        "XA402",
        lambda w: w.alice.user.apply_removal_policy(cdk.RemovalPolicy.RETAIN),
        existing=True,
    ),
    Fails("mixin on an existing user", "with_", "XA402", lambda w: w.alice.user.with_(SetsPath()), existing=True),
    Fails("tags", "node", "XA409", lambda w: cdk.Tags.of(w.alice.user).add("team", "data")),
]


@pytest.mark.parametrize(
    "row",
    [
        *[pytest.param(row, id=f"role.{row.member}: {row.id}") for row in ROLE_FAILS],
        *[pytest.param(row, id=f"user.{row.member}: {row.id}") for row in USER_FAILS],
    ],
)
def test_calls_that_would_vanish_are_refused(row: Fails) -> None:
    """A call that cannot be written raises, from Python and from inside CDK alike, or stops the synthesis."""
    world = World(existing=row.existing)

    def act_and_synthesize() -> None:
        row.act(world)
        world.app.synth()

    with pytest.raises((RuntimeError, ValueError), match=row.code):
        act_and_synthesize()
