"""What an agreement names of a third account: a key, and what raw statements say by their ARNs."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

import pytest

from tests.proof.test_worlds import (
    FINANCE,
    OTHER,
    PRODUCTION,
    READER_ARN,
    agreed,
    both,
    key,
    of_account,
    put,
    world_of,
)
from tests.proof.world import World, allow, bucket, bucket_policy, document, in_memory, role
from xacct_constructs import Agreement, RawStatements, S3Read
from xacct_constructs.proof import Answer, prove

BOOKS, ONWARD = "arn:aws:s3:::acme-books", f"arn:aws:iam::{FINANCE}:role/onward"
TABLE = f"arn:aws:dynamodb:eu-west-1:{FINANCE}:table/books"
KEY = f"arn:aws:kms:eu-west-1:{FINANCE}:key/${{Stack{FINANCE}.Key}}"
READING, FETCHING = allow("s3:GetObject", Resource=f"{BOOKS}/*"), allow("dynamodb:GetItem", Resource=TABLE)
ASSUMING = allow("sts:AssumeRole", Resource=ONWARD)
OWN = allow("kms:*", **of_account(FINANCE), Resource="*")
MALLORY = f"arn:aws:iam::{OTHER}:"


def _raw(*statements: dict[str, Any]) -> Agreement:
    return agreed(permissions=[RawStatements(statements)])


def _books(*statements: Mapping[str, Any]) -> Callable[[World], None]:
    return put(FINANCE, Books=bucket("acme-books"), Policy=bucket_policy("acme-books", *statements))


def _table(*statements: Mapping[str, Any]) -> Callable[[World], None]:
    said = {"TableName": "books", "ResourcePolicy": {"PolicyDocument": document(*statements)}}
    return put(FINANCE, Table={"Type": "AWS::DynamoDB::Table", "Properties": said})


def _to(statement: Mapping[str, Any], *arns: str) -> dict[str, Any]:
    return {**statement, "Principal": {"AWS": list(arns)}}


class Row(NamedTuple):
    """A world, and what its proof must come to."""

    agreement: Agreement
    add: Callable[[World], None]
    answer: Answer
    about: str = ""
    steps: Sequence[tuple[str, str, str]] = ()
    """Beginning of the caller, action, and beginning of the resource of each request of the counterexample."""


ROWS = {
    "a bucket that lets the reader read": Row(_raw(READING), _books(_to(READING, READER_ARN)), Answer.PROVEN),
    "a bucket that lets another in": Row(
        _raw(READING),
        _books(_to(READING, READER_ARN, OTHER)),
        Answer.REFUTED,
        BOOKS,
        [(MALLORY, "s3:GetObject", f"{BOOKS}/")],
    ),
    "a bucket of a pattern that lets another in": Row(
        _raw(allow("s3:GetObject", Resource="arn:aws:s3:::acme-b*")),
        _books(_to(READING, READER_ARN, OTHER)),
        Answer.REFUTED,
        BOOKS,
        [(MALLORY, "s3:GetObject", f"{BOOKS}/")],
    ),
    "a bucket of a pattern that lets the reader read": Row(
        _raw(allow("s3:GetObject", Resource="arn:aws:s3:::acme-b*")),
        _books(_to(READING, READER_ARN)),
        Answer.PROVEN,
    ),
    "a bucket that no more than a star names lets another in": Row(
        _raw(allow("s3:GetObject", Resource="arn:aws:s3:::*")), _books(_to(READING, READER_ARN, OTHER)), Answer.PROVEN
    ),
    "a bucket that is not named lets another in": Row(agreed(), _books(_to(READING, OTHER)), Answer.PROVEN),
    "a role that reads the bucket and lets another in": Row(
        _raw(READING),
        both(_books(_to(READING, READER_ARN)), put(FINANCE, Open=role("open", {"AWS": OTHER}, READING))),
        Answer.REFUTED,
        f"arn:aws:iam::{FINANCE}:role/open",
        [
            (MALLORY, "sts:AssumeRole", f"arn:aws:iam::{FINANCE}:role/open"),
            (f"arn:aws:sts::{FINANCE}:assumed-role/open/", "s3:GetObject", f"{BOOKS}/"),
        ],
    ),
    "a table that lets the reader read": Row(_raw(FETCHING), _table(_to(FETCHING, READER_ARN)), Answer.PROVEN),
    "a table that lets another in": Row(
        _raw(FETCHING),
        _table(_to(FETCHING, READER_ARN, OTHER)),
        Answer.REFUTED,
        TABLE,
        [(MALLORY, "dynamodb:GetItem", TABLE)],
    ),
    "a role that lets the reader in": Row(
        _raw(ASSUMING), put(FINANCE, Onward=role("onward", {"AWS": READER_ARN})), Answer.PROVEN
    ),
    "a role that lets another in": Row(
        _raw(ASSUMING),
        put(FINANCE, Onward=role("onward", {"AWS": [READER_ARN, OTHER]})),
        Answer.REFUTED,
        ONWARD,
        [(MALLORY, "sts:AssumeRole", ONWARD)],
    ),
    "a role of a pattern that lets another in": Row(
        _raw(allow("sts:AssumeRole", Resource="arn:aws:iam::*:role/onward")),
        put(FINANCE, Onward=role("onward", {"AWS": [READER_ARN, OTHER]})),
        Answer.REFUTED,
        ONWARD,
        [(MALLORY, "sts:AssumeRole", ONWARD)],
    ),
    "a role that no more than a star names lets another in": Row(
        _raw(allow("sts:AssumeRole", Resource="arn:aws:iam::*:role/*")),
        put(FINANCE, Onward=role("onward", {"AWS": [READER_ARN, OTHER]})),
        Answer.PROVEN,
    ),
    "a key that lets another in": Row(
        agreed(permissions=[S3Read("acme-reports", prefixes=["monthly/"], kms_key=KEY)]),
        put(FINANCE, Key=key(OWN, _to(allow("kms:Decrypt", Resource="*"), OTHER))),
        Answer.REFUTED,
        KEY,
        [(MALLORY, "kms:Decrypt", KEY)],
    ),
}


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_what_is_named_of_a_third_account_is_agreed_on(row: Row) -> None:
    """Whoever else gets at it is shown; the agreed role's use of it is what is agreed."""
    world = world_of(row.agreement)
    row.add(world)
    proof = prove(in_memory(world, [row.agreement]))
    assert proof.answer is row.answer, (proof.counterexamples, proof.undecided)
    found = [each for each in proof.counterexamples if each.about == row.about]
    assert bool(found) is (row.answer is Answer.REFUTED)
    for step, (caller, action, resource) in zip(found[0].steps if found else (), row.steps, strict=True):
        assert step.request.caller.arn.startswith(caller)
        assert step.request.action == action
        assert step.request.resource.startswith(resource)


