"""What a proof rests on that somebody has looked at, in words and as JSON values."""

from collections.abc import Mapping
from typing import Any

from xacct_constructs.known_access import CdkKind, CdkRole, KnownAccess, KnownEntry
from xacct_constructs.proof import Proof
from xacct_constructs.report.words import principal_words


def known_lines(proof: Proof) -> list[str]:
    """A sentence for each entry that the proof rests on: what it is, why, who answers for it, until when."""
    known = proof.known
    named = {
        "way": known.ways,
        "role of CDK's": known.cdk_roles,
        "administrator": known.administrators,
        "accepted unknown": known.accepted_unknowns,
    }
    return [f"{kind} {_entry(each)}" for kind, entries in named.items() for each in entries]


_OF_CDK: Mapping[CdkKind, str] = {
    CdkKind.DEPLOY: "the deploy role of CDK's bootstrap: whoever it trusts deploys stacks, and may change everything",
    CdkKind.FILES: "the file publishing role of CDK's bootstrap: whoever it trusts writes what stacks are made of",
    CdkKind.IMAGES: "the image publishing role of CDK's bootstrap: whoever it trusts writes the images that stacks run",
    CdkKind.LOOKUP: "the lookup role of CDK's bootstrap: whoever it trusts reads whatever needs no key",
    CdkKind.PIPELINE: "the role of a pipeline's action: whoever it trusts deploys stacks, and may change everything",
}


def cdk_role_words(entry: CdkRole) -> str:
    """What a role of CDK's is, in a sentence."""
    return f"{principal_words(entry.role)} is {_OF_CDK[entry.kind]}"


def _entry(entry: KnownEntry) -> str:
    return f"{entry}: {entry.reason} ({entry.owner}, until {entry.review_by})"


def known_count(known: KnownAccess) -> str:
    """How much of each kind there is; a later step is no way in. Empty: nothing."""
    counted = {
        "known way in": ("known ways in", sum(each.after is None for each in known.ways)),
        "role of CDK's": ("roles of CDK's", len(known.cdk_roles)),
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
        "cdk_roles": [each.id for each in known.cdk_roles],
        "administrators": [each.id for each in known.administrators],
        "accepted_unknowns": [str(each) for each in known.accepted_unknowns],
        "findings": [{**each._asdict(), "severity": each.severity.value} for each in proof.known_findings],
    }
