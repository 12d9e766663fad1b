"""CrossAccountAccess: many agreements, both scopes or one, and one principal for each name."""

import json
from dataclasses import replace
from typing import Any

import pytest
from aws_cdk.assertions import Template

from tests.constructs.samples import (
    ALICE,
    OTHER,
    PRODUCTION,
    STAGING,
    WORKLOAD,
    codes,
    new_app,
    of_type,
    resources,
    stack,
    warnings,
)
from tests.plain.samples import agreement
from xacct_constructs import (
    Agreement,
    AgreementError,
    CrossAccountAccess,
    S3Read,
    Safeguards,
    TrustedAccount,
    TrustedAccountUser,
    TrustedGroup,
    TrustedOrganization,
    TrustedPermissionSet,
    TrustedUser,
    TrustedWebIdentity,
)
from xacct_constructs.policies import assume_policy

REPORTS = agreement()
INVOICES = agreement(role_name="invoices-reader", permissions=[S3Read("acme-invoices")])
BOB = TrustedUser(account=STAGING, name="bob")
CAROL = TrustedUser(account=OTHER, name="carol")


def text(of: Any) -> str:
    """The template's bytes."""
    return json.dumps(Template.from_stack(of).to_json())


def both(*agreements: Agreement, **further: Any) -> tuple[Any, Any, CrossAccountAccess]:
    """Both stacks, with both halves."""
    app = new_app()
    production, staging = stack(app), stack(app, "Staging", STAGING)
    made = CrossAccountAccess(agreements=agreements, trusting_scope=production, trusted_scope=staging, **further)
    return production, staging, made


def test_both_halves() -> None:
    """One role for each agreement, one user with one policy for all."""
    production, staging, made = both(REPORTS, INVOICES)
    assert [each["RoleName"] for each in of_type(production, "IAM::Role")] == ["reports-reader", "invoices-reader"]
    (alice,) = of_type(staging, "IAM::User")
    assert [each["PolicyDocument"] for each in alice["Policies"]] == [
        assume_policy([REPORTS.reference, INVOICES.reference])
    ]
    assert (list(made.roles), list(made.users), list(made.trusted_roles)) == (
        [REPORTS.role_arn, INVOICES.role_arn],
        [ALICE.arn("aws")],
        [],
    )
    assert made.roles[REPORTS.role_arn].agreement == REPORTS


def test_either_half_alone_is_the_same() -> None:
    """The other owner deploys the other half: what is written does not depend on it."""
    production, staging, _ = both(REPORTS, INVOICES)
    trusting, trusted = stack(new_app()), stack(new_app(), "Staging", STAGING)
    first = CrossAccountAccess(agreements=[REPORTS, INVOICES], trusting_scope=trusting)
    second = CrossAccountAccess(agreements=[REPORTS, INVOICES], trusted_scope=trusted)
    assert text(trusting) == text(production)
    assert text(trusted) == text(staging)
    assert (first.users, second.roles) == ({}, {})


def test_several_users_and_their_own_roles() -> None:
    """Each user may assume the roles of the agreements that name it, and no other."""
    shared = agreement(trusted_principals=[ALICE, BOB])
    _, staging, _ = both(shared, INVOICES)
    found = {each["UserName"]: each["Policies"][0]["PolicyDocument"] for each in of_type(staging, "IAM::User")}
    assert found == {
        "alice": assume_policy([shared.reference, INVOICES.reference]),
        "bob": assume_policy([shared.reference]),
    }


def test_boundary_reaches_the_user() -> None:
    """A boundary that one of several agreements asks for bounds the one user."""
    boundary = f"arn:aws:iam::{STAGING}:policy/boundary"
    bounded = replace(REPORTS, safeguards=Safeguards(principal_permissions_boundary=boundary))
    _, staging, _ = both(bounded, INVOICES)
    assert [each["PermissionsBoundary"] for each in of_type(staging, "IAM::User")] == [boundary]


