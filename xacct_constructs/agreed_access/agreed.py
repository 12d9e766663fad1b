"""What an agreement says, as sets of requests: who enters its role, and what the role's sessions may ask for.

Worked out from the agreement's words and not from the policies that the library writes, so that a mistake in the
writing shows as a difference between the two.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from xacct_constructs.agreed_access import dynamodb_read, s3_read
from xacct_constructs.agreed_access.coming import coming
from xacct_constructs.agreed_access.meaning import Meaning
from xacct_constructs.agreed_access.raw_statements import raw_statements
from xacct_constructs.agreed_access.safeguards import assume_conditions, network, session_values, until_expiry
from xacct_constructs.agreement import Agreement
from xacct_constructs.arns import parse
from xacct_constructs.iam import UndecidedError
from xacct_constructs.permissions import DynamoDBRead, Permission, RawStatements, S3Read, Use
from xacct_constructs.principals import TrustedPrincipal, is_named
from xacct_constructs.request_sets import (
    PRINCIPAL,
    Box,
    Literal,
    action_literal,
    box,
    equals,
    literal,
    product,
    resource_literal,
    subtract,
)
from xacct_constructs.safeguards import Safeguards

MEANINGS: Mapping[type[Any], Callable[[Any, Agreement], Meaning]] = {
    S3Read: s3_read.s3_read,
    DynamoDBRead: dynamodb_read.dynamodb_read,
    RawStatements: raw_statements,
}
"""Each kind of permission to the module that says what it means."""


def admitted(agreement: Agreement, principal: TrustedPrincipal) -> Box:
    """One trusted principal as the caller."""
    return coming(principal, agreement).caller


def entry(agreement: Agreement, *, in_any_letters: bool = False) -> list[Box]:
    """The requests by which the agreement lets somebody in.

    Args:
        agreement: What is agreed.
        in_any_letters: Whether to count whoever is called as a user or role is, in other letters: as long as that one
            is there, nobody. Default: no.
    """
    role = box(resource_literal((agreement.role_arn,)))
    found: list[Box] = []
    for principal in agreement.callers:
        caller, action = coming(principal, agreement)
        callers = [caller, box(*map(_in_any_letters, caller))] if in_any_letters and is_named(principal) else [caller]
        found += product(product(callers, [role]), _asked(agreement.safeguards, action))
    return found


def _in_any_letters(found: Literal) -> Literal:
    """Who is called so in whatever letters, of which an account has one alone (IAM User Guide, "IAM identifiers")."""
    values = found.condition.values
    is_name = found.condition.key == PRINCIPAL and not any(set(each) & set("*?$") for each in values)
    return literal(PRINCIPAL, "StringEqualsIgnoreCase", values) if is_name else found


def _asked(safeguards: Safeguards, action: str) -> list[Box]:
    """What is asked for to enter, and what goes along with it."""
    identity, tags = session_values(safeguards)
    conditions = box(*assume_conditions(safeguards), *identity, *tags)
    asked = product([conditions | box(action_literal((action,)))], network(safeguards.assume_from))
    if identity:
        asked.append(box(action_literal(("sts:SetSourceIdentity",)), *identity))
    if tags:
        asked.append(box(action_literal(("sts:TagSession",)), *tags))
    return asked


def meaning(permission: Permission, agreement: Agreement) -> Meaning:
    """What one permission of an agreement means.

    Raises:
        UndecidedError: Its kind stands in no row of the table, so that nothing is known of it.
    """
    found = MEANINGS.get(type(permission))
    if found is None:
        raise UndecidedError(f"what a permission of the kind {type(permission).__name__} means is not known here")
    return found(permission, agreement)


def permitted(agreement: Agreement) -> list[Box]:
    """The requests that the role's sessions may make.

    Raises:
        UndecidedError: A permission is of a kind that is not known here, or holds something that is not.
    """
    meanings = [meaning(permission, agreement) for permission in agreement.permissions]
    direct = product([each for found in meanings for each in found.direct], network(agreement.safeguards.read_from))
    return _in_time(agreement, meanings, [*direct, *(each for found in meanings for each in found.by_service)])


def using_key(agreement: Agreement, use: Use, actions: tuple[str, ...], parts: tuple[str, ...] = ()) -> list[Box]:
    """What using a resource takes of the key that encrypts it, though the agreement may not say so.

    Args:
        agreement: What is agreed.
        use: The resource, and the key.
        actions: What the resource's service asks of the key.
        parts: Patterns of what in it is used, where each has a call of its own. Default: all of it.

    Raises:
        UndecidedError: As for `permitted`.
    """
    found = _USING_KEY.get(parse(use.resource).service)
    meanings = [meaning(permission, agreement) for permission in agreement.permissions]
    return _in_time(agreement, meanings, [found(use.resource, str(use.key), actions, parts)] if found else [])


_USING_KEY: Mapping[str, Callable[[str, str, tuple[str, ...], tuple[str, ...]], Box]] = {
    "s3": s3_read.using_key,
    "dynamodb": dynamodb_read.using_key,
}
"""Services to what they ask of a key for a resource."""


def _in_time(agreement: Agreement, meanings: Iterable[Meaning], allowed: Iterable[Box]) -> list[Box]:
    """Of these requests, those that no permission refuses, by sessions with the agreed tags, until the expiry."""
    safeguards = agreement.safeguards
    tags = (equals(f"aws:PrincipalTag/{key}", *values) for key, values in (safeguards.session_tags or {}).items())
    always = box(*tags, *until_expiry(safeguards))
    return subtract([each | always for each in allowed], [each for found in meanings for each in found.denied])
