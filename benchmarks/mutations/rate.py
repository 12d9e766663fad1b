"""How far a sample tells the rate of the whole."""

from math import sqrt

_DEVIATIONS = 1.96
"""To each side of the middle, so that 95 of 100 cases lie between."""


def interval(found: int, tried: int) -> tuple[float, float]:
    """The least and the greatest rate that a sample leaves likely, 95 times in 100.

    Source: E. B. Wilson, "Probable inference, the law of succession, and statistical inference", 1927.
    """
    rate, spread = found / tried, _DEVIATIONS**2 / tried
    middle, around = rate + spread / 2, _DEVIATIONS * sqrt(rate * (1 - rate) / tried + spread / (4 * tried))
    return (middle - around) / (1 + spread), (middle + around) / (1 + spread)
