"""Safeguards that no single request shows: properties of the role and its principals against the agreement."""

from collections.abc import Iterator

from xacct_constructs.agreement import Agreement
from xacct_constructs.assembly import Assembly, Identity
from xacct_constructs.principals import with_names
from xacct_constructs.proof.verdict import Counterexample, Doubt, Fault
from xacct_constructs.quotas import DEFAULT_MAX_SESSION_SECONDS
from xacct_constructs.unknowns import is_settled


def differing(assembly: Assembly, agreement: Agreement, role: Identity) -> Iterator[Counterexample | Doubt]:
    """Each permissions boundary that is not the agreed one, and another longest session."""
    safeguards = agreement.safeguards
    if not role.existing:
        yield from _boundary(role, safeguards.role_permissions_boundary)
        duration = safeguards.max_session_duration
        agreed = DEFAULT_MAX_SESSION_SECONDS if duration is None else int(duration.total_seconds())
        if role.max_session_seconds is None:
            yield Doubt(role.arn, f"its longest session is settled at deployment, the agreement says {agreed} seconds")
        elif role.max_session_seconds != agreed:
            detail = f"its longest session is {role.max_session_seconds} seconds, the agreement says {agreed}"
            yield Counterexample(Fault.DIFFERENT, role.arn, detail=detail)
    for principal in with_names(agreement.callers):
        found = assembly.identity(principal.arn(agreement.partition))
        if found is not None and not found.existing:
            yield from _boundary(found, safeguards.principal_permissions_boundary)


def _boundary(identity: Identity, agreed: str | None) -> Iterator[Counterexample | Doubt]:
    """A boundary that nobody agreed on only narrows, and the proof itself sees whether too much."""
    if agreed is None or identity.boundary_arn == agreed:
        return
    if identity.boundary_arn and not is_settled(identity.boundary_arn):
        yield Doubt(identity.arn, f"its permissions boundary is settled at deployment, the agreement says {agreed}")
    else:
        detail = f"its permissions boundary is {identity.boundary_arn or 'none'}, the agreement says {agreed}"
        yield Counterexample(Fault.DIFFERENT, identity.arn, detail=detail)
