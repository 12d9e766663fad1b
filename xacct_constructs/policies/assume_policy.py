"""The trusted principal's policy: which roles it may assume.

Source: IAM User Guide, "Grant a user permissions to switch roles".
"""

from collections.abc import Sequence
from typing import Any

from xacct_constructs.agreement import RoleReference
from xacct_constructs.policies.document import document
from xacct_constructs.values import scalar


def assume_policy(references: Sequence[RoleReference]) -> dict[str, Any]:
    """Exact role ARNs, one statement for each set of STS actions."""
    by_actions: dict[tuple[str, ...], list[str]] = {}
    for reference in references:
        by_actions.setdefault(reference.actions, []).append(reference.role_arn)
    return document(
        [
            {"Effect": "Allow", "Action": scalar(actions), "Resource": scalar(arns)}
            for actions, arns in by_actions.items()
        ]
    )
