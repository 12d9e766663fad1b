"""Statements of an agreement's own that name by a policy variable what they are about: whatever that may stand for."""

from typing import Any

import pytest

from tests.proof.test_worlds import FINANCE, OTHER, PRODUCTION, STAGING, agreed, of_account, world_of
from tests.proof.world import access_point, allow, bucket, bucket_policy, document, in_memory, role
from xacct_constructs import RawStatements, Safeguards
from xacct_constructs.proof import Answer, prove

TABLES = f"arn:aws:dynamodb:%s:{PRODUCTION}:table/%s"
MEANING_IT = {
    "a tag in a bucket's name": "arn:aws:s3:::acme-${aws:PrincipalTag/team}/*",
    "a tag with a default": "arn:aws:s3:::acme-${aws:PrincipalTag/team, 'reports'}/*",
    "a tag with a slash in its default": "arn:aws:s3:::acme-${aws:PrincipalTag/team, 'a/b'}/*",
    "a tag for what lies there": "arn:aws:s3:::acme-reports/${aws:PrincipalTag/team}/*",
    "who asks": "arn:aws:s3:::acme-${aws:userid}/*",
}
MEANING_ANOTHER = {
    "a bucket that begins otherwise": "arn:aws:s3:::other-${aws:PrincipalTag/team}/*",
    "a bucket whose name goes on": "arn:aws:s3:::acme-reports-${aws:PrincipalTag/team}/*",
    "a bucket whose name goes on, by a star": "arn:aws:s3:::acme-reports-*/*",
}


def answer(statement: dict[str, Any], **more: dict[str, Any]) -> Answer:
    """What the proof comes to of a statement, with more resources beside the reports."""
    agreement = agreed(permissions=[RawStatements([statement])])
    world = world_of(agreement)
    world[PRODUCTION] |= {"Other": bucket("other-reports"), **more}
    return prove(in_memory(world, [agreement]), [agreement]).answer


@pytest.mark.parametrize("named", MEANING_IT.values(), ids=MEANING_IT)
def test_a_bucket_is_agreed_on_that_a_variable_may_mean(named: str) -> None:
    """Whoever else gets at it is one too many."""
    open_ = bucket_policy("acme-reports", allow("s3:GetObject", **of_account(OTHER), Resource="arn:aws:s3:::acme-*/*"))
    vendor = role("vendor", of_account(OTHER), allow("s3:GetObject", Resource="arn:aws:s3:::acme-reports/*"))
    reading = allow("s3:GetObject", Resource=named)
    assert answer(reading) is Answer.PROVEN
    assert answer(reading, Open=open_) is Answer.REFUTED
    assert answer(reading, Vendor=vendor) is Answer.REFUTED


@pytest.mark.parametrize("named", MEANING_ANOTHER.values(), ids=MEANING_ANOTHER)
def test_a_bucket_is_nobody_s_that_no_variable_means(named: str) -> None:
    """A role for others that reads the reports is another door."""
    vendor = role("vendor", of_account(OTHER), allow("s3:GetObject", Resource="arn:aws:s3:::acme-reports/*"))
    assert answer(allow("s3:GetObject", Resource=named), Vendor=vendor) is Answer.PROVEN


@pytest.mark.parametrize("region", ["eu-west-1", "${aws:RequestedRegion}", "${aws:PrincipalTag/region}"])
@pytest.mark.parametrize("name", ["orders", "${aws:PrincipalTag/team}"])
def test_a_table_is_agreed_on_that_a_variable_may_mean(region: str, name: str) -> None:
    """In its region, too."""
    table = {"Type": "AWS::DynamoDB::Table", "Properties": {"TableName": "orders"}}
    vendor = role("vendor", of_account(OTHER), allow("dynamodb:GetItem", Resource=TABLES % ("eu-west-1", "orders")))
    reading = allow("dynamodb:GetItem", Resource=TABLES % (region, name))
    assert answer(reading, Table=table) is Answer.PROVEN
    assert answer(reading, Table=table, Vendor=vendor) is Answer.REFUTED


@pytest.mark.parametrize("named", ["acme-b*", "acme-${aws:userid}", "acme-${aws:PrincipalTag/team}"])
def test_a_bucket_of_a_third_account_is_agreed_on_that_a_variable_may_mean(named: str) -> None:
    """Whoever else that account lets at it is one too many."""
    reading = allow("s3:GetObject", Resource=f"arn:aws:s3:::{named}/*")
    agreement = agreed(permissions=[RawStatements([reading])])
    for whom, expected in ((of_account(FINANCE), Answer.PROVEN), (of_account(OTHER), Answer.REFUTED)):
        world = world_of(agreement)
        said = allow("s3:GetObject", **whom, Resource="arn:aws:s3:::acme-books/*")
        world[FINANCE] = {"Books": bucket("acme-books"), "Open": bucket_policy("acme-books", said)}
        assert prove(in_memory(world, [agreement]), [agreement]).answer is expected


