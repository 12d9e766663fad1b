"""What people name instead of an action: calls, methods and commands; and what an action is asked on."""

from collections.abc import Mapping

import pytest

from xacct_constructs.services import SERVICES, asked_elsewhere, called, meant_by, nearest_call

ACCOUNT = "arn:aws:dynamodb:eu-west-1:111111111111"
CALLED: Mapping[str, list[str]] = {
    "HeadObject": ["HeadObject: s3:GetObject"],
    "head_object": ["HeadObject: s3:GetObject"],
    "aws s3api head-object": ["HeadObject: s3:GetObject"],
    "s3api list-objects-v2": ["ListObjectsV2: s3:ListBucket"],
    "CopyObject": ["CopyObject: s3:GetObject s3:PutObject"],
    "AssumeRole": ["AssumeRole: sts:AssumeRole"],
    "aws dynamodb query": ["Query: dynamodb:Query"],
    "aws s3 ls": ["aws s3 ls: s3:ListBucket"],
    "aws s3 sync s3://acme-reports/monthly/ .": ["aws s3 sync: s3:ListBucket s3:GetObject"],
    "aws s3 sync . s3://acme-reports/monthly/": ["aws s3 sync to the bucket: s3:ListBucket s3:PutObject"],
    "s3 cp --recursive s3://acme-reports .": ["aws s3 cp --recursive: s3:ListBucket s3:GetObject"],
    "aws s3 ls --recursive": ["aws s3 ls: s3:ListBucket"],
    "TagResource": ["TagResource: s3:TagResource", "TagResource: kms:TagResource", "TagResource: dynamodb:TagResource"],
    "aws kms tag-resource": ["TagResource: kms:TagResource"],
    "HeadObjects": [],
    "aws s3 copy": [],
    "aws ec2 run-instances": [],
    "aws": [],
    "": [],
}


@pytest.mark.parametrize("text", CALLED)
def test_what_is_called_has_its_actions(text: str) -> None:
    """By the names of API, AWS CLI and boto3; what is none has none."""
    assert [f"{each.name}: {' '.join(each.actions)}" for each in called(text)] == CALLED[text]


def test_every_call_and_command_is_decided_by_actions_that_there_are() -> None:
    """Of its own service."""
    for service in SERVICES:
        named = " ".join([*service.operations.values(), *service.commands.values()]).split()
        assert [each for each in named if meant_by(f"{service.name}:{each}") is not None] == []


@pytest.mark.parametrize(
    ("text", "near"),
    [("HeadObjct", "HeadObject"), ("aws s3api get-objct", "GetObject"), ("zzz", None), ("", None)],
)
def test_the_call_that_is_most_like_it(text: str, near: str | None) -> None:
    """Or none."""
    assert nearest_call(text) == near


BUCKET, POINT = "arn:aws:s3:::acme-reports", "arn:aws:s3:eu-west-1:111111111111:accesspoint/reports"
ASKED: Mapping[str, tuple[str, str, str | None]] = {
    "a listing of a prefix": ("s3:ListBucket", f"{BUCKET}/monthly/", BUCKET),
    "a listing": ("s3:ListBucket", BUCKET, None),
    "a read of a bucket": ("s3:GetObject", BUCKET, f"{BUCKET}/EXAMPLE"),
    "a read": ("s3:getobject", f"{BUCKET}/a", None),
    "a read of an access point": ("s3:GetObject", POINT, f"{POINT}/object/EXAMPLE"),
    "a read through an access point": ("s3:GetObject", f"{POINT}/object/a", None),
    "a listing of an access point": ("s3:ListBucket", POINT, None),
    "what is asked on nothing": ("s3:ListAllMyBuckets", BUCKET, None),
    "an item of an index": ("dynamodb:GetItem", f"{ACCOUNT}:table/t/index/i", f"{ACCOUNT}:table/t"),
    "a query of an index": ("dynamodb:Query", f"{ACCOUNT}:table/t/index/i", None),
    "another service's": ("sqs:SendMessage", BUCKET, None),
}


@pytest.mark.parametrize("row", ASKED)
def test_an_action_is_asked_on_what_it_is_about(row: str) -> None:
    """Else it is said on what; nothing where that is not known."""
    action, arn, elsewhere = ASKED[row]
    assert asked_elsewhere(action, arn) == elsewhere
