"""What only AWS can say: the role is assumed for real, and what refuses it though every policy allows is looked at.

Organization policies cannot be read from a member account; STS names them in its refusal.
Source: IAM User Guide, "Troubleshoot access denied error messages".
"""

from collections.abc import Iterable

from xacct_constructs.operations.asked import assume_parameters, caller_of
from xacct_constructs.operations.blocked import blocked
from xacct_constructs.operations.calls import Side, is_refusal, why
from xacct_constructs.operations.diagnosis import Check, Diagnosis, Scene, State
from xacct_constructs.operations.obstacles import IDENTITY, PRINCIPAL_BOUNDARY, TRUST, Obstacle, Undecided

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
    for principal in scene.agreement.trusted_principals:
        side = scene.trusted.get(principal.account)
        caller = caller_of(scene.agreement, principal, side.arn if side else None)
        if side is None or caller is None:
            continue
        of_its_role = principal.is_role_session and _without_name(side.arn) == _without_name(caller.arn)
        if side.arn == caller.arn or of_its_role:
            return side
    return None


def _without_name(session_arn: str) -> str:
    """A session's ARN as far as its role has it."""
    return session_arn.rpartition("/")[0]


def _organization(scene: Scene) -> Iterable[Diagnosis]:
    side = _principal_signed_in(scene)
    if side is None:
        yield Diagnosis(NAME, State.OPEN, "seen only when the trusted principal itself asks; sign in as it")
        return
    if scene.agreement.safeguards.mfa:
        yield Diagnosis(NAME, State.OPEN, "the agreement asks for MFA; xacct verify assumes the role with it")
        return
    problem = attempt_as(scene, side)
    if problem is None:
        return
    text = why(problem)
    named = next((each for each in _POLICIES if each in text), None)
    if named is not None:
        fix = f"whoever runs the organization excepts {scene.agreement.role_arn} from the {named}"
        yield Diagnosis(NAME, State.WRONG, f"a {named} denies it: {text}", fix)
        return
    if not is_refusal(problem):
        yield Diagnosis(NAME, State.OPEN, f"STS did not decide: {text}")
        return
    found = blocked(scene)
    if any(isinstance(each, Obstacle) for each in found):
        yield Diagnosis(NAME, State.OPEN, f"AWS refuses, as the checks above say why: {text}")
    elif unseen := [each for each in found if isinstance(each, Undecided) and each.document in _ENTERING]:
        names = ", ".join(dict.fromkeys(each.document for each in unseen))
        fix = f"see why with credentials that may look at it: {names}; an organization's policy may be why as well"
        yield Diagnosis(NAME, State.WRONG, f"AWS refuses: {text}", fix)
    else:
        actions = ", ".join(scene.agreement.reference.actions)
        text = f"every policy seen allows {actions}, and AWS still refuses: {text}"
        fix = "ask whoever runs the organization of either account for a service or resource control policy"
        yield Diagnosis(NAME, State.WRONG, text, f"{fix}; a policy changed within the last minute may still spread")


CHECKS = (Check(NAME, _organization, live_only=True),)
"""The checks of this module."""
