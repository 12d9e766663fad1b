"""What becomes of known access between two assemblies: what is known now and was not is access gained."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.known_access.samples import REVIEWED, way
from tests.proof.test_doors import REPORTS, ROLES, reads, vendor
from tests.proof.test_worlds import OTHER, PRODUCTION, agreed, world_of
from tests.proof.world import write
from xacct_constructs.cli import main
from xacct_constructs.known_access import AcceptedUnknown, Administrator, Fingerprints, KnownAccess, KnownEntry, to_json
from xacct_constructs.names import KNOWN_ACCESS_FILE
from xacct_constructs.proof.known_changes import Turn, known_changes

ID = {"StringEquals": {"sts:ExternalId": "7f3a"}}
VENDOR = {"AWS": f"arn:aws:iam::{OTHER}:root"}
IN = way("in", VENDOR, "sts:AssumeRole", f"{ROLES}/vendor", Condition=ID)
OPEN = way("in", VENDOR, "sts:AssumeRole", f"{ROLES}/vendor")
READS = way("reads", {"AWS": f"{ROLES}/vendor"}, "s3:GetObject", f"{REPORTS}/*", after="in")
WRITES = replace(READS, allows={**READS.allows, "Action": ["s3:GetObject", "s3:PutObject"]})
DENIED = replace(READS, denies=[{"Action": "*", "Resource": f"{REPORTS}/secret/*"}])
PIPELINE = Administrator(id="pipeline", role=f"{ROLES}/pipeline", fingerprints=Fingerprints("0", "1", "2"), **REVIEWED)
DOUBT = AcceptedUnknown(artifact="Production", logical_id="Uploads", fingerprint="0", **REVIEWED)


class Row(NamedTuple):
    """What was known and what is, and what becomes of which entry.

    Attributes:
        old: What was known.
        new: What is known.
        becomes: Each entry that changes, and how.
        gains: Those by which something is known that was not.
    """

    old: Sequence[KnownEntry]
    new: Sequence[KnownEntry]
    becomes: dict[str, Turn]
    gains: frozenset[str] = frozenset()


LATER = date(2028, 1, 1)
TWICE_COMPARED = {"StringEquals": {"aws:EpochTime": "1"}, "NumericLessThan": {"aws:EpochTime": "2"}}
ROWS: dict[str, Row] = {
    "nothing": Row((IN, READS, PIPELINE, DOUBT), (IN, READS, PIPELINE, DOUBT), {}),
    "a way comes": Row((), (IN,), {"in": Turn.ADDED}, frozenset({"in"})),
    "a way goes": Row((IN,), (), {"in": Turn.REMOVED}),
    "a condition is dropped": Row((IN,), (OPEN,), {"in": Turn.WIDENED}, frozenset({"in"})),
    "a condition is added": Row((OPEN,), (IN,), {"in": Turn.NARROWED}),
    "one of which no request is found": Row(
        (), (replace(OPEN, allows={**OPEN.allows, "Condition": TWICE_COMPARED}),), {"in": Turn.ADDED}, frozenset({"in"})
    ),
    "an action more": Row((IN, READS), (IN, WRITES), {"reads": Turn.WIDENED}, frozenset({"reads"})),
    "an action less": Row((IN, WRITES), (IN, READS), {"reads": Turn.NARROWED}),
    "a Deny is dropped": Row((IN, DENIED), (IN, READS), {"reads": Turn.WIDENED}, frozenset({"reads"})),
    "a Deny is added": Row((IN, READS), (IN, DENIED), {"reads": Turn.NARROWED}),
    "another name": Row((IN,), (replace(IN, id="vendor"),), {"vendor": Turn.ADDED, "in": Turn.REMOVED}),
    "another name of the first step": Row(
        (IN, READS),
        (replace(IN, id="vendor"), replace(READS, after="vendor")),
        {"vendor": Turn.ADDED, "in": Turn.REMOVED, "reads": Turn.REWORDED},
    ),
    "a later step from another way in": Row(
        (IN, READS, way("other", VENDOR, "sts:AssumeRole", f"{ROLES}/b")),
        (IN, replace(READS, after="other"), way("other", VENDOR, "sts:AssumeRole", f"{ROLES}/b")),
        {"reads": Turn.WIDENED},
        frozenset({"reads"}),
    ),
    "one in two": Row(
        (IN, WRITES),
        (IN, READS, way("puts", WRITES.allows["Principal"], "s3:PutObject", f"{REPORTS}/*", after="in")),
        {"puts": Turn.ADDED, "reads": Turn.NARROWED},
    ),
    "another owner and day": Row((IN,), (replace(IN, owner="x", review_by=LATER),), {"in": Turn.REWORDED}),
    "filled in": Row((replace(IN, reason=""),), (IN,), {"in": Turn.ADDED}, frozenset({"in"})),
    "emptied": Row((IN,), (replace(IN, owner=""),), {"in": Turn.REMOVED}),
    "an administrator comes": Row((), (PIPELINE,), {"pipeline": Turn.ADDED}, frozenset({"pipeline"})),
    "an administrator goes": Row((PIPELINE,), (), {"pipeline": Turn.REMOVED}),
    "an administrator is another": Row(
        (PIPELINE,),
        (replace(PIPELINE, fingerprints=Fingerprints("0", "9", "2")),),
        {"pipeline": Turn.WIDENED},
        frozenset({"pipeline"}),
    ),
    "a doubt is accepted": Row((), (DOUBT,), {"Production Uploads": Turn.ADDED}, frozenset({"Production Uploads"})),
    "a doubt is accepted no more": Row((DOUBT,), (), {"Production Uploads": Turn.REMOVED}),
    "a second doubt at one place": Row(
        (DOUBT,),
        (DOUBT, replace(DOUBT, fingerprint="1")),
        {"Production Uploads": Turn.WIDENED},
        frozenset({"Production Uploads"}),
    ),
    "another reason of a doubt": Row((DOUBT,), (replace(DOUBT, reason="x"),), {"Production Uploads": Turn.REWORDED}),
}


@pytest.mark.parametrize("name", ROWS)
def test_what_becomes_of_entries(name: str) -> None:
    """By what they let through, whatever they are called; one that is not filled in is none."""
    row = ROWS[name]
    found = list(known_changes(KnownAccess.of(row.old), KnownAccess.of(row.new)))
    assert {each.entry: each.what for each in found} == row.becomes
    assert {each.entry for each in found if each.gains} == row.gains
    looked_at_as_it_was = {
        each.entry for each in found if each.detail == "it is of what is there now, and not of what was"
    }
    assert looked_at_as_it_was == {name for name, what in row.becomes.items() if what is Turn.WIDENED} - {"in", "reads"}


def test_what_is_said_otherwise_is_named() -> None:
    """By its fields, those alone that are not the same."""
    old, new = KnownAccess.of([IN, DOUBT]), KnownAccess.of([replace(IN, owner="x", review_by=LATER), DOUBT])
    assert [each.detail for each in known_changes(old, new)] == ["owner, review_by"]


def test_diff_says_it(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Of what rides in the assemblies, and of two files; what is known now and was not fails `--fail-on gained`."""
    world = world_of(agreed())
    world[PRODUCTION] |= vendor(reads(REPORTS))
    folders = [write(tmp_path / name, world, [agreed()]) for name in ("before", "after")]
    files = [tmp_path / f"{name}.yaml" for name in ("before", "after")]
    for folder, file, reading in zip(folders, files, (READS, WRITES), strict=True):
        text = json.dumps(to_json(KnownAccess((IN, reading))))
        file.write_text(text)
        (folder / KNOWN_ACCESS_FILE).write_text(text)
    before, after = map(str, folders)
    assert main(["diff", before, after, "--fail-on", "gained"]) == 1
    said = capsys.readouterr().out
    assert said.startswith("Known access\n  - reads is widened; access is gained that was not known before: ")
    assert "s3:PutObject" in said
    assert main(["diff", after, before, "--fail-on", "gained"]) == 0
    assert main(["diff", after, before, "--fail-on", "any"]) == 1
    assert "reads is narrowed\n" in capsys.readouterr().out

    for folder in folders:
        (folder / KNOWN_ACCESS_FILE).unlink()
    given = ["diff", before, before, "--known-access", *map(str, files), "--fail-on", "gained", "--json"]
    assert main(given) == 1
    (found,) = json.loads(capsys.readouterr().out)["known"]
    assert (found["entry"], found["what"], found["gains"]) == ("reads", "widened", True)
    assert found["request"]["action"] == "s3:PutObject"
    assert main(["diff", before, before, "--known-access", str(files[0]), str(tmp_path / "none"), "--json"]) == 2
