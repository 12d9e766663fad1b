"""Checks of the trusted half: a principal and the roles it shall assume."""

from collections.abc import Iterator, Sequence

from xacct_constructs.agreement import RoleReference
from xacct_constructs.finding import Finding, Severity, error, warning
from xacct_constructs.names import check_name, check_policy_arn, is_role_arn
from xacct_constructs.policies import assume_policy
from xacct_constructs.principals import TrustedAccount, TrustedRole, TrustedUser
from xacct_constructs.quotas import POLICY_NAME_CHARACTERS
from xacct_constructs.texts import shown
from xacct_constructs.validation.principals import check_principal
from xacct_constructs.validation.sizes import MANAGED, ROLE_INLINE, USER_INLINE, check_size
from xacct_constructs.values import MOST_ARNS, check_count

_ACTIONS = {"sts:AssumeRole", "sts:SetSourceIdentity", "sts:TagSession"}


def check_trusted(
    principal: TrustedUser | TrustedRole,
    references: Sequence[RoleReference],
    *,
    partition: str,
    permissions_boundary: str | None = None,
    managed_policy_name: str | None = None,
) -> list[Finding]:
    """Everything worth knowing about a trusted principal and what it assumes.

    Args:
        principal: The user or role of the trusted account.
        references: The roles it shall assume.
        partition: The partition of the trusted account.
        permissions_boundary: ARN of the policy that bounds the principal. Default: none.
        managed_policy_name: Name of the customer managed policy. Default: the policy stands inline.
    """
    found = [
        Finding(each.code, each.severity, _argument(principal, each.path), each.message, each.fix)
        for each in check_principal("", principal)
    ]
    if isinstance(principal, TrustedAccount):
        message = f"must be a TrustedUser or TrustedRole, got {shown(principal)}"
        found.append(error("XA020", "principal", message, "name one principal"))
    if managed_policy_name is not None:
        found += check_name("managed_policy_name", managed_policy_name, POLICY_NAME_CHARACTERS)
    if permissions_boundary is not None:
        found += _check_boundary(permissions_boundary, str(getattr(principal, "account", "")), partition)
    if not isinstance(references, (list, tuple)) or not references:
        message = f"must be a list of at least one reference, got {shown(references)}"
        return [*found, error("XA500", "assumes", message, "pass [role.reference]")]
    if found:
        return found
    if over := list(check_count("assumes", references, MOST_ARNS)):
        return over
    arn = principal.arn(partition)
    seen: set[str] = set()
    for index, reference in enumerate(references):
        path = f"assumes[{index}]"
        if not is_reference(reference):
            message = f"must be the RoleReference of a role, got {shown(reference)}"
            found.append(error("XA500", path, message, "pass role.reference or agreement.reference"))
            continue
        found += _check_reference(path, reference, arn, partition, permissions_boundary)
        if reference.role_arn in seen:
            found.append(error("XA502", path, f"repeats {reference.role_arn}", "remove one of the two"))
        seen.add(reference.role_arn)
    if not any(each.severity is Severity.ERROR for each in found):
        inline = USER_INLINE if isinstance(principal, TrustedUser) else ROLE_INLINE
        quota = inline if managed_policy_name is None else MANAGED
        found += check_size("assumes", assume_policy(references), quota)
    if principal.existing and permissions_boundary is not None:
        message = f"is not written, since {arn} exists already"
        fix = f"its owner sets it to {permissions_boundary}"
        found.append(warning("XA504", "permissions_boundary", message, fix))
    return found


def is_reference(value: object) -> bool:
    """Whether this is a reference that holds what its fields say; one can also be written by hand."""
    return (
        isinstance(value, RoleReference)
        and is_role_arn(value.role_arn)
        and isinstance(value.trusted_principals, tuple)
        and not any(each for principal in value.trusted_principals for each in check_principal("", principal))
        and isinstance(value.actions, tuple)
        and bool(value.actions)
        and set(map(str, value.actions)) <= _ACTIONS
    )


def _check_boundary(arn: object, account: str, partition: str) -> Iterator[Finding]:
    path, problems = "permissions_boundary", list(check_policy_arn("permissions_boundary", arn))
    yield from problems
    if not problems and (str(arn).split(":")[1] != partition or str(arn).split(":")[4] not in ("aws", account)):
        message = f"must be a policy of AWS or of account {account} in partition {partition}, got {shown(arn)}"
        yield error("XA213", path, message, "pass a policy of the principal's own account")


def _argument(principal: object, path: str) -> str:
    kind = "user" if isinstance(principal, TrustedUser) else "role"
    return {"": "principal", ".name": f"{kind}_name", ".account": "scope"}.get(path, path.lstrip("."))


def _check_reference(
    path: str, reference: RoleReference, arn: str, partition: str, boundary: str | None
) -> Iterator[Finding]:
    if reference.partition != partition:
        message = f"must lie in partition {partition}, got {reference.role_arn}"
        yield error("XA005", path, message, "no role can be assumed from another partition")
        return
    if reference.trusting_account == arn.split(":")[4]:
        message = f"must be a role of another account, got {reference.role_arn} for {arn}"
        yield error("XA002", path, message, "deploy the two halves into two accounts")
    elif not reference.admits(arn):
        admitted = ", ".join(_describe(reference, each) for each in reference.trusted_principals)
        message = f"does not admit {arn}: {reference.role_arn} admits {admitted}"
        yield error(
            "XA501", path, message, "add it to the agreement's trusted_principals; name, path and account count"
        )
    required = reference.principal_permissions_boundary
    if required is not None and required != boundary:
        message = f"asks for the permissions boundary {required}, got {boundary}"
        yield error("XA503", path, message, "pass it as permissions_boundary")


def _describe(reference: RoleReference, principal: object) -> str:
    if isinstance(principal, TrustedAccount):
        return f"all of {principal.account}"
    return principal.arn(reference.partition) if isinstance(principal, (TrustedUser, TrustedRole)) else repr(principal)
