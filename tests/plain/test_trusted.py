"""The trusted half: a principal, and the references that it shall assume."""

from dataclasses import replace
from typing import Any

import pytest

from tests.plain.samples import ALICE, OTHER, PRODUCTION, STAGING, WORKLOAD, agreement, short
from xacct_constructs import (
    RoleReference,
    Safeguards,
    TrustedAccount,
    TrustedGroup,
    TrustedOrganization,
    TrustedOrganizationalUnit,
    TrustedUser,
)
from xacct_constructs.validation import check_trusted

READER = agreement(trusted_principals=[ALICE, WORKLOAD]).reference
BOUNDARY = f"arn:aws:iam::{STAGING}:policy/boundary"
BOUNDED = agreement(safeguards=Safeguards(principal_permissions_boundary=BOUNDARY)).reference


def reference(**changed: Any) -> RoleReference:
    """The reader's reference, with some fields changed by hand."""
    fields: dict[str, Any] = {"role_arn": READER.role_arn, "trusted_principals": (ALICE,)}
    return RoleReference(**{**fields, **changed})


ACME = TrustedOrganization(organization_id="o-acme012345")
TEAMS = TrustedOrganizationalUnit(organization_path="o-acme012345/r-ab12/ou-ab12-11111111/")
BOB = TrustedUser(account=STAGING, name="bob", path="/hr/")
AUDITORS = TrustedGroup(account=STAGING, name="auditors", users=["alice", "/hr/bob"])
BY_GROUP = reference(trusted_principals=(AUDITORS,))
BOUNDED_GROUP = reference(trusted_principals=(AUDITORS,), principal_permissions_boundary=BOUNDARY)

