"""What a template makes and does not show leaves a proof open, and what a proof takes for granted is said."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.proof.test_worlds import (
    KEY,
    OTHER,
    OWN_ADMINISTRATORS,
    PRODUCTION,
    READER_ARN,
    REPORTS,
    STAGING,
    agreed,
    both,
    key,
    nothing,
    of_account,
    put,
    widened,
    world_of,
)
from tests.proof.world import World, allow, assembly, bucket_policy, in_memory, role
from xacct_constructs import Agreement, RawStatements, S3Read, Safeguards, TrustedAccount, TrustedRole, TrustedUser
from xacct_constructs.iam import Request
from xacct_constructs.managed_policies import state
from xacct_constructs.proof import Answer, Fault, prove
from xacct_constructs.proof.identities import session_of
from xacct_constructs.proof.unshown import may_differ

Edit = Callable[[World], None]
REMOTE = {"TemplateURL": "https://example.com/template.json"}


def a_resource(kind: str, account: str = PRODUCTION, **properties: Any) -> Edit:
    """One more resource in an account's stack."""
    return put(account, Added={"Type": kind, "Properties": properties})


def reports_acl(acl: str) -> Edit:
    """The bucket with a canned access control list."""
    return lambda world: world[PRODUCTION]["Reports"]["Properties"].update(AccessControl=acl)


def a_loop(world: World) -> None:
    """Users that deployment unfolds, among the resources."""
    unfolded: Any = ["Name", ["anna"], {"${Name}": {"Type": "AWS::IAM::User"}}]
    world[PRODUCTION]["Fn::ForEach::Users"] = unfolded


UNSHOWN = {
    "a loop over resources": (a_loop, "Fn::ForEach::Users: it does not say its type"),
    "a resource without a type": (put(PRODUCTION, Added={"Properties": {}}), "it does not say its type"),
    "a role without a trust policy": (a_resource("AWS::IAM::Role"), "AWS::IAM::Role has no AssumeRolePolicyDocument"),
    "a policy without its document": (
        a_resource("AWS::IAM::Policy", Users=["anna"]),
        "AWS::IAM::Policy has no PolicyDocument",
    ),
    "a role's policy without its role": (
        a_resource("AWS::IAM::RolePolicy"),
        "AWS::IAM::RolePolicy has no RoleName and no PolicyDocument",
    ),
    "a bucket policy without its bucket": (
        a_resource("AWS::S3::BucketPolicy", PolicyDocument={}),
        "AWS::S3::BucketPolicy has no Bucket",
    ),
    "a group without members": (
        a_resource("AWS::IAM::UserToGroupAddition", GroupName="readers"),
        "AWS::IAM::UserToGroupAddition has no Users",
    ),
    "a nested stack made elsewhere": (a_resource("AWS::CloudFormation::Stack", **REMOTE), "nested stack's template"),
    "a stack set": (a_resource("AWS::CloudFormation::StackSet", **REMOTE), "the stack set's template says"),
    "a module": (a_resource("Acme::Data::Lake::MODULE"), "the module Acme::Data::Lake::MODULE"),
    "a serverless function": (a_resource("AWS::Serverless::Function"), "what AWS::Serverless::Function makes"),
    "a topic that connectors let others at": (
        put(PRODUCTION, Added={"Type": "AWS::SNS::Topic", "Connectors": {"Told": {"Properties": {}}}}),
        "its Connectors give its role, or others, policies",
    ),
    "a bucket that everybody lists": (reports_acl("PublicRead"), "access control list PublicRead"),
    "a bucket that everybody writes": (reports_acl("PublicReadWrite"), "access control list PublicReadWrite"),
    "a bucket that every account lists": (reports_acl("AuthenticatedRead"), "access control list AuthenticatedRead"),
}
SHOWN = {
    "nothing": nothing,
    "a role of an account without agreements that lacks its trust policy": a_resource("AWS::IAM::Role", OTHER),
    "a nested stack of the trusted account": a_resource("AWS::CloudFormation::Stack", STAGING, **REMOTE),
    "a bucket of the owner's alone": reports_acl("Private"),
    "a bucket that takes logs": reports_acl("LogDeliveryWrite"),
    "another resource": a_resource("AWS::SNS::Topic"),
}