def test_a_group_comes_after_the_users_that_are_made_here() -> None:
    """Whoever is there already is waited for by nobody; a policy of the group's own lets them assume."""
    auditors = TrustedGroup(account=STAGING, name="auditors", users=["alice", "bob"])
    by_group = agreement(role_name="audit-reader", trusted_principals=[auditors])
    _, staging, made = both(REPORTS, by_group)
    found = Template.from_stack(staging).to_json()["Resources"]
    (alice,) = (key for key, each in found.items() if each["Type"] == "AWS::IAM::User")
    group, joining = (each for each in found.values() if each["Type"] != "AWS::IAM::User")
    assert [group["Type"], joining["Type"]] == ["AWS::IAM::Group", "AWS::IAM::UserToGroupAddition"]
    assert joining["Properties"]["Users"] == ["alice", "bob"]
    assert group["DependsOn"] == joining["DependsOn"] == [alice]
    assert group["Properties"]["Policies"][0]["PolicyDocument"] == assume_policy([by_group.reference])
    assert found[alice]["Properties"]["Policies"][0]["PolicyDocument"] == assume_policy([REPORTS.reference])
    assert (list(made.users), list(made.groups)) == ([ALICE.arn("aws")], [auditors.arn("aws")])


def test_a_group_has_the_same_users_in_every_agreement() -> None:
    """An account has one group of a name."""
    auditors = TrustedGroup(account=STAGING, name="auditors", users=["alice", "bob"])
    first = agreement(trusted_principals=[auditors])
    swapped = replace(INVOICES, trusted_principals=[replace(auditors, users=["bob", "alice"])])
    _, staging, _ = both(first, swapped)
    assert len(of_type(staging, "IAM::Group")) == 1
    other = replace(INVOICES, trusted_principals=[replace(auditors, users=["alice"])])
    with pytest.raises(AgreementError, match=r"XA506 agreements.0..trusted_principals.0..users has other users in one"):
        both(first, other)


def test_a_group_of_another_account_is_its_owner_s() -> None:
    """Its policy is printed with the users it is for."""
    theirs = TrustedGroup(account=OTHER, name="auditors", users=["carol", "/hr/dan"])
    _, staging, _ = both(agreement(trusted_principals=[ALICE, theirs]))
    (told,) = warnings(staging)
    assert "its owner gives group auditors of carol, dan {" in told


def test_an_organization_s_half_is_each_account_s_own() -> None:
    """Nothing is written for it, and what each account gives its own is printed."""
    acme = TrustedOrganization(organization_id="o-acme012345")
    production, staging, _ = both(agreement(trusted_principals=[acme]))
    assert of_type(production, "IAM::Role")[0]["AssumeRolePolicyDocument"]["Statement"][0]["Principal"] == {"AWS": "*"}
    assert codes(production) == ["XA029"]
    (told,) = warnings(staging)
    assert told.startswith("XA507 agreements[0].trusted_principals[0] is all of organization o-acme012345: nothing")
    assert 'have the administrators of each account give those who shall assume the role {"Version"' in told


def test_existing_principals() -> None:
    """An existing user gets a policy, and so does an existing role."""
    principals = [replace(ALICE, existing=True), replace(WORKLOAD, existing=True)]
    _, staging, made = both(agreement(trusted_principals=principals))
    assert [(each.get("Users"), each.get("Roles")) for each in of_type(staging, "IAM::Policy")] == [
        (["alice"], None),
        (None, ["workload"]),
    ]
    assert (list(made.users), list(made.trusted_roles)) == ([ALICE.arn("aws")], [WORKLOAD.arn("aws")])


def test_principal_of_a_third_account_is_said() -> None:
    """Its half cannot be written here, so the exact policy is printed for its owner."""
    shared = agreement(trusted_principals=[ALICE, CAROL])
    _, staging, made = both(shared)
    assert list(made.users) == [ALICE.arn("aws")]
    (said,) = warnings(staging)
    assert said.startswith(f"XA507 agreements[0].trusted_principals[1] is in account {OTHER}")
    assert json.loads(said.split("user carol ")[1]) == assume_policy([shared.reference])


