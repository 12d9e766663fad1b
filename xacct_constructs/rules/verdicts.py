"""XA780 to XA785: what a proof comes to, as findings beside those of the rules."""

from collections.abc import Iterator, Mapping, Sequence

from xacct_constructs.assembly import Assembly
from xacct_constructs.finding import Severity
from xacct_constructs.iam import Origin, Policy
from xacct_constructs.proof import Counterexample, Doubt, Fault, Proof, Step
from xacct_constructs.rules.rule import Judgement, Rule, judgement
from xacct_constructs.rules.subject import origin_of
from xacct_constructs.rules.violation import Violation
from xacct_constructs.values import canonical

_SOURCE = "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html"

TOO_MUCH = Rule(
    code="XA780",
    name="the proof found access that no agreement says",
    why="The requests that are told get through as the templates stand.",
    fix="take out what allows the last request, or write it into an agreement",
    source=_SOURCE,
    severity=Severity.ERROR,
)
TOO_LITTLE = Rule(
    code="XA781",
    name="the proof found agreed access that is refused",
    why="The last request is in an agreement, and does not get through as the templates stand.",
    fix="give back what the request needs, or take it out of the agreement",
    source=_SOURCE,
    severity=Severity.ERROR,
)
DIFFERENT = Rule(
    code="XA783",
    name="a property is not the agreed one",
    why="A permissions boundary or the longest session in the template is not what the agreement says.",
    fix="write into the template what the agreement says, or agree on what the template says",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html",
    severity=Severity.ERROR,
)
OVER = Rule(
    code="XA784",
    name="an agreement is past its expiry",
    why="Nobody gets in by it any more, and what the templates still say of it is left behind.",
    fix="remove the agreement, or move the expiry",
    source="https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_examples_aws-dates.html",
    severity=Severity.ERROR,
)
UNDECIDED = Rule(
    code="XA782",
    name="the proof could not decide",
    why="Whether something gets through there is not known before deployment, or not understood here.",
    fix="write the value out, or look at it yourself and acknowledge it with the reason",
    source=_SOURCE,
    severity=Severity.WARNING,
)
OTHER_DOOR = Rule(
    code="XA785",
    name="an outsider has another door",
    why="Outsiders get in there, and it leads nowhere near what is agreed on; `xacct prove --strict` fails for it.",
    fix="see whether they should, and close it otherwise",
    source=_SOURCE,
    severity=Severity.WARNING,
)
VERDICTS = (TOO_MUCH, TOO_LITTLE, UNDECIDED, DIFFERENT, OVER, OTHER_DOOR)
_RULES = {Fault.TOO_MUCH: TOO_MUCH, Fault.TOO_LITTLE: TOO_LITTLE, Fault.DIFFERENT: DIFFERENT, Fault.OVER: OVER}
_NOWHERE = Origin("", "", "")
_Written = Mapping[tuple[str, str], Sequence[Policy]]
"""The policies of an assembly, by template and logical ID."""


def judge_proof(proof: Proof, assembly: Assembly) -> Iterator[Judgement]:
    """Each counterexample at the statement that settled it, and each doubt at what it is about."""
    for each in proof.counterexamples:
        yield judgement(_RULES[each.fault], _violation(each, _told(each), assembly), assembly)
    written = _by_place(assembly) if proof.undecided else {}
    for doubt in proof.undecided:
        yield judgement(UNDECIDED, _doubtful(doubt, f"is not decided: {doubt}", assembly, written), assembly)


def judge_doors(proof: Proof, assembly: Assembly) -> Iterator[Judgement]:
    """Each other door, which is no part of the verdict."""
    written = _by_place(assembly) if proof.doors else {}
    for each in proof.doors:
        if isinstance(each, Counterexample):
            yield judgement(OTHER_DOOR, _violation(each, _through(each), assembly), assembly)
        else:
            yield judgement(OTHER_DOOR, _doubtful(each, f"may let somebody in: {each}", assembly, written), assembly)


def _violation(found: Counterexample, message: str, assembly: Assembly) -> Violation:
    """What it shows: its requests, and whole the statements that settle them, of which they are but examples."""
    settling = (step.decision.by for step in found.steps)
    shown = (message, *(canonical(each.written) for each in settling if each is not None))
    return Violation(_settled_at(found, assembly), message, shown)


def _doubtful(doubt: Doubt, message: str, assembly: Assembly, written: _Written) -> Violation:
    """What it shows: its reason, and all policies where it stands, of which the reason names but a part."""
    origin = _place(doubt, assembly)
    there = written.get((origin.template, origin.logical_id), ())
    return Violation(origin, message, (message, *(canonical(each.written) for each in there)))


def _by_place(assembly: Assembly) -> _Written:
    found: dict[tuple[str, str], list[Policy]] = {}
    for each in assembly.policies():
        found.setdefault((each.origin.template, each.origin.logical_id), []).append(each)
    return found


def _place(doubt: Doubt, assembly: Assembly) -> Origin:
    return doubt.about if isinstance(doubt.about, Origin) else _origin(doubt.about, assembly)


def _settled_at(found: Counterexample, assembly: Assembly) -> Origin:
    by = found.steps[-1].decision.by if found.steps else None
    return origin_of(by) if by is not None and by.origin.stack else _origin(found.about, assembly)


def _origin(arn: str, assembly: Assembly) -> Origin:
    """Where the user, role or resource stands."""
    found = assembly.identity(arn) or assembly.resources.get(arn)
    return found.origin if found else _NOWHERE


def _told(found: Counterexample) -> str:
    return f"{found.fault}: " + (found.detail or _through(found))


def _through(found: Counterexample) -> str:
    return ", then ".join(map(_step, found.steps))


def _step(step: Step) -> str:
    request = step.request
    keys = " and ".join(f"{key} {value}" for key, value in sorted(request.context.items()))
    return f"{request.caller.arn} does {request.action} on {request.resource}" + (f" with {keys}" if keys else "")
