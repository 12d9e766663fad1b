"""Everything that stands in an agreement's way: each of its requests, against each document that has a say."""

from collections.abc import Iterator
from dataclasses import dataclass

from xacct_constructs.agreement import TrustedAccount
from xacct_constructs.assembly import Identity
from xacct_constructs.iam import Policy, Request, UndecidedError, statements_of
from xacct_constructs.operations.asked import caller_of, decrypting, entering, using
from xacct_constructs.operations.diagnosis import Scene
from xacct_constructs.operations.obstacles import Obstacle, denies, obstacles
from xacct_constructs.permissions import S3Read

TRUST, IDENTITY, PERMISSIONS = "trust policy", "identity policy", "permission policy"
ROLE_BOUNDARY, PRINCIPAL_BOUNDARY = "role's boundary", "principal's boundary"
BUCKET, KEY = "bucket policy", "key policy"
DOCUMENTS = (TRUST, IDENTITY, PRINCIPAL_BOUNDARY, PERMISSIONS, ROLE_BOUNDARY, BUCKET, KEY)


@dataclass(frozen=True, slots=True)
class Undecided:
    """A document that could not be judged, and why."""

    document: str
    why: str


def blocked(scene: Scene) -> list[Obstacle | Undecided]:
    """Every obstacle, each once."""
    found = [*_entering(scene), *_using(scene)]
    seen: dict[tuple[str, ...], Obstacle | Undecided] = {}
    for each in found:
        key = (each.document, each.why) if isinstance(each, Undecided) else (each.document, each.lacks, each.wanted)
        seen.setdefault(key, each)
    return list(seen.values())


def _judged(
    scene: Scene,
    document: str,
    about: str,
    policies: tuple[Policy, ...],
    request: Request,
    *,
    only_denies: bool = False,
) -> Iterator[Obstacle | Undecided]:
    try:
        judge = denies if only_denies else obstacles
        yield from judge(document, about, statements_of(*policies), request)
    except UndecidedError as problem:
        yield Undecided(document, str(problem))


def _entering(scene: Scene) -> Iterator[Obstacle | Undecided]:
    """Assuming the role: the trust policy, and the principal's own side."""
    agreement, role = scene.agreement, scene.role
    if role is None or role.trust is None:
        why = scene.not_seen(agreement.role_arn, agreement.trusting_account)
        yield from (Undecided(each, why) for each in (TRUST, ROLE_BOUNDARY))
    for principal in agreement.trusted_principals:
        side = scene.trusted.get(principal.account)
        caller = caller_of(agreement, principal, side.arn if side else None)
        if caller is None:
            yield Undecided(IDENTITY, f"any user of {principal.account} may ask; sign in as one with --trusted-profile")
            continue
        identity = scene.assembly.identity(caller.principal_arn)
        if identity is None and caller.principal_arn not in scene.missing:
            why = scene.not_seen(caller.principal_arn, principal.account)
            yield from (Undecided(each, why) for each in (IDENTITY, PRINCIPAL_BOUNDARY))
        for request in entering(agreement, caller, scene.now, scene.external_id):
            if role is not None and role.trust is not None:
                yield from _judged(scene, TRUST, role.arn, (role.trust,), request)
            if identity is not None and not (identity.existing and not scene.live):
                yield from _own_side(scene, identity, request, IDENTITY, PRINCIPAL_BOUNDARY)
            elif identity is not None and not isinstance(principal, TrustedAccount):
                yield Undecided(IDENTITY, f"{identity.arn} exists already; its account says what it may do")


def _own_side(
    scene: Scene, identity: Identity, request: Request, document: str, bounds: str
) -> Iterator[Obstacle | Undecided]:
    """What the caller's own policies and boundary say."""
    about = f"policies of {identity.arn}"
    if about in scene.unseen:
        yield Undecided(document, scene.unseen[about])
    else:
        found = list(_judged(scene, document, identity.arn, identity.policies, request))
        outside = [each for each in found if isinstance(each, Obstacle) and each.statement is None]
        if identity.outside and outside:
            yield Undecided(document, f"{', '.join(identity.outside)} may allow it, and was not seen")
        else:
            yield from found
    if identity.boundary is not None:
        yield from _judged(scene, bounds, identity.arn, (identity.boundary,), request)
    elif identity.boundary_arn is not None:
        missing = identity.boundary_arn in scene.missing
        why = "is not there" if missing else scene.unseen.get(identity.boundary_arn, "was not seen")
        yield Undecided(bounds, f"{identity.boundary_arn} {why}")


def _using(scene: Scene) -> Iterator[Obstacle | Undecided]:
    """Reading: the role's permissions and boundary, the bucket's policy, the key's policy."""
    agreement, role = scene.agreement, scene.role
    for request in using(agreement, scene.now):
        if role is None:
            yield Undecided(PERMISSIONS, scene.not_seen(agreement.role_arn, agreement.trusting_account))
        else:
            yield from _own_side(scene, role, request, PERMISSIONS, ROLE_BOUNDARY)
        bucket = scene.assembly.buckets.get(request.resource.split("/")[0])
        if bucket is not None and request.action.startswith("s3:"):
            yield from _judged(scene, BUCKET, bucket.arn, bucket.policies, request, only_denies=True)
    for permission in (each for each in agreement.permissions if isinstance(each, S3Read)):
        bucket_arn = permission.bucket_arn(agreement.partition)
        about = bucket_arn if bucket_arn in scene.unseen else f"policy of {bucket_arn}"
        if bucket_arn not in scene.assembly.buckets and bucket_arn not in scene.missing:
            yield Undecided(BUCKET, scene.not_seen(bucket_arn, permission.owner or agreement.trusting_account))
        elif about in scene.unseen:
            yield Undecided(BUCKET, scene.unseen[about])
        if permission.kms_key is not None:
            yield from _key(scene, permission)


def _key(scene: Scene, permission: S3Read) -> Iterator[Obstacle | Undecided]:
    """The key's policy: it must say yes itself, or leave it to its account and the role's policy."""
    agreement, arn = scene.agreement, str(permission.kms_key)
    key = scene.assembly.keys.get(arn)
    if key is None or key.policy is None:
        if arn not in scene.missing:
            yield Undecided(KEY, scene.not_seen(arn, arn.split(":")[4]))
        return
    yield from _judged(scene, KEY, arn, (key.policy,), decrypting(permission, agreement, scene.now))
