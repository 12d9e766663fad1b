"""A function that CloudFormation would refuse is refused by file, place and form; one that finds nothing is a doubt."""

from pathlib import Path
from typing import Any

import pytest

from tests.assembly.written import document, inline, role, write_assembly
from xacct_constructs.assembly import AssemblyError, read_assembly
from xacct_constructs.assembly.forms import FORMS
from xacct_constructs.cli import main

OTHER: list[Any] = [None, True, 1, 1.5, {}, {"a": 1}]
NO_LISTS: list[Any] = [*OTHER, "", "text"]
NO_NAMES: list[Any] = [None, True, 1, [], ["a"], {}, {"a": 1}, ""]
PAIRS: list[Any] = [*NO_LISTS, [], ["a"], ["a", "b", "c"]]
MALFORMED: dict[str, list[Any]] = {
    "Ref": NO_NAMES,
    "Condition": [*NO_NAMES, {"Ref": "A"}],
    "Fn::GetAtt": [*PAIRS, "Role", ".Arn", "Role.", ["", "Arn"], ["Role", ""], ["Role", 1], [["Role"], "Arn"]],
    "Fn::Sub": [*OTHER, [], [1], [["a"]], ["a", "b"], ["a", []], ["a", None], ["a", {}, {}], [{"Ref": "A"}, {}]],
    "Fn::Join": [*PAIRS, [1, ["a"]], [None, ["a"]], ["", "a"], ["", 1], ["", {"a": 1}], [["a"], ["a"]]],
    "Fn::Split": [*PAIRS, ["", "a"], [1, "a"], [",", 1], [",", ["a"]], [",", None]],
    "Fn::Select": [
        *PAIRS,
        [-1, ["a"]],
        [1.0, ["a"]],
        [True, ["a"]],
        ["x", ["a"]],
        ["²", ["a"]],
        [0, "a"],
        [0, {"a": 1}],
    ],
    "Fn::If": [*PAIRS[:-1], ["Maybe", "a"], [1, "a", "b"], [["Maybe"], "a", "b"], ["Maybe", "a", "b", "c"]],
    "Fn::ImportValue": NO_NAMES,
    "Fn::FindInMap": [*PAIRS[:-1], ["A", "b", ["c"]], ["A", "b", "c", "d"], ["A", "b", "c", {}], [None, "b", "c"]],
    "Fn::Length": [each for each in NO_LISTS if not isinstance(each, list)],
    "Fn::ToJsonString": [None, True, 1, 1.5, "", "text"],
    "Fn::GetStackOutput": [None, True, 1, "text", [], {}, {"StackName": "a"}, {"StackName": 1, "OutputName": "a"}],
    "Fn::Equals": PAIRS,
    "Fn::Not": [*NO_LISTS, [], ["Maybe"], [{}, {}]],
    "Fn::And": [*NO_LISTS, [], [{}], ["Maybe", "Maybe"], [{}] * 11],
    "Fn::Or": [*NO_LISTS, [], [{}], ["Maybe", "Maybe"], [{}] * 11],
}
CONDITIONS = ("Condition", "Fn::Equals", "Fn::Not", "Fn::And", "Fn::Or")
ROWS = [(name, given) for name, rows in MALFORMED.items() for given in rows]
WELL: dict[str, list[Any]] = {
    "Ref": ["Nobody", {"Fn::Sub": "Nobody"}],
    "Condition": ["Nowhere"],
    "Fn::GetAtt": ["Nobody.Arn", ["Nobody", "Arn"], ["Nobody", {"Ref": "Given"}], [{"Ref": "Given"}, "Arn"]],
    "Fn::Sub": ["${Nobody}", ["${Nobody}"], ["${A}", {"A": {"Ref": "Given"}}], "${}", "${Nobody.}"],
    "Fn::Join": [["", {"Ref": "Given"}], [{"Ref": "Given"}, ["a", "b"]], ["", [{"a": 1}]]],
    "Fn::Split": [[",", {"Ref": "Given"}], [{"Ref": "Given"}, "a,b"]],
    "Fn::Select": [[2, ["a", "b"]], ["7", ["a"]], [0, []], [{"Ref": "Given"}, ["a", "b"]], [0, {"Ref": "Given"}]],
    "Fn::If": [["Nowhere", "a", "b"]],
    "Fn::ImportValue": ["nobody", {"Ref": "Given"}],
    "Fn::FindInMap": [["Nowhere", "a", "b"], [{"Ref": "Given"}, 1, "b"]],
    "Fn::Length": [{"Ref": "Given"}],
    "Fn::ToJsonString": [{"a": {"Ref": "Given"}}],
    "Fn::GetStackOutput": [{"StackName": "Nobody", "OutputName": "A"}],
    "Fn::Equals": [[{"Ref": "Given"}, "a"]],
    "Fn::Not": [[{"Condition": "Nowhere"}]],
    "Fn::And": [[{"Condition": "Nowhere"}] * 2],
    "Fn::Or": [[{"Condition": "Nowhere"}] * 2],
}
"""Well written, and settled by nothing of the template."""


