"""What changes between two assemblies."""

from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from xacct_constructs.proof import Change, Comparison, KnownChange, Replacement
from xacct_constructs.report.proof_data import decided_data, request_data
from xacct_constructs.report.words import decision_words, request_words
from xacct_constructs.texts import one_line


def difference_text(found: Comparison) -> str:
    """The comparison as a person reads it."""
    parts = [
        *_section("Access gained", (_change(each, "before") for each in found.gained)),
        *_section("Access lost", (_change(each, "after") for each in found.lost)),
        *_section("Known access", (one_line(_known(each)) for each in found.known)),
        *_section("Agreements", (one_line(_agreement(each.role_arn, each.what)) for each in found.agreements)),
        *_section(
            "Replacements that will fail, since the name is taken", map(one_line, map(_replacement, found.replacements))
        ),
        *_section("Not gained, since organization policies alone keep it out", map(one_line, found.kept_out)),
        *_section("What could not be decided", (one_line(str(each)) for each in found.undecided)),
    ]
    return "\n\n".join(parts or ["No change of access."]) + "\n"


def _section(title: str, lines: Iterable[str]) -> list[str]:
    items = [f"  - {each}" for each in lines]
    return ["\n".join([title, *items])] if items else []


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
    changed = f"{was.arn} to {becomes.arn}"
    return f"{named} changes from {changed}: a new path means a new {becomes.kind}, whose name is still taken"


def _change(found: Change, when: str) -> str:
    other = decision_words(found.otherwise) if found.otherwise else "who asks, or what is asked for, is not there"
    words = f"{decision_words(found.decision)}; {when}: {other}"
    return f"{one_line(request_words(found.request))}:\n    {one_line(words)}"


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
