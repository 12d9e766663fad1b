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
    resource_literal,
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
    "no colon": (["s3*"], ["s3:Get*"], True, True),
    "no colon, and a name that is empty": (["s3*"], ["s3*:"], True, True),
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


LEFT = {
    "another service, and another beginning": (["s3:Get*", "sqs:Get*", "s3:Put*"], ["s3:GetObject"], ["s3:Get*"], None),
    "a pattern that lies within": (["s3:GetObject*", "s3:Put*"], ["s3:Get*"], ["s3:GetObject*"], ["s3:Put*"]),
    "an action of several": (["s3:GetObject", "s3:PutObject"], ["s3:GetObject"], ["s3:GetObject"], ["s3:PutObject"]),
    "a pattern as it is asked for": (["s3:Get*Acl", "s3:Put*"], ["s3:Get*Acl"], ["s3:Get*Acl"], ["s3:Put*"]),
    "a star in the middle of both": (["s3:Get*Acl*"], ["s3:Get*Acl"], None, None),
    "everything": (["s3:GetObject", "sqs:*"], ["*"], None, []),
    "nothing that is asked for": (["sqs:*", "s3:Put*"], ["s3:Get*"], [], None),
    "all of it": (["s3:GetObject", "s3:GetBucket*"], ["s3:Get*"], None, []),
}
"""Patterns, what is asked for, and the patterns that are left to be searched, of each side; None: all of them."""


@pytest.mark.parametrize(("given", "asked", "some", "others"), LEFT.values(), ids=LEFT)
def test_what_two_patterns_begin_with_tells_most_apart(
    given: list[str], asked: list[str], some: list[str] | None, others: list[str] | None
) -> None:
    """A policy of AWS's own names a thousand: a search of them all would not end."""
    boxes = [box(action_literal(tuple(given)))]
    for found, left in ((asking_for(boxes, tuple(asked)), some), (asking_for_others(boxes, tuple(asked)), others)):
        held = {frozenset(each.condition.values) for one in found for each in one if each.holds}
        expected = set(given if left is None else left)
        assert held - {frozenset(asked)} == ({frozenset(expected)} if expected else set()) - {frozenset(asked)}
        assert bool(found) is bool(expected)


def test_what_is_not_asked_for_is_not_taken_away() -> None:
    """Nor searched: of a thousand patterns, those that meet what is there."""
    (found,) = asking_for_others([box(action_literal(("s3:Get*",)))], ("s3:GetObject", "s3:Put*", "sqs:*"))

    assert [each.condition.values for each in found if not each.holds] == [("s3:GetObject",)]


def test_what_a_box_asks_else_is_left_as_it_is() -> None:
    """Of its resources, and of the actions that it leaves out."""
    objects, refused = (
        resource_literal(("arn:aws:s3:::acme-reports/*",)),
        action_literal(("s3:GetObject",), holds=False),
    )
    boxes = [box(action_literal(("s3:Get*",)), objects, refused)]

    asked = "s3:GetObjectAcl"

    for found, of_it in ((asking_for(boxes, (asked,)), True), (asking_for_others(boxes, (asked,)), False)):
        assert found
        assert all({objects, refused, action_literal((asked,), holds=of_it)} <= each for each in found)


def test_what_reaches_a_resource_may_be_asked_for_another_account() -> None:
    """A bucket's ARN says no account, a table's does: whose it is, is left to whoever asks."""
    for arn in ("arn:aws:s3:::acme-reports", "arn:aws:dynamodb:eu-west-1:111111111111:table/orders"):
        found, *_ = reaching(arn)
        assert not any(each.condition.key == "aws:resourceaccount" for each in found)
        assert any(each.condition.key == RESOURCE for each in found)
