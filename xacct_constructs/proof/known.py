"""What is known of access from outside: as sets of requests to be taken away, what of it is met, what is to be said."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from xacct_constructs.assembly import Assembly, Identity
from xacct_constructs.finding import Finding, warning
from xacct_constructs.iam import Bound, Caller
from xacct_constructs.known_access import CdkRole, Fingerprints, KnownAccess, KnownEntry, KnownWay, from_json
from xacct_constructs.proof.fingerprints import fingerprints
from xacct_constructs.proof.identities import caller_of, own_side
from xacct_constructs.request_sets import (
    AWS,
    Box,
    box,
    effect_boxes,
    has_request,
    kind_is,
    principal_is,
    product,
    resource_side,
    subtract,
)
from xacct_constructs.services import resource_kind

_ANYWHERE = "*"


class Known:
    """What counts of all that is known, by where it is asked for."""

    def __init__(self, known: KnownAccess, today: datetime | None, assembly: Assembly) -> None:
        """Take what is known, the moment to judge days of review by, and what it is known of."""
        self._known, self._today = known, today
        self.beyond: dict[str, list[Box]] = {}
        self.touched = 0
        """How often something of it was met, or had lapsed: whatever did not touch it is the same without it."""
        self._met: set[int] = set()
        self._lapsed: dict[int, str] = {}
        ways = [each for each in known.ways if not each.missing]
        self._boxes = {each.id: boxes_of(each) for each in ways}
        self._first: dict[str, list[KnownWay]] = {}
        self._later: dict[str, list[KnownWay]] = {}
        for way in ways:
            for arn in _resources(way) if way.after is None else ():
                self._first.setdefault(arn, []).append(way)
            if way.after is not None:
                self._later.setdefault(way.after, []).append(way)
        self._administrators = {each.role: each for each in known.administrators if not each.missing}
        self._of_cdk: dict[str, CdkRole] = {}
        for entry in known.cdk_roles:
            if not entry.missing and (role := assembly.identity(entry.role)) is not None:
                self._take_cdk_role(entry, role)

    def _take_cdk_role(self, entry: CdkRole, role: Identity) -> None:
        """Whoever is let into one of CDK's roles is known, as long as it is that and what it was."""
        from xacct_constructs.proof.cdk_roles import cdk_kind

        changed = _changed(entry.fingerprints, role)
        if not changed and cdk_kind(role) is not entry.kind:
            changed = f"shape is not that of CDK's {entry.kind}"
        if changed or role.trust is None:
            self._lapsed[id(entry)] = changed
            return
        self._of_cdk[role.arn] = entry
        way = KnownWay(id=entry.id, allows={})
        self._boxes[way.id] = resource_side(role.trust.at(Bound.BELOW), Bound.BELOW)
        self._first.setdefault(role.arn, []).append(way)

    # First steps

    def left(self, arn: str, boxes: Sequence[Box]) -> list[Box]:
        """What of the requests for a resource no first step is known for."""
        found = subtract(boxes, [found for way in self._at(arn) for found in self._boxes[way.id]])
        if found:
            self.beyond.setdefault(arn, []).extend(found)
            self.touched += 1
        return found

    def parts(self, arn: str, boxes: Sequence[Box]) -> Iterator[tuple[KnownWay, list[Box]]]:
        """Each first step with what it is known for, of the requests for a resource."""
        for way in self._at(arn):
            part = product(boxes, self._boxes[way.id])
            if self._meets(way, part):
                yield way, part

    def _at(self, arn: str) -> list[KnownWay]:
        return [*self._first.get(arn, ()), *self._first.get(_ANYWHERE, ())]

    # Later steps

    def left_after(self, way: KnownWay, role: Identity, boxes: Sequence[Box]) -> list[Box]:
        """What of a role's requests is known of nobody who came in by a way."""
        later = [found for each in self._later.get(way.id, ()) for found in self._boxes[each.id]]
        return subtract(_asked_by(role, boxes), [*later, *(own_side(role) if self.is_of_cdk(role) else ())])

    def part_after(self, way: KnownWay, role: Identity, boxes: Sequence[Box]) -> list[Box]:
        """What of a role's requests is known of those who came in by a way."""
        asked, found = _asked_by(role, boxes), list[Box]()
        for each in self._later.get(way.id, ()):
            part = product(asked, self._boxes[each.id])
            if self._meets(each, part, caller_of(role)):
                found += part
        return found

    def is_administrator(self, role: Identity) -> bool:
        """Whether every way on from a role is known: it is what it was when somebody looked at it."""
        found = self._administrators.get(role.arn)
        if found is None:
            return False
        self.touched += 1
        if changed := _changed(found.fingerprints, role):
            self._lapsed[id(found)] = changed
        else:
            self._met.add(id(found))
        return not changed

    def is_of_cdk(self, role: Identity) -> bool:
        """Whether every way on by a role's own policies is known: it is one of CDK's, and what it was."""
        return role.arn in self._of_cdk

    def _meets(self, way: KnownWay, part: Sequence[Box], caller: Caller | None = None) -> bool:
        is_met = any(has_request(each, caller) for each in part)
        if is_met:
            entry = next((each for each in self._of_cdk.values() if each.id == way.id), way)
            self.meet(entry)
        return is_met

    # What is to be said

    def meet(self, entry: KnownEntry) -> None:
        """Keep that an entry is met."""
        self.touched += 1
        self._met.add(id(entry))

    @property
    def met(self) -> KnownAccess:
        """What the proof rests on."""
        known = self._known
        return KnownAccess(
            tuple(each for each in known.ways if id(each) in self._met),
            tuple(each for each in known.administrators if id(each) in self._met),
            tuple(each for each in known.accepted_unknowns if id(each) in self._met),
            tuple(each for each in known.cdk_roles if id(each) in self._met),
        )

    def findings(self) -> Iterator[Finding]:
        """What is to be done about entries; there it is done, and acknowledged nowhere."""
        return (each._replace(fingerprint="") for each in self._findings())

    def _findings(self) -> Iterator[Finding]:
        for place, entry in self._known.entries():
            path = f"{place} ({entry})"
            if entry.missing:
                what = f"counts for nothing, since it lacks {', '.join(entry.missing)}"
                yield warning("XA612", path, what, "fill in what is missing, once you have looked at it")
            elif id(entry) in self._lapsed:
                what = f"has lapsed: the role's {self._lapsed[id(entry)]}"
                yield warning("XA613", path, what, "look at the role again, and copy the new fingerprints")
            elif id(entry) not in self._met:
                yield warning("XA610", path, "matches nothing any more", "remove it")
            elif entry.review_by and self._today and entry.review_by < self._today.date():
                what = f"was to be looked at again by {entry.review_by}"
                yield warning("XA611", path, what, f"ask {entry.owner} whether it still holds, and set a new day")


