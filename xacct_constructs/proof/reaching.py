"""Which roles reach what is agreed on, by their own policies or through a role that they may assume."""

from collections.abc import Iterable
from functools import cached_property

from xacct_constructs.assembly import Assembly, Identity
from xacct_constructs.iam import UndecidedError, statements_of
from xacct_constructs.proof.agreed_on import AgreedOn
from xacct_constructs.proof.identities import caller_of, own_side
from xacct_constructs.request_sets import action_literal, box, product, reaching, request_in, resource_literal


class Reaching:
    """The roles of an assembly that reach what is agreed on."""

    def __init__(self, assembly: Assembly, agreed_on: AgreedOn) -> None:
        """Take what is agreed on in an assembly."""
        self._assembly, self._agreed_on = assembly, agreed_on

    def why(self, role: Identity) -> str:
        """Why a role reaches it, or may; empty where it does not."""
        if role.arn in self._agreed_on.identities:
            return f"{role.arn} is agreed on, or may assume a role that is"
        if role.existing or role.outside:
            return f"{role.arn} has policies that are not in the assembly"
        return self._all.get(role.arn, "")

    @cached_property
    def _all(self) -> dict[str, str]:
        """Every role that reaches it, with the reason, along chains of roles too."""
        found = dict.fromkeys(self._agreed_on.identities, "")
        for each in self._assembly.identities:
            if each.arn not in found and (why := self._asks(each, self._agreed_on.resources)):
                found[each.arn] = why
        behind = tuple(found)
        while behind:
            added = {
                each.arn: why
                for each in self._assembly.identities
                if each.arn not in found and (why := self._assumes(each, behind))
            }
            found |= added
            behind = tuple(added)
        return found

    def _asks(self, role: Identity, arns: Iterable[str]) -> str:
        named = tuple(arns)
        if not named:
            return ""
        try:
            for each in product(own_side(role), reaching(*named)):
                if request := request_in(each, caller_of(role)):
                    return f"{role.arn} may call {request.action} on {request.resource}"
        except UndecidedError as problem:
            return f"what {role.arn} may do is not known: {problem}"
        return ""

    def _assumes(self, role: Identity, behind: tuple[str, ...]) -> str:
        """The role that it may assume, or that admits it by name, and that reaches it."""
        asked = box(action_literal(("sts:AssumeRole",)), resource_literal(behind))
        try:
            for each in product(own_side(role), [asked]):
                if request := request_in(each, caller_of(role)):
                    return f"{role.arn} may assume {request.resource}"
            for arn in behind:
                if (other := self._assembly.identity(arn)) and _admits(other, role):
                    return f"{arn} admits {role.arn}"
        except UndecidedError as problem:
            return f"what {role.arn} may do is not known: {problem}"
        return ""


def _admits(other: Identity, role: Identity) -> bool:
    """Whether a trust policy names the role itself, so that it needs no permission of its own."""
    named = (each.principals for each in statements_of(other.trust) if each.allows) if other.trust else ()
    return any(each is not None and role.arn in each.aws for each in named)
