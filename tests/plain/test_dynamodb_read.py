"""DynamoDBRead and its key: exactly which statements are written, what is refused, and what another owner is told."""

import json
from typing import Any

import pytest

from tests.plain.samples import KEY_ARN, OTHER, PRODUCTION, ROLE_ARN, agreement, permitted, short
from xacct_constructs import DynamoDBRead, check_agreement
from xacct_constructs.agreement.serialize import from_json, to_json
from xacct_constructs.counts import MOST_VALUES

TABLE = f"arn:aws:dynamodb:eu-west-1:{PRODUCTION}:table/orders"
ELSEWHERE = TABLE.replace(PRODUCTION, OTHER)
ITEMS = ["dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query", "dynamodb:Scan"]
DESCRIBE = {"Effect": "Allow", "Action": "dynamodb:DescribeTable", "Resource": TABLE}
STREAMS = ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"]


def written(table: Any = TABLE, **asked: Any) -> list[dict[str, Any]]:
    """The statements of this read."""
    return permitted(agreement(permissions=[DynamoDBRead(table, **asked)]))


def found(table: Any = TABLE, **asked: Any) -> list[str]:
    """Code and path of what is found about this read."""
    return short(check_agreement(agreement(permissions=[DynamoDBRead(table, **asked)])))


def allow(actions: Any, resource: Any, **more: Any) -> dict[str, Any]:
    """An allow."""
    return {"Effect": "Allow", "Action": actions, "Resource": resource, **more}


def within(keys: Any) -> dict[str, Any]:
    """The conditions that keep a request to these keys, and ask that it names any."""
    return {
        "Condition": {
            "ForAllValues:StringEquals": {"dynamodb:LeadingKeys": keys},
            "Null": {"dynamodb:LeadingKeys": "false"},
        }
    }


WRITTEN: list[Any] = [
    pytest.param({}, [allow(ITEMS, TABLE), DESCRIBE], id="the whole table"),
    pytest.param(
        {"indexes": ["by-day"]},
        [allow(ITEMS, TABLE), allow(["dynamodb:Query", "dynamodb:Scan"], f"{TABLE}/index/by-day"), DESCRIBE],
        id="an index, of which no single item is got",
    ),
    pytest.param(
        {"indexes": ["by-day", "by-shop"]},
        [
            allow(ITEMS, TABLE),
            allow(["dynamodb:Query", "dynamodb:Scan"], [f"{TABLE}/index/by-day", f"{TABLE}/index/by-shop"]),
            DESCRIBE,
        ],
        id="two indexes",
    ),
    pytest.param(
        {"leading_keys": ["acme"]}, [allow(ITEMS[:3], TABLE, **within("acme")), DESCRIBE], id="one key, and no Scan"
    ),
    pytest.param(
        {"leading_keys": ["acme", "${user}"], "indexes": ["by-day"]},
        [
            allow(ITEMS[:3], TABLE, **within(["acme", "${$}{user}"])),
            allow("dynamodb:Query", f"{TABLE}/index/by-day", **within(["acme", "${$}{user}"])),
            DESCRIBE,
        ],
        id="two keys, in an index too, and no variable",
    ),
    pytest.param({"streams": True}, [allow(ITEMS, TABLE), DESCRIBE, allow(STREAMS, f"{TABLE}/stream/*")], id="streams"),
]


@pytest.mark.parametrize(("asked", "expected"), WRITTEN)
def test_statements(asked: dict[str, Any], expected: list[dict[str, Any]]) -> None:
    """Nothing is read that was not asked for: no PartiQL, no backup, no list of tables."""
    assert written(**asked) == expected


@pytest.mark.parametrize(
    ("partition", "suffix", "region"),
    [
        pytest.param("aws", "amazonaws.com", "eu-west-1", id="Ireland"),
        pytest.param("aws-cn", "amazonaws.com.cn", "cn-north-1", id="Beijing"),
        pytest.param("aws-us-gov", "amazonaws.com", "us-gov-west-1", id="GovCloud"),
        pytest.param("aws-eusc", "amazonaws.eu", "eusc-de-east-1", id="Brandenburg"),
    ],
)
def test_decrypt(partition: str, suffix: str, region: str) -> None:
    """With this key alone, through DynamoDB of its region, for this table of this account."""
    key, table = (
        each.replace("arn:aws:", f"arn:{partition}:").replace("eu-west-1", region) for each in (KEY_ARN, TABLE)
    )
    made = agreement(permissions=[DynamoDBRead(table, kms_key=key)], partition=partition)
    assert permitted(made)[-1] == {
        "Effect": "Allow",
        "Action": "kms:Decrypt",
        "Resource": key,
        "Condition": {
            "StringEquals": {
                "kms:ViaService": f"dynamodb.{region}.{suffix}",
                "kms:EncryptionContext:aws:dynamodb:tableName": "orders",
                "kms:EncryptionContext:aws:dynamodb:subscriberId": PRODUCTION,
            }
        },
    }
    assert short(check_agreement(made)) == ["XA111 permissions[0].kms_key"]


