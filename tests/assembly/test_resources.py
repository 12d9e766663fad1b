"""Every resource that decides about access is gathered, with where it stands and whom it belongs to."""

from pathlib import Path
from typing import Any

import pytest

from tests.assembly.written import document, inline, read, role, trust, user, write_assembly
from xacct_constructs.assembly import Assembly, read_assembly
from xacct_constructs.iam import Bound, Policy
from xacct_constructs.services import KMS_KEY, TYPES, CloudFormationType
from xacct_constructs.unknowns import in_texts

ANNA = "arn:aws:iam::111111111111:user/anna"
READER = "arn:aws:iam::111111111111:role/reader"
READ = document()
OPEN = {"Parameters": {"Given": {"Type": "String"}}}
MAYBE = {**OPEN, "Conditions": {"Maybe": {"Fn::Equals": [{"Ref": "Given"}, "a"]}, "No": {"Fn::Equals": ["a", "b"]}}}


def attached(kind: str, **properties: Any) -> dict[str, Any]:
    """A resource that attaches a policy."""
    return {"Type": f"AWS::IAM::{kind}", "Properties": {"PolicyDocument": READ, **properties}}


MANAGED = attached("ManagedPolicy", ManagedPolicyName="read")
GROUP = {"Type": "AWS::IAM::Group", "Properties": {"GroupName": "readers", "Policies": inline()}}
POLICY_ARN = "arn:aws:iam::111111111111:policy/read"

HOLDERS: dict[str, tuple[dict[str, Any], str, list[str]]] = {
    "inline in a user": ({"Anna": user(Policies=inline())}, ANNA, ["Anna.Policies[0]"]),
    "inline in a role": ({"Reader": role(Policies=inline())}, READER, ["Reader.Policies[0]"]),
    "two inline": ({"Anna": user(Policies=inline() * 2)}, ANNA, ["Anna.Policies[0]", "Anna.Policies[1]"]),
    "none": ({"Anna": user()}, ANNA, []),
    "a policy for a user": (
        {"Anna": user(), "P": attached("Policy", Users=[{"Ref": "Anna"}])},
        ANNA,
        ["P.PolicyDocument"],
    ),
    "a policy for a role": (
        {"Reader": role(), "P": attached("Policy", Roles=[{"Ref": "Reader"}])},
        READER,
        ["P.PolicyDocument"],
    ),
    "a policy for one name alone": (
        {"Anna": user(), "P": attached("Policy", Users="anna")},
        ANNA,
        ["P.PolicyDocument"],
    ),
    "a policy for another user": ({"Anna": user(), "P": attached("Policy", Users=["otto"])}, ANNA, []),
    "a policy for a role of the user's name": ({"Anna": user(), "P": attached("Policy", Roles=["anna"])}, ANNA, []),
    "a user policy": ({"Anna": user(), "P": attached("UserPolicy", UserName="anna")}, ANNA, ["P.PolicyDocument"]),
    "a role policy": ({"Reader": role(), "P": attached("RolePolicy", RoleName="reader")}, READER, ["P.PolicyDocument"]),
    "a managed policy attached by the user": (
        {"Anna": user(ManagedPolicyArns=[{"Ref": "P"}]), "P": MANAGED},
        ANNA,
        ["P.PolicyDocument"],
    ),
    "a managed policy attached by itself": (
        {"Anna": user(), "P": attached("ManagedPolicy", Users=["anna"])},
        ANNA,
        ["P.PolicyDocument"],
    ),
    "a managed policy attached by its ARN": (
        {"Reader": role(ManagedPolicyArns=[POLICY_ARN]), "P": MANAGED},
        READER,
        ["P.PolicyDocument"],
    ),
    "a group of the user's": ({"Anna": user(Groups=[{"Ref": "G"}]), "G": GROUP}, ANNA, ["G.Policies[0]"]),
    "a group that the user is added to": (
        {
            "Anna": user(),
            "G": GROUP,
            "A": {"Type": "AWS::IAM::UserToGroupAddition", "Properties": {"GroupName": "readers", "Users": ["anna"]}},
        },
        ANNA,
        ["G.Policies[0]"],
    ),
    "a policy for the user's group": (
        {"Anna": user(Groups=["readers"]), "G": GROUP, "P": attached("Policy", Groups=["readers"])},
        ANNA,
        ["G.Policies[0]", "P.PolicyDocument"],
    ),
    "a group policy": (
        {"Anna": user(Groups=["readers"]), "G": GROUP, "P": attached("GroupPolicy", GroupName="readers")},
        ANNA,
        ["G.Policies[0]", "P.PolicyDocument"],
    ),
    "another group": ({"Anna": user(), "G": GROUP}, ANNA, []),
    "names whatever their case": (
        {"Anna": user(), "P": attached("Policy", Users=["ANNA"])},
        ANNA,
        ["P.PolicyDocument"],
    ),
    "a policy for a user made elsewhere": ({"P": attached("Policy", Users=["anna"])}, ANNA, ["P.PolicyDocument"]),
    "NoValue among the policies": (
        {"Anna": user(Policies=[{"Ref": "AWS::NoValue"}, *inline()])},
        ANNA,
        ["Anna.Policies[0]"],
    ),
}


