"""`xacct prove`, `xacct explain` and `xacct diff`: exit codes, words, and nothing that ends in a traceback."""

import json
import re
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.proof import test_seeded_faults as faults
from tests.proof.conftest import Edit, Example, Templates, only
from tests.proof.world import (
    Resources,
    access_point,
    allow,
    both_halves,
    bucket,
    bucket_policy,
    document,
    role,
    write,
)
from xacct_constructs import Agreement, S3Read, Safeguards, TrustedUser
from xacct_constructs.assembly import ResourceLines
from xacct_constructs.cli import main

pytestmark = pytest.mark.usefixtures("wide")

Examples = Callable[[str], Example]
Print = pytest.CaptureFixture[str]
Printed = tuple[int, str, str]

ALICE = "arn:aws:iam::222222222222:user/alice"
READER = "arn:aws:iam::111111111111:role/reports-reader"
REPORTS = "arn:aws:s3:::acme-reports-111111111111"


def run(printed: Print, *arguments: str | Path) -> Printed:
    """Exit code, standard output, standard error."""
    code = main([str(each) for each in arguments])
    found = printed.readouterr()
    return code, found.out, found.err


def open_question(templates: Templates) -> None:
    """The bucket policy names an account that deployment settles."""
    resource = f"{REPORTS}/*"
    principal = {"AWS": {"Fn::ImportValue": "partner"}}
    statement = {"Effect": "Allow", "Principal": principal, "Action": "s3:GetObject", "Resource": resource}
    faults.bucket_policy(templates).append(statement)


@pytest.mark.parametrize(
    ("edit", "code", "verdict"),
    [
        pytest.param(None, 0, "PROVEN", id="proven"),
        pytest.param(faults.open_to_the_account, 1, "REFUTED", id="refuted"),
        pytest.param(open_question, 2, "CANNOT DECIDE", id="undecided"),
    ],
)
def test_prove_ends_as_the_proof_does(
    edit: Edit | None, code: int, verdict: str, example: Examples, capsys: Print
) -> None:
    """The exit code, the last line and the JSON say the same."""
    found = example("read_bucket")
    if edit:
        found.edit(edit)

    ended, out, err = run(capsys, "prove", found.directory)
    as_json, text, _ = run(capsys, "prove", "--json", found.directory)

    assert (ended, as_json, err) == (code, code, "")
    assert out.splitlines()[-1].startswith(verdict)
    data = json.loads(text)
    assert data["answer"] == {0: "proven", 1: "refuted", 2: "undecided"}[code]
    for each in data["undecided"]:
        assert f"{each['id']} {each['about']}" in out
        assert each["id"].startswith("XA782-")
        assert each["acknowledged"] is None
    assert bool(data["undecided"]) is (code == 2)


@pytest.mark.parametrize(("year", "code"), [(2001, 1), (9998, 0)], ids=["past", "to come"])
def test_prove_judges_by_the_day_it_runs_on(year: int, code: int, tmp_path: Path, capsys: Print) -> None:
    """What is agreed until a day that is past is no longer agreed."""
    agreement = Agreement(
        role_name="reader",
        trusting_account="111111111111",
        trusted_principals=[TrustedUser(account="222222222222", name="alice")],
        permissions=[S3Read("acme-reports", prefixes=["monthly/"])],
        safeguards=Safeguards(expiry=datetime(year, 1, 1, tzinfo=UTC)),
    )
    write(tmp_path, both_halves([agreement]), [agreement])

    ended, out, err = run(capsys, "prove", tmp_path)

    assert (ended, err) == (code, "")
    said = f"is agreed on no longer:\n     its expiry, {year}-01-01T00:00:00Z, is past on "
    assert (said in out) is bool(code)


def queue(_: str) -> Resources:
    """Nothing whose policy is read."""
    return {"Queue": {"Type": "AWS::SQS::Queue", "Properties": {}}}


def private_type(_: str) -> Resources:
    """A type that nobody knows, beside nothing whose policy is read."""
    return {"Ours": {"Type": "Acme::Data::Share", "Properties": {}}}


def private_bucket(_: str) -> Resources:
    """A bucket that is nobody's but its owner's."""
    return {"Reports": bucket("acme-reports")}


def shared_bucket(account: str) -> Resources:
    """A bucket whose policy names an account."""
    statement = allow("s3:GetObject", Principal={"AWS": account}, Resource="arn:aws:s3:::acme-reports/*")
    properties = {"Bucket": "acme-reports", "PolicyDocument": document(statement)}
    return {"Reports": bucket("acme-reports"), "Policy": {"Type": "AWS::S3::BucketPolicy", "Properties": properties}}


