"""Every intrinsic function resolves from what the stack knows, and what cannot be resolved is a named unknown."""

from typing import Any

import pytest

from xacct_constructs.assembly import UnknownKind
from xacct_constructs.assembly.intrinsics import Resolver
from xacct_constructs.unknowns import Partly, unknowns_in

TEMPLATE: dict[str, Any] = {
    "Parameters": {
        "Given": {"Type": "String"},
        "Team": {"Type": "String", "Default": "sales"},
        "Names": {"Type": "CommaDelimitedList", "Default": "anna,otto"},
        "Either": {"Type": "String", "AllowedValues": ["a", "b"]},
        "Stored": {"Type": "AWS::SSM::Parameter::Value<String>", "Default": "/team/name"},
    },
    "Conditions": {
        "Yes": {"Fn::Equals": ["a", "a"]},
        "No": {"Fn::Equals": ["a", "b"]},
        "Here": {"Fn::Equals": [{"Ref": "AWS::Region"}, "eu-west-1"]},
        "Maybe": {"Fn::Equals": [{"Ref": "Given"}, "a"]},
        "SameUnknown": {"Fn::Equals": [{"Ref": "Given"}, {"Ref": "Given"}]},
        "NotNo": {"Fn::Not": [{"Condition": "No"}]},
        "NotMaybe": {"Fn::Not": [{"Condition": "Maybe"}]},
        "YesAndNo": {"Fn::And": [{"Condition": "Yes"}, {"Condition": "No"}]},
        "YesAndYes": {"Fn::And": [{"Condition": "Yes"}, {"Condition": "Here"}]},
        "NoAndMaybe": {"Fn::And": [{"Condition": "Maybe"}, {"Condition": "No"}]},
        "YesAndMaybe": {"Fn::And": [{"Condition": "Yes"}, {"Condition": "Maybe"}]},
        "YesOrMaybe": {"Fn::Or": [{"Condition": "Maybe"}, {"Condition": "Yes"}]},
        "NoOrMaybe": {"Fn::Or": [{"Condition": "No"}, {"Condition": "Maybe"}]},
        "NoOrNo": {"Fn::Or": [{"Condition": "No"}, {"Condition": "No"}]},
        "Allowed": {"Fn::Equals": [{"Ref": "Either"}, "a"]},
        "Neither": {"Fn::Equals": ["c", {"Ref": "Either"}]},
        "Odd": {"Fn::Contains": [["a"], "a"]},
    },
    "Mappings": {"Teams": {"sales": {"bucket": "acme-sales"}, "legal": {"bucket": "acme-legal"}}},
    "Resources": {
        "Named": {"Type": "AWS::IAM::Role", "Properties": {"RoleName": "reader", "Path": "/team/"}},
        "Unnamed": {"Type": "AWS::IAM::Role", "Properties": {}},
        "Long" * 12: {"Type": "AWS::IAM::Role", "Properties": {}},
        "Unset": {"Type": "AWS::IAM::Role", "Properties": {"RoleName": {"Ref": "AWS::NoValue"}}},
        "User": {"Type": "AWS::IAM::User", "Properties": {"UserName": {"Fn::Sub": "anna-${Team}"}}},
        "Group": {"Type": "AWS::IAM::Group", "Properties": {"GroupName": "readers"}},
        "Managed": {"Type": "AWS::IAM::ManagedPolicy", "Properties": {"ManagedPolicyName": "read"}},
        "Bucket": {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "acme-reports"}},
        "Key": {"Type": "AWS::KMS::Key", "Properties": {}},
        "Table": {"Type": "AWS::DynamoDB::Table", "Properties": {"TableName": "orders"}},
        "Topic": {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": "news"}},
        "Queue": {"Type": "AWS::SQS::Queue", "Properties": {"QueueName": "jobs"}},
        "Function": {"Type": "AWS::Lambda::Function", "Properties": {"FunctionName": "report"}},
        "Machine": {"Type": "AWS::EC2::Instance", "Properties": {}},
        "Url": {"Type": "AWS::Lambda::Url", "Properties": {}},
        "Api": {"Type": "AWS::ApiGateway::RestApi", "Properties": {}},
        "Stage": {"Type": "AWS::ApiGateway::Stage", "Properties": {}},
    },
    "Outputs": {
        "Exported": {"Value": {"Fn::GetAtt": ["Named", "Arn"]}, "Export": {"Name": {"Fn::Sub": "${AWS::StackName}-r"}}},
        "Plain": {"Value": "plain"},
    },
}
READER = "arn:aws:iam::111111111111:role/team/reader"


