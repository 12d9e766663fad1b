"""Values that only deployment settles, each with a twin that settles them to what is agreed.

A place of a template holds what is agreed; a form writes something else there that could come to that, or to another
thing. Its twin writes it so that it comes to what is agreed, whatever deployment brings.
"""

import copy
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from tests.proof.test_worlds import KEY, OWN_ADMINISTRATORS, PRODUCTION, REPORTS, agreed, key, world_of
from tests.proof.world import World, allow, bucket_policy, document
from xacct_constructs import S3Read, Safeguards
from xacct_constructs.assembly import Assembly
from xacct_constructs.proof import Access, prove
from xacct_constructs.report.proof_page import proof_page
from xacct_constructs.report.text import page_text
from xacct_constructs.rules import tell

Sections = Mapping[str, Any]
"""Sections of a template beside its resources."""

BOUNDARY = f"arn:aws:iam::{PRODUCTION}:policy/readers"
AGREED = agreed(
    permissions=[S3Read("acme-reports", prefixes=["monthly/"], kms_key=KEY)],
    safeguards=Safeguards(external_ids=["acme-4711"], role_permissions_boundary=BOUNDARY),
)


def policy(kind: str, name: str, *statements: Mapping[str, Any], **said: Any) -> dict[str, Any]:
    """An inline policy, or one that has an ARN of its own."""
    named = "ManagedPolicyName" if kind == "ManagedPolicy" else "PolicyName"
    return {"Type": f"AWS::IAM::{kind}", "Properties": {named: name, "PolicyDocument": document(*statements), **said}}


def base() -> World:
    """An agreement's world in which every position has a value: both halves, a boundary, a bucket and a key.

    And, in the account itself, a keeper whose policies name another bucket, and a guest to whom nothing is given.
    """
    world = world_of(AGREED)
    plain = allow("s3:*", AWS="*", Resource=f"{REPORTS}/*", Condition={"Bool": {"aws:SecureTransport": "false"}})
    private = allow("s3:GetObject", AWS="*", Resource=f"{REPORTS}/private/*")
    kept = allow("s3:PutObject", AWS="*", Resource=f"{REPORTS}/*")
    shut = allow("s3:GetObject", AWS=f"arn:aws:iam::{PRODUCTION}:role/former", Resource=f"{REPORTS}/*")
    own = allow("s3:GetObject", AWS=f"arn:aws:iam::{PRODUCTION}:role/keeper", Resource=f"{REPORTS}/*")
    keeper = {"Principal": {"AWS": f"arn:aws:iam::{PRODUCTION}:root"}}
    trust = document(allow("sts:AssumeRole", **keeper))
    world[PRODUCTION] |= {
        "Key": key(OWN_ADMINISTRATORS),
        "Boundary": policy("ManagedPolicy", "readers", allow("s3:*", Resource="*"), allow("kms:*", Resource="*")),
        "ReportsPolicy": bucket_policy(
            "acme-reports", own, *({**each, "Effect": "Deny"} for each in (plain, private, kept, shut))
        ),
        "Keeper": {
            "Type": "AWS::IAM::Role",
            "Properties": {"RoleName": "keeper", "AssumeRolePolicyDocument": trust},
        },
        "KeepersPolicy": policy("Policy", "keeping", allow("s3:*", Resource="*"), Roles=["keeper"]),
    }
    return copy.deepcopy(world)


def put_at(world: World, path: Sequence[Any], value: Any) -> World:
    """The world with a value in this place: account, logical ID, and then down the resource's properties."""
    account, logical_id, *steps, last = path
    target: Any = world[account][logical_id]["Properties"]
    for each in steps:
        target = target[each]
    target[last] = value
    return world


def found_at(world: World, path: Sequence[Any]) -> Any:
    """What stands there."""
    account, logical_id, *steps = path
    target: Any = world[account][logical_id]["Properties"]
    for each in steps:
        target = target[each]
    return target


class Written(NamedTuple):
    """What stands in a template's place, and the sections that it needs.

    Attributes:
        value: What stands there.
        sections: Sections beside the resources.
        resources: Further resources of production's stack.
    """

    value: Any
    sections: Sections = MappingProxyType({})
    resources: Mapping[str, Any] = MappingProxyType({})


Write = Callable[[Any, Any], Written]
"""Writes a value that is agreed, beside another that it could come to."""


class Form(NamedTuple):
    """A way to leave a value to deployment, and the same way with the value that is agreed."""

    opened: Write
    settled: Write


GIVEN = {"Ref": "Given"}
WHICH = ["Values", GIVEN, "value"]


def _given(**said: Any) -> Sections:
    return {"Parameters": {"Given": {"Type": "String", **said}}}


def _on(condition: Any) -> Sections:
    return {**_given(), "Conditions": {"Chosen": {"Fn::Equals": condition}}}


def _mapped(one: Any, two: Any) -> Sections:
    return {**_given(), "Mappings": {"Values": {"one": {"value": one}, "two": {"value": two}}}}


def _provided(value: Any) -> Written:
    provider = f"arn:aws:lambda:eu-west-1:{PRODUCTION}:function:provider"
    return Written(value, {}, {"Custom": {"Type": "Custom::Value", "Properties": {"ServiceToken": provider}}})


def _exported(value: Any) -> Sections:
    return {"Outputs": {"Handed": {"Value": value, "Export": {"Name": "handed"}}}}


def _if(yes: Any, no: Any) -> dict[str, Any]:
    return {"Fn::If": ["Chosen", yes, no]}


