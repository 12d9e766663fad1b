"""`python -m benchmarks.oracles --requests N` compares decisions; exits with 1 on a disagreement without a reason."""

import argparse
import sys
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from random import Random

from benchmarks.oracles import full_grammar, library_grammar, organizations
from benchmarks.oracles.compare import Comparison, compare, known
from benchmarks.oracles.engines import EngineError, iam_simulate, local_aws
from benchmarks.oracles.holes import hole
from benchmarks.oracles.ours import word
from benchmarks.oracles.questions import Question

Grammar = Callable[[Random, int], Iterator[Question]]
_AT_ONCE = 10_000
_SHOWN = 5
_FULL_SHARE = 5


def _report(name: str, found: Comparison) -> bool:
    print(f"{name}: {found.questions:,} requests, {sum(found.explained.values()):,} disagreements explained, "
          f"{len(found.unexplained)} unexplained")  # fmt: skip
    print("  we say " + ", ".join(f"{word} {count:,}" for word, count in found.answers.most_common()))
    for reason, count in found.explained.most_common():
        print(f"  {count:6,}  {reason}: {known()[reason]['what']} Right: {known()[reason]['right']}.")
    for each in found.unexplained[:_SHOWN]:
        print(f"  UNEXPLAINED {each}")
    return not found.unexplained


def _with_iam_simulate(grammar: Grammar, count: int, seed: int) -> Comparison:
    produced = grammar(Random(seed), count)  # noqa: S311 - the same requests for the same seed
    total = Comparison(0)
    while batch := list(islice(produced, _AT_ONCE)):
        part = compare(batch, iam_simulate)
        total.questions += part.questions
        total.answers += part.answers
        total.explained += part.explained
        total.unexplained += part.unexplained
    return total


def _with_folders(count: int, seed: int) -> bool:
    """Whether what a folder tells of an organization comes to the policies that bind."""
    differ = total = 0
    for each in organizations.worlds(Random(seed), count):  # noqa: S311 - the same for the same seed
        expected = word(each.question)
        if not expected.startswith("undecided"):
            total += 1
            differ += each.word() != expected
    print(f"organizations' folders: {total:,} requests decided over them, {differ} otherwise than by what binds")
    return not differ


def _with_local_aws(name: str, grammar: Grammar, count: int, seed: int) -> bool:
    asked = [(question, hole(question)) for question in grammar(Random(seed), count)]  # noqa: S311 - the same for the same seed
    questions = [question for question, found in asked if found is None]
    times: list[tuple[float, float]] = []

    def engine(given: Sequence[Question]) -> list[str]:
        words, theirs, ours = local_aws(given)
        times.append((theirs, ours))
        return words

    agreed = _report(f"local AWS, {name}", compare(questions, engine))
    holes = Counter(found for _, found in asked if found is not None)
    print("  not asked: " + "; ".join(f"{reason} {total:,}" for reason, total in holes.most_common()))
    theirs, ours = times[0]
    rates = f"ours {len(questions) / ours:,.0f}, theirs {len(questions) / theirs:,.0f}"
    print(f"  decisions a second: {rates}, ratio {theirs / ours:.2f} (target at least 1.0)")
    return agreed


def main() -> int:
    """Run the comparisons and print what they found."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.oracles", description=__doc__)
    parser.add_argument("--requests", type=int, default=100_000, help="in the library's grammar; a fifth in the others")
    parser.add_argument("--seed", type=int, default=1, help="another seed, other requests (default 1)")
    arguments = parser.parse_args()
    agreed = True
    counts = {"library": arguments.requests, "full": arguments.requests // _FULL_SHARE}
    grammars: dict[str, Grammar] = {"library": library_grammar.questions, "full": full_grammar.questions}
    try:
        for name, grammar in grammars.items():
            found = _with_iam_simulate(grammar, counts[name], arguments.seed)
            agreed &= _report(f"iam-simulate, {name} grammar", found)
        found = _with_iam_simulate(organizations.questions, counts["full"], arguments.seed)
        agreed &= _report("iam-simulate, organizations", found)
        agreed &= _with_folders(counts["full"], arguments.seed)
        for name, grammar in grammars.items():
            agreed &= _with_local_aws(f"{name} grammar", grammar, counts[name], arguments.seed)
    except EngineError as problem:
        print(problem, file=sys.stderr)
        return 2
    return 0 if agreed else 1


if __name__ == "__main__":
    sys.exit(main())
