"""How many entries a policy has room for: lists are counted before any of their entries is judged."""

from collections.abc import Iterator, Sized
from typing import Any

from xacct_constructs.finding import Finding, error
from xacct_constructs.quotas import MANAGED_POLICIES_ATTACHED, MANAGED_POLICY_CHARACTERS, ROLE_INLINE_CHARACTERS
from xacct_constructs.texts import shown

MOST_VALUES = ROLE_INLINE_CHARACTERS // len('"*",')
"""So many values fill the longest policy that one statement is written to, each one character long."""
_MOST_MANAGED = MANAGED_POLICIES_ATTACHED * MANAGED_POLICY_CHARACTERS
"""So much has room in the managed policies of one identity together."""
MOST_ARNS = _MOST_MANAGED // len('"arn:aws:iam::111111111111:root",')
"""So many principals or roles fill them, each with the shortest ARN."""
MOST_STATEMENTS = _MOST_MANAGED // len('{"Effect":"Deny","Action":"*","Resource":"*"},')
"""So many statements fill them, each the shortest."""


def check_count(path: str, values: Sized, most: int) -> Iterator[Finding]:
    """A list that no policy has room for: it is measured before any of its entries is judged."""
    if len(values) > most:
        message = f"has {len(values)} entries, and no policy has room for more than {most}"
        yield error("XA304", path, message, "split it over several roles")


def check_list(code: str, path: str, values: Any, *, of: str, most: int, fix: str) -> Iterator[Finding]:
    """A list has an entry at least, and no more than a policy has room for; only then are its entries judged.

    Args:
        code: The finding's code.
        path: Where the list stands.
        values: What was passed, made a tuple.
        of: What it is a list of, in the singular.
        most: How many entries there is room for.
        fix: What to write.
    """
    if not isinstance(values, tuple) or not values:
        yield error(code, path, f"must be a list of at least one {of}, got {shown(values)}", fix)
    else:
        yield from check_count(path, values, most)
