"""The requests that tell most, of those in a box."""

from collections.abc import Sequence

from xacct_constructs.assembly import Assembly, Identity
from xacct_constructs.iam import ResourcePolicyKind
from xacct_constructs.request_sets import Box, action_literal, box, product, resource_literal
from xacct_constructs.services import ASSUME_ROLE, RESOURCE_KINDS


def likely(assembly: Assembly, boxes: Sequence[Box], user: Identity) -> list[Box]:
    """The parts of the boxes that ask for roles and keys whose policies are known, or for keys of the own account."""
    if not boxes:
        return []
    roles = [each.arn for each in assembly.identities if each.trust is not None]
    asked = [box(action_literal((ASSUME_ROLE,)), resource_literal((arn,))) for arn in roles]
    for kind in (each for each in RESOURCE_KINDS if each.policy is ResourcePolicyKind.KEY):
        arns = [each.arn for each in assembly.resources.values() if each.kind == kind]
        own = kind.form.pattern(user.account)
        asked += [box(action_literal((kind.decides,)), resource_literal((arn,))) for arn in (*arns, own)]
    return product(boxes, asked)
