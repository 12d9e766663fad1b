"""Organization policies that templates make, and the accounts that they bind.

Source: CloudFormation Template Reference, AWS::Organizations::Policy; AWS Organizations User Guide, "Service control
policies" and "Resource control policies".
"""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from xacct_constructs.assembly.holders import policy_of
from xacct_constructs.assembly.model import OrganizationPolicy
from xacct_constructs.assembly.properties import written_out
from xacct_constructs.origin import Origin
from xacct_constructs.unknowns import members

if TYPE_CHECKING:
    from xacct_constructs.assembly.intrinsics import Resolver

_TYPE = "AWS::Organizations::Policy"


def organization_policies(resolver: "Resolver") -> Iterator[OrganizationPolicy]:
    """Every organization policy of a template, with what it is attached to."""
    for logical_id, resource in resolver.resources.items():
        if resource["Type"] != _TYPE or resolver.is_written(logical_id) is False:
            continue
        origin = Origin(resolver.stack, resolver.file, logical_id)
        found = resolver.properties(logical_id)
        properties = found if isinstance(found, Mapping) else {"Content": found, "Type": found, "TargetIds": found}
        kind, targets = properties.get("Type"), members(properties.get("TargetIds") or [])
        name = properties.get("Name")
        yield OrganizationPolicy(
            kind if isinstance(kind, str) else None,
            policy_of(resolver, origin, "Content", written_out(properties.get("Content"))),
            tuple(str(each.value) for each in targets),
            name if isinstance(name, str) else None,
        )
