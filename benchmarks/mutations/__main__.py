"""`make mutations`: changes the proof's code line by line, and shows which changes the tests do not notice.

Exit 1: fewer than 95% are noticed, or one that is not has no reason in survivors.json, or a reason has no survivor.
"""

import argparse
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from benchmarks.mutations.sessions import DECISION, ROOT, Mutant, modules, tried

TARGET = 0.95
SURVIVORS = Path(__file__).parent / "survivors.json"
LAST = ROOT / ".mutations.json"
"""What became of each mutant in the last run, for --again."""


def _reasons() -> dict[tuple[str, str, str], str]:
    """The change of every survivor that is known, with the reason."""
    found = json.loads(SURVIVORS.read_text())
    return {(each["module"], was, became): each["reason"] for each in found for was, became in each["changes"]}


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


def main() -> int:
    """Try every mutant, print what became of them, and compare the survivors with those that are known."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.mutations", description=__doc__)
    parser.add_argument("modules", nargs="*", metavar="MODULE", help="modules of the proof (default: all)")
    parser.add_argument(
        "--again", action="store_true", help="try only what survived last time, the code being the same"
    )
    arguments = parser.parse_args()
    asked = set(arguments.modules) or set(modules())
    if unknown := asked - set(modules()):
        parser.error(f"no module of the proof is called {', '.join(sorted(unknown))}")
    last = [Mutant(*each) for each in json.loads(LAST.read_text())] if LAST.exists() else []
    only = {each.which for each in last if not each.killed} if arguments.again else None
    with tempfile.TemporaryDirectory() as folder:
        found = {each.which: each for each in tried(asked, Path(folder), only)}
    kept = {each.which: each for each in last if arguments.again or each.module not in asked}
    LAST.write_text(json.dumps(list((kept | found).values()), indent=0))
    mutants = [each for each in (kept | found).values() if each.module in asked]
    print(_table(mutants))
    return _judge(mutants, asked)


def _judge(mutants: list[Mutant], asked: set[str]) -> int:
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
