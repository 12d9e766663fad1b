"""The trusted account's half: the user, role or group, and the policy that lets it assume."""

from collections.abc import Sequence
from typing import Any

from xacct_constructs.agreement import RoleReference
from xacct_constructs.policies import CustomerManagedPolicy, assume_policy
from xacct_constructs.policies.document import document as envelope
from xacct_constructs.principals import NamedPrincipal, is_group
from xacct_constructs.resources.resource import Resources, attached, path_or_default, resource
from xacct_constructs.values import scalar

ASSUME_POLICY_NAME = "assume-roles"


def trusted_resources(
    principal: NamedPrincipal,
    references: Sequence[RoleReference],
    *,
    document: dict[str, Any] | None = None,
    permissions_boundary: str | None = None,
    managed: Sequence[CustomerManagedPolicy] = (),
    assumed_by: Sequence[str] = (),
    policy_name: str = ASSUME_POLICY_NAME,
) -> Resources:
    """The resources of the trusted account's stack; for a principal that exists already, its policy alone.

    For a principal that holds no policies there are none: `validation.check_trusted` prints what its owner adds.

    `document` is the policy, where it was written already; left out, it is written here.
    `managed` are the same as managed policies; left out, it stands inline.
    `assumed_by` are the services that a new workload role serves.
    """
    if not principal.holds_policies:
        return {}
    kind = principal.kind.capitalize()
    holder = None
    if not principal.existing:
        properties = {
            f"{kind}Name": principal.name,
            "Path": path_or_default(principal.path),
            "AssumeRolePolicyDocument": _serving(assumed_by) if principal.is_role_session else None,
            "PermissionsBoundary": None if is_group(principal) else permissions_boundary,
        }
        holder = resource(kind, **properties)
    found = attached(
        holder,
        {f"{kind}s": [principal.name]},
        assume_policy(references) if document is None else document,
        policy_name=policy_name,
        managed=managed,
    )
    if holder is not None and is_group(principal):
        users = [each.name for each in principal.members]
        found["Users"] = resource("UserToGroupAddition", GroupName={"Ref": "Resource"}, Users=users)
    return found


def _serving(services: Sequence[str]) -> dict[str, Any]:
    """The trust policy of a role that services run as."""
    return envelope([{"Effect": "Allow", "Principal": {"Service": scalar(services)}, "Action": "sts:AssumeRole"}])
