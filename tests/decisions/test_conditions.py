"""A condition says itself as a policy writes it."""

from typing import Any

import pytest

from xacct_constructs.proof.conditions import parse_conditions

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
