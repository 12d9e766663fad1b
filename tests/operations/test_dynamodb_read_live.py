"""Reading a table on the local AWS: healthy, as agreed, and otherwise where something was broken.

What it does not enforce there, leading keys, keys and policies of tables, is judged on paper: `test_dynamodb_read`.
"""

from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.operations.made import EVERYTHING, Made, document, make_role, make_user
from tests.operations.profiles import PRODUCTION, STAGING, Profiles
from tests.operations.verified import line, verified
from xacct_constructs import Agreement, DynamoDBRead, TrustedUser
from xacct_constructs.cli.verify import exit_code
from xacct_constructs.local import story
from xacct_constructs.local.accounts import Accounts
from xacct_constructs.operations.diagnosis import State
from xacct_constructs.operations.doctor import Examination, examine, look
from xacct_constructs.operations.kinds.dynamodb_read import DELETE, NEVER, PUT
from xacct_constructs.operations.verify import Outcome

ITEM = {"customer": {"S": "globex"}, "number": {"S": "1"}, "day": {"S": "2026-11-25"}}


@pytest.fixture(autouse=True)
def person(profiles: Profiles, monkeypatch: pytest.MonkeyPatch) -> None:
    """A person whose configuration file has the profiles."""
    monkeypatch.setenv("AWS_CONFIG_FILE", str(profiles.file))


def make(accounts: Accounts, name: str, indexes: tuple[str, ...] = ("by-day",)) -> Made:
    """An agreement about a table with two indexes, encrypted with a key that is agreed."""
    production = story.TRUSTING_ACCOUNT
    key = accounts.clients.of_account("kms", production).create_key()["KeyMetadata"]["Arn"]
    agreement = Agreement(
        role_name=f"{name}-reader",
        trusting_account=production,
        trusted_principals=[TrustedUser(account=story.TRUSTED_ACCOUNT, name=f"{name}-alice")],
        permissions=[
            DynamoDBRead(
                f"arn:aws:dynamodb:{story.REGION}:{production}:table/{name}", indexes=indexes, kms_key=str(key)
            )
        ],
    )
    made = Made(accounts, agreement)
    hashed = {"AttributeName": "customer", "KeyType": "HASH"}
    schemas = {each: [hashed, {"AttributeName": each, "KeyType": "RANGE"}] for each in ("number", "day", "price")}
    made.client("dynamodb").create_table(
        TableName=name,
        KeySchema=schemas["number"],
        AttributeDefinitions=[{"AttributeName": each, "AttributeType": "S"} for each in ("customer", *schemas)],
        GlobalSecondaryIndexes=[
            {"IndexName": f"by-{each}", "KeySchema": schemas[each], "Projection": {"ProjectionType": "ALL"}}
            for each in ("day", "price")
        ],
        BillingMode="PAY_PER_REQUEST",
        SSESpecification={"Enabled": True, "SSEType": "KMS", "KMSMasterKeyId": key},
    )
    made.client("dynamodb").put_item(TableName=name, Item=ITEM)
    make_role(made)
    make_user(made)
    return made


def examined(made: Made, profiles: Profiles, agreement: Agreement | None = None) -> Examination:
    """What doctor says with the credentials of both accounts."""
    sessions = [profiles.session(name) for name in (PRODUCTION, STAGING)]
    return examine(look(agreement or made.agreement, sessions, region=story.REGION))


def items(made: Made, name: str) -> list[object]:
    """Everything in the table."""
    return list(made.client("dynamodb").scan(TableName=name)["Items"])


def test_a_healthy_table_is_healthy_and_as_agreed(local_aws: Accounts, profiles: Profiles) -> None:
    """Doctor finds nothing wrong; verify is answered as agreed, and changes nothing."""
    made = make(local_aws, "healthy")

    diagnoses = examined(made, profiles).diagnoses
    assert {each.check for each in diagnoses if each.state is State.WRONG} == set()
    of_table = {each.check: each.state for each in diagnoses if each.check.startswith("table")}
    assert set(of_table.values()) == {State.FINE}
    assert len(of_table) == 5

    found = verified(made, profiles, honouring={local_aws.aws.endpoint})
    assert exit_code(found) == 0
    tried = ("get an item of", "query index by-day", "scan table", "query index by-price", "write (", "delete (")
    assert [line(found, each).seen for each in tried] == [Outcome.ALLOWED] * 3 + [Outcome.REFUSED] * 3
    assert items(made, "healthy") == [ITEM]


