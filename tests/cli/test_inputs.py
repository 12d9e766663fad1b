"""What prove, explain, diff and doctor read: assemblies, templates as they are, and the values of their parameters."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.proof.world import allow, both_halves, bucket, bucket_policy, write
from xacct_constructs import Agreement, S3Read, TrustedUser
from xacct_constructs.agreement.serialize import to_json
from xacct_constructs.cli import main
from xacct_constructs.names import AGREEMENTS_FILE

pytestmark = pytest.mark.usefixtures("wide")

Print = pytest.CaptureFixture[str]

TRUSTING, TRUSTED = "111111111111", "222222222222"
READER = f"arn:aws:iam::{TRUSTING}:role/reader"
BUCKET = "arn:aws:s3:::acme-reports"
AGREED = Agreement(
    role_name="reader",
    trusting_account=TRUSTING,
    trusted_principals=[TrustedUser(account=TRUSTED, name="alice")],
    permissions=[S3Read("acme-reports", prefixes=["monthly/"])],
)
SHARED = """
Parameters:
  Partner: {Type: String, Default: '111111111111', AllowedValues: ['111111111111', '333333333333']}
Resources:
  Reports:
    Type: AWS::S3::Bucket
    Properties: {BucketName: acme-reports}
  Policy:
    Type: AWS::S3::BucketPolicy
    Properties:
      Bucket: !Ref Reports
      PolicyDocument:
        Version: 2012-10-17
        Statement:
          - Effect: Allow
            Principal: {AWS: !Ref Partner}
            Action: s3:GetObject
            Resource: !Sub ${Reports.Arn}/*
"""
HERE = ("--template", "shared.yaml", "--account", TRUSTING, "--region", "eu-west-1")
OPEN = ("--parameters", "Partner=333333333333")


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Print) -> Callable[..., tuple[int, str, str]]:
    """A command, run where the template lies: exit code, standard output, standard error."""
    (tmp_path / "shared.yaml").write_text(SHARED, encoding="utf-8")
    monkeypatch.chdir(tmp_path)

    def found(*arguments: str) -> tuple[int, str, str]:
        code = main(list(arguments))
        printed = capsys.readouterr()
        return code, printed.out, printed.err

    return found


Run = Callable[..., tuple[int, str, str]]

PROVEN: dict[str, tuple[tuple[str, ...], int, str]] = {
    "the default": ((), 0, "PROVEN, given 1 of your own to check: no agreement lies here"),
    "the owner": (("--parameters", "Partner=111111111111"), 0, "PROVEN, given 1 of your own"),
    "somebody": (OPEN, 1, "REFUTED: no agreement lies here"),
    "somebody, in this stack": (("--parameters", "shared:Partner=333333333333"), 1, "REFUTED"),
    "by the stack's name": (("--stack-name", "prod", "--parameters", "prod:Partner=333333333333"), 1, "REFUTED"),
    "somebody, in a file": (("--parameters-file", "open.json"), 1, "REFUTED"),
    "somebody, in a file and by name": (("--parameters-file", "open.json", *OPEN), 1, "REFUTED"),
    "whatever it is in the deployed stack": (("--parameters-file", "kept.json"), 2, "CANNOT DECIDE"),
}


@pytest.mark.parametrize(("given", "code", "last"), PROVEN.values(), ids=PROVEN)
def test_a_template_is_proven_as_it_is(given: tuple[str, ...], code: int, last: str, run: Run) -> None:
    """With the values that its parameters are given."""
    entries: dict[str, Any] = {"open": {"ParameterValue": "333333333333"}, "kept": {"UsePreviousValue": True}}
    for name, each in entries.items():
        Path(f"{name}.json").write_text(json.dumps([{"ParameterKey": "Partner", **each}]), encoding="utf-8")
    ended, out, err = run("prove", *HERE, *given)
    assert (ended, err) == (code, "")
    assert out.splitlines()[-1].startswith(last)


WRONG: dict[str, tuple[tuple[str, ...], str]] = {
    "no account": (("--template", "shared.yaml", "--region", "eu-west-1"), "--template needs --account"),
    "no region": (("--template", "shared.yaml", "--account", TRUSTING), "--template needs --region"),
    "an account that is none": ((*HERE[:3], "1", *HERE[4:]), "--account must be 12 digits, got '1'"),
    "a region that is none": ((*HERE[:5], "europe"), "--region must be one such as eu-west-1, got 'europe'"),
    "a stack's name that is none": ((*HERE, "--stack-name", "a b"), "--stack-name must be up to 128 letters"),
    "too many accounts": ((*HERE, "--account", TRUSTED), "--template needs --account, once or once for each"),
    "an account without template": (("--account", TRUSTING), "--account goes with --template"),
    "a template that is not there": ((*HERE[:1], "gone.yaml", *HERE[2:]), "gone.yaml cannot be read: No such file"),
    "a parameter that is none": ((*HERE, "--parameters", "Name=a"), "no stack has the parameter Name"),
    "a stack that is none": ((*HERE, "--parameters", "other:Partner=a"), "no stack has the parameter other:Partner"),
    "no pair": ((*HERE, "--parameters", "Partner"), "--parameters must be NAME=VALUE or STACK:NAME=VALUE"),
    "a value that is none": ((*HERE, "--parameters", "Partner=4"), "Partner must be one of 111111111111, 333"),
    "two values": ((*HERE, *OPEN, "--parameters", f"Partner={TRUSTING}"), "Partner is given two values"),
    "a file that is not there": ((*HERE, "--parameters-file", "gone.json"), "gone.json cannot be read"),
    "a file that is no list": ((*HERE, "--parameters-file", "map.json"), "map.json: all of it must be a list"),
    "an entry that is none": ((*HERE, "--parameters-file", "bad.json"), "bad.json: entry 0 must have a ParameterKey"),
    "agreements that are none": ((*HERE, "--agreements", "map.json"), "map.json is of version None"),
}


@pytest.mark.parametrize(("given", "why"), WRONG.values(), ids=WRONG)
def test_what_cannot_be_read_is_wrong_usage(given: tuple[str, ...], why: str, run: Run) -> None:
    """One line says what to do, and nothing is printed as a result."""
    Path("map.json").write_text("{}", encoding="utf-8")
    Path("bad.json").write_text('[{"ParameterKey": "Partner", "Value": "a"}]', encoding="utf-8")
    ended, out, err = run("prove", *given)
    assert (ended, out) == (2, "")
    assert err.startswith("xacct: ")
    assert why in err
    assert err.count("\n") == 1


def test_explain_takes_the_same(run: Run) -> None:
    """A template, and the value of its parameter."""
    asked = ("--caller", "arn:aws:iam::333333333333:user/x", "--action", "s3:GetObject", "--resource", f"{BUCKET}/x")
    ended, out, _ = run("explain", *HERE, *OPEN, *asked, "--own-side-allows")
    assert (ended, out.partition(":")[0]) == (0, "ALLOWED")
    ended, out, _ = run("explain", *HERE, *asked, "--own-side-allows")
    assert (ended, out.partition(":")[0]) == (0, "IMPLICITLY DENIED")
    assert run("explain", *HERE, "--parameters", "Name=a", *asked)[0] == 2


def halves() -> tuple[Path, Path]:
    """Each owner's assembly, in a folder of their own."""
    world = both_halves([AGREED])
    world[TRUSTING] |= {"Reports": bucket("acme-reports")}
    for account, each in world.items():
        write(Path(account), {account: each}, [AGREED])
    return Path(TRUSTING), Path(TRUSTED)


def test_two_owners_are_proven_together(run: Run) -> None:
    """Each place is named with its folder; what one of them opens is found."""
    ours, theirs = halves()
    ended, out, err = run("prove", str(ours), str(theirs))
    assert (ended, err) == (0, "")
    assert f"[1] {theirs}/{TRUSTED}.template.json AliceResource.Policies[0].Statement[0]" in out
    assert "is allowed by its own account" not in out

    world = {TRUSTED: {"Reports": bucket("acme-reports")}}
    write(theirs, world, [AGREED])
    ended, out, err = run("prove", str(ours), str(theirs))
    assert (ended, err) == (1, "")


def test_two_owners_who_have_not_agreed_are_told(run: Run) -> None:
    """One has an agreement that the other has changed."""
    ours, theirs = halves()
    other = {**to_json(AGREED), "description": "another"}
    (theirs / AGREEMENTS_FILE).write_text(json.dumps({"version": 1, "agreements": [other]}), encoding="utf-8")
    ended, out, err = run("prove", str(ours), str(theirs))
    assert (ended, out) == (2, "")
    assert f"{ours} and {theirs}: two agreements of {READER} differ in description; let every app" in err


OWN = "has other agreements of its own than"


def others(folder: Path) -> str:
    """A file of other agreements than the halves have."""
    file = folder / "others.json"
    file.write_text(json.dumps({"version": 1, "agreements": []}), encoding="utf-8")
    return str(file)


def test_a_template_is_proven_against_a_file_of_agreements(run: Run) -> None:
    """As it rides in an assembly; with an assembly that has others, it is refused."""
    ours, theirs = halves()
    (template,) = (each for each in ours.glob("*.template.json"))
    given = ("--template", str(template), *HERE[2:], "--agreements", str(theirs / AGREEMENTS_FILE))
    ended, out, err = run("prove", *given)
    assert (ended, err) == (0, "")
    assert out.startswith(READER)

    assert run("prove", str(theirs), *given)[0] == 0
    ended, out, err = run("prove", str(theirs), *given[:-1], others(ours))
    assert (ended, out) == (2, "")
    assert f"{OWN} {ours / 'others.json'}; leave out --agreements" in err


def test_doctor_takes_the_same(run: Run) -> None:
    """Folders of both owners, or a template with a parameter's value and what is agreed on."""
    ours, theirs = halves()
    offline = ("doctor", "reader", "--offline")
    both = ("--assembly", str(ours), "--assembly", str(theirs))
    assert run(*offline, *both)[0] == 0
    ended, out, _ = run(*offline, "--assembly", str(ours), "--json")
    assert (ended, {each["state"] for each in json.loads(out)["checks"]} >= {"open"}) == (0, True)

    (template,) = (each for each in ours.glob("*.template.json"))
    world = json.loads(template.read_text())
    world["Parameters"] = {"May": {"Type": "String", "Default": "Allow"}}
    (policy,) = world["Resources"]["ReaderResource"]["Properties"]["Policies"]
    policy["PolicyDocument"]["Statement"][0]["Effect"] = {"Ref": "May"}
    template.write_text(json.dumps(world))
    agreed = ("--agreements", str(theirs / AGREEMENTS_FILE))
    given = ("--template", str(template), *HERE[2:], *agreed)
    assert run(*offline, *given)[0] == 0
    assert run(*offline, *both, "--agreements", str(theirs))[0] == 0
    assert run(*offline, *given, "--parameters", "May=Deny")[0] == 1
    for wrong, why in (
        ((*given, "--parameters", "Name=a"), "no stack has the parameter Name"),
        (given[:-2], "no agreement rides in what is read; pass --agreements FILE"),
        ((*both, "--agreements", others(ours)), OWN),
    ):
        ended, out, err = run(*offline, *wrong)
        assert (ended, out) == (2, "")
        assert why in err
    assert "payroll is not in what is read; it has: reader" in run("doctor", "payroll", "--offline", *given)[2]


def test_explain_and_diff_take_a_file_of_agreements(run: Run) -> None:
    """Whose the bucket is, it says; both sides of a comparison have what it says."""
    ours, theirs = halves()
    (template,) = (each for each in ours.glob("*.template.json"))
    world = json.loads(template.read_text())
    del world["Resources"]["Reports"]
    template.write_text(json.dumps(world))
    agreed = ("--agreements", str(theirs / AGREEMENTS_FILE))
    asked = ("--caller", READER, "--action", "s3:GetObject", "--resource", f"{BUCKET}/monthly/a")
    given = ("--template", str(template), *HERE[2:])
    assert run("explain", *given, *asked)[0] == 2
    assert run("explain", *given, *asked, *agreed)[1].startswith("ALLOWED")

    two = ("--template", str(template), str(template), *HERE[2:])
    assert run("diff", *two, *agreed, "--fail-on", "any") == (0, "No change of access.\n", "")
    assert OWN in run("diff", str(ours), str(theirs), "--agreements", others(ours))[2]


def test_explain_decides_over_both_owners(run: Run) -> None:
    """Each owner's word is in a folder of its own."""
    ours, theirs = halves()
    asked = ("--caller", f"arn:aws:iam::{TRUSTED}:user/alice", "--action", "sts:AssumeRole", "--resource", READER)
    ended, out, _ = run("explain", "--assembly", str(ours), "--assembly", str(theirs), *asked)
    assert ended == 0
    assert out.startswith("ALLOWED")
    assert run("explain", "--assembly", str(ours), *asked)[0] == 2


def test_diff_compares_templates(run: Run) -> None:
    """Under one name, so that what deployment settles is the same in both."""
    Path("wider.yaml").write_text(SHARED.replace("s3:GetObject", "s3:*"), encoding="utf-8")
    two = ("--template", "shared.yaml", "wider.yaml", *HERE[2:])
    assert run("diff", *two, "--fail-on", "any") == (0, "No change of access.\n", "")
    ended, out, _ = run("diff", *two, *OPEN, "--fail-on", "gained")
    assert ended == 1
    assert out.startswith("Access gained")

    Path("open.yaml").write_text(SHARED.replace("!Ref Partner", "!ImportValue partner"), encoding="utf-8")
    same = ("--template", "open.yaml", "open.yaml", *HERE[2:])
    assert run("diff", *same, "--fail-on", "any") == (0, "No change of access.\n", "")


@pytest.mark.parametrize(
    "given", [(), ("one",), ("one", "two", "--template", "a", "b"), ("one", "--template", "a", "b")], ids=str
)
def test_diff_compares_two(given: tuple[str, ...], run: Run) -> None:
    """Folders or templates."""
    assert run("diff", *given) == (2, "", "xacct: pass two folders, or --template with two files\n")


def test_diff_takes_a_parameter_that_one_of_them_has(run: Run) -> None:
    """The other may have it no more, or not yet."""
    Path("before.yaml").write_text("Resources:\n  Reports: {Type: 'AWS::S3::Bucket'}\n", encoding="utf-8")
    given = ("--template", "before.yaml", "shared.yaml", *HERE[2:])
    assert run("diff", *given, *OPEN)[0] == 0
    assert run("diff", *given, "--parameters", "Name=a")[0] == 2


def test_sarif_names_the_template_from_where_the_command_runs(run: Run) -> None:
    """With the line, in YAML too; of several folders each by its path."""
    (run_,) = json.loads(run("prove", *HERE, *OPEN, "--sarif")[1])["runs"]
    physical = run_["results"][0]["locations"][0]["physicalLocation"]
    assert physical == {"artifactLocation": {"uri": "shared.yaml"}, "region": {"startLine": 8}}
    assert "originalUriBaseIds" not in run_

    statement = allow("s3:GetObject", Principal={"AWS": "333333333333"}, Resource=f"{BUCKET}/*")
    shared = {"Reports": bucket("acme-reports"), "Policy": bucket_policy("acme-reports", statement)}
    write(Path("a"), {TRUSTING: shared}, [])
    write(Path("b"), {TRUSTED: {"Empty": {"Type": "AWS::SQS::Queue"}}}, [])
    (run_,) = json.loads(run("prove", "a", "b", "--sarif")[1])["runs"]
    uri = run_["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert uri == {"uri": f"a/{TRUSTING}.template.json"}


def test_json_says_the_same(run: Run) -> None:
    """Where it stands, and by which value."""
    found = json.loads(run("prove", *HERE, *OPEN, "--json")[1])
    (counterexample,) = found["counterexamples"]
    assert counterexample["steps"][0]["decision"]["by"]["template"] == "shared.yaml"
    told = [each["what"] for each in found["to_check"]]
    assert told == ["shared's parameter Partner has '333333333333', as it is given here."]
