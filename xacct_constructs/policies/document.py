"""The envelope of every policy."""

from typing import Any

from xacct_constructs.values import StatementJSON


def document(statements: list[StatementJSON]) -> dict[str, Any]:
    """A policy document of the current version of the policy language."""
    return {"Version": "2012-10-17", "Statement": statements}