@pytest.mark.parametrize(("edit", "why"), UNSHOWN.values(), ids=UNSHOWN)
def test_what_is_not_shown_is_not_proven(edit: Edit, why: str) -> None:
    """The proof names it, and cannot decide."""
    world = world_of(agreed())
    edit(world)

    proof = prove(in_memory(world, [agreed()]))

    assert proof.answer is Answer.UNDECIDED
    assert [why in str(each) for each in proof.undecided] == [True]


@pytest.mark.parametrize("edit", SHOWN.values(), ids=SHOWN)
def test_what_opens_nothing_stays_proven(edit: Edit) -> None:
    """What lies in the trusted account, or lets nobody in, leaves the proof as it is."""
    world = world_of(agreed())
    edit(world)

    assert prove(in_memory(world, [agreed()])).answer is Answer.PROVEN


TAGGED = ("aws:ResourceTag/env", "s3:BucketTag/env", "s3:ExistingObjectTag/env")
OPERATORS = ("StringEquals", "StringNotEquals", "StringEqualsIfExists", "StringNotEqualsIfExists")


def reports_policy(**elements: Any) -> Edit:
    """The bucket's policy: one statement on all its objects."""
    return put(
        PRODUCTION, Policy=bucket_policy("acme-reports", allow("s3:*", AWS="*", Resource=f"{REPORTS}/*", **elements))
    )


@pytest.mark.parametrize("key_", TAGGED)
@pytest.mark.parametrize("operator", OPERATORS)
@pytest.mark.parametrize("effect", ["Allow", "Deny"])
def test_nothing_proven_rests_on_a_tag_of_what_is_asked_for(effect: str, operator: str, key_: str) -> None:
    """Neither that others are kept out, nor that the role is let in, whatever the template tags the bucket with."""
    world = world_of(agreed())
    reports_policy(Effect=effect, Condition={operator: {key_: "prod"}})(world)
    world[PRODUCTION]["Reports"]["Properties"] |= {"AbacStatus": "Enabled", "Tags": [{"Key": "env", "Value": "prod"}]}

    assert prove(in_memory(world, [agreed()])).answer is not Answer.PROVEN


def test_a_tag_of_an_action_that_is_not_agreed_is_nothing() -> None:
    """A deny of what nobody was promised."""
    world = world_of(agreed())
    deny = allow("s3:PutObject", AWS="*", Resource=f"{REPORTS}/*", Condition={"StringEquals": {TAGGED[0]: "prod"}})
    world[PRODUCTION]["Policy"] = bucket_policy("acme-reports", {**deny, "Effect": "Deny"})

    assert prove(in_memory(world, [agreed()])).answer is Answer.PROVEN


@pytest.mark.parametrize(
    ("transform", "answer"),
    [
        ("AcmeMacro", Answer.UNDECIDED),
        (["AWS::LanguageExtensions", "AcmeMacro"], Answer.UNDECIDED),
        ("AWS::Include", Answer.UNDECIDED),
        ({"Name": "AWS::Include", "Parameters": {"Location": "s3://acme/roles.yaml"}}, Answer.UNDECIDED),
        ({"Name": "AWS::LanguageExtensions"}, Answer.PROVEN),
        ("AWS::LanguageExtensions", Answer.PROVEN),
        (["AWS::Serverless-2016-10-31", "AWS::SecretsManager-2020-07-23"], Answer.PROVEN),
    ],
    ids=str,
)
def test_a_macro_may_make_anything(transform: Any, answer: Answer, tmp_path: Path) -> None:
    """A transform leaves the proof open, but for AWS's own whose work shows in the resources' types."""
    held = assembly(tmp_path, world_of(agreed()), [agreed()], Transform=transform)

    assert prove(held).answer is answer


