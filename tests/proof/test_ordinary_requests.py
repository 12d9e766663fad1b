"""Ordinary requests come over HTTPS, by TLS 1.2 or later, signed by version 4: who refuses others refuses nobody."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, NamedTuple

import pytest

from tests.proof.test_worlds import (
    DECRYPTING,
    OWN_ADMINISTRATORS,
    PRODUCTION,
    REPORTS,
    STAGING,
    agreed,
    key,
    world_of,
)
from tests.proof.world import World, bucket, bucket_policy, document, in_memory
from xacct_constructs import Agreement, RawStatements, Safeguards, TrustedRole
from xacct_constructs.proof import Answer, Fault, prove
from xacct_constructs.proof.ordinary import ordinary
from xacct_constructs.request_sets import action_literal, box, literal

Condition = dict[str, dict[str, Any]]
Edit = Callable[[World, Condition], None]
TLS, HTTPS, BEGAN = "s3:TlsVersion", "aws:SecureTransport", "aws:TokenIssueTime"
TODAY, BEFORE, LATER = datetime(2026, 11, 29, tzinfo=UTC), "2026-11-01T12:00:00.000Z", "2027-01-01T00:00:00Z"
REGION, TIME, EPOCH = "aws:RequestedRegion", "aws:CurrentTime", "aws:EpochTime"
SIGNED, BY, VERSION = "s3:signatureversion", "s3:authType", "AWS4-HMAC-SHA256"


def in_the_bucket(world: World, condition: Condition) -> None:
    """The bucket's policy denies everybody."""
    deny = {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": [REPORTS, f"{REPORTS}/*"]}
    world[PRODUCTION]["Policy"] = bucket_policy("acme-reports", {**deny, "Condition": condition})


def in_the_role(world: World, condition: Condition) -> None:
    """The role's own policy denies everything."""
    deny = {"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": condition}
    policies = world[PRODUCTION]["ReaderResource"]["Properties"]["Policies"]
    policies.append({"PolicyName": "more", "PolicyDocument": document(deny)})


def in_the_role_but_for_s3(world: World, condition: Condition) -> None:
    """The role's own policy denies everything that is asked of another service than S3."""
    in_the_role(world, condition)
    statement = world[PRODUCTION]["ReaderResource"]["Properties"]["Policies"][-1]["PolicyDocument"]["Statement"][0]
    statement["NotAction"] = "s3:*"
    del statement["Action"]


def in_the_trust(world: World, condition: Condition) -> None:
    """The role's trust policy denies everybody."""
    deny = {"Effect": "Deny", "Principal": "*", "Action": "sts:*", "Condition": condition}
    world[PRODUCTION]["ReaderResource"]["Properties"]["AssumeRolePolicyDocument"]["Statement"].append(deny)


def in_the_user(world: World, condition: Condition) -> None:
    """The user's own policy denies everything."""
    deny = {"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": condition}
    (user,) = (each for each in world[STAGING].values() if each["Type"] == "AWS::IAM::User")
    user["Properties"]["Policies"].append({"PolicyName": "more", "PolicyDocument": document(deny)})


def denied_old_sessions(world: World, condition: Condition) -> None:
    """The role's own policy denies everything to old sessions, as the console's `AWSRevokeOlderSessions` does."""
    in_the_role(world, condition)
    world[PRODUCTION]["ReaderResource"]["Properties"]["Policies"][-1]["PolicyName"] = "AWSRevokeOlderSessions"


def allowed_only(world: World, condition: Condition) -> None:
    """The role's permissions are given under the condition alone."""
    for policy in world[PRODUCTION]["ReaderResource"]["Properties"]["Policies"]:
        for statement in policy["PolicyDocument"]["Statement"]:
            statement["Condition"] = {**statement.get("Condition", {}), **condition}


def stated(*resources: str, action: str = "sqs:ReceiveMessage") -> Agreement:
    """Statements of its own, about these."""
    statement = {"Effect": "Allow", "Action": action, "Resource": [*resources]}
    return agreed(permissions=[RawStatements([statement])])


QUEUE = "arn:aws:sqs:eu-west-1:111111111111:orders"
FAR_QUEUE = QUEUE.replace("eu-west-1", "eu-north-1")


class Row(NamedTuple):
    """Where a condition stands, and whether an ordinary request meets it."""

    where: Edit
    condition: dict[str, Any]
    answer: Answer
    agreement: Agreement = agreed()


ROWS = {
    "other regions are denied": Row(in_the_bucket, {"StringNotEquals": {REGION: "eu-west-1"}}, Answer.PROVEN),
    "all but another region is denied": Row(in_the_bucket, {"StringNotEquals": {REGION: "eu-north-1"}}, Answer.REFUTED),
    "its own region is denied": Row(in_the_bucket, {"StringEquals": {REGION: "eu-west-1"}}, Answer.REFUTED),
    "another region is denied": Row(in_the_bucket, {"StringEquals": {REGION: "eu-north-1"}}, Answer.PROVEN),
    "other regions are denied to the role": Row(
        in_the_role, {"StringNotEquals": {REGION: "eu-west-1"}}, Answer.PROVEN, DECRYPTING
    ),
    "all but another region is denied to the role": Row(
        in_the_role, {"StringNotEquals": {REGION: "eu-north-1"}}, Answer.REFUTED, DECRYPTING
    ),
    "it is given in its region alone": Row(
        allowed_only, {"StringEqualsIgnoreCase": {REGION: "eu-west-1"}}, Answer.PROVEN
    ),
    "it is given in another region alone": Row(
        allowed_only, {"StringEqualsIgnoreCase": {REGION: "eu-north-1"}}, Answer.REFUTED
    ),
    "other regions than a queue's are denied": Row(
        in_the_role, {"StringNotEquals": {REGION: "eu-west-1"}}, Answer.PROVEN, stated(QUEUE)
    ),
    "a queue's region is denied": Row(
        in_the_role, {"StringEquals": {REGION: "eu-west-1"}}, Answer.REFUTED, stated(QUEUE)
    ),
    "other regions than those of two queues are denied": Row(
        in_the_role, {"StringNotEquals": {REGION: ["eu-west-1", "eu-north-1"]}}, Answer.PROVEN, stated(QUEUE, FAR_QUEUE)
    ),
    "other regions than that of one of two queues are denied": Row(
        in_the_role, {"StringNotEquals": {REGION: "eu-west-1"}}, Answer.REFUTED, stated(QUEUE, FAR_QUEUE)
    ),
    "other regions are denied, and a queue's is any": Row(
        in_the_role,
        {"StringNotEquals": {REGION: "eu-west-1"}},
        Answer.REFUTED,
        stated(QUEUE.replace("eu-west-1", "*")),
    ),
    "other regions are denied, and it is not known where one of two buckets is": Row(
        in_the_role,
        {"StringNotEquals": {REGION: "eu-west-1"}},
        Answer.REFUTED,
        stated(f"{REPORTS}/*", "arn:aws:s3:::acme-elsewhere/*", action="s3:GetObject"),
    ),
    "an older TLS is denied": Row(in_the_bucket, {"NumericLessThan": {TLS: "1.2"}}, Answer.PROVEN),
    "a TLS that is in use is denied": Row(in_the_bucket, {"NumericLessThan": {TLS: "1.3"}}, Answer.REFUTED),
    "a newer TLS is denied": Row(in_the_bucket, {"NumericGreaterThanEquals": {TLS: "1.2"}}, Answer.REFUTED),
    "no TLS is denied": Row(in_the_bucket, {"Null": {TLS: "true"}}, Answer.PROVEN),
    "any TLS is denied": Row(in_the_bucket, {"Null": {TLS: "false"}}, Answer.REFUTED),
    "an older TLS, or none, is denied": Row(in_the_bucket, {"NumericLessThanIfExists": {TLS: "1.2"}}, Answer.PROVEN),
    "an older TLS is denied by the role": Row(in_the_role, {"NumericLessThan": {TLS: "1.2"}}, Answer.PROVEN),
    "what tells no TLS is denied": Row(in_the_role, {"Null": {TLS: "true"}}, Answer.PROVEN),
    "what tells no TLS is denied, as the key's use": Row(
        in_the_role, {"Null": {TLS: "true"}}, Answer.REFUTED, DECRYPTING
    ),
    "what tells no TLS is denied, but for S3": Row(in_the_role_but_for_s3, {"Null": {TLS: "true"}}, Answer.PROVEN),
    "what tells no TLS is denied, but for S3, as the key's use": Row(
        in_the_role_but_for_s3, {"Null": {TLS: "true"}}, Answer.REFUTED, DECRYPTING
    ),
    "TLS 1.2 is asked for": Row(allowed_only, {"NumericGreaterThanEquals": {TLS: "1.2"}}, Answer.PROVEN),
    "TLS 1.3 is asked for": Row(allowed_only, {"NumericGreaterThanEquals": {TLS: "1.3"}}, Answer.REFUTED),
    "an older signature is denied": Row(in_the_bucket, {"StringNotEquals": {SIGNED: VERSION}}, Answer.PROVEN),
    "an older signature is denied by name": Row(in_the_bucket, {"StringEquals": {SIGNED: "AWS"}}, Answer.PROVEN),
    "the signature that is in use is denied": Row(in_the_bucket, {"StringEquals": {SIGNED: VERSION}}, Answer.REFUTED),
    "the signature that is in use is asked for": Row(
        allowed_only, {"StringEqualsIgnoreCase": {SIGNED: VERSION}}, Answer.PROVEN
    ),
    "an older signature is asked for": Row(allowed_only, {"StringEqualsIgnoreCase": {SIGNED: "AWS"}}, Answer.REFUTED),
    "what is not signed by S3 is denied, as the key's use": Row(
        in_the_role, {"StringNotEquals": {SIGNED: VERSION}}, Answer.REFUTED, DECRYPTING
    ),
    "a signed URL is denied": Row(in_the_bucket, {"StringNotEquals": {BY: "REST-HEADER"}}, Answer.PROVEN),
    "a signed URL is denied that is ten minutes old": Row(
        in_the_bucket, {"NumericGreaterThan": {"s3:signatureAge": "600000"}}, Answer.PROVEN
    ),
    "all but signed URLs are denied": Row(
        in_the_bucket, {"StringNotEquals": {BY: "REST-QUERY-STRING"}}, Answer.REFUTED
    ),
    "plain HTTP is denied": Row(in_the_bucket, {"Bool": {HTTPS: "false"}}, Answer.PROVEN),
    "HTTPS is denied": Row(in_the_bucket, {"Bool": {HTTPS: "true"}}, Answer.REFUTED),
    "plain HTTP is denied to whoever comes in": Row(in_the_trust, {"Bool": {HTTPS: "false"}}, Answer.PROVEN),
    "HTTPS is denied to whoever comes in": Row(in_the_trust, {"Bool": {HTTPS: "true"}}, Answer.REFUTED),
    # Sessions that began before the day that the proof is of
    "old sessions are denied": Row(denied_old_sessions, {"DateLessThan": {BEGAN: BEFORE}}, Answer.PROVEN),
    "old sessions are denied by the bucket": Row(in_the_bucket, {"DateLessThan": {BEGAN: BEFORE}}, Answer.PROVEN),
    "old sessions are denied to come in": Row(in_the_trust, {"DateLessThan": {BEGAN: BEFORE}}, Answer.PROVEN),
    "old sessions are denied, and whoever has none": Row(
        in_the_trust, {"DateLessThanIfExists": {BEGAN: BEFORE}}, Answer.REFUTED
    ),
    "sessions are denied until a day to come": Row(
        denied_old_sessions, {"DateLessThan": {BEGAN: LATER}}, Answer.REFUTED
    ),
    "sessions are denied after a day": Row(denied_old_sessions, {"DateGreaterThan": {BEGAN: BEFORE}}, Answer.REFUTED),
    "all sessions are denied": Row(in_the_role, {"Null": {BEGAN: "false"}}, Answer.REFUTED),
    "young sessions alone are let in": Row(allowed_only, {"DateGreaterThan": {BEGAN: BEFORE}}, Answer.PROVEN),
    "sessions until a day to come are let in": Row(allowed_only, {"DateLessThan": {BEGAN: LATER}}, Answer.REFUTED),
    # Requests from before that day
    "it begins on a day that is past": Row(allowed_only, {"DateGreaterThan": {TIME: BEFORE}}, Answer.PROVEN),
    "it begins on a day to come": Row(allowed_only, {"DateGreaterThan": {TIME: LATER}}, Answer.REFUTED),
    "it ended on a day that is past": Row(allowed_only, {"DateLessThan": {TIME: BEFORE}}, Answer.REFUTED),
    "it ends on a day to come": Row(allowed_only, {"DateLessThan": {TIME: LATER}}, Answer.REFUTED),
    "a time that is past was denied": Row(in_the_bucket, {"DateLessThan": {TIME: BEFORE}}, Answer.PROVEN),
    "a time that is past was denied to come in": Row(in_the_trust, {"DateLessThan": {TIME: BEFORE}}, Answer.PROVEN),
    "all time since is denied": Row(in_the_bucket, {"DateGreaterThan": {TIME: BEFORE}}, Answer.REFUTED),
    "a time to come is denied": Row(in_the_role, {"DateGreaterThan": {TIME: LATER}}, Answer.REFUTED),
    "seconds that are past were denied": Row(in_the_role, {"NumericLessThan": {EPOCH: "1600000000"}}, Answer.PROVEN),
    "seconds to come are denied": Row(in_the_role, {"NumericGreaterThan": {EPOCH: "1900000000"}}, Answer.REFUTED),
    "it begins in seconds that are past": Row(allowed_only, {"DateGreaterThan": {EPOCH: "1600000000"}}, Answer.PROVEN),
}


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_who_refuses_others_refuses_nobody(row: Row) -> None:
    """A condition that ordinary requests do not meet takes nothing; one that they meet does, and is shown."""
    world = world_of(row.agreement)
    world[PRODUCTION] |= {"Reports": bucket("acme-reports"), "Key": key(OWN_ADMINISTRATORS)}
    row.where(world, row.condition)

    proof = prove(in_memory(world, [row.agreement]), today=TODAY)

    assert (proof.answer, proof.undecided) == (row.answer, ())
    assert {each.fault for each in proof.counterexamples} == ({Fault.TOO_LITTLE} if proof.counterexamples else set())


TAG, TAGS, PROVIDER = "aws:RequestTag/team", "aws:TagKeys", "aws:FederatedProvider"
TAGGED = agreed(safeguards=Safeguards(session_tags={"team": ["books"]}))
NAMED = agreed(safeguards=Safeguards(source_identities=["alice"]))
OF_A_ROLE = agreed(trusted_principals=[TrustedRole(account=STAGING, name="build")])
SESSIONS = {
    "a tag is denied that nobody may say": ({"StringEquals": {TAG: "books"}}, agreed(), Answer.PROVEN),
    "a tag is denied that everybody says": ({"StringEquals": {TAG: "books"}}, TAGGED, Answer.REFUTED),
    "a tag is denied that others say": ({"Null": {"aws:RequestTag/of": "false"}}, TAGGED, Answer.PROVEN),
    "another tag is asked for": ({"StringNotEquals": {TAG: "books"}}, agreed(), Answer.REFUTED),
    "tags are denied that nobody may say": (
        {"ForAnyValue:StringEquals": {TAGS: ["team"]}},
        agreed(),
        Answer.PROVEN,
    ),
    "tags are denied that everybody says": (
        {"ForAnyValue:StringEquals": {TAGS: ["team"]}},
        TAGGED,
        Answer.REFUTED,
    ),
    "who somebody is is denied that nobody may say": (
        {"StringEquals": {"sts:SourceIdentity": "alice"}},
        agreed(),
        Answer.PROVEN,
    ),
    "who somebody is is denied that everybody says": (
        {"StringEquals": {"sts:SourceIdentity": "alice"}},
        NAMED,
        Answer.REFUTED,
    ),
    "people of a provider are denied, and users come in": (
        {"StringEquals": {PROVIDER: "idp.example.com"}},
        agreed(),
        Answer.PROVEN,
    ),
    "people of a provider are denied, and a role comes in": (
        {"StringEquals": {PROVIDER: "idp.example.com"}},
        OF_A_ROLE,
        Answer.REFUTED,
    ),
    "all but people of a provider are denied": ({"Null": {PROVIDER: "true"}}, agreed(), Answer.REFUTED),
}


@pytest.mark.parametrize("where", [in_the_trust, in_the_user])
@pytest.mark.parametrize(("condition", "agreement", "answer"), SESSIONS.values(), ids=SESSIONS)
def test_what_is_said_of_a_session(where: Edit, condition: Condition, agreement: Agreement, answer: Answer) -> None:
    """What the agreement lets nobody say is said by nobody: both halves refuse it."""
    if where is in_the_user and agreement is OF_A_ROLE:
        where = in_the_trust
    world = world_of(agreement)
    where(world, condition)
    proof = prove(in_memory(world, [agreement]), today=TODAY)
    assert (proof.answer, proof.undecided) == (answer, ())


@pytest.mark.parametrize(("condition", "answer"), [("false", Answer.PROVEN), ("true", Answer.REFUTED)])
def test_a_session_of_a_user_s_is_of_no_provider(condition: str, answer: Answer) -> None:
    """What the role itself is denied counts likewise."""
    world = world_of(agreed())
    in_the_role(world, {"Null": {PROVIDER: condition}})
    assert prove(in_memory(world, [agreed()]), today=TODAY).answer is answer


WITHOUT_DAY = {
    "old sessions are denied": (denied_old_sessions, {"DateLessThan": {BEGAN: BEFORE}}, Answer.UNDECIDED),
    "old sessions are denied by the bucket": (in_the_bucket, {"DateLessThan": {BEGAN: BEFORE}}, Answer.UNDECIDED),
    "old sessions are denied to come in": (in_the_trust, {"DateLessThan": {BEGAN: BEFORE}}, Answer.UNDECIDED),
    "young sessions alone are let in": (allowed_only, {"DateGreaterThan": {BEGAN: BEFORE}}, Answer.UNDECIDED),
    "sessions are denied after a day": (denied_old_sessions, {"DateGreaterThan": {BEGAN: BEFORE}}, Answer.REFUTED),
    "sessions until a day to come are let in": (allowed_only, {"DateLessThan": {BEGAN: LATER}}, Answer.REFUTED),
    "all sessions are denied": (in_the_role, {"Null": {BEGAN: "false"}}, Answer.REFUTED),
}


@pytest.mark.parametrize(("where", "condition", "answer"), WITHOUT_DAY.values(), ids=WITHOUT_DAY)
def test_a_proof_of_no_day_says_what_hangs_on_it(where: Edit, condition: dict[str, Any], answer: Answer) -> None:
    """Nobody tells then whether all that are denied have ended; who is refused on any day is refused."""
    world = world_of(agreed())
    where(world, condition)

    proof = prove(in_memory(world, [agreed()]))

    assert proof.answer is answer
    assert bool(proof.undecided) is (answer is Answer.UNDECIDED)
    assert all("which day it is was not told" in str(each) for each in proof.undecided)


def test_what_no_policy_asks_is_not_told() -> None:
    """A request that is refused for another reason is shown without what is ordinary."""
    world = world_of(agreed())
    in_the_bucket(world, {"StringEquals": {"aws:ResourceAccount": PRODUCTION}})

    proof = prove(in_memory(world, [agreed()]))

    assert {*proof.counterexamples[0].steps[-1].request.context} <= {"s3:prefix"}


@pytest.mark.parametrize("of_s3", [True, False], ids=["of S3", "of anything else"])
def test_requests_to_s3_alone_tell_their_tls(of_s3: bool) -> None:
    """Of others no version is asked."""
    asked = box(action_literal(("s3:*",))._replace(holds=of_s3), literal(TLS, "NumericGreaterThanEquals", ["1.0"]))
    assert (ordinary(asked) != asked) is of_s3