TABLES = [
    pytest.param(TABLE, "", id="an ARN"),
    pytest.param(TABLE.replace("orders", "a.B_c-9"), "", id="every character of a name"),
    pytest.param(TABLE.replace("orders", "x" * 255), "", id="the longest name"),
    pytest.param(TABLE.replace("orders", "x" * 256), "not its index", id="too long a name"),
    pytest.param(TABLE.replace("orders", "xx"), "not its index", id="too short a name"),
    pytest.param("orders", "copy the ARN", id="a name"),
    pytest.param("", "copy the ARN", id="nothing"),
    pytest.param(f"{TABLE}/index/by-day", "not its index", id="an index"),
    pytest.param(f"{TABLE}/stream/2026-01-01T00:00:00.000", "not its index", id="a stream"),
    pytest.param(f"{TABLE}/*", "not its index", id="everything in it"),
    pytest.param(TABLE.replace("orders", "*"), "not its index", id="every table"),
    pytest.param(TABLE.replace("eu-west-1", "*"), "not its index", id="every region"),
    pytest.param(TABLE.replace(PRODUCTION, ""), "not its index", id="no account"),
    pytest.param(TABLE.replace(PRODUCTION, "12"), "not its index", id="no account ID"),
    pytest.param("arn:aws:s3:::acme-reports", "not its index", id="a bucket"),
    pytest.param(TABLE.replace("arn:aws:", "arn:aws-cn:"), "write the partition", id="another partition"),
    pytest.param("${Token[TOKEN.9]}", "give the table a name", id="a CDK token"),
    pytest.param(TABLE.replace("orders", "${Production/T}"), "or pass its ARN", id="a table without a name"),
    pytest.param(TABLE.replace("eu-west-1", "${region of T}"), "pass env=", id="a table without a region"),
    pytest.param(TABLE.replace(PRODUCTION, "${Token[AWS.AccountId]}"), "pass env=", id="a table without an account"),
    pytest.param(5, "pass a CDK table", id="a number"),
    pytest.param([TABLE], "pass a CDK table", id="a list"),
    pytest.param(None, "pass a CDK table", id="None"),
]


@pytest.mark.parametrize(("table", "fix"), TABLES)
def test_tables(table: Any, fix: str) -> None:
    """A table is named by its ARN, and the fix answers what was given; its key is not looked at until then."""
    findings = check_agreement(agreement(permissions=[DynamoDBRead(table)]))
    assert short(findings) == (["XA130 permissions[0].table"] if fix else [])
    assert all(fix in each.fix for each in findings)
    assert found(table, kms_key="k") == (["XA130 permissions[0].table"] if fix else ["XA110 permissions[0].kms_key"])


INDEXES = [
    pytest.param(None, [], id="left out"),
    pytest.param(["by-day"], [], id="one"),
    pytest.param(["by-day", "a.B_c-9"], [], id="two"),
    pytest.param([], ["indexes"], id="none"),
    pytest.param("by-day", ["indexes"], id="a text"),
    pytest.param(5, ["indexes"], id="a number"),
    pytest.param(["by-*"], ["indexes[0]"], id="a wildcard"),
    pytest.param(["by-day", "by/day"], ["indexes[1]"], id="a path"),
    pytest.param(["ab"], ["indexes[0]"], id="too short"),
    pytest.param(["a" * 256], ["indexes[0]"], id="too long"),
    pytest.param(["${Token[TOKEN.9]}"], ["indexes[0]"], id="a CDK token"),
    pytest.param([5], ["indexes[0]"], id="no text"),
    pytest.param(["by-day", "by-day"], ["indexes[1]"], id="one twice"),
]


@pytest.mark.parametrize(("indexes", "paths"), INDEXES)
def test_indexes(indexes: Any, paths: list[str]) -> None:
    """Each is named, so that a later one is not read too."""
    assert found(indexes=indexes) == [f"XA132 permissions[0].{each}" for each in paths]


KEYS = [
    pytest.param(None, [], id="left out"),
    pytest.param(["acme"], [], id="one"),
    pytest.param(["acme", "Acme", "é 42"], [], id="several, case counts"),
    pytest.param(["42"], [], id="a number's digits"),
    pytest.param(["x" * 2048], [], id="the longest"),
    pytest.param([], ["XA133 leading_keys"], id="none"),
    pytest.param("acme", ["XA133 leading_keys"], id="a text"),
    pytest.param(5, ["XA133 leading_keys"], id="a number"),
    pytest.param([""], ["XA133 leading_keys[0]"], id="an empty one"),
    pytest.param(["acme", 42], ["XA133 leading_keys[1]"], id="no text"),
    pytest.param(["${Token[TOKEN.9]}"], ["XA133 leading_keys[0]"], id="a CDK token"),
    pytest.param(["x" * 2049], ["XA133 leading_keys[0]"], id="too long"),
    pytest.param(["é" * 1025], ["XA133 leading_keys[0]"], id="too many bytes"),
    pytest.param(["日本"], ["XA133 leading_keys[0]"], id="letters that IAM takes in no policy"),
    pytest.param(["a\nb"], ["XA133 leading_keys[0]"], id="a line break"),
    pytest.param(["acme", "acme"], ["XA133 leading_keys[1]"], id="one twice"),
    pytest.param(["acme*"], ["XA134 leading_keys[0]"], id="a star"),
    pytest.param(["acme?"], ["XA134 leading_keys[0]"], id="a question mark"),
    pytest.param(["${aws:username}"], ["XA134 leading_keys[0]"], id="a variable"),
]


