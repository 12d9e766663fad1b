"""Conditions on who asks: settled by the caller, turned into its ARN, or left open."""

from typing import Any

import pytest

from xacct_constructs.iam.conditions import parse_conditions
from xacct_constructs.iam.request import Caller, session_of_arn
from xacct_constructs.request_sets.asked_by import asked_by_caller, asked_by_kind
from xacct_constructs.request_sets.boxes import ACTION, ACTION_LIKE, Box, Literal, box, literal, of_condition
from xacct_constructs.request_sets.callers import CALLER_SHAPES, principal_is

ANNA = Caller("arn:aws:iam::111111111111:user/anna")
JOB = session_of_arn("arn:aws:iam::111111111111:role/team/job")
USERS, SESSIONS, SERVICES = CALLER_SHAPES[0], CALLER_SHAPES[1], CALLER_SHAPES[6]


def of(operator: str, key: str, *values: str) -> Literal:
    """One condition of a policy."""
    (condition,) = parse_conditions({operator: {key: list(values)}})
    return of_condition(condition)


def like(*values: str) -> Literal:
    """The prefix is like these."""
    return of("StringLike", "s3:prefix", *values)


def action(*values: str) -> Literal:
    """The action is one of these."""
    return literal(ACTION, ACTION_LIKE, values)


FILLED: dict[str, tuple[Caller, Literal, Literal]] = {
    "the user's name": (ANNA, like("${aws:username}/*"), like("anna/*")),
    "wildcards stay": (ANNA, like("*/?/${aws:username}"), like("*/?/anna")),
    "escapes stay": (ANNA, like("a${*}/${aws:username}"), like("a${*}/anna")),
    "the name in any case of the key": (ANNA, like("${AWS:UserName}"), like("anna")),
    "a session has no name": (JOB, like("${aws:username}/*", "all/*"), like("all/*")),
    "a default stays": (JOB, like("${aws:username, 'all'}"), like("${aws:username, 'all'}")),
    "a tag stays": (ANNA, like("${aws:PrincipalTag/team}"), like("${aws:PrincipalTag/team}")),
    "the account": (JOB, like("${aws:PrincipalAccount}/*"), like("111111111111/*")),
    "a text stays": (ANNA, like("monthly/*"), like("monthly/*")),
    "a key of the caller beside a tag": (
        ANNA,
        of("StringEquals", "aws:username", "${aws:PrincipalTag/team}"),
        of("StringEquals", "aws:username", "${aws:PrincipalTag/team}"),
    ),
}


@pytest.mark.parametrize(("caller", "written", "left"), FILLED.values(), ids=FILLED)
def test_variables_that_the_caller_settles(caller: Caller, written: Literal, left: Literal) -> None:
    """They take its values; what asks for a key that it lacks matches nothing."""
    assert asked_by_caller(box(written), caller) == box(left)


def test_what_asks_for_an_absent_key_alone_is_left_without_a_value() -> None:
    """Nothing meets it, and its opposite is always met."""
    written = like("${aws:username}/*")
    for each, values in ((written, ()), (written.opposite(), ())):
        found = asked_by_caller(box(each), JOB) or frozenset()
        assert [(left.condition.values, left.holds) for left in found] == [(values, each.holds)]


SETTLED: dict[str, tuple[Caller, Literal, bool]] = {
    "the account": (ANNA, of("StringEquals", "aws:PrincipalAccount", "111111111111"), True),
    "another account": (ANNA, of("StringEquals", "aws:PrincipalAccount", "222222222222"), False),
    "no other account": (ANNA, of("StringNotEquals", "aws:PrincipalAccount", "222222222222"), True),
    "the name": (ANNA, of("StringLike", "aws:username", "an*"), True),
    "a name that is not there": (JOB, of("StringLike", "aws:username", "*"), False),
    "no name": (JOB, of("Null", "aws:username", "true"), True),
    "the role": (JOB, principal_is("arn:aws:iam::*:role/team/job"), True),
    "another role": (JOB, principal_is("arn:aws:iam::*:role/job"), False),
    "no service": (ANNA, of("Bool", "aws:PrincipalIsAWSService", "false"), True),
    "what a service calls for": (ANNA, of("StringLike", "aws:SourceArn", "*"), False),
}


