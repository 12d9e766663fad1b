"""Nested stacks are read with what their parents hand them, and one that cannot be read is said."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.assembly.written import ACCOUNT, document, inline, user, write_assembly
from xacct_constructs.assembly import Assembly, AssemblyError, nested, read_assembly

NESTED = "AWS::CloudFormation::Stack"
NOTED = {"Metadata": {"aws:asset:path": "child.json"}}


def child(**sections: Any) -> dict[str, Any]:
    """A nested stack whose user may read what its parameter says."""
    resource = {"Ref": "Resource"}
    return {
        "Parameters": {"Resource": {"Type": "String"}},
        "Resources": {"Anna": user(Policies=inline(document(resource=resource)))},
        "Outputs": {"Name": {"Value": {"Ref": "Anna"}}},
        **sections,
    }


def read_with(tmp_path: Path, resources: dict[str, Any], **files: dict[str, Any]) -> Assembly:
    """The assembly of a stack with nested ones."""
    folder = write_assembly(tmp_path, {"Stack": {"Resources": resources}})
    for name, content in files.items():
        (folder / f"{name}.json").write_text(json.dumps(content), encoding="utf-8")
    return read_assembly(folder)


def readable(found: Assembly, name: str = "anna") -> Any:
    """What the user may read."""
    holder = found.identity(f"arn:aws:iam::111111111111:user/{name}")
    assert holder is not None
    return holder.policies[0].document["Statement"][0]["Resource"]


def test_a_nested_stack_is_found_where_cdk_s_cli_notes_it(tmp_path: Path) -> None:
    """Its parameter has the value that the parent gives it."""
    given = {"Parameters": {"Resource": {"Fn::Sub": "arn:aws:s3:::acme-${AWS::AccountId}"}}}
    found = read_with(tmp_path, {"Nested": {"Type": NESTED, "Properties": given, **NOTED}}, child=child())
    assert readable(found) == "arn:aws:s3:::acme-111111111111"


def test_a_parameter_that_the_parent_does_not_give_is_the_nested_stack_s_own_unknown(tmp_path: Path) -> None:
    """Its text names both stacks."""
    found = read_with(tmp_path, {"Nested": {"Type": NESTED, **NOTED}}, child=child())
    assert str(readable(found)) == "${Stack.Nested.Resource}"
    assert "${Stack.Nested.Resource}" in found.unknowns


def test_an_output_of_one_nested_stack_is_the_parameter_of_another(tmp_path: Path) -> None:
    """Whichever stands first in the parent."""
    output = {"Fn::GetAtt": ["Second", "Outputs.Name"]}
    first = {"Type": NESTED, "Properties": {"Parameters": {"Resource": output}}, **NOTED}
    second = {"Type": NESTED, "Properties": {}, "Metadata": {"aws:asset:path": "other.json"}}
    other = child(Resources={"Anna": user("otto", Policies=inline())})
    found = read_with(tmp_path, {"First": first, "Second": second}, child=child(), other=other)
    assert readable(found) == "otto"


def test_an_output_that_a_nested_stack_has_not_is_an_unknown(tmp_path: Path) -> None:
    """It is not taken for a name."""
    output = {"Fn::GetAtt": ["Nested", "Outputs.Nothing"]}
    resources = {
        "Nested": {"Type": NESTED, **NOTED},
        "Otto": user("otto", Policies=inline(document(resource=output))),
    }
    assert str(readable(read_with(tmp_path, resources, child=child()), "otto")) == "${Stack.Nested.Outputs.Nothing}"


def test_a_nested_stack_that_is_not_in_the_assembly_is_said(tmp_path: Path) -> None:
    """What it gives access to is not known, which is said."""
    url = {"TemplateURL": "https://s3.amazonaws.com/elsewhere/template.json"}
    found = read_with(tmp_path, {"Nested": {"Type": NESTED, "Properties": url}})
    (unread,) = found.unread
    assert (unread.account, unread.origin.logical_id) == (ACCOUNT, "Nested")
    assert unread.why == "the nested stack's template is not in the assembly"


def test_an_asset_of_another_key_is_not_taken_for_the_nested_stack(tmp_path: Path) -> None:
    """The key must be the whole end of the address."""
    listing = {"files": {"a": {"source": {"path": "child.json"}, "destinations": {"x": {"objectKey": "plate.json"}}}}}
    url = {"TemplateURL": "https://s3.amazonaws.com/assets/template.json"}
    (tmp_path / "Stack.assets.json").write_text(json.dumps(listing), encoding="utf-8")
    found = read_with(tmp_path, {"Nested": {"Type": NESTED, "Properties": url}}, child=child())
    assert found.identities == ()


def conditional(condition: Any, nested: dict[str, Any] | None = None) -> dict[str, Any]:
    """A stack whose nested stack is made if the condition holds."""
    made = {"Type": NESTED, "Condition": "Made", **NOTED, **(nested or {})}
    return {
        "Parameters": {"Given": {"Type": "String"}},
        "Conditions": {"Made": condition},
        "Resources": {"Nested": made},
    }


@pytest.mark.parametrize(
    ("condition", "made"),
    [
        pytest.param({"Fn::Equals": ["a", "a"]}, True, id="holds"),
        pytest.param({"Fn::Equals": ["a", "b"]}, False, id="does not hold"),
        pytest.param({"Fn::Equals": [{"Ref": "Given"}, "a"]}, None, id="is settled at deployment"),
    ],
)
def test_what_a_nested_stack_makes_is_made_if_the_stack_is(condition: Any, made: bool | None, tmp_path: Path) -> None:
    """Not at all, or perhaps, at any depth."""
    folder = write_assembly(tmp_path, {"Stack": conditional(condition)})
    inner = {"Type": NESTED, "Metadata": {"aws:asset:path": "grandchild.json"}}
    (folder / "child.json").write_text(json.dumps(child(Resources={"Inner": inner}, Outputs={})))
    (folder / "grandchild.json").write_text(json.dumps({"Resources": {"Anna": user(Policies=inline())}}))
    found = read_assembly(folder)
    assert [each.name for each in found.identities] == ([] if made is False else ["anna"])
    assert found.unread == ()
    if made is not False:
        assert bool(found.identities[0].policies[0].perhaps) is (made is None)


def test_a_condition_of_a_nested_stack_knows_what_the_parent_gives(tmp_path: Path) -> None:
    """Also where it decides about a stack that is nested in it."""
    equal = {"Fn::Equals": [{"Ref": "Resource"}, "yes"]}
    inner = {"Type": NESTED, "Condition": "Made", "Metadata": {"aws:asset:path": "grandchild.json"}}
    outer = child(Resources={"Inner": inner}, Outputs={}, Conditions={"Made": equal})
    for given, names in (("yes", ["anna"]), ("no", [])):
        inner = {"Type": NESTED, "Properties": {"Parameters": {"Resource": given}}, **NOTED}
        found = read_with(tmp_path / given, {"Nested": inner}, child=outer, grandchild={"Resources": {"Anna": user()}})
        assert [each.name for each in found.identities] == names


def test_a_nested_stack_does_not_know_its_name(tmp_path: Path) -> None:
    """CloudFormation makes it."""
    inner = {"Resources": {"Anna": user(Policies=inline(document(resource={"Ref": "AWS::StackName"})))}}
    found = read_with(tmp_path, {"Nested": {"Type": NESTED, **NOTED}}, child=inner)
    assert str(readable(found)) == "${Stack.Nested.AWSStackName}"


def test_an_asset_counts_before_what_is_noted(tmp_path: Path) -> None:
    """What is deployed is what the address says; a note beside it says what somebody wrote there."""
    listing = {"files": {"a": {"source": {"path": "other.json"}, "destinations": {"x": {"objectKey": "key.json"}}}}}
    url = {"TemplateURL": "https://s3.amazonaws.com/assets/key.json"}
    (tmp_path / "Stack.assets.json").write_text(json.dumps(listing), encoding="utf-8")
    other = {"Resources": {"Otto": user("otto")}}
    found = read_with(tmp_path, {"Nested": {"Type": NESTED, "Properties": url, **NOTED}}, child=child(), other=other)
    assert [each.name for each in found.identities] == ["otto"]


def test_stacks_are_nested_up_to_a_depth(tmp_path: Path) -> None:
    """One that nests itself would never end."""
    with pytest.raises(AssemblyError, match="nested more than 10 deep"):
        read_with(
            tmp_path, {"Nested": {"Type": NESTED, **NOTED}}, child={"Resources": {"Nested": {"Type": NESTED, **NOTED}}}
        )


def test_stacks_are_read_up_to_a_number(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A few templates that are nested many times would never end; the stack itself counts too."""
    two = {name: {"Type": NESTED, **NOTED} for name in ("One", "Two")}
    monkeypatch.setattr(nested, "MOST_STACKS", 3)
    assert not read_with(tmp_path, two, child={"Resources": {}}).unread
    monkeypatch.setattr(nested, "MOST_STACKS", 2)
    with pytest.raises(AssemblyError, match="more than 2 stacks"):
        read_with(tmp_path, two, child={"Resources": {}})
