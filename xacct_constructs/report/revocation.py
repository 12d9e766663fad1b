"""What `xacct revoke` prints: what it will change, and what it has."""

from collections.abc import Iterator

from xacct_constructs.agreement import Agreement
from xacct_constructs.operations.revocation import SESSIONS_POLICY, SID
from xacct_constructs.operations.revoke import Revocation

_KINDS = {SID: "statement", SESSIONS_POLICY: "inline policy"}
_SURVIVES = """\
what this does not end: sessions of other roles that were assumed with this role's, for an hour at most; grants on keys
that were made with it (aws kms list-grants); what was read or copied before
"""


def plan_text(agreement: Agreement, standing: Revocation, *, undo: bool) -> str:
    """What a run will change.

    Args:
        agreement: Whose role it is.
        standing: What is revoked of it now.
        undo: Whether that is taken back.
    """
    role = f"role {agreement.role_name} of {agreement.trusting_account}"
    changes = [*(_given_back(role, standing) if undo else _taken(role, standing))]
    changes += [
        f"take away the {_KINDS[each]} {each} of {role}, though somebody has changed what it says"
        for each in standing.edited
    ]
    return "".join(["This will:\n", *(f"  - {each}\n" for each in changes)])


def _taken(role: str, standing: Revocation) -> Iterator[str]:
    if not standing.is_closed:
        yield f"add the deny {SID} to the trust policy of {role}: nobody can assume it"
    cut = f"put the inline policy {SESSIONS_POLICY} into {role}"
    yield f"{cut}: sessions given out until then are refused everything"


def _given_back(role: str, standing: Revocation) -> Iterator[str]:
    if standing.is_closed:
        statement = f"take the statement {SID} out of the trust policy of {role}"
        yield f"{statement}: who was trusted before may assume it again"
    if standing.cut_before:
        cut = f"delete the inline policy {SESSIONS_POLICY} of {role}: sessions given out before"
        yield f"{cut} {standing.cut_before} that have not expired work again"


def revoked_text(agreement: Agreement, now: Revocation) -> str:
    """What is revoked, what lives on, and what to do before the stack changes."""
    name = agreement.role_name
    done = f"{name}: nobody can assume it, and sessions given out before {now.cut_before} are refused\n"
    return f"{done}{_SURVIVES}before the stack is updated or deleted: xacct revoke {name} --undo\n"
