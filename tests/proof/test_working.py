"""What must work: each fault keeps an agreement from being proven, and with the fault undone it is proven again."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import pytest

from tests.proof.test_worlds import (
    ACROSS,
    DECRYPTING,
    FINANCE,
    FINANCES_BUCKET,
    KEY,
    OTHER,
    OWN_ADMINISTRATORS,
    PRODUCTION,
    READER_ARN,
    REPORTS,
    STAGING,
    TO_POINTS,
    agreed,
    both,
    key,
    nothing,
    of_account,
    put,
    world_of,
)
from tests.proof.world import World, access_point, allow, assembly, bucket, bucket_policy, document, in_memory
from xacct_constructs import Agreement, DynamoDBRead, RawStatements, S3Read, Safeguards, TrustedUser
from xacct_constructs.cli import main
from xacct_constructs.iam import Request, UndecidedError, session_of_arn
from xacct_constructs.operations.diagnosis import State
from xacct_constructs.operations.doctor import examine, on_paper
from xacct_constructs.proof import Access, Answer, decryption, prove

Edit = Callable[[World], None]
ALICE = f"arn:aws:iam::{STAGING}:user/alice"
UNKNOWN = f"arn:aws:iam::{STAGING}:policy/people"
AWS_READER = "arn:aws:iam::aws:policy/ReadOnlyAccess"


def alice(**properties: Any) -> Edit:
    """Properties of the trusted user."""
    return lambda world: world[STAGING]["AliceResource"]["Properties"].update(properties)


def given_to_alice(effect: str) -> Edit:
    """A policy that is put on the trusted user."""
    statement = {"Effect": effect, "Action": "sts:*", "Resource": "*"}
    properties = {"PolicyName": "more", "Users": ["alice"], "PolicyDocument": document(statement)}
    return put(STAGING, More={"Type": "AWS::IAM::Policy", "Properties": properties})


def reader(**properties: Any) -> Edit:
    """Properties of the agreed role."""
    return lambda world: world[PRODUCTION]["ReaderResource"]["Properties"].update(properties)


def reports(**properties: Any) -> Edit:
    """The agreed bucket with these properties."""
    return put(PRODUCTION, Reports=_with(bucket("acme-reports"), **properties))


def _with(resource: dict[str, Any], **properties: Any) -> dict[str, Any]:
    return {**resource, "Properties": {**resource["Properties"], **properties}}


def a_key(**properties: Any) -> dict[str, Any]:
    """A key that delegates to its account, with these properties."""
    return _with(key(OWN_ADMINISTRATORS), **properties)


def an_alias(of: Any) -> dict[str, Any]:
    """An alias of a key."""
    return {"Type": "AWS::KMS::Alias", "Properties": {"AliasName": "alias/reports", "TargetKeyId": of}}


def encrypted(made: dict[str, Any] | None, by: Any = None, **more: Any) -> Edit:
    """The agreed bucket, encrypted by a key that is made, or by what is named instead."""
    named = by or (made and {"Fn::GetAtt": ["Key", "Arn"]})
    default = {"SSEAlgorithm": "aws:kms", **({"KMSMasterKeyID": named} if named else {})}
    rules = {"ServerSideEncryptionConfiguration": [{"ServerSideEncryptionByDefault": default, **more}]}

    def edit(world: World) -> None:
        reports(BucketEncryption=rules)(world)
        put(PRODUCTION, **({"Key": made} if made else {}))(world)

    return edit


def moved(world: World) -> None:
    """The agreed bucket is made in the other account."""
    world[PRODUCTION].pop("Reports", None)
    put(STAGING, Reports=bucket("acme-reports"))(world)


def across(encryption: Mapping[str, Any] | None = None, public: Mapping[str, Any] | None = None, **more: Any) -> Edit:
    """The bucket of another owner, with its settings and one more statement of its policy."""
    rules = {"ServerSideEncryptionConfiguration": [{"ServerSideEncryptionByDefault": encryption}]}
    made = _with(bucket("acme-books"), **({"BucketEncryption": rules} if encryption else {}), **more)
    also = [allow("s3:GetObject", AWS="*", Resource=f"{BOOKS}/public/*", **public)] if public is not None else []

    def edit(world: World) -> None:
        statements = [
            allow("s3:GetObject", **of_account(PRODUCTION), Resource=f"{BOOKS}/*", Condition=ACROSS),
            *(
                allow(action, **of_account(PRODUCTION), Resource=BOOKS, Condition=ACROSS)
                for action in ("s3:ListBucket", "s3:GetBucketLocation")
            ),
            *also,
        ]
        put(FINANCE, Books=made, Policy=bucket_policy("acme-books", *statements))(world)

    return edit


def orders(encryption: Mapping[str, Any], **said: Any) -> Edit:
    """The agreed table, encrypted so."""
    properties = {"TableName": "orders", "SSESpecification": encryption, **said}
    return put(PRODUCTION, Key=a_key(), Orders={"Type": "AWS::DynamoDB::Table", "Properties": properties})


def governed(kind: Any, target: Any, content: Any) -> Edit:
    """An organization policy, made by the trusting account's stack."""
    properties = {"Name": "guard", "Type": kind, "TargetIds": [target], "Content": content}
    return put(PRODUCTION, Guard={"Type": "AWS::Organizations::Policy", "Properties": properties})


def denying(action: str, **elements: Any) -> dict[str, Any]:
    """A policy with one deny."""
    return document({"Effect": "Deny", "Action": action, "Resource": "*", **elements})


