"""What became of one request that was tried."""

from dataclasses import dataclass
from enum import StrEnum


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
