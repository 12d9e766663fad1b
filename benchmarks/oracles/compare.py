"""Questions put to us and to another engine; each disagreement is brought down to a known point or left unexplained."""

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from benchmarks.oracles.engines import HERE
from benchmarks.oracles.explanations import EXPLANATIONS, attempts
from benchmarks.oracles.ours import word
from benchmarks.oracles.questions import Question

Engine = Callable[[Sequence[Question]], list[str]]


@dataclass(frozen=True)
class Disagreement:
    """One question that the engines answer differently."""

    question: Question
    ours: str
    theirs: str

    def __str__(self) -> str:
        """Both answers and the question."""
        return f"ours {self.ours}, theirs {self.theirs}: {json.dumps(self.question.as_json())}"


@dataclass
class Comparison:
    """What came of one run."""

    questions: int
    answers: Counter[str] = field(default_factory=Counter)
    """Our words, and how often each was said."""
    explained: Counter[str] = field(default_factory=Counter)
    """Known disagreements by name."""
    unexplained: list[Disagreement] = field(default_factory=list)


def known() -> dict[str, dict[str, str]]:
    """The known disagreements: what, who is right, AWS's page."""
    written = json.loads((HERE / "disagreements.json").read_text(encoding="utf-8"))["disagreements"]
    found = {each["name"]: each for each in written}
    if set(found) != {*EXPLANATIONS, "several"}:
        raise ValueError(f"disagreements.json and explanations.py differ: {set(found) ^ {*EXPLANATIONS, 'several'}}")
    return found


def compare(questions: Sequence[Question], engine: Engine) -> Comparison:
    """Compare the engine's answers with ours.

    A disagreement is explained if the engines agree once the point in dispute is taken out of the question.
    """
    mine = [word(question) for question in questions]
    found = Comparison(len(questions), Counter(each.partition(":")[0] for each in mine))
    triples = zip(questions, mine, engine(questions), strict=True)
    open_cases = [Disagreement(*each) for each in triples if each[1] != each[2]]
    tried = [(index, *each) for index, case in enumerate(open_cases) for each in attempts(case.question)]
    answers = engine([question for _, _, question in tried]) if tried else []
    why: dict[int, str] = {}
    for (index, name, question), theirs in zip(tried, answers, strict=True):
        if index not in why and word(question) == theirs:
            why[index] = name
    found.explained.update(why.values())
    found.unexplained = [case for index, case in enumerate(open_cases) if index not in why]
    return found
