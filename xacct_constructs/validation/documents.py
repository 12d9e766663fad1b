"""Checks of the documents that an agreement without errors leads to."""

from collections import Counter
from collections.abc import Iterable, Iterator

from xacct_constructs.agreement import Agreement
from xacct_constructs.finding import Finding, error
from xacct_constructs.policies import RolePolicies, Safeguarded
from xacct_constructs.validation.sizes import MANAGED, ROLE_INLINE, TRUST_POLICY, Quota, check_size


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
    """Findings about the finished documents: statement IDs and quotas."""
    sids = Counter(statement["Sid"] for statement in written.permissions["Statement"] if "Sid" in statement)
    for sid in (sid for sid, count in sids.items() if count > 1):
        yield error("XA123", "permissions", f"use the Sid {sid!r} more than once", "give each statement its own")
    quota = ROLE_INLINE if agreement.managed_policy_name is None else MANAGED
    yield from check_size("permissions", written.permissions, quota)
    if not agreement.existing_role:
        limit = trust_policy_characters or TRUST_POLICY.characters
        adjusted = Quota(TRUST_POLICY.what, limit, TRUST_POLICY.remedy)
        yield from check_size("trusted_principals", written.trust, adjusted)
