"""The environment and the start of a command that acts as the role."""

import os
import signal
from collections.abc import Mapping, Sequence
from typing import NoReturn

_OWNERS = ("AWS_", "AMAZON_", "EC2_")
_GROUPS = ("AWS_CONTAINER_", "AWS_IAM_ROLE_", "AWS_ROLE_", "AWS_SSO_", "AWS_WEB_IDENTITY_")
_WORDS = frozenset(("AUTHORIZATION", "CREDENTIAL", "CREDENTIALS", "PROFILE", "TOKEN"))
_SINGLE = ("AWS_ACCOUNT_ID", "AWS_VAULT")
"""botocore and Go put the account into a host's name; aws-vault starts no second session below one of its own."""
_FILES = ("AWS_CREDENTIAL_PROFILES_FILE", "AWS_SHARED_CREDENTIALS_FILE")
"""Where profiles stand. A command that names a profile by itself needs them, and keys in the environment go before."""
_LATER = ("AWS_CONTAINER_", "AWS_SSO_", "AWS_VAULT")
"""Asked by no SDK where the environment holds keys."""
_ENDPOINTS = "AWS_ENDPOINT_"
"""Followed by a service's name, which may hold any of the words."""


def is_credential(name: str) -> bool:
    """Whether a variable makes a program that uses AWS somebody, or says whose credentials it has.

    A rule and not a list, since SDKs and tools go on inventing such variables: the words that these names are made of.
    """
    if not name.startswith(_OWNERS) or name.startswith(_ENDPOINTS) or name in _FILES:
        return False
    words = set(name.split("_"))
    key = "KEY" in words and words & {"ACCESS", "SECRET"}
    return bool(key or words & _WORDS or name.startswith(_GROUPS) or name in _SINGLE)


def is_preferred(name: str) -> bool:
    """Whether some program heeds this variable before the usual ones for keys, or together with them."""
    return is_credential(name) and not name.startswith(_LATER)


def environment(inherited: Mapping[str, str], variables: Mapping[str, str]) -> dict[str, str]:
    """What the command gets: everything inherited, with the session in place of other credentials."""
    kept = {name: value for name, value in inherited.items() if not is_credential(name)}
    return {**kept, **variables}


def become(command: Sequence[str], variables: Mapping[str, str]) -> NoReturn:
    """Become the command: it takes this process's place, so exit status, signals and terminal are its own.

    Raises:
        OSError: It was not found, or cannot be executed.
    """
    if not command[0]:
        raise FileNotFoundError  # each folder of PATH would be tried, and be no program
    # Python ignores these; a command expects them as the shell left them.
    for name in ("SIGPIPE", "SIGXFSZ"):
        signal.signal(getattr(signal, name), signal.SIG_DFL)
    os.execvpe(command[0], list(command), environment(os.environ, variables))  # noqa: S606 - what exec is for