@pytest.mark.parametrize(("caller", "written", "met"), SETTLED.values(), ids=SETTLED)
def test_conditions_that_the_caller_settles(caller: Caller, written: Literal, met: bool) -> None:
    """What it meets says no more; what it fails nobody asks."""
    assert asked_by_caller(box(written), caller) == (frozenset() if met else None)
    assert asked_by_caller(box(written.opposite()), caller) == (None if met else frozenset())


OF_KMS: dict[str, tuple[tuple[Literal, ...], str]] = {
    "KMS": ((action("kms:*"),), "settled"),
    "KMS in another case": ((action("KMS:Decrypt", "kms:Encrypt"),), "settled"),
    "S3": ((action("s3:*"),), "absent"),
    "S3 within anything": ((action("*"), action("s3:Get*")), "absent"),
    "KMS and S3": ((action("kms:*", "s3:*"),), "open"),
    "some service": ((action("*:Decrypt"),), "open"),
    "any action": ((), "open"),
    "all but S3": ((action("s3:*").opposite(),), "open"),
    "a resource of that name": ((like("kms:*"),), "open"),
}


@pytest.mark.parametrize(("asked", "expected"), OF_KMS.values(), ids=OF_KMS)
def test_what_only_kms_sees(asked: tuple[Literal, ...], expected: str) -> None:
    """The caller's account where all requests are to KMS, nothing where none is, and open where some are."""
    written = of("StringEquals", "kms:CallerAccount", "111111111111")
    left = asked_by_caller(box(written, *asked), ANNA)
    assert left == {"settled": box(*asked), "absent": None, "open": box(written, *asked)}[expected]


def turned(found: Box | None) -> set[Any]:
    """What is left beside the shape of the kind."""
    return set(found or ()) - {principal_is(kind.arn) for kind in CALLER_SHAPES if kind.arn}


BY_ARN: dict[str, tuple[Any, Literal, Literal]] = {
    "an account": (USERS, of("StringEquals", "aws:PrincipalAccount", "2"), principal_is("arn:*:*:*:2:*")),
    "no account": (USERS, of("StringNotEquals", "aws:PrincipalAccount", "2"), principal_is("arn:*:*:*:2:*").opposite()),
    "accounts": (SESSIONS, of("StringLike", "aws:PrincipalAccount", "2*"), principal_is("arn:*:*:*:2*:*")),
    "a star to the letter": (
        USERS, of("StringEquals", "aws:PrincipalAccount", "2*"), principal_is("arn:*:*:*:2${*}:*")
    ),
    "an escaped star": (
        USERS, of("StringEquals", "aws:PrincipalAccount", "2${*}"), principal_is("arn:*:*:*:2${*}:*")
    ),
    "a name": (
        USERS, of("StringEquals", "aws:username", "bob"),
        principal_is("arn:*:iam::*:user/bob", "arn:*:iam::*:user/*/bob"),
    ),
    "no name by a pattern": (
        USERS, of("StringNotLike", "aws:username", "b*"), of("StringNotLike", "aws:username", "b*")
    ),
    "any case": (
        USERS, of("StringEqualsIgnoreCase", "aws:PrincipalAccount", "a"),
        of("StringEqualsIgnoreCase", "aws:PrincipalAccount", "a"),
    ),
    "an account by a variable": (
        USERS, of("StringEquals", "aws:PrincipalAccount", "${aws:ResourceAccount}"),
        of("StringEquals", "aws:PrincipalAccount", "${aws:ResourceAccount}"),
    ),
    "a number": (
        USERS, of("NumericEquals", "aws:PrincipalAccount", "2"), of("NumericEquals", "aws:PrincipalAccount", "2")
    ),
    "another key": (USERS, like("2"), like("2")),
    "a service": (
        SERVICES, of("StringEquals", "aws:PrincipalServiceName", "ec2.amazonaws.com"),
        literal("caller:arn", "StringEquals", ["ec2.amazonaws.com"]),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("kind", "written", "left"), BY_ARN.values(), ids=BY_ARN)
def test_conditions_on_account_and_name(kind: Any, written: Literal, left: Literal) -> None:
    """As one on the ARN, where the two say the same; else as it is written."""
    assert turned(asked_by_kind(box(written), kind)) == {left}


def test_a_session_shows_no_path() -> None:
    """And its role does."""
    assert JOB.arn == "arn:aws:sts::111111111111:assumed-role/job/session"
    assert JOB.role_arn == "arn:aws:iam::111111111111:role/team/job"