@pytest.mark.parametrize(("resources", "arn", "places"), HOLDERS.values(), ids=HOLDERS)
def test_a_policy_finds_its_holder(tmp_path: Path, resources: dict[str, Any], arn: str, places: list[str]) -> None:
    """Each policy says where it stands, and its document is the one that was written."""
    holder = read(tmp_path, resources).identity(arn)
    assert holder is not None
    assert [f"{each.origin.logical_id}.{each.origin.property}" for each in holder.policies] == places
    assert all(each.document == READ for each in holder.policies)
    assert holder.outside == ()


OUTSIDE: dict[str, tuple[dict[str, Any], str, tuple[str, ...]]] = {
    "an AWS managed policy that nobody here knows": (
        {"Anna": user(ManagedPolicyArns=["arn:aws:iam::aws:policy/OfTomorrow"])},
        ANNA,
        ("arn:aws:iam::aws:policy/OfTomorrow",),
    ),
    "an AWS managed policy of a group": (
        {
            "Anna": user(Groups=["readers"]),
            "G": {"Type": "AWS::IAM::Group", "Properties": {"GroupName": "readers", "ManagedPolicyArns": [POLICY_ARN]}},
        },
        ANNA,
        (POLICY_ARN,),
    ),
    "a group made elsewhere": ({"Anna": user(Groups=["admins"])}, ANNA, ("those of the group admins",)),
    "a group made elsewhere that gets a policy": (
        {"Anna": user(Groups=["admins"]), "P": attached("Policy", Groups=["admins"])},
        ANNA,
        ("those of the group admins",),
    ),
    "a list of groups that deployment settles": (
        {"Anna": user(Groups={"Ref": "Given"})},
        ANNA,
        ("those of the group ${Stack.Given}",),
    ),
}


@pytest.mark.parametrize(("resources", "arn", "outside"), OUTSIDE.values(), ids=OUTSIDE)
def test_policies_that_the_assembly_does_not_hold_are_named(
    tmp_path: Path, resources: dict[str, Any], arn: str, outside: tuple[str, ...]
) -> None:
    """Nobody takes what is attached from elsewhere for nothing."""
    holder = read(tmp_path, resources, **OPEN).identity(arn)
    assert holder is not None
    assert holder.outside == outside


