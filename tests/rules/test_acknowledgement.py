"""A finding is acknowledged by its code, its place and a reason; anything less leaves it standing."""

from pathlib import Path

import pytest

from tests.rules.world import READ, STAGING, account, admit, role, world
from xacct_constructs.rules import Acknowledgement, judge, parse_acknowledgement, sort_out

WHOLE_ACCOUNT = world(role(READ, trust=admit(account(STAGING))))
PLACE = "Production.template.json Role.AssumeRolePolicyDocument.Statement[0]"


@pytest.mark.parametrize(
    ("code", "path", "met"),
    [
        pytest.param("XA702", PLACE, True, id="the statement"),
        pytest.param("XA702", "Production.template.json Role.AssumeRolePolicyDocument", True, id="the property"),
        pytest.param("XA702", "Production.template.json Role", True, id="the resource"),
        pytest.param("XA702", "Production.template.json", True, id="the template"),
        pytest.param("XA701", PLACE, False, id="another code"),
        pytest.param("XA702", "Staging.template.json", False, id="another template"),
        pytest.param("XA702", "Production.template.json Rol", False, id="a part of the resource's name"),
        pytest.param("XA702", PLACE + "[1]", False, id="below the statement"),
    ],
)
def test_code_and_place_count(code: str, path: str, met: bool, tmp_path: Path) -> None:
    """Met at the place or below it; what meets nothing is told."""
    given = Acknowledgement(code, path, "staging is a sandbox of ours")
    judged = judge(WHOLE_ACCOUNT.read(tmp_path))
    found = sort_out(judged, [given])
    assert ["XA702" in [each.rule.code for each in found.standing], found.unused] == [not met, () if met else (given,)]
    assert [by for _, by in found.acknowledged] == ([given] if met else [])


def test_it_is_read_from_text() -> None:
    """As the command line takes it: code, place, reason; a reason may hold anything."""
    assert parse_acknowledgement("XA702 Production.template.json Role=a sandbox = ours") == Acknowledgement(
        "XA702", "Production.template.json Role", "a sandbox = ours"
    )


@pytest.mark.parametrize("text", ["XA702", "XA702 Role", "XA702 Role=", "XA702 Role= ", "XA7 Role=why", "Role=why"])
def test_half_of_one_is_refused(text: str) -> None:
    """Without code, place or reason it says nothing; the text is told."""
    with pytest.raises(ValueError, match=r"CODE PATH=REASON") as refused:
        parse_acknowledgement(text)
    assert repr(text) in str(refused.value)
