"""Whole organizations and organizational units that are trusted: exactly their accounts' people come in."""

from collections.abc import Callable
from typing import Any, NamedTuple

import pytest

from tests.proof.world import World, both_halves, bucket, in_memory
from xacct_constructs import (
    Agreement,
    S3Read,
    Safeguards,
    TrustedOrganization,
    TrustedOrganizationalUnit,
    TrustedUser,
)
from xacct_constructs.organization import Organization
from xacct_constructs.proof import Answer, Fault, Proof, prove

PRODUCTION, STAGING = "111111111111", "222222222222"
READER = f"arn:aws:iam::{PRODUCTION}:role/reader"
ACME, GLOBEX = "o-acme012345", "o-globex0123"
TEAMS = f"{ACME}/r-ab12/ou-ab12-11111111/"
ORGANIZATION, UNIT = TrustedOrganization(organization_id=ACME), TrustedOrganizationalUnit(organization_path=TEAMS)
WITH_BELOW = TrustedOrganizationalUnit(organization_path=f"{TEAMS}*")
ELSEWHERE = {"StringNotEquals": {"aws:PrincipalAccount": PRODUCTION}}
Edit = Callable[[dict[str, Any]], object]


def agreed(*principals: Any, **safeguards: Any) -> Agreement:
    """These may read."""
    return Agreement(
        role_name="reader",
        trusting_account=PRODUCTION,
        trusted_principals=principals,
        permissions=[S3Read("acme-reports", prefixes=["monthly/"])],
        safeguards=Safeguards(**safeguards),
    )


def proven(agreement: Agreement, edit: Edit, organization: Organization | None = None) -> Proof:
    """What it comes to when something was done to the first statement of the role's trust policy."""
    world: World = {PRODUCTION: both_halves([agreement])[PRODUCTION]}
    world[PRODUCTION]["Reports"] = bucket("acme-reports")
    edit(world[PRODUCTION]["ReaderResource"]["Properties"]["AssumeRolePolicyDocument"]["Statement"][0])
    return prove(in_memory(world, [agreement]), organization=organization)


def nothing(_: dict[str, Any]) -> None:
    """As the library writes it."""


def asking(condition: dict[str, Any]) -> Edit:
    """The statement has these conditions, beside that nobody of the role's own account is meant."""
    return lambda statement: statement.update(Condition={**ELSEWHERE, **condition})


def with_mfa(statement: dict[str, Any]) -> None:
    """MFA is asked for besides."""
    statement["Condition"]["Bool"] = {"aws:MultiFactorAuthPresent": "true"}


def own_too(statement: dict[str, Any]) -> None:
    """The role's own account is not left out."""
    del statement["Condition"]["StringNotEquals"]


def another_left_out(statement: dict[str, Any]) -> None:
    """Another account is left out, and not the role's own."""
    statement["Condition"]["StringNotEquals"] = {"aws:PrincipalAccount": STAGING}


def unasked(statement: dict[str, Any]) -> None:
    """The statement has no conditions."""
    del statement["Condition"]


ID, PATHS = "aws:PrincipalOrgID", "aws:PrincipalOrgPaths"
PROVEN, REFUTED = Answer.PROVEN, Answer.REFUTED


class Row(NamedTuple):
    """Who is agreed on, what was done to the trust policy, and what its proof must come to."""

    agreement: Agreement
    edit: Edit
    answer: Answer
    fault: Fault = Fault.TOO_MUCH


