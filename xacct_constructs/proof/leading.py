"""Where an outsider's way into the account leads: on to what is agreed on, perhaps, or nowhere near it.

A way is followed as far as it may go at most: through roles, by changing IAM, by reading credentials, and by writing
what a program of the account runs or obeys.
"""

import re
from collections import deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import chain
from typing import NamedTuple

from xacct_constructs.assembly import Assembly, Identity
from xacct_constructs.iam import Caller, UndecidedError
from xacct_constructs.proof.about import About
from xacct_constructs.proof.access import Access
from xacct_constructs.proof.acting import Acting
from xacct_constructs.proof.agreed_on import AgreedOn
from xacct_constructs.proof.enterable import Enterable
from xacct_constructs.proof.given import Asking, entering, given
from xacct_constructs.proof.identities import caller_of, own_side
from xacct_constructs.proof.lead import Lead, as_far_as_told, permissions
from xacct_constructs.proof.letting import Letting
from xacct_constructs.proof.obeying import SENDING, Obeying, Written
from xacct_constructs.proof.passing import PASSES, passed, passed_elsewhere
from xacct_constructs.proof.perhaps import as_assumed, named_by_policies, under_names
from xacct_constructs.proof.reach import learning, names_others, naming_inside, not_only_reading
from xacct_constructs.proof.reached import Reached
from xacct_constructs.proof.used import in_which
from xacct_constructs.proof.verdict import Step
from xacct_constructs.request_sets import (
    Box,
    asking_for,
    asking_for_others,
    box,
    is_invented,
    product,
    reaching,
    request_in,
    resource_literal,
    subtract,
)
from xacct_constructs.services import (
    CHANGING_ACCESS,
    GIVING_CREDENTIALS,
    ORDERING_NOTHING,
    TELLING,
    resource_kind,
)

_ENTERS = ("sts:*",)
"""Which roles it may assume is followed role by role."""
_CHANGING = "changes who may do what"
_BOOTSTRAP = re.compile(
    "(?::role/cdk-(?:[A-Za-z0-9_-]+-)?(?:(?:deploy|file-publishing|image-publishing|lookup|cfn-exec)-role-.*)?)(?=[, ])"
)
"""How roles of CDK's bootstrap are named, or a pattern of them begins: through them everything may be changed."""


class _Onward(NamedTuple):
    """What one user's or role's own permissions open.

    Attributes:
        ends: Ways that come to what is agreed on without another role of the assembly, shown ones first.
        changes: Ways by what it may change or read, which may come anywhere.
        roles: The roles that it may assume, each with the way in.
        passed: The roles that it may pass to what it starts.
    """

    ends: tuple[Lead, ...]
    changes: tuple[Lead, ...] = ()
    roles: tuple[tuple[Identity, Lead], ...] = ()
    passed: tuple[Identity, ...] = ()


