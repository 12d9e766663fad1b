"""Assemblies beyond the examples: several owners, chains, keys, values that deployment settles, and nobody else."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any, NamedTuple

import pytest

from tests.proof.world import (
    World,
    access_point,
    allow,
    assembly,
    both_halves,
    bucket,
    bucket_policy,
    document,
    in_memory,
    role,
    write,
)
from xacct_constructs import (
    Agreement,
    DynamoDBRead,
    RawStatements,
    S3Read,
    Safeguards,
    TrustedAccount,
    TrustedOrganization,
    TrustedRole,
    TrustedUser,
)
from xacct_constructs.assembly import read_assembly
from xacct_constructs.proof import Answer, Fault, prove

PRODUCTION, STAGING, FINANCE, OTHER = "111111111111", "222222222222", "444444444444", "333333333333"
ALICE, MAILER = TrustedUser(account=STAGING, name="alice"), TrustedRole(account=STAGING, name="mailer")
READER_ARN, MAILER_ARN = f"arn:aws:iam::{PRODUCTION}:role/reader", f"arn:aws:iam::{STAGING}:role/mailer"
READER_SESSION = f"arn:aws:sts::{PRODUCTION}:assumed-role/reader/session"
REPORTS = "arn:aws:s3:::acme-reports"
KEY = "arn:aws:kms:eu-west-1:111111111111:key/${Stack111111111111.Key}"


def agreed(**changed: Any) -> Agreement:
    """The story's agreement, with some arguments changed."""
    story: dict[str, Any] = {
        "role_name": "reader",
        "trusting_account": PRODUCTION,
        "trusted_principals": [ALICE],
        "permissions": [S3Read("acme-reports", prefixes=["monthly/"])],
    }
    return Agreement(**{**story, **changed})


def world_of(*agreements: Agreement) -> World:
    """What the library writes, and production's bucket."""
    world = both_halves(agreements)
    world[PRODUCTION]["Reports"] = bucket("acme-reports")
    return world


def of_account(account: str) -> dict[str, Any]:
    """Trust in a whole account."""
    return {"AWS": f"arn:aws:iam::{account}:root"}


def key(*statements: dict[str, Any]) -> dict[str, Any]:
    """A KMS key with this policy."""
    return {"Type": "AWS::KMS::Key", "Properties": {"KeyPolicy": document(*statements)}}


OWN_ADMINISTRATORS = allow("kms:*", AWS=f"arn:aws:iam::{PRODUCTION}:root", Resource="*")
DECRYPTING = agreed(permissions=[S3Read("acme-reports", prefixes=["monthly/"], kms_key=KEY)])
IN_FINANCE = agreed(role_name="books-reader", trusting_account=FINANCE, permissions=[S3Read("acme-books")])
FINANCES_BUCKET = agreed(permissions=[S3Read("acme-books", owner=FINANCE)])
CHAINED = agreed(trusted_principals=[MAILER])
ONWARD_TOO = agreed(
    permissions=[RawStatements([allow("sts:AssumeRole", Resource=f"arn:aws:iam::{PRODUCTION}:role/onward")])]
)
OF_PRODUCTION = {"StringEquals": {"aws:ResourceAccount": PRODUCTION}}
ACROSS = {"ArnEquals": {"aws:PrincipalArn": READER_ARN}}


class Row(NamedTuple):
    """A world, and what its proof must come to."""

    agreements: Sequence[Agreement]
    add: Callable[[World], None]
    answer: Answer
    about: str = ""
    """What the first counterexample is about, or begins what could not be decided with."""
    steps: tuple[tuple[str, str, str], ...] = ()
    """Beginning of the caller, action, and beginning of the resource of each request."""
    template: Mapping[str, Any] = MappingProxyType({})
    """Further sections of the templates."""


def put(account: str, **resources: dict[str, Any]) -> Callable[[World], None]:
    """Adds resources to an account's stack."""
    return lambda world: world.setdefault(account, {}).update(resources)


def drop(account: str, logical_id: str) -> Callable[[World], None]:
    """Takes a resource out of an account's stack."""

    def edit(world: World) -> None:
        del world[account][logical_id]

    return edit


def both(*edits: Callable[[World], None]) -> Callable[[World], None]:
    """One edit after the other."""

    def edit(world: World) -> None:
        for each in edits:
            each(world)

    return edit


def nothing(_: World) -> None:
    """The world as the library writes it."""


def made_elsewhere(world: World) -> None:
    """Gives the reader its permissions by a policy of their own, and does not make it."""
    (written,) = world[PRODUCTION].pop("ReaderResource")["Properties"]["Policies"]
    policy = {"Type": "AWS::IAM::Policy", "Properties": {**written, "Roles": ["reader"]}}
    put(PRODUCTION, Policy=policy)(world)


def guarded(condition: Mapping[str, str]) -> Callable[[World], None]:
    """The bucket with a policy for whoever meets a condition, services aside, and with Block Public Access."""
    blocked = {"PublicAccessBlockConfiguration": {"RestrictPublicBuckets": True}}
    asked = {"StringEquals": condition, "Bool": {"aws:PrincipalIsAWSService": "false"}}
    reading = allow("s3:GetObject", AWS="*", Resource=f"{REPORTS}/monthly/*", Condition=asked)
    made = {**bucket("acme-reports"), "Properties": {"BucketName": "acme-reports", **blocked}}
    return put(PRODUCTION, Reports=made, Policy=bucket_policy("acme-reports", reading))


def widened(**elements: Any) -> Callable[[World], None]:
    """Adds a statement to the reader's permissions."""
    statement = {"Effect": "Allow", **elements}

    def edit(world: World) -> None:
        world[PRODUCTION]["ReaderResource"]["Properties"]["Policies"][0]["PolicyDocument"]["Statement"].append(
            statement
        )

    return edit


def trusting_too(**principal: Any) -> Callable[[World], None]:
    """Lets somebody else become the mailer."""

    def edit(world: World) -> None:
        trust = world[STAGING]["MailerResource"]["Properties"]["AssumeRolePolicyDocument"]
        trust["Statement"].append(allow("sts:AssumeRole", **principal))

    return edit


def passing(name: str) -> Mapping[str, Any]:
    """Passing a role of Staging to what is started."""
    return allow("iam:PassRole", Resource=f"arn:aws:iam::{STAGING}:role/{name}")


def becoming(name: str) -> dict[str, Any]:
    """A statement for assuming a role of the trusted account."""
    return allow("sts:AssumeRole", Resource=f"arn:aws:iam::{STAGING}:role/{name}")


def trusting_by(operator: str, *arns: str) -> Callable[[World], None]:
    """The reader's trust is in these of the account, told by this operator."""

    def edit(world: World) -> None:
        (statement,) = world[PRODUCTION]["ReaderResource"]["Properties"]["AssumeRolePolicyDocument"]["Statement"]
        statement["Condition"] = {operator: {"aws:PrincipalArn": list(arns)}}

    return edit


