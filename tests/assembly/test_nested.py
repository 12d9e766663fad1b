"""Nested stacks are read with what their parents hand them, and one that cannot be read is said."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.assembly.written import ACCOUNT, document, inline, list_assets, user, write_assembly
from xacct_constructs.assembly import Assembly, AssemblyError, read_assembly
from xacct_constructs.assembly import nested as reader
from xacct_constructs.assembly.intrinsics import Resolver

NESTED = "AWS::CloudFormation::Stack"
PLACE = "https://s3.eu-west-1.amazonaws.com/assets"


def nested(file: str = "child", properties: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    """A stack that is made from an asset."""
    return {"Type": NESTED, "Properties": {"TemplateURL": f"{PLACE}/{file}.json", **(properties or {})}, **more}


def asset(file: str, key: str = "", bucket: str = "assets") -> dict[str, Any]:
    """An asset as a listing has it."""
    return {
        "source": {"path": f"{file}.json"},
        "destinations": {"x": {"bucketName": bucket, "objectKey": key or f"{file}.json"}},
    }


def write_listing(folder: Path, *assets: dict[str, Any], name: str = "Stack") -> None:
    """A listing of assets."""
    list_assets(folder, {str(index): each for index, each in enumerate(assets)}, name)


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
    write_listing(folder, *(asset(name) for name in files))
    return read_assembly(folder)


def readable(found: Assembly, name: str = "anna") -> Any:
    """What the user may read."""
    holder = found.identity(f"arn:aws:iam::111111111111:user/{name}")
    assert holder is not None
    return holder.policies[0].document["Statement"][0]["Resource"]


def test_a_nested_stack_is_found_where_its_asset_is_listed(tmp_path: Path) -> None:
    """Its parameter has the value that the parent gives it."""
    given = {"Parameters": {"Resource": {"Fn::Sub": "arn:aws:s3:::acme-${AWS::AccountId}"}}}
    found = read_with(tmp_path, {"Nested": nested(properties=given)}, child=child())
    assert readable(found) == "arn:aws:s3:::acme-111111111111"


def test_a_parameter_that_the_parent_does_not_give_is_the_nested_stack_s_own_unknown(tmp_path: Path) -> None:
    """Its text names both stacks."""
    found = read_with(tmp_path, {"Nested": nested()}, child=child())
    assert str(readable(found)) == "${Stack.Nested.Resource}"
    assert "${Stack.Nested.Resource}" in found.unknowns


def test_an_output_of_one_nested_stack_is_the_parameter_of_another(tmp_path: Path) -> None:
    """Whichever stands first in the parent."""
    output = {"Fn::GetAtt": ["Second", "Outputs.Name"]}
    first = nested(properties={"Parameters": {"Resource": output}})
    second = nested("other")
    other = child(Resources={"Anna": user("otto", Policies=inline())})
    found = read_with(tmp_path, {"First": first, "Second": second}, child=child(), other=other)
    assert readable(found) == "otto"


def test_an_output_that_a_nested_stack_has_not_is_an_unknown(tmp_path: Path) -> None:
    """It is not taken for a name."""
    output = {"Fn::GetAtt": ["Nested", "Outputs.Nothing"]}
    resources = {
        "Nested": nested(),
        "Otto": user("otto", Policies=inline(document(resource=output))),
    }
    assert str(readable(read_with(tmp_path, resources, child=child()), "otto")) == "${Stack.Nested.Outputs.Nothing}"


HERE = "https://s3.${AWS::Region}.${AWS::URLSuffix}/cdk-assets-${AWS::AccountId}-${AWS::Region}/a.json"
BUCKET = "cdk-assets-${AWS::AccountId}-${AWS::Region}"
LISTED = asset("child", "a.json", BUCKET)
FOUND: dict[str, Any] = {
    "as CDK writes it": {"Fn::Sub": HERE},
    "as it is known": "https://s3.eu-west-1.amazonaws.com/cdk-assets-111111111111-eu-west-1/a.json",
    "without a region": "https://s3.amazonaws.com/cdk-assets-111111111111-eu-west-1/a.json",
    "by the bucket's own name": "https://cdk-assets-111111111111-eu-west-1.s3.eu-west-1.amazonaws.com/a.json",
}
NOT_FOUND: dict[str, tuple[Any, list[dict[str, Any]]]] = {
    "another key": (HERE.replace("a.json", "b.json"), [LISTED]),
    "a key that begins otherwise": (HERE.replace("a.json", "xa.json"), [LISTED]),
    "another bucket": (HERE.replace("cdk-assets", "evil"), [LISTED]),
    "the bucket as a folder of another": (HERE.replace("/cdk-assets", "/evil/cdk-assets"), [LISTED]),
    "the bucket's path at another": (HERE.replace("//s3.", "//evil.s3."), [LISTED]),
    "another place": (HERE.replace("//s3.", "//evil.example/s3."), [LISTED]),
    "another region": (HERE.replace("s3.${AWS::Region}", "s3.us-east-1"), [LISTED]),
    "a version of it": (HERE + "?versionId=1", [LISTED]),
    "a place that a parameter says": ("https://s3.${Given}/" + HERE.split("/", 3)[3], [LISTED]),
    "two files under one key": (HERE, [LISTED, asset("other", "a.json", BUCKET)]),
    "no listing": (HERE, []),
    "no address": ("", [LISTED]),
}


@pytest.mark.parametrize("account", [ACCOUNT, "unknown-account"])
@pytest.mark.parametrize("url", FOUND.values(), ids=FOUND)
def test_an_asset_is_known_by_bucket_and_key(url: Any, account: str, tmp_path: Path) -> None:
    """Also where deployment settles account and region, as long as both say it alike."""
    region = "eu-west-1" if account == ACCOUNT else "unknown-region"
    made = {"Type": NESTED, "Properties": {"TemplateURL": url}}
    folder = write_assembly(tmp_path, {"Stack": {"Resources": {"Nested": made}}}, account=account, region=region)
    write_listing(folder, LISTED)
    (folder / "child.json").write_text(json.dumps({"Resources": {"Anna": user()}}))
    found = read_assembly(folder)
    known = account == ACCOUNT or isinstance(url, dict)
    assert ([each.name for each in found.identities], len(found.unread)) == ((["anna"], 0) if known else ([], 1))


@pytest.mark.parametrize(("url", "assets"), NOT_FOUND.values(), ids=NOT_FOUND)
@pytest.mark.parametrize("noted", [{}, {"Metadata": {"aws:asset:path": "child.json"}}], ids=["", "noted"])
def test_what_no_asset_is_is_not_known(
    url: str, assets: list[dict[str, Any]], noted: dict[str, Any], tmp_path: Path
) -> None:
    """What somebody notes beside the resource says nothing of what is deployed from there."""
    made = {"Type": NESTED, "Properties": {"TemplateURL": {"Fn::Sub": url}}, **noted}
    template = {"Parameters": {"Given": {"Type": "String"}}, "Resources": {"Nested": made}}
    folder = write_assembly(tmp_path, {"Stack": template})
    for file, name in (("child", "anna"), ("other", "otto")):
        (folder / f"{file}.json").write_text(json.dumps({"Resources": {"Anna": user(name)}}))
    for index, each in enumerate(assets):
        write_listing(folder, each, name=f"Listing{index}")
    found = read_assembly(folder)
    assert found.identities == ()
    (unread,) = found.unread
    assert (unread.account, unread.origin.logical_id) == (ACCOUNT, "Nested")
    assert unread.why == "the nested stack's template is not here"


def test_two_files_of_one_content_are_one_asset(tmp_path: Path) -> None:
    """As the CDK lists them for two stacks that nest the same."""
    made = {"Type": NESTED, "Properties": {"TemplateURL": {"Fn::Sub": HERE}}}
    folder = write_assembly(tmp_path, {"Stack": {"Resources": {"Nested": made}}})
    for file in ("child", "other"):
        (folder / f"{file}.json").write_text(json.dumps({"Resources": {"Anna": user()}}))
        write_listing(folder, asset(file, "a.json", BUCKET), name=file)
    found = read_assembly(folder)
    assert ([each.name for each in found.identities], found.unread) == (["anna"], ())


def conditional(condition: Any) -> dict[str, Any]:
    """A stack whose nested stack is made if the condition holds."""
    return {
        "Parameters": {"Given": {"Type": "String"}},
        "Conditions": {"Made": condition},
        "Resources": {"Nested": nested(Condition="Made")},
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
    inner = nested("grandchild")
    (folder / "child.json").write_text(json.dumps(child(Resources={"Inner": inner}, Outputs={})))
    (folder / "grandchild.json").write_text(json.dumps({"Resources": {"Anna": user(Policies=inline())}}))
    write_listing(folder, asset("child"), asset("grandchild"))
    found = read_assembly(folder)
    assert [each.name for each in found.identities] == ([] if made is False else ["anna"])
    assert found.unread == ()
    if made is not False:
        assert bool(found.identities[0].policies[0].perhaps) is (made is None)


def test_a_condition_of_a_nested_stack_knows_what_the_parent_gives(tmp_path: Path) -> None:
    """Also where it decides about a stack that is nested in it."""
    equal = {"Fn::Equals": [{"Ref": "Resource"}, "yes"]}
    inner = nested("grandchild", Condition="Made")
    outer = child(Resources={"Inner": inner}, Outputs={}, Conditions={"Made": equal})
    for given, names in (("yes", ["anna"]), ("no", [])):
        made = nested(properties={"Parameters": {"Resource": given}})
        found = read_with(tmp_path / given, {"Nested": made}, child=outer, grandchild={"Resources": {"Anna": user()}})
        assert [each.name for each in found.identities] == names


def test_a_nested_stack_does_not_know_its_name(tmp_path: Path) -> None:
    """CloudFormation makes it."""
    inner = {"Resources": {"Anna": user(Policies=inline(document(resource={"Ref": "AWS::StackName"})))}}
    found = read_with(tmp_path, {"Nested": nested()}, child=inner)
    assert str(readable(found)) == "${Stack.Nested.AWS-StackName}"


def test_two_stacks_that_are_known_by_one_name_are_refused(tmp_path: Path) -> None:
    """One may be nested, and the other called so: a name of one would be taken for the other's."""
    folder = write_assembly(tmp_path, {"Stack": {"Resources": {"Nested": nested()}}, "Stack.Nested": child()})
    (folder / "child.json").write_text(json.dumps(child()), encoding="utf-8")
    write_listing(folder, asset("child"))
    with pytest.raises(AssemblyError, match=r"are both known as Stack\.Nested"):
        read_assembly(folder)


