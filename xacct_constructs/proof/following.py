"""Where those come who come in by a known way: past the steps that are known of them, and of nobody else."""

from collections import deque
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from xacct_constructs.assembly import Identity
from xacct_constructs.iam import UndecidedError
from xacct_constructs.known_access import KnownWay
from xacct_constructs.proof.agreed_on import AgreedOn
from xacct_constructs.proof.calling import Calling
from xacct_constructs.proof.given import entering
from xacct_constructs.proof.known import Known
from xacct_constructs.proof.lead import Lead, permissions
from xacct_constructs.proof.leading import Leading
from xacct_constructs.request_sets import Box

Leads = Callable[[KnownWay, list[Box]], Sequence[Lead | None]]
"""Where it leads that some requests are known; None: nowhere near."""


class Onward(NamedTuple):
    """Requests of a role on a known way that nothing known covers.

    Attributes:
        role: Who asks.
        boxes: The requests.
        lead: Where they lead.
        into: The role that they enter. Default: they use what is agreed on.
        changes: Whether that lead is to changing who may do what: an administrator's. Default: no.
    """

    role: Identity
    boxes: tuple[Box, ...]
    lead: Lead
    into: Identity | None = None
    changes: bool = False


class Following:
    """Follows known ways, step by step."""

    def __init__(self, leading: Leading, agreed_on: AgreedOn, known: Known, agreed_roles: Collection[str]) -> None:
        """Take what is known.

        Args:
            leading: Follows all other ways.
            agreed_on: What is agreed on.
            known: What is known.
            agreed_roles: ARNs of the agreements' own roles: whoever gets into one too many is shown there.
        """
        self._leading, self._agreed_on, self._known, self._agreed_roles = leading, agreed_on, known, agreed_roles
        self.calling = Calling(leading)
        self.found: list[tuple[KnownWay, Onward]] = []

    def comes(self, role: Identity) -> Lead | None:
        """Where the sessions of a role come, and what answers those as whom they may act; None: nowhere near."""
        if found := self.calling.lead(role):
            return found
        for other in self._leading.behind(role, passing=True)[1:]:
            if why := self.calling.called(other):
                return Lead(why=f"{role.arn} may act as {other.arn}, and {why}")
        return None

    def leads(self, role: Identity, way: KnownWay, _: object = None) -> list[Lead]:
        """Where the sessions of a role come that a way leads into, beyond what is known; empty: nowhere."""
        found = list(self._onward(role, way))
        self.found += [(way, each) for each in found]
        return [each.lead for each in found]

    def _onward(self, role: Identity, way: KnownWay) -> Iterator[Onward]:
        waiting: deque[tuple[Identity, Lead]] = deque([(role, Lead())])
        seen = {role.arn}
        while waiting:
            here, came = waiting.popleft()
            if self._known.is_administrator(here):
                continue
            for each in self._beyond(here, way):
                yield each._replace(lead=_joined(came, each.lead))
            for other, step in self._known_roles(here, way):
                if other.arn not in seen:
                    seen.add(other.arn)
                    waiting.append((other, _joined(came, step)))

    def _beyond(self, here: Identity, way: KnownWay) -> Iterator[Onward]:
        """What a role may do that is known of nobody who came that way."""
        own = permissions(here)
        if isinstance(own, Lead):
            yield Onward(here, (), own)
            return
        try:
            for boxes in self._leading.about.using(here, own):
                left = self._known.left_after(way, here, boxes)
                yield from (Onward(here, tuple(left), lead) for lead in _shortest(self._leading.asked(here, left)))
                self._known.part_after(way, here, boxes)
            for other in self._others(here, own):
                left = self._known.left_after(way, here, entering(here, own, other))
                for lead in _shortest(self._leading.asked(here, left)):
                    if onward := self._on(other):
                        yield Onward(here, tuple(left), _joined(lead, onward), other)
            if not self._known.is_of_cdk(here):
                yield from self._further(here, own)
        except UndecidedError as problem:
            yield Onward(here, (), Lead(why=f"what {here.arn} may do is not known: {problem}"))

    def _further(self, here: Identity, own: list[Box]) -> Iterator[Onward]:
        """Ways that go further than requests tell; behind one of an administrator's there is nothing more to tell."""
        further = list(self._leading.further(here, own))
        for lead, changes in further:
            yield Onward(here, (), lead, changes=changes)
            if changes:
                return
        passed = [other for other in self._leading.passed(here) if other.arn not in self._agreed_roles]
        for other, onward in ((each, self._on(each)) for each in passed):
            if onward:
                why = f"{here.arn} may pass {other.arn} to what it starts"
                yield Onward(here, (), Lead(why=f"{why}: {onward.why or 'that comes to it'}"))
        if not further and (why := self.calling.called(here)):
            yield Onward(here, (), Lead(why=why))

    def _others(self, here: Identity, own: Sequence[Box]) -> Iterator[Identity]:
        """The roles that it may enter at all, but for the agreements' own."""
        return (each for each in self._leading.enterable.by(here, own) if each.arn not in self._agreed_roles)

    def _on(self, other: Identity) -> Lead | None:
        return Lead() if other.arn in self._agreed_on.identities else self.comes(other)

    def _known_roles(self, here: Identity, way: KnownWay) -> Iterator[tuple[Identity, Lead]]:
        """The roles that it is known to go on to, each with the step; where none is shown, it may go there."""
        own = permissions(here)
        if isinstance(own, Lead):
            return
        for other in self._others(here, own):
            if part := self._known.part_after(way, here, entering(here, own, other)):
                yield other, self._step(here, part)

    def _step(self, here: Identity, part: list[Box]) -> Lead:
        try:
            return next(iter(_shortest(self._leading.asked(here, part))), Lead())
        except UndecidedError as problem:
            return Lead(why=f"what {here.arn} may do is not known: {problem}")


def nowhere(*_: object) -> tuple[()]:
    """Where a known way leads that ends where the next step is the agreement's own."""
    return ()


def _joined(first: Lead, then: Lead) -> Lead:
    """One after the other; what is not shown of either is not shown of both."""
    return Lead((*first.steps, *then.steps), first.why or then.why)


def _shortest(leads: Iterable[Lead]) -> list[Lead]:
    """A way that is shown; where there is none, all that may be."""
    found = list(leads)
    return [each for each in found if not each.why][:1] or found
