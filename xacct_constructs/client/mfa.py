"""The second factor: a code from the terminal, never from standard input, and the device it belongs to."""

import re
from collections.abc import Callable
from typing import Any

from xacct_constructs.client import terminal
from xacct_constructs.client.errors import AssumeError
from xacct_constructs.exits import NO_CREDENTIALS, USAGE
from xacct_constructs.quotas import MFA_CODE_DIGITS


def ask(question: str) -> str:
    """Ask for a code on the terminal.

    Raises:
        AssumeError: There is no terminal.
    """
    answer = terminal.ask(question)
    if answer is None:
        raise AssumeError(f"no terminal to ask on ({question.rstrip(': ')}); pass --mfa-token", NO_CREDENTIALS)
    return answer


def once(token: str | None, then: Callable[[str], str]) -> Callable[[str], str]:
    """A prompt that answers with the token the first time, and asks from then on: a code serves once."""
    tokens = [] if token is None else [token]
    return lambda question: tokens.pop() if tokens else then(question)


def token_code(answer: str) -> str:
    """The code, checked before it is sent.

    Raises:
        AssumeError: It is not six digits. What was typed is not repeated.
    """
    if not re.fullmatch(f"[0-9]{{{MFA_CODE_DIGITS}}}", answer):
        raise AssumeError("an MFA code is six digits", NO_CREDENTIALS)
    return answer


def find_serial(session: Any, caller_arn: str) -> str:
    """The caller's only MFA device, by `iam:ListMFADevices`.

    Args:
        session: The boto3 session of the caller.
        caller_arn: The caller, for the message.

    Raises:
        AssumeError: The caller may not list them, has none, or has several.
    """
    from botocore.exceptions import BotoCoreError, ClientError

    fix = "pass --mfa-serial, or set mfa_serial in the profile"
    try:
        devices = [each["SerialNumber"] for each in session.client("iam").list_mfa_devices()["MFADevices"]]
    except (BotoCoreError, ClientError):
        raise AssumeError(f"the MFA devices of {caller_arn} could not be listed; {fix}", USAGE) from None
    if len(devices) != 1:
        found = f"several MFA devices ({', '.join(devices)})" if devices else "no MFA device"
        raise AssumeError(f"{caller_arn} has {found}; {fix}", USAGE)
    return str(devices[0])
