"""Who of a third account acts as somebody whom an agreement trusts, and need not become him.

He passes the trusted role to what he starts, has its programs obey him, or has them answer.
"""

import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence

from xacct_constructs.agreement import Agreement
from xacct_constructs.assembly import Identity
from xacct_constructs.iam import Bound, Request, ResourcePolicyKind, UndecidedError, statements_at
from xacct_constructs.principals import is_of_organization, with_names
from xacct_constructs.proof.calling import Calling
from xacct_constructs.proof.lead import Lead, permissions
from xacct_constructs.proof.leading import Leading
from xacct_constructs.proof.passing import passed
from xacct_constructs.proof.reach import not_only_reading
from xacct_constructs.proof.verdict import Doubt
from xacct_constructs.request_sets import (
    AWS,
    Box,
    any_of_account,
    asked_of,
    asking_for,
    box,
    has_request,
    kind_is,
    outsiders,
    principal_is,
    product,
    request_in,
    resource_side,
    subtract,
)

_ANY = "*"
"""Stands for whichever account."""
_WORD = re.compile(r"[a-z0-9]+(?=[.-])")
"""What a service may be called in actions whose name ends in another's domain: `ecs-tasks`, `pods.eks`."""


def acting_as_trusted(
    agreements: Sequence[Agreement], leading: Leading, calling: Calling
) -> Iterator[tuple[Identity, Lead]]:
    """Each role that others enter, of an account whose people are trusted, and why they act as one of these.

    Who becomes one of them by assuming roles, or passes what a whole account may assume, is told of with the agreement.
    """
    trusting, by_account = {each.trusting_account for each in agreements}, _by_account(agreements)
    for account, entered in leading.entered.items():
        theirs = [*by_account.get(account, ()), *by_account.get(_ANY, ())]
        for other in entered if theirs and account not in trusting else ():
            try:
                why = next(_whys(other, theirs, leading, calling), "")
            except UndecidedError as problem:
                why = f"what {other.arn} may do is not known: {problem}"
            if why:
                yield other, Lead(why=why)


def written_by_others(agreements: Sequence[Agreement], leading: Leading) -> Iterator[Doubt]:
    """What lies in an account whose people are trusted, where others may write by its policy what these obey."""
    trusting, by_account = {each.trusting_account for each in agreements}, _by_account(agreements)
    own = [box(kind_is(AWS), principal_is(any_of_account(each))) for each in sorted(trusting)]
    for held in leading.assembly.resources.values():
        theirs = [*by_account.get(held.account, ()), *by_account.get(_ANY, ())]
        if not theirs or held.account in trusting or held.kind.policy is not ResourcePolicyKind.OTHER:
            continue
        with_policy = product(resource_side(statements_at(Bound.ABOVE, *held.policies)), [asked_of(held.arn)])
        others = subtract(product(with_policy, outsiders(held.account, held.kind.policy)), own)
        request = next(filter(None, map(_request, not_only_reading(others))), None)
        if request is not None and (who := _trusted_among(leading.obeying(held.arn, held.account), theirs, leading)):
            yield Doubt(held.arn, f"{request} may get through, and {who} may obey that, whom an agreement trusts")


def _request(found: Box) -> Request | None:
    try:
        return request_in(found)
    except UndecidedError:
        return None


def _trusted_among(programs: Iterable[Identity], agreements: Sequence[Agreement], leading: Leading) -> str:
    """The ARN of one of them that is trusted by its name, or as part of a whole; empty, where none is."""
    for each in programs:
        behind = {other.arn for other in leading.behind(each)}
        for agreement in agreements:
            named = {one.arn(agreement.partition) for one in with_names(agreement.callers)}
            is_whole = any(one.is_whole_account or is_of_organization(one) for one in agreement.callers)
            if each.arn in named or (is_whole and agreement.role_arn in behind):
                return each.arn
    return ""


def _by_account(agreements: Sequence[Agreement]) -> Mapping[str, list[Agreement]]:
    """The agreements that trust roles of an account: one by its name, or as part of a whole; an organization's any."""
    found: dict[str, list[Agreement]] = {}
    for agreement in agreements:
        of_roles = (each for each in agreement.callers if each.is_whole_account or each.is_role_session)
        accounts = [each.account for each in of_roles]
        accounts += [_ANY for each in agreement.callers if is_of_organization(each)]
        for account in dict.fromkeys(accounts):
            found.setdefault(account, []).append(agreement)
    return found


def _whys(other: Identity, agreements: Sequence[Agreement], leading: Leading, calling: Calling) -> Iterator[str]:
    near = _near(other, leading, calling)
    walked = {each.arn for each in leading.behind(other)}
    told = {each.arn for each in leading.behind(other, passing=True)}
    further = {each.arn for arn, role in near.items() if arn not in told for each in leading.behind(role)}
    for agreement in agreements:
        for arn in (each.arn(agreement.partition) for each in with_names(agreement.callers) if each.is_role_session):
            if arn in near and arn not in walked:
                yield f"{other.arn} may act as {arn}: it may pass that, or have its programs obey or answer"
            if (trusted := leading.assembly.identity(arn)) is not None:
                yield from _unknown(near.values(), trusted)
        is_whole = any(each.is_whole_account or is_of_organization(each) for each in agreement.callers)
        if is_whole and agreement.role_arn in further - told:
            yield f"{other.arn} may have programs obey or answer that may come to {agreement.role_arn}"


def _unknown(near: Iterable[Identity], trusted: Identity) -> Iterator[str]:
    """Of whom it is not known what they may do: they may pass the trusted role of their account, if anybody may."""
    for each in near:
        own = permissions(each)
        if isinstance(own, Lead) and each.account == trusted.account and any(passed(each, [box()], [trusted])):
            yield f"{own.why}, and {trusted.arn} may be passed to what it starts"


def _near(other: Identity, leading: Leading, calling: Calling) -> dict[str, Identity]:
    """The role, and all of its account that it may come to, pass or call, and whose programs obey what it writes."""
    found: dict[str, Identity] = {}
    waiting = deque([other])
    while waiting:
        here = waiting.popleft()
        if here.arn not in found and here.account == other.account:
            found[here.arn] = here
            waiting.extend(leading.next_to(here, widely=False))
            waiting.extend(_changed(here, leading))
            waiting.extend(calling.next_to(here))
    return found


def _changed(here: Identity, leading: Leading) -> Iterator[Identity]:
    """The roles of its account whose programs it may change or start, by the service that runs them."""
    own = permissions(here)
    writing = [] if isinstance(own, Lead) else not_only_reading(own)
    for other in leading.roles if writing else ():
        if other.account == here.account and any(map(has_request, asking_for(writing, _running(other)))):
            yield other


def _running(role: Identity) -> tuple[str, ...]:
    """The actions of the services that run what acts as a role, as its trust policy names them."""
    said = (each.principals for each in (role.trust.at(Bound.ABOVE) if role.trust else ()) if each.allows)
    services = {word for each in said if each is not None for name in each.services for word in _WORD.findall(name)}
    return tuple(f"{each}:*" for each in sorted(services | ({"ssm"} if "ec2" in services else set())))
