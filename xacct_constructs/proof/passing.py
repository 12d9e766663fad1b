"""Roles that a role may pass to what it starts: whoever starts something so may do what they may, and nothing else.

Source: IAM User Guide, "Grant a user permissions to pass a role to an AWS service".
"""

from collections.abc import Collection, Iterable, Iterator

from xacct_constructs.assembly import Identity
from xacct_constructs.iam import Bound, UndecidedError
from xacct_constructs.proof.identities import caller_of
from xacct_constructs.request_sets import (
    Box,
    asking_for,
    box,
    has_request,
    product,
    request_in,
    resource_literal,
    subtract,
)

PASSES = ("iam:PassRole",)


def passed(role: Identity, own: list[Box], roles: Iterable[Identity]) -> Iterator[Identity]:
    """Those that a role may pass, by its own permissions: of those that let in more than users and roles by name."""
    asked = asking_for(own, PASSES)
    for other in roles if asked else ():
        if other.arn != role.arn and not _is_for_people(other) and _may_pass(role, asked, other):
            yield other


def passed_elsewhere(role: Identity, own: list[Box], roles: Iterable[Identity], accounts: Collection[str]) -> str:
    """The ARN of a role of these accounts that it may pass and that is none of the assembly's; empty for none.

    Raises:
        UndecidedError: Whether there is one cannot be told.
    """
    theirs = resource_literal(tuple(f"arn:*:iam::{each}:role/*" for each in sorted(accounts)))
    known = [box(resource_literal(tuple(each.arn for each in roles)))]
    asked = subtract(product(asking_for(own, PASSES), [box(theirs)]), known)
    found = (request_in(each, caller_of(role)) for each in asked)
    return next((each.resource for each in found if each is not None), "")


def _may_pass(role: Identity, asked: list[Box], other: Identity) -> bool:
    about = [box(resource_literal((other.arn,)))]
    try:
        return any(has_request(each, caller_of(role)) for each in product(asked, about))
    except UndecidedError:
        return True


def _is_for_people(role: Identity) -> bool:
    """Whether its trust policy is here and lets in users and roles alone, each by name: it is passed to nothing."""
    if role.trust is None:
        return False
    named = [each.principals for each in role.trust.at(Bound.ABOVE) if each.allows]
    return all(
        each is not None and not (each.negated or each.services or each.federated or "*" in each.aws) for each in named
    )
