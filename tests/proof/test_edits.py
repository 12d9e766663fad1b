"""What a hand or a pull request changes in templates: refused by name, and proven once it is settled or undone."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import pytest

from tests.proof.open_values import GIVEN, NOTHING, Sections, policy, refusal
from tests.proof.test_worlds import (
    ACROSS,
    CHAINED,
    DECRYPTING,
    FINANCE,
    FINANCES_BUCKET,
    OTHER,
    OWN_ADMINISTRATORS,
    PRODUCTION,
    READER_ARN,
    REPORTS,
    STAGING,
    agreed,
    key,
    of_account,
    put,
    world_of,
)
from tests.proof.world import World, access_point, allow, assembly, bucket, bucket_policy, document, role
from xacct_constructs import Agreement, Network, Safeguards
from xacct_constructs.proof import Answer, prove

Edit = Callable[[World], None]


class Row(NamedTuple):
    """One change, what names it, and its twin."""

    opened: Edit
    settled: Edit
    named: str
    """The logical ID that the refusal names."""
    opened_with: Sections = MappingProxyType({})
    settled_with: Sections = MappingProxyType({})
    agreement: Agreement = agreed()
    answer: Answer = Answer.UNDECIDED


KEEPER = f"arn:aws:iam::{PRODUCTION}:role/keeper"
WIDE, NO_ENTRY = allow("s3:*", Resource="*"), {"Effect": "Deny", "Action": "sts:*", "Resource": "*"}
MANAGED = f"arn:aws:iam::{PRODUCTION}:policy/"
PARAMETER: Sections = {"Parameters": {"Given": {"Type": "String"}}}
LISTED: Sections = {"Parameters": {"Given": {"Type": "CommaDelimitedList"}}}
OPEN = {**PARAMETER, "Conditions": {"Chosen": {"Fn::Equals": [GIVEN, "yes"]}}}
YES = {"Conditions": {"Chosen": {"Fn::Equals": ["yes", "yes"]}}}
NO = {"Conditions": {"Chosen": {"Fn::Equals": ["yes", "no"]}}}
ELSEWHERE = {"Fn::ImportValue": "elsewhere"}
CUSTOM = {"Fn::GetAtt": ["Custom", "Value"]}
A_CUSTOM = put(
    PRODUCTION,
    Custom={
        "Type": "Custom::Value",
        "Properties": {"ServiceToken": f"arn:aws:lambda:eu-west-1:{PRODUCTION}:function:provider"},
    },
)


def given(value: Any, kind: str = "String") -> Sections:
    """The parameter with a default."""
    return {"Parameters": {"Given": {"Type": kind, "Default": value}}}


def handed(value: Any) -> Sections:
    """An output that is exported as what is imported."""
    return {"Outputs": {"Handed": {"Value": value, "Export": {"Name": "elsewhere"}}}}


def by(yes: Any, no: Any = NOTHING) -> dict[str, Any]:
    """One or the other, as the condition holds."""
    return {"Fn::If": ["Chosen", yes, no]}


def both(*edits: Edit) -> Edit:
    """One edit after the other."""

    def edit(world: World) -> None:
        for each in edits:
            each(world)

    return edit


def change(account: str, logical_id: str, **properties: Any) -> Edit:
    """Other properties of a resource."""
    return lambda world: world[account][logical_id]["Properties"].update(properties)


def on_condition(account: str, logical_id: str) -> Edit:
    """The resource is made where the condition holds."""
    return lambda world: world[account][logical_id].update(Condition="Chosen")


def trusting(**elements: Any) -> Edit:
    """Other elements of the reader's trust."""
    return lambda world: _trust(world).update(elements)


def trusting_on(operator: str, condition_key: str, value: Any) -> Edit:
    """Another value of one of the trust's conditions."""
    return lambda world: _trust(world)["Condition"][operator].update({condition_key: value})


def _trust(world: World) -> dict[str, Any]:
    found: dict[str, Any] = world[PRODUCTION]["ReaderResource"]["Properties"]["AssumeRolePolicyDocument"]["Statement"][
        0
    ]
    return found


def reader(**properties: Any) -> Edit:
    """Other properties of the agreed role."""
    return change(PRODUCTION, "ReaderResource", **properties)


def alice(**properties: Any) -> Edit:
    """Other properties of the trusted user."""
    return change(STAGING, "AliceResource", **properties)


def added(kind: str, *statements: Mapping[str, Any], account: str = PRODUCTION, **said: Any) -> Edit:
    """A policy more."""
    return put(account, Added=policy(kind, "added", *statements, **said))


def of_reports(*statements: Mapping[str, Any]) -> Edit:
    """The bucket's policy."""
    return put(PRODUCTION, Added=bucket_policy("acme-reports", *statements))


def denying(**elements: Any) -> Edit:
    """A bucket policy with one deny."""
    return of_reports({"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": f"{REPORTS}/*", **elements})