def _changed(given: Fingerprints, role: Identity) -> str:
    """What of a role is not what somebody looked at."""
    is_ = fingerprints(role)
    names = [name for name in ("trust", "policies", "boundary") if getattr(given, name) != getattr(is_, name)]
    return f"{', '.join(names)} changed" if names else ""


def riding(assembly: Assembly) -> KnownAccess:
    """What is known in the files that ride in an assembly.

    Raises:
        AgreementError: Something in them is wrong.
    """
    found = KnownAccess()
    for each in assembly.known_access:
        found = found.with_(from_json(each, found))
    return found


def boxes_of(way: KnownWay) -> list[Box]:
    """The requests that a way is known for, at least."""
    found = resource_side(way.statements, Bound.BELOW)
    for policy in way.policies:
        found = product(found, effect_boxes(policy, allows=True, bound=Bound.BELOW))
    return found


def _resources(way: KnownWay) -> list[str]:
    """The resources that a way is known for, by the ARN under which each is proven; any, where a pattern stands."""
    found = way.statements[0] if way.statements else None
    if found is None or found.not_resources or found.resources is None:
        return [_ANYWHERE]
    kinds = ((each, resource_kind(each)) for each in found.resources)
    arns = [(kind.resource_of(each) if kind else None) or _ANYWHERE for each, kind in kinds]
    return list(dict.fromkeys(_ANYWHERE if set(each) & set("*?") else each for each in arns))


def _asked_by(role: Identity, boxes: Sequence[Box]) -> list[Box]:
    return product(boxes, [box(kind_is(AWS), principal_is(role.arn))])
