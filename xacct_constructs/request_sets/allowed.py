"""What policies allow, as boxes.

Where an exact answer has no short form, the boxes hold at most what AWS lets through, or at least that, as is asked
for; a counterexample is always decided on its own before it is believed.
"""

from collections.abc import Iterable

from xacct_constructs.arns import parse
from xacct_constructs.iam import UNIQUE_ID, Bound, Principals, Statement, account_of
from xacct_constructs.remembered import remembered
from xacct_constructs.request_sets.boxes import (
    ACTION,
    ACTION_LIKE,
    CALLER,
    RESOURCE,
    RESOURCE_LIKE,
    Box,
    Literal,
    box,
    has_variables,
    literal,
    of_condition,
    product,
    subtract,
)
from xacct_constructs.request_sets.callers import ANONYMOUS, AWS, SERVICE, WEB, any_of_account, kind_is, principal_is
from xacct_constructs.services import resource_kind


@remembered
def action_literal(actions: tuple[str, ...], *, holds: bool = True) -> Literal:
    """The action is one of these patterns."""
    return literal(ACTION, ACTION_LIKE, actions, holds=holds)


def resource_literal(resources: tuple[str, ...], *, holds: bool = True) -> Literal:
    """The resource is one of these patterns."""
    return literal(RESOURCE, RESOURCE_LIKE, resources, holds=holds)


def on(*arns: str) -> Box:
    """The requests on these resources, and on what lies in them."""
    kinds = ((arn, resource_kind(arn)) for arn in arns)
    return box(resource_literal(tuple(each for arn, kind in kinds for each in (kind.covered(arn) if kind else [arn]))))


def asked_of(arn: str, *, owned: bool = True) -> Box:
    """The requests that a resource's policy decides about: those of its service, on it and on what lies in it.

    Args:
        arn: Its ARN.
        owned: Whether to say whose it is, where the ARN does. Default: yes.

    Raises:
        ValueError: Resources of its kind have no policy of their own.
    """
    kind = resource_kind(arn)
    if kind is None:
        raise ValueError(f"{arn} is of no kind that has a policy of its own")
    account = parse(arn).account if owned else ""
    owner = [literal("aws:ResourceAccount", "StringEquals", [account])] if account else []
    return on(arn) | box(action_literal((kind.decides,)), *owner)


def statement_boxes(statement: Statement) -> list[Box]:
    """The requests that a statement speaks of, and perhaps more."""
    literals = [action_literal(statement.actions, holds=not statement.not_actions)]
    if statement.resources is not None:
        literals.append(resource_literal(statement.resources, holds=not statement.not_resources))
    literals += [of_condition(condition) for condition in statement.conditions]
    asked = [box(*literals)]
    if statement.principals is None or statement.principals.negated:
        return asked
    return product(_principal_boxes(statement.principals), asked)


def _principal_boxes(principals: Principals) -> list[Box]:
    if "*" in principals.aws:
        return [frozenset()]
    found: list[Box] = []
    arns = [
        any_of_account(account) if (account := account_of(named)) else named
        for named in principals.aws
        if not UNIQUE_ID.fullmatch(named) and ":assumed-role/" not in named
    ]
    if arns:
        found.append(box(kind_is(AWS), principal_is(*arns)))
    for session in (each for each in principals.aws if ":assumed-role/" in each):
        held = parse(session)
        role = held.resource.split("/")[1]
        named = principal_is(f"arn:*:iam::{held.account}:role/{role}", f"arn:*:iam::{held.account}:role/*/{role}")
        found.append(box(kind_is(AWS), named, literal(CALLER, "StringEquals", [session])))
    for kind, names in ((SERVICE, principals.services), (WEB, principals.federated)):
        if names:
            found.append(box(kind_is(kind), literal(CALLER, "StringEquals", names)))
    return found


def _boxes(statements: Iterable[Statement], *, allows: bool, bound: Bound) -> list[Box]:
    """What the statements allow or deny; what they deny lies on the other side."""
    # Above, an allow may be taken too wide, and a deny must not, since it takes away; below it is the other way round.
    wide = allows is (bound is Bound.ABOVE)
    found = (each for each in statements if each.allows is allows and (wide or _is_exact(each)))
    return [each for statement in found for each in statement_boxes(statement)]


def _is_exact(statement: Statement) -> bool:
    """Whether the statement speaks of exactly what its boxes hold.

    Whom `NotPrincipal` spares depends on more than the caller's ARN. Where a policy variable has no value, IAM drops a
    negated condition or a `NotResource`.
    """
    principals = statement.principals
    negated = any(
        condition.operator is not None and condition.operator.negated and has_variables(condition)
        for condition in statement.conditions
    )
    elsewhere = statement.not_resources and any("${" in each for each in statement.resources or ())
    return not negated and not elsewhere and not (principals and principals.negated)


def identity_side(
    statements: tuple[Statement, ...], boundary: tuple[Statement, ...] | None, bound: Bound = Bound.ABOVE
) -> list[Box]:
    """What a user's or role's own policies allow, within its boundary and without what they deny.

    Args:
        statements: Of its policies.
        boundary: Of its permissions boundary; None where it has none.
        bound: On which side of the exact answer the boxes may lie. Default: above.
    """
    allowed = _boxes(statements, allows=True, bound=bound)
    denied = _boxes(statements, allows=False, bound=bound)
    # A boundary gives nothing: what is allowed must be allowed there too, and what it denies is denied.
    if boundary is not None:
        allowed = product(allowed, _boxes(boundary, allows=True, bound=bound))
        denied += _boxes(boundary, allows=False, bound=bound)
    return subtract(allowed, denied)


def resource_side(statements: tuple[Statement, ...], bound: Bound = Bound.ABOVE) -> list[Box]:
    """What a trust policy, bucket policy or key policy allows, without what it denies."""
    return subtract(_boxes(statements, allows=True, bound=bound), denied_by(statements, bound))


def denied_by(statements: tuple[Statement, ...], bound: Bound = Bound.ABOVE) -> list[Box]:
    """What the statements deny; `bound` says on which side what remains allowed may lie."""
    return _boxes(statements, allows=False, bound=bound)


def everybody() -> list[Box]:
    """Whoever can ask for anything."""
    # Whoever signs in with an identity provider can do nothing but ask STS for a session.
    signing_in = box(kind_is(WEB), action_literal(("sts:*",)))
    return [box(kind_is(AWS)), box(kind_is(ANONYMOUS)), signing_in, box(kind_is(SERVICE))]


def outsiders(account: str) -> list[Box]:
    """Everybody but the account's own principals and the services that act for it."""
    inside = [box(kind_is(AWS), principal_is(any_of_account(account))), box(kind_is(SERVICE))]
    return subtract(everybody(), inside)
