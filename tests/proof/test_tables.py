"""Tables: their policies, keys and replicas held against what is agreed, and what a role may read to the letter."""

import json
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import pytest

from tests.proof.test_worlds import (
    FINANCE,
    KEY,
    OTHER,
    OWN_ADMINISTRATORS,
    PRODUCTION,
    READER_ARN,
    READER_SESSION,
    STAGING,
    agreed,
    both,
    key,
    nothing,
    of_account,
    put,
    widened,
)
from tests.proof.world import World, allow, both_halves, document, in_memory, role
from xacct_constructs import Agreement, DynamoDBRead, check_agreement
from xacct_constructs.proof import Answer, Fault, compare, prove

Edit = Callable[[World], None]
TABLE = f"arn:aws:dynamodb:eu-west-1:{PRODUCTION}:table/orders"
ABROAD = TABLE.replace("eu-west-1", "us-east-1")
BOOKS = TABLE.replace(PRODUCTION, FINANCE)
MALLORY = f"arn:aws:iam::{OTHER}:user/mallory"


def reading(table: str = TABLE, **asked: Any) -> Agreement:
    """The story's agreement about a table."""
    return agreed(permissions=[DynamoDBRead(table, **asked)])


READING, LEADING, KEYED = reading(), reading(leading_keys=["acme", "a*"], indexes=["by-day"]), reading(kms_key=KEY)
VARIABLE = reading(leading_keys=["${aws:PrincipalAccount}"])
EVERYTHING = reading(indexes=["by-day"], streams=True)


HOLDING = {
    "GlobalSecondaryIndexes": [{"IndexName": "by-day"}],
    "StreamSpecification": {"StreamViewType": "NEW_IMAGE"},
}
"""An index and a stream."""