def test_whole_account_is_said() -> None:
    """Nobody is named, so nothing is written in the trusted account, and that is said with the policy."""
    whole = agreement(trusted_principals=[TrustedAccount(account=STAGING)])
    production, staging, _ = both(whole)
    assert (codes(production), codes(staging)) == (["XA702"], ["XA507"])
    assert json.loads(warnings(staging)[0].split("assume the role ")[1]) == assume_policy([whole.reference])


def test_permission_set_is_said() -> None:
    """Identity Center keeps its role, so whoever owns the set gets the policy that it needs."""
    shared = agreement(trusted_principals=[TrustedPermissionSet(account=STAGING, name="Reports")])
    production, staging, _ = both(shared)
    assert (codes(production), codes(staging), resources(staging)) == ([], ["XA507"], {})
    (said,) = warnings(staging)
    assert "have whoever owns it in IAM Identity Center give" in said
    assert json.loads(said.split("assume the role ")[1]) == assume_policy([shared.reference])


def test_a_token_needs_no_half() -> None:
    """Nobody in the trusted account has to be given anything, so nothing is said."""
    pipeline = TrustedWebIdentity(provider="gitlab.com", audience="acme", subject="project_path:acme/reports")
    production, staging, _ = both(agreement(trusted_principals=[pipeline]))
    assert (codes(production), codes(staging), resources(staging)) == ([], [], {})


RESEARCH = "444444444444"
BOUNDARY = f"arn:aws:iam::{STAGING}:policy/boundary"


def bounded(of: Agreement, boundary: str) -> Agreement:
    """The agreement, asking for this boundary."""
    return replace(of, safeguards=Safeguards(principal_permissions_boundary=boundary))


def trusting(of: Agreement, *principals: Any) -> Agreement:
    """The agreement, trusting these."""
    return replace(of, trusted_principals=principals)


REFUSED: list[Any] = [
    pytest.param([], "XA508 agreements", id="no agreements"),
    pytest.param(None, "XA508 agreements", id="None"),
    pytest.param(REPORTS, "XA508 agreements", id="one agreement without a list"),
    pytest.param([None], "XA014 agreements[0].agreement", id="None as agreement"),
    pytest.param([REPORTS, "x"], "XA014 agreements[1].agreement", id="a text as agreement"),
    pytest.param([REPORTS, REPORTS], "XA502 agreements[1].role_name", id="an agreement twice"),
    pytest.param(
        [REPORTS, replace(INVOICES, role_name="Reports-Reader")],
        "XA502 agreements[1].role_name",
        id="role names that differ in case only",
    ),
    pytest.param(
        [REPORTS, replace(INVOICES, trusting_account=OTHER)], "XA004 trusting_scope", id="another trusting account"
    ),
    pytest.param([replace(REPORTS, partition="aws-cn")], "XA005 trusting_scope", id="another partition"),
    pytest.param(
        [REPORTS, trusting(INVOICES, replace(ALICE, existing=True))],
        "XA506 agreements[0].trusted_principals[0].existing",
        id="new here, existing there",
    ),
    pytest.param(
        [REPORTS, trusting(INVOICES, replace(ALICE, path="/hr/"))],
        "XA506 agreements[1].trusted_principals[0]",
        id="one name on two paths",
    ),
    pytest.param(
        [REPORTS, trusting(INVOICES, replace(ALICE, name="Alice"))],
        "XA506 agreements[1].trusted_principals[0]",
        id="names that differ in case only",
    ),
    pytest.param(
        [bounded(REPORTS, BOUNDARY), bounded(INVOICES, BOUNDARY + "2")],
        "XA506 agreements[0].safeguards.principal_permissions_boundary",
        id="two boundaries",
    ),
    pytest.param(
        [trusting(REPORTS, WORKLOAD)],
        "XA505 agreements[0].trusted_principals[0].existing",
        id="a new role whose services nobody said",
    ),
    pytest.param([replace(REPORTS, role_name="*")], "XA010 agreements[0].role_name", id="a wrong agreement"),
    pytest.param(
        [replace(REPORTS, trusting_account=["x"])],  # type: ignore[arg-type]  # what somebody may pass
        "XA001 agreements[0].trusting_account",
        id="an account that cannot be hashed",
    ),
]


