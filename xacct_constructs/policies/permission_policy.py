"""The permission policy: what the role's sessions may do, and until when."""

import itertools
from typing import Any

from xacct_constructs.agreement import Agreement
from xacct_constructs.policies.document import document
from xacct_constructs.safeguards import TABLE
from xacct_constructs.safeguards.row import no_conditions
from xacct_constructs.values import Statement, with_conditions

_CONDITIONING = tuple(row for row in TABLE if row.permission is not no_conditions)
_NEEDS_ITS_KEY = ("StringEquals", "StringEqualsIgnoreCase", "StringLike")


def is_called_by_service(statement: Statement) -> bool:
    """Whether only a service's calls on the caller's behalf match: they come from the service's own network.

    A negated or `…IfExists` condition would match direct calls too.
    """
    conditions = statement.get("Condition", {})
    return any(key.lower() == "kms:viaservice" for each in _NEEDS_ITS_KEY for key in conditions.get(each, {}))


def safeguard_conditions(agreement: Agreement, statement: Statement) -> list[tuple[dict[str, Any], ...]]:
    """The conditions that the safeguards add to this statement; several are alternatives, each a statement."""
    if statement["Effect"] != "Allow":
        return [()]
    rows = [row for row in _CONDITIONING if not (row.spares_service_calls and is_called_by_service(statement))]
    return list(itertools.product(*(row.permission(agreement.safeguards) for row in rows)))  # type: ignore[arg-type]


def _numbered(statement: Statement, number: int) -> Statement:
    """The statement, its Sid made different where alternatives write it more than once."""
    return {**statement, "Sid": f"{statement['Sid']}{number}"} if number > 1 and "Sid" in statement else statement


def permission_policy(agreement: Agreement) -> dict[str, Any]:
    """The document that goes into the role, inline or as a customer managed policy."""
    statements = [
        with_conditions(_numbered(statement, number), statement.get("Condition", {}), *conditions)
        for permission in agreement.permissions
        for statement in permission.statements(agreement.role)
        for number, conditions in enumerate(safeguard_conditions(agreement, statement), start=1)
    ]
    denies = [deny for row in TABLE for deny in row.denies(agreement.safeguards)]
    return document(statements + denies)
