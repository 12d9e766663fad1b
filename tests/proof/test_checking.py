"""How somebody checks what a proof takes for granted: where to look, by commands that there are and that only read."""

from collections.abc import Callable, Iterator
from typing import Any

import botocore.session
import pytest
from botocore import xform_name

from tests.proof.test_worlds import agreed, world_of
from tests.proof.world import allow, bucket, in_memory, role
from tests.report.worlds import of_others, story
from xacct_constructs import Agreement, DynamoDBRead, RawStatements, TrustedAccount, TrustedRole
from xacct_constructs.cli.table import COMMANDS
from xacct_constructs.iam import Caller, Request
from xacct_constructs.proof import ToCheck, checking, prove
from xacct_constructs.services import RESOURCE_KINDS

PRODUCTION, STAGING = "111111111111", "222222222222"
READER = f"arn:aws:iam::{PRODUCTION}:role/team/reports-reader"
ALICE = f"arn:aws:iam::{STAGING}:user/alice"
ANALYST = f"arn:aws:iam::{STAGING}:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Analyst_0123456789abcdef"
TABLE = f"arn:aws:dynamodb:eu-west-1:{PRODUCTION}:table/orders"
KEY = f"arn:aws:kms:eu-west-1:{PRODUCTION}:key/1234"
POINT = f"arn:aws:s3:eu-west-1:{PRODUCTION}:accesspoint/readers"
OPEN = "${Stack.Role}"
KEEPER = {"AWS": f"arn:aws:iam::{PRODUCTION}:role/keeper"}
SAID = "It is so."
READ = Request(Caller(ALICE), "s3:GetObject", "arn:aws:s3:::acme-reports/x")

