"""A proof as a person reads it in a terminal."""

from collections.abc import Sequence
from itertools import groupby

from xacct_constructs import arns
from xacct_constructs.assembly import Assembly
from xacct_constructs.proof import Access, Answer, Counterexample, Doubt, Proof
from xacct_constructs.report.agreed import AgreedRow, agreed_rows
from xacct_constructs.report.known import known_count, known_lines
from xacct_constructs.report.table import table
from xacct_constructs.report.words import decision_words, principal_words, request_words, resource_words
from xacct_constructs.rules import Judgement, Told
from xacct_constructs.texts import one_line

_HEADINGS = ("who", "does", "on", "when", "by", "verdict")
_ANSWERS = {
    Answer.PROVEN: "PROVEN: the templates let through what the agreements say, and nothing else.",
    Answer.REFUTED: "REFUTED: the templates do not do what the agreements say.",
    Answer.UNDECIDED: "CANNOT DECIDE: the assembly leaves open what matters.",
}
_WITHOUT_AGREEMENTS = {
    Answer.PROVEN: "PROVEN: no agreement lies here, and the templates let nobody in from outside.",
    Answer.REFUTED: "REFUTED: no agreement lies here, and the templates let somebody in from outside.",
    Answer.UNDECIDED: "CANNOT DECIDE: no agreement lies here, and whether somebody is let in from outside is open.",
}
_HALF = "PROVEN: the trusted half lets its people ask for what is agreed; the other half is not here."
_EMPTY = "CANNOT DECIDE: no agreement lies here, and nothing whose policy is read: nothing was looked at."

_STRICT = "NOT PROVEN under --strict: what is agreed on is as the agreements say, and"


def proof_text(access: Access, proof: Proof, told: Told, *, width: int = 120, strict: bool = False) -> str:
    """The whole report.

    Args:
        access: The assembly.
        proof: What was proven about it.
        told: What is said of it.
        width: Characters on a line. Default: 120.
        strict: Whether other doors count as well. Default: they are told, and count for nothing.
    """
    parts = [_agreements(agreed_rows(access, proof), width)]
    names = [_name(told, each) for each in told.of_proof]
    shown = [
        _counterexample(access.assembly, number, each, name)
        for number, (each, name) in enumerate(zip(proof.counterexamples, names, strict=False), start=1)
    ]
    parts += _section("Counterexamples: requests that go the other way", shown)
    doubts = zip(proof.undecided, names[len(shown) :], strict=True)
    parts += _section("What could not be decided", [_doubt(access.assembly, each, name) for each, name in doubts])
    doors = zip(proof.doors, (_name(told, each) for each in told.doors), strict=True)
    parts += _section(
        "Other doors: what outsiders may do that leads nowhere near what is agreed on",
        [_door(access.assembly, each, name) for each, name in doors],
    )
    parts += _section("Known, and looked at by somebody", known_lines(proof))
    to_do = [f"  - {one_line(str(each))}" for each in proof.known_findings]
    parts += _section("What is to be done about what is known", to_do)
    standing = [each for each in told.of_rules if told.reason(each) is None]
    said = [f"  - {one_line(str(each.finding))}" for each in standing]
    parts += _section("What the rules say (no part of the verdict)", said)
    accepted = [f"  - {_accepted(told, each)}" for each in told.of_rules if each not in standing]
    parts += _section("What the rules say and the app acknowledges", accepted)
    granted = [f"  - {one_line(each)}" for each in proof.assumptions]
    parts += _section("Taken for granted in every proof, since it lies outside the assembly", granted)
    yours = [f"  - {one_line(each)}" for each in proof.to_check]
    parts += _section("Taken for granted here, and yours to check", yours)
    return "\n\n".join([*parts, _answer(proof, strict)]) + "\n"


def _name(told: Told, judged: Judgement) -> str:
    """The finding's ID, and why the app acknowledges it; the verdict counts it all the same."""
    reason = told.reason(judged)
    return judged.finding.id if reason is None else f"{judged.finding.id} (acknowledged: {one_line(reason)})"


def _accepted(told: Told, judged: Judgement) -> str:
    finding = judged.finding
    return one_line(f"{finding.id} {finding.path} {finding.message}: {told.reason(judged)}")


