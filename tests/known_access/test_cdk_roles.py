"""CDK's own roles for deploying: told by their whole shape, as the pinned CDK writes them, and by nothing less."""

import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import aws_cdk as cdk
import pytest
import yaml
from aws_cdk import aws_codepipeline as codepipeline
from aws_cdk import aws_codepipeline_actions as actions

from tests.known_access.samples import TODAY, filled_in
from tests.proof.test_worlds import OTHER, PRODUCTION, agreed, world_of
from tests.proof.world import bucket_policy, write
from xacct_constructs.assembly import Assembly, Given, TemplateFile, read_assembly
from xacct_constructs.known_access import CdkKind, CdkRole, KnownAccess
from xacct_constructs.proof import Answer, adopt, prove
from xacct_constructs.proof.cdk_roles import cdk_kind

Template = dict[str, Any]
Edit = Callable[[Template], object]

BOOTSTRAP = Path("node_modules/aws-cdk/lib/api/bootstrap/bootstrap-template.yaml")
GIVEN = {
    "TrustedAccounts": OTHER,
    "CloudFormationExecutionPolicies": "arn:aws:iam::aws:policy/AdministratorAccess",
    "FileAssetsBucketKmsKeyId": "AWS_MANAGED_KEY",
}
"""As `cdk bootstrap --trust` has them."""
ENDS = f"{PRODUCTION}-eu-west-1"
FILES = f"arn:aws:iam::{PRODUCTION}:role/cdk-hnb659fds-file-publishing-role-{ENDS}"
ROLES = {
    "DeploymentActionRole": CdkKind.DEPLOY,
    "FilePublishingRole": CdkKind.FILES,
    "ImagePublishingRole": CdkKind.IMAGES,
    "LookupRole": CdkKind.LOOKUP,
    "CloudFormationExecutionRole": None,
}


@pytest.fixture(scope="module")
def bootstrap() -> str:
    """The template of the pinned CDK's bootstrap, as JSON."""
    root = Path(__file__).resolve().parents[2]
    return json.dumps(yaml.load((root / BOOTSTRAP).read_text(), Loader=yaml.CSafeLoader))


def beside(folder: Path, template: Template, given: Mapping[str, str] = GIVEN, **resources: Any) -> Assembly:
    """The story's agreement, and the bootstrap of its account, which trusts another account."""
    world = world_of(agreed())
    world[PRODUCTION] |= resources
    write(folder / "cdk.out", world, [agreed()])
    file = folder / "bootstrap.json"
    file.write_text(json.dumps(template))
    values = [Given(name, value) for name, value in given.items()]
    return read_assembly(
        folder / "cdk.out", TemplateFile(str(file), PRODUCTION, "eu-west-1", "CDKToolkit"), parameters=values
    )


def kinds(assembly: Assembly) -> dict[str, CdkKind | None]:
    """Which of CDK's roles each is, by logical ID."""
    return {each.origin.logical_id: cdk_kind(each) for each in assembly.identities if each.kind == "role"}


def test_bootstrap_is_recognized(bootstrap: str, tmp_path: Path) -> None:
    """Each of its roles that others may assume is one entry, with a sentence; filled in, the proof counts them."""
    assembly = beside(tmp_path, json.loads(bootstrap))
    assert kinds(assembly).items() >= ROLES.items()
    assert prove(assembly, today=TODAY).answer is not Answer.PROVEN
    found = adopt(assembly)
    assert found.refused == ()
    assert [each.kind for each in found.known.cdk_roles] == [
        each for each in (kinds(assembly)[n] for n in ORDER) if each
    ]
    assert not found.known.ways
    assert not found.known.administrators
    proof = prove(assembly, today=TODAY, known=filled_in(found))
    assert (proof.answer, len(proof.known.cdk_roles), proof.doors) == (Answer.PROVEN, 4, ())


ORDER = ("FilePublishingRole", "ImagePublishingRole", "LookupRole", "DeploymentActionRole")


def role_of(template: Template, name: str) -> dict[str, Any]:
    """The properties of a role."""
    found: dict[str, Any] = template["Resources"][name]["Properties"]
    return found


def says(template: Template, name: str) -> list[Any]:
    """The statements of a role's own policy, wherever that stands."""
    apart = template["Resources"].get(f"{name}DefaultPolicy")
    policy = apart["Properties"] if apart else role_of(template, name)["Policies"][0]
    found: list[Any] = policy["PolicyDocument"]["Statement"]
    return found


