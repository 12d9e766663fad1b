"""What needs no search: a condition that follows from another, or that cannot hold beside it."""

from typing import Any

import pytest

from xacct_constructs.iam.conditions import Condition
from xacct_constructs.iam.operators import OPERATORS
from xacct_constructs.request_sets.boxes import (
    ACTION,
    ACTION_LIKE,
    RESOURCE,
    RESOURCE_LIKE,
    Literal,
    box,
    literal,
    product,
)
from xacct_constructs.request_sets.boxes import subtract as without

FOLLOWS, EXCLUDED, OPEN = True, False, None


def text(operator: str, *values: str, holds: bool = True, **more: Any) -> Literal:
    """A condition on the prefix."""
    return Literal(Condition(OPERATORS[operator.lower()], "s3:prefix", values, **more), holds)


def equals(*values: str, holds: bool = True) -> Literal:
    """The prefix is one of these."""
    return text("StringEquals", *values, holds=holds)


def like(*values: str, holds: bool = True) -> Literal:
    """The prefix is like one of these."""
    return text("StringLike", *values, holds=holds)


def folded(*values: str) -> Literal:
    """The prefix is one of these, whatever the case."""
    return text("StringEqualsIgnoreCase", *values)


def action(*values: str, holds: bool = True) -> Literal:
    """The action is one of these."""
    return literal(ACTION, ACTION_LIKE, values, holds=holds)


def resource(*values: str, holds: bool = True) -> Literal:
    """The resource is one of these."""
    return literal(RESOURCE, RESOURCE_LIKE, values, holds=holds)


ROWS: dict[str, tuple[Literal, Literal, bool | None]] = {
    "itself": (equals("a"), equals("a"), FOLLOWS),
    "its opposite": (equals("a"), equals("a", holds=False), EXCLUDED),
    "one of two": (equals("a"), equals("a", "b"), FOLLOWS),
    "two of one": (equals("a", "b"), equals("a"), OPEN),
    "two of two others": (equals("a", "b"), equals("c", "d"), EXCLUDED),
    "another": (equals("a"), equals("b"), EXCLUDED),
    "no other": (equals("a"), equals("b", holds=False), FOLLOWS),
    "another key": (equals("a"), literal("aws:username", "StringEquals", ["b"]), OPEN),
    "a pattern that it fits": (equals("ab"), like("a*"), FOLLOWS),
    "a pattern that it does not fit": (equals("ab"), like("b*"), EXCLUDED),
    "a star taken to the letter": (equals("a*"), equals("ab"), EXCLUDED),
    "an escaped star": (like("a${*}"), equals("a*"), FOLLOWS),
    "patterns that begin apart": (like("a*"), like("b*"), EXCLUDED),
    "no pattern that begins apart": (like("a*"), like("b*", holds=False), FOLLOWS),
    "patterns of which some begin alike": (like("a*", "c*"), like("b*", "c*"), OPEN),
    "patterns of which none begin alike": (like("a*", "c*"), like("b*", "d*"), EXCLUDED),
    "a narrower pattern": (like("a*"), like("ab*"), OPEN),
    "a wider pattern": (like("ab*"), like("a*"), OPEN),
    "a pattern that begins with a star": (like("*a"), like("b*"), OPEN),
    "a text and a pattern that begins apart": (like("a*"), equals("b"), EXCLUDED),
    "what does not hold tells nothing": (equals("a", holds=False), equals("b"), OPEN),
    "any case of one case": (equals("a"), folded("A"), FOLLOWS),
    "one case of any": (folded("a"), equals("a"), OPEN),
    "any case of any": (folded("a"), folded("A"), FOLLOWS),
    "any case of another": (folded("a"), folded("b"), EXCLUDED),
    "a variable": (equals("a"), like("${aws:username}"), OPEN),
    "of a variable": (like("${aws:username}"), equals("a"), OPEN),
    "addresses, of a text that begins as they do": (like("10.*"), text("IpAddress", "10.0.0.0/8"), OPEN),
    "a text, of addresses": (text("IpAddress", "10.0.0.0/8"), like("10.*"), OPEN),
    "IfExists, of a pattern": (like("a*"), text("StringEquals", "b", if_exists=True), OPEN),
    "IfExists": (text("StringEquals", "a", if_exists=True), equals("b"), OPEN),
    "what IfExists leaves open": (equals("a"), text("StringEquals", "a", if_exists=True), FOLLOWS),
    "a set": (text("StringEquals", "a", quantifier="foranyvalue"), equals("b"), OPEN),
    "true": (text("Bool", "true"), text("Bool", "TRUE"), FOLLOWS),
    "false": (text("Bool", "true"), text("Bool", "false"), EXCLUDED),
    "not false": (text("Bool", "true"), text("Bool", "false", holds=False), FOLLOWS),
    "an action of a service": (action("s3:GetObject"), action("s3:*"), FOLLOWS),
    "a service's actions": (action("s3:*"), action("s3:GetObject"), OPEN),
    "an action of another service": (action("s3:GetObject"), action("kms:*"), EXCLUDED),
    "no action of another service": (action("s3:GetObject"), action("kms:*", holds=False), FOLLOWS),
    "an action in another case": (action("S3:getobject"), action("s3:GetObject"), FOLLOWS),
    "actions of two services": (action("s3:*"), action("KMS:*"), EXCLUDED),
    "a key of a bucket": (resource("arn:aws:s3:::a/k"), resource("arn:aws:s3:::a/*"), FOLLOWS),
    "keys of two buckets": (resource("arn:aws:s3:::a/*"), resource("arn:aws:s3:::b/*"), EXCLUDED),
    "keys by a variable": (resource("arn:aws:s3:::a/anna"), resource("arn:aws:s3:::a/${aws:username}"), OPEN),
}


@pytest.mark.parametrize(("known", "asked", "told"), ROWS.values(), ids=ROWS)
def test_what_one_condition_tells_of_another(known: Literal, asked: Literal, told: bool | None) -> None:
    """What follows leaves nothing when it is taken away; what is excluded leaves nothing in common."""
    assert (without([box(known)], [box(asked)]) == []) is (told is FOLLOWS)
    assert (product([box(known)], [box(asked)]) == []) is (told is EXCLUDED)


def test_taking_away_leaves_pieces_that_do_not_overlap() -> None:
    """Each piece lacks one of the conditions and has those before it."""
    a, b, c = (literal(f"key:{name}", "StringEquals", [name]) for name in "abc")

    pieces = without([box(a)], [box(a, b, c)])

    assert pieces == [box(a, b.opposite()), box(a, b, c.opposite())]
    assert without([box(a, b, c)], [box(a)]) == []
    assert without([box(a), box(b)], [box(a)]) == [box(b, a.opposite())]
    assert without([box(a)], [box(a.opposite(), b)]) == [box(a)]


def test_what_every_request_meets_is_left_out() -> None:
    """Any action, and any resource; not a key that any value fits, which may be absent."""
    assert box(action("*", "s3:*"), resource("*")) == frozenset()
    assert box(like("*")) == frozenset((like("*"),))
    assert box(action("*", holds=False)) == frozenset((action("*", holds=False),))
