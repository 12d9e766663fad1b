"""What a reviewer wants to know before it is deployed: who gets in, to what, and that nothing else has changed."""

import aws_cdk as cdk
import pytest
from aws_cdk.assertions import Template
from syrupy.assertion import SnapshotAssertion

from access_app import build


@pytest.fixture(scope="module")
def templates() -> list[Template]:
    """Production's template and staging's."""
    return [Template.from_stack(stack) for stack in build(cdk.App())]


def test_alice_alone_is_admitted(templates: list[Template]) -> None:
    """The trust policy has one statement, for one user."""
    admission = {
        "Effect": "Allow",
        "Principal": {"AWS": "arn:aws:iam::222222222222:root"},
        "Condition": {"ArnEquals": {"aws:PrincipalArn": "arn:aws:iam::222222222222:user/alice"}},
    }
    role = {"RoleName": "reports-reader", "AssumeRolePolicyDocument": {"Statement": [admission]}}
    templates[0].has_resource_properties("AWS::IAM::Role", role)


def test_only_monthly_reports_are_read(templates: list[Template]) -> None:
    """The role has three statements: objects under the prefix, their list, and the bucket's region."""
    objects = {"Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-reports/monthly/*"}
    listing = {"Action": "s3:ListBucket", "Condition": {"StringLike": {"s3:prefix": "monthly/*"}}}
    location = {"Action": "s3:GetBucketLocation"}
    policy = {"PolicyDocument": {"Statement": [objects, listing, location]}}
    templates[0].has_resource_properties("AWS::IAM::Role", {"Policies": [policy]})


def test_nothing_changes_unseen(templates: list[Template], snapshot: SnapshotAssertion) -> None:
    """Any change shows in the snapshot, and is reviewed with it: `pytest --snapshot-update` accepts it."""
    assert [template.to_json() for template in templates] == snapshot
