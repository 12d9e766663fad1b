"""`make mutations`: changes the proof's code line by line, and shows which changes the tests do not notice.

Exit 1: fewer than 95% are noticed, or one that is not has no reason in survivors.json, or a reason has no survivor.
"""

import argparse
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Collection, Iterable
from pathlib import Path

from benchmarks.mutations.rate import interval
from benchmarks.mutations.sessions import DECISION, FILES, KILLED, PACKAGES, ROOT, SURVIVED, Mutant, made, sample, tried

TARGET = 0.95
SURVIVORS = Path(__file__).parent / "survivors.json"
LAST = ROOT / ".mutations.json"
"""What became of each mutant in the last run, for --again."""
_SEED = 10


def _table(mutants: Collection[Mutant]) -> str:
    total = Counter(each.module for each in mutants)
    killed = Counter(each.module for each in mutants if each.outcome == KILLED)
    late = Counter(each.module for each in mutants if each.outcome not in (KILLED, SURVIVED))
    parts = {part: {each for each in FILES if each.startswith(f"{part}/")} for part in PACKAGES}
    lines = [f"{name:24}{killed[name]:6} of {total[name]:4}" for name in total]
    for title, names in (("decision", DECISION), *parts.items(), ("together", set(FILES))):
        of, ended, out_of = (sum(counts[name] for name in names) for counts in (killed, late, total))
        if out_of:
            low, high = interval(of, out_of)
            lines.append(
                f"{title:24}{of:6} of {out_of:4} killed, {ended} ended by the time limit: {of / out_of:.1%},"
                f" between {low:.1%} and {high:.1%}"
            )
    return "\n".join(lines)


def main() -> int:
    """Try mutants, print what became of them, and compare the survivors with those that are known."""
    arguments = _arguments()
    last = [Mutant(*each) for each in json.loads(LAST.read_text())] if LAST.exists() else []
    with tempfile.TemporaryDirectory() as folder:
        which = made(arguments.modules)
        print(f"{len(which)} mutants")
        if arguments.sample:
            which = sample(which, arguments.sample, arguments.seed)
            print(f"a sample of {len(which)}, seed {arguments.seed}")
        if arguments.again:
            which = [each.which for each in last if each.outcome != KILLED and each.module in arguments.modules]
        mutants = []
        try:
            for each in tried(which, Path(folder)):
                mutants.append(each)
                if each.outcome != KILLED:
                    print(f"{each.outcome}: {each.module}\n  - {each.was}\n  + {each.became}", flush=True)
        except KeyboardInterrupt:
            print(f"stopped: {len(mutants)} of {len(which)} tried")
    found = {each.which: each for each in mutants}
    LAST.write_text(json.dumps(list(({each.which: each for each in last} | found).values()), indent=0))
    print(_table(mutants))
    return _judge(mutants)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.mutations", description=__doc__)
    parser.add_argument("modules", nargs="*", metavar="MODULE", help="packages, or modules as iam/policy")
    some = parser.add_mutually_exclusive_group()
    some.add_argument("--sample", type=int, metavar="N", help="try N mutants by chance, spread over the modules")
    some.add_argument("--again", action="store_true", help="try what was not killed last time, the code being the same")
    parser.add_argument("--seed", type=int, default=_SEED, help="another sample (default: %(default)s)")
    arguments = parser.parse_args()
    if unknown := set(arguments.modules) - set(FILES) - set(PACKAGES):
        parser.error(f"nothing of the proof is called {', '.join(sorted(unknown))}")
    asked = set(arguments.modules) or set(PACKAGES)
    arguments.modules = [name for name in FILES if {name, name.split("/")[0]} & asked]
    return arguments


def _judge(mutants: Iterable[Mutant]) -> int:
    reasons = _reasons()
    outcomes = {each.change: each.outcome for each in sorted(mutants, key=lambda each: each.outcome != KILLED)}
    survived = [change for change, outcome in outcomes.items() if outcome != KILLED]
    new = [each for each in survived if each not in reasons]
    gone = [each for each in reasons if not _stands(each) or outcomes.get(each) == KILLED]
    for title, changes in (("SURVIVED, no reason known", new), ("KNOWN, but killed or no longer made", gone)):
        for module, was, became in changes:
            print(f"{title}: {module}\n  - {was}\n  + {became}")
    print(f"{len(survived)} changes not killed, {len(new)} without a reason; {len(gone)} reasons without a survivor")
    enough = sum(each == KILLED for each in outcomes.values()) >= TARGET * len(outcomes)
    return int(bool(new or gone) or not enough)


def _reasons() -> dict[tuple[str, str, str], str]:
    """The change of every survivor that is known, with the reason."""
    found = json.loads(SURVIVORS.read_text())
    return {(each["module"], was, became): each["reason"] for each in found for was, became in each["changes"]}


def _stands(change: tuple[str, str, str]) -> bool:
    """Whether the line that a reason is about is still there, so that what was not tried is not taken to be gone."""
    module, was, _ = change
    return module in FILES and was in " ".join((ROOT / FILES[module]).read_text().split())


if __name__ == "__main__":
    sys.exit(main())
