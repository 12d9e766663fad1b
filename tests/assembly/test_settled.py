"""Maps in which nothing stands to be resolved are told as they are read, and stay what they are."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.assembly.written import role, write_assembly
from xacct_constructs.assembly import read_assembly
from xacct_constructs.assembly.intrinsics import Resolver
from xacct_constructs.assembly.settled import Settled, as_it_is

SETTLED: dict[str, tuple[dict[str, Any], int]] = {
    "nothing": ({}, 1),
    "texts and numbers": ({"a": "b", "c": 1, "d": True, "e": None}, 1),
    "a list": ({"a": ["b", 1]}, 2),
    "a map": ({"a": {"b": "c"}}, 2),
    "maps in lists": ({"a": [{"b": []}, {"c": {}}]}, 6),
    "a condition of a statement": ({"Effect": "Allow", "Condition": {"Bool": {"a": "true"}}}, 3),
    "what is called as a function, beside something": ({"Ref": "a", "b": "c"}, 1),
}
OPEN: dict[str, dict[str, Any]] = {
    "a reference": {"Ref": "A"},
    "a condition": {"Condition": "A"},
    "a function": {"Fn::GetAtt": "A.Arn"},
    "a function beside something": {"a": "b", "Fn::Transform": {}},
    "a text with a brace": {"a": "{{resolve:ssm:a}}"},
    "such a text in a list": {"a": ["b", "${A}"]},
    "such a text in a list of lists": {"a": [["${A}"]]},
    "a reference within": {"a": {"b": [{"c": {"Ref": "A"}}]}},
}


def as_read(value: Any) -> Any:
    """The value, as a file holds it."""
    return json.loads(json.dumps(value), object_pairs_hook=as_it_is)


@pytest.mark.parametrize(("value", "size"), SETTLED.values(), ids=SETTLED)
def test_what_is_settled(value: dict[str, Any], size: int) -> None:
    """It is so many maps and lists, is resolved to itself, and to what it is where nobody has told."""
    found = as_read(value)
    assert isinstance(found, Settled)
    assert (found, found.size) == (value, size)
    resolver = Resolver({}, stack="Stack", file="Stack.json", account="111111111111", region="eu-west-1")
    assert resolver.value(found) is found
    assert resolver.value(value) is value


@pytest.mark.parametrize("value", OPEN.values(), ids=OPEN)
def test_what_may_be_resolved_is_not(value: dict[str, Any]) -> None:
    """Wherever it stands."""
    found = as_read(value)
    assert found == value
    assert not isinstance(found, Settled)


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
