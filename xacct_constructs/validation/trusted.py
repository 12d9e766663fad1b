"""Checks of the trusted half: a principal and the roles it shall assume."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from xacct_constructs import arns
from xacct_constructs.agreement import RoleReference
from xacct_constructs.counts import MOST_ARNS, check_count
from xacct_constructs.finding import Finding, Severity, error, warning
from xacct_constructs.names import check_name, check_policy_arn, is_role_arn
from xacct_constructs.policies import CustomerManagedPolicy, assume_policy, one_managed_policy
from xacct_constructs.principals import (
    NAMED,
    NamedPrincipal,
    callers_of,
    check_principal,
    is_group,
    is_named,
    is_principal,
    one_of,
    with_names,
)
from xacct_constructs.quotas import POLICY_NAME_CHARACTERS
from xacct_constructs.texts import shown
from xacct_constructs.validation.sizes import INLINE, MANAGED, Fitted, check_size, fit

_ACTIONS = {"sts:AssumeRole", "sts:SetSourceIdentity", "sts:TagSession"}


class TrustedJudgement(NamedTuple):
    """What was found about a trusted principal, and what was written of it on the way.

    Attributes:
        findings: What was found.
        document: The policy that lets it assume; None where an error stands before it.
        managed: The same as managed policies; none where it stands inline.
    """

    findings: list[Finding]
    document: dict[str, Any] | None
    managed: tuple[CustomerManagedPolicy, ...] = ()


def check_trusted(
    principal: NamedPrincipal,
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
    return judge_trusted(
        principal,
        references,
        partition=partition,
        permissions_boundary=permissions_boundary,
        managed_policy_name=managed_policy_name,
    ).findings


def judge_trusted(
    principal: NamedPrincipal,
    references: Sequence[RoleReference],
    *,
    partition: str,
    permissions_boundary: str | None = None,
    managed_policy_name: str | None = None,
) -> TrustedJudgement:
    """The same as `check_trusted`, for whoever writes the principal afterwards: its policy is written once."""
    found = list(_check_principal(principal))
    if managed_policy_name is not None:
        found += check_name("managed_policy_name", managed_policy_name, POLICY_NAME_CHARACTERS)
    if permissions_boundary is not None:
        account = str(principal.account) if is_principal(principal) else ""
        found += _check_boundary(permissions_boundary, account, partition)
    if not isinstance(references, (list, tuple)) or not references:
        message = f"must be a list of at least one reference, got {shown(references)}"
        return TrustedJudgement([*found, error("XA500", "assumes", message, "pass [role.reference]")], None)
    if found:
        return TrustedJudgement(found, None)
    if over := list(check_count("assumes", references, MOST_ARNS)):
        return TrustedJudgement(over, None)
    arn = principal.arn(partition)
    found += check_references(references, principal, partition, permissions_boundary)
    document, managed = None, tuple[CustomerManagedPolicy, ...]()
    if not any(each.severity is Severity.ERROR for each in found):
        findings, document, managed = _fit(principal, arn, assume_policy(references), managed_policy_name)
        found += findings
    found += _check_existing(principal, arn, references, permissions_boundary)
    return TrustedJudgement(found, document, managed)


def _check_principal(principal: object) -> Iterator[Finding]:
    """Findings about the principal's own fields, by the arguments that constructs take them from."""
    for each in check_principal("", principal):
        yield each._replace(path=_argument(principal, each.path))
    if not is_principal(principal):
        return
    if not is_named(principal):
        message = f"must be a {one_of(NAMED)}, got {shown(principal)}"
        yield error("XA020", "principal", message, "name one principal")
    elif not principal.holds_policies and not principal.existing:
        message = f"must be True for a role on a path of AWS's own, got the path {shown(principal.path)}"
        yield error("XA511", "existing", message, "AWS alone creates roles there; name one that is there already")


def _check_existing(
    principal: NamedPrincipal, arn: str, references: Sequence[RoleReference], boundary: str | None
) -> Iterator[Finding]:
    """What is not written, since it is there already: boundaries, and which users a group has."""
    if principal.existing and boundary is not None:
        message = f"is not written, since {arn} exists already"
        yield warning("XA504", "permissions_boundary", message, f"its owner sets it to {boundary}")
    if not is_group(principal):
        return
    names = ", ".join(each.name for each in principal.members)
    if principal.existing:
        message = f"are not put into {arn}, since it exists already"
        yield warning("XA504", "users", message, f"its owner sees that it has {names}")
    bounded = (each.principal_permissions_boundary for each in references if is_reference(each))
    for asked in dict.fromkeys(filter(None, bounded)):
        message = f"asks for the permissions boundary {asked}, which is set on users and not on a group"
        yield warning("XA504", "assumes", message, f"whoever makes {names} sets it on each of them")