def test_a_managed_policy_of_aws_is_read_off_its_table(tmp_path: Path) -> None:
    """Attached to a user or to its group, or as a boundary, it is there with its version."""
    administrator, reader = (f"arn:aws:iam::aws:policy/{name}" for name in ("AdministratorAccess", "ReadOnlyAccess"))
    group = {"Type": "AWS::IAM::Group", "Properties": {"GroupName": "readers", "ManagedPolicyArns": [reader]}}
    anna = user(ManagedPolicyArns=[administrator], PermissionsBoundary=administrator, Groups=["readers"])

    holder = read(tmp_path, {"Anna": anna, "G": group}).identity(ANNA)

    assert holder is not None
    assert holder.outside == ()
    assert [each.origin.template for each in holder.policies] == [administrator, reader]
    assert holder.boundary is not None
    assert holder.boundary.statements[0].actions == ("*",)


def test_a_user_made_elsewhere_is_known_by_the_group_it_is_added_to(tmp_path: Path) -> None:
    """It gets the group's policies beside its own, which the assembly does not hold."""
    addition = {"Type": "AWS::IAM::UserToGroupAddition", "Properties": {"GroupName": "readers", "Users": ["anna"]}}
    found = read(tmp_path, {"G": GROUP, "A": addition}).identity(ANNA)
    assert found is not None
    assert found.existing
    assert len(found.policies) == 1


def test_a_holder_made_elsewhere_is_marked(tmp_path: Path) -> None:
    """One that the assembly makes is not."""
    found = read(tmp_path, {"Otto": user("otto"), "P": attached("Policy", Users=["anna", "otto"])})
    assert [(each.name, each.existing) for each in found.identities] == [("otto", False), ("anna", True)]


BOUNDARIES: dict[str, tuple[dict[str, Any], str | None, bool]] = {
    "none": ({"Anna": user()}, None, False),
    "of the assembly": ({"Anna": user(PermissionsBoundary={"Ref": "P"}), "P": MANAGED}, POLICY_ARN, True),
    "of the assembly, by its ARN": ({"Anna": user(PermissionsBoundary=POLICY_ARN), "P": MANAGED}, POLICY_ARN, True),
    "of elsewhere": ({"Anna": user(PermissionsBoundary=POLICY_ARN)}, POLICY_ARN, False),
}


@pytest.mark.parametrize(("resources", "arn", "held"), BOUNDARIES.values(), ids=BOUNDARIES)
def test_a_boundary_is_found(tmp_path: Path, resources: dict[str, Any], arn: str | None, held: bool) -> None:
    """By its ARN, and with its document where the assembly holds it."""
    found = read(tmp_path, resources).identity(ANNA)
    assert found is not None
    assert found.boundary_arn == arn
    assert (found.boundary is not None) is held


def test_a_role_says_everything_about_itself(tmp_path: Path) -> None:
    """Path, trust policy, tags, longest session, and where each stands."""
    given = role(Path="/team/", MaxSessionDuration=7200, Tags=[{"Key": "team", "Value": "sales"}])
    found = read(tmp_path, {"Reader": given}).identity("arn:aws:iam::111111111111:role/team/reader")
    assert found is not None
    assert (found.name, found.kind, found.account) == ("reader", "role", "111111111111")
    assert found.max_session_seconds == 7200
    assert found.tags == {"team": "sales"}
    assert found.trust is not None
    assert found.trust.document == trust()
    assert str(found.trust.origin) == "Stack.template.json Reader.AssumeRolePolicyDocument"
    assert str(found.origin) == "Stack.template.json Reader"


@pytest.mark.parametrize(
    ("given", "seconds"),
    [(None, 3600), ("7200", 7200), ({"Ref": "Given"}, None)],
    ids=["left out", "as a text", "at deployment"],
)
def test_the_longest_session(tmp_path: Path, given: Any, seconds: int | None) -> None:
    """It is IAM's default where it is left out."""
    properties = {} if given is None else {"MaxSessionDuration": given}
    found = read(tmp_path, {"Reader": role(**properties)}, **OPEN).identity(READER)
    assert found is not None
    assert found.max_session_seconds == seconds


