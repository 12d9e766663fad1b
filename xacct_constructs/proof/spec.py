"""What an agreement says, as boxes, worked out from its words and not from the policies that the library writes.

A mistake in the writing of policies therefore shows as a difference between the two.
"""

from collections.abc import Iterator
from datetime import UTC

from xacct_constructs.agreement import Agreement, TrustedAccount, TrustedPrincipal
from xacct_constructs.assembly import Origin, Policy
from xacct_constructs.names import DNS_SUFFIXES
from xacct_constructs.permissions import RawStatements, S3Read
from xacct_constructs.proof.allowed import action_literal, resource_literal, statement_boxes
from xacct_constructs.proof.boxes import Box, Literal, box, literal, product, subtract
from xacct_constructs.proof.callers import AWS, any_of_account, kind_is, principal_is
from xacct_constructs.proof.conditions import Condition
from xacct_constructs.proof.operators import OPERATORS
from xacct_constructs.proof.patterns import escaped
from xacct_constructs.proof.statements import parse
from xacct_constructs.safeguards import Network, Safeguards


def _equals(key: str, *values: str) -> Literal:
    return literal(key, "StringEquals", values)


def _like(key: str, *values: str) -> Literal:
    wild = any(set(value) & set("*?") for value in values)
    return literal(key, "StringLike" if wild else "StringEquals", values)


def _set_of(quantifier: str, operator: str, key: str, values: list[str]) -> Literal:
    return Literal(Condition(OPERATORS[operator.lower()], key.lower(), tuple(sorted(values)), quantifier))


def _network(network: Network | None) -> list[Box]:
    if network is None:
        return [frozenset()]
    ranges = [box(literal("aws:SourceIp", "IpAddress", network.ip_ranges))] if network.ip_ranges else []
    endpoints = [box(_equals("aws:SourceVpce", *network.vpc_endpoints))] if network.vpc_endpoints else []
    return ranges + endpoints


def _until_expiry(safeguards: Safeguards) -> list[Literal]:
    if safeguards.expiry is None:
        return []
    moment = safeguards.expiry.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return [literal("aws:CurrentTime", "DateLessThan", [moment])]


def _assume_conditions(safeguards: Safeguards) -> Iterator[Literal]:
    if safeguards.external_ids:
        yield _equals("sts:ExternalId", *safeguards.external_ids)
    if safeguards.mfa:
        yield literal("aws:MultiFactorAuthPresent", "Bool", ["true"])
    if safeguards.mfa_max_age is not None:
        seconds = str(int(safeguards.mfa_max_age.total_seconds()))
        yield literal("aws:MultiFactorAuthAge", "NumericLessThan", [seconds])
    if safeguards.organization_id:
        yield _equals("aws:PrincipalOrgID", safeguards.organization_id)
    if safeguards.organization_paths:
        paths = list(safeguards.organization_paths)
        yield _set_of("foranyvalue", "StringLike", "aws:PrincipalOrgPaths", paths)
    if safeguards.session_name_is_user_name:
        yield literal("sts:RoleSessionName", "StringLike", ["${aws:username}"])
    yield from _until_expiry(safeguards)


def _session_values(safeguards: Safeguards) -> tuple[list[Literal], list[Literal]]:
    """What source identity and session tags ask of the request."""
    identity = [_like("sts:SourceIdentity", *safeguards.source_identities)] if safeguards.source_identities else []
    tags = [_equals(f"aws:RequestTag/{key}", *values) for key, values in (safeguards.session_tags or {}).items()]
    if safeguards.session_tags:
        tags.append(_set_of("forallvalues", "StringEquals", "aws:TagKeys", list(safeguards.session_tags)))
    return identity, tags


def admitted(agreement: Agreement, principal: TrustedPrincipal) -> Box:
    """One trusted principal as the caller."""
    whole = isinstance(principal, TrustedAccount)
    arn = any_of_account(principal.account) if whole else principal.arn(agreement.partition)
    return box(kind_is(AWS), principal_is(arn))


