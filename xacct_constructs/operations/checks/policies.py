"""What policies refuse, sorted by what is missing: the external ID, MFA, the principal, and so on."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC

from xacct_constructs.iam import UNIQUE_ID, UndecidedError, moment
from xacct_constructs.operations import kinds, mends
from xacct_constructs.operations.blocked import blocked
from xacct_constructs.operations.checks.applying import asks_for, asks_for_a_key
from xacct_constructs.operations.diagnosis import Check, Diagnosis, Run, Scene, State, always
from xacct_constructs.operations.found import (
    BOUNDARIES,
    IDENTITY,
    KEY,
    PERMISSIONS,
    ROLE_BOUNDARY,
    TRUST,
    Found,
    Obstacle,
    Undecided,
    What,
)
from xacct_constructs.operations.kinds import used
from xacct_constructs.operations.mends import Command, How, Mend
from xacct_constructs.operations.obstacles import DOCUMENTS
from xacct_constructs.operations.revocation import CONSOLE_POLICY, SESSIONS_POLICY, SID, cut_before
from xacct_constructs.principals import with_names

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


def check_of(found: Obstacle | Undecided) -> str:
    """The check that an obstacle belongs to; one without a condition key of its own belongs to its document."""
    if isinstance(found, Obstacle) and found.statement is not None and _is_ours(found):
        return REVOKED
    if isinstance(found, Obstacle) and found.document == TRUST and any(map(UNIQUE_ID.fullmatch, found.wanted[:1])):
        return UNIQUE_IDS
    for name, keys in _BY_KEY:
        if found.lacks.startswith(keys):
            return name
    if isinstance(found, Undecided) or found.statement is not None or found.request is None:
        return found.document
    return _BY_ACTION.get(found.request.action, found.document)


def _is_ours(obstacle: Obstacle) -> bool:
    """Whether it is a deny that `xacct revoke` wrote."""
    statement = obstacle.statement
    if statement is None:
        return False
    named = (SID, statement.sid) if obstacle.document == TRUST else (_inline(SESSIONS_POLICY), _holder(obstacle))
    return named[0] == named[1]


def _inline(policy_name: str) -> str:
    """What a live inline policy is called where a statement's place is said."""
    return f"inline policy {policy_name}"


def _holder(obstacle: Obstacle) -> str:
    return "" if obstacle.statement is None else obstacle.statement.origin.logical_id


def mend(scene: Scene, obstacle: Obstacle) -> tuple[Command | Mend, ...]:
    """What mends one obstacle; where that would take a guard away, who decides."""
    agreement, name = scene.agreement, check_of(obstacle)
    if _is_ours(obstacle):
        return (Mend(How.UNDO, agreement.role_name),)
    if _holder(obstacle) == _inline(CONSOLE_POLICY):
        return (Mend(How.CONSOLE, CONSOLE_POLICY),)
    if name == "expiry" and agreement.safeguards.expiry and agreement.safeguards.expiry <= scene.now:
        return (Mend(How.ENDED),)
    if obstacle.statement is not None:
        return (Mend(How.WRITER, obstacle.statement.place, obstacle.about),)
    return tuple(_BY_DOCUMENT[obstacle.document](scene, obstacle))


def _trust(scene: Scene, obstacle: Obstacle) -> Iterable[Command | Mend]:
    agreement, role = scene.agreement, scene.role
    if check_of(obstacle) == "external ID" and scene.external_id not in (None, *agreement.safeguards.external_ids):
        yield Mend(How.PRESENT)
    else:
        yield replace(mends.trust(agreement, role), by_owner=role is not None and role.existing)


def _identity(scene: Scene, obstacle: Obstacle) -> Iterable[Command | Mend]:
    agreement, about = scene.agreement, obstacle.about
    by_group = next((each for each in agreement.groups if each.covers(about, agreement.partition)), None)
    people = {each.arn(agreement.partition): each for each in with_names(agreement.callers)}
    group = scene.assembly.group(by_group.arn(agreement.partition)) if by_group else None
    if by_group and group:
        is_in = group.lacks(about) is not None
        yield mends.assuming(agreement, by_group, group) if is_in else mends.joining(by_group, people[about].name)
    elif about in people and not by_group:
        yield mends.assuming(agreement, people[about], scene.assembly.identity(about))
    else:
        yield Mend(How.CALLER_ACCOUNT, agreement.role_arn, several=tuple(agreement.reference.actions))


def _permissions(scene: Scene, _: Obstacle) -> Iterable[Command | Mend]:
    yield mends.permissions(scene.agreement, scene.role)


def _resource(scene: Scene, obstacle: Obstacle) -> Iterable[Command | Mend]:
    yield Mend(How.RESOURCE_OWNER, obstacle.about, scene.agreement.role_arn)


