"""The resources of one role or other principal, under the names that they have in a stack."""

from collections.abc import Mapping
from typing import Any

from xacct_constructs.account_stacks.ids import Identified
from xacct_constructs.resources import Resources

PERMISSIONS, ASSUMING = "Permissions", "AssumeRoles"
"""What a policy's logical ID ends in: what a role may do for others, and what a principal may assume elsewhere."""


def written(of: Identified, resources: Resources, policies: str) -> dict[str, dict[str, Any]]:
    """The resources by logical ID, in the order and form in which the CDK writes them.

    Args:
        of: Whose they are.
        resources: Under their local names.
        policies: What the logical IDs of its policies end in.
    """
    ids = {local: of.logical_id + local.replace("Policy", policies).replace("Resource", "") for local in resources}
    return {
        ids[local]: {**each, "Properties": _properties(each["Properties"], ids)} for local, each in resources.items()
    }


def _properties(properties: Mapping[str, Any], ids: Mapping[str, str]) -> dict[str, Any]:
    found = dict(sorted(properties.items()))
    if arns := found.get("ManagedPolicyArns"):
        found["ManagedPolicyArns"] = [{"Ref": ids[each["Ref"]]} for each in arns]
    if isinstance(group := found.get("GroupName"), dict):
        found["GroupName"] = {"Ref": ids[group["Ref"]]}
    if inline := found.get("Policies"):
        found["Policies"] = [dict(sorted(each.items())) for each in inline]
    return found
