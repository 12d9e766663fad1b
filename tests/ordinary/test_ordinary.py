"""An agreement beside ordinary stacks: the proof says what a careful reviewer would, or the row says what it lacks."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.known_access.samples import TODAY, filled_in
from tests.ordinary.beside import synthesized
from tests.ordinary.row import Row
from tests.ordinary.table import ROWS
from xacct_constructs.assembly import read_assembly
from xacct_constructs.proof import Access, Answer, adopt, prove
from xacct_constructs.report.adoption import refused_lines
from xacct_constructs.report.proof_data import proof_data
from xacct_constructs.rules import tell


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.name)
def test_the_answer_is_the_reviewers(row: Row, tmp_path: Path) -> None:
    """The answer, and what it is about; where it differs today, it is that which the row says and no other.

    What is not PROVEN is so once it is known, or `adopt` says why nothing may be known of it.
    """
    assembly = read_assembly(synthesized(row.build, tmp_path))
    proof = prove(assembly)
    data = proof_data(Access(assembly), proof, tell(assembly, proof))
    told = {Answer.REFUTED: data["counterexamples"], Answer.UNDECIDED: data["undecided"]}.get(proof.answer, [])
    assert proof.answer is row.said, told
    if row.names and not row.today:
        assert re.search(rf"\b({row.names})", json.dumps(told)), told
    if row.said is not Answer.PROVEN:
        found = adopt(assembly)
        known = prove(assembly, today=TODAY, known=filled_in(found))
        assert known.answer is (row.answer if row.stays else Answer.PROVEN), refused_lines(found)
        assert bool(row.stays) is any(row.stays and re.search(row.stays, each) for each in refused_lines(found))


def test_each_row_is_said_once_and_with_its_reason() -> None:
    """A stack of its own; a reason where the reviewer does not say PROVEN; a difference only where there is one."""
    assert len({row.name for row in ROWS}) == len(ROWS)
    for row in ROWS:
        assert bool(row.why) is bool(row.names) is (row.answer is not Answer.PROVEN), row.name
        assert not row.stays or row.answer is Answer.REFUTED, row.name
        assert row.today is None or row.today.answer is not row.answer, row.name


def test_the_noise_is_counted(record_property: Callable[[str, object], None]) -> None:
    """Of all rows, each of which holds: how many stay PROVEN, how many should, how many say PROVEN and should not."""
    proven = {row.name for row in ROWS if row.said is Answer.PROVEN}
    rightly = {row.name for row in ROWS if row.answer is Answer.PROVEN}
    red = [row.name for row in ROWS if row.stays]
    counted = (
        f"{len(proven)} of {len(ROWS)} stay PROVEN, {len(rightly)} where a reviewer decides;"
        f" {len(rightly - proven)} are noise, {len(proven - rightly)} are PROVEN where a reviewer doubts;"
        f" once the rest is known, {len(red)} are refuted, by a reviewer too: {', '.join(red)}"
    )
    page = (Path(__file__).parents[2] / "docs" / "known-access.md").read_text()
    assert f"Of the {len(ROWS)} ordinary stacks" in page
    assert f"{len(ROWS) - len(proven)} are not PROVEN at first" in page
    assert ("all but three are" in page) is (len(red) == 3)
    assert len(ROWS) >= 40
    assert len(proven & rightly) / len(rightly) > 0.8, counted
    record_property("ordinary stacks", counted)