LOOKED_AT: dict[str, tuple[Callable[[], ToCheck], str, str]] = {
    "a policy of an account": (
        lambda: checking.at_policy(SAID, f"arn:aws:iam::{PRODUCTION}:policy/House"),
        f"In account {PRODUCTION}, what its default version says:",
        "aws iam get-account-authorization-details --filter LocalManagedPolicy"
        f" --query Policies[?Arn=='arn:aws:iam::{PRODUCTION}:policy/House'].PolicyVersionList[]",
    ),
    "a policy of AWS": (
        lambda: checking.at_policy(SAID, "arn:aws:iam::aws:policy/ReadOnlyAccess"),
        "In any account, what its default version says:",
        "aws iam get-account-authorization-details --filter AWSManagedPolicy"
        " --query Policies[?Arn=='arn:aws:iam::aws:policy/ReadOnlyAccess'].PolicyVersionList[]",
    ),
    "a policy that deployment names": (
        lambda: checking.at_policy(SAID, OPEN),
        "Once it is deployed. In its account, what its default version says.",
        "",
    ),
    "a role": (
        lambda: checking.at_role(SAID, READER),
        f"In account {PRODUCTION}, its trust and its policies:",
        f"aws iam get-account-authorization-details --filter Role --query RoleDetailList[?Arn=='{READER}']",
    ),
    "roles that are like that": (
        lambda: checking.at_role(SAID, f"arn:aws:iam::{PRODUCTION}:role/app-*"),
        "Each role whose ARN is like that, its trust and its policies.",
        "",
    ),
    "a role's trust": (
        lambda: checking.at_trust(SAID, READER),
        f"In account {PRODUCTION}, whom its trust policy lets in:",
        "aws iam get-role --role-name reports-reader --query Role.AssumeRolePolicyDocument",
    ),
    "a role of Identity Center": (
        lambda: checking.at_trust(SAID, ANALYST),
        f"In IAM Identity Center, who is assigned to account {STAGING} with that permission set.",
        "",
    ),
    "a trusted user": (
        lambda: checking.at_caller(SAID, ALICE, READER),
        f"In account {STAGING}, which should answer allowed:",
        f"aws iam simulate-principal-policy --policy-source-arn {ALICE} --action-names sts:AssumeRole"
        f" --resource-arns {READER} --query EvaluationResults[].EvalDecision",
    ),
    "a bucket": (
        lambda: checking.at_resource(SAID, "arn:aws:s3:::acme-reports", PRODUCTION),
        f"In account {PRODUCTION}, what its policy says:",
        "aws s3api get-bucket-policy --bucket acme-reports",
    ),
    "an access point": (
        lambda: checking.at_resource(SAID, POINT, PRODUCTION),
        f"In account {PRODUCTION}, what its policy says:",
        f"aws s3control get-access-point-policy --account-id {PRODUCTION} --name readers --region eu-west-1",
    ),
    "a table": (
        lambda: checking.at_resource(SAID, TABLE, PRODUCTION),
        f"In account {PRODUCTION}, what its policy says:",
        f"aws dynamodb get-resource-policy --resource-arn {TABLE} --region eu-west-1",
    ),
    "a key": (
        lambda: checking.at_resource(SAID, KEY, PRODUCTION),
        f"In account {PRODUCTION}, what its policy says:",
        f"aws kms get-key-policy --key-id {KEY} --region eu-west-1",
    ),
    "a role, as a resource": (
        lambda: checking.at_resource(SAID, READER, PRODUCTION),
        f"In account {PRODUCTION}, what its policy says.",
        "",
    ),
    "a resource of another kind": (
        lambda: checking.at_resource(SAID, f"arn:aws:sqs:eu-west-1:{PRODUCTION}:jobs", PRODUCTION),
        f"In account {PRODUCTION}, what its policy says.",
        "",
    ),
    "a request": (
        lambda: checking.at_requests(SAID, READ),
        "Say whether that should be so; which statement lets it be:",
        f"xacct explain --caller {ALICE} --action s3:GetObject --resource arn:aws:s3:::acme-reports/x",
    ),
    "a version of a policy": (
        lambda: checking.at_versions(SAID, "arn:aws:iam::aws:policy/ReadOnlyAccess"),
        "Whether AWS has changed one, which then has another version:",
        "aws iam get-policy --policy-arn arn:aws:iam::aws:policy/ReadOnlyAccess --query Policy.DefaultVersionId",
    ),
    "a parameter": (
        lambda: checking.at_stack(SAID, "Data", "prod-data"),
        "What it has in the deployed stack; another is given with --parameters Data:NAME=VALUE:",
        "aws cloudformation describe-stacks --stack-name prod-data --query Stacks[].Parameters",
    ),
    "a parameter of a stack without a name": (
        lambda: checking.at_stack(SAID, "Data", ""),
        "What it has in the deployed stack; another is given with --parameters Data:NAME=VALUE.",
        "",
    ),
}


@pytest.mark.parametrize(("tell", "look", "command"), LOOKED_AT.values(), ids=LOOKED_AT)
def test_where_to_look(tell: Callable[[], ToCheck], look: str, command: str) -> None:
    """In words, and by a command where deployment settles nothing of it."""
    found = tell()
    assert (found.what, found.look) == (SAID, look)
    assert [" ".join(each) for each in found.commands] == [command] * bool(command)
    assert found.look.endswith(":" if command else ".")


def asked() -> Iterator[tuple[str, ...]]:
    """Every command that is told here, and of whole apps."""
    yield from (command for tell, _, _ in LOOKED_AT.values() for command in tell().commands)
    yield checking.BOTH_HALVES


@pytest.mark.parametrize("command", list(asked()), ids=" ".join)
def test_there_is_such_a_command(command: tuple[str, ...]) -> None:
    """It only reads, and has these options."""
    program, service, *_ = command
    if program == "xacct":
        assert service in COMMANDS
        return
    options = {each for each in command if each.startswith("--")} - {"--query", "--region"}
    model = botocore.session.get_session().get_service_model({"s3api": "s3"}.get(service, service))
    (operation,) = (each for each in model.operation_names if xform_name(each, "-") == command[2])

    shape = model.operation_model(operation).input_shape
    assert command[2].split("-")[0] in ("describe", "get", "simulate")
    assert shape is not None
    assert options <= {f"--{xform_name(each, '-')}" for each in shape.members}
    assert {f"--{xform_name(each, '-')}" for each in shape.required_members} <= options