def trusts(template: Template, name: str) -> list[Any]:
    """The statements of a role's trust policy."""
    found: list[Any] = role_of(template, name)["AssumeRolePolicyDocument"]["Statement"]
    return found


def opened(template: Template) -> Template:
    """The template with a parameter and a condition that deployment settles."""
    template["Parameters"]["Open"] = {"Type": "String"}
    template["Conditions"]["IsOpen"] = {"Fn::Equals": [{"Ref": "Open"}, "yes"]}
    return template


READS = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}
ELSE: dict[str, tuple[str, Edit]] = {
    "a statement more": ("DeploymentActionRole", lambda t: says(t, "DeploymentActionRole").append(READS)),
    "an action more": (
        "FilePublishingRole",
        lambda t: says(t, "FilePublishingRole")[0]["Action"].append("s3:PutBucketPolicy"),
    ),
    "other objects": (
        "FilePublishingRole",
        lambda t: says(t, "FilePublishingRole")[0].update(Resource=["arn:aws:s3:::acme-reports/*"]),
    ),
    "a condition less": ("FilePublishingRole", lambda t: says(t, "FilePublishingRole")[0].pop("Condition")),
    "a wider condition": (
        "DeploymentActionRole",
        lambda t: says(t, "DeploymentActionRole")[1].update(
            Condition={"StringNotEquals": {"s3:ResourceAccount": "999999999999"}}
        ),
    ),
    "any role to pass": ("DeploymentActionRole", lambda t: says(t, "DeploymentActionRole")[3].update(Resource="*")),
    "any parameter to read": (
        "DeploymentActionRole",
        lambda t: says(t, "DeploymentActionRole")[6].update(Resource="*"),
    ),
    "a key of others": (
        "FilePublishingRole",
        lambda t: says(t, "FilePublishingRole")[1].update(Resource=f"arn:aws:kms:eu-west-1:{PRODUCTION}:key/other"),
    ),
    "a Deny less": ("LookupRole", lambda t: role_of(t, "LookupRole").pop("Policies")),
    "a narrower Deny": (
        "LookupRole",
        lambda t: says(t, "LookupRole")[0].update(Resource=f"arn:aws:kms:eu-west-1:{PRODUCTION}:key/other"),
    ),
    "another managed policy": (
        "LookupRole",
        lambda t: role_of(t, "LookupRole").update(ManagedPolicyArns=["arn:aws:iam::aws:policy/AdministratorAccess"]),
    ),
    "a managed policy that is not here": (
        "LookupRole",
        lambda t: role_of(t, "LookupRole")["ManagedPolicyArns"].append(f"arn:aws:iam::{PRODUCTION}:policy/own"),
    ),
    "a policy that stands apart": (
        "ImagePublishingRole",
        lambda t: t["Resources"].update(
            Apart={
                "Type": "AWS::IAM::Policy",
                "Properties": {
                    "PolicyName": "p",
                    "Roles": [{"Ref": "ImagePublishingRole"}],
                    "PolicyDocument": {"Version": "2012-10-17", "Statement": [READS]},
                },
            }
        ),
    ),
    "anybody trusted": ("LookupRole", lambda t: trusts(t, "LookupRole")[0].update(Principal={"AWS": "*"})),
    "a service trusted": (
        "LookupRole",
        lambda t: trusts(t, "LookupRole")[0].update(Principal={"Service": "ec2.amazonaws.com"}),
    ),
    "a role trusted": (
        "DeploymentActionRole",
        lambda t: trusts(t, "DeploymentActionRole")[0].update(Principal={"AWS": f"arn:aws:iam::{OTHER}:role/x"}),
    ),
    "another way in": (
        "DeploymentActionRole",
        lambda t: trusts(t, "DeploymentActionRole")[0].update(Action="sts:AssumeRoleWithWebIdentity"),
    ),
    "a trust that deployment settles": (
        "DeploymentActionRole",
        lambda t: trusts(t, "DeploymentActionRole")[0].update(Principal={"AWS": {"Fn::ImportValue": "who"}}),
    ),
    "another name": ("DeploymentActionRole", lambda t: role_of(t, "DeploymentActionRole").update(RoleName="deploys")),
    "another role's name": (
        "DeploymentActionRole",
        lambda t: role_of(t, "DeploymentActionRole").update(RoleName=f"cdk-other-lookup-role-{ENDS}"),
    ),
    "another account in its name": (
        "LookupRole",
        lambda t: role_of(t, "LookupRole").update(RoleName=f"cdk-hnb659fds-lookup-role-{OTHER}-eu-west-1"),
    ),
    "all but a resource": (
        "FilePublishingRole",
        lambda t: says(t, "FilePublishingRole")[0].update(NotResource=says(t, "FilePublishingRole")[0].pop("Resource")),
    ),
    "all but an action": (
        "FilePublishingRole",
        lambda t: says(t, "FilePublishingRole")[0].update(NotAction=says(t, "FilePublishingRole")[0].pop("Action")),
    ),
    "an Allow for a Deny": ("LookupRole", lambda t: says(t, "LookupRole")[0].update(Effect="Allow")),
    "a Deny that may not be made": (
        "LookupRole",
        lambda t: (
            opened(t)["Resources"].update(
                Apart={
                    "Type": "AWS::IAM::Policy",
                    "Condition": "IsOpen",
                    "Properties": {
                        **role_of(t, "LookupRole").pop("Policies")[0],
                        "Roles": [{"Ref": "LookupRole"}],
                    },
                }
            ),
        ),
    ),
    "a condition that deployment settles": (
        "FilePublishingRole",
        lambda t: says(opened(t), "FilePublishingRole")[0].update(
            Condition={"Fn::If": ["IsOpen", says(t, "FilePublishingRole")[0]["Condition"], {"Ref": "AWS::NoValue"}]}
        ),
    ),
    "a part of a condition that deployment settles": (
        "FilePublishingRole",
        lambda t: says(opened(t), "FilePublishingRole")[0].update(Condition={"StringEquals": {"Ref": "Open"}}),
    ),
    "a trust's condition that deployment settles": (
        "FilePublishingRole",
        lambda t: trusts(opened(t), "FilePublishingRole")[0].update(
            Condition={"Fn::If": ["IsOpen", {"Null": {"sts:ExternalId": "true"}}, {"Ref": "AWS::NoValue"}]}
        ),
    ),
    "actions that deployment settles": (
        "FilePublishingRole",
        lambda t: says(opened(t), "FilePublishingRole")[0].update(Action={"Ref": "Open"}),
    ),
    "a resource that deployment settles": (
        "FilePublishingRole",
        lambda t: says(opened(t), "FilePublishingRole")[0].update(Resource={"Ref": "Open"}),
    ),
    "whom deployment settles": (
        "FilePublishingRole",
        lambda t: trusts(opened(t), "FilePublishingRole")[0].update(Principal={"Ref": "Open"}),
    ),
    "a policy that deployment settles": (
        "FilePublishingRole",
        lambda t: opened(t)["Resources"]["FilePublishingRoleDefaultPolicy"]["Properties"].update(
            PolicyDocument={"Ref": "Open"}
        ),
    ),
    "a statement that is none": (
        "DeploymentActionRole",
        lambda t: says(t, "DeploymentActionRole").append({"Action": "s3:*", "Resource": "*"}),
    ),
    "a service trusted beside the account": (
        "LookupRole",
        lambda t: trusts(t, "LookupRole")[0]["Principal"].update(Service="ec2.amazonaws.com"),
    ),
}


