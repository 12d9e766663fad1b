"""Requests that reach a resource through another one, whose own policy must let them through as well: access points.

Such a request is written as it is made, on the way's ARN. Each of the two policies sees it under its own ARN, with keys
that say which way it takes.

Source: Amazon S3 User Guide, "Configuring IAM policies for using access points" and "Delegating access control to
access points".
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import NamedTuple

from xacct_constructs.arns import is_arn, parse
from xacct_constructs.assembly import Assembly, Resource
from xacct_constructs.iam import Decision, EvalDecision, Request, UndecidedError
from xacct_constructs.services import RESOURCE_KINDS, ResourceKind, Way, resource_kind

WAYS: tuple[Way, ...] = tuple(each.way for each in RESOURCE_KINDS if each.way)
"""Every way that one kind of resource is to another."""


class Taken(NamedTuple):
    """A request that takes a way, as each of the two sees it.

    Attributes:
        on_the_way: On the way's ARN.
        behind: On what lies behind; several, where deployment settles what that is.
        way: The way.
    """

    on_the_way: Request
    behind: tuple[Request, ...]
    way: Resource


def as_made(assembly: Assembly, request: Request) -> Request:
    """The request as it is made: on the ARN of the way that it takes, if its context names one of the assembly."""
    kind = resource_kind(request.resource)
    for way in WAYS if kind else ():
        context = {key.lower(): value for key, value in request.context.items()}
        named = context.get(way.arn_key.lower())
        held = assembly.resources.get(named) if isinstance(named, str) else None
        behind = kind.resource_of(request.resource) if kind is way.to and held else None
        if kind and held and behind in held.behind and (behind != request.resource or way.has(request.action)):
            resource = _at(request.resource, behind, kind.inside, held.arn, held.kind.inside)
            left = {key: value for key, value in request.context.items() if key.lower() not in way.keys}
            return replace(request, resource=resource, resource_account=None, context=left)
    return request


def taken(assembly: Assembly, request: Request) -> Taken | None:
    """How a request is seen that takes a way; None for one that takes none.

    Raises:
        UndecidedError: Which way it takes, or what lies behind, is not known here.
    """
    kind = resource_kind(request.resource)
    if kind is None or kind.way is None:
        _told_of_ways(request, kind)
        return None
    if kind.resource_of(request.resource) == request.resource and not kind.way.has(request.action):
        return None
    held = assembly.resource(request.resource)
    if held is None:
        raise UndecidedError(f"{request.resource} is not in the assembly, so what lies behind it is not known")
    keys = keys_of(held)
    behind = tuple(
        replace(
            request,
            resource=_at(request.resource, held.arn, kind.inside, arn, kind.way.to.inside),
            resource_account=held.behind_account,
            service_keys=keys,
        )
        for arn in held.behind
    )
    return Taken(replace(request, service_keys=keys), behind, held)


def keys_of(held: Resource) -> Mapping[str, str]:
    """The condition keys of what takes a way, in lower case, but for those that deployment settles."""
    way, network = held.kind.way, held.settings.get("network")
    if way is None:
        return {}
    origin = "Internet" if network is None else "VPC" if isinstance(network, Mapping) else ""
    found = zip(way.keys, (held.arn, held.account, origin), strict=True)
    return {key: value for key, value in found if value}


def _told_of_ways(request: Request, kind: ResourceKind | None) -> None:
    """A request on what lies behind that takes a way of its account, and none that is known."""
    context = {key.lower(): str(value) for key, value in request.context.items()}
    for way in (each for each in WAYS if each.to is kind):
        name = parse((kind.resource_of(request.resource) if kind else None) or request.resource).name
        if name.endswith(way.alias):
            raise UndecidedError(f"{name} is the alias of a way whose policy decides too, and has another ARN")
        arn, account, _ = (context.get(key, "") for key in way.keys)
        if request.owner in (account, parse(arn).account if is_arn(arn) else ""):
            named = arn or f"what the request takes of account {account}"
            raise UndecidedError(f"{named} is not in the assembly, so whom it lets through is not known")


def _at(resource: str, here: str, inside: tuple[str, ...], there: str, inside_there: tuple[str, ...]) -> str:
    """What a resource is called under another's ARN."""
    rest = resource.removeprefix(here)
    return there + inside_there[0] + rest.removeprefix(inside[0]) if rest else there


def joined(answers: Sequence[Decision | UndecidedError], way: Resource) -> Decision | UndecidedError:
    """The decision on a request that both must let through: the way, and then what lies behind it.

    What blocks it says on which of the two. There is none where one of them has none, and the other lets it through.
    """
    names = (way.kind.name, way.kind.way.to.name if way.kind.way else "")
    found = [(each, name) for each, name in zip(answers, names, strict=True) if isinstance(each, Decision)]
    refused = [(each, name) for each, name in found if not each.is_allowed]
    for each in answers if not refused else ():
        if isinstance(each, UndecidedError):
            return each
    allowing = tuple(each for decision, _ in found for each in decision.allowing)
    if not refused:
        return Decision(EvalDecision.ALLOWED, found[0][0].by, (), allowing)
    denied = [each for each in refused if each[0].word is EvalDecision.EXPLICIT_DENY]
    blocked = tuple(f"{each} on the {name}" for decision, name in denied or refused for each in decision.blocked_by)
    if denied:
        return Decision(EvalDecision.EXPLICIT_DENY, denied[0][0].by, blocked)
    return Decision(EvalDecision.IMPLICIT_DENY, None, blocked, allowing)
