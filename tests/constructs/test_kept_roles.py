"""Roles that AWS keeps: IAM attaches no policy to them, so their statement is printed for whoever owns it."""

import json
from typing import Any

import aws_cdk as cdk
import pytest
from aws_cdk import aws_iam as iam

from tests.constructs.samples import OTHER, STAGING, codes, new_app, of_type, resources, stack, warnings
from tests.plain.samples import agreement, short
from xacct_constructs import AgreementError, CrossAccountAccess, TrustedAccountRole, TrustedRole, check_agreement
from xacct_constructs.policies import assume_policy

ADDED = "whoever owns its permission set in IAM Identity Center adds "
KEPT = [
    pytest.param("/aws-reserved/sso.amazonaws.com/eu-west-1/", ADDED, id="people's"),
    pytest.param("/aws-reserved/sso.amazonaws.com/", ADDED, id="of the home region"),
    pytest.param(
        "/aws-service-role/batch.amazonaws.com/",
        "trust another: the AWS service that it is linked to alone says what this one may do, which would need ",
        id="a service's, to which nobody adds anything",
    ),
]
OUR_OWN = [
    pytest.param("/", id="no path"),
    pytest.param("/team/aws-reserved/", id="the name further down"),
    pytest.param("/aws-reserved-by-us/", id="a longer name"),
]


def role(path: str, account: str = STAGING, *, existing: bool = True) -> TrustedRole:
    """A role on this path."""
    return TrustedRole(account=account, name="readers", path=path, existing=existing)


def alone(who: TrustedRole, **further: Any) -> tuple[cdk.Stack, TrustedAccountRole, Any]:
    """Its construct, and the reference that admits it."""
    staging, reference = stack(new_app(), "Staging", STAGING), agreement(trusted_principals=[who]).reference
    given = {"role_name": who.name, "path": who.path, "existing": who.existing, "assumes": [reference], **further}
    return staging, TrustedAccountRole(staging, "Readers", **given), reference


def wired(who: TrustedRole) -> tuple[cdk.Stack, Any]:
    """Both halves of an agreement that trusts it."""
    app, made = new_app(), agreement(trusted_principals=[who])
    staging = stack(app, "Staging", STAGING)
    access = CrossAccountAccess(agreements=[made], trusting_scope=stack(app), trusted_scope=staging)
    assert list(access.trusted_roles) == ([who.arn("aws")] if who.account == STAGING else [])
    return staging, made.reference


@pytest.mark.parametrize(("path", "fix"), KEPT)
def test_nothing_is_written_and_the_statement_is_printed(path: str, fix: str) -> None:
    """Alone and with its agreement alike: an empty template, and one warning that says who adds what."""
    for staging, reference in (alone(role(path))[::2], wired(role(path))):
        assert resources(staging) == {}
        (said,) = warnings(staging)
        assert said.startswith("XA510 assumes is not written for ")
        assert json.loads(said.split(fix)[1]) == assume_policy([reference])["Statement"]


@pytest.mark.parametrize("path", OUR_OWN)
def test_any_other_role_gets_its_policy(path: str) -> None:
    """Only what begins with AWS's own paths is AWS's."""
    for staging, reference in (alone(role(path))[::2], wired(role(path))):
        (policy,) = of_type(staging, "IAM::Policy")
        assert (policy["Roles"], policy["PolicyDocument"]) == (["readers"], assume_policy([reference]))
        assert codes(staging) == []


@pytest.mark.parametrize(("path", "fix"), KEPT)
def test_nobody_creates_one(path: str, fix: str) -> None:
    """Nor is it said that services are missing, which would not help."""
    with pytest.raises(AgreementError) as raised:
        alone(role(path, existing=False), assumed_by=["lambda.amazonaws.com"])
    assert short(raised.value.findings) == ["XA511 existing"]
    with pytest.raises(AgreementError) as raised:
        wired(role(path, existing=False))
    assert short(raised.value.findings) == ["XA511 agreements[0].trusted_principals[0].existing"]


@pytest.mark.parametrize("existing", [False, True])
def test_the_role_s_own_account_need_not_know(existing: bool) -> None:
    """Whoever writes the trusting half alone names whom it trusts, and creates nobody."""
    who = role("/aws-reserved/sso.amazonaws.com/", existing=existing)
    assert check_agreement(agreement(trusted_principals=[who])) == []


def test_of_a_third_account() -> None:
    """Its owner cannot attach the policy either, so the permission set's owner is named."""
    staging, reference = wired(role("/aws-reserved/sso.amazonaws.com/", OTHER))
    (said,) = warnings(staging)
    assert said.startswith("XA507 agreements[0].trusted_principals[0] is in account")
    assert "permission set" in said
    assert json.loads(said.split(" adds ")[1]) == assume_policy([reference])["Statement"]


ATTACHING = [
    pytest.param(
        lambda made, _: made.add_to_principal_policy(iam.PolicyStatement(actions=["s3:ListBucket"], resources=["*"])),
        "role.add_to_principal_policy",
        id="a statement",
    ),
    pytest.param(
        lambda made, scope: made.attach_inline_policy(iam.Policy(scope, "Inline")),
        "role.attach_inline_policy",
        id="an inline policy",
    ),
    pytest.param(
        lambda made, scope: made.add_managed_policy(iam.ManagedPolicy(scope, "Managed")),
        "role.add_managed_policy",
        id="a managed policy",
    ),
]


INSTEAD = {
    "/aws-reserved/sso.amazonaws.com/": (
        "have whoever owns its permission set in IAM Identity Center add it there, or grant to another role"
    ),
    "/aws-service-role/batch.amazonaws.com/": (
        "grant to another role: the AWS service that it is linked to alone says what this one may do"
    ),
}


@pytest.mark.parametrize("kept_below", INSTEAD)
@pytest.mark.parametrize(("attach", "path"), ATTACHING)
def test_its_interface_attaches_nothing(attach: Any, path: str, kept_below: str) -> None:
    """What CDK would attach to it is refused, with what is true of it, and attached to another role."""
    staging, kept, _ = alone(role(kept_below))
    with pytest.raises(AgreementError, match=f"XA402 {path} .*{INSTEAD[kept_below]}"):
        attach(kept.role, staging)
    ordinary, made, _ = alone(role("/team/"))
    attach(made.role, ordinary)
