"""`xacct config`: one profile in the AWS configuration file, for the AWS CLI and every SDK."""

import argparse
import os
import sys
from typing import TYPE_CHECKING

from xacct_constructs.cli.assuming import CODES, asked, assuming, handoff
from xacct_constructs.cli.parser import Commands
from xacct_constructs.cli.profiles import trusted
from xacct_constructs.cli.say import say, show
from xacct_constructs.exits import AS_EXPECTED, USAGE

if TYPE_CHECKING:
    from xacct_constructs.client.handoff import Handoff


def add(commands: Commands) -> None:
    """Add the command."""
    parser = assuming(
        commands,
        "config",
        run,
        description="Write or update one profile that acts as the role. Shows the change and asks on the terminal;"
        " everything else in the\nfile stays as it is. The options of the session become the profile's.",
        codes=CODES.replace("  0    done\n", "  0    done, or nothing to change\n"),
    )
    parser.add_argument("name", nargs="?", metavar="NAME", help="the role's name, or its ARN, in the agreements")
    parser.add_argument("--profile-name", metavar="PROFILE", help="the profile to write (default: the role's name)")
    parser.add_argument(
        "--native",
        action="store_true",
        help="let the AWS CLI and the SDKs assume the role themselves: role_arn and source_profile in place of"
        " credential_process (no source identity, session tags or session policy)",
    )
    parser.add_argument("--yes", action="store_true", help="do not ask")


def run(arguments: argparse.Namespace) -> int:
    """Show the change, ask, write it."""
    from functools import partial

    from xacct_constructs.client import changes, files, terminal
    from xacct_constructs.client.errors import AssumeError

    role = handoff(arguments)
    name = arguments.profile_name or role.role_name
    source = trusted(arguments) or "default"
    if name == source:
        raise AssumeError(f"the profile {name} cannot be its own source; pass --profile-name or --profile", USAGE)
    settings = (_native if arguments.native else _process)(arguments, role)
    path = files.target(files.config_path())
    changes.remove_copies(path, say)
    planned = partial(_planned, path=path, name=name, settings=settings, source=source)
    before = files.read(path)
    shown, after = planned(before)
    if before == after:
        say(f"the profile {name} in {path} is as it should be")
        return AS_EXPECTED
    show(shown)
    if not arguments.yes:
        answer = terminal.ask(f"Write this to {path}? [y/N] ")
        if answer is None or answer.lower() not in ("y", "yes"):
            raise AssumeError("nothing written" if answer is not None else "no terminal to ask on; pass --yes", USAGE)

    def agreed(content: bytes) -> bytes:
        now, new = planned(content)
        if new != content and now != shown:
            raise AssumeError(f"{path} was changed by another program meanwhile; run this again", USAGE)
        return new

    changes.change(path, agreed, say=say)
    say(f"the profile {name} is written to {path}")
    return AS_EXPECTED


def _planned(content: bytes, path: str, name: str, settings: dict[str, str], source: str) -> tuple[str, bytes]:
    """What is to change, to be shown, and the file's new content."""
    from xacct_constructs.client import files, precedence, profile
    from xacct_constructs.client.shared_file import load

    before = load(path, content)
    after = profile.updated(before, name, settings)
    elsewhere = files.credentials_path()
    credentials = load(elsewhere, files.read(elsewhere))
    precedence.require_first(after, credentials, name)
    precedence.require_source(after, credentials, source, name, native="source_profile" in settings)
    return profile.difference(before, after, after.header_of(name) or ""), after.content


def _process(arguments: argparse.Namespace, role: "Handoff") -> dict[str, str]:
    import shlex

    asked(arguments, role)  # what could never be accepted is said now, not at the profile's first use
    command = _command()
    if role.file:
        command += ["--agreements", role.file]
    else:
        command += ["--role-arn", role.role_arn]
    # Left out, the profile in use would be asked for the credentials: itself.
    command += ["--profile", trusted(arguments) or "default"]
    for option, value in _given(arguments).items():
        command += [option, value]
    for tag in arguments.session_tag:
        command += ["--session-tag", tag]
    if role.file:
        command.append(role.role_arn)
    region = arguments.region or role.region
    return {"credential_process": shlex.join(command), **({"region": region} if region else {})}


def _given(arguments: argparse.Namespace) -> dict[str, str]:
    policy = arguments.session_policy
    found = {
        "--region": arguments.region,
        "--session-name": arguments.session_name,
        "--duration": str(arguments.duration) if arguments.duration else None,
        "--external-id": arguments.external_id,
        "--mfa-serial": arguments.mfa_serial,
        "--source-identity": arguments.source_identity,
        "--session-policy": os.path.abspath(policy) if policy else None,
    }
    return {option: value for option, value in found.items() if value}


def _command() -> list[str]:
    folder = os.path.dirname(sys.executable)
    program = os.path.join(folder, "xacct")
    start = [program] if os.access(program, os.X_OK) else [sys.executable, "-m", "xacct_constructs.cli"]
    return [*start, "credential-process"]


def _native(arguments: argparse.Namespace, role: "Handoff") -> dict[str, str]:
    from xacct_constructs.client.errors import AssumeError

    request = asked(arguments, role)
    wanted = request.parameters
    for name, what in (("SourceIdentity", "a source identity"), ("Tags", "session tags"), ("Policy", "a policy")):
        if name in wanted:
            raise AssumeError(f"a profile cannot pass {what} by itself; leave out --native", USAGE)
    if request.mfa and "SerialNumber" not in wanted:
        raise AssumeError("a profile needs to name the MFA device; pass --mfa-serial", USAGE)
    if role.safeguards.get("session_name_is_user_name") and "RoleSessionName" not in wanted:
        raise AssumeError("the role session name must be your user name; pass --session-name", USAGE)
    found = {
        "role_arn": wanted["RoleArn"],
        "source_profile": trusted(arguments) or "default",
        "external_id": wanted.get("ExternalId"),
        "mfa_serial": wanted.get("SerialNumber"),
        "duration_seconds": wanted.get("DurationSeconds"),
        "role_session_name": wanted.get("RoleSessionName"),
        "region": arguments.region or role.region,
    }
    return {name: str(value) for name, value in found.items() if value}
