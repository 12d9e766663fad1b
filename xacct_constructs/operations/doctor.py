"""Turn AccessDenied into the missing yes: every check over both accounts, or over an assembly."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from xacct_constructs.agreement import Agreement
from xacct_constructs.assembly import Assembly
from xacct_constructs.iam import UndecidedError
from xacct_constructs.operations.calls import Looks, NobodyError, Side, who_is
from xacct_constructs.operations.checks import CHECKS
from xacct_constructs.operations.diagnosis import Check, Diagnosis, Scene, State
from xacct_constructs.operations.live import read_facts, read_live
from xacct_constructs.operations.mends import How, Mend
from xacct_constructs.organization import Organization
from xacct_constructs.principals import accounts_of
from xacct_constructs.proof import Fault, prove
from xacct_constructs.quotas import CLOCK_TOLERANCE


@dataclass(frozen=True, slots=True)
class Examination:
    """Every check with what it came to."""

    agreement: Agreement
    diagnoses: tuple[Diagnosis, ...]

    @property
    def wrong(self) -> tuple[Diagnosis, ...]:
        """What is wrong."""
        return tuple(each for each in self.diagnoses if each.state is State.WRONG)

    @property
    def is_healthy(self) -> bool:
        """Whether everything was seen, and nothing of it is wrong."""
        return all(each.state is State.FINE for each in self.diagnoses)

    @property
    def unseen(self) -> tuple[str, ...]:
        """Checks of which something was not seen."""
        return tuple(dict.fromkeys(each.check for each in self.diagnoses if each.state is State.OPEN))

    @property
    def saw_nothing(self) -> bool:
        """Whether no check could be made at all."""
        return all(each.state is State.OPEN for each in self.diagnoses)


def _system_clock() -> datetime:
    return datetime.now(UTC)


def look(
    agreement: Agreement,
    sessions: Sequence[Any],
    *,
    region: str | None = None,
    external_id: str | None = None,
    clock: Callable[[], datetime] = _system_clock,
) -> Scene:
    """Read both accounts, as far as the credentials go; nothing is changed.

    Args:
        agreement: What is agreed.
        sessions: boto3 sessions; each is used for the account that it turns out to be of.
        region: The resources' region. Default: each session's.
        external_id: What the caller presents. Default: the agreement's.
        clock: This machine's clock. Default: the system's.

    Raises:
        NobodyError: None of the credentials can be used, and the clock is not why.
    """
    found = _recognized(agreement, sessions, region, clock)
    looks = Looks()
    assembly = read_live(looks, agreement, region, found.trusting, found.trusted)
    facts = read_facts(looks, agreement, region, found.trusting, found.trusted)
    return Scene(
        agreement,
        assembly,
        clock() + (found.offset or timedelta(0)),
        facts,
        frozenset(looks.missing),
        looks.unseen,
        found.trusting,
        found.trusted,
        tuple(found.strangers),
        tuple(str(each) for each in found.nobodies),
        found.offset,
        external_id,
    )


@dataclass(slots=True)
class _Recognized:
    """Whose the credentials are.

    Attributes:
        trusting: Credentials of the trusting account. None: there are none.
        trusted: Credentials of trusted accounts, by account.
        strangers: Credentials of other accounts.
        nobodies: Why the others cannot be used.
        offset: How far AWS's clock is ahead.
    """

    trusting: Side | None = None
    trusted: dict[str, Side] = field(default_factory=dict)
    strangers: list[Side] = field(default_factory=list)
    nobodies: list[NobodyError] = field(default_factory=list)
    offset: timedelta | None = None


def _recognized(
    agreement: Agreement, sessions: Sequence[Any], region: str | None, clock: Callable[[], datetime]
) -> _Recognized:
    trusted_accounts = accounts_of(agreement.callers)
    found = _Recognized()
    for session in sessions:
        try:
            side = who_is(session, region, clock)
        except NobodyError as problem:
            found.nobodies.append(problem)
            found.offset = found.offset or problem.offset
            continue
        found.offset = side.offset
        if side.account == agreement.trusting_account:
            found.trusting = side
        elif side.account in trusted_accounts:
            found.trusted[side.account] = side
        else:
            found.strangers.append(side)
    if len(found.nobodies) == len(sessions) and (found.offset is None or abs(found.offset) <= CLOCK_TOLERANCE):
        raise NobodyError(f"the credentials cannot be used: {found.nobodies[0]}", found.nobodies[0].code)
    return found


def examine(scene: Scene, checks: Sequence[Check] = CHECKS) -> Examination:
    """Make every check.

    Args:
        scene: What was looked at, by `look`, or `on_paper`.
        checks: Which checks. Default: all; those that only a live account can answer are left out offline.
    """
    found: list[Diagnosis] = []
    for check in checks:
        if (check.live_only and not scene.live) or not check.applies(scene):
            continue
        found += list(check.run(scene)) or [Diagnosis(check.name, State.FINE)]
    if not scene.live:
        found += _proven(scene)
    return Examination(scene.agreement, tuple(each for index, each in enumerate(found) if each not in found[:index]))


def on_paper(
    agreement: Agreement, assembly: Assembly, now: datetime, organization: Organization | None = None
) -> Scene:
    """What an assembly says of the agreement, without an account, under an organization that a folder tells of."""
    return Scene(agreement, assembly, now, live=False, organization=organization)


def _proven(scene: Scene) -> list[Diagnosis]:
    """What the proof has against the agreement: requests it promises and the templates refuse."""
    try:
        proof = prove(scene.assembly, [scene.agreement], organization=scene.organization)
    except UndecidedError as problem:
        return [Diagnosis("proof", State.OPEN, str(problem))]
    found = [
        Diagnosis("proof", State.WRONG, each.steps[-1] if each.steps else each.detail, (Mend(How.SEE_PROOF),))
        for each in proof.counterexamples
        if each.fault is not Fault.TOO_MUCH
    ]
    found += [Diagnosis("proof", State.OPEN, str(each)) for each in proof.undecided]
    return found or [Diagnosis("proof", State.FINE)]
