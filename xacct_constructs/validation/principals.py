"""Checks of the principals that an agreement trusts."""

from collections.abc import Iterator

from xacct_constructs.agreement import Agreement
from xacct_constructs.counts import MOST_ARNS, check_list
from xacct_constructs.finding import Finding, error
from xacct_constructs.principals import Binding, callers_of, check_principal, is_principal


def check_principals(agreement: Agreement) -> Iterator[Finding]:
    """Findings about all of them together; nothing further is judged where one is no principal at all."""
    principals = agreement.trusted_principals
    fix = "name who may assume the role"
    if unfit := list(check_list("XA020", "trusted_principals", principals, of="principal", most=MOST_ARNS, fix=fix)):
        yield from unfit
        return
    whole = {str(each.account) for each in principals if is_principal(each) and each.is_whole_account}
    seen: set[tuple[str, str, str]] = set()
    for index, principal in enumerate(principals):
        path = f"trusted_principals[{index}]"
        problems = list(check_principal(path, principal))
        yield from problems
        if problems:
            continue
        named = {each.identity: each for each in (principal, *callers_of(principal))}
        for repeated in (each for identity, each in named.items() if identity in seen):
            message = f"repeats {repeated.describe(agreement.partition)}: names differ by more than case and path"
            yield error("XA021", path, message, "remove one of the two")
        seen.update(named)
        if principal.account == agreement.trusting_account:
            message = f"must be in another account than the role, got {principal.account} for both"
            yield error("XA002", f"{path}.account", message, "within one account an identity policy alone is enough")
        narrowing = principal.admission(agreement.role, agreement.binding).narrowing
        if agreement.binding is Binding.DIRECT_ARN and any(key == Binding.PRINCIPAL_ARN for _, key in narrowing):
            message = f"is named by a condition all the same: nobody knows its whole ARN, got {agreement.binding}"
            yield error("XA027", path, message, "leave binding out, or trust it in an agreement of its own")
        if principal.account in whole and not principal.is_whole_account:
            message = f"adds nothing: its whole account {principal.account} is trusted"
            yield error("XA021", path, message, "remove the TrustedAccount, which is the wider one")
