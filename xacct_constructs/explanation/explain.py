"""One request, decided, and all that a person may want to know about it.

Source: Amazon S3 API Reference, GetObject and HeadObject, "Permissions", on what is answered where there is no object.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from xacct_constructs.explanation.nearest import Miss, Nearest, denying, nearest
from xacct_constructs.iam import (
    Decision,
    EvalDecision,
    Policies,
    Request,
    ResourcePolicyKind,
    Statement,
    UndecidedError,
)
from xacct_constructs.permissions import Use
from xacct_constructs.proof import Access, Step, decryption
from xacct_constructs.services import IAM_ROLE, S3_BUCKET, resource_kind, with_service_keys

_READ = "s3:getobject"
RESOURCE_POLICIES = frozenset(map(str, ResourcePolicyKind))
"""What the policies of resources are called."""


@dataclass(frozen=True, slots=True)
class NoObject:
    """What S3 answers to the read of an object that is not there.

    Attributes:
        status: 404 where the caller may list the bucket, else 403; None where that cannot be decided.
        listing: The listing that settles it, decided; None where it is not what settles it.
        why: Why it cannot be decided. Default: it can.
    """

    status: int | None
    listing: Step | None
    why: str = ""


@dataclass(frozen=True, slots=True)
class Explanation:
    """A decision, and what leads to it.

    Attributes:
        request: What was asked, with what was taken for granted of its context.
        decision: What came of it.
        policies: The policies that bear on it, by each ARN under which it is seen.
        assumed: Keys of the context that nobody gave.
        besides: What the service asks of a key for it, decided; None for nothing.
        denying: What the deny that settles it asks for, with what the request has; empty where none does.
        nearest: Of each document that has to allow and does not, what comes nearest.
        absent: What is answered where there is no such object; None for what reads none.
        outside: What is asked for that is not in the assembly, so that its policy is not known.
    """

    request: Request
    decision: Decision
    policies: tuple[Policies, ...]
    assumed: tuple[str, ...]
    besides: Step | None
    denying: tuple[Miss, ...]
    nearest: tuple[Nearest, ...]
    absent: NoObject | None
    outside: tuple[str, ...]


def explain(
    access: Access, asked: Request, *, now: datetime, own_side_allows: bool, agreed: Use | None = None
) -> Explanation:
    """Decide a request, and say what leads to the decision.

    Args:
        access: The decisions of the assembly.
        asked: Who asks for what.
        now: When it is asked, where a policy wants to know it and the context does not say.
        own_side_allows: Whether a caller that is not in the assembly is taken to be allowed everything by its account.
        agreed: What an agreement says of what is asked for, which the assembly does not hold. Default: it holds it.

    Raises:
        UndecidedError: It cannot be decided.
    """
    seen = access.seen(asked)
    owned = with_service_keys(seen[0])
    policies = tuple(access.policies(each, own_side_allows=own_side_allows) for each in seen)
    assumed = _assumed(owned, asked_keys(policies), now)
    request = replace(owned, context={**owned.context, **assumed})
    decision = access.decide(request, own_side_allows=own_side_allows)
    besides = _besides(access, request, own_side_allows=own_side_allows) if decision.is_allowed else None
    asking = [replace(with_service_keys(each), context={**each.context, **assumed}) for each in seen]
    outside = tuple(_outside(access, [request, *([besides.request] if besides else [])], agreed))
    near = [each for pair in zip(asking, policies, strict=True) for each in nearest(*pair, _allowing_none(decision))]
    if besides is not None:
        known = access.policies(besides.request, own_side_allows=own_side_allows)
        near += nearest(besides.request, known, _allowing_none(besides.decision))
    is_read = decision.is_allowed and (besides is None or besides.decision.is_allowed)
    deny = decision.by if decision.word is EvalDecision.EXPLICIT_DENY else None
    return Explanation(
        request=request,
        decision=decision,
        policies=policies,
        assumed=tuple(assumed),
        besides=besides,
        denying=tuple(denying(deny, asking)) if deny else (),
        nearest=tuple(each for each in near if not (outside and each.document in RESOURCE_POLICIES)),
        absent=_absent(access, request, is_read=is_read, own_side_allows=own_side_allows),
        outside=outside,
    )


def asked_keys(policies: Sequence[Policies]) -> set[str]:
    """The condition keys that a statement asks about, in lower case."""
    return {each.key.lower() for found in policies for statement in _statements(found) for each in statement.conditions}


def _statements(policies: Policies) -> Iterator[Statement]:
    levels = [*policies.service_control, *policies.resource_control]
    for group in [policies.identity, policies.resource, policies.boundary, policies.session, *levels]:
        yield from group or ()


def _assumed(request: Request, asked: Collection[str], now: datetime) -> dict[str, str]:
    """What is taken for granted, where a policy asks about it and nobody gave it: HTTPS, TLS 1.2, and now."""
    given = {key.lower() for key in (*request.caller.keys, *request.known_keys())}
    moment = now.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    taken = {"aws:SecureTransport": "true", "aws:CurrentTime": moment, "aws:EpochTime": str(int(now.timestamp()))}
    taken |= {"s3:TlsVersion": "1.2"} if request.action.lower().startswith("s3:") else {}
    return {key: value for key, value in taken.items() if key.lower() in asked and key.lower() not in given}


def _besides(access: Access, request: Request, *, own_side_allows: bool) -> Step | None:
    """What the service asks of the key that encrypts what is read, decided as well."""
    asked = decryption(access, request)
    return Step(asked, access.decide(asked, own_side_allows=own_side_allows)) if asked else None


def _absent(access: Access, request: Request, *, is_read: bool, own_side_allows: bool) -> NoObject | None:
    """S3 says that there is no such object to whom it would list the bucket, by a request that carries no prefix."""
    kind = resource_kind(request.resource)
    if request.action.lower() != _READ or kind is not S3_BUCKET:
        return None
    if not is_read:
        return NoObject(403, None)
    context = {key: value for key, value in request.context.items() if key.lower() != "s3:prefix"}
    bucket = str(kind.resource_of(request.resource))
    listing = replace(request, action="s3:ListBucket", resource=bucket, context=context)
    try:
        decision = access.decide(listing, own_side_allows=own_side_allows)
    except UndecidedError as problem:
        return NoObject(None, None, str(problem))
    return NoObject(404 if decision.is_allowed else 403, Step(listing, decision))


def _outside(access: Access, requests: Iterable[Request], agreed: Use | None) -> Iterator[str]:
    """What is asked for that the assembly does not hold; of a role nothing could be decided at all."""
    for each in requests:
        kind = resource_kind(each.resource)
        found = kind.resource_of(each.resource) if kind else None
        held = access.assembly.resource(each.resource) is not None and (agreed is None or found != agreed.resource)
        if found and not held and kind != IAM_ROLE:
            yield found


def _allowing_none(decision: Decision) -> list[str]:
    """What the documents are called that have to allow and do not, without which of two resources they are of."""
    is_denied = decision.word is EvalDecision.EXPLICIT_DENY
    return [] if is_denied else [each.partition(" on ")[0] for each in decision.blocked_by]
