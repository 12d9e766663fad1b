"""What holds for every agreement that is accepted, and for everything that is not."""

import json
from dataclasses import replace
from typing import Any

import pytest
from cfnlint.api import lint_all
from hypothesis import Phase, assume, given, settings
from hypothesis import strategies as st

from tests.properties.strategies import PRODUCTION, agreements, junk, wild_agreements, wild_principals, wild_references
from xacct_constructs import (
    Agreement,
    Finding,
    Severity,
    TrustedPermissionSet,
    TrustedUser,
    check_agreement,
)
from xacct_constructs.policies import assume_policy, permission_policy, trust_policy
from xacct_constructs.principals import is_named, with_names
from xacct_constructs.resources import trusted_resources, trusting_resources
from xacct_constructs.validation import check_trusted

BATCH = 25
LONGEST = {"trust": 2048, "role": 10240, "user": 2048, "managed": 6144}


def accepted(found: list[Finding]) -> bool:
    """Whether nothing but warnings is found."""
    return all(each.severity is Severity.WARNING for each in found)


def principals_of(agreement: Agreement) -> list[Any]:
    """Those that a policy can be written for."""
    return list(with_names(agreement.trusted_principals))


def both_halves(agreement: Agreement) -> list[dict[str, dict[str, Any]]]:
    """The resources of the role and of every principal."""
    halves = [trusting_resources(agreement)]
    boundary = agreement.safeguards.principal_permissions_boundary
    for principal in principals_of(agreement):
        services = () if principal.existing or not principal.is_role_session else ("lambda.amazonaws.com",)
        found = check_trusted(
            principal, [agreement.reference], partition=agreement.partition, permissions_boundary=boundary
        )
        assert accepted(found), found
        halves.append(
            trusted_resources(principal, [agreement.reference], permissions_boundary=boundary, assumed_by=services)
        )
    return halves


def template(halves: list[dict[str, dict[str, Any]]]) -> dict[str, Any]:
    """One template of many halves, each with its own logical IDs."""
    found: dict[str, Any] = {}
    for number, half in enumerate(halves):
        text = json.dumps({f"N{number}{name}": each for name, each in half.items()})
        found |= json.loads(text.replace('{"Ref": "', f'{{"Ref": "N{number}'))
    return {"AWSTemplateFormatVersion": "2010-09-09", "Resources": found}


def complaints(of: dict[str, Any]) -> list[str]:
    """What cfn-lint finds, its notes left out."""
    found = [each for each in lint_all(json.dumps(of)) if each.rule.id[0] != "I"]
    return [f"{each.rule.id} {each.path}: {each.message}" for each in found]


def renamed(agreement: Agreement, number: int) -> Agreement:
    """The agreement with names that no other of its batch has, so that one template holds them all."""
    managed = agreement.managed_policy_name
    return replace(
        agreement,
        role_name=f"{number}-{agreement.role_name}"[:64],
        managed_policy_name=None if managed is None else f"{number}-{managed}",
        trusted_principals=[
            replace(each, name=f"{number}-{position}-{each.name}"[:64]) if is_named(each) else each
            for position, each in enumerate(agreement.trusted_principals)
        ],
    )


def measured(document: dict[str, Any]) -> int:
    """Characters of the document, white space outside strings left out, counted one by one."""
    count, inside, escaped = 0, False, False
    for character in json.dumps(document, indent=1, ensure_ascii=False):
        count += inside or not character.isspace()
        inside = inside != (character == '"' and not escaped)
        escaped = character == "\\" and not escaped
    return count


