"""What an agreement needs beside the statements that allow it: its people under their names, with known policies.

Nothing here lets anybody in; each of it can keep the agreement's own people out.
"""

from collections.abc import Iterator

from xacct_constructs.agreement import Agreement
from xacct_constructs.assembly import Assembly, Identity, UnknownKind
from xacct_constructs.proof.verdict import Counterexample, Doubt, Fault


def standing_against(assembly: Assembly, agreement: Agreement) -> Iterator[Counterexample | Doubt]:
    """What keeps the agreement from working, or may."""
    for arn, agreed_boundary in boundaries(agreement).items():
        found = assembly.namesake(arn)
        if found is None or found.existing:
            continue
        yield from _under_its_name(assembly, found, arn)
        yield from _attached(found, agreed_boundary)


def boundaries(agreement: Agreement) -> dict[str, str | None]:
    """The agreement's role and its principals, those that are named, each with the boundary that is agreed for it."""
    bound, named = agreement.safeguards.principal_permissions_boundary, agreement.trusted_principals
    principals = {each.arn(agreement.partition): bound for each in named if not each.is_whole_account}
    return {agreement.role_arn: agreement.safeguards.role_permissions_boundary, **principals}


def is_open(assembly: Assembly, value: object) -> bool:
    """Whether a value holds something that only deployment settles, and that can be anything."""
    unknowns = assembly.unknowns.values()
    return not isinstance(value, str) or any(each.kind is UnknownKind.OPEN and each.text in value for each in unknowns)


def _under_its_name(assembly: Assembly, found: Identity, arn: str) -> Iterator[Counterexample | Doubt]:
    """A name is one user's or role's of the account, so what has it on another path stands in its place."""
    if found.arn == arn:
        return
    if is_open(assembly, found.arn):
        yield Doubt(arn, f"the assembly makes it as {found.arn}, whose path deployment settles")
        return
    detail = f"the assembly makes it as {found.arn}, on another path than is agreed"
    yield Counterexample(Fault.DIFFERENT, arn, detail=detail)


def _attached(found: Identity, agreed_boundary: str | None) -> Iterator[Doubt]:
    """Policies that nobody here knows: what is attached may deny, and a boundary may leave out what is agreed."""
    for outside in found.outside:
        yield Doubt(found.arn, f"{outside} is attached to it, and what that allows and denies is not known here")
    if found.boundary_arn and found.boundary is None and found.boundary_arn != agreed_boundary:
        yield Doubt(found.arn, f"{found.boundary_arn} is its boundary, and what that excludes is not known here")
