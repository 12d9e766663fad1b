"""What policies refuse, sorted by what is missing: the external ID, MFA, the principal, and so on."""

import json
from collections.abc import Iterable

from xacct_constructs.agreement import TrustedAccount
from xacct_constructs.iam import UNIQUE_ID
from xacct_constructs.operations import mends
from xacct_constructs.operations.blocked import (
    DOCUMENTS,
    IDENTITY,
    KEY,
    PERMISSIONS,
    PRINCIPAL_BOUNDARY,
    ROLE_BOUNDARY,
    TRUST,
    Undecided,
    blocked,
)
from xacct_constructs.operations.diagnosis import Check, Diagnosis, Run, Scene, State
from xacct_constructs.operations.obstacles import Obstacle
from xacct_constructs.operations.revocation import SESSIONS_POLICY, SID
from xacct_constructs.permissions import S3Read
from xacct_constructs.permissions.keys import key_owner_statement
from xacct_constructs.report.words import place_words

REVOKED, UNIQUE_IDS = "revoked", "re-created principal"
_BY_KEY = (
    ("external ID", ("sts:externalid",)),
    ("MFA", ("aws:multifactorauth",)),
    ("expiry", ("aws:currenttime", "aws:epochtime")),
    (REVOKED, ("aws:tokenissuetime",)),
    ("source identity", ("sts:sourceidentity", "aws:sourceidentity")),
    ("session name", ("sts:rolesessionname",)),
    ("session tags", ("aws:requesttag/", "aws:tagkeys", "sts:transitivetagkeys")),
    ("organization", ("aws:principalorg",)),
    ("network", ("aws:sourceip", "aws:sourcevp", "aws:vpcsourceip")),
)
"""Checks by the condition keys they are about."""
_BY_ACTION = {"sts:SetSourceIdentity": "source identity", "sts:TagSession": "session tags"}


def check_of(obstacle: Obstacle) -> str:
    """The check that an obstacle belongs to; one without a condition key of its own belongs to its document."""
    statement = obstacle.statement
    if statement is not None and (statement.sid == SID or SESSIONS_POLICY in statement.origin.property):
        return REVOKED
    if obstacle.document == TRUST and UNIQUE_ID.fullmatch(obstacle.wanted.split(" or ")[0]):
        return UNIQUE_IDS
    for name, keys in _BY_KEY:
        if obstacle.lacks.startswith(keys):
            return name
    action = obstacle.request.action if obstacle.request else ""
    return _BY_ACTION.get(action, obstacle.document) if statement is None else obstacle.document


def _text(obstacle: Obstacle) -> str:
    request = obstacle.request
    action = request.action if request else "the request"
    if obstacle.statement is not None:
        condition = f" if {obstacle.wanted}" if obstacle.statement.conditions else ""
        return f"{place_words(obstacle.statement)} denies {action}{condition}"
    if obstacle.lacks in ("principal", "action", "resource", "nothing"):
        lacking = {
            "principal": f"it names {obstacle.wanted}",
            "action": f"it allows only {obstacle.wanted}",
            "resource": f"it allows it only on {obstacle.wanted}",
            "nothing": "no statement allows anything",
        }[obstacle.lacks]
        on = f" on {request.resource}" if request and obstacle.document not in (TRUST, KEY) else ""
        return f"the {obstacle.document} of {obstacle.about} does not allow {action}{on}: {lacking}"
    return f"the {obstacle.document} of {obstacle.about} asks for {obstacle.wanted}, and gets {obstacle.got}"


def fix(scene: Scene, obstacle: Obstacle) -> str:
    """The line that mends one obstacle."""
    agreement, name = scene.agreement, check_of(obstacle)
    if name == REVOKED:
        return f"if access may come back: xacct revoke {agreement.role_name} --undo"
    if name == "expiry" and agreement.safeguards.expiry and agreement.safeguards.expiry <= scene.now:
        return "the agreement has ended: move safeguards.expiry and deploy, or leave it so"
    return _by_document(scene, obstacle)


