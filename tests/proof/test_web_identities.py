"""A pipeline outside AWS: exactly the tokens of one provider, for one audience and one subject, let somebody in."""

from typing import Any, NamedTuple

import pytest

from tests.organizations import ID, RESOURCE, ROOT, SERVICE, STAGING, Attached, files
from tests.plain.samples import PRODUCTION, agreement
from tests.proof.world import both_halves, in_memory
from xacct_constructs import Network, Safeguards, TrustedUser, TrustedWebIdentity
from xacct_constructs.organization import organization_of
from xacct_constructs.proof import Access, Answer, Fault, Proof, prove
from xacct_constructs.report.agreed import agreed_rows

PROVEN, REFUTED, UNDECIDED = Answer.PROVEN, Answer.REFUTED, Answer.UNDECIDED
NONE: frozenset[Fault] = frozenset()
LESS, MORE = frozenset({Fault.TOO_LITTLE}), frozenset({Fault.TOO_MUCH})
GITHUB = "token.actions.githubusercontent.com"
AUD, SUB = f"{GITHUB}:aud", f"{GITHUB}:sub"
MAIN = "repo:acme/reports:ref:refs/heads/main"
EXACT = {"StringEquals": {AUD: "sts.amazonaws.com", SUB: MAIN}}
ANY_BRANCH = {"StringEquals": {AUD: "sts.amazonaws.com"}, "StringLike": {SUB: "repo:acme/reports:*"}}
ARN = f"arn:aws:iam::{PRODUCTION}:oidc-provider/{GITHUB}"


def provider(name: str, account: str = PRODUCTION) -> dict[str, str]:
    """A provider that a statement names."""
    return {"Federated": f"arn:aws:iam::{account}:oidc-provider/{name}"}


class Row(NamedTuple):
    """What the trust policy's statement says, and what its proof comes to."""

    statement: dict[str, Any]
    answer: Answer
    faults: frozenset[Fault] = NONE
    subject: str = MAIN


ROWS = {
    "as it is written": Row({}, PROVEN),
    "as it is written for a pattern": Row({"Condition": ANY_BRANCH}, PROVEN, subject="repo:acme/reports:*"),
    "the exact subject by StringLike": Row(
        {"Condition": {"StringEquals": {AUD: "sts.amazonaws.com"}, "StringLike": {SUB: MAIN}}}, PROVEN
    ),
    "any branch": Row({"Condition": ANY_BRANCH}, REFUTED, MORE),
    "a branch beside it": Row(
        {"Condition": {"StringEquals": {AUD: "sts.amazonaws.com", SUB: [MAIN, f"{MAIN}2"]}}}, REFUTED, MORE
    ),
    "another subject": Row(
        {"Condition": {"StringEquals": {AUD: "sts.amazonaws.com", SUB: f"{MAIN}2"}}}, REFUTED, MORE | LESS
    ),
    "one branch of those agreed": Row({}, REFUTED, LESS, subject="repo:acme/reports:*"),
    "no subject": Row({"Condition": {"StringEquals": {AUD: "sts.amazonaws.com"}}}, REFUTED, MORE),
    "no audience": Row({"Condition": {"StringEquals": {SUB: MAIN}}}, REFUTED, MORE),
    "another audience": Row({"Condition": {"StringEquals": {AUD: "acme", SUB: MAIN}}}, REFUTED, MORE | LESS),
    "no condition": Row({"Condition": {}}, REFUTED, MORE),
    "the subject where there is one": Row(
        {"Condition": {"StringEquals": {AUD: "sts.amazonaws.com"}, "StringEqualsIfExists": {SUB: MAIN}}}, REFUTED, MORE
    ),
    "another provider": Row({"Principal": provider("gitlab.com")}, REFUTED, MORE | LESS),
    "another account's provider": Row({"Principal": provider(GITHUB, "333333333333")}, REFUTED, MORE | LESS),
    "whatever STS can be asked for": Row({"Action": "sts:*"}, REFUTED, MORE),
    "by SAML": Row({"Action": "sts:AssumeRoleWithSAML"}, REFUTED, LESS | MORE),
    "an account beside it, which has no token": Row({"Principal": {**provider(GITHUB), "AWS": "333333333333"}}, PROVEN),
    "an account beside it, which asks itself": Row(
        {
            "Principal": {**provider(GITHUB), "AWS": "333333333333"},
            "Action": ["sts:AssumeRole", "sts:AssumeRoleWithWebIdentity"],
        },
        REFUTED,
        MORE,
    ),
    "a subject that deployment settles": Row(
        {"Condition": {"StringEquals": {AUD: "sts.amazonaws.com", SUB: {"Ref": "AWS::StackId"}}}}, UNDECIDED
    ),
}