def resolver(account: str = "111111111111", region: str = "eu-west-1") -> Resolver:
    """A resolver of the template; exports are those of another stack."""
    found = Resolver(TEMPLATE, stack="Stack", file="Stack.template.json", account=account, region=region)
    found.exports = {"other-bucket": "acme-other"}.get
    return found


RESOLVED: dict[str, tuple[Any, Any]] = {
    "a text": ("text", "text"),
    "a number": (7, 7),
    "a list": (["a", {"Ref": "Team"}], ["a", "sales"]),
    "a map": ({"A": {"Ref": "Team"}, "B": 1}, {"A": "sales", "B": 1}),
    "NoValue in a list": (["a", {"Ref": "AWS::NoValue"}], ["a"]),
    "NoValue in a map": ({"A": {"Ref": "AWS::NoValue"}, "B": 1}, {"B": 1}),
    "the account": ({"Ref": "AWS::AccountId"}, "111111111111"),
    "the region": ({"Ref": "AWS::Region"}, "eu-west-1"),
    "the partition": ({"Ref": "AWS::Partition"}, "aws"),
    "the URL suffix": ({"Ref": "AWS::URLSuffix"}, "amazonaws.com"),
    "the stack's name": ({"Ref": "AWS::StackName"}, "Stack"),
    "a parameter with a default": ({"Ref": "Team"}, "sales"),
    "a list parameter with a default": ({"Ref": "Names"}, ["anna", "otto"]),
    "Ref of a role": ({"Ref": "Named"}, "reader"),
    "Ref of a user": ({"Ref": "User"}, "anna-sales"),
    "Ref of a managed policy": ({"Ref": "Managed"}, "arn:aws:iam::111111111111:policy/read"),
    "Ref of a topic": ({"Ref": "Topic"}, "arn:aws:sns:eu-west-1:111111111111:news"),
    "Ref of a bucket": ({"Ref": "Bucket"}, "acme-reports"),
    "GetAtt of a role with a path": ({"Fn::GetAtt": ["Named", "Arn"]}, READER),
    "GetAtt with a dot": ({"Fn::GetAtt": "Named.Arn"}, READER),
    "GetAtt of a user": ({"Fn::GetAtt": ["User", "Arn"]}, "arn:aws:iam::111111111111:user/anna-sales"),
    "GetAtt of a group": ({"Fn::GetAtt": ["Group", "Arn"]}, "arn:aws:iam::111111111111:group/readers"),
    "GetAtt of a managed policy": ({"Fn::GetAtt": ["Managed", "PolicyArn"]}, "arn:aws:iam::111111111111:policy/read"),
    "GetAtt of a bucket": ({"Fn::GetAtt": ["Bucket", "Arn"]}, "arn:aws:s3:::acme-reports"),
    "GetAtt of a key": ({"Fn::GetAtt": ["Key", "Arn"]}, "arn:aws:kms:eu-west-1:111111111111:key/${Stack.Key}"),
    "GetAtt of a table": ({"Fn::GetAtt": ["Table", "Arn"]}, "arn:aws:dynamodb:eu-west-1:111111111111:table/orders"),
    "GetAtt of a topic": ({"Fn::GetAtt": ["Topic", "TopicArn"]}, "arn:aws:sns:eu-west-1:111111111111:news"),
    "GetAtt of a queue": ({"Fn::GetAtt": ["Queue", "Arn"]}, "arn:aws:sqs:eu-west-1:111111111111:jobs"),
    "GetAtt of a function": (
        {"Fn::GetAtt": ["Function", "Arn"]},
        "arn:aws:lambda:eu-west-1:111111111111:function:report",
    ),
    "GetAtt whose attribute is computed": ({"Fn::GetAtt": ["Named", {"Fn::Join": ["", ["A", "rn"]]}]}, READER),
    "Sub of a parameter": ({"Fn::Sub": "x-${Team}"}, "x-sales"),
    "Sub of a pseudo parameter": ({"Fn::Sub": "${AWS::AccountId}"}, "111111111111"),
    "Sub of an attribute": ({"Fn::Sub": "${Named.Arn}/x"}, f"{READER}/x"),
    "Sub with variables of its own": ({"Fn::Sub": ["${A}-${Team}", {"A": {"Ref": "AWS::Region"}}]}, "eu-west-1-sales"),
    "Sub whose variable hides a parameter": ({"Fn::Sub": ["${Team}", {"Team": "own"}]}, "own"),
    "Sub that keeps a policy variable": ({"Fn::Sub": "${!aws:username}/${Team}"}, "${aws:username}/sales"),
    "Join": ({"Fn::Join": [":", ["a", {"Ref": "Team"}, 3]]}, "a:sales:3"),
    "Join of a list parameter": ({"Fn::Join": ["-", {"Ref": "Names"}]}, "anna-otto"),
    "Select": ({"Fn::Select": [1, ["a", {"Ref": "Team"}]]}, "sales"),
    "Select by a text": ({"Fn::Select": ["0", ["a", "b"]]}, "a"),
    "Split": ({"Fn::Split": ["-", "a-b"]}, ["a", "b"]),
    "Select of a Split of a name that CloudFormation makes": (
        {"Fn::Select": [1, {"Fn::Split": ["/", {"Fn::GetAtt": ["Unnamed", "Arn"]}]}]},
        "Stack-Unnamed-${Stack.Unnamed}",
    ),
    "Select of a Split": ({"Fn::Select": [5, {"Fn::Split": [":", {"Fn::GetAtt": ["Bucket", "Arn"]}]}]}, "acme-reports"),
    "Select of a Split before what is not known": (
        {"Fn::Select": [1, {"Fn::Split": ["-", {"Fn::Sub": "a-b-${Given}-c"}]}]},
        "b",
    ),
    "If true": ({"Fn::If": ["Yes", "a", "b"]}, "a"),
    "If false": ({"Fn::If": ["No", "a", "b"]}, "b"),
    "If on the region": ({"Fn::If": ["Here", "a", "b"]}, "a"),
    "If with NoValue in a list": ([{"Fn::If": ["No", "a", {"Ref": "AWS::NoValue"}]}, "b"], ["b"]),
    "If of equal unknowns": ({"Fn::If": ["SameUnknown", "a", "b"]}, "a"),
    "If Not": ({"Fn::If": ["NotNo", "a", "b"]}, "a"),
    "If And, one false": ({"Fn::If": ["YesAndNo", "a", "b"]}, "b"),
    "If And, all true": ({"Fn::If": ["YesAndYes", "a", "b"]}, "a"),
    "If And, one false beside an unknown": ({"Fn::If": ["NoAndMaybe", "a", "b"]}, "b"),
    "If Or, one true beside an unknown": ({"Fn::If": ["YesOrMaybe", "a", "b"]}, "a"),
    "If Or, all false": ({"Fn::If": ["NoOrNo", "a", "b"]}, "b"),
    "If of what no deployment may give": ({"Fn::If": ["Neither", "a", "b"]}, "b"),
    "Length": ({"Fn::Length": ["a", {"Ref": "Team"}]}, 2),
    "Length of a list parameter": ({"Fn::Length": {"Ref": "Names"}}, 2),
    "FindInMap": ({"Fn::FindInMap": ["Teams", {"Ref": "Team"}, "bucket"]}, "acme-sales"),
    "FindInMap that needs no default": (
        {"Fn::FindInMap": ["Teams", "sales", "bucket", {"DefaultValue": "acme-none"}]},
        "acme-sales",
    ),
    "FindInMap by its default": (
        {"Fn::FindInMap": ["Teams", "x", "bucket", {"DefaultValue": "acme-none"}]},
        "acme-none",
    ),
    "ImportValue of another stack": ({"Fn::ImportValue": "other-bucket"}, "acme-other"),
}
UNKNOWN: dict[str, tuple[Any, str, UnknownKind]] = {
    "a parameter without a default": ({"Ref": "Given"}, "${Stack.Given}", UnknownKind.OPEN),
    "If of what a deployment may give": ({"Fn::If": ["Allowed", "x", "y"]}, "${Stack.If-0}", UnknownKind.OPEN),
    "Length of what may be nothing": (
        {"Fn::Length": ["a", {"Fn::If": ["Maybe", "b", {"Ref": "AWS::NoValue"}]}]},
        "${Stack.Length-1}",
        UnknownKind.OPEN,
    ),
    "a parameter of the parameter store": ({"Ref": "Stored"}, "${Stack.Stored}", UnknownKind.OPEN),
    "a name that nothing has": ({"Ref": "Nobody"}, "${Stack.Ref-0}", UnknownKind.OPEN),
    "a name that CloudFormation makes": ({"Ref": "Unnamed"}, "Stack-Unnamed-${Stack.Unnamed}", UnknownKind.GENERATED),
    "a name that is too long to be made whole": (
        {"Ref": "Long" * 12},
        f"Stack${{Stack.{'Long' * 12}}}",
        UnknownKind.GENERATED,
    ),
    "a name that is NoValue": ({"Ref": "Unset"}, "Stack-Unset-${Stack.Unset}", UnknownKind.GENERATED),
    "an attribute of another kind": (
        {"Fn::GetAtt": ["Machine", "PrivateIp"]},
        "${Stack.Machine.PrivateIp}",
        UnknownKind.OPEN,
    ),
    "an attribute that is not the ARN": (
        {"Fn::GetAtt": ["Named", "RoleId"]},
        "${Stack.Named.RoleId}",
        UnknownKind.OPEN,
    ),
    "an attribute of nothing": ({"Fn::GetAtt": ["Nobody", "Arn"]}, "${Stack.Nobody.Arn}", UnknownKind.OPEN),
    "Sub of an unknown": ({"Fn::Sub": "x-${Given}"}, "x-${Stack.Given}", UnknownKind.OPEN),
    "a text that is written as an unknown is": ("${Stack.Unnamed}", "${Stack.Text-0}", UnknownKind.OPEN),
    "the same, put together": ({"Fn::Join": ["", ["${Stack.Un", "named}"]]}, "${Stack.Text-0}", UnknownKind.OPEN),
    "a dynamic reference, put together": (
        {"Fn::Join": ["", ["arn:aws:s3:::{{resolve:ssm:", "/name}}"]]},
        "arn:aws:s3:::${Stack.Dynamic-0}",
        UnknownKind.OPEN,
    ),
    "a dynamic reference to what is not known": (
        {"Fn::Sub": "arn:aws:s3:::{{resolve:ssm:${Given}}}"},
        "arn:aws:s3:::${Stack.Dynamic-0}",
        UnknownKind.OPEN,
    ),
    "Join of an unknown list": ({"Fn::Join": ["-", {"Ref": "Given"}]}, "${Stack.Join-0}", UnknownKind.OPEN),
    "Select behind nothing": (
        {"Fn::Select": [1, ["a", {"Ref": "AWS::NoValue"}, "b"]]},
        "${Stack.Select-0}",
        UnknownKind.OPEN,
    ),
    "Select of what may be nothing": (
        {"Fn::Select": [1, ["a", {"Fn::If": ["Maybe", {"Ref": "AWS::NoValue"}, "a"]}, "b"]]},
        "${Stack.Select-1}",
        UnknownKind.OPEN,
    ),
    "Select beyond the list": ({"Fn::Select": [2, ["a", "b"]]}, "${Stack.Select-0}", UnknownKind.OPEN),
    "Select from an unknown": ({"Fn::Select": [0, {"Ref": "Given"}]}, "${Stack.Select-0}", UnknownKind.OPEN),
    "Select by an unknown": ({"Fn::Select": [{"Ref": "Given"}, ["a", "b"]]}, "${Stack.Select-0}", UnknownKind.OPEN),
    "Split of a name that CloudFormation makes": (
        {"Fn::Split": ["-", {"Ref": "Unnamed"}]},
        "${Stack.Split-0}",
        UnknownKind.OPEN,
    ),
    "Select of a Split where it may go on": (
        {"Fn::Select": [2, {"Fn::Split": ["-", {"Fn::Sub": "a-b-${Given}-c"}]}]},
        "${Stack.Split-0}",
        UnknownKind.OPEN,
    ),
    "Select of a Split behind what may be more": (
        {"Fn::Select": [3, {"Fn::Split": ["-", {"Fn::Sub": "a-b-${Given}-c"}]}]},
        "${Stack.Select-1}",
        UnknownKind.OPEN,
    ),
    "Length of a Split that may go on": (
        {"Fn::Length": {"Fn::Split": ["-", {"Fn::Sub": "a-b-${Given}-c"}]}},
        "${Stack.Length-1}",
        UnknownKind.OPEN,
    ),
    "Select of a Split of a host at its dots": (
        {"Fn::Select": [1, {"Fn::Split": [".", {"Fn::GetAtt": ["Url", "FunctionUrl"]}]}]},
        "${Stack.Select-1}",
        UnknownKind.OPEN,
    ),
    "Split of an unknown": ({"Fn::Split": ["-", {"Ref": "Given"}]}, "${Stack.Split-0}", UnknownKind.OPEN),
    "If on an unknown": ({"Fn::If": ["Maybe", "a", "b"]}, "${Stack.If-0}", UnknownKind.OPEN),
    "If Not of an unknown": ({"Fn::If": ["NotMaybe", "a", "b"]}, "${Stack.If-0}", UnknownKind.OPEN),
    "If And with an unknown": ({"Fn::If": ["YesAndMaybe", "a", "b"]}, "${Stack.If-0}", UnknownKind.OPEN),
    "If Or with an unknown": ({"Fn::If": ["NoOrMaybe", "a", "b"]}, "${Stack.If-0}", UnknownKind.OPEN),
    "If on a condition that is not there": ({"Fn::If": ["Nowhere", "a", "b"]}, "${Stack.If-0}", UnknownKind.OPEN),
    "If on a function that is not known": ({"Fn::If": ["Odd", "a", "b"]}, "${Stack.If-0}", UnknownKind.OPEN),
    "ImportValue that no stack exports": ({"Fn::ImportValue": "nobody"}, "${Stack.Import-0}", UnknownKind.OPEN),
    "a function that is not known": ({"Fn::GetAZs": ""}, "${Stack.FnGetAZs-0}", UnknownKind.OPEN),
}