def _by_document(scene: Scene, obstacle: Obstacle) -> str:
    agreement, role = scene.agreement, scene.role
    if obstacle.document == TRUST:
        if role is not None and role.existing:
            return f"the role's owner: {mends.trust(agreement)}"
        if check_of(obstacle) == "external ID" and scene.external_id not in (None, *agreement.safeguards.external_ids):
            return "present the external ID that the agreement names"
        return mends.trust(agreement)
    if obstacle.document == IDENTITY:
        return (
            "; ".join(
                mends.assuming(agreement, each, scene.assembly.identity(obstacle.about))
                for each in agreement.trusted_principals
                if not isinstance(each, TrustedAccount) and each.arn(agreement.partition) == obstacle.about
            )
            or f"its account allows {', '.join(agreement.reference.actions)} on {agreement.role_arn}"
        )
    if obstacle.document == PERMISSIONS:
        if obstacle.statement is None:
            return mends.permissions(agreement)
        return f"take that statement out of {place_words(obstacle.statement)}"
    if obstacle.document in (ROLE_BOUNDARY, PRINCIPAL_BOUNDARY):
        return _boundary(scene, obstacle)
    if obstacle.document == KEY:
        return _key(scene, obstacle)
    return f"the bucket's owner takes the statement out of, or excepts {agreement.role_arn} from it"


def _boundary(scene: Scene, obstacle: Obstacle) -> str:
    safeguards = scene.agreement.safeguards
    of_role = obstacle.document == ROLE_BOUNDARY
    agreed = safeguards.role_permissions_boundary if of_role else safeguards.principal_permissions_boundary
    identity = scene.assembly.identity(obstacle.about)
    request = obstacle.request
    if identity is not None and agreed is not None and identity.boundary_arn == agreed and request is not None:
        statement = {"Effect": "Allow", "Action": request.action, "Resource": request.resource}
        return f"its owner adds to {agreed}: {json.dumps(statement)}"
    return mends.boundary("user" if ":user/" in obstacle.about else "role", obstacle.about.rsplit("/", 1)[1], agreed)


def _key(scene: Scene, obstacle: Obstacle) -> str:
    if obstacle.statement is not None:
        return f"the key's owner takes that statement out of the policy of {obstacle.about}"
    agreement = scene.agreement
    statements = [
        key_owner_statement(obstacle.about, each.bucket_arn(agreement.partition), agreement.role_arn)
        for each in agreement.permissions
        if isinstance(each, S3Read) and each.kms_key == obstacle.about
    ]
    return f"the key's owner adds to the policy of {obstacle.about}: {statements[0]}"


def _run(name: str) -> Run:
    def run(scene: Scene) -> Iterable[Diagnosis]:
        for each in blocked(scene):
            if isinstance(each, Undecided):
                # A condition can stand in the trust policy as well, so without it none of them is fine.
                if each.document == name or (each.document == TRUST and name not in DOCUMENTS):
                    yield Diagnosis(name, State.OPEN, each.why)
            elif check_of(each) == name:
                yield Diagnosis(name, State.WRONG, _text(each), fix(scene, each))

    return run


def _unique_ids(scene: Scene) -> Iterable[Diagnosis]:
    """Principals that were deleted show as the ID they had; one of the same name made again has another."""
    role = scene.role
    if role is None or role.trust is None:
        text = scene.not_seen(scene.agreement.role_arn, scene.agreement.trusting_account)
        yield Diagnosis(UNIQUE_IDS, State.OPEN, text)
    for statement in role.trust.statements if role is not None and role.trust else ():
        for named in statement.principals.aws if statement.allows and statement.principals else ():
            if UNIQUE_ID.fullmatch(named):
                text = f"the trust policy names {named}: the principal was deleted, and one made again is another"
                yield Diagnosis(UNIQUE_IDS, State.WRONG, text, mends.trust(scene.agreement))


CHECKS = (
    Check(UNIQUE_IDS, _unique_ids),
    *(Check(name, _run(name)) for name in (TRUST, *(name for name, _ in _BY_KEY))),
    *(Check(name, _run(name)) for name in DOCUMENTS if name != TRUST),
)
"""Each condition a check of its own, and each document one for everything else."""