def test_what_raw_statements_name_and_nobody_makes_is_to_be_looked_at() -> None:
    """Nobody here knows what its policy says."""
    agreement = _raw(READING, FETCHING, allow("sqs:SendMessage", Resource=f"arn:aws:sqs:eu-west-1:{FINANCE}:q"))
    proof = prove(in_memory(world_of(agreement), [agreement]))
    told = [each.what for each in proof.to_check if "is not in the assembly" in each.what]
    assert [each.partition(" ")[0] for each in told] == [BOOKS, TABLE]
    assert proof.answer is Answer.PROVEN


@pytest.mark.parametrize(("name", "told"), [("orders", 1), ("ord*", 0)])
def test_what_is_not_read_of_a_queue_is_to_be_looked_at(name: str, told: int) -> None:
    """Its own policy may refuse the role, and its key too, whether the assembly makes it or not; a pattern is none."""
    queue = f"arn:aws:sqs:eu-west-1:{FINANCE}:{name}"
    agreement = _raw(allow("sqs:ReceiveMessage", Resource=queue))
    world = world_of(agreement)
    put(FINANCE, Queue={"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "orders"}})(world)
    said = [each.what for each in prove(in_memory(world, [agreement])).to_check if "are not read" in each.what]
    what = f"{queue} lets {READER_ARN} do what is agreed: its policy and its key, where it has any, are not read."
    assert said == [what] * told


def test_the_next_role_may_name_the_agreed_one() -> None:
    """That is how what is agreed comes about; a role that no agreement says is one too many."""
    agreement = _raw(allow("sts:AssumeRole", Resource=f"arn:aws:iam::{PRODUCTION}:role/onward"))
    world = world_of(agreement)
    put(PRODUCTION, Onward=role("onward", {"AWS": READER_ARN}))(world)
    assert prove(in_memory(world, [agreement])).answer is Answer.PROVEN
    put(PRODUCTION, Further=role("further", {"AWS": READER_ARN}))(world)
    assert prove(in_memory(world, [agreement])).answer is Answer.REFUTED