def _argument(principal: object, path: str) -> str:
    kind = principal.kind if is_principal(principal) else ""
    return {"": "principal", ".name": f"{kind}_name", ".account": "scope"}.get(path, path.lstrip("."))


def _fit(principal: NamedPrincipal, arn: str, document: dict[str, Any], managed_policy_name: str | None) -> Fitted:
    """The policy where it has room; or, for a role of AWS's own, what its owner has to add."""
    if not principal.holds_policies:
        message = f"is not written for {arn}: IAM attaches no policy to a role on a path of AWS's own"
        return Fitted([warning("XA510", "assumes", message, policy_for(principal, document))], document)
    if managed_policy_name is None:
        return fit("assumes", document, INLINE[principal.kind], f"{principal.kind}-{principal.name}-assume-roles")
    managed = one_managed_policy(managed_policy_name, document)
    return Fitted(list(check_size("assumes", document, MANAGED)), document, managed)


def policy_for(principal: NamedPrincipal, document: Mapping[str, Any]) -> str:
    """What is to be done with which statements, for a principal that holds no policies."""
    statements = json.dumps(document["Statement"])
    if principal.owner_adds_policies:
        return f"{principal.policy_owner} adds {statements}"
    return f"trust another: {principal.policy_owner} alone says what this one may do, which would need {statements}"


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
    policy = None if problems else arns.parse(str(arn))
    if policy is not None and (policy.partition != partition or policy.account not in ("aws", account)):
        message = f"must be a policy of AWS or of account {account} in partition {partition}, got {shown(arn)}"
        yield error("XA213", path, message, "pass a policy of the principal's own account")


def check_references(
    references: Sequence[RoleReference], principal: NamedPrincipal, partition: str, boundary: str | None
) -> Iterator[Finding]:
    """Findings about the roles that a principal shall assume, under this boundary."""
    seen: set[str] = set()
    for index, reference in enumerate(references):
        path = f"assumes[{index}]"
        if not is_reference(reference):
            message = f"must be the RoleReference of a role, got {shown(reference)}"
            yield error("XA500", path, message, "pass role.reference or agreement.reference")
            continue
        yield from _check_reference(path, reference, principal, partition, boundary)
        if reference.role_arn in seen:
            yield error("XA502", path, f"repeats {reference.role_arn}", "remove one of the two")
        seen.add(reference.role_arn)


def _check_reference(
    path: str, reference: RoleReference, principal: NamedPrincipal, partition: str, boundary: str | None
) -> Iterator[Finding]:
    arn = principal.arn(partition)
    if reference.partition != partition:
        message = f"must lie in partition {partition}, got {reference.role_arn}"
        yield error("XA005", path, message, "no role can be assumed from another partition")
        return
    if reference.trusting_account == arns.parse(arn).account:
        message = f"must be a role of another account, got {reference.role_arn} for {arn}"
        yield error("XA002", path, message, "deploy the two halves into two accounts")
    else:
        yield from _check_admitted(path, reference, principal)
    required = reference.principal_permissions_boundary
    if not is_group(principal) and required is not None and required != boundary:
        message = f"asks for the permissions boundary {required}, got {boundary}"
        yield error("XA783", path, message, "pass it as permissions_boundary")


def _check_admitted(path: str, reference: RoleReference, principal: NamedPrincipal) -> Iterator[Finding]:
    """Whom the role lets in, and a group of other users than is agreed."""
    admitted = ", ".join(each.describe(reference.partition) for each in reference.trusted_principals)
    callers = with_names(callers_of(principal))
    for arn in (each.arn(reference.partition) for each in callers):
        admits = reference.admits(arn)
        if admits is None:
            account = arns.parse(arn).account
            message = f"may not be admitted: {reference.role_arn} admits {admitted}, and no ARN says where {account} is"
            fix = f"see that it is there: aws organizations list-parents --child-id {account}"
            yield warning("XA513", path, message, fix)
        elif not admits:
            message = f"does not admit {arn}: {reference.role_arn} admits {admitted}"
            fix = "add it to the agreement's trusted_principals; name, path and account count"
            yield error("XA705", path, message, fix)
    here = {each.identity for each in callers_of(principal)}
    agreed = {each.identity: each for each in reference.trusted_principals}.get(principal.identity, principal)
    for caller in callers_of(agreed):
        if caller.identity not in here:
            message = f"admits {caller.describe(reference.partition)} by this {principal.kind}, which is not to have it"
            yield error("XA512", path, message, "name the same users in both")
