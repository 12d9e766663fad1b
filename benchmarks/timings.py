"""What is timed: slopes and whole programs, as ratios of runs that alternate, each in a fresh process."""

from collections.abc import Iterable
from typing import NamedTuple

from benchmarks.fresh import Cost, cost

FEW, MANY, VERY_MANY = 200, 1_000, 5_000
"""A slope begins at one full pair of stacks, past what a process pays once: the CDK's modules, the first of a kind."""

_PROGRAMS = [
    ("by_hand", FEW),
    ("constructs", FEW),
    ("wiring", FEW),
    ("by_hand", MANY),
    ("constructs", MANY),
    ("wiring", MANY),
    ("constructs", VERY_MANY),
]


class Ratios(NamedTuple):
    """A ratio for each round, by processor time and by the clock."""

    cpu: tuple[float, ...]
    wall: tuple[float, ...]


class Slopes(NamedTuple):
    """What one more agreement costs."""

    constructs: Ratios
    """With our two constructs, over by hand."""
    wiring: Ratios
    """With `CrossAccountAccess`, over by hand."""
    growth: Ratios
    """With our two constructs, to 5,000 over to 1,000."""


def slopes(rounds: int) -> Slopes:
    """Run every program once a round, every other round backwards, so that a drift of the machine cancels out."""
    found = []
    for number in range(rounds):
        order = _PROGRAMS if number % 2 == 0 else _PROGRAMS[::-1]
        costs = {
            (name, agreements): cost("-m", "benchmarks.workloads", name, str(agreements)) for name, agreements in order
        }
        slope = {
            (name, agreements): _per_agreement(costs[name, agreements], costs[name, FEW], agreements - FEW)
            for name, agreements in _PROGRAMS
            if agreements != FEW
        }
        by_hand, constructs = slope["by_hand", MANY], slope["constructs", MANY]
        found.append(
            (
                _ratio(constructs, by_hand),
                _ratio(slope["wiring", MANY], by_hand),
                _ratio(slope["constructs", VERY_MANY], constructs),
            )
        )
    return Slopes(*(_ratios(column) for column in zip(*found, strict=True)))


def two_stacks(rounds: int) -> Ratios:
    """The top-level app over the same app without our constructs, as whole processes."""
    found = []
    for number in range(rounds):
        pair = {}
        for module in ("app", "benchmarks.workloads.two_stacks")[:: 1 if number % 2 == 0 else -1]:
            pair[module] = cost("-m", module)
        found.append(_ratio(pair["app"], pair["benchmarks.workloads.two_stacks"]))
    return _ratios(found)


def _per_agreement(more: Cost, fewer: Cost, agreements: int) -> Cost:
    return Cost(*((with_them - without) / agreements for with_them, without in zip(more, fewer, strict=True)))


def _ratio(ours: Cost, theirs: Cost) -> Cost:
    return Cost(*(a / b for a, b in zip(ours, theirs, strict=True)))


def _ratios(costs: Iterable[Cost]) -> Ratios:
    return Ratios(*zip(*costs, strict=True))