def test_a_macro_may_stand_beside_the_sections(tmp_path: Path) -> None:
    """An include at the template's top may bring resources along."""
    include = {"Fn::Transform": {"Name": "AWS::Include", "Parameters": {"Location": "s3://acme/roles.yaml"}}}
    assert prove(assembly(tmp_path, world_of(agreed()), [agreed()], **include)).answer is Answer.UNDECIDED


def test_a_resource_that_is_not_made_shows_nothing(tmp_path: Path) -> None:
    """A condition that does not hold takes the nested stack away."""
    world = world_of(agreed())
    world[PRODUCTION]["Added"] = {"Type": "AWS::CloudFormation::Stack", "Properties": REMOTE, "Condition": "Never"}
    never = {"Never": {"Fn::Equals": ["a", "b"]}}

    assert prove(assembly(tmp_path, world, [agreed()], Conditions=never)).answer is Answer.PROVEN


INGEST = f"arn:aws:iam::{PRODUCTION}:role/ingest"
ITSELF = f"{INGEST} is of the account itself"
DECRYPTING = agreed(permissions=[S3Read("acme-reports", prefixes=["monthly/"], kms_key=KEY)])


def ingest(*statements: dict[str, Any], account: str = PRODUCTION) -> Edit:
    """A role of the account itself with these permissions."""
    return put(account, Ingest=role("ingest", of_account(account), *statements))


AWS_READER = "arn:aws:iam::aws:policy/ReadOnlyAccess"
ELSEWHERE = f"arn:aws:iam::{PRODUCTION}:policy/people"


def a_user(name: str, *attached: str) -> dict[str, Any]:
    """A user with these managed policies."""
    return {"Type": "AWS::IAM::User", "Properties": {"UserName": name, "ManagedPolicyArns": list(attached)}}