@pytest.mark.parametrize(("written", "expected"), RESOLVED.values(), ids=RESOLVED)
def test_what_the_stack_knows_is_resolved(written: Any, expected: Any) -> None:
    """The value is what CloudFormation would put there."""
    assert resolver().value(written) == expected


@pytest.mark.parametrize(("written", "text", "kind"), UNKNOWN.values(), ids=UNKNOWN)
def test_what_it_does_not_know_is_a_named_unknown(written: Any, text: str, kind: UnknownKind) -> None:
    """The value names the unknown, and the list of unknowns says why and of which kind it is."""
    found = resolver()
    assert str(found.value(written)) == text
    (unknown,) = (each for each in found.unknowns.values() if each.text in text)
    assert unknown.kind == kind
    assert unknown.why
    assert unknown.origin.template == "Stack.template.json"


def test_the_same_expression_is_the_same_unknown() -> None:
    """Two imports of one name are one unknown, two of different names are two."""
    found = resolver()
    one, again, other = (found.value({"Fn::ImportValue": name}) for name in ("a", "a", "b"))
    assert one == again != other


@pytest.mark.parametrize(
    ("region", "partition", "suffix"),
    [
        ("eu-west-1", "aws", "amazonaws.com"),
        ("cn-north-1", "aws-cn", "amazonaws.com.cn"),
        ("us-gov-west-1", "aws-us-gov", "amazonaws.com"),
        ("eusc-de-east-1", "aws-eusc", "amazonaws.eu"),
    ],
)
def test_the_partition_follows_from_the_region(region: str, partition: str, suffix: str) -> None:
    """So do the ARNs and the URL suffix."""
    found = resolver(region=region)
    assert found.value({"Ref": "AWS::Partition"}) == partition
    assert found.value({"Ref": "AWS::URLSuffix"}) == suffix
    assert found.value({"Fn::GetAtt": ["Bucket", "Arn"]}) == f"arn:{partition}:s3:::acme-reports"