def given_bucket(name: str, whom: Mapping[str, Any]) -> Callable[[World], None]:
    """A bucket whose name deployment settles, and who reads there."""
    reading = allow("s3:GetObject", **whom, Resource={"Fn::Sub": "${Given.Arn}/*"})
    made = {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": {"Fn::Sub": name.replace("{Given}", "{Name}")}}}
    policy = {"Bucket": {"Ref": "Given"}, "PolicyDocument": document(reading)}
    return put(PRODUCTION, Given=made, GivenPolicy={"Type": "AWS::S3::BucketPolicy", "Properties": policy})


READS_R = allow("s3:GetObject", Resource="arn:aws:s3:::acme-r*/*")
OF_R = agreed(permissions=[RawStatements([READS_R])])
OF_GIVEN: dict[str, Any] = allow("s3:GetObject", Resource={"Fn::Sub": "${Given.Arn}/*"})
A_PARAMETER = {"Parameters": {"Name": {"Type": "String"}}}
OF_USERS = f"arn:aws:iam::{STAGING}:user"
of_its_account = trusting_too(**of_account(STAGING))
BY_POINT = allow(
    "s3:GetObject",
    AWS=READER_ARN,
    Resource=f"arn:aws:s3:eu-west-1:{PRODUCTION}:accesspoint/reports/object/monthly/*",
)
TO_POINTS = allow(
    "s3:*",
    AWS="*",
    Resource=[REPORTS, f"{REPORTS}/*"],
    Condition={"StringEquals": {"s3:DataAccessPointAccount": PRODUCTION}},
)
COPY = {"Fn::GetAtt": ["Copy", "Arn"]}
READ_BY_ANOTHER = bucket_policy(
    "acme-copy", allow("s3:GetObject", **of_account(OTHER), Resource="arn:aws:s3:::acme-copy/*")
)


def copied(name: str, to: str = "acme-copy", **said: Any) -> dict[str, Any]:
    """A bucket whose objects are copied to another one, unless it says something else."""
    rules = [{"Status": "Enabled", "Destination": {"Bucket": f"arn:aws:s3:::{to}"}}]
    told = said or {"ReplicationConfiguration": {"Role": f"arn:aws:iam::{PRODUCTION}:role/copies", "Rules": rules}}
    return {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": name, **told}}


def under(name: Any, found: dict[str, Any]) -> dict[str, Any]:
    """A role under a name."""
    found["Properties"]["RoleName"] = name
    return found


def with_more(found: dict[str, Any]) -> dict[str, Any]:
    """A role with a policy of its account that is not here."""
    return {**found, "Properties": {**found["Properties"], **ELSEWHERE}}


def called(name: Any) -> dict[str, Any]:
    """A role for another account, under a name."""
    return under(name, role("ops", of_account(OTHER)))


def deployed_as(name: Any) -> Callable[[World], None]:
    """A workload's role that another account may become, which may become a role between, under this name."""
    between = role("deploy", of_account(STAGING), becoming("mailer"))
    build = role("build", of_account(OTHER), becoming("deploy"))
    return both(of_its_account, put(STAGING, Build=build, Deploy=under(name, between)))


def listed_in(name: Any) -> Callable[[World], None]:
    """The reports, listed in a bucket under this name; another account reads one that is called `acme-copy`."""
    listing = copied("acme-reports", InventoryConfigurations=[{"Destination": {"BucketArn": COPY}}])
    copy = {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": name}}
    reading = bucket_policy("acme-copy", allow("s3:GetObject", **of_account(OTHER), Resource="*"))
    return put(PRODUCTION, Reports=listing, Copy=copy, Open=reading)


ROLES = f"arn:aws:iam::{PRODUCTION}:role"


def roles_like(pattern: str, operator: str = "ArnLike") -> dict[str, Any]:
    """Whoever acts as a role that is called so."""
    return {"AWS": "*", "Condition": {operator: {"aws:PrincipalArn": f"{ROLES}/{pattern}"}}}


def given_to_roles(pattern: str, operator: str = "ArnLike") -> dict[str, Any]:
    """The bucket's policy for them."""
    reading = allow("s3:GetObject", **roles_like(pattern, operator), Resource=f"{REPORTS}/*")
    return bucket_policy("acme-reports", reading)


GIVEN = {"Parameters": {"Given": {"Type": "String"}}}
OF_STAGING = agreed(trusted_principals=[TrustedAccount(account=STAGING)])
TO_READER = allow("sts:AssumeRole", Resource=READER_ARN)
VENDOR_ARN = f"arn:aws:iam::{PRODUCTION}:role/vendor"
TO_VENDOR = allow("s3:GetObject", AWS=VENDOR_ARN, Resource=f"{REPORTS}/*")
ELSEWHERE = {"ManagedPolicyArns": [f"arn:aws:iam::{STAGING}:policy/of-another-team"]}
LISTING, A_MONTH = {"StringEquals": {"aws:ResourceAccount": PRODUCTION}}, {"s3:prefix": "monthly/may"}
ASSUME_READER = (f"arn:aws:iam::{STAGING}:user/alice", "sts:AssumeRole", READER_ARN)
ORDERS = f"arn:aws:dynamodb:eu-west-1:{PRODUCTION}:table/orders"


def streaming(reads: str) -> Callable[[World], None]:
    """Adds the table, with a stream, and a role that a stranger may enter and that reads a stream."""
    table = {"TableName": "orders", "StreamSpecification": {"StreamViewType": "NEW_IMAGE"}}
    watcher = role("watcher", of_account(OTHER), allow("dynamodb:GetRecords", Resource=f"{reads}/stream/*"))
    return put(PRODUCTION, Orders={"Type": "AWS::DynamoDB::Table", "Properties": table}, Watcher=watcher)


OF_FUNCTIONS = {"Principal": {"Service": "lambda.amazonaws.com"}}
TO_ALL_ROLES = allow("sts:AssumeRole", Resource=f"{ROLES}/*")


READING_REPORTS = role("named", of_account(PRODUCTION), allow("s3:GetObject", Resource=f"{REPORTS}/*"))
named_at_deployment = put(PRODUCTION, Named=under({"Ref": "Given"}, READING_REPORTS))
TRUSTED_BY_NAME = {"AWS": {"Fn::Sub": f"arn:aws:iam::{STAGING}:role/${{Given}}"}}


def trusting_whom_deployment_names(reads: str) -> Callable[[World], None]:
    """A role that trusts one of another account by a parameter, which names that there as well."""
    trusts = role("trusts", TRUSTED_BY_NAME, allow("s3:GetObject", Resource=f"{reads}/*"))
    named = role("named", OF_FUNCTIONS, allow("sts:AssumeRole", Resource=f"{ROLES}/trusts"))
    return both(put(PRODUCTION, Trusts=trusts), put(STAGING, Named=under({"Ref": "Given"}, named)))


BY_BOB = (f"{OF_USERS}/bob", "sts:AssumeRole", READER_ARN)
BY_REPORTS = agreed(permissions=[RawStatements([allow("s3:GetObject", Resource=BY_POINT["Resource"])])])
ROWS = {
    "a role that deployment names, as a trust of another account does": Row(
        [agreed()], trusting_whom_deployment_names("arn:aws:s3:::acme-other"), Answer.PROVEN, template=GIVEN
    ),
    "a role that deployment names, as a trust of another account does that reads": Row(
        [agreed()],
        trusting_whom_deployment_names(REPORTS),
        Answer.REFUTED,
        f"{ROLES}/trusts",
        (
            (f"arn:aws:sts::{STAGING}:assumed-role/", "sts:AssumeRole", f"{ROLES}/trusts"),
            (f"arn:aws:sts::{PRODUCTION}:assumed-role/trusts/", "s3:GetObject", f"{REPORTS}/"),
        ),
        template=GIVEN,
    ),
    "a vendor's role that may assume all roles, one of which deployment names": Row(
        [agreed()],
        both(named_at_deployment, put(PRODUCTION, Vendor=role("vendor", of_account(OTHER), TO_ALL_ROLES))),
        Answer.REFUTED,
        VENDOR_ARN,
        (
            (f"arn:aws:iam::{OTHER}:user/mallory", "sts:AssumeRole", VENDOR_ARN),
            (f"arn:aws:sts::{PRODUCTION}:assumed-role/vendor/", "sts:AssumeRole", f"{ROLES}/"),
            (f"arn:aws:sts::{PRODUCTION}:assumed-role/", "s3:GetObject", f"{REPORTS}/"),
        ),
        template=GIVEN,
    ),
    "a function's role that may assume all roles, one of which deployment names": Row(
        [agreed()],
        both(named_at_deployment, put(PRODUCTION, Own=role("own", OF_FUNCTIONS, TO_ALL_ROLES))),
        Answer.PROVEN,
        template=GIVEN,
    ),
    "as it is written": Row([agreed()], nothing, Answer.PROVEN),
    "an access point lets the reader read as agreed": Row(
        [agreed()],
        put(
            PRODUCTION,
            Point=access_point("reports", "acme-reports", BY_POINT),
            Left=bucket_policy("acme-reports", TO_POINTS),
        ),
        Answer.PROVEN,
    ),
    # Copies
    "a copy in a bucket of the account's own": Row(
        [agreed()], put(PRODUCTION, Reports=copied("acme-reports"), Copy=bucket("acme-copy")), Answer.PROVEN
    ),
    "a copy in a bucket that a third account reads": Row(
        [agreed()],
        put(PRODUCTION, Reports=copied("acme-reports"), Copy=bucket("acme-copy"), Open=READ_BY_ANOTHER),
        Answer.UNDECIDED,
        "arn:aws:s3:::acme-copy may read copies, or lists, of arn:aws:s3:::acme-reports",
    ),
    "a copy of a copy in a bucket that a third account reads": Row(
        [agreed()],
        put(
            PRODUCTION,
            Reports=copied("acme-reports", "acme-first"),
            First=copied("acme-first"),
            Copy=bucket("acme-copy"),
            Open=READ_BY_ANOTHER,
        ),
        Answer.UNDECIDED,
        "arn:aws:s3:::acme-copy may read copies, or lists, of arn:aws:s3:::acme-reports",
    ),
    "a copy of a copy elsewhere": Row(
        [agreed()],
        put(PRODUCTION, Reports=copied("acme-reports", "acme-first"), First=copied("acme-first", "acme-elsewhere")),
        Answer.UNDECIDED,
        f"{PRODUCTION}.template.json First: AWS::S3::Bucket has ReplicationConfiguration",
    ),
    "copies in a circle": Row(
        [agreed()],
        put(PRODUCTION, Reports=copied("acme-reports"), Copy=copied("acme-copy", "acme-reports")),
        Answer.PROVEN,
    ),
    "a list of what is there in a bucket that a third account reads": Row(
        [agreed()],
        put(
            PRODUCTION,
            Reports=copied("acme-reports", InventoryConfigurations=[{"Destination": {"BucketArn": COPY}}]),
            Copy=bucket("acme-copy"),
            Open=READ_BY_ANOTHER,
        ),
        Answer.UNDECIDED,
        "arn:aws:s3:::acme-copy may read copies, or lists, of arn:aws:s3:::acme-reports",
    ),
    "a list of what is there in a bucket that may be one which a third account reads": Row(
        [agreed()],
        listed_in({"Ref": "Given"}),
        Answer.UNDECIDED,
        "arn:aws:s3:::acme-copy may read copies, or lists, of arn:aws:s3:::acme-reports",
        template=GIVEN,
    ),
    "a list of what is there in a bucket that is none which a third account reads": Row(
        [agreed()], listed_in({"Fn::Sub": "own-${Given}"}), Answer.PROVEN, template=GIVEN
    ),
    "a copy of another bucket in a bucket that a third account reads": Row(
        [agreed()],
        put(PRODUCTION, Other=copied("acme-other"), Copy=bucket("acme-copy"), Open=READ_BY_ANOTHER),
        Answer.PROVEN,
    ),
    # What shows what lies in something
    "a stranger reads the stream of the agreed table": Row(
        [agreed(permissions=[DynamoDBRead(ORDERS)])],
        streaming(ORDERS),
        Answer.REFUTED,
        f"arn:aws:iam::{PRODUCTION}:role/watcher",
        (
            ("arn:aws:", "sts:AssumeRole", f"arn:aws:iam::{PRODUCTION}:role/watcher"),
            (f"arn:aws:sts::{PRODUCTION}:assumed-role/watcher/", "dynamodb:GetRecords", f"{ORDERS}/stream/"),
        ),
    ),
    # Statements about an access point are about what lies behind it
    "a statement about an access point": Row(
        [BY_REPORTS],
        put(
            PRODUCTION,
            Point=access_point("reports", "acme-reports"),
            Left=bucket_policy("acme-reports", TO_POINTS),
        ),
        Answer.PROVEN,
    ),
    "a statement about an access point that a third account takes": Row(
        [BY_REPORTS],
        put(
            PRODUCTION,
            Point=access_point("reports", "acme-reports", {**BY_POINT, "Principal": of_account(OTHER)}),
            Left=bucket_policy("acme-reports", TO_POINTS),
        ),
        Answer.REFUTED,
        REPORTS,
        ((f"arn:aws:iam::{OTHER}:user/mallory", "s3:GetObject", ""),),
    ),
    "a statement about an access point of a bucket that a third account reads": Row(
        [BY_REPORTS],
        put(
            PRODUCTION,
            Point=access_point("reports", "acme-reports"),
            Open=bucket_policy(
                "acme-reports", TO_POINTS, allow("s3:GetObject", **of_account(OTHER), Resource=f"{REPORTS}/*")
            ),
        ),
        Answer.REFUTED,
        REPORTS,
        ((f"arn:aws:iam::{OTHER}:user/mallory", "s3:GetObject", f"{REPORTS}/"),),
    ),
    "a statement about an access point that gives the reader more": Row(
        [BY_REPORTS],
        put(
            PRODUCTION,
            Point=access_point("reports", "acme-reports", {**BY_POINT, "Action": "s3:PutObject"}),
            Left=bucket_policy("acme-reports", TO_POINTS),
        ),
        Answer.REFUTED,
        REPORTS,
        (ASSUME_READER, (READER_SESSION, "s3:PutObject", "")),
    ),
    "a statement about an access point that the bucket leaves nothing to": Row(
        [BY_REPORTS],
        put(PRODUCTION, Point=access_point("reports", "acme-reports")),
        Answer.REFUTED,
        READER_ARN,
        (ASSUME_READER, (READER_SESSION, "s3:GetObject", f"arn:aws:s3:eu-west-1:{PRODUCTION}:accesspoint/reports")),
    ),
    "a statement about an access point whose bucket denies": Row(
        [BY_REPORTS],
        put(
            PRODUCTION,
            Point=access_point("reports", "acme-reports"),
            Left=bucket_policy(
                "acme-reports", TO_POINTS, allow("s3:GetObject", AWS="*", Resource=f"{REPORTS}/*", Effect="Deny")
            ),
        ),
        Answer.REFUTED,
        READER_ARN,
        (ASSUME_READER, (READER_SESSION, "s3:GetObject", f"arn:aws:s3:eu-west-1:{PRODUCTION}:accesspoint/reports")),
    ),
    "a statement about an access point of a bucket that deployment settles": Row(
        [BY_REPORTS],
        put(
            PRODUCTION,
            Point=access_point("reports", {"Ref": "Which"}),
            Left=bucket_policy("acme-reports", TO_POINTS),
        ),
        Answer.UNDECIDED,
        "what lies behind it is settled at deployment",
        template={"Parameters": {"Which": {"Type": "String"}}},
    ),
    "a statement about an access point beside another bucket that a third account reads": Row(
        [BY_REPORTS],
        put(
            PRODUCTION,
            Point=access_point("reports", "acme-reports"),
            Left=bucket_policy("acme-reports", TO_POINTS),
            Copy=bucket("acme-copy"),
            Open=READ_BY_ANOTHER,
        ),
        Answer.PROVEN,
    ),
    # Two trusting accounts
    "two trusting accounts": Row([agreed(), IN_FINANCE], put(FINANCE, Books=bucket("acme-books")), Answer.PROVEN),
    "two trusting accounts, one open to the other": Row(
        [agreed(), IN_FINANCE],
        put(FINANCE, Open=role("open", of_account(PRODUCTION), allow("s3:GetObject", Resource="*"))),
        Answer.REFUTED,
        f"arn:aws:iam::{FINANCE}:role/open",
        (
            (f"arn:aws:iam::{PRODUCTION}:", "sts:AssumeRole", f"arn:aws:iam::{FINANCE}:role/open"),
            (f"arn:aws:sts::{FINANCE}:assumed-role/open/", "s3:GetObject", "arn:aws:s3:::acme-"),
        ),
    ),
    # A bucket of another owner
    "another owner's bucket, its policy elsewhere": Row([FINANCES_BUCKET], nothing, Answer.PROVEN),
    "another owner's bucket, with the statement it needs": Row(
        [FINANCES_BUCKET],
        put(
            FINANCE,
            Books=bucket("acme-books"),
            Policy=bucket_policy(
                "acme-books",
                allow("s3:GetObject", **of_account(PRODUCTION), Resource="arn:aws:s3:::acme-books/*", Condition=ACROSS),
                allow("s3:ListBucket", **of_account(PRODUCTION), Resource="arn:aws:s3:::acme-books", Condition=ACROSS),
                allow(
                    "s3:GetBucketLocation",
                    **of_account(PRODUCTION),
                    Resource="arn:aws:s3:::acme-books",
                    Condition=ACROSS,
                ),
            ),
        ),
        Answer.PROVEN,
    ),
    "another owner's bucket, without it": Row(
        [FINANCES_BUCKET],
        put(FINANCE, Books=bucket("acme-books")),
        Answer.REFUTED,
        READER_ARN,
        (ASSUME_READER, (READER_SESSION, "s3:GetObject", "arn:aws:s3:::acme-books/")),
    ),
    "another owner's bucket, open to the whole account": Row(
        [FINANCES_BUCKET],
        put(
            FINANCE,
            Books=bucket("acme-books"),
            Policy=bucket_policy(
                "acme-books",
                allow(
                    "s3:*", **of_account(PRODUCTION), Resource=["arn:aws:s3:::acme-books/*", "arn:aws:s3:::acme-books"]
                ),
            ),
        ),
        Answer.REFUTED,
        "arn:aws:s3:::acme-books",
        ((f"arn:aws:iam::{PRODUCTION}:user/mallory", "s3:GetObject", "arn:aws:s3:::acme-books/"),),
    ),
    # KMS
    "a key that delegates": Row([DECRYPTING], put(PRODUCTION, Key=key(OWN_ADMINISTRATORS)), Answer.PROVEN),
    "a key without a policy of its own": Row(
        [DECRYPTING], put(PRODUCTION, Key={"Type": "AWS::KMS::Key", "Properties": {}}), Answer.PROVEN
    ),
    "a key that names its administrator only": Row(
        [DECRYPTING],
        put(PRODUCTION, Key=key(allow("kms:*", AWS=f"arn:aws:iam::{PRODUCTION}:role/keeper", Resource="*"))),
        Answer.REFUTED,
        READER_ARN,
        (ASSUME_READER, (READER_SESSION, "kms:Decrypt", KEY)),
    ),
    "a key that a third account uses": Row(
        [DECRYPTING],
        put(PRODUCTION, Key=key(OWN_ADMINISTRATORS, allow("kms:Decrypt", **of_account(OTHER), Resource="*"))),
        Answer.REFUTED,
        KEY,
        ((f"arn:aws:iam::{OTHER}:user/mallory", "kms:Decrypt", KEY),),
    ),
    "a key that denies the role": Row(
        [DECRYPTING],
        put(
            PRODUCTION,
            Key=key(
                OWN_ADMINISTRATORS,
                {**allow("kms:Decrypt", AWS="*", Resource="*", Condition=ACROSS), "Effect": "Deny"},
            ),
        ),
        Answer.REFUTED,
        READER_ARN,
        (ASSUME_READER, (READER_SESSION, "kms:Decrypt", KEY)),
    ),
    # Roles whose names deployment settles
    "a role for others that may be one whom the bucket names": Row(
        [agreed()],
        put(PRODUCTION, Ops=called({"Ref": "Given"}), Policy=bucket_policy("acme-reports", TO_VENDOR)),
        Answer.UNDECIDED,
        f"arn:aws:iam::{PRODUCTION}:role/${{",
        template=GIVEN,
    ),
    "a role for others that may be one whom another role names": Row(
        [agreed()],
        put(
            PRODUCTION,
            Ops=called({"Ref": "Given"}),
            Inner=role("inner", {"AWS": VENDOR_ARN}, allow("s3:GetObject", Resource=f"{REPORTS}/*")),
        ),
        Answer.UNDECIDED,
        f"arn:aws:iam::{PRODUCTION}:role/${{",
        template=GIVEN,
    ),
    "a role for others that may be one who gets a policy": Row(
        [agreed()],
        put(
            PRODUCTION,
            Ops=called({"Ref": "Given"}),
            More={
                "Type": "AWS::IAM::RolePolicy",
                "Properties": {
                    "RoleName": "vendor",
                    "PolicyName": "more",
                    "PolicyDocument": document(allow("s3:GetObject", Resource=f"{REPORTS}/*")),
                },
            },
        ),
        Answer.UNDECIDED,
        f"arn:aws:iam::{PRODUCTION}:role/${{",
        template=GIVEN,
    ),
    "a role for others that may be called as a pattern has it": Row(
        [agreed()],
        put(PRODUCTION, Ops=called({"Ref": "Given"}), Policy=given_to_roles("vendor-*")),
        Answer.UNDECIDED,
        f"arn:aws:iam::{PRODUCTION}:role/${{",
        template=GIVEN,
    ),
    "a role for others whose name may end as a pattern has it": Row(
        [agreed()],
        put(PRODUCTION, Ops=called({"Fn::Sub": "${Given}-of-others"}), Policy=given_to_roles("vendor-*", "StringLike")),
        Answer.UNDECIDED,
        f"arn:aws:iam::{PRODUCTION}:role/${{",
        template=GIVEN,
    ),
    "a role for others of which one name is as a pattern has it": Row(
        [agreed()],
        put(PRODUCTION, Ops=called({"Ref": "Given"}), Policy=given_to_roles("vendor-*")),
        Answer.UNDECIDED,
        f"arn:aws:iam::{PRODUCTION}:role/${{",
        template={"Parameters": {"Given": {"Type": "String", "AllowedValues": ["ops", "vendor-2"]}}},
    ),
    "a role for others that may be called as another role's pattern has it": Row(
        [agreed()],
        put(
            PRODUCTION,
            Ops=called({"Ref": "Given"}),
            Inner=role("inner", roles_like("vendor-*"), allow("s3:GetObject", Resource=f"{REPORTS}/*")),
        ),
        Answer.UNDECIDED,
        f"arn:aws:iam::{PRODUCTION}:role/${{",
        template=GIVEN,
    ),
    "a role for others that a deny may leave out": Row(
        [agreed()],
        put(
            PRODUCTION,
            Ops=called({"Ref": "Given"}),
            Policy=bucket_policy(
                "acme-reports",
                allow("s3:GetObject", AWS="*", Resource=f"{REPORTS}/monthly/*"),
                {
                    **allow("s3:*", AWS="*", Resource=[REPORTS, f"{REPORTS}/*"]),
                    "Effect": "Deny",
                    "Condition": {"ArnNotLike": {"aws:PrincipalArn": [READER_ARN, f"{ROLES}/vendor-*"]}},
                },
            ),
        ),
        Answer.UNDECIDED,
        f"arn:aws:iam::{PRODUCTION}:role/${{",
        template=GIVEN,
    ),
    "a role for others that no pattern has": Row(
        [agreed()],
        put(PRODUCTION, Ops=called({"Fn::Sub": "ops-${Given}"}), Policy=given_to_roles("vendor-*")),
        Answer.PROVEN,
        template=GIVEN,
    ),
    "a role for others on another path than a pattern has": Row(
        [agreed()],
        put(PRODUCTION, Ops=called({"Ref": "Given"}), Policy=given_to_roles("aws-reserved/sso.amazonaws.com/*")),
        Answer.PROVEN,
        template=GIVEN,
    ),
    "a role for others of which no name is as a pattern has it": Row(
        [agreed()],
        put(PRODUCTION, Ops=called({"Ref": "Given"}), Policy=given_to_roles("vendor-*")),
        Answer.PROVEN,
        template={"Parameters": {"Given": {"Type": "String", "AllowedValues": ["ops", "web"]}}},
    ),
    "a role for others that has another name than whom the bucket names": Row(
        [agreed()],
        put(PRODUCTION, Ops=called({"Fn::Sub": "app-${Given}"}), Policy=bucket_policy("acme-reports", TO_VENDOR)),
        Answer.PROVEN,
        template=GIVEN,
    ),
    "a role for others that has a name of its own": Row(
        [agreed()],
        put(PRODUCTION, Ops=called({"Ref": "AWS::NoValue"}), Policy=bucket_policy("acme-reports", TO_VENDOR)),
        Answer.PROVEN,
    ),
    "a role for others under any name, and nobody is named": Row(
        [agreed()], put(PRODUCTION, Ops=called({"Ref": "Given"})), Answer.PROVEN, template=GIVEN
    ),
    # Letters in either case
    "a prefix in capitals too": Row(
        [agreed()],
        widened(Action="s3:ListBucket", Resource=REPORTS, Condition=LISTING | {"StringEqualsIgnoreCase": A_MONTH}),
        Answer.REFUTED,
        READER_ARN,
        (ASSUME_READER, (READER_SESSION, "s3:ListBucket", REPORTS)),
    ),
    "a prefix as it is written": Row(
        [agreed()],
        widened(Action="s3:ListBucket", Resource=REPORTS, Condition=LISTING | {"StringLike": A_MONTH}),
        Answer.PROVEN,
    ),
    # Chains
    "a workload's role": Row([CHAINED], nothing, Answer.PROVEN),
    "a workload's role that a third account may become": Row(
        [CHAINED],
        lambda world: world[STAGING]["MailerResource"]["Properties"].update(
            AssumeRolePolicyDocument=document(allow("sts:AssumeRole", **of_account(OTHER)))
        ),
        Answer.REFUTED,
        MAILER_ARN,
        (
            (f"arn:aws:iam::{OTHER}:user/mallory", "sts:AssumeRole", MAILER_ARN),
            (f"arn:aws:sts::{STAGING}:assumed-role/mailer/", "sts:AssumeRole", READER_ARN),
        ),
    ),
    "a workload's role that another role may become, which a third account may become": Row(
        [CHAINED],
        both(of_its_account, put(STAGING, Build=role("build", of_account(OTHER), becoming("mailer")))),
        Answer.REFUTED,
        f"arn:aws:iam::{STAGING}:role/build",
        (
            (f"arn:aws:iam::{OTHER}:user/mallory", "sts:AssumeRole", f"arn:aws:iam::{STAGING}:role/build"),
            (f"arn:aws:sts::{STAGING}:assumed-role/build/", "sts:AssumeRole", MAILER_ARN),
            (f"arn:aws:sts::{STAGING}:assumed-role/mailer/", "sts:AssumeRole", READER_ARN),
        ),
    ),
    "a workload's role that names another role, which a third account may become": Row(
        [CHAINED],
        both(
            trusting_too(AWS=f"arn:aws:iam::{STAGING}:role/build"), put(STAGING, Build=role("build", of_account(OTHER)))
        ),
        Answer.REFUTED,
        f"arn:aws:iam::{STAGING}:role/build",
        (
            (f"arn:aws:iam::{OTHER}:user/mallory", "sts:AssumeRole", f"arn:aws:iam::{STAGING}:role/build"),
            (f"arn:aws:sts::{STAGING}:assumed-role/build/", "sts:AssumeRole", MAILER_ARN),
            (f"arn:aws:sts::{STAGING}:assumed-role/mailer/", "sts:AssumeRole", READER_ARN),
        ),
    ),
    "a workload's role, over two others": Row(
        [CHAINED],
        both(
            of_its_account,
            put(
                STAGING,
                Build=role("build", of_account(OTHER), becoming("deploy")),
                Deploy=role("deploy", of_account(STAGING), becoming("mailer")),
            ),
        ),
        Answer.REFUTED,
        f"arn:aws:iam::{STAGING}:role/build",
        (
            (f"arn:aws:iam::{OTHER}:user/mallory", "sts:AssumeRole", f"arn:aws:iam::{STAGING}:role/build"),
            (f"arn:aws:sts::{STAGING}:assumed-role/build/", "sts:AssumeRole", f"arn:aws:iam::{STAGING}:role/deploy"),
            (f"arn:aws:sts::{STAGING}:assumed-role/deploy/", "sts:AssumeRole", MAILER_ARN),
            (f"arn:aws:sts::{STAGING}:assumed-role/mailer/", "sts:AssumeRole", READER_ARN),
        ),
    ),
    "a workload's role, over another one whose name deployment settles": Row(
        [CHAINED],
        deployed_as({"Ref": "Given"}),
        Answer.UNDECIDED,
        f"arn:aws:iam::{STAGING}:role/build",
        template=GIVEN,
    ),
    "a workload's role, beside another one whose name deployment settles": Row(
        [CHAINED], deployed_as({"Fn::Sub": "ops-${Given}"}), Answer.PROVEN, template=GIVEN
    ),
    "a workload's role, and another one of which nothing is known": Row(
        [CHAINED],
        both(of_its_account, put(STAGING, Build={"Type": "AWS::IAM::Role", "Properties": {"Ref": "Given"}})),
        Answer.UNDECIDED,
        f"arn:aws:iam::{STAGING}:role/",
        template=GIVEN,
    ),
    "a workload's role, and another one of which nothing is known, and which may pass it": Row(
        [CHAINED],
        put(STAGING, Build={"Type": "AWS::IAM::Role", "Properties": {"Ref": "Given"}}),
        Answer.UNDECIDED,
        template=GIVEN,
    ),
    "a workload's role, over another one that may become somebody": Row(
        [CHAINED],
        both(
            of_its_account,
            put(STAGING, Build=role("build", of_account(OTHER), allow("sts:AssumeRole", Resource={"Ref": "Given"}))),
        ),
        Answer.UNDECIDED,
        f"arn:aws:iam::{STAGING}:role/build",
        template={"Parameters": {"Given": {"Type": "String"}}},
    ),
    "a workload's role, over another one with a policy that is not here": Row(
        [CHAINED],
        both(of_its_account, put(STAGING, Build=with_more(role("build", of_account(OTHER))))),
        Answer.UNDECIDED,
        f"arn:aws:iam::{STAGING}:role/build: it lets through what no agreement says",
    ),
    "a workload's role, over two others, of which the second has a policy that is not here": Row(
        [CHAINED],
        both(
            of_its_account,
            put(
                STAGING,
                Build=role("build", of_account(OTHER), becoming("deploy")),
                Deploy=with_more(role("deploy", of_account(STAGING))),
            ),
        ),
        Answer.UNDECIDED,
        f"arn:aws:iam::{STAGING}:role/build: it lets through what no agreement says",
    ),
    "a workload's role, and another one with a policy that is not here, by which it may be passed": Row(
        [CHAINED], put(STAGING, Build=with_more(role("build", of_account(OTHER)))), Answer.UNDECIDED
    ),
    "a workload's role, and another one with a policy that is not here, which lets in its own account": Row(
        [CHAINED],
        both(of_its_account, put(STAGING, Build=with_more(role("build", of_account(STAGING))))),
        Answer.PROVEN,
    ),
    "a workload's role, and another one that a third account may become, and that comes nowhere": Row(
        [CHAINED],
        both(of_its_account, put(STAGING, Build=role("build", of_account(OTHER), allow("s3:*", Resource="*")))),
        Answer.PROVEN,
    ),
    "a workload's role, and an administrator whom it does not let in, but who may pass it": Row(
        [CHAINED],
        put(STAGING, Build=role("build", of_account(OTHER), allow("*", Resource="*"))),
        Answer.UNDECIDED,
        f"arn:aws:iam::{STAGING}:role/build: it lets through what no agreement says",
    ),
    "a workload's role that another one of its account may become": Row(
        [CHAINED],
        both(of_its_account, put(STAGING, Build=role("build", of_account(STAGING), becoming("mailer")))),
        Answer.PROVEN,
    ),
    "three roles in a chain": Row(
        [CHAINED],
        both(
            put(PRODUCTION, Onward=role("onward", {"AWS": READER_ARN}), Last=role("last", {"AWS": READER_ARN})),
        ),
        Answer.REFUTED,
        f"arn:aws:iam::{PRODUCTION}:role/onward",
        (
            (f"arn:aws:sts::{STAGING}:assumed-role/mailer/", "sts:AssumeRole", READER_ARN),
            (READER_SESSION, "sts:AssumeRole", f"arn:aws:iam::{PRODUCTION}:role/onward"),
        ),
    ),
    "a chain that an agreement says": Row(
        [ONWARD_TOO], put(PRODUCTION, Onward=role("onward", of_account(PRODUCTION))), Answer.PROVEN
    ),
    "a chain that an agreement says, with all that comes along": Row(
        [agreed(permissions=[RawStatements([allow("sts:*", Resource=f"arn:aws:iam::{PRODUCTION}:role/onward")])])],
        put(PRODUCTION, Onward=role("onward", of_account(PRODUCTION))),
        Answer.PROVEN,
    ),
    "a chain that an agreement says, on a role that lets another in": Row(
        [ONWARD_TOO],
        put(PRODUCTION, Onward=role("onward", {"AWS": f"arn:aws:iam::{PRODUCTION}:role/keeper"})),
        Answer.REFUTED,
        READER_ARN,
        (ASSUME_READER, (READER_SESSION, "sts:AssumeRole", f"arn:aws:iam::{PRODUCTION}:role/onward")),
    ),
    "a chain that an agreement says, on a role that denies it": Row(
        [ONWARD_TOO],
        put(PRODUCTION, Onward=role("onward", {**of_account(PRODUCTION), "Effect": "Deny"})),
        Answer.REFUTED,
        READER_ARN,
        (ASSUME_READER, (READER_SESSION, "sts:AssumeRole", f"arn:aws:iam::{PRODUCTION}:role/onward")),
    ),
    "a chain that an agreement says, on a role whose trust is a parameter": Row(
        [ONWARD_TOO],
        put(PRODUCTION, Onward=role("onward", {"AWS": {"Ref": "Whom"}})),
        Answer.UNDECIDED,
        "${Stack111111111111.Whom}",
        template={"Parameters": {"Whom": {"Type": "String"}}},
    ),
    "a role that lets its own account assume on": Row(
        [agreed()],
        both(
            widened(Action="sts:AssumeRole", Resource="*"),
            put(PRODUCTION, Onward=role("onward", of_account(PRODUCTION))),
        ),
        Answer.REFUTED,
        READER_ARN,
        (ASSUME_READER, (READER_SESSION, "sts:AssumeRole", f"arn:aws:iam::{PRODUCTION}:role/")),
    ),
    # Nobody else
    "everybody who signs in somewhere": Row(
        [agreed()],
        put(
            PRODUCTION,
            Web={
                "Type": "AWS::IAM::Role",
                "Properties": {
                    "RoleName": "web",
                    "AssumeRolePolicyDocument": document(
                        {
                            "Effect": "Allow",
                            "Principal": {"Federated": "accounts.google.com"},
                            "Action": "sts:AssumeRoleWithWebIdentity",
                        }
                    ),
                    "Policies": [
                        {
                            "PolicyName": "reading",
                            "PolicyDocument": document(allow("s3:GetObject", Resource=f"{REPORTS}/*")),
                        }
                    ],
                },
            },
        ),
        Answer.REFUTED,
        f"arn:aws:iam::{PRODUCTION}:role/web",
        (
            ("accounts.google.com", "sts:AssumeRoleWithWebIdentity", f"arn:aws:iam::{PRODUCTION}:role/web"),
            (f"arn:aws:sts::{PRODUCTION}:assumed-role/web/", "s3:GetObject", f"{REPORTS}/"),
        ),
    ),
    "everybody without credentials": Row(
        [agreed()],
        put(
            PRODUCTION,
            Policy=bucket_policy(
                "acme-reports",
                allow(
                    "s3:GetObject", AWS="*", Resource=f"{REPORTS}/*", Condition={"Null": {"aws:PrincipalArn": "true"}}
                ),
            ),
        ),
        Answer.REFUTED,
        REPORTS,
        (("*", "s3:GetObject", f"{REPORTS}/"),),
    ),
    "everybody but one": Row(
        [agreed()],
        put(
            PRODUCTION,
            Policy=bucket_policy(
                "acme-reports",
                allow(
                    "s3:GetObject",
                    AWS="*",
                    Resource=f"{REPORTS}/*",
                    Condition={"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::*:user/mallory"}},
                ),
            ),
        ),
        Answer.REFUTED,
        REPORTS,
        (("arn:aws:iam::999999999999:user/oscar", "s3:GetObject", f"{REPORTS}/"),),
    ),
    "an organization's members, whoever they are": Row(
        [agreed()],
        put(
            PRODUCTION,
            Policy=bucket_policy(
                "acme-reports",
                allow(
                    "s3:GetObject",
                    AWS="*",
                    Resource=f"{REPORTS}/*",
                    Condition={"StringEquals": {"aws:PrincipalOrgID": "o-a1b2c3d4e5"}},
                ),
            ),
        ),
        Answer.REFUTED,
        REPORTS,
        (("arn:aws:iam::", "s3:GetObject", f"{REPORTS}/"),),
    ),
    "a bucket policy that lets its own account's principals in": Row(
        [agreed()],
        put(
            PRODUCTION,
            Policy=bucket_policy(
                "acme-reports",
                allow(
                    "s3:GetObject",
                    AWS="*",
                    Resource=f"{REPORTS}/*",
                    Condition={"ArnLike": {"aws:PrincipalArn": f"arn:aws:iam::{PRODUCTION}:role/keeper"}},
                ),
            ),
        ),
        Answer.PROVEN,
    ),
    "a bucket policy that gives the role more": Row(
        [agreed()],
        put(
            PRODUCTION,
            Policy=bucket_policy("acme-reports", allow("s3:DeleteObject", AWS=READER_ARN, Resource=f"{REPORTS}/*")),
        ),
        Answer.REFUTED,
        REPORTS,
        (ASSUME_READER, (READER_SESSION, "s3:DeleteObject", f"{REPORTS}/")),
    ),
    "a bucket policy that denies the role": Row(
        [agreed()],
        put(
            PRODUCTION,
            Policy=bucket_policy(
                "acme-reports",
                {**allow("s3:GetObject", AWS="*", Resource=f"{REPORTS}/*", Condition=ACROSS), "Effect": "Deny"},
            ),
        ),
        Answer.REFUTED,
        READER_ARN,
        (ASSUME_READER, (READER_SESSION, "s3:GetObject", f"{REPORTS}/monthly/")),
    ),
    "a policy for another account's endpoints under Block Public Access": Row(
        [agreed()], guarded({"aws:VpceAccount": OTHER}), Answer.UNDECIDED, REPORTS
    ),
    "a policy for another account's endpoints, of what may be a bucket under Block Public Access": Row(
        [agreed()],
        both(
            guarded({"aws:VpceAccount": OTHER}),
            lambda world: world[PRODUCTION]["Reports"]["Properties"].update(BucketName={"Ref": "Given"}),
        ),
        Answer.UNDECIDED,
        REPORTS,
        template=GIVEN,
    ),
    "a user whose half is missing": Row(
        [agreed()],
        lambda world: world[STAGING]["AliceResource"]["Properties"].pop("Policies"),
        Answer.REFUTED,
        READER_ARN,
        (ASSUME_READER,),
    ),
    "another role of the name, elsewhere": Row(
        [agreed()], put(OTHER, Reader=role("reader", of_account(STAGING))), Answer.PROVEN
    ),
    "the agreed user, in any letters": Row(
        [agreed()], trusting_by("StringEqualsIgnoreCase", f"{OF_USERS}/Alice"), Answer.PROVEN
    ),
    "the agreed user and another, in any letters": Row(
        [agreed()],
        trusting_by("StringEqualsIgnoreCase", f"{OF_USERS}/alice", f"{OF_USERS}/bob"),
        Answer.REFUTED,
        READER_ARN,
        (BY_BOB,),
    ),
    "another user alone, in any letters": Row(
        [agreed()], trusting_by("StringEqualsIgnoreCase", f"{OF_USERS}/bob"), Answer.REFUTED, READER_ARN, (BY_BOB,)
    ),
    "the agreed user in other letters alone": Row(
        [agreed()], trusting_by("StringEquals", f"{OF_USERS}/Alice"), Answer.REFUTED, READER_ARN, (ASSUME_READER,)
    ),
    "whoever is called as the agreed user begins": Row(
        [agreed()], trusting_by("StringLike", f"{OF_USERS}/alice*"), Answer.REFUTED, READER_ARN, (ASSUME_READER,)
    ),
    "a whole account": Row([OF_STAGING], nothing, Answer.PROVEN),
    "a whole account, whose role for others may assume it": Row(
        [OF_STAGING],
        put(STAGING, Open=role("open", of_account(OTHER), TO_READER)),
        Answer.UNDECIDED,
        f"arn:aws:iam::{STAGING}:role/open: it lets through what no agreement says",
    ),
    "a whole account, whose role for others comes to one that may assume it": Row(
        [OF_STAGING],
        put(
            STAGING,
            Open=role("open", of_account(OTHER), becoming("next")),
            Next=role("next", of_account(STAGING), TO_READER),
        ),
        Answer.UNDECIDED,
        f"arn:aws:iam::{STAGING}:role/open: it lets through what no agreement says",
    ),
    "a whole account, whose role for others may pass one that may assume it": Row(
        [OF_STAGING],
        put(
            STAGING,
            Open=role("open", of_account(OTHER), passing("next")),
            Next=role("next", {"Principal": {"Service": "lambda.amazonaws.com"}}, TO_READER),
        ),
        Answer.UNDECIDED,
        f"arn:aws:iam::{STAGING}:role/open: it lets through what no agreement says",
    ),
    "a whole account, whose role for others may pass one that is perhaps called so": Row(
        [OF_STAGING],
        put(
            STAGING,
            Open=role("open", of_account(OTHER), passing("next")),
            Next=under({"Ref": "Given"}, role("next", {"Principal": {"Service": "lambda.amazonaws.com"}}, TO_READER)),
        ),
        Answer.UNDECIDED,
        f"arn:aws:iam::{STAGING}:role/open: it lets through what no agreement says",
        template=GIVEN,
    ),
    "a whole account, whose role for others may pass one that may not": Row(
        [OF_STAGING],
        put(
            STAGING,
            Open=role("open", of_account(OTHER), passing("next")),
            Next=role("next", {"Principal": {"Service": "lambda.amazonaws.com"}}),
        ),
        Answer.PROVEN,
    ),
    "a whole account, whose role for others may pass one that is for its own people": Row(
        [OF_STAGING],
        put(
            STAGING,
            Open=role("open", of_account(OTHER), passing("next")),
            Next=role("next", of_account(STAGING), TO_READER),
        ),
        Answer.PROVEN,
    ),
    "a whole account, whose role for others has a policy that is not here": Row(
        [OF_STAGING],
        put(STAGING, Open=with_more(role("open", of_account(OTHER)))),
        Answer.UNDECIDED,
        f"arn:aws:iam::{STAGING}:role/open: it lets through what no agreement says",
    ),
    "a whole account, whose role for others comes to one with a policy that is not here": Row(
        [OF_STAGING],
        put(
            STAGING,
            Open=role("open", of_account(OTHER), becoming("next")),
            Next=with_more(role("next", of_account(STAGING))),
        ),
        Answer.UNDECIDED,
        f"arn:aws:iam::{STAGING}:role/open: it lets through what no agreement says",
    ),
    "a whole account, whose role for its own has a policy that is not here": Row(
        [OF_STAGING], put(STAGING, Open=with_more(role("open", of_account(STAGING)))), Answer.PROVEN
    ),
    "an organization, an account of which has such a role": Row(
        [agreed(trusted_principals=[TrustedOrganization(organization_id="o-aaaaaaaaaa")])],
        put(STAGING, Open=role("open", of_account(OTHER), TO_READER)),
        Answer.UNDECIDED,
        f"arn:aws:iam::{STAGING}:role/open: it lets through what no agreement says",
    ),
    "a whole account, whose role for others may not assume it": Row(
        [OF_STAGING], put(STAGING, Open=role("open", of_account(OTHER), becoming("next"))), Answer.PROVEN
    ),
    "a whole account, whose role for its own may assume it": Row(
        [OF_STAGING], put(STAGING, Open=role("open", of_account(STAGING), TO_READER)), Answer.PROVEN
    ),
    "a whole account, and another one's role for others": Row(
        [OF_STAGING], put(FINANCE, Open=role("open", of_account(OTHER), TO_READER)), Answer.PROVEN
    ),
    "actions that no list of ours has": Row(
        [agreed()],
        widened(Action="braket:CreateJob", Resource="*"),
        Answer.REFUTED,
        READER_ARN,
        (ASSUME_READER, (READER_SESSION, "braket:CreateJob", "")),
    ),
    "a pattern of actions that one action fits, which is agreed on": Row(
        [agreed()],
        widened(Action="s3:GetB?cketLocation*", Resource=REPORTS, Condition=OF_PRODUCTION),
        Answer.UNDECIDED,
        "no action of today is called so",
    ),
    "a pattern of actions that no action fits": Row(
        [agreed()],
        widened(Action="s3:GetObjectZ*", Resource=f"{REPORTS}/*"),
        Answer.UNDECIDED,
        "no action of today is called so",
    ),
    "a pattern of actions that another action fits": Row(
        [agreed()],
        widened(Action="s3:GetBucketLo*", Resource=REPORTS, Condition=OF_PRODUCTION),
        Answer.REFUTED,
        READER_ARN,
        (ASSUME_READER, (READER_SESSION, "s3:GetBucketLogging", REPORTS)),
    ),
    "an action that is none, written out": Row(
        [agreed()],
        widened(Action="s3:GetObjects", Resource=f"{REPORTS}/*"),
        Answer.REFUTED,
        READER_ARN,
        (ASSUME_READER, (READER_SESSION, "s3:GetObjects", "")),
    ),
    "everything but some actions": Row(
        [agreed()],
        widened(NotAction=["s3:*", "kms:*", "sts:*", "iam:*", "ec2:*", "lambda:*"], Resource="*"),
        Answer.REFUTED,
        READER_ARN,
        (ASSUME_READER, (READER_SESSION, "", "")),
    ),
    # What deployment settles
    "a parameter in the trust policy": Row(
        [agreed()],
        lambda world: world[PRODUCTION]["ReaderResource"]["Properties"]["AssumeRolePolicyDocument"]["Statement"][
            0
        ].update(Principal={"AWS": {"Fn::Sub": "arn:aws:iam::${Who}:root"}}),
        Answer.UNDECIDED,
        "${Stack111111111111.Who}",
        template={"Parameters": {"Who": {"Type": "String"}}},
    ),
    "a parameter with a default": Row(
        [agreed()],
        lambda world: world[PRODUCTION]["ReaderResource"]["Properties"]["AssumeRolePolicyDocument"]["Statement"][
            0
        ].update(Principal={"AWS": {"Fn::Sub": "arn:aws:iam::${Who}:root"}}),
        Answer.PROVEN,
        template={"Parameters": {"Who": {"Type": "String", "Default": STAGING}}},
    ),
    "an import in the permissions": Row(
        [agreed()],
        widened(Action="s3:GetObject", Resource={"Fn::ImportValue": "elsewhere"}),
        Answer.UNDECIDED,
        "exports elsewhere",
    ),
    "a parameter in a bucket policy's deny": Row(
        [agreed()],
        put(
            PRODUCTION,
            Policy=bucket_policy(
                "acme-reports",
                {"Effect": "Deny", "Principal": "*", "Action": {"Ref": "What"}, "Resource": f"{REPORTS}/*"},
            ),
        ),
        Answer.UNDECIDED,
        "${Stack111111111111.What}",
        template={"Parameters": {"What": {"Type": "String"}}},
    ),
    # A bucket whose name deployment settles, beside a pattern that is agreed on
    "it may be meant by the pattern, and lets others in": Row(
        [OF_R], given_bucket("acme-${Given}", of_account(OTHER)), Answer.UNDECIDED, "meant by", template=A_PARAMETER
    ),
    "it is meant by the pattern, and lets others in": Row(
        [OF_R],
        given_bucket("acme-r${Given}", of_account(OTHER)),
        Answer.REFUTED,
        "arn:aws:s3:::acme-r${Stack111111111111.Name}",
        (("", "s3:GetObject", "arn:aws:s3:::acme-r$"),),
        A_PARAMETER,
    ),
    "it may be meant by the pattern, and lets anybody in": Row(
        [OF_R],
        given_bucket("acme-${Given}", {"AWS": "*"}),
        Answer.REFUTED,
        "arn:aws:s3:::acme-${Stack111111111111.Name}",
        (("", "s3:GetObject", "arn:aws:s3:::acme-$"),),
        A_PARAMETER,
    ),
    "it may be meant by the pattern, and a role for others reads it": Row(
        [OF_R],
        both(
            given_bucket("acme-${Given}", of_account(PRODUCTION)),
            put(PRODUCTION, Vendor=role("vendor", of_account(OTHER), OF_GIVEN)),
        ),
        Answer.UNDECIDED,
        f"arn:aws:iam::{PRODUCTION}:role/vendor",
        template=A_PARAMETER,
    ),
    "it may be meant by the pattern, and a role for others reads whatever is": Row(
        [OF_R],
        both(
            given_bucket("acme-${Given}", of_account(PRODUCTION)),
            put(PRODUCTION, Vendor=role("vendor", of_account(OTHER), READS_R)),
        ),
        Answer.REFUTED,
        f"arn:aws:iam::{PRODUCTION}:role/vendor",
        (("", "sts:AssumeRole", ""), (f"arn:aws:sts::{PRODUCTION}:", "s3:GetObject", "arn:aws:s3:::acme-r")),
        A_PARAMETER,
    ),
    "an operator that AWS does not have": Row(
        [agreed()],
        widened(Action="s3:GetObject", Resource="*", Condition={"StringAlmost": {"aws:username": "a"}}),
        Answer.UNDECIDED,
        "StringAlmost",
    ),
    "a policy of AWS attached to the role": Row(
        [agreed()],
        lambda world: world[PRODUCTION]["ReaderResource"]["Properties"].update(
            ManagedPolicyArns=["arn:aws:iam::aws:policy/AdministratorAccess"]
        ),
        Answer.REFUTED,
        READER_ARN,
        (ASSUME_READER, (READER_SESSION, "", "")),
    ),
    "a policy of AWS attached to the user": Row(
        [agreed()],
        lambda world: world[STAGING]["AliceResource"]["Properties"].update(
            ManagedPolicyArns=["arn:aws:iam::aws:policy/ReadOnlyAccess"]
        ),
        Answer.PROVEN,
    ),
    "denies that IAM drops for whoever has no user name": Row(
        [agreed()],
        put(
            PRODUCTION,
            Policy=bucket_policy(
                "acme-reports",
                allow("s3:GetObject", AWS=f"arn:aws:iam::{OTHER}:root", Resource=f"{REPORTS}/*"),
                *(
                    allow(
                        "s3:*",
                        Effect="Deny",
                        AWS=f"arn:aws:iam::{OTHER}:root",
                        Resource=f"{REPORTS}/*",
                        Condition={operator: {"aws:PrincipalTag/owner": "${aws:username}"}},
                    )
                    for operator in ("StringEquals", "StringNotEquals")
                ),
            ),
        ),
        Answer.UNDECIDED,
        f"{REPORTS}: s3:GetObject on",
    ),
    "a deny for whoever has not the user's name as a tag": Row(
        [agreed()],
        put(
            PRODUCTION,
            Policy=bucket_policy(
                "acme-reports",
                allow(
                    "s3:GetObject",
                    Effect="Deny",
                    AWS="*",
                    Resource=f"{REPORTS}/*",
                    Condition={"StringNotEquals": {"aws:PrincipalTag/owner": "${aws:username}"}},
                ),
            ),
        ),
        Answer.REFUTED,
        READER_ARN,
        (ASSUME_READER, (READER_SESSION, "s3:GetObject", f"{REPORTS}/monthly/")),
    ),
    "a deny that spares the trusted account, and not the role": Row(
        [agreed()],
        put(
            PRODUCTION,
            Policy=bucket_policy(
                "acme-reports",
                {
                    "Effect": "Deny",
                    "NotPrincipal": {"AWS": f"arn:aws:iam::{STAGING}:root"},
                    "Action": "s3:GetObject",
                    "Resource": f"{REPORTS}/*",
                },
            ),
        ),
        Answer.REFUTED,
        READER_ARN,
        (ASSUME_READER, (READER_SESSION, "s3:GetObject", f"{REPORTS}/monthly/")),
    ),
    # What the proof looks past, and what it does not
    "a role that names alice, whose own policy does not let her": Row(
        [agreed()],
        put(
            PRODUCTION,
            Second=role(
                "second", {"AWS": f"arn:aws:iam::{STAGING}:user/alice"}, allow("s3:GetObject", Resource=f"{REPORTS}/*")
            ),
        ),
        Answer.REFUTED,
        f"arn:aws:iam::{PRODUCTION}:role/second",
        (
            (f"arn:aws:iam::{STAGING}:user/alice", "sts:AssumeRole", f"arn:aws:iam::{PRODUCTION}:role/second"),
            (f"arn:aws:sts::{PRODUCTION}:assumed-role/second/", "s3:GetObject", f"{REPORTS}/"),
        ),
    ),
    "a user that exists, with another policy": Row(
        [agreed(trusted_principals=[TrustedUser(account=STAGING, name="alice", existing=True)])],
        both(
            lambda world: world[STAGING].clear(),
            put(
                STAGING,
                More={
                    "Type": "AWS::IAM::Policy",
                    "Properties": {
                        "PolicyName": "more",
                        "Users": ["alice"],
                        "PolicyDocument": document(allow("s3:GetObject", Resource="*")),
                    },
                },
            ),
        ),
        Answer.PROVEN,
    ),
    "a user elsewhere, in a chain": Row(
        [agreed()],
        both(drop(STAGING, "AliceResource"), widened(Action="s3:PutObject", Resource=f"{REPORTS}/*")),
        Answer.REFUTED,
        READER_ARN,
        (ASSUME_READER, (READER_SESSION, "s3:PutObject", f"{REPORTS}/")),
    ),
    "an open bucket beside one of another account": Row(
        [agreed()],
        both(
            put(STAGING, Drafts=bucket("acme-drafts")),
            put(
                PRODUCTION,
                Policy=bucket_policy("acme-reports", allow("s3:GetObject", AWS="*", Resource=f"{REPORTS}/*")),
            ),
            lambda world: world.update({PRODUCTION: world.pop(PRODUCTION)}),
        ),
        Answer.REFUTED,
        REPORTS,
        (("arn:aws:iam::", "s3:GetObject", f"{REPORTS}/"),),
    ),
    "a bucket that names the reader, after an agreement of another account": Row(
        [IN_FINANCE, agreed()],
        both(
            put(FINANCE, Books=bucket("acme-books")),
            put(
                PRODUCTION,
                Policy=bucket_policy("acme-reports", allow("s3:PutObject", AWS=READER_ARN, Resource=f"{REPORTS}/*")),
            ),
        ),
        Answer.REFUTED,
        REPORTS,
        (ASSUME_READER, (READER_SESSION, "s3:PutObject", f"{REPORTS}/")),
    ),
    "a role of another account that admits anybody": Row(
        [agreed()], put(STAGING, Open=role("open", {"AWS": "*"})), Answer.PROVEN
    ),
    "a role that admits the reader, after one that admits itself": Row(
        [agreed(), agreed(role_name="zebra")],
        put(
            PRODUCTION,
            First=role("first", {"AWS": f"arn:aws:iam::{PRODUCTION}:role/first"}),
            Onward=role("onward", {"AWS": f"arn:aws:iam::{PRODUCTION}:role/zebra"}),
        ),
        Answer.REFUTED,
        f"arn:aws:iam::{PRODUCTION}:role/onward",
        (
            (f"arn:aws:iam::{STAGING}:user/alice", "sts:AssumeRole", f"arn:aws:iam::{PRODUCTION}:role/zebra"),
            (
                f"arn:aws:sts::{PRODUCTION}:assumed-role/zebra/",
                "sts:AssumeRole",
                f"arn:aws:iam::{PRODUCTION}:role/onward",
            ),
        ),
    ),
    "a role that admits the reader, after one of another account": Row(
        [agreed()],
        both(
            put(STAGING, Open=role("open", {"AWS": "*"})),
            put(PRODUCTION, Onward=role("onward", {"AWS": READER_ARN})),
            lambda world: world.update({PRODUCTION: world.pop(PRODUCTION)}),
        ),
        Answer.REFUTED,
        f"arn:aws:iam::{PRODUCTION}:role/onward",
        (ASSUME_READER, (READER_SESSION, "sts:AssumeRole", f"arn:aws:iam::{PRODUCTION}:role/onward")),
    ),
    "a bucket for whose name is a tag": Row(
        [agreed()],
        put(
            PRODUCTION,
            Policy=bucket_policy(
                "acme-reports",
                allow(
                    "s3:GetObject",
                    AWS=f"arn:aws:iam::{OTHER}:user/mallory",
                    Resource=f"{REPORTS}/*",
                    Condition={"StringEquals": {"aws:username": "${aws:PrincipalTag/team}"}},
                ),
            ),
        ),
        Answer.UNDECIDED,
        f"{REPORTS}: s3:GetObject on",
    ),
    "a deny of all but what a name stands for, which sessions have not": Row(
        [agreed()],
        put(
            PRODUCTION,
            Policy=bucket_policy(
                "acme-reports",
                allow("s3:PutObject", AWS=f"arn:aws:iam::{OTHER}:role/job", Resource=f"{REPORTS}/*"),
                {
                    "Effect": "Deny",
                    "Principal": {"AWS": f"arn:aws:iam::{OTHER}:root"},
                    "Action": "s3:PutObject",
                    "NotResource": f"{REPORTS}/${{aws:username}}/*",
                },
            ),
        ),
        Answer.REFUTED,
        REPORTS,
        ((f"arn:aws:sts::{OTHER}:assumed-role/job/", "s3:PutObject", f"{REPORTS}/"),),
    ),
    "a role that admits the reader and denies it": Row(
        [agreed()],
        put(
            PRODUCTION,
            Onward={
                "Type": "AWS::IAM::Role",
                "Properties": {
                    "RoleName": "onward",
                    "AssumeRolePolicyDocument": document(
                        allow("sts:AssumeRole", AWS=READER_ARN),
                        {**allow("sts:AssumeRole", AWS=READER_ARN), "Effect": "Deny"},
                    ),
                },
            },
        ),
        Answer.PROVEN,
    ),
    "a trust policy on somebody else's role": Row(
        [agreed()],
        lambda world: world[PRODUCTION]["ReaderResource"]["Properties"]["AssumeRolePolicyDocument"]["Statement"].append(
            allow("sts:AssumeRole", AWS="*", Condition={"StringNotEquals": {"aws:ResourceAccount": PRODUCTION}})
        ),
        Answer.PROVEN,
    ),
    "a unique ID, which somebody may have": Row(
        [agreed()],
        put(
            PRODUCTION,
            Policy=bucket_policy(
                "acme-reports", allow("s3:GetObject", AWS="AIDAJQABLZS4A3QDU576Q", Resource=f"{REPORTS}/*")
            ),
        ),
        Answer.UNDECIDED,
    ),
    "a parameter that no policy depends on": Row(
        [agreed()],
        put(PRODUCTION, Other={"Type": "AWS::S3::Bucket", "Properties": {"BucketName": {"Ref": "Name"}}}),
        Answer.PROVEN,
        template={"Parameters": {"Name": {"Type": "String"}}},
    ),
    "a role that the assembly does not hold": Row(
        [agreed()], drop(PRODUCTION, "ReaderResource"), Answer.UNDECIDED, READER_ARN
    ),
    "a role that the assembly gives a policy, and does not make": Row(
        [agreed()],
        made_elsewhere,
        Answer.UNDECIDED,
        READER_ARN,
    ),
    "a role that is there already, as agreed": Row([agreed(existing_role=True)], nothing, Answer.PROVEN),
    "a role that is there already, and alice may not ask for it": Row(
        [agreed(existing_role=True)],
        lambda world: world[STAGING]["AliceResource"]["Properties"].pop("Policies"),
        Answer.REFUTED,
        f"arn:aws:iam::{STAGING}:user/alice",
        (ASSUME_READER,),
    ),
}


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_a_world(row: Row, tmp_path: Path) -> None:
    """Each comes to its answer, with the requests that show it or the name of what is open."""
    world = world_of(*row.agreements)
    row.add(world)

    proof = prove(assembly(tmp_path, world, row.agreements, **row.template))

    assert proof.answer is row.answer, (proof.counterexamples, proof.undecided)
    if row.answer is Answer.REFUTED:
        shown = [each for each in proof.counterexamples if each.about == row.about]
        found = [
            [(step.request.caller.arn, step.request.action, step.request.resource) for step in each.steps]
            for each in shown
        ]
        assert any(_begin(each, row.steps) for each in found), proof.counterexamples
    if row.answer is Answer.UNDECIDED:
        assert any(row.about in str(each) for each in proof.undecided), proof.undecided


def _begin(found: list[tuple[str, str, str]], steps: Sequence[tuple[str, str, str]]) -> bool:
    pairs = [
        (text, begin) for one, other in zip(found, steps, strict=False) for text, begin in zip(one, other, strict=True)
    ]
    return len(found) == len(steps) and all(text.startswith(begin) for text, begin in pairs)


def test_without_agreements_whoever_gets_in_is_shown(tmp_path: Path) -> None:
    """An app that uses none of our constructs is judged by whom its accounts let in; nothing agreed, nothing proven."""
    world: World = {PRODUCTION: {"Open": role("open", of_account(OTHER))}}

    refuted = prove(assembly(tmp_path / "open", world, []))
    closed = prove(assembly(tmp_path / "closed", {PRODUCTION: {"Own": role("own", of_account(PRODUCTION))}}, []))

    assert (refuted.answer, refuted.counterexamples[0].fault) == (Answer.REFUTED, Fault.TOO_MUCH)
    assert (closed.answer, closed.undecided) == (Answer.PROVEN, ())


def test_what_is_no_doubt_ends_the_proof(monkeypatch: pytest.MonkeyPatch) -> None:
    """An error of ours does not pass for something that could not be told."""

    def broken(*_: Any, **__: Any) -> None:
        raise RuntimeError("broken")

    world = world_of(agreed())
    widened(Action="s3:PutObject", Resource=f"{REPORTS}/*")(world)
    monkeypatch.setattr("xacct_constructs.proof.showing.request_in", broken)

    with pytest.raises(RuntimeError, match="broken"):
        prove(in_memory(world, [agreed()]))


def _asked(world: World, agreement: Agreement) -> list[list[tuple[str, str, str]]]:
    """The steps of each counterexample."""
    shown = prove(in_memory(world, [agreement])).counterexamples
    steps = [[step.request for step in each.steps] for each in shown]
    return [[(each.caller.arn, each.action, each.resource) for each in requests] for requests in steps]


def test_who_comes_in_behind_one_of_several_is_shown_behind_that_one() -> None:
    """And behind none of the others whom the agreement lets in."""
    two = agreed(trusted_principals=[ALICE, MAILER])
    world = world_of(two)
    trust = world[STAGING]["MailerResource"]["Properties"]["AssumeRolePolicyDocument"]["Statement"]
    trust.append(allow("sts:AssumeRole", **of_account(OTHER)))

    (found,) = _asked(world, two)
    mailers = f"arn:aws:sts::{STAGING}:assumed-role/mailer/session"
    assert _begin(found, [(f"arn:aws:iam::{OTHER}", "sts:AssumeRole", MAILER_ARN), (mailers, *ASSUME_READER[1:])])


def test_excess_is_shown_where_it_is_not_known_how_one_comes_in() -> None:
    """Without that step: a trust that is not understood hides nothing that the role may do."""
    world = world_of(agreed())
    widened(Action="s3:PutObject", Resource=f"{REPORTS}/*")(world)
    deny = allow("sts:AssumeRole", AWS="*", Condition={"StringAlmost": {"aws:username": "a"}}, Effect="Deny")
    world[PRODUCTION]["ReaderResource"]["Properties"]["AssumeRolePolicyDocument"]["Statement"].append(deny)

    assert _asked(world, agreed()) == [[(READER_SESSION, "s3:PutObject", f"{REPORTS}/x")]]


@pytest.mark.parametrize("written", [None, "other"])
def test_a_boundary_that_is_not_the_agreed_one_is_named(written: str | None) -> None:
    """The one that stands there, or none, beside the one that was agreed on."""
    policy = f"arn:aws:iam::{PRODUCTION}:policy/"
    bounded = agreed(safeguards=Safeguards(role_permissions_boundary=f"{policy}agreed"))
    world = world_of(bounded)
    properties = world[PRODUCTION]["ReaderResource"]["Properties"]
    properties |= {"PermissionsBoundary": f"{policy}{written}"} if written else {}
    if written is None:
        del properties["PermissionsBoundary"]

    details = [each.detail for each in prove(in_memory(world, [bounded])).counterexamples if each.detail]

    seen = f"{policy}{written}" if written else "none"
    assert details == [f"its permissions boundary is {seen}, the agreement says {policy}agreed"]


@pytest.mark.parametrize("order", [(0, 1, 2), (1, 0, 2), (2, 1, 0)])
def test_each_agreement_has_its_own_answer(order: tuple[int, ...]) -> None:
    """What one agreement lacks says nothing of the next."""
    lost, open_, kept = (agreed(role_name=name) for name in ("lost", "open", "kept"))
    world = world_of(lost, open_, kept)
    del world[PRODUCTION]["LostResource"]
    statement = world[PRODUCTION]["OpenResource"]["Properties"]["AssumeRolePolicyDocument"]["Statement"][0]
    del statement["Condition"]

    ordered = [(lost, open_, kept)[place] for place in order]
    answers = prove(in_memory(world, ordered)).by_agreement

    assert answers == {
        lost.role_arn: Answer.UNDECIDED,
        open_.role_arn: Answer.REFUTED,
        kept.role_arn: Answer.PROVEN,
    }


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
@pytest.mark.parametrize("made", [0, 1])
def test_two_agreements_of_one_role_prove_nothing(order: tuple[int, int], made: int) -> None:
    """Whichever is written, the other one is agreed on too; what is said twice alike is said once."""
    both_ = (agreed(), agreed(permissions=[S3Read("acme-reports", prefixes=["yearly/"])]))
    held = in_memory(world_of(both_[made]), [])

    assert prove(held, [both_[place] for place in order]).answer is not Answer.PROVEN
    assert prove(held, [both_[made], both_[made]]).answer is Answer.PROVEN


def test_agreements_may_be_given(tmp_path: Path) -> None:
    """Agreements that are passed take the place of those in the assembly."""
    world = world_of(agreed())
    held = read_assembly(write(tmp_path, world, [agreed()]))

    wider = agreed(permissions=[S3Read("acme-reports")])

    assert prove(held).answer is Answer.PROVEN
    assert prove(held, [wider]).answer is Answer.REFUTED
    assert {each.fault for each in prove(held, [wider]).counterexamples} == {Fault.TOO_LITTLE}
