"""Which programs may read something, so that what they answer may hold it: where their answers go, copies lie."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial

from xacct_constructs.assembly import Assembly, Identity, Other
from xacct_constructs.iam import UndecidedError
from xacct_constructs.proof.actors import Actors
from xacct_constructs.proof.answering import Answering
from xacct_constructs.proof.given import asked_about, entering
from xacct_constructs.proof.identities import caller_of
from xacct_constructs.proof.lead import Lead, permissions
from xacct_constructs.proof.letting import Letting
from xacct_constructs.proof.reach import learning
from xacct_constructs.proof.said import Leaf
from xacct_constructs.request_sets import Box, has_request


class Answers:
    """Looks up what programs read."""

    def __init__(self, assembly: Assembly, actors: Actors) -> None:
        """Take the assembly, and who looks up what resources act as."""
        self._assembly, self._actors = assembly, actors
        self._answering, self._letting = Answering(assembly), Letting(assembly, actors)
        self._roles: dict[tuple[str, Leaf], list[Identity] | None] = {}

    def may_hold(self, other: Other, named: Iterable[Leaf], arn: str) -> bool:
        """Whether a program that a resource names so may read what has this ARN; of what is not known, it may."""
        return any(self._may_read(other, each, arn) for each in named)

    def _may_read(self, other: Other, leaf: Leaf, arn: str) -> bool:
        key = other.account, leaf
        if key not in self._roles:
            self._roles[key] = self._all(other, leaf)
        roles = self._roles[key]
        return roles is None or any(self._reads(each, arn) for each in roles)

    def _reads(self, role: Identity, arn: str) -> bool:
        """Whether it may learn what is there, by its own word or by that of the resource."""
        return _may_ask(role, lambda: learning(arn, asked_about(self._assembly, role, arn)))

    def _all(self, other: Other, leaf: Leaf) -> list[Identity] | None:
        """The roles as which it reads, and those that these may assume or ask; None: they are not all known."""
        found = dict[str, Identity]()
        waiting = self._roles_of(self._actors.named(other, leaf))
        while waiting:
            here = waiting.pop()
            if here.arn in found:
                continue
            own, asked = permissions(here), self._roles_of(self._asked_by(here))
            if isinstance(own, Lead) or asked is None:
                return None
            found[here.arn] = here
            roles = [each for each in self._assembly.identities if each.kind == "role"]
            waiting += [*asked, *(each for each in roles if _may_ask(here, partial(entering, here, own, each)))]
        return list(found.values()) or None

    def _roles_of(self, programs: Iterable[Other]) -> list[Identity] | None:
        """The roles as which programs act; None: they are not all known."""
        found = list[Identity]()
        for program in programs:
            if not all(self._actors.is_told(each) for each in self._actors.through(program)):
                return None
            found += self._actors.roles(program)
        return found

    def _asked_by(self, role: Identity) -> Iterator[Other]:
        """The programs that a role may ask, by its own permissions or as what lets it names it."""
        yield from self._answering.asked_by(role)
        yield from self._letting.programs(role)


def _may_ask(role: Identity, asked: Callable[[], Iterable[Box]]) -> bool:
    """Whether any of these requests is its; what is not understood may be."""
    try:
        return any(has_request(each, caller_of(role)) for each in asked())
    except UndecidedError:
        return True
