"""VPC endpoints that templates make, with the policies that bind what is asked through them.

Source: CloudFormation Template Reference, AWS::EC2::VPCEndpoint; AWS PrivateLink Guide, "Control access to VPC
endpoints using endpoint policies".
"""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from xacct_constructs.assembly.holders import policy_of
from xacct_constructs.assembly.model import Endpoint
from xacct_constructs.assembly.properties import written_out
from xacct_constructs.origin import Origin

if TYPE_CHECKING:
    from xacct_constructs.assembly.intrinsics import Resolver

_TYPE = "AWS::EC2::VPCEndpoint"


def endpoints(resolver: "Resolver") -> Iterator[Endpoint]:
    """Every endpoint of a template that has a policy of its own; any other lets through whatever is allowed."""
    for logical_id, resource in resolver.resources.items():
        if resource["Type"] != _TYPE or resolver.is_written(logical_id) is False:
            continue
        origin = Origin(resolver.stack, resolver.file, logical_id)
        found = resolver.properties(logical_id)
        properties = found if isinstance(found, Mapping) else {"PolicyDocument": found}
        document, name = written_out(properties.get("PolicyDocument")), properties.get("ServiceName")
        if document is not None:
            service = name.rpartition(".")[2].removesuffix("-fips") if isinstance(name, str) else None
            yield Endpoint(service, policy_of(resolver, origin, "PolicyDocument", document))