@pytest.mark.parametrize("name", ELSE)
def test_what_has_more_is_shown_for_what_it_is(name: str, bootstrap: str, tmp_path: Path) -> None:
    """One statement, action or principal beyond the shape, and it is none of CDK's; the others still are."""
    role, edit = ELSE[name]
    template = json.loads(bootstrap)
    edit(template)
    assembly = beside(tmp_path, template)
    assert kinds(assembly).items() >= {**ROLES, role: None}.items()


LESS: dict[str, Edit] = {
    "an older bootstrap, without tags and refactoring": lambda t: (
        says(t, "DeploymentActionRole").pop(),
        [trusts(t, name).pop(1) for name in ORDER],
    ),
    "another qualifier": lambda t: t["Parameters"]["Qualifier"].update(Default="acme"),
    "external IDs not denied": lambda t: t["Parameters"]["DenyExternalId"].update(Default="false"),
    "a boundary": lambda t: role_of(t, "LookupRole").update(
        PermissionsBoundary="arn:aws:iam::aws:policy/ReadOnlyAccess"
    ),
}


@pytest.mark.parametrize("edit", LESS.values(), ids=LESS)
def test_what_cdk_writes_otherwise_is_its_own(edit: Edit, bootstrap: str, tmp_path: Path) -> None:
    """By its parameters, or by an older version."""
    template = json.loads(bootstrap)
    edit(template)
    assert kinds(beside(tmp_path, template)).items() >= ROLES.items()


