"""Checks of the principals that an agreement trusts."""

import re
from collections.abc import Iterator

from xacct_constructs.agreement import Agreement
from xacct_constructs.finding import Finding, error, warning
from xacct_constructs.names import (
    ACCOUNT_ID,
    IAM_NAME,
    check_account,
    check_flag,
    check_name,
    check_path,
)
from xacct_constructs.principals import TrustedAccount, TrustedPrincipal, TrustedRole, TrustedUser
from xacct_constructs.quotas import USER_NAME_CHARACTERS
from xacct_constructs.texts import shown
from xacct_constructs.values import MOST_ARNS, check_count


def check_principal(path: str, principal: object) -> Iterator[Finding]:
    """Findings about one principal's own fields."""
    if not isinstance(principal, (TrustedUser, TrustedRole, TrustedAccount)):
        message = f"must be a TrustedUser, TrustedRole or TrustedAccount, got {shown(principal)}"
        yield error("XA020", path, message, _way_to_trust(principal))
        return
    yield from check_account(f"{path}.account", principal.account)
    if not isinstance(principal, TrustedAccount):
        yield from check_name(f"{path}.name", principal.name, USER_NAME_CHARACTERS)
        yield from check_path(f"{path}.path", principal.path)
        yield from check_flag(f"{path}.existing", principal.existing)


def _way_to_trust(given: object) -> str:
    """How to write what somebody passes in place of a principal."""
    text = given if isinstance(given, str) else ""
    if re.fullmatch(ACCOUNT_ID, text):
        return f'write TrustedAccount(account="{text}"), or name users or roles of it'
    if found := re.fullmatch(rf"arn:[a-z-]+:iam::({ACCOUNT_ID}):(user|role)(/|/[!-~]+/)({IAM_NAME})", text):
        path = "" if found[3] == "/" else f', path="{found[3]}"'
        return f'write Trusted{found[2].capitalize()}(account="{found[1]}", name="{found[4]}"{path})'
    return 'write TrustedUser(account="222222222222", name="alice")'


def identity(principal: TrustedPrincipal) -> tuple[str, str, str]:
    """What IAM keeps apart: an account has no two users, and no two roles, of one name, whatever case and path."""
    return principal.kind, principal.account, str(getattr(principal, "name", "")).lower()


def check_principals(agreement: Agreement) -> Iterator[Finding]:
    """Findings about all of them together; nothing further is judged where one is no principal at all."""
    principals = agreement.trusted_principals
    if not isinstance(principals, tuple) or not principals:
        message = f"must be a list of at least one principal, got {shown(principals)}"
        yield error("XA020", "trusted_principals", message, "name who may assume the role")
        return
    if over := list(check_count("trusted_principals", principals, MOST_ARNS)):
        yield from over
        return
    whole = {str(each.account) for each in principals if isinstance(each, TrustedAccount)}
    seen: set[tuple[str, str, str]] = set()
    for index, principal in enumerate(principals):
        path = f"trusted_principals[{index}]"
        problems = list(check_principal(path, principal))
        yield from problems
        if problems:
            continue
        arn = principal.arn(agreement.partition)
        if identity(principal) in seen:
            yield error(
                "XA021", path, f"repeats {arn}: names differ by more than case and path", "remove one of the two"
            )
        seen.add(identity(principal))
        if principal.account == agreement.trusting_account:
            message = f"must be in another account than the role, got {principal.account} for both"
            yield error("XA002", f"{path}.account", message, "within one account an identity policy alone is enough")
        if isinstance(principal, TrustedAccount):
            message = f"trusts the whole account {principal.account}: whomever its administrators let, gets in"
            yield warning("XA022", path, message, "name users or roles, or acknowledge it with the reason")
        elif principal.account in whole:
            message = f"adds nothing: its whole account {principal.account} is trusted"
            yield error("XA021", path, message, "remove the TrustedAccount, which is the wider one")
