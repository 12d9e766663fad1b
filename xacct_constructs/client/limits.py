"""What STS accepts of a request, looked at before any call: each refusal says what is allowed.

Source: the STS service model (`AssumeRoleRequest`); IAM User Guide, "IAM and AWS STS quotas", "Pass session tags in
AWS STS".
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from xacct_constructs.client.errors import AssumeError
from xacct_constructs.exits import USAGE
from xacct_constructs.partitions import is_region
from xacct_constructs.quotas import (
    EXTERNAL_ID,
    LONGEST_SESSION_SECONDS,
    MFA_DEVICE,
    ROLE_SESSION_NAME,
    SESSION_POLICY_CHARACTERS,
    SESSION_TAG_KEY,
    SESSION_TAG_VALUE,
    SESSION_TAGS,
    SHORTEST_SESSION_SECONDS,
    SOURCE_IDENTITY,
)
from xacct_constructs.texts import shown

LONGEST_WAIT = 3600
"""Seconds for which AccessDenied may be tried again."""


class _Text(NamedTuple):
    """A text as STS has it."""

    what: str
    pattern: str
    allowed: str


_NAME = "[A-Za-z0-9_+=,.@-]"
_NAMED = "characters of A-Z a-z 0-9 _+=,.@-"
_TEXTS = {
    "RoleSessionName": _Text("the role session name", _NAME + ROLE_SESSION_NAME.times, f"{ROLE_SESSION_NAME} {_NAMED}"),
    "ExternalId": _Text(
        "the external ID",
        "[A-Za-z0-9_+=,.@:/-]" + EXTERNAL_ID.times,
        f"{EXTERNAL_ID} characters of A-Z a-z 0-9 _+=,.@:/-",
    ),
    "SerialNumber": _Text(
        "the MFA device",
        "[A-Za-z0-9_+=/:,.@-]" + MFA_DEVICE.times,
        f"an ARN or serial number, {MFA_DEVICE} characters",
    ),
    "SourceIdentity": _Text("the source identity", _NAME + SOURCE_IDENTITY.times, f"{SOURCE_IDENTITY} {_NAMED}"),
}


def require(parameters: Mapping[str, Any]) -> None:
    """Require that STS could accept these parameters of AssumeRole.

    Raises:
        AssumeError: It never would.
    """
    for name, text in _TEXTS.items():
        value = parameters.get(name)
        if value is not None and not re.fullmatch(text.pattern, value):
            raise _refused(text.what, text.allowed, value)
    duration = parameters.get("DurationSeconds")
    if duration is not None and not SHORTEST_SESSION_SECONDS <= duration <= LONGEST_SESSION_SECONDS:
        allowed = f"{SHORTEST_SESSION_SECONDS} to {LONGEST_SESSION_SECONDS} seconds"
        raise _refused("the session duration", allowed, duration)
    if "Tags" in parameters:
        _require_tags(parameters["Tags"])
    if "Policy" in parameters:
        _require_policy(parameters["Policy"])


def require_region(region: str) -> None:
    """Require that a region is written as AWS names them: it becomes part of a host's name, and of what shells read.

    Raises:
        AssumeError: It is not.
    """
    if not is_region(region):
        raise _refused("the region", "one such as eu-west-1", region)


def require_wait(seconds: float) -> None:
    """Require that a wait has an end.

    Raises:
        AssumeError: It has none, or is negative.
    """
    if not 0 <= seconds <= LONGEST_WAIT:  # nor is nan
        raise _refused("the wait", f"0 to {LONGEST_WAIT} seconds", seconds)


def _require_tags(tags: Sequence[Mapping[str, str]]) -> None:
    if len(tags) > SESSION_TAGS:
        raise AssumeError(f"there may be {SESSION_TAGS} session tags at most, got {len(tags)}", USAGE)
    seen: dict[str, str] = {}
    for each in tags:
        key, value = each["Key"], each["Value"]
        reserved = key.lower().startswith("aws:")
        if reserved or not SESSION_TAG_KEY.least <= len(key) <= SESSION_TAG_KEY.most or not _is_tag_text(key):
            allowed = f"{SESSION_TAG_KEY} letters, digits, spaces or _.:/=+-@, not beginning with aws:"
            raise _refused("a session tag's key", allowed, key)
        if len(value) > SESSION_TAG_VALUE.most or not _is_tag_text(value):
            allowed = f"at most {SESSION_TAG_VALUE.most} letters, digits, spaces or _.:/=+-@"
            raise _refused(f"session tag {key}", allowed, value)
        if other := seen.get(key.lower()):
            raise AssumeError(f"the session tags {other} and {key} differ by case only; give one of them", USAGE)
        seen[key.lower()] = key


def _is_tag_text(text: str) -> bool:
    import unicodedata

    return all(each in "_.:/=+-@" or unicodedata.category(each)[0] in "LNZ" for each in text)


def _require_policy(policy: str) -> None:
    if not 1 <= len(policy) <= SESSION_POLICY_CHARACTERS:
        message = f"a session policy may have {SESSION_POLICY_CHARACTERS} characters, got {len(policy)}; shorten it"
        raise AssumeError(message, USAGE)
    if found := re.search("[^\t\n\r -\u00ff]", policy):
        raise _refused("a session policy", "characters up to U+00FF", found[0])


def _refused(what: str, allowed: str, value: object) -> AssumeError:
    return AssumeError(f"{what} must be {allowed}, got {shown(value)}", USAGE)
