"""A measure of the budget: what was found, beside its target."""

import statistics
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Measure:
    """One line of the table.

    A ratio is judged by its median. A time in milliseconds has no other side that suffers from a busy machine alike,
    so it is judged by its quickest run.
    """

    name: str
    target: float
    values: tuple[float, ...]
    unit: str = "x"
    """What the values are in; `x` for ratios."""
    counted: bool = False
    """Whether it is the same on every machine and run. Default: no, it is a timing."""
    wall: tuple[float, ...] = ()
    """The same by the clock, where the values are processor time. Default: not measured."""

    @property
    def measured(self) -> float:
        """The value that is judged."""
        return min(self.values) if self.unit == "ms" else statistics.median(self.values)

    @property
    def met(self) -> bool:
        """Whether that value is within the target."""
        return self.measured <= self.target

    def row(self) -> tuple[str, ...]:
        """Name, target, the value that is judged, lowest, median, highest, median by the clock, verdict."""
        if self.counted:
            spread: tuple[str, ...] = ("counted", "", "")
        else:
            spread = tuple(_text(each) for each in (min(self.values), statistics.median(self.values), max(self.values)))
        clock = _text(statistics.median(self.wall)) if self.wall else ""
        verdict = "met" if self.met else "MISSED"
        return (
            self.name,
            f"{self.target:g} {self.unit}",
            f"{_text(self.measured)} {self.unit}",
            *spread,
            clock,
            verdict,
        )


def _text(value: float) -> str:
    return f"{value:.0f}" if value == int(value) else f"{value:.1f}" if value > 10 else f"{value:.2f}"
