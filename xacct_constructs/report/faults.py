"""Why a proof is none, without all that it found in order: each fault a sentence, and below it what lets it through."""

from collections.abc import Sequence

from xacct_constructs.proof import Counterexample, Doubt, Fault, Proof
from xacct_constructs.report.doubts import alike, others_alike
from xacct_constructs.report.words import decision_words, may_words, request_words, resource_words
from xacct_constructs.texts import one_line

_ALOUD = {
    Fault.TOO_MUCH: ("may", "which no agreement says"),
    Fault.TOO_LITTLE: ("may not", "though the agreement says so"),
}
NOTHING_LOOKED_AT = "no agreement lies here, and nothing whose policy is read: nothing was looked at"


def faults_text(proof: Proof) -> str:
    """Each counterexample, then each doubt; the first line is a sentence that says what is at fault."""
    doubts = [_doubts([proof.undecided[each] for each in places]) for places in alike(proof.undecided)]
    return "\n".join([*map(_fault, proof.counterexamples), *doubts] or [f"cannot decide: {NOTHING_LOOKED_AT}"])


def _doubts(found: Sequence[Doubt]) -> str:
    """Those that say the same, of the first."""
    more = [f"  {each}" for each in others_alike(found[1:])]
    return "\n".join(map(one_line, [f"cannot decide: {found[0]}", *more]))


def _fault(found: Counterexample) -> str:
    lines = [f"{resource_words(found.about)} {found.fault}: {found.detail}"]
    if found.steps and found.fault in _ALOUD:
        may, judged = _ALOUD[found.fault]
        lines = [f"{may_words(found.steps[-1].request, may=may)}, {judged}"]
    for step in found.steps:
        before = "" if step is found.steps[-1] else f"{request_words(step.request)}: "
        lines.append(f"  {before}{decision_words(step.decision)}")
    return "\n".join(map(one_line, lines))
