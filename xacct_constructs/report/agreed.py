"""What each agreement comes to, in words: who does what on what, when, and by which statements."""

from typing import NamedTuple

from xacct_constructs.proof import Access, Agreed, Answer, Proof, Spread, agreed, in_turn
from xacct_constructs.report.words import condition_words, principal_words
from xacct_constructs.request_sets import ACTION, CALLER, CALLER_KIND, PRINCIPAL, RESOURCE, Box


class AgreedRow(NamedTuple):
    """One thing that an agreement says.

    Attributes:
        role_arn: The role's ARN.
        who: Who does it.
        does: The actions.
        on: ARN patterns of the resources.
        conditions: In words; all of them must hold.
        by: Where the statements stand that allow it; empty where they lie outside the assembly.
        answer: The proof's answer for the agreement. None: it is of the half that is not here.
    """

    role_arn: str
    who: str
    does: tuple[str, ...]
    on: tuple[str, ...]
    conditions: tuple[str, ...]
    by: tuple[str, ...]
    answer: Answer | None


def agreed_rows(access: Access, proof: Proof, spread: Spread = in_turn) -> list[AgreedRow]:
    """A row for each thing that the agreements say, in their order; the arguments are those of `agreed`."""
    return [_row(each) for each in agreed(access, proof, spread)]


def _row(found: Agreed) -> AgreedRow:
    tokens = [f"tokens of {principal_words(each)}" for each in _values(found.requests, CALLER) if each != "*"]
    callers = " or ".join(tokens or map(principal_words, _values(found.requests, PRINCIPAL)))
    conditions = (condition_words(each) for each in found.requests if not _is_column(each.condition.key))
    return AgreedRow(
        role_arn=found.role_arn,
        who=callers if found.entering else "the role's session",
        does=_values(found.requests, ACTION),
        on=_values(found.requests, RESOURCE),
        conditions=tuple(sorted(conditions)),
        by=found.by,
        answer=found.answer,
    )


def _is_column(key: str) -> bool:
    return key in (ACTION, CALLER, CALLER_KIND, PRINCIPAL, RESOURCE)


def _values(found: Box, key: str) -> tuple[str, ...]:
    shown = [each for each in found if each.condition.key == key]
    texts = (v if each.holds else f"not {v}" for each in shown for v in each.condition.values)
    return tuple(sorted(texts)) or ("*",)
