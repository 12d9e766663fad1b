"""What a proof rests on that somebody has looked at, in words and as JSON values."""

from typing import Any

from xacct_constructs.known_access import KnownAccess, KnownEntry
from xacct_constructs.proof import Proof
from xacct_constructs.texts import one_line


def known_lines(proof: Proof) -> list[str]:
    """A line for each entry that the proof rests on: what it is, why, who answers for it, until when."""
    known = proof.known
    named = {"way": known.ways, "administrator": known.administrators, "accepted unknown": known.accepted_unknowns}
    return [one_line(f"  - {kind} {_entry(each)}") for kind, entries in named.items() for each in entries]


def _entry(entry: KnownEntry) -> str:
    return f"{entry}: {entry.reason} ({entry.owner}, until {entry.review_by})"


def known_count(known: KnownAccess) -> str:
    """How much of each kind there is; a later step is no way in. Empty: nothing."""
    counted = {
        "known way in": ("known ways in", sum(each.after is None for each in known.ways)),
        "administrator": ("administrators", len(known.administrators)),
        "accepted unknown": ("accepted unknowns", len(known.accepted_unknowns)),
    }
    said = [f"{count} {one if count == 1 else several}" for one, (several, count) in counted.items() if count]
    return " and ".join(filter(None, (", ".join(said[:-1]), *said[-1:])))


def known_data(proof: Proof) -> dict[str, Any]:
    """What the entries are called that the proof rests on."""
    known = proof.known
    return {
        "ways": [each.id for each in known.ways],
        "administrators": [each.id for each in known.administrators],
        "accepted_unknowns": [str(each) for each in known.accepted_unknowns],
        "findings": [{**each._asdict(), "severity": each.severity.value} for each in proof.known_findings],
    }