def table(*statements: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A table with this policy."""
    policy = {"ResourcePolicy": {"PolicyDocument": document(*statements)}} if statements else {}
    return {"Type": "AWS::DynamoDB::Table", "Properties": {"TableName": "orders", **HOLDING, **policy, **more}}


def replica(region: str, *statements: dict[str, Any], **more: Any) -> dict[str, Any]:
    """A region's part of a global table, with this policy."""
    policy = {"ResourcePolicy": {"PolicyDocument": document(*statements)}} if statements else {}
    return {"Region": region, **policy, **more}


def everywhere(*replicas: Any) -> Edit:
    """The table as a global one."""
    properties = {"TableName": "orders", "Replicas": list(replicas)}
    return put(PRODUCTION, Orders={"Type": "AWS::DynamoDB::GlobalTable", "Properties": properties})


def streaming(account: str) -> dict[str, Any]:
    """Changes that a stream of an account gets."""
    return {"KinesisStreamSpecification": {"StreamArn": f"arn:aws:kinesis:us-east-1:{account}:stream/changes"}}


def with_policy(*statements: dict[str, Any], account: str = PRODUCTION) -> Edit:
    """The table with this policy."""
    return put(account, Orders=table(*statements))


def with_key(*statements: dict[str, Any]) -> Edit:
    """The key that encrypts the table, with this policy."""
    return put(PRODUCTION, Key=key(*statements))


def permissions(world: World) -> list[dict[str, Any]]:
    """The statements of the reader."""
    found: list[dict[str, Any]] = world[PRODUCTION]["ReaderResource"]["Properties"]["Policies"][0]["PolicyDocument"][
        "Statement"
    ]
    return found


def undescribed(world: World) -> None:
    """The reader may no longer describe the table."""
    permissions(world).pop()


def conditions(number: int, change: Callable[[dict[str, Any]], object]) -> Edit:
    """The reader with other conditions on one statement."""

    def edit(world: World) -> None:
        change(permissions(world)[number]["Condition"])

    return edit


def rename(was: str, becomes: str) -> Callable[[dict[str, Any]], None]:
    """An operator in the place of another."""

    def change(of: dict[str, Any]) -> None:
        of[becomes] = of.pop(was)

    return change


def without(key: str) -> Callable[[dict[str, Any]], None]:
    """No condition on this key."""

    def change(of: dict[str, Any]) -> None:
        del of["StringEquals"][key]

    return change


def owner_s(agreement: Agreement) -> list[dict[str, Any]]:
    """What the table's owner is told to add."""
    (told,) = (each.fix for each in check_agreement(agreement) if each.code == "XA131")
    found: list[dict[str, Any]] = json.loads(told[told.index("[") :])
    return found


def denied(action: str, **elements: Any) -> dict[str, Any]:
    """A deny for everybody."""
    return {**allow(action, AWS="*", Resource=[TABLE, f"{TABLE}/index/*"], **elements), "Effect": "Deny"}


PLAIN_HTTP = {"Bool": {"aws:SecureTransport": "false"}}
THEIRS = reading(BOOKS, indexes=["by-day"], leading_keys=["acme"])
WATCHING = f"arn:aws:sts::{PRODUCTION}:assumed-role/watcher/session"
TWICE = everywhere(replica("eu-west-1"), replica("us-east-1"))


def watched(action: str, by: str, watcher: str = OTHER) -> Edit:
    """A role for an account that reads something."""
    return put(PRODUCTION, Watcher=role("watcher", of_account(watcher), allow(action, Resource=by)))


def for_stream(*statements: Mapping[str, Any], of: str = "Table") -> Edit:
    """A policy of the table's stream, or of its replica's."""
    said = {"ResourcePolicy": {"PolicyDocument": document(*statements)}}
    if of == "Table":
        return put(PRODUCTION, Orders=table(StreamSpecification={"StreamViewType": "NEW_IMAGE", **said}))
    return everywhere(replica("eu-west-1", ReplicaStreamSpecification=said))


def to_stream(account: str, **elements: Any) -> Mapping[str, Any]:
    """A statement of it."""
    return allow("dynamodb:GetRecords", **{**of_account(account), "Resource": "*", **elements})


PROVEN: dict[str, tuple[Agreement, Edit]] = {
    "as it is written": (READING, nothing),
    "everything that may be asked for": (EVERYTHING, nothing),
    "with leading keys": (LEADING, nothing),
    "with a leading key that reads as a variable": (VARIABLE, nothing),
    "a policy for the account's own": (
        READING,
        with_policy(allow("dynamodb:*", **of_account(PRODUCTION), Resource="*")),
    ),
    "a policy for one of the account's roles": (
        READING,
        with_policy(allow("dynamodb:PutItem", AWS=f"arn:aws:iam::{PRODUCTION}:role/shop", Resource=TABLE)),
    ),
    "a deny of plain HTTP": (READING, with_policy(denied("dynamodb:*", Condition=PLAIN_HTTP))),
    "a deny of what nobody was given": (READING, with_policy(denied("dynamodb:DeleteTable"))),
    "a key that delegates": (KEYED, with_key(OWN_ADMINISTRATORS)),
    "another owner's table, not in the assembly": (THEIRS, nothing),
    "another owner's table, with the policy it was told": (THEIRS, with_policy(*owner_s(THEIRS), account=FINANCE)),
    **{
        f"a policy of the stream of a {of}, for its account": (READING, for_stream(to_stream(PRODUCTION), of=of))
        for of in ("Table", "Replica")
    },
    "a stream without a policy": (READING, put(PRODUCTION, Orders=table(StreamSpecification={"StreamViewType": "x"}))),
    "a global table": (READING, everywhere(replica("eu-west-1"), replica("us-east-1"))),
    "a global table whose changes a stream of the account's gets": (
        READING,
        everywhere(replica("eu-west-1", **streaming(PRODUCTION), TableClass="STANDARD", Tags=[])),
    ),
    "a global table whose replica a role of the account's own reads": (
        READING,
        both(TWICE, watched("dynamodb:Scan", ABROAD, PRODUCTION)),
    ),
    "another region's table of another name, which a role for others reads": (
        READING,
        both(TWICE, watched("dynamodb:Scan", f"{ABROAD}-2")),
    ),
    "another region's table of the name, where the agreed one has no replica": (
        READING,
        watched("dynamodb:Scan", ABROAD),
    ),
    "a global table whose replicas are the account's own": (
        reading(ABROAD),
        everywhere(
            replica("eu-west-1"),
            replica("us-east-1", allow("dynamodb:*", **of_account(PRODUCTION), Resource=ABROAD)),
        ),
    ),
}


@pytest.mark.parametrize(("agreement", "edit"), PROVEN.values(), ids=PROVEN)
def test_what_is_as_agreed_is_proven(agreement: Agreement, edit: Edit) -> None:
    """No request gets through that should not, and none is refused."""
    world = both_halves([agreement])
    put(PRODUCTION, Orders=table())(world)
    edit(world)

    proof = prove(in_memory(world, [agreement]))

    assert (proof.answer, proof.counterexamples, proof.undecided) == (Answer.PROVEN, (), ())


class Refuted(NamedTuple):
    """What the proof must show."""

    agreement: Agreement
    edit: Edit
    caller: str
    action: str
    resource: str
    fault: Fault = Fault.TOO_MUCH


LEADS = "ForAllValues:StringEquals"
TO_OTHER = of_account(OTHER)
REFUTED = {
    # The table's policy
    "open to everybody": Refuted(
        READING,
        with_policy(allow("dynamodb:GetItem", AWS="*", Resource="*")),
        "arn:aws:iam::999999999999:user/mallory",
        "GetItem",
        TABLE,
    ),
    "open to another account": Refuted(
        READING, with_policy(allow("dynamodb:Query", **TO_OTHER, Resource=TABLE)), MALLORY, "Query", TABLE
    ),
    "open to another account by an index": Refuted(
        READING,
        with_policy(allow("dynamodb:Query", **TO_OTHER, Resource=f"{TABLE}/index/*")),
        MALLORY,
        "Query",
        f"{TABLE}/index/",
    ),
    "open to the trusted account": Refuted(
        READING,
        with_policy(allow("dynamodb:Scan", **of_account(STAGING), Resource=TABLE)),
        f"arn:aws:iam::{STAGING}:user/mallory",
        "Scan",
        TABLE,
    ),
    "its policy given to another account": Refuted(
        READING,
        with_policy(allow("dynamodb:PutResourcePolicy", **TO_OTHER, Resource=TABLE)),
        MALLORY,
        "PutResourcePolicy",
        TABLE,
    ),
    "a deny of what is agreed": Refuted(
        READING, with_policy(denied("dynamodb:Query")), READER_SESSION, "Query", TABLE, Fault.TOO_LITTLE
    ),
    "another owner's table, without the policy": Refuted(
        THEIRS, put(FINANCE, Orders=table()), READER_SESSION, "GetItem", BOOKS, Fault.TOO_LITTLE
    ),
    "another owner's table, without the policy of its index": Refuted(
        THEIRS,
        with_policy(*(each for each in owner_s(THEIRS) if "/index/" not in str(each)), account=FINANCE),
        READER_SESSION,
        "Query",
        f"{BOOKS}/index/by-day",
        Fault.TOO_LITTLE,
    ),
    "another owner's table, open to the whole account": Refuted(
        THEIRS,
        with_policy(allow("dynamodb:*", **of_account(PRODUCTION), Resource=[BOOKS, f"{BOOKS}/*"]), account=FINANCE),
        f"arn:aws:iam::{PRODUCTION}:user/mallory",
        "GetItem",
        BOOKS,
    ),
    # A global table
    "a global table open here": Refuted(
        READING,
        everywhere(replica("eu-west-1", allow("dynamodb:GetItem", **TO_OTHER, Resource=TABLE))),
        MALLORY,
        "GetItem",
        TABLE,
    ),
    "a global table open in another region": Refuted(
        READING,
        everywhere(replica("eu-west-1"), replica("us-east-1", allow("dynamodb:GetItem", **TO_OTHER, Resource=ABROAD))),
        MALLORY,
        "GetItem",
        ABROAD,
    ),
    "a global table whose replica a role for others reads": Refuted(
        READING,
        both(TWICE, watched("dynamodb:Scan", ABROAD)),
        WATCHING,
        "Scan",
        ABROAD,
    ),
    "a global table the stream of whose replica a role for others reads": Refuted(
        READING,
        both(TWICE, watched("dynamodb:GetRecords", f"{ABROAD}/stream/*")),
        WATCHING,
        "GetRecords",
        f"{ABROAD}/stream/",
    ),
    # The role
    "an item written": Refuted(
        READING, widened(Action="dynamodb:PutItem", Resource=TABLE), READER_SESSION, "PutItem", TABLE
    ),
    "PartiQL": Refuted(
        READING, widened(Action="dynamodb:PartiQLSelect", Resource=TABLE), READER_SESSION, "PartiQLSelect", TABLE
    ),
    "an index that is not agreed": Refuted(
        READING,
        widened(Action="dynamodb:Query", Resource=f"{TABLE}/index/*"),
        READER_SESSION,
        "Query",
        f"{TABLE}/index/",
    ),
    "a stream that is not agreed": Refuted(
        READING,
        widened(Action="dynamodb:GetRecords", Resource=f"{TABLE}/stream/*"),
        READER_SESSION,
        "GetRecords",
        f"{TABLE}/stream/",
    ),
    "another table": Refuted(
        READING, widened(Action="dynamodb:GetItem", Resource=f"{TABLE}-2"), READER_SESSION, "GetItem", f"{TABLE}-2"
    ),
    "the table in another region": Refuted(
        READING, widened(Action="dynamodb:GetItem", Resource=ABROAD), READER_SESSION, "GetItem", ABROAD
    ),
    "no description": Refuted(READING, undescribed, READER_SESSION, "DescribeTable", TABLE, Fault.TOO_LITTLE),
    # Its leading keys
    "a scan beside leading keys": Refuted(
        LEADING, widened(Action="dynamodb:Scan", Resource=TABLE), READER_SESSION, "Scan", TABLE
    ),
    "no leading keys": Refuted(LEADING, conditions(0, dict.clear), READER_SESSION, "GetItem", TABLE),
    "no leading keys of the index": Refuted(
        LEADING, conditions(1, dict.clear), READER_SESSION, "Query", f"{TABLE}/index/by-day"
    ),
    "leading keys that may be missing": Refuted(
        LEADING, conditions(0, lambda of: of.pop("Null")), READER_SESSION, "GetItem", TABLE
    ),
    "no more than that there are leading keys": Refuted(
        LEADING, conditions(0, lambda of: of.pop(LEADS)), READER_SESSION, "GetItem", TABLE
    ),
    "some of the leading keys": Refuted(
        LEADING, conditions(0, rename(LEADS, "ForAnyValue:StringEquals")), READER_SESSION, "GetItem", TABLE
    ),
    "leading keys as patterns": Refuted(
        LEADING, conditions(0, rename(LEADS, "ForAllValues:StringLike")), READER_SESSION, "GetItem", TABLE
    ),
    "other leading keys": Refuted(
        LEADING,
        conditions(0, lambda of: of.update({LEADS: {"dynamodb:LeadingKeys": ["acme", "a*", "globex"]}})),
        READER_SESSION,
        "GetItem",
        TABLE,
    ),
    "a leading key taken for a variable": Refuted(
        VARIABLE,
        conditions(0, lambda of: of.update({LEADS: {"dynamodb:LeadingKeys": "${aws:PrincipalAccount}"}})),
        READER_SESSION,
        "GetItem",
        TABLE,
    ),
    "fewer leading keys": Refuted(
        LEADING,
        conditions(0, lambda of: of.update({LEADS: {"dynamodb:LeadingKeys": ["acme"]}})),
        READER_SESSION,
        "GetItem",
        TABLE,
        Fault.TOO_LITTLE,
    ),
    # Its key
    "a key that a third account uses": Refuted(
        KEYED,
        with_key(OWN_ADMINISTRATORS, allow("kms:Decrypt", **TO_OTHER, Resource="*")),
        MALLORY,
        "Decrypt",
        KEY,
    ),
    "a key that names its administrator only": Refuted(
        KEYED,
        with_key(allow("kms:*", AWS=f"arn:aws:iam::{PRODUCTION}:role/keeper", Resource="*")),
        READER_SESSION,
        "Decrypt",
        KEY,
        Fault.TOO_LITTLE,
    ),
    **{
        f"decryption without {name}": Refuted(
            KEYED,
            both(
                with_key(OWN_ADMINISTRATORS),
                conditions(-1, without(name)),
            ),
            READER_SESSION,
            "Decrypt",
            KEY,
        )
        for name in (
            "kms:ViaService",
            "kms:EncryptionContext:aws:dynamodb:tableName",
            "kms:EncryptionContext:aws:dynamodb:subscriberId",
        )
    },
}


@pytest.mark.parametrize("row", REFUTED.values(), ids=REFUTED)
def test_what_is_not_as_agreed_is_refuted(row: Refuted) -> None:
    """By the request that goes the other way than the agreement says."""
    world = both_halves([row.agreement])
    put(PRODUCTION, Orders=table())(world)
    row.edit(world)

    proof = prove(in_memory(world, [row.agreement]))

    assert proof.answer is Answer.REFUTED
    shown = [each for each in proof.counterexamples if each.fault is row.fault]
    last = shown[0].steps[-1].request
    assert (last.caller.arn, last.action.split(":")[1]) == (row.caller, row.action)
    assert last.resource.startswith(row.resource)


ITS_STREAM = "has a policy for its stream, which is not read"


UNDECIDED: dict[str, tuple[Edit, str]] = {
    **{
        f"a policy of the stream of a {of}, {what}": (for_stream(statement, of=of), ITS_STREAM)
        for of in ("Table", "Replica")
        for what, statement in (
            ("for a stranger", to_stream(OTHER)),
            ("for the agreed role", to_stream(PRODUCTION, Principal={"AWS": READER_ARN})),
            ("that denies", to_stream(PRODUCTION, Effect="Deny")),
            ("that deployment settles", to_stream(PRODUCTION, Effect={"Ref": "AWS::StackId"})),
        )
    },
    "a replica that a function with an address reads": (
        both(
            TWICE,
            watched("dynamodb:Scan", ABROAD, PRODUCTION),
            put(
                PRODUCTION,
                Watching={
                    "Type": "AWS::Lambda::Function",
                    "Properties": {"FunctionName": "watching", "Role": {"Fn::GetAtt": ["Watcher", "Arn"]}},
                },
                Address={
                    "Type": "AWS::Lambda::Url",
                    "Properties": {"AuthType": "NONE", "TargetFunctionArn": {"Ref": "Watching"}},
                },
            ),
        ),
        "Address: AWS::Lambda::Url lets everybody call the function",
    ),
    "a global table without replicas": (
        put(PRODUCTION, Orders={"Type": "AWS::DynamoDB::GlobalTable", "Properties": {"TableName": "orders"}}),
        "AWS::DynamoDB::GlobalTable has no Replicas",
    ),
    "a replica whose changes another account's stream gets": (
        everywhere(replica("eu-west-1"), replica("us-east-1", **streaming(OTHER))),
        "has Replicas.KinesisStreamSpecification, which sends every change to a stream of another account",
    ),
    "a replica that says what no list has": (
        everywhere(replica("eu-west-1", Invented={"Open": "to all"})),
        "has Replicas.Invented, which is not known here",
    ),
    "a policy that deployment settles": (
        put(PRODUCTION, Orders=table(ResourcePolicy={"Ref": "Given"})),
        "nothing of the template is called Given",
    ),
    "a global table that names its source otherwise than by an ARN": (
        put(
            PRODUCTION,
            Orders={
                "Type": "AWS::DynamoDB::GlobalTable",
                "Properties": {
                    "TableName": "orders",
                    "Replicas": [replica("eu-west-1")],
                    "GlobalTableSourceArn": {"Of": PRODUCTION},
                },
            },
        ),
        "GlobalTableSourceArn, which makes it a replica",
    ),
    "replicas that deployment settles": (
        put(
            PRODUCTION,
            Orders={
                "Type": "AWS::DynamoDB::GlobalTable",
                "Properties": {"TableName": "orders", "Replicas": {"Ref": "Given"}},
            },
        ),
        "nothing of the template is called Given",
    ),
}


@pytest.mark.parametrize(("edit", "why"), UNDECIDED.values(), ids=UNDECIDED)
def test_what_is_not_read_is_named(edit: Edit, why: str) -> None:
    """Neither proven nor refuted."""
    world = both_halves([READING])
    edit(world)

    proof = prove(in_memory(world, [READING]))

    assert proof.answer is Answer.UNDECIDED
    assert any(why in str(each) for each in proof.undecided)


def test_a_table_elsewhere_is_taken_for_granted_aloud() -> None:
    """And not one that the assembly holds."""
    world = both_halves([THEIRS])
    said = [each.what for each in prove(in_memory(world, [THEIRS])).to_check]
    told = "its table policy neither opens it to others nor denies the role, and no key encrypts it but an agreed one"
    sentence = f"{BOOKS} is not in the assembly: {told}."
    assert sentence in said

    with_policy(*owner_s(THEIRS), account=FINANCE)(world)
    assert sentence not in [each.what for each in prove(in_memory(world, [THEIRS])).to_check]


def holding(kind: str = "Table", **more: Any) -> Edit:
    """The table with this in it."""
    replicas = {"Replicas": [replica("eu-west-1")]} if kind == "GlobalTable" else {}
    said = {"TableName": "orders", **replicas, **more}
    return put(PRODUCTION, Orders={"Type": f"AWS::DynamoDB::{kind}", "Properties": said})


BY_DAY: dict[str, Any] = {"GlobalSecondaryIndexes": [{"IndexName": "by-day"}]}
STREAMING: dict[str, Any] = {"StreamSpecification": {"StreamViewType": "KEYS_ONLY"}}
PERHAPS = {"Fn::If": ["Open", [{"IndexName": "by-day"}], {"Ref": "AWS::NoValue"}]}
INSIDE: dict[str, tuple[Edit, Answer, str]] = {
    "an index and a stream": (holding(**BY_DAY, **STREAMING), Answer.PROVEN, ""),
    "a local index": (
        holding(LocalSecondaryIndexes=[{"IndexName": "by-week"}, {"IndexName": "by-day"}], **STREAMING),
        Answer.PROVEN,
        "",
    ),
    "those of a global table": (holding("GlobalTable", **BY_DAY, **STREAMING), Answer.PROVEN, ""),
    "a table elsewhere": (nothing, Answer.PROVEN, ""),
    "no index": (holding(**STREAMING), Answer.REFUTED, "it has no /index/by-day, which is agreed on"),
    "another index": (
        holding(GlobalSecondaryIndexes=[{"IndexName": "by-days"}], **STREAMING),
        Answer.REFUTED,
        "it has no /index/by-day, which is agreed on",
    ),
    "no index of a global table": (
        holding("GlobalTable", **STREAMING),
        Answer.REFUTED,
        "it has no /index/by-day, which is agreed on",
    ),
    "no stream": (holding(**BY_DAY), Answer.REFUTED, "it has no /stream/*, which is agreed on"),
    "an index whose name deployment settles": (
        holding(GlobalSecondaryIndexes=[{"IndexName": {"Ref": "Given"}}], **STREAMING),
        Answer.UNDECIDED,
        "whether it has /index/by-day, which is agreed on, is settled at deployment",
    ),
    "an index that is perhaps there": (
        holding(GlobalSecondaryIndexes=PERHAPS, **STREAMING),
        Answer.UNDECIDED,
        "whether it has /index/by-day, which is agreed on, is settled at deployment",
    ),
}


@pytest.mark.parametrize(("edit", "answer", "why"), INSIDE.values(), ids=INSIDE)
def test_what_is_agreed_on_within_a_table_is_there(edit: Edit, answer: Answer, why: str) -> None:
    """Nobody can read an index that the table has not."""
    world = both_halves([EVERYTHING])
    edit(world)

    proof = prove(in_memory(world, [EVERYTHING]))

    assert proof.answer is answer
    told = [*(each.detail for each in proof.counterexamples), *(each.reason for each in proof.undecided)]
    assert any(why in each for each in told) or not why


@pytest.mark.parametrize("edit", [holding(**BY_DAY), holding(**STREAMING)], ids=["the stream", "the index"])
def test_a_comparison_names_what_a_table_has_no_longer(edit: Edit) -> None:
    """And is silent of what it had not before, or has now."""
    worlds = [both_halves([EVERYTHING]), both_halves([EVERYTHING])]
    holding(**BY_DAY, **STREAMING)(worlds[0])
    edit(worlds[1])
    before, after = (in_memory(each, [EVERYTHING]) for each in worlds)

    assert [f"{TABLE}: it has no /" in str(each) for each in compare(before, after).undecided] == [True]
    assert [*compare(after, before).undecided, *compare(after, after).undecided] == []
