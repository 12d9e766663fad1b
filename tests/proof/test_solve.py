"""Requests in a box: sets of values, policy variables, and actions of which only a pattern is known."""

from collections.abc import Mapping
from typing import Any

import pytest

from xacct_constructs.iam.conditions import parse_conditions
from xacct_constructs.request_sets.boxes import (
    ACTION,
    ACTION_LIKE,
    PRINCIPAL,
    RESOURCE,
    RESOURCE_LIKE,
    Box,
    Literal,
    box,
    literal,
    of_condition,
)
from xacct_constructs.request_sets.solve import solve
from xacct_constructs.services import ACTIONS

NOTHING: Mapping[str, Any] = {}
ANNA = literal(PRINCIPAL, "ArnLike", ["arn:aws:iam::111111111111:user/team/anna"])
JOB = literal(PRINCIPAL, "ArnLike", ["arn:aws:iam::111111111111:role/job"])
RED = literal("aws:PrincipalTag/team", "StringEquals", ["red"])
OTHER = "some-other-value"


def prefix(*values: str, holds: bool = True) -> Literal:
    """The prefix is like these."""
    return literal("s3:prefix", "StringLike", values, holds=holds)


VARIABLES: dict[str, tuple[Box, Mapping[str, Any], str]] = {
    "the name of the user": (box(ANNA, prefix("home/${aws:username}/*")), NOTHING, "home/anna/"),
    "a name that is known": (box(prefix("${aws:username}/*")), {"aws:username": "otto"}, "otto/"),
    "the name of a role": (box(JOB, prefix("${aws:username}")), NOTHING, OTHER),
    "another key's value": (box(RED, prefix("${aws:PrincipalTag/team}-?")), NOTHING, "red-x"),
    "the first of several values": (
        box(prefix("${aws:PrincipalTag/team}")), {"aws:principaltag/team": ["red", "blue"]}, "red"
    ),
    "a key that nothing says": (box(prefix("a/${aws:userid}")), NOTHING, f"a/{OTHER}"),
    "a variable with a default": (box(RED, prefix("${aws:PrincipalTag/team, 'none'}")), NOTHING, "red"),
    "the first of two patterns": (box(RED, prefix("${aws:PrincipalTag/team}/1", "${aws:PrincipalTag/team}/2")),
                                  NOTHING, "red/1"),
    "what is so, and not so": (
        box(ANNA, prefix("${aws:username}"), prefix("${aws:userid}", holds=False)), NOTHING, "anna"
    ),
    "what is not so, and begins so": (
        box(ANNA, prefix("${aws:username}", holds=False), prefix("home/*")), NOTHING, "home/"
    ),
    "what is not so": (box(RED, prefix("${aws:PrincipalTag/team}", holds=False)), NOTHING, OTHER),
}  # fmt: skip


@pytest.mark.parametrize(("found", "known", "value"), VARIABLES.values(), ids=VARIABLES)
def test_a_variable_takes_the_value_that_is_found(found: Box, known: Mapping[str, Any], value: str) -> None:
    """Of the request's other keys, and of the caller's name."""
    solution = solve(found, known)
    assert solution is not None
    assert solution["s3:prefix"] == value


def test_a_resource_with_a_variable_stays_a_resource() -> None:
    """Whether it fits is decided on the whole request."""
    solution = solve(box(literal(RESOURCE, RESOURCE_LIKE, ["arn:aws:s3:::home/${aws:username}/*"])))
    assert solution is not None
    assert str(solution[RESOURCE]).startswith("arn:aws:s3:::")


TEAM, COST = {"aws:TagKeys": "team"}, {"aws:TagKeys": ["cost*"]}
SETS: dict[str, tuple[dict[str, Any], tuple[str, ...] | None]] = {
    "one of two that are asked for": ({"ForAnyValue:StringEquals": TEAM, "ForAnyValue:StringLike": COST},
                                      ("cost", "team")),
    "two of what may be": (
        {"ForAnyValue:StringEquals": TEAM, "ForAnyValue:StringLike": COST,
         "ForAllValues:StringEquals": {"aws:TagKeys": ["team", "cost"]}}, ("cost", "team")
    ),
    "two of which one may not be": (
        {"ForAnyValue:StringEquals": TEAM, "ForAnyValue:StringLike": COST, "ForAllValues:StringEquals": TEAM}, None
    ),
    "two, and none beside": (
        {"ForAnyValue:StringEquals": TEAM, "ForAnyValue:StringLike": COST,
         "ForAllValues:StringLike": {"aws:TagKeys": ["c*", "t*"]}}, ("cost", "team")
    ),
    "one": ({"ForAnyValue:StringEquals": TEAM}, ("team",)),
    "another, for any value": ({"ForAnyValue:StringEquals": TEAM, "ForAnyValue:StringNotEquals": TEAM},
                               ("team", "x")),
}  # fmt: skip