@pytest.mark.parametrize(("agreements", "expected"), REFUSED)
def test_refused(agreements: Any, expected: str) -> None:
    """What agreements ask together must be possible; otherwise neither stack gets anything."""
    app = new_app()
    production, staging = stack(app), stack(app, "Staging", STAGING)
    with pytest.raises(AgreementError) as raised:
        CrossAccountAccess(agreements=agreements, trusting_scope=production, trusted_scope=staging)
    assert expected in [f"{each.code} {each.path}" for each in raised.value.findings]
    assert (production.node.children, staging.node.children) == ([], [])


def test_many_roles_for_one_user() -> None:
    """Where they have no room inline, managed policies let the user assume them; beyond ten, they are refused."""
    many = [replace(REPORTS, role_name=f"reports-reader-of-the-department-{number:03}") for number in range(120)]
    _, staging, made = both(*many)
    policies = Template.from_stack(staging).find_resources("AWS::IAM::ManagedPolicy")
    assert [each["Properties"]["ManagedPolicyName"] for each in policies.values()] == [
        "user-alice-assume-roles-1",
        "user-alice-assume-roles-2",
    ]
    assert list(made.users) == [ALICE.arn("aws")]
    app = new_app()
    references = [
        replace(REPORTS, role_name=f"reports-reader-of-{number}" + "x" * 40).reference for number in range(900)
    ]
    with pytest.raises(AgreementError, match=r"takes 15 managed policies, of which IAM attaches 10"):
        TrustedAccountUser(stack(app, "Staging", STAGING), "Alice", user_name="alice", assumes=references)


@pytest.mark.parametrize(
    ("agreements", "users"),
    [
        pytest.param([REPORTS, INVOICES], ["alice"], id="one user, said alike"),
        pytest.param([REPORTS, trusting(INVOICES, BOB)], ["alice", "bob"], id="two users"),
        pytest.param(
            [REPORTS, trusting(INVOICES, replace(ALICE, account=OTHER, path="/hr/"))],
            ["alice"],
            id="one name in two accounts",
        ),
        pytest.param(
            [bounded(REPORTS, BOUNDARY), bounded(INVOICES, BOUNDARY)], ["alice"], id="one boundary, said twice"
        ),
        pytest.param(
            [trusting(REPORTS, replace(WORKLOAD, account=OTHER), ALICE)], ["alice"], id="another account's new role"
        ),
    ],
)
def test_accepted(agreements: list[Agreement], users: list[str]) -> None:
    """The neighbours of what is refused."""
    _, _, made = both(*agreements)
    assert [each.rpartition("/")[2] for each in made.users] == users


@pytest.mark.parametrize(
    ("scopes", "expected"),
    [
        pytest.param({}, ["XA508 trusting_scope"], id="no scope"),
        pytest.param({"trusting_scope": "Production"}, ["XA508 trusting_scope"], id="a name as scope"),
        pytest.param({"trusted_scope": 5}, ["XA508 trusted_scope"], id="a number as scope"),
        pytest.param({"trusting_scope": []}, ["XA508 trusting_scope"], id="an empty list"),
        pytest.param({"trusted_scope": [5]}, ["XA508 trusted_scope"], id="a number in a list"),
    ],
)
def test_scopes(scopes: dict[str, Any], expected: list[str]) -> None:
    """At least one scope, and each a construct."""
    with pytest.raises(AgreementError) as raised:
        CrossAccountAccess(agreements=[REPORTS], **scopes)
    assert [f"{each.code} {each.path}" for each in raised.value.findings] == expected


@pytest.mark.parametrize("name", ["trusting_scope", "trusted_scope"])
def test_scope_without_account(name: str) -> None:
    """The argument that holds the scope is named."""
    scope = stack(new_app(), account=None)
    with pytest.raises(AgreementError) as raised:
        CrossAccountAccess(agreements=[REPORTS], **{name: scope})  # type: ignore[arg-type]  # two keywords of one type
    assert [f"{each.code} {each.path}" for each in raised.value.findings] == [f"XA003 {name}"]


