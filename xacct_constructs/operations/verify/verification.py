"""What became of each request, and what all of them together show."""

from dataclasses import dataclass
from enum import StrEnum

from xacct_constructs.agreement import Agreement

ASSUME = "assume the role"


class Outcome(StrEnum):
    """What became of one request."""

    ALLOWED = "allowed"
    REFUSED = "refused"
    """By a policy."""
    FAILED = "failed"
    """For another reason than a policy, so that nothing is shown."""
    NOT_TRIED = "not tried"
    WRITTEN = "written"
    """What was never to be written: the condition was not honoured."""


@dataclass(frozen=True, slots=True)
class Line:
    """One request: what, what the agreement says of it, and what AWS did."""

    what: str
    agreed: Outcome
    seen: Outcome
    detail: str = ""

    @property
    def is_told(self) -> bool:
        """Whether the answer says what the policies say."""
        return self.seen not in (Outcome.FAILED, Outcome.NOT_TRIED)

    @property
    def is_surprise(self) -> bool:
        """Whether AWS answered otherwise than agreed."""
        return self.is_told and self.seen is not self.agreed

    @property
    def is_missed(self) -> bool:
        """Whether the agreement cannot be called shown, for want of this answer: what it gives, and what failed."""
        return not self.is_told and (self.seen is Outcome.FAILED or self.agreed is Outcome.ALLOWED)


@dataclass(frozen=True, slots=True)
class Verification:
    """Every line, the one that assumes the role first."""

    agreement: Agreement
    lines: tuple[Line, ...]

    @property
    def told(self) -> tuple[Line, ...]:
        """What was answered."""
        return tuple(each for each in self.lines if each.is_told)

    @property
    def surprises(self) -> tuple[Line, ...]:
        """What was not as agreed."""
        return tuple(each for each in self.lines if each.is_surprise)

    @property
    def missed(self) -> tuple[Line, ...]:
        """What should have been answered, and was not."""
        return tuple(each for each in self.lines if each.is_missed)

    @property
    def is_as_agreed(self) -> bool:
        """Whether all that the agreement gives was tried, and everything that was tried was answered as agreed."""
        return not self.surprises and not self.missed

    @property
    def shows_nothing(self) -> bool:
        """Whether nothing of what the agreement gives was answered; that the role can be assumed gives nothing yet."""
        return not any(each.agreed is Outcome.ALLOWED for each in self.told if each.what != ASSUME)
