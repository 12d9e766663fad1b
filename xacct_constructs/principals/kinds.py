"""The kinds of principals that there are, and what is none of them."""

import re
from collections.abc import Iterator
from typing import TypeGuard

from xacct_constructs.finding import Finding, error
from xacct_constructs.names import ACCOUNT_ID, IAM_NAME
from xacct_constructs.principals.account import TrustedAccount
from xacct_constructs.principals.role import TrustedRole
from xacct_constructs.principals.user import TrustedUser
from xacct_constructs.texts import shown

TrustedPrincipal = TrustedUser | TrustedRole | TrustedAccount
NamedPrincipal = TrustedUser | TrustedRole

PRINCIPAL_KINDS = (TrustedUser, TrustedRole, TrustedAccount)
"""Every kind there is."""


def is_principal(value: object) -> TypeGuard[TrustedPrincipal]:
    """Whether the value is a principal at all."""
    return isinstance(value, PRINCIPAL_KINDS)


def is_named(principal: TrustedPrincipal) -> TypeGuard[NamedPrincipal]:
    """Whether the principal has a name of its own, so that its account's half can be written for it."""
    return not principal.is_whole_account


def check_principal(path: str, principal: object) -> Iterator[Finding]:
    """Findings about one principal's own fields, or that it is none."""
    if is_principal(principal):
        yield from principal.check(path)
    else:
        message = f"must be a TrustedUser, TrustedRole or TrustedAccount, got {shown(principal)}"
        yield error("XA020", path, message, _way_to_trust(principal))


def _way_to_trust(given: object) -> str:
    """How to write what somebody passes in place of a principal."""
    text = given if isinstance(given, str) else ""
    if re.fullmatch(ACCOUNT_ID, text):
        return f'write TrustedAccount(account="{text}"), or name users or roles of it'
    if found := re.fullmatch(rf"arn:[a-z-]+:iam::({ACCOUNT_ID}):(user|role)(/|/[!-~]+/)({IAM_NAME})", text):
        path = "" if found[3] == "/" else f', path="{found[3]}"'
        return f'write Trusted{found[2].capitalize()}(account="{found[1]}", name="{found[4]}"{path})'
    return 'write TrustedUser(account="222222222222", name="alice")'
