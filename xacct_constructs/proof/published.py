"""What is agreed on and a service may read that shows it to everybody, though it acts for the account alone."""

from collections.abc import Iterator, Sequence

from xacct_constructs.agreement import Agreement
from xacct_constructs.arns import is_arn, parse
from xacct_constructs.assembly import Assembly, Resource
from xacct_constructs.iam import Bound, Condition, ResourcePolicyKind, Statement, UndecidedError, matches, statements_at
from xacct_constructs.proof.agreed_on import AgreedOn
from xacct_constructs.proof.reach import telling
from xacct_constructs.proof.verdict import Doubt
from xacct_constructs.request_sets import (
    CALLER,
    SERVICE,
    asked_of,
    box,
    has_request,
    kind_is,
    literal,
    product,
    resource_side,
)
from xacct_constructs.world import SHOWING

_SERVICE_NAMES = ("aws:principalservicename", "aws:principalservicenameslist")


def published(assembly: Assembly, agreements: Sequence[Agreement]) -> Iterator[Doubt]:
    """A doubt for each resource that such services may read.

    What the service shows, and to whom, often stands in no template: the code of a function, a distribution elsewhere.
    """
    agreed_on = AgreedOn(assembly, agreements)
    for arn in (*agreed_on.resources, *agreed_on.copies):
        held = assembly.resources.get(arn)
        # Whoever decrypts has nothing yet to decrypt.
        is_read = held is not None and held.kind.policy is ResourcePolicyKind.OTHER
        if held is not None and is_read and (showing := ", ".join(_showing(held))):
            yield Doubt(arn, f"{showing} may read it for the account, and show everybody what they read")


def _showing(held: Resource) -> list[str]:
    try:
        return [each for each in sorted(_named(held)) if _may_read(held, each)]
    except UndecidedError:
        # What is not understood of its policies is told where they are read.
        return []


def _named(held: Resource) -> set[str]:
    """Those of them that its policies let in by name."""
    said = [each for each in statements_at(Bound.ABOVE, *held.policies) if each.allows]
    return {service for service in SHOWING if any(_names(each, service) for each in said)}


def _may_read(held: Resource, service: str) -> bool:
    """Whether what its policies say of a service lets it in for whatever but writing."""
    caller = box(kind_is(SERVICE), literal(CALLER, "StringEquals", (service,)))
    said = statements_at(Bound.ABOVE, *held.policies)
    naming = tuple(each for each in said if not each.allows or _names(each, service))
    allowed = product(resource_side(naming), [asked_of(held.arn) | caller])
    return any(map(has_request, telling(allowed)))


def _names(statement: Statement, service: str) -> bool:
    """Whether it speaks of a service by name: as a principal, or of anybody as what sends him, or as who he is."""
    if statement.principals is None:
        return False
    named = "*" in statement.principals.aws and any(_asks_for(each, service) for each in statement.conditions)
    return named or service in statement.principals.services


def _asks_for(condition: Condition, service: str) -> bool:
    """Whether a condition may hold of a service because of what it says of it, and not of whatever service."""
    if condition.operator is None or condition.operator.negated:
        return False
    key = condition.key.lower()
    if key == "aws:sourcearn":
        said = [f"{parse(each).service}.amazonaws.com" for each in condition.values if is_arn(each)]
    else:
        said = [*condition.values] if key in _SERVICE_NAMES else []
    return any(
        each.strip("*").removeprefix(".amazonaws.com") and matches(each, service, lambda _: None) for each in said
    )
