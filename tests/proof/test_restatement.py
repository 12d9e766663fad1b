"""A role that somebody wrote by hand is said as the agreement that means the same, or it is said what none says."""

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.proof.world import Resources, allow, assembly, both_halves, bucket, bucket_policy, document, role
from xacct_constructs import (
    Agreement,
    Binding,
    DynamoDBRead,
    Network,
    RawStatements,
    S3Read,
    Safeguards,
    TrustedAccount,
    TrustedOrganization,
    TrustedOrganizationalUnit,
    TrustedPermissionSet,
    TrustedRole,
    TrustedUser,
    TrustedWebIdentity,
)
from xacct_constructs.agreement.serialize import from_json
from xacct_constructs.proof import Answer, prove
from xacct_constructs.report.restatement import agreement_python, restatement_data, restatement_text
from xacct_constructs.restatement import Restatement, restate

TRUSTING, TRUSTED, THIRD = "111111111111", "222222222222", "333333333333"
READER = f"arn:aws:iam::{TRUSTING}:role/reader"
ALICE = f"arn:aws:iam::{TRUSTED}:user/alice"
UNIT = "o-abcdefghij/r-abcd/ou-abcd-11111111/"
USER = TrustedUser(account=TRUSTED, name="alice")
TOKEN = TrustedWebIdentity(provider="gitlab.com", audience="https://gitlab.com", subject="project_path:acme/reports")
READ = S3Read("acme-reports", prefixes=["monthly/", "yearly/"])
TABLE = f"arn:aws:dynamodb:eu-west-1:{TRUSTING}:table/orders"


def agreement(*permissions: Any, principals: Any = (USER,), binding: Any = None, **safeguards: Any) -> Agreement:
    """Somebody may read something."""
    return Agreement(
        role_name="reader",
        trusting_account=TRUSTING,
        trusted_principals=principals,
        permissions=permissions or (READ,),
        safeguards=Safeguards(**safeguards),
        binding=binding or Binding.PRINCIPAL_ARN,
    )


SAID: dict[str, Agreement] = {
    "a user reads a prefix": agreement(),
    "a bucket": agreement(S3Read("acme-reports")),
    "versions, tags and attributes": agreement(S3Read("acme-reports", versions=True, tags=True, attributes=True)),
    "a table": agreement(DynamoDBRead(TABLE)),
    "an index, leading keys": agreement(DynamoDBRead(TABLE, indexes=["by-day"], leading_keys=["acme", "a$b"])),
    "a stream": agreement(DynamoDBRead(TABLE, streams=True)),
    "an encrypted bucket": agreement(S3Read("acme-reports", kms_key=f"arn:aws:kms:eu-west-1:{TRUSTING}:key/k")),
    "statements of their own": agreement(
        RawStatements([{"Effect": "Allow", "Action": "sns:Publish", "Resource": f"arn:aws:sns:eu-west-1:{TRUSTING}:t"}])
    ),
    "two users and a role": agreement(
        principals=(
            USER,
            TrustedUser(account=THIRD, name="bob", path="/people/"),
            TrustedRole(account=TRUSTED, name="job"),
        )
    ),
    "a user by name": agreement(binding=Binding.DIRECT_ARN),
    "an account": agreement(principals=(TrustedAccount(account=TRUSTED),), external_ids=["acme-4711"]),
    "a permission set": agreement(principals=(TrustedPermissionSet(account=TRUSTED, name="Reports"),)),
    "permission sets of a region": agreement(
        principals=tuple(
            TrustedPermissionSet(account=TRUSTED, name=name, region=region)
            for name, region in (("Reports", "eu-west-1"), ("Maps", "us-east-1"))
        )
    ),
    "a whole organization": agreement(principals=(TrustedOrganization(organization_id="o-abcdefghij"),), mfa=True),
    "two units": agreement(
        principals=tuple(TrustedOrganizationalUnit(organization_path=f"{UNIT}{each}") for each in ("", "*"))
    ),
    "an organization that is trusted beside a user": agreement(
        principals=(TrustedOrganization(organization_id="o-abcdefghij"), USER)
    ),
    "tokens": agreement(principals=(TOKEN, replace(TOKEN, subject="project_path:acme/maps"))),
    "tokens by a pattern": agreement(principals=(replace(TOKEN, subject="project_path:acme/*"),)),
    "tokens beside a user": agreement(principals=(USER, TOKEN), source_identities=["ci"]),
    "external IDs": agreement(external_ids=["acme-4711", "acme-4712"]),
    "MFA": agreement(mfa=True, mfa_max_age=timedelta(hours=1)),
    "an organization": agreement(organization_id="o-abcdefghij", organization_paths=["o-abcdefghij/r-abcd/*"]),
    "a source identity": agreement(source_identities=["alice", "a*"]),
    "the session's name": agreement(session_name_is_user_name=True),
    "session tags": agreement(session_tags={"team": ["a", "b"], "cost": ["c"]}),
    "networks": agreement(assume_from=Network(ip_ranges=["198.51.100.0/24"], vpc_endpoints=["vpce-0123456789abcdef0"])),
    "an expiry": agreement(expiry=datetime(2030, 1, 1, tzinfo=UTC)),
    "statements of their own, and an expiry": agreement(
        RawStatements([{"Effect": "Allow", "Action": "sns:Publish", "Resource": "*"}]),
        expiry=datetime(2030, 1, 1, tzinfo=UTC),
    ),
    "a longer session": agreement(max_session_duration=timedelta(hours=4)),
    "boundaries": agreement(
        role_permissions_boundary=f"arn:aws:iam::{TRUSTING}:policy/edge",
        principal_permissions_boundary=f"arn:aws:iam::{TRUSTED}:policy/edge",
    ),
}