def template(name: str, given: Any) -> dict[str, Any]:
    """A template of a role that reads what the function says, or is made where it holds."""
    found: dict[str, Any] = {"Parameters": {"Given": {"Type": "String"}}}
    if name in CONDITIONS:
        resources = {"Role": {**role(Policies=inline(document())), "Condition": "Asked"}}
        return {**found, "Conditions": {"Asked": {name: given}}, "Resources": resources}
    return {**found, "Resources": {"Role": role(Policies=inline(document(resource={name: given})))}}


@pytest.mark.parametrize(("name", "given"), ROWS, ids=lambda each: str(each)[:30])
def test_a_function_that_is_written_wrongly_is_refused(
    name: str, given: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """By the file, the resource, and what the function must be; in one line, with exit code 2."""
    write_assembly(tmp_path, {"Stack": template(name, given)})
    assert main(["prove", str(tmp_path)]) == 2
    out, err = capsys.readouterr()
    assert (out, len(err.splitlines())) == ("", 1)
    assert f"Stack.template.json Role: {name} must be {FORMS[name].needs}, got " in err
    assert "mend the template" in err


@pytest.mark.parametrize(
    ("name", "given"), [(name, given) for name, rows in WELL.items() for given in rows], ids=lambda each: str(each)[:30]
)
def test_a_function_that_finds_nothing_is_a_doubt(name: str, given: Any, tmp_path: Path) -> None:
    """What the policy says, or whether it is there, depends on what is not known."""
    (found,) = read_assembly(write_assembly(tmp_path, {"Stack": template(name, given)})).identities
    assert any(reading.whys for policy in found.policies for reading in policy.readings)


def test_every_function_that_is_resolved_has_its_rows() -> None:
    """A new one asks for them."""
    assert FORMS.keys() == MALFORMED.keys() == WELL.keys()


def test_a_place_in_a_condition_or_output_is_named_by_what_asks_for_it(tmp_path: Path) -> None:
    """As the export that another stack imports."""
    outputs = {"Out": {"Value": "a", "Export": {"Name": {"Fn::Join": 1}}}}
    write_assembly(tmp_path, {"Stack": {"Resources": {"Role": role()}, "Outputs": outputs}})
    with pytest.raises(AssemblyError, match=r"Stack\.template\.json Outputs: Fn::Join must be"):
        read_assembly(tmp_path)


@pytest.mark.parametrize("name", ["", {"Fn::Join": ["", []]}], ids=["written", "put together"])
def test_a_name_that_is_empty_is_refused(name: object, tmp_path: Path) -> None:
    """CloudFormation takes none, and no ARN can be made of it."""
    write_assembly(tmp_path, {"Stack": {"Resources": {"Role": role(RoleName=name)}}})
    with pytest.raises(AssemblyError, match=r"Stack\.template\.json Role: Role\.RoleName must be a name, got ''"):
        read_assembly(tmp_path)
