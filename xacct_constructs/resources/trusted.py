"""The trusted account's half: the user or role, and the policy that lets it assume."""

from collections.abc import Sequence

from xacct_constructs.agreement import RoleReference
from xacct_constructs.policies import assume_policy
from xacct_constructs.policies.document import document
from xacct_constructs.principals import TrustedRole, TrustedUser
from xacct_constructs.resources.resource import Resources, attached, path_or_default, resource
from xacct_constructs.values import scalar

ASSUME_POLICY_NAME = "assume-roles"


def trusted_resources(
    principal: TrustedUser | TrustedRole,
    references: Sequence[RoleReference],
    *,
    permissions_boundary: str | None = None,
    managed_policy_name: str | None = None,
    assumed_by: Sequence[str] = (),
    policy_name: str = ASSUME_POLICY_NAME,
) -> Resources:
    """The resources of the trusted account's stack; for a principal that exists already, its policy alone.

    `assumed_by` are the services that a new workload role serves.
    """
    holder = None
    if isinstance(principal, TrustedUser):
        existing = {"Users": [principal.name]}
        if not principal.existing:
            path = path_or_default(principal.path)
            holder = resource("User", UserName=principal.name, Path=path, PermissionsBoundary=permissions_boundary)
    else:
        existing = {"Roles": [principal.name]}
        if not principal.existing:
            services = {"Service": scalar(assumed_by)}
            holder = resource(
                "Role",
                RoleName=principal.name,
                Path=path_or_default(principal.path),
                AssumeRolePolicyDocument=document(
                    [{"Effect": "Allow", "Principal": services, "Action": "sts:AssumeRole"}]
                ),
                PermissionsBoundary=permissions_boundary,
            )
    return attached(
        holder,
        existing,
        assume_policy(references),
        policy_name=policy_name,
        managed_policy_name=managed_policy_name,
    )
