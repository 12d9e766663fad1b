"""Reading a table: what doctor finds on paper, and what verify makes of each answer; a deny for each allow."""

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from tests.operations.pretender import REFUSED_IN_JSON, Pretender, Reply, in_json, of_a_portal, pretending
from tests.operations.scenes import AGREEMENT, KEY, ROOTS, TRUSTING, Document, document, mends, policy
from tests.operations.scenes import scene as of_bucket
from tests.operations.verified import line
from xacct_constructs import DynamoDBRead
from xacct_constructs.assembly import Resource
from xacct_constructs.cli.verify import exit_code
from xacct_constructs.iam import Origin
from xacct_constructs.operations.calls import Looks, Side
from xacct_constructs.operations.diagnosis import Diagnosis, Scene, State
from xacct_constructs.operations.doctor import examine
from xacct_constructs.operations.facts import Facts
from xacct_constructs.operations.kinds.dynamodb_read import DELETE, KIND, NEVER, PUT
from xacct_constructs.operations.verify import Outcome, Verification, Verifier
from xacct_constructs.report.diagnosis import found_words
from xacct_constructs.services import DYNAMODB_TABLE

TABLE = f"arn:aws:dynamodb:eu-west-1:{TRUSTING}:table/orders"
STREAM = f"{TABLE}/stream/2026-11-25T12:00:00.000"
OTHER_KEY = f"arn:aws:kms:eu-west-1:{TRUSTING}:key/ffffffff"
READ = DynamoDBRead(TABLE, indexes=["by-day"], leading_keys=["acme", "globex"], kms_key=KEY)
WHOLE = DynamoDBRead(TABLE)
WITH_STREAM = DynamoDBRead(TABLE, streams=True)
IN_ORDER: Mapping[str, str | None] = {f"indexes of {TABLE}": "by-day by-week", f"stream of {TABLE}": STREAM}


def scene(
    read: DynamoDBRead = READ,
    *,
    table: Document | None = None,
    permissions: Mapping[str, Document] | None = None,
    key: Document | None = None,
    encrypted_with: str | None = KEY,
    facts: Mapping[str, str | None] = IN_ORDER,
) -> Scene:
    """Everything of an agreement about a table, in order but for what is given."""
    seen = of_bucket(replace(AGREEMENT, permissions=[read]), permissions=permissions, key=key)
    policies = () if table is None else (policy(table, TABLE, "table policy"),)
    made = Resource(TABLE, TRUSTING, Origin("", TABLE, "table"), DYNAMODB_TABLE, policies, kms_key=encrypted_with)
    assembly = replace(seen.assembly, resources={TABLE: made, KEY: seen.assembly.resources[KEY]})
    return replace(seen, assembly=assembly, facts=Facts(settings=dict(facts)))


OF_TABLES = {"table", "table policy", "table encryption", "table indexes", "table stream", "permission policy"}
OF_TABLES |= {"key policy"}


def found(looked_at: Scene, state: State) -> dict[str, str]:
    """What doctor says of what bears on the table, by check, in this state."""
    of_tables = (each for each in examine(looked_at).diagnoses if each.check in OF_TABLES)
    return {each.check: found_words(each) for each in of_tables if each.state is state}


def granting(*actions: str, on: str | list[str], **condition: Any) -> Document:
    """The role's permissions, written by hand."""
    return {"Effect": "Allow", "Action": list(actions), "Resource": on, **condition}


def denying(action: str, on: str = "*", condition: Document | None = None) -> Document:
    """A table's policy that denies everybody."""
    return document(
        {"Effect": "Deny", "Principal": "*", "Action": action, "Resource": on, "Condition": condition or {}}
    )


HEALTHY = {
    "index, leading keys and key": scene(),
    "the whole table, under AWS's own key": scene(WHOLE, encrypted_with=None),
    "with its stream": scene(WITH_STREAM, encrypted_with=None),
    "on paper": replace(scene(facts={}), live=False),
    "under a key that AWS manages": scene(
        WHOLE, encrypted_with=OTHER_KEY, facts={**IN_ORDER, f"manager of {OTHER_KEY}": "AWS"}
    ),
    "a deny of another leading key": scene(
        table=denying("dynamodb:*", condition={"ForAnyValue:StringEquals": {"dynamodb:LeadingKeys": "initech"}})
    ),
    "a deny of another index": scene(table=denying("dynamodb:*", on=f"{TABLE}/index/by-week")),
    "a deny of writing": scene(table=denying("dynamodb:PutItem")),
}