ACCEPTED = [
    pytest.param(ALICE, [READER], {}, id="a user"),
    pytest.param(WORKLOAD, [READER], {}, id="a role"),
    pytest.param(ALICE, (READER,), {}, id="a tuple"),
    pytest.param(ALICE, [READER, agreement(role_name="other").reference], {}, id="two roles"),
    pytest.param(ALICE, [reference(trusted_principals=(TrustedAccount(account=STAGING),))], {}, id="a whole account"),
    pytest.param(ALICE, [BOUNDED], {"permissions_boundary": BOUNDARY}, id="the boundary that is asked for"),
    pytest.param(ALICE, [READER], {"permissions_boundary": BOUNDARY}, id="a boundary that nobody asks for"),
    pytest.param(
        ALICE, [READER], {"permissions_boundary": "arn:aws:iam::aws:policy/ReadOnlyAccess"}, id="AWS's boundary"
    ),
    pytest.param(ALICE, [READER], {"managed_policy_name": "assume-reader"}, id="a managed policy"),
    pytest.param(AUDITORS, [BY_GROUP], {}, id="a group"),
    pytest.param(AUDITORS, [BY_GROUP], {"managed_policy_name": "assume-reader"}, id="a group's managed policy"),
    pytest.param(AUDITORS, [reference(trusted_principals=(ALICE, BOB))], {}, id="users who are named one by one"),
    pytest.param(AUDITORS, [reference(trusted_principals=(TrustedAccount(account=STAGING),))], {}, id="of an account"),
    pytest.param(replace(AUDITORS, users=["/hr/bob", "alice"]), [BY_GROUP], {}, id="a group's users in another order"),
    pytest.param(ALICE, [BY_GROUP], {}, id="a user of a group, with a policy of their own"),
]
REFUSED = [
    pytest.param(ALICE, [], {}, "XA500 assumes", id="nothing to assume"),
    pytest.param(ALICE, None, {}, "XA500 assumes", id="None"),
    pytest.param(ALICE, READER, {}, "XA500 assumes", id="one reference without a list"),
    pytest.param(ALICE, "x", {}, "XA500 assumes", id="a text"),
    pytest.param(ALICE, [READER.role_arn], {}, "XA500 assumes[0]", id="an ARN"),
    pytest.param(ALICE, [agreement()], {}, "XA500 assumes[0]", id="an agreement"),
    pytest.param(ALICE, [reference(role_arn="reports-reader")], {}, "XA500 assumes[0]", id="a name as ARN"),
    pytest.param(ALICE, [reference(role_arn=None)], {}, "XA500 assumes[0]", id="no ARN"),
    pytest.param(
        ALICE, [reference(role_arn=f"arn:aws:iam::{PRODUCTION}:user/x")], {}, "XA500 assumes[0]", id="a user's ARN"
    ),
    pytest.param(ALICE, [reference(role_arn=READER.role_arn + "*")], {}, "XA500 assumes[0]", id="a pattern of roles"),
    pytest.param(ALICE, [reference(trusted_principals=[ALICE])], {}, "XA500 assumes[0]", id="principals as a list"),
    pytest.param(ALICE, [reference(trusted_principals=("alice",))], {}, "XA500 assumes[0]", id="names as principals"),
    pytest.param(ALICE, [reference(actions=())], {}, "XA500 assumes[0]", id="no action"),
    pytest.param(ALICE, [reference(actions=("sts:*",))], {}, "XA500 assumes[0]", id="every action"),
    pytest.param(
        ALICE, [reference(actions=("s3:GetObject",))], {}, "XA500 assumes[0]", id="an action that is not STS's"
    ),
    pytest.param(TrustedUser(account=STAGING, name="bob"), [READER], {}, "XA705 assumes[0]", id="somebody else"),
    pytest.param(TrustedUser(account=OTHER, name="alice"), [READER], {}, "XA705 assumes[0]", id="of another account"),
    pytest.param(
        TrustedUser(account=STAGING, name="alice", path="/hr/"), [READER], {}, "XA705 assumes[0]", id="on another path"
    ),
    pytest.param(
        TrustedUser(account=PRODUCTION, name="alice"), [READER], {}, "XA002 assumes[0]", id="the same account"
    ),
    pytest.param(ALICE, [READER, READER], {}, "XA502 assumes[1]", id="a role twice"),
    pytest.param(ALICE, [BOUNDED], {}, "XA783 assumes[0]", id="the boundary is missing"),
    pytest.param(ALICE, [BOUNDED], {"permissions_boundary": BOUNDARY + "2"}, "XA783 assumes[0]", id="another boundary"),
    pytest.param(ALICE, [READER], {"permissions_boundary": "boundary"}, "XA213 permissions_boundary", id="a name"),
    pytest.param(
        ALICE,
        [READER],
        {"permissions_boundary": BOUNDARY.replace(STAGING, PRODUCTION)},
        "XA213 permissions_boundary",
        id="the other account's boundary",
    ),
    pytest.param(
        ALICE,
        [READER],
        {"permissions_boundary": BOUNDARY.replace("aws", "aws-cn", 1)},
        "XA213 permissions_boundary",
        id="another partition's boundary",
    ),
    pytest.param(ALICE, [READER], {"managed_policy_name": ""}, "XA010 managed_policy_name", id="an empty policy name"),
    pytest.param(ALICE, [READER], {"partition": "aws-cn"}, "XA005 assumes[0]", id="another partition"),
    pytest.param(TrustedUser(account=STAGING, name="*"), [READER], {}, "XA010 user_name", id="every user"),
    pytest.param(TrustedUser(account=STAGING, name="alice", path="hr"), [READER], {}, "XA011 path", id="a broken path"),
    pytest.param(TrustedUser(account="x", name="alice"), [READER], {}, "XA001 scope", id="a stack without account"),
    pytest.param(TrustedAccount(account=STAGING), [READER], {}, "XA020 principal", id="a whole account"),
    pytest.param(
        TrustedOrganization(organization_id="o-acme012345"), [READER], {}, "XA020 principal", id="an organization"
    ),
    pytest.param("alice", [READER], {}, "XA020 principal", id="a name as principal"),
    pytest.param(AUDITORS, [READER], {}, "XA705 assumes[0]", id="a group with a user who is not let in"),
    pytest.param(
        replace(AUDITORS, users=["alice"]), [BY_GROUP], {}, "XA512 assumes[0]", id="a group without one who comes by it"
    ),
    pytest.param(replace(AUDITORS, users=[]), [BY_GROUP], {}, "XA023 users", id="a group of nobody"),
    pytest.param(replace(AUDITORS, users=["*"]), [BY_GROUP], {}, "XA010 users[0]", id="a group of everybody"),
    pytest.param(replace(AUDITORS, name="a/b"), [BY_GROUP], {}, "XA010 group_name", id="a path in a group's name"),
]
SAID_OF_ORGANIZATIONS = [
    pytest.param((ACME,), ["XA513 assumes[0]"], id="an organization"),
    pytest.param((TEAMS,), ["XA513 assumes[0]"], id="a unit"),
    pytest.param((ACME, ALICE), [], id="she herself beside one"),
    pytest.param((ACME, BOB), ["XA513 assumes[0]"], id="somebody else beside one"),
]


