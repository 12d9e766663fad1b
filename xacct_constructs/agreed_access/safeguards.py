"""What safeguards ask of the requests that enter a role, and of those that use it."""

from collections.abc import Iterator
from datetime import UTC

from xacct_constructs.iam import OPERATORS, Condition
from xacct_constructs.request_sets import Box, Literal, box, equals, literal
from xacct_constructs.safeguards import Network, Safeguards


def _like(key: str, *values: str) -> Literal:
    wild = any(set(value) & set("*?") for value in values)
    return literal(key, "StringLike" if wild else "StringEquals", values)


def set_of(quantifier: str, operator: str, key: str, values: list[str]) -> Literal:
    """What is asked of a key that may have several values."""
    return Literal(Condition(OPERATORS[operator.lower()], key.lower(), tuple(sorted(values)), quantifier))


def network(given: Network | None) -> list[Box]:
    """The places that requests come from: ranges and endpoints are alternatives; without a safeguard, everywhere."""
    if given is None:
        return [frozenset()]
    ranges = [box(literal("aws:SourceIp", "IpAddress", given.ip_ranges))] if given.ip_ranges else []
    endpoints = [box(equals("aws:SourceVpce", *given.vpc_endpoints))] if given.vpc_endpoints else []
    return ranges + endpoints


def until_expiry(safeguards: Safeguards) -> list[Literal]:
    """That it is not past the expiry."""
    if safeguards.expiry is None:
        return []
    moment = safeguards.expiry.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return [literal("aws:CurrentTime", "DateLessThan", [moment])]


def assume_conditions(safeguards: Safeguards) -> Iterator[Literal]:
    """What is asked of every request that assumes the role."""
    if safeguards.external_ids:
        yield equals("sts:ExternalId", *safeguards.external_ids)
    if safeguards.mfa:
        yield literal("aws:MultiFactorAuthPresent", "Bool", ["true"])
    if safeguards.mfa_max_age is not None:
        seconds = str(int(safeguards.mfa_max_age.total_seconds()))
        yield literal("aws:MultiFactorAuthAge", "NumericLessThan", [seconds])
    if safeguards.organization_id:
        yield equals("aws:PrincipalOrgID", safeguards.organization_id)
    if safeguards.organization_paths:
        paths = list(safeguards.organization_paths)
        yield set_of("foranyvalue", "StringLike", "aws:PrincipalOrgPaths", paths)
    if safeguards.session_name_is_user_name:
        yield literal("sts:RoleSessionName", "StringLike", ["${aws:username}"])
    yield from until_expiry(safeguards)


def session_values(safeguards: Safeguards) -> tuple[list[Literal], list[Literal]]:
    """What source identity and session tags ask of the request."""
    identity = [_like("sts:SourceIdentity", *safeguards.source_identities)] if safeguards.source_identities else []
    tags = [equals(f"aws:RequestTag/{key}", *values) for key, values in (safeguards.session_tags or {}).items()]
    if safeguards.session_tags:
        tags.append(set_of("forallvalues", "StringEquals", "aws:TagKeys", list(safeguards.session_tags)))
    return identity, tags
