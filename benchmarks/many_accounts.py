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
        found = json.loads(fresh.output("-m", "benchmarks.many_accounts", folder))
    return Cost(found["seconds"], found["megabytes"])


def _measured(folder: str) -> Cost:
    from xacct_constructs.cli.read import read, read_known_access
    from xacct_constructs.proof import Access, Answer, prove
    from xacct_constructs.report.proof_page import proof_page
    from xacct_constructs.report.text import page_text
    from xacct_constructs.rules import tell

    times = [time.process_time()]
    assembly = read(folder)
    times.append(time.process_time())
    proof = prove(assembly, known=read_known_access(None, assembly))
    times.append(time.process_time())
    told = tell(assembly, proof)
    times.append(time.process_time())
    page_text(proof_page(Access(assembly), proof, told), width=200)
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
