"""Session tags: the caller says what the session is for, and the permissions hold it to that.

`sts:TagSession` must be allowed by both halves. Source: IAM User Guide, "Pass session tags in AWS STS".
"""

import re
from collections.abc import Iterator, Mapping, Sequence

from xacct_constructs.finding import Finding, error
from xacct_constructs.quotas import SESSION_TAG_KEY, SESSION_TAG_VALUE, SESSION_TAGS
from xacct_constructs.safeguards.row import Row, Setting
from xacct_constructs.safeguards.safeguards import Safeguards
from xacct_constructs.safeguards.sequences import check_strings, strings
from xacct_constructs.texts import shown
from xacct_constructs.values import Conditions, scalar

# STS takes letters and digits of every script; the policies that name them take none beyond Latin-1.
_CHARACTER = "[A-Za-z0-9\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u00ff_ .:/=+@-]"
_KEY = _CHARACTER + SESSION_TAG_KEY.times
_VALUE = _CHARACTER + f"{{1,{SESSION_TAG_VALUE.most}}}"


def _request(safeguards: Safeguards) -> Conditions:
    tags = safeguards.session_tags or {}
    if not tags:
        return {}
    return {
        "StringEquals": {f"aws:RequestTag/{key}": scalar(values) for key, values in tags.items()},
        "ForAllValues:StringEquals": {"aws:TagKeys": scalar(list(tags))},
    }


def _trust(safeguards: Safeguards) -> tuple[Conditions]:
    return (_request(safeguards),)


def _actions(safeguards: Safeguards) -> Sequence[tuple[str, Conditions]]:
    return [("sts:TagSession", _request(safeguards))] if safeguards.session_tags else ()


def _permission(safeguards: Safeguards) -> tuple[Conditions]:
    tags = safeguards.session_tags or {}
    if not tags:
        return ({},)
    return ({"StringEquals": {f"aws:PrincipalTag/{key}": scalar(values) for key, values in tags.items()}},)


def _check(given: Setting) -> Iterator[Finding]:
    path, tags = "safeguards.session_tags", given.safeguards.session_tags
    if tags is None:
        return
    if not isinstance(tags, Mapping) or not 1 <= len(tags) <= SESSION_TAGS:
        yield error(
            "XA208",
            path,
            f"must be 1 to {SESSION_TAGS} keys with lists of values, got {shown(tags)}",
            "leave it out for none",
        )
        return
    seen: set[str] = set()
    for key, values in tags.items():
        if not isinstance(key, str) or not re.fullmatch(_KEY, key) or key.lower().startswith("aws:"):
            allowed = f"{SESSION_TAG_KEY} letters, digits, spaces or _.:/=+@-, not beginning with aws:"
            message = f"must have keys of {allowed}, got {shown(key)}"
            yield error("XA208", path, message, "rename the tag")
            continue
        if key.lower() in seen:
            yield error(
                "XA208", path, f"repeats {shown(key)}: tag keys differ by more than case", "remove one of the two"
            )
        seen.add(key.lower())
        yield from check_strings("XA208", f"{path}[{key!r}]", values)
        if values == ():
            yield error("XA208", f"{path}[{key!r}]", "must list at least one value", "name the accepted values")
        for _index, value in strings(values):
            if not re.fullmatch(_VALUE, value):
                allowed = f"at most {SESSION_TAG_VALUE.most} letters, digits, spaces or _.:/=+@-"
                message = f"must be {allowed}, got {shown(value)}"
                yield error("XA208", f"{path}[{key!r}]", message, "write the value out")


ROW = Row(check=_check, trust=_trust, actions=_actions, permission=_permission)
