"""Doubts that somebody has looked at, by where they stand and by the fingerprint of what they rest on."""

from collections import deque
from collections.abc import Collection, Iterable, Iterator
from functools import cached_property
from typing import Any

from xacct_constructs.assembly import Assembly, Identity
from xacct_constructs.iam import Origin
from xacct_constructs.known_access import AcceptedUnknown
from xacct_constructs.proof.agreed_on import AgreedOn
from xacct_constructs.proof.around import Surroundings
from xacct_constructs.proof.calling import Calling
from xacct_constructs.proof.fingerprints import documents, fingerprint
from xacct_constructs.proof.known import Known
from xacct_constructs.proof.leading import Leading
from xacct_constructs.proof.verdict import Doubt


class Accepting:
    """Tells accepted doubts from others."""

    def __init__(
        self, assembly: Assembly, agreed_on: AgreedOn, leading: Leading, agreed_roles: Collection[str]
    ) -> None:
        """Take what is agreed on in an assembly; of an agreed role no doubt is accepted."""
        self._assembly, self._agreed_on = assembly, agreed_on
        self._leading, self._agreed_roles = leading, agreed_roles
        self._around, self._calling = Surroundings(assembly), Calling(leading)

    def left(self, doubts: Iterable[Doubt], accepted: Iterable[AcceptedUnknown], known: Known) -> Iterator[Doubt]:
        """The doubts that nobody has accepted as they are."""
        waiting = [each for each in accepted if not each.missing]
        for doubt in doubts:
            found = next((each for each in waiting if self._is_of(each, doubt)), None)
            if found is None:
                yield doubt
            else:
                known.meet(found)

    def _is_of(self, accepted: AcceptedUnknown, doubt: Doubt) -> bool:
        place = self.place(doubt)
        if place is None or (place.stack, place.logical_id) != (accepted.artifact, accepted.logical_id):
            return False
        return place.property == accepted.property and self.fingerprint(doubt, place) == accepted.fingerprint

    def place(self, doubt: Doubt) -> Origin | None:
        """Where what a doubt is about stands in a template; None where it cannot be accepted."""
        if isinstance(doubt.about, Origin):
            found = doubt.about
        elif doubt.about in self._agreed_roles:
            return None
        else:
            held = self._assembly.identity(doubt.about) or self._assembly.resource(doubt.about)
            if held is None:
                return None
            found = held.origin
        return found if found.logical_id and found.place() not in self._agreed_places else None

    @cached_property
    def _agreed_places(self) -> frozenset[tuple[str, str]]:
        """Where the templates make the agreed roles."""
        roles = filter(None, map(self._assembly.identity, self._agreed_roles))
        return frozenset(each.origin.place() for each in roles)

    def fingerprint(self, doubt: Doubt, place: Origin) -> str:
        """The fingerprint of a doubt, and of all that it may rest on."""
        return fingerprint([doubt.reason, *self._rests_on(place)])

    def _rests_on(self, place: Origin) -> Iterator[Any]:
        """The resource as it is written, what says who comes to it, and all roles on the way to what is agreed on."""
        yield self._assembly.written.get(place.place())
        others = self._assembly.others_at(place.place())
        yield from (each.said for each in others)
        yield from (around for each in others if (around := self._around.of(each)))
        yield from [self._assembly.made_from[place.place()]] if place.place() in self._assembly.made_from else []
        held = [each for each in self._assembly.resources.values() if each.origin.place() == place.place()]
        yield from ([policy.document for policy in each.policies] for each in held)
        starts = [each for each in self._assembly.identities if each.origin.place() == place.place()]
        starts += [role for each in others for role in self._leading.acting.actors.roles(each)]
        starts += [role for each in held for role in self._leading.obeying(each.arn)]
        on_the_way = self._on_the_way(starts)
        yield from sorted(fingerprint([each.arn, *documents(each)]) for each in on_the_way)
        if on_the_way:
            yield self._agreed_policies

    def _on_the_way(self, starts: Iterable[Identity]) -> list[Identity]:
        """These roles, those that they may come to or call, and those that obey what they write."""
        found: dict[str, Identity] = {}
        waiting = deque(starts)
        while waiting:
            here = waiting.popleft()
            if here.arn not in found:
                found[here.arn] = here
                waiting.extend(self._leading.next_to(here))
                waiting.extend(self._calling.next_to(here))
        return list(found.values())

    @cached_property
    def _agreed_policies(self) -> list[Any]:
        """The policies of what is agreed on: they name roles, too."""
        held = (self._assembly.resources.get(arn) for arn in self._agreed_on.resources)
        return [[each.arn, [policy.document for policy in each.policies]] for each in held if each]
