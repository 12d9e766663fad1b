"""Concrete requests out of boxes: the counterexamples."""

from dataclasses import replace

from xacct_constructs.arns import is_arn
from xacct_constructs.iam import USER_ID, Caller, CallerKind, Context, Request, UndecidedError, session_of_arn
from xacct_constructs.request_sets.asked_by import asked_by_caller, asked_by_kind
from xacct_constructs.request_sets.boxes import (
    ACTION,
    CALLER,
    CANONICAL_USER,
    PRINCIPAL,
    PROVIDER,
    RESOURCE,
    STAR,
    UNIQUE_ID,
    Box,
    has_variables,
)
from xacct_constructs.request_sets.callers import CALLER_SHAPES, FOLLOWING, SERVICE_NAME, CallerShape, keys_of
from xacct_constructs.request_sets.solve import Solution, solve
from xacct_constructs.services import ACCOUNT_KEYS, with_service_keys

_NOT_TOLD = (USER_ID, UNIQUE_ID, CANONICAL_USER, PROVIDER, STAR)
"""What nobody knows before deployment: a request that shows something does so whatever these are, or is undecided."""


def request_in(found: Box, caller: Caller | None = None) -> Request | None:
    """A request that lies in the box, None where there is none.

    Args:
        found: The box.
        caller: Who asks, where that is known; a session stands for any of its role's. Default: whomever the box admits.

    Whether it really lies there must still be decided: where policy variables are in the way, it may not.
    """
    if caller is not None:
        within = asked_by_caller(found, caller)
        solution = None if within is None else solve(within, caller.keys)
        if solution is None:
            return None
        named = {CALLER: caller.arn, **solution}[CALLER]
        return _request(solution, replace(caller, arn=str(named)))
    unsure = None
    for kind in CALLER_SHAPES:
        within = asked_by_kind(found, kind)
        solution = None if within is None else solve(within)
        if solution is None:
            continue
        request = _request(solution, _caller(solution, kind))
        if _lies_in(found, request):
            return request
        unsure = unsure or request
    return unsure


def has_request(found: Box, caller: Caller | None = None) -> bool:
    """Whether a request lies in it, or may."""
    try:
        return request_in(found, caller) is not None
    except UndecidedError:
        return True


def fits(found: Box, request: Request) -> bool:
    """Whether a request that was looked for in a box meets those of its conditions that have policy variables.

    Raises:
        UndecidedError: whether it does cannot be told.
    """
    return _lies_in(frozenset(each for each in found if has_variables(each.condition)), request)


def _lies_in(found: Box, request: Request) -> bool:
    """Whether the request lies in the box, with what follows from the caller; policy variables may be in the way."""
    asked = {**keys_of(request.caller), ACTION: request.action, RESOURCE: request.resource}
    context = Context(asked, with_service_keys(request).known_keys())
    return all(each.condition.holds(context) is each.holds for each in found)


def _caller(solution: Solution, kind: CallerShape) -> Caller:
    """The caller that a solution describes.

    Raises:
        UndecidedError: It is not told by an ARN.
    """
    arn = str(solution.get(PRINCIPAL, kind.example.arn))
    if kind.arn and not is_arn(arn):
        raise UndecidedError("who asks is compared with a policy variable that may be any text")
    if CALLER in solution:
        return Caller(str(solution[CALLER]), role_arn=arn if kind.arn else None)
    return session_of_arn(arn) if kind.example.kind is CallerKind.SESSION else Caller(arn)


def _request(solution: Solution, caller: Caller) -> Request:
    left_out = {*FOLLOWING, *ACCOUNT_KEYS, SERVICE_NAME, *_NOT_TOLD}
    context = {key: value for key, value in solution.items() if key not in left_out}
    action, resource = str(context.pop(ACTION)), str(context.pop(RESOURCE))
    owner = context.pop("aws:resourceaccount", None)
    return Request(
        caller=caller,
        action=action,
        resource=resource,
        resource_account=str(owner) if owner else None,
        context=context,
    )
