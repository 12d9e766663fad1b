"""What would settle a request that cannot be decided: each is tried before it is named."""

from collections.abc import Iterator
from dataclasses import replace
from enum import Enum, auto
from typing import NamedTuple

from xacct_constructs.iam import CallerKind, Request, UndecidedError
from xacct_constructs.proof import Access


class Help(Enum):
    """What can be told that the assembly does not tell."""

    OWNER = auto()
    """Which account owns what is asked for."""
    OWN_SIDE = auto()
    """That the caller's own account allows it everything."""
    ORGANIZATION = auto()
    """The organization of the accounts; what it holds is not tried."""
    KEY = auto()
    """The value of a condition key."""
    PARAMETER = auto()
    """The value of a parameter; which one would do is not tried."""


_VALUES = ("x", "1", "2030-01-01T00:00:00Z", "192.0.2.1")
"""A value of each kind that a condition may ask for."""


class Telling(NamedTuple):
    """One thing to tell; `name` is the condition key's, or the stack's and parameter's."""

    what: Help
    name: str = ""


def helping(access: Access, request: Request, problem: UndecidedError, *, own_side_allows: bool) -> list[Telling]:
    """What to tell so that the request can be decided; empty where nothing that can be told would do.

    Args:
        access: The decisions of the assembly.
        request: Who asks for what.
        problem: Why it cannot be decided.
        own_side_allows: Whether the caller's own side is taken to allow everything already.
    """
    told = list(_parameters(access, str(problem)))
    if told or _is_settled(access, request, own_side_allows=own_side_allows):
        return told
    for telling, asked, allows in _tellings(access, request, own_side_allows):
        told.append(telling)
        if telling.what is Help.ORGANIZATION or _is_settled(access, asked, own_side_allows=allows):
            return told
    return []


def _parameters(access: Access, why: str) -> Iterator[Telling]:
    """The parameters that a reason names, with a value that is given at deployment."""
    for each in access.assembly.unknowns.values():
        stack, _, name = each.text[2:-1].rpartition(".")
        if each.text in why and f"{each}: {each.why}" in why and "parameter's value is given" in each.why:
            yield Telling(Help.PARAMETER, f"{stack}:{name}")


def _tellings(access: Access, request: Request, allows: bool) -> Iterator[tuple[Telling, Request, bool]]:
    """One thing after the other, each with the request as it is by then."""
    try:
        access.with_owner(request)
    except UndecidedError:
        request = replace(request, resource_account=request.caller.account or "000000000000")
        yield Telling(Help.OWNER), request, allows
    identity = access.identity(request)
    people = (CallerKind.USER, CallerKind.SESSION, CallerKind.FEDERATED_USER)
    if not allows and request.caller.kind in people and (identity is None or identity.outside):
        allows = True
        yield Telling(Help.OWN_SIDE), request, allows
    for key in sorted(request.not_said()):
        for value in _VALUES:
            tried = replace(request, context={**request.context, key: value})
            if _is_settled(access, tried, own_side_allows=allows):
                yield Telling(Help.KEY, key), tried, allows
    organized = access.organized
    if organized.organization is None and any((*organized.unsure(request), *organized.bearing(request))):
        yield Telling(Help.ORGANIZATION), request, allows


def _is_settled(access: Access, request: Request, *, own_side_allows: bool) -> bool:
    try:
        access.decide(request, own_side_allows=own_side_allows)
    except UndecidedError:
        return False
    return True
