"""Permissions boundaries: the most that the role, and the most that the trusted principal, can ever do.

Source: IAM User Guide, "Permissions boundaries for IAM entities".
"""

from collections.abc import Iterator

from xacct_constructs import arns
from xacct_constructs.finding import Finding, error
from xacct_constructs.names import check_policy_arn
from xacct_constructs.safeguards.row import Row, Setting
from xacct_constructs.texts import shown


def _check(given: Setting) -> Iterator[Finding]:
    trusted = {str(principal.account) for principal in given.principals if not principal.is_outside_aws}
    path, is_asked = "safeguards.principal_permissions_boundary", given.safeguards.principal_permissions_boundary
    for index, principal in enumerate(given.principals if is_asked is not None else ()):
        if principal.is_outside_aws:
            message = f"can never be met by trusted_principals[{index}]: a {principal.kind} has none"
            yield error("XA213", path, message, "leave it out, or trust it in an agreement of its own")
    for name, accounts in (
        ("role_permissions_boundary", {str(given.role.account)}),
        ("principal_permissions_boundary", trusted),
    ):
        path, arn = f"safeguards.{name}", getattr(given.safeguards, name)
        if arn is None:
            continue
        problems = list(check_policy_arn(path, arn))
        yield from problems
        if problems:
            continue
        policy = arns.parse(arn)
        if policy.account != "aws" and not accounts <= {policy.account}:
            named = ", ".join(sorted(filter(None, accounts))) or "each of an organization"
            message = f"must be a policy of AWS or of the account it bounds ({named}), got {shown(arn)}"
            yield error("XA213", path, message, "pass a policy of that account")
        if policy.partition != given.role.partition:
            yield error(
                "XA213", path, f"must lie in partition {given.role.partition}, got {shown(arn)}", "mend the ARN"
            )


ROW = Row(check=_check)
