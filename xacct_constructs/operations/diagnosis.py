"""What one check comes to, and what every check looks at."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cached_property

from xacct_constructs import arns
from xacct_constructs.agreement import Agreement
from xacct_constructs.assembly import Assembly, Identity, Resource
from xacct_constructs.iam import Policy
from xacct_constructs.operations.calls import Side
from xacct_constructs.operations.facts import Facts
from xacct_constructs.operations.found import Found, Obstacle, What, Why
from xacct_constructs.operations.mends import Command, Mend
from xacct_constructs.organization import Organization
from xacct_constructs.proof import Access, Step


class State(StrEnum):
    """The three outcomes of a check."""

    FINE = "fine"
    WRONG = "WRONG"
    OPEN = "not seen"
    """It could not be looked at; what was found says what is missing."""


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """One line of the table.

    Attributes:
        check: The check's name.
        state: What it came to.
        found: What it is; of what the proof shows, the request. None: nothing is to be said.
        mends: What mends it together. Empty: nothing is wrong, or what was found says it all.
    """

    check: str
    state: State
    found: Why | Obstacle | Step | None = None
    mends: tuple[Command | Mend, ...] = ()


@dataclass(frozen=True)
class Scene:
    """An agreement, and what is there of it: deployed, or synthesized.

    Attributes:
        agreement: What is agreed.
        assembly: What was read of both accounts.
        now: AWS's time.
        facts: What decides beside the policies.
        missing: What is not there, by ARN.
        unseen: What could not be looked at, by ARN, with the reason.
        trusting: Credentials of the trusting account. None: there are none.
        trusted: Credentials of trusted accounts, by account.
        strangers: Credentials that are of no account of the agreement.
        nobodies: Why credentials were none.
        offset: How far AWS's clock is ahead; None where AWS was not asked.
        external_id: What the caller presents. Default: what the agreement says.
        live: Whether the accounts were looked at, rather than an assembly.
        organization: The organization of the accounts, as a folder tells of it. Default: it is not told.
    """

    agreement: Agreement
    assembly: Assembly
    now: datetime
    facts: Facts = field(default_factory=Facts)
    missing: frozenset[str] = frozenset()
    unseen: Mapping[str, Why] = field(default_factory=dict)
    trusting: Side | None = None
    trusted: Mapping[str, Side] = field(default_factory=dict)
    strangers: tuple[Side, ...] = ()
    nobodies: tuple[str, ...] = ()
    offset: timedelta | None = None
    external_id: str | None = None
    live: bool = True
    organization: Organization | None = None

    @cached_property
    def access(self) -> Access:
        """Decisions over what is there."""
        return Access(self.assembly, self.organization)

    @property
    def role(self) -> Identity | None:
        """The agreement's role, if it was seen."""
        return self.assembly.identity(self.agreement.role_arn)

    def namesake(self, arn: str) -> Identity | None:
        """The user or role of this ARN's account, kind and name, whatever its path."""
        wanted = arns.parse(arn)
        found = (
            each
            for each in self.assembly.identities
            if (each.account, each.kind, each.name) == (wanted.account, wanted.kind, wanted.name)
        )
        return next(found, None)

    def resource(self, arn: str) -> Resource | None:
        """The resource of this ARN, if it was seen."""
        return self.assembly.resources.get(arn)

    def key_policy(self, arn: str) -> Policy | None:
        """The policy of the key of this ARN, if it was seen."""
        key = self.assembly.resources.get(arn)
        return key.policies[0] if key is not None and key.policies else None

    def not_seen(self, about: str, account: str) -> Why:
        """Why something of an account was not seen."""
        if about in self.unseen:
            return self.unseen[about]
        if about in self.missing:
            return Found(What.MISSING, about)
        if not self.live:
            return Found(What.NOT_IN_ASSEMBLY, about)
        is_trusting = account == self.agreement.trusting_account
        return Found(What.NEEDS_TRUSTING if is_trusting else What.NEEDS_TRUSTED, account)


Run = Callable[[Scene], Iterable[Diagnosis]]


def always(_: Scene) -> bool:
    """Every agreement has it."""
    return True


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that can be wrong.

    Attributes:
        name: Its name in the table.
        run: Yields what is wrong or was not seen; nothing where all is fine.
        applies: Whether the agreement has what is checked; the check is left out where not, rather than called fine.
        live_only: Whether an assembly cannot tell.
    """

    name: str
    run: Run
    applies: Callable[[Scene], bool] = always
    live_only: bool = False