@pytest.mark.parametrize("looked_at", HEALTHY.values(), ids=HEALTHY)
def test_what_is_in_order_is_fine(looked_at: Scene) -> None:
    """Nothing is wrong, and nothing was left unasked."""
    assert (found(looked_at, State.WRONG), found(looked_at, State.OPEN)) == ({}, {})


NO_KEY = denying("dynamodb:*", condition={"Null": {"dynamodb:LeadingKeys": "true"}})
NO_BATCHES = ("dynamodb:GetItem", "dynamodb:Query", "dynamodb:DescribeTable")
WRONG: dict[str, tuple[Scene, str, str]] = {
    "a table's policy denies": (scene(table=denying("dynamodb:*")), "table policy", "dynamodb:"),
    "it denies an agreed leading key": (
        scene(table=denying("dynamodb:*", condition={"ForAnyValue:StringEquals": {"dynamodb:LeadingKeys": "globex"}})),
        "table policy",
        "dynamodb:",
    ),
    "it denies the agreed index": (
        scene(table=denying("dynamodb:Query", on=f"{TABLE}/index/by-day")),
        "table policy",
        "dynamodb:Query",
    ),
    "it denies what names no leading key": (scene(WHOLE, encrypted_with=None, table=NO_KEY), "table policy", "Leading"),
    "it denies to describe": (scene(table=denying("dynamodb:DescribeTable")), "table policy", "DescribeTable"),
    "the role may not read in batches": (
        scene(
            permissions={
                "own": document(granting("dynamodb:GetItem", "dynamodb:Query", "dynamodb:Desc*", "kms:Decrypt", on="*"))
            }
        ),
        "permission policy",
        "does not allow dynamodb:BatchGetItem",
    ),
    "the role may not scan": (
        scene(
            WHOLE,
            encrypted_with=None,
            permissions={
                "own": document(
                    granting(*(f"dynamodb:{each}" for each in ("GetItem", "BatchGetItem", "Query", "Desc*")), on="*")
                )
            },
        ),
        "permission policy",
        "Scan",
    ),
    "the role may not read the stream": (
        scene(WITH_STREAM, encrypted_with=None, permissions={"own": document(granting("dynamodb:*", on=TABLE))}),
        "permission policy",
        "/stream/",
    ),
    "the key's policy is for others": (
        scene(key=document({**granting("kms:*", on="*"), "Principal": {"AWS": ROOTS["trust"]}})),
        "key policy",
        "kms:Decrypt",
    ),
    "the key's policy is for another table": (
        scene(
            key=document(
                {
                    **granting("kms:*", on="*"),
                    "Principal": {"AWS": ROOTS["bucket"]},
                    "Condition": {"StringEquals": {"kms:EncryptionContext:aws:dynamodb:tableName": "invoices"}},
                }
            )
        ),
        "key policy",
        "invoices",
    ),
    "another key encrypts it": (
        scene(encrypted_with=OTHER_KEY, facts={**IN_ORDER, f"manager of {OTHER_KEY}": "CUSTOMER"}),
        "table encryption",
        OTHER_KEY,
    ),
    "a key that the agreement does not give": (
        scene(WHOLE, encrypted_with=OTHER_KEY, facts={**IN_ORDER, f"manager of {OTHER_KEY}": "CUSTOMER"}),
        "table encryption",
        "gives no kms:Decrypt",
    ),
    "the same on paper": (
        replace(scene(WHOLE, encrypted_with=OTHER_KEY, facts={}), live=False),
        "table encryption",
        "gives no kms:Decrypt",
    ),
    "the index is not there": (
        scene(facts={**IN_ORDER, f"indexes of {TABLE}": "by-week"}),
        "table indexes",
        "has no index by-day",
    ),
    "there is no stream": (
        scene(WITH_STREAM, encrypted_with=None, facts={**IN_ORDER, f"stream of {TABLE}": None}),
        "table stream",
        "has no stream",
    ),
}


