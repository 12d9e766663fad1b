"""Requests that show a fault: the first that goes the other way is the counterexample."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from functools import cached_property

from xacct_constructs.agreed_access import entry
from xacct_constructs.agreement import Agreement
from xacct_constructs.assembly import Identity
from xacct_constructs.iam import UndecidedError
from xacct_constructs.proof.access import Access
from xacct_constructs.proof.identities import session_of
from xacct_constructs.proof.likely import Likely
from xacct_constructs.proof.narrowing import Narrowing, deciding
from xacct_constructs.proof.ordinary import LATEST, hangs_on_day, ordinary
from xacct_constructs.proof.reasons import Reasons
from xacct_constructs.proof.unshown import may_differ
from xacct_constructs.proof.verdict import Counterexample, Doubt, Fault, Step
from xacct_constructs.request_sets import Box, fits, is_invented, request_in

_MAY = {Fault.TOO_MUCH: "get through", Fault.TOO_LITTLE: "be refused"}


class Showing:
    """Keeps what is shown, and what may be and no request shows."""

    def __init__(
        self,
        access: Access,
        narrowing: Narrowing,
        agreed_roles: Mapping[str, Agreement],
        found: list[Counterexample],
        undecided: list[Doubt],
    ) -> None:
        """Take where both are kept.

        Args:
            access: What decides each request.
            narrowing: What organization policies keep out.
            agreed_roles: The agreements, by their role's ARN.
            found: Counterexamples.
            undecided: Doubts.
        """
        self._access, self._narrowing, self._agreed_roles = access, narrowing, agreed_roles
        self._found, self._undecided = found, undecided

    @cached_property
    def _likely(self) -> Likely:
        return Likely(self._access.assembly)

    def show(self, fault: Fault, about: str, boxes: Iterable[Box], user: Identity | None) -> None:
        """Keep the first request that shows the fault.

        Args:
            fault: What it would show.
            about: ARN of the role or resource that it is about.
            boxes: Where a request is looked for.
            user: The agreed role whose session asks, if one does.
        """
        remaining, caller, decide = list(boxes), session_of(user) if user else None, deciding(fault, user)
        if fault is Fault.TOO_MUCH:
            remaining = self._narrowing.left(about, remaining, caller, decide)
        told = frozenset(remaining)
        probes = self._likely.among(remaining, user) if fault is Fault.TOO_MUCH and user else []
        for each in (*probes, *remaining):
            with Reasons(self._undecided if each in told else [], about):
                request = request_in(each, caller)
                if request is None:
                    continue
                request = self._access.with_likely_owner(request)
                is_there = fits(each, request)
                decision = decide(self._access, request)
                open_ = user is not None and may_differ(self._access.assembly, fault, request, user)
                invented = is_invented(request.action, each)
                if is_there and decision.is_allowed is (fault is Fault.TOO_MUCH) and not open_ and not invented:
                    came = self.step_in(user) if user else ()
                    self._found.append(Counterexample(fault, about, (*came, Step(request, decision))))
                    return
                if each in told:
                    but = "no action of today is called so" if invented else "no request shows it"
                    why = f"{request.action} on {request.resource} may {_MAY[fault]}, but {but}"
                    self._undecided.append(Doubt(about, why))

    def refused(self, about: str, boxes: Iterable[Box], today: datetime | None, user: Identity | None) -> None:
        """Keep the first ordinary request among these that is refused; what only the day tells is a doubt without one.

        Args:
            about: ARN of the role or resource that it is about.
            boxes: The requests that are agreed on and refused, or may be.
            today: The moment since when requests come, and sessions begin. Default: it is not told.
            user: The agreed role whose session asks, if one does.
        """
        asked, assembly = list(boxes), self._access.assembly
        agreement = self._agreed_roles.get(user.arn if user else about)
        latest = [ordinary(each, today or LATEST, assembly, agreement, now=today) for each in asked]
        self.show(Fault.TOO_LITTLE, about, latest, user)
        if today is not None:
            return
        caller = session_of(user) if user else None
        for each, late in zip(asked, latest, strict=True):
            with Reasons(self._undecided, about):
                found = request_in(ordinary(each, None, assembly, agreement), caller) if hangs_on_day(each) else None
                if found is not None and request_in(late, caller) is None:
                    why = f"{found.action} on {found.resource} is refused to sessions that began before some day"
                    self._undecided.append(Doubt(about, f"{why}, and which day it is was not told"))
                    return

    def step_in(self, role: Identity | None, trusted: Identity | None = None) -> tuple[Step, ...]:
        """How the agreement's own people, or this one of them, come in; nothing where that is not known."""
        if role is None or role.trust is None:
            return ()
        for each in entry(self._agreed_roles[role.arn]):
            request = request_in(each, session_of(trusted) if trusted else None)
            if request is not None and request.action == "sts:AssumeRole":
                try:
                    return (Step(request, self._access.decide(request, own_side_allows=True)),)
                except UndecidedError:
                    return ()
        return ()
