"""What a sample of mutants tells of all."""

import pytest

from benchmarks.mutations.rate import interval


@pytest.mark.parametrize(
    ("found", "tried", "low", "high"),
    [(95, 100, 0.888, 0.978), (0, 10, 0.0, 0.278), (10, 10, 0.722, 1.0), (950, 1000, 0.935, 0.962)],
)
def test_the_interval_is_wilson_s(found: int, tried: int, low: float, high: float) -> None:
    """Narrower with more cases, and never outside of what a rate can be."""
    assert interval(found, tried) == pytest.approx((low, high), abs=0.0006)