def test_a_stack_without_an_environment_leaves_account_and_region_open() -> None:
    """They are unknowns of its own."""
    found = resolver(account="", region="")
    value = found.value({"Fn::Sub": "${AWS::AccountId}/${AWS::Region}"})
    assert isinstance(value, Partly)
    assert str(value) == "${AWS.AWS-AccountId}/${Stack.AWS-Region}"


@pytest.mark.parametrize(
    ("own", "other"),
    [
        ("AWSAccountId", {"Ref": "AWS::AccountId"}),
        ("AWSRegion", {"Ref": "AWS::Region"}),
        ("If0", {"Fn::If": ["Open", "a", "b"]}),
        ("FnGetAZs0", {"Fn::GetAZs": ""}),
        ("Dynamic0", "{{resolve:ssm:/a}}"),
        ("Named0", {"Fn::GetAtt": ["a:b", "c"]}),
        ("Parameter", {"Ref": "AWS-AccountId"}),
    ],
)
def test_no_parameter_and_no_resource_has_the_name_of_another_unknown(own: str, other: Any) -> None:
    """Else the one would be taken for the other, whichever is read first."""
    declared = {"Parameters": {own: {"Type": "String", "AllowedValues": ["c", "d"]}}}
    made = {"Resources": {own: {"Type": "AWS::S3::Bucket"}}}
    for template in (declared, made):
        found = Resolver(template, stack="AWS", file="AWS.json", account="", region="")
        one, two = found.value({"Ref": own}), found.value(other)
        assert str(two) not in str(one)
        assert set(unknowns_in(one)).isdisjoint(unknowns_in(two))
        assert found.value({"Ref": "AWS::AccountId"}).arms == ()