@pytest.mark.parametrize(("block", "values"), SETS.values(), ids=SETS)
def test_values_of_a_set(block: dict[str, Any], values: tuple[str, ...] | None) -> None:
    """As many values as are asked for, each among those that all may be."""
    solution = solve(box(*map(of_condition, parse_conditions(block))))

    found = (solution or {}).get("aws:tagkeys")
    assert (None if solution is None else (found,) if isinstance(found, str) else tuple(found or ())) == values


def test_not_all_values() -> None:
    """A set in which one is not what all would be, and one is what some must be."""
    (every,), (some,) = (
        parse_conditions({f"{quantifier}:StringEquals": TEAM}) for quantifier in ("ForAllValues", "ForAnyValue")
    )
    solution = solve(box(of_condition(every).opposite(), of_condition(some)))
    assert solution is not None
    assert "team" in solution["aws:tagkeys"]
    assert len(solution["aws:tagkeys"]) == 2


@pytest.mark.parametrize(
    ("patterns", "action"),
    [
        (["glacier:*"], "glacier:x"),
        (["glacier:ListVaults"], "glacier:ListVaults"),
        (["s3:getobject"], "s3:GetObject"),
        (["GLACIER:*", "s3:PutObject"], "s3:PutObject"),
    ],
    ids=str,
)
def test_an_action_is_no_pattern(patterns: list[str], action: str) -> None:
    """One that AWS has, else one that is written out, else one that is invented."""
    solution = solve(box(literal(ACTION, ACTION_LIKE, patterns)))
    assert solution is not None
    assert solution[ACTION] == action
    assert solve(box(literal(ACTION, ACTION_LIKE, patterns), literal(ACTION, ACTION_LIKE, ["*"], holds=False))) is None


EXACT: dict[str, tuple[dict[str, Any], str]] = {
    "above a number": ({"NumericGreaterThan": {"a:b": "7"}}, "8"),
    "below a number": ({"NumericLessThan": {"a:b": "7"}}, "6"),
    "a number": ({"NumericEquals": {"a:b": "7"}}, "7"),
    "after a date": ({"DateGreaterThan": {"a:b": "2031-01-01T00:00:00Z"}}, "2031-01-01T00:00:01Z"),
    "after a range": ({"NotIpAddress": {"a:b": "0.0.0.0/1"}, "Null": {"a:b": "false"}}, "128.0.0.0"),
    "before a range": ({"NotIpAddress": {"a:b": "128.0.0.0/1"}, "Null": {"a:b": "false"}}, "127.255.255.255"),
    "there, and a text": ({"Null": {"a:b": "false"}, "StringEquals": {"a:b": "x"}}, "x"),
    "there, and like a text": ({"Null": {"a:b": "false"}, "StringLike": {"a:b": "xy*"}}, "xy"),
    "there, and no text": ({"Null": {"a:b": "false"}, "StringNotLike": {"a:b": ["x*", "y*"]}}, "0"),
}


@pytest.mark.parametrize(("block", "value"), EXACT.values(), ids=EXACT)
def test_the_nearest_value(block: dict[str, Any], value: str) -> None:
    """The one that a person would try."""
    solution = solve(box(*map(of_condition, parse_conditions(block))))
    assert solution is not None
    assert solution["a:b"] == value


ACCOUNT = {"aws:principalaccount": "111111111111"}
USER_KEYS = box(literal(ACTION, ACTION_LIKE, ["iam:CreateAccessKey"]))


def test_what_is_asked_on_a_kind_of_resource_is_looked_for_in_the_caller_s_account_first() -> None:
    """There its own policies are enough, so that what shows a fault is not refused by another account."""
    assert solve(USER_KEYS, ACCOUNT) == {ACTION: "iam:CreateAccessKey", RESOURCE: "arn:aws:iam::111111111111:user/x"}
    assert solve(USER_KEYS) == {ACTION: "iam:CreateAccessKey", RESOURCE: "arn:aws:iam::x:user/x"}


def test_an_action_that_has_no_kind_of_resource_is_asked_on_anything() -> None:
    """`arn:aws:s3:::*` admits s3:ListAllMyBuckets, whatever the reference says of its resources."""
    listing = [literal(ACTION, ACTION_LIKE, ["s3:ListAllMyBuckets"])]
    found = solve(box(*listing, literal(RESOURCE, RESOURCE_LIKE, ["arn:aws:s3:::*"])))
    assert found is not None
    assert str(found[RESOURCE]).startswith("arn:aws:s3:::")


def test_an_action_that_no_reference_has_is_not_passed_over() -> None:
    """Of a pattern whose known actions are all taken out, another one is left."""
    known = [each for each in ACTIONS if each.startswith("kms:")]
    rest = [literal(ACTION, ACTION_LIKE, ["kms:*"]), literal(ACTION, ACTION_LIKE, known, holds=False)]
    found = solve(box(*rest))
    assert found is not None
    assert str(found[ACTION]).startswith("kms:")
    assert found[ACTION] not in ACTIONS
    assert solve(box(literal(ACTION, ACTION_LIKE, known), literal(ACTION, ACTION_LIKE, ["kms:*"], holds=False))) is None
