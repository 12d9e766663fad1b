"""Policies that name one session of a role: whoever assumes the role names the session, so that it is anybody's."""

from collections.abc import Callable
from typing import Any, NamedTuple

import pytest

from tests.proof.test_worlds import (
    ASSUME_READER,
    OTHER,
    PRODUCTION,
    READER_ARN,
    REPORTS,
    agreed,
    of_account,
    put,
    world_of,
)
from tests.proof.world import World, allow, bucket_policy, in_memory, role
from xacct_constructs import Safeguards
from xacct_constructs.proof import Answer, compare, prove

SESSIONS = f"arn:aws:sts::{PRODUCTION}:assumed-role"
BOB, SESSION = f"{SESSIONS}/reader/bob", f"{SESSIONS}/reader/session"
READING, WRITING = (
    allow("s3:GetObject", Resource=f"{REPORTS}/monthly/*"),
    allow("s3:PutObject", Resource=f"{REPORTS}/*"),
)
ENTER_DOOR = (f"arn:aws:iam::{OTHER}:", "sts:AssumeRole", f"arn:aws:iam::{PRODUCTION}:role/door")


def _policy(*statements: dict[str, Any]) -> Callable[[World], None]:
    return put(PRODUCTION, Policy=bucket_policy("acme-reports", *statements))


def _named(statement: dict[str, Any], arn: str, effect: str = "Allow") -> dict[str, Any]:
    return {**statement, "Principal": {"AWS": arn}, "Effect": effect}


def _door(**onward: dict[str, Any]) -> Callable[[World], None]:
    return put(PRODUCTION, Door=role("door", of_account(OTHER)), **onward)


class Row(NamedTuple):
    """What is added to the story's world, and what its proof must come to."""

    add: Callable[[World], None]
    answer: Answer
    about: str = ""
    steps: tuple[tuple[str, str, str], ...] = ()
    """Beginning of the caller, action, and beginning of the resource of each request."""


ROWS = {
    "a bucket that lets a session of the reader write": Row(
        _policy(_named(WRITING, BOB)), Answer.REFUTED, REPORTS, (ASSUME_READER, (BOB, "s3:PutObject", f"{REPORTS}/"))
    ),
    "a bucket that lets all sessions of the reader write but one": Row(
        _policy(_named(WRITING, READER_ARN), _named(WRITING, SESSION, "Deny")),
        Answer.REFUTED,
        REPORTS,
        (ASSUME_READER, (f"{SESSIONS}/reader/", "s3:PutObject", f"{REPORTS}/")),
    ),
    "a bucket that lets a session of the reader read as agreed": Row(_policy(_named(READING, BOB)), Answer.PROVEN),
    "a bucket that lets a session of another role write": Row(
        _policy(_named(WRITING, f"{SESSIONS}/writer/bob")), Answer.PROVEN
    ),
    "a bucket that denies a session of the reader": Row(
        _policy(_named(READING, BOB, "Deny")),
        Answer.REFUTED,
        READER_ARN,
        (ASSUME_READER, (BOB, "s3:GetObject", f"{REPORTS}/monthly/")),
    ),
    "a bucket that denies a session of another role": Row(
        _policy(_named(READING, f"{SESSIONS}/writer/bob", "Deny")), Answer.PROVEN
    ),
    "a role that admits a session of the reader": Row(
        put(PRODUCTION, Onward=role("onward", {"AWS": BOB})),
        Answer.REFUTED,
        f"arn:aws:iam::{PRODUCTION}:role/onward",
        (ASSUME_READER, (BOB, "sts:AssumeRole", f"arn:aws:iam::{PRODUCTION}:role/onward")),
    ),
    "a door, and a bucket that names a session of its role": Row(
        _door(Policy=bucket_policy("acme-reports", _named(WRITING, f"{SESSIONS}/door/bob"))),
        Answer.REFUTED,
        f"arn:aws:iam::{PRODUCTION}:role/door",
        (ENTER_DOOR, (f"{SESSIONS}/door/bob", "s3:PutObject", f"{REPORTS}/")),
    ),
    "a door, and a role that admits a session of its role": Row(
        _door(Onward=role("onward", {"AWS": f"{SESSIONS}/door/bob"}, WRITING)),
        Answer.REFUTED,
        f"arn:aws:iam::{PRODUCTION}:role/door",
        (
            ENTER_DOOR,
            (f"{SESSIONS}/door/bob", "sts:AssumeRole", f"arn:aws:iam::{PRODUCTION}:role/onward"),
            (f"{SESSIONS}/onward/", "s3:PutObject", f"{REPORTS}/"),
        ),
    ),
    "a door, and a bucket that names a session of another role": Row(
        _door(Policy=bucket_policy("acme-reports", _named(WRITING, f"{SESSIONS}/writer/bob"))), Answer.PROVEN
    ),
}


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_a_session_has_whatever_name_it_is_given(row: Row) -> None:
    """Each comes to its answer, with the requests that show it."""
    world = world_of(agreed())
    row.add(world)
    proof = prove(in_memory(world, [agreed()]))
    assert proof.answer is row.answer, (proof.counterexamples, proof.undecided)
    if row.answer is Answer.REFUTED:
        found = proof.counterexamples[0]
        assert found.about == row.about
        assert len(found.steps) == len(row.steps)
        for step, (caller, action, resource) in zip(found.steps, row.steps, strict=True):
            assert step.request.caller.arn.startswith(caller)
            assert step.request.action == action
            assert step.request.resource.startswith(resource)


def test_a_comparison_shows_what_one_session_gains() -> None:
    """By a request of that session."""
    before, after = world_of(agreed()), world_of(agreed())
    _policy(_named(WRITING, BOB))(after)
    (gained,) = compare(in_memory(before, [agreed()]), in_memory(after, [agreed()])).gained
    assert gained.request.caller.arn == BOB


NAMED: dict[str, tuple[dict[str, str | list[str]], Answer]] = {
    "is the user's": ({"StringLike": "${aws:username}"}, Answer.PROVEN),
    "is the user's, as a text": ({"StringEquals": "${aws:username}"}, Answer.PROVEN),
    "is the user's, or what a user without a name is given": (
        {"StringEquals": "${aws:username, 'x'}"},
        Answer.UNDECIDED,
    ),
    "begins as the user's": ({"StringLike": "${aws:username}*"}, Answer.REFUTED),
    "is the user's in any letters": ({"StringEqualsIgnoreCase": "${aws:username}"}, Answer.REFUTED),
    "is another key's": ({"StringEquals": "${aws:PrincipalTag/name}"}, Answer.REFUTED),
    "is the user's, or begins otherwise": ({"StringLike": ["${aws:username}", "x-*"]}, Answer.REFUTED),
    "is anything": ({"StringLike": "*"}, Answer.REFUTED),
}


@pytest.mark.parametrize(("asked", "answer"), NAMED.values(), ids=NAMED)
def test_the_name_of_a_session(asked: dict[str, str | list[str]], answer: Answer) -> None:
    """What is shown is too much, or too little, itself: what no request shows is not refuted by one that is agreed."""
    agreement = agreed(safeguards=Safeguards(session_name_is_user_name=True))
    world = world_of(agreement)
    (statement,) = world[PRODUCTION]["ReaderResource"]["Properties"]["AssumeRolePolicyDocument"]["Statement"]
    del statement["Condition"]["StringLike"]
    statement["Condition"] |= {operator: {"sts:RoleSessionName": value} for operator, value in asked.items()}

    assert prove(in_memory(world, [agreement]), [agreement]).answer is answer