@pytest.mark.parametrize(("trusted", "expected"), SAID_OF_ORGANIZATIONS)
def test_of_which_organization_an_account_is_nobody_knows_here(trusted: Any, expected: list[str]) -> None:
    """Her half is written, and it is said that she may not be let in."""
    found = check_trusted(ALICE, [reference(trusted_principals=trusted)], partition="aws")
    assert short(found) == expected
    assert all(f"--child-id {STAGING}" in each.fix for each in found)


SAID = [
    pytest.param(AUDITORS, [BY_GROUP], [], id="a new group gets its users"),
    pytest.param(replace(AUDITORS, existing=True), [BY_GROUP], ["XA504 users"], id="whom one has is its owner's"),
    pytest.param(AUDITORS, [BOUNDED_GROUP], ["XA504 assumes"], id="users' boundaries are their owner's"),
]


@pytest.mark.parametrize(("principal", "references", "expected"), SAID)
def test_what_a_group_leaves_to_others_is_said(principal: Any, references: Any, expected: list[str]) -> None:
    """With the users' names."""
    found = check_trusted(principal, references, partition="aws")
    assert short(found) == expected
    assert all("alice, bob" in each.fix for each in found)


@pytest.mark.parametrize(("principal", "references", "further"), ACCEPTED)
def test_accepted(principal: Any, references: Any, further: dict[str, Any]) -> None:
    """Whom the reference admits, bounded as it asks."""
    assert short(check_trusted(principal, references, partition="aws", **further)) == []


@pytest.mark.parametrize(("principal", "references", "further", "expected"), REFUSED)
def test_refused(principal: Any, references: Any, further: dict[str, Any], expected: str) -> None:
    """One finding, at the argument of the construct."""
    assert short(check_trusted(principal, references, **{"partition": "aws", **further})) == [expected]


def test_refusal_says_whom_the_role_admits() -> None:
    """A mistyped name is seen at a glance."""
    whole = reference(trusted_principals=(ALICE, TrustedAccount(account=OTHER)))
    (found,) = check_trusted(TrustedUser(account=STAGING, name="alicia"), [whole], partition="aws")
    assert str(found) == (
        "XA705 assumes[0] does not admit arn:aws:iam::222222222222:user/alicia: arn:aws:iam::111111111111:role/"
        "reports-reader admits arn:aws:iam::222222222222:user/alice, all of 333333333333; "
        "add it to the agreement's trusted_principals; name, path and account count"
    )


@pytest.mark.parametrize(
    ("existing", "expected"),
    [
        pytest.param(False, [], id="a new user gets its boundary"),
        pytest.param(True, ["XA504 permissions_boundary"], id="an existing user's boundary is its owner's"),
    ],
)
def test_boundary_of_an_existing_principal_is_said(existing: bool, expected: list[str]) -> None:
    """A boundary that is not written is not dropped in silence."""
    user = TrustedUser(account=STAGING, name="alice", existing=existing)
    found = check_trusted(user, [BOUNDED], partition="aws", permissions_boundary=BOUNDARY)
    assert short(found) == expected
    assert all(BOUNDARY in each.fix for each in found)