def test_exports_are_listed_by_their_names() -> None:
    """An output without an export is none."""
    assert list(resolver().exported()) == [("Exported", "Stack-r", True)]


@pytest.mark.parametrize(("name", "expected"), [("Plain", "plain"), ("Exported", READER), ("Nothing", None)])
def test_outputs_are_resolved(name: str, expected: str | None) -> None:
    """An output that is not there is None."""
    assert resolver().output(name) == expected


@pytest.mark.parametrize(
    ("arms", "one"),
    [
        (["a", "a"], True),
        ([["a", {"b": 1}], ["a", {"b": 1}]], True),
        ([{"Ref": "Nowhere"}, {"Ref": "Nowhere"}], True),
        (["a", "b"], False),
        ([1, True], False),
        (["a", {"Ref": "AWS::NoValue"}], False),
        ([{"Ref": "Nowhere"}, {"Ref": "Elsewhere"}], False),
    ],
    ids=str,
)
def test_alternatives_that_are_one_value_are_that_value(arms: list[Any], one: bool) -> None:
    """Whatever settles the condition."""
    alone = Resolver({}, stack="Stack", file="s.json", account="111111111111", region="eu-west-1")
    assert (alone.value({"Fn::If": ["Open", *arms]}) == alone.value(arms[0])) is one