def restated(folder: Path, given: Agreement, edit: Callable[[Resources], object] = lambda _: None) -> Restatement:
    """The role of an agreement, of which the assembly says nothing."""
    world = both_halves([given])
    edit(world[TRUSTING])
    return restate(assembly(folder, world, []), READER)


@pytest.mark.parametrize("given", SAID.values(), ids=SAID)
def test_what_an_agreement_writes_is_read_back_as_it(given: Agreement, tmp_path: Path) -> None:
    """From the templates alone; as Python and as the file has it, it is the same value."""
    found = restated(tmp_path, given)
    assert found.unsaid == ()
    assert found.agreement == given

    space: dict[str, Any] = {}
    exec(agreement_python([given]), space)  # noqa: S102  # our own Python, which is to be run
    assert space["AGREEMENTS"] == [given]
    (written,) = restatement_data([found])["agreements"]
    assert from_json(json.loads(json.dumps(written))) == given


def by_hand(*permissions: Any, **trust: Any) -> Resources:
    """A role as people write them."""
    return {"Reader": role("reader", {"AWS": f"arn:aws:iam::{TRUSTED}:root", **trust}, *permissions)}


PUBLISH = allow("sns:Publish", Resource=f"arn:aws:sns:eu-west-1:{TRUSTING}:t")
HAND: dict[str, tuple[Resources, Agreement]] = {
    "an account": (
        by_hand(PUBLISH),
        agreement(RawStatements([PUBLISH]), principals=(TrustedAccount(account=TRUSTED),)),
    ),
    "an account by its number": (
        by_hand(PUBLISH, AWS=TRUSTED),
        agreement(RawStatements([PUBLISH]), principals=(TrustedAccount(account=TRUSTED),)),
    ),
    "anybody whose ARN is a user's": (
        by_hand(PUBLISH, AWS="*", Condition={"StringEquals": {"aws:PrincipalArn": ALICE}}),
        agreement(RawStatements([PUBLISH]), principals=(TrustedUser(account=TRUSTED, name="alice", existing=True),)),
    ),
    "a bucket, whoever owns it": (
        by_hand(allow(["s3:GetObject", "s3:ListBucket"], Resource="arn:aws:s3:::acme-reports*")),  # type: ignore[arg-type]  # several
        agreement(
            RawStatements([allow(["s3:GetObject", "s3:ListBucket"], Resource="arn:aws:s3:::acme-reports*")]),  # type: ignore[arg-type]  # several
            principals=(TrustedAccount(account=TRUSTED),),
        ),
    ),
}


@pytest.mark.parametrize(("resources", "expected"), HAND.values(), ids=HAND)
def test_what_people_write_is_said_as_it_is(resources: Resources, expected: Agreement, tmp_path: Path) -> None:
    """Proven equal, and so with the statements as they stand where no plainer kind says the same."""
    held = assembly(tmp_path, {TRUSTING: resources}, [])
    assert restate(held, READER).agreement == expected
    assert prove(held, [expected]).by_agreement[READER] is Answer.PROVEN


def trusting(**trust: Any) -> Callable[[Resources], object]:
    """Another trust statement beside the agreement's."""

    def edit(resources: Resources) -> None:
        statements = resources["ReaderResource"]["Properties"]["AssumeRolePolicyDocument"]["Statement"]
        statements.append({**allow("sts:AssumeRole"), **trust})

    return edit