@pytest.mark.parametrize(("looked_at", "check", "says"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_named(looked_at: Scene, check: str, says: str) -> None:
    """By its own check, and by no other."""
    assert set(found(looked_at, State.WRONG)) == {check}
    assert says in found(looked_at, State.WRONG)[check]
    assert all(mends(looked_at))


OPEN: dict[str, tuple[Scene, str]] = {
    "a deny of some leading key, where none is agreed": (
        scene(
            WHOLE,
            encrypted_with=None,
            table=denying("dynamodb:*", condition={"ForAnyValue:StringEquals": {"dynamodb:LeadingKeys": "initech"}}),
        ),
        "table policy",
    ),
    "who manages the key": (scene(encrypted_with=OTHER_KEY), "table encryption"),
    "the indexes": (scene(facts={}), "table indexes"),
    "the stream": (scene(WITH_STREAM, encrypted_with=None, facts={}), "table stream"),
    "a stream with a policy of its own": (
        scene(WITH_STREAM, encrypted_with=None, facts={**IN_ORDER, f"policy of {STREAM}": "{}"}),
        "table stream",
    ),
    "a stream whose policy was not seen": (
        replace(scene(WITH_STREAM, encrypted_with=None), unseen={f"policy of {STREAM}": "AccessDeniedException"}),
        "table stream",
    ),
    "the table's policy": (replace(scene(), unseen={f"policy of {TABLE}": "AccessDeniedException"}), "table policy"),
}


@pytest.mark.parametrize(("looked_at", "check"), OPEN.values(), ids=OPEN)
def test_what_is_not_known_is_named(looked_at: Scene, check: str) -> None:
    """Neither wrong nor fine."""
    assert found(looked_at, State.WRONG) == {}
    assert set(found(looked_at, State.OPEN)) == {check}


def test_the_key_s_owner_gets_the_statement() -> None:
    """For this table, as DynamoDB asks KMS."""
    to_others = document({**granting("kms:*", on="*"), "Principal": {"AWS": ROOTS["trust"]}})
    [fix] = mends(scene(key=to_others))

    assert '"kms:EncryptionContext:aws:dynamodb:tableName": "orders"' in fix
    assert '"kms:ViaService": "dynamodb.eu-west-1.amazonaws.com"' in fix


def attribute(name: str, kind: str) -> dict[str, str]:
    """An attribute's definition."""
    return {"AttributeName": name, "AttributeType": kind}


def schema(**kinds: str) -> list[dict[str, str]]:
    """A key schema."""
    return [{"AttributeName": name, "KeyType": kind} for name, kind in kinds.items()]


DESCRIBED: dict[str, Any] = {
    "TableName": "orders",
    "TableArn": TABLE,
    "KeySchema": schema(customer="HASH", day="RANGE"),
    "AttributeDefinitions": [attribute("customer", "S"), attribute("day", "N")],
    "GlobalSecondaryIndexes": [
        {"IndexName": "by-day", "KeySchema": schema(customer="HASH", day="RANGE")},
        {"IndexName": "by-week", "KeySchema": schema(day="HASH")},
    ],
    "SSEDescription": {"SSEType": "KMS", "KMSMasterKeyArn": KEY},
    "StreamSpecification": {"StreamEnabled": True},
    "LatestStreamArn": STREAM,
}
GIVEN = in_json(200)
AS_AGREED = {
    "DescribeTable": in_json(200, Table=DESCRIBED),
    "GetItem acme": GIVEN,
    "BatchGetItem": in_json(200, Responses={}, UnprocessedKeys={}),
    "Query acme": in_json(200, Items=[]),
    "Query by-day acme": in_json(200, Items=[]),
}
NO_CONDITION_HELD = in_json(400, __type="com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException")


def verified(
    monkeypatch: pytest.MonkeyPatch,
    replies: Mapping[str, Reply],
    read: DynamoDBRead = READ,
    *,
    is_shown_to_honour: bool = True,
) -> tuple[Verification, Pretender]:
    """What verify sees of a server that answers as agreed but for these replies, and what was asked."""
    with pretending({**AS_AGREED, **replies}) as pretender:
        monkeypatch.setenv("AWS_ENDPOINT_URL", pretender.url)
        own, session = pretender.session(token=False), pretender.session(token=True)
        agreement = replace(AGREEMENT, permissions=[read])
        honouring = {pretender.url} if is_shown_to_honour else ()
        return Verifier(agreement, own, session, region="us-east-1", honouring=honouring).verify(), pretender


LINES = {
    "assume the role": "allowed",
    "describe table orders": "allowed",
    "get an item of table orders": "allowed",
    "get items in a batch of table orders": "allowed",
    "query table orders": "allowed",
    "scan table orders": "refused",
    "query index by-day of table orders": "allowed",
    "scan index by-day of table orders": "refused",
    "get an item beside the leading keys of table orders": "refused",
    "describe the stream of table orders": "refused",
    "query index by-week of table orders": "refused",
    "scan index by-week of table orders": "refused",
    "select (PartiQL) from table orders": "refused",
    "write (conditional) an item of table orders": "refused",
    "delete (conditional) an item of table orders": "refused",
    "read the policy of table orders": "refused",
    "get an item without the role of table orders": "refused",
}


def test_as_agreed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server that answers like DynamoDB, with everything that is agreed and nothing else, is no surprise."""
    seen, pretender = verified(monkeypatch, {})

    assert {each.what: str(each.seen) for each in seen.lines} == LINES
    assert exit_code(seen) == 0
    assert "GetItem acme without the role" in pretender.asked


def test_the_whole_table_as_agreed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without leading keys a made-up key is read, and scanning is agreed."""
    made_up = "xacct-verify-0"
    replies = {f"{each} {made_up}": GIVEN for each in ("GetItem", "Query")} | {"Scan": GIVEN}
    seen, _ = verified(monkeypatch, replies, WHOLE)

    assert exit_code(seen) == 0
    assert line(seen, "scan table").agreed is Outcome.ALLOWED
    assert line(seen, "query index by-day").agreed is Outcome.REFUSED


SURPRISES = {
    "DescribeTable": "describe table",
    "GetItem acme": "get an item of",
    "BatchGetItem": "get items in a batch",
    "Query acme": "query table",
    "Query by-day acme": "query index by-day",
}


@pytest.mark.parametrize(("asked", "what"), SURPRISES.items(), ids=SURPRISES.values())
def test_a_policy_s_no_to_what_is_agreed_is_a_surprise(asked: str, what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its line says so; exit code 1."""
    seen, _ = verified(monkeypatch, {asked: REFUSED_IN_JSON})

    assert [each.what.startswith(what) for each in seen.surprises] == [True]
    assert exit_code(seen) == 1


BEYOND = {
    "Scan": "scan table",
    "Scan by-day": "scan index by-day",
    "GetItem xacct-verify-0": "get an item beside",
    "DescribeStream": "describe the stream",
    "Query by-week 0": "query index by-week",
    "Scan by-week": "scan index by-week",
    "ExecuteStatement": "select (PartiQL)",
    "GetResourcePolicy": "read the policy",
    "GetItem acme without the role": "get an item without",
}


@pytest.mark.parametrize(("asked", "what"), BEYOND.items(), ids=BEYOND)
def test_what_is_given_beyond_is_a_surprise(asked: str, what: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its line says so; exit code 1."""
    seen, _ = verified(monkeypatch, {asked: GIVEN})

    assert [each.what.startswith(what) for each in seen.surprises] == [True]
    assert exit_code(seen) == 1


NO_ANSWER = [
    pytest.param(of_a_portal(200), id="a captive portal's page"),
    pytest.param(of_a_portal(403), id="a proxy's 403"),
    pytest.param(in_json(400, __type="ResourceNotFoundException"), id="no table"),
    pytest.param(in_json(400, __type="ValidationException"), id="invalid"),
    pytest.param(in_json(400, __type="AccessDeniedExceptionOfAnother"), id="another code that begins so"),
    pytest.param(Reply(0), id="hung up"),
]


@pytest.mark.parametrize("reply", NO_ANSWER)
def test_what_is_no_policy_s_answer_tells_nothing(reply: Reply, monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither to what must be allowed nor to what must be refused: exit code 2."""
    seen, _ = verified(monkeypatch, {"GetItem acme": reply, "GetResourcePolicy": reply})

    assert {line(seen, what).seen for what in ("get an item of", "read the policy")} == {Outcome.FAILED}
    assert exit_code(seen) == 2


def test_that_there_is_no_policy_is_told_to_whoever_may_read_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """So it is a surprise like the policy itself."""
    seen, _ = verified(monkeypatch, {"GetResourcePolicy": in_json(400, __type="PolicyNotFoundException")})

    assert [each.what for each in seen.surprises] == ["read the policy of table orders"]


WRITES = [
    pytest.param(REFUSED_IN_JSON, Outcome.REFUSED, id="refused"),
    pytest.param(NO_CONDITION_HELD, Outcome.ALLOWED, id="allowed"),
    pytest.param(in_json(400, __type="ValidationException"), Outcome.NOT_TRIED, id="invalid"),
    pytest.param(of_a_portal(403), Outcome.NOT_TRIED, id="a proxy's 403"),
    pytest.param(GIVEN, Outcome.WRITTEN, id="the condition ignored"),
]


@pytest.mark.parametrize(("operation", "what"), [("PutItem", "write (cond"), ("DeleteItem", "delete (cond")])
@pytest.mark.parametrize(("reply", "expected"), WRITES)
def test_what_an_answer_says_about_writing(
    operation: str, what: str, reply: Reply, expected: Outcome, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only a policy's yes and no are taken for one; an item that was written to is said aloud."""
    seen, _ = verified(monkeypatch, {f"{operation} acme": reply})

    wrote = line(seen, what)
    assert wrote.seen is expected
    assert wrote.is_surprise is (expected in (Outcome.ALLOWED, Outcome.WRITTEN))
    assert ("THE ITEM MAY NOW BE" in wrote.detail) is (expected is Outcome.WRITTEN)


def test_an_unknown_endpoint_is_not_asked_to_write(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing that writes arrives there, and nothing is missed for it."""
    seen, pretender = verified(monkeypatch, {}, is_shown_to_honour=False)

    assert {line(seen, what).seen for what in ("write (cond", "delete (cond")} == {Outcome.NOT_TRIED}
    assert not any(each.startswith(("PutItem", "DeleteItem")) for each in pretender.asked)
    assert exit_code(seen) == 0


def test_no_item_meets_the_condition() -> None:
    """One that is there lacks no key, and one that is not has none."""
    assert NEVER == "attribute_exists(#key) AND attribute_not_exists(#key)"


URLS = [
    pytest.param("https://dynamodb.eu-west-1.amazonaws.com/", True, id="the region's"),
    pytest.param("https://111111111111.ddb.eu-west-1.amazonaws.com/", True, id="the account's"),
    pytest.param("https://dynamodb-fips.us-east-1.amazonaws.com/", True, id="FIPS"),
    pytest.param("https://dynamodb.cn-north-1.amazonaws.com.cn/", True, id="China"),
    pytest.param("https://dynamodb.eu-west-1.api.aws/", True, id="dual stack"),
    pytest.param("https://vpce-0a-1b.dynamodb.eu-west-1.vpce.amazonaws.com/", True, id="a VPC endpoint"),
    pytest.param("http://dynamodb.eu-west-1.amazonaws.com/", False, id="without TLS"),
    pytest.param("https://dynamodb.eu-west-1.amazonaws.com:8000/", False, id="another port"),
    pytest.param("https://dax.eu-west-1.amazonaws.com/", False, id="another service's"),
    pytest.param("https://dynamodb.lb-1.eu-west-1.elb.amazonaws.com/", False, id="anybody's behind a load balancer"),
    pytest.param("https://dynamodb.eu-west-1.amazonaws.com.example.com/", False, id="a name that begins so"),
    pytest.param("https://dynamodb.example.com/", False, id="anybody's"),
]


@pytest.mark.parametrize("write", [PUT, DELETE], ids=["put", "delete"])
@pytest.mark.parametrize(("url", "expected"), URLS)
def test_which_endpoints_honour_the_condition(url: str, expected: bool, write: Any) -> None:
    """DynamoDB's own, over TLS."""
    assert write.is_honoured_at(url) is expected


UNTRIED = {
    "an agreed index is not there": ({"GlobalSecondaryIndexes": []}, READ, "query index by-day", 2),
    "an agreed stream is not there": (
        {"StreamSpecification": None, "LatestStreamArn": None},
        replace(READ, leading_keys=None, streams=True),
        "read the stream",
        2,
    ),
    "no agreed leading key is a number as the table's is": (
        {"AttributeDefinitions": [attribute("customer", "N"), attribute("day", "N")]},
        READ,
        "query by a leading key table",
        2,
    ),
}


@pytest.mark.parametrize(("changes", "read", "what", "code"), UNTRIED.values(), ids=UNTRIED)
def test_what_is_agreed_and_not_there_is_missed(
    changes: dict[str, Any], read: DynamoDBRead, what: str, code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is not called as agreed."""
    replies = {
        "DescribeTable": in_json(200, Table={**DESCRIBED, **changes}),
        "Scan": GIVEN,
        "Scan by-day": GIVEN,
        **{f"{each} xacct-verify-0": GIVEN for each in ("GetItem", "Query", "Query by-day")},
    }
    replies_by_key = {"DescribeTable": replies["DescribeTable"]}
    if what.startswith("query by"):
        replies_by_key["BatchGetItem"] = REFUSED_IN_JSON
    seen, _ = verified(monkeypatch, replies if read.leading_keys is None else replies_by_key, read)

    assert (line(seen, what).seen, line(seen, what).agreed) == (Outcome.NOT_TRIED, Outcome.ALLOWED)
    assert exit_code(seen) == code


def test_a_stream_as_agreed(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is described, and its last shard read."""
    replies = {
        "DescribeStream": in_json(200, StreamDescription={"Shards": [{"ShardId": f"shardId-{0:020}"}]}),
        "GetShardIterator": in_json(200, ShardIterator="1"),
        "GetRecords": in_json(200, Records=[]),
        "Scan": GIVEN,
        **{f"{each} xacct-verify-0": GIVEN for each in ("GetItem", "Query")},
    }
    seen, _ = verified(monkeypatch, replies, WITH_STREAM)
    assert exit_code(seen) == 0
    assert line(seen, "read the stream").seen is Outcome.ALLOWED

    refused, _ = verified(monkeypatch, {**replies, "GetRecords": REFUSED_IN_JSON}, WITH_STREAM)
    assert [each.what for each in refused.surprises] == ["read the stream of table orders"]


def read_and_looked_at(
    monkeypatch: pytest.MonkeyPatch, replies: Mapping[str, Reply], read: DynamoDBRead = READ
) -> tuple[Resource | None, Facts, Looks]:
    """What doctor reads of a server with these replies."""
    looks, facts = Looks(), Facts()
    own = {f"{name} without the role": reply for name, reply in {**AS_AGREED, **replies}.items()}
    with pretending(own) as pretender:
        monkeypatch.setenv("AWS_ENDPOINT_URL", pretender.url)
        side = Side(pretender.session(token=False), f"arn:aws:iam::{TRUSTING}:user/owner", timedelta(0))
        [use] = read.uses(AGREEMENT.role)
        table = KIND.read(looks, side, use, None)
        KIND.look(looks, facts, read, use, side, None)
    return table, facts, looks


def test_a_table_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    """With its policy, its key, its indexes and its stream."""
    deny = denying("dynamodb:*")
    table, facts, looks = read_and_looked_at(monkeypatch, {"GetResourcePolicy": in_json(200, Policy=json.dumps(deny))})

    assert table is not None
    assert (table.account, table.kms_key, [each.document for each in table.policies]) == (TRUSTING, KEY, [deny])
    assert facts.settings == IN_ORDER
    assert (looks.missing, looks.unseen) == (set(), {})


def test_what_cannot_be_read_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    """A table that is not there, one without a policy, and one that may not be described."""
    gone = in_json(400, __type="ResourceNotFoundException")
    table, facts, looks = read_and_looked_at(monkeypatch, {"DescribeTable": gone})
    assert (table, facts.settings, looks.missing, looks.unseen) == (None, {}, {TABLE}, {})

    without = in_json(400, __type="PolicyNotFoundException")
    table, _, looks = read_and_looked_at(monkeypatch, {"GetResourcePolicy": without})
    assert table is not None
    assert (table.policies, looks.missing, looks.unseen) == ((), {f"policy of {TABLE}"}, {})

    table, facts, looks = read_and_looked_at(monkeypatch, {"DescribeTable": REFUSED_IN_JSON})
    assert (table, facts.settings, set(looks.unseen)) == (None, {}, {TABLE})


@pytest.mark.parametrize(("manager", "state"), [("AWS", None), ("CUSTOMER", State.WRONG)])
def test_a_key_that_is_not_agreed_is_looked_at(
    manager: str, state: State | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One that AWS manages is no obstacle; one of a customer is."""
    described = {**DESCRIBED, "SSEDescription": {"KMSMasterKeyArn": OTHER_KEY}}
    replies = {
        "DescribeTable": in_json(200, Table=described),
        "DescribeKey": in_json(200, KeyMetadata={"KeyId": "ffffffff", "KeyManager": manager}),
    }
    _, facts, _ = read_and_looked_at(monkeypatch, replies, WHOLE)
    looked_at = scene(WHOLE, encrypted_with=OTHER_KEY, facts=facts.settings)

    found_wrong: list[Diagnosis] = [each for each in examine(looked_at).diagnoses if each.check == "table encryption"]
    assert [each.state for each in found_wrong if each.state is not State.FINE] == ([state] if state else [])
