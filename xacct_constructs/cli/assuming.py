"""What the commands that assume a role have in common: their options, the session, and how they end."""

import argparse
import os
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from xacct_constructs.cli.parser import Commands, Run, add_agreements, add_asking, command, duration, wait
from xacct_constructs.cli.profiles import add_profiles, trusted
from xacct_constructs.cli.say import say
from xacct_constructs.exits import USAGE
from xacct_constructs.quotas import DEFAULT_SESSION_SECONDS

if TYPE_CHECKING:
    from xacct_constructs.client.handoff import Handoff
    from xacct_constructs.client.request import AssumeRequest
    from xacct_constructs.client.sessions import Session

_LARGEST_POLICY = 1_000_000
CODES = """\
  0    done
  1    AWS refused, or did not answer
  2    wrong usage, or something must be set up first
  3    no credentials to begin with, or no MFA code
  4    a fault of xacct's own
  130  ended by Ctrl-C
"""


def assuming(commands: Commands, name: str, run: Run, *, description: str, codes: str = CODES) -> Any:
    """A command's own parser, with the options of all that assume a role; see `parser.command`."""
    parser = command(commands, name, run, description=description, codes=codes)
    add_place(parser)
    add_profiles(parser)
    parser.add_argument("--region", help="region of the session (default: the role's stack's, else the environment's)")
    parser.add_argument("--session-name", metavar="NAME", help="role session name (default: the caller's own name)")
    parser.add_argument(
        "--duration",
        type=duration,
        metavar="TIME",
        help="of the session: seconds, or such as 1h or 90m"
        f" (default: the agreement's longest, else {DEFAULT_SESSION_SECONDS})",
    )
    parser.add_argument("--external-id", metavar="ID", help="(default: the agreement's)")
    parser.add_argument("--mfa-serial", metavar="ARN", help="MFA device (default: the profile's, else your only one)")
    parser.add_argument("--mfa-token", metavar="CODE", help="MFA code (default: asked for on the terminal)")
    parser.add_argument("--source-identity", metavar="NAME", help="(default: the agreement's, if it admits only one)")
    parser.add_argument(
        "--session-tag", action="append", default=[], metavar="KEY=VALUE", help="(default: the agreement's)"
    )
    parser.add_argument(
        "--session-policy", metavar="FILE", help="JSON that cuts the session's permissions down (default: none)"
    )
    parser.add_argument(
        "--wait",
        type=wait,
        default=0,
        metavar="TIME",
        help="try AccessDenied again for so long, an hour at most: a new role takes a while",
    )
    add_asking(parser)
    parser.add_argument("--renew", action="store_true", help="make a new session even if the last one would serve")
    return parser


def add_place(parser: Any) -> None:
    """Add the options that say where a name is looked up."""
    add_agreements(parser)
    parser.add_argument("--role-arn", metavar="ARN", help="a role without an agreement, in place of a name")


def handoff(arguments: argparse.Namespace) -> "Handoff":
    """The role that the arguments name.

    Raises:
        AssumeError: They name none, or two.
    """
    from xacct_constructs.client.errors import AssumeError
    from xacct_constructs.client.handoff import load, of_role_arn

    if arguments.name and arguments.role_arn:
        raise AssumeError("give the role's name in the agreements, or --role-arn, not both", USAGE)
    if not arguments.name and not arguments.role_arn:
        raise AssumeError("give the role's name in the agreements (xacct list shows them), or --role-arn", USAGE)
    if arguments.role_arn:
        return of_role_arn(arguments.role_arn)
    return load(arguments.name, arguments.agreements)


def asked(arguments: argparse.Namespace, role: "Handoff") -> "AssumeRequest":
    """What the arguments and the agreement ask of AWS.

    Raises:
        AssumeError: A value is missing, or could never be accepted.
    """
    from xacct_constructs.client.limits import require_wait
    from xacct_constructs.client.request import request

    require_wait(arguments.wait)
    profile = trusted(arguments)
    return request(
        role,
        role_session_name=arguments.session_name,
        session_duration=arguments.duration,
        external_id=arguments.external_id,
        mfa_serial=_first(arguments.mfa_serial, lambda: _configured_serial(role, profile)),
        source_identity=arguments.source_identity,
        session_tags=_tags(arguments.session_tag),
        session_policy=_policy(arguments.session_policy),
        region=_first(arguments.region, lambda: role.region or _environment_s("AWS_REGION", "AWS_DEFAULT_REGION")),
    )


def session(arguments: argparse.Namespace, role: "Handoff") -> "Session":
    """The session that the arguments ask for.

    Raises:
        AssumeError: There is none to be had.
    """
    from xacct_constructs.client.errors import AssumeError, DeniedError
    from xacct_constructs.client.sessions import session as found

    try:
        return found(
            asked(arguments, role),
            profile=trusted(arguments),
            mfa_token=arguments.mfa_token,
            wait=arguments.wait,
            renew=arguments.renew,
            say=say,
        )
    except DeniedError as problem:
        if role.file is None:
            raise
        raise AssumeError(f"{problem}; what refuses it: xacct doctor {arguments.name}", problem.code) from problem


def _configured_serial(role: "Handoff", profile: str | None) -> str | None:
    if not role.safeguards.get("mfa"):
        return None
    from xacct_constructs.client.files import config_path, read
    from xacct_constructs.client.profile import setting

    named = profile or _environment_s("AWS_PROFILE", "AWS_DEFAULT_PROFILE") or "default"
    return setting(read(config_path()), named, "mfa_serial")


def _first(given: str | None, else_: Callable[[], str | None]) -> str | None:
    """What was given, be it empty, which is refused; else what the function finds."""
    return else_() if given is None else given


def _environment_s(*names: str) -> str | None:
    return next((os.environ[name] for name in names if os.environ.get(name)), None)


def _tags(pairs: list[str]) -> dict[str, str]:
    from xacct_constructs.client.errors import AssumeError

    found = {}
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if not equals or not key:
            raise AssumeError(f"--session-tag must be KEY=VALUE, got {pair!r}", USAGE)
        found[key] = value
    return found


def _policy(file: str | None) -> str | None:
    if file is None:
        return None
    import json

    from xacct_constructs.client.documents import parse
    from xacct_constructs.client.errors import AssumeError

    try:
        with open(file, "rb") as document:  # a FIFO too: a shell's <(...) is one
            policy = parse(document.read(_LARGEST_POLICY))
    except (OSError, ValueError):
        policy = None
    if not isinstance(policy, dict):
        raise AssumeError(f"--session-policy must name a JSON file with a policy, got {file!r}", USAGE)
    return json.dumps(policy, separators=(",", ":"), ensure_ascii=False)