def test_policies_that_deployment_settles_may_say_anything(tmp_path: Path) -> None:
    """At least nothing that is allowed; at most everything."""
    found = read(tmp_path, {"Anna": user(ManagedPolicyArns={"Ref": "Given"})}, **OPEN).identity(ANNA)
    assert found is not None
    (policy,) = found.policies
    assert [(each.allows, each.actions) for each in policy.at(Bound.ABOVE)] == [(True, ("*",))]
    assert [(each.allows, each.actions) for each in policy.at(Bound.BELOW)] == [(False, ("*",))]


def test_a_name_that_cloudformation_makes_is_an_unknown_of_its_own(tmp_path: Path) -> None:
    """Its policies find it all the same."""
    found = read(tmp_path, {"Anna": user(None), "P": attached("Policy", Users=[{"Ref": "Anna"}])})
    (anna,) = found.identities
    assert anna.arn == "arn:aws:iam::111111111111:user/Stack-Anna-${Stack.Anna}"
    assert len(anna.policies) == 1
    assert found.unknowns["${Stack.Anna}"].kind == "generated"


def test_an_identity_is_found_by_its_whole_arn(tmp_path: Path) -> None:
    """Another path, account or kind is another; one made elsewhere is found whatever its path."""
    found = read(tmp_path, {"Reader": role(Path="/team/"), "P": attached("Policy", Users=["otto"])})
    names = {
        "arn:aws:iam::111111111111:role/team/reader": True,
        READER: False,
        "arn:aws:iam::222222222222:role/team/reader": False,
        "arn:aws:iam::111111111111:user/team/reader": False,
        "arn:aws:iam::111111111111:user/otto": True,
        "arn:aws:iam::111111111111:user/anywhere/otto": True,
    }
    assert {arn: found.identity(arn) is not None for arn in names} == names


BUCKET: dict[str, Any] = {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "acme-reports"}}
BUCKET_ARN = "arn:aws:s3:::acme-reports"


def bucket_policy(bucket: Any = "acme-reports") -> dict[str, Any]:
    """A bucket policy."""
    return {"Type": "AWS::S3::BucketPolicy", "Properties": {"Bucket": bucket, "PolicyDocument": READ}}


@pytest.mark.parametrize(
    ("resources", "policies"),
    [
        ({"B": BUCKET}, 0),
        ({"B": BUCKET, "P": bucket_policy({"Ref": "B"})}, 1),
        ({"B": BUCKET, "P": bucket_policy(), "Q": bucket_policy()}, 2),
        ({"P": bucket_policy()}, 1),
        ({"B": BUCKET, "P": bucket_policy("acme-other")}, 0),
    ],
    ids=["no policy", "one by reference", "two", "a bucket made elsewhere", "another bucket's"],
)
def test_a_bucket_has_its_policies(tmp_path: Path, resources: dict[str, Any], policies: int) -> None:
    """The bucket of another account's template is its own; a policy alone makes the bucket known."""
    bucket = read(tmp_path, resources).resources[BUCKET_ARN]
    assert len(bucket.policies) == policies
    assert bucket.account == "111111111111"


