"""What an agreement says of a resource that the assembly does not hold: whose it is, and which key encrypts it."""

from dataclasses import replace
from typing import NamedTuple

from xacct_constructs.agreement.serialize import from_json
from xacct_constructs.assembly import Resource
from xacct_constructs.iam import Origin, Request
from xacct_constructs.permissions import Use
from xacct_constructs.proof import Access
from xacct_constructs.services import resource_kind


class AsAgreed(NamedTuple):
    """The decisions of an assembly with a resource as it is agreed.

    Attributes:
        access: The decisions.
        use: What the agreement says of the resource; None where the assembly holds it, or no agreement names it.
    """

    access: Access
    use: Use | None


def as_agreed(access: Access, request: Request) -> AsAgreed:
    """The decisions with what is asked for as an agreement has it, where nothing else tells of it; it has no policy."""
    kind = resource_kind(request.resource)
    arn = kind.resource_of(request.resource) if kind else None
    if kind is None or arn is None or access.assembly.resource(request.resource) is not None:
        return AsAgreed(access, None)
    agreements = map(from_json, access.assembly.agreements)
    uses = (use for each in agreements for permission in each.permissions for use in permission.uses(each.role) or ())
    use = next((each for each in uses if each.resource == arn), None)
    if use is None or request.resource_account not in (None, use.owner):
        return AsAgreed(access, None)
    held = Resource(arn, use.owner, Origin("", "the agreement", ""), kind, kms_key=use.key)
    assembly = replace(access.assembly, resources={**access.assembly.resources, arn: held})
    return AsAgreed(Access(assembly, access.organized.organization), use)