def proof_of(changed: dict[str, Any], subject: str = MAIN, **resources: Any) -> Proof:
    """The proof of the story with a pipeline in alice's place, its trust policy's statement changed."""
    pipeline = TrustedWebIdentity(provider=GITHUB, audience="sts.amazonaws.com", subject=subject)
    agreed = agreement(trusted_principals=[pipeline])
    world = both_halves([agreed])
    role = next(each for each in world[PRODUCTION].values() if each["Type"] == "AWS::IAM::Role")
    statement = role["Properties"]["AssumeRolePolicyDocument"]["Statement"][0]
    statement |= {"Condition": EXACT, **changed}
    world[PRODUCTION] |= resources
    return prove(in_memory(world, [agreed]), [agreed])


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_who_comes_in(row: Row) -> None:
    """Nobody but those tokens, and all of them."""
    found = proof_of(row.statement, row.subject)
    assert found.answer is row.answer
    assert {each.fault for each in found.counterexamples} == row.faults


def test_as_the_library_writes_it() -> None:
    """Beside a user, under safeguards that a token can meet."""
    pipeline = TrustedWebIdentity(provider=GITHUB, audience="sts.amazonaws.com", subject=MAIN)
    safeguards = Safeguards(
        source_identities=["ci-*"],
        session_tags={"team": ["sales"]},
        assume_from=Network(ip_ranges=["203.0.113.0/24"]),
    )
    alice = TrustedUser(account="222222222222", name="alice")
    agreed = agreement(trusted_principals=[alice, pipeline], safeguards=safeguards)
    assert prove(in_memory(both_halves([agreed]), [agreed]), [agreed]).answer is PROVEN


def test_who_comes_in_is_worded() -> None:
    """By the provider, in the row of what is agreed; what else is asked stands among the conditions."""
    pipeline = TrustedWebIdentity(provider=GITHUB, audience="sts.amazonaws.com", subject=MAIN)
    agreed = agreement(trusted_principals=[pipeline])
    assembly = in_memory(both_halves([agreed]), [agreed])
    row = agreed_rows(Access(assembly), prove(assembly, [agreed]))[0]
    assert row.who == f"tokens of oidc-provider {GITHUB} of {PRODUCTION}"
    assert row.conditions == (f"{AUD} is sts.amazonaws.com", f"{SUB} is {MAIN}")


def test_what_lies_outside_is_said() -> None:
    """The provider and what it gives out stand in no template."""
    said = [each.what for each in proof_of({}).to_check]
    assert f"IAM of account {PRODUCTION} knows {ARN}, for the agreed audience." in said
    assert f"Only whom it should has a token for {MAIN} of {GITHUB}." in said


def denying(kind: str, target: str, action: str, **elements: Any) -> Attached:
    """An organization policy that denies."""
    statement = {"Effect": "Deny", "Action": action, "Resource": "*", **elements}
    return Attached(kind, target, {"Version": "2012-10-17", "Statement": [statement]})