def property_(name: str, value: Any) -> Callable[[Resources], object]:
    """Another property of the role."""
    return lambda resources: resources["ReaderResource"]["Properties"].update({name: value})


ROOT = {"AWS": f"arn:aws:iam::{TRUSTED}:root"}
UNSAID: dict[str, tuple[Callable[[Resources], object], str]] = {
    "a service": (trusting(Principal={"Service": "ec2.amazonaws.com"}), "lets in others than users, roles and"),
    "a provider": (trusting(Principal={"Federated": "cognito-identity.amazonaws.com"}), "lets in others than tokens"),
    "a provider's tokens for whomever": (
        trusting(Principal={"Federated": f"arn:aws:iam::{TRUSTING}:oidc-provider/gitlab.com"}),
        "lets in others than tokens of a provider by their audience and subject",
    ),
    "all of an account but some": (
        trusting(Principal=ROOT, Condition={"StringNotEquals": {"aws:PrincipalAccount": TRUSTING}}),
        "leaves out 111111111111, and an agreement does so for an organization alone",
    ),
    "an organization and a unit of it": (
        trusting(
            Principal={"AWS": "*"},
            Condition={
                "StringEquals": {"aws:PrincipalOrgID": "o-abcdefghij"},
                "ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": UNIT},
            },
        ),
        "lets in \\*, which is no account",
    ),
    "anybody": (trusting(Principal="*"), "lets in \\*, which is no account"),
    "all but one": (trusting(NotPrincipal=ROOT), "lets in others than users, roles and accounts"),
    "a session": (
        trusting(Principal={"AWS": f"arn:aws:sts::{TRUSTED}:assumed-role/job/x"}),
        "lets in arn:aws:sts::222222222222:assumed-role/job/x, and an agreement names a user or a role",
    ),
    "a pattern": (
        trusting(Principal=ROOT, Condition={"ArnLike": {"aws:PrincipalArn": f"{ALICE}*"}}),
        "lets in .*alice\\*, and an agreement names",
    ),
    "a user by name beside one by condition": (trusting(Principal={"AWS": ALICE}), "on other conditions than others"),
    "others on other conditions": (
        trusting(Principal=ROOT, Condition={"Bool": {"aws:MultiFactorAuthPresent": "true"}}),
        "lets some in on other conditions than others",
    ),
    "a condition that no safeguard has": (
        trusting(Principal=ROOT, Condition={"StringEquals": {"aws:RequestedRegion": "eu-west-1"}}),
        "asks for StringEquals aws:RequestedRegion eu-west-1, which no safeguard does",
    ),
    "a safeguard if it exists": (
        trusting(Principal=ROOT, Condition={"BoolIfExists": {"aws:MultiFactorAuthPresent": "true"}}),
        "asks for BoolIfExists aws:MultiFactorAuthPresent true, which no safeguard does",
    ),
    "a deny": (trusting(Effect="Deny", Principal="*"), "is a deny"),
    "another action": (trusting(Principal=ROOT, Action="sts:*"), "agreements are about sts:AssumeRole"),
    "a policy that is not here": (
        property_("ManagedPolicyArns", [f"arn:aws:iam::{TRUSTING}:policy/other"]),
        "has arn:aws:iam::111111111111:policy/other attached, and what that says is not here",
    ),
    "a parameter": (
        property_("AssumeRolePolicyDocument", document(allow("sts:AssumeRole", AWS={"Fn::ImportValue": "who"}))),
        "has a trust policy that is not settled",
    ),
    "a name that is made": (lambda resources: resources["ReaderResource"]["Properties"].pop("RoleName"), "is no role"),
    "nothing": (property_("Policies", []), "may do nothing"),
}


@pytest.mark.parametrize(("edit", "why"), UNSAID.values(), ids=UNSAID)
def test_what_no_agreement_says_is_said(edit: Callable[[Resources], object], why: str, tmp_path: Path) -> None:
    """With the place."""
    found = restated(tmp_path, agreement(), edit)
    assert found.agreement is None
    text = restatement_text([found])
    assert text.startswith(f"No agreement means the same as {READER}:\n  - ")
    assert re.search(why, text)