def _answer(proof: Proof, strict: bool) -> str:
    """The last line: the answer, how much of it is to be checked, and how many other doors there are."""
    if proof.is_empty:
        return _EMPTY
    answer = (_ANSWERS if proof.agreements else _WITHOUT_AGREEMENTS)[proof.answer]
    if proof.answer is not Answer.PROVEN:
        return answer
    if proof.halves:
        halves, total = len(proof.halves), len(proof.agreements)
        some = f"{answer.rstrip('.')}; of {halves} of {total} the other half is not here."
        answer = _HALF if halves == total else some
    if known := known_count(proof.known):
        answer = answer.replace(":", f", with {known}:", 1)
    if proof.to_check:
        answer = answer.replace(":", f", given {len(proof.to_check)} of your own to check:", 1)
    if not proof.doors:
        return answer
    count = len(proof.doors)
    doors = f"{count} other {'door leads' if count == 1 else 'doors lead'} elsewhere"
    return f"{_STRICT} {doors}." if strict else f"{answer.rstrip('.')} of what is agreed on; {doors}."


def _section(title: str, lines: Sequence[str]) -> list[str]:
    return ["\n".join([title, *lines])] if lines else []


def _agreements(rows: list[AgreedRow], width: int) -> str:
    if not rows:
        return (
            "No agreement lies in this assembly, so nobody is agreed to come in from outside.\n"
            "Whom its accounts let in all the same is shown below, if anybody."
        )
    groups = [(arn, list(group)) for arn, group in groupby(rows, key=lambda row: row.role_arn)]
    return "\n\n".join(_agreement(arn, group, width) for arn, group in groups)


def _agreement(arn: str, rows: list[AgreedRow], width: int) -> str:
    """One agreement's table, and below it the statements that its last column numbers."""
    places = list(dict.fromkeys(place for row in rows for place in row.by))
    numbers = {place: f"[{number}]" for number, place in enumerate(places, start=1)}
    cells = [_cells(row, numbers) for row in rows]
    listed = [f"  {numbers[place]} {one_line(place)}" for place in places]
    return "\n".join([one_line(arn), table(_HEADINGS, cells, width=width, indent=2), "", *listed])


def _cells(row: AgreedRow, numbers: dict[str, str]) -> tuple[str, ...]:
    by = " ".join(numbers[place] for place in row.by) or "not here"
    on = ("this role" if each == row.role_arn else resource_words(each) for each in row.on)
    lists = ("\n".join(map(one_line, each)) for each in (row.does, on, row.conditions))
    return (one_line(row.who), *lists, by, row.answer.value if row.answer else "not here")


def _doubt(assembly: Assembly, found: Doubt, name: str) -> str:
    return one_line(f"  - {name} {found.about}{_place(assembly, str(found.about))}: {found.reason}")


def _door(assembly: Assembly, found: Counterexample | Doubt, name: str) -> str:
    """A door as its last request, of which there is one for each."""
    if isinstance(found, Doubt):
        return _doubt(assembly, found, name)
    step = found.steps[-1]
    about = f"{name} {_about(found.about)}{_place(assembly, found.about)}"
    return one_line(f"  - {about}: {request_words(step.request)}: {decision_words(step.decision)}")


def _counterexample(assembly: Assembly, number: int, found: Counterexample, name: str) -> str:
    lines = [f"  {number}. {name} {_about(found.about)}{_place(assembly, found.about)} {found.fault}:"]
    lines += [f"     {found.detail}"] if found.detail else []
    for index, step in enumerate(found.steps, start=1):
        lines += [f"     {index}) {request_words(step.request)}:", f"        {decision_words(step.decision)}"]
    return "\n".join(map(one_line, lines))


def _place(assembly: Assembly, about: str) -> str:
    """Where a user, role or resource stands; empty, where the assembly does not make it."""
    found = assembly.identity(about) or assembly.resource(about)
    return f" ({found.origin.template} {found.origin.logical_id})" if found and found.origin.logical_id else ""


def _about(arn: str) -> str:
    return principal_words(arn) if arns.is_arn(arn) and arns.parse(arn).service == "iam" else arn
