"""What agreements over 200 accounts cost: reading, proving and printing, each by itself, and the memory of it all."""

import json
import resource
import sys
import tempfile
import time
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from benchmarks import fresh
from benchmarks.workloads import accounts

if TYPE_CHECKING:
    from collections.abc import Mapping

MANY, VERY_MANY = 5_000, 20_000
PHASES = ("read", "prove", "judge", "print")


class Cost(NamedTuple):
    """What one proof costs.

    Attributes:
        seconds: Processor time by phase.
        megabytes: Peak memory of the process.
    """

    seconds: "Mapping[str, float]"
    megabytes: int


def cost(count: int) -> Cost:
    """Prove so many agreements once, in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        accounts.write(Path(folder), count)
        found = json.loads(fresh.output("-m", "benchmarks.proven_accounts", folder))
    return Cost(found["seconds"], found["megabytes"])


class Again(NamedTuple):
    """What `xacct prove` costs over what it costs in one process and without a cache.

    Attributes:
        kept: Processor time where nothing has changed since it was proven.
        two_jobs: Time by the clock over two processes.
    """

    kept: float
    two_jobs: float


def again(count: int) -> Again:
    """Prove so many agreements in one process, in two, and twice with a cache."""
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as cache:
        accounts.write(Path(folder), count)
        prove = ("-m", "xacct_constructs.cli", "prove", folder, "--jobs")
        alone, together = fresh.cost(*prove, "1"), fresh.cost(*prove, "2")
        _, kept = (fresh.cost(*prove, "1", "--cache", cache) for _ in range(2))
    return Again(kept.cpu / alone.cpu, together.wall / alone.wall)


def _measured(folder: str) -> Cost:
    from xacct_constructs.cli.read import read, read_known_access
    from xacct_constructs.cli.spreading import Spreading
    from xacct_constructs.proof import Access, Answer, prove
    from xacct_constructs.report.proof_page import proof_page
    from xacct_constructs.report.text import page_text
    from xacct_constructs.rules import tell
    from xacct_constructs.uncollected import uncollected

    times = [time.process_time()]
    assembly = read(folder)
    times.append(time.process_time())
    with uncollected(), Spreading(jobs=1) as spread:
        proof = prove(assembly, known=read_known_access(None, assembly), spread=spread)
        times.append(time.process_time())
        told = tell(assembly, proof)
        times.append(time.process_time())
        page_text(proof_page(Access(assembly), proof, told, spread=spread), width=200)
        times.append(time.process_time())
    if proof.answer is not Answer.PROVEN:
        first = (*proof.counterexamples, *proof.undecided)[0]
        raise AssertionError(f"all of it must be proven, got {proof.answer}: {first}")
    seconds = {phase: after - before for phase, (before, after) in zip(PHASES, pairwise(times), strict=True)}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return Cost(seconds, peak // (1024 * 1024 if sys.platform == "darwin" else 1024))


if __name__ == "__main__":
    if len(sys.argv) > 1:
        print(json.dumps(_measured(sys.argv[1])._asdict()))
    else:
        many, very_many = cost(MANY), cost(VERY_MANY)
        print(f"{MANY:,} agreements over {accounts.ACCOUNTS} accounts: peak memory {many.megabytes} MB (target 1,024)")
        for phase in PHASES:
            growth = very_many.seconds[phase] / many.seconds[phase]
            print(f"{phase}: {many.seconds[phase]:.1f} s; {VERY_MANY:,}: {growth:.1f} times that (target 4.4)")
        kept, two_jobs = again(MANY)
        print(f"nothing changed, over no cache: {kept:.2f} times the processor time (target 0.5)")
        print(f"two processes over one: {two_jobs:.2f} times the time by the clock (target 0.9)")