def perhaps_made(logical_id: str, condition: str = "Sometimes") -> Edit:
    """A resource of the trusting account is made on a condition."""
    return lambda world: world[PRODUCTION][logical_id].update({"Condition": condition})


RESOURCE, SERVICE = "RESOURCE_CONTROL_POLICY", "SERVICE_CONTROL_POLICY"
NEVER = {"StringEquals": {"aws:PrincipalAccount": "333333333333"}}
BOOKS = "arn:aws:s3:::acme-books"
KEY_ELSEWHERE = f"arn:aws:kms:eu-west-1:{PRODUCTION}:key/1234abcd-12ab-34cd-56ef-1234567890ab"
BY_ITS_KEY = {"SSEEnabled": True, "SSEType": "KMS", "KMSMasterKeyId": {"Fn::GetAtt": ["Key", "Arn"]}}
ITEMS = agreed(permissions=[DynamoDBRead(f"arn:aws:dynamodb:eu-west-1:{PRODUCTION}:table/orders")])
WHICH = {"Parameters": {"Which": {"Type": "String"}}}
SOMETIMES = {
    **WHICH,
    "Conditions": {"Sometimes": {"Fn::Equals": [{"Ref": "Which"}, "yes"]}, "Always": {"Fn::Equals": ["a", "a"]}},
}
CERTAINLY: Mapping[str, Any] = {}
PERHAPS = {"Condition": {"StringLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/partner"}}}
OWN = {"StringEquals": {"aws:PrincipalAccount": FINANCE}}
HALF_OF_ALL = {"Condition": {**OWN, "IpAddress": {"aws:SourceIp": "0.0.0.0/1"}}}
A_RANGE = {"Condition": {**OWN, "IpAddress": {"aws:SourceIp": "192.0.2.0/24"}}}


FINANCES_ORDERS = f"arn:aws:dynamodb:eu-west-1:{FINANCE}:table/orders"
FINANCES_TABLE = agreed(permissions=[DynamoDBRead(FINANCES_ORDERS)])
KEY_ABROAD = KEY_ELSEWHERE.replace("eu-west-1", "us-east-1")
READING_ORDERS = {
    "PolicyDocument": document(
        {
            **allow("dynamodb:Query", **of_account(PRODUCTION), Resource=FINANCES_ORDERS, Condition=ACROSS),
            "Action": [f"dynamodb:{each}" for each in ("GetItem", "BatchGetItem", "Query", "Scan", "DescribeTable")],
        }
    )
}


def finances_table(encryption: Mapping[str, Any]) -> Edit:
    """The table of another owner, with the policy that it needs."""
    properties = {"TableName": "orders", "SSESpecification": encryption, "ResourcePolicy": READING_ORDERS}
    return put(FINANCE, Orders={"Type": "AWS::DynamoDB::Table", "Properties": properties})


def finances_global_table(encryption: Mapping[str, Any]) -> Edit:
    """The same as a global one."""
    replicas = [{"Region": "eu-west-1", "ResourcePolicy": READING_ORDERS}]
    properties = {"TableName": "orders", "SSESpecification": encryption, "Replicas": replicas}
    return put(FINANCE, Orders={"Type": "AWS::DynamoDB::GlobalTable", "Properties": properties})


ORDERS = f"arn:aws:dynamodb:eu-west-1:{PRODUCTION}:table/orders"
READING_REPORTS = allow("s3:GetObject", Resource=f"{REPORTS}/*")
POINT = f"arn:aws:s3:eu-west-1:{PRODUCTION}:accesspoint/reports"
STATED = agreed(permissions=[RawStatements([READING_REPORTS])])
STATED_KEY = agreed(permissions=[RawStatements([allow("kms:Decrypt", Resource=KEY_ELSEWHERE)])])
WRITING = agreed(permissions=[RawStatements([allow("s3:PutObject", Resource=f"{REPORTS}/*")])])
LISTING = agreed(permissions=[RawStatements([allow("s3:ListBucket", Resource=REPORTS)])])
WRITING_ITEMS = agreed(permissions=[RawStatements([allow("dynamodb:PutItem", Resource=ORDERS)])])
BY_ITS_POINT = agreed(permissions=[RawStatements([allow("s3:GetObject", Resource=f"{POINT}/object/*")])])
WRITING_REPORTS = allow("s3:PutObject", Resource=f"{REPORTS}/monthly/*")


READING_MONTHLY = allow("s3:GetObject", Resource=f"{REPORTS}/monthly/*")


def decrypting(what: str, action: str = "kms:Decrypt") -> dict[str, Any]:
    """A statement that uses the agreed bucket's key for what S3 tells it of."""
    return allow(action, Resource=KEY, Condition={"StringLike": {"kms:EncryptionContext:aws:s3:arn": what}})


def stated(*statements: dict[str, Any]) -> Agreement:
    """The agreement on statements of one's own."""
    return agreed(permissions=[RawStatements(list(statements))])


STATED_ITEMS = agreed(permissions=[RawStatements([allow("dynamodb:GetItem", Resource=ORDERS)])])


def by_a_point(world: World) -> None:
    """The agreed bucket with an access point of this world's own, to which it leaves access."""
    point, left = access_point("reports", "acme-reports"), bucket_policy("acme-reports", TO_POINTS)
    put(PRODUCTION, Point=point, Left=left)(world)


