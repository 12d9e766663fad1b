"""The kinds of principals that there are, and what is none of them."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import TypeGuard, get_args

from xacct_constructs.finding import Finding, error
from xacct_constructs.names import ACCOUNT_ID, IAM_NAME
from xacct_constructs.principals.account import TrustedAccount
from xacct_constructs.principals.group import TrustedGroup
from xacct_constructs.principals.members import Members
from xacct_constructs.principals.organization import TrustedOrganization
from xacct_constructs.principals.organizational_unit import TrustedOrganizationalUnit
from xacct_constructs.principals.permission_set import TrustedPermissionSet
from xacct_constructs.principals.role import TrustedRole
from xacct_constructs.principals.user import TrustedUser
from xacct_constructs.principals.web_identity import TrustedWebIdentity
from xacct_constructs.texts import shown

_OF_A_SET = (
    rf"arn:[a-z-]+:iam::({ACCOUNT_ID}):role/aws-reserved/sso\.amazonaws\.com/(?:[a-z0-9-]+/)?"
    rf"AWSReservedSSO_({IAM_NAME})_[0-9a-f]{{16}}"
)
_PROVIDER = rf"arn:[a-z-]+:iam::{ACCOUNT_ID}:oidc-provider/([!-~]+)"

CallingPrincipal = TrustedUser | TrustedRole
GroupPrincipal = TrustedGroup
NamedPrincipal = CallingPrincipal | GroupPrincipal
OrganizationPrincipal = TrustedOrganization | TrustedOrganizationalUnit
TrustedPrincipal = NamedPrincipal | TrustedAccount | OrganizationPrincipal | TrustedPermissionSet | TrustedWebIdentity

PRINCIPAL_KINDS: tuple[type[TrustedPrincipal], ...] = get_args(TrustedPrincipal)
"""Every kind there is: each can be read back from a file."""
CALLING: tuple[type[CallingPrincipal], ...] = get_args(CallingPrincipal)
"""The kinds that a trust policy names by an ARN of their own; a group stands for its users."""
NAMED: tuple[type[NamedPrincipal], ...] = get_args(NamedPrincipal)
"""The kinds with a name of their own: each has a construct."""


def is_principal(value: object) -> TypeGuard[TrustedPrincipal]:
    """Whether the value is a principal of a kind that this version knows."""
    return type(value) in PRINCIPAL_KINDS


def is_named(principal: TrustedPrincipal) -> TypeGuard[NamedPrincipal]:
    """Whether the principal has a name of its own, so that its account's half can be written for it."""
    return type(principal) in NAMED


def is_group(principal: TrustedPrincipal) -> TypeGuard[GroupPrincipal]:
    """Whether the principal stands for others, and holds the policies that these need."""
    return isinstance(principal, GroupPrincipal)


def is_of_organization(principal: TrustedPrincipal) -> TypeGuard[OrganizationPrincipal]:
    """Whether the principal is told by its organization alone, and is of no account in particular."""
    return isinstance(principal, Members)


def callers_of(principal: TrustedPrincipal) -> tuple[TrustedPrincipal, ...]:
    """Who asks for it: a group's users, any other itself."""
    return principal.members if is_group(principal) else (principal,)


def with_names(principals: Iterable[TrustedPrincipal]) -> Iterator[NamedPrincipal]:
    """Those with a name of their own: the users and roles that a template can hold."""
    return filter(is_named, principals)


def accounts_of(principals: Iterable[TrustedPrincipal]) -> tuple[str, ...]:
    """The accounts that they are of, each once; who is outside AWS, or told by an organization alone, is of none."""
    return tuple(dict.fromkeys(each.account for each in principals if each.account))


def one_of(kinds: Sequence[type]) -> str:
    """The names of kinds, as a sentence has them."""
    *further, last = (each.__name__ for each in kinds)
    return f"{', '.join(further)} or {last}"


def check_principal(path: str, principal: object) -> Iterator[Finding]:
    """Findings about one principal's own fields, or that it is none."""
    if is_principal(principal):
        yield from principal.check(path)
    else:
        message = f"must be a {one_of(PRINCIPAL_KINDS)}, got {shown(principal)}"
        yield error("XA020", path, message, _way_to_trust(principal))


def _way_to_trust(given: object) -> str:
    """How to write what somebody passes in place of a principal."""
    text = given if isinstance(given, str) else ""
    if re.fullmatch(ACCOUNT_ID, text):
        return f'write TrustedAccount(account="{text}"), or name users or roles of it'
    if found := re.fullmatch(_OF_A_SET, text):
        return f'write TrustedPermissionSet(account="{found[1]}", name="{found[2]}"), whatever ends its role\'s name'
    if found := re.fullmatch(_PROVIDER, text):
        return f'write TrustedWebIdentity(provider="{found[1]}", audience="…", subject="…")'
    named = {each.kind: each for each in NAMED}
    if found := re.fullmatch(rf"arn:[a-z-]+:iam::({ACCOUNT_ID}):({'|'.join(named)})(/|/[!-~]+/)({IAM_NAME})", text):
        path = "" if found[3] == "/" else f', path="{found[3]}"'
        kind = named[found[2]]
        whom = "" if kind in CALLING else ', users=["alice"]'
        return f'write {kind.__name__}(account="{found[1]}", name="{found[4]}"{path}{whom})'
    return 'write TrustedUser(account="222222222222", name="alice")'