def test_every_kind_of_resource_says_how_its_policy_is_shown() -> None:
    """But for roles, of which trust and policies are shown together."""
    assert [each.name for each in RESOURCE_KINDS if each.shown_by is None] == ["role"]


def test_those_of_the_account_who_reach_the_same_are_told_together() -> None:
    """Each with the command that shows why; whoever reaches something else is told apart."""
    readers = {name: role(name, KEEPER, allow("s3:GetObject", Resource="*")) for name in ("one", "two", "three")}
    told = story(**readers, Writer=role("writer", KEEPER, allow("s3:PutObject", Resource="*")))
    first, second = prove(in_memory(told.world, told.agreements)).to_check

    of_account = f"arn:aws:iam::{PRODUCTION}:role"
    reach = "are of the account itself: their own policies let each call s3:GetObject"
    assert f"{of_account}/one, {of_account}/two and {of_account}/three {reach}" in first.what
    assert [each[3] for each in first.commands] == [f"{of_account}/{name}" for name in readers]
    assert f"{of_account}/writer is of the account itself: its own policies let it call s3:PutObject" in second.what


ORDERS = f"arn:aws:dynamodb:{{}}:{PRODUCTION}:table/orders"
REPLICAS = {"TableName": "orders", "Replicas": [{"Region": each} for each in ("eu-west-1", "us-east-1")]}
COPIED = {"ReplicationConfiguration": {"Rules": [{"Destination": {"Bucket": "arn:aws:s3:::acme-copies"}}]}}
READS: dict[str, tuple[Agreement, str, str, str | None]] = {
    "its replica": (
        agreed(permissions=[DynamoDBRead(ORDERS.format("eu-west-1"))]),
        "dynamodb:GetItem",
        ORDERS.format("us-east-1"),
        "",
    ),
    "a table of its name elsewhere": (
        agreed(permissions=[DynamoDBRead(ORDERS.format("eu-west-1"))]),
        "dynamodb:GetItem",
        ORDERS.format("eu-north-1"),
        None,
    ),
    "its copies": (
        agreed(),
        "s3:GetObject",
        "arn:aws:s3:::acme-copies/*",
        ", where copies lie of arn:aws:s3:::acme-reports",
    ),
    "another bucket": (agreed(), "s3:GetObject", "arn:aws:s3:::acme-other/*", None),
    "what a statement of the agreement's own names": (
        agreed(permissions=[RawStatements([allow("s3:GetObject", Resource="arn:aws:s3:::acme-reports/*")])]),
        "s3:GetObject",
        "arn:aws:s3:::acme-reports/*",
        "",
    ),
}


@pytest.mark.parametrize(("agreement", "action", "on", "ends"), READS.values(), ids=READS)
def test_those_of_the_account_who_reach_it_elsewhere_are_told(
    agreement: Agreement, action: str, on: str, ends: str | None
) -> None:
    """By a replica of it, by copies, by whatever the agreement names it."""
    world = world_of(agreement)
    world[PRODUCTION]["Reports"]["Properties"] |= COPIED
    made = {"Copies": bucket("acme-copies"), "Other": bucket("acme-other")}
    table = {"Type": "AWS::DynamoDB::GlobalTable", "Properties": REPLICAS}
    world[PRODUCTION] |= {**made, "Orders": table, "Keeper": role("keeper", KEEPER, allow(action, Resource=on))}

    told = [each.what for each in prove(in_memory(world, [agreement])).to_check if "role/keeper" in each.what]

    assert [f"call {action} on " in each and each.endswith(f"{ends}, for one.") for each in told] == [True] * (
        ends is not None
    )


