"""The environment and the start of a command that acts as the role."""

import os
import signal
from collections.abc import Mapping, Sequence
from typing import NoReturn

CONFLICTING = (
    "AWS_PROFILE",
    "AWS_DEFAULT_PROFILE",
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "AWS_SECURITY_TOKEN",
    "AWS_CREDENTIAL_EXPIRATION",
    "AWS_ROLE_ARN",
    "AWS_ROLE_SESSION_NAME",
    "AWS_WEB_IDENTITY_TOKEN_FILE",
    "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI",
    "AWS_CONTAINER_CREDENTIALS_FULL_URI",
    "AWS_CONTAINER_AUTHORIZATION_TOKEN",
    "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE",
)
"""Variables that name other credentials: some SDKs prefer them to the session's."""


def environment(inherited: Mapping[str, str], variables: Mapping[str, str]) -> dict[str, str]:
    """What the command gets: everything inherited, with the session in place of other credentials."""
    kept = {name: value for name, value in inherited.items() if name not in CONFLICTING}
    return {**kept, **variables}


def become(command: Sequence[str], variables: Mapping[str, str]) -> NoReturn:
    """Become the command: it takes this process's place, so exit status, signals and terminal are its own.

    Raises:
        OSError: It was not found, or cannot be executed.
    """
    # Python ignores these; a command expects them as the shell left them.
    for name in ("SIGPIPE", "SIGXFSZ"):
        signal.signal(getattr(signal, name), signal.SIG_DFL)
    os.execvpe(command[0], list(command), environment(os.environ, variables))  # noqa: S606 - what exec is for
