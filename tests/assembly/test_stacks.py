"""Stacks are known by their artifacts, and hand on what they export within their account and region."""

import json
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.assembly.written import document, inline, role, user
from xacct_constructs.assembly import Assembly, AssemblyError, read_assembly

ONE, OTHER = "111111111111", "333333333333"
UNKNOWN = "unknown-account"
IMPORT = {"Fn::ImportValue": "shared"}
NEVER = {"Conditions": {"No": {"Fn::Equals": ["a", "b"]}}}
MACRO = {"Fn::Transform": {"Name": "Evil"}}
MAYBE = {"Parameters": {"Given": {"Type": "String"}}, "Conditions": {"Maybe": {"Fn::Equals": [{"Ref": "Given"}, "a"]}}}


class Stack(NamedTuple):
    """A stack of an assembly, with its template."""

    template: dict[str, Any]
    account: str = ONE
    region: str = "eu-west-1"
    name: str | None = None


def read_stacks(tmp_path: Path, **stacks: Stack) -> Assembly:
    """The assembly of these stacks, by their artifacts."""
    artifacts: dict[str, Any] = {}
    for artifact, stack in stacks.items():
        (tmp_path / f"{artifact}.json").write_text(json.dumps(stack.template))
        named = {} if stack.name is None else {"stackName": stack.name}
        artifacts[artifact] = {
            "type": "aws:cloudformation:stack",
            "environment": f"aws://{stack.account}/{stack.region}",
            "properties": {"templateFile": f"{artifact}.json", **named},
        }
    (tmp_path / "manifest.json").write_text(json.dumps({"artifacts": artifacts}))
    return read_assembly(tmp_path)


def exporting(value: Any, name: str = "shared", **more: Any) -> dict[str, Any]:
    """A template with one output, under a name that others import."""
    return {"Outputs": {"Out": {"Value": value, "Export": {"Name": name}, **more}}}


def rewritten() -> dict[str, Any]:
    """The same, where a macro may write the output otherwise."""
    found = exporting("arn")
    found["Outputs"]["Out"] |= MACRO
    return found


def holding(value: Any, **sections: Any) -> dict[str, Any]:
    """A template of a user that may read this."""
    return {"Resources": {"Anna": user(Policies=inline(document(resource=value)))}, **sections}


def held(found: Assembly) -> str:
    """What the user may read."""
    (anna,) = [each for each in found.identities if each.name == "anna"]
    return str(anna.policies[0].document["Statement"][0]["Resource"])


def test_two_stacks_of_one_name_share_no_unknowns(tmp_path: Path) -> None:
    """Each name that CloudFormation makes is of its own stack."""
    stack = {"Resources": {"Role": role(None)}}
    found = read_stacks(tmp_path, A=Stack(stack, name="Data"), B=Stack(stack, OTHER, name="Data"))
    assert [each.arn for each in found.identities] == [
        f"arn:aws:iam::{ONE}:role/Data-Role-${{A.Role}}",
        f"arn:aws:iam::{OTHER}:role/Data-Role-${{B.Role}}",
    ]
    assert {(each.origin.template, text) for text, each in found.unknowns.items()} == {
        ("A.json", "${A.Role}"),
        ("B.json", "${B.Role}"),
    }
    assert found.unread == ()


def test_a_stack_calls_itself_by_its_name(tmp_path: Path) -> None:
    """Not by its artifact."""
    assert held(read_stacks(tmp_path, A=Stack(holding({"Ref": "AWS::StackName"}), name="Data"))) == "Data"