def test_a_role_that_may_do_everything_is_seen_and_nothing_is_written(local_aws: Accounts, profiles: Profiles) -> None:
    """The local AWS honours the condition too, on an item that is there as on one that is not."""
    made = make(local_aws, "wide")
    made.iam.put_role_policy(RoleName=made.role, PolicyName="everything", PolicyDocument=document(EVERYTHING))

    found = verified(made, profiles, honouring={local_aws.aws.endpoint})

    surprises = {each.what.split(" table ")[0] for each in found.surprises}
    beyond = {"query index by-price of", "scan index by-price of", "read the policy of"}
    assert surprises >= beyond | {"write (conditional) an item of", "delete (conditional) an item of"}
    assert exit_code(found) == 1
    assert items(made, "wide") == [ITEM]


THERE = {each: ITEM[each] for each in ("customer", "number")}
ABSENT = {**THERE, "number": {"S": "2"}}


@pytest.mark.parametrize("key", [THERE, ABSENT], ids=["there", "absent"])
def test_the_local_aws_honours_the_condition(key: dict[str, dict[str, str]], local_aws: Accounts) -> None:
    """On an item that is there and one that is not, by somebody who may write: nothing is written, nor deleted."""
    name = f"conditional-{key['number']['S']}"
    made = make(local_aws, name)
    owner = made.client("dynamodb")
    never = {"ConditionExpression": NEVER, "ExpressionAttributeNames": {"#key": "customer"}}
    also = {local_aws.aws.endpoint}

    put = PUT.ask(owner, owner.put_item, also, TableName=name, Item=key, **never)
    delete = DELETE.ask(owner, owner.delete_item, also, TableName=name, Key=key, **never)

    assert (put.seen, delete.seen) == (Outcome.ALLOWED, Outcome.ALLOWED)
    assert items(made, name) == [ITEM]
    # The owner could have: without the condition it does.
    owner.put_item(TableName=name, Item=key)
    assert items(made, name) != [ITEM]


def gone(made: Made) -> Agreement:
    """The table was deleted."""
    made.client("dynamodb").delete_table(TableName="gone")
    return made.agreement


def other_key(made: Made) -> Agreement:
    """The agreement names another key than the table's."""
    key = made.client("kms").create_key()["KeyMetadata"]["Arn"]
    [read] = made.agreement.permissions
    assert isinstance(read, DynamoDBRead)
    return replace(made.agreement, permissions=[replace(read, kms_key=key)])


def no_index(made: Made) -> Agreement:
    """The agreement names an index that the table has not."""
    [read] = made.agreement.permissions
    assert isinstance(read, DynamoDBRead)
    return replace(made.agreement, permissions=[replace(read, indexes=["by-weight"])])


def denied(made: Made) -> Agreement:
    """The table's policy denies the role to read."""
    [read] = made.agreement.permissions
    assert isinstance(read, DynamoDBRead)
    deny = {"Effect": "Deny", "Principal": "*", "Action": "dynamodb:Query", "Resource": str(read.table)}
    made.client("dynamodb").put_resource_policy(ResourceArn=str(read.table), Policy=document(deny))
    return made.agreement


FAULTS: dict[str, tuple[Callable[[Made], Agreement], set[str]]] = {
    "gone": (gone, {"table"}),
    "other-key": (other_key, {"table encryption", "permission policy"}),
    "no-index": (no_index, {"table indexes", "permission policy"}),
    "denied": (denied, {"table policy"}),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_seeded_fault_is_named(name: str, local_aws: Accounts, profiles: Profiles) -> None:
    """Each by its check, and by no other than what follows from it."""
    break_it, checks = FAULTS[name]
    made = make(local_aws, name)
    wrong = {each.check for each in examined(made, profiles, break_it(made)).diagnoses if each.state is State.WRONG}

    assert wrong == checks


def test_a_refused_read_is_a_surprise(local_aws: Accounts, profiles: Profiles) -> None:
    """A role that lost its query is seen, by the codes of a service that speaks JSON."""
    made = make(local_aws, "narrow")
    deny = {"Effect": "Deny", "Action": "dynamodb:Query", "Resource": "*"}
    made.iam.put_role_policy(RoleName=made.role, PolicyName="deny", PolicyDocument=document(deny))

    found = verified(made, profiles, honouring={local_aws.aws.endpoint})

    assert {each.what for each in found.surprises} == {"query table narrow", "query index by-day of table narrow"}