def entry(agreement: Agreement) -> list[Box]:
    """The requests by which the agreement lets somebody in."""
    safeguards = agreement.safeguards
    identity, tags = _session_values(safeguards)
    conditions = box(*_assume_conditions(safeguards), *identity, *tags)
    asked = product([conditions | box(action_literal(("sts:AssumeRole",)))], _network(safeguards.assume_from))
    if identity:
        asked.append(box(action_literal(("sts:SetSourceIdentity",)), *identity))
    if tags:
        asked.append(box(action_literal(("sts:TagSession",)), *tags))
    role = box(resource_literal((agreement.role_arn,)))
    callers = [admitted(agreement, principal) for principal in agreement.trusted_principals]
    return product(product(callers, [role]), asked)


def _s3_read(read: S3Read, agreement: Agreement) -> Iterator[tuple[Box, bool]]:
    """Each set of requests, and whether S3 makes them on the session's behalf."""
    bucket = read.bucket_arn(agreement.partition)
    owner = _equals("aws:ResourceAccount", read.owner or agreement.trusting_account)
    starts = tuple(escaped(prefix) + "*" for prefix in read.prefixes or ())
    kinds = ["", *(["Tagging"] if read.tags else []), *(["Attributes"] if read.attributes else [])]
    versions = ["", "Version"] if read.versions else [""]
    objects = tuple(f"s3:GetObject{version}{kind}" for kind in kinds for version in versions)
    lists = ("s3:ListBucket", "s3:ListBucketVersions") if read.versions else ("s3:ListBucket",)
    keys = tuple(f"{bucket}/{start}" for start in starts or ("*",))
    within = [literal("s3:prefix", "StringLike", starts)] if starts else []
    yield box(action_literal(objects), resource_literal(keys), owner), False
    yield box(action_literal(lists), resource_literal((bucket,)), owner, *within), False
    yield box(action_literal(("s3:GetBucketLocation",)), resource_literal((bucket,)), owner), False
    if read.kms_key is not None:
        key = str(read.kms_key)
        _, partition, _, region, *_ = key.split(":")
        yield (
            box(
                action_literal(("kms:Decrypt",)),
                resource_literal((key,)),
                _equals("kms:ViaService", f"s3.{region}.{DNS_SUFFIXES[partition]}"),
                literal("kms:EncryptionContext:aws:s3:arn", "StringLike", [bucket, f"{bucket}/*"]),
            ),
            True,
        )


def _raw(raw: RawStatements) -> tuple[list[Box], list[Box]]:
    """What statements of the user's own allow and deny."""
    policy = Policy({"Version": "2012-10-17", "Statement": list(raw.raw)}, Origin("", "the agreement", ""))
    statements = parse(policy)
    allowed = [each for statement in statements if statement.allows for each in statement_boxes(statement)]
    denied = [each for statement in statements if not statement.allows for each in statement_boxes(statement)]
    return allowed, denied


def _by_service(found: Box) -> bool:
    return any(each.condition.key == "kms:viaservice" and each.holds for each in found)


def permitted(agreement: Agreement) -> list[Box]:
    """The requests that the role's sessions may make."""
    safeguards = agreement.safeguards
    always = [
        *(_equals(f"aws:PrincipalTag/{key}", *values) for key, values in (safeguards.session_tags or {}).items()),
        *_until_expiry(safeguards),
    ]
    found: list[tuple[Box, bool]] = []
    denied: list[Box] = []
    for permission in agreement.permissions:
        if isinstance(permission, S3Read):
            found += _s3_read(permission, agreement)
        elif isinstance(permission, RawStatements):
            allowed, refused = _raw(permission)
            found += [(each, _by_service(each)) for each in allowed]
            denied += refused
    asked = [
        merged | frozenset(always)
        for each, by_service in found
        for merged in product([each], [frozenset()] if by_service else _network(safeguards.read_from))
    ]
    return subtract(asked, denied)
