"""Seeded faults: one line of an example's template changed, and the proof shows the request that it lets through."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.known_access.samples import filled_in
from tests.proof.conftest import NAMES, Edit, Example, Templates, only
from xacct_constructs.assembly import read_assembly
from xacct_constructs.proof import Answer, Fault, Proof, adopt, prove

Examples = Callable[[str], Example]

OTHER_ACCOUNT = "333333333333"
ROOT_OF_STAGING = "arn:aws:iam::222222222222:root"
ROLE, USER, BUCKET_POLICY = "AWS::IAM::Role", "AWS::IAM::User", "AWS::S3::BucketPolicy"


def role(templates: Templates) -> dict[str, Any]:
    """The properties of production's role."""
    return only(templates["Production"], ROLE)


def trust(templates: Templates) -> dict[str, Any]:
    """The statement of its trust policy."""
    (statement,) = role(templates)["AssumeRolePolicyDocument"]["Statement"]
    found: dict[str, Any] = statement
    return found


def permissions(templates: Templates) -> list[dict[str, Any]]:
    """The statements of its permissions."""
    statements: list[dict[str, Any]] = role(templates)["Policies"][0]["PolicyDocument"]["Statement"]
    return statements


def bucket_policy(templates: Templates) -> list[dict[str, Any]]:
    """The statements of production's bucket policy."""
    statements: list[dict[str, Any]] = only(templates["Production"], BUCKET_POLICY)["PolicyDocument"]["Statement"]
    return statements


def a_role(name: str, *permissions: dict[str, Any], **trusting: Any) -> dict[str, Any]:
    """A role whose trust policy has these elements, and which may do this."""
    statement = {"Effect": "Allow", "Action": "sts:AssumeRole", **trusting}
    trusts, allows = ({"Version": "2012-10-17", "Statement": list(each)} for each in ([statement], permissions))
    policies = [{"PolicyName": "permissions", "PolicyDocument": allows}] if permissions else []
    return {
        "Type": ROLE,
        "Properties": {"RoleName": name, "AssumeRolePolicyDocument": trusts, "Policies": policies},
    }


def open_to_everybody(templates: Templates) -> None:
    """The trust principal becomes *, and its condition goes."""
    statement = trust(templates)
    statement["Principal"] = {"AWS": "*"}
    del statement["Condition"]


def open_to_the_account(templates: Templates) -> None:
    """The PrincipalArn condition goes."""
    del trust(templates)["Condition"]["ArnEquals"]


def list_every_prefix(templates: Templates) -> None:
    """The prefix condition goes."""
    (listing,) = (each for each in permissions(templates) if each["Action"] == "s3:ListBucket")
    del listing["Condition"]["StringLike"]


def read_every_key(templates: Templates) -> None:
    """GetObject is widened to *."""
    permissions(templates)[0]["Resource"] = "arn:aws:s3:::acme-reports-111111111111/*"


def read_another_bucket(templates: Templates) -> None:
    """Another bucket is added."""
    statement = permissions(templates)[0]
    statement["Resource"] = [statement["Resource"], "arn:aws:s3:::acme-salaries/*"]


