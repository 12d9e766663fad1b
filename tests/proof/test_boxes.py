"""Sets of requests: what is taken away, kept and found again, against the conditions themselves."""

import re
from collections.abc import Mapping, Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from xacct_constructs.iam.conditions import Condition, parse_conditions
from xacct_constructs.iam.operators import OPERATORS
from xacct_constructs.iam.request import Context
from xacct_constructs.iam.undecided import UndecidedError
from xacct_constructs.request_sets.boxes import (
    ACTION,
    ACTION_LIKE,
    RESOURCE,
    RESOURCE_LIKE,
    Box,
    Literal,
    box,
    is_contradictory,
    literal,
    of_condition,
    product,
    subtract,
)
from xacct_constructs.request_sets.solve import solve

KEYS = ("s3:prefix", "sts:externalid")
TEXTS = ["", "a", "ab", "b", "A"]
Values = Mapping[str, str | Sequence[str]]

_string_literals = st.builds(
    lambda key, operator, values, holds, if_exists: Literal(
        Condition(OPERATORS[operator], key, tuple(sorted(values)), "", if_exists), holds
    ),
    st.sampled_from(KEYS),
    st.sampled_from(["stringequals", "stringlike", "stringequalsignorecase", "stringnotlike"]),
    st.sets(st.sampled_from(["a", "ab", "b", "A", "a*", "b*", "?", "*"]), min_size=1, max_size=2),
    st.booleans(),
    st.booleans(),
)
_other_literals = st.one_of(
    st.builds(
        lambda value, holds: Literal(Condition(None, "s3:prefix", (value,)), holds),
        st.sampled_from(["true", "false"]),
        st.booleans(),
    ),
    st.builds(
        lambda values, holds: literal(ACTION, ACTION_LIKE, values, holds=holds),
        st.sets(
            st.sampled_from(["s3:Get*", "s3:GetObject", "s3:*", "sqs:*", "*", "S3:listbucket"]), min_size=1, max_size=2
        ),
        st.booleans(),
    ),
    st.builds(
        lambda values, holds: literal(RESOURCE, RESOURCE_LIKE, values, holds=holds),
        st.sets(st.sampled_from(["arn:aws:s3:::a/*", "arn:aws:s3:::a", "arn:aws:s3:::*", "*"]), min_size=1, max_size=2),
        st.booleans(),
    ),
    st.builds(
        lambda quantifier, holds: Literal(
            Condition(OPERATORS["stringequals"], "aws:tagkeys", ("a", "b"), quantifier), holds
        ),
        st.sampled_from(["forallvalues", "foranyvalue"]),
        st.booleans(),
    ),
)
literals = st.one_of(_string_literals, _other_literals)
boxes = st.lists(literals, min_size=1, max_size=3).map(lambda each: box(*each))
unions = st.lists(boxes, max_size=3)
contexts = st.fixed_dictionaries(
    {
        ACTION: st.sampled_from(["s3:GetObject", "s3:ListBucket", "sqs:SendMessage"]),
        RESOURCE: st.sampled_from(["arn:aws:s3:::a/k", "arn:aws:s3:::a", "arn:aws:s3:::b", "arn:aws:sqs:r:1:q"]),
    },
    optional={
        **{key: st.sampled_from(TEXTS) for key in KEYS},
        "aws:tagkeys": st.lists(st.sampled_from(["a", "b", "c"]), min_size=1, max_size=2),
    },
)


def lies_in(context: Values, union: Sequence[Box]) -> bool:
    """Whether a request lies in one of the boxes, asked condition by condition."""
    return any(all(each.condition.holds(Context(context)) is each.holds for each in found) for found in union)


@given(left=unions, right=unions, context=contexts)
def test_what_is_taken_away(left: list[Box], right: list[Box], context: Values) -> None:
    """A request lies in the difference exactly if it lies in the left union and not in the right one."""
    assert lies_in(context, subtract(left, right)) is (lies_in(context, left) and not lies_in(context, right))


@given(left=unions, right=unions, context=contexts)
def test_what_is_in_both(left: list[Box], right: list[Box], context: Values) -> None:
    """A request lies in the product exactly if it lies in both unions."""
    assert lies_in(context, product(left, right)) is (lies_in(context, left) and lies_in(context, right))


@given(found=boxes, context=contexts)
def test_a_contradiction_holds_nothing(found: Box, context: Values) -> None:
    """No request lies in a box that is called contradictory."""
    assert not (is_contradictory(found) and lies_in(context, [found]))


