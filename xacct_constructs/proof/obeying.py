"""Which programs of an account run or obey what is written somewhere, and lead to what is agreed on."""

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property

from xacct_constructs.arns import parse
from xacct_constructs.assembly import Assembly, Identity, Other, Resource
from xacct_constructs.iam import Bound, ResourcePolicyKind, UndecidedError
from xacct_constructs.proof.acting import Acting
from xacct_constructs.proof.agreed_on import AgreedOn
from xacct_constructs.proof.identities import own_side, session_of
from xacct_constructs.proof.reaching import Reaching
from xacct_constructs.proof.said import NAMING, Leaf, leaves
from xacct_constructs.request_sets import product, reaching, request_in
from xacct_constructs.services import resource_kind


class Obeying:
    """Looks for who takes its code or its orders from a resource."""

    def __init__(self, assembly: Assembly, agreed_on: AgreedOn, leads: Callable[[Identity], str]) -> None:
        """Take what is agreed on in an assembly.

        Args:
            assembly: The assembly.
            agreed_on: What is agreed on.
            leads: Why a role comes to it by its own permissions, or may; empty where it does not.
        """
        self._assembly, self._agreed_on, self._leads = assembly, agreed_on, leads
        self._acting = Acting(assembly, agreed_on, Reaching(assembly, agreed_on))

    @cached_property
    def programs(self) -> Mapping[str, str]:
        """The roles of programs that come to what is agreed on, or may, each with the reason."""
        roles = (each for each in self._assembly.identities if each.trust is not None and _is_program(each))
        return {each.arn: why for each in roles if (why := self._leads(each))}

    def why(self, arn: str) -> str:
        """Why what is written there is obeyed by one of them, or may be; empty where it is not.

        Args:
            arn: ARN of a resource that is not agreed on, or of what lies in it.
        """
        kind = resource_kind(arn)
        if kind is None:
            return next((f"{arn} may obey that: {why}" for arn, why in self.programs.items()), "")
        if kind.policy is not ResourcePolicyKind.OTHER:
            return ""
        held = self._assembly.resource(arn)
        if held is None:
            return f"{arn} is not in the assembly, so what takes its code from there is not known"
        return next((f"{each} may obey that: {self.programs[each]}" for each in self._readers(held)), "")

    def _readers(self, held: Resource) -> Iterator[str]:
        """The programs that may ask for what is there, or stand in the templates beside its name."""
        if not self.programs:
            return
        for arn in self.programs:
            role = self._assembly.identity(arn)
            if role is not None and _asks(role, held.arn):
                yield arn
        for other in self._assembly.others:
            if _names(self._assembly, other, held):
                roles = {each.arn for each in self._acting.roles(other)}
                yield from (arn for arn in self.programs if arn in roles)


def _is_program(role: Identity) -> bool:
    """Whether a service may act as it: by its trust policy, at most."""
    allows = (each.principals for each in (role.trust.at(Bound.ABOVE) if role.trust else ()) if each.allows)
    return any(each is None or each.negated or each.services or "*" in each.aws for each in allows)


def _asks(role: Identity, arn: str) -> bool:
    try:
        found = product(own_side(role), reaching(arn))
        return any(request_in(each, session_of(role)) is not None for each in found)
    except UndecidedError:
        return True


def _names(assembly: Assembly, other: Other, held: Resource) -> bool:
    """Whether a resource says the name of another, or its ARN, or may say it where a name belongs."""
    name = parse(held.arn).resource
    said = leaves(other.said)
    return any(leaf.rewritten or name in leaf.text or _may_name(assembly, leaf, name, held.arn) for leaf in said)


def _may_name(assembly: Assembly, leaf: Leaf, *names: str) -> bool:
    return bool(NAMING.search(leaf.name)) and any(assembly.may_be(leaf.text, each) for each in names)
