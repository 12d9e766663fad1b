"""Organization: the caller's account is in it, or in one of its units.

Source: IAM User Guide, "AWS global condition context keys", aws:PrincipalOrgID and aws:PrincipalOrgPaths.
"""

from collections.abc import Iterator

from xacct_constructs.finding import Finding, error
from xacct_constructs.names import check_organization_id, check_organization_path
from xacct_constructs.principals import is_of_organization
from xacct_constructs.safeguards.row import Row, Setting
from xacct_constructs.safeguards.safeguards import Safeguards
from xacct_constructs.safeguards.sequences import check_strings, strings
from xacct_constructs.texts import shown
from xacct_constructs.values import Conditions, merge_conditions, scalar


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
    if organization is not None:
        yield from check_organization_id("safeguards.organization_id", organization)
    path = "safeguards.organization_paths"
    if organization is not None:
        yield from _never_met(given, "XA204", "safeguards.organization_id")
    if paths:
        yield from _never_met(given, "XA205", path)
    yield from check_strings("XA205", path, paths)
    for index, value in strings(paths):
        unfit = list(check_organization_path(f"{path}[{index}]", value))
        yield from unfit
        if not unfit and isinstance(organization, str) and value.split("/")[0] != organization:
            message = f"can never be met together with organization_id {shown(organization)}, got {shown(value)}"
            yield error("XA205", f"{path}[{index}]", message, "name one organization in both")
    yield from _said_twice(given)


def _never_met(given: Setting, code: str, path: str) -> Iterator[Finding]:
    for index, principal in enumerate(given.principals):
        if principal.is_outside_aws:
            message = f"can never be met by trusted_principals[{index}]: a {principal.kind} is of no account"
            yield error(code, path, message, "leave it out, or trust it in an agreement of its own")


def _said_twice(given: Setting) -> Iterator[Finding]:
    """An organization or a unit that is trusted says itself where its people are."""
    for index, principal in enumerate(given.principals):
        for name in ("organization_id", "organization_paths"):
            if is_of_organization(principal) and getattr(given.safeguards, name):
                message = f"stands beside trusted_principals[{index}], which is told by its organization already"
                yield error(
                    "XA212", f"safeguards.{name}", message, "name the organization or the unit in one of the two"
                )


ROW = Row(check=_check, trust=_trust)
