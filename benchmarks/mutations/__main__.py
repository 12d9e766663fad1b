"""`make mutations`: changes the proof's code line by line, and shows which changes the tests do not notice.

Exit 1: fewer than 95% are noticed, or one that is not has no reason in survivors.json, or a reason has no survivor.
"""

import argparse
import json
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from pathlib import Path

from benchmarks.mutations.sessions import DECISION, Mutant, modules, tried

TARGET = 0.95
SURVIVORS = Path(__file__).parent / "survivors.json"


def _reasons() -> dict[tuple[str, str, str], str]:
    """The change of every survivor that is known, with the reason."""
    found = json.loads(SURVIVORS.read_text())
    return {(each["module"], each["was"], each["became"]): each["reason"] for each in found}


def _table(mutants: Iterable[Mutant]) -> str:
    total, killed = Counter[str](), Counter[str]()
    for each in mutants:
        total[each.module] += 1
        killed[each.module] += each.killed
    lines = [f"{name:16}{killed[name]:6} of {total[name]:4}" for name in sorted(total)]
    for title, names in (("decision", DECISION), ("proof", set(total) - DECISION), ("together", set(total))):
        of, out_of = (sum(counts[name] for name in names) for counts in (killed, total))
        lines += [f"{title:16}{of:6} of {out_of:4}  {of / out_of:.1%} killed"] if out_of else []
    return "\n".join(lines)


def _shares(names: Sequence[str]) -> list[list[str]]:
    """The modules in shares of about a size, those that decide apart from those that prove."""
    decision, proof = ([name for name in names if (name in DECISION) is wanted] for wanted in (True, False))
    dealt = [*(decision[start::2] for start in range(2)), *(proof[start::4] for start in range(4))]
    return [share for share in dealt if share]


def main() -> int:
    """Try every mutant, print what became of them, and compare the survivors with those that are known."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.mutations", description=__doc__)
    parser.add_argument("modules", nargs="*", metavar="MODULE", help="modules of the proof (default: all)")
    asked = set(parser.parse_args().modules) or set(modules())
    if unknown := asked - set(modules()):
        parser.error(f"no module of the proof is called {', '.join(sorted(unknown))}")
    with tempfile.TemporaryDirectory() as folder, ThreadPoolExecutor(os.cpu_count()) as pool:
        shares = enumerate(_shares([name for name in modules() if name in asked]))
        found = pool.map(lambda share: tried(share[1], Path(folder) / str(share[0])), shares)
        mutants = list(chain.from_iterable(found))
    print(_table(mutants))
    reasons = _reasons()
    survived = sorted({each.change for each in mutants if not each.killed})
    new = [each for each in survived if each not in reasons]
    gone = [each for each in reasons if each[0] in asked and each not in survived]
    for title, changes in (("SURVIVED, no reason known", new), ("KNOWN, but killed or no longer made", gone)):
        for module, was, became in changes:
            print(f"{title}: {module}\n  - {was}\n  + {became}")
    print(f"{len(survived)} changes survived, {len(new)} without a reason; {len(gone)} reasons without a survivor")
    enough = sum(each.killed for each in mutants) >= TARGET * len(mutants)
    return int(bool(new or gone) or not enough)


if __name__ == "__main__":
    sys.exit(main())
