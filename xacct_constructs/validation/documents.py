"""Checks of the documents that an agreement without errors leads to."""

from collections import Counter
from collections.abc import Iterable, Iterator

from xacct_constructs.agreement import Agreement
from xacct_constructs.finding import Finding, error, warning
from xacct_constructs.policies import RolePolicies, Safeguarded
from xacct_constructs.principals import TrustedPrincipal, is_of_organization
from xacct_constructs.validation.sizes import TRUST_POLICY, Quota, check_size
from xacct_constructs.values import Conditions, canonical, listed


def check_collisions(statements: Iterable[Safeguarded]) -> Iterator[Finding]:
    """A statement's own condition must not stand where a safeguard writes its own: one would undo the other."""
    for each in statements:
        own = {(op, key.lower()) for op, keys in each.statement.get("Condition", {}).items() for key in keys}
        added = {
            (operator, key.lower())
            for conditions in each.alternatives
            for part in conditions
            for operator, keys in part.items()
            for key in keys
        }
        for operator, key in sorted(own & added):
            message = f"has a condition {operator} {key}, which a safeguard of this agreement writes too"
            yield error("XA122", f"permissions[{each.permission}]", message, "remove it from the statement")


def check_documents(
    agreement: Agreement, written: RolePolicies, trust_policy_characters: int | None
) -> Iterator[Finding]:
    """Findings about the finished documents: statement IDs, and how long the trust policy is."""
    sids = Counter(statement["Sid"] for statement in written.permissions["Statement"] if "Sid" in statement)
    for sid in (sid for sid, count in sids.items() if count > 1):
        yield error("XA123", "permissions", f"use the Sid {sid!r} more than once", "give each statement its own")
    if not agreement.existing_role:
        limit = trust_policy_characters or TRUST_POLICY.characters
        adjusted = Quota(TRUST_POLICY.what, limit, TRUST_POLICY.remedy)
        yield from check_size("trusted_principals", written.trust, adjusted)
    yield from _check_many(agreement, written)
    yield from _check_subjects(agreement)


def _check_subjects(agreement: Agreement) -> Iterator[Finding]:
    """Each token that is told by a pattern, of which the provider gives out as many as it likes."""
    for index, principal in enumerate(agreement.trusted_principals):
        for (operator, key), values in principal.admission(agreement.role, agreement.binding).narrowing.items():
            if operator == "StringLike":
                message = f"is {' or '.join(values)}: whoever has a token with such a {key} gets in"
                fix = "write the subject out, or acknowledge it with the reason"
                yield warning("XA028", f"trusted_principals[{index}].subject", message, fix, of=[key, *values])


def _check_many(agreement: Agreement, written: RolePolicies) -> Iterator[Finding]:
    """Each account, organization or unit that is trusted as a whole, shown with the conditions that its people meet."""
    for index, principal in enumerate(agreement.trusted_principals):
        path, fix = f"trusted_principals[{index}]", "name users or roles, or acknowledge it with the reason"
        if principal.is_whole_account:
            message = f"trusts the whole account {principal.account}: whomever its administrators let, gets in"
            of = [principal.account, canonical(_conditions(principal, agreement, written))]
            yield warning("XA702", path, message, fix, of=of)
        elif is_of_organization(principal):
            who = principal.describe(agreement.partition)
            message = f"trusts {who}, whatever accounts that has: whomever their administrators let, gets in"
            of = [who, canonical(_conditions(principal, agreement, written))]
            yield warning("XA029", path, message, f"name accounts, {fix}", of=of)


def _conditions(principal: TrustedPrincipal, agreement: Agreement, written: RolePolicies) -> list[Conditions]:
    """The conditions of the statements that let in all of them."""
    (arn,), _, element, action = principal.admission(agreement.role, agreement.binding)
    entering = [each for each in written.trust["Statement"] if each["Action"] == action]
    admitting = [each for each in entering if arn in listed(each["Principal"].get(element, []))]
    return [each.get("Condition", {}) for each in admitting]
