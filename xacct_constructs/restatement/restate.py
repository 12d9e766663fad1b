"""An agreement that means what a role and its callers' policies say: guessed at, and then proven or not given."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

from xacct_constructs.agreement import Agreement
from xacct_constructs.arns import is_arn, parse
from xacct_constructs.assembly import Assembly, Identity
from xacct_constructs.finding import Severity
from xacct_constructs.iam import UndecidedError
from xacct_constructs.known_access import KnownAccess
from xacct_constructs.organization import Organization
from xacct_constructs.principals import with_names
from xacct_constructs.proof import Answer, Fault, Proof, prove
from xacct_constructs.quotas import DEFAULT_MAX_SESSION_SECONDS, HIGHEST_TRUST_POLICY_CHARACTERS
from xacct_constructs.restatement.permissions import candidates
from xacct_constructs.restatement.trust import StatedEntry, entry_of
from xacct_constructs.restatement.unsaid import UnsaidError
from xacct_constructs.safeguards import Safeguards
from xacct_constructs.unknowns import is_settled
from xacct_constructs.validation import check_agreement


@dataclass(frozen=True, slots=True)
class Restatement:
    """A role said as an agreement, or what keeps it from being one.

    Attributes:
        role_arn: The role's ARN.
        agreement: The agreement that means the same, as the proof has it. None: there is none.
        unsaid: What no agreement says, in words; empty where there is one, or the proof tells.
        proof: What the proof says of the nearest agreement. None: there is none to prove.
        nearly: A plainer agreement that is near, with the proof that it is not the same. None: there is none.
    """

    role_arn: str
    agreement: Agreement | None = None
    unsaid: tuple[str, ...] = ()
    proof: Proof | None = None
    nearly: "Restatement | None" = None


def restate(assembly: Assembly, role_arn: str, organization: Organization | None = None) -> Restatement:
    """Say a role of an assembly as an agreement.

    Args:
        assembly: The assembly; no agreement and no known access that rides in it counts.
        role_arn: The role.
        organization: The organization of the accounts, as a folder tells of it. Default: it is not told.
    """
    found, told, nearest, nearly = assembly.identity(role_arn), list[str](), None, None
    try:
        for agreement in _agreements(assembly, _role(role_arn, found)):
            errors = _errors(agreement)
            nearest = None if errors else prove(assembly, [agreement], organization=organization, known=KnownAccess())
            if nearest is not None and _is_same(nearest, agreement.role_arn):
                return Restatement(role_arn, agreement, proof=nearest, nearly=nearly)
            if nearest is not None and _is_near(nearest):
                nearly = Restatement(role_arn, agreement, proof=nearest)
            told = errors
    except UnsaidError as problem:
        return Restatement(role_arn, unsaid=(str(problem),))
    return Restatement(role_arn, unsaid=tuple(told), proof=nearest)


def _is_same(proof: Proof, role_arn: str) -> bool:
    """Whether the agreement is proven, and nothing else of the templates lets the role do more."""
    steps = (step for each in proof.counterexamples for step in each.steps)
    more = any(step.request.caller.principal_arn == role_arn for step in steps)
    return proof.by_agreement.get(role_arn) is Answer.PROVEN and not more


def _is_near(proof: Proof) -> bool:
    """Whether nothing is found but that the role may do more."""
    return bool(proof.counterexamples) and all(each.fault is Fault.TOO_MUCH for each in proof.counterexamples)


def _role(arn: str, found: Identity | None) -> Identity:
    if found is None or found.kind != "role":
        raise UnsaidError(arn, "is no role of the templates")
    if found.trust is None or found.existing:
        raise UnsaidError(arn, "is made elsewhere, so that whom it lets in is not here")
    if not is_settled(found.arn) or not is_arn(found.arn) or not found.account.isdigit():
        raise UnsaidError(arn, "has a name or account that deployment settles, and an agreement fixes both")
    if found.max_session_seconds is None:
        raise UnsaidError(arn, "has a longest session that deployment settles")
    return found


def _agreements(assembly: Assembly, role: Identity) -> Iterator[Agreement]:
    """Each agreement that may mean the same, the plainest first."""
    arn = parse(role.arn)
    try:
        entry = entry_of(role.trust.statements if role.trust else (), assembly)
    except UndecidedError as problem:
        raise UnsaidError(role.arn, f"has a trust policy that is not settled: {problem}") from problem
    is_told, safeguards = False, _with_properties(assembly, role, entry)
    for permissions in candidates(assembly, role, safeguards):
        is_told = True
        yield Agreement(
            role_name=arn.name,
            trusting_account=role.account,
            trusted_principals=entry.principals,
            permissions=permissions,
            safeguards=safeguards,
            path=arn.path,
            partition=arn.partition,
            binding=entry.binding,
        )
    if not is_told:
        raise UnsaidError(role.arn, "may do nothing, and an agreement gives something")


def _with_properties(assembly: Assembly, role: Identity, entry: StatedEntry) -> Safeguards:
    """The safeguards, with those that are properties of the role and of its callers."""
    here = [
        found
        for each in with_names(entry.principals)
        if (found := assembly.identity(each.arn(parse(role.arn).partition)))
    ]
    bounds = {each.boundary_arn for each in here if not each.existing}
    seconds = role.max_session_seconds or DEFAULT_MAX_SESSION_SECONDS
    return replace(
        entry.safeguards,
        max_session_duration=None if seconds == DEFAULT_MAX_SESSION_SECONDS else timedelta(seconds=seconds),
        role_permissions_boundary=role.boundary_arn,
        principal_permissions_boundary=bounds.pop() if len(bounds) == 1 else None,
    )


def _errors(agreement: Agreement) -> list[str]:
    """Why such an agreement cannot stand."""
    found = check_agreement(agreement, trust_policy_characters=HIGHEST_TRUST_POLICY_CHARACTERS)
    return [str(each) for each in found if each.severity is Severity.ERROR]
