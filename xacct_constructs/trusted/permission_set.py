"""The half of a permission set, for the app that owns the set.

Source: IAM Identity Center User Guide, "Custom permissions" (inline policies); CloudFormation Template Reference,
AWS::SSO::PermissionSet, InlinePolicy.
"""

from collections.abc import Sequence
from typing import Any

from xacct_constructs.agreement import RoleReference
from xacct_constructs.finding import AgreementError, error, require_no_errors
from xacct_constructs.policies import assume_policy
from xacct_constructs.principals import TrustedPermissionSet
from xacct_constructs.texts import shown
from xacct_constructs.validation import check_references, is_reference


def permission_set_policy(
    permission_set: TrustedPermissionSet,
    assumes: Sequence[RoleReference],
    *,
    permissions_boundary: str | None = None,
) -> dict[str, Any]:
    """The policy that lets a permission set assume roles, for `sso.CfnPermissionSet(…, inline_policy=…)`.

    A set has one inline policy, so that statements of your own stand in the same document. IAM's quota of 10,240
    characters is on all of it, and is not judged here.

    Args:
        permission_set: The permission set, as the agreements trust it.
        assumes: The `.reference` of each role; each must admit this permission set.
        permissions_boundary: ARN of the policy that bounds the set; it is not written here. Default: none.

    Raises:
        AgreementError: with every error found.
    """
    if type(permission_set) is not TrustedPermissionSet:
        message = f"must be a TrustedPermissionSet, got {shown(permission_set)}"
        raise AgreementError([error("XA020", "permission_set", message, "name the set as the agreement does")])
    require_no_errors(permission_set.check("permission_set"))
    if not isinstance(assumes, (list, tuple)) or not assumes or not is_reference(assumes[0]):
        message = f"must be a list of at least one reference, got {shown(assumes)}"
        raise AgreementError([error("XA500", "assumes", message, "pass [role.reference]")])
    partition = assumes[0].partition
    # Any of its roles stands for all: what ends the name decides nothing.
    require_no_errors(check_references(assumes, permission_set.a_role(partition), partition, permissions_boundary))
    return assume_policy(assumes)