@pytest.mark.parametrize(("keys", "expected"), KEYS)
def test_leading_keys(keys: Any, expected: list[str]) -> None:
    """Each is one whole value; what looks like a pattern is one too, and is said."""
    paths = [each.replace(" ", " permissions[0].") for each in expected]
    assert found(leading_keys=keys) == paths


@pytest.mark.parametrize("name", ["indexes", "leading_keys"])
def test_no_more_than_a_policy_takes(name: str) -> None:
    """More values than any policy holds are one finding, and not one for each."""
    most = [f"value-{number}" for number in range(MOST_VALUES + 1)]
    assert [each.split()[1] for each in found(**{name: most})] == [f"permissions[0].{name}"]


STREAMING = [
    pytest.param({"streams": True}, [], id="of the account's own table"),
    pytest.param({"streams": "no"}, ["XA015 streams"], id="a text"),
    pytest.param({"streams": True, "leading_keys": ["acme"]}, ["XA135 streams"], id="beside leading keys"),
    pytest.param({"streams": False, "leading_keys": ["acme"]}, [], id="not beside leading keys"),
    pytest.param({"table": ELSEWHERE, "streams": True}, ["XA131 table", "XA135 streams"], id="of another account's"),
    pytest.param({"table": ELSEWHERE}, ["XA131 table"], id="not of another account's"),
]


@pytest.mark.parametrize(("asked", "expected"), STREAMING)
def test_streams(asked: dict[str, Any], expected: list[str]) -> None:
    """They hold every item's changes, and each has a policy of its own."""
    assert found(**{"table": TABLE, **asked}) == [each.replace(" ", " permissions[0].") for each in expected]


def test_table_of_another_account() -> None:
    """The owner is told the exact policy of the table: the same statements, but the key's, for the role alone."""
    shared = agreement(
        permissions=[DynamoDBRead(ELSEWHERE, indexes=["by-day"], leading_keys=["acme"], kms_key=KEY_ARN)]
    )
    key, told = check_agreement(shared)
    assert (key.code, told.code, told.path) == ("XA111", "XA131", "permissions[0].table")
    beginning = f"its owner adds to the resource policy of {ELSEWHERE}: "
    policy = json.loads(told.fix.removeprefix(beginning))
    assert [(each["Action"], each["Resource"]) for each in policy] == [
        (each["Action"], each["Resource"]) for each in permitted(shared)[:-1]
    ]
    assert {each["Principal"]["AWS"] for each in policy} == {f"arn:aws:iam::{PRODUCTION}:root"}
    assert all(each["Condition"]["ArnEquals"] == {"aws:PrincipalArn": ROLE_ARN} for each in policy)
    assert policy[0]["Condition"]["Null"] == {"dynamodb:LeadingKeys": "false"}
    assert (
        json.loads(key.fix.removeprefix("add "))["Condition"]["StringEquals"][
            "kms:EncryptionContext:aws:dynamodb:subscriberId"
        ]
        == OTHER
    )


def test_one_permission_twice() -> None:
    """A repeated permission is an error, a second table is not."""
    both = [DynamoDBRead(TABLE), DynamoDBRead(TABLE)]
    assert short(check_agreement(agreement(permissions=both))) == ["XA031 permissions[1]"]
    second = DynamoDBRead(TABLE.replace("orders", "shops"))
    assert short(check_agreement(agreement(permissions=[both[0], second]))) == []


def test_permission_keeps_its_own_lists() -> None:
    """Changing the caller's lists afterwards changes nothing."""
    indexes, keys = ["by-day"], ["acme"]
    read = DynamoDBRead(TABLE, indexes=indexes, leading_keys=keys)
    indexes.append("by-shop")
    keys.append("globex")
    assert (read.indexes, read.leading_keys) == (("by-day",), ("acme",))


@pytest.mark.parametrize(
    "asked", [{"indexes": ["by-day"], "leading_keys": ["acme"], "kms_key": KEY_ARN}, {"streams": True}]
)
def test_permission_in_a_file(asked: dict[str, Any]) -> None:
    """It is read back as it was written."""
    made = agreement(permissions=[DynamoDBRead(TABLE, **asked)])
    assert from_json(json.loads(json.dumps(to_json(made)))) == made


@pytest.mark.parametrize("changed", [{"streams": 1}, {"indexes": "by-day"}, {"leading_keys": [5]}, {"table": None}])
def test_another_type_in_a_file_is_refused(changed: dict[str, Any]) -> None:
    """A file's values are of the kinds that the fields say."""
    values = to_json(agreement(permissions=[DynamoDBRead(TABLE)]))
    values["permissions"][0] |= changed
    with pytest.raises(TypeError):
        from_json(values)
