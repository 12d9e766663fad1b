"""Everything that stands in an agreement's way: each of its requests, against each document that has a say.

Each document is asked or named as undecided: one that nothing was asked of is never fine.
"""

from collections.abc import Iterator, Sequence

from xacct_constructs import arns
from xacct_constructs.assembly import Identity
from xacct_constructs.iam import Policy, Request, UndecidedError, statements_of
from xacct_constructs.operations import kinds
from xacct_constructs.operations.asked import decrypting, entering, using, whoever
from xacct_constructs.operations.diagnosis import Scene
from xacct_constructs.operations.found import (
    IDENTITY,
    KEY,
    PERMISSIONS,
    PRINCIPAL_BOUNDARY,
    ROLE_BOUNDARY,
    TRUST,
    Found,
    Obstacle,
    Undecided,
    What,
)
from xacct_constructs.operations.kinds import Used, not_asked, used
from xacct_constructs.operations.obstacles import obstacles

Blocked = Obstacle | Undecided


def blocked(scene: Scene) -> list[Blocked]:
    """Every obstacle, each once."""
    found = [*_entering(scene), *_using(scene)]
    seen: dict[tuple[object, ...], Blocked] = {}
    for each in found:
        key = (each.document, each.why) if isinstance(each, Undecided) else (each.document, each.lacks, each.wanted)
        seen.setdefault(key, each)
    return list(seen.values())


def _judged(
    document: str, about: str, policies: Sequence[Policy], request: Request, *, bounded: bool | None = False
) -> Iterator[Blocked]:
    try:
        yield from obstacles(document, about, statements_of(*policies), request, bounded=bounded)
    except UndecidedError as problem:
        yield Undecided(document, str(problem))


def _is_bounded(scene: Scene, identity: Identity | None) -> bool | None:
    """Whether somebody has a permissions boundary; None: not seen."""
    if identity is not None and identity.boundary_arn is None and identity.boundary is None:
        return None if _is_elsewhere(scene, identity) else False
    return None if identity is None else True


def _is_elsewhere(scene: Scene, identity: Identity) -> bool:
    """Whether an assembly holds only a part of what somebody may do."""
    return identity.existing and not scene.live


def _entering(scene: Scene) -> Iterator[Blocked]:
    """Assuming the role: the trust policy, and the principal's own side."""
    agreement, role = scene.agreement, scene.role
    if role is None or role.trust is None:
        yield Undecided(TRUST, scene.not_seen(agreement.role_arn, agreement.trusting_account))
    for principal in agreement.callers:
        side = scene.trusted.get(principal.account)
        caller = principal.caller(agreement.role, side.arn if side else None)
        if caller is None:
            anybody = whoever(agreement, principal)
            yield from (Undecided(each, anybody) for each in (TRUST, IDENTITY, PRINCIPAL_BOUNDARY))
            continue
        identity = scene.assembly.identity(caller.principal_arn)
        if identity is None and not principal.is_outside_aws:
            why = scene.not_seen(caller.principal_arn, principal.account)
            yield from (Undecided(each, why) for each in (IDENTITY, PRINCIPAL_BOUNDARY))
        for request in entering(agreement, principal, caller, scene.now, scene.external_id):
            if role is not None and role.trust is not None:
                yield from _judged(TRUST, role.arn, (role.trust,), request, bounded=_is_bounded(scene, identity))
            if identity is not None:
                yield from _own_side(scene, identity, request, IDENTITY, PRINCIPAL_BOUNDARY)


def _own_side(scene: Scene, identity: Identity, request: Request, document: str, bounds: str) -> Iterator[Blocked]:
    """What the caller's own policies and boundary say."""
    about = f"policies of {identity.arn}"
    groups = f"groups of {identity.arn}"
    unseen = scene.unseen.get(about) or scene.unseen.get(groups)
    if unseen is not None:
        yield Undecided(document, unseen)
    found = list(_judged(document, identity.arn, identity.policies, request))
    is_silent = any(isinstance(each, Obstacle) and each.statement is None for each in found)
    if is_silent and unseen is None and _is_elsewhere(scene, identity):
        yield Undecided(document, Found(What.EXISTS_WITH_POLICIES, identity.arn))
    elif is_silent and unseen is None and identity.outside:
        yield Undecided(document, Found(What.OUTSIDE, several=tuple(identity.outside)))
    elif not is_silent or unseen is None:
        yield from found
    if identity.boundary is not None:
        yield from _judged(bounds, identity.arn, (identity.boundary,), request)
    elif identity.boundary_arn is not None:
        yield Undecided(bounds, _not_read(scene, identity.boundary_arn))
    elif _is_elsewhere(scene, identity):
        yield Undecided(bounds, Found(What.EXISTS_WITH_BOUNDARY, identity.arn))


def _not_read(scene: Scene, boundary_arn: str) -> Found:
    """Why a boundary was not read."""
    if boundary_arn in scene.missing:
        return Found(What.MISSING, boundary_arn)
    why = scene.unseen.get(boundary_arn)
    return Found(What.NOT_SEEN, boundary_arn) if why is None else Found(What.NOT_READ, boundary_arn, several=(why,))


def _using(scene: Scene) -> Iterator[Blocked]:
    """Reading: the role's permissions and boundary, the policies of the resources and of their keys."""
    agreement, role = scene.agreement, scene.role
    for reason in not_asked(agreement):
        yield from (Undecided(each, reason.why) for each in (PERMISSIONS, ROLE_BOUNDARY, *kinds.DOCUMENTS, KEY))
    if role is None:
        why = scene.not_seen(agreement.role_arn, agreement.trusting_account)
        yield from (Undecided(each, why) for each in (PERMISSIONS, ROLE_BOUNDARY))
    for each in used(agreement):
        yield from _on_resource(scene, each)
    for each in used(agreement):
        yield from _unseen_policy(scene, each)
        yield from _key(scene, each)


def _on_resource(scene: Scene, each: Used) -> Iterator[Blocked]:
    """What the role's own side says of the requests, KMS's too, and the resource's policy of its own."""
    role, resource = scene.role, scene.resource(each.use.resource)
    for request in using(each, scene.agreement, scene.now):
        if role is not None:
            yield from _own_side(scene, role, request, PERMISSIONS, ROLE_BOUNDARY)
        if resource is not None:
            bounded = _is_bounded(scene, role)
            yield from _judged(each.kind.document, resource.arn, resource.policies, request, bounded=bounded)
    decrypt = decrypting(each, scene.agreement, scene.now)
    if role is not None and decrypt is not None:
        yield from _own_side(scene, role, decrypt, PERMISSIONS, ROLE_BOUNDARY)


def _unseen_policy(scene: Scene, each: Used) -> Iterator[Blocked]:
    arn = each.use.resource
    about = arn if arn in scene.unseen else f"policy of {arn}"
    if scene.resource(arn) is None:
        yield Undecided(each.kind.document, scene.not_seen(arn, each.use.owner))
    elif about in scene.unseen:
        yield Undecided(each.kind.document, scene.unseen[about])


def _key(scene: Scene, each: Used) -> Iterator[Blocked]:
    """The key's policy: it must say yes itself, or leave it to its account and the role's policy."""
    request = decrypting(each, scene.agreement, scene.now)
    if request is None:
        return
    arn = request.resource
    policy = scene.key_policy(arn)
    if policy is None:
        yield Undecided(KEY, scene.not_seen(arn, arns.parse(arn).account))
        return
    yield from _judged(KEY, arn, (policy,), request, bounded=_is_bounded(scene, scene.role))
