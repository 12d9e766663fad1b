"""What one statement says, as boxes.

What a statement means by something that deployment or AWS alone knows (whose a unique ID is, how far a star goes) is a
key like any other here, that no request shows: equal to itself wherever it stands, and left to the decision.
"""

from collections.abc import Iterable

from xacct_constructs.arns import is_arn, parse
from xacct_constructs.iam import UNIQUE_ID as PRINCIPAL_ID
from xacct_constructs.iam import (
    CallerKind,
    Condition,
    Principals,
    Statement,
    account_of,
    goes_past_colons,
    role_of_session,
    unique_id_kind,
)
from xacct_constructs.remembered import remembered
from xacct_constructs.request_sets.boxes import (
    ACTION,
    ACTION_LIKE,
    CALLER,
    CANONICAL_USER,
    PROVIDER,
    RESOURCE,
    RESOURCE_LIKE,
    RESOURCE_PAST_COLONS,
    STAR,
    UNIQUE_ID,
    Box,
    Literal,
    box,
    equals,
    literal,
    of_condition,
    product,
)
from xacct_constructs.request_sets.callers import AWS, CLOUDFRONT, SERVICE, WEB, any_of_account, kind_is, principal_is

_GOES_ON = equals(STAR, "goes past colons")
_ANY_ACCOUNT = "?" * 12
_OF_KIND = {CallerKind.USER: "user", CallerKind.SESSION: "role"}


@remembered
def action_literal(actions: tuple[str, ...], *, holds: bool = True) -> Literal:
    """The action is one of these patterns."""
    return literal(ACTION, ACTION_LIKE, actions, holds=holds)


def resource_literal(resources: tuple[str, ...], *, holds: bool = True) -> Literal:
    """The resource is one of these patterns."""
    return literal(RESOURCE, RESOURCE_LIKE, resources, holds=holds)


def statement_boxes(statement: Statement) -> list[Box]:
    """The requests that a statement speaks of, and perhaps more."""
    literals = [action_literal(statement.actions, holds=not statement.not_actions)]
    literals += [of_condition(each) for each in _as_read(statement)]
    asked = product([box(*literals)], _resource_boxes(statement))
    if statement.principals is None or statement.principals.negated:
        return asked
    return product(_principal_boxes(statement.principals), asked)


def _as_read(statement: Statement) -> Iterable[Condition]:
    """The conditions of a statement, at most, their variables as IAM reads them in the policy's version."""
    most = (each.at_most(variables=statement.variables) for each in statement.conditions)
    conditions = [each for each in most if each is not None]
    if statement.variables:
        return conditions
    return (
        each._replace(values=tuple(map(_as_text, each.values)))
        if each.operator is not None and each.operator.takes_variables
        else each
        for each in conditions
    )


def _as_text(pattern: str) -> str:
    """A pattern of a policy that knows no variables, as one that does writes it."""
    return pattern.replace("$", "${$}")


def _resource_boxes(statement: Statement) -> list[Box]:
    """What is asked for, stars that may go past their segment's colon read both ways."""
    if statement.resources is None:
        return [frozenset()]
    patterns = statement.resources if statement.variables else tuple(map(_as_text, statement.resources))
    within = resource_literal(patterns, holds=not statement.not_resources)
    open_ended = tuple(each for each in patterns if goes_past_colons(each))
    if not open_ended:
        return [box(within)]
    beyond = literal(RESOURCE, RESOURCE_PAST_COLONS, open_ended, holds=not statement.not_resources)
    if statement.not_resources:
        return [box(within, _GOES_ON.opposite()), box(within, beyond)]
    return [box(within), box(beyond, _GOES_ON)]


def _principal_boxes(principals: Principals) -> list[Box]:
    if "*" in principals.aws:
        return [frozenset()]
    found: list[Box] = []
    arns = [_named(each) for each in principals.aws if not _is_id(each) and not _is_session(each)]
    for name, is_origin in ((AWS, False), (CLOUDFRONT, True)):
        if named := [each for each in arns if _is_origin(each) is is_origin]:
            found.append(box(kind_is(name), principal_is(*named)))
    for session in filter(_is_session, principals.aws):
        role = parse(role_of_session(parse(session)))
        is_role = principal_is(str(role), str(role._replace(resource=f"role/*/{role.name}")))
        found.append(box(kind_is(AWS), is_role, literal(CALLER, "StringEquals", [session])))
    for kind, word in _OF_KIND.items():
        if ids := [each for each in principals.aws if unique_id_kind(each) is kind]:
            found.append(
                box(kind_is(AWS), principal_is(f"arn:*:iam::{_ANY_ACCOUNT}:{word}/*"), equals(UNIQUE_ID, *ids))
            )
    if principals.canonical:
        found += [box(kind_is(each), equals(CANONICAL_USER, *principals.canonical)) for each in (AWS, CLOUDFRONT)]
    for provider in principals.federated:
        account = parse(provider).account if is_arn(provider) else _ANY_ACCOUNT
        signed_in = (principal_is(f"arn:*:iam::{account}:role/*"), equals(PROVIDER, provider))
        # In a role's trust it stands for whoever signs in, not for a session that was given out so.
        found.append(box(kind_is(AWS), *signed_in, action_literal(("sts:*",), holds=False)))
    for name, names in ((SERVICE, principals.services), (WEB, principals.federated)):
        if names:
            found.append(box(kind_is(name), literal(CALLER, "StringEquals", names)))
    return found


def _named(principal: str) -> str:
    """The pattern of whom an account or ARN stands for; an account by its number is one of the resource's partition."""
    account = account_of(principal)
    if account is None:
        return principal
    return any_of_account(account, "*" if account == principal else parse(principal).partition)


def _is_id(principal: str) -> bool:
    return PRINCIPAL_ID.fullmatch(principal) is not None


def _is_origin(pattern: str) -> bool:
    return pattern.startswith("arn:") and parse(pattern).account == "cloudfront"


def _is_session(principal: str) -> bool:
    return principal.startswith("arn:") and parse(principal).kind == "assumed-role"