@pytest.mark.parametrize(
    ("given", "named", "code", "last"),
    [
        pytest.param(private_bucket, "", 0, "PROVEN: no agreement lies here, and the templates let", id="nobody"),
        pytest.param(shared_bucket, "111111111111", 0, "PROVEN: no agreement lies here", id="the owner's own"),
        pytest.param(shared_bucket, "333333333333", 1, "REFUTED: no agreement lies here", id="somebody"),
        pytest.param(private_type, "", 2, "CANNOT DECIDE: no agreement lies here, and whether", id="what is not known"),
        pytest.param(queue, "", 2, "CANNOT DECIDE: no agreement lies here, and nothing whose", id="nothing"),
    ],
)
def test_without_agreements_nobody_comes_in(
    given: Callable[[str], Resources], named: str, code: int, last: str, tmp_path: Path, capsys: Print
) -> None:
    """Everything that is read counts as agreed on, with nobody let in; no yes where nothing was looked at."""
    write(tmp_path, {"111111111111": given(named)}, [])

    ended, out, _ = run(capsys, "prove", tmp_path)
    as_json, text, _ = run(capsys, "prove", "--json", tmp_path)

    assert (ended, as_json) == (code, code)
    assert out.startswith("No agreement lies in this assembly")
    assert out.splitlines()[-1].startswith(last)
    assert json.loads(text)["answer"] == {0: "proven", 1: "refuted", 2: "undecided"}[code]


def test_prove_shows_the_chain_in_words(example: Examples, capsys: Print) -> None:
    """Who calls what on what, and which statement in which template lets it through."""
    _, out, _ = run(capsys, "prove", example("read_bucket").edit(faults.go_on_to_another_role).directory)

    chain = out[out.index("Counterexamples") : out.index("REFUTED")]
    lines = [re.sub("(XA[0-9]{3})-[0-9a-f]{12}", r"\1", line).strip() for line in chain.splitlines()]
    assert list(filter(None, lines)) == [
        "Counterexamples: requests that go the other way",
        "1. XA780 role onward of 111111111111 (Production.template.json Onward) lets through what no agreement says:",
        f"1) user alice of 222222222222 calls sts:AssumeRole on {READER}:",
        "allowed by Production.template.json ReportsReader1C2F753D.AssumeRolePolicyDocument.Statement[0]",
        "2) a session of role reports-reader of 111111111111 calls sts:AssumeRole on "
        "arn:aws:iam::111111111111:role/onward:",
        "allowed by Production.template.json Onward.AssumeRolePolicyDocument.Statement[0]",
    ]


def test_prove_shows_what_the_rules_say(example: Examples, capsys: Print) -> None:
    """A finding of a rule stands beside the proof, and does not change it."""
    code, out, _ = run(capsys, "prove", example("read_bucket").edit(faults.assume_anything).directory)

    assert code == 0
    rules = out[out.index("What the rules say") : out.index("PROVEN")]
    assert "XA7" in rules
    assert "Staging.template.json AliceD4D33764" in rules


def test_what_the_app_acknowledges_is_told_with_the_reason(example: Examples, capsys: Print) -> None:
    """By rule or by proof, as text, JSON and SARIF; the verdict is about what gets in, and counts it all the same."""
    directory = example("read_bucket").edit(faults.go_on_to_another_role).edit(faults.assume_anything).directory
    before = json.loads(run(capsys, "prove", "--json", directory)[1])
    names = {each["id"]: "known, and meant" for each in (*before["counterexamples"], *before["findings"])}
    assert {each[:5] for each in names} >= {"XA780", "XA704"}
    for stack in ("Production", "Staging"):
        given = {"type": "aws:cdk:acknowledged-rules", "data": {f"xacct::{name}": why for name, why in names.items()}}
        resources = json.loads((directory / f"{stack}.template.json").read_text())["Resources"]
        notes = {f"/{stack}/{each}": [{"type": "aws:cdk:logicalId", "data": each}] for each in resources}
        (directory / f"{stack}.metadata.json").write_text(json.dumps({f"/{stack}": [given], **notes}))

    code, out, _ = run(capsys, "prove", directory)
    after = json.loads(run(capsys, "prove", "--json", directory)[1])
    results = json.loads(run(capsys, "prove", "--sarif", directory)[1])["runs"][0]["results"]

    assert code == 1
    assert all(f"{name} " in out for name in names)
    assert "What the rules say (no part of the verdict)" not in out
    assert out.count("known, and meant") == len(before["counterexamples"]) + len(before["findings"])
    assert {each["acknowledged"] for each in (*after["counterexamples"], *after["findings"])} == {"known, and meant"}
    suppressed = {each["partialFingerprints"]["findingId/v1"]: each["suppressions"] for each in results}
    assert suppressed.keys() == names.keys()
    assert {each["justification"] for (each,) in suppressed.values()} == {"known, and meant"}