def tried(times: int) -> settings:
    """So many examples for each 150 of the profile; nothing is shrunk, since each takes seconds."""
    return settings(max_examples=max(1, settings().max_examples * times // 150), phases=[Phase.generate])


# What fails is long: without this, hypothesis says so in place of what failed.
@pytest.mark.filterwarnings("ignore:Generating overly large repr")
@tried(3)
@given(st.lists(agreements(), min_size=BATCH, max_size=BATCH))
def test_cfn_lint_passes_whatever_is_accepted(batch: list[Agreement]) -> None:
    """Neither an error nor a warning, in either half."""
    unique = [renamed(each, number) for number, each in enumerate(batch)]
    written = [each for each in unique if accepted(check_agreement(each))]
    # Three in four are, and by chance, once in some hundred batches, fewer than half.
    assert len(written) > BATCH // 4, "too few of the agreements are accepted to show anything"
    assert complaints(template([half for each in written for half in both_halves(each)])) == []


@pytest.mark.parametrize(
    "broken",
    [
        pytest.param({"RoleName": "not/a name"}, id="a name"),
        pytest.param({"MaxSessionDuration": 10}, id="a duration"),
        pytest.param({"AssumeRolePolicyDocument": {"Statement": [{"Effect": "Allow"}]}}, id="a statement"),
    ],
)
def test_cfn_lint_complains_about_what_is_wrong(broken: dict[str, Any]) -> None:
    """The linter that passes everything above is awake."""
    good = Agreement(
        role_name="reader",
        trusting_account=PRODUCTION,
        trusted_principals=[TrustedUser(account="222222222222", name="alice")],
        permissions=[],
    )
    role = trusting_resources(good)["Resource"]
    assert complaints(template([{"Resource": {**role, "Properties": {**role["Properties"], **broken}}}]))


@given(agreements())
def test_every_document_is_within_its_quota(agreement: Agreement) -> None:
    """Measured in another way than the code does."""
    assume(accepted(check_agreement(agreement)))
    if not agreement.existing_role:
        assert measured(trust_policy(agreement)) <= LONGEST["trust"]
    permissions = "managed" if agreement.managed_policy_name else "role"
    assert measured(permission_policy(agreement)) <= LONGEST[permissions]
    assert measured(assume_policy([agreement.reference])) <= LONGEST["user"]


@given(agreements())
def test_both_halves_name_the_same_actions_and_role(agreement: Agreement) -> None:
    """What the caller may do at the role is what the role lets it do."""
    (caller,) = assume_policy([agreement.reference])["Statement"]
    listed = caller["Action"] if isinstance(caller["Action"], list) else [caller["Action"]]
    trusted = [statement["Action"] for statement in trust_policy(agreement)["Statement"]]
    assert set(listed) == set(trusted)
    assert caller["Resource"] == agreement.role_arn


@given(agreements())
def test_trust_admits_the_named_and_nobody_else(agreement: Agreement) -> None:
    """No wildcard among the principals, every named one bound, and only accounts that are trusted whole unbound."""
    partition = agreement.partition
    named = {each.arn(partition) for each in with_names(agreement.callers)}
    for each in agreement.callers:
        named |= set(each.role_arns(partition)) if isinstance(each, TrustedPermissionSet) else set()
    accounts = [each.account for each in agreement.callers if each.is_whole_account]
    whole = {f"arn:{partition}:iam::{each}:root" for each in accounts}
    admitted: set[str] = set()
    for statement in trust_policy(agreement)["Statement"]:
        listed = statement["Principal"]["AWS"]
        principals = set([listed] if isinstance(listed, str) else listed)
        if principals == {"*"}:
            told = {key for keys in statement["Condition"].values() for key in keys}
            assert "aws:PrincipalAccount" in told
            assert told & {"aws:PrincipalOrgID", "aws:PrincipalOrgPaths"}
            continue
        assert not [each for each in principals if set(each) & set("*?$")]
        conditions = statement.get("Condition", {})
        bound = (conditions.get("ArnEquals") or conditions.get("ArnLike", {})).get("aws:PrincipalArn")
        admitted |= set([bound] if isinstance(bound, str) else bound or principals)
        assert bound or principals <= named | whole
    assert admitted == named | whole


@given(agreements())
def test_every_allow_to_assume_carries_the_safeguards(agreement: Agreement) -> None:
    """Each statement for sts:AssumeRole asks for all of them."""
    guards = agreement.safeguards
    for statement in trust_policy(agreement)["Statement"]:
        if statement["Action"] != "sts:AssumeRole":
            continue
        keys = {key for keys in statement.get("Condition", {}).values() for key in keys}
        if statement["Principal"] == {"AWS": "*"}:  # told by its organization, which no safeguard says then
            keys -= {"aws:PrincipalOrgID", "aws:PrincipalOrgPaths"}
        expected = {
            "sts:ExternalId": bool(guards.external_ids),
            "aws:MultiFactorAuthPresent": guards.mfa,
            "aws:MultiFactorAuthAge": guards.mfa_max_age is not None,
            "aws:PrincipalOrgID": guards.organization_id is not None,
            "aws:PrincipalOrgPaths": bool(guards.organization_paths),
            "sts:SourceIdentity": bool(guards.source_identities),
            "sts:RoleSessionName": guards.session_name_is_user_name,
            "aws:TagKeys": bool(guards.session_tags),
            "aws:CurrentTime": guards.expiry is not None,
        }
        assert {key: key in keys for key in expected} == expected
        assert {f"aws:RequestTag/{key}" for key in guards.session_tags or {}} <= keys
        assert bool(keys & {"aws:SourceIp", "aws:SourceVpce"}) is bool(guards.assume_from)


@given(agreements())
def test_every_allow_of_the_role_carries_the_safeguards(agreement: Agreement) -> None:
    """Tags on every one, networks on all but what S3 asks of KMS, and one deny for the expiry."""
    guards, statements = agreement.safeguards, permission_policy(agreement)["Statement"]
    for statement in statements:
        keys = {key for keys in statement.get("Condition", {}).values() for key in keys}
        if statement["Effect"] == "Allow":
            assert {f"aws:PrincipalTag/{key}" for key in guards.session_tags or {}} <= keys
            by_service = "kms:ViaService" in keys
            assert by_service is (statement["Action"] == "kms:Decrypt")
            assert bool(keys & {"aws:SourceIp", "aws:SourceVpce"}) is bool(guards.read_from and not by_service)
            assert "*" not in (statement["Action"], statement["Resource"])
    ends = [each for each in statements if each["Effect"] == "Deny" and each["Action"] == "*"]
    assert len(ends) == (guards.expiry is not None)


@settings(max_examples=settings().max_examples * 3)
@given(wild_agreements, st.one_of(st.none(), junk), st.one_of(st.none(), junk))
def test_wild_agreements_are_findings_and_never_crashes(agreement: Any, today: Any, characters: Any) -> None:
    """Whatever is passed in, each finding has a code, a text and a fix; what is accepted can be written."""
    found = check_agreement(agreement, today=today, trust_policy_characters=characters)
    assert all(isinstance(each, Finding) and each.message and each.fix and str(each).startswith("XA") for each in found)
    if accepted(found):
        json.dumps(trusting_resources(agreement))


@settings(max_examples=settings().max_examples * 3)
@given(wild_principals, st.one_of(junk, st.lists(wild_references, max_size=3)), st.one_of(st.none(), junk), junk)
def test_wild_references_are_findings_and_never_crashes(
    principal: Any, references: Any, boundary: Any, managed: Any
) -> None:
    """The same for the trusted half."""
    found = check_trusted(
        principal, references, partition="aws", permissions_boundary=boundary, managed_policy_name=managed
    )
    assert all(isinstance(each, Finding) and str(each).startswith("XA") for each in found)
    if accepted(found):
        json.dumps(trusted_resources(principal, references, permissions_boundary=boundary))