GRANTED: dict[str, tuple[Agreement, Edit, str]] = {
    "a role that writes the reports": (
        agreed(),
        ingest(allow("s3:PutObject", Resource=f"{REPORTS}/*")),
        f"{ITSELF}: its own policies let it call s3:PutObject on {REPORTS}/x, for one.",
    ),
    "a role that decrypts": (
        DECRYPTING,
        lambda world: (
            put(PRODUCTION, Key=key(OWN_ADMINISTRATORS))(world),
            ingest(allow("kms:Decrypt", Resource="*"))(world),
        )[0],
        f"{ITSELF}: its own policies let it call kms:Decrypt on {KEY}, for one.",
    ),
    "a role that lists all buckets, which is asked on none": (
        agreed(),
        ingest(allow("s3:ListAllMyBuckets", Resource="*"), allow("ssm:GetParameter", Resource="*")),
        "",
    ),
    "a role that lists all keys, which is asked on none": (
        DECRYPTING,
        lambda world: (
            put(PRODUCTION, Key=key(OWN_ADMINISTRATORS))(world),
            ingest(allow("kms:ListKeys", Resource="*"))(world),
        )[0],
        "",
    ),
    "a role whose policy is not understood": (
        agreed(),
        ingest(allow("s3:GetObject", Resource="*", Condition={"StringAlmost": {"a:b": "c"}})),
        f"{ITSELF}, and what its own policies let it reach is not known: ",
    ),
    "a role that has nothing to do with it": (
        agreed(),
        ingest(allow("s3:GetObject", Resource="arn:aws:s3:::acme-other/*")),
        "",
    ),
    "a role of the trusted account": (
        agreed(),
        ingest(allow("s3:PutObject", Resource=f"{REPORTS}/*"), account=STAGING),
        "",
    ),
    "a role that the agreed one may assume": (
        agreed(permissions=[RawStatements([allow("sts:AssumeRole", Resource=INGEST)])]),
        ingest(),
        f"{INGEST}, which {READER_ARN} may assume as agreed, gives no more than it should.",
    ),
    "a role elsewhere that the agreed one may assume": (
        agreed(permissions=[RawStatements([allow("sts:AssumeRole", Resource=INGEST)])]),
        nothing,
        f"{INGEST} is not in the assembly: its trust policy lets {READER_ARN} assume it.",
    ),
    "a role that a pattern of actions lets it assume": (
        agreed(permissions=[RawStatements([allow("sts:Assume*", Resource=INGEST)])]),
        ingest(),
        f"{INGEST}, which {READER_ARN} may assume as agreed, gives no more than it should.",
    ),
    "a policy of AWS's": (
        agreed(),
        lambda world: world[STAGING].update({name.title(): a_user(name, AWS_READER) for name in ("bob", "carol")}),
        f"The managed policies of AWS are as they were on {state()}, 1 that bear on this: {AWS_READER} v",
    ),
    "a policy of the account's own that is not known": (
        agreed(),
        lambda world: world[PRODUCTION].update({name.title(): a_user(name, ELSEWHERE) for name in ("bob", "carol")}),
        f"{ELSEWHERE}, attached to bob, carol, is not known here: what it allows them, they do for their account.",
    ),
    "a policy of the trusted account that is not known": (
        agreed(),
        lambda world: world[STAGING].update(Bob=a_user("bob", ELSEWHERE)),
        "",
    ),
    "an agreed boundary elsewhere": (
        agreed(safeguards=Safeguards(principal_permissions_boundary=ELSEWHERE)),
        nothing,
        f"{ELSEWHERE}, the boundary of alice as agreed, excludes nothing of what is agreed.",
    ),
    "a name that CloudFormation makes": (
        agreed(),
        put(PRODUCTION, Other={"Type": "AWS::S3::Bucket"}),
        "A name that CloudFormation makes is no name that stands in the templates.",
    ),
    "a whole account": (
        agreed(trusted_principals=[TrustedAccount(account=OTHER)]),
        nothing,
        f"Account {OTHER} lets only whom it should assume {READER_ARN}.",
    ),
    "a user that exists": (
        agreed(trusted_principals=[TrustedUser(account=STAGING, name="alice", existing=True)]),
        nothing,
        f"arn:aws:iam::{STAGING}:user/alice is allowed by its own account to assume {READER_ARN}.",
    ),
    "a role": (
        agreed(trusted_principals=[TrustedRole(account=STAGING, name="mailer")]),
        nothing,
        f"Account {STAGING} and its identity providers let into arn:aws:iam::{STAGING}:role/mailer only whom they",
    ),
    "a bucket elsewhere": (
        agreed(permissions=[S3Read("acme-books", owner=OTHER)]),
        nothing,
        "arn:aws:s3:::acme-books is not in the assembly: its bucket policy neither opens it",
    ),
    "a bucket elsewhere, after other statements": (
        agreed(
            permissions=[
                RawStatements([allow("s3:ListAllMyBuckets", Resource="*")]),
                S3Read("acme-books", owner=OTHER),
            ]
        ),
        nothing,
        "arn:aws:s3:::acme-books is not in the assembly: its bucket policy neither opens it",
    ),
    "a role that exists": (
        agreed(existing_role=True),
        nothing,
        f"{READER_ARN} exists already: its trust is as agreed, and it has no other policies.",
    ),
}
ALWAYS = (
    "No organization policy stands against the access.",
    "Policies of resources other than buckets, access points, keys and tables (queues, topics, secrets …)"
    " open nothing to others.",
    "Nothing is open that no template makes: access points, access control lists of objects, grants, shares.",
    "Whoever can edit IAM in the trusting and trusted accounts leaves it as the templates say.",
    "Users and roles of the trusting accounts, and the AWS services that these trust, act for their accounts.",
)