def test_every_error_of_every_agreement_is_reported() -> None:
    """Not only the first agreement's."""
    with pytest.raises(AgreementError) as raised:
        both(replace(REPORTS, role_name="*"), replace(INVOICES, trusting_account="x"))
    assert [f"{each.code} {each.path}" for each in raised.value.findings] == [
        "XA010 agreements[0].role_name",
        "XA001 agreements[1].trusting_account",
    ]


def test_twice_in_one_scope() -> None:
    """A second one for the same names is refused before CDK finds two constructs of one ID."""
    of = stack(new_app())
    CrossAccountAccess(agreements=[REPORTS], trusting_scope=of)
    with pytest.raises(AgreementError, match=r"^XA502 role_name of Production/Role-reports-reader .* repeats the role"):
        CrossAccountAccess(agreements=[REPORTS], trusting_scope=of)


def test_mappings_are_copies() -> None:
    """What is handed out cannot change what was made."""
    _, _, made = both(REPORTS)
    made.roles.clear()
    made.users.clear()
    assert (list(made.roles), list(made.users)) == ([REPORTS.role_arn], [ALICE.arn("aws")])
    assert made.roles[REPORTS.role_arn].agreement.trusting_account == PRODUCTION


def test_several_accounts_on_both_sides() -> None:
    """A scope for each account: roles of one name in two of them, a user of one name in two others."""
    app = new_app()
    here = [stack(app, "Production"), stack(app, "Research", RESEARCH, "us-east-1")]
    there = [stack(app, "Staging", STAGING), stack(app, "Other", OTHER)]
    second = trusting(replace(REPORTS, trusting_account=RESEARCH), replace(ALICE, account=OTHER))
    made = CrossAccountAccess(agreements=[REPORTS, second], trusting_scope=here, trusted_scope=there)
    assert list(made.roles) == [REPORTS.role_arn, second.role_arn]
    assert [each.agreement for each in made.roles.values()] == [REPORTS, second]
    assert [[each["RoleName"] for each in of_type(one, "IAM::Role")] for one in here] == [["reports-reader"]] * 2
    assert list(made.users) == [f"arn:aws:iam::{each}:user/alice" for each in (STAGING, OTHER)]
    assert [[each["UserName"] for each in of_type(one, "IAM::User")] for one in there] == [["alice"]] * 2
    assert [warnings(one) for one in (*here, *there)] == [[], [], [], []]


def test_each_scope_has_a_partition_of_its_own() -> None:
    """That of its own agreements, not that of the first one."""
    app = new_app()
    china = replace(
        REPORTS, trusting_account=RESEARCH, partition="aws-cn", trusted_principals=[replace(ALICE, account=OTHER)]
    )
    made = CrossAccountAccess(
        agreements=[REPORTS, china],
        trusting_scope=[stack(app, "Production"), stack(app, "Research", RESEARCH, "cn-north-1")],
        trusted_scope=[stack(app, "Staging", STAGING), stack(app, "Other", OTHER, "cn-north-1")],
    )
    assert list(made.users) == [f"arn:aws:iam::{STAGING}:user/alice", f"arn:aws-cn:iam::{OTHER}:user/alice"]


SCOPES_REFUSED = [
    pytest.param([PRODUCTION, PRODUCTION], "XA508 trusting_scope", id="two scopes of one account"),
    pytest.param([STAGING, OTHER], "XA004 trusting_scope", id="no scope of the trusting account"),
]


@pytest.mark.parametrize(("accounts", "expected"), SCOPES_REFUSED)
def test_several_scopes_refused(accounts: list[str], expected: str) -> None:
    """Each account once, and each trusting account among them."""
    app = new_app()
    scopes = [stack(app, f"Stack{index}", account) for index, account in enumerate(accounts)]
    with pytest.raises(AgreementError) as raised:
        CrossAccountAccess(agreements=[REPORTS], trusting_scope=scopes)
    assert [f"{each.code} {each.path}" for each in raised.value.findings] == [expected]
