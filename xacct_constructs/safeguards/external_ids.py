"""External ID: the third party proves which of its customers it acts for.

Source: IAM User Guide, "Access to AWS accounts owned by third parties"; pattern from the STS API reference.
"""

import re
from collections.abc import Iterator

from xacct_constructs.finding import Finding, error
from xacct_constructs.quotas import EXTERNAL_ID
from xacct_constructs.safeguards.row import Row, Setting
from xacct_constructs.safeguards.safeguards import Safeguards
from xacct_constructs.safeguards.sequences import check_strings, strings
from xacct_constructs.texts import shown
from xacct_constructs.values import Conditions, scalar

_PATTERN = r"[A-Za-z0-9_+=,.@:/-]" + EXTERNAL_ID.times


def _trust(safeguards: Safeguards) -> tuple[Conditions]:
    if not safeguards.external_ids:
        return ({},)
    return ({"StringEquals": {"sts:ExternalId": scalar(safeguards.external_ids)}},)


def _check(given: Setting) -> Iterator[Finding]:
    path, ids = "safeguards.external_ids", given.safeguards.external_ids
    yield from check_strings("XA201", path, ids)
    for index, principal in enumerate(given.principals if ids else ()):
        if principal.is_outside_aws:
            message = f"can never be met by trusted_principals[{index}]: a {principal.kind} passes none"
            yield error("XA201", path, message, "leave it out, or trust it in an agreement of its own")
    for index, value in strings(ids):
        if not re.fullmatch(_PATTERN, value):
            message = f"must be {EXTERNAL_ID} characters of A-Z a-z 0-9 _+=,.@:/-, got {shown(value)}"
            yield error("XA201", f"{path}[{index}]", message, "use the ID that the third party made for you")


ROW = Row(check=_check, trust=_trust)
