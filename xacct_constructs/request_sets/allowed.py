"""What policies allow, as boxes.

Where an exact answer has no short form, the boxes hold at most what AWS lets through, or at least that, as is asked
for; a counterexample is always decided on its own before it is believed.
"""

from collections.abc import Iterable, Iterator, Sequence

from xacct_constructs.arns import parse
from xacct_constructs.iam import OPERATORS, Bound, Condition, ResourcePolicyKind, Statement
from xacct_constructs.remembered import remembered
from xacct_constructs.request_sets.boxes import (
    PRINCIPAL,
    Box,
    Literal,
    box,
    equals,
    has_variables,
    literal,
    product,
    subtract,
)
from xacct_constructs.request_sets.callers import (
    ANONYMOUS,
    AWS,
    CLOUDFRONT,
    SERVICE,
    WEB,
    any_of_account,
    kind_is,
    principal_is,
)
from xacct_constructs.request_sets.said import action_literal, resource_literal, statement_boxes
from xacct_constructs.services import resource_kind


def on(*arns: str) -> Box:
    """The requests on these resources, and on what lies in them."""
    kinds = ((arn, resource_kind(arn)) for arn in arns)
    return box(resource_literal(tuple(each for arn, kind in kinds for each in (kind.covered(arn) if kind else [arn]))))


@remembered
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
    owner = [equals("aws:ResourceAccount", account)] if account else []
    return on(arn) | box(action_literal((kind.decides,)), _of_partition(parse(arn).partition), *owner)


def reaching(*arns: str) -> list[Box]:
    """The requests that use these resources: those of their services; any, where no service is known for one.

    Those on what shows what lies in one are among them: a table's stream has every item that is written.
    """
    return [each for arn in arns for each in _reaching(arn)]


def _reaching(arn: str) -> Iterator[Box]:
    kind = resource_kind(arn)
    yield asked_of(arn, owned=False) if kind else on(arn)
    if kind and kind.shown_in:
        shown = tuple(f"{arn}{each}*" for each in kind.shown_in)
        yield box(resource_literal(shown), action_literal((kind.decides,)), _of_partition(parse(arn).partition))


def _of_partition(partition: str) -> Literal:
    """Whoever asks, if an ARN says who, is of this partition: no other's credentials are known in it."""
    pattern = any_of_account("*", partition)
    return Literal(Condition(OPERATORS["arnlike"], PRINCIPAL, (pattern,), if_exists=True))


def effect_boxes(
    statements: Iterable[Statement], *, allows: bool, bound: Bound, of_resource: bool = False
) -> list[Box]:
    """What the statements allow or deny; what they deny lies on the other side."""
    # Above, an allow may be taken too wide, and a deny must not, since it takes away; below it is the other way round.
    wide = allows is (bound is Bound.ABOVE)
    found = (each for each in statements if each.allows is allows and (wide or _is_exact(each, of_resource)))
    return [each for statement in found for each in statement_boxes(statement)]


def _is_exact(statement: Statement, of_resource: bool) -> bool:
    """Whether the statement speaks of exactly what its boxes hold.

    Of some conditions AWS does not say when they hold. Whom `NotPrincipal` spares depends on more than the caller's
    ARN, and with `Allow` it is not supported; a statement without a principal is refused in a resource's policy. Where
    a policy variable has no value, IAM drops a negated condition or a `NotResource`.
    """
    principals = statement.principals
    if of_resource and principals is None:
        return False
    negated = statement.variables and any(
        condition.operator is not None and condition.operator.negated and has_variables(condition)
        for condition in statement.conditions
    )
    elsewhere = (
        statement.variables and statement.not_resources and any("${" in each for each in statement.resources or ())
    )
    clear = all(each == each.at_most(variables=statement.variables) for each in statement.conditions)
    return clear and not negated and not elsewhere and not (principals and principals.negated)


def identity_side(
    statements: tuple[Statement, ...], boundary: tuple[Statement, ...] | None, bound: Bound = Bound.ABOVE
) -> list[Box]:
    """What a user's or role's own policies allow, within its boundary and without what they deny.

    Args:
        statements: Of its policies.
        boundary: Of its permissions boundary; None where it has none.
        bound: On which side of the exact answer the boxes may lie. Default: above.
    """
    allowed = effect_boxes(statements, allows=True, bound=bound)
    denied = effect_boxes(statements, allows=False, bound=bound)
    # A boundary gives nothing: what is allowed must be allowed there too, and what it denies is denied.
    if boundary is not None:
        allowed = product(allowed, effect_boxes(boundary, allows=True, bound=bound))
        denied += effect_boxes(boundary, allows=False, bound=bound)
    return subtract(allowed, denied)


def resource_side(statements: tuple[Statement, ...], bound: Bound = Bound.ABOVE) -> list[Box]:
    """What a trust policy, bucket policy or key policy allows, without what it denies."""
    allowed = effect_boxes(statements, allows=True, bound=bound, of_resource=True)
    return subtract(allowed, denied_by(statements, bound))


def denied_by(statements: tuple[Statement, ...], bound: Bound = Bound.ABOVE) -> list[Box]:
    """What a resource's policy denies; `bound` says on which side what remains allowed may lie."""
    return effect_boxes(statements, allows=False, bound=bound, of_resource=True)


_WITH_A_TOKEN = ("sts:AssumeRoleWithSAML", "sts:AssumeRoleWithWebIdentity")
"""Actions that are not signed: whoever has a provider's token asks so, and no user or role."""


@remembered
def everybody() -> Sequence[Box]:
    """Whoever can ask for anything."""
    # Whoever signs in with an identity provider can do nothing but ask STS for a session, and nobody else does it so.
    signing_in = box(kind_is(WEB), action_literal(("sts:*",)))
    itself = box(kind_is(AWS), action_literal(_WITH_A_TOKEN, holds=False))
    return (itself, box(kind_is(ANONYMOUS)), signing_in, box(kind_is(SERVICE)), box(kind_is(CLOUDFRONT)))


@remembered
def outsiders(account: str, kind: ResourcePolicyKind) -> Sequence[Box]:
    """Everybody but the account's own principals and the services that act for it.

    A role is passed to a service within its account, so that a service that a trust policy names acts for that. Any
    other resource a service reaches for whichever account asks it to, unless its request says for which.

    Args:
        account: The account.
        kind: Which policy of the account lets them in.
    """
    own = [box(kind_is(AWS), principal_is(any_of_account(account)))]
    services = box(kind_is(SERVICE))
    if kind is ResourcePolicyKind.TRUST:
        return tuple(subtract(everybody(), [*own, services]))
    return tuple(subtract(everybody(), [*own, *(services | box(each) for each in _says_for(account))]))


def _says_for(account: str) -> list[Literal]:
    """What says in a service's request that it is made for this account.

    Source: IAM User Guide, "The confused deputy problem"; Amazon CloudWatch Logs User Guide, "Encrypt log data".
    """
    of_account = any_of_account(account)
    arns = ("aws:SourceArn", "kms:EncryptionContext:aws:logs:arn")
    return [equals("aws:SourceAccount", account), *(literal(key, "ArnLike", [of_account]) for key in arns)]
