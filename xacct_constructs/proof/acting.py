"""Why what a resource acts as comes to what is agreed on, or may, over all that it goes through."""

import re
from collections.abc import Callable

from xacct_constructs.assembly import Assembly, Identity, Other
from xacct_constructs.proof.actors import ARNS, ROLES, Actors, acts, followed
from xacct_constructs.proof.agreed_on import AgreedOn
from xacct_constructs.proof.said import Leaf, leaves
from xacct_constructs.world import RUNNING

_FUNCTION = re.compile(r"arn:[^:]*:lambda:[^:]*:[^:]*:function:")
_WHOLE = re.compile("(Role|InstanceProfile|Function|Lambda|TaskDefinition|StateMachine)(Name|A[Rr][Nn])?s?$")
"""What a property is called that says it as a whole: where that is not known, it may be any."""


class Acting:
    """Follows what a resource names to the roles that it acts as, and on."""

    def __init__(self, assembly: Assembly, agreed_on: AgreedOn, reaches: Callable[[Identity], str]) -> None:
        """Take what is agreed on in an assembly, and why a role comes to it, or may; empty where it does not."""
        self._assembly, self._agreed_on, self._reaches = assembly, agreed_on, reaches
        self.actors = Actors(assembly)

    def why(self, other: Other, leaf: Leaf, *, through: bool) -> str:
        """Why what a value names reaches what is agreed on, or may; empty where it does not.

        Args:
            other: The resource whose value it is.
            leaf: The value.
            through: Whether the resource does nothing but through what it names.
        """
        return self._why(other, leaf, through, set())

    def unknown(self, other: Other) -> str:
        """Why it is not known as which role a resource acts; empty where its roles, or what says them, are here."""
        if other.account.isdigit() and other.account not in self._agreed_on.accounts:
            return ""
        for leaf in self.actors.telling(other):
            if why := self._agreed_on.open_in(leaf.text):
                return f"its {leaf.path} is not known: {why}"
            if not self.actors.is_here(other, leaf):
                return f"its {leaf.path} is not in the assembly, so what that may do is not known"
        return ""

    def may_be_any(self, other: Other) -> bool:
        """Whether it is not known which program a resource goes through, or as which role that runs."""
        for each in self.actors.through(other):
            open_ = (self._agreed_on.open_in(leaf.text) for leaf in leaves(each.said) if _WHOLE.search(leaf.name))
            if any(open_) or (each.type in RUNNING and self.unknown(each)):
                return True
        return False

    def _why(self, other: Other, leaf: Leaf, through: bool, seen: set[str]) -> str:
        if leaf.rewritten:
            return f"{leaf.path} is unfolded at deployment, and may say anything"
        roles = list(self.actors.roles_in(other, leaf))
        if why := next(filter(None, map(self._reaches, roles)), ""):
            return why
        if (through or _WHOLE.search(leaf.name)) and (why := self._agreed_on.open_in(leaf.text)):
            return f"its {leaf.path} is not known: {why}"
        if self._assembly.resource(leaf.text) is not None:
            named = self._agreed_on.named_by(leaf.text, by_name=False)
            return f"its {leaf.path} names {named}" if named else ""
        found = list(self.actors.named(other, leaf))
        if unseen := self._unseen(leaf.text, whole=through and not roles and not found):
            return f"{unseen} is not in the assembly, so what it may do is not known"
        for each in found:
            if str(each.origin) not in seen:
                seen.add(str(each.origin))
                if why := self._of(each, seen):
                    return why
        return ""

    def _unseen(self, text: str, *, whole: bool) -> str:
        """The function or role that a text names and nobody here knows, or, where it must name something, the text."""
        for arn in (each for each in ARNS.findall(text) if _FUNCTION.match(each)):
            if not self.actors.made_by(arn) and not any(self._assembly.places(arn)):
                return str(arn)
        for arn in ROLES.findall(text):
            if self._assembly.identity(arn) is None and not any(self._assembly.places(arn)):
                return str(arn)
        return text if whole and not any(self._assembly.places(text)) else ""

    def _of(self, other: Other, seen: set[str]) -> str:
        """Why a resource that is gone through reaches it."""
        for leaf in followed(other):
            if named := self._agreed_on.named_by(leaf.addressed, by_name="Bucket" in leaf.name):
                return f"{other.type} {other.origin.logical_id} names {named}"
            if self._agreed_on.is_made_as(leaf.text):
                return f"{other.type} {other.origin.logical_id} names {leaf.text}"
            if acts(other, leaf) and (why := self._why(other, leaf, True, seen)):
                return why
        return ""

    def is_agreed(self, role: Identity) -> bool:
        """Whether a role is agreed on itself."""
        return role.arn in self._agreed_on.identities
