"""What only AWS can say: the role is assumed for real, and what refuses it though every policy allows is looked at.

Organization policies cannot be read from a member account; STS names them in its refusal.
Source: IAM User Guide, "Troubleshoot access denied error messages".
"""

from collections.abc import Iterable

from xacct_constructs import arns
from xacct_constructs.operations.asked import assume_parameters
from xacct_constructs.operations.blocked import blocked
from xacct_constructs.operations.calls import Side, is_refusal, why
from xacct_constructs.operations.diagnosis import Check, Diagnosis, Scene, State
from xacct_constructs.operations.found import (
    IDENTITY,
    PRINCIPAL_BOUNDARY,
    TRUST,
    Found,
    Obstacle,
    Undecided,
    What,
)

NAME = "organization policy"
_ENTERING = (TRUST, IDENTITY, PRINCIPAL_BOUNDARY)
_POLICIES = ("service control policy", "resource control policy")


def attempt_as(scene: Scene, side: Side) -> Exception | None:
    """Assume the role once with these credentials; the session is dropped. Returns what AWS said against it."""
    from botocore.exceptions import BotoCoreError, ClientError

    sts = side.client("sts")
    try:
        sts.assume_role(**assume_parameters(scene.agreement, side.arn, scene.external_id))
    except ClientError as problem:
        refused: Exception = problem
        return refused
    except BotoCoreError as problem:
        failed: Exception = problem
        return failed
    return None


def _principal_signed_in(scene: Scene) -> Side | None:
    """Credentials that are a trusted principal's own."""
    for principal in scene.agreement.callers:
        side = scene.trusted.get(principal.account)
        caller = principal.caller(scene.agreement.role, side.arn if side else None)
        if side is None or caller is None:
            continue
        role = arns.parse(caller.principal_arn)
        if side.arn == caller.arn or (principal.is_role_session and arns.parse(side.arn).is_session_of(role)):
            return side
    return None


def _organization(scene: Scene) -> Iterable[Diagnosis]:
    side = _principal_signed_in(scene)
    if side is None:
        yield Diagnosis(NAME, State.OPEN, Found(What.ONLY_ITSELF))
        return
    if scene.agreement.safeguards.mfa:
        yield Diagnosis(NAME, State.OPEN, Found(What.NEEDS_MFA))
        return
    problem = attempt_as(scene, side)
    if problem is None:
        return
    text = why(problem)
    named = next((each for each in _POLICIES if each in text), None)
    if named is not None:
        yield Diagnosis(NAME, State.WRONG, Found(What.ORGANIZATION_DENIES, scene.agreement.role_arn, text, named))
        return
    if not is_refusal(problem):
        yield Diagnosis(NAME, State.OPEN, Found(What.STS_UNDECIDED, got=text))
        return
    found = blocked(scene)
    if any(isinstance(each, Obstacle) for each in found):
        yield Diagnosis(NAME, State.OPEN, Found(What.REFUSED_AS_SAID, got=text))
    elif unseen := [each for each in found if isinstance(each, Undecided) and each.document in _ENTERING]:
        documents = tuple(dict.fromkeys(each.document for each in unseen))
        yield Diagnosis(NAME, State.WRONG, Found(What.REFUSED_UNSEEN, got=text, several=documents))
    else:
        actions = tuple(scene.agreement.reference.actions)
        yield Diagnosis(NAME, State.WRONG, Found(What.REFUSED_ANYHOW, got=text, several=actions))


CHECKS = (Check(NAME, _organization, live_only=True),)
"""The checks of this module."""
