"""`xacct plan`: which stack with which profile, and what of it is deployed in accounts that can be asked."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.operations.profiles import PRODUCTION, STAGING, Profiles
from xacct_constructs.cli import main
from xacct_constructs.local.accounts import Accounts

AGREEMENT = """\
  - role_name: {name}-reader
    trusting_account: production
    trusted_principals: [{{type: TrustedUser, account: {account}, name: {name}}}]
    permissions: [{{type: S3Read, bucket: acme-reports, prefixes: [{prefix}]}}]
"""
ACCOUNTS = """\
accounts:
  production: {id: "111111111111", region: eu-west-1, profile: production}
  staging: {id: "222222222222", region: eu-west-1, profile: staging}
  elsewhere: {id: "444444444444", region: eu-west-1, profile: production}
  nowhere: {id: "555555555555", region: eu-west-1, profile: nobody-has-it}
"""


def access(prefix: str = "monthly/") -> str:
    """A file of four accounts: two that can be asked, one whose profile is another's, one whose profile nobody has."""
    rows = [("alice", "staging", prefix), ("carol", "elsewhere", "monthly/"), ("dave", "nowhere", "monthly/")]
    told = "".join(AGREEMENT.format(name=name, account=account, prefix=of) for name, account, of in rows)
    return f"{ACCOUNTS}agreements:\n{told}"


@pytest.fixture(scope="module", autouse=True)
def deployed(local_aws: Accounts, profiles: Profiles, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Production's stack is deployed, staging's is not."""
    folder = tmp_path_factory.mktemp("deployed")
    (folder / "access.yaml").write_text(access())
    assert main(["synth", str(folder / "access.yaml"), "-o", str(folder / "cdk.out")]) == 0
    template = (folder / "cdk.out" / "Access-production.template.json").read_text()
    client = local_aws.clients.of_account("cloudformation", "111111111111")
    client.create_stack(StackName="Access-production", TemplateBody=template, Capabilities=["CAPABILITY_NAMED_IAM"])
    client.get_waiter("stack_create_complete").wait(StackName="Access-production", WaiterConfig={"Delay": 1})


@pytest.fixture(autouse=True)
def person(profiles: Profiles, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """A person with the accounts' profiles, in a folder of their own."""
    monkeypatch.setenv("AWS_CONFIG_FILE", str(profiles.file))
    monkeypatch.setenv("COLUMNS", "100")
    monkeypatch.chdir(tmp_path)
    Path("access.yaml").write_text(access())


def planned(capsys: pytest.CaptureFixture[str], *options: str) -> dict[str, Any]:
    """What is said of each stack, and the lines that deploy."""
    assert main(["plan", "access.yaml", "--json", *options]) == 0
    found = json.loads(capsys.readouterr().out)
    return {each["stack"]: each for each in found["stacks"]} | {"deploy": found["deploy"]}


def test_each_account_is_asked_by_its_own_profile(capsys: pytest.CaptureFixture[str]) -> None:
    """What stands is told from what does not, and nothing is said of an account that could not be asked."""
    found = planned(capsys)

    assert {name: (each["profile"], each["deployed"]) for name, each in found.items() if name != "deploy"} == {
        "Access-production": (PRODUCTION, "deployed as written"),
        "Access-staging": (STAGING, "not deployed"),
        "Access-elsewhere": (PRODUCTION, "not seen"),
        "Access-nowhere": ("nobody-has-it", "not seen"),
    }
    assert found["Access-elsewhere"]["why"] == "profile production is of account 111111111111"
    assert "nobody-has-it" in found["Access-nowhere"]["why"]


def test_what_is_deployed_otherwise_changes(capsys: pytest.CaptureFixture[str]) -> None:
    """A prefix more in the file, and the stack is no longer as it is written."""
    Path("access.yaml").write_text(access(prefix="monthly/, weekly/"))

    assert planned(capsys)["Access-production"]["deployed"] == "deployed, and changes"


def test_nothing_is_asked_offline(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """No stack is said to stand, and none not to."""
    monkeypatch.setenv("AWS_CONFIG_FILE", "/nowhere")
    found = planned(capsys, "--offline")

    assert {each["deployed"] for name, each in found.items() if name != "deploy"} == {None}


def test_a_line_for_each_profile_deploys_what_does_not_stand_yet(capsys: pytest.CaptureFixture[str]) -> None:
    """In any order, each whole, several stacks of a profile at once."""
    assert planned(capsys)["deploy"] == [
        "cdk deploy --app cdk.out --profile staging Access-staging",
        "cdk deploy --app cdk.out --profile production Access-elsewhere",
        "cdk deploy --app cdk.out --profile nobody-has-it Access-nowhere",
    ]
    assert planned(capsys, "--offline")["deploy"][0] == (
        "cdk deploy --app cdk.out --profile production --require-approval never --concurrency 4 Access-production"
        " Access-elsewhere"
    )


def test_an_owner_plans_their_own_accounts(capsys: pytest.CaptureFixture[str]) -> None:
    """From the same file."""
    found = planned(capsys, "--accounts", "staging", "--offline")

    assert list(found) == ["Access-staging", "deploy"]


def test_what_a_person_sees(capsys: pytest.CaptureFixture[str]) -> None:
    """A table, what could not be seen with its reason, and the lines to type."""
    assert main(["plan", "access.yaml"]) == 0
    printed = capsys.readouterr().out

    assert printed.splitlines() == [
        "stack              account       region     profile        resources  deployed",
        "-----------------  ------------  ---------  -------------  ---------  ------------------------------",
        "Access-production  111111111111  eu-west-1  production     3          deployed as written",
        "Access-staging     222222222222  eu-west-1  staging        1          not deployed",
        "Access-elsewhere   444444444444  eu-west-1  production     1          not seen: profile production",
        "                                                                      is of account 111111111111",
        "Access-nowhere     555555555555  eu-west-1  nobody-has-it  1          not seen: there is no profile",
        "                                                                      nobody-has-it; see: aws",
        "                                                                      configure list-profiles",
        "",
        "To deploy: 3 of 4 stacks. `xacct synth` writes cdk.out, and `cdk diff --app cdk.out` shows what",
        "changes. Then run these, in any order, since no stack waits for another:",
        "",
        "  cdk deploy --app cdk.out --profile staging Access-staging",
        "",
        "  cdk deploy --app cdk.out --profile production Access-elsewhere",
        "",
        "  cdk deploy --app cdk.out --profile nobody-has-it Access-nowhere",
    ]
