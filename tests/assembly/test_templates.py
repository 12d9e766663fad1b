"""Templates as they are, in JSON and YAML: read as those of an assembly are, with lines where something is wrong."""

import json
import posixpath
from pathlib import Path
from typing import Any

import pytest

from tests.assembly.written import ACCOUNT, REGION, document, inline, role, user, write_assembly
from xacct_constructs.assembly import Assembly, AssemblyError, TemplateFile, read_assembly
from xacct_constructs.names import AGREEMENTS_FILE

YAML = """
AWSTemplateFormatVersion: 2010-09-09
Parameters:
  Name: {Type: String, Default: anna}
Mappings:
  Of: {eu-west-1: {Bucket: reports}}
Conditions:
  IsAnna: !Equals [!Ref Name, anna]
  IsNot: !Not [!Condition IsAnna]
Resources:
  Data:
    Type: AWS::S3::Bucket
    Properties:
      BucketName: !Join ['-', [acme, !Ref 'AWS::AccountId']]
  Anna:
    Type: AWS::IAM::User
    Properties:
      UserName: !If [IsAnna, anna, nobody]
      Policies:
        - PolicyName: inline
          PolicyDocument:
            Version: 2012-10-17
            Statement:
              - Effect: Allow
                Action: s3:GetObject
                Resource:
                  - !Sub ${Data.Arn}/*
                  - !Sub ['${Arn}/x', {Arn: !GetAtt Data.Arn}]
                  - !GetAtt [Data, Arn]
                  - !FindInMap [Of, !Ref AWS::Region, Bucket]
                  - !Select [1, !Split [',', 'a,b']]
                  - !ImportValue other
"""
LONG = {
    "Parameters": {"Name": {"Type": "String", "Default": "anna"}},
    "Mappings": {"Of": {"eu-west-1": {"Bucket": "reports"}}},
    "Conditions": {
        "IsAnna": {"Fn::Equals": [{"Ref": "Name"}, "anna"]},
        "IsNot": {"Fn::Not": [{"Condition": "IsAnna"}]},
    },
    "Resources": {
        "Data": {
            "Type": "AWS::S3::Bucket",
            "Properties": {"BucketName": {"Fn::Join": ["-", ["acme", {"Ref": "AWS::AccountId"}]]}},
        },
        "Anna": user(
            {"Fn::If": ["IsAnna", "anna", "nobody"]},  # type: ignore[arg-type]  # a name is a value like any other
            Policies=inline(
                document(
                    resource=[
                        {"Fn::Sub": "${Data.Arn}/*"},
                        {"Fn::Sub": ["${Arn}/x", {"Arn": {"Fn::GetAtt": "Data.Arn"}}]},
                        {"Fn::GetAtt": ["Data", "Arn"]},
                        {"Fn::FindInMap": ["Of", {"Ref": "AWS::Region"}, "Bucket"]},
                        {"Fn::Select": [1, {"Fn::Split": [",", "a,b"]}]},
                        {"Fn::ImportValue": "other"},
                    ]
                )
            ),
        ),
    },
}


def written(folder: Path, template: str | dict[str, Any], name: str = "Stack.yaml", **more: str) -> TemplateFile:
    """A template's file, of the account and region that assemblies are of here."""
    text = template if isinstance(template, str) else json.dumps(template)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text, encoding="utf-8")
    return TemplateFile(folder / name, ACCOUNT, REGION, **more)


def readable(found: Assembly, name: str = "anna") -> Any:
    """What a user may read."""
    holder = found.identity(f"arn:aws:iam::{ACCOUNT}:user/{name}")
    assert holder is not None
    return holder.policies[0].document["Statement"][0]["Resource"]


def holding(value: Any, **sections: Any) -> dict[str, Any]:
    """A template of a user that may read this."""
    return {"Resources": {"Anna": user(Policies=inline(document(resource=value)))}, **sections}


def test_yaml_json_and_an_assembly_say_the_same(tmp_path: Path) -> None:
    """Short forms are what they are short for."""
    yaml = read_assembly(written(tmp_path, YAML))
    as_json = read_assembly(written(tmp_path, LONG, "Stack.json"))
    assembly = read_assembly(write_assembly(tmp_path / "cdk.out", {"Stack": LONG}))

    assert list(map(str, readable(yaml))) == [
        "arn:aws:s3:::acme-111111111111/*",
        "arn:aws:s3:::acme-111111111111/x",
        "arn:aws:s3:::acme-111111111111",
        "reports",
        "b",
        "${Stack.Import-0}",
    ]
    assert list(map(str, readable(as_json))) == list(map(str, readable(assembly))) == list(map(str, readable(yaml)))
    assert yaml.accounts == as_json.accounts == (ACCOUNT,)


