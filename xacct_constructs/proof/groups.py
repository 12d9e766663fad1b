"""User groups that carry their users' permission to enter: who is in them, and what their policies refuse.

Of a group that the assembly makes everything is known but what else its users have; of one that exists already only
that its policies refuse something is.
"""

from collections.abc import Iterator
from dataclasses import replace

from xacct_constructs.agreed_access import entry
from xacct_constructs.agreement import Agreement
from xacct_constructs.assembly import Assembly, Identity, UserGroup
from xacct_constructs.principals import GroupPrincipal, TrustedPrincipal, is_named
from xacct_constructs.proof.access import Access
from xacct_constructs.proof.entering import refused
from xacct_constructs.proof.narrowing import deciding
from xacct_constructs.proof.ordinary import ordinary
from xacct_constructs.proof.verdict import Counterexample, Doubt, Fault, Step
from xacct_constructs.request_sets import request_in


def groups_of(assembly: Assembly, agreement: Agreement) -> Iterator[tuple[GroupPrincipal, UserGroup]]:
    """The agreement's groups that the templates make, or give policies or users to."""
    for principal in agreement.groups:
        found = assembly.group(principal.arn(agreement.partition))
        if found is not None:
            yield principal, found


def not_as_agreed(assembly: Assembly, agreement: Agreement) -> Iterator[Counterexample | Doubt]:
    """Of groups that the templates make: each user who is agreed on and not in one, and policies that are not known."""
    made = ((principal, group) for principal, group in groups_of(assembly, agreement) if not group.existing)
    for principal, group in made:
        for outside in group.outside:
            yield Doubt(group.arn, f"{outside} is attached to it, and what that allows and denies is not known here")
        for user in principal.members:
            arn = user.arn(agreement.partition)
            why = group.lacks(arn)
            if why is None:
                detail = f"the assembly makes it without {arn}, whom the agreement says"
                yield Counterexample(Fault.DIFFERENT, group.arn, detail=detail)
            elif why:
                yield Doubt(group.arn, f"{arn} may not be in it: {why}")


def refused_by_groups(access: Access, agreement: Agreement) -> Iterator[Counterexample | Doubt]:
    """What the groups' policies refuse the users who are made elsewhere; what is made here is decided by itself.

    Raises:
        UndecidedError: A policy is not understood.
    """
    assembly, role = access.assembly, access.assembly.identity(agreement.role_arn)
    for principal, group in groups_of(assembly, agreement):
        for user in principal.members:
            own = assembly.identity(user.arn(agreement.partition))
            if role is not None and (own is None or own.existing):
                user_here = _as_user(group, user.arn(agreement.partition), own)
                alone = Access(replace(assembly, identities=(role, user_here)), access.organized.organization)
                yield from (each._replace(about=group.arn) for each in refused_to(alone, agreement, user))


def _as_user(group: UserGroup, arn: str, own: Identity | None) -> Identity:
    """A user with what the group gives; of a group that is made here, with nothing that is not known here."""
    further = [each for each in (own.policies if own is not None else ()) if each not in group.policies]
    policies = (*group.policies, *further)
    return Identity(arn, group.account, group.origin, policies, outside=group.outside, existing=group.existing)


def refused_to(access: Access, agreement: Agreement, principal: TrustedPrincipal) -> Iterator[Counterexample | Doubt]:
    """What one of the people is refused by their own side, the role letting in whom it should.

    Raises:
        UndecidedError: A policy is not understood.
    """
    agreed = entry(agreement)
    for asked in refused(access.organized, agreement, principal, agreed, agreed):
        each = ordinary(asked, agreement=agreement)
        request = request_in(each)
        if request is not None:
            about = principal.arn(agreement.partition) if is_named(principal) else agreement.role_arn
            decision = deciding(Fault.TOO_LITTLE, None)(access, access.with_likely_owner(request))
            if not decision.is_allowed:
                yield Counterexample(Fault.TOO_LITTLE, about, (Step(request, decision),))
                return
            yield Doubt(about, f"{request.action} on {request.resource} may be refused, but no request shows it")