def letting(principal: Any, **elements: Any) -> Edit:
    """A bucket policy that lets somebody read."""
    return of_reports({**allow("s3:GetObject", Resource=f"{REPORTS}/*", **elements), "Principal": principal})


def a_role(trust: Mapping[str, Any], *statements: Mapping[str, Any], account: str = PRODUCTION) -> Edit:
    """A role that no agreement speaks of."""
    return put(account, Added=role("added", trust, *statements))


def in_groups(*names: str) -> Edit:
    """Groups of the trusted account."""
    groups = {f"Group{each.title()}": {"Type": "AWS::IAM::Group", "Properties": {"GroupName": each}} for each in names}
    return put(STAGING, **groups)


def books(where: Any, account: str = FINANCE) -> Edit:
    """Finance's bucket, whose policy lets the reader in, in an account's stack."""
    arn = "arn:aws:s3:::acme-books"
    statements = [
        allow(action, **of_account(PRODUCTION), Resource=on, Condition=ACROSS)
        for action, on in (("s3:GetObject", f"{arn}/*"), ("s3:ListBucket", arn), ("s3:GetBucketLocation", arn))
    ]
    return both(put(FINANCE, Books=bucket("acme-books")), put(account, Added=bucket_policy(where, *statements)))


def the_key(*statements: Any, **said: Any) -> Edit:
    """The key that the agreement names."""
    made = key(OWN_ADMINISTRATORS, *statements)
    made["Properties"] |= said
    return put(PRODUCTION, Key=made)


def under(**safeguards: Any) -> Agreement:
    """The story's agreement under safeguards."""
    return agreed(safeguards=Safeguards(**safeguards))


def made_twice(world: World) -> None:
    """The agreed role under a second logical ID."""
    world[PRODUCTION]["Added"] = world[PRODUCTION]["ReaderResource"]


def through(principal: Any, of: Any = "acme-reports") -> Edit:
    """An access point that lets somebody read what is agreed on, and a bucket policy that leaves it to that."""
    objects = f"arn:aws:s3:eu-west-1:{PRODUCTION}:accesspoint/added/object/monthly/*"
    let = {"Effect": "Allow", "Principal": principal, "Action": "s3:GetObject", "Resource": objects}
    left = {"StringEquals": {"s3:DataAccessPointAccount": PRODUCTION}}
    leaving = allow("s3:*", AWS="*", Resource=[REPORTS, f"{REPORTS}/*"], Condition=left)
    return put(PRODUCTION, Added=access_point("added", of, let), Leaving=bucket_policy("acme-reports", leaving))


READER_AS_AGREED = {"AWS": READER_ARN}
STAFF = both(in_groups("staff", "others"), alice(Groups=["staff"]))
BOB = put(STAGING, Bob={"Type": "AWS::IAM::User", "Properties": {"UserName": "bob"}})
NO_ENTRY_FOR_STAFF = put(STAGING, Shut=policy("GroupPolicy", "shut", NO_ENTRY, GroupName="staff"))
JOINS = {"Type": "AWS::IAM::UserToGroupAddition", "Properties": {"GroupName": "staff", "Users": ["alice"]}}
AWS_ADMINISTRATORS = "arn:aws:iam::aws:policy/AdministratorAccess"
AGREED_AGAIN = allow(
    "s3:GetObject", Resource=f"{REPORTS}/monthly/*", Condition={"StringEquals": {"aws:ResourceAccount": PRODUCTION}}
)
NARROW = put(PRODUCTION, Narrow=policy("ManagedPolicy", "narrow", AGREED_AGAIN))
HOURLY, UNTIL = timedelta(hours=1), datetime(2027, 1, 1, tzinfo=UTC)
RANGE = "203.0.113.0/24"

