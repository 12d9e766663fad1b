"""Organization: the caller's account is in it, or in one of its units.

Source: IAM User Guide, "AWS global condition context keys", aws:PrincipalOrgID and aws:PrincipalOrgPaths.
"""

import re
from collections.abc import Iterator

from xacct_constructs.finding import Finding, error
from xacct_constructs.quotas import ORGANIZATION_ID, ORGANIZATION_ROOT_ID, ORGANIZATIONAL_UNIT_ID
from xacct_constructs.safeguards.row import Row, Setting
from xacct_constructs.safeguards.safeguards import Safeguards
from xacct_constructs.safeguards.sequences import check_strings, strings
from xacct_constructs.texts import shown
from xacct_constructs.values import Conditions, merge_conditions, scalar

_ID = "o-[a-z0-9]" + ORGANIZATION_ID.times
_ROOT = "[a-z0-9]" + ORGANIZATION_ROOT_ID.times
_UNIT = f"ou-{_ROOT}-[a-z0-9]{ORGANIZATIONAL_UNIT_ID.times}"
_PATH = rf"{_ID}/r-{_ROOT}(/{_UNIT})*/(\*|ou-\*)?"


def _trust(safeguards: Safeguards) -> tuple[Conditions]:
    conditions: Conditions = {}
    if safeguards.organization_id:
        conditions = {"StringEquals": {"aws:PrincipalOrgID": safeguards.organization_id}}
    if safeguards.organization_paths:
        paths = {"aws:PrincipalOrgPaths": scalar(safeguards.organization_paths)}
        conditions = merge_conditions(conditions, {"ForAnyValue:StringLike": paths})
    return (conditions,)


def _check(given: Setting) -> Iterator[Finding]:
    organization, paths = given.safeguards.organization_id, given.safeguards.organization_paths
    if organization is not None and not (isinstance(organization, str) and re.fullmatch(_ID, organization)):
        message = f"must be o- and {ORGANIZATION_ID} lower-case letters or digits, got {shown(organization)}"
        yield error("XA204", "safeguards.organization_id", message, "copy it from the Organizations console")
    path = "safeguards.organization_paths"
    if organization is not None:
        yield from _never_met(given, "XA204", "safeguards.organization_id")
    if paths:
        yield from _never_met(given, "XA205", path)
    yield from check_strings("XA205", path, paths)
    for index, value in strings(paths):
        if not re.fullmatch(_PATH, value):
            message = f"must be an organization path such as o-a1b2c3d4e5/r-ab12/ou-ab12-11111111/*, got {shown(value)}"
            yield error("XA205", f"{path}[{index}]", message, "begin at the organization; end with / or /*")
        elif isinstance(organization, str) and value.split("/")[0] != organization:
            message = f"can never be met together with organization_id {shown(organization)}, got {shown(value)}"
            yield error("XA205", f"{path}[{index}]", message, "name one organization in both")


def _never_met(given: Setting, code: str, path: str) -> Iterator[Finding]:
    for index, principal in enumerate(given.principals):
        if principal.is_outside_aws:
            message = f"can never be met by trusted_principals[{index}]: a {principal.kind} is of no account"
            yield error(code, path, message, "leave it out, or trust it in an agreement of its own")


ROW = Row(check=_check, trust=_trust)