def _boundary(scene: Scene, obstacle: Obstacle) -> Iterable[Command | Mend]:
    """A boundary guards its holder: only whoever set it widens it, or sets the one that is agreed in its place."""
    safeguards, request = scene.agreement.safeguards, obstacle.request
    of_role = obstacle.document == ROLE_BOUNDARY
    agreed = safeguards.role_permissions_boundary if of_role else safeguards.principal_permissions_boundary
    identity = scene.assembly.identity(obstacle.about)
    arn = identity.boundary_arn if identity is not None else None
    statement = {"Effect": "Allow", "Action": request.action, "Resource": request.resource} if request else {}
    how, about = (How.BOUNDARY, arn) if arn else (How.BOUNDARY_OF, obstacle.about)
    yield Mend(how, about, statements=statement)
    if agreed not in (None, arn):
        yield Mend(How.AGREED_BOUNDARY, str(agreed))


def _key(scene: Scene, obstacle: Obstacle) -> Iterable[Command | Mend]:
    using = (each for each in used(scene.agreement) if each.use.key == obstacle.about)
    asked = next(each.kind.decryption(each.use) for each in using)
    yield Mend(How.KEY_OWNER, obstacle.about, asked.owner_statement(obstacle.about, scene.agreement.role))


_BY_DOCUMENT: dict[str, Callable[[Scene, Obstacle], Iterable[Command | Mend]]] = {
    TRUST: _trust,
    IDENTITY: _identity,
    PERMISSIONS: _permissions,
    **dict.fromkeys(kinds.DOCUMENTS, _resource),
    KEY: _key,
    **dict.fromkeys(BOUNDARIES, _boundary),
}
"""What mends a missing allow."""


def _run(name: str) -> Run:
    def run(scene: Scene) -> Iterable[Diagnosis]:
        for each in blocked(scene):
            if isinstance(each, Undecided):
                # A condition can stand in the trust policy as well, so without it none of them is fine.
                everything = not each.lacking and each.document == TRUST and name not in DOCUMENTS
                if check_of(each) == name or everything:
                    yield Diagnosis(name, State.OPEN, each.why)
            elif check_of(each) == name:
                yield Diagnosis(name, State.WRONG, each, mend(scene, each))

    return run


def _revoked(scene: Scene) -> Iterable[Diagnosis]:
    """What was revoked, and by whom; of sessions that a revocation left alone nothing is wrong."""
    yield from _run(REVOKED)(scene)
    about = f"policies of {scene.agreement.role_arn}"
    if about in scene.unseen:
        yield Diagnosis(REVOKED, State.OPEN, scene.unseen[about])
    for policy in scene.role.policies if scene.role is not None else ():
        before = cut_before(policy.written)
        if before is not None and moment(before) <= int(scene.now.astimezone(UTC).timestamp()):
            by = {_inline(SESSIONS_POLICY): What.REVOKED_BY_US, _inline(CONSOLE_POLICY): What.REVOKED_IN_CONSOLE}
            what = by.get(policy.origin.logical_id, What.REVOKED)
            yield Diagnosis(REVOKED, State.FINE, Found(what, before, str(policy.origin)))


def _unique_ids(scene: Scene) -> Iterable[Diagnosis]:
    """Principals that were deleted show as the ID they had; one of the same name made again has another."""
    role = scene.role
    if role is None or role.trust is None:
        why = scene.not_seen(scene.agreement.role_arn, scene.agreement.trusting_account)
        yield Diagnosis(UNIQUE_IDS, State.OPEN, why)
    for statement in role.trust.parts if role is not None and role.trust else ():
        if isinstance(statement, UndecidedError):
            yield Diagnosis(UNIQUE_IDS, State.OPEN, str(statement))
            continue
        for named in statement.principals.aws if statement.allows and statement.principals else ():
            if UNIQUE_ID.fullmatch(named):
                mending = (mends.trust(scene.agreement, role),)
                yield Diagnosis(UNIQUE_IDS, State.WRONG, Found(What.DELETED, named), mending)


def _applies(document: str) -> Callable[[Scene], bool]:
    """Whether an agreement has what carries the document."""
    if document == KEY:
        return asks_for_a_key
    return asks_for(document) if document in kinds.DOCUMENTS else always


CHECKS = (
    Check(UNIQUE_IDS, _unique_ids),
    *(Check(name, _revoked if name == REVOKED else _run(name)) for name in (TRUST, *(name for name, _ in _BY_KEY))),
    *(Check(name, _run(name), _applies(name)) for name in DOCUMENTS if name != TRUST),
)
"""Each condition a check of its own, and each document one for everything else."""
