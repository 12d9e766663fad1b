"""One named profile in the AWS configuration file: edited in place, every other byte kept.

Source: AWS CLI User Guide, "Configuration and credential file settings".
"""

import contextlib
import os
import re
import stat
import tempfile
from collections.abc import Mapping
from typing import NamedTuple

from xacct_constructs.client.errors import USAGE, AssumeError

MANAGED = (
    "credential_process",
    "role_arn",
    "source_profile",
    "credential_source",
    "external_id",
    "mfa_serial",
    "duration_seconds",
    "role_session_name",
    "region",
)
"""The settings that say who a profile is. Those not wanted any more are removed; all others stay as they are."""

_NAME = r"[A-Za-z0-9_+=,.@:/-]+"
_SECTION = re.compile(rb"\[(?P<header>.+)\]")
_SETTING = re.compile(rb"(?P<key>[^\s=:#;\[][^=:]*?)[ \t]*[=:]")


class Section(NamedTuple):
    """Lines of a file that belong to one profile: the header's, and the one after the last."""

    header: int
    end: int


def file_path() -> str:
    """The configuration file: what `AWS_CONFIG_FILE` says, else `~/.aws/config`; behind links, the file itself."""
    return os.path.realpath(os.path.expanduser(os.environ.get("AWS_CONFIG_FILE", "~/.aws/config")))


def setting(content: bytes, profile: str, key: str) -> str | None:
    """One setting of a profile; None when it is not there."""
    lines = content.splitlines(keepends=True)
    section = _section(lines, profile)
    for line in lines[section.header + 1 : section.end] if section else ():
        if _key(line) == key:
            return re.split(rb"[=:]", line, maxsplit=1)[1].strip().decode()
    return None


def read(path: str) -> bytes:
    """The file's content; nothing where there is no file.

    Raises:
        AssumeError: It is there and cannot be read.
    """
    try:
        with open(path, "rb") as file:
            return file.read()
    except FileNotFoundError:
        return b""
    except OSError as problem:
        raise AssumeError(f"{path} cannot be read: {problem.strerror}", USAGE) from None


def updated(content: bytes, profile: str, settings: Mapping[str, str]) -> bytes:
    """The file with one profile written or updated.

    A setting that is there is replaced where it stands; a new one follows the profile's last. Comments, order, line
    ends and all other profiles stay.

    Args:
        content: The file as it is.
        profile: The profile's name; `default` is written without the word profile, as AWS has it.
        settings: What the profile says; of `MANAGED`, what is not here is removed.

    Raises:
        AssumeError: The name or a value cannot be written, or the file has the profile twice.
    """
    _require_writable(profile, settings)
    lines = content.splitlines(keepends=True)
    newline = b"\r\n" if lines and lines[0].endswith(b"\r\n") else b"\n"
    section = _section(lines, profile)
    if section is None:
        header = b"[default]" if profile == "default" else f"[profile {profile}]".encode()
        before = content if not content or content.endswith(b"\n") else content + newline
        gap = newline if before.strip() else b""
        body = b"".join(f"{key} = {value}".encode() + newline for key, value in settings.items())
        return before + gap + header + newline + body
    if not lines[section.end - 1].endswith(b"\n"):
        lines[section.end - 1] += newline
    edited, last, left = [lines[section.header]], 1, dict(settings)
    dropped = False
    for line in lines[section.header + 1 : section.end]:
        key = _key(line)
        continued = line[:1] in (b" ", b"\t") and bool(line.strip())
        if key in left:
            value = left.pop(key)
            same = re.split(rb"[=:]", line, maxsplit=1)[1].strip() == value.encode()
            edited.append(line if same else f"{key} = {value}".encode() + newline)
            dropped, last = not same, len(edited)
        elif key in MANAGED:
            dropped = True
        elif not (continued and dropped):
            edited.append(line)
            if key or continued:
                dropped, last = False, len(edited)
    edited[last:last] = [f"{key} = {value}".encode() + newline for key, value in left.items()]
    return b"".join([*lines[: section.header], *edited, *lines[section.end :]])


def write(path: str, before: bytes, after: bytes) -> None:
    """Put the new content in the old one's place, in one step: there is the one or the other, never a part.

    Permissions and owner stay; a new file is its owner's alone.

    Raises:
        AssumeError: The file has changed since it was read, or cannot be written; it is as it was.
    """
    folder = os.path.dirname(path)
    try:
        os.makedirs(folder, mode=0o700, exist_ok=True)
        descriptor, part = tempfile.mkstemp(prefix=".xacct-", dir=folder)
    except OSError as problem:
        raise AssumeError(f"{folder} cannot be written: {problem.strerror}", USAGE) from None
    try:
        with open(descriptor, "wb") as file:
            file.write(after)
            file.flush()
            if os.path.exists(path):
                status = os.stat(path)
                with contextlib.suppress(PermissionError):
                    os.fchown(descriptor, status.st_uid, status.st_gid)
                os.fchmod(descriptor, stat.S_IMODE(status.st_mode))
            os.fsync(descriptor)
        if read(path) != before:
            raise AssumeError(f"{path} was changed by another program meanwhile; run this again", USAGE)
        os.replace(part, path)
    except OSError as problem:
        raise AssumeError(f"{path} cannot be written: {problem.strerror}; it is as it was", USAGE) from None
    finally:
        with contextlib.suppress(FileNotFoundError):
            os.unlink(part)


def _require_writable(profile: str, settings: Mapping[str, str]) -> None:
    if not re.fullmatch(_NAME, profile):
        raise AssumeError(f"a profile's name is made of A-Z a-z 0-9 _+=,.@:/-, got {profile!r}", USAGE)
    for key, value in settings.items():
        if not value.isprintable() or value != value.strip():
            raise AssumeError(f"{key} must be one printable line, got {value!r}", USAGE)


def _section(lines: list[bytes], profile: str) -> Section | None:
    headers = [index for index, line in enumerate(lines) if _SECTION.match(line)]
    found = [index for index in headers if _profile(lines[index]) == profile]
    if len(found) > 1:
        numbers = " and ".join(str(index + 1) for index in found)
        raise AssumeError(f"the profile {profile} is there twice, on lines {numbers}; remove one", USAGE)
    if not found:
        return None
    end = next((index for index in headers if index > found[0]), len(lines))
    return Section(found[0], end)


def _profile(line: bytes) -> str | None:
    match = _SECTION.match(line)
    words = (match["header"] if match else b"").decode(errors="replace").split(maxsplit=1)
    if words == ["default"]:
        return "default"
    return words[1].strip("\"' \t") if len(words) == 2 and words[0] == "profile" else None


def _key(line: bytes) -> str:
    match = _SETTING.match(line)
    return match["key"].decode(errors="replace").lower() if match else ""
