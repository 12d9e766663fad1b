"""The AWS console as the role: a sign-in URL, and the link that switches role where that can work.

Source: IAM User Guide, "Enabling custom identity broker access to the AWS console" and "Switching to a role (console)".
"""

import json
import urllib.error
import urllib.request
from collections.abc import Mapping
from http.client import HTTPException
from typing import Any, NamedTuple
from urllib.parse import quote, urlencode

from xacct_constructs.arns import parse
from xacct_constructs.client import trace
from xacct_constructs.client.deadline import waiting
from xacct_constructs.client.endpoint import on_this_machine
from xacct_constructs.client.errors import AssumeError
from xacct_constructs.client.handoff import Handoff
from xacct_constructs.client.sessions import Session
from xacct_constructs.exits import REFUSED, USAGE

_SECONDS = 15
_LONGEST_ANSWER = 65536


class Console(NamedTuple):
    """Where a partition signs in, and where its console is."""

    sign_in: str
    home: str


CONSOLES = {
    "aws": Console("https://signin.aws.amazon.com", "https://console.aws.amazon.com/"),
    "aws-cn": Console("https://signin.amazonaws.cn", "https://console.amazonaws.cn/"),
    "aws-us-gov": Console("https://signin.amazonaws-us-gov.com", "https://console.amazonaws-us-gov.com/"),
}


def token_request(session: Session, console: Console) -> urllib.request.Request:
    """What exchanges a session for a sign-in token. Posted, so that the credentials are in no URL that a proxy logs."""
    credentials = {
        "sessionId": session.access_key_id,
        "sessionKey": session.secret_access_key,
        "sessionToken": session.session_token,
    }
    body = urlencode({"Action": "getSigninToken", "Session": json.dumps(credentials)}).encode()
    return urllib.request.Request(f"{console.sign_in}/federation", data=body, method="POST")  # noqa: S310 - https above


def sign_in_url(handoff: Handoff, session: Session, destination: str | None = None) -> str:
    """A URL that opens the console as the role; whoever has it within fifteen minutes is signed in.

    Args:
        handoff: The role.
        session: A session of it.
        destination: A page of the console. Left out, its home, in the session's region.

    Raises:
        AssumeError: The sign-in endpoint refused or did not answer. What was sent is not repeated.
    """
    console = _console(handoff)
    token = _sign_in_token(token_request(session, console), console.sign_in)
    region = f"?{urlencode({'region': session.region})}" if session.region else ""
    target = destination or f"{console.home}{region}"
    parts = {"Action": "login", "Issuer": "xacct", "Destination": target, "SigninToken": token}
    return f"{console.sign_in}/federation?{urlencode(parts)}"


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """What answers with another place is not asked again there: a redirect is refused like any other status."""

    def redirect_request(self, *_: Any) -> None:
        """Nothing."""


def _sign_in_token(asked: urllib.request.Request, place: str) -> str:
    trace.note(f"a sign-in token is asked for at {place}")
    try:
        with waiting(), urllib.request.build_opener(_NoRedirects).open(asked, timeout=_SECONDS) as answer:
            token = json.loads(answer.read(_LONGEST_ANSWER))["SigninToken"]
        if isinstance(token, str):
            return token
        why = "gave no sign-in token"
    except urllib.error.HTTPError as problem:
        problem.close()
        why = f"refused to sign in: HTTP {problem.code}"
    except urllib.error.URLError as problem:
        reason = problem.reason
        why = f"did not answer: {getattr(reason, 'strerror', None) or reason}"
    except OSError as problem:
        why = f"did not answer: {problem.strerror or type(problem).__name__}"
    except (HTTPException, ValueError, KeyError, TypeError):
        why = "gave no sign-in token"
    raise AssumeError(f"{place} {why}", REFUSED)


def switch_role_link(handoff: Handoff) -> str:
    """The console's own link for switching to the role, for a person who is signed in as a trusted user.

    Raises:
        AssumeError: The agreement requires what the console cannot pass.
    """
    for name, what in _CONSOLE_CANNOT.items():
        if handoff.safeguards.get(name):
            message = (
                f"the console cannot pass {what}, which the agreement requires; use xacct console without the option"
            )
            raise AssumeError(message, USAGE)
    role = parse(handoff.role_arn)
    name = role.resource.removeprefix("role/")
    parts: Mapping[str, Any] = {"account": role.account, "roleName": name, "displayName": role.name}
    return f"{_console(handoff).sign_in}/switchrole?{urlencode(parts, quote_via=quote, safe='')}"


_CONSOLE_CANNOT = {
    "external_ids": "an external ID",
    "source_identities": "a source identity",
    "session_tags": "session tags",
}


def _console(handoff: Handoff) -> Console:
    """Where the role's partition has its console.

    Raises:
        AssumeError: It has none that is known, or the sessions are of an AWS on this machine, which has none.
    """
    if place := on_this_machine():
        why = f"sessions come from {place}, on this machine, and AWS's console knows only those of real accounts"
        raise AssumeError(f"there is no console to open: {why}", USAGE)
    partition = parse(handoff.role_arn).partition
    if partition not in CONSOLES:
        raise AssumeError(f"no sign-in endpoint is known for the partition {partition}", USAGE)
    return CONSOLES[partition]
