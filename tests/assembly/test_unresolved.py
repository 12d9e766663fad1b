"""What has nothing to be resolved is left as it was read, and what is written alike is resolved once."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from tests.assembly.written import role, write_assembly
from xacct_constructs.assembly import AssemblyError, budget, read_assembly
from xacct_constructs.assembly.intrinsics import Resolver

KNOWN: dict[str, Any] = {
    "nothing": {},
    "texts and numbers": {"a": "b", "c": 1, "d": True, "e": None},
    "lists": {"a": ["b", 1, ["c"]]},
    "maps in lists": {"a": [{"b": []}, {"c": {}}]},
    "a condition of a statement": {"Effect": "Allow", "Condition": {"Bool": {"a": "true"}}},
    "what is called as a function, beside something": {"Ref": "a", "b": "c"},
    "a variable of IAM": {"a": ["${aws:username}"]},
}
RESOLVED: dict[str, tuple[Any, Any]] = {
    "a map": ({"a": {"Ref": "AWS::Region"}, "b": ["c"]}, {"a": "eu-west-1", "b": ["c"]}),
    "a list": (["a", {"Ref": "AWS::Region"}], ["a", "eu-west-1"]),
    "nothing in a map": ({"a": "b", "c": {"Ref": "AWS::NoValue"}}, {"a": "b"}),
    "nothing in a list": ([{"Ref": "AWS::NoValue"}, "a"], ["a"]),
    "nothing and something": ([{"Ref": "AWS::NoValue"}, {"a": {"Ref": "AWS::Region"}}], [{"a": "eu-west-1"}]),
}


def resolver() -> Resolver:
    """Of a stack whose account and region are known."""
    return Resolver({}, stack="Stack", file="Stack.json", account="111111111111", region="eu-west-1")


@pytest.mark.parametrize("value", KNOWN.values(), ids=KNOWN)
def test_what_has_nothing_to_be_resolved_is_itself(value: Any) -> None:
    """No copy is made of it."""
    assert resolver().value(value) is value


@pytest.mark.parametrize(("value", "expected"), RESOLVED.values(), ids=RESOLVED)
def test_what_is_resolved_leaves_the_template_as_it_is(value: Any, expected: Any) -> None:
    """It is another value, and what was read says what it said."""
    before = repr(value)
    assert resolver().value(value) == expected
    assert repr(value) == before


def test_a_function_is_resolved_wherever_it_is_written(tmp_path: Path) -> None:
    """What is written alike is one text in one stack, and another in another."""
    name = {"Fn::Join": ["-", ["reader", {"Ref": "Stage"}]]}
    stacks = {
        stage: {
            "Parameters": {"Stage": {"Type": "String", "Default": stage}},
            "Resources": {"Role": role(name), "Second": role({"Fn::Join": ["-", ["second", name]]})},
        }
        for stage in ("Beta", "Live")
    }
    found = read_assembly(write_assembly(tmp_path, stacks))
    assert sorted(each.name for each in found.identities) == [
        *("reader-Beta", "reader-Live", "second-reader-Beta", "second-reader-Live"),
    ]


BEFORE: Mapping[str, Callable[[int], Any]] = {
    "lists": lambda _: [],
    # Each another, since what is written alike is resolved once.
    "conditions": lambda number: {"Fn::If": ["Yes", f"{number}", "b"]},
}


@pytest.mark.parametrize("before", BEFORE.values(), ids=BEFORE)
@pytest.mark.parametrize("deeper", [False, True])
def test_what_stands_before_makes_nothing_less_deep(before: Callable[[int], Any], deeper: bool, tmp_path: Path) -> None:
    """However many lists and conditions there are, each is as deep as it stands."""
    deep: Any = "a"
    for _ in range(budget.DEEPEST + 10 if deeper else budget.DEEPEST // 2):
        deep = [deep]
    made = role("reader", Tags=[*map(before, range(budget.DEEPEST)), deep])
    stack = {"Conditions": {"Yes": {"Fn::Equals": ["a", "a"]}}, "Resources": {"Role": made}}
    folder = write_assembly(tmp_path, {"Stack": stack})
    if not deeper:
        assert read_assembly(folder).identities
        return
    with pytest.raises(AssemblyError, match="nested too deep"):
        read_assembly(folder)


@pytest.mark.parametrize(
    ("kind", "is_its_own"), [("AWS::Lambda::LayerVersion", True), ("Custom::Layer", False)], ids=["of AWS", "custom"]
)
def test_what_somebodys_own_program_answers_may_be_anything(kind: str, is_its_own: bool) -> None:
    """What `Ref` of a custom resource returns; of a type of AWS it is a name like no other."""
    template = {"Resources": {"Layer": {"Type": kind, "Properties": {"ServiceToken": "a"}}}}
    found = Resolver(template, stack="Stack", file="Stack.json", account="111111111111", region="eu-west-1")
    assert isinstance(found.value({"Ref": "Layer"}), str) is is_its_own
