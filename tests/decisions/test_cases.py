"""Decisions are those that AWS's documentation states."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from tests.decisions.cases import UNDECIDED, Case, CaseError, read_cases
from xacct_constructs.iam.undecided import UndecidedError

CASES = list(read_cases())
GOOD: dict[str, Any] = {
    "name": "nothing",
    "source": "https://docs.aws.amazon.com/",
    "request": {"caller": "*", "action": "s3:GetObject", "resource": "*"},
    "expected": "implicitly denied",
}


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_decision_is_aws_s(case: Case) -> None:
    """The word and everything that blocked are those of the page that the case names."""
    if case.written["expected"] == UNDECIDED:
        with pytest.raises(UndecidedError):
            case.decide()
        return
    decision = case.decide()
    assert decision.word == case.written["expected"]
    assert list(decision.blocked_by) == case.written.get("blocked_by", list(decision.blocked_by))


def test_there_are_enough_cases() -> None:
    """There are at least three hundred, and every answer is among them often."""
    words = Counter(case.written["expected"] for case in CASES)
    assert sum(words.values()) >= 300
    assert all(words[word] >= 30 for word in ("allowed", "implicitly denied", "explicitly denied", UNDECIDED))


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"expects": "allowed"}, "unknown keys: expects"),
        ({"request": {**GOOD["request"], "principal": "*"}}, "unknown keys: principal"),
        ({"expected": "perhaps"}, "no decision"),
        ({"source": "https://example.com/"}, "no page of AWS's documentation"),
        ({"expected": None}, "lacks expected"),
    ],
    ids=["an unknown key", "an unknown key of the request", "an unknown answer", "another source", "no answer"],
)
def test_a_case_that_is_written_wrongly_is_refused(tmp_path: Path, change: dict[str, Any], complaint: str) -> None:
    """A key with a typing error does not pass for a case without it."""
    written = {key: value for key, value in {**GOOD, **change}.items() if value is not None}
    (tmp_path / "wrong.json").write_text(json.dumps({"cases": [written]}), encoding="utf-8")
    with pytest.raises(CaseError, match=complaint):
        list(read_cases(tmp_path))


def test_a_case_that_stands_twice_is_refused(tmp_path: Path) -> None:
    """One name is one fact."""
    (tmp_path / "twice.json").write_text(json.dumps({"cases": [GOOD, GOOD]}), encoding="utf-8")
    with pytest.raises(CaseError, match="stands twice"):
        list(read_cases(tmp_path))