class Leading:
    """Follows ways into an account."""

    def __init__(self, access: Access, agreed_on: AgreedOn) -> None:
        """Take what is agreed on in an assembly."""
        self._access, self._agreed_on = access, agreed_on
        self._onward: dict[str, _Onward] = {}

    @property
    def assembly(self) -> Assembly:
        """What was read."""
        return self._access.assembly

    @cached_property
    def _obeying(self) -> Obeying:
        return Obeying(self.assembly, self.acting, self.letting, self.comes, self._written, self._asks)

    @cached_property
    def acting(self) -> Acting:
        """Follows resources to the roles that they act as, and on."""
        return Acting(self.assembly, self._agreed_on, self.why)

    @cached_property
    def letting(self) -> Letting:
        """Looks up who may call programs by name."""
        return Letting(self.assembly, self.acting.actors)

    def why(self, identity: Identity) -> str:
        """Why a user or role asks for what is agreed on, or comes to it through roles, or may; empty: it does not."""
        return _told(identity, self._by_roles(identity, changing=False))

    def comes(self, role: Identity) -> str:
        """The same of whoever does all that a role may: changing IAM and reading credentials lead anywhere."""
        return _told(role, self._by_roles(role, changing=True))

    def gives(self, role: Identity) -> str:
        """The same of whoever is given the role itself: the orders that it may leave to programs lead on as well."""
        whys = (why for each in self.behind(role, passing=True) for why in self._obeying.whys(each, TELLING))
        return self.comes(role) or next(whys, "")

    def changes(self, role: Identity, *, passing: bool = True) -> str:
        """Why a role, or one that it may come to, changes who may do what, itself or as a role that it passes."""
        whys = (lead.why for each in self.behind(role) for lead in self._from(each).changes)
        passed = (self.comes(other) for each in self.behind(role) if passing for other in self._from(each).passed)
        return next((why for why in whys if why.endswith(_CHANGING)), "") or next(filter(None, passed), "")

    def of_role(self, role: Identity) -> Lead | None:
        """Where the sessions of a role come; None: nowhere near what is agreed on, whatever deployment brings."""
        found = self._by_roles(role, changing=True)
        if found is not None:
            return found
        whys = (why for each in self.behind(role, passing=True) for why in self._obeying.whys(each))
        return next((Lead(why=why) for why in whys), None)

    def of_requests(self, about: str, boxes: Sequence[Box]) -> Lead | None:
        """Where those come who may make these requests of a resource that is not agreed on."""
        if lead := next(self._copied(about, boxes), None):
            return lead
        for each in not_only_reading(boxes):
            if request := request_in(each):
                why = self._obeying.why(about)
                return Lead(why=f"{request.action} writes there, and {why}") if why else None
        return None

    def started(self, services: Collection[str]) -> str:
        """Why programs of one of these services come to what is agreed on, or may; empty: none does."""
        return self._obeying.started(services)

    def obeying(self, arn: str, account: str = "") -> Iterator[Identity]:
        """The programs that may obey what somebody, of this account if it is said, writes in a resource.

        Those of them that come to what is agreed on, or may.
        """
        return self._obeying.by(arn, account)

    def next_to(self, role: Identity, *, widely: bool = True) -> Iterator[Identity]:
        """The roles that a role may come to by one step, or pass, and the programs that may obey what it writes.

        Widely, whatever it writes in what has no policy that is read.
        """
        yield from (other for other, _ in self._from(role).roles)
        yield from self._from(role).passed
        written = () if isinstance(permissions(role), Lead) else self._written(role)
        about = (each.about for each in written if widely or each.is_sent or resource_kind(each.about))
        for each in dict.fromkeys(about):
            yield from self.obeying(each, role.account)

    def way(self, role: Identity, to: Identity) -> Lead | None:
        """The way from a role to another one of its account, through roles of that; None where there is none."""
        for shown in (True, False):
            if found := self._walk(role, shown=shown, within=role.account).get(to.arn):
                return Lead(found[1]) if shown else Lead(why=f"{role.arn} may come to {to.arn}")
        return None

    def _by_roles(self, identity: Identity, *, changing: bool) -> Lead | None:
        """The shortest way through roles whose requests all get through; else the first that may."""
        for shown in (True, False):
            for each, steps in self._walk(identity, shown=shown, passing=changing).values():
                onward = self._from(each)
                for end in (*onward.ends, *(onward.changes if changing else ())):
                    if shown and not end.why:
                        return Lead((*steps, *end.steps))
                    if not shown:
                        return Lead(why=end.why or f"{identity.arn} may assume, or pass, {each.arn}, which comes to it")
        return None

    def behind(self, role: Identity, *, passing: bool = False) -> list[Identity]:
        """The role, and all that it may come to; as whom what it starts may act as well, where that is asked for."""
        return [each for each, _ in self._walk(role, shown=False, passing=passing).values()]

    def passed(self, role: Identity) -> tuple[Identity, ...]:
        """The roles that a role may pass to what it starts."""
        return self._from(role).passed

    def _walk(
        self, role: Identity, *, shown: bool, within: str = "", passing: bool = False
    ) -> dict[str, tuple[Identity, tuple[Step, ...]]]:
        """Each role on the way, the nearest first, with the steps to it; only by steps that are shown, or by all."""
        found: dict[str, tuple[Identity, tuple[Step, ...]]] = {role.arn: (role, ())}
        waiting = deque([role])
        while waiting:
            here = waiting.popleft()
            onward = self._from(here)
            passed = ((each, Lead(why="it is passed")) for each in onward.passed if passing)
            for other, way in (*onward.roles, *passed):
                if other.arn not in found and within in ("", other.account) and not (shown and way.why):
                    found[other.arn] = (other, (*found[here.arn][1], *way.steps))
                    waiting.append(other)
        return found

    def _from(self, role: Identity) -> _Onward:
        if role.arn not in self._onward:
            self._onward[role.arn] = self._followed(role)
        return self._onward[role.arn]

    def _followed(self, identity: Identity, *, has_name: bool = False) -> _Onward:
        if identity.arn in self._agreed_on.identities:
            return _Onward((Lead(),))
        own = permissions(identity)
        if isinstance(own, Lead):
            # Its own permissions, of which nobody here knows, may let it into whatever lets it in.
            let_in = (
                each for each in self.roles if any(as_far_as_told(identity, self._entered(identity, [box()], each)))
            )
            return _Onward((own,), roles=tuple((other, own) for other in let_in))
        ends = [
            *as_far_as_told(identity, self._used(identity, own)),
            *as_far_as_told(identity, self._outside(identity, own)),
            *as_far_as_told(identity, self._of_copies(identity, own)),
        ]
        roles: list[tuple[Identity, Lead]] = []
        for other in self.enterable.by(identity, own):
            roles += ((other, way) for way in as_far_as_told(identity, self._entered(identity, own, other)))
        changes = tuple(as_far_as_told(identity, self._changed(identity, own)))
        passing = [*passed(identity, own, self.roles)]
        passing += (other for other, meant in self._meant if any(passed(identity, own, [meant])))
        for named in () if has_name else under_names(identity, self.assembly, self._named):
            onward = self._followed(named, has_name=True)
            why = f"{identity.arn} may be {named.arn}, which policies name"
            ends += (Lead(why=f"{why}: {each.why or 'that comes to it'}") for each in onward.ends)
            roles += ((other, Lead(why=why)) for other, _ in onward.roles)
        for other, meant in self._meant:
            if any(as_far_as_told(identity, self._entered(identity, own, meant))):
                roles.append((other, Lead(why=f"{other.arn} may be {meant.arn}, which {identity.arn} may assume")))
        return _Onward(tuple(sorted(ends, key=lambda each: bool(each.why))), changes, tuple(roles), tuple(passing))

    @cached_property
    def _named(self) -> frozenset[str]:
        return named_by_policies(self.assembly)

    @cached_property
    def _meant(self) -> list[tuple[Identity, Identity]]:
        return list(as_assumed(self.roles, self.assembly))

    @cached_property
    def roles(self) -> list[Identity]:
        """The roles of the assembly."""
        return [each for each in self.assembly.identities if each.kind == "role"]

    @cached_property
    def enterable(self) -> Enterable:
        """Them, by who may enter them."""
        return Enterable(self.roles)

    @cached_property
    def entered(self) -> Mapping[str, list[Identity]]:
        """The roles that let in more than their own account and services, by account."""
        found: dict[str, list[Identity]] = {}
        for each in filter(names_others, self.roles):
            found.setdefault(each.account, []).append(each)
        return found

    def _used(self, role: Identity, own: list[Box]) -> Iterator[Lead]:
        """Ways by what is agreed on, that of its own account first; behind one that is shown, no other tells more."""
        for boxes in chain(self.about.near(role, own), self.about.using(role, own)):
            for each in self.asked(role, boxes):
                yield each
                if not each.why:
                    return

    @cached_property
    def about(self) -> About:
        """Looks up what of what is agreed on somebody may ask for."""
        return About(self._agreed_on)

    def _entered(self, role: Identity, own: list[Box], other: Identity) -> Iterator[Lead]:
        yield from sorted(self.asked(role, entering(role, own, other)), key=lambda each: bool(each.why))[:1]

    def further(self, role: Identity, own: list[Box]) -> Iterator[tuple[Lead, bool]]:
        """Ways that go further than requests tell: to roles outside, by what it may change, read or have obeyed.

        Each with whether it is an administrator's: changing who may do what, or a role of bootstrap's.
        """
        yield from self._by_itself(role, own)
        yield from ((Lead(why=why), False) for why in self._obeying.whys(role))

    def administers(self, role: Identity, own: list[Box]) -> Iterator[Lead]:
        """Those that are an administrator's."""
        yield from (each for each, is_administrators in self._by_itself(role, own) if is_administrators)

    def _by_itself(self, role: Identity, own: list[Box]) -> Iterator[tuple[Lead, bool]]:
        """Those for which nobody has to obey it."""
        yield from ((way, bool(_BOOTSTRAP.search(way.why))) for way in as_far_as_told(role, self._outside(role, own)))
        yield from ((each, False) for each in as_far_as_told(role, self._of_copies(role, own)))
        yield from ((each, each.why.endswith(_CHANGING)) for each in as_far_as_told(role, self._changed(role, own)))

    def _outside(self, role: Identity, own: list[Box]) -> Iterator[Lead]:
        """Roles of the accounts that it may assume, and that are not in the assembly: they may do anything."""
        accounts = sorted(self._agreed_on.accounts | self._agreed_on.trusted)
        theirs = resource_literal(tuple(f"arn:*:iam::{each}:role/*" for each in accounts))
        for each in product([*self.enterable.beyond(own)], [box(theirs)]):
            if request := request_in(each, caller_of(role)):
                why = f"{role.arn} may assume {request.resource}, which is not in the assembly"
                told = ", and by its name one of CDK's bootstrap" if _BOOTSTRAP.search(why + ",") else ""
                yield Lead(why=why + told)

    def _changed(self, role: Identity, own: list[Box]) -> Iterator[Lead]:
        """Credentials that it may read, and changes by which it comes further than its own permissions go."""
        writing = asking_for_others(asking_for(not_only_reading(own), CHANGING_ACCESS), PASSES)
        told = {"reads what may be credentials": asking_for(own, GIVING_CREDENTIALS), _CHANGING: writing}
        for what, boxes in told.items():
            for each in boxes:
                if request := request_in(each, caller_of(role)):
                    yield Lead(why=f"{role.arn} may call {request.action}, which {what}")
        if arn := passed_elsewhere(role, own, self.roles, self._agreed_on.accounts | self._agreed_on.trusted):
            why = f"{role.arn} may call iam:PassRole on {arn}, which is not in the assembly"
            yield Lead(why=f"{why}, and so {_CHANGING}")

    def _of_copies(self, role: Identity, own: list[Box]) -> Iterator[Lead]:
        """The copies of what is agreed on, asked for by the role itself, or as their own policies name it."""
        for arn in self._agreed_on.copies:
            yield from self._copied(arn, [*product(own, reaching(arn)), *self._given(role, arn)], caller_of(role))

    def _copied(self, arn: str, boxes: Sequence[Box], caller: Caller | None = None) -> Iterator[Lead]:
        """What those see who may make these requests of a resource that copies lie in, but for who only writes."""
        for each in learning(arn, boxes) if arn in self._agreed_on.copies else ():
            if request := request_in(each, caller):
                yield Lead(why=f"{request.action} on {arn} may read copies, or lists, of {self._agreed_on.copies[arn]}")

    def _written(self, role: Identity, but: tuple[str, ...] = ()) -> Iterator[Written]:
        """What it may write, but by some actions, once for each resource that is read, and for each set of others.

        Raises:
            UndecidedError: What it may do is not known.
        """
        if role.arn in self._agreed_on.identities:
            return
        writing = asking_for_others(
            not_only_reading(own_side(role)), (*_ENTERS, *CHANGING_ACCESS, *ORDERING_NOTHING, *but)
        )
        known = self._reached.by(writing)
        named = [(arn, product(writing, reaching(arn))) for arn in known]
        named += [
            (arn, not_only_reading(list(self._given(role, arn)))) for arn in self._naming_inside.get(role.account, ())
        ]
        sending = {arn: product(asking_for(writing, SENDING), reaching(arn)) for arn in self._obeying.sent_to}
        read = subtract(writing, reaching(*known)) if known else writing
        rest = subtract(read, [each for boxes in sending.values() for each in boxes])
        for about, boxes in (*named, *sending.items(), ("", rest)):
            for each in boxes:
                if request := request_in(each, caller_of(role)):
                    yield Written(about or request.resource, request, is_sent=about in sending)

    @cached_property
    def _reached(self) -> Reached:
        return Reached(each.arn for each in self.assembly.resources.values())

    @cached_property
    def _naming_inside(self) -> Mapping[str, list[str]]:
        return naming_inside(self.assembly)

    def _given(self, role: Identity, arn: str) -> Iterator[Box]:
        return given(self.assembly, role, arn)

    @cached_property
    def _asked(self) -> Asking:
        return Asking(self.assembly)

    def _asks(self, role: Identity, arn: str) -> bool:
        """Whether it, or a role that it may come to, may ask for what is in a resource, by its own word or by that."""
        return any(self._asked.is_asked(each, arn) for each in self.behind(role))

    def asked(self, role: Identity, boxes: Iterable[Box]) -> Iterator[Lead]:
        """A way for each box that has a request: shown, where that gets through."""
        for each in boxes:
            request = request_in(each, caller_of(role))
            if request is None:
                continue
            try:
                owned = self._access.with_likely_owner(request)
                decision = self._access.decide(owned)
            except UndecidedError as problem:
                yield Lead(why=f"{role.arn} may call {request.action} on {request.resource}: {problem}")
                continue
            if perhaps := self._agreed_on.perhaps.get(in_which(request.resource), ""):
                yield Lead(why=f"{role.arn} may call {request.action} on {request.resource}: {perhaps}")
            elif decision.is_allowed and not is_invented(request.action, each):
                yield Lead((Step(owned, decision),))
            else:
                yield Lead(why=f"{role.arn} may call {request.action} on {request.resource}, but no request shows it")


def _told(identity: Identity, found: Lead | None) -> str:
    return "" if found is None else found.why or f"{identity.arn} comes to what is agreed on"