@pytest.mark.parametrize(
    ("encryption", "key"),
    [
        ({}, None),
        ({"SSEAlgorithm": "AES256"}, None),
        (
            {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": {"Fn::GetAtt": ["Key", "Arn"]}},
            "arn:aws:kms:eu-west-1:111111111111:key/${Stack.Key}",
        ),
    ],
    ids=["no encryption said", "S3's own key", "a KMS key"],
)
def test_a_bucket_names_the_key_that_encrypts_it(tmp_path: Path, encryption: dict[str, Any], key: str | None) -> None:
    """A bucket that S3 encrypts by itself has none."""
    rules = [{"ServerSideEncryptionByDefault": encryption}] if encryption else [{}]
    properties = {**BUCKET["Properties"], "BucketEncryption": {"ServerSideEncryptionConfiguration": rules}}
    resources = {"B": {**BUCKET, "Properties": properties}, "Key": {"Type": "AWS::KMS::Key", "Properties": {}}}
    assert read(tmp_path, resources).resources[BUCKET_ARN].kms_key == key


@pytest.mark.parametrize(("properties", "has_policy"), [({"KeyPolicy": READ}, True), ({}, False)])
def test_a_key_has_its_policy(tmp_path: Path, properties: dict[str, Any], has_policy: bool) -> None:
    """A key without one gets KMS's own, which the decision knows."""
    found = read(tmp_path, {"Key": {"Type": "AWS::KMS::Key", "Properties": properties}})
    (key,) = found.resources.values()
    assert key.arn == "arn:aws:kms:eu-west-1:111111111111:key/${Stack.Key}"
    assert key.account == "111111111111"
    assert bool(key.policies) is has_policy


def test_what_certainly_is_not_made_is_not_there(tmp_path: Path) -> None:
    """A condition that is false takes the resource away; one that is true does not."""
    resources = {"Anna": {**user(), "Condition": "No"}, "Otto": user("otto")}
    assert [each.name for each in read(tmp_path, resources, **MAYBE).identities] == ["otto"]


PERHAPS: dict[str, tuple[dict[str, Any], str]] = {
    "a trust policy": (role(), "identities"),
    "a bucket policy": (bucket_policy(), "resources"),
    "a key policy": ({"Type": "AWS::KMS::Key", "Properties": {"KeyPolicy": READ}}, "resources"),
}


@pytest.mark.parametrize(("resource", "where"), PERHAPS.values(), ids=PERHAPS)
def test_the_policy_of_what_may_not_be_made_may_not_be_there(
    tmp_path: Path, resource: dict[str, Any], where: str
) -> None:
    """It allows at most what it says, and at least nothing."""
    found = read(tmp_path, {"Thing": {**resource, "Condition": "Maybe"}}, **MAYBE)
    (policy,) = _policies(found, where)
    assert "condition Maybe is settled at deployment" in policy.perhaps
    assert [each.allows for each in policy.at(Bound.ABOVE)] == [True]
    assert policy.at(Bound.BELOW) == ()


def _policies(found: Assembly, where: str) -> list[Policy]:
    if where == "identities":
        return [each.trust for each in found.identities if each.trust]
    return [policy for each in found.resources.values() for policy in each.policies]


def test_an_inline_policy_that_may_not_be_there_allows_nothing_for_certain(tmp_path: Path) -> None:
    """The user keeps the policies that certainly are."""
    perhaps = {"Fn::If": ["Maybe", inline()[0], {"Ref": "AWS::NoValue"}]}
    found = read(tmp_path, {"Anna": user(Policies=[perhaps, *inline()])}, **MAYBE).identity(ANNA)
    assert found is not None
    assert [bool(each.perhaps) for each in found.policies] == [True, False]
    assert [len(each.at(Bound.BELOW)) for each in found.policies] == [0, 1]
    assert [len(each.at(Bound.ABOVE)) for each in found.policies] == [1, 1]


def test_an_import_takes_the_value_of_the_exporting_stack(tmp_path: Path) -> None:
    """Whichever of the two is read first."""
    output = {"Value": {"Ref": "B"}, "Export": {"Name": "reports"}}
    exporting: dict[str, Any] = {"Resources": {"B": BUCKET}, "Outputs": {"Bucket": output}}
    imported = {"Fn::Join": ["", ["arn:aws:s3:::", {"Fn::ImportValue": "reports"}]]}
    importing: dict[str, Any] = {"Resources": {"Anna": user(Policies=inline(document(resource=imported)))}}
    for number, order in enumerate((("A", "B"), ("B", "A"))):
        templates = dict(zip(order, (exporting, importing), strict=True))
        found = read_assembly(write_assembly(tmp_path / str(number), templates)).identity(ANNA)
        assert found is not None
        assert found.policies[0].document == document(resource=BUCKET_ARN)


def test_stacks_of_two_accounts_are_told_apart(tmp_path: Path) -> None:
    """Two users of one name are two."""
    first = write_assembly(tmp_path / "a", {"Stack": {"Resources": {"Anna": user()}}})
    second = write_assembly(tmp_path / "b", {"Stack": {"Resources": {"Anna": user()}}}, account="222222222222")
    found = [read_assembly(folder).identities[0].arn for folder in (first, second)]
    assert found == [ANNA, "arn:aws:iam::222222222222:user/anna"]


def test_other_resources_are_left_alone(tmp_path: Path) -> None:
    """A queue is no concern of the reader's, and no error."""
    found = read(tmp_path, {"Queue": {"Type": "AWS::SQS::Queue"}})
    assert (found.identities, found.resources) == ((), {})


EVERYWHERE = CloudFormationType(
    name="Acme::Vault::Key",
    form=KMS_KEY.form.text,
    arn_attribute="Arn",
    named_by="Name",
    makes=KMS_KEY,
    policy_in="Access.Document",
    regions_in="Copies",
)
"""A type that no service has: a key in each of several regions."""
ABROAD = {"Region": "us-east-1", "Access": {"Document": READ}}
COPIES: dict[str, tuple[Any, dict[str, list[Any]]]] = {
    "here alone": ([{"Region": {"Ref": "AWS::Region"}}], {"eu-west-1": []}),
    "in two regions, one with a policy": ([{"Region": "eu-west-1"}, ABROAD], {"eu-west-1": [], "us-east-1": [READ]}),
    "in one by a parameter": ([{"Region": {"Ref": "Given"}}], {"${Stack.Given}": []}),
    "perhaps in another": (
        [{"Region": "eu-west-1"}, {"Fn::If": ["Maybe", ABROAD, {"Ref": "AWS::NoValue"}]}],
        {"eu-west-1": [], "${Stack.If-0}": ["${Stack.If-0}"]},
    ),
    "wherever a list says": ({"Ref": "Given"}, {"${Stack.Given}": ["${Stack.Given}"]}),
}


@pytest.mark.parametrize(("copies", "expected"), COPIES.values(), ids=COPIES)
def test_a_type_makes_one_in_each_of_its_regions(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, copies: Any, expected: dict[str, list[Any]]
) -> None:
    """Each is a resource of its own there, with its own policy; what deployment settles is named."""
    monkeypatch.setitem(TYPES, EVERYWHERE.name, EVERYWHERE)
    resource = {"Type": EVERYWHERE.name, "Properties": {"Name": "k", "Copies": copies}}

    found = read(tmp_path, {"K": resource}, **MAYBE)

    told = {
        arn.split(":")[3]: [in_texts(each.document) for each in held.policies] for arn, held in found.resources.items()
    }
    assert told == expected
    assert {each.split("/")[1] for each in found.resources} == {"k"}
    places = [each.origin.property for held in found.resources.values() for each in held.policies]
    assert all(each.startswith("Copies[") and each.endswith("].Access.Document") for each in places)


def test_a_property_that_is_left_out_is_not_said(tmp_path: Path) -> None:
    """`AWS::NoValue` is no value of it."""
    properties = {"TaskDefinition": "task", "Role": {"Ref": "AWS::NoValue"}}
    (found,) = read(tmp_path, {"Service": {"Type": "AWS::ECS::Service", "Properties": properties}}).others
    assert found.said == {"TaskDefinition": "task"}


@pytest.mark.parametrize(("written", "text"), [(True, "true"), (1, "1"), ("yes", "yes")], ids=str)
def test_the_value_of_a_tag_is_a_text(written: Any, text: str, tmp_path: Path) -> None:
    """As IAM has it, whatever the template writes."""
    (found,) = read(tmp_path, {"Role": role(Tags=[{"Key": "team", "Value": written}])}).identities
    assert found.tags == {"team": text}