@settings(max_examples=400)
@given(found=boxes, context=contexts)
def test_a_request_is_found_where_there_is_one(found: Box, context: Values) -> None:
    """What is found lies in the box; where nothing is found, no request tried lies in it."""
    try:
        solution = solve(found)
    except UndecidedError:
        return
    if solution is None:
        # An object's action is asked on objects: other pairs are no requests.
        is_real = (context[ACTION], context[RESOURCE]) in (
            ("s3:GetObject", "arn:aws:s3:::a/k"),
            ("s3:ListBucket", "arn:aws:s3:::a"),
            ("s3:ListBucket", "arn:aws:s3:::b"),
        )
        assert not (is_real and lies_in(context, [found]))
    else:
        assert lies_in(solution, [found])


@given(written=_string_literals, context=contexts)
def test_a_condition_as_a_literal_means_the_same(written: Literal, context: Values) -> None:
    """Taking a negation out of an operator changes nothing."""
    found = of_condition(written.condition)
    assert (found.condition.holds(Context(context)) is found.holds) is written.condition.holds(Context(context))


@pytest.mark.parametrize(
    ("block", "settled"),
    [
        pytest.param({"NumericLessThan": {"aws:MultiFactorAuthAge": "3600"}}, {"3599"}, id="below a number"),
        pytest.param(
            {"NumericLessThan": {"aws:MultiFactorAuthAge": "9"}, "NumericGreaterThan": {"aws:MultiFactorAuthAge": "7"}},
            {"8"},
            id="between two numbers",
        ),
        pytest.param(
            {"NumericLessThan": {"aws:MultiFactorAuthAge": "7"}, "NumericGreaterThan": {"aws:MultiFactorAuthAge": "9"}},
            set(),
            id="between two numbers the wrong way",
        ),
        pytest.param(
            {"DateLessThan": {"aws:CurrentTime": "2031-01-01T00:00:00Z"}}, {"2030-12-31T23:59:59Z"}, id="before a date"
        ),
        pytest.param({"IpAddress": {"aws:SourceIp": "198.51.100.0/24"}}, {"198.51.100.0"}, id="an address"),
        pytest.param({"IpAddress": {"aws:SourceIp": "0.0.0.0"}}, {"0.0.0.0"}, id="the first address"),  # noqa: S104  # no socket
        pytest.param({"IpAddress": {"aws:SourceIp": "255.255.255.255"}}, {"255.255.255.255"}, id="the last address"),
        pytest.param({"IpAddress": {"aws:SourceIp": "2001:db8::/32"}}, {"2001:db8::"}, id="an address of version 6"),
        pytest.param(
            {"IpAddress": {"aws:SourceIp": "198.51.100.0/24"}, "NotIpAddress": {"aws:SourceIp": "198.51.0.0/16"}},
            set(),
            id="an address inside and outside",
        ),
        pytest.param(
            {"Null": {"aws:SourceIp": "false"}, "NotIpAddress": {"aws:SourceIp": "198.51.100.0/24"}},
            {"198.51.99.255"},
            id="an address that is there, outside",
        ),
        pytest.param(
            {"Null": {"aws:MultiFactorAuthAge": "false"}, "NumericLessThan": {"aws:MultiFactorAuthAge": "9"}},
            {"8"},
            id="a number that is there",
        ),
        pytest.param(
            {"NumericLessThan": {"a:b": "8.7"}, "NumericGreaterThan": {"a:b": "8.2"}}, {"8.45"}, id="between fractions"
        ),
        pytest.param(
            {"NotIpAddress": {"aws:SourceIp": "0.0.0.0/0"}, "Null": {"aws:SourceIp": "false"}},
            {"2001:db8::1"},
            id="an address of version 6 alone",
        ),
        pytest.param(
            {"NotIpAddress": {"aws:SourceIp": "::/0"}, "Null": {"aws:SourceIp": "false"}},
            {"192.0.2.1"},
            id="an address of version 4 alone",
        ),
        pytest.param(
            {"DateGreaterThan": {"aws:CurrentTime": "99999999999999"}}, {"100000000000000"}, id="after all calendars"
        ),
        pytest.param({"Bool": {"aws:SecureTransport": "true"}}, {"true"}, id="a truth value"),
        pytest.param({"StringEquals": {"a:b": "x"}, "StringNotEquals": {"a:b": "x"}}, set(), id="a text and not it"),
        pytest.param({"StringLike": {"a:b": "x*"}, "StringNotEquals": {"a:b": "x"}}, {"x0", "xx"}, id="a longer text"),
        pytest.param({"Null": {"a:b": "false"}}, {"x"}, id="present, and an empty text counts as none"),
        pytest.param({"Null": {"a:b": "true"}, "StringEquals": {"a:b": "x"}}, set(), id="absent and present"),
    ],
)
def test_values_of_one_key(block: dict[str, dict[str, str]], settled: set[str]) -> None:
    """The value that meets all conditions on a key; none where they exclude each other."""
    found = solve(box(*map(of_condition, parse_conditions(block))))

    values = {value for key, value in (found or {}).items() if ":" in key and not key.startswith("request:")}
    assert (values <= settled and bool(values)) if settled else found is None