def _halves(text: str) -> tuple[str, str]:
    return text[: len(text) // 2], text[len(text) // 2 :]


OPEN, NOTHING = [GIVEN, "yes"], {"Ref": "AWS::NoValue"}
TEXTS = {
    "a parameter": Form(lambda v, _: Written(GIVEN, _given()), lambda v, _: Written(GIVEN, _given(Default=v))),
    "a parameter of some values": Form(
        lambda v, other: Written(GIVEN, _given(AllowedValues=[v, other])),
        lambda v, _: Written(GIVEN, _given(AllowedValues=[v])),
    ),
    "a parameter of the parameter store": Form(
        lambda v, _: Written(GIVEN, _given(Type="AWS::SSM::Parameter::Value<String>", Default=v)),
        lambda v, _: Written(GIVEN, _given(Default=v)),
    ),
    "an import": Form(
        lambda v, _: Written({"Fn::ImportValue": "elsewhere"}, _exported(v)),
        lambda v, _: Written({"Fn::ImportValue": "handed"}, _exported(v)),
    ),
    "an output of another stack": Form(
        lambda v, _: Written({"Fn::GetStackOutput": {"StackName": "Elsewhere", "OutputName": "Handed"}}),
        lambda v, _: Written(
            {"Fn::GetStackOutput": {"StackName": {"Ref": "AWS::StackName"}, "OutputName": "Handed"}}, _exported(v)
        ),
    ),
    "a mapping": Form(
        lambda v, other: Written({"Fn::FindInMap": WHICH}, _mapped(v, other)),
        lambda v, _: Written({"Fn::FindInMap": WHICH}, _mapped(v, v)),
    ),
    "a mapping inside a text": Form(
        lambda v, other: Written({"Fn::Sub": ["${It}", {"It": {"Fn::FindInMap": WHICH}}]}, _mapped(v, other)),
        lambda v, other: Written(
            {"Fn::Sub": ["${It}", {"It": {"Fn::FindInMap": ["Values", "one", "value"]}}]}, _mapped(v, other)
        ),
    ),
    "a dynamic reference": Form(
        lambda v, _: Written("{{resolve:ssm:/given}}"), lambda v, _: Written({"Fn::Sub": f"{v}"})
    ),
    "a dynamic reference inside a text": Form(
        lambda v, _: Written("{{resolve:secretsmanager:given}}".join([_halves(v)[0], ""])),
        lambda v, _: Written({"Fn::Join": ["", list(_halves(v))]}),
    ),
    "a custom resource": Form(lambda v, _: _provided({"Fn::GetAtt": ["Custom", "Value"]}), lambda v, _: _provided(v)),
    "one of two": Form(
        lambda v, other: Written({"Fn::Select": [GIVEN, [v, other]]}, _given()),
        lambda v, other: Written({"Fn::Select": ["0", [v, other]]}),
    ),
    "a part of a text": Form(
        lambda v, _: Written({"Fn::Select": ["0", {"Fn::Split": ["|", GIVEN]}]}, _given()),
        lambda v, other: Written({"Fn::Select": ["0", {"Fn::Split": ["|", f"{v}|{other}"]}]}),
    ),
    "half a text": Form(
        lambda v, _: Written({"Fn::Join": ["", [_halves(v)[0], GIVEN]]}, _given()),
        lambda v, _: Written({"Fn::Join": ["", [_halves(v)[0], GIVEN]]}, _given(Default=_halves(v)[1])),
    ),
}
"""Ways to write a text."""
ANY = {
    "a condition": Form(lambda v, other: Written(_if(v, other), _on(OPEN)), lambda v, _: Written(_if(v, v), _on(OPEN))),
    "a condition that may leave nothing": Form(
        lambda v, _: Written(_if(v, NOTHING), _on(OPEN)),
        lambda v, _: Written(_if(v, NOTHING), _on(["yes", "yes"])),
    ),
    "a macro": Form(
        lambda v, _: Written({"Fn::Transform": {"Name": "AWS::Include", "Parameters": {"Location": "s3://a/b"}}}),
        lambda v, _: Written(v),
    ),
    "one of two values": Form(
        lambda v, other: Written({"Fn::Select": [GIVEN, [v, other]]}, _given()),
        lambda v, _: Written({"Fn::Select": [GIVEN, [v, v]]}, _given()),
    ),
}
"""Ways to write any value."""
LISTS = {
    **ANY,
    "a list by parameter": Form(
        lambda v, _: Written(GIVEN, _given(Type="CommaDelimitedList")),
        lambda v, _: Written(GIVEN, _given(Type="CommaDelimitedList", Default=",".join(v))),
    ),
    "a list split": Form(
        lambda v, _: Written({"Fn::Split": ["|", GIVEN]}, _given()),
        lambda v, _: Written({"Fn::Split": ["|", GIVEN]}, _given(Default="|".join(v))),
    ),
    "a list of which one is a parameter": Form(
        lambda v, _: Written([*v, GIVEN], _given()), lambda v, _: Written([*v, GIVEN], _given(Default=v[0]))
    ),
    "a list of which one is there on a condition": Form(
        lambda v, other: Written([*v, _if(other[0], NOTHING)], _on(OPEN)),
        lambda v, other: Written([*v, _if(other[0], NOTHING)], _on(["yes", "no"])),
    ),
}
"""Ways to write a list of texts."""


def refusal(assembly: Assembly) -> str:
    """What `xacct prove` prints of what is wrong or not known; what it takes for granted is no part of it."""
    proof = prove(assembly)
    printed = page_text(proof_page(Access(assembly), proof, tell(assembly, proof)), width=1000)
    found = [printed.find(each) for each in ("Counterexamples: ", "What could not be decided") if each in printed]
    return printed[min(found) :] if found else ""