def test_with_a_key_of_its_own_it_is_the_same(bootstrap: str, tmp_path: Path) -> None:
    """As `cdk bootstrap --bootstrap-customer-key` makes it."""
    template = json.loads(bootstrap)
    assert kinds(beside(tmp_path, template, {**GIVEN, "FileAssetsBucketKmsKeyId": ""})).items() >= ROLES.items()


@pytest.fixture(scope="module")
def few(bootstrap: str) -> str:
    """The same without the role that reads everything, whose policy is a long one."""
    template = json.loads(bootstrap)
    del template["Resources"]["LookupRole"]
    return json.dumps(template)


@pytest.fixture(scope="module")
def known(few: str, tmp_path_factory: pytest.TempPathFactory) -> KnownAccess:
    """What is known of it, filled in."""
    return filled_in(adopt(beside(tmp_path_factory.mktemp("before"), json.loads(few))))


def test_an_entry_covers_its_own_policies_and_no_more(known: KnownAccess, few: str, tmp_path: Path) -> None:
    """What a bucket gives the role by name is a step of its own."""
    given = {"Effect": "Allow", "Principal": {"AWS": FILES}, **{**READS, "Resource": "arn:aws:s3:::acme-reports/*"}}
    after = beside(tmp_path, json.loads(few), Opened=bucket_policy("acme-reports", given))
    proof = prove(after, today=TODAY, known=known)
    assert proof.answer is Answer.REFUTED
    found = adopt(after)
    (step,) = found.known.ways
    assert step.allows["Principal"] == {"AWS": FILES}
    assert step.after in {each.id for each in found.known.cdk_roles}
    assert prove(after, today=TODAY, known=filled_in(found)).answer is Answer.PROVEN


GONE: dict[str, tuple[Edit, str]] = {
    "another account is trusted": (
        lambda t: trusts(t, "FilePublishingRole")[2]["Fn::If"][1].update(Principal={"AWS": ["444444444444"]}),
        "the role's trust changed",
    ),
    "it may do more": (lambda t: says(t, "FilePublishingRole").append(READS), "the role's policies changed"),
}


@pytest.mark.parametrize(("edit", "said"), GONE.values(), ids=GONE)
def test_an_entry_lapses(edit: Edit, said: str, known: KnownAccess, few: str, tmp_path: Path) -> None:
    """When the role is not what somebody looked at; it says which of it."""
    template = json.loads(few)
    edit(template)
    proof = prove(beside(tmp_path, template), today=TODAY, known=known)
    assert proof.answer is not Answer.PROVEN or proof.doors
    (finding,) = proof.known_findings
    assert finding.code == "XA613"
    assert said in finding.message


def test_an_entry_is_of_the_kind_that_it_says(known: KnownAccess, few: str, tmp_path: Path) -> None:
    """Fingerprints alone make no role one of CDK's."""
    wrong = KnownAccess.of(
        replace(each, kind=CdkKind.LOOKUP) if isinstance(each, CdkRole) and each.kind is CdkKind.DEPLOY else each
        for _, each in known.entries()
    )
    proof = prove(beside(tmp_path, json.loads(few)), today=TODAY, known=wrong)
    assert proof.answer is not Answer.PROVEN
    (finding,) = proof.known_findings
    assert "shape is not that of CDK's bootstrap-lookup-role" in finding.message


def test_an_entry_that_is_not_filled_in_counts_for_nothing(known: KnownAccess, few: str, tmp_path: Path) -> None:
    """As of every entry."""
    open_ = KnownAccess.of(
        replace(each, owner="") if isinstance(each, CdkRole) and each.kind is CdkKind.DEPLOY else each
        for _, each in known.entries()
    )
    proof = prove(beside(tmp_path, json.loads(few)), today=TODAY, known=open_)
    assert proof.answer is not Answer.PROVEN
    assert [each.code for each in proof.known_findings] == ["XA612"]


# A pipeline of another account


