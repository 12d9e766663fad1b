"""Every type whose policies are read: beside an agreement, and as what is agreed on, with each of its properties open.

The other types are tried in `test_beside`.
"""

import random
from collections.abc import Mapping
from typing import Any, NamedTuple

import pytest
from hypothesis import settings

from tests.proof.open_values import AGREED, base
from tests.proof.test_ignorance import MANY
from tests.proof.test_worlds import PRODUCTION, STAGING, agreed, of_account, world_of
from tests.proof.unknown import read, stacks_of, with_what_is_referred_to
from tests.proof.world import World, allow, document
from tools import type_reference
from xacct_constructs import Agreement, DynamoDBRead
from xacct_constructs.agreement.serialize import to_json
from xacct_constructs.proof import Answer, prove
from xacct_constructs.world import May, row_of
from xacct_constructs.world.properties import NONE

SCHEMAS = type_reference.schemas()
READ = sorted(name for name in SCHEMAS if row_of(name).may is May.READ)
OTHERS = "arn:aws:s3:::acme-other"
INLINE = {"PolicyName": "more", "PolicyDocument": document(allow("s3:GetObject", Resource=f"{OTHERS}/*"))}
MINIMAL: Mapping[str, dict[str, Any]] = {
    "AWS::DynamoDB::GlobalTable": {"Replicas": [{"Region": "eu-west-1"}]},
    "AWS::DynamoDB::Table": {"KeySchema": []},
    "AWS::IAM::Group": {},
    "AWS::IAM::GroupPolicy": {"GroupName": "people", **INLINE},
    "AWS::IAM::ManagedPolicy": {"PolicyDocument": INLINE["PolicyDocument"]},
    "AWS::IAM::Policy": {"Users": ["anna"], **INLINE},
    "AWS::IAM::Role": {"AssumeRolePolicyDocument": document(allow("sts:AssumeRole", **of_account(PRODUCTION)))},
    "AWS::IAM::RolePolicy": {"RoleName": "keeper", **INLINE},
    "AWS::IAM::User": {},
    "AWS::IAM::UserPolicy": {"UserName": "anna", **INLINE},
    "AWS::IAM::UserToGroupAddition": {"GroupName": "people", "Users": ["anna"]},
    "AWS::KMS::Key": {},
    "AWS::S3::AccessPoint": {"Bucket": "acme-other", "Name": "added"},
    "AWS::S3::Bucket": {},
    "AWS::S3::BucketPolicy": {
        "Bucket": "acme-other",
        "PolicyDocument": document(allow("s3:GetObject", **of_account(PRODUCTION), Resource=f"{OTHERS}/*")),
    },
}
"""A resource of each, with what it must say and nothing about what is agreed on."""
ITEMS = agreed(permissions=[DynamoDBRead(f"arn:aws:dynamodb:eu-west-1:{PRODUCTION}:table/orders")])
AGREED_ON = {
    "AWS::IAM::ManagedPolicy": (PRODUCTION, "Boundary"),
    "AWS::IAM::Role": (PRODUCTION, "ReaderResource"),
    "AWS::IAM::User": (STAGING, "AliceResource"),
    "AWS::KMS::Key": (PRODUCTION, "Key"),
    "AWS::S3::Bucket": (PRODUCTION, "Reports"),
    "AWS::S3::BucketPolicy": (PRODUCTION, "ReportsPolicy"),
}
"""The account and logical ID of what is agreed on; tables have a world of their own."""


class Place(NamedTuple):
    """A world in which a resource stands, and where."""

    world: World
    agreement: Agreement
    account: str
    logical_id: str


def place(where: str, name: str) -> Place:
    """Beside what is agreed on, in the trusting or the trusted account; or as what is agreed on."""
    if where == "agreed" and name.startswith("AWS::DynamoDB::"):
        world = world_of(ITEMS)
        world[PRODUCTION]["Orders"] = {"Type": name, "Properties": {"TableName": "orders", **MINIMAL[name]}}
        return Place(world, ITEMS, PRODUCTION, "Orders")
    if where == "agreed":
        return Place(base(), AGREED, *AGREED_ON[name])
    world, account = base(), PRODUCTION if where == "trusting" else STAGING
    world[account]["Added"] = {"Type": name, "Properties": {**MINIMAL[name]}}
    return Place(world, AGREED, account, "Added")


def answer(found: Place) -> Answer:
    """What the proof of its world comes to."""
    stacks = [with_what_is_referred_to(each) for each in stacks_of(found.world)]
    return prove(read(stacks, [to_json(found.agreement)])).answer


