"""All inline policies of a role or user together are measured at synthesis."""

from typing import Any

import pytest
from aws_cdk import aws_iam as iam
from aws_cdk.assertions import Annotations, Match

from tests.constructs.interface_world import World, list_all
from xacct_constructs.interfaces.inline_policies import longest


def fill(world: World, statements: int) -> None:
    """Grant that many statements of some 120 characters to the role."""
    for index in range(statements):
        resource = f"arn:aws:s3:::acme-{index:04}-{'x' * 40}/*"
        world.reader.role.add_to_principal_policy(iam.PolicyStatement(actions=["s3:GetObject"], resources=[resource]))


def test_what_is_granted_counts_with_what_is_written() -> None:
    """All inline policies together stay within IAM's 10,240 characters, ours included; deny row: one that is full."""
    within, near, over = World(), World(), World()
    fill(within, 60)
    Annotations.from_stack(within.production).has_no_warning("*", Match.string_like_regexp("XA716"))
    fill(near, 73)
    Annotations.from_stack(near.production).has_warning("*", Match.string_like_regexp("XA716"))
    fill(over, 85)
    with pytest.raises(RuntimeError, match=r"XA715 role has \d{5} characters of 10240"):
        over.app.synth()


def test_a_policy_attached_from_elsewhere_counts() -> None:
    """An `iam.Policy` made outside the construct is measured, too."""
    world = World()
    resources = [f"arn:aws:s3:::acme-{index:04}-{'x' * 40}/*" for index in range(160)]
    statement = iam.PolicyStatement(actions=["s3:GetObject"], resources=resources)
    policy = iam.Policy(world.production, "Elsewhere", statements=[statement])
    policy.attach_to_role(world.reader.role)
    with pytest.raises(RuntimeError, match="XA715"):
        world.app.synth()


def test_a_user_has_its_own_quota() -> None:
    """A user's inline policies share 2,048 characters."""
    world = World()
    resources = [f"arn:aws:s3:::acme-{index:04}-{'x' * 40}/*" for index in range(40)]
    world.alice.user.add_to_principal_policy(iam.PolicyStatement(actions=["s3:GetObject"], resources=resources))
    with pytest.raises(RuntimeError, match=r"XA715 user has \d+ characters of 2048"):
        world.app.synth()


def test_two_inline_policies_of_one_name_are_refused() -> None:
    """IAM would keep the last one only; deny row: two names."""
    for second, refused in (("same", True), ("different", False)):
        world = World()
        for construct_id, name in (("First", "same"), ("Second", second)):
            policy = iam.Policy(world.production, construct_id, policy_name=name, statements=[list_all()])
            world.reader.role.attach_inline_policy(policy)
        if refused:
            with pytest.raises(RuntimeError, match="XA403"):
                world.app.synth()
        else:
            world.app.synth()


LONGEST: dict[str, tuple[Any, int]] = {
    "text": ("abc", 3),
    "partition": ({"Ref": "AWS::Partition"}, 10),
    "region": ({"Ref": "AWS::Region"}, 15),
    "attribute": ({"Fn::GetAtt": ["Table", "Arn"]}, 64 + 64),
    "attribute of a long name": ({"Fn::GetAtt": ["T" * 80, "Arn"]}, 64 + len("Stack") + 80 + 15),
    "joined": ({"Fn::Join": ["", ["arn:", {"Ref": "AWS::Partition"}, ":s3:::acme"]]}, 4 + 10 + 10),
    "substituted": ({"Fn::Sub": "arn:${AWS::Partition}:x"}, 4 + 64 + 64 + 2),
}


@pytest.mark.parametrize("name", LONGEST)
def test_intrinsics_count_at_their_longest(name: str) -> None:
    """What only deployment knows is measured as the longest that it can be."""
    value, characters = LONGEST[name]
    assert len(longest(value, "Stack")) == characters


def test_lists_and_statements_keep_their_shape() -> None:
    """Only intrinsic functions become text."""
    statement = {"Action": ["s3:GetObject"], "Condition": {"Bool": {"aws:SecureTransport": True}}, "Resource": "*"}
    assert longest(statement, "Stack") == statement