OUTSIDE = {"StringNotEqualsIfExists": {"aws:PrincipalOrgID": ID}}
ENTERING = "sts:AssumeRoleWithWebIdentity"
ORGANIZED = {
    "a service control policy, which binds nobody outside": (denying(SERVICE, ROOT, ENTERING), PROVEN),
    "a resource control policy over the role": (denying(RESOURCE, PRODUCTION, ENTERING, Principal="*"), REFUTED),
    "one over another account": (denying(RESOURCE, STAGING, ENTERING, Principal="*"), PROVEN),
    "one against all who are of no organization": (
        denying(RESOURCE, ROOT, "sts:*", Principal="*", Condition=OUTSIDE),
        REFUTED,
    ),
}


@pytest.mark.parametrize(("attached", "answer"), ORGANIZED.values(), ids=ORGANIZED)
def test_in_an_organization(attached: Attached, answer: Answer) -> None:
    """Whoever has a token is of no account, and so of no organization."""
    agreed = agreement(trusted_principals=[TrustedWebIdentity(provider=GITHUB, audience="acme", subject=MAIN)])
    told = organization_of(files(attached))
    found = prove(in_memory(both_halves([agreed]), [agreed]), [agreed], organization=told)
    assert found.answer is answer
    assert {each.fault for each in found.counterexamples} == (NONE if answer is PROVEN else LESS)


WITH_A_TOKEN = ["sts:AssumeRole", "sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity"]
ASKED = {
    "the agreed user": ({"AWS": f"arn:aws:iam::{STAGING}:user/alice"}, WITH_A_TOKEN, PROVEN),
    "a third account": ({"AWS": "333333333333"}, WITH_A_TOKEN[1:], PROVEN),
    "a third account, itself": ({"AWS": "333333333333"}, WITH_A_TOKEN, REFUTED),
    "anybody": ({"AWS": "*"}, WITH_A_TOKEN[1:], REFUTED),
    "people of a provider": (provider(GITHUB), WITH_A_TOKEN[2:], REFUTED),
}


@pytest.mark.parametrize(("principal", "actions", "answer"), ASKED.values(), ids=ASKED)
def test_users_and_roles_ask_with_no_token(principal: dict[str, str], actions: list[str], answer: Answer) -> None:
    """What is asked with one is nothing that a policy gives to them."""
    agreed = agreement(trusted_principals=[TrustedUser(account=STAGING, name="alice")])
    world = both_halves([agreed])
    (role,) = (each for each in world[PRODUCTION].values() if each["Type"] == "AWS::IAM::Role")
    statement = {"Effect": "Allow", "Principal": principal, "Action": actions}
    role["Properties"]["AssumeRolePolicyDocument"]["Statement"].append(statement)
    assert prove(in_memory(world, [agreed])).answer is answer


KNOWN_FOR: dict[str, tuple[Any, Answer]] = {
    "the agreed audience": (["sts.amazonaws.com"], PROVEN),
    "that and another": (["acme", "sts.amazonaws.com"], PROVEN),
    "another": (["acme"], REFUTED),
    "none": ([], REFUTED),
    "what deployment settles": ([{"Ref": "AWS::StackId"}], PROVEN),
}


@pytest.mark.parametrize(("audiences", "answer"), KNOWN_FOR.values(), ids=KNOWN_FOR)
@pytest.mark.parametrize("name", [GITHUB, "idp.example.com"])
def test_a_provider_is_known_for_the_agreed_audience(name: str, audiences: Any, answer: Answer) -> None:
    """Where the templates make it; for another one STS takes no token. Another provider is another."""
    principal = TrustedWebIdentity(provider=GITHUB, audience="sts.amazonaws.com", subject=MAIN)
    agreed = agreement(trusted_principals=[principal])
    world = both_halves([agreed])
    said = {"Url": f"https://{name}", "ClientIdList": audiences}
    world[PRODUCTION]["Provider"] = {"Type": "AWS::IAM::OIDCProvider", "Properties": said}
    assert prove(in_memory(world, [agreed])).answer is (answer if name == GITHUB else PROVEN)