def opened(found: Place, name: str) -> Answer:
    """What it comes to where this property is whatever a parameter gives."""
    said = found.world[found.account][found.logical_id]["Properties"]
    said[name] = {"Ref": "Given"}
    return answer(found)


def properties(name: str) -> list[str]:
    """Those that a template may say, and one that is not in the schema."""
    settled = {each.rpartition("/")[2] for each in SCHEMAS[name].get("readOnlyProperties", [])}
    return [*(each for each in SCHEMAS[name]["properties"] if each not in settled), UNLISTED]


FEW = 2
UNLISTED = "NobodyKnows"
_NOT_IT = "it is not the agreed one, which is there under its name"
_ITS_OWN = (
    "what a user or role of the trusting account may do beside, it does for its account, and nobody else comes in"
)
_NOT_AGREED = "nobody of the agreement is meant by it, nor a member of it"
_ELSEWHERE = "what the trusted account gives its own people is its own, and a deny it is not"
_FILLED = "it is a copy of what fills it, and lets in nobody by that alone"
_TAGS = "nothing proven rests on tags"
_OF_REPLICAS = "its replicas say it, each for itself"
_TABLE = "SSESpecification TableName"
_BUCKET = """AbacStatus AnalyticsConfigurations BucketEncryption BucketName BucketNamePrefix BucketNamespace
InventoryConfigurations MetadataConfiguration MetadataTableConfiguration NotificationConfiguration OwnershipControls
PublicAccessBlockConfiguration ReplicationConfiguration Tags"""
_IDENTITY = "ManagedPolicyArns Path PermissionsBoundary Policies Tags"
_ON_NOTHING: tuple[tuple[str, str, str, str], ...] = (
    ("beside", "AWS::DynamoDB::GlobalTable", f"GlobalTableSourceArn StreamSpecification {_TABLE} {UNLISTED}", _NOT_IT),
    ("trusted", "AWS::DynamoDB::GlobalTable", "Replicas", _NOT_IT),
    ("agreed", "AWS::DynamoDB::GlobalTable", "SSESpecification StreamSpecification", _OF_REPLICAS),
    (
        "beside",
        "AWS::DynamoDB::Table",
        f"KinesisStreamSpecification StreamSpecification Tags {_TABLE} {UNLISTED}",
        _NOT_IT,
    ),
    ("trusted", "AWS::DynamoDB::Table", "ResourcePolicy StreamSpecification", _NOT_IT),
    ("beside", "AWS::DynamoDB::Table", "ImportSourceSpecification", _FILLED),
    ("agreed", "AWS::DynamoDB::Table", "Tags", _TAGS),
    ("agreed", "AWS::DynamoDB::Table", "ImportSourceSpecification", _FILLED),
    ("beside", "AWS::IAM::Group", "GroupName ManagedPolicyArns Path Policies", _NOT_AGREED),
    ("beside", "AWS::IAM::GroupPolicy", "GroupName PolicyDocument PolicyName", _NOT_AGREED),
    ("beside", "AWS::IAM::ManagedPolicy", "Groups ManagedPolicyName Path PolicyDocument", _NOT_AGREED),
    ("trusting", "AWS::IAM::ManagedPolicy", "Users", _ITS_OWN),
    ("trusted", "AWS::IAM::ManagedPolicy", "Roles Users", _ELSEWHERE),
    ("agreed", "AWS::IAM::ManagedPolicy", "Groups Users", _ITS_OWN),
    (
        "agreed",
        "AWS::IAM::ManagedPolicy",
        "ManagedPolicyName Path",
        "a boundary that is elsewhere is taken to exclude nothing of what is agreed, and that is printed",
    ),
    ("beside", "AWS::IAM::Policy", "Groups PolicyDocument PolicyName", _NOT_AGREED),
    ("trusting", "AWS::IAM::Policy", "Users", _ITS_OWN),
    ("trusted", "AWS::IAM::Policy", "Roles Users", _ELSEWHERE),
    ("beside", "AWS::IAM::Role", f"MaxSessionDuration RoleName {_IDENTITY} {UNLISTED}", _NOT_IT),
    ("trusted", "AWS::IAM::Role", "AssumeRolePolicyDocument", _NOT_IT),
    ("agreed", "AWS::IAM::Role", "Tags", _TAGS),
    ("trusting", "AWS::IAM::RolePolicy", "PolicyDocument", _ITS_OWN),
    ("trusted", "AWS::IAM::RolePolicy", "PolicyDocument PolicyName RoleName", _ELSEWHERE),
    ("beside", "AWS::IAM::User", f"Groups UserName {_IDENTITY} {UNLISTED}", _NOT_IT),
    ("agreed", "AWS::IAM::User", "Tags", _TAGS),
    ("trusting", "AWS::IAM::UserPolicy", "PolicyDocument PolicyName UserName", _ITS_OWN),
    ("trusted", "AWS::IAM::UserPolicy", "PolicyDocument", _NOT_AGREED),
    ("trusted", "AWS::IAM::UserPolicy", "PolicyName UserName", _ELSEWHERE),
    ("trusting", "AWS::IAM::UserToGroupAddition", "GroupName Users", _ITS_OWN),
    ("trusted", "AWS::IAM::UserToGroupAddition", "GroupName", _NOT_AGREED),
    ("beside", "AWS::KMS::Key", f"Enabled KeySpec KeyUsage Origin Tags {UNLISTED}", _NOT_IT),
    ("trusted", "AWS::KMS::Key", "KeyPolicy", _NOT_IT),
    ("agreed", "AWS::KMS::Key", "Tags", _TAGS),
    (
        "beside",
        "AWS::S3::AccessPoint",
        f"Bucket BucketAccountId Name PublicAccessBlockConfiguration Tags VpcConfiguration {UNLISTED}",
        "it lets in nobody, to whatever bucket",
    ),
    (
        "trusted",
        "AWS::S3::AccessPoint",
        "Policy",
        "an account's access point is no way into another's bucket by itself",
    ),
    ("beside", "AWS::S3::Bucket", f"{_BUCKET} {UNLISTED}", _NOT_IT),
    ("trusted", "AWS::S3::Bucket", "AccessControl", _NOT_IT),
    ("agreed", "AWS::S3::Bucket", "AbacStatus Tags", _TAGS),
    ("agreed", "AWS::S3::Bucket", "BucketNamePrefix BucketNamespace", "it has its name"),
    ("agreed", "AWS::S3::Bucket", "PublicAccessBlockConfiguration", "it only takes away what is public"),
    ("beside", "AWS::S3::BucketPolicy", f"Bucket {UNLISTED}", "of what is agreed on it says nothing"),
    ("trusted", "AWS::S3::BucketPolicy", "PolicyDocument", _NOT_IT),
    (
        "agreed",
        "AWS::S3::BucketPolicy",
        "Bucket",
        "it gives nobody from outside anything, and the role needs none of it",
    ),
)
"""Where a resource of a type stands, and the properties that may then be anything, each with the reason."""
PLACES = {"trusting": ("trusting", "beside"), "trusted": ("trusted", "beside"), "agreed": ("agreed",)}


