"""Each rule: a world in which it is found, and the nearest one in which it is not."""

import re
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.rules.world import (
    ADMIT_ALICE,
    ALICE,
    ASSUME,
    BUCKET,
    GLOBEX,
    IS_ALICE,
    KEY,
    MFA,
    PRODUCTION,
    READ,
    ROLE,
    STAGING,
    WORKLOAD,
    Resources,
    World,
    account,
    admit,
    document,
    holder,
    role,
    statement,
    user,
    world,
)
from xacct_constructs.finding import Severity
from xacct_constructs.rules import RULES, check_assembly

ROLE_TRUST = "Production.template.json Role.AssumeRolePolicyDocument.Statement[0]"
ROLE_POLICY = "Production.template.json Role.Policies[0].Statement"
USER_POLICY = "Staging.template.json User.Policies[0].Statement[0]"
ROLE_ATTACHED = "Production.template.json Role.ManagedPolicyArns"
LIST = statement("s3:ListBucket", BUCKET, {"StringLike": {"s3:prefix": "monthly/*"}})
CHAIN = {
    "Role": holder(
        "Role", "workload", ASSUME, AssumeRolePolicyDocument=document(admit({"Service": "lambda.amazonaws.com"}))
    )
}
IS_WORKLOAD = {"ArnEquals": {"aws:PrincipalArn": WORKLOAD}}


def encrypted(key: Any) -> Resources:
    """The bucket, encrypted with this key by default."""
    by_default = {"ServerSideEncryptionByDefault": {"KMSMasterKeyID": key}}
    properties = {
        "BucketName": "acme-reports",
        "BucketEncryption": {"ServerSideEncryptionConfiguration": [by_default]},
    }
    return {"Bucket": {"Type": "AWS::S3::Bucket", "Properties": properties}}


def keyed(principal: str) -> Resources:
    """The encrypted bucket, and its key whose policy names somebody."""
    policy = document(statement("kms:Decrypt", "*", Principal={"AWS": principal}))
    key = {"Type": "AWS::KMS::Key", "Properties": {"KeyPolicy": policy}}
    reference = {"Fn::GetAtt": ["Key", "Arn"]}
    return encrypted(reference) | {"Key": key}


LOG: Resources = {
    "Log": {"Type": "AWS::Logs::LogGroup", "Properties": {}},
    "Kept": {"Type": "AWS::SSM::Parameter", "Properties": {"Type": "String", "Value": "x"}},
}
SECRET: Resources = {"Secret": {"Type": "AWS::SecretsManager::Secret"}}
IN_TEAM = {"ArnEquals": {"aws:PrincipalArn": f"arn:aws:iam::{STAGING}:user/team/alice"}}
CLOSED = admit(account(GLOBEX), IS_ALICE)
INSIDE = {"Bob": holder("User", "bob", ASSUME)}
BOB = {"Bob": holder("User", "bob")}
BY_TAG = {"StringEquals": {"iam:ResourceTag/team": "data"}}
SESSION = ["sts:AssumeRole", "sts:SetSourceIdentity"]


def padded(characters: int) -> World:
    """A world whose user's inline policy has this many characters."""
    bare = document(statement("sts:AssumeRole", ROLE, Sid=""))
    filler = characters - len(str(bare).replace(" ", ""))
    return world(staging=user(statement("sts:AssumeRole", ROLE, Sid="x" * filler)))


def bucket_policy(principal: str) -> World:
    """A world with a bucket policy that names this principal."""
    named = document(statement("s3:GetObject", f"{BUCKET}/*", Principal={"AWS": principal}))
    properties = {"Bucket": "acme-reports", "PolicyDocument": named}
    return world(role(READ) | {"BucketPolicy": {"Type": "AWS::S3::BucketPolicy", "Properties": properties}})


