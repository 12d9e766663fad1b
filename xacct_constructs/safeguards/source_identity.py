"""Source identity: the caller names itself, and the name stays with every session that follows.

`sts:SetSourceIdentity` must be allowed by both halves. It stands in a statement of its own, since the conditions of
the other safeguards are not defined for it. Source: IAM User Guide, "Monitor and control actions taken with assumed
roles"; Service Authorization Reference, AWS STS.
"""

import re
from collections.abc import Iterator, Sequence

from xacct_constructs.finding import Finding, error
from xacct_constructs.quotas import SOURCE_IDENTITY
from xacct_constructs.safeguards.row import Row, Setting
from xacct_constructs.safeguards.safeguards import Safeguards
from xacct_constructs.safeguards.sequences import check_strings, strings
from xacct_constructs.texts import shown
from xacct_constructs.values import Conditions, scalar

_PATTERN = r"\*|(?=.*[A-Za-z0-9_+=,.@*-])[A-Za-z0-9_+=,.@*?-]" + SOURCE_IDENTITY.times


def _conditions(safeguards: Safeguards) -> Conditions:
    values = safeguards.source_identities
    if not values:
        return {}
    operator = "StringLike" if any(set(value) & set("*?") for value in values) else "StringEquals"
    return {operator: {"sts:SourceIdentity": scalar(values)}}


def _trust(safeguards: Safeguards) -> tuple[Conditions]:
    return (_conditions(safeguards),)


def _actions(safeguards: Safeguards) -> Sequence[tuple[str, Conditions]]:
    return [("sts:SetSourceIdentity", _conditions(safeguards))] if safeguards.source_identities else ()


def _check(given: Setting) -> Iterator[Finding]:
    path, values = "safeguards.source_identities", given.safeguards.source_identities
    yield from check_strings("XA206", path, values)
    for index, value in strings(values):
        if not re.fullmatch(_PATTERN, value):
            allowed = f"{SOURCE_IDENTITY} characters of A-Z a-z 0-9 _+=,.@- with * and ? as wildcards"
            message = f"must be {allowed}, got {shown(value)}"
            yield error("XA206", f"{path}[{index}]", message, "pass the identity as the caller will set it")


ROW = Row(check=_check, trust=_trust, actions=_actions)