@pytest.mark.parametrize("region", ["*", "${aws:RequestedRegion}"])
def test_a_table_of_a_third_account_is_agreed_on_in_a_region_that_a_variable_means(region: str) -> None:
    """The account stands behind the variable."""
    named = f"arn:aws:dynamodb:{region}:{FINANCE}:table/books"
    agreement = agreed(permissions=[RawStatements([allow("dynamodb:GetItem", Resource=named)])])
    for whom, expected in ((FINANCE, Answer.PROVEN), (OTHER, Answer.REFUTED)):
        world = world_of(agreement)
        policy = document(allow("dynamodb:GetItem", AWS=whom, Resource="*"))
        said = {"TableName": "books", "ResourcePolicy": {"PolicyDocument": policy}}
        world[FINANCE] = {"Books": {"Type": "AWS::DynamoDB::Table", "Properties": said}}
        assert prove(in_memory(world, [agreement]), [agreement]).answer is expected


def test_an_access_point_is_agreed_on_that_a_variable_may_mean() -> None:
    """And so is the bucket behind it."""
    named = f"arn:aws:s3:eu-west-1:{PRODUCTION}:accesspoint/${{aws:PrincipalTag/team}}/object/*"
    point = access_point("reports", "acme-reports")
    vendor = role("vendor", of_account(OTHER), allow("s3:GetObject", Resource="*"))
    assert answer(allow("s3:GetObject", Resource=named), Point=point, Vendor=vendor) is Answer.REFUTED


QUEUE, TOPIC, SECRET = (f"arn:aws:{each}:eu-west-1:{PRODUCTION}:%s" for each in ("sqs", "sns", "secretsmanager"))
OPENING: dict[str, tuple[str, str, str, dict[str, Any]]] = {
    "a queue": (
        QUEUE,
        "sqs:ReceiveMessage",
        "AWS::SQS::QueuePolicy",
        {"Queues": [f"https://sqs.eu-west-1.amazonaws.com/{PRODUCTION}/orders"]},
    ),
    "a topic": (TOPIC, "sns:Subscribe", "AWS::SNS::TopicPolicy", {"Topics": [TOPIC % "orders"]}),
    "a secret": (
        SECRET.replace("%s", "secret:%s"),
        "secretsmanager:GetSecretValue",
        "AWS::SecretsManager::ResourcePolicy",
        {"SecretId": "orders"},
    ),
}


@pytest.mark.parametrize(("form", "action", "type_", "of"), OPENING.values(), ids=OPENING)
def test_what_is_not_read_is_agreed_on_that_a_variable_may_mean(
    form: str, action: str, type_: str, of: dict[str, Any]
) -> None:
    """Whose policy lets others in is told of, as where a star stands for it."""
    said = document(allow(action, **of_account(OTHER), Resource="*"))
    property_ = "ResourcePolicy" if "Secret" in type_ else "PolicyDocument"
    policy = {"Type": type_, "Properties": {**of, property_: said}}
    for name in ("orders", "ord*", "ord${aws:PrincipalTag/team}", "${aws:userid}", "${aws:PrincipalTag/team, 'x'}"):
        assert answer(allow(action, Resource=form % name), Policy=policy) is Answer.UNDECIDED, name
    for name in ("books", "book*", "books-${aws:PrincipalTag/team}", "${*}${aws:PrincipalTag/team}"):
        assert answer(allow(action, Resource=form % name), Policy=policy) is Answer.PROVEN, name


@pytest.mark.parametrize("whom", [["user/${aws:username}"], ["user/alice", "user/${aws:username}"]])
def test_a_trust_policy_may_compare_who_asks_with_its_own_name(whom: list[str]) -> None:
    """That is any user of the account; that the session is called so too is asked for by another variable."""
    agreement = agreed(safeguards=Safeguards(session_name_is_user_name=True))
    world = world_of(agreement)
    (statement,) = world[PRODUCTION]["ReaderResource"]["Properties"]["AssumeRolePolicyDocument"]["Statement"]
    arns = [f"arn:aws:iam::{STAGING}:{each}" for each in whom]
    statement["Condition"]["ArnEquals"] = {"aws:PrincipalArn": arns}
    assert prove(in_memory(world, [agreement]), [agreement]).answer is Answer.REFUTED
