"""What services ask of keys for a role, and the assembly refuses: for certain, or as deployment settles it."""

from collections.abc import Sequence

from xacct_constructs.agreed_access import using_key
from xacct_constructs.agreement import Agreement
from xacct_constructs.assembly import Identity
from xacct_constructs.proof.access import Access
from xacct_constructs.proof.lacking import lacking_use
from xacct_constructs.proof.verdict import Doubt
from xacct_constructs.proof.working import keys_needed
from xacct_constructs.request_sets import Box, request_in


def lacking_keys(
    access: Access, agreement: Agreement, role: Identity, agreed: Sequence[Box] | None
) -> tuple[list[list[Box]], list[Doubt]]:
    """What an agreement's role must be let through and is not, of what is agreed and of the keys behind it; and doubts.

    Args:
        access: The assembly.
        agreement: The agreement.
        role: Its role.
        agreed: What the role's sessions ask for; None, where that is not known.

    Raises:
        UndecidedError: A policy is not understood.
    """
    needed, doubts = list[Box](), list[Doubt]()
    for use, actions, parts, is_open in keys_needed(access.assembly, agreement):
        at_least = using_key(agreement, use, actions, parts)
        needed += at_least
        if not is_open or _is_lacking(access, agreement, role, at_least):
            continue
        if _is_lacking(access, agreement, role, using_key(agreement, use, actions)):
            why = f"whether {use.resource} has a bucket key is settled at deployment, with which {use.key} refuses it"
            doubts.append(Doubt(role.arn, why))
    return [lacking_use(access, agreement, role, each) for each in (agreed, needed) if each], doubts


def _is_lacking(access: Access, agreement: Agreement, role: Identity, needed: Sequence[Box]) -> bool:
    return any(map(request_in, lacking_use(access, agreement, role, needed)))
