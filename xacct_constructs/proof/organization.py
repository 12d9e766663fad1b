"""Organization policies over an assembly: those that its templates make, and those of a folder, as far as they bind.

Where the folder tells all that is attached to a target, each level must allow. Else above what is known stand AWS's
own, which allow everything: a policy of the templates takes away what it denies. One that allows less than everything
is meant to stand in their place, which no template shows.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import NamedTuple

from xacct_constructs.assembly import Assembly, OrganizationPolicy
from xacct_constructs.iam import Bound, CallerKind, Policy, Request, Statement, everything, statements_at
from xacct_constructs.organization import RESOURCE_CONTROL, SERVICE_CONTROL, TARGET, Organization, may_be_controlled
from xacct_constructs.services import KMS_KEY

_FULL_ACCESS = everything("AWS's own organization policy, which allows everything")
_TARGET = re.compile(TARGET)
_BOUND = (CallerKind.USER, CallerKind.SESSION, CallerKind.ROOT, CallerKind.FEDERATED_USER)
"""Principals of an account."""


class Level(NamedTuple):
    """Policies that stand over an account, or may.

    Attributes:
        policies: The policies.
        whole: Whether they are all that stand at one target, so that nothing of AWS's own is beside them.
        certain: Whether the folder says that they bind the account; else they may break, and narrow nothing.
    """

    policies: tuple[Policy, ...]
    whole: bool
    certain: bool

    def at(self, bound: Bound) -> tuple[Statement, ...]:
        """What the level says, with AWS's own policy beside it where that may stand there."""
        own = statements_at(bound, *self.policies)
        if self.whole or (bound is Bound.BELOW and self.allows_less):
            return own
        return (*_FULL_ACCESS, *own)

    @property
    def allows_less(self) -> bool:
        """Whether the policies allow something, and not everything."""
        allowing = [each for each in statements_at(Bound.ABOVE, *self.policies) if each.allows and each.is_known]
        return bool(allowing) and not any(
            "*" in each.actions and not each.not_actions and "*" in (each.resources or ()) and not each.conditions
            for each in allowing
        )


class Organized:
    """An assembly under its organization's policies."""

    def __init__(self, assembly: Assembly, organization: Organization | None = None) -> None:
        """Take what the templates make, and what a folder says. Default: no folder."""
        self.assembly, self.organization = assembly, organization
        self.standing = cache(self._standing)

    def _standing(self, kind: str, account: str) -> tuple[Level, ...]:
        """The policies of this kind that bind an account, or may: its root or unit, or what deployment settles."""
        told = self.organization
        if not account or (told is not None and account == told.management_account):
            return ()
        path = told.bound(account, kind) if told is not None else ()
        return (*self._at_targets(kind, path), *self._by_template(kind, account, path))

    def _at_targets(self, kind: str, path: tuple[str, ...]) -> Iterator[Level]:
        """What is attached for certain to each of the targets over an account."""
        for target in path:
            made = [each.policy for each in self.assembly.organization if each.kind == kind and target in each.targets]
            given = self.organization.attached.get((target, kind)) if self.organization is not None else None
            if given is None:
                yield from (Level((each,), whole=False, certain=True) for each in made)
                continue
            left = (self._after_deployment(kind, each.name, each.policy, aws=each.aws_managed) for each in given)
            yield Level((*(each for each in left if each is not None), *made), whole=True, certain=True)

    def _after_deployment(self, kind: str, name: str, policy: Policy, *, aws: bool) -> Policy | None:
        """A policy of the folder; None where the templates make the one of its name, which is as they say."""
        of_kind = [each for each in self.assembly.organization if each.kind in (kind, None)]
        if aws or not of_kind:
            return policy
        if any(each.name == name and each.kind == kind for each in of_kind):
            return None
        perhaps = next((each for each in of_kind if each.name in (name, None)), None)
        why = f"whether {perhaps.policy.origin} takes the place of {policy.origin} is not known here" if perhaps else ""
        return replace(policy, perhaps=why)

    def _by_template(self, kind: str, account: str, path: tuple[str, ...]) -> Iterator[Level]:
        """What the templates make and nothing says for certain that it binds the account, or that it does not."""
        for each in self.assembly.organization:
            at_path = any(target in path for target in each.targets)
            if each.kind not in (kind, None) or (at_path and each.kind == kind):
                continue
            certain = not path and account in each.targets and each.kind == kind
            if certain or self._may_bind(each, account, path):
                why = "" if certain else f"whether {each.policy.origin} binds account {account} is not known here"
                policy = replace(each.policy, perhaps=each.policy.perhaps or why)
                yield Level((policy,), whole=False, certain=False)

    @staticmethod
    def _may_bind(policy: OrganizationPolicy, account: str, path: tuple[str, ...]) -> bool:
        if path:
            return any(each in path or not _TARGET.fullmatch(each) for each in policy.targets)
        return any(each == account or not re.fullmatch(r"[0-9]{12}", each) for each in policy.targets)

    def over(self, request: Request) -> Iterator[tuple[str, str, bool]]:
        """Kind and account of the policies that bear on a request, and whether they do for certain."""
        if request.caller.is_service_linked:
            return
        if request.caller.kind in _BOUND:
            yield SERVICE_CONTROL, request.caller.account, True
        held = self.assembly.resource(request.resource)
        customer_key = held is not None and held.kind == KMS_KEY
        controlled = may_be_controlled(request.action, request.resource, customer_key=customer_key)
        if controlled is not False:
            yield RESOURCE_CONTROL, request.owner, controlled is True

    def levels(self, kind: str, request: Request, bound: Bound, *, told: bool = False) -> list[tuple[Statement, ...]]:
        """What bears on a request, one entry for each level.

        Args:
            kind: Which kind of policy.
            request: The request.
            bound: On which side of what they will allow that lies which they allow.
            told: Whether those alone count of which the folder says that they bind. Default: all.
        """
        return [
            level.at(bound)
            for each, account, certain in self.over(request)
            if each == kind and (certain or bound is Bound.BELOW)
            for level in self.standing(kind, account)
            if level.certain or not told
        ]

    def bearing(self, request: Request) -> Iterator[Policy]:
        """Every policy that bears on a request, or may."""
        for kind, account, _ in self.over(request):
            for level in self.standing(kind, account):
                yield from level.policies

    def unsure(self, request: Request) -> Iterator[str]:
        """Why a request may be refused though no policy is unsettled, in words."""
        context = request.full_context()
        for kind, account, certain in self.over(request):
            for level in self.standing(kind, account):
                own = [each for each in level.at(Bound.BELOW) if each.covers(request, context)]
                for each in (found for found in own if not found.allows and not certain):
                    yield f"whether {each} bears on {request.action} on {request.resource} is not known"
                if not level.whole and level.allows_less and not any(each.allows for each in own):
                    origin = level.policies[0].origin
                    yield f"{origin} allows less than this, and whether AWS's own policy stays beside it is not known"

    def informed(self, request: Request) -> Request:
        """The request with the condition keys that follow from where accounts are in the organization."""
        told, caller = self.organization, request.caller
        if told is None:
            return request
        keys = dict(told.keys(request.owner, "Resource"))
        if caller.kind in _BOUND:
            keys |= told.keys(caller.account, "Principal")
        asked = {key: value for key, value in request.context.items() if keys.get(key.lower()) != value}
        return replace(request, context=asked, service_keys={**request.service_keys, **keys})
