"""What changes between two assemblies."""

from dataclasses import asdict
from typing import Any

from xacct_constructs.proof import Change, Comparison, KnownChange, Replacement
from xacct_constructs.report.page import Item, Page, Section
from xacct_constructs.report.proof_data import decided_data, request_data
from xacct_constructs.report.words import asked_on_words, decision_words, may_words, request_words


def difference_page(found: Comparison) -> Page:
    """The comparison as a person reads it."""
    gained = tuple(_change(each, "may now", "before") for each in found.gained)
    lost = tuple(_change(each, "may no longer", "after") for each in found.lost)
    agreements = tuple(Item(_agreement(each.role_arn, each.what)) for each in found.agreements)
    return Page(
        answer=_answer(found),
        sections=(
            Section("Access gained", gained),
            Section("Known access", tuple(Item(_known(each)) for each in found.known)),
            Section("Access lost", lost),
            Section("What could not be decided", tuple(Item(str(each)) for each in found.undecided)),
            Section("Agreements", agreements),
            Section(
                "Replacements that will fail, since the name is taken",
                tuple(Item(_replacement(each)) for each in found.replacements),
            ),
            Section(
                "Not gained, since organization policies alone keep it out",
                tuple(map(Item, found.kept_out)),
                folded=True,
            ),
        ),
    )


def _answer(found: Comparison) -> str:
    """How much of each there is."""
    counts = {
        "gained": found.gained,
        "of known access": found.known,
        "lost": found.lost,
        "could not be decided": found.undecided,
        "of the agreements": found.agreements,
        "to fail as replacements": found.replacements,
        "kept out by organization policies": found.kept_out,
    }
    said = [f"{len(each)} {words}" for words, each in counts.items() if each]
    return f"CHANGED: {', '.join(said)}." if said else "No change of access."


def _known(found: KnownChange) -> str:
    """What becomes of an entry, and what is known of it that was not."""
    more = f"access is gained that was not known before: {request_words(found.request)}" if found.request else ""
    gained = "it is known now, and was not" if found.gains and not more else ""
    return f"{found.entry} is {found.what}" + "".join(f"; {each}" for each in (more or gained, found.detail) if each)


def _agreement(role_arn: str, what: str) -> str:
    return f"{role_arn} {what}" if what in ("added", "removed") else f"{role_arn} changes its {what}"


def _replacement(found: Replacement) -> str:
    was, becomes = found.was, found.becomes
    named = f"{becomes.kind} {becomes.name} of {becomes.account}"
    if found.moves:
        here, there = (f"{each.origin.stack} {each.origin.logical_id}" for each in (was, becomes))
        return f"{named} moves from {here} to {there}, which makes it anew while the old one still has the name"
    for what, is_other, (here, there) in (
        ("region", found.is_elsewhere, found.regions),
        ("name", found.is_renamed, found.names),
    ):
        if is_other:
            made = f"another {what} means another stack, which makes it anew while the old one still has the name"
            return f"{named} moves with {was.origin.stack} from {here} to {there}: {made}"
    changed = f"{was.arn} to {becomes.arn}"
    return f"{named} changes from {changed}: a new path means a new {becomes.kind}, whose name is still taken"


def _change(found: Change, may: str, when: str) -> Item:
    """A sentence to be read aloud, and the request that shows it, as both assemblies decide it."""
    other = decision_words(found.otherwise) if found.otherwise else "who asks, or what is asked for, is not there"
    shown = f"{asked_on_words(found.request)}: {decision_words(found.decision)}; {when}: {other}"
    return Item(f"{may_words(found.request, may=may, beginning=found.beginning)}:", more=(shown,))


def difference_data(found: Comparison) -> dict[str, Any]:
    """The comparison as JSON values."""
    return {
        "version": 1,
        "gained": [_change_data(each) for each in found.gained],
        "lost": [_change_data(each) for each in found.lost],
        "agreements": [asdict(each) for each in found.agreements],
        "replacements": [_replacement(each) for each in found.replacements],
        "undecided": [str(each) for each in found.undecided],
        "kept_out": list(found.kept_out),
        "known": [_known_data(each) for each in found.known],
    }


def _known_data(found: KnownChange) -> dict[str, Any]:
    request = request_data(found.request) if found.request else None
    return {"entry": found.entry, "what": found.what.value, "gains": found.gains, "request": request}


def _change_data(found: Change) -> dict[str, Any]:
    otherwise = decided_data(found.otherwise) if found.otherwise else None
    return {**request_data(found.request), "decision": decided_data(found.decision), "otherwise": otherwise}
