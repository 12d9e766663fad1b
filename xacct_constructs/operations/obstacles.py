"""What stands between a request and its yes in one document: the deny that hits, or the nearest allow.

`iam.decide` alone judges, each document with everything else saying yes; here its no is explained. What is not known of
a request is given to it both ways: a no both ways is one, a yes both ways is one, and all else is not decided.
"""

from collections.abc import Sequence
from dataclasses import replace

from xacct_constructs.iam import (
    Policies,
    Principals,
    Request,
    ResourcePolicyKind,
    Statement,
    decide,
    everything,
)
from xacct_constructs.operations import kinds
from xacct_constructs.operations.found import (
    ACTION,
    BOUNDARIES,
    IDENTITY,
    KEY,
    NOTHING,
    PERMISSIONS,
    PRINCIPAL,
    PRINCIPAL_BOUNDARY,
    RESOURCE,
    ROLE_BOUNDARY,
    TRUST,
    Found,
    Obstacle,
    Undecided,
    What,
)
from xacct_constructs.operations.known import Said, as_deployed, condition_holds, names, resource_holds, speaks_of

DOCUMENTS = (TRUST, IDENTITY, PRINCIPAL_BOUNDARY, PERMISSIONS, ROLE_BOUNDARY, *kinds.DOCUMENTS, KEY)

_RESOURCE_POLICIES = {
    **dict.fromkeys(kinds.DOCUMENTS, ResourcePolicyKind.OTHER),
    TRUST: ResourcePolicyKind.TRUST,
    KEY: ResourcePolicyKind.KEY,
}
_YES = everything("everything else")

_Lacking = tuple[str, tuple[str, ...], tuple[str, ...]]
"""What a statement lacks, what it asks for, and what it gets."""


def obstacles(
    document: str, about: str, statements: Sequence[Statement], request: Request, *, bounded: bool | None = False
) -> list[Obstacle | Undecided]:
    """Why a document does not let a request through, or whether that depends on what is not known; empty: it does.

    Args:
        document: What the document is called.
        about: ARN of what carries it.
        statements: Its statements.
        request: Who asks for what.
        bounded: Whether the caller has a permissions boundary; None: it was not seen. Default: no.

    Raises:
        UndecidedError: A statement is not understood.
    """
    said = [(each, speaks_of(each, request, bounded=bounded)) for each in statements]
    if _says_no(document, request, _settled(said, allows=True), bounded=bool(bounded)):
        denying = [_denial(document, about, each, request) for each, found in said if not each.allows and found.holds]
        return [*(denying or _missing_allow(document, about, statements, request))]
    if _says_no(document, request, _settled(said, allows=False), bounded=bool(bounded)):
        return [_unknown(document, each, found) for each, found in said if found.holds is None]
    return []


def _settled(said: Sequence[tuple[Statement, Said]], *, allows: bool) -> list[Statement]:
    """The statements, those that nothing is known of as they are best for the request, or, not `allows`, worst."""
    return [
        as_deployed(each) if found.holds is not None else _unconditional(each)
        for each, found in said
        if found.holds is not None or each.allows is allows
    ]


def _unconditional(statement: Statement) -> Statement:
    anybody = None if statement.principals is None else Principals(aws=("*",))
    on = None if statement.resources is None else ("*",)
    return replace(statement, principals=anybody, resources=on, not_resources=False, conditions=())


def _says_no(document: str, request: Request, statements: Sequence[Statement], *, bounded: bool) -> bool:
    if document in _RESOURCE_POLICIES:
        kind, boundary = _RESOURCE_POLICIES[document], _YES if bounded else None
        policies = Policies(identity=_YES, resource=statements, resource_kind=kind, boundary=boundary)
        return str(kind) in decide(request, policies).blocked_by
    if document in BOUNDARIES:
        policies = Policies(identity=_YES, boundary=statements)
        return "permissions boundary" in decide(request, policies).blocked_by
    return "identity policy" in decide(request, Policies(identity=statements)).blocked_by


def _denial(document: str, about: str, statement: Statement, request: Request) -> Obstacle:
    """A deny that hits, under the first condition key that it asks about."""
    lacks = statement.conditions[0].key.lower() if statement.conditions else NOTHING
    wanted = tuple(map(str, statement.conditions))
    return Obstacle(document, about, lacks, wanted, (), statement, request)


def _unknown(document: str, statement: Statement, said: Said) -> Undecided:
    what = What.MAY_ALLOW if statement.allows else What.MAY_DENY
    return Undecided(document, Found(what, statement.place, several=said.lacking), said.lacking)


def _missing_allow(document: str, about: str, statements: Sequence[Statement], request: Request) -> list[Obstacle]:
    lacking = [_lacks(each, request) for each in statements if each.allows]
    nearest = min(lacking, key=_distance) if lacking else [(NOTHING, (), (request.action,))]
    return [Obstacle(document, about, lacks, wanted, got, None, request) for lacks, wanted, got in nearest]


def _distance(lacking: Sequence[_Lacking]) -> tuple[int, int]:
    """Statements about another action or resource are far; among the rest, fewer differences are nearer."""
    far = {ACTION: 4, RESOURCE: 2, PRINCIPAL: 1}
    return sum(far.get(lacks, 0) for lacks, _, _ in lacking), len(lacking)


def _lacks(statement: Statement, request: Request) -> list[_Lacking]:
    """What keeps a statement from allowing the request: what, what it asks for, what it gets."""
    found: list[_Lacking] = []
    if not statement.speaks_of(request.action):
        found.append((ACTION, tuple(statement.actions), (request.action,)))
    elif resource_holds(statement, request).holds is False:
        found.append((RESOURCE, tuple(statement.resources or ()), (request.resource,)))
    if names(statement, request).holds is False:
        named = tuple(statement.principals.aws if statement.principals else ())
        found.append((PRINCIPAL, named, (request.caller.arn,)))
    for condition in statement.conditions:
        if condition_holds(condition, request, variables=statement.variables).holds is False:
            given = request.full_context().values(condition.key)
            found.append((condition.key.lower(), (str(condition),), tuple(given or ())))
    return found
