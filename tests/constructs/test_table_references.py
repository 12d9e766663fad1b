"""CDK tables in permissions: their ARN comes out, or a finding that says why not."""

from collections.abc import Callable
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3

from tests.constructs.samples import (
    OTHER,
    PRODUCTION,
    codes,
    new_app,
    reader,
    refusals,
    resources,
    stack,
    statements,
)
from xacct_constructs import DynamoDBRead

TABLE_ARN = f"arn:aws:dynamodb:eu-west-1:{PRODUCTION}:table/orders"
ELSEWHERE = "arn:aws:dynamodb:us-east-1:333333333333:table/orders"
KEY_ARN = f"arn:aws:kms:eu-west-1:{PRODUCTION}:key/1234abcd-12ab-34cd-56ef-1234567890ab"
TableOf = Callable[[cdk.Stack], Any]


def table(of: cdk.Stack, **more: Any) -> dynamodb.Table:
    """A table."""
    key = dynamodb.Attribute(name="customer", type=dynamodb.AttributeType.STRING)
    return dynamodb.Table(of, "T", partition_key=key, **more)


def table_v2(of: cdk.Stack, **more: Any) -> dynamodb.TableV2:
    """A table that is a global table in the template."""
    key = dynamodb.Attribute(name="customer", type=dynamodb.AttributeType.STRING)
    return dynamodb.TableV2(of, "T", partition_key=key, **more)


def l1(of: cdk.Stack, **more: Any) -> dynamodb.CfnTable:
    """An L1 table."""
    key = dynamodb.CfnTable.KeySchemaProperty(attribute_name="customer", key_type="HASH")
    kind = dynamodb.CfnTable.AttributeDefinitionProperty(attribute_name="customer", attribute_type="S")
    return dynamodb.CfnTable(
        of, "T", key_schema=[key], attribute_definitions=[kind], billing_mode="PAY_PER_REQUEST", **more
    )


def told(of: cdk.Stack, read: DynamoDBRead) -> list[str]:
    """What is said of this permission."""
    return [f"{each.code} {each.path} {each.message}; {each.fix}" for each in refusals(of, read)]


TABLES = [
    pytest.param(lambda of: table(of, table_name="orders"), TABLE_ARN, id="a table"),
    pytest.param(lambda of: table_v2(of, table_name="orders"), TABLE_ARN, id="a TableV2"),
    pytest.param(lambda of: l1(of, table_name="orders"), TABLE_ARN, id="an L1 table"),
    pytest.param(lambda of: dynamodb.Table.from_table_arn(of, "T", TABLE_ARN), TABLE_ARN, id="imported by ARN"),
    pytest.param(lambda of: dynamodb.TableV2.from_table_arn(of, "T", TABLE_ARN), TABLE_ARN, id="a TableV2 by ARN"),
    pytest.param(lambda of: dynamodb.Table.from_table_name(of, "T", "orders"), TABLE_ARN, id="imported by name"),
    pytest.param(lambda of: dynamodb.TableV2.from_table_name(of, "T", "orders"), TABLE_ARN, id="a TableV2 by name"),
    pytest.param(
        lambda of: dynamodb.Table.from_table_attributes(of, "T", table_name="orders"),
        TABLE_ARN,
        id="imported by attributes",
    ),
    pytest.param(
        lambda of: table(stack(of.node.root, "Data"), table_name="orders"),
        TABLE_ARN,
        id="another stack's, same account",
    ),
    pytest.param(
        lambda of: table(stack(of.node.root, "Data", region="us-east-1"), table_name="orders"),
        TABLE_ARN.replace("eu-west-1", "us-east-1"),
        id="another region's stack",
    ),
]


@pytest.mark.parametrize(("make", "arn"), TABLES)
def test_table_becomes_its_arn(make: TableOf, arn: str) -> None:
    """The same statements as for the ARN, literal, with no export between stacks."""
    production, literal = stack(new_app()), stack(new_app())
    made = reader(production, permissions=[DynamoDBRead(make(production), indexes=["by-day"], streams=True)])
    named = reader(literal, permissions=[DynamoDBRead(arn, indexes=["by-day"], streams=True)])
    assert statements(production) == statements(literal)
    assert made.agreement == named.agreement
    assert codes(production) == []


OTHERS = [
    pytest.param(
        lambda of: table(stack(of.node.root, "Data", OTHER, region="us-east-1"), table_name="orders"), id="a stack's"
    ),
    pytest.param(lambda of: dynamodb.Table.from_table_arn(of, "T", ELSEWHERE), id="imported by ARN"),
    pytest.param(lambda of: dynamodb.TableV2.from_table_arn(of, "T", ELSEWHERE), id="a TableV2 by ARN"),
]


@pytest.mark.parametrize("make", OTHERS)
def test_table_of_another_account(make: TableOf) -> None:
    """Its ARN says so, and its owner is told what to add."""
    production = stack(new_app())
    made = reader(production, permissions=[DynamoDBRead(make(production))])
    (read,) = made.agreement.permissions
    assert isinstance(read, DynamoDBRead)
    assert read.table == ELSEWHERE
    assert codes(production) == ["XA131"]


