"""What each agreement comes to in the templates: its sets of requests, and the statements that allow one of each."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from xacct_constructs.agreed_access import entry, permitted
from xacct_constructs.agreement import Agreement
from xacct_constructs.iam import Request, UndecidedError
from xacct_constructs.proof.access import Access
from xacct_constructs.proof.halves import is_half, with_role
from xacct_constructs.proof.identities import session_of
from xacct_constructs.proof.keys import AnswerKeys
from xacct_constructs.proof.spreading import Parts, Spread, in_turn
from xacct_constructs.proof.verdict import Answer, Proof
from xacct_constructs.request_sets import Box, request_in


class Agreed(NamedTuple):
    """One thing that an agreement says.

    Attributes:
        role_arn: The role's ARN.
        requests: The requests that it is about.
        entering: Whether they enter the role; the others are those of its sessions.
        by: Where the statements stand that allow one, one for each side that had to; empty where they lie outside the
            assembly.
        answer: The proof's answer for the agreement. None: it is of the half that is not here.
    """

    role_arn: str
    requests: Box
    entering: bool
    by: tuple[str, ...]
    answer: Answer | None


def agreed(access: Access, proof: Proof, spread: Spread = in_turn) -> list[Agreed]:
    """All things that the agreements say, in their order.

    Args:
        access: The assembly.
        proof: What was proven about it.
        spread: Finds the statements. Default: here, one agreement after the other.
    """
    return list(_agreed(access, proof, spread))


def _agreed(access: Access, proof: Proof, spread: Spread) -> Iterator[Agreed]:
    finding = _Finding(access, proof.agreements)
    parts = Parts("telling what allows it", len(proof.agreements), finding.part, finding.keys.of, finding.is_sound)
    for agreement, (_, places) in zip(proof.agreements, spread(parts), strict=True):
        for (found, entering), by in zip(_said(agreement), places, strict=True):
            answer = proof.by_agreement.get(agreement.role_arn, Answer.UNDECIDED)
            is_here = entering or agreement.role_arn not in proof.halves
            yield Agreed(agreement.role_arn, found, entering, tuple(by), answer if is_here else None)


class _Finding:
    """Finds the statements of each agreement."""

    def __init__(self, access: Access, agreements: Sequence[Agreement]) -> None:
        self._access, self._agreements = access, agreements
        self.keys = AnswerKeys(access, agreements)

    def part(self, number: int) -> list[Any]:
        """Whether all that decides is in the agreement's fingerprint, and where the statements stand for each thing."""
        agreement, is_covered, found = self._agreements[number], True, list[list[str]]()
        for requests, entering in _said(agreement):
            asked = _asked(self._access, agreement, requests, entering=entering)
            is_covered = is_covered and (asked is None or self.keys.covers(number, asked[1]))
            found.append([] if asked is None else _by(*asked))
        return [is_covered, found]

    def is_sound(self, number: int, said: Any) -> bool:
        """Whether it tells, for each thing that the agreement says, where statements stand."""
        if not (isinstance(said, list) and len(said) == 2 and said[0] is True and isinstance(said[1], list)):
            return False
        is_told = all(isinstance(by, list) and all(isinstance(each, str) for each in by) for by in said[1])
        return is_told and len(said[1]) == len(list(_said(self._agreements[number])))


def _said(agreement: Agreement) -> Iterator[tuple[Box, bool]]:
    """Ways in, then uses; no use where that is not known, which is among what the proof cannot decide."""
    yield from ((each, True) for each in entry(agreement))
    try:
        yield from ((each, False) for each in permitted(agreement))
    except UndecidedError:
        return


def _asked(access: Access, agreement: Agreement, found: Box, *, entering: bool) -> tuple[Access, Request] | None:
    """A request of the box, and what decides it; None where there is none, or the role is not here."""
    role = access.assembly.identity(agreement.role_arn)
    if role is None and entering and is_half(access.assembly, agreement):
        access = with_role(access, agreement)
        role = access.assembly.identity(agreement.role_arn)
    if role is None:
        return None
    try:
        request = request_in(found, None if entering else session_of(role))
    except UndecidedError:
        return None
    return None if request is None else (access, request)


def _by(access: Access, request: Request) -> list[str]:
    """Where the statements stand that allow a request."""
    try:
        allowing = access.decide(request, own_side_allows=True).allowing
    except UndecidedError:
        return []
    return [each.place for each in allowing if each.origin.logical_id]
