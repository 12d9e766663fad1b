"""Who assumes the role, as far as this machine knows it without asking AWS: what keeps callers' sessions apart.

A row for each way in which botocore finds credentials (`credentials.create_credential_resolver`), in its order:

| credentials from | what tells callers apart |
| --- | --- |
| the environment's keys | the key ID; temporary keys have a new one each time, and nothing else says whose they are |
| `role_arn` | the profile, and the one that is its `source_profile`; with `credential_source`, what follows from that |
| web identity | the role and the token's file, of the profile or the environment |
| Identity Center | the session, the account, the role |
| a file's keys | the key ID, as for the environment's |
| `login_session` | its ARN |
| `credential_process` | the command, every profile that it names or would fall back to, the environment |
| `AWS_CREDENTIAL_FILE`, boto's files | the file, and when it was changed |
| a container | its address |
| instance metadata | the machine's name |

Which of a profile's ways is taken is not worked out: all that it says counts. A setting that changes costs a call;
one that was overlooked would hand a session to somebody else.
"""

import hashlib
import json
import os
import shlex
from collections.abc import Iterable, Mapping
from typing import Any

from xacct_constructs.client.files import config_path, credentials_path, read
from xacct_constructs.client.shared_file import load

_ELSEWHERE = ("AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_STS")
_PROFILES = ("AWS_DEFAULT_PROFILE", "AWS_PROFILE")
_VARIABLES = (
    *("AWS_ACCESS_KEY_ID", *_PROFILES),
    *("AWS_ROLE_ARN", "AWS_ROLE_SESSION_NAME", "AWS_WEB_IDENTITY_TOKEN_FILE"),
    *("AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_CONTAINER_CREDENTIALS_FULL_URI"),
    *("AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE", "AWS_EC2_METADATA_SERVICE_ENDPOINT", "AWS_LOGIN_CACHE_DIRECTORY"),
)
"""What of the environment says who somebody is, and is no secret."""
_NAMES = ("aws_access_key_id", "role_arn", "sso_account_id", "login_session", "credential_process")
_SECRETS = ("aws_secret_access_key", "aws_session_token", "aws_security_token")
_OLD_FILES = ("/etc/boto.cfg", "~/.boto")

_Sections = Mapping[str, list[Mapping[str, str]]]


def caller(profile: str | None) -> str:
    """A text that differs between callers; no secret goes into it.

    Args:
        profile: The profile that was asked for; None for whatever the environment says.

    Raises:
        AssumeError: The AWS configuration or credentials file cannot be read, by the AWS CLI neither.
    """
    told = json.dumps([_said(_ELSEWHERE), _told(profile)], sort_keys=True)
    return hashlib.sha256(told.encode()).hexdigest()[:32]


def _told(profile: str | None) -> Mapping[str, Any]:
    key_id = os.environ.get("AWS_ACCESS_KEY_ID") if profile is None else None
    if key_id:
        return {"key": key_id}
    defaults = ["default", *(os.environ[name] for name in _PROFILES if name in os.environ)]
    names = defaults if profile is None else [profile]
    found = _reached(names, defaults)
    settings = {key for sections in found.values() for each in sections for key in each}
    named = not settings.isdisjoint(_NAMES)
    outside = not named or "credential_source" in settings
    return {
        "names": names,
        "profiles": {name: [_public(each) for each in sections] for name, sections in found.items()},
        "environment": _said(_VARIABLES) if profile is None or outside or "credential_process" in settings else {},
        "machine": _machine() if outside else [],
    }


def _reached(names: Iterable[str], defaults: Iterable[str]) -> _Sections:
    """The sections of these profiles, and of all that they refer to."""
    known, names = _sections(), list(names)
    for name in names:  # grows on the way
        for each in known.get(name, ()):
            further = [each[key] for key in ("source_profile", "sso_session", "services") if key in each]
            if "credential_process" in each:
                # A name that only looks like one of a profile costs a call at most.
                further += [*defaults, *(other for other in known if other in each["credential_process"])]
            names += [other for other in further if other not in names]
    return {name: known[name] for name in names if name in known}


def _sections() -> _Sections:
    """The sections of both files, by every name that something may refer to them with."""
    found: dict[str, list[Mapping[str, str]]] = {}
    for path in (config_path(), credentials_path()):
        for header, settings in load(path, read(path)).sections.items():
            for name in {header, _name(header)}:
                found.setdefault(name, []).append(settings)
    return found


def _name(header: str) -> str:
    """What a section is called: the last word of `profile NAME`, `sso-session NAME`, `services NAME`."""
    try:
        words = shlex.split(header)
    except ValueError:
        return header
    return words[-1] if words else header


def _public(settings: Mapping[str, str]) -> Mapping[str, str]:
    return {key: value for key, value in settings.items() if key not in _SECRETS}


def _said(names: Iterable[str]) -> Mapping[str, str]:
    return {name: os.environ[name] for name in names if name in os.environ}


def _machine() -> list[Any]:
    files = [os.environ.get("AWS_CREDENTIAL_FILE"), os.environ.get("BOTO_CONFIG"), *_OLD_FILES]
    return [os.uname().nodename, *(_changed(each) for each in files if each)]


def _changed(path: str) -> Any:
    try:
        status = os.stat(os.path.expanduser(path))
    except OSError:
        return None
    return [path, status.st_ino, status.st_size, status.st_mtime_ns]
