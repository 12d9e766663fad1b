"""Organization policies that templates make, and the accounts that they bind.

Source: CloudFormation Template Reference, AWS::Organizations::Policy; AWS Organizations User Guide, "Service control
policies" and "Resource control policies".
"""

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from xacct_constructs.assembly.holders import policy_of
from xacct_constructs.assembly.model import OrganizationPolicy
from xacct_constructs.iam import Origin
from xacct_constructs.values import listed

if TYPE_CHECKING:
    from xacct_constructs.assembly.intrinsics import Resolver

TYPE = "AWS::Organizations::Policy"


def organization_policies(resolver: "Resolver") -> Iterator[OrganizationPolicy]:
    """Every organization policy of a template that is attached to something."""
    for logical_id, resource in resolver.resources.items():
        if resource["Type"] != TYPE or resolver.is_written(logical_id) is False:
            continue
        origin = Origin(resolver.stack, resolver.file, logical_id)
        properties = resolver.value(resource.get("Properties", {}))
        document = _document(properties.get("Content"))
        targets = tuple(map(str, listed(properties.get("TargetIds") or [])))
        yield OrganizationPolicy(str(properties.get("Type")), policy_of(resolver, origin, "Content", document), targets)


def _document(content: Any) -> Any:
    """A document, which may be written as a text."""
    try:
        return json.loads(content) if isinstance(content, str) else content
    except json.JSONDecodeError:
        return content