def test_what_is_no_truth_is_false() -> None:
    """A counterexample says `false`, and no other text that is not `true` either."""
    (condition,) = parse_conditions({"Bool": {"aws:SecureTransport": "true"}})
    found = solve(box(of_condition(condition).opposite(), Literal(Condition(None, "aws:securetransport", ("false",)))))
    assert found is not None
    assert found["aws:securetransport"] == "false"


def test_one_value_for_any_and_for_all() -> None:
    """What some value asks for must be among what all values may be."""
    every, some = ({"ForAllValues:StringEquals": {"aws:TagKeys": each}} for each in (["team", "cost"], ["cost"]))
    any_team = {"ForAnyValue:StringLike": {"aws:TagKeys": "te*"}}

    found = solve(box(*map(of_condition, parse_conditions({**every, **any_team}))))

    assert found is not None
    assert found["aws:tagkeys"] in ("team", ["team"])
    assert solve(box(*map(of_condition, parse_conditions({**some, **any_team})))) is None


@pytest.mark.parametrize(
    ("value", "alike"), [("${aws:username}", True), ("a-${aws:username}", True), ("${aws:username}*", False)]
)
def test_a_pattern_without_a_wildcard_is_a_text(value: str, alike: bool) -> None:
    """Whatever its variables come to."""
    one, other = ([box(literal("s3:prefix", name, [value]))] for name in ("StringEquals", "StringLike"))
    assert (subtract(one, other) == []) is alike
    assert (subtract(other, one) == []) is alike


def test_two_ways_to_compare_one_key_are_not_guessed() -> None:
    """A key that is compared as a text and as a number is beyond the search, which says so."""
    conditions = parse_conditions({"StringEquals": {"a:b": "9"}, "NumericLessThan": {"a:b": "10"}})
    with pytest.raises(UndecidedError, match="a:b is compared as Numeric and as text"):
        solve(box(*map(of_condition, conditions)))


FULL_WIDTH = "\N{FULLWIDTH DIGIT THREE}600"
NOT_OF_ITS_KIND = {
    "NumericLessThan": ("soon", "3_600", "36e2", " 3600", "+3600", "3600.", "0x10", "inf", FULL_WIDTH),
    "DateLessThan": ("soon", f"189345{FULL_WIDTH}", "1_893_456_000"),
    "IpAddress": ("soon", "10.0.0.0/255.0.0.0", "10.0.0.0/0.255.255.255", "fe80::1%eth0"),
}


@pytest.mark.parametrize(
    ("operator", "value"), [(operator, value) for operator, values in NOT_OF_ITS_KIND.items() for value in values]
)
def test_a_value_that_is_none_of_its_kind_is_not_guessed(operator: str, value: str) -> None:
    """What is no number, date or address, as IAM documents them, is named, and does not end the proof."""
    condition = parse_conditions({operator: {"a:b": value}})
    with pytest.raises(UndecidedError, match=f"{re.escape(repr(value))} is no"):
        solve(box(*map(of_condition, condition)))


@pytest.mark.parametrize(
    ("operator", "value"),
    [
        ("NumericLessThan", "3600"),
        ("NumericLessThan", "3600.0"),
        ("NumericGreaterThan", "-1"),
        ("DateLessThan", "1893456000"),
        ("IpAddress", "10.1.0.0/8"),
        ("IpAddress", "2001:db8::/32"),
    ],
)
def test_a_value_of_its_kind_is_read(operator: str, value: str) -> None:
    """There is a request that meets it."""
    assert solve(box(*map(of_condition, parse_conditions({operator: {"a:b": value}})))) is not None


def _of_one_key() -> list[Literal]:
    """Every literal on one key with one value, of three operators."""
    operators = ("stringequals", "stringlike", "stringequalsignorecase")
    values = ("a", "ab", "b", "A", "a*", "b*", "?", "*")
    conditions = [Condition(OPERATORS[operator], "s3:prefix", (value,)) for operator in operators for value in values]
    return [Literal(condition, holds) for condition in conditions for holds in (True, False)]


def test_any_two_conditions_on_a_key() -> None:
    """Without a search, no pair of conditions is taken to exclude or to imply each other that does not."""
    wrong = [
        (one, other, context)
        for one in _of_one_key()
        for other in _of_one_key()
        for difference, both in [(subtract([box(one)], [box(other)]), product([box(one)], [box(other)]))]
        for context in ({}, *({"s3:prefix": text} for text in TEXTS))
        if lies_in(context, difference) is not (lies_in(context, [box(one)]) and not lies_in(context, [box(other)]))
        or lies_in(context, both) is not (lies_in(context, [box(one)]) and lies_in(context, [box(other)]))
    ]
    assert wrong == []
