"""A permission set's half, for the app that owns the set."""

from typing import Any

import pytest
from aws_cdk import aws_sso as sso

from tests.constructs.samples import PRODUCTION, ROLE_ARN, STAGING, new_app, reader, resources, stack
from tests.plain.samples import agreement, short
from xacct_constructs import AgreementError, Safeguards, TrustedAccount, TrustedPermissionSet, permission_set_policy

SET = TrustedPermissionSet(account=STAGING, name="Reports")
BOUNDARY = f"arn:aws:iam::{STAGING}:policy/boundary"


def reference(*principals: Any, **safeguards: Any) -> Any:
    """The reference of a role that trusts these, or the set."""
    return agreement(trusted_principals=principals or (SET,), safeguards=Safeguards(**safeguards)).reference


def test_in_a_template() -> None:
    """It goes into the set's resource as it is."""
    app = new_app()
    role = reader(stack(app), trusted_principals=[SET])
    identity_center = stack(app, "IdentityCenter", STAGING)
    sso.CfnPermissionSet(
        identity_center,
        "Set",
        instance_arn="arn:aws:sso:::instance/ssoins-0123456789abcdef",
        name="Reports",
        inline_policy=permission_set_policy(SET, [role.reference]),
    )
    (made,) = resources(identity_center).values()
    assert made["Properties"]["InlinePolicy"]["Statement"] == [
        {"Effect": "Allow", "Action": "sts:AssumeRole", "Resource": ROLE_ARN}
    ]


ACCEPTED = {
    "in a region": ((TrustedPermissionSet(account=STAGING, name="Reports", region="eu-west-1"),), "eu-west-1"),
    "by its whole account": ((TrustedAccount(account=STAGING),), None),
}


@pytest.mark.parametrize(("trusted", "region"), ACCEPTED.values(), ids=ACCEPTED)
def test_accepted(trusted: Any, region: str | None) -> None:
    """Whom the role admits."""
    asking = TrustedPermissionSet(account=STAGING, name="Reports", region=region)
    assert permission_set_policy(asking, [reference(*trusted)])["Statement"][0]["Resource"] == ROLE_ARN


REFUSED: dict[str, tuple[Any, Any, list[str]]] = {
    "another set": (TrustedPermissionSet(account=STAGING, name="Admin"), [reference()], ["XA705 assumes[0]"]),
    "another account": (
        TrustedPermissionSet(account="333333333333", name="Reports"),
        [reference()],
        ["XA705 assumes[0]"],
    ),
    "the role's own account": (TrustedPermissionSet(account=PRODUCTION, name="a"), [reference()], ["XA002 assumes[0]"]),
    "a role twice": (SET, [reference(), reference()], ["XA502 assumes[1]"]),
    "no references": (SET, [], ["XA500 assumes"]),
    "a role in place of a reference": (SET, ["reader"], ["XA500 assumes"]),
    "a name in place of a set": ("Reports", [reference()], ["XA020 permission_set"]),
    "a set without a name": (
        TrustedPermissionSet(account=STAGING, name=""),
        [reference()],
        ["XA010 permission_set.name"],
    ),
    "a boundary that is not said": (SET, [reference(principal_permissions_boundary=BOUNDARY)], ["XA783 assumes[0]"]),
}


@pytest.mark.parametrize(("asking", "assumes", "expected"), REFUSED.values(), ids=REFUSED)
def test_refused(asking: Any, assumes: Any, expected: list[str]) -> None:
    """With every error, before anything is written."""
    with pytest.raises(AgreementError) as caught:
        permission_set_policy(asking, assumes)
    assert short(caught.value.findings) == expected


def test_a_boundary_that_is_said() -> None:
    """The set's owner says which policy bounds it."""
    asked = reference(principal_permissions_boundary=BOUNDARY)
    assert permission_set_policy(SET, [asked], permissions_boundary=BOUNDARY)["Statement"]
