"""Permissions boundaries: the most that the role, and the most that the trusted principal, can ever do.

Source: IAM User Guide, "Permissions boundaries for IAM entities".
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from xacct_constructs.finding import Finding, error
from xacct_constructs.names import check_policy_arn
from xacct_constructs.safeguards.row import Row
from xacct_constructs.texts import shown

if TYPE_CHECKING:
    from datetime import datetime

    from xacct_constructs.agreement import Agreement


def _check(agreement: "Agreement", _: "datetime | None") -> Iterator[Finding]:
    trusted = {str(principal.account) for principal in agreement.trusted_principals}
    for name, accounts in (
        ("role_permissions_boundary", {str(agreement.trusting_account)}),
        ("principal_permissions_boundary", trusted),
    ):
        path, arn = f"safeguards.{name}", getattr(agreement.safeguards, name)
        if arn is None:
            continue
        problems = list(check_policy_arn(path, arn))
        yield from problems
        if not problems and (owner := arn.split(":")[4]) != "aws" and not accounts <= {owner}:
            message = (
                f"must be a policy of AWS or of the account it bounds ({', '.join(sorted(accounts))}), got {shown(arn)}"
            )
            yield error("XA213", path, message, "pass a policy of that account")
        if not problems and arn.split(":")[1] != agreement.partition:
            yield error("XA213", path, f"must lie in partition {agreement.partition}, got {shown(arn)}", "mend the ARN")


ROW = Row(check=_check)