@pytest.mark.parametrize(("agreement", "edit", "sentence"), GRANTED.values(), ids=GRANTED)
def test_what_is_taken_for_granted_is_said(agreement: Agreement, edit: Edit, sentence: str) -> None:
    """Each thing in a sentence of its own, and none of the others."""
    world = world_of(agreement)
    edit(world)

    proof = prove(in_memory(world, [agreement]))
    said = [each.what for each in proof.to_check]

    assert proof.assumptions[:5] == ALWAYS
    found = [each for each in (*said, *proof.assumptions[5:]) if sentence and each.startswith(sentence)]
    assert len(found) == (1 if sentence else 0)
    assert any("of the account itself" in each for each in said) is sentence.startswith(ITSELF)


def test_a_wider_role_of_the_account_is_said_though_it_changes_nothing() -> None:
    """Whoever may do anything in the account is named, and the proof stands."""
    world = world_of(agreed())
    ingest(allow("*", Resource="*"))(world)

    proof = prove(in_memory(world, [agreed()]))

    assert proof.answer is Answer.PROVEN
    assert [each for each in proof.to_check if each.what.startswith(ITSELF)]


def test_it_is_said_before_the_statement_is_believed() -> None:
    """What the agreed role itself may do beyond the agreement is no assumption, but a counterexample."""
    world = world_of(agreed())
    widened(Action="s3:PutObject", Resource=f"{REPORTS}/*")(world)

    proof = prove(in_memory(world, [agreed()]))

    assert proof.answer is Answer.REFUTED
    assert not any(READER_ARN in each.what and "itself" in each.what for each in proof.to_check)


@pytest.mark.parametrize("effect", ["Allow", "Deny"])
def test_only_an_allowed_role_is_taken_for_granted(effect: str) -> None:
    """Other actions, and denies, let the role assume nothing."""
    other = allow("s3:GetObject" if effect == "Allow" else "sts:AssumeRole", Resource="*")
    agreement = agreed(permissions=[RawStatements([{**other, "Effect": effect}, allow("s3:ListBucket", Resource="*")])])

    said = prove(in_memory(world_of(agreement), [agreement])).to_check

    assert not any("may assume as agreed" in each.what for each in said)


NOT_UNDERSTOOD = widened(Action="s3:GetObject", Resource="*", Condition={"StringAlmost": {"aws:username": "a"}})


def with_another_policy(world: World) -> None:
    """The agreed role has a policy too of which nobody here knows what it says."""
    unknown = "arn:aws:iam::aws:policy/NobodyKnowsThis"
    world[PRODUCTION]["ReaderResource"]["Properties"]["ManagedPolicyArns"] = [unknown]


@pytest.mark.parametrize(
    ("edit", "fault", "bucket_", "differs"),
    [
        pytest.param(NOT_UNDERSTOOD, Fault.TOO_LITTLE, "acme-reports", False, id="lacking, of a bucket that is here"),
        pytest.param(NOT_UNDERSTOOD, Fault.TOO_LITTLE, "acme-else", True, id="lacking, of one that is not"),
        pytest.param(nothing, Fault.TOO_LITTLE, "acme-else", False, id="lacking, and all is known"),
        pytest.param(NOT_UNDERSTOOD, Fault.TOO_MUCH, "acme-else", False, id="too much, and all its policies are here"),
        pytest.param(
            with_another_policy, Fault.TOO_MUCH, "acme-reports", False, id="too much, and all statements are known"
        ),
        pytest.param(
            both(NOT_UNDERSTOOD, with_another_policy),
            Fault.TOO_MUCH,
            "acme-reports",
            True,
            id="too much, and neither is known",
        ),
    ],
)
def test_no_decision_tells_where_two_things_are_not_known(
    edit: Edit, fault: Fault, bucket_: str, differs: bool
) -> None:
    """A statement of the role's, and what else decides: what it asks for, or its other policies."""
    world = world_of(agreed())
    edit(world)
    assembly = in_memory(world, [agreed()])
    reader = assembly.identity(READER_ARN)
    assert reader is not None
    request = Request(session_of(reader), "s3:GetObject", f"arn:aws:s3:::{bucket_}/x")

    assert may_differ(assembly, fault, request, reader) is differs