ROWS = {
    # Whose a policy is
    "a managed policy whose role is a parameter": Row(
        added("ManagedPolicy", WIDE, Roles=[GIVEN]),
        added("ManagedPolicy", WIDE, Roles=[GIVEN]),
        "Added",
        PARAMETER,
        given("keeper"),
    ),
    "a managed policy whose roles are a list by parameter": Row(
        added("ManagedPolicy", WIDE, Roles=GIVEN),
        added("ManagedPolicy", WIDE, Roles=GIVEN),
        "Added",
        LISTED,
        given("keeper,porter", "CommaDelimitedList"),
    ),
    "a policy whose role is imported": Row(
        added("Policy", WIDE, Roles=[ELSEWHERE]),
        added("Policy", WIDE, Roles=[ELSEWHERE]),
        "Added",
        {},
        handed("keeper"),
    ),
    "a policy whose roles stand on a condition": Row(
        added("Policy", WIDE, Roles=by(["reader"], ["keeper"])),
        added("Policy", WIDE, Roles=by(["keeper"], ["keeper"])),
        "Added",
        OPEN,
        OPEN,
    ),
    "a policy of which one role stands on a condition": Row(
        added("Policy", WIDE, Roles=["keeper", by("reader")]),
        added("Policy", WIDE, Roles=["keeper", by("reader")]),
        "Added",
        OPEN,
        NO,
    ),
    "a role's policy whose role is a custom resource's": Row(
        both(A_CUSTOM, added("RolePolicy", WIDE, RoleName=CUSTOM)),
        both(A_CUSTOM, added("RolePolicy", WIDE, RoleName="keeper")),
        "Added",
    ),
    "a role's policy whose role is half a name": Row(
        added("RolePolicy", WIDE, RoleName={"Fn::Sub": "re${Given}"}),
        added("RolePolicy", WIDE, RoleName={"Fn::Sub": "kee${Given}"}),
        "Added",
        PARAMETER,
        PARAMETER,
    ),
    "a deny whose user is a parameter": Row(
        both(BOB, added("Policy", NO_ENTRY, account=STAGING, Users=[GIVEN])),
        both(BOB, added("Policy", NO_ENTRY, account=STAGING, Users=[GIVEN])),
        "Added",
        PARAMETER,
        given("bob"),
    ),
    "a user's policy whose user is read at deployment": Row(
        both(BOB, added("UserPolicy", NO_ENTRY, account=STAGING, UserName="{{resolve:ssm:/who}}")),
        both(BOB, added("UserPolicy", NO_ENTRY, account=STAGING, UserName="bob")),
        "Added",
    ),
    "a deny whose group is a parameter": Row(
        both(STAFF, added("ManagedPolicy", NO_ENTRY, account=STAGING, Groups=[GIVEN])),
        both(STAFF, added("ManagedPolicy", NO_ENTRY, account=STAGING, Groups=[GIVEN])),
        "Added",
        PARAMETER,
        given("others"),
    ),
    "a group's policy whose group is imported": Row(
        both(STAFF, added("GroupPolicy", NO_ENTRY, account=STAGING, GroupName=ELSEWHERE)),
        both(STAFF, added("GroupPolicy", NO_ENTRY, account=STAGING, GroupName=ELSEWHERE)),
        "Added",
        {},
        handed("others"),
    ),
    "a user who joins a denied group by condition": Row(
        both(in_groups("staff"), NO_ENTRY_FOR_STAFF, put(STAGING, Added={**JOINS, "Condition": "Chosen"})),
        both(in_groups("staff"), NO_ENTRY_FOR_STAFF, put(STAGING, Added={**JOINS, "Condition": "Chosen"})),
        "Added",
        OPEN,
        NO,
    ),
    "a denied group whose members are a list by parameter": Row(
        both(
            BOB,
            in_groups("staff"),
            NO_ENTRY_FOR_STAFF,
            put(STAGING, Added=JOINS),
            change(STAGING, "Added", Users=GIVEN),
        ),
        both(
            BOB,
            in_groups("staff"),
            NO_ENTRY_FOR_STAFF,
            put(STAGING, Added=JOINS),
            change(STAGING, "Added", Users=GIVEN),
        ),
        "Added",
        LISTED,
        given("bob", "CommaDelimitedList"),
    ),
    "a user whose groups stand on a condition": Row(
        both(in_groups("staff", "others"), NO_ENTRY_FOR_STAFF, alice(Groups=by(["staff"], ["others"]))),
        both(in_groups("staff", "others"), NO_ENTRY_FOR_STAFF, alice(Groups=by(["others"], ["others"]))),
        "AliceResource",
        OPEN,
        OPEN,
    ),
    # What is attached
    "AWS's administrators by condition": Row(
        reader(ManagedPolicyArns=[by(AWS_ADMINISTRATORS)]),
        reader(ManagedPolicyArns=[by(AWS_ADMINISTRATORS)]),
        "ReaderResource",
        OPEN,
        NO,
    ),
    "a managed policy by parameter": Row(
        both(NARROW, reader(ManagedPolicyArns=[GIVEN])),
        both(NARROW, reader(ManagedPolicyArns=[GIVEN])),
        "ReaderResource",
        PARAMETER,
        given(f"{MANAGED}narrow"),
    ),
    "managed policies by a list parameter": Row(
        both(NARROW, reader(ManagedPolicyArns=GIVEN)),
        both(NARROW, reader(ManagedPolicyArns=GIVEN)),
        "ReaderResource",
        LISTED,
        given(f"{MANAGED}narrow", "List<String>"),
    ),
    "a managed policy by reference, on a condition": Row(
        both(
            put(PRODUCTION, Broad=policy("ManagedPolicy", "broad", WIDE)),
            reader(ManagedPolicyArns=[by({"Ref": "Broad"})]),
        ),
        both(NARROW, reader(ManagedPolicyArns=[by({"Ref": "Narrow"})])),
        "ReaderResource",
        OPEN,
        OPEN,
    ),
    "a managed policy of the group by import": Row(
        both(STAFF, change(STAGING, "GroupStaff", ManagedPolicyArns=[ELSEWHERE])),
        both(
            STAFF,
            change(STAGING, "GroupStaff", ManagedPolicyArns=[{"Ref": "Added"}]),
            added("ManagedPolicy", WIDE, account=STAGING),
        ),
        "GroupStaff",
    ),
    "a boundary by condition that excludes what is agreed": Row(
        both(
            put(PRODUCTION, Bounds=policy("ManagedPolicy", "bounds", allow("ec2:*", Resource="*"))),
            reader(PermissionsBoundary=by({"Ref": "Bounds"})),
        ),
        both(
            put(PRODUCTION, Bounds=policy("ManagedPolicy", "bounds", WIDE)),
            reader(PermissionsBoundary=by({"Ref": "Bounds"}, {"Ref": "Bounds"})),
        ),
        "ReaderResource",
        OPEN,
        OPEN,
    ),
    "the user's boundary by parameter": Row(
        alice(PermissionsBoundary=GIVEN),
        both(
            put(STAGING, Bounds=policy("ManagedPolicy", "bounds", allow("sts:*", Resource="*"))),
            alice(PermissionsBoundary=GIVEN),
        ),
        "AliceResource",
        PARAMETER,
        given(f"arn:aws:iam::{STAGING}:policy/bounds"),
    ),
    "a boundary whose document stands on a condition": Row(
        both(
            put(PRODUCTION, Bounds=policy("ManagedPolicy", "bounds", by(WIDE, NO_ENTRY))),
            reader(PermissionsBoundary={"Ref": "Bounds"}),
        ),
        both(
            put(PRODUCTION, Bounds=policy("ManagedPolicy", "bounds", by(WIDE, WIDE))),
            reader(PermissionsBoundary={"Ref": "Bounds"}),
        ),
        "Bounds",
        OPEN,
        OPEN,
    ),
    # Properties
    "the longest session by parameter": Row(
        reader(MaxSessionDuration=GIVEN),
        reader(MaxSessionDuration=GIVEN),
        "ReaderResource",
        PARAMETER,
        given(3600, "Number"),
    ),
    "the longest session by condition": Row(
        reader(MaxSessionDuration=by(43200)), reader(MaxSessionDuration=by(3600, 3600)), "ReaderResource", OPEN, OPEN
    ),
    "the role's path by parameter": Row(
        reader(Path=GIVEN), reader(Path=GIVEN), "ReaderResource", PARAMETER, given("/")
    ),
    "an access control list by condition": Row(
        change(PRODUCTION, "Reports", AccessControl=by("PublicRead", "Private")),
        change(PRODUCTION, "Reports", AccessControl=by("Private", "Private")),
        "Reports",
        OPEN,
        OPEN,
    ),
    "an access control list by parameter": Row(
        change(PRODUCTION, "Reports", AccessControl=GIVEN),
        change(PRODUCTION, "Reports", AccessControl=GIVEN),
        "Reports",
        PARAMETER,
        given("Private"),
    ),
    "an access control list by parameter of some values": Row(
        change(PRODUCTION, "Reports", AccessControl=GIVEN),
        change(PRODUCTION, "Reports", AccessControl=GIVEN),
        "Reports",
        {"Parameters": {"Given": {"Type": "String", "AllowedValues": ["Private", "PublicReadWrite"]}}},
        {"Parameters": {"Given": {"Type": "String", "AllowedValues": ["Private"]}}},
    ),
    "a key that may be disabled": Row(
        the_key(Enabled=GIVEN), the_key(Enabled=GIVEN), "Key", PARAMETER, given("true"), DECRYPTING
    ),
    "a key that is disabled": Row(
        the_key(Enabled=False), the_key(Enabled=True), "Key", agreement=DECRYPTING, answer=Answer.REFUTED
    ),
    "a loop among the bucket's properties": Row(
        change(PRODUCTION, "Reports", **{"Fn::ForEach::Tags": ["Name", ["a"], {"${Name}": "b"}]}),
        change(PRODUCTION, "Reports", Tags=[{"Key": "a", "Value": "b"}]),
        "Reports",
    ),
    "an include among the role's properties": Row(
        reader(**{"Fn::Transform": {"Name": "AWS::Include", "Parameters": {"Location": "s3://acme/role.yaml"}}}),
        reader(Description="as it was included"),
        "ReaderResource",
    ),
    # What is made
    "the role on a condition": Row(
        on_condition(PRODUCTION, "ReaderResource"),
        on_condition(PRODUCTION, "ReaderResource"),
        "ReaderResource",
        OPEN,
        YES,
    ),
    "the user on a condition": Row(
        on_condition(STAGING, "AliceResource"), on_condition(STAGING, "AliceResource"), "AliceResource", OPEN, YES
    ),
    "a deny on a condition": Row(
        both(denying(), on_condition(PRODUCTION, "Added")),
        both(denying(), on_condition(PRODUCTION, "Added")),
        "Added",
        OPEN,
        NO,
    ),
    "an open role on a condition": Row(
        both(a_role(of_account(OTHER), allow("s3:GetObject", Resource="*")), on_condition(PRODUCTION, "Added")),
        both(a_role(of_account(OTHER), allow("s3:GetObject", Resource="*")), on_condition(PRODUCTION, "Added")),
        "Added",
        OPEN,
        NO,
    ),
    "two roles of one name": Row(
        made_twice,
        put(PRODUCTION, Added=role("porter", of_account(PRODUCTION))),
        "Added",
    ),
    "two roles of one name in another case": Row(
        put(PRODUCTION, Added=role("READER", of_account(PRODUCTION))),
        put(OTHER, Added=role("READER", of_account(PRODUCTION))),
        "Added",
        answer=Answer.REFUTED,
    ),
    "two users of one name": Row(
        put(STAGING, Added={"Type": "AWS::IAM::User", "Properties": {"UserName": "alice"}}),
        put(STAGING, Added={"Type": "AWS::IAM::User", "Properties": {"UserName": "alicia"}}),
        "Added",
    ),
    "two inline policies of one name": Row(
        put(PRODUCTION, Added=policy("Policy", "permissions", AGREED_AGAIN, Roles=["reader"])),
        put(PRODUCTION, Added=policy("Policy", "others", AGREED_AGAIN, Roles=["reader"])),
        "Added",
    ),
    "two role policies of one name": Row(
        both(
            added("RolePolicy", AGREED_AGAIN, RoleName="reader"),
            put(PRODUCTION, More=policy("RolePolicy", "added", AGREED_AGAIN, RoleName="reader")),
        ),
        both(
            added("RolePolicy", AGREED_AGAIN, RoleName="reader"),
            put(PRODUCTION, More=policy("RolePolicy", "more", AGREED_AGAIN, RoleName="reader")),
        ),
        "More",
    ),
    "two inline policies of a user under one name": Row(
        put(STAGING, Added=policy("UserPolicy", "assume-roles", WIDE, UserName="alice")),
        put(STAGING, Added=policy("UserPolicy", "others", WIDE, UserName="alice")),
        "Added",
    ),
    "two policies of one bucket": Row(
        both(
            letting({"AWS": KEEPER}),
            put(
                PRODUCTION,
                More=bucket_policy("acme-reports", allow("s3:GetObject", AWS=KEEPER, Resource=f"{REPORTS}/*")),
            ),
        ),
        both(
            letting({"AWS": KEEPER}),
            put(
                PRODUCTION,
                Second=bucket("acme-more"),
                More=bucket_policy("acme-more", allow("s3:GetObject", AWS=KEEPER, Resource="arn:aws:s3:::acme-more/*")),
            ),
        ),
        "More",
    ),
    "two buckets of one name": Row(
        put(PRODUCTION, Added=bucket("acme-reports")), put(PRODUCTION, Added=bucket("acme-more")), "Added"
    ),
    "an open role in a stack of no account": Row(
        put("unknown-account", Added=role("added", of_account(OTHER))),
        put("unknown-account", Added=role("added", {"Principal": {"Service": "lambda.amazonaws.com"}})),
        "Added",
    ),
    "an open bucket policy in a stack of no account": Row(
        put(
            "unknown-account",
            Added=bucket_policy("acme-reports", allow("s3:GetObject", AWS="*", Resource=f"{REPORTS}/*")),
        ),
        put(
            "unknown-account",
            Added=bucket_policy(
                "acme-reports",
                {
                    **allow(
                        "s3:GetObject",
                        AWS="*",
                        Resource=f"{REPORTS}/*",
                        Condition={"Bool": {"aws:SecureTransport": "false"}},
                    ),
                    "Effect": "Deny",
                },
            ),
        ),
        "Added",
    ),
    # Who is let in
    "another role's principal by parameter": Row(
        a_role({"AWS": GIVEN}), a_role({"AWS": GIVEN}), "Added", PARAMETER, given(KEEPER)
    ),
    "another role's principal by account and parameter": Row(
        a_role({"AWS": {"Fn::Sub": "arn:${AWS::Partition}:iam::${Given}:root"}}),
        a_role({"AWS": {"Fn::Sub": "arn:${AWS::Partition}:iam::${AWS::AccountId}:root"}}),
        "Added",
        PARAMETER,
    ),
    "another role's provider by parameter": Row(
        a_role({"Principal": {"Federated": GIVEN}}),
        a_role({"Principal": {"Service": "ecs-tasks.amazonaws.com"}}),
        "Added",
        PARAMETER,
    ),
    "another role's principals by a list parameter": Row(
        a_role({"AWS": GIVEN}),
        a_role({"AWS": GIVEN}),
        "Added",
        LISTED,
        given(f"{KEEPER},{PRODUCTION}", "CommaDelimitedList"),
    ),
    "a principal by its unique ID": Row(letting({"AWS": "AROAJQABLZS4A3QDU576Q"}), letting({"AWS": KEEPER}), "Added"),
    "a principal made of the stack's ID": Row(
        a_role({"AWS": {"Ref": "AWS::StackId"}}), a_role({"AWS": {"Ref": "AWS::AccountId"}}), "Added"
    ),
    "a principal made of a part of the stack's ID": Row(
        letting({"AWS": {"Fn::Select": [4, {"Fn::Split": [":", {"Ref": "AWS::StackId"}]}]}}),
        letting({"AWS": {"Fn::Select": [4, {"Fn::Split": [":", KEEPER]}]}}),
        "Added",
    ),
    "a principal that is no ARN": Row(letting({"AWS": "arn:aws:iam"}), letting({"AWS": KEEPER}), "Added"),
    "a canonical user by parameter": Row(
        letting({"CanonicalUser": GIVEN}), letting({"AWS": GIVEN}), "Added", PARAMETER, given(KEEPER)
    ),
    "an account as a number": Row(
        trusting(Principal={"AWS": int(OTHER)}),
        trusting(Principal={"AWS": int(STAGING)}),
        "ReaderResource",
        answer=Answer.REFUTED,
    ),
    "an origin access identity": Row(
        letting({"AWS": "arn:aws:iam::cloudfront:user/CloudFront Origin Access Identity E1ABCDEFGHIJKL"}),
        letting({"AWS": KEEPER}),
        "Added",
        answer=Answer.REFUTED,
    ),
    "a service for any account": Row(
        letting({"Service": "macie.amazonaws.com"}),
        letting({"Service": "macie.amazonaws.com"}, Condition={"StringEquals": {"aws:SourceAccount": PRODUCTION}}),
        "Added",
        answer=Answer.REFUTED,
    ),
    "a service for a third account's job": Row(
        letting(
            {"Service": "macie.amazonaws.com"},
            Condition={"StringEquals": {"aws:SourceArn": f"arn:aws:macie2:eu-west-1:{OTHER}:classification-job/1"}},
        ),
        letting(
            {"Service": "macie.amazonaws.com"},
            Condition={
                "StringEquals": {"aws:SourceArn": f"arn:aws:macie2:eu-west-1:{PRODUCTION}:classification-job/1"}
            },
        ),
        "Added",
        answer=Answer.REFUTED,
    ),
    "a service for an account by parameter": Row(
        letting({"Service": "macie.amazonaws.com"}, Condition={"StringEquals": {"aws:SourceAccount": GIVEN}}),
        letting({"Service": "macie.amazonaws.com"}, Condition={"StringEquals": {"aws:SourceAccount": GIVEN}}),
        "Added",
        PARAMETER,
        given(PRODUCTION),
    ),
    "a key that an account by parameter uses": Row(
        the_key(allow("kms:Decrypt", AWS=GIVEN, Resource="*")),
        the_key(allow("kms:Decrypt", AWS=GIVEN, Resource="*")),
        "Key",
        PARAMETER,
        given(KEEPER),
        DECRYPTING,
    ),
    "a key whose second statement stands on a condition": Row(
        the_key(by({**allow("kms:Decrypt", AWS=READER_ARN, Resource="*"), "Effect": "Deny"})),
        the_key(by({**allow("kms:Decrypt", AWS=READER_ARN, Resource="*"), "Effect": "Deny"})),
        "Key",
        OPEN,
        NO,
        DECRYPTING,
    ),
    "the trust of the trusted role by parameter": Row(
        change(STAGING, "MailerResource", AssumeRolePolicyDocument=document(allow("sts:AssumeRole", AWS=GIVEN))),
        change(STAGING, "MailerResource", AssumeRolePolicyDocument=document(allow("sts:AssumeRole", AWS=GIVEN))),
        "MailerResource",
        PARAMETER,
        given(STAGING),
        CHAINED,
    ),
    "a third account in the trust of the trusted role, by condition": Row(
        change(
            STAGING,
            "MailerResource",
            AssumeRolePolicyDocument=document(allow("sts:AssumeRole", AWS=by(OTHER, STAGING))),
        ),
        change(
            STAGING,
            "MailerResource",
            AssumeRolePolicyDocument=document(allow("sts:AssumeRole", AWS=by(STAGING, STAGING))),
        ),
        "MailerResource",
        OPEN,
        OPEN,
        CHAINED,
    ),
    # Another account's bucket
    "another account's bucket policy whose bucket is a parameter": Row(
        books(GIVEN), books(GIVEN), "Added", PARAMETER, given("acme-books"), FINANCES_BUCKET
    ),
    "another account's bucket policy whose bucket stands on a condition": Row(
        books(by("acme-books", "acme-more")),
        books(by("acme-books", {"Ref": "Books"})),
        "Added",
        OPEN,
        OPEN,
        FINANCES_BUCKET,
    ),
    "another account's bucket policy in a stack of a third account": Row(
        books("acme-books", OTHER), books("acme-books"), "Added", agreement=FINANCES_BUCKET
    ),
    "another account's bucket policy in a stack of no account": Row(
        books("acme-books", "unknown-account"), books("acme-books"), "Added", agreement=FINANCES_BUCKET
    ),
    "another account's bucket policy on a condition": Row(
        both(books("acme-books"), on_condition(FINANCE, "Added")),
        both(books("acme-books"), on_condition(FINANCE, "Added")),
        "Added",
        OPEN,
        YES,
        FINANCES_BUCKET,
    ),
    # Denies
    "a deny of all but some actions": Row(
        denying(NotAction=["s3:PutObject", GIVEN], Action=NOTHING),
        denying(NotAction=["s3:PutObject", GIVEN], Action=NOTHING),
        "Added",
        PARAMETER,
        given("s3:GetObject"),
    ),
    "a deny of all but what a parameter names": Row(
        denying(NotAction=GIVEN, Action=NOTHING),
        denying(NotAction=GIVEN, Action=NOTHING),
        "Added",
        PARAMETER,
        given("s3:GetObject"),
    ),
    "a deny outside a place by parameter": Row(
        denying(Action="s3:GetObject", NotResource=GIVEN, Resource=NOTHING),
        denying(Action="s3:GetObject", NotResource=GIVEN, Resource=NOTHING),
        "Added",
        PARAMETER,
        given(f"{REPORTS}/monthly/*"),
    ),
    "a deny of a place by import": Row(
        denying(Resource=ELSEWHERE), denying(Resource=ELSEWHERE), "Added", {}, handed(f"{REPORTS}/private/*")
    ),
    "a deny that spares whom a secret names": Row(
        denying(Condition={"ArnNotEquals": {"aws:PrincipalArn": "{{resolve:secretsmanager:who}}"}}),
        denying(Condition={"ArnNotEquals": {"aws:PrincipalArn": READER_ARN}}),
        "Added",
    ),
    "a deny that spares a custom resource's role": Row(
        both(A_CUSTOM, denying(Condition={"StringNotEquals": {"aws:PrincipalArn": CUSTOM}})),
        both(A_CUSTOM, denying(Condition={"StringNotEquals": {"aws:PrincipalArn": READER_ARN}})),
        "Added",
    ),
    "a deny whose condition stands on a condition": Row(
        denying(Condition=by({"Bool": {"aws:SecureTransport": "false"}})),
        denying(Condition=by({"Bool": {"aws:SecureTransport": "false"}}, {"Bool": {"aws:SecureTransport": "false"}})),
        "Added",
        OPEN,
        OPEN,
    ),
    "a deny by a null of a parameter": Row(
        denying(Condition={"Null": {"aws:PrincipalArn": GIVEN}}),
        denying(Condition={"Null": {"aws:PrincipalArn": GIVEN}}),
        "Added",
        PARAMETER,
        given("true"),
    ),
    "a deny of everybody but some": Row(
        denying(Principal=NOTHING, NotPrincipal={"AWS": [GIVEN]}, Action="s3:GetObject"),
        denying(Principal={"AWS": [GIVEN]}, Action="s3:GetObject"),
        "Added",
        PARAMETER,
        given(f"arn:aws:iam::{OTHER}:root"),
    ),
    "a deny whose effect is a parameter": Row(
        denying(Effect=GIVEN), both(denying(Effect=GIVEN, Action="s3:PutObject")), "Added", PARAMETER, given("Deny")
    ),
    "a deny whose operator stands on a condition": Row(
        denying(Condition={"Bool": by({"aws:SecureTransport": "false"}, {"aws:SecureTransport": "true"})}),
        denying(Condition={"Bool": by({"aws:SecureTransport": "false"}, {"aws:SecureTransport": "false"})}),
        "Added",
        OPEN,
        OPEN,
    ),
    "a deny for sessions by a role's unique ID": Row(
        denying(Condition={"StringNotLike": {"aws:userid": "AROAJQABLZS4A3QDU576Q:*"}}),
        denying(Condition={"ArnNotEquals": {"aws:PrincipalArn": READER_ARN}}),
        "Added",
    ),
    # Safeguards
    "the age of the sign-in by parameter": Row(
        trusting_on("NumericLessThan", "aws:MultiFactorAuthAge", GIVEN),
        trusting_on("NumericLessThan", "aws:MultiFactorAuthAge", GIVEN),
        "ReaderResource",
        PARAMETER,
        given("3600"),
        under(mfa=True, mfa_max_age=HOURLY),
    ),
    "the sign-in with MFA by condition": Row(
        trusting_on("Bool", "aws:MultiFactorAuthPresent", by("true", "false")),
        trusting_on("Bool", "aws:MultiFactorAuthPresent", by("true", "true")),
        "ReaderResource",
        OPEN,
        OPEN,
        under(mfa=True),
    ),
    "the end of the access by parameter": Row(
        trusting_on("DateLessThan", "aws:CurrentTime", GIVEN),
        trusting_on("DateLessThan", "aws:CurrentTime", GIVEN),
        "ReaderResource",
        PARAMETER,
        given("2027-01-01T00:00:00Z"),
        under(expiry=UNTIL),
    ),
    "the range of addresses by parameter": Row(
        trusting_on("IpAddress", "aws:SourceIp", [GIVEN]),
        trusting_on("IpAddress", "aws:SourceIp", [GIVEN]),
        "ReaderResource",
        PARAMETER,
        given(RANGE),
        under(assume_from=Network(ip_ranges=[RANGE])),
    ),
    "the ranges of addresses by a list parameter": Row(
        trusting_on("IpAddress", "aws:SourceIp", GIVEN),
        trusting_on("IpAddress", "aws:SourceIp", GIVEN),
        "ReaderResource",
        LISTED,
        given(RANGE, "CommaDelimitedList"),
        under(assume_from=Network(ip_ranges=[RANGE])),
    ),
    "the organization by import": Row(
        trusting_on("StringEquals", "aws:PrincipalOrgID", ELSEWHERE),
        trusting_on("StringEquals", "aws:PrincipalOrgID", ELSEWHERE),
        "ReaderResource",
        {},
        handed("o-a1b2c3d4e5"),
        under(organization_id="o-a1b2c3d4e5"),
    ),
    "a trust of the older version that has a variable": Row(
        lambda world: world[PRODUCTION]["ReaderResource"]["Properties"]["AssumeRolePolicyDocument"].update(
            Version="2008-10-17"
        ),
        lambda world: world[PRODUCTION]["ReaderResource"]["Properties"]["AssumeRolePolicyDocument"].update(
            Version={"Fn::Join": ["-", ["2012", "10", "17"]]}
        ),
        "ReaderResource",
        agreement=under(session_name_is_user_name=True),
        answer=Answer.REFUTED,
    ),
    # Templates
    "an access point that lets in a stranger": Row(
        through(of_account(OTHER)), through(READER_AS_AGREED), "Added", answer=Answer.REFUTED
    ),
    "an access point that lets in an import": Row(
        through({"AWS": ELSEWHERE}), through({"AWS": ELSEWHERE}), "Added", settled_with=handed(READER_ARN)
    ),
    "an access point of a bucket by parameter": Row(
        through(of_account(OTHER), GIVEN), through(of_account(OTHER), GIVEN), "Added", PARAMETER, given("acme-other")
    ),
    "a macro over the template": Row(
        put(PRODUCTION, Added=bucket("acme-more")),
        put(PRODUCTION, Added=bucket("acme-more")),
        "Transform",
        {"Transform": ["AcmeMacro"]},
        {"Transform": ["AWS::LanguageExtensions"]},
    ),
    "a stack set": Row(
        put(
            PRODUCTION,
            Added={
                "Type": "AWS::CloudFormation::StackSet",
                "Properties": {
                    "TemplateURL": "https://example.com/a.json",
                    "StackInstancesGroup": [
                        {"DeploymentTargets": {"Accounts": [PRODUCTION]}, "Regions": ["eu-west-1"]}
                    ],
                },
            },
        ),
        put(
            OTHER,
            Added={
                "Type": "AWS::CloudFormation::StackSet",
                "Properties": {
                    "TemplateURL": "https://example.com/a.json",
                    "StackInstancesGroup": [{"DeploymentTargets": {"Accounts": [OTHER]}, "Regions": ["eu-west-1"]}],
                },
            },
        ),
        "Added",
    ),
    "a custom resource of a provider by parameter": Row(
        both(A_CUSTOM, change(PRODUCTION, "Custom", ServiceToken=GIVEN)),
        both(A_CUSTOM, change(PRODUCTION, "Custom", ServiceToken=GIVEN)),
        "Custom",
        PARAMETER,
        given(f"arn:aws:lambda:eu-west-1:{PRODUCTION}:function:provider"),
    ),
    "a resource of a private type": Row(
        put(PRODUCTION, Added={"Type": "Acme::Data::Share", "Properties": {}}),
        put(OTHER, Added={"Type": "Acme::Data::Share", "Properties": {}}),
        "Added",
    ),
}


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_an_edit_is_refused_by_name_and_its_twin_is_proven(row: Row, tmp_path: Path) -> None:
    """The logical ID stands in the refusal."""
    opened, settled = world_of(row.agreement), world_of(row.agreement)
    row.opened(opened)
    row.settled(settled)

    refused = assembly(tmp_path / "opened", opened, [row.agreement], **row.opened_with)
    proven = assembly(tmp_path / "settled", settled, [row.agreement], **row.settled_with)

    assert prove(refused).answer is row.answer
    assert row.named in refusal(refused)
    assert prove(proven).answer is Answer.PROVEN, refusal(proven)