def without_a_doubt(where: str, name: str) -> set[str]:
    """The properties that may be anything: those for which the type's row says why, and those above."""
    found = {each for names in NONE.get(name, {}).values() for each in names.split()}
    for places, kind, names, _ in _ON_NOTHING:
        found |= set(names.split()) if places in PLACES[where] and kind == name else set()
    return found


ROWS = [
    (where, name)
    for name in READ
    for where in PLACES
    if where != "agreed" or name in AGREED_ON or name.startswith("AWS::DynamoDB::")
]


@pytest.mark.parametrize(("where", "name"), ROWS)
def test_what_has_a_reason_may_be_anything(where: str, name: str) -> None:
    """Each such property alone; a few of them, unless asked for all: `--hypothesis-profile=long`."""
    tried = sorted(without_a_doubt(where, name))
    if settings().max_examples < MANY and len(tried) > FEW:
        tried = random.Random(where + name).sample(tried, FEW)  # noqa: S311 - a sample, no secret

    assert answer(place(where, name)) is Answer.PROVEN
    assert [each for each in tried if opened(place(where, name), each) is not Answer.PROVEN] == []


@pytest.mark.parametrize(("where", "name"), ROWS)
def test_what_has_none_is_doubted(where: str, name: str) -> None:
    """Each of the others alone, one that no list has included."""
    silent = [
        each
        for each in properties(name)
        if each not in without_a_doubt(where, name) and opened(place(where, name), each) is not Answer.UNDECIDED
    ]
    assert silent == []


def test_there_is_a_resource_of_each() -> None:
    """A new type that is read asks for one; every reason is of a property that there is."""
    assert sorted(MINIMAL) == READ
    for _, name, names, _ in _ON_NOTHING:
        assert set(names.split()) <= set(properties(name)), name