@pytest.mark.parametrize(
    ("condition", "why"),
    [
        ({"StringAlmost": {"aws:username": "a"}}, "the condition operator StringAlmost is not known"),
        ({"IpAddress": {"aws:SourceIp": "10.0.0.0/33"}}, "'10.0.0.0/33' is no address"),
    ],
    ids=["an operator", "a value"],
)
def test_of_whom_it_is_not_known_what_they_reach_that_is_said(condition: dict[str, Any], why: str) -> None:
    """A condition that nobody understands may hold; where their policies stand is where to look."""
    unclear = allow("s3:GetObject", Resource="*", Condition=condition)
    told = story(Unclear=role("unclear", KEEPER, unclear))
    (found,) = prove(in_memory(told.world, told.agreements)).to_check

    assert found.what.startswith(f"arn:aws:iam::{PRODUCTION}:role/unclear is of the account itself, and what its own")
    assert "is not known: " in found.what
    assert why in found.what
    assert "has its policies" in found.look


def test_each_thing_is_said_once() -> None:
    """With where to look, whatever it is; what deployment may not settle comes with a command."""
    told = of_others()
    found = prove(in_memory(told.world, told.agreements)).to_check

    assert len({each.what for each in found}) == len(found) > 7
    assert all(each.look.endswith(":") is bool(each.commands) for each in found)


@pytest.mark.parametrize(("user", "told"), [({"Ref": "AliceResource"}, 1), ("alice", 1), ("bob", 0)])
def test_a_key_that_a_template_makes_of_an_agreed_user_is_named(user: Any, told: int) -> None:
    """Its secret may stand anywhere in the templates, and whoever reads it is that user."""
    world = world_of(agreed())
    world[STAGING]["Key"] = {"Type": "AWS::IAM::AccessKey", "Properties": {"UserName": user}}
    proof = prove(in_memory(world, [agreed()]))
    said = [each.what for each in proof.to_check if "reads its secret" in each.what]
    assert said == [f"Stack{STAGING}.json Key makes a key of {ALICE}: only whom it should reads its secret."] * told


@pytest.mark.parametrize(("logical_id", "told"), [("AliceResource", 1), ("Bob", 0)])
def test_a_password_that_a_template_gives_an_agreed_user_is_named(logical_id: str, told: int) -> None:
    """Whoever reads it is that user."""
    world = world_of(agreed())
    world[STAGING]["Bob"] = {"Type": "AWS::IAM::User", "Properties": {"UserName": "bob"}}
    world[STAGING][logical_id]["Properties"]["LoginProfile"] = {"Password": "hunter2"}
    proof = prove(in_memory(world, [agreed()]))
    said = [each.what for each in proof.to_check if "a password" in each.what]
    assert said == [f"Stack{STAGING}.json AliceResource gives {ALICE} a password: only whom it should reads it."] * told


def moved(to: str, **said: Any) -> dict[str, Any]:
    """A rule that moves objects of a bucket."""
    return {"Status": "Enabled", "Transitions": [{"StorageClass": to, "TransitionInDays": 0}], **said}


def lives(*rules: dict[str, Any]) -> dict[str, Any]:
    """What moves what lies in a bucket."""
    return {"LifecycleConfiguration": {"Rules": [*rules]}}