def test_a_plainer_kind_that_is_near_is_told(tmp_path: Path) -> None:
    """With what it leaves out: most roles are tied neither to a prefix nor to the bucket's owner."""
    statements = [
        allow("s3:GetObject", Resource="arn:aws:s3:::acme-reports/monthly/*"),
        allow("s3:ListBucket", Resource="arn:aws:s3:::acme-reports"),
        allow("s3:GetBucketLocation", Resource="arn:aws:s3:::acme-reports"),
    ]
    found = restate(assembly(tmp_path, {TRUSTING: by_hand(*statements)}, []), READER)
    assert found.agreement is not None
    assert found.agreement.permissions == (RawStatements(statements),)
    assert found.nearly is not None
    assert found.nearly.agreement is not None
    assert found.nearly.agreement.permissions == (S3Read("acme-reports", prefixes=["monthly/"]),)
    (comment,) = (part for part in restatement_text([found]).split("\n\n") if part.startswith("# S3Read"))
    assert comment.startswith('# S3Read(bucket="acme-reports", prefixes=["monthly/"]) is plainer, and not the same:')
    assert "s3:GetObject on arn:aws:s3:::acme-reports/monthly/ may get through" in comment
    assert "session of role reader of 111111111111 calls s3:ListBucket on arn:aws:s3:::acme-reports" in comment


def test_a_caller_who_may_not_ask_is_told(tmp_path: Path) -> None:
    """The callers' own policies are read as well."""
    world = both_halves([agreement()])
    world[TRUSTED]["AliceResource"]["Properties"].pop("Policies")
    found = restate(assembly(tmp_path, world, []), READER)
    assert found.agreement is None
    assert f"refuses what the agreement says: user alice of {TRUSTED} calls sts:AssumeRole" in restatement_text([found])


def test_more_than_can_be_said_is_shown_by_a_request(tmp_path: Path) -> None:
    """Another role that admits this one lets it do more than its policies say."""

    def onward(resources: Resources) -> None:
        resources["Onward"] = role("onward", {"AWS": READER})

    found = restated(tmp_path, agreement(), onward)
    assert found.agreement is None
    assert "calls sts:AssumeRole on arn:aws:iam::111111111111:role/onward" in restatement_text([found])


def test_what_a_bucket_lets_the_role_do_is_more_than_can_be_said(tmp_path: Path) -> None:
    """Its own policies say the agreement, and the bucket's policy gives it more."""

    def writing(resources: Resources) -> None:
        put = allow("s3:PutObject", AWS=READER, Resource="arn:aws:s3:::acme-reports/*")
        resources |= {"Reports": bucket("acme-reports"), "Policy": bucket_policy("acme-reports", put)}

    found = restated(tmp_path, agreement(), writing)
    assert found.agreement is None
    assert "calls s3:PutObject on arn:aws:s3:::acme-reports/" in restatement_text([found])


def test_several_are_printed_together(tmp_path: Path) -> None:
    """What can be said first, in Python and as the file has it, then the rest."""
    resources = {**by_hand(PUBLISH), "Reports": bucket("acme-reports")}
    held = assembly(tmp_path, {TRUSTING: resources}, [])
    content = {"version": 1, "agreements": restatement_data([restate(held, READER)])["agreements"]}
    as_file = json.dumps(content, indent=1, sort_keys=True)
    text = restatement_text([restate(held, READER), restate(held, f"{READER}s")])
    assert text == (
        "from xacct_constructs import Agreement, RawStatements, TrustedAccount\n\n"
        "AGREEMENTS = [\n"
        "    Agreement(\n"
        '        role_name="reader",\n'
        '        trusting_account="111111111111",\n'
        '        trusted_principals=[TrustedAccount(account="222222222222")],\n'
        "        permissions=[\n"
        "            RawStatements(\n"
        "                raw=[\n"
        "                    {\n"
        '                        "Effect": "Allow",\n'
        '                        "Action": "sns:Publish",\n'
        '                        "Resource": "arn:aws:sns:eu-west-1:111111111111:t",\n'
        "                    },\n"
        "                ],\n"
        "            ),\n"
        "        ],\n"
        "    ),\n"
        "]\n\n"
        "# The same as xacct-agreements.json has it:\n"
        f"{as_file}\n\n"
        f"No agreement means the same as {READER}s:\n  - {READER}s is no role of the templates\n"
    )


def test_people_of_the_role_s_own_account_are_more_than_an_organization_says(tmp_path: Path) -> None:
    """An organization that is trusted without leaving out the role's own account is nearly one."""
    given = agreement(principals=(TrustedOrganization(organization_id="o-abcdefghij"),))

    def own_too(world: Resources) -> None:
        trust = world["ReaderResource"]["Properties"]["AssumeRolePolicyDocument"]["Statement"]
        del trust[0]["Condition"]["StringNotEquals"]

    found = restated(tmp_path, given, own_too)
    assert found.agreement is None
    assert found.proof is not None
    assert found.proof.answer is Answer.REFUTED