NAME_IT, PLACE_IT = "give the table a name", "to the stack of the table"
REFUSED = [
    pytest.param(table, NAME_IT, id="an auto-named table"),
    pytest.param(table_v2, NAME_IT, id="an auto-named TableV2"),
    pytest.param(l1, NAME_IT, id="an auto-named L1 table"),
    pytest.param(
        lambda of: dynamodb.Table.from_table_name(of, "T", cdk.Fn.import_value("x")), NAME_IT, id="an imported value"
    ),
    pytest.param(
        lambda of: dynamodb.Table.from_table_arn(of, "T", cdk.Fn.import_value("x")), NAME_IT, id="an imported ARN"
    ),
    pytest.param(
        lambda of: table(of, table_name=cdk.CfnParameter(of, "Name").value_as_string), NAME_IT, id="a parameter"
    ),
    pytest.param(
        lambda of: table(of, encryption=dynamodb.TableEncryption.CUSTOMER_MANAGED), NAME_IT, id="auto-named, with a key"
    ),
    pytest.param(
        lambda of: table_v2(of, table_name="orders", replicas=[{"region": "us-east-1"}]).replica("us-east-1"),
        "or pass its ARN as text",
        id="a replica",
    ),
    pytest.param(lambda of: table(of, table_name="orders").table_arn, NAME_IT, id="a token of an ARN"),
    pytest.param(lambda of: table(of, table_name="orders").table_name, NAME_IT, id="a token of a name"),
    pytest.param(
        lambda of: table(stack(of.node.root, "Data", region=None), table_name="orders"), PLACE_IT, id="no region"
    ),
    pytest.param(
        lambda of: table(stack(of.node.root, "Data", account=None), table_name="orders"), PLACE_IT, id="no account"
    ),
    pytest.param(lambda of: s3.Bucket(of, "B", bucket_name="acme-orders"), "pass a CDK table", id="a bucket"),
]


@pytest.mark.parametrize(("make", "fix"), REFUSED)
def test_table_without_an_arn_is_refused(make: TableOf, fix: str) -> None:
    """What only deployment knows cannot stand in the agreement, and is not made up."""
    production = stack(new_app())
    (said,) = told(production, DynamoDBRead(make(production)))
    assert said.startswith("XA130 permissions[0].table")
    assert fix in said


def own_key(of: cdk.Stack) -> dynamodb.Table:
    """A table with a key that CDK makes for it."""
    return table(of, table_name="orders", encryption=dynamodb.TableEncryption.CUSTOMER_MANAGED)


ENCRYPTED = [
    pytest.param(own_key, id="a key made for it"),
    pytest.param(lambda of: table(of, table_name="orders", encryption_key=kms.Key(of, "K")), id="a key"),
    pytest.param(
        lambda of: table_v2(
            of, table_name="orders", encryption=dynamodb.TableEncryptionV2.customer_managed_key(kms.Key(of, "K"))
        ),
        id="a TableV2's key",
    ),
    pytest.param(
        lambda of: dynamodb.Table.from_table_attributes(of, "T", table_name="orders", encryption_key=kms.Key(of, "K")),
        id="a key given on import",
    ),
]


@pytest.mark.parametrize("make", ENCRYPTED)
def test_key_of_the_table(make: TableOf) -> None:
    """A table's own key is decrypted with, by reference in its own stack, for this table alone."""
    production = stack(new_app())
    reader(production, permissions=[DynamoDBRead(make(production))])
    (logical_id,) = [key for key, each in resources(production).items() if each["Type"] == "AWS::KMS::Key"]
    assert statements(production)[-1] == {
        "Effect": "Allow",
        "Action": "kms:Decrypt",
        "Resource": {"Fn::GetAtt": [logical_id, "Arn"]},
        "Condition": {
            "StringEquals": {
                "kms:ViaService": "dynamodb.eu-west-1.amazonaws.com",
                "kms:EncryptionContext:aws:dynamodb:tableName": "orders",
                "kms:EncryptionContext:aws:dynamodb:subscriberId": PRODUCTION,
            }
        },
    }
    assert codes(production) == []


@pytest.mark.parametrize(
    "encryption", [dynamodb.TableEncryption.DEFAULT, dynamodb.TableEncryption.AWS_MANAGED], ids=["AWS's", "DynamoDB's"]
)
def test_table_without_a_key_of_its_own(encryption: dynamodb.TableEncryption) -> None:
    """Nothing is decrypted with; AWS lets the account's own use its keys."""
    production = stack(new_app())
    reader(production, permissions=[DynamoDBRead(table(production, table_name="orders", encryption=encryption))])
    assert "kms:Decrypt" not in [each["Action"] for each in statements(production)]


def test_argument_wins_over_the_table_s_key() -> None:
    """A key that is named is the one that is used."""
    production = stack(new_app())
    reader(production, permissions=[DynamoDBRead(own_key(production), kms_key=KEY_ARN)])
    assert statements(production)[-1]["Resource"] == KEY_ARN
    assert codes(production) == ["XA111"]


def test_key_beside_an_arn() -> None:
    """A CDK key is resolved for a table that is named by its ARN, too; beside what is none, the table is told."""
    production = stack(new_app())
    reader(production, permissions=[DynamoDBRead(TABLE_ARN, kms_key=kms.Key(production, "K"))])
    assert "Fn::GetAtt" in statements(production)[-1]["Resource"]

    other = stack(new_app())
    (said,) = told(other, DynamoDBRead("orders", kms_key=kms.Key(other, "K")))
    assert said.startswith("XA130 permissions[0].table")


def test_key_of_another_region_s_stack() -> None:
    """The ID of a key that is made elsewhere is not known here."""
    production = stack(new_app())
    (said,) = told(production, DynamoDBRead(own_key(stack(production.node.root, "Data", region="us-east-1"))))
    assert said.startswith("XA112 permissions[0].kms_key")
