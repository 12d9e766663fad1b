"""The requests that tell most, of those in a box."""

from collections.abc import Sequence

from xacct_constructs.assembly import Assembly, Identity
from xacct_constructs.iam import ResourcePolicyKind
from xacct_constructs.request_sets import Box, ByResource, action_literal, box, product, resource_literal
from xacct_constructs.services import ASSUME_ROLE, RESOURCE_KINDS

_KEYS = [each for each in RESOURCE_KINDS if each.policy is ResourcePolicyKind.KEY]


class Likely:
    """Those that ask for roles and keys whose policies are known, or for keys of the own account."""

    def __init__(self, assembly: Assembly) -> None:
        """Take what the roles and keys are of."""
        asked = [_asking(ASSUME_ROLE, each.arn) for each in assembly.identities if each.trust is not None]
        for kind in _KEYS:
            held = (each.arn for each in assembly.resources.values() if each.kind == kind)
            asked += (_asking(kind.decides, arn) for arn in held)
        self._asked = ByResource(asked)

    def among(self, boxes: Sequence[Box], user: Identity) -> list[Box]:
        """The parts of the boxes that are such requests of a user or role."""
        own = [_asking(kind.decides, kind.form.pattern(user.account)) for kind in _KEYS]
        return [*self._asked.product(boxes), *product(boxes, own)]


def _asking(action: str, arn: str) -> Box:
    return box(action_literal((action,)), resource_literal((arn,)))
