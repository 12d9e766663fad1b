"""Everything that stands in an agreement's way: each of its requests, against each document that has a say.

Each document is asked or named as undecided: one that nothing was asked of is never fine.
"""

from collections.abc import Iterator, Sequence

from xacct_constructs.assembly import Identity
from xacct_constructs.iam import Policy, Request, UndecidedError, statements_of
from xacct_constructs.operations.asked import caller_of, decrypting, entering, using
from xacct_constructs.operations.diagnosis import Scene
from xacct_constructs.operations.obstacles import (
    BUCKET,
    IDENTITY,
    KEY,
    PERMISSIONS,
    PRINCIPAL_BOUNDARY,
    ROLE_BOUNDARY,
    TRUST,
    Obstacle,
    Undecided,
    obstacles,
)
from xacct_constructs.permissions import S3Read

NOT_ASKED = "raw statements do not say which requests they are for, so none was asked; see: xacct prove"

Found = Obstacle | Undecided


def blocked(scene: Scene) -> list[Found]:
    """Every obstacle, each once."""
    found = [*_entering(scene), *_using(scene)]
    seen: dict[tuple[str, ...], Found] = {}
    for each in found:
        key = (each.document, each.why) if isinstance(each, Undecided) else (each.document, each.lacks, each.wanted)
        seen.setdefault(key, each)
    return list(seen.values())


def _judged(
    document: str, about: str, policies: Sequence[Policy], request: Request, *, bounded: bool | None = False
) -> Iterator[Found]:
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


def _entering(scene: Scene) -> Iterator[Found]:
    """Assuming the role: the trust policy, and the principal's own side."""
    agreement, role = scene.agreement, scene.role
    if role is None or role.trust is None:
        yield Undecided(TRUST, scene.not_seen(agreement.role_arn, agreement.trusting_account))
    for principal in agreement.trusted_principals:
        side = scene.trusted.get(principal.account)
        caller = caller_of(agreement, principal, side.arn if side else None)
        if caller is None:
            why = f"any user of {principal.account} may ask; sign in as one with --trusted-profile"
            yield from (Undecided(each, why) for each in (TRUST, IDENTITY, PRINCIPAL_BOUNDARY))
            continue
        identity = scene.assembly.identity(caller.principal_arn)
        if identity is None:
            why = scene.not_seen(caller.principal_arn, principal.account)
            yield from (Undecided(each, why) for each in (IDENTITY, PRINCIPAL_BOUNDARY))
        for request in entering(agreement, caller, scene.now, scene.external_id):
            if role is not None and role.trust is not None:
                yield from _judged(TRUST, role.arn, (role.trust,), request, bounded=_is_bounded(scene, identity))
            if identity is not None:
                yield from _own_side(scene, identity, request, IDENTITY, PRINCIPAL_BOUNDARY)


def _own_side(scene: Scene, identity: Identity, request: Request, document: str, bounds: str) -> Iterator[Found]:
    """What the caller's own policies and boundary say."""
    about = f"policies of {identity.arn}"
    groups = f"groups of {identity.arn}"
    unseen = scene.unseen.get(about) or scene.unseen.get(groups)
    if unseen is not None:
        yield Undecided(document, unseen)
    found = list(_judged(document, identity.arn, identity.policies, request))
    is_silent = any(isinstance(each, Obstacle) and each.statement is None for each in found)
    if is_silent and unseen is None and _is_elsewhere(scene, identity):
        yield Undecided(document, f"{identity.arn} exists already; its account says what it may do")
    elif is_silent and unseen is None and identity.outside:
        yield Undecided(document, f"{', '.join(identity.outside)} may allow it, and was not seen")
    elif not is_silent or unseen is None:
        yield from found
    if identity.boundary is not None:
        yield from _judged(bounds, identity.arn, (identity.boundary,), request)
    elif identity.boundary_arn is not None:
        missing = identity.boundary_arn in scene.missing
        why = "is not there" if missing else scene.unseen.get(identity.boundary_arn, "was not seen")
        yield Undecided(bounds, f"{identity.boundary_arn} {why}")
    elif _is_elsewhere(scene, identity):
        yield Undecided(bounds, f"{identity.arn} exists already; its account says whether it has one")


def _using(scene: Scene) -> Iterator[Found]:
    """Reading: the role's permissions and boundary, the bucket's policy, the key's policy."""
    agreement, role = scene.agreement, scene.role
    if scene.is_raw:
        yield from (Undecided(each, NOT_ASKED) for each in (PERMISSIONS, ROLE_BOUNDARY, BUCKET, KEY))
    if role is None:
        why = scene.not_seen(agreement.role_arn, agreement.trusting_account)
        yield from (Undecided(each, why) for each in (PERMISSIONS, ROLE_BOUNDARY))
    for request in using(agreement, scene.now):
        if role is not None:
            yield from _own_side(scene, role, request, PERMISSIONS, ROLE_BOUNDARY)
        bucket = scene.assembly.resource(request.resource)
        if bucket is not None and request.action.startswith("s3:"):
            yield from _judged(BUCKET, bucket.arn, bucket.policies, request, bounded=_is_bounded(scene, role))
    for permission in (each for each in agreement.permissions if isinstance(each, S3Read)):
        bucket_arn = permission.bucket_arn(agreement.partition)
        about = bucket_arn if bucket_arn in scene.unseen else f"policy of {bucket_arn}"
        if bucket_arn not in scene.assembly.resources:
            yield Undecided(BUCKET, scene.not_seen(bucket_arn, permission.owner or agreement.trusting_account))
        elif about in scene.unseen:
            yield Undecided(BUCKET, scene.unseen[about])
        if permission.kms_key is not None:
            yield from _key(scene, permission)


def _key(scene: Scene, permission: S3Read) -> Iterator[Found]:
    """The key's policy: it must say yes itself, or leave it to its account and the role's policy."""
    agreement, arn = scene.agreement, str(permission.kms_key)
    key = scene.assembly.resources.get(arn)
    if key is None or not key.policies:
        yield Undecided(KEY, scene.not_seen(arn, arn.split(":")[4]))
        return
    request, bounded = decrypting(permission, agreement, scene.now), _is_bounded(scene, scene.role)
    yield from _judged(KEY, arn, key.policies, request, bounded=bounded)
