"""The statement that comes nearest to allowing a request, and what keeps it from that; and what a deny asks for."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from xacct_constructs.iam import Condition, Context, Match, Policies, Request, Statement, UndecidedError

_RESOURCE, _PRINCIPAL = "resource", "principal"


@dataclass(frozen=True, slots=True)
class Miss:
    """One thing that a statement asks for and a request has not.

    Attributes:
        what: `resource`, `principal`, or the condition's key.
        wanted: What the statement names.
        got: What the request has; empty where it has nothing.
        condition: The condition that fails. Default: it is none.
    """

    what: str
    wanted: tuple[str, ...]
    got: tuple[str, ...]
    condition: Condition | None = None


@dataclass(frozen=True, slots=True)
class Nearest:
    """The statement of one document that comes nearest.

    Attributes:
        document: What the document is called.
        action: What is asked.
        statement: The statement; None where none of them speaks of the action.
        misses: What keeps it from allowing the request.
    """

    document: str
    action: str
    statement: Statement | None
    misses: tuple[Miss, ...] = ()


def nearest(request: Request, policies: Policies, blocked_by: Sequence[str]) -> list[Nearest]:
    """Of each document that has to allow and does not, the statement that comes nearest.

    Args:
        request: Who asks for what.
        policies: The policies that bear on it.
        blocked_by: What the documents are called that do not allow it.
    """
    documents: dict[str, Sequence[Sequence[Statement] | None]] = {
        "identity policy": [policies.identity],
        str(policies.resource_kind): [policies.resource],
        "permissions boundary": [policies.boundary],
        "session policy": [policies.session],
        "service control policy": policies.service_control,
    }
    asked = [(name, each) for name, several in documents.items() if name in blocked_by for each in several]
    found = (_nearest(name, statements or (), request) for name, statements in asked)
    return [each for each in found if each is not None]


def denying(statement: Statement, requests: Sequence[Request]) -> list[Miss]:
    """What a deny asks for, and what the request has of it, under that of its ARNs which the deny is about."""
    hit = next((each for each in requests if _covers(statement, each)), requests[0])
    context = hit.full_context()
    return [Miss(each.key, each.values, _got(context, each.key), each) for each in statement.conditions]


def _got(context: Context, key: str) -> tuple[str, ...]:
    """What a request has of a key; nothing where that is not known."""
    try:
        return context.values(key) or ()
    except UndecidedError:
        return ()


def _covers(statement: Statement, request: Request) -> bool:
    try:
        return statement.covers(request, request.full_context())
    except UndecidedError:
        return False


def _nearest(document: str, statements: Sequence[Statement], request: Request) -> Nearest | None:
    """The nearest of a document; None where one of it allows, or may."""
    about = [each for each in statements if each.allows and each.speaks_of(request.action)]
    missing = [(each, tuple(_misses(each, request))) for each in about]
    if not missing:
        return Nearest(document, request.action, None)
    if any(not misses for _, misses in missing):
        return None
    statement, misses = min(missing, key=lambda each: _distance(each[0], each[1], request))
    return Nearest(document, request.action, statement, misses)


def _distance(statement: Statement, misses: Sequence[Miss], request: Request) -> tuple[int, int, int]:
    """Another resource or principal is far; among the rest fewer conditions are nearer, then what is spelt alike."""
    far = sum(each.condition is None for each in misses)
    alike = max((_alike(each, request.resource) for each in statement.resources or ()), default=0)
    return far, len(misses), -alike


def _alike(one: str, other: str) -> int:
    """How many characters two texts begin with alike."""
    return next((at for at, pair in enumerate(zip(one, other, strict=False)) if len(set(pair)) > 1), len(one))


def _misses(statement: Statement, request: Request) -> Iterator[Miss]:
    """What keeps a statement from allowing the request; nothing of what is not known."""
    context = request.full_context()
    try:
        if not replace(statement, conditions=()).is_met(request, context):
            yield Miss(_RESOURCE, tuple(statement.resources or ()), (request.resource,))
    except UndecidedError:
        pass
    try:
        if statement.match(request) is Match.NONE:
            named = statement.principals.aws if statement.principals else ()
            yield Miss(_PRINCIPAL, tuple(named), (request.caller.arn,))
    except UndecidedError:
        pass
    for condition in statement.conditions:
        try:
            if not condition.holds(context, variables=statement.variables):
                got = context.values(condition.key) or ()
                yield Miss(condition.key, condition.values, got, condition)
        except UndecidedError:
            continue
