"""What organization policies keep out, so that it is no counterexample; each of them that is needed is said."""

from collections.abc import Callable, Iterable
from contextlib import suppress

from xacct_constructs.assembly import Identity
from xacct_constructs.iam import Bound, Caller, Decision, Request, Statement, UndecidedError, statements_at
from xacct_constructs.proof.access import Access
from xacct_constructs.proof.organized_sets import Refused, names_service_linked, placed
from xacct_constructs.proof.verdict import Fault, ToCheck
from xacct_constructs.request_sets import Box, has_request, product, request_in, subtract

Decide = Callable[[Access, Request], Decision]
"""How a request is decided over an assembly."""

_SPARED = "Service-linked roles of other accounts, which no organization policy binds, do only what AWS has them do."
_AGAIN = "Fill the folder of --organization anew, and prove again."
_LOOK = {_SPARED: "AWS alone writes their policies: IAM User Guide, Service-linked roles."}


def deciding(fault: Fault, user: Identity | None) -> Decide:
    """The decision that shows a fault; an outsider who must not get in does not whatever its own account says."""

    def decide(access: Access, request: Request) -> Decision:
        if fault is Fault.TOO_MUCH and user is None:
            return access.decide_by_resource(request, own_side_allows=True)
        caller = access.identity(request)
        # Who is refused though its own side allows everything is refused, whatever that side says.
        is_elsewhere = user is None and (caller is None or caller.existing)
        return access.decide(request, own_side_allows=fault is Fault.TOO_MUCH or is_elsewhere)

    return decide


class Narrowing:
    """What the policies of one folder refuse for certain of what would be too much."""

    def __init__(self, access: Access) -> None:
        """Take the assembly with its organization."""
        self._access = access
        self._refused = Refused(access.organized)
        self._needed: dict[str, None] = {}
        self.touched = 0
        """How often something was kept out: whatever did not touch it is the same without it."""

    @property
    def needed(self) -> tuple[str, ...]:
        """A sentence for each policy without which something would be let through."""
        return tuple(self._needed)

    @property
    def to_check(self) -> tuple[ToCheck, ...]:
        """The same, with where to look."""
        return tuple(ToCheck(each, _LOOK.get(each, _AGAIN)) for each in self._needed)

    def left(self, about: str, boxes: Iterable[Box], caller: Caller | None, decide: Decide) -> list[Box]:
        """What the policies may leave of what is too much.

        Args:
            about: ARN of the role or resource that it is about.
            boxes: The requests.
            caller: Who asks. None: nobody in particular.
            decide: How each is decided.
        """
        found, told = list(boxes), self._access.organized.organization
        if told is None or not found:
            return found
        if caller is not None:
            found = placed(self._access.organized, caller.account, found)
        refused, nobody = self._refused.by_policies(about, caller), [] if caller else self._refused.by_place()
        left: list[Box] = []
        for each in found:
            here = [*self._refused.by_owners(each, caller), *refused]
            left += [each] if names_service_linked(each) else self._left_of(each, here, nobody, caller, decide)
        return left

    def _left_of(
        self, box: Box, refused: list[Box], nobody: list[Box], caller: Caller | None, decide: Decide
    ) -> list[Box]:
        """What is left of one box; where nothing is, what takes it away is said."""
        taken = product([box], refused)
        if any(not self._is_refused(each, caller, decide) for each in taken):
            return [box]
        spared = subtract([box], refused)
        left = [each for each in subtract(spared, nobody) if has_request(each, caller)]
        if not left:
            for each in taken:
                self._say_policy(each, caller, decide)
            for each in product(spared, nobody):
                self._say_nobody(each)
        return left

    def _is_refused(self, box: Box, caller: Caller | None, decide: Decide) -> bool:
        """Whether a request of what the sets say is refused is so."""
        try:
            request = request_in(box, caller)
            if request is None:
                return True
            return not decide(self._access, self._access.with_likely_owner(request)).is_allowed
        except UndecidedError:
            return False

    def _kept_out(self, box: Box, caller: Caller | None) -> Request | None:
        """A request of the box, which gets through where no organization policy stands, or may."""
        try:
            request = request_in(box, caller)
        except UndecidedError:
            return None
        return None if request is None else self._access.with_likely_owner(request)

    def _say_policy(self, box: Box, caller: Caller | None, decide: Decide) -> None:
        told, request = self._access.organized.organization, self._kept_out(box, caller)
        if told is None or request is None:
            return
        self.touched += 1
        denying = self._denying(request, decide(self._access, request))
        asked = f"{request.caller.arn} asking for {request.action} on {request.resource}"
        by = denying.place if denying else f"of account {request.caller.account}, which does not allow it,"
        self._needed[f"Only organization policy {by} keeps this out, as of {told.date}: {asked}."] = None
        if caller is None:
            self._needed[_SPARED] = None

    def _denying(self, request: Request, decision: Decision) -> Statement | None:
        """The statement of an organization policy that denies it; beside it a resource's own may do so too."""
        own = [each for each in statements_at(Bound.ABOVE, *self._access.organized.bearing(request)) if not each.allows]
        if decision.by in own:
            return decision.by
        for each in own:
            with suppress(UndecidedError):
                if each.covers(request, request.full_context()):
                    return each
        return None

    def _say_nobody(self, box: Box) -> None:
        """Say it where somebody would be let in by being of the organization, or of none, who is not."""
        told, request = self._access.organized.organization, self._kept_out(box, None)
        if told is None or request is None:
            return
        self.touched += 1
        word = "is" if request.caller.account in told.accounts else "is not"
        who = f"account {request.caller.account} {word} of the organization {told.id}, as of {told.date}"
        self._needed[f"Only since {who}, it does not get at {request.resource}."] = None