@pytest.mark.parametrize(
    ("other", "doubts"),
    [
        pytest.param(Stack({}, name="Data"), 1, id="the same"),
        pytest.param(Stack({}, OTHER, name="Data"), 0, id="of another account"),
        pytest.param(Stack({}, region="us-east-1", name="Data"), 0, id="of another region"),
        pytest.param(Stack({}, name="Other"), 0, id="of another name"),
    ],
)
def test_a_stack_that_is_there_twice_is_a_doubt(other: Stack, doubts: int, tmp_path: Path) -> None:
    """Only one of them can be what is deployed."""
    found = read_stacks(tmp_path, A=Stack({}, name="Data"), B=other)
    assert [each.why.partition(" as ")[0] for each in found.unread] == [
        f"it is the stack Data of {ONE} in eu-west-1,"
    ] * doubts


@pytest.mark.parametrize(
    ("exporter", "found"),
    [
        pytest.param(Stack(exporting("arn")), True, id="of the same account and region"),
        pytest.param(Stack(exporting("arn"), OTHER), False, id="of another account"),
        pytest.param(Stack(exporting("arn"), region="us-east-1"), False, id="of another region"),
        pytest.param(Stack(exporting("arn"), UNKNOWN, "unknown-region"), False, id="of an account that is not known"),
        pytest.param(Stack(exporting("arn", "other")), False, id="of another name"),
        pytest.param(Stack(exporting("arn", Condition="No") | NEVER), False, id="that is not made"),
        pytest.param(Stack(exporting("arn", Condition="Maybe") | MAYBE), False, id="that may not be made"),
        pytest.param(
            Stack(rewritten()),
            False,
            id="that a macro may write otherwise",
        ),
        pytest.param(Stack({"Outputs": {**exporting("arn")["Outputs"], **MACRO}}), False, id="among a macro's"),
    ],
)
def test_an_import_finds_what_its_own_account_and_region_export(exporter: Stack, found: bool, tmp_path: Path) -> None:
    """Anything else stays open."""
    value = held(read_stacks(tmp_path, A=exporter, B=Stack(holding(IMPORT))))
    assert value == ("arn" if found else "${B.Import-0}")


def test_stacks_without_an_account_are_of_one_that_is_not_known(tmp_path: Path) -> None:
    """They find one another's exports."""
    environment = (UNKNOWN, "unknown-region")
    found = read_stacks(tmp_path, A=Stack(exporting("arn"), *environment), B=Stack(holding(IMPORT), *environment))
    assert held(found) == "arn"


@pytest.mark.parametrize(
    ("second", "doubts"),
    [
        pytest.param(exporting("two"), 1, id="certainly"),
        pytest.param(exporting("two", Condition="Maybe") | MAYBE, 0, id="perhaps"),
    ],
)
def test_an_export_of_one_name_twice_is_open(second: dict[str, Any], doubts: int, tmp_path: Path) -> None:
    """The last one does not win, nor the first; CloudFormation refuses two."""
    found = read_stacks(tmp_path, A=Stack(exporting("one")), B=Stack(second), C=Stack(holding(IMPORT)))
    assert held(found) == "${C.Import-0}"
    assert [each.origin.template for each in found.unread] == ["B.json"] * doubts


def test_an_export_that_is_not_made_is_none(tmp_path: Path) -> None:
    """The other one of its name is found."""
    second = exporting("two", Condition="No") | NEVER
    found = read_stacks(tmp_path, A=Stack(exporting("one")), B=Stack(second), C=Stack(holding(IMPORT)))
    assert (held(found), found.unread) == ("one", ())


BY_NAME = {"StackName": "Data", "OutputName": "Out"}
ROLE_OF_OTHER = f"arn:aws:iam::{OTHER}:role/reads"


