"""How each kind of trusted principal comes: who asks, and what it asks STS for."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from xacct_constructs.agreed_access.safeguards import set_of
from xacct_constructs.agreement import Agreement
from xacct_constructs.principals import (
    NamedPrincipal,
    TrustedAccount,
    TrustedOrganization,
    TrustedOrganizationalUnit,
    TrustedPermissionSet,
    TrustedPrincipal,
    TrustedRole,
    TrustedUser,
    TrustedWebIdentity,
)
from xacct_constructs.request_sets import (
    AWS,
    CALLER,
    WEB,
    Box,
    Literal,
    any_of_account,
    box,
    equals,
    kind_is,
    literal,
    principal_is,
)
from xacct_constructs.services import ASSUME_ROLE


class Coming(NamedTuple):
    """How a principal comes.

    Attributes:
        caller: Who asks.
        action: What it asks for to enter.
    """

    caller: Box
    action: str


def _named(principal: NamedPrincipal, agreement: Agreement) -> Coming:
    """A user itself, and a role through any of its sessions."""
    return Coming(box(kind_is(AWS), principal_is(principal.arn(agreement.partition))), ASSUME_ROLE)


def _account(principal: TrustedAccount, _: Agreement) -> Coming:
    """Anybody of the account."""
    return Coming(box(kind_is(AWS), principal_is(any_of_account(principal.account))), ASSUME_ROLE)


def _permission_set(principal: TrustedPermissionSet, agreement: Agreement) -> Coming:
    """Whoever is assigned to it, through the role that Identity Center makes: sixteen characters follow the name."""
    home = {None: ("", "*/"), "us-east-1": ("",)}.get(principal.region, (f"{principal.region}/",))
    begins = f"arn:{agreement.partition}:iam::{principal.account}:role/aws-reserved/sso.amazonaws.com/"
    roles = (f"{begins}{region}AWSReservedSSO_{principal.name}_????????????????" for region in home)
    return Coming(box(kind_is(AWS), principal_is(*roles)), ASSUME_ROLE)


def _web_identity(principal: TrustedWebIdentity, agreement: Agreement) -> Coming:
    """Whoever has a token of the provider that the trusting account knows, for the audience and the subject."""
    provider = f"arn:{agreement.partition}:iam::{agreement.trusting_account}:oidc-provider/{principal.provider}"
    operator = "StringLike" if set(principal.subject) & set("*?") else "StringEquals"
    token = (
        equals(f"{principal.provider}:aud", principal.audience),
        literal(f"{principal.provider}:sub", operator, [principal.subject]),
    )
    return Coming(box(kind_is(WEB), equals(CALLER, provider), *token), "sts:AssumeRoleWithWebIdentity")


def _organization(principal: TrustedOrganization, agreement: Agreement) -> Coming:
    """Anybody of another account that is in it."""
    return _elsewhere(equals("aws:PrincipalOrgID", principal.organization_id), agreement)


def _organizational_unit(principal: TrustedOrganizationalUnit, agreement: Agreement) -> Coming:
    """Anybody of another account that is there, or below."""
    within = set_of("foranyvalue", "StringLike", "aws:PrincipalOrgPaths", [principal.organization_path])
    return _elsewhere(within, agreement)


def _elsewhere(told: Literal, agreement: Agreement) -> Coming:
    """Of whom this is told, anybody who is not of the role's own account."""
    other = equals("aws:PrincipalAccount", agreement.trusting_account).opposite()
    return Coming(box(kind_is(AWS), told, other), ASSUME_ROLE)


COMINGS: Mapping[type[Any], Callable[[Any, Agreement], Coming]] = {
    TrustedUser: _named,
    TrustedRole: _named,
    TrustedAccount: _account,
    TrustedPermissionSet: _permission_set,
    TrustedWebIdentity: _web_identity,
    TrustedOrganization: _organization,
    TrustedOrganizationalUnit: _organizational_unit,
}
"""Each kind of principal to how it comes."""


def coming(principal: TrustedPrincipal, agreement: Agreement) -> Coming:
    """How one principal of an agreement comes."""
    return COMINGS[type(principal)](principal, agreement)