class Fault(NamedTuple):
    """A world that does not do what is agreed, or may not."""

    agreement: Agreement
    edit: Edit
    answer: Answer
    about: str
    """What is named."""
    told: str
    """What is told of it."""
    undone: Edit = nothing
    """The same with the fault undone, or settled to what is agreed."""
    template: Mapping[str, Any] = MappingProxyType({})


REFUTED, UNDECIDED = Answer.REFUTED, Answer.UNDECIDED
IN_TEAM = TrustedUser(account=STAGING, name="alice", path="/team/")
FAULTS = {
    # Who is meant
    "a user on another path": Fault(
        agreed(trusted_principals=[IN_TEAM]),
        alice(Path="/"),
        REFUTED,
        f"arn:aws:iam::{STAGING}:user/team/alice",
        f"makes it as {ALICE}, on another path",
        alice(Path="/team/"),
    ),
    "a user on a path that is given at deployment": Fault(
        agreed(trusted_principals=[IN_TEAM]),
        alice(Path={"Ref": "Where"}),
        UNDECIDED,
        f"arn:aws:iam::{STAGING}:user/team/alice",
        "whose path deployment settles",
        alice(Path="/team/"),
        {"Parameters": {"Where": {"Type": "String"}}},
    ),
    "a role on another path": Fault(
        agreed(),
        reader(Path="/other/"),
        REFUTED,
        READER_ARN,
        "makes it as arn:aws:iam::111111111111:role/other/reader, on another path",
        reader(Path="/"),
    ),
    # Policies that are attached
    "a policy that nobody knows attached to the user": Fault(
        agreed(),
        alice(ManagedPolicyArns=[UNKNOWN]),
        UNDECIDED,
        ALICE,
        f"{UNKNOWN} is attached to it",
        alice(ManagedPolicyArns=[AWS_READER]),
    ),
    "a policy that nobody knows attached to the role": Fault(
        agreed(), reader(ManagedPolicyArns=[UNKNOWN]), UNDECIDED, READER_ARN, f"{UNKNOWN} is attached to it"
    ),
    "a group that nobody knows": Fault(
        agreed(), alice(Groups=["people"]), UNDECIDED, ALICE, "those of the group people is attached to it"
    ),
    "a policy of AWS that denies the user": Fault(
        agreed(),
        alice(ManagedPolicyArns=["arn:aws:iam::aws:policy/AWSDenyAll"]),
        REFUTED,
        READER_ARN,
        "sts:AssumeRole",
        alice(ManagedPolicyArns=["arn:aws:iam::aws:policy/AdministratorAccess"]),
    ),
    "a policy of AWS that allows the role more": Fault(
        agreed(),
        reader(ManagedPolicyArns=["arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"]),
        REFUTED,
        READER_ARN,
        "s3:",
        reader(ManagedPolicyArns=[]),
    ),
    "a deny that a user made elsewhere is given": Fault(
        agreed(trusted_principals=[TrustedUser(account=STAGING, name="alice", existing=True)]),
        given_to_alice("Deny"),
        REFUTED,
        READER_ARN,
        "sts:AssumeRole",
        given_to_alice("Allow"),
    ),
    # Boundaries
    "a boundary that nobody knows and nobody agreed on": Fault(
        agreed(),
        alice(PermissionsBoundary=UNKNOWN),
        UNDECIDED,
        ALICE,
        f"{UNKNOWN} is its boundary",
        alice(PermissionsBoundary="arn:aws:iam::aws:policy/AdministratorAccess"),
    ),
    "a boundary of the role that nobody knows": Fault(
        agreed(), reader(PermissionsBoundary=UNKNOWN), UNDECIDED, READER_ARN, f"{UNKNOWN} is its boundary"
    ),
    "a boundary of AWS's that leaves out what is agreed": Fault(
        agreed(),
        reader(PermissionsBoundary="arn:aws:iam::aws:policy/AmazonSQSFullAccess"),
        REFUTED,
        READER_ARN,
        "s3:GetObject",
        reader(PermissionsBoundary="arn:aws:iam::aws:policy/AmazonS3FullAccess"),
    ),
    "another boundary than is agreed": Fault(
        agreed(safeguards=Safeguards(role_permissions_boundary=UNKNOWN)),
        reader(PermissionsBoundary=f"{UNKNOWN}-other"),
        REFUTED,
        READER_ARN,
        "the agreement says",
    ),
    # Whose it is
    "a bucket of another account": Fault(
        agreed(),
        moved,
        REFUTED,
        REPORTS,
        f"is of account {STAGING}, the agreement says {PRODUCTION}",
        put(PRODUCTION, Reports=bucket("acme-reports")),
    ),
    # What encrypts it
    "a bucket with a key that is not agreed": Fault(
        agreed(), encrypted(a_key()), REFUTED, READER_ARN, "kms:Decrypt", encrypted(None)
    ),
    "a bucket with another key than is agreed": Fault(
        DECRYPTING, encrypted(a_key(), KEY_ELSEWHERE), REFUTED, READER_ARN, "kms:Decrypt", encrypted(a_key(), KEY)
    ),
    "a key by its ID that is not agreed": Fault(
        agreed(), encrypted(a_key(), {"Ref": "Key"}), REFUTED, READER_ARN, "kms:Decrypt"
    ),
    "a key by its ID that is agreed": Fault(
        DECRYPTING,
        encrypted(a_key(Enabled=False), {"Ref": "Key"}),
        REFUTED,
        READER_ARN,
        "kms:Decrypt",
        encrypted(a_key(), {"Ref": "Key"}),
    ),
    "a key that is given at deployment": Fault(
        agreed(),
        encrypted(a_key(), {"Ref": "Which"}),
        UNDECIDED,
        REPORTS,
        "encrypts it, and which key that is is not known",
        encrypted(None, "alias/aws/s3"),
        WHICH,
    ),
    "a key by an alias that is made elsewhere": Fault(
        DECRYPTING,
        encrypted(a_key(), "alias/reports"),
        UNDECIDED,
        REPORTS,
        "alias/reports encrypts it",
        both(encrypted(a_key(), "alias/reports"), put(PRODUCTION, Alias=an_alias({"Ref": "Key"}))),
    ),
    "a key by the alias of another": Fault(
        DECRYPTING,
        both(encrypted(a_key(), {"Ref": "Alias"}), put(PRODUCTION, Alias=an_alias(KEY_ELSEWHERE))),
        REFUTED,
        READER_ARN,
        "kms:Decrypt",
        both(encrypted(a_key(), {"Ref": "Alias"}), put(PRODUCTION, Alias=an_alias({"Ref": "Key"}))),
    ),
    "a key of AWS's own for another account's bucket": Fault(
        FINANCES_BUCKET,
        across({"SSEAlgorithm": "aws:kms"}),
        REFUTED,
        BOOKS,
        "alias/aws/s3 encrypts it, a key of AWS's own",
        across({"SSEAlgorithm": "AES256"}),
    ),
    "a table with a key that is not agreed": Fault(
        ITEMS,
        orders({"SSEEnabled": True, "SSEType": "KMS", "KMSMasterKeyId": {"Fn::GetAtt": ["Key", "Arn"]}}),
        REFUTED,
        READER_ARN,
        "kms:Decrypt",
        orders({"SSEEnabled": True, "SSEType": "KMS"}),
    ),
    **{
        f"a key of AWS's own for another account's {what}, {how}": Fault(
            FINANCES_TABLE,
            made({"SSEEnabled": said, **more}),
            answer,
            FINANCES_ORDERS,
            "alias/aws/dynamodb encrypts it, a key of AWS's own",
            made({"SSEEnabled": False}),
            template=template,
        )
        for what, made in (("table", finances_table), ("global table", finances_global_table))
        for how, said, more, answer, template in (
            ("by its name", True, {"SSEType": "KMS"}, REFUTED, CERTAINLY),
            ("by the switch alone", True, {}, REFUTED, CERTAINLY),
            ("by the switch as a word", "true", {}, REFUTED, CERTAINLY),
            ("by a switch that is given", {"Ref": "Which"}, {}, UNDECIDED, WHICH),
        )
    },
    "a key of AWS's own perhaps for another account's bucket": Fault(
        FINANCES_BUCKET,
        across({"SSEAlgorithm": {"Ref": "Which"}}),
        UNDECIDED,
        BOOKS,
        "it is settled at deployment whether alias/aws/s3 encrypts it",
        across({"SSEAlgorithm": "AES256"}),
        template=WHICH,
    ),
    "a key of another region": Fault(
        agreed(permissions=[S3Read("acme-reports", prefixes=["monthly/"], kms_key=KEY_ABROAD)]),
        encrypted(None, KEY_ABROAD),
        REFUTED,
        REPORTS,
        "a key of another region than eu-west-1",
        reports(),
    ),
    # What statements of one's own read
    "a bucket with a key, read by a statement": Fault(
        STATED, encrypted(a_key()), REFUTED, READER_ARN, "kms:Decrypt", encrypted(None)
    ),
    "a table with a key, read by a statement": Fault(
        STATED_ITEMS,
        orders({"SSEEnabled": True, "SSEType": "KMS", "KMSMasterKeyId": {"Fn::GetAtt": ["Key", "Arn"]}}),
        REFUTED,
        READER_ARN,
        "kms:Decrypt",
        orders({}),
    ),
    # What they write
    "a bucket with a key, written by a statement": Fault(
        stated(WRITING_REPORTS), encrypted(a_key()), REFUTED, READER_ARN, "kms:GenerateDataKey", encrypted(None)
    ),
    "a bucket with a key that a statement may only decrypt with, written by another": Fault(
        stated(WRITING_REPORTS, allow("kms:Decrypt", Resource=KEY)),
        encrypted(a_key()),
        REFUTED,
        READER_ARN,
        "kms:GenerateDataKey",
        put(PRODUCTION, Key=a_key()),
    ),
    "a bucket with a disabled key that a statement may use, written by another": Fault(
        stated(WRITING_REPORTS, allow("kms:GenerateDataKey", Resource=KEY)),
        encrypted(a_key(Enabled=False)),
        REFUTED,
        READER_ARN,
        "kms:GenerateDataKey",
        encrypted(a_key()),
    ),
    "a bucket with a key, read and written by a statement that may only write": Fault(
        stated(allow("s3:*", Resource=f"{REPORTS}/*"), allow("kms:GenerateDataKey*", Resource=KEY)),
        encrypted(a_key()),
        REFUTED,
        READER_ARN,
        "kms:Decrypt",
        put(PRODUCTION, Key=a_key()),
    ),
    "a bucket with a key, all but read by a statement": Fault(
        stated({"Effect": "Allow", "NotAction": "s3:GetObject*", "Resource": f"{REPORTS}/*"}),
        encrypted(a_key()),
        REFUTED,
        READER_ARN,
        "kms:GenerateDataKey",
        encrypted(None),
    ),
    "a key that is given at deployment, of a bucket that is written": Fault(
        stated(WRITING_REPORTS),
        encrypted(a_key(), {"Ref": "Which"}),
        UNDECIDED,
        REPORTS,
        "encrypts it, and which key that is is not known",
        encrypted(None),
        WHICH,
    ),
    "a bucket that is perhaps not made, written by a statement": Fault(
        stated(WRITING_REPORTS),
        perhaps_made("Reports"),
        UNDECIDED,
        REPORTS,
        "condition Sometimes is settled at deployment",
        perhaps_made("Reports", "Always"),
        SOMETIMES,
    ),
    **{
        f"a table with a key, {what} by a statement": Fault(
            stated(allow(f"dynamodb:{action}", Resource=ORDERS)),
            orders(BY_ITS_KEY),
            REFUTED,
            READER_ARN,
            "kms:Decrypt",
            orders({}),
        )
        for what, action in (("written", "PutItem"), ("changed", "Update*"), ("told by a language", "PartiQLSelect"))
    },
    "a stream that is not there, read by a statement": Fault(
        agreed(permissions=[RawStatements([allow("dynamodb:GetRecords", Resource=f"{ORDERS}/stream/*")])]),
        orders({}),
        REFUTED,
        ORDERS,
        "it has no /stream/*",
        orders({}, StreamSpecification={"StreamViewType": "NEW_IMAGE"}),
    ),
    "a key that a statement may use, and that is not its bucket's": Fault(
        agreed(permissions=[RawStatements([READING_REPORTS, allow("kms:Decrypt", Resource=KEY_ELSEWHERE)])]),
        encrypted(a_key()),
        REFUTED,
        READER_ARN,
        "kms:Decrypt",
        encrypted(None, KEY_ELSEWHERE),
    ),
    "a bucket key, beside a statement that decrypts objects of a prefix": Fault(
        stated(READING_MONTHLY, decrypting(f"{REPORTS}/monthly/*")),
        encrypted(a_key(), BucketKeyEnabled=True),
        REFUTED,
        READER_ARN,
        "kms:Decrypt",
        encrypted(a_key(), BucketKeyEnabled=False),
    ),
    "a bucket key that is perhaps there, beside a statement that decrypts objects of a prefix": Fault(
        stated(READING_MONTHLY, decrypting(f"{REPORTS}/monthly/*")),
        encrypted(a_key(), BucketKeyEnabled={"Fn::If": ["Sometimes", True, False]}),
        UNDECIDED,
        READER_ARN,
        "has a bucket key is settled at deployment",
        encrypted(a_key(), BucketKeyEnabled={"Fn::If": ["Always", False, True]}),
        template=SOMETIMES,
    ),
    "a bucket key that is perhaps there, beside a statement that decrypts objects of another prefix": Fault(
        stated(READING_MONTHLY, decrypting(f"{REPORTS}/weekly/*")),
        encrypted(a_key(), BucketKeyEnabled={"Fn::If": ["Sometimes", True, False]}),
        REFUTED,
        READER_ARN,
        "kms:Decrypt",
        put(PRODUCTION, Key=a_key()),
        template=SOMETIMES,
    ),
    "a key that is perhaps a bucket's, beside a statement that decrypts for that": Fault(
        stated(READING_MONTHLY, decrypting(REPORTS)),
        encrypted(a_key(), BucketKeyEnabled={"Fn::If": ["Sometimes", True, False]}),
        REFUTED,
        READER_ARN,
        "kms:Decrypt",
        put(PRODUCTION, Key=a_key()),
        template=SOMETIMES,
    ),
    "a bucket key, beside statements that write and encrypt objects of a prefix": Fault(
        stated(WRITING_REPORTS, decrypting(f"{REPORTS}/monthly/*", "kms:GenerateDataKey")),
        encrypted(a_key(), BucketKeyEnabled="true"),
        REFUTED,
        READER_ARN,
        "kms:GenerateDataKey",
        encrypted(a_key()),
    ),
    "objects of another prefix than that which a statement decrypts": Fault(
        stated(READING_MONTHLY, READING_REPORTS, decrypting(f"{REPORTS}/monthly/*")),
        encrypted(a_key()),
        REFUTED,
        READER_ARN,
        "kms:Decrypt",
        put(PRODUCTION, Key=a_key()),
    ),
    "objects that a statement decrypts as a bucket key would be": Fault(
        stated(READING_MONTHLY, decrypting(REPORTS)),
        encrypted(a_key()),
        REFUTED,
        READER_ARN,
        "kms:Decrypt",
        put(PRODUCTION, Key=a_key()),
    ),
    "an access point to all objects, beside a statement that decrypts those of a prefix": Fault(
        stated(
            READING_MONTHLY, allow("s3:GetObject", Resource=f"{POINT}/object/*"), decrypting(f"{REPORTS}/monthly/*")
        ),
        both(encrypted(a_key()), by_a_point),
        REFUTED,
        READER_ARN,
        "kms:Decrypt",
        both(put(PRODUCTION, Key=a_key()), by_a_point),
    ),
    "a bucket with a key, read by an access point": Fault(
        agreed(permissions=[RawStatements([allow("s3:GetObject", Resource=f"{POINT}/object/*")])]),
        both(encrypted(a_key()), by_a_point),
        REFUTED,
        READER_ARN,
        "kms:Decrypt",
        both(encrypted(None), by_a_point),
    ),
    "objects of their writers, read by a statement": Fault(
        STATED,
        reports(OwnershipControls={"Rules": [{"ObjectOwnership": "ObjectWriter"}]}),
        UNDECIDED,
        REPORTS,
        "its object ownership is ObjectWriter",
        reports(OwnershipControls={"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}),
    ),
    "an index that is not there, read by a statement": Fault(
        agreed(permissions=[RawStatements([allow("dynamodb:Query", Resource=f"{ORDERS}/index/by-day")])]),
        orders({}),
        REFUTED,
        ORDERS,
        "it has no /index/by-day",
    ),
    # What they do beside reading and writing, and what they are about by a pattern, promises neither
    "a bucket that a statement lists": Fault(
        agreed(permissions=[RawStatements([allow("s3:ListBucket", Resource=REPORTS)])]),
        moved,
        REFUTED,
        READER_ARN,
        "s3:ListBucket",
        encrypted(a_key()),
    ),
    # Whether it is there
    **{
        f"{what} that is perhaps not made": Fault(
            agreement,
            both(there, perhaps_made(logical_id)),
            UNDECIDED,
            about,
            "condition Sometimes is settled at deployment",
            both(there, perhaps_made(logical_id, "Always")),
            template=SOMETIMES,
        )
        for what, agreement, there, logical_id, about in (
            ("a bucket", agreed(), nothing, "Reports", REPORTS),
            ("a table", ITEMS, orders({}), "Orders", f"arn:aws:dynamodb:eu-west-1:{PRODUCTION}:table/orders"),
            ("a key", DECRYPTING, put(PRODUCTION, Key=a_key()), "Key", KEY),
            ("a bucket where a statement writes", WRITING, nothing, "Reports", REPORTS),
            ("a bucket of which a statement lists", LISTING, nothing, "Reports", REPORTS),
            ("a table where a statement writes", WRITING_ITEMS, orders({}), "Orders", ORDERS),
            ("an access point", BY_ITS_POINT, by_a_point, "Point", POINT),
        )
    },
    # Whether the key can be used
    "a key that is disabled": Fault(
        DECRYPTING, encrypted(a_key(Enabled=False)), REFUTED, READER_ARN, "kms:Decrypt", encrypted(a_key(Enabled=True))
    ),
    "a key that is disabled, in a word": Fault(
        DECRYPTING,
        put(PRODUCTION, Key=a_key(Enabled="false")),
        REFUTED,
        READER_ARN,
        "kms:Decrypt",
        put(PRODUCTION, Key=a_key(Enabled="true")),
    ),
    "a key without a policy that is disabled": Fault(
        DECRYPTING,
        put(PRODUCTION, Key={"Type": "AWS::KMS::Key", "Properties": {"Enabled": False}}),
        REFUTED,
        READER_ARN,
        "kms:Decrypt",
        put(PRODUCTION, Key={"Type": "AWS::KMS::Key", "Properties": {"Enabled": True}}),
    ),
    "a key that is perhaps disabled": Fault(
        DECRYPTING,
        encrypted(a_key(Enabled={"Ref": "Which"})),
        UNDECIDED,
        READER_ARN,
        "is enabled is settled at deployment",
        encrypted(a_key(Enabled="true")),
        WHICH,
    ),
    "a key whose material is brought": Fault(
        DECRYPTING,
        encrypted(a_key(Origin="EXTERNAL")),
        UNDECIDED,
        READER_ARN,
        "comes from elsewhere",
        encrypted(a_key(Origin="AWS_KMS")),
    ),
    # What a bucket's settings take away
    "objects of their writers": Fault(
        agreed(),
        reports(OwnershipControls={"Rules": [{"ObjectOwnership": "ObjectWriter"}]}),
        UNDECIDED,
        REPORTS,
        "its object ownership is ObjectWriter",
        reports(OwnershipControls={"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}),
    ),
    "ownership that is given at deployment": Fault(
        agreed(),
        reports(OwnershipControls={"Rules": [{"ObjectOwnership": {"Ref": "Which"}}]}),
        UNDECIDED,
        REPORTS,
        "its object ownership is ${",
        template=WHICH,
    ),
    "ownership that is not said": Fault(
        agreed(), reports(OwnershipControls={"Rules": []}), UNDECIDED, REPORTS, "its object ownership is not said"
    ),
    "a public policy under Block Public Access": Fault(
        FINANCES_BUCKET,
        across(PublicAccessBlockConfiguration={"RestrictPublicBuckets": True}, public=CERTAINLY),
        REFUTED,
        READER_ARN,
        "s3:GetObject",
        across(PublicAccessBlockConfiguration={"RestrictPublicBuckets": True}),
    ),
    "a policy that is perhaps public under Block Public Access": Fault(
        FINANCES_BUCKET,
        across(PublicAccessBlockConfiguration={"RestrictPublicBuckets": True}, public=PERHAPS),
        UNDECIDED,
        READER_ARN,
        "whether Block Public Access of",
        across(PublicAccessBlockConfiguration={"RestrictPublicBuckets": True}),
    ),
    "a policy for half of all networks under Block Public Access": Fault(
        FINANCES_BUCKET,
        across(PublicAccessBlockConfiguration={"RestrictPublicBuckets": True}, public=HALF_OF_ALL),
        UNDECIDED,
        READER_ARN,
        "whether Block Public Access of",
        across(PublicAccessBlockConfiguration={"RestrictPublicBuckets": True}, public=A_RANGE),
    ),
    "Block Public Access that is given at deployment": Fault(
        FINANCES_BUCKET,
        across(PublicAccessBlockConfiguration={"RestrictPublicBuckets": {"Ref": "Which"}}, public=PERHAPS),
        UNDECIDED,
        READER_ARN,
        "whether Block Public Access of",
        across(PublicAccessBlockConfiguration={"RestrictPublicBuckets": {"Ref": "Which"}}),
        WHICH,
    ),
    # Organization policies
    "a resource control policy that denies": Fault(
        agreed(),
        governed(RESOURCE, PRODUCTION, denying("s3:*", Principal="*")),
        REFUTED,
        READER_ARN,
        "s3:GetObject",
        governed(RESOURCE, PRODUCTION, denying("s3:Delete*", Principal="*")),
    ),
    "a resource control policy that denies entering": Fault(
        agreed(),
        governed(RESOURCE, PRODUCTION, denying("sts:AssumeRole", Principal="*")),
        REFUTED,
        READER_ARN,
        "sts:AssumeRole",
        governed(RESOURCE, STAGING, denying("sts:AssumeRole", Principal="*")),
    ),
    "a service control policy of the trusted account": Fault(
        agreed(),
        governed(SERVICE, STAGING, denying("sts:AssumeRole")),
        REFUTED,
        READER_ARN,
        "sts:AssumeRole",
        governed(SERVICE, PRODUCTION, denying("sts:AssumeRole")),
    ),
    "a service control policy of the trusting account": Fault(
        agreed(),
        governed(SERVICE, PRODUCTION, denying("s3:GetObject")),
        REFUTED,
        READER_ARN,
        "s3:GetObject",
        governed(SERVICE, OTHER, denying("s3:GetObject")),
    ),
    "a service control policy that is a text": Fault(
        agreed(),
        governed(SERVICE, PRODUCTION, json.dumps(denying("s3:*"))),
        REFUTED,
        READER_ARN,
        "s3:GetObject",
        governed("TAG_POLICY", PRODUCTION, json.dumps({"tags": {}})),
    ),
    "a policy of a unit": Fault(
        agreed(),
        governed(SERVICE, "ou-ab12-11111111", denying("s3:*")),
        UNDECIDED,
        READER_ARN,
        "binds account 111111111111 is not known",
        governed(SERVICE, "ou-ab12-11111111", denying("iam:*")),
    ),
    "a policy of the root that deployment names": Fault(
        agreed(),
        governed(SERVICE, {"Ref": "Which"}, denying("s3:*")),
        UNDECIDED,
        READER_ARN,
        "binds account 111111111111 is not known",
        governed(SERVICE, {"Ref": "Which"}, denying("s3:*", Condition=NEVER)),
        WHICH,
    ),
    "a policy that allows only something else": Fault(
        agreed(),
        governed(SERVICE, PRODUCTION, document(allow("ec2:*", Resource="*"))),
        UNDECIDED,
        READER_ARN,
        "allows less than this",
        governed(SERVICE, PRODUCTION, document(allow("*", Resource="*"))),
    ),
    "a policy of a kind that deployment settles": Fault(
        agreed(),
        governed({"Ref": "Which"}, PRODUCTION, denying("s3:*")),
        UNDECIDED,
        READER_ARN,
        "binds account 111111111111 is not known",
        governed("BACKUP_POLICY", PRODUCTION, denying("s3:*")),
        WHICH,
    ),
    "a policy that is not understood": Fault(
        agreed(),
        governed(SERVICE, PRODUCTION, denying("s3:*", Condition={"StringAlmost": {"a:b": "c"}})),
        UNDECIDED,
        READER_ARN,
        "StringAlmost",
    ),
    "a policy whose content deployment settles": Fault(
        agreed(),
        governed(SERVICE, PRODUCTION, {"Ref": "Which"}),
        UNDECIDED,
        READER_ARN,
        "depends on ${Stack111111111111.Which}",
        governed(SERVICE, OTHER, {"Ref": "Which"}),
        WHICH,
    ),
}


@pytest.mark.parametrize("row", FAULTS.values(), ids=FAULTS)
def test_what_does_not_work_is_not_proven(row: Fault, tmp_path: Path) -> None:
    """It is named with what is wrong."""
    world = world_of(row.agreement)
    row.edit(world)

    proof = prove(assembly(tmp_path, world, [row.agreement], **row.template))

    assert proof.answer is row.answer, (proof.counterexamples, proof.undecided)
    if row.answer is UNDECIDED:
        told = [str(each.reason) for each in proof.undecided if str(each.about) == row.about]
    else:
        found = [each for each in proof.counterexamples if each.about == row.about]
        told = [f"{each.detail}{each.steps[-1].request.action if each.steps else ''}" for each in found]
    assert any(row.told in each for each in told), (proof.counterexamples, proof.undecided)


@pytest.mark.parametrize("row", FAULTS.values(), ids=FAULTS)
def test_its_undoing_is_proven(row: Fault, tmp_path: Path) -> None:
    """The twin: without the fault, or settled to what is agreed."""
    world = world_of(row.agreement)
    row.undone(world)

    proof = prove(assembly(tmp_path, world, [row.agreement], **row.template))

    assert proof.answer is Answer.PROVEN, (proof.counterexamples, proof.undecided)


@pytest.mark.parametrize("row", FAULTS.values(), ids=FAULTS)
def test_doctor_says_the_same_of_an_assembly(row: Fault, tmp_path: Path) -> None:
    """Not healthy where the proof refutes or doubts; of its undoing the proof's line is fine."""
    now = datetime(2026, 11, 28, tzinfo=UTC)
    worlds = {"fault": row.edit, "undone": row.undone}
    seen = {}
    for name, edit in worlds.items():
        world = world_of(row.agreement)
        edit(world)
        read = assembly(tmp_path / name, world, [row.agreement], **row.template)
        found = examine(on_paper(row.agreement, read, now)).diagnoses
        seen[name] = {each.state for each in found if each.check == "proof"}

    assert seen["undone"] == {State.FINE}
    wide = row.told == "s3:"  # what is too much keeps nobody out, and is no affair of doctor's
    assert seen["fault"] & {State.WRONG if row.answer is REFUTED else State.OPEN} or wide


@pytest.mark.parametrize(
    ("agreement", "what", "told"),
    [
        pytest.param(FINANCES_BUCKET, BOOKS, "no key encrypts it but an agreed one", id="a bucket"),
        pytest.param(FINANCES_TABLE, FINANCES_ORDERS, "no key encrypts it but an agreed one", id="a table"),
        pytest.param(STATED_ITEMS, ORDERS, "no key encrypts it but an agreed one", id="a table that a statement names"),
        pytest.param(STATED_KEY, KEY_ELSEWHERE, "it is enabled", id="a key that a statement names"),
    ],
)
def test_what_must_work_of_what_is_not_here_is_to_be_checked(
    agreement: Agreement, what: str, told: str, tmp_path: Path
) -> None:
    """Not its policy alone: what no template makes may be encrypted, and a key may be disabled."""
    to_check = prove(assembly(tmp_path, world_of(agreement), [agreement])).to_check

    assert [each.what for each in to_check if each.what.startswith(what) and each.what.endswith(f", and {told}.")]


READS = {
    "a key that the role may use": (DECRYPTING, encrypted(a_key()), "s3:GetObject", True),
    "a key that the role may not use": (agreed(), encrypted(a_key()), "s3:GetObject", False),
    "a key that is disabled": (DECRYPTING, encrypted(a_key(Enabled=False)), "s3:GetObject", False),
    "a key of AWS's own": (agreed(), encrypted(None), "s3:GetObject", None),
    "no key": (agreed(), reports(), "s3:GetObject", None),
    "a list, which is not encrypted": (agreed(), encrypted(a_key()), "s3:ListBucket", None),
}


@pytest.mark.parametrize(("agreement", "edit", "action", "allowed"), READS.values(), ids=READS)
def test_what_a_read_asks_of_the_key(
    agreement: Agreement, edit: Edit, action: str, allowed: bool | None, tmp_path: Path
) -> None:
    """The service's own request, decided like any other."""
    world = world_of(agreement)
    edit(world)
    access = Access(assembly(tmp_path, world, [agreement]))

    asked = decryption(access, Request(session_of_arn(READER_ARN), action, f"{REPORTS}/monthly/a"))

    assert (None if asked is None else access.decide(asked).is_allowed) is allowed


@pytest.mark.parametrize(
    ("by", "why"),
    [
        pytest.param("alias/elsewhere", "which key that is is not known here", id="an alias made elsewhere"),
        pytest.param("alias/aws/s3", "no other account may use", id="a key of AWS's own"),
    ],
)
def test_a_read_whose_key_is_not_known_is_not_decided(by: str, why: str, tmp_path: Path) -> None:
    """Nobody says allowed of it."""
    world = world_of(agreed())
    encrypted(None, by)(world)
    request = Request(session_of_arn(f"arn:aws:iam::{STAGING}:role/other"), "s3:GetObject", f"{REPORTS}/a")

    with pytest.raises(UndecidedError, match=why):
        decryption(Access(assembly(tmp_path, world, [])), request)


def test_what_is_written_by_another_key_than_its_buckets_own_asks_nothing_of_that() -> None:
    """A statement that says how it is encrypted is not about the bucket's own key."""
    asked = {"Condition": {"StringEquals": {"s3:x-amz-server-side-encryption": "AES256"}}}
    agreement = stated({**WRITING_REPORTS, **asked})
    world = world_of(agreement)
    encrypted(a_key())(world)
    assert prove(in_memory(world, [agreement])).answer is Answer.PROVEN


def test_explain_says_that_the_key_refuses(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What is allowed and cannot be read is not just allowed."""
    said = {}
    for name, agreement in (("without", agreed()), ("with", DECRYPTING), ("writing", stated(WRITING_REPORTS))):
        world = world_of(agreement)
        encrypted(a_key())(world)
        assembly(tmp_path / name, world, [agreement])
        action = "s3:PutObject" if name == "writing" else "s3:GetObject"
        asked = ["--caller", READER_ARN, "--action", action, "--resource", f"{REPORTS}/monthly/a"]
        assert main(["explain", "--assembly", str(tmp_path / name), *asked]) == 0
        said[name] = capsys.readouterr().out

    assert said["without"].startswith("ALLOWED, BUT ITS KEY REFUSES:")
    assert said["with"].startswith("ALLOWED: ")
    assert said["writing"].startswith("ALLOWED, BUT ITS KEY REFUSES:")
    assert all("calls kms:Decrypt on" in said[each] for each in ("without", "with"))
    assert "calls kms:GenerateDataKey on" in said["writing"]