@pytest.fixture(scope="module")
def pipeline(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An app whose pipeline deploys a stack into another account, by every kind of action that deploys."""
    folder = tmp_path_factory.mktemp("pipeline") / "cdk.out"
    app = cdk.App(outdir=str(folder))
    tools = cdk.Stack(app, "Tools", env=cdk.Environment(account=OTHER, region="eu-west-1"))
    code = codepipeline.Artifact("Code")
    source = actions.CodeStarConnectionsSourceAction(
        action_name="Source",
        owner="acme",
        repo="reports",
        connection_arn=f"arn:aws:codestar-connections:eu-west-1:{OTHER}:connection/5b6e3c1a",
        output=code,
    )
    made: dict[str, Any] = {"stack_name": "Orders", "account": PRODUCTION}
    written = {**made, "template_path": code.at_path("template.json")}
    deploys = [
        actions.CloudFormationCreateUpdateStackAction(action_name="Deploy", admin_permissions=True, **written),
        actions.CloudFormationCreateReplaceChangeSetAction(
            action_name="Change", admin_permissions=False, change_set_name="change", **written
        ),
        actions.CloudFormationExecuteChangeSetAction(action_name="Execute", change_set_name="change", **made),
        actions.CloudFormationDeleteStackAction(action_name="Delete", admin_permissions=True, **made),
    ]
    whole = codepipeline.Pipeline(tools, "Pipeline", cross_account_keys=True)
    whole.add_stage(stage_name="Source", actions=[source])
    whole.add_stage(stage_name="Deploy", actions=deploys)
    app.synth()
    return folder


SUPPORT = f"cross-account-support-stack-{PRODUCTION}.template.json"


def test_a_pipelines_roles_are_recognized(pipeline: Path) -> None:
    """One entry for each action's role; those that CloudFormation takes on nobody else comes into."""
    assembly = read_assembly(pipeline)
    of_cdk = {each.name for each in assembly.identities if cdk_kind(each) is CdkKind.PIPELINE}
    assert len(of_cdk) == 4
    found = adopt(assembly)
    assert {each.role.rpartition("/")[2] for each in found.known.cdk_roles} == of_cdk
    assert not found.known.administrators
    assert prove(assembly, today=TODAY, known=filled_in(found)).answer is Answer.PROVEN


def found_in(template: Template, ending: str) -> Template:
    """The properties of the first resource whose logical ID has this in it."""
    return next(each["Properties"] for name, each in template["Resources"].items() if ending in name)


MORE: dict[str, Edit] = {
    "a statement more": lambda t: found_in(t, "DeployActionRoleDefault")["PolicyDocument"]["Statement"].append(READS),
    "any role to pass": lambda t: found_in(t, "DeployActionRoleDefault")["PolicyDocument"]["Statement"][0].update(
        Resource="*"
    ),
    "another bucket": lambda t: found_in(t, "DeployActionRoleDefault")["PolicyDocument"]["Statement"][1].update(
        Resource="arn:aws:s3:::acme-reports/*"
    ),
    "any stack": lambda t: found_in(t, "DeployActionRoleDefault")["PolicyDocument"]["Statement"][3].update(
        Resource="*"
    ),
    "a user trusted": lambda t: found_in(t, "DeployDeployActionRole")["AssumeRolePolicyDocument"]["Statement"][
        0
    ].update(Principal={"AWS": f"arn:aws:iam::{OTHER}:user/x"}),
    "tags taken": lambda t: found_in(t, "DeployDeployActionRole")["AssumeRolePolicyDocument"]["Statement"][0].update(
        Action=["sts:AssumeRole", "sts:TagSession"]
    ),
    "a name of its own": lambda t: found_in(t, "DeployDeployActionRole").update(RoleName="deploys"),
}


@pytest.mark.parametrize("edit", MORE.values(), ids=MORE)
def test_a_pipelines_role_with_more_is_none(edit: Edit, pipeline: Path, tmp_path: Path) -> None:
    """One of them; the three others still are."""
    shutil.copytree(pipeline, tmp_path / "cdk.out")
    file = tmp_path / "cdk.out" / SUPPORT
    template = json.loads(file.read_text())
    edit(template)
    file.write_text(json.dumps(template))
    found = read_assembly(tmp_path / "cdk.out").identities
    assert [cdk_kind(each) for each in found].count(CdkKind.PIPELINE) == 3