def attached(name: str) -> Resources:
    """A policy for a user that is made elsewhere."""
    properties = {"PolicyName": "Assume", "Users": [name], "PolicyDocument": document(ASSUME)}
    return {"Policy": {"Type": "AWS::IAM::Policy", "Properties": properties}}


def aws(name: str) -> str:
    """The ARN of a managed policy of AWS's."""
    return f"arn:aws:iam::aws:policy/{name}"


class Row(NamedTuple):
    """One rule, seen from both sides."""

    code: str
    place: str
    found: World
    neighbour: World


ROWS = {
    "everybody, with the condition kept": Row(
        "XA701", ROLE_TRUST, world(role(READ, trust=admit({"AWS": "*"}, IS_ALICE))), world()
    ),
    "everybody, written short": Row("XA701", ROLE_TRUST, world(role(READ, trust=admit("*"))), world()),
    "everybody but one": Row(
        "XA701",
        ROLE_TRUST,
        world(role(READ, trust=statement("sts:AssumeRole", NotPrincipal={"AWS": ALICE}))),
        world(role(READ, trust=[statement("sts:AssumeRole", NotPrincipal={"AWS": ALICE}, Effect="Deny"), ADMIT_ALICE])),
    ),
    "a whole account": Row("XA702", ROLE_TRUST, world(role(READ, trust=admit(account(STAGING)))), world()),
    "a whole account with MFA": Row(
        "XA702",
        ROLE_TRUST,
        world(role(READ, trust=admit(account(STAGING), MFA))),
        world(role(READ, trust=admit(account(PRODUCTION)))),
    ),
    "a whole account, the condition only if it exists": Row(
        "XA702",
        ROLE_TRUST,
        world(role(READ, trust=admit(account(STAGING), {"ArnEqualsIfExists": {"aws:PrincipalArn": ALICE}}))),
        world(role(READ, trust=admit(account(STAGING), {"StringEquals": {"aws:PrincipalTag/team": "data"}}))),
    ),
    "a third party": Row(
        "XA703",
        ROLE_TRUST,
        world(role(READ, trust=admit({"AWS": f"arn:aws:iam::{GLOBEX}:role/audit"}))),
        world(
            role(
                READ,
                trust=admit({"AWS": f"arn:aws:iam::{GLOBEX}:role/audit"}, {"StringEquals": {"sts:ExternalId": "a1b2"}}),
            )
        ),
    ),
    "a third party by number, beside the organization": Row(
        "XA703",
        ROLE_TRUST,
        world(role(READ, trust=admit({"AWS": GLOBEX}, IS_ALICE))),
        world(role(READ, trust=admit({"AWS": GLOBEX}, {"StringEquals": {"aws:PrincipalOrgID": "o-acme123456"}}))),
    ),
    "assume anything": Row("XA704", USER_POLICY, world(staging=user(statement("sts:AssumeRole", "*"))), world()),
    "assume by pattern": Row(
        "XA704",
        USER_POLICY,
        world(staging=user(statement("sts:*", f"arn:aws:iam::{PRODUCTION}:role/read*"))),
        world(staging=user(statement("sts:*", f"arn:aws:iam::{PRODUCTION}:role/read*", BY_TAG))),
    ),
    "assume all but one": Row(
        "XA704",
        USER_POLICY,
        world(staging=user(statement("sts:AssumeRole", NotResource=ROLE))),
        world(staging=user(statement("sts:GetCallerIdentity", "*"))),
    ),
    "not admitted": Row(
        "XA705",
        USER_POLICY,
        world(role(READ, trust=admit(account(STAGING), {"ArnEquals": {"aws:PrincipalArn": f"{ALICE}a"}}))),
        world(),
    ),
    "not admitted on that path": Row("XA705", USER_POLICY, world(staging=user(ASSUME, Path="/team/")), world()),
    "admitted and denied": Row(
        "XA705",
        USER_POLICY,
        world(role(READ, trust=[ADMIT_ALICE, {**ADMIT_ALICE, "Effect": "Deny"}])),
        world(role(READ, trust=[ADMIT_ALICE, admit(account(STAGING), MFA) | {"Effect": "Deny"}])),
    ),
    "admitted, not allowed": Row(
        "XA706", ROLE_TRUST, world(staging=user(statement("sts:AssumeRole", f"{ROLE}2"))), world()
    ),
    "admitted, outside the boundary": Row(
        "XA706",
        ROLE_TRUST,
        world(
            staging=user(ASSUME, PermissionsBoundary={"Ref": "Boundary"})
            | {
                "Boundary": {
                    "Type": "AWS::IAM::ManagedPolicy",
                    "Properties": {"PolicyDocument": document(statement("s3:*", "*"))},
                }
            }
        ),
        world(staging=user(ManagedPolicyArns=["arn:aws:iam::aws:policy/AdministratorAccess"])),
    ),
    "admitted in one statement, denied in another": Row(
        "XA706",
        ROLE_TRUST,
        world(role(READ, trust=[ADMIT_ALICE, {**admit(account(GLOBEX)), "Effect": "Deny"}]), user()),
        world(role(READ, trust=[ADMIT_ALICE, {**ADMIT_ALICE, "Effect": "Deny"}]), user()),
    ),
    "made elsewhere, admitted on its path": Row(
        "XA705",
        "Staging.template.json Policy.PolicyDocument.Statement[0]",
        world(role(READ, trust=admit(account(STAGING), IN_TEAM)), attached("mallory")),
        world(role(READ, trust=admit(account(STAGING), IN_TEAM)), attached("alice")),
    ),
    "not admitted, and does not ask": Row(
        "XA705",
        USER_POLICY,
        world(role(READ, trust=CLOSED), user(ASSUME)),
        world(
            role(READ, trust=CLOSED),
            user({**ASSUME, "Effect": "Deny"}, statement("sts:TagSession", ROLE), statement("sts:AssumeRole", "*")),
        ),
    ),
    "not admitted, within one account": Row(
        "XA705",
        USER_POLICY,
        world(role(READ, trust=CLOSED), user(ASSUME)),
        world(role(READ, trust=CLOSED) | INSIDE, user()),
    ),
    "not allowed, but refused": Row(
        "XA706", ROLE_TRUST, world(staging=user({**ASSUME, "Effect": "Deny", "Condition": MFA})), world()
    ),
    "not allowed, within one account": Row(
        "XA706",
        ROLE_TRUST,
        world(staging=user()),
        world(role(READ, trust=admit({"AWS": f"arn:aws:iam::{PRODUCTION}:user/bob"})) | BOB),
    ),
    "MFA that is not absent": Row(
        "XA710",
        ROLE_TRUST,
        world(role(READ, trust=admit({"AWS": WORKLOAD}, {"Null": {"aws:MultiFactorAuthAge": "false"}}))),
        world(role(READ, trust=admit({"AWS": WORKLOAD}, {"Null": {"aws:MultiFactorAuthPresent": "true"}}))),
    ),
    "MFA told to be there": Row(
        "XA710",
        ROLE_TRUST,
        world(role(READ, trust=admit({"AWS": WORKLOAD}, {"Null": {"aws:MultiFactorAuthPresent": "false"}}))),
        world(role(READ, trust=admit({"AWS": WORKLOAD}, {"Bool": {"aws:MultiFactorAuthPresent": "false"}}))),
    ),
    "MFA of an identity provider": Row(
        "XA710",
        ROLE_TRUST,
        world(role(READ, trust=admit({"Federated": f"arn:aws:iam::{PRODUCTION}:oidc-provider/ci.example"}, MFA))),
        world(role(READ, trust=admit({"AWS": [STAGING, "*"]}, MFA))),
    ),
    "the whole bucket is listed": Row(
        "XA707", f"{ROLE_POLICY}[1]", world(role(READ, statement("s3:ListBucket", BUCKET))), world(role(READ, LIST))
    ),
    "listed by prefix only if it is told": Row(
        "XA707",
        f"{ROLE_POLICY}[1]",
        world(
            role(READ, statement("s3:List*", BUCKET, {"StringLikeIfExists": {"s3:prefix": "monthly/*"}})),
        ),
        world(role(statement("s3:GetObject", f"{BUCKET}/*"), statement("s3:ListBucket", BUCKET))),
    ),
    "one statement lists the bucket and reads a prefix": Row(
        "XA707",
        f"{ROLE_POLICY}[0]",
        world(role(statement(["s3:GetObject*", "s3:List*"], [BUCKET, f"{BUCKET}/monthly/*"]))),
        world(role(statement(["s3:GetObject*", "s3:List*"], [BUCKET, f"{BUCKET}/*"]))),
    ),
    "a pattern of buckets that is read whole": Row(
        "XA707",
        f"{ROLE_POLICY}[0]",
        world(role(statement(["s3:GetObject", "s3:ListBucket"], [BUCKET, f"{BUCKET}/monthly/*"]))),
        world(role(statement(["s3:GetObject", "s3:ListBucket"], [f"{BUCKET}*", f"{BUCKET}/monthly/*"]))),
    ),
    "a prefix that ends in a name": Row(
        "XA708", f"{ROLE_POLICY}[0]", world(role(statement("s3:GetObject", f"{BUCKET}/monthly*"))), world(role(READ))
    ),
    "a listed prefix that ends in a name": Row(
        "XA708",
        f"{ROLE_POLICY}[1]",
        world(role(READ, statement("s3:ListBucket", BUCKET, {"StringEquals": {"s3:prefix": "monthly"}}))),
        world(role(READ, LIST)),
    ),
    "one key is no prefix": Row(
        "XA708",
        f"{ROLE_POLICY}[0]",
        world(role(statement("s3:GetObject", f"{BUCKET}/2026/a*"))),
        world(role(statement("s3:GetObject", [f"{BUCKET}/2026/a", f"{BUCKET}/*/a", f"{BUCKET}/*"]))),
    ),
    "no decrypt": Row(
        "XA709",
        f"{ROLE_POLICY}[0]",
        world(role(READ) | encrypted(KEY)),
        world(role(READ, statement("kms:Decrypt", KEY)) | encrypted(KEY)),
    ),
    "decrypt with another key": Row(
        "XA709",
        f"{ROLE_POLICY}[0]",
        world(role(READ, statement("kms:Decrypt", KEY[:-1] + "c")) | encrypted(KEY)),
        world(role(statement("s3:GetObject", "arn:aws:s3:::another/monthly/*")) | encrypted(KEY)),
    ),
    "decrypt by the key's own policy": Row(
        "XA709",
        f"{ROLE_POLICY}[0]",
        world(role(READ) | keyed(f"arn:aws:iam::{PRODUCTION}:root")),
        world(role(READ) | keyed(ROLE)),
    ),
    "every bucket, one encrypted": Row(
        "XA709",
        f"{ROLE_POLICY}[0]",
        world(role(statement("s3:GetObject", "arn:aws:s3:::acme-*/*")) | encrypted(KEY)),
        world(role(statement("s3:GetObject", "arn:aws:s3:::globex-*/*")) | encrypted(KEY)),
    ),
    "a key by its alias": Row(
        "XA709",
        f"{ROLE_POLICY}[0]",
        world(role(READ) | encrypted("alias/reports")),
        world(role(READ, statement("kms:Decrypt", KEY)) | encrypted("alias/reports")),
    ),
    "AWS's own key": Row(
        "XA709", f"{ROLE_POLICY}[0]", world(role(READ) | encrypted(KEY)), world(role(READ) | encrypted("alias/aws/s3"))
    ),
    "a principal of another partition": Row(
        "XA718",
        ROLE_TRUST,
        world(role(READ, trust=admit({"AWS": ["*", f"arn:aws-cn:iam::{STAGING}:root"]}, IS_ALICE))),
        world(role(READ, trust=admit({"AWS": [STAGING, f"arn:aws:iam::{STAGING}:root"]}, IS_ALICE))),
    ),
    "a bucket policy's principal of another partition": Row(
        "XA718",
        "Production.template.json BucketPolicy.PolicyDocument.Statement[0]",
        bucket_policy(f"arn:aws-us-gov:iam::{STAGING}:user/alice"),
        bucket_policy(ALICE),
    ),
    "MFA of a role": Row(
        "XA710",
        ROLE_TRUST,
        world(role(READ, trust=admit(account(STAGING), MFA | IS_WORKLOAD))),
        world(role(READ, trust=admit(account(STAGING), MFA | IS_ALICE))),
    ),
    "MFA of a service": Row(
        "XA710",
        ROLE_TRUST,
        world(role(READ, trust=admit({"Service": "lambda.amazonaws.com"}, MFA))),
        world(role(READ, trust=admit({"Service": "lambda.amazonaws.com"}))),
    ),
    "MFA of a role's session": Row(
        "XA710",
        f"{ROLE_POLICY}[0]",
        world(role({**READ, "Condition": {"NumericLessThan": {"aws:MultiFactorAuthAge": "3600"}}})),
        world(staging=user({**ASSUME, "Condition": MFA})),
    ),
    "MFA if it is told": Row(
        "XA711",
        ROLE_TRUST,
        world(
            role(
                READ,
                trust=admit(account(STAGING), {"BoolIfExists": {"aws:MultiFactorAuthPresent": "true"}, **IS_ALICE}),
            )
        ),
        world(
            role(
                READ,
                trust=[
                    ADMIT_ALICE,
                    admit(account(STAGING), {"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}})
                    | {"Effect": "Deny"},
                ],
            )
        ),
    ),
    "source identity, admitted only": Row(
        "XA712",
        USER_POLICY,
        world(role(READ, trust=admit(account(STAGING), IS_ALICE, SESSION))),
        world(role(READ, trust=admit(account(STAGING), IS_ALICE, SESSION)), user(statement(SESSION, ROLE))),
    ),
    "session tags, allowed only": Row(
        "XA712",
        ROLE_TRUST,
        world(staging=user(ASSUME, statement("sts:TagSession", ROLE))),
        world(staging=user(ASSUME, statement("sts:TagSession", f"{ROLE}2"))),
    ),
    "two hours for a chain": Row(
        "XA713",
        "Production.template.json Role.MaxSessionDuration",
        world(role(READ, trust=admit(account(STAGING), IS_WORKLOAD), MaxSessionDuration=7200), CHAIN),
        world(role(READ, trust=admit(account(STAGING), IS_WORKLOAD), MaxSessionDuration=3600), CHAIN),
    ),
    "two hours for a user beside a chain": Row(
        "XA713",
        "Production.template.json Role.MaxSessionDuration",
        world(role(READ, trust=admit({"AWS": WORKLOAD}), MaxSessionDuration=7200), CHAIN),
        world(role(READ, trust=admit({"AWS": [WORKLOAD, ALICE]}), MaxSessionDuration=7200), CHAIN),
    ),
    "a deleted principal is trusted": Row(
        "XA714", ROLE_TRUST, world(role(READ, trust=[admit({"AWS": "AIDACKCEVSQ6C2EXAMPLE"}), ADMIT_ALICE])), world()
    ),
    "a deleted principal in a bucket policy": Row(
        "XA714",
        "Production.template.json BucketPolicy.PolicyDocument.Statement[0]",
        bucket_policy("AROADBQP57FF2AEXAMPLE"),
        bucket_policy(ROLE),
    ),
    "over the quota": Row("XA715", USER_POLICY.removesuffix(".Statement[0]"), padded(2049), padded(2048)),
    "near the quota": Row("XA716", USER_POLICY.removesuffix(".Statement[0]"), padded(1844), padded(1843)),
    "it may write": Row(
        "XA717", f"{ROLE_POLICY}[0]", world(role(statement("s3:PutObject", f"{BUCKET}/monthly/*"))), world(role(READ))
    ),
    "it may read more than objects": Row(
        "XA717",
        f"{ROLE_POLICY}[0]",
        world(role(statement("s3:GetObject*", f"{BUCKET}/monthly/*"))),
        world(role(statement("s3:PutObject", f"{BUCKET}/monthly/*"), trust=admit(account(PRODUCTION)))),
    ),
    "it may do all but one thing": Row(
        "XA717",
        f"{ROLE_POLICY}[0]",
        world(role(statement(None, "*", NotAction="iam:*"))),
        world(role({**statement(None, "*", NotAction="iam:*"), "Effect": "Deny"})),
    ),
    "an administrator by AWS's own policy": Row(
        "XA717",
        ROLE_ATTACHED,
        world(role(ManagedPolicyArns=[aws("AdministratorAccess")])),
        world(role(ManagedPolicyArns=[aws("AdministratorAccess")], trust=admit(account(PRODUCTION)))),
    ),
    "one of AWS's own policies writes, one denies": Row(
        "XA717",
        ROLE_ATTACHED,
        world(role(ManagedPolicyArns=[aws("AmazonS3FullAccess"), aws("AWSDenyAll")])),
        world(role(ManagedPolicyArns=[aws("AWSDenyAll")])),
    ),
    "a principal is a parameter": Row(
        "XA799",
        ROLE_TRUST,
        world(role(READ, trust=admit({"AWS": {"Ref": "Somebody"}}))),
        world(role(READ, trust=admit({"AWS": {"Fn::Sub": "arn:${AWS::Partition}:iam::${AWS::AccountId}:root"}}))),
    ),
    "a resource is a parameter": Row(
        "XA799",
        f"{ROLE_POLICY}[0]",
        world(role(statement("logs:PutLogEvents", {"Ref": "Somebody"})) | LOG),
        world(role(statement("logs:PutLogEvents", {"Fn::GetAtt": ["Log", "Arn"]})) | LOG),
    ),
    "a resource begins with a parameter": Row(
        "XA799",
        f"{ROLE_POLICY}[0]",
        world(role(statement("logs:PutLogEvents", {"Fn::Sub": "${Somebody}:*"})) | LOG),
        world(
            role(statement("logs:PutLogEvents", ["*", {"Fn::Sub": "${Log.Arn}:*"}, {"Ref": "Secret"}])) | LOG | SECRET
        ),
    ),
    "a resource is what somebody has written elsewhere": Row(
        "XA799",
        f"{ROLE_POLICY}[0]",
        world(role(statement("logs:PutLogEvents", {"Fn::GetAtt": ["Kept", "Value"]})) | LOG),
        world(role({**statement("logs:PutLogEvents"), "NotResource": {"Fn::GetAtt": ["Log", "Arn"]}}) | LOG),
    ),
    "it writes to a log group of its own": Row(
        "XA717",
        f"{ROLE_POLICY}[0]",
        world(role(statement("logs:PutLogEvents", {"Fn::GetAtt": ["Log", "Arn"]})) | LOG),
        world(role(statement("logs:GetLogEvents", {"Fn::GetAtt": ["Log", "Arn"]})) | LOG),
    ),
    "an element is not known": Row(
        "XA799",
        ROLE_TRUST,
        world(role(READ, trust={**ADMIT_ALICE, "Condition": {"StringMatches": {"aws:PrincipalArn": ALICE}}})),
        world(),
    ),
}


def said(of: World, folder: Path) -> list[tuple[str, str]]:
    """Code and place of every finding."""
    return [(finding.code, finding.path) for finding in check_assembly(of.read(folder))]


@pytest.mark.parametrize("name", ROWS)
def test_it_is_found(name: str, tmp_path: Path) -> None:
    """The finding has its code, and names template, resource and property."""
    row = ROWS[name]
    assert (row.code, row.place) in said(row.found, tmp_path)


@pytest.mark.parametrize("name", ROWS)
def test_its_neighbour_is_not(name: str, tmp_path: Path) -> None:
    """What differs only in the one point has no finding of this code."""
    row = ROWS[name]
    assert row.code not in [code for code, _ in said(row.neighbour, tmp_path)]


def test_every_rule_has_a_row() -> None:
    """None is in the table that no row provokes."""
    assert {rule.code for rule, _ in RULES} == {row.code for row in ROWS.values()}


def test_the_story_has_no_finding(tmp_path: Path) -> None:
    """The role that admits alice, and alice who may ask for it."""
    assert said(world(), tmp_path) == []


def test_one_statement_that_is_not_understood_hides_no_other(tmp_path: Path) -> None:
    """What stands beside it is judged all the same."""
    strange = {**ADMIT_ALICE, "Condition": {"StringMatches": {"aws:PrincipalArn": ALICE}}}
    found = said(world(role(READ, trust=[strange, admit({"AWS": "*"}, IS_ALICE)])), tmp_path)
    assert found == [("XA701", ROLE_TRUST.replace("[0]", "[1]")), ("XA799", ROLE_TRUST)]


def test_a_known_account_is_no_third_party(tmp_path: Path) -> None:
    """An account is told by its ID, to the rules or in the assembly."""
    globex = world(role(READ, trust=admit({"AWS": f"arn:aws:iam::{GLOBEX}:role/audit"}))).read(tmp_path)
    carried = replace(globex, known_accounts=(GLOBEX,))
    assert "XA703" in [each.code for each in check_assembly(globex)]
    assert "XA703" not in [each.code for each in check_assembly(globex, known_accounts=[GLOBEX])]
    assert "XA703" not in [each.code for each in check_assembly(carried)]


def test_a_policy_of_a_group_is_not_the_users_own(tmp_path: Path) -> None:
    """Its characters do not count for the user's quota."""
    long = document(statement("s3:GetObject", f"{BUCKET}/monthly/", Sid="x" * 2000))
    group = {"Type": "AWS::IAM::Group", "Properties": {"GroupName": "g", "Policies": [{"PolicyDocument": long}]}}
    assert said(world(staging=user(ASSUME, Groups=[{"Ref": "Group"}]) | {"Group": group}), tmp_path) == []


def test_what_a_policy_of_aws_allows_is_told_in_short(tmp_path: Path) -> None:
    """Each attached policy by its ARN and its first actions; what is not known here is not judged."""
    given = world(role(ManagedPolicyArns=[aws("AdministratorAccess"), aws("ReadOnlyAccess"), aws("NotKnownHere")]))
    found = [each.message for each in check_assembly(given.read(tmp_path)) if each.code == "XA717"]
    begin = f"gives {ROLE}, which another account assumes, "
    assert found[0] == f"{begin}{aws('AdministratorAccess')}: *"
    assert re.fullmatch(rf"{re.escape(begin + aws('ReadOnlyAccess'))}: ([^,]+, ){{4}}[^,]+ and [0-9]+ more", found[1])
    assert len(found) == 2


def test_declarations_are_whole() -> None:
    """Each code is there once, in order, with a page of AWS's; what fails a deployment is an error."""
    codes = [rule.code for rule, _ in RULES]
    assert codes == sorted(set(codes))
    for rule, _ in RULES:
        assert rule.source.startswith("https://docs.aws.amazon.com/")
        assert all((rule.name, rule.why.endswith("."), rule.fix))
    assert {rule.code for rule, _ in RULES if rule.severity is Severity.ERROR} == {
        "XA701", "XA704", "XA705", "XA710", "XA711", "XA714", "XA715", "XA718",
    }  # fmt: skip
