"""What STS accepts of a request, looked at before any call: each refusal says what is allowed.

Source: the STS service model (`AssumeRoleRequest`); IAM User Guide, "IAM and AWS STS quotas", "Pass session tags in
AWS STS".
"""

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from xacct_constructs.client.errors import USAGE, AssumeError
from xacct_constructs.names import is_region
from xacct_constructs.texts import shown

LONGEST_WAIT = 3600
"""Seconds for which AccessDenied may be tried again."""
_SHORTEST_SESSION, _LONGEST_SESSION = 900, 43_200
_POLICY_CHARACTERS = 2048
_TAGS, _TAG_KEY_CHARACTERS, _TAG_VALUE_CHARACTERS = 50, 128, 256


class _Text(NamedTuple):
    """A text as STS has it."""

    what: str
    pattern: str
    allowed: str


_TEXTS = {
    "RoleSessionName": _Text(
        "the role session name", r"[A-Za-z0-9_+=,.@-]{2,64}", "2 to 64 characters of A-Z a-z 0-9 _+=,.@-"
    ),
    "ExternalId": _Text(
        "the external ID", r"[A-Za-z0-9_+=,.@:/-]{2,1224}", "2 to 1224 characters of A-Z a-z 0-9 _+=,.@:/-"
    ),
    "SerialNumber": _Text(
        "the MFA device", r"[A-Za-z0-9_+=/:,.@-]{9,256}", "an ARN or serial number, 9 to 256 characters"
    ),
    "SourceIdentity": _Text(
        "the source identity", r"[A-Za-z0-9_+=,.@-]{2,64}", "2 to 64 characters of A-Z a-z 0-9 _+=,.@-"
    ),
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
    if duration is not None and not _SHORTEST_SESSION <= duration <= _LONGEST_SESSION:
        raise _refused("the session duration", f"{_SHORTEST_SESSION} to {_LONGEST_SESSION} seconds", duration)
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
    if len(tags) > _TAGS:
        raise AssumeError(f"there may be {_TAGS} session tags at most, got {len(tags)}", USAGE)
    seen: dict[str, str] = {}
    for each in tags:
        key, value = each["Key"], each["Value"]
        reserved = key.lower().startswith("aws:")
        if reserved or not 1 <= len(key) <= _TAG_KEY_CHARACTERS or not _is_tag_text(key):
            allowed = f"1 to {_TAG_KEY_CHARACTERS} letters, digits, spaces or _.:/=+-@, not beginning with aws:"
            raise _refused("a session tag's key", allowed, key)
        if len(value) > _TAG_VALUE_CHARACTERS or not _is_tag_text(value):
            allowed = f"at most {_TAG_VALUE_CHARACTERS} letters, digits, spaces or _.:/=+-@"
            raise _refused(f"session tag {key}", allowed, value)
        if other := seen.get(key.lower()):
            raise AssumeError(f"the session tags {other} and {key} differ by case only; give one of them", USAGE)
        seen[key.lower()] = key


def _is_tag_text(text: str) -> bool:
    import unicodedata

    return all(each in "_.:/=+-@" or unicodedata.category(each)[0] in "LNZ" for each in text)


def _require_policy(policy: str) -> None:
    if not 1 <= len(policy) <= _POLICY_CHARACTERS:
        message = f"a session policy may have {_POLICY_CHARACTERS} characters, got {len(policy)}; shorten it"
        raise AssumeError(message, USAGE)
    if found := re.search("[^\t\n\r -\u00ff]", policy):
        raise _refused("a session policy", "characters up to U+00FF", found[0])


def _refused(what: str, allowed: str, value: object) -> AssumeError:
    return AssumeError(f"{what} must be {allowed}, got {shown(value)}", USAGE)
