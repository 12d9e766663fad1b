"""What each agreement comes to in the templates: who does what on what, when, and by which statements."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from xacct_constructs.agreed_access import entry, permitted
from xacct_constructs.agreement import Agreement
from xacct_constructs.iam import UndecidedError
from xacct_constructs.proof import Access, Answer, Proof, session_of
from xacct_constructs.report.words import condition_words, principal_words
from xacct_constructs.request_sets import ACTION, CALLER_KIND, PRINCIPAL, RESOURCE, Box, request_in


class AgreedRow(NamedTuple):
    """One thing that an agreement says.

    Attributes:
        role_arn: The role's ARN.
        who: Who does it.
        does: The actions.
        on: ARN patterns of the resources.
        conditions: In words; all of them must hold.
        by: The statements that allow it, one for each side that had to; empty where they lie outside the assembly.
        answer: The proof's answer for the agreement.
    """

    role_arn: str
    who: str
    does: tuple[str, ...]
    on: tuple[str, ...]
    conditions: tuple[str, ...]
    by: tuple[str, ...]
    answer: Answer


def agreed_rows(access: Access, proof: Proof) -> list[AgreedRow]:
    """A row for each thing that the agreements say, in their order."""
    return [row for agreement in proof.agreements for row in _rows(access, agreement, proof.by_agreement)]


def _rows(access: Access, agreement: Agreement, answers: Mapping[str, Answer]) -> Iterator[AgreedRow]:
    arn = agreement.role_arn
    entering, using = entry(agreement), _permitted(agreement)
    for found, who in [(each, None) for each in entering] + [(each, "the role's session") for each in using]:
        callers = " or ".join(map(principal_words, _values(found, PRINCIPAL)))
        yield AgreedRow(
            role_arn=arn,
            who=who or callers,
            does=_values(found, ACTION),
            on=_values(found, RESOURCE),
            conditions=tuple(sorted(condition_words(each) for each in found if not _is_column(each.condition.key))),
            by=_by(access, agreement, found, entering=who is None),
            answer=answers.get(arn, Answer.UNDECIDED),
        )


def _permitted(agreement: Agreement) -> list[Box]:
    """What its sessions may do; nothing where that is not known, which the proof says among what it cannot decide."""
    try:
        return permitted(agreement)
    except UndecidedError:
        return []


def _is_column(key: str) -> bool:
    return key in (ACTION, RESOURCE, PRINCIPAL, CALLER_KIND)


def _values(found: Box, key: str) -> tuple[str, ...]:
    shown = [each for each in found if each.condition.key == key]
    texts = (v if each.holds else f"not {v}" for each in shown for v in each.condition.values)
    return tuple(sorted(texts)) or ("*",)


def _by(access: Access, agreement: Agreement, found: Box, *, entering: bool) -> tuple[str, ...]:
    """The statements that allow a request of the box."""
    role = access.assembly.identity(agreement.role_arn)
    if role is None:
        return ()
    try:
        request = request_in(found, None if entering else session_of(role))
        allowing = access.decide(request, own_side_allows=True).allowing if request else ()
    except UndecidedError:
        return ()
    return tuple(each.place for each in allowing if each.origin.logical_id)
