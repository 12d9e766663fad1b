"""The trust policy: who may assume the role, and under which conditions.

Source: IAM User Guide, "Roles terms and concepts" (role trust policy).
"""

import itertools
from collections.abc import Iterable, Iterator
from typing import Any

from xacct_constructs.agreement import Agreement
from xacct_constructs.policies.document import document
from xacct_constructs.principals import Admission
from xacct_constructs.safeguards import TABLE
from xacct_constructs.values import Conditions, StatementJSON, scalar, with_conditions


def _admissions(agreement: Agreement) -> Iterator[Admission]:
    """How each principal is let in; whole accounts are named last, and apart from others."""
    for whole in (False, True):
        principals = (each for each in agreement.callers if each.is_whole_account is whole)
        yield from _together(each.admission(agreement.role, agreement.binding) for each in principals)


def _together(admissions: Iterable[Admission]) -> list[Admission]:
    """As few of them as let in the same."""
    found: list[Admission] = []
    for each in admissions:
        for index, other in enumerate(found):
            if (both := other.beside(each)) is not None:
                found[index] = both
                break
        else:
            found.append(each)
    return found


def _conditions(admission: Admission) -> Conditions:
    found: dict[str, dict[str, Any]] = {}
    for (operator, key), values in admission.narrowing.items():
        found.setdefault(operator, {})[key] = scalar(values)
    return found


def trust_policy(agreement: Agreement) -> dict[str, Any]:
    """The document that goes into the role; every safeguard that STS can judge stands in it."""
    statements: list[StatementJSON] = []
    alternatives = list(itertools.product(*(row.trust(agreement.safeguards) for row in TABLE)))
    further = [each for row in TABLE for each in row.actions(agreement.safeguards)]
    for admission in _admissions(agreement):
        allow: StatementJSON = {"Effect": "Allow", "Principal": {admission.element: scalar(admission.named)}}
        assume, narrowing = {**allow, "Action": admission.action}, _conditions(admission)
        statements += [with_conditions(assume, narrowing, *conditions) for conditions in alternatives]
        statements += [with_conditions({**allow, "Action": action}, narrowing, each) for action, each in further]
    return document(statements)