def trust_in_a_second_role(templates: Templates) -> None:
    """A second role trusts the same account, and reads the bucket."""
    reading = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::acme-reports-111111111111/*"}
    templates["Production"]["Second"] = a_role("second", reading, Principal={"AWS": ROOT_OF_STAGING})


def go_on_to_another_role(templates: Templates) -> None:
    """A role of the trusting account trusts the reader's role."""
    reader = "arn:aws:iam::111111111111:role/reports-reader"
    templates["Production"]["Onward"] = a_role("onward", Principal={"AWS": reader})


def forget_the_external_id(templates: Templates) -> None:
    """The external ID goes."""
    del trust(templates)["Condition"]["StringEquals"]


def open_the_bucket(templates: Templates) -> None:
    """The bucket policy opens the bucket to a third account."""
    resource = "arn:aws:s3:::acme-reports-111111111111/*"
    principal = {"AWS": f"arn:aws:iam::{OTHER_ACCOUNT}:root"}
    bucket_policy(templates).append(
        {"Effect": "Allow", "Principal": principal, "Action": "s3:GetObject", "Resource": resource}
    )


def forget_to_decrypt(templates: Templates) -> None:
    """The decrypt goes."""
    permissions(templates)[:] = [each for each in permissions(templates) if each["Action"] != "kms:Decrypt"]


def bound_too_narrowly(templates: Templates) -> None:
    """A boundary excludes what the agreement needs."""
    document = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:List*", "Resource": "*"}]}
    templates["Production"]["Boundary"] = {
        "Type": "AWS::IAM::ManagedPolicy",
        "Properties": {"ManagedPolicyName": "boundary", "PolicyDocument": document},
    }
    role(templates)["PermissionsBoundary"] = {"Ref": "Boundary"}


def forget_the_deny_at_expiry(templates: Templates) -> None:
    """The expiry's deny goes."""
    resources = templates["Production"].values()
    (plans,) = (each for each in resources if each["Properties"].get("RoleName") == "plans-reader")
    statements = plans["Properties"]["Policies"][0]["PolicyDocument"]["Statement"]
    statements[:] = [each for each in statements if each["Effect"] == "Allow"]


class Refuted(NamedTuple):
    """What the proof must show."""

    example: str
    edit: Edit
    fault: Fault
    caller: str
    """What the caller of the last request begins with."""
    action: str
    resource: str
    steps: int = 1


MALLORY = "arn:aws:iam::222222222222:user/mallory"
READER = "arn:aws:sts::111111111111:assumed-role/reports-reader/"
READER_ARN = "arn:aws:iam::111111111111:role/reports-reader"
REPORTS = "arn:aws:s3:::acme-reports-111111111111"
TOO_MUCH, TOO_LITTLE = Fault.TOO_MUCH, Fault.TOO_LITTLE

REFUTED = {
    "trust of everybody": Refuted(
        "read_bucket", open_to_everybody, TOO_MUCH, "arn:aws:iam::", "sts:AssumeRole", READER_ARN
    ),
    "trust of the account": Refuted(
        "read_bucket", open_to_the_account, TOO_MUCH, MALLORY, "sts:AssumeRole", READER_ARN
    ),
    "no prefix to list by": Refuted("read_bucket", list_every_prefix, TOO_MUCH, READER, "s3:ListBucket", REPORTS, 2),
    "every key": Refuted("read_bucket", read_every_key, TOO_MUCH, READER, "s3:GetObject", f"{REPORTS}/", 2),
    "another bucket": Refuted(
        "read_bucket", read_another_bucket, TOO_MUCH, READER, "s3:GetObject", "arn:aws:s3:::acme-salaries/", 2
    ),
    "a second role": Refuted(
        "read_bucket",
        trust_in_a_second_role,
        TOO_MUCH,
        "arn:aws:sts::111111111111:assumed-role/second/",
        "s3:GetObject",
        f"{REPORTS}/",
        2,
    ),
    "a role that trusts the reader": Refuted(
        "read_bucket",
        go_on_to_another_role,
        TOO_MUCH,
        READER,
        "sts:AssumeRole",
        "arn:aws:iam::111111111111:role/onward",
        2,
    ),
    "no external ID": Refuted(
        "third_party_external_id",
        forget_the_external_id,
        TOO_MUCH,
        "arn:aws:iam::222222222222:user/audit-collector",
        "sts:AssumeRole",
        "arn:aws:iam::111111111111:role/globex-auditor",
    ),
    "a bucket open to a third account": Refuted(
        "read_bucket",
        open_the_bucket,
        TOO_MUCH,
        f"arn:aws:iam::{OTHER_ACCOUNT}:user/mallory",
        "s3:GetObject",
        f"{REPORTS}/",
    ),
    "no decrypt": Refuted(
        "kms_encrypted_bucket",
        forget_to_decrypt,
        TOO_LITTLE,
        "arn:aws:sts::111111111111:assumed-role/ledgers-reader/",
        "kms:Decrypt",
        "arn:aws:kms:eu-west-1:111111111111:key/",
        2,
    ),
    "a boundary that excludes reading": Refuted(
        "read_bucket", bound_too_narrowly, TOO_LITTLE, READER, "s3:GetObject", f"{REPORTS}/monthly/", 2
    ),
    "no deny at expiry": Refuted(
        "mfa_and_expiry",
        forget_the_deny_at_expiry,
        TOO_MUCH,
        "arn:aws:sts::111111111111:assumed-role/plans-reader/",
        "s3:GetObject",
        "arn:aws:s3:::acme-people-111111111111/plans/",
        2,
    ),
}


@pytest.mark.parametrize("row", REFUTED.values(), ids=REFUTED)
def test_a_fault_is_refuted_by_a_request(row: Refuted, example: Examples) -> None:
    """One changed line is answered with the request that goes the other way than the agreement says."""
    proof = example(row.example).edit(row.edit).prove()

    assert proof.answer is Answer.REFUTED
    shown = [each for each in proof.counterexamples if each.fault is row.fault]
    last = [each.steps[-1].request for each in shown]
    assert [(each.action, each.resource.startswith(row.resource)) for each in last][:1] == [(row.action, True)]
    assert last[0].caller.arn.startswith(row.caller)
    assert len(shown[0].steps) == row.steps
    assert shown[0].steps[-1].decision.is_allowed is (row.fault is TOO_MUCH)
    assert all(step.decision.is_allowed for step in shown[0].steps[:-1])


def let_in_what_was_there(templates: Templates) -> None:
    """A vendor's role that reads the objects, and an administrator of another account's."""
    vendor = {"AWS": f"arn:aws:iam::{OTHER_ACCOUNT}:role/vendor"}
    reading = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}
    everything = {"Effect": "Allow", "Action": "*", "Resource": "*"}
    templates["Production"]["Vendor"] = a_role("vendor", reading, Principal=vendor)
    templates["Production"]["Deployer"] = a_role("deployer", everything, Principal=vendor)


def take_that_away(templates: Templates) -> None:
    """Neither of them."""
    del templates["Production"]["Vendor"], templates["Production"]["Deployer"]


@pytest.mark.parametrize("row", REFUTED.values(), ids=REFUTED)
def test_a_fault_is_found_beside_what_is_known(row: Refuted, example: Examples) -> None:
    """What `adopt` writes of the unbroken app hides none of them: each is shown by the same requests."""
    app = example(row.example)
    assert app.edit(let_in_what_was_there).prove().answer is Answer.REFUTED
    known = filled_in(adopt(read_assembly(app.directory)))
    assert prove(read_assembly(app.directory), known=known).answer is Answer.PROVEN

    alone = app.edit(take_that_away).edit(row.edit).prove()
    proof = prove(read_assembly(app.edit(let_in_what_was_there).directory), known=known)

    assert proof.answer is Answer.REFUTED
    shown = [[step.request for step in each.steps] for each in proof.counterexamples]
    assert [[step.request for step in each.steps] for each in alone.counterexamples] == shown


@pytest.mark.parametrize("name", NAMES)
def test_an_example_is_proven(name: str, example: Examples) -> None:
    """Every example is proven as it is written, from a copy of its assembly."""
    proof = example(name).prove()

    assert (proof.answer, proof.counterexamples, proof.undecided) == (Answer.PROVEN, (), ())
    assert proof.agreements
    assert set(proof.by_agreement.values()) == {Answer.PROVEN}


def test_a_proof_is_repeated_from_the_folder_alone(example: Examples, tmp_path: Path) -> None:
    """A copy of the folder in another place, read alone, comes to the same proof."""
    first = example("two_owners")
    copy = Path(shutil.copytree(first.directory, tmp_path / "elsewhere"))
    was: Proof = first.prove()
    shutil.rmtree(first.directory)

    assert prove(read_assembly(copy)) == was


# Edits that change no access


def reorder(templates: Templates) -> None:
    """Statements, keys and resources in the opposite order."""
    statements = permissions(templates)
    statements[:] = [dict(reversed(each.items())) for each in reversed(statements)]
    templates["Production"] |= dict(reversed(list(templates["Production"].items())))


def rename_statements(templates: Templates) -> None:
    """Sids."""
    for number, each in enumerate(permissions(templates)):
        each["Sid"] = f"Statement{number}"


def list_everything(templates: Templates) -> None:
    """Lists of one instead of scalars, and a scalar of a statement instead of its list."""
    for each in permissions(templates):
        each |= {"Action": [each["Action"]], "Resource": [each["Resource"]]}
        each["Condition"] = {op: {k: [v] for k, v in keys.items()} for op, keys in each["Condition"].items()}
    document = role(templates)["AssumeRolePolicyDocument"]
    (document["Statement"],) = document["Statement"]


def write_cases(templates: Templates) -> None:
    """Operators, keys and actions in other cases."""
    text = json.dumps(permissions(templates)).replace("aws:ResourceAccount", "AWS:resourceaccount")
    permissions(templates)[:] = json.loads(text.replace("s3:GetObject", "S3:GETOBJECT"))


def deny_plain_http(templates: Templates) -> None:
    """A deny of plain HTTP, in the role too."""
    condition = {"Bool": {"aws:SecureTransport": "false"}}
    permissions(templates).append({"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": condition})


def add_an_unrelated_role(templates: Templates) -> None:
    """A role for a service of the account."""
    templates["Production"]["Unrelated"] = a_role("unrelated", Principal={"Service": "lambda.amazonaws.com"})


def add_a_role_for_the_account_itself(templates: Templates) -> None:
    """A role that leaves it to the trusting account's own administrators whom they let in."""
    principal = {"AWS": "arn:aws:iam::111111111111:root"}
    templates["Production"]["Own"] = a_role("own", Principal=principal)


def allow_twice(templates: Templates) -> None:
    """A statement that says again what another says."""
    permissions(templates).append(dict(permissions(templates)[0]))


def split_a_statement(templates: Templates) -> None:
    """One bucket's two actions together are what they are apart."""
    statement = permissions(templates)[0]
    permissions(templates)[0] = {**statement, "NotResource": []} | {"Resource": [statement["Resource"]]}
    del permissions(templates)[0]["NotResource"]
    permissions(templates)[0]["Sid"] = "Objects"


def deny_the_rest(templates: Templates) -> None:
    """A deny of what nobody was allowed."""
    deny = {"Effect": "Deny", "Action": "s3:DeleteObject", "Resource": "*"}
    permissions(templates).append(deny)


def bound_widely_enough(templates: Templates) -> None:
    """A boundary within which everything agreed lies."""
    bound_too_narrowly(templates)
    document = templates["Production"]["Boundary"]["Properties"]["PolicyDocument"]
    document["Statement"][0]["Action"] = ["s3:*"]


HARMLESS = {
    each.__name__: each
    for each in (
        reorder,
        rename_statements,
        list_everything,
        write_cases,
        deny_plain_http,
        add_an_unrelated_role,
        add_a_role_for_the_account_itself,
        allow_twice,
        split_a_statement,
        deny_the_rest,
        bound_widely_enough,
    )
}


@pytest.mark.parametrize("edit", HARMLESS.values(), ids=HARMLESS)
def test_an_edit_that_changes_no_access_stays_proven(edit: Edit, example: Examples) -> None:
    """Policies that mean the same are the same."""
    proof: Proof = example("read_bucket").edit(edit).prove()

    assert (proof.answer, proof.counterexamples, proof.undecided) == (Answer.PROVEN, (), ())


# Faults that let nobody through: a rule names them, the proof stays


def keep_the_condition(templates: Templates) -> None:
    """The trust principal becomes *, its condition stays."""
    trust(templates)["Principal"] = {"AWS": "*"}


def assume_anything(templates: Templates) -> None:
    """The user may assume every role."""
    document = only(templates["Staging"], USER)["Policies"][0]["PolicyDocument"]
    document["Statement"][0]["Resource"] = "*"


@pytest.mark.parametrize("edit", [keep_the_condition, assume_anything], ids=lambda each: str(each.__name__))
def test_a_fault_that_lets_nobody_through_stays_proven(edit: Edit, example: Examples) -> None:
    """No request gets through that should not, so the proof stands, and the rules speak."""
    assert example("read_bucket").edit(edit).prove().answer is Answer.PROVEN
