"""Both policies of the role, written together."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from xacct_constructs.agreement import Agreement
from xacct_constructs.policies.permission_policy import Safeguarded, permission_policy
from xacct_constructs.policies.trust_policy import trust_policy


class RolePolicies(NamedTuple):
    """The policies of an agreement's role.

    Attributes:
        trust: Who may assume it; of a role that exists already, what its owner adds.
        permissions: What its sessions may do.
    """

    trust: dict[str, Any]
    permissions: dict[str, Any]


def role_policies(agreement: Agreement, worked_out: Sequence[Safeguarded] | None = None) -> RolePolicies:
    """Both, of an agreement that was judged to be without errors; its statements too may be worked out already."""
    return RolePolicies(trust_policy(agreement), permission_policy(agreement, worked_out))
