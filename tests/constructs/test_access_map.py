"""An access file's stacks in a CDK app: the same to the letter as without it, and two round trips each."""

import json
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_iam as iam
from aws_cdk.assertions import Template
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from jsii._kernel.providers.process import _NodeProcess

from tests.account_stacks.samples import OTHER, PRODUCTION, STAGING, account, agreement, file, trusting
from tests.constructs.samples import new_app
from tests.known_access.samples import way
from tests.properties.strategies import REGIONS, agreements
from xacct_constructs import AccessMap, Agreement, AgreementError, KnownAccess, TrustedAccount, TrustedUser
from xacct_constructs.access_file import AccessFile
from xacct_constructs.account_stacks import account_stacks
from xacct_constructs.principals import is_named
from xacct_constructs.synthesis import assembly_of

BUDGET = 3


def written(given_file: AccessFile, folder: Path) -> dict[str, str]:
    """What an app with nothing but the file's stacks writes."""
    app = cdk.App(outdir=str(folder), analytics_reporting=False)
    AccessMap(app, "Access", file=given_file)
    app.synth()
    return {each.name: each.read_text(encoding="utf-8") for each in folder.iterdir()}


def told_of(made: Agreement, number: int) -> Agreement:
    """One of many: a role of its own, and nobody whom another admits, or whose services are not known."""
    known = [replace(each, existing=True) if is_named(each) else each for each in made.trusted_principals]
    return replace(made, role_name=f"{number}-{made.role_name}"[:64], trusted_principals=known)


@settings(max_examples=10)
@given(st.lists(agreements(), min_size=1, max_size=3), st.integers(1, 3))
def test_to_the_letter(made: list[Agreement], each: int) -> None:
    """Whatever the file holds, templates, agreements and known access are those that are written without the CDK."""
    partition = made[0].partition
    alike = [told_of(one, number) for number, one in enumerate(made) if one.partition == partition]
    home = account("production", PRODUCTION, region=REGIONS[partition], stacks=each)
    numbers = sorted({one.account for of in alike for one in of.trusted_principals})
    others = [account(f"a{number}", number, region=REGIONS[partition]) for number in numbers]
    given_file = file(alike, home, *others)
    assume(all(one.severity == "warning" for one in account_stacks(given_file).findings))
    with TemporaryDirectory() as folder:
        theirs = written(given_file, Path(folder))
    for name, text in assembly_of(given_file).files.items():
        if name.endswith("template.json") or name.startswith("xacct-"):
            assert theirs[name] == text, name


def test_a_user_finds_the_stacks_and_the_agreements() -> None:
    """Stacks by name, in their accounts and regions; tags and aspects reach what is in them."""
    app = new_app()
    made = AccessMap(app, "Who", file=file([agreement()], *ACCOUNTS))
    assert list(made.stacks) == ["Who-production", "Who-staging"]
    assert made.agreements == (agreement(),)
    cdk.Tags.of(made.stacks["Who-staging"]).add("team", "audit")
    users = Template.from_stack(made.stacks["Who-staging"]).find_resources("AWS::IAM::User")
    assert [each["Properties"]["Tags"] for each in users.values()] == [[{"Key": "team", "Value": "audit"}]]


ACCOUNTS = account("production", PRODUCTION), account("staging", STAGING, region="us-east-1")


def test_in_a_stage_beside_other_stacks(tmp_path: Path) -> None:
    """Names with the stage's before them; the agreements of all ride together."""
    app = cdk.App(outdir=str(tmp_path / "out"), analytics_reporting=False)
    stage = cdk.Stage(app, "Prod")
    iam.Role(cdk.Stack(app, "Own"), "Role", assumed_by=iam.AnyPrincipal())
    made = AccessMap(stage, "Access", file=file([agreement()]))
    assert made.stacks["Access-production"].stack_name == "Prod-Access-production"
    app.synth()
    riding = json.loads((tmp_path / "out" / "xacct-agreements.json").read_text())
    assert [each["role_name"] for each in riding["agreements"]] == ["reader-0"]
    assert riding["regions"] == {agreement().role_arn: "eu-west-1"}


