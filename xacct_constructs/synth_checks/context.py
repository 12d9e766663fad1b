"""The library's own context in an app: each key of it, and the values that it takes.

What is none of them is an error, so that no switch is off in silence.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from xacct_constructs.finding import AgreementError, Finding, error
from xacct_constructs.names import ACCOUNT_ID, OWN_CONTEXT
from xacct_constructs.texts import shown

CHECKS = f"{OWN_CONTEXT}checks"
KNOWN_ACCOUNTS = f"{OWN_CONTEXT}known-accounts"
ACCOUNTS = f"{OWN_CONTEXT}accounts"


class ContextKey(NamedTuple):
    """One key.

    Attributes:
        takes: The values that it takes, in words.
        read: What a value comes to; None for one that it does not take.
        fix: How it is written.
    """

    takes: str
    read: Callable[[Any], Any]
    fix: str


def _flag(value: Any) -> bool | None:
    """True and false; as text too, since the command line knows nothing else."""
    if isinstance(value, bool):
        return value
    return {"true": True, "false": False}.get(value.strip().lower()) if isinstance(value, str) else None


def _names(value: Any) -> tuple[str, ...] | None:
    """Names in a list, or from the command line in one text."""
    given = [each.strip() for each in value.split(",")] if isinstance(value, str) else value
    return tuple(given) if isinstance(given, list) and all(isinstance(each, str) and each for each in given) else None


def _accounts(value: Any) -> tuple[str, ...] | None:
    """The same, of account IDs."""
    given = _names(value)
    return given if given is not None and all(re.fullmatch(ACCOUNT_ID, each) for each in given) else None


KEYS: Mapping[str, ContextKey] = {
    CHECKS: ContextKey("true or false", _flag, f'write "{CHECKS}": true'),
    KNOWN_ACCOUNTS: ContextKey(
        "a list of account IDs, each a text of 12 digits; on the command line one text, with commas",
        _accounts,
        f'write "{KNOWN_ACCOUNTS}": ["111111111111"]',
    ),
    ACCOUNTS: ContextKey(
        "a list of at least one name of an access file's accounts; on the command line one text, with commas",
        lambda value: _names(value) or None,
        f'write "{ACCOUNTS}": ["production"]',
    ),
}
"""Every key that there is."""


def read_context(context: Mapping[str, Any]) -> dict[str, Any]:
    """What the library's own keys in a context come to, by key; those that are not given are left out.

    Args:
        context: All context of an app; what is not the library's is passed over.

    Raises:
        AgreementError: One of them is no key of the library, or has a value that it does not take.
    """
    own = {key: value for key, value in context.items() if key.startswith(OWN_CONTEXT)}
    read = {key: KEYS[key].read(value) for key, value in own.items() if key in KEYS}
    if wrong := [finding for key, value in own.items() for finding in _wrong(key, value, read.get(key))]:
        raise AgreementError(wrong)
    return read


def _wrong(key: str, value: Any, read: Any) -> Iterator[Finding]:
    if key not in KEYS:
        # Rarely needed, and slow to load.
        from difflib import get_close_matches

        near = get_close_matches(key, KEYS, n=1)
        message = f"is no context of this library, got {shown(value)}; there are {', '.join(KEYS)}"
        yield error("XA017", f"context {key}", message, f"write {near[0]}" if near else "leave it out")
    elif read is None:
        yield error("XA017", f"context {key}", f"must be {KEYS[key].takes}, got {shown(value)}", KEYS[key].fix)
