"""The trusting account's half: the role, its trust policy and its permissions."""

from collections.abc import Sequence

from xacct_constructs.agreement import Agreement
from xacct_constructs.policies import CustomerManagedPolicy, RolePolicies, one_managed_policy, role_policies
from xacct_constructs.resources.resource import Resources, attached, path_or_default, resource

PERMISSIONS_POLICY_NAME = "permissions"


def trusting_resources(
    agreement: Agreement,
    policies: RolePolicies | None = None,
    *,
    policy_name: str = PERMISSIONS_POLICY_NAME,
    managed: Sequence[CustomerManagedPolicy] = (),
) -> Resources:
    """The resources of the trusting account's stack; for a role that exists already, its permissions alone.

    `policies` are what was written of the agreement already; left out, they are written here.
    `managed` are the permissions as managed policies; left out, they stand where the agreement says.
    """
    written = policies or role_policies(agreement)
    safeguards = agreement.safeguards
    duration = safeguards.max_session_duration
    role = None
    if not agreement.existing_role:
        role = resource(
            "Role",
            RoleName=agreement.role_name,
            Path=path_or_default(agreement.path),
            Description=agreement.description,
            AssumeRolePolicyDocument=written.trust,
            MaxSessionDuration=None if duration is None else int(duration.total_seconds()),
            PermissionsBoundary=safeguards.role_permissions_boundary,
        )
    return attached(
        role,
        {"Roles": [agreement.role_name]},
        written.permissions,
        policy_name=policy_name,
        managed=managed or one_managed_policy(agreement.managed_policy_name, written.permissions),
    )