def test_chosen_accounts() -> None:
    """Their stacks alone."""
    made = AccessMap(new_app(), "Access", file=file([agreement()]), accounts=["staging"])
    assert list(made.stacks) == ["Access-staging"]


def test_known_access_rides_along(tmp_path: Path) -> None:
    """As it stands in the file."""
    audit = way("audit", {"AWS": f"arn:aws:iam::{OTHER}:root"}, "s3:ListBucket", "arn:aws:s3:::acme-logs")
    given_file = file([agreement()], known_access=KnownAccess(ways=(audit,)))
    assert (
        written(given_file, tmp_path)["xacct-known-access.json"]
        == assembly_of(given_file).files["xacct-known-access.json"]
    )


REFUSED: list[Any] = [
    pytest.param(
        file([agreement(role_name="*"), agreement(trusting_account="x")]), ["XA010", "XA001"], id="two agreements"
    ),
    pytest.param(file([agreement(trusting_account=OTHER)]), ["XA521"], id="no account of the file"),
]


@pytest.mark.parametrize(("given_file", "codes"), REFUSED)
def test_refused(given_file: AccessFile, codes: list[str]) -> None:
    """Every error at once, and no stack."""
    app = new_app()
    with pytest.raises(AgreementError) as raised:
        AccessMap(app, "Access", file=given_file)
    assert [each.code for each in raised.value.findings] == codes
    assert app.node.children == []


def test_warnings_can_be_acknowledged() -> None:
    """They stand at the scope."""
    app = new_app()
    shared = trusting(agreement(), TrustedAccount(account=STAGING), TrustedUser(account=OTHER, name="carol"))
    AccessMap(app, "Access", file=file([shared]))
    warned = [str(each.data) for each in app.node.metadata if each.type == "aws:cdk:warning"]
    assert [each.partition("-")[0] for each in warned] == ["XA702", "XA507", "XA507"]


def test_round_trips(monkeypatch: pytest.MonkeyPatch) -> None:
    """So many for one stack more, and none for one agreement more."""
    seen: list[int] = []
    send = _NodeProcess.send

    def counted(*arguments: Any, **keywords: Any) -> Any:
        seen.append(len(seen))
        return send(*arguments, **keywords)

    def trips(count: int, stacks: int) -> int:
        app = new_app()
        before = len(seen)
        homes = account("production", PRODUCTION, stacks=stacks), account("staging", STAGING)
        AccessMap(app, "Access", file=file([agreement(each) for each in range(count)], *homes))
        app.synth()
        return len(seen) - before

    trips(1, 1)
    monkeypatch.setattr(_NodeProcess, "send", counted)
    few, many, stacks = trips(40, 1), trips(200, 1), trips(200, 9)
    assert many == few
    assert 0 < (stacks - many) / 8 <= BUDGET


@pytest.mark.parametrize(
    ("context", "accounts", "made"),
    [
        ({"xacct:accounts": ["staging"]}, None, ["Access-staging"]),
        ({"xacct:accounts": "staging, production"}, None, ["Access-production", "Access-staging"]),
        ({"xacct:accounts": ["staging"]}, ["production"], ["Access-production"]),
        ({}, None, ["Access-production", "Access-staging"]),
    ],
)
def test_an_owner_s_accounts_alone(
    context: dict[str, Any], accounts: list[str] | None, made: list[str], tmp_path: Path
) -> None:
    """By context, or by an argument, which goes before it; without either, all."""
    app = cdk.App(context=context, outdir=str(tmp_path), analytics_reporting=False)
    access = AccessMap(app, "Access", file=file([agreement()]), accounts=accounts)

    assert list(access.stacks) == made


def test_an_account_that_is_none_is_refused(tmp_path: Path) -> None:
    """It is no app without stacks."""
    app = cdk.App(context={"xacct:accounts": "stagin"}, outdir=str(tmp_path), analytics_reporting=False)
    with pytest.raises(AgreementError, match="XA522 accounts must be names of the file's 2 accounts, got 'stagin'"):
        AccessMap(app, "Access", file=file([agreement()]))
