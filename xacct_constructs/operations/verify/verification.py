"""What became of each request, and what all of them together show."""

from dataclasses import dataclass

from xacct_constructs.agreement import Agreement
from xacct_constructs.operations.trying.line import Line, Outcome

ASSUME = "assume the role"


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