TIERED = {"Id": "all", "Status": "Enabled", "Tierings": [{"AccessTier": "ARCHIVE_ACCESS", "Days": 90}]}
PUT_AWAY = {
    "at once": (lives(moved("GLACIER")), "GLACIER"),
    "at once, deeper": (lives(moved("STANDARD_IA"), moved("DEEP_ARCHIVE")), "DEEP_ARCHIVE"),
    "by one transition": (
        lives({"Status": "Enabled", "Transition": {"StorageClass": "GLACIER", "TransitionInDays": 1}}),
        "GLACIER",
    ),
    "by tiers": ({"IntelligentTieringConfigurations": [TIERED]}, "ARCHIVE_ACCESS"),
    "never, as it is disabled": (lives(moved("GLACIER", Status="Disabled")), ""),
    "where it is read at once": (lives(moved("GLACIER_IR")), ""),
    "old versions": (
        lives({"Status": "Enabled", "NoncurrentVersionTransitions": [{"StorageClass": "GLACIER"}]}),
        "",
    ),
    "nothing": ({}, ""),
}


@pytest.mark.parametrize("name", ["acme-reports", "acme-other"])
@pytest.mark.parametrize(("said", "to"), PUT_AWAY.values(), ids=PUT_AWAY)
def test_a_bucket_that_puts_away_what_is_agreed_is_named(said: dict[str, Any], to: str, name: str) -> None:
    """Nobody reads that before it is restored, whatever policies say."""
    world = world_of(agreed())
    world[PRODUCTION]["Reports"] = {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": name, **said}}
    proof = prove(in_memory(world, [agreed()]))
    told = [each.what for each in proof.to_check if "puts objects away" in each.what]
    what = f"arn:aws:s3:::acme-reports puts objects away ({to}): what is agreed is read before, or once it is restored."
    assert told == ([what] if to and name == "acme-reports" else [])


SIGNER = f"arn:aws:iam::{STAGING}:oidc-provider/token.actions.githubusercontent.com"
ELSEWHERE = {"ManagedPolicyArns": [f"arn:aws:iam::{STAGING}:policy/of-another-team"]}
EVERYTHING = {"ManagedPolicyArns": ["arn:aws:iam::aws:policy/AdministratorAccess"]}
WHOLE, BUILD = TrustedAccount(account=STAGING), TrustedRole(account=STAGING, name="build")
SIGNED_IN: dict[str, tuple[Any, dict[str, Any], bool, bool]] = {
    "a whole account, and a policy that is not here": (WHOLE, ELSEWHERE, False, True),
    "a whole account, and a role that may do everything": (WHOLE, EVERYTHING, False, True),
    "a whole account, and a role that may do nothing": (WHOLE, {}, False, False),
    "a role that another one may become": (BUILD, EVERYTHING, True, True),
    "a role that no other one may become": (BUILD, {}, True, False),
}


@pytest.mark.parametrize(("principal", "permissions", "lets_in", "told"), SIGNED_IN.values(), ids=SIGNED_IN)
def test_who_signs_in_on_the_way_to_an_agreed_role_is_named(
    principal: Any, permissions: dict[str, Any], lets_in: bool, told: bool
) -> None:
    """The providers of a role over which it is assumed, as those of a trusted role itself."""
    agreement = agreed(trusted_principals=[principal])
    world = world_of(agreement)
    signing = role("pipeline", {"Principal": {"Federated": SIGNER}})
    signing["Properties"] |= permissions
    statement = signing["Properties"]["AssumeRolePolicyDocument"]["Statement"][0]
    statement["Action"] = "sts:AssumeRoleWithWebIdentity"
    world.setdefault(STAGING, {})["Pipeline"] = signing
    if lets_in:
        trust = world[STAGING]["BuildResource"]["Properties"]["AssumeRolePolicyDocument"]
        trust["Statement"].append(allow("sts:AssumeRole", AWS=f"arn:aws:iam::{STAGING}:root"))
    proof = prove(in_memory(world, [agreement]))
    said = [each.what for each in proof.to_check if each.what.startswith(SIGNER)]
    what = f"{SIGNER} signs in to arn:aws:iam::{STAGING}:role/pipeline only whom it should: "
    end = "whoever that is, since no condition asks for a subject, and so to arn:aws:iam::111111111111:role/reader."
    assert said == [what + end] * told
