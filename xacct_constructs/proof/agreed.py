"""What each agreement comes to in the templates: its sets of requests, and the statements that allow one of each."""

from collections.abc import Iterator
from typing import NamedTuple

from xacct_constructs.agreed_access import entry, permitted
from xacct_constructs.agreement import Agreement
from xacct_constructs.iam import Statement, UndecidedError
from xacct_constructs.proof.access import Access
from xacct_constructs.proof.halves import is_half, with_role
from xacct_constructs.proof.identities import session_of
from xacct_constructs.proof.verdict import Answer, Proof
from xacct_constructs.request_sets import Box, request_in


class Agreed(NamedTuple):
    """One thing that an agreement says.

    Attributes:
        role_arn: The role's ARN.
        requests: The requests that it is about.
        entering: Whether they enter the role; the others are those of its sessions.
        by: The statements that allow one, one for each side that had to; empty where they lie outside the assembly.
        answer: The proof's answer for the agreement. None: it is of the half that is not here.
    """

    role_arn: str
    requests: Box
    entering: bool
    by: tuple[Statement, ...]
    answer: Answer | None


def agreed(access: Access, proof: Proof) -> list[Agreed]:
    """All things that the agreements say, in their order."""
    return [
        Agreed(
            role_arn=agreement.role_arn,
            requests=found,
            entering=entering,
            by=_by(access, agreement, found, entering=entering),
            answer=proof.by_agreement.get(agreement.role_arn, Answer.UNDECIDED)
            if entering or agreement.role_arn not in proof.halves
            else None,
        )
        for agreement in proof.agreements
        for found, entering in _said(agreement)
    ]


def _said(agreement: Agreement) -> Iterator[tuple[Box, bool]]:
    """Ways in, then uses; no use where that is not known, which is among what the proof cannot decide."""
    yield from ((each, True) for each in entry(agreement))
    try:
        yield from ((each, False) for each in permitted(agreement))
    except UndecidedError:
        return


def _by(access: Access, agreement: Agreement, found: Box, *, entering: bool) -> tuple[Statement, ...]:
    """The statements that allow a request of the box."""
    role = access.assembly.identity(agreement.role_arn)
    if role is None and entering and is_half(access.assembly, agreement):
        access = with_role(access, agreement)
        role = access.assembly.identity(agreement.role_arn)
    if role is None:
        return ()
    try:
        request = request_in(found, None if entering else session_of(role))
        allowing = access.decide(request, own_side_allows=True).allowing if request else ()
    except UndecidedError:
        return ()
    return tuple(each for each in allowing if each.origin.logical_id)