@pytest.mark.parametrize(
    ("given", "names", "shape"),
    [
        pytest.param("", "${main.AWS-StackName}", "${main.Role}", id="left to deployment"),
        pytest.param("prod", "prod", "prod-Role-${prod.Role}", id="given"),
    ],
)
def test_the_name_of_a_stack_is_known_where_it_is_given(given: str, names: str, shape: str, tmp_path: Path) -> None:
    """So is how the names begin that CloudFormation makes."""
    template = holding({"Ref": "AWS::StackName"})
    template["Resources"]["Role"] = role(None)
    found = read_assembly(written(tmp_path, template, "main.yaml", stack_name=given))
    assert str(readable(found)) == names
    assert [each.name for each in found.identities if each.kind == "role"] == [shape]


WRONG: dict[str, tuple[str, str, str]] = {
    "no YAML": ("Resources:\n", "Resources: [\n", "main.yaml cannot be read: line 11: "),
    "a key twice": (
        "  Anna:\n",
        "  Anna: {}\n  Anna:\n",
        "main.yaml cannot be read: line 15: the key 'Anna' stands twice",
    ),
    "no function": ("!ImportValue", "!Import", "line 31: the tag !Import is not known; is !ImportValue meant?"),
    "no text": ("Type: AWS::IAM::User", "Type: 3", "main.yaml line 14: Resources.Anna.Type must be a text, got 3"),
    "no logical ID": ("  Anna:\n", "  An-na:\n", "main.yaml line 14: Resources 'An-na' must be letters and digits"),
    "a function's form": ("!Split [',', 'a,b']", "!Split ','", "main.yaml line 14 Anna: Fn::Split must be "),
}


@pytest.mark.parametrize(("was", "is_", "said"), WRONG.values(), ids=WRONG)
def test_what_is_wrong_is_said_with_its_line(was: str, is_: str, said: str, tmp_path: Path) -> None:
    """Of what is wrong within a resource, the line of the resource."""
    text = YAML.lstrip().replace(was, is_, 1)
    assert text != YAML.lstrip()
    with pytest.raises(AssemblyError) as raised:
        read_assembly(written(tmp_path, text, "main.yaml"))
    assert said in str(raised.value)


def test_no_agreements_ride_beside_a_template(tmp_path: Path) -> None:
    """A file that lies there by chance is none of its."""
    given = written(tmp_path, YAML)
    (tmp_path / AGREEMENTS_FILE).write_text('{"version": 1, "agreements": [{"role_name": "reader"}]}', encoding="utf-8")
    assert read_assembly(given).agreements == ()


def test_whoever_names_a_template_may_name_a_link(tmp_path: Path) -> None:
    """As a folder may be one; what a template names may not."""
    given = written(tmp_path / "real", YAML)
    (tmp_path / "link.yaml").symlink_to(given.path)
    assert readable(read_assembly(TemplateFile(tmp_path / "link.yaml", ACCOUNT, REGION)))


def nested(url: Any) -> dict[str, Any]:
    """A stack in a stack."""
    properties = {"TemplateURL": url, "Parameters": {"Resource": "reports"}}
    return {"Type": "AWS::CloudFormation::Stack", "Properties": properties}


CHILD = holding({"Ref": "Resource"}, Parameters={"Resource": {"Type": "String"}})


@pytest.mark.parametrize("url", ["child.yaml", "./child.yaml", "parts/../child.yaml"])
def test_a_nested_template_is_read_where_it_lies(url: str, tmp_path: Path) -> None:
    """From there the AWS CLI takes it (`cloudformation package`)."""
    written(tmp_path, CHILD, "child.yaml")
    found = read_assembly(written(tmp_path, {"Resources": {"Child": nested(url)}}))
    assert (readable(found), found.unread) == ("reports", ())


@pytest.mark.parametrize(
    "url",
    [
        "gone.yaml",
        "../child.yaml",
        "/child.yaml",
        "https://s3.amazonaws.com/bucket/child.yaml",
        {"Fn::ImportValue": "child.yaml"},
    ],
    ids=str,
)
def test_a_nested_template_that_lies_elsewhere_is_a_doubt(url: Any, tmp_path: Path) -> None:
    """Nothing outside of the template's folder is read."""
    written(tmp_path, CHILD, "child.yaml")
    written(tmp_path / "main", CHILD, "child.json")
    found = read_assembly(written(tmp_path / "main", {"Resources": {"Child": nested(url)}}))
    assert [each.why for each in found.unread] == ["the nested stack's template is not here"]


@pytest.mark.parametrize("url", ["https://bucket.s3.amazonaws.com/child.yaml", "s3://bucket/child.yaml"])
def test_an_address_is_no_folder(url: str, tmp_path: Path) -> None:
    """The AWS CLI leaves it as it is, and what is deployed lies there; a folder may be called as it begins."""
    written(tmp_path / posixpath.dirname(posixpath.normpath(url)), CHILD, "child.yaml")
    found = read_assembly(written(tmp_path, {"Resources": {"Child": nested(url)}}))
    assert [each.why for each in found.unread] == ["the nested stack's template is not here"]


def test_a_template_that_nests_itself_ends(tmp_path: Path) -> None:
    """CloudFormation would not end."""
    with pytest.raises(AssemblyError, match="nested more than 10 deep"):
        read_assembly(written(tmp_path, {"Resources": {"Child": nested("Stack.yaml")}}))
