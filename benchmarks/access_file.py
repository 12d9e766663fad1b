"""What loading an access file costs, over a bare load of the same YAML, which knows no line and finds nothing wrong."""

import gc
import time
from collections.abc import Callable
from typing import NamedTuple

import yaml

from benchmarks.workloads.organization import access_yaml
from xacct_constructs.access_file import load_access

FEW, MANY = 5_000, 20_000


class Cost(NamedTuple):
    """What was found in one round.

    Attributes:
        over_bare: Loading the smaller file, over a bare load of it.
        growth: Loading the larger file, over loading the smaller.
    """

    over_bare: float
    growth: float


def costs(rounds: int, few: int = FEW, many: int = MANY) -> list[Cost]:
    """The ratios of so many rounds.

    Args:
        rounds: How many.
        few: The agreements of the smaller file.
        many: Those of the larger.
    """
    small, large = access_yaml(few), access_yaml(many)
    found = []
    for _ in range(rounds):
        bare = _seconds(lambda: yaml.load(small, Loader=yaml.CSafeLoader))
        ours = _seconds(lambda: load_access([("access.yaml", small)]))
        more = _seconds(lambda: load_access([("access.yaml", large)]))
        found.append(Cost(ours / bare, more / ours))
    return found


def _seconds(run: Callable[[], object]) -> float:
    gc.collect()
    started = time.process_time()
    run()
    return time.process_time() - started


if __name__ == "__main__":
    for each in costs(3):
        print(f"over a bare load: {each.over_bare:.2f}; {MANY:,} agreements over {FEW:,}: {each.growth:.2f}")
