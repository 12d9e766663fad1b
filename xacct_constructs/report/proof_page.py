"""A proof as a person reads it."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from xacct_constructs import arns
from xacct_constructs.assembly import Assembly
from xacct_constructs.proof import Access, Answer, Counterexample, Doubt, Fault, Proof, Spread, ToCheck, in_turn
from xacct_constructs.report.agreed import AgreedRow, agreed_rows
from xacct_constructs.report.doubts import alike, others_alike
from xacct_constructs.report.known import known_count, known_lines
from xacct_constructs.report.page import Item, Page, Section, Table
from xacct_constructs.report.words import decision_words, principal_words, request_words, resource_words
from xacct_constructs.rules import Judgement, Told
from xacct_constructs.texts import one_line

_HEADINGS = ("who", "does", "on", "when", "by")
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
_NO_AGREEMENT = (
    "No agreement lies in this assembly, so nobody is agreed to come in from outside."
    " Whom its accounts let in all the same is shown below, if anybody."
)


def proof_page(access: Access, proof: Proof, told: Told, *, strict: bool = False, spread: Spread = in_turn) -> Page:
    """The whole report.

    Args:
        access: The assembly.
        proof: What was proven about it.
        told: What is said of it.
        strict: Whether other doors count as well. Default: they are told, and count for nothing.
        spread: Finds the statements that allow what is agreed. Default: here, one agreement after the other.
    """
    rows = agreed_rows(access, proof, spread)
    return Page(
        answer=_answer(proof, strict),
        sections=(
            *_of_proof(access.assembly, proof, told, strict),
            Section("What is to be done about what is known", tuple(Item(str(each)) for each in proof.known_findings)),
            Section("Taken for granted here, and yours to check", tuple(map(_to_check, proof.to_check)), numbered=True),
            *_of_rules(told),
            Section("Known, and looked at by somebody", tuple(map(Item, known_lines(proof))), folded=True),
            Section(
                "Taken for granted in every proof, since it lies outside the assembly",
                tuple(map(Item, proof.assumptions)),
                folded=True,
            ),
        ),
        tables=tuple(_tables(proof, rows)),
        opening="" if rows else _NO_AGREEMENT,
    )


def _of_proof(assembly: Assembly, proof: Proof, told: Told, strict: bool) -> Iterator[Section]:
    """What the verdict is about; first what is let through too much."""
    names = [_name(told, each) for each in told.of_proof]
    shown = sorted(zip(proof.counterexamples, names, strict=False), key=lambda each: list(Fault).index(each[0].fault))
    yield Section(
        "Counterexamples: requests that go the other way",
        tuple(_counterexample(assembly, each, name) for each, name in shown),
        numbered=True,
    )
    yield Section("What could not be decided", tuple(_doubts(assembly, proof.undecided, names[len(shown) :])))
    doors = zip(proof.doors, (_name(told, each) for each in told.doors), strict=True)
    yield Section(
        "Other doors: what outsiders may do that leads nowhere near what is agreed on",
        tuple(Item(_door(assembly, each, name)) for each, name in doors),
        folded=not strict,
    )


def _of_rules(told: Told) -> Iterator[Section]:
    standing, accepted = list[Judgement](), list[Judgement]()
    for each in told.of_rules:
        (standing if told.reason(each) is None else accepted).append(each)
    yield Section(
        "What the rules say (no part of the verdict)",
        tuple(Item(str(each.finding)) for each in standing),
        folded=True,
    )
    yield Section(
        "What the rules say and the app acknowledges",
        tuple(Item(_accepted(told, each)) for each in accepted),
        folded=True,
    )


def _name(told: Told, judged: Judgement) -> str:
    """The finding's ID, and why the app acknowledges it; the verdict counts it all the same."""
    reason = told.reason(judged)
    return judged.finding.id if reason is None else f"{judged.finding.id} (acknowledged: {reason})"


def _accepted(told: Told, judged: Judgement) -> str:
    finding = judged.finding
    return f"{finding.id} {finding.path} {finding.message}: {told.reason(judged)}"


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


def _tables(proof: Proof, rows: list[AgreedRow]) -> Iterator[Table]:
    """Each agreement's table, and below it the statements that its last column numbers."""
    for arn, group in groupby(rows, key=lambda row: row.role_arn):
        of_agreement = list(group)
        places = list(dict.fromkeys(place for row in of_agreement for place in row.by))
        numbers = {place: f"[{number}]" for number, place in enumerate(places, start=1)}
        yield Table(
            title=f"{arn}: {proof.by_agreement.get(arn, Answer.UNDECIDED)}",
            headings=_HEADINGS,
            rows=[_cells(row, numbers) for row in of_agreement],
            notes=[f"{numbers[place]} {place}" for place in places],
        )


def _cells(row: AgreedRow, numbers: dict[str, str]) -> tuple[str, ...]:
    by = " ".join(numbers[place] for place in row.by) or "not here"
    on = ("this role" if each == row.role_arn else resource_words(each) for each in row.on)
    lists = ("\n".join(map(one_line, each)) for each in (row.does, on, row.conditions))
    return (one_line(row.who), *lists, by)


def _doubts(assembly: Assembly, doubts: Sequence[Doubt], names: Sequence[str]) -> Iterator[Item]:
    """Each doubt; of those that say the same of one template, the first, and what the others are about."""
    for first, *others in alike(doubts):
        more = others_alike([doubts[each] for each in others], [names[each] for each in others])
        yield Item(_doubt(assembly, doubts[first], names[first]), more=more)


def _doubt(assembly: Assembly, found: Doubt, name: str) -> str:
    return f"{name} {found.about}{_place(assembly, str(found.about))}: {found.reason}"


def _door(assembly: Assembly, found: Counterexample | Doubt, name: str) -> str:
    """A door as its last request, of which there is one for each."""
    if isinstance(found, Doubt):
        return _doubt(assembly, found, name)
    step = found.steps[-1]
    about = f"{name} {_about(found.about)}{_place(assembly, found.about)}"
    return f"{about}: {request_words(step.request)}: {decision_words(step.decision)}"


def _to_check(found: ToCheck) -> Item:
    return Item(found.what, more=(found.look,), commands=found.commands)


def _counterexample(assembly: Assembly, found: Counterexample, name: str) -> Item:
    return Item(
        f"{name} {_about(found.about)}{_place(assembly, found.about)} {found.fault}:",
        more=(found.detail,) if found.detail else (),
        steps=tuple(
            Item(f"{request_words(each.request)}:", more=(decision_words(each.decision),)) for each in found.steps
        ),
    )


def _place(assembly: Assembly, about: str) -> str:
    """Where a user, role or resource stands; empty, where the assembly does not make it."""
    found = assembly.identity(about) or assembly.resource(about)
    return f" ({found.origin.template} {found.origin.logical_id})" if found and found.origin.logical_id else ""


def _about(arn: str) -> str:
    return principal_words(arn) if arns.is_arn(arn) and arns.parse(arn).service == "iam" else arn