@pytest.mark.parametrize(
    ("wanted", "value"),
    [
        pytest.param(BY_NAME, "here", id="of the same account and region"),
        pytest.param({**BY_NAME, "Region": "us-east-1"}, "there", id="of another region"),
        pytest.param({**BY_NAME, "RoleArn": ROLE_OF_OTHER}, "other", id="of another account"),
        pytest.param({**BY_NAME, "RoleArn": ROLE_OF_OTHER, "Region": "us-east-1"}, None, id="of both"),
        pytest.param({**BY_NAME, "RoleArn": "no ARN"}, None, id="by a role that is none"),
        pytest.param({**BY_NAME, "StackName": "Nothing"}, None, id="of no stack"),
        pytest.param({**BY_NAME, "StackName": {"Fn::Split": ["-", "Data-a"]}}, None, id="of a name that is a list"),
        pytest.param({**BY_NAME, "OutputName": "Nothing"}, None, id="no output"),
        pytest.param({**BY_NAME, "StackName": {"Ref": "Given"}}, None, id="of a stack that is not settled"),
        pytest.param({**BY_NAME, "Region": {"Ref": "Given"}}, None, id="of a region that is not settled"),
    ],
)
def test_an_output_of_a_stack_is_found_by_account_region_and_name(
    wanted: dict[str, Any], value: str | None, tmp_path: Path
) -> None:
    """What the assembly does not have is open."""
    found = read_stacks(
        tmp_path,
        A=Stack(exporting("here", "a"), name="Data"),
        B=Stack(exporting("there", "a"), region="us-east-1", name="Data"),
        C=Stack(exporting("other", "a"), OTHER, name="Data"),
        D=Stack(holding({"Fn::GetStackOutput": wanted}, Parameters={"Given": {"Type": "String"}})),
    )
    assert held(found) == (value or "${D.GetStackOutput-0}")


def test_two_stacks_are_not_one_artifact(tmp_path: Path) -> None:
    """What one of them leaves open would be taken for what the other does."""
    (tmp_path / "stage").mkdir()
    read_stacks(tmp_path / "stage", A=Stack({}))
    read_stacks(tmp_path, A=Stack({}))
    manifest = json.loads((tmp_path / "manifest.json").read_text())
    manifest["artifacts"]["Stage"] = {"type": "cdk:cloud-assembly", "properties": {"directoryName": "stage"}}
    (tmp_path / "manifest.json").write_text(json.dumps(manifest))
    with pytest.raises(AssemblyError, match="two stacks are the artifact A"):
        read_assembly(tmp_path)


@pytest.mark.parametrize("folder", [".", "stage/.."])
def test_an_assembly_does_not_lie_in_itself(folder: str, tmp_path: Path) -> None:
    """It would never end."""
    stage = {"type": "cdk:cloud-assembly", "properties": {"directoryName": folder}}
    (tmp_path / "manifest.json").write_text(json.dumps({"artifacts": {"Stage": stage}}))
    with pytest.raises(AssemblyError, match="or by its own"):
        read_assembly(tmp_path)


def test_a_name_that_is_not_known_is_one_of_its_own_account(tmp_path: Path) -> None:
    """A policy of a role that deployment settles may be any role's of the stack's account, and nobody's elsewhere."""
    policy = {
        "Type": "AWS::IAM::Policy",
        "Properties": {"PolicyName": "more", "PolicyDocument": document(), "Roles": [{"Ref": "Given"}]},
    }
    given = {"Parameters": {"Given": {"Type": "String"}}}
    here = Stack({"Resources": {"Policy": policy, "Role": role("here"), "Anna": user("anna")}, **given})
    there = Stack({"Resources": {"Role": role("there")}}, account=OTHER)
    found = read_stacks(tmp_path, Here=here, There=there)
    assert {each.name: len(each.policies) for each in found.identities} == {"here": 1, "there": 0, "anna": 0}


def test_a_policy_is_no_endpoints_unless_it_stands_in_one(tmp_path: Path) -> None:
    """Other resources have a property of the same name."""
    managed = {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"PolicyDocument": document()}}
    service = {"PolicyDocument": document(), "ServiceName": "com.amazonaws.eu-west-1.s3"}
    endpoint = {"Type": "AWS::EC2::VPCEndpoint", "Properties": service}
    found = read_stacks(tmp_path, Stack=Stack({"Resources": {"Managed": managed, "Endpoint": endpoint}}))
    assert [each.policy.origin.logical_id for each in found.endpoints] == ["Endpoint"]