BY_ID, BY_UNIT, BY_TREE = agreed(ORGANIZATION), agreed(UNIT), agreed(WITH_BELOW)
BOTH = agreed(ORGANIZATION, TrustedOrganization(organization_id=GLOBEX))
WORLDS = {
    "an organization": Row(BY_ID, nothing, PROVEN),
    "its own accounts in a path": Row(BY_ID, asking({"ForAnyValue:StringLike": {PATHS: f"{ACME}/*"}}), REFUTED),
    "nobody is asked of which": Row(BY_ID, unasked, REFUTED),
    "where it is said": Row(BY_ID, asking({"StringEqualsIfExists": {ID: ACME}}), REFUTED),
    "another organization": Row(BY_ID, asking({"StringEquals": {ID: GLOBEX}}), REFUTED),
    "one more": Row(BY_ID, asking({"StringEquals": {ID: [ACME, GLOBEX]}}), REFUTED),
    "any whose ID begins so": Row(BY_ID, asking({"StringLike": {ID: "o-acme*"}}), REFUTED),
    "any whatever": Row(BY_ID, asking({"StringLike": {ID: "*"}}), REFUTED),
    "all but another": Row(
        BY_ID, asking({"StringNotEquals": {ID: GLOBEX, "aws:PrincipalAccount": PRODUCTION}}), REFUTED
    ),
    "whoever is of one": Row(BY_ID, asking({"Null": {ID: "false"}}), REFUTED),
    "the same by a pattern without a star": Row(BY_ID, asking({"StringLike": {ID: ACME}}), PROVEN),
    "the organization of the resource": Row(BY_ID, asking({"StringEquals": {"aws:ResourceOrgID": ACME}}), REFUTED),
    "it names one account, in it": Row(
        BY_ID,
        lambda statement: statement.update(Principal={"AWS": f"arn:aws:iam::{STAGING}:root"}),
        REFUTED,
        Fault.TOO_LITTLE,
    ),
    "MFA is asked for besides": Row(
        BY_ID,
        asking({"StringEquals": {ID: ACME}, "Bool": {"aws:MultiFactorAuthPresent": "true"}}),
        REFUTED,
        Fault.TOO_LITTLE,
    ),
    "people of the role's own account too": Row(BY_ID, own_too, REFUTED),
    "another account is left out": Row(BY_ID, another_left_out, REFUTED),
    "of a unit, people of the role's own account too": Row(BY_UNIT, own_too, REFUTED),
    "two organizations": Row(BOTH, nothing, PROVEN),
    "one of the two": Row(BOTH, asking({"StringEquals": {ID: GLOBEX}}), REFUTED, Fault.TOO_LITTLE),
    "an organization, with MFA": Row(agreed(ORGANIZATION, mfa=True), nothing, PROVEN),
    "an organization, with MFA where it is said": Row(
        agreed(ORGANIZATION, mfa=True),
        asking({"StringEquals": {ID: ACME}, "BoolIfExists": {"aws:MultiFactorAuthPresent": "true"}}),
        REFUTED,
    ),
    "an organization and a user of none": Row(
        agreed(TrustedUser(account=STAGING, name="alice", existing=True), ORGANIZATION), nothing, PROVEN
    ),
    # Units
    "a unit": Row(BY_UNIT, nothing, PROVEN),
    "a unit and those below it": Row(BY_TREE, nothing, PROVEN),
    "the unit's own accounts alone": Row(
        BY_TREE, asking({"ForAnyValue:StringLike": {PATHS: TEAMS}}), REFUTED, Fault.TOO_LITTLE
    ),
    "those below it too": Row(BY_UNIT, asking({"ForAnyValue:StringLike": {PATHS: f"{TEAMS}*"}}), REFUTED),
    "the whole organization": Row(BY_UNIT, asking({"StringEquals": {ID: ACME}}), REFUTED),
    "another unit": Row(BY_UNIT, asking({"ForAnyValue:StringLike": {PATHS: TEAMS.replace("1", "2")}}), REFUTED),
    "a unit whose ID begins so": Row(
        BY_UNIT, asking({"ForAnyValue:StringLike": {PATHS: f"{TEAMS.removesuffix('/')}*"}}), REFUTED
    ),
    "all values, or none": Row(BY_UNIT, asking({"ForAllValues:StringLike": {PATHS: TEAMS}}), REFUTED),
    "nobody is asked where": Row(BY_UNIT, unasked, REFUTED),
    "where a path is said": Row(BY_UNIT, asking({"ForAnyValue:StringLikeIfExists": {PATHS: TEAMS}}), REFUTED),
}


@pytest.mark.parametrize("name", WORLDS)
def test_proof(name: str) -> None:
    """Each trust policy comes to what it must."""
    row = WORLDS[name]
    found = proven(row.agreement, row.edit)
    assert found.answer is row.answer, (found.counterexamples, found.undecided)
    if row.answer is REFUTED:
        assert {each.fault for each in found.counterexamples} & {row.fault}, found.counterexamples
        assert {each.about for each in found.counterexamples} == {READER}


@pytest.mark.parametrize("principal", [ORGANIZATION, UNIT])
def test_what_each_account_lets_its_own_do_is_to_be_looked_up(principal: Any) -> None:
    """Which accounts those are, and whom each lets ask, no template says."""
    found = proven(agreed(principal), nothing).to_check
    (told,) = (each for each in found if each.what.startswith("Each account lets only whom it should assume"))
    assert principal.place in told.what


@pytest.mark.parametrize("principal", [ORGANIZATION, UNIT])
def test_an_organization_that_is_told_changes_nothing(principal: Any) -> None:
    """Its folder says which accounts it has today; whoever joins it tomorrow comes in too."""
    accounts = frozenset({PRODUCTION, STAGING})
    told = Organization(ACME, "2026-11-28", STAGING, accounts, frozenset(), parents={PRODUCTION: "r-ab12"})
    assert proven(agreed(principal), nothing, told).answer is PROVEN
    assert proven(agreed(principal), unasked, told).answer is REFUTED
    assert proven(agreed(principal), with_mfa, told).answer is REFUTED


PARTNER = Agreement(
    role_name="partner",
    trusting_account=PRODUCTION,
    trusted_principals=[TrustedUser(account="333333333333", name="eve", existing=True)],
    permissions=[S3Read("acme-reports", prefixes=["partners/"])],
)


@pytest.mark.parametrize("agreement", [BY_ID, BY_UNIT])
@pytest.mark.parametrize(("edit", "answer"), [(nothing, PROVEN), (own_too, REFUTED)])
def test_nobody_comes_on_from_another_role_of_the_account(agreement: Agreement, edit: Edit, answer: Answer) -> None:
    """Whoever is let into it from outside the organization has a session of the role's own account."""
    world = both_halves([agreement, PARTNER])
    world[PRODUCTION]["Reports"] = bucket("acme-reports")
    edit(world[PRODUCTION]["ReaderResource"]["Properties"]["AssumeRolePolicyDocument"]["Statement"][0])
    assert prove(in_memory(world, [agreement, PARTNER])).answer is answer
