"""Values that parameters are given: those a deployment would take, and none in silence."""

from pathlib import Path
from typing import Any

import pytest

from tests.assembly.test_templates import holding, readable, written
from tests.assembly.written import document, inline, user, write_assembly
from xacct_constructs.assembly import AssemblyError, Given, read_assembly

OPEN = "${Stack.Name}"
CASES: dict[str, tuple[dict[str, Any], list[Given], Any]] = {
    "nothing is given": ({"Default": "a"}, [], "a"),
    "a value": ({}, [Given("Name", "b")], "b"),
    "a value, before the default": ({"Default": "a"}, [Given("Name", "b")], "b"),
    "an empty one": ({"Default": "a"}, [Given("Name", "")], ""),
    "to this stack": ({"Default": "a"}, [Given("Name", "b", "Stack")], "b"),
    "to this stack, before all": ({}, [Given("Name", "b", "Stack"), Given("Name", "c")], "b"),
    "the same twice": ({}, [Given("Name", "b"), Given("Name", "b")], "b"),
    "one of those allowed": ({"AllowedValues": ["a", "b"]}, [Given("Name", "b")], "b"),
    "a truth": ({"AllowedValues": [True, False]}, [Given("Name", "true")], "true"),
    "a list": ({"Type": "CommaDelimitedList"}, [Given("Name", "a, b")], ["a", "b"]),
    "a list of those allowed": (
        {"Type": "CommaDelimitedList", "AllowedValues": ["a", "b"]},
        [Given("Name", "b,a")],
        ["b", "a"],
    ),
    "a default that is a list": ({"Type": "CommaDelimitedList", "Default": "a, b"}, [], ["a", "b"]),
    "a default that is a truth": ({"Default": True}, [], "true"),
    "what it has in the deployed stack": ({"Default": "a"}, [Given("Name", None)], OPEN),
    "a name in the parameter store": ({"Type": "AWS::SSM::Parameter::Value<String>"}, [Given("Name", "/a")], OPEN),
    "what is read at deployment": ({}, [Given("Name", "{{resolve:ssm:/a}}")], "${Stack.Dynamic-0}"),
}


@pytest.mark.parametrize(("parameter", "given", "value"), CASES.values(), ids=CASES)
def test_a_parameter_has_the_value_that_it_is_given(
    parameter: dict[str, Any], given: list[Given], value: Any, tmp_path: Path
) -> None:
    """In a template, and in the stack of an assembly."""
    template = holding({"Ref": "Name"}, Parameters={"Name": {"Type": "String", **parameter}})
    for each in (written(tmp_path, template), write_assembly(tmp_path / "cdk.out", {"Stack": template})):
        found = readable(read_assembly(each, parameters=given))
        assert (found if isinstance(found, list) else str(found)) == value


REFUSED: dict[str, tuple[list[Given], str]] = {
    "a name that no stack has": ([Given("Nmae", "a")], "no stack has the parameter Nmae"),
    "a stack that is none": ([Given("Name", "a", "Other")], "no stack has the parameter Other:Name"),
    "two values": ([Given("Name", "a"), Given("Name", "b")], "Name is given two values"),
    "two of one stack": ([Given("Name", "a", "Stack"), Given("Name", None, "Stack")], "Stack:Name is given two"),
    "one that is not allowed": ([Given("Name", "z")], "Name must be one of a, b, got 'z'"),
}


@pytest.mark.parametrize(("given", "why"), REFUSED.values(), ids=REFUSED)
def test_a_value_that_no_deployment_takes_is_refused(given: list[Given], why: str, tmp_path: Path) -> None:
    """It would be proven of what is never there."""
    template = holding({"Ref": "Name"}, Parameters={"Name": {"Type": "String", "AllowedValues": ["a", "b"]}})
    with pytest.raises(AssemblyError, match=why):
        read_assembly(written(tmp_path, template), parameters=given)


def test_each_stack_has_its_own(tmp_path: Path) -> None:
    """By its artifact's ID; whoever is not named has what is given to all."""
    stacks = {
        name: {
            "Resources": {"User": user(name.lower(), Policies=inline(document(resource={"Ref": "Name"})))},
            "Parameters": {"Name": {"Type": "String"}},
        }
        for name in ("Anna", "Otto")
    }
    given = [Given("Name", "of all"), Given("Name", "of otto", "Otto")]
    found = read_assembly(write_assembly(tmp_path, stacks), parameters=given)
    assert [readable(found, each) for each in ("anna", "otto")] == ["of all", "of otto"]


def test_what_is_taken_is_told(tmp_path: Path) -> None:
    """A value that is not to be shown is not; a default stands in the template anyway."""
    declared = {name: {"Type": "String", "Default": "a", "NoEcho": True} for name in ("Name", "Other")}
    template = holding([{"Ref": "Name"}, {"Ref": "Other"}], Parameters=declared)
    found = read_assembly(written(tmp_path, template), parameters=[Given("Name", "secret")])
    assert found.parameters == (("Stack", "Name", "…", True, ""), ("Stack", "Other", "a", False, ""))


@pytest.mark.parametrize(
    ("left", "right", "holds"),
    [
        pytest.param(True, "true", True, id="a truth and its word"),
        pytest.param(False, "true", False, id="another"),
        pytest.param(True, "True", False, id="written otherwise"),
        pytest.param(1, "1", True, id="a number and its text"),
        pytest.param({"Ref": "Name"}, True, True, id="a parameter and a truth"),
    ],
)
def test_values_are_compared_as_texts(left: Any, right: Any, holds: bool, tmp_path: Path) -> None:
    """As CloudFormation has them: a truth in YAML is the word `true`."""
    template = holding(
        {"Fn::If": ["Same", "yes", "no"]},
        Parameters={"Name": {"Type": "String"}},
        Conditions={"Same": {"Fn::Equals": [left, right]}},
    )
    found = read_assembly(written(tmp_path, template), parameters=[Given("Name", "true")])
    assert readable(found) == ("yes" if holds else "no")


@pytest.mark.parametrize(
    ("left", "right", "holds"),
    [
        pytest.param(1.5, 1.5, True, id="a fraction and itself"),
        pytest.param(1.5, "1.5", True, id="a fraction and its text"),
        pytest.param(1.0, 1, None, id="a number in two forms"),
        pytest.param("1", 1.0, None, id="a number's text and another form of it"),
        pytest.param(1e3, "1000", None, id="a number with an exponent"),
        pytest.param(["a"], ["a"], True, id="a list and itself"),
        pytest.param([1], ["1"], None, id="lists of a number and its text"),
        pytest.param(["a"], "a", None, id="a list and what stands in it"),
        pytest.param(1, 2, False, id="two numbers"),
        pytest.param("1", 2, False, id="a text and a number"),
    ],
)
def test_what_is_not_known_to_be_compared_is_open(left: Any, right: Any, holds: bool | None, tmp_path: Path) -> None:
    """It may come to either; what is written alike is one."""
    template = holding({"Fn::If": ["Same", "yes", "no"]}, Conditions={"Same": {"Fn::Equals": [left, right]}})
    text = readable(read_assembly(written(tmp_path, template)))
    assert {"yes": True, "no": False}.get(text) is holds
