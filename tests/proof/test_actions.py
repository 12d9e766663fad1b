"""Requests told apart by their actions: what is left asks for one of them, or for none, whatever stands for what."""

import pytest

from xacct_constructs.iam import action_matches
from xacct_constructs.request_sets import (
    RESOURCE,
    action_literal,
    asking_for,
    asking_for_others,
    box,
    reaching,
    request_in,
)

ROWS = {
    "a pattern within another": (["s3:GetObject*"], ["s3:Get*"], True, False),
    "a pattern around another": (["s3:G*"], ["s3:Get*"], True, True),
    "an action of a pattern": (["s3:GetObject"], ["s3:Get*"], True, False),
    "a pattern and one action of it": (["s3:Get*"], ["s3:GetObject"], True, True),
    "everything": (["*"], ["s3:GetObject"], True, True),
    "within everything": (["s3:GetObject"], ["*"], True, False),
    "everything of a service": (["s3:*"], ["s3:GetObject"], True, True),
    "of every service": (["*:GetObject"], ["s3:Get*"], True, True),
    "the same action": (["s3:GetObject"], ["s3:GetObject"], True, False),
    "the same action in other letters": (["S3:getobject"], ["s3:GetObject"], True, False),
    "another action": (["s3:PutObject"], ["s3:Get*"], False, True),
    "an action whose name begins so": (["s3:GetObjectAcl"], ["s3:GetObject"], False, True),
    "the same action of another service": (["sqs:Get*"], ["s3:Get*"], False, True),
    "a mark for one character": (["s3:Get?bject"], ["s3:GetObject"], True, True),
    "a star in the middle": (["s3:*Object"], ["s3:Get*"], True, True),
    "a star in the middle of what is asked": (["s3:GetObject"], ["s3:*Acl"], False, True),
    "one of several": (["s3:PutObject", "s3:GetObject"], ["s3:Get*"], True, True),
}


@pytest.mark.parametrize(("given", "asked", "some", "others"), ROWS.values(), ids=ROWS)
def test_what_is_left_asks_for_some_or_for_none(given: list[str], asked: list[str], some: bool, others: bool) -> None:
    """Each side has a request where there is one, and it is on that side."""
    boxes = [box(action_literal(tuple(given)))]

    for found, there, matching in (
        (asking_for(boxes, tuple(asked)), some, True),
        (asking_for_others(boxes, tuple(asked)), others, False),
    ):
        requests = [request for each in found if (request := request_in(each))]
        assert bool(requests) is there
        for request in requests:
            assert any(action_matches(each, request.action) for each in given)
            assert any(action_matches(each, request.action) for each in asked) is matching


def test_what_reaches_a_resource_may_be_asked_for_another_account() -> None:
    """A bucket's ARN says no account, a table's does: whose it is, is left to whoever asks."""
    for arn in ("arn:aws:s3:::acme-reports", "arn:aws:dynamodb:eu-west-1:111111111111:table/orders"):
        (found,) = reaching(arn)
        assert not any(each.condition.key == "aws:resourceaccount" for each in found)
        assert any(each.condition.key == RESOURCE for each in found)