def test_stacks_are_nested_up_to_a_depth(tmp_path: Path) -> None:
    """One that nests itself would never end."""
    with pytest.raises(AssemblyError, match="nested more than 10 deep"):
        read_with(tmp_path, {"Nested": nested()}, child={"Resources": {"Nested": nested()}})


def test_stacks_are_read_up_to_a_number(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A few templates that are nested many times would never end; the stack itself counts too."""
    two = {name: nested() for name in ("One", "Two")}
    monkeypatch.setattr(reader, "MOST_STACKS", 3)
    assert not read_with(tmp_path / "three", two, child={"Resources": {}}).unread
    monkeypatch.setattr(reader, "MOST_STACKS", 2)
    with pytest.raises(AssemblyError, match="more than 2 stacks"):
        read_with(tmp_path / "two", two, child={"Resources": {}})


def test_a_resource_of_a_nested_stack_has_conditions_of_its_own() -> None:
    """Its stack is made for certain, and it may not be."""
    place: dict[str, Any] = {"account": ACCOUNT, "region": "eu-west-1"}
    parent = Resolver({"Resources": {"Child": nested()}}, stack="Stack", file="Stack.json", **place)
    open_ = {"Fn::Equals": [{"Ref": "Given"}, "a"]}
    template = {
        "Parameters": {"Given": {"Type": "String"}},
        "Conditions": {"Maybe": open_},
        "Resources": {"Anna": {**user(), "Condition": "Maybe"}, "Bert": user("bert")},
    }
    child = Resolver(template, stack="Stack.Child", file="child.json", **place)
    parent.nest("Child", child)
    assert "condition Maybe is settled at deployment" in child.perhaps("Anna")
    assert child.perhaps("Bert") == ""
