"""What stands around a resource that hands on what is agreed on says who comes there, and is told when it changes."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.known_access.samples import REVIEWED
from tests.proof.test_beside import PARAMETERS, api, arn_of, furnished, method_of
from tests.proof.test_worlds import OTHER, PRODUCTION, agreed, of_account
from tests.proof.world import Resources, allow, assembly, document
from xacct_constructs.assembly import Assembly
from xacct_constructs.known_access import KnownAccess
from xacct_constructs.proof import Answer, adopt, compare, prove

Edit = Callable[[Resources], object]
INVOKING = allow("execute-api:Invoke", Resource="execute-api:/*", **of_account(OTHER))
BY_OIDC = {"Type": "authenticate-oidc"}
ON_TO_TARGETS = {"Type": "forward", "TargetGroupArn": {"Ref": "Targets"}}
EVERYBODY = "0.0.0.0/0"


def made(kind: str, **said: Any) -> dict[str, Any]:
    """A resource of this type."""
    return {"Type": f"AWS::{kind}", "Properties": said}


def method(of: str, logical_id: str) -> dict[str, Any]:
    """A method of an API that calls a function."""
    kind, said = method_of(of, logical_id)
    return {"Type": kind, "Properties": said}


def says(logical_id: str, **properties: Any) -> Edit:
    """A resource says this from now on."""
    return lambda resources: resources[logical_id]["Properties"].update(properties)


def comes(**resources: dict[str, Any]) -> Edit:
    """These resources stand there from now on."""
    return lambda found: found.update(resources)


def route(to: str, authorization: str = "JWT") -> dict[str, Any]:
    """A route to something behind an API."""
    target = {"Fn::Sub": f"integrations/${{{to}}}"}
    return made("ApiGatewayV2::Route", ApiId={"Ref": "Http"}, AuthorizationType=authorization, Target=target)


def behind(logical_id: str) -> dict[str, Any]:
    """What an API calls."""
    uri = arn_of(logical_id)
    return made("ApiGatewayV2::Integration", ApiId={"Ref": "Http"}, IntegrationUri=uri)


class Row(NamedTuple):
    """What hands on what is agreed on, with what stands around it; edits that let in others, and such as do not."""

    resources: Resources
    opening: dict[str, Edit]
    harmless: dict[str, Edit]


PROGRAM = {"a program that is deployed anew": says("Reading", Handler="index.other")}
BALANCED: Resources = {
    "Targets": made("ElasticLoadBalancingV2::TargetGroup", TargetType="lambda", Targets=[{"Id": arn_of("Reading")}]),
    "Listener": made(
        "ElasticLoadBalancingV2::Listener", LoadBalancerArn={"Ref": "Balancer"}, DefaultActions=[BY_OIDC, ON_TO_TARGETS]
    ),
    "Balancer": made(
        "ElasticLoadBalancingV2::LoadBalancer", Scheme="internal", SecurityGroups=[{"Fn::GetAtt": "Group.GroupId"}]
    ),
    "Group": made("EC2::SecurityGroup", SecurityGroupIngress=[{"CidrIp": "10.0.0.0/8"}]),
    "Elsewhere": made("ElasticLoadBalancingV2::LoadBalancer", Scheme="internal"),
}
ROWS = {
    "a method of an API": Row(
        {
            "Api": api(INVOKING),
            "Method": method("Api", "Reading"),
            "Knows": made("ApiGateway::Authorizer", RestApiId={"Ref": "Api"}, ProviderARNs=["arn:pool"]),
            "Stage": made("ApiGateway::Stage", RestApiId={"Ref": "Api"}, StageName="live"),
        },
        {
            "the API lets in everybody": says("Api", Policy=document({**INVOKING, "Principal": {"AWS": "*"}})),
            "its people are known by something else": says("Knows", ProviderARNs=["arn:other-pool"]),
        },
        {
            **PROGRAM,
            "a description": says("Api", Description="else"),
            "a stage": says("Stage", StageName="test"),
            "another method": comes(More=method("Api", "Idling")),
        },
    ),
    "a route of an HTTP API": Row(
        {"Http": made("ApiGatewayV2::Api"), "Behind": behind("Reading"), "Route": route("Behind")},
        {
            "nobody is asked who they are": comes(Route=route("Behind", "NONE")),
            "another route leads there": comes(Second=route("Behind", "NONE")),
        },
        {**PROGRAM, "a route elsewhere": comes(Idle=behind("Idling"), Second=route("Idle", "NONE"))},
    ),
    "an API of GraphQL": Row(
        {
            "Graph": made("AppSync::GraphQLApi", AuthenticationType="OPENID_CONNECT"),
            "Source": made(
                "AppSync::DataSource",
                ApiId={"Fn::GetAtt": ["Graph", "ApiId"]},
                LambdaConfig={"LambdaFunctionArn": arn_of("Reading")},
            ),
        },
        {
            "whoever has a key comes in": says("Graph", AuthenticationType="API_KEY"),
            "there is a key": comes(Key=made("AppSync::ApiKey", ApiId={"Fn::GetAtt": ["Graph", "ApiId"]})),
        },
        {
            **PROGRAM,
            "a tag": says("Graph", Tags=[{"Key": "team", "Value": "reports"}]),
            "another API": comes(Second=made("AppSync::GraphQLApi", AuthenticationType="API_KEY")),
        },
    ),
    "a pool of identities": Row(
        {
            "Pool": made("Cognito::IdentityPool", AllowUnauthenticatedIdentities=False),
            "Given": made(
                "Cognito::IdentityPoolRoleAttachment",
                IdentityPoolId={"Ref": "Pool"},
                Roles={"unauthenticated": arn_of("Reads")},
            ),
        },
        {"nobody needs to sign in": says("Pool", AllowUnauthenticatedIdentities=True)},
        {**PROGRAM, "another pool": comes(Second=made("Cognito::IdentityPool", AllowUnauthenticatedIdentities=True))},
    ),
    "targets of a load balancer": Row(
        BALANCED,
        {
            "nobody is asked who they are": says("Listener", DefaultActions=[ON_TO_TARGETS]),
            "a rule leads there as well": comes(
                Rule=made(
                    "ElasticLoadBalancingV2::ListenerRule", ListenerArn={"Ref": "Listener"}, Actions=[ON_TO_TARGETS]
                )
            ),
            "it stands in the internet": says("Balancer", Scheme="internet-facing"),
            "its port is opened to everybody": says("Group", SecurityGroupIngress=[{"CidrIp": EVERYBODY}]),
        },
        {**PROGRAM, "another balancer": says("Elsewhere", Scheme="internet-facing")},
    ),
    "a distribution": Row(
        {
            "Site": made(
                "CloudFront::Distribution",
                DistributionConfig={
                    "Origins": [{"Id": "reports", "DomainName": "acme-reports.s3.amazonaws.com"}],
                    "DefaultCacheBehavior": {"TargetOriginId": "reports", "TrustedKeyGroups": [{"Ref": "Signers"}]},
                },
            ),
            "Signers": made("CloudFront::KeyGroup", KeyGroupConfig={"Items": [{"Ref": "Signer"}]}),
            "Signer": made("CloudFront::PublicKey", PublicKeyConfig={"EncodedKey": "ours"}),
        },
        {"somebody else signs": says("Signer", PublicKeyConfig={"EncodedKey": "theirs"})},
        {
            "another key": comes(Second=made("CloudFront::PublicKey", PublicKeyConfig={"EncodedKey": "theirs"})),
            "the key is of another group too": comes(
                Others=made("CloudFront::KeyGroup", KeyGroupConfig={"Items": [{"Ref": "Signer"}]})
            ),
        },
    ),
    "a location that is copied": Row(
        {
            "From": made("DataSync::LocationS3", S3BucketArn="arn:aws:s3:::acme-reports"),
            "To": made("DataSync::LocationNFS", ServerHostname="files.acme.example"),
            "Copying": made(
                "DataSync::Task",
                SourceLocationArn={"Ref": "From"},
                DestinationLocationArn={"Fn::GetAtt": ["To", "LocationArn"]},
            ),
        },
        {"it goes elsewhere": says("To", ServerHostname="files.other.example")},
        {"another location": comes(Second=made("DataSync::LocationNFS", ServerHostname="files.other.example"))},
    ),
    "a share": Row(
        {
            "Share": made("RAM::ResourceShare", Principals=[OTHER]),
            "Shared": made(
                "RAM::ResourceAssociation",
                ResourceArn="arn:aws:s3:::acme-reports",
                ResourceShareArn={"Fn::GetAtt": ["Share", "Arn"]},
            ),
        },
        {"it is shared with one more": says("Share", Principals=[OTHER, "444444444444"])},
        {"another share": comes(Second=made("RAM::ResourceShare", Principals=["444444444444"]))},
    ),
}


def read(folder: Path, resources: Resources, *edits: Edit) -> Assembly:
    """The furnished world with these resources, edited."""
    world = furnished()
    world[PRODUCTION] |= deepcopy(resources)
    for each in edits:
        each(world[PRODUCTION])
    return assembly(folder, world, [agreed()], Parameters=PARAMETERS)


def edits(name: str) -> list[Any]:
    """Each edit of one sort, with what it stands in."""
    return [
        pytest.param(row.resources, edit, id=f"{of}: {what}")
        for of, row in ROWS.items()
        for what, edit in getattr(row, name).items()
    ]


def looked_at(found: Assembly) -> KnownAccess:
    """Everything that is in doubt there, accepted."""
    return KnownAccess.of(replace(each, **REVIEWED) for _, each in adopt(found).known.entries())


@pytest.mark.parametrize(("resources", "edit"), edits("opening"))
def test_who_comes_there_is_told_when_it_changes(resources: Resources, edit: Edit, tmp_path: Path) -> None:
    """By what is compared; and what somebody has looked at is to be looked at again."""
    before, after = read(tmp_path / "before", resources), read(tmp_path / "after", resources, edit)
    known = looked_at(before)

    assert prove(before, known=known).answer is Answer.PROVEN
    assert compare(before, after).undecided
    assert prove(after, known=known).answer is Answer.UNDECIDED


@pytest.mark.parametrize(("resources", "edit"), edits("harmless"))
def test_what_stands_elsewhere_tells_nothing(resources: Resources, edit: Edit, tmp_path: Path) -> None:
    """Who comes there is the same."""
    before, after = read(tmp_path / "before", resources), read(tmp_path / "after", resources, edit)

    assert not compare(before, after).undecided
    assert prove(after, known=looked_at(before)).answer is Answer.PROVEN
