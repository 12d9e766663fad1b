"""A condition says itself as a policy writes it."""

from typing import Any

import pytest

from xacct_constructs.iam.conditions import parse_conditions
from xacct_constructs.iam.request import Context

WRITTEN: dict[str, tuple[dict[str, Any], str]] = {
    "plain": ({"StringEquals": {"s3:prefix": "monthly/"}}, "StringEquals s3:prefix monthly/"),
    "several values": ({"StringLike": {"s3:prefix": ["a*", "b*"]}}, "StringLike s3:prefix a* or b*"),
    "IfExists": ({"boolifexists": {"aws:SecureTransport": True}}, "BoolIfExists aws:SecureTransport true"),
    "Null": ({"Null": {"aws:username": "TRUE"}}, "Null aws:username true"),
    "all values": ({"forallvalues:stringequals": {"aws:TagKeys": "a"}}, "ForAllValues:StringEquals aws:TagKeys a"),
    "any value": ({"ForAnyValue:ArnLike": {"aws:SourceArn": "*"}}, "ForAnyValue:ArnLike aws:SourceArn *"),
}


@pytest.mark.parametrize(("block", "text"), WRITTEN.values(), ids=WRITTEN)
def test_a_condition_says_itself(block: dict[str, Any], text: str) -> None:
    """Whatever the case that the policy writes the operator in."""
    (condition,) = parse_conditions(block)
    assert str(condition) == text


def test_variables_count_unless_it_is_said_otherwise() -> None:
    """A policy of 2008 has none, and is rare."""
    (condition,) = parse_conditions({"StringEquals": {"s3:prefix": "${aws:username}"}})
    context = Context({"s3:prefix": "alice", "aws:username": "alice"})
    assert condition.holds(context)
    assert not condition.holds(context, variables=False)
