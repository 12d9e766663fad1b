"""What stands between a request and its allow, statement by statement: the deny that hits, or the nearest allow."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from xacct_constructs.iam import Context, Request, Statement

PRINCIPAL, ACTION, RESOURCE, NOTHING = "principal", "action", "resource", "nothing"
"""What a statement lacks, beside condition keys; nothing: there is no statement that allows anything."""


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One reason why one document does not let a request through."""

    document: str
    """Which document: `trust policy`, `permission policy` and so on."""
    about: str
    """ARN of what carries the document."""
    lacks: str
    """What the nearest allow lacks: a condition key in lower case, or one of the words above; of a deny, its key."""
    wanted: str
    """What the document asks for."""
    got: str
    """What the request has."""
    statement: Statement | None = None
    """The deny that hits; None where an allow is missing."""
    request: Request | None = None
    """The request that it stops."""


def obstacles(document: str, about: str, statements: Sequence[Statement], request: Request) -> list[Obstacle]:
    """Why a document does not let a request through; empty where it does.

    Args:
        document: What the document is called.
        about: ARN of what carries it.
        statements: Its statements.
        request: Who asks for what.

    Raises:
        UndecidedError: a statement is not understood.
    """
    denying = denies(document, about, statements, request)
    return denying or _missing_allow(document, about, statements, request)


def denies(document: str, about: str, statements: Iterable[Statement], request: Request) -> list[Obstacle]:
    """The denies of a document that hit a request, each under the first condition key it asks about."""
    context = request.full_context()
    hits = [each for each in statements if not each.allows and each.match(request) and each.covers(request, context)]
    return [
        Obstacle(
            document,
            about,
            each.conditions[0].key.lower() if each.conditions else NOTHING,
            " and ".join(map(str, each.conditions)) or "nothing: it denies always",
            "",
            each,
            request,
        )
        for each in hits
    ]


def _missing_allow(document: str, about: str, statements: Sequence[Statement], request: Request) -> list[Obstacle]:
    context = request.full_context()
    lacking = [_lacks(each, request, context) for each in statements if each.allows]
    if not all(lacking):
        return []
    nearest = min(lacking, key=_distance) if lacking else [(NOTHING, "no statement allows anything", request.action)]
    return [Obstacle(document, about, lacks, wanted, got, None, request) for lacks, wanted, got in nearest]


def _distance(lacking: Sequence[tuple[str, str, str]]) -> tuple[int, int]:
    """Statements about another action or resource are far; among the rest, fewer differences are nearer."""
    far = {ACTION: 4, RESOURCE: 2, PRINCIPAL: 1}
    return sum(far.get(lacks, 0) for lacks, _, _ in lacking), len(lacking)


def _lacks(statement: Statement, request: Request, context: Context) -> list[tuple[str, str, str]]:
    """What keeps a statement from allowing the request: what, what it asks for, what it gets."""
    found: list[tuple[str, str, str]] = []
    if not statement.speaks_of(request.action):
        found.append((ACTION, " or ".join(statement.actions), request.action))
    elif not replace(statement, conditions=()).covers(request, context):
        found.append((RESOURCE, " or ".join(statement.resources or ()), request.resource))
    if not statement.match(request):
        named = " or ".join(statement.principals.aws if statement.principals else ())
        found.append((PRINCIPAL, named or "another kind of principal", request.caller.arn))
    for condition in statement.conditions:
        if not condition.holds(context, variables=statement.variables):
            given = context.values(condition.key)
            found.append((condition.key.lower(), str(condition), " and ".join(given) if given else "nothing"))
    return found
