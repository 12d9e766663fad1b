"""`python -m benchmarks.oracles.speed` prints our decisions a second over those of the local AWS's evaluator.

Both decide the same questions of both grammars, policies parsed beforehand, in turns, in one process. The target is at
least 1.0 on at least 2,600 questions that both can be asked.
"""

import sys
from itertools import islice
from random import Random

from benchmarks.oracles import full_grammar, library_grammar
from benchmarks.oracles.engines import EngineError, local_aws
from benchmarks.oracles.holes import hole

_EACH = 1_300
_ENOUGH = 1_000_000
_SEED = 1


def main() -> int:
    """Measure, and print one line."""
    questions = [
        question
        for grammar in (library_grammar.questions, full_grammar.questions)
        for question in islice((each for each in grammar(Random(_SEED), _ENOUGH) if hole(each) is None), _EACH)  # noqa: S311 - the same questions every time
    ]
    try:
        _, theirs, ours = local_aws(questions)
    except EngineError as problem:
        print(problem, file=sys.stderr)
        return 2
    count = len(questions)
    rates = f"ours {count / ours:,.0f}, theirs {count / theirs:,.0f}"
    print(f"{count:,} questions, decisions a second: {rates}, ratio {theirs / ours:.2f} (target at least 1.0)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
