"""What a template may cost is counted: bombs end in a named refusal, ordinary chains are resolved."""

from pathlib import Path
from typing import Any

import pytest

from tests.assembly.written import role, write_assembly
from xacct_constructs.assembly import AssemblyError, budget, read_assembly

STEPS = 20_000
"""Of the tests here: the real budget takes longer to use up, and is the same otherwise."""
GIVEN = {"Given": {"Type": "String"}}
FEW, MANY = 6, 40


def named(value: Any, **sections: Any) -> dict[str, Any]:
    """A template of a role of this name."""
    return {"Resources": {"Role": role(value)}, **sections}


def names(count: int) -> dict[str, Any]:
    """Roles of which each is named by the next one's name, twice."""
    roles = {f"R{index}": role({"Fn::Sub": f"${{R{index + 1}}}${{R{index + 1}}}"}) for index in range(count)}
    return {"Resources": {**roles, f"R{count}": role("a")}}


def exports(count: int) -> dict[str, Any]:
    """Exports of which each holds the one before it twice."""
    outputs = {
        f"O{index}": {
            "Value": {"Fn::Join": ["", [{"Fn::ImportValue": f"e{index - 1}"}] * 2]} if index else "a",
            "Export": {"Name": f"e{index}"},
        }
        for index in range(count)
    }
    return named({"Fn::ImportValue": f"e{count - 1}"}, Outputs=outputs)


def lists(count: int) -> dict[str, Any]:
    """Exports of which each is a list that holds the one before it twice."""
    outputs = {
        f"O{index}": {
            "Value": [{"Fn::ImportValue": f"e{index - 1}"}] * 2 if index else ["a"],
            "Export": {"Name": f"e{index}"},
        }
        for index in range(count)
    }
    length = {"Fn::Length": {"Fn::ImportValue": f"e{count - 1}"}}
    return named({"Fn::Join": ["", ["a", length]]}, Outputs=outputs)


def maps(count: int) -> dict[str, Any]:
    """An export of many maps, in which nothing stands to be resolved, imported so often."""
    large: dict[str, Any] = {f"a{index}": {} for index in range(count**2)}
    outputs = {"O": {"Value": {"Large": large}, "Export": {"Name": "e"}}}
    several = [{"Fn::ImportValue": "e"}] * count
    return named({"Fn::Join": ["", ["a", {"Fn::Length": several}]]}, Outputs=outputs)


def conditions(count: int) -> dict[str, Any]:
    """Conditions of which each asks the one before it twice."""
    found: dict[str, Any] = {"C0": {"Fn::Equals": [{"Ref": "Given"}, "a"]}}
    for index in range(1, count):
        found[f"C{index}"] = {"Fn::And": [{"Condition": f"C{index - 1}"}] * 2}
    resources = {"Role": {**role(), "Condition": f"C{count - 1}"}}
    return {"Parameters": GIVEN, "Conditions": found, "Resources": resources}


def long(count: int) -> dict[str, Any]:
    """A name of one long text, so often."""
    parameters = {"Long": {"Type": "String", "Default": "a" * 200}}
    return named({"Fn::Sub": "${Long}" * count**3}, Parameters=parameters)


BOMBS = {
    "names": names,
    "exports": exports,
    "lists": lists,
    "maps": maps,
    "conditions": conditions,
    "one value in a text": long,
    "a separator": lambda count: named({"Fn::Join": ["b" * count**3, ["a"] * count]}),
}


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS)
def test_what_doubles_is_refused_and_what_does_not_is_read(
    bomb: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A few levels are ordinary; forty would be a million millions."""
    monkeypatch.setattr(budget.Budget.__init__, "__defaults__", (STEPS,))
    assert read_assembly(write_assembly(tmp_path / "few", {"Stack": bomb(FEW)})).identities
    with pytest.raises(AssemblyError, match=r"refers to itself|takes more than|writes more than"):
        read_assembly(write_assembly(tmp_path / "many", {"Stack": bomb(MANY)}))


CIRCLES: dict[str, dict[str, Any]] = {
    "a name": {"Resources": {"A": role({"Ref": "B"}), "B": role({"Ref": "A"})}},
    "an ARN": {"Resources": {"A": role({"Fn::GetAtt": ["A", "Arn"]})}},
    "a condition": {
        "Conditions": {"A": {"Fn::Not": [{"Condition": "A"}]}},
        "Resources": {"A": {**role(), "Condition": "A"}},
    },
    "an export": named(
        {"Fn::ImportValue": "e"}, Outputs={"O": {"Value": {"Fn::ImportValue": "e"}, "Export": {"Name": "e"}}}
    ),
    "an output": named(
        {"Fn::GetStackOutput": {"StackName": "Stack", "OutputName": "O"}},
        Outputs={"O": {"Value": {"Fn::GetStackOutput": {"StackName": "Stack", "OutputName": "O"}}}},
    ),
}


@pytest.mark.parametrize("template", CIRCLES.values(), ids=CIRCLES)
def test_what_refers_to_itself_is_refused(template: dict[str, Any], tmp_path: Path) -> None:
    """CloudFormation takes none of them."""
    with pytest.raises(AssemblyError, match=r"Stack\.template\.json (A|Role) refers to itself in a circle"):
        read_assembly(write_assembly(tmp_path, {"Stack": template}))
