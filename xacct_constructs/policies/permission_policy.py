"""The permission policy: what the role's sessions may do, and until when."""

import itertools
from collections.abc import Sequence
from typing import Any, NamedTuple

from xacct_constructs.agreement import Agreement
from xacct_constructs.policies.document import document
from xacct_constructs.safeguards import TABLE
from xacct_constructs.safeguards.row import no_conditions
from xacct_constructs.values import Conditions, StatementJSON, with_conditions

_CONDITIONING = tuple(row for row in TABLE if row.permission is not no_conditions)
_NEEDS_ITS_KEY = ("StringEquals", "StringEqualsIgnoreCase", "StringLike")


def is_called_by_service(statement: StatementJSON) -> bool:
    """Whether only a service's calls on the caller's behalf match: they come from the service's own network.

    A negated or `…IfExists` condition would match direct calls too.
    """
    conditions = statement.get("Condition", {})
    return any(key.lower() == "kms:viaservice" for each in _NEEDS_ITS_KEY for key in conditions.get(each, {}))


class Safeguarded(NamedTuple):
    """A permission's statement, and what the safeguards add to it.

    Attributes:
        permission: The permission's place in the agreement.
        statement: The statement, without the safeguards.
        alternatives: The conditions that the safeguards add; several are alternatives, each a statement.
    """

    permission: int
    statement: StatementJSON
    alternatives: list[tuple[Conditions, ...]]


def safeguarded(agreement: Agreement) -> list[Safeguarded]:
    """Each permission's statements with what the safeguards add, not yet put together."""
    return [
        Safeguarded(index, statement, _conditions(agreement, statement))
        for index, permission in enumerate(agreement.permissions)
        for statement in permission.statements(agreement.role)
    ]


def _conditions(agreement: Agreement, statement: StatementJSON) -> list[tuple[Conditions, ...]]:
    if statement["Effect"] != "Allow":
        return [()]
    rows = [row for row in _CONDITIONING if not (row.spares_service_calls and is_called_by_service(statement))]
    return list(itertools.product(*(row.permission(agreement.safeguards) for row in rows)))


def _numbered(statement: StatementJSON, number: int) -> StatementJSON:
    """The statement, its Sid made different where alternatives write it more than once."""
    return {**statement, "Sid": f"{statement['Sid']}{number}"} if number > 1 and "Sid" in statement else statement


def permission_policy(agreement: Agreement, worked_out: Sequence[Safeguarded] | None = None) -> dict[str, Any]:
    """The document that goes into the role, inline or as a customer managed policy.

    Args:
        agreement: What is agreed.
        worked_out: Its statements, where they were worked out already. Default: they are worked out here.
    """
    statements = [
        with_conditions(_numbered(statement, number), statement.get("Condition", {}), *conditions)
        for _, statement, alternatives in (safeguarded(agreement) if worked_out is None else worked_out)
        for number, conditions in enumerate(alternatives, start=1)
    ]
    denies = [deny for row in TABLE for deny in row.denies(agreement.safeguards)]
    return document(statements + denies)