def test_prove_takes_cdk_out_by_default(example: Examples, capsys: Print, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without an argument it is the folder that `cdk synth` writes."""
    directory = example("read_bucket").directory
    directory.rename(directory.parent / "cdk.out")
    monkeypatch.chdir(directory.parent)

    assert run(capsys, "prove")[0] == 0


@pytest.mark.parametrize("width", [40, 80, 120, 300])
def test_prove_fits_the_terminal(width: int, example: Examples, capsys: Print, monkeypatch: pytest.MonkeyPatch) -> None:
    """No line is longer than the terminal is wide, unless what stands behind its marker is one word."""
    monkeypatch.setenv("COLUMNS", str(width))
    _, out, _ = run(capsys, "prove", example("kms_encrypted_bucket").directory)

    lines = out.splitlines()
    assert lines[0].startswith("arn:aws:iam::111111111111:role/ledgers-reader:")
    assert [each for each in lines if len(each) > width and len(each.split()) > 2] == []


# Bad input


def no_folder(_: Path) -> None:
    """The folder is not there."""


def empty(folder: Path) -> None:
    """It is empty."""
    folder.mkdir()


def a_file(folder: Path) -> None:
    """It is a file."""
    folder.write_text("{}")


def writes(**files: str) -> Callable[[Path], None]:
    """It holds these files."""

    def make(folder: Path) -> None:
        folder.mkdir()
        for name, text in files.items():
            (folder / f"{name.replace('__', '.').replace('_', '-')}.json").write_text(text)

    return make


def manifest(**artifact: Any) -> str:
    """A manifest with one stack."""
    stack = {"type": "aws:cloudformation:stack", "environment": "aws://111111111111/eu-west-1", **artifact}
    return json.dumps({"artifacts": {"Stack": stack}})


WITH_TEMPLATE = manifest(properties={"templateFile": "template.json"})
BAD = {
    "no folder": no_folder,
    "an empty folder": empty,
    "a file": a_file,
    "a manifest that is no JSON": writes(manifest="nothing"),
    "a manifest that is a list": writes(manifest="[]"),
    "a manifest that is null": writes(manifest="null"),
    "artifacts without a type": writes(manifest='{"artifacts": {"a": {}}}'),
    "a stack without properties": writes(manifest=manifest()),
    "an environment that is none": writes(manifest=manifest(environment="nowhere", properties={"templateFile": "t"})),
    "no template": writes(manifest=WITH_TEMPLATE),
    "a template that is no JSON": writes(manifest=WITH_TEMPLATE, template="Resources:"),
    "a template that is a list": writes(manifest=WITH_TEMPLATE, template="[]"),
    "agreements that are none": writes(manifest='{"artifacts": {}}', xacct_agreements='{"agreements": [1]}'),
    "agreements of another kind": writes(
        manifest='{"artifacts": {}}', xacct_agreements='{"agreements": [{"role": "reader"}]}'
    ),
    "an agreements file that is a list": writes(manifest='{"artifacts": {}}', xacct_agreements="[]"),
}


@pytest.mark.parametrize("make", BAD.values(), ids=BAD)
@pytest.mark.parametrize("command", ["prove", "explain", "diff"])
def test_bad_input_is_said_and_cannot_be_decided(
    command: str, make: Callable[[Path], None], tmp_path: Path, capsys: Print
) -> None:
    """One line on standard error that names the folder, and exit code 2."""
    folder = tmp_path / "cdk.out"
    make(folder)
    asked = ["--caller", ALICE, "--action", "s3:GetObject", "--resource", f"{REPORTS}/a"]
    arguments: dict[str, list[str | Path]] = {
        "prove": [folder],
        "explain": ["--assembly", folder, *asked],
        "diff": [folder, folder],
    }

    code, out, err = run(capsys, command, *arguments[command])

    assert (code, out) == (2, "")
    assert err.startswith("xacct: ")
    assert str(folder) in err
    assert len(err.splitlines()) == 1


# explain


class Asked(NamedTuple):
    """A request, and what is said of it."""

    caller: str
    action: str
    resource: str
    code: int
    says: tuple[str, ...]
    more: tuple[str, ...] = ()


EXPLAINED = {
    "allowed": Asked(
        READER,
        "s3:GetObject",
        f"{REPORTS}/monthly/a",
        0,
        (
            "ALLOWED: a session of role reports-reader",
            'ReportsReader1C2F753D.Policies[0].Statement[0] allows it:\n  {\n    "Effect": "Allow"',
            "Assumed, since a policy asks about it:\n  - aws:SecureTransport = true",
        ),
    ),
    "implicitly denied": Asked(
        READER, "s3:GetObject", f"{REPORTS}/yearly/a", 0, ("IMPLICITLY DENIED", "the identity policy: no statement")
    ),
    "explicitly denied": Asked(
        READER,
        "s3:GetObject",
        f"{REPORTS}/monthly/a",
        0,
        (
            "EXPLICITLY DENIED",
            "ReportsPolicyA13B441D.PolicyDocument.Statement[0] denies it",
            "the resource policy, which",
        ),
        ("--context", "aws:SecureTransport=false"),
    ),
    "a key that is asked about": Asked(
        READER, "s3:ListBucket", REPORTS, 0, ("IMPLICITLY DENIED", "Taken to be absent", "- s3:prefix")
    ),
    "a key that is given": Asked(
        READER, "s3:ListBucket", REPORTS, 0, ("ALLOWED", "s3:prefix = monthly/"), ("--context", "s3:prefix=monthly/")
    ),
    "both sides": Asked(ALICE, "sts:AssumeRole", READER, 0, ("ALLOWED", "AliceD4D33764.Policies", "AssumeRolePolicy")),
    "both sides are missing": Asked(
        ALICE, "s3:GetObject", f"{REPORTS}/monthly/a", 0, ("the identity policy: no", "the resource policy: no")
    ),
    "a session's own ARN": Asked(
        "arn:aws:sts::111111111111:assumed-role/reports-reader/alice", "s3:GetBucketLocation", REPORTS, 0, ("ALLOWED",)
    ),
    "a service": Asked("lambda.amazonaws.com", "sts:AssumeRole", READER, 0, ("IMPLICITLY DENIED", "trust policy: no")),
    "anybody": Asked("*", "s3:GetObject", f"{REPORTS}/monthly/a", 0, ("IMPLICITLY DENIED", "without credentials")),
    "a caller that is not there": Asked(
        "arn:aws:iam::222222222222:user/bob",
        "sts:AssumeRole",
        READER,
        2,
        ("cannot decide: ", "bob is not in the assembly", "; pass --own-side-allows, which takes"),
    ),
    "a caller that is not there, allowed by its own side": Asked(
        "arn:aws:iam::222222222222:user/bob",
        "sts:AssumeRole",
        READER,
        0,
        ("IMPLICITLY DENIED", "the trust policy: no statement"),
        ("--own-side-allows",),
    ),
    "a role that is not there": Asked(
        ALICE, "sts:AssumeRole", "arn:aws:iam::111111111111:role/other", 2, ("its trust policy is not known",)
    ),
    "a bucket that is not there": Asked(
        READER, "s3:GetObject", "arn:aws:s3:::elsewhere/a", 2, ("it is not known; pass --resource-account ID",)
    ),
    "a bucket that is not there, of an account": Asked(
        READER,
        "s3:GetObject",
        "arn:aws:s3:::elsewhere/a",
        0,
        (
            "IMPLICITLY DENIED",
            "not looked at:\n  - the policy of s3://elsewhere, and which key",
        ),
        ("--resource-account", "111111111111"),
    ),
    "a caller that is none": Asked("nobody", "s3:GetObject", REPORTS, 2, ("--caller must be", "'nobody'\n")),
    "a caller's name": Asked("alice", "s3:GetObject", REPORTS, 2, (f"got 'alice', perhaps {ALICE}\n",)),
    "a caller without a kind": Asked(
        "arn:aws:iam::222222222222:group/all", "s3:GetObject", REPORTS, 2, ("--caller must be",)
    ),
    "a cut-off ARN": Asked("arn:aws:iam", "s3:GetObject", REPORTS, 2, ("--caller must be", "'arn:aws:iam'")),
    "an action that is none": Asked(ALICE, "Reading", REPORTS, 2, ("--action must be", "got 'Reading'\n")),
    "a call that is none": Asked(ALICE, "HeadObjct", REPORTS, 2, ("got 'HeadObjct', perhaps HeadObject",)),
    "a call of several services": Asked(
        ALICE, "TagResource", REPORTS, 2, ("pass s3:TagResource or kms:TagResource or dynamodb:TagResource",)
    ),
    "an action on something else": Asked(
        READER, "s3:ListBucket", f"{REPORTS}/monthly/", 2, (f"is asked on {REPORTS} with --context s3:prefix=monthly/",)
    ),
    "an action on what lies in it": Asked(
        READER, "s3:GetObject", REPORTS, 2, (f"s3:GetObject is asked on {REPORTS}/EXAMPLE, not on",)
    ),
    "an action that is misspelt": Asked(
        READER,
        "s3:GetObjects",
        f"{REPORTS}/monthly/a",
        2,
        ("must be one that its service has", "is s3:GetObject meant?"),
    ),
    "an action that is like none": Asked(READER, "s3:Xyzzyqwertyuiop", REPORTS, 2, ("got 's3:Xyzzyqwertyuiop'\n",)),
    "an operation that is no action": Asked(
        READER, "s3:CopyObject", f"{REPORTS}/monthly/a", 2, ("got 's3:CopyObject'", "s3:GetObject and s3:PutObject")
    ),
    "an action of another service": Asked(READER, "ec2:RunInstances", "*", 0, ("IMPLICITLY DENIED",)),
    "a resource that is none": Asked(
        ALICE, "s3:GetObject", "acme-reports", 2, ("--resource must be", "'acme-reports'")
    ),
    "a URL of no bucket": Asked(ALICE, "s3:GetObject", "s3://Acme_Reports/a", 2, ("a URL such as s3://BUCKET/KEY",)),
    "a context that is none": Asked(
        ALICE, "s3:GetObject", REPORTS, 2, ("--context must be KEY=VALUE", "'mfa'"), ("--context", "mfa")
    ),
    "an address that is none": Asked(
        READER, "s3:ListBucket", REPORTS, 0, ("IMPLICITLY DENIED",), ("--context", "aws:SourceIp=nowhere")
    ),
}


@pytest.mark.parametrize("row", EXPLAINED.values(), ids=EXPLAINED)
def test_explain(row: Asked, example: Examples, capsys: Print) -> None:
    """Each request has its word and its reason, or the reason why it has none."""
    asked = ["--caller", row.caller, "--action", row.action, "--resource", row.resource, *row.more]
    directory = example("read_bucket").directory
    code, out, err = run(capsys, "explain", "--assembly", directory, *asked)

    assert code == row.code, err
    said = out if code == 0 else err
    assert [each for each in row.says if each not in said] == [], said
    as_json = run(capsys, "explain", "--json", "--assembly", directory, *asked)
    assert as_json[0] == row.code
    if row.code == 0:
        assert json.loads(as_json[1])["decision"]["word"] == re.split("[:,]", out)[0].lower()


@pytest.mark.parametrize("account", ["111111111111", "222222222222"])
def test_explain_knows_what_a_service_knows_by_itself(account: str, tmp_path: Path, capsys: Print) -> None:
    """KMS puts the caller's account into every request: the key is not taken to be absent, nor asked for."""
    condition = {"StringEquals": {"kms:CallerAccount": account}}
    allowed = allow("kms:*", Principal="*", Resource="*", Condition=condition)
    key = {"Type": "AWS::KMS::Key", "Properties": {"KeyPolicy": document(allowed)}}
    admin = role("admin", document(), allow("kms:*", Resource="*"))
    write(tmp_path, {"111111111111": {"Key": key, "Admin": admin}}, [])
    asked = ["--caller", "arn:aws:iam::111111111111:role/admin", "--action", "kms:Decrypt", "--resource"]

    name = "arn:aws:kms:eu-west-1:111111111111:key/${Stack111111111111.Key}"
    code, out, _ = run(capsys, "explain", "--assembly", tmp_path, *asked, name)

    assert (code, out.split(":")[0]) == (0, "ALLOWED" if account == "111111111111" else "IMPLICITLY DENIED")
    assert "Taken to be absent" not in out


@pytest.mark.parametrize(("delegating", "says"), [(True, "ALLOWED"), (False, "the resource policy on the bucket: no")])
def test_explain_of_an_access_point_says_which_of_the_two_refuses(
    delegating: bool, says: str, tmp_path: Path, capsys: Print
) -> None:
    """Both policies are looked at, with the keys that say which access point is taken: none is said to be absent."""
    arn, on = "arn:aws:s3:eu-west-1:111111111111:accesspoint/reports", "arn:aws:s3:::acme-reports/*"
    by_points = {"StringEquals": {"s3:DataAccessPointAccount": "111111111111" if delegating else "222222222222"}}
    plain = {**allow("s3:*", Principal="*", Resource=on, Condition={"Bool": {"aws:SecureTransport": "false"}})}
    stack = {
        "Reports": bucket("acme-reports"),
        "Point": access_point(
            "reports", "acme-reports", allow("s3:GetObject", AWS="222222222222", Resource=f"{arn}/*")
        ),
        "Policy": bucket_policy(
            "acme-reports", allow("s3:*", Principal="*", Resource=on, Condition=by_points), {**plain, "Effect": "Deny"}
        ),
    }
    write(tmp_path, {"111111111111": stack}, [])
    asked = ["--caller", "arn:aws:iam::222222222222:user/bob", "--action", "s3:GetObject", "--own-side-allows"]

    code, out, _ = run(capsys, "explain", "--assembly", tmp_path, *asked, "--resource", f"{arn}/object/a")

    assert code == 0
    assert says in out
    assert f"- s3:DataAccessPointArn = {arn}" in out
    assert "- aws:SecureTransport = true" in out
    assert "Taken to be absent" not in out


def test_explain_takes_several_values_of_a_key(example: Examples, capsys: Print) -> None:
    """A key that is given twice has two values."""
    tags = ["--context", "aws:TagKeys=team", "--context", "aws:TagKeys=stage"]
    asked = ["--caller", READER, "--action", "s3:GetBucketLocation", "--resource", REPORTS, *tags, "--json"]
    _, out, _ = run(capsys, "explain", "--assembly", example("read_bucket").directory, *asked)

    assert json.loads(out)["context"]["aws:TagKeys"] == ["team", "stage"]


# diff


def move_the_role(templates: Templates) -> None:
    """The role gets another logical ID."""
    templates["Production"]["ReportsReaderMoved"] = templates["Production"].pop("ReportsReader1C2F753D")


def change_the_path(templates: Templates) -> None:
    """The user gets another path."""
    only(templates["Staging"], faults.USER)["Path"] = "/people/"


def deny_deleting(templates: Templates) -> None:
    """The bucket policy denies reading without a version."""
    deny = {"Effect": "Deny", "Principal": "*", "Action": "s3:GetObject", "Resource": f"{REPORTS}/*"}
    faults.bucket_policy(templates).append(deny)


def bucket_says(effect: str, principal: object, **elements: Any) -> Edit:
    """The bucket policy has one statement more, on every object."""
    statement = {"Effect": effect, "Action": "s3:GetObject", "Resource": f"{REPORTS}/*", **elements}

    def edit(templates: Templates) -> None:
        faults.bucket_policy(templates).append({**statement, **({"Principal": principal} if principal else {})})

    return edit


def admit_alice_elsewhere(templates: Templates) -> None:
    """A second role names alice, whose own policy does not let her assume it."""
    trusted = {"AWS": "arn:aws:iam::222222222222:user/alice"}
    templates["Production"]["Second"] = faults.a_role("second", Principal=trusted)


def let_alice_write(templates: Templates) -> None:
    """Alice's own policy lets her write into production's bucket, whose policy does not."""
    statement = {"Effect": "Allow", "Action": "s3:PutObject", "Resource": f"{REPORTS}/*"}
    only(templates["Staging"], faults.USER)["Policies"][0]["PolicyDocument"]["Statement"].append(statement)


def let_alice_write_her_own(templates: Templates) -> None:
    """Alice's own policy lets her write into a bucket that the assembly does not hold."""
    statement = {"Effect": "Allow", "Action": "s3:PutObject", "Resource": "arn:aws:s3:::acme-drafts/*"}
    only(templates["Staging"], faults.USER)["Policies"][0]["PolicyDocument"]["Statement"].append(statement)


def deny_some_and_allow_all(templates: Templates) -> None:
    """The role may do everything with objects, of which the bucket denies the commonest."""
    faults.permissions(templates)[0]["Action"] = "s3:*"
    bucket_says("Deny", {"AWS": READER})(templates)


def deploy_elsewhere(templates: Templates) -> None:
    """A stack set of which the assembly holds nothing."""
    templates["Production"]["Set"] = {"Type": "AWS::CloudFormation::StackSet", "Properties": {}}


def administer(templates: Templates) -> None:
    """The role gets a policy of AWS's that the assembly does not hold."""
    only(templates["Production"], faults.ROLE)["ManagedPolicyArns"] = ["arn:aws:iam::aws:policy/NobodyKnowsThis"]


def trust_by_parameter(templates: Templates) -> None:
    """A second role trusts an account that deployment gives."""
    trusted = {"AWS": {"Fn::Sub": "arn:aws:iam::${Who}:root"}}
    templates["Production"]["Second"] = faults.a_role("second", Principal=trusted)


class Changed(NamedTuple):
    """An edit, what is said, and the exit codes without `--fail-on` and with each of its choices."""

    edit: Edit | None
    says: tuple[str, ...]
    codes: tuple[int, int, int, int]


CHANGES = {
    "nothing": Changed(None, ("No change of access.",), (0, 0, 0, 0)),
    "order": Changed(faults.reorder, ("No change of access.",), (0, 0, 0, 0)),
    "Sids": Changed(faults.rename_statements, ("No change of access.",), (0, 0, 0, 0)),
    "lists": Changed(faults.list_everything, ("No change of access.",), (0, 0, 0, 0)),
    "every key": Changed(
        faults.read_every_key, ("Access gained", f"s3:GetObject on {REPORTS}/", "before: denied: no"), (0, 1, 0, 1)
    ),
    "trust of the account": Changed(
        faults.open_to_the_account, ("Access gained", "user mallory of 222222222222 may now assume role"), (0, 1, 0, 1)
    ),
    "the bucket": Changed(faults.open_the_bucket, ("Access gained", "mallory of 333333333333"), (0, 1, 0, 1)),
    "a second role": Changed(
        faults.trust_in_a_second_role, ("Access gained", "role/second", "what is asked for, is not there"), (0, 1, 0, 1)
    ),
    "a deny in the bucket policy": Changed(
        deny_deleting, ("Access lost", f"s3:GetObject on {REPORTS}/monthly/", "after: denied by"), (0, 0, 1, 1)
    ),
    "a role that names alice": Changed(
        admit_alice_elsewhere, ("Access gained", "user alice of 222222222222", "role/second"), (0, 1, 0, 1)
    ),
    "a role that names the reader": Changed(
        faults.go_on_to_another_role, ("Access gained", "reports-reader of 111111111111", "role/onward"), (0, 1, 0, 1)
    ),
    "a bucket that names the reader": Changed(
        bucket_says("Allow", {"AWS": READER}), ("Access gained", f"GetObject on {REPORTS}/"), (0, 1, 0, 1)
    ),
    "a bucket that leaves it to its account": Changed(
        bucket_says("Allow", {"AWS": "arn:aws:iam::111111111111:root"}), ("No change of access.",), (0, 0, 0, 0)
    ),
    "what the bucket does not let through": Changed(let_alice_write, ("No change of access.",), (0, 0, 0, 0)),
    "a bucket of the caller's own": Changed(
        let_alice_write_her_own, ("Access gained", "alice of 222222222222", "acme-drafts/"), (0, 1, 0, 1)
    ),
    "all but what is denied": Changed(
        deny_some_and_allow_all, ("Access gained", "Access lost", "s3:PutObject"), (0, 1, 1, 1)
    ),
    "a deny that spares the role, and not its sessions": Changed(
        bucket_says("Deny", None, NotPrincipal={"AWS": READER}), ("Access lost", "after: denied by"), (0, 0, 1, 1)
    ),
    "a condition that is not understood": Changed(
        bucket_says("Allow", "*", Condition={"StringAlmost": {"aws:username": "a"}}),
        ("What could not be decided", "StringAlmost"),
        (0, 2, 2, 2),
    ),
    "a stack set": Changed(deploy_elsewhere, ("What could not be decided", "the stack set's"), (0, 2, 2, 2)),
    "a policy that nobody knows": Changed(
        administer, ("What could not be decided", "NobodyKnowsThis is attached"), (0, 2, 2, 2)
    ),
    "a trust by parameter": Changed(trust_by_parameter, ("What could not be decided", "is called Who"), (0, 2, 2, 2)),
    "a boundary": Changed(faults.bound_too_narrowly, ("Access lost", "s3:GetObject"), (0, 0, 1, 1)),
    "a moved role": Changed(
        move_the_role, ("Replacements that will fail", "from Production ReportsReader1C2F753D to"), (0, 0, 0, 1)
    ),
    "another path": Changed(
        change_the_path, ("Access lost", "Replacements that will fail", "people/alice"), (0, 0, 1, 1)
    ),
}


@pytest.mark.parametrize("row", CHANGES.values(), ids=CHANGES)
def test_diff(row: Changed, example: Examples, assemblies: Callable[[str], Path], capsys: Print) -> None:
    """What changes is said, by a request where it is access, and ends as `--fail-on` asks."""
    new = example("read_bucket")
    if row.edit:
        new.edit(row.edit)
    old = assemblies("read_bucket")

    code, out, _ = run(capsys, "diff", old, new.directory)
    codes = [run(capsys, "diff", old, new.directory, "--fail-on", each)[0] for each in ("gained", "lost", "any")]

    assert [each for each in row.says if each not in out] == [], out
    for heading in ("Access gained", "Access lost", "Replacements that will fail"):
        assert (heading in out) is (heading in row.says)
    assert (code, *codes) == row.codes


def test_diff_backwards_takes_what_was_gained(
    example: Examples, assemblies: Callable[[str], Path], capsys: Print
) -> None:
    """What one direction gains the other loses."""
    new, old = example("read_bucket").edit(faults.read_every_key).directory, assemblies("read_bucket")
    forwards = json.loads(run(capsys, "diff", old, new, "--json")[1])
    backwards = json.loads(run(capsys, "diff", new, old, "--json")[1])

    assert forwards["gained"]
    assert (forwards["gained"], forwards["lost"]) == (backwards["lost"], backwards["gained"])


def test_diff_names_agreements(assemblies: Callable[[str], Path], capsys: Print) -> None:
    """Agreements that come, go, or are written otherwise."""
    _, out, _ = run(capsys, "diff", assemblies("read_bucket"), assemblies("managed_policy"))
    _, other, _ = run(capsys, "diff", assemblies("read_bucket"), assemblies("mfa_and_expiry"))

    assert f"{READER} changes its managed_policy_name" in out
    assert f"{READER} removed" in other
    assert "role/plans-reader added" in other


# SARIF


def test_sarif_has_what_the_standard_requires(example: Examples, capsys: Print) -> None:
    """Version, driver, rules, and for each result a known rule, a level, a message and a place in a template."""
    directory = example("read_bucket").edit(faults.go_on_to_another_role).edit(faults.assume_anything).directory
    code, out, _ = run(capsys, "prove", "--sarif", directory)
    log = json.loads(out)

    assert code == 1
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("sarif-schema-2.1.0.json")
    (found,) = log["runs"]
    driver = found["tool"]["driver"]
    assert driver["name"] == "xacct"
    codes = [rule["id"] for rule in driver["rules"]]
    assert codes == sorted(set(codes))
    assert {result["ruleId"] for result in found["results"]} == set(codes)
    for result in found["results"]:
        assert set(result) <= {"ruleId", "level", "message", "locations", "codeFlows", "partialFingerprints"}
        assert re.fullmatch(result["ruleId"] + "-[0-9a-f]{12}", result["partialFingerprints"]["findingId/v1"])
        assert result["level"] in ("none", "note", "warning", "error")
        assert result["message"]["text"]
        for location in result["locations"]:
            place = location["physicalLocation"]
            template = directory / place["artifactLocation"]["uri"]
            line = template.read_text().splitlines()[place["region"]["startLine"] - 1]
            assert location["logicalLocations"][0]["name"] in line
            assert place["artifactLocation"]["uriBaseId"] in found["originalUriBaseIds"]


def test_sarif_shows_the_chain_as_a_flow(example: Examples, capsys: Print) -> None:
    """A viewer steps through the requests of a counterexample."""
    directory = example("read_bucket").edit(faults.go_on_to_another_role).directory
    results = json.loads(run(capsys, "prove", "--sarif", directory)[1])["runs"][0]["results"]
    ((flow,),) = [[each for each in results if "codeFlows" in each]]

    locations = flow["codeFlows"][0]["threadFlows"][0]["locations"]
    assert [each["location"]["logicalLocations"][0]["name"] for each in locations] == [
        "ReportsReader1C2F753D",
        "Onward",
    ]
    assert locations[-1]["location"]["message"]["text"].startswith("a session of role reports-reader of 111111111111")


def test_sarif_of_a_proven_assembly_has_no_errors(assemblies: Callable[[str], Path], capsys: Print) -> None:
    """Nothing to say is a log without results of the level error."""
    results = json.loads(run(capsys, "prove", "--sarif", assemblies("read_bucket"))[1])["runs"][0]["results"]
    assert [each for each in results if each["level"] == "error"] == []


def test_sarif_says_that_nothing_was_looked_at(tmp_path: Path, capsys: Print) -> None:
    """Else a viewer shows nothing, as of what is proven, though the answer is "cannot decide"."""
    code, out, _ = run(capsys, "prove", "--sarif", write(tmp_path, {"111111111111": queue("")}, []))
    (log,) = json.loads(out)["runs"]

    assert code == 2
    assert [(each["ruleId"], each["level"]) for each in log["results"]] == [("XA782", "warning")]
    assert "nothing was looked at" in log["results"][0]["message"]["text"]
    assert [each["id"] for each in log["tool"]["driver"]["rules"]] == ["XA782"]


@pytest.mark.parametrize(
    ("text", "line"),
    [
        pytest.param('{\n "Resources": {\n  "Role": {\n   "Type": "T"\n}}}', 3, id="on a line of its own"),
        pytest.param('{"Resources": {"Role": {"Type": "T"}}}', 1, id="all on one line"),
        pytest.param(
            '{\n "A": {"Ref": "Role"},\n  "Role2": {\n},  "B": 1,\n  "Role": {\n}}', 5, id="names that look alike"
        ),
    ],
)
def test_a_resource_is_found_by_its_line(text: str, line: int, tmp_path: Path) -> None:
    """The line of the logical ID; the first where there are no lines to tell apart."""
    (tmp_path / "template.json").write_text(text)
    (tmp_path / "manifest.json").write_text('{"artifacts": {}}')
    assert ResourceLines([tmp_path]).of("template.json", "Role") == line
