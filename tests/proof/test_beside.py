"""What stands beside the policies: each kind of resource where it bears on what is agreed on, and where it does not."""

import json
from collections.abc import Callable, Mapping
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

import pytest

from tests.proof.test_worlds import (
    FINANCE,
    FINANCES_BUCKET,
    KEY,
    OTHER,
    OWN_ADMINISTRATORS,
    PRODUCTION,
    READER_ARN,
    READER_SESSION,
    REPORTS,
    STAGING,
    agreed,
    key,
    of_account,
    world_of,
)
from tests.proof.world import Resources, World, allow, assembly, bucket, bucket_policy, document, in_memory, role, write
from tools import type_reference
from xacct_constructs import (
    Agreement,
    RawStatements,
    S3Read,
    TrustedAccount,
    TrustedOrganization,
    TrustedRole,
    TrustedUser,
)
from xacct_constructs.assembly import read_assembly
from xacct_constructs.principals import TrustedPrincipal
from xacct_constructs.proof import Answer, compare, prove
from xacct_constructs.world import May, row_of
from xacct_constructs.world.properties import UNLISTED as OF_NO_LIST

PARAMETERS = {"Given": {"Type": "String"}}
GIVEN = {"Ref": "Given"}
LAMBDA = {"Service": "lambda.amazonaws.com"}
PODS = {"Service": "pods.eks.amazonaws.com"}
OTHERS = "arn:aws:s3:::acme-other"
POINT = f"arn:aws:s3:eu-west-1:{PRODUCTION}:accesspoint/reports"


def function(name: str, acts_as: Any) -> dict[str, Any]:
    """A function that acts as a role."""
    code = {"ZipFile": "def handler(event, context): return event"}
    said = {"FunctionName": name, "Code": code, "Handler": "index.handler", "Role": acts_as}
    return {"Type": "AWS::Lambda::Function", "Properties": said}


def machine(acts_as: Any) -> dict[str, Any]:
    """A state machine that acts as a role."""
    return {"Type": "AWS::StepFunctions::StateMachine", "Properties": {"RoleArn": acts_as, "DefinitionString": "{}"}}


def machine_alias(name: str, of: str) -> Resources:
    """An alias of a state machine, and the version that it stands for."""
    routed = [{"StateMachineVersionArn": {"Ref": f"{name}Version"}, "Weight": 100}]
    made = {
        f"{name}Version": ("AWS::StepFunctions::StateMachineVersion", {"StateMachineArn": {"Ref": of}}),
        name: ("AWS::StepFunctions::StateMachineAlias", {"Name": "live", "RoutingConfiguration": routed}),
    }
    return {logical_id: {"Type": kind, "Properties": said} for logical_id, (kind, said) in made.items()}


def express(name: str, acts_as: Any) -> dict[str, Any]:
    """A state machine that says what it is called, and of which type it is."""
    found = machine(acts_as)
    found["Properties"] |= {"StateMachineName": name, "StateMachineType": "EXPRESS"}
    return found


def layer(of: str) -> dict[str, Any]:
    """A layer of what lies in a bucket."""
    content = {"S3Bucket": of, "S3Key": "monthly/layer.zip"}
    return {"Type": "AWS::Lambda::LayerVersion", "Properties": {"Content": content}}


def acting(name: str, *statements: Mapping[str, Any]) -> dict[str, Any]:
    """A role of the account's functions."""
    return role(name, {"Principal": LAMBDA}, *statements)


def on_path(path: str, found: dict[str, Any]) -> dict[str, Any]:
    """The role, on a path."""
    found["Properties"]["Path"] = path
    return found


def admitting_its_account(found: dict[str, Any]) -> dict[str, Any]:
    """The role, which the account's own may assume too."""
    found["Properties"]["AssumeRolePolicyDocument"]["Statement"].append(
        allow("sts:AssumeRole", **of_account(PRODUCTION))
    )
    return found


def arn_of(logical_id: str) -> dict[str, Any]:
    """The attribute."""
    return {"Fn::GetAtt": [logical_id, "Arn"]}


def furnished(agreement: Agreement | None = None) -> World:
    """The agreement's world, with functions that reach the reports, alone or along a chain, and one that does not."""
    world = world_of(agreement or agreed())
    reading = allow("s3:GetObject", Resource=f"{REPORTS}/*")
    managed = {"ManagedPolicyArns": ["arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"]}
    idle = acting("idle", allow("s3:GetObject", Resource=f"{OTHERS}/*"))
    idle["Properties"] |= managed
    world[PRODUCTION] |= {
        "Reads": admitting_its_account(acting("reads", reading)),
        "OnPath": on_path("/for/sftp/", acting("on-path", reading)),
        "Chains": acting("chains", allow("sts:AssumeRole", Resource=A_ROLE % "reads")),
        "Shut": acting("shut", reading),
        "Knocks": acting("knocks", allow("sts:AssumeRole", Resource=A_ROLE % "shut")),
        "Idle": idle,
        "Reading": function("reading", arn_of("Reads")),
        "Chaining": function("chaining", arn_of("Chains")),
        "Knocking": function("knocking", arn_of("Knocks")),
        "Unsaid": function("unsaid", GIVEN),
        "Wanting": function("wanting", "of-another-team"),
        "Namesake": function("acme-reports", arn_of("Idle")),
        "Table": {"Type": "AWS::DynamoDB::Table", "Properties": {"TableName": "acme-reports"}},
        "Idling": function("idling", arn_of("Idle")),
        "Machine": machine(arn_of("Reads")),
        "IdleMachine": machine(arn_of("Idle")),
        **machine_alias("Live", "Machine"),
        **machine_alias("IdleLive", "IdleMachine"),
        "OpenLive": {"Type": "AWS::StepFunctions::StateMachineAlias", "Properties": {"RoutingConfiguration": GIVEN}},
        "Express": express("express", arn_of("Reads")),
        "IdleExpress": express("idle-express", arn_of("Idle")),
        "Signing": function("signing", arn_of("Signs")),
        "Asks": acting("asks", allow("lambda:InvokeFunction", Resource=A_FUNCTION % "reading")),
        "Asking": function("asking", arn_of("Asks")),
        "AsksOn": acting("asks-on", allow("lambda:*", Resource=f"{A_FUNCTION % 'asking'}:live")),
        "AskingOn": function("asking-on", arn_of("AsksOn")),
        "AsksIdle": acting("asks-idle", allow("lambda:InvokeFunction", Resource=A_FUNCTION % "idling")),
        "AskingIdle": function("asking-idle", arn_of("AsksIdle")),
        "StartsByName": acting("starts-by-name", allow("states:StartSyncExecution", Resource=A_MACHINE)),
        "StartingByName": function("starting-by-name", arn_of("StartsByName")),
        "Starts": acting("starts", allow("states:StartSyncExecution", Resource={"Ref": "Machine"})),
        "Starting": function("starting", arn_of("Starts")),
        "Vendor": role("vendor", of_account(OTHER), allow("sts:AssumeRole", Resource=A_ROLE % "behind")),
        "Behind": role("behind", of_account(PRODUCTION)),
        "Files": role("files", {"Principal": {"Service": "transfer.amazonaws.com"}}, reading),
        "Queues": acting("queues", allow("sqs:SendMessage", Resource="*")),
        "Queueing": function("queueing", arn_of("Queues")),
        "Changes": acting("changes", allow("iam:PutRolePolicy", Resource="*")),
        "Entered": role("entered", of_account(OTHER)),
        "Pod": role("pod", {"Principal": PODS}, allow("s3:GetObject", Resource=f"{REPORTS}/*")),
        "Changing": function("changing", arn_of("Changes")),
        "Updates": acting("updates", allow("lambda:UpdateFunctionCode", Resource=A_FUNCTION % "reading")),
        "Secret": {"Type": "AWS::SecretsManager::Secret"},
        "Reveals": acting("reveals", allow("secretsmanager:GetSecretValue", Resource={"Ref": "Secret"})),
        "Revealing": function("revealing", arn_of("Reveals")),
        "StartsIdle": acting("starts-idle", allow("states:StartExecution", Resource=[{"Ref": "IdleMachine"}])),
        "StartingIdle": function("starting-idle", arn_of("StartsIdle")),
        "Signs": acting("signs", allow("secretsmanager:GetSecretValue", Resource="*")),
        "ReadingAlias": {
            "Type": "AWS::Lambda::Alias",
            "Properties": {"FunctionName": {"Ref": "Reading"}, "FunctionVersion": "1", "Name": "live"},
        },
        "ReadingUrl": {"Type": "AWS::Lambda::Url", "Properties": url(arn_of("Reading"), "AWS_IAM")[1]},
        "IdlingUrl": {"Type": "AWS::Lambda::Url", "Properties": url(arn_of("Idling"), "AWS_IAM")[1]},
        "HttpApi": {"Type": "AWS::ApiGatewayV2::Api", "Properties": {"Name": "http", "ProtocolType": "HTTP"}},
        "Layer": layer("acme-reports"),
        "OtherLayer": layer("acme-other"),
        "Nightly": {"Type": "AWS::Events::Rule", "Properties": {"ScheduleExpression": "rate(1 day)"}},
        "Other": bucket("acme-other"),
        "Vault": {"Type": "AWS::Backup::LogicallyAirGappedBackupVault", "Properties": {"BackupVaultName": "kept"}},
        "Nameless": {"Type": "AWS::S3::Bucket"},
        "OwnApi": api(allow("execute-api:Invoke", Resource="execute-api:/*", **of_account(PRODUCTION))),
        "OpenApi": api(allow("execute-api:Invoke", Resource="execute-api:/*", **of_account(OTHER))),
        "Stage": stage("prod"),
        "HttpStage": stage("live", "V2"),
        "GivenStage": stage(GIVEN),
        "OwnImported": imported_api(allow("execute-api:Invoke", Resource="*", **of_account(PRODUCTION))),
        "OpenImported": imported_api(allow("execute-api:Invoke", Resource="*", **of_account(OTHER))),
        "Inside": {"Type": method_of("OwnApi", "Reading")[0], "Properties": method_of("OwnApi", "Reading")[1]},
        "AsksApi": acting("asks-api", allow("execute-api:Invoke", Resource="*")),
        "AskingApi": function("asking-api", arn_of("AsksApi")),
        "Point": {"Type": "AWS::S3::AccessPoint", "Properties": {"Bucket": "acme-reports", "Name": "reports"}},
        "OtherPoint": {"Type": "AWS::S3::AccessPoint", "Properties": {"Bucket": "acme-other", "Name": "other"}},
        "ReadsByPoint": acting("by-point", allow("s3:GetObject", Resource=f"{POINT}/object/*")),
        "ReadingByPoint": function("reading-by-point", arn_of("ReadsByPoint")),
    }
    told = {"Variables": {"FROM": REPORTS}}
    world[PRODUCTION]["Namesake"]["Properties"]["Environment"] = told
    return world


def server(provider: Any) -> tuple[str, dict[str, Any]]:
    """A server of SFTP, by how it knows its users."""
    details = {"Function": arn_of("Idling")}
    return "AWS::Transfer::Server", {"IdentityProviderType": provider, "IdentityProviderDetails": details}


def url(function_: Any, auth: str = "NONE") -> tuple[str, dict[str, Any]]:
    """A function URL."""
    return "AWS::Lambda::Url", {"AuthType": auth, "TargetFunctionArn": function_}


READING = arn_of("Reading")


def one_of(*values: Any) -> dict[str, Any]:
    """One of these, as deployment settles."""
    return {"Fn::Select": [GIVEN, list(values)]}


def going_on(begin: str) -> dict[str, Any]:
    """A text of which deployment settles the end."""
    return {"Fn::Sub": f"{begin}${{Given}}"}


def changed(what: tuple[str, dict[str, Any]], **said: Any) -> tuple[str, dict[str, Any]]:
    """The resource with other properties."""
    return what[0], {**what[1], **said}


def permission(function_: Any = READING, **said: Any) -> tuple[str, dict[str, Any]]:
    """A permission to call a function."""
    return "AWS::Lambda::Permission", {"Action": "lambda:InvokeFunction", "FunctionName": function_, **said}


def policy_of_function(service: str, **condition: Any) -> tuple[str, dict[str, Any]]:
    """A policy of a function that lets a service call it."""
    lets = allow("lambda:InvokeFunction", Principal={"Service": service}, Resource="*", Condition=condition)
    return "AWS::Lambda::ResourcePolicy", {"ResourceArn": READING, "PolicyDocument": document(lets)}


def distribution(domain: Any) -> tuple[str, dict[str, Any]]:
    """A distribution of one origin."""
    return "AWS::CloudFront::Distribution", {"DistributionConfig": {"Origins": [{"DomainName": domain, "Id": "one"}]}}


def attribute(logical_id: str, name: str) -> dict[str, Any]:
    """The attribute of that name."""
    return {"Fn::GetAtt": [logical_id, name]}


def part_of(address: Any, index: int = 2) -> dict[str, Any]:
    """The host of an address, as the CDK's origins of CloudFront take it, or another part."""
    return {"Fn::Select": [index, {"Fn::Split": ["/", address]}]}


STAGE_OF_API = {"Fn::Sub": "https://${OwnApi}.execute-api.${AWS::Region}.${AWS::URLSuffix}/prod/${Given}"}


def at_stage(logical_id: str) -> tuple[str, dict[str, Any]]:
    """A distribution of an API, whose path is what its stage is called."""
    address = {"Fn::Sub": f"https://${{OwnApi}}.execute-api.${{AWS::Region}}.${{AWS::URLSuffix}}/${{{logical_id}}}/"}
    path = {"Fn::Join": ["", ["/", part_of(address, 3)]]}
    origin = {"DomainName": part_of(address), "OriginPath": path, "Id": "one"}
    return "AWS::CloudFront::Distribution", {"DistributionConfig": {"Origins": [origin]}}


def stage(name: Any, version: str = "") -> dict[str, Any]:
    """A stage of an API."""
    return {"Type": f"AWS::ApiGateway{version}::Stage", "Properties": {"StageName": name}}


def method(uri: Any, auth: str = "NONE", **integration: Any) -> tuple[str, dict[str, Any]]:
    """A method of an API."""
    return "AWS::ApiGateway::Method", {"AuthorizationType": auth, "Integration": {"Uri": uri, **integration}}


def imported(**paths: str) -> tuple[str, dict[str, Any]]:
    """An imported API in one text, with what each of its paths says."""
    return "AWS::ApiGateway::RestApi", {"Body": {"Fn::Sub": json.dumps({"paths": paths})}}


def api(*statements: Mapping[str, Any]) -> dict[str, Any]:
    """An API with a policy of its own."""
    return {"Type": "AWS::ApiGateway::RestApi", "Properties": {"Name": "api", "Policy": document(*statements)}}


def imported_api(*statements: Mapping[str, Any]) -> dict[str, Any]:
    """An API that has its policy from what it is imported from."""
    body = {"openapi": "3.0.1", "x-amazon-apigateway-policy": document(*statements), "paths": {}}
    return {"Type": "AWS::ApiGateway::RestApi", "Properties": {"Body": body}}


def method_of(api_: str, logical_id: str) -> tuple[str, dict[str, Any]]:
    """A method of an API that IAM guards, which calls a function."""
    kind, said = method(calls(logical_id), "AWS_IAM")
    return kind, {**said, "RestApiId": {"Ref": api_}}


def calls(logical_id: str) -> dict[str, Any]:
    """How an API calls a function."""
    return calls_by(f"${{{logical_id}.Arn}}")


def calls_by(name: str) -> dict[str, Any]:
    """How an API calls what is named so."""
    return {"Fn::Sub": f"arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/{name}/invocations"}


def starting(logical_id: str) -> tuple[str, dict[str, Any]]:
    """A method that answers with what a state machine comes to."""
    template = {"Fn::Sub": f'{{"input": "$input.body", "stateMachineArn": "${{{logical_id}}}"}}'}
    states = "arn:aws:apigateway:eu-west-1:states:action/StartSyncExecution"
    return method(states, Credentials=arn_of("Idle"), Type="AWS", RequestTemplates={"application/json": template})


def starting_by_http(logical_id: str) -> tuple[str, dict[str, Any]]:
    """The same, of an HTTP API."""
    said = {"Input": "$request.body", "StateMachineArn": {"Ref": logical_id}}
    subtype = "StepFunctions-StartSyncExecution"
    return "AWS::ApiGatewayV2::Integration", {"IntegrationSubtype": subtype, "RequestParameters": said}


def http_source(**more: Any) -> tuple[str, dict[str, Any]]:
    """A source of AppSync that asks by HTTP; what it asks stands in the code of the API's resolvers."""
    said = {"Endpoint": "https://sync-states.eu-west-1.amazonaws.com/", **more}
    return "AWS::AppSync::DataSource", {"HttpConfig": said, "ServiceRoleArn": arn_of("Idle")}


def several_regions(bucket: Any) -> tuple[str, dict[str, Any]]:
    """An access point of several regions."""
    return "AWS::S3::MultiRegionAccessPoint", {"Regions": [{"Bucket": bucket}]}


def containers(acts_as: str, **registered: Any) -> Resources:
    """A service of containers, and what it runs."""
    task = {"Type": "AWS::ECS::TaskDefinition", "Properties": {"TaskRoleArn": arn_of(acts_as)}}
    said = {"TaskDefinition": {"Ref": "Task"}, **registered}
    return {"Task": task, "Added": {"Type": "AWS::ECS::Service", "Properties": said}}


def machines(acts_as: str, kind: str, **said: Any) -> Resources:
    """What machines are launched from that act as a role, and something of a kind."""
    made: dict[str, tuple[str, dict[str, Any]]] = {
        "Profile": ("AWS::IAM::InstanceProfile", {"InstanceProfileName": "web", "Roles": [{"Ref": acts_as}]}),
        "Template": ("AWS::EC2::LaunchTemplate", {"LaunchTemplateData": {"IamInstanceProfile": {"Name": "web"}}}),
        "Launching": ("AWS::AutoScaling::LaunchConfiguration", {"IamInstanceProfile": arn_of("Profile")}),
        "Machine0": ("AWS::EC2::Instance", {"IamInstanceProfile": {"Ref": "Profile"}}),
        "Machine1": ("AWS::EC2::Instance", {"LaunchTemplate": BY_TEMPLATE}),
        "Added": (kind, said),
    }
    return {name: {"Type": type_, "Properties": properties} for name, (type_, properties) in made.items()}


def by_interface(acts_as: str, address: Any = None, **machine: Any) -> Resources:
    """A load balancer that sends on what it gets to an address, which is an interface's by default, and a machine."""
    said = {"IamInstanceProfile": {"Ref": "Profile"}, **machine}
    target = address or {"Fn::GetAtt": ["Interface", "PrimaryPrivateIpAddress"]}
    return {
        **machines(acts_as, TARGETS, TargetType="ip", Targets=[{"Id": target}]),
        "Interface": {"Type": "AWS::EC2::NetworkInterface", "Properties": {"PrivateIpAddress": "10.0.0.9"}},
        "Machine2": {"Type": "AWS::EC2::Instance", "Properties": said},
    }


def called_alike(form: str) -> dict[str, Any]:
    """An ARN of somebody, that ends as the account's own bucket is called."""
    return {"Fn::Sub": f"{form}${{Nameless}}"}


def piped(target: Any, source: Any = REPORTS) -> tuple[str, dict[str, Any]]:
    """A pipe from somewhere to somewhere."""
    return "AWS::Pipes::Pipe", {"Source": source, "RoleArn": arn_of("Idle"), "Target": target}


def recording(**to: Any) -> tuple[str, dict[str, Any]]:
    """A pipe of the account's own that records what it sends."""
    kind, said = piped(f"arn:aws:sqs:eu-west-1:{PRODUCTION}:taken")
    return kind, {**said, "LogConfiguration": {"Level": "TRACE", "IncludeExecutionData": ["ALL"], **to}}


def enriched(by: Any, target: str) -> tuple[str, dict[str, Any]]:
    """A pipe that sends on what a function or a state machine answers."""
    kind, said = piped(target, f"arn:aws:sqs:eu-west-1:{PRODUCTION}:orders")
    return kind, {**said, "Enrichment": by}


def answering(function_: Any, queue: Any) -> tuple[str, dict[str, Any]]:
    """Where a function's answers go."""
    told = {"DestinationConfig": {"OnSuccess": {"Destination": queue}}}
    return "AWS::Lambda::EventInvokeConfig", {"FunctionName": function_, "Qualifier": "$LATEST", **told}


def layered(layer: Any, principal: str) -> tuple[str, dict[str, Any]]:
    """Who may have a layer."""
    said = {"Action": "lambda:GetLayerVersion", "LayerVersionArn": layer, "Principal": principal}
    return "AWS::Lambda::LayerVersionPermission", said


def in_cluster(principal: Any) -> tuple[str, dict[str, Any]]:
    """Who may run programs in a cluster."""
    return "AWS::EKS::AccessEntry", {"ClusterName": "cluster", "PrincipalArn": principal}


def transforming(point: Any) -> tuple[str, dict[str, Any]]:
    """An access point that hands on what a function makes of what another one reads."""
    return "AWS::S3ObjectLambda::AccessPoint", {"ObjectLambdaConfiguration": {"SupportingAccessPoint": point}}


def provided(token: Any) -> tuple[str, dict[str, Any]]:
    """A custom resource."""
    return "Custom::Anything", {"ServiceToken": token}


def calling(action: str, **parameters: Any) -> tuple[str, dict[str, Any]]:
    """A custom resource that calls AWS, as CDK writes it."""
    text = json.dumps({"service": "S3", "action": action, "parameters": parameters})
    return "Custom::AWS", {"ServiceToken": arn_of("Idling"), "Create": {"Fn::Sub": text}}


def perhaps_calling(action: str, **parameters: Any) -> tuple[str, dict[str, Any]]:
    """A custom resource that calls AWS, or does nothing."""
    found = calling(action, **parameters)
    return changed(found, Create=one_of(found[1]["Create"], "{}"))


def scheduled(action: str, **parameters: Any) -> tuple[str, dict[str, Any]]:
    """A schedule that calls AWS."""
    target = {"Arn": f"arn:aws:scheduler:::aws-sdk:{action}", "RoleArn": arn_of("Idle")}
    return "AWS::Scheduler::Schedule", {"Target": {**target, "Input": {"Fn::Sub": json.dumps(parameters)}}}


def running(action: str, **parameters: Any) -> tuple[str, dict[str, Any]]:
    """A state machine that calls AWS."""
    step = {"Type": "Task", "Resource": f"arn:aws:states:::aws-sdk:{action}", "Parameters": parameters, "End": True}
    return "AWS::StepFunctions::StateMachine", {"Definition": {"StartAt": "Call", "States": {"Call": step}}}


def running_text(action: str, **parameters: Any) -> tuple[str, dict[str, Any]]:
    """The same, written as one text."""
    kind, said = running(action, **parameters)
    return kind, {"DefinitionString": json.dumps(said["Definition"])}


def backed_up(vault: Any) -> tuple[str, dict[str, Any]]:
    """A plan that copies its backups."""
    copied = [{"DestinationBackupVaultArn": vault}]
    return "AWS::Backup::BackupPlan", {"BackupPlan": {"BackupPlanRule": [{"CopyActions": copied}]}}


PREFIXES = {"PrefixLevel": {"StorageMetrics": {"IsEnabled": True}}}


def lens(to: Any, of: Any = None, **said: Any) -> tuple[str, dict[str, Any]]:
    """What measures buckets, all of them or some, and exports that into a bucket of an account."""
    exported = {"S3BucketDestination": {"AccountId": to, "Arn": "arn:aws:s3:::lens", "Format": "CSV"}}
    levels = {"BucketLevel": said.pop("BucketLevel", PREFIXES)}
    some = {"Include": {"Buckets": of}} if of else {}
    whole = {"Id": "lens", "IsEnabled": True, "AccountLevel": levels, "DataExport": exported, **some, **said}
    return "AWS::S3::StorageLens", {"StorageLensConfiguration": whole}


def organized_backups(target: str, *, copied: bool = True) -> tuple[str, dict[str, Any]]:
    """An organization policy that has backups made, and copied to a stranger's vault."""
    copies = (
        {"copy_actions": {VAULT.format(OTHER): {"target_backup_vault_arn": {"@@assign": VAULT.format(OTHER)}}}}
        if copied
        else {}
    )
    content = {"plans": {"daily": {"rules": {"all": {"target_backup_vault_name": {"@@assign": "vault"}, **copies}}}}}
    return "AWS::Organizations::Policy", {"Type": "BACKUP_POLICY", "TargetIds": [target], "Content": content}


def cleaning(named: Any) -> tuple[str, dict[str, Any]]:
    """A resource of a type that nobody has looked at, which names something."""
    return "AWS::DataBrew::Dataset", {"Input": {"Metadata": {"From": named}}}


def vault(*statements: Mapping[str, Any], kind: str = "BackupVault") -> tuple[str, dict[str, Any]]:
    """A vault of backups with a policy."""
    return f"AWS::Backup::{kind}", {"BackupVaultName": "vault", "AccessPolicy": document(*statements)}


def air_gapped(team: Any) -> tuple[str, dict[str, Any]]:
    """A vault whose backups a team may let others at."""
    return "AWS::Backup::LogicallyAirGappedBackupVault", {"BackupVaultName": "vault", "MpaApprovalTeamArn": team}


def rolled_out(**targets: Any) -> tuple[str, dict[str, Any]]:
    """A stack set, to these targets."""
    return "AWS::CloudFormation::StackSet", {"StackInstancesGroup": [{"DeploymentTargets": targets}]}


def assigned(account: Any) -> tuple[str, dict[str, Any]]:
    """People of Identity Center in an account."""
    return "AWS::SSO::Assignment", {"TargetId": account, "PermissionSetArn": "arn:aws:sso:::permissionSet/a/b"}


def share(arn: Any) -> tuple[str, dict[str, Any]]:
    """A share of one resource."""
    return "AWS::RAM::ResourceShare", {"ResourceArns": [arn], "Principals": [OTHER]}


def asking(acts_as: str, action: str) -> tuple[str, dict[str, Any]]:
    """A method that asks another service, as a role, for what its caller says."""
    return method(f"arn:aws:apigateway:eu-west-1:{action}", Credentials=arn_of(acts_as), Type="AWS")


def imported_asking(acts_as: str) -> tuple[str, dict[str, Any]]:
    """The same, in an API that is imported."""
    asked = {"uri": "arn:aws:apigateway:eu-west-1:iam:action/PutRolePolicy", "credentials": arn_of(acts_as)}
    return "AWS::ApiGateway::RestApi", {"Body": {"paths": {"/": {"get": {"x-amazon-apigateway-integration": asked}}}}}


def entered(by: Any) -> tuple[str, dict[str, Any]]:
    """An access entry of a cluster."""
    return "AWS::EKS::AccessEntry", {"ClusterName": "cluster", "PrincipalArn": by}


def of_function(function_: Any, **elements: Any) -> tuple[str, dict[str, Any]]:
    """The policy of a function."""
    said = document({"Effect": "Allow", "Principal": {"AWS": OTHER}, "Resource": "*", **elements})
    return "AWS::Lambda::ResourcePolicy", {"ResourceArn": function_, "PolicyDocument": said}


def option(value: Any, name: Any = "IamInstanceProfile") -> dict[str, Any]:
    """An option of Beanstalk."""
    return {"Namespace": "aws:autoscaling:launchconfiguration", "OptionName": name, "Value": value}


def beanstalk(**said: Any) -> tuple[str, dict[str, Any]]:
    """An application that Beanstalk runs."""
    return BEANSTALK, said


def querying(what: str) -> tuple[str, dict[str, Any]]:
    """A rule of IoT that reads something, and whose actions write as a role that reads."""
    sql = {"Fn::Sub": " ".join(("SELECT", what, "FROM 'asked'"))}
    actions = [{"Republish": {"Topic": "answers", "RoleArn": arn_of("Reads")}}]
    return "AWS::IoT::TopicRule", {"TopicRulePayload": {"Sql": sql, "Actions": actions}}


BEANSTALK = "AWS::ElasticBeanstalk::Environment"
VAULT = "arn:aws:backup:eu-west-1:{}:backup-vault:vault"
A_ROLE = f"arn:aws:iam::{PRODUCTION}:role/%s"
A_MACHINE = f"arn:aws:states:eu-west-1:{PRODUCTION}:stateMachine:reports"
A_QUEUE = "arn:aws:sqs:eu-west-1:%s:taken"
A_FUNCTION = f"arn:aws:lambda:eu-west-1:{PRODUCTION}:function:%s"

DOUBTED: dict[str, tuple[str, dict[str, Any]]] = {
    "a function's address": url(arn_of("Reading")),
    "a rule whose query reads a table as a role": querying(f"get_dynamodb('orders', 'id', id, '{A_ROLE % 'reads'}')"),
    "a rule whose query asks a function": querying(f"aws_lambda('{A_FUNCTION % 'reading'}', *)"),
    "a function's address, by name": url("reading"),
    "a function's address, by the alias": url({"Ref": "ReadingAlias"}),
    "a function's address, along a chain": url(arn_of("Chaining")),
    "a function's address, which calls one that reads": url(arn_of("Asking")),
    "a function's address, which calls one that calls one": url(arn_of("AskingOn")),
    "a function's address, which starts a state machine": url(arn_of("Starting")),
    "a function's address, which starts a state machine by its ARN": url(arn_of("StartingByName")),
    "devices that may call a function that reads": ("AWS::IoT::RoleAlias", {"RoleArn": arn_of("Asks")}),
    "a function's address, elsewhere": url(f"arn:aws:lambda:eu-west-1:{PRODUCTION}:function:else"),
    "a function's address, not known": url(GIVEN),
    "a function's address, which acts as nobody knows whom": url(arn_of("Unsaid")),
    "a function's address, which acts as a role of another team": url(arn_of("Wanting")),
    "a stranger calls the function": permission(Principal=OTHER),
    "a stranger who is called as something of the account calls it": permission(
        Principal=called_alike(f"arn:aws:iam::{OTHER}:role/")
    ),
    "a topic of nobody known, called as something of the account, calls it": permission(
        Principal="sns.amazonaws.com", SourceArn=called_alike("arn:aws:sns:eu-west-1:${Given}:")
    ),
    "answers that go to a stranger's bus, called as something of the account": answering(
        {"Ref": "Reading"}, called_alike(f"arn:aws:events:eu-west-1:{OTHER}:event-bus/")
    ),
    "a pipe to a stranger, called as something of the account": piped(called_alike(f"arn:aws:sqs:eu-west-1:{OTHER}:")),
    "the agreed role calls the function": permission(Principal=READER_ARN),
    "a role that others may become calls it": permission(Principal=arn_of("Entered")),
    "a role that others may become reads backups": vault(allow("backup:*", AWS=A_ROLE % "entered")),
    "a role that others may become, at a cluster": entered(A_ROLE % "entered"),
    "a service calls for anybody": permission(Principal="events.amazonaws.com"),
    "a service calls for a stranger": permission(Principal="s3.amazonaws.com", SourceAccount=OTHER),
    "a bucket that may be anybody's calls": permission(Principal="s3.amazonaws.com", SourceArn=REPORTS),
    "a service calls for a parameter": permission(Principal="s3.amazonaws.com", SourceAccount=GIVEN),
    "everybody calls": permission(Principal="*"),
    "a stranger changes the code of what changes IAM": permission(
        arn_of("Changing"), Principal=OTHER, Action="lambda:UpdateFunctionCode"
    ),
    "a stranger sets up what reads a secret": permission(
        arn_of("Signing"), Principal=OTHER, Action="lambda:UpdateFunctionConfiguration"
    ),
    "a stranger does everything with what changes IAM": permission(
        arn_of("Changing"), Principal=OTHER, Action="lambda:*"
    ),
    "a stranger does something with what changes IAM": permission(arn_of("Changing"), Principal=OTHER, Action=GIVEN),
    "a stranger changes the code, by a policy": of_function(arn_of("Changing"), Action=["lambda:UpdateFunctionCode"]),
    "a stranger does all but one thing, by a policy": of_function(arn_of("Changing"), NotAction="lambda:GetFunction"),
    "the agreed role calls": permission(Principal=READER_ARN),
    "a session of the agreed role calls": permission(Principal=READER_SESSION),
    "a role that a stranger may enter calls": permission(Principal=arn_of("Vendor")),
    "a role behind one that a stranger may enter calls": permission(Principal=A_ROLE % "behind"),
    "a service calls for anybody, by a policy": policy_of_function("s3.amazonaws.com"),
    "a service calls for a stranger, by a policy": policy_of_function(
        "s3.amazonaws.com", StringEquals={"aws:SourceAccount": OTHER}
    ),
    "a service calls for the account and for a stranger, by a policy": policy_of_function(
        "s3.amazonaws.com", StringEquals={"aws:SourceAccount": [PRODUCTION, OTHER]}
    ),
    "a service calls for the account where it says for whom, by a policy": policy_of_function(
        "s3.amazonaws.com", StringEqualsIfExists={"aws:SourceAccount": PRODUCTION}
    ),
    "a service calls for all but the account, by a policy": policy_of_function(
        "s3.amazonaws.com", StringNotEquals={"aws:SourceAccount": PRODUCTION}
    ),
    "a service calls, by a policy that asks for something else": policy_of_function(
        "s3.amazonaws.com", StringEquals={"aws:PrincipalAccount": PRODUCTION}
    ),
    "a distribution": distribution({"Fn::GetAtt": ["Reports", "RegionalDomainName"]}),
    "a distribution, by name": distribution("acme-reports.s3.eu-west-1.amazonaws.com"),
    "a distribution, not known": distribution(GIVEN),
    "a distribution of the bucket's website": distribution(part_of(attribute("Reports", "WebsiteURL"))),
    "a distribution of a function's address": distribution(part_of(attribute("ReadingUrl", "FunctionUrl"))),
    "a distribution of an API, by a stage that is not known": at_stage("GivenStage"),
    "a distribution of what stands behind an API's stage": distribution(part_of(STAGE_OF_API, 4)),
    "a distribution of a part of what is not known": distribution(part_of(GIVEN)),
    "a distribution of a host that is given": distribution(part_of({"Fn::Sub": "https://${Given}/"})),
    "a method": method(calls("Reading")),
    "a method that calls a function that is not known": method(calls_by("${Given}")),
    "a method that IAM guards, of an API that lets a stranger in": method_of("OpenApi", "Reading"),
    "a method that IAM guards, of an imported API that lets a stranger in": method_of("OpenImported", "Reading"),
    "a stranger does everything with addresses of a function that reads": permission(
        Principal=OTHER, Action="lambda:*", FunctionUrlAuthType="NONE"
    ),
    "a stranger makes addresses of a function that reads": permission(
        Principal="*", Action="lambda:CreateFunctionUrlConfig", FunctionUrlAuthType="NONE"
    ),
    "a stranger does everything by the address of a function that reads": permission(
        Principal=OTHER, Action="lambda:*", InvokedViaFunctionUrl=True
    ),
    "a stranger does something by an address": permission(Principal=OTHER, Action=GIVEN, FunctionUrlAuthType="NONE"),
    "a function's address, which calls an API that reads": url(arn_of("AskingApi")),
    "an imported API that asks S3, by a path of its own": (
        "AWS::ApiGateway::RestApi",
        {"Body": {"paths": {"/kms": {"get": {"uri": "arn:aws:apigateway:eu-west-1:s3:path/acme-reports/{any}"}}}}},
    ),
    "an imported API in one text, of which something is not known": (
        "AWS::ApiGateway::RestApi",
        {"Body": {"Fn::Sub": '{"info": {}, "paths": {"/": {"get": {"uri": "${Given}"}}}}'}},
    ),
    "an imported API in one text, which acts as a role": imported(x="${Reads.Arn}"),
    "an imported API in one text, which acts as two roles": imported(x=A_ROLE % "idle", y=A_ROLE % "reads"),
    "an imported API in one text, which acts as a role of another team": imported(x=A_ROLE % "of-another-team"),
    "an imported API in one text, which calls a function of another team": imported(
        x=A_FUNCTION % "idling", y=A_FUNCTION % "of-another-team"
    ),
    "a method that asks S3 itself": method(
        "arn:aws:apigateway:eu-west-1:s3:path/{any}", Credentials=arn_of("Reads"), Type="AWS"
    ),
    "a method of an imported API": ("AWS::ApiGateway::RestApi", {"BodyS3Location": {"Bucket": "x", "Key": "y"}}),
    "an integration": ("AWS::ApiGatewayV2::Integration", {"IntegrationUri": arn_of("Reading")}),
    "an integration with what is not known": (
        "AWS::ApiGatewayV2::Integration",
        {"IntegrationUri": calls_by("${Given}")},
    ),
    "a method that runs a state machine": starting("Machine"),
    "a method that runs a state machine, by its alias": starting("Live"),
    "a method that runs a state machine, by an alias that deployment settles": starting("OpenLive"),
    "a method that runs an express state machine": starting("Express"),
    "a method that asks IAM": asking("Changes", "iam:action/PutRolePolicy"),
    "a method that asks for a secret": asking("Signs", "secretsmanager:action/GetSecretValue"),
    "an imported API that asks IAM": imported_asking("Changes"),
    "an integration that asks IAM": ("AWS::ApiGatewayV2::Integration", {"CredentialsArn": arn_of("Changes")}),
    "an integration that runs a state machine": starting_by_http("Machine"),
    "an integration that runs a state machine, by its alias": starting_by_http("Live"),
    "a data source": ("AWS::AppSync::DataSource", {"ServiceRoleArn": arn_of("Reads")}),
    "a data source that signs what it sends": http_source(
        AuthorizationConfig={"AuthorizationType": "AWS_IAM", "AwsIamConfig": {"SigningServiceName": "states"}}
    ),
    "a data source of a function that is not known": (
        "AWS::AppSync::DataSource",
        {"LambdaConfig": {"LambdaFunctionArn": GIVEN}, "ServiceRoleArn": arn_of("Idle")},
    ),
    "a user of SFTP": ("AWS::Transfer::User", {"Role": arn_of("Reads"), "HomeDirectory": "/"}),
    "a server of SFTP whose function says as which role": server("AWS_LAMBDA"),
    "a server of SFTP whose directory says as which role": server("AWS_DIRECTORY_SERVICE"),
    "a server of SFTP, not known": server(GIVEN),
    "a user of SFTP, its role by name": ("AWS::Transfer::User", {"Role": {"Ref": "Reads"}, "HomeDirectory": "/"}),
    "a user of SFTP, a role of another account": ("AWS::Transfer::User", {"Role": f"arn:aws:iam::{OTHER}:role/idle"}),
    "a user of SFTP, its role by name, which is on a path": ("AWS::Transfer::User", {"Role": {"Ref": "OnPath"}}),
    "a user of SFTP, its role by path and name": ("AWS::Transfer::User", {"Role": "for/sftp/reads"}),
    "a pool of identities": ("AWS::Cognito::IdentityPoolRoleAttachment", {"Roles": {"authenticated": arn_of("Reads")}}),
    "devices": ("AWS::IoT::RoleAlias", {"RoleArn": arn_of("Reads")}),
    "whoever holds a certificate": ("AWS::RolesAnywhere::Profile", {"RoleArns": [arn_of("Chains")]}),
    "whoever holds a certificate, and changes IAM": ("AWS::RolesAnywhere::Profile", {"RoleArns": [arn_of("Changes")]}),
    "devices that change the code of a function that reads": ("AWS::IoT::RoleAlias", {"RoleArn": arn_of("Updates")}),
    "whoever holds a certificate, and changes code": ("AWS::RolesAnywhere::Profile", {"RoleArns": [arn_of("Updates")]}),
    "people of a channel": ("AWS::Chatbot::SlackChannelConfiguration", {"IamRoleArn": arn_of("Changes")}),
    "people who stream, and change code": ("AWS::AppStream::Fleet", {"IamRoleArn": arn_of("Updates")}),
    "workers": ("AWS::Deadline::Queue", {"RoleArn": arn_of("Signs")}),
    "a pack of rules for the organization": (
        "AWS::Config::OrganizationConformancePack",
        {"OrganizationConformancePackName": "pack", "TemplateS3Uri": "s3://packs/pack.yaml"},
    ),
    "what Quick Setup makes": ("AWS::SSMQuickSetup::ConfigurationManager", {"Name": "hosts"}),
    "a project of SageMaker": ("AWS::SageMaker::Project", {"ProjectName": "models"}),
    "a stranger's role, at a cluster": entered(f"arn:aws:iam::{OTHER}:role/pipeline"),
    "a role that deployment settles, at a cluster": entered(GIVEN),
    "an experiment that changes IAM": ("AWS::FIS::ExperimentTemplate", {"RoleArn": arn_of("Changes")}),
    "somebody else's handlers, which change IAM": (
        "AWS::CloudFormation::TypeActivation",
        {"ExecutionRoleArn": arn_of("Changes")},
    ),
    "whoever signs in, and reads a secret": (
        "AWS::Cognito::IdentityPoolRoleAttachment",
        {"Roles": {"authenticated": arn_of("Signs")}},
    ),
    "members of a group, who change IAM": ("AWS::Cognito::UserPoolGroup", {"RoleArn": arn_of("Changes")}),
    "devices that change IAM": ("AWS::IoT::RoleAlias", {"RoleArn": arn_of("Changes")}),
    "the agreed role for certificates": ("AWS::RolesAnywhere::Profile", {"RoleArns": [READER_ARN]}),
    "a role that is not in the assembly": ("AWS::RolesAnywhere::Profile", {"RoleArns": [A_ROLE % "elsewhere"]}),
    "a multi-Region access point": several_regions("acme-reports"),
    "a multi-Region access point of a parameter": several_regions(GIVEN),
    "a function's address, whose role reads by an access point": url(arn_of("ReadingByPoint")),
    "an access point of Object Lambda": transforming(arn_of("Point")),
    "a distribution of an access point": distribution({"Fn::GetAtt": ["Point", "Alias"]}),
    "a location of Access Grants": ("AWS::S3::AccessGrantsLocation", {"LocationScope": "s3://acme-reports/monthly/"}),
    "all of S3 as a location": (
        "AWS::S3::AccessGrantsLocation",
        {"LocationScope": "s3://", "IamRoleArn": arn_of("Reads")},
    ),
    "a grant at a location elsewhere": ("AWS::S3::AccessGrant", {"AccessGrantsLocationId": "default"}),
    "a share": share(REPORTS),
    "a share, not known": share(GIVEN),
    "a share of a vault": share(VAULT.format(PRODUCTION)),
    "a share of a vault, by its attribute": share({"Fn::GetAtt": ["Vault", "BackupVaultArn"]}),
    "a share of a vault that is given": share({"Fn::Sub": f"{VAULT.format(PRODUCTION)}${{Given}}"}),
    "a vault that is shared by an association": (
        "AWS::RAM::ResourceAssociation",
        {"ResourceArn": VAULT.format(PRODUCTION)},
    ),
    "a share of a bucket that is not known": share({"Fn::Sub": "arn:aws:s3:::${Given}"}),
    "a share of several in one text, the second not known": share({"Fn::Sub": f"{OTHERS},${{Given}}"}),
    "Lake Formation": ("AWS::LakeFormation::Resource", {"ResourceArn": f"{REPORTS}/monthly"}),
    "prefixes that another account gets": lens(OTHER),
    "prefixes that nobody knows who gets": lens(GIVEN),
    "prefixes of the bucket that another account gets": lens(OTHER, [arn_of("Other"), REPORTS]),
    "prefixes of nobody knows what": lens(OTHER, GIVEN),
    "all prefixes that another account gets": lens(
        PRODUCTION,
        BucketLevel={},
        ExpandedPrefixesDataExport={"S3BucketDestination": {"AccountId": OTHER, "Arn": "arn:aws:s3:::lens"}},
    ),
    "backups elsewhere": backed_up(VAULT.format(OTHER)),
    "backups somewhere": backed_up(GIVEN),
    "a vault that a stranger may copy from": vault(allow("backup:CopyFromBackupVault", **of_account(OTHER))),
    "a vault that everybody may copy from": vault(allow("backup:CopyFromBackupVault", Principal="*")),
    "a vault that the agreed role may copy from": vault(allow("backup:CopyFromBackupVault", AWS=READER_SESSION)),
    "a vault apart that a stranger may copy from": vault(
        allow("backup:CopyFromBackupVault", **of_account(OTHER)), kind="LogicallyAirGappedBackupVault"
    ),
    "a vault, not known": vault(allow("backup:CopyFromBackupVault", Principal={"AWS": GIVEN})),
    "backups that another account's team lets others at": air_gapped(
        f"arn:aws:mpa:eu-west-1:{OTHER}:approval-team/ops"
    ),
    "backups that nobody knows who lets others at": air_gapped(GIVEN),
    "backups of the organization elsewhere": organized_backups(PRODUCTION),
    "backups of a unit of the organization elsewhere": organized_backups("ou-abcd-12345678"),
    "a stack set": rolled_out(Accounts=[PRODUCTION]),
    "a stack set of a unit": rolled_out(OrganizationalUnitIds=["ou-abcd-12345678"]),
    "a stack set that does not say": ("AWS::CloudFormation::StackSet", {}),
    "people of Identity Center": assigned(PRODUCTION),
    "a budget that gives a policy": ("AWS::Budgets::BudgetsAction", {"ActionType": "APPLY_IAM_POLICY"}),
    "a budget that does what is given": ("AWS::Budgets::BudgetsAction", {"ActionType": GIVEN}),
    "a product": ("AWS::ServiceCatalog::CloudFormationProvisionedProduct", {"ProductId": "prod-1"}),
    "a custom resource of a stranger": provided(f"arn:aws:lambda:eu-west-1:{OTHER}:function:make"),
    "a custom resource of nobody known": provided(GIVEN),
    "a custom resource that says nothing": ("Custom::Anything", {}),
    "a custom resource that gives the bucket a policy": calling("putBucketPolicy", Bucket="acme-reports", Policy="{}"),
    "a custom resource that gives the bucket a policy, by the command": calling(
        "PutBucketPolicyCommand", Bucket="${Reports}", Policy="{}"
    ),
    "a custom resource that gives the agreed role a policy": calling("attachRolePolicy", RoleName="reader"),
    "a custom resource that exports what is called so": calling(
        "exportTableToPointInTime", TableArn=f"arn:aws:dynamodb:eu-west-1:{PRODUCTION}:table/acme-reports"
    ),
    "a custom resource that makes an access point": calling("createAccessPoint", Bucket="${Reports}", Name="more"),
    "a custom resource that has lists written": calling("putBucketInventoryConfiguration", Bucket="acme-reports"),
    "a custom resource that copies the reports": calling("copyObject", CopySource="acme-reports/monthly/x"),
    "a custom resource that makes a key of the trusted user": calling("createAccessKey", UserName="alice"),
    "a custom resource that gives the agreed role to machines": calling("addRoleToInstanceProfile", RoleName="reader"),
    "a private type": ("Acme::Data::Lake", {}),
    "a type that nobody has looked at": ("AWS::DataBrew::Dataset", {"Input": {"S3InputDefinition": {"Bucket": GIVEN}}}),
    "a type that nobody has looked at, by part of it": (
        "AWS::DataBrew::Dataset",
        {"Input": {"Metadata": {"From": f"{REPORTS}/monthly/"}}},
    ),
    "an API that is a copy of another one": ("AWS::ApiGateway::RestApi", {"CloneFrom": "abcdefghij"}),
    "an integration that runs a state machine, by a template": (
        "AWS::ApiGatewayV2::Integration",
        {"RequestTemplates": {"order": {"Fn::Sub": '{"stateMachineArn": "${Machine}"}'}}},
    ),
    "values that CloudFront shows": (
        "AWS::CloudFront::KeyValueStore",
        {"ImportSource": {"SourceArn": f"{REPORTS}/monthly/values.json", "SourceType": "S3"}},
    ),
    "a layer of what is agreed on, for everybody": layered({"Ref": "Layer"}, "*"),
    "a layer elsewhere, for a stranger": layered(f"arn:aws:lambda:eu-west-1:{PRODUCTION}:layer:else:1", OTHER),
    "programs of the agreed role in a cluster": in_cluster(READER_ARN),
    "programs of a stranger's role in a cluster": in_cluster(A_ROLE % "vendor"),
    "a pipe to a stranger": piped(f"arn:aws:sqs:eu-west-1:{OTHER}:taken"),
    "a pipe to nobody known": piped(GIVEN),
    "a pipe at home, whose records go to a stranger's bucket": recording(
        S3LogDestination={"BucketName": "theirs", "BucketOwner": OTHER}
    ),
    "a pipe at home, whose records go to a stranger's stream": recording(
        FirehoseLogDestination={"DeliveryStreamArn": f"arn:aws:firehose:eu-west-1:{OTHER}:deliverystream/theirs"}
    ),
    "a pipe to a stranger, of what a function that reads answers": enriched(arn_of("Reading"), A_QUEUE % OTHER),
    "a pipe to a stranger, of what a state machine that reads comes to": enriched({"Ref": "Machine"}, A_QUEUE % OTHER),
    "a pipe to a stranger, of what nobody knows": enriched(GIVEN, A_QUEUE % OTHER),
    "a pipe that acts as a role": (
        "AWS::Pipes::Pipe",
        {"RoleArn": arn_of("Reads"), "Target": f"arn:aws:sqs:eu-west-1:{OTHER}:taken"},
    ),
    "answers that go to a stranger": answering({"Ref": "Reading"}, f"arn:aws:sqs:eu-west-1:{OTHER}:taken"),
    "files of a machine": ("AWS::FSx::DataRepositoryAssociation", {"DataRepositoryPath": "s3://acme-reports/monthly/"}),
    "one that acts as a role": ("AWS::QuickSight::DataSource", {"RoleArn": arn_of("Reads")}),
    "a macro in the properties": ("AWS::DataBrew::Dataset", {"Name": "x", "Fn::Transform": {"Name": "AWS::Include"}}),
    "containers that the world asks": (
        "AWS::AppRunner::Service",
        {"InstanceConfiguration": {"InstanceRoleArn": arn_of("Reads")}},
    ),
    "an application of Beanstalk whose profile is not known": beanstalk(OptionSettings=[option(GIVEN)]),
    "an application of Beanstalk as another team's profile": beanstalk(OptionSettings=[option("of-another-team")]),
    "an application of Beanstalk, not known": beanstalk(OptionSettings=GIVEN),
    "an application of Beanstalk, by a template elsewhere": beanstalk(TemplateName="of-another-team"),
    "a type that nobody has looked at, by one of two": cleaning(one_of(f"{REPORTS}/monthly/", "nothing")),
    "a type that nobody has looked at, by what goes on": cleaning(going_on("arn:aws:s3:::acme-rep")),
    "a type that nobody has looked at, by an include": cleaning({"Fn::Transform": {"Name": "AWS::Include"}}),
    "a type that nobody has looked at, by what an include stands beside": cleaning(
        {"Of": OTHERS, "Fn::Transform": {"Name": "AWS::Include"}}
    ),
    "a custom resource that gives the bucket a policy, or does nothing": perhaps_calling(
        "putBucketPolicy", Bucket="acme-reports", Policy="{}"
    ),
    "a method that IAM guards, of one of two APIs": changed(
        method_of("OwnApi", "Reading"), RestApiId=one_of({"Ref": "OwnApi"}, {"Ref": "OpenApi"})
    ),
    "a method that IAM guards, of an API that is not known": changed(method_of("OwnApi", "Reading"), RestApiId=GIVEN),
    "a share of what may be a vault": share(going_on("arn:aws:backup:eu-west-1:")),
    "one whose name goes on calls": permission(Principal=going_on(A_ROLE % "rea")),
    "a session, of whom is not known, calls": permission(Principal=going_on(f"arn:aws:sts::{PRODUCTION}:")),
    "backups of the organization elsewhere, or here alone": changed(
        organized_backups(PRODUCTION),
        Content=one_of(*(organized_backups(PRODUCTION, copied=each)[1]["Content"] for each in (False, True))),
    ),
    "backups of the organization, by an include": changed(
        organized_backups(PRODUCTION), Content={"plans": {"Fn::Transform": {"Name": "AWS::Include"}}}
    ),
}
NOT_DOUBTED: dict[str, tuple[str, dict[str, Any]]] = {
    "a type that nobody has looked at, by one of two others": cleaning(one_of(f"{OTHERS}/monthly/", "nothing")),
    "a type that nobody has looked at, by another that goes on": cleaning(going_on("arn:aws:s3:::acme-other-")),
    "a custom resource that does nothing of two things": perhaps_calling(
        "putBucketPolicy", Bucket="acme-other", Policy="{}"
    ),
    "a method that IAM guards, of one of two APIs for the account": changed(
        method_of("OwnApi", "Reading"), RestApiId=one_of({"Ref": "OwnApi"}, {"Ref": "OwnImported"})
    ),
    "a share of what is no vault": share(going_on("arn:aws:ec2:eu-west-1:")),
    "one whose name goes on as another's calls": permission(Principal=going_on(A_ROLE % "idle-")),
    "backups of the organization here alone, as one of two has it": changed(
        organized_backups(PRODUCTION),
        Content=one_of(organized_backups(PRODUCTION, copied=False)[1]["Content"], {"plans": {}}),
    ),
    "a rule whose query reads nothing": querying("*"),
    "a rule whose query reads what deployment settles": querying("topic('${Given}')"),
    "a rule whose query reads a table as an idle role": querying(
        f"get_dynamodb('orders', 'id', id, '{A_ROLE % 'idle'}')"
    ),
    "a rule whose query asks an idle function": querying(f"aws_lambda('{A_FUNCTION % 'idling'}', *)"),
    "a function's address that IAM guards": url(arn_of("Reading"), "AWS_IAM"),
    "an idle function's address": url(arn_of("Idling")),
    "a function's address, along a chain that does not let it in": url(arn_of("Knocking")),
    "an idle function's address, by name": url("idling"),
    "the address of a function that calls an idle one": url(arn_of("AskingIdle")),
    "the address of a function that leaves orders": url(arn_of("Queueing")),
    "an idle function's address, by its version": url(f"arn:aws:lambda:eu-west-1:{PRODUCTION}:function:idling:3"),
    "an idle function's address, called as the bucket and told of it": url(arn_of("Namesake")),
    "the address of a function that reads a secret": url(arn_of("Signing")),
    "the address of a function that reads one secret": url(arn_of("Revealing")),
    "the address of a function that starts an idle state machine": url(arn_of("StartingIdle")),
    "the account calls the function": permission(Principal=PRODUCTION),
    "a role of the account calls it": permission(Principal=arn_of("Idle")),
    "a topic of the account calls it, called as something else there": permission(
        Principal="sns.amazonaws.com", SourceArn=called_alike("arn:aws:sns:eu-west-1:${AWS::AccountId}:")
    ),
    "answers that stay at home, called as something else there": answering(
        {"Ref": "Reading"}, called_alike(f"arn:aws:events:eu-west-1:{PRODUCTION}:event-bus/")
    ),
    "a pipe at home, whose records stay there": recording(
        S3LogDestination={"BucketName": "acme-other", "BucketOwner": PRODUCTION},
        CloudwatchLogsLogDestination={"LogGroupArn": f"arn:aws:logs:eu-west-1:{PRODUCTION}:log-group:/pipes"},
    ),
    "a pipe at home, to a bucket's own name": piped(arn_of("Nameless")),
    "a role that its account may become calls it": permission(Principal=A_ROLE % "reads"),
    "a role of the account reads backups": vault(allow("backup:*", AWS=A_ROLE % "idle")),
    "a rule calls the function": permission(Principal="events.amazonaws.com", SourceArn=arn_of("Nightly")),
    "another role of the account calls it": permission(Principal=arn_of("Idle")),
    "a service calls for the account, by a policy": policy_of_function(
        "events.amazonaws.com", ArnLike={"AWS:SourceArn": f"arn:aws:events:eu-west-1:{PRODUCTION}:rule/*"}
    ),
    "a bucket of the account calls it": permission(
        Principal="s3.amazonaws.com", SourceArn=REPORTS, SourceAccount=PRODUCTION
    ),
    "everybody, through the address": permission(Principal="*", FunctionUrlAuthType="NONE"),
    "a stranger calls the idle one": permission(arn_of("Idling"), Principal=OTHER),
    "a stranger calls what changes IAM": permission(arn_of("Changing"), Principal=OTHER),
    "a stranger reads how that is made": permission(arn_of("Changing"), Principal=OTHER, Action="lambda:GetFunction"),
    "the account changes the code of that": permission(
        arn_of("Changing"), Principal=PRODUCTION, Action="lambda:UpdateFunctionCode"
    ),
    "a stranger changes the code of an idle one": permission(
        arn_of("Idling"), Principal=OTHER, Action="lambda:UpdateFunctionCode"
    ),
    "a stranger calls it, by a policy": of_function(
        arn_of("Changing"), Action=["lambda:InvokeFunction", "lambda:Get*"]
    ),
    "a stranger changes the code of an idle one, by a policy": of_function(arn_of("Idling"), Action="lambda:*"),
    "a method of what changes IAM": method(calls("Changing")),
    "a method that asks as an idle role": asking("Idle", "iam:action/PutRolePolicy"),
    "a method that leaves orders": asking("Queues", "sqs:path/orders"),
    "an imported API that asks as an idle role": imported_asking("Idle"),
    "a distribution of another bucket's website": distribution(part_of(attribute("Other", "WebsiteURL"))),
    "a distribution of another function's address": distribution(part_of(attribute("IdlingUrl", "FunctionUrl"))),
    "a distribution of an API that IAM guards": distribution(part_of(STAGE_OF_API)),
    "a distribution of an API at its stage, as the CDK has it": at_stage("Stage"),
    "a distribution of an HTTP API at its stage": at_stage("HttpStage"),
    "a distribution of an HTTP API": distribution(part_of(attribute("HttpApi", "ApiEndpoint"))),
    "a distribution of another bucket": distribution({"Fn::GetAtt": ["Other", "RegionalDomainName"]}),
    "a distribution of a bucket without a name": distribution({"Fn::GetAtt": ["Nameless", "DomainName"]}),
    "a distribution, by another name": distribution("acme-reports-2.s3.eu-west-1.amazonaws.com"),
    "a method that IAM guards": method(calls("Reading"), "AWS_IAM"),
    "a method that IAM guards, of an API that lets its account in": method_of("OwnApi", "Reading"),
    "a method that IAM guards, of an API that lets a stranger in": method_of("OpenApi", "Idling"),
    "a method that IAM guards, of an imported API that lets its account in": method_of("OwnImported", "Reading"),
    "a method that IAM guards, of an idle one and an imported API": method_of("OpenImported", "Idling"),
    "everybody, through the address, in two words": permission(
        Principal="*", Action="lambda:InvokeFunctionUrl", FunctionUrlAuthType="NONE"
    ),
    "everybody, through the address alone": permission(Principal="*", InvokedViaFunctionUrl=True),
    "a stranger makes addresses of an idle function": permission(
        arn_of("Idling"), Principal=OTHER, Action="lambda:*", FunctionUrlAuthType="NONE"
    ),
    "a method of the idle one": method(calls("Idling")),
    "a method of another region's function, not known": method(
        {"Fn::Sub": "arn:aws:apigateway:${Given}:lambda:path/2015-03-31/functions/${Idling.Arn}/invocations"}
    ),
    "a method of the web": method("https://example.com"),
    "an imported API in one text, which acts as an idle role": imported(x="${Idle.Arn}", y=A_ROLE % "idle"),
    "an imported API in one text, which calls an idle function": imported(
        x=A_FUNCTION % "idling", y="${Idling.Arn}", z=f"{A_FUNCTION % 'idling'}:3"
    ),
    "an imported API in one text, of a service's own role": imported(x=A_ROLE % "aws-service-role/ops.apigateway/ops"),
    "a method that runs an idle state machine": starting("IdleMachine"),
    "a method that runs an idle express state machine": starting("IdleExpress"),
    "an integration that runs an idle state machine": starting_by_http("IdleMachine"),
    "a method that runs an idle state machine, by its alias": starting("IdleLive"),
    "an integration that runs an idle state machine, by its alias": starting_by_http("IdleLive"),
    "a data source": ("AWS::AppSync::DataSource", {"ServiceRoleArn": arn_of("Idle")}),
    "a data source that asks the web": http_source(),
    "a data source of an idle function, in a version that is not known": (
        "AWS::AppSync::DataSource",
        {"LambdaConfig": {"LambdaFunctionArn": arn_of("Idling"), "FunctionVersion": GIVEN}},
    ),
    "a server of SFTP with users of its own": server("SERVICE_MANAGED"),
    "a server of SFTP with users of its own, unsaid": ("AWS::Transfer::Server", {}),
    "a user of SFTP": ("AWS::Transfer::User", {"Role": arn_of("Idle"), "HomeDirectory": "/"}),
    "a user of SFTP, its role by name": ("AWS::Transfer::User", {"Role": {"Ref": "Idle"}, "HomeDirectory": "/"}),
    "devices": ("AWS::IoT::RoleAlias", {"RoleArn": arn_of("Idle")}),
    "whoever holds a certificate": ("AWS::RolesAnywhere::Profile", {"RoleArns": [arn_of("Idle")]}),
    "whoever signs in": ("AWS::Cognito::IdentityPoolRoleAttachment", {"Roles": {"authenticated": arn_of("Idle")}}),
    "people of a channel": ("AWS::Chatbot::SlackChannelConfiguration", {"IamRoleArn": arn_of("Idle")}),
    "workers": ("AWS::Deadline::Queue", {"RoleArn": arn_of("Idle")}),
    "a role of the account, at a cluster": entered(A_ROLE % "idle"),
    "a role without a name, at a cluster": entered(arn_of("Idle")),
    "an experiment that changes nothing": ("AWS::FIS::ExperimentTemplate", {"RoleArn": arn_of("Idle")}),
    "a type that nobody has looked at, and that reads a secret": (
        "AWS::DMS::Endpoint",
        {"MySqlSettings": {"SecretsManagerAccessRoleArn": arn_of("Signs")}},
    ),
    "a type that nobody has looked at, and that leaves orders": (
        "AWS::DataBrew::Schedule",
        {"RoleArn": arn_of("Queues")},
    ),
    "members of a group": ("AWS::Cognito::UserPoolGroup", {"RoleArn": arn_of("Idle")}),
    "a multi-Region access point of another bucket": several_regions("acme-other"),
    "an access point of Object Lambda of another bucket": transforming(arn_of("OtherPoint")),
    "a distribution of an access point of another bucket": distribution({"Fn::GetAtt": ["OtherPoint", "Alias"]}),
    "a location of Access Grants": ("AWS::S3::AccessGrantsLocation", {"LocationScope": "s3://acme-other/"}),
    "a share": share(OTHERS),
    "a share of a database": share(f"arn:aws:rds:eu-west-1:{PRODUCTION}:cluster:backup-vault"),
    "a share of a network": share({"Fn::Sub": "arn:aws:ec2:eu-west-1:${AWS::AccountId}:subnet/${Given}"}),
    "Lake Formation": ("AWS::LakeFormation::Resource", {"ResourceArn": OTHERS}),
    "backups that a team of the account lets others at": air_gapped(
        f"arn:aws:mpa:eu-west-1:{PRODUCTION}:approval-team/ops"
    ),
    "prefixes at home": lens(PRODUCTION),
    "prefixes of another bucket": lens(OTHER, [arn_of("Other")]),
    "measures of whole buckets that another account gets": lens(OTHER, BucketLevel={}),
    "backups at home": backed_up(VAULT.format(PRODUCTION)),
    "a plan without copies": ("AWS::Backup::BackupPlan", {"BackupPlan": {"BackupPlanRule": [{"RuleName": "r"}]}}),
    "a vault apart of the account's own": vault(
        allow("backup:CopyFromBackupVault", **of_account(PRODUCTION)), kind="LogicallyAirGappedBackupVault"
    ),
    "a vault of the account's own": vault(allow("backup:CopyFromBackupVault", **of_account(PRODUCTION))),
    "a vault that denies everybody": vault({**allow("backup:*", Principal="*"), "Effect": "Deny"}),
    "a stack set": rolled_out(Accounts=[OTHER, STAGING]),
    "people of Identity Center": assigned(OTHER),
    "backups of the organization in another account": organized_backups(OTHER),
    "backups of the organization without copies": organized_backups(PRODUCTION, copied=False),
    "an organization policy of tags": ("AWS::Organizations::Policy", {"Type": "TAG_POLICY", "TargetIds": ["r-1"]}),
    "an organization policy of another account": (
        "AWS::Organizations::Policy",
        {"Type": "SERVICE_CONTROL_POLICY", "TargetIds": [OTHER]},
    ),
    "a method that says what a role is called": method(calls("Idling"), RequestTemplates={"application/json": "reads"}),
    "a budget that stops machines": ("AWS::Budgets::BudgetsAction", {"ActionType": "RUN_SSM_DOCUMENTS"}),
    "a custom resource": provided(arn_of("Reading")),
    "a custom resource that gives another bucket a policy": calling("putBucketPolicy", Bucket="acme-other"),
    "a custom resource that asks for the policy": calling("getBucketPolicy", Bucket="acme-reports"),
    "a custom resource that writes in the bucket": calling("putObject", Bucket="acme-reports", Key="seed"),
    "a custom resource that tags the bucket": calling("putBucketTagging", Bucket="acme-reports"),
    "a custom resource that makes a key of another user": calling("createAccessKey", UserName="bob"),
    "a custom resource that copies something else": calling("copyObject", CopySource="acme-other/monthly/x"),
    "a schedule that gives another bucket a policy": scheduled("s3:putBucketPolicy", Bucket="acme-other"),
    "a schedule that reads the bucket's policy": scheduled("s3:getBucketPolicy", Bucket="acme-reports"),
    "a schedule that writes in the bucket": scheduled("s3:putObject", Bucket="acme-reports", Key="monthly/x"),
    "a state machine that reads the reports": running("s3:getObject", Bucket="acme-reports", Key="monthly/x"),
    "a state machine that gives another bucket a policy": running("s3:putBucketPolicy", Bucket="acme-other"),
    "a state machine that reads the policy, in one text": running_text("s3:getBucketPolicy", Bucket="acme-reports"),
    "a custom resource of the account": provided(f"arn:aws:lambda:eu-west-1:{PRODUCTION}:function:make"),
    "a type that nobody has looked at": (
        "AWS::DataBrew::Dataset",
        {"Input": {"S3InputDefinition": {"Bucket": "acme-other"}}},
    ),
    "one whose name is not known": ("AWS::DataBrew::Dataset", {"Name": GIVEN}),
    "one that tells of a table of the bucket's name": (
        "AWS::AppSync::DataSource",
        {"Description": f"arn:aws:dynamodb:eu-west-1:{PRODUCTION}:table/acme-reports"},
    ),
    "one that is encrypted by a key": ("AWS::CleanRooms::Membership", {"KmsKeyArn": KEY}),
    "an integration that runs an idle state machine, by a template": (
        "AWS::ApiGatewayV2::Integration",
        {"RequestTemplates": {"order": {"Fn::Sub": '{"stateMachineArn": "${IdleMachine}"}'}}},
    ),
    "values that CloudFront shows": (
        "AWS::CloudFront::KeyValueStore",
        {"ImportSource": {"SourceArn": f"{OTHERS}/values.json", "SourceType": "S3"}},
    ),
    "a layer of what is agreed on, for the account": layered({"Ref": "Layer"}, PRODUCTION),
    "a layer of something else, for everybody": layered({"Ref": "OtherLayer"}, "*"),
    "programs of the account in a cluster": in_cluster(arn_of("Idle")),
    "a pipe at home": piped(f"arn:aws:sqs:eu-west-1:{PRODUCTION}:taken"),
    "a pipe at home, of what a function that reads answers": enriched(arn_of("Reading"), A_QUEUE % PRODUCTION),
    "a pipe to a stranger, of what an idle function answers": enriched(arn_of("Idling"), A_QUEUE % OTHER),
    "a pipe of something else to a stranger": piped(f"arn:aws:sqs:eu-west-1:{OTHER}:taken", OTHERS),
    "answers that stay at home": answering({"Ref": "Reading"}, f"arn:aws:sqs:eu-west-1:{PRODUCTION}:taken"),
    "answers of an idle one that go to a stranger": answering("idling", f"arn:aws:sqs:eu-west-1:{OTHER}:taken"),
    "files of a machine": ("AWS::FSx::DataRepositoryAssociation", {"DataRepositoryPath": "s3://acme-other/monthly/"}),
    "one that acts as an idle role": ("AWS::QuickSight::DataSource", {"RoleArn": arn_of("Idle")}),
    "an application of Beanstalk that is told of the bucket": beanstalk(
        OptionSettings=[
            option({"Ref": "Reports"}, "BUCKET"),
            option("aws-elasticbeanstalk-service-role", "ServiceRole"),
        ]
    ),
    "a function": (
        "AWS::Lambda::Function",
        {"Role": arn_of("Reads"), "Environment": {"Variables": {"FROM": "acme-reports"}}},
    ),
    "a measure of the bucket": (
        "AWS::CloudWatch::Alarm",
        {"Dimensions": [{"Name": "BucketName", "Value": "acme-reports"}]},
    ),
    "a text": ("AWS::SSM::Parameter", {"Value": "acme-reports"}),
}


ORDERED: dict[str, tuple[str, dict[str, Any]]] = {
    "a state machine that gives a policy to what an include names": running(
        "s3:putBucketPolicy", Bucket={"Fn::Transform": {"Name": "AWS::Include"}}
    ),
    "a schedule that gives the bucket a policy": scheduled("s3:putBucketPolicy", Bucket="acme-reports", Policy="{}"),
    "a schedule that changes whom the agreed role lets in": scheduled(
        "iam:updateAssumeRolePolicy", RoleName="reader", PolicyDocument="{}"
    ),
    "a state machine that gives the bucket a policy": running("s3:putBucketPolicy", Bucket="acme-reports"),
    "a state machine that gives the bucket a policy, in one text": running_text("s3:putBucketPolicy", Bucket=REPORTS),
    "an automation that gives the bucket a policy": (
        "AWS::SSM::Document",
        {"Content": {"mainSteps": [{"inputs": {"Service": "s3", "Api": "PutBucketPolicy", "Bucket": "acme-reports"}}]}},
    ),
}
"""What acts as a role of its account, and is told by the template to open what is agreed on."""


GROUP, TARGETS = "AWS::AutoScaling::AutoScalingGroup", "AWS::ElasticLoadBalancingV2::TargetGroup"
BY_TEMPLATE = {"LaunchTemplateId": {"Ref": "Template"}, "Version": "1"}
MIXED = {"LaunchTemplate": {"LaunchTemplateSpecification": BY_TEMPLATE, "Overrides": [{"InstanceType": "m7g.large"}]}}
SPOT = {
    "LaunchTemplateConfigs": [{"LaunchTemplateSpecification": BY_TEMPLATE}],
    "LoadBalancersConfig": {"TargetGroupsConfig": {"TargetGroups": [{"Arn": "web"}]}},
}
OPTIONS = [option("web")]
TEMPLATE = {"Type": "AWS::ElasticBeanstalk::ConfigurationTemplate", "Properties": {"OptionSettings": OPTIONS}}
REACHED: dict[str, Callable[[str], Resources]] = {
    "containers behind a load balancer": lambda role: containers(role, LoadBalancers=[{"TargetGroupArn": "web"}]),
    "containers of VPC Lattice": lambda role: containers(role, VpcLatticeConfigurations=[{"TargetGroupArn": "web"}]),
    "containers with names, which an API asks": lambda role: containers(
        role, ServiceRegistries=[{"RegistryArn": "web"}]
    ),
    "a group of machines behind a load balancer": lambda role: machines(
        role, GROUP, LaunchTemplate=BY_TEMPLATE, TargetGroupARNs=["web"]
    ),
    "a group of machines behind an old one": lambda role: machines(
        role, GROUP, LaunchConfigurationName={"Ref": "Launching"}, LoadBalancerNames=["web"]
    ),
    "a group of several kinds of machine": lambda role: machines(
        role, GROUP, MixedInstancesPolicy=MIXED, TrafficSources=[{"Identifier": "web"}]
    ),
    "machines that are cheap": lambda role: machines(role, "AWS::EC2::SpotFleet", SpotFleetRequestConfigData=SPOT),
    "a machine behind a load balancer": lambda role: machines(role, TARGETS, Targets=[{"Id": {"Ref": "Machine0"}}]),
    "a machine of a template behind one": lambda role: machines(role, TARGETS, Targets=[{"Id": {"Ref": "Machine1"}}]),
    "a machine with a name, which an API asks": lambda role: machines(
        role, "AWS::ServiceDiscovery::Instance", InstanceAttributes={"AWS_EC2_INSTANCE_ID": {"Ref": "Machine0"}}
    ),
    "a machine with a name, by its address": lambda role: machines(
        role,
        "AWS::ServiceDiscovery::Instance",
        InstanceAttributes={"AWS_INSTANCE_IPV4": {"Fn::GetAtt": ["Machine1", "PrivateIp"]}},
    ),
    "a machine behind a load balancer, by the address of its interface": lambda role: by_interface(
        role, NetworkInterfaces=[{"DeviceIndex": "0", "NetworkInterfaceId": {"Ref": "Interface"}}]
    ),
    "a machine behind one, by an interface that is attached to it": lambda role: {
        **by_interface(role),
        "Attached": {
            "Type": "AWS::EC2::NetworkInterfaceAttachment",
            "Properties": {"InstanceId": {"Ref": "Machine2"}, "NetworkInterfaceId": {"Ref": "Interface"}},
        },
    },
    "a machine behind one, by its address": lambda role: by_interface(role, "10.0.0.7", PrivateIpAddress="10.0.0.7"),
    "a machine behind one, by the address of an interface": lambda role: by_interface(
        role,
        "10.0.0.9",
        NetworkInterfaces=[{"DeviceIndex": "0", "NetworkInterfaceId": {"Ref": "Interface"}}],
    ),
    "a machine behind an old one": lambda role: machines(
        role, "AWS::ElasticLoadBalancing::LoadBalancer", Instances=[{"Ref": "Machine0"}]
    ),
    "an application of Beanstalk": lambda role: machines(role, BEANSTALK, OptionSettings=OPTIONS),
    "an application of Beanstalk, by the profile's ARN": lambda role: machines(
        role, BEANSTALK, OptionSettings=[option(arn_of("Profile"))]
    ),
    "an application of Beanstalk, by an option that is not known": lambda role: machines(
        role, BEANSTALK, OptionSettings=[option({"Ref": "Profile"}, GIVEN)]
    ),
    "an application of Beanstalk, by a template": lambda role: {
        **machines(role, BEANSTALK, TemplateName={"Ref": "Options"}),
        "Options": TEMPLATE,
    },
    "an application of Beanstalk, by a template of a template": lambda role: {
        **machines(role, BEANSTALK, TemplateName={"Ref": "More"}),
        "More": {**TEMPLATE, "Properties": {"SourceConfiguration": {"TemplateName": {"Ref": "Options"}}}},
        "Options": TEMPLATE,
    },
    "a function behind a load balancer": lambda role: {
        "Behind0": function("behind", arn_of(role)),
        "Added": {"Type": TARGETS, "Properties": {"TargetType": "lambda", "Targets": [{"Id": arn_of("Behind0")}]}},
    },
}
UNREACHED: dict[str, Resources] = {
    "containers that nobody asks": containers("Reads"),
    "containers with no load balancer": containers("Reads", LoadBalancers=[]),
    "a group of machines that nobody asks": machines("Reads", GROUP, LaunchTemplate=BY_TEMPLATE),
    "a machine with an interface that nobody asks": by_interface(
        "Reads",
        "10.0.0.1",
        PrivateIpAddress="10.0.0.7",
        NetworkInterfaces=[{"DeviceIndex": "0", "NetworkInterfaceId": {"Ref": "Interface"}}],
    ),
    "an interface that no machine has": by_interface("Reads"),
    "a machine that nobody asks": machines("Reads", TARGETS, Targets=[{"Id": "10.0.0.1"}]),
    "a worker of Beanstalk": machines("Reads", BEANSTALK, Tier={"Name": "Worker"}, OptionSettings=OPTIONS),
}


@pytest.mark.parametrize("made", REACHED.values(), ids=REACHED)
@pytest.mark.parametrize(("acts_as", "doubted"), [("Reads", True), ("Idle", False)])
def test_what_others_come_to_is_doubted(
    acts_as: str, doubted: bool, made: Callable[[str], Resources], tmp_path: Path
) -> None:
    """By its load balancer, or by whatever else gives it an address, where it acts as a role that reads."""
    world = furnished()
    world[PRODUCTION] |= made(acts_as)

    told = doubts(tmp_path, world, agreed())

    assert [f"{PRODUCTION}.template.json Added: " in each for each in told] == [True] * doubted


@pytest.mark.parametrize("made", UNREACHED.values(), ids=UNREACHED)
def test_what_nobody_comes_to_is_not(made: Resources, tmp_path: Path) -> None:
    """It is one of the account's programs."""
    world = furnished()
    world[PRODUCTION] |= made
    assert doubts(tmp_path, world, agreed()) == []


BY_NAME: dict[str, Callable[[str], tuple[str, dict[str, Any]]]] = {
    "a permission to call it": lambda who: permission(Principal=who),
    "its own policy": lambda who: of_function(READING, Principal={"AWS": who}),
    "the policy of its API": lambda who: (
        "AWS::ApiGateway::RestApi",
        {"Policy": document(allow("execute-api:Invoke", AWS=who, Resource="execute-api:/*"))},
    ),
    "the policy of its API, as a text": lambda who: (
        "AWS::ApiGateway::RestApi",
        {"Policy": json.dumps(document(allow("execute-api:Invoke", AWS=who, Resource="execute-api:/*")))},
    ),
}


@pytest.mark.parametrize("letting", BY_NAME.values(), ids=BY_NAME)
@pytest.mark.parametrize(
    ("who", "doubted"),
    [(A_ROLE % "asker", True), (f"arn:aws:sts::{PRODUCTION}:assumed-role/asker/asker", True), (A_ROLE % "idle", False)],
    ids=["its role", "a session of its role", "another role"],
)
@pytest.mark.parametrize("path", ["/", "/for/asking/"])
def test_what_lets_a_program_call_another_one_by_name(
    letting: Callable[[str], tuple[str, dict[str, Any]]], who: str, doubted: bool, path: str, tmp_path: Path
) -> None:
    """A role of the same account needs no permission of its own, so whoever calls the program comes to what is read."""
    kind, said = letting(who)
    method_kind, method_said = method_of("Letting", "Reading")
    world = furnished()
    world[PRODUCTION] |= {
        "Asker": on_path(path, acting("asker")),
        "Asked": function("asked", arn_of("Asker")),
        "Added": {"Type": url(READING)[0], "Properties": url(arn_of("Asked"))[1]},
        "Letting": {"Type": kind, "Properties": said},
        "Called": {"Type": method_kind, "Properties": method_said},
    }
    told = doubts(tmp_path, world, agreed())
    assert [f"{PRODUCTION}.template.json Added: " in each for each in told] == [True] * doubted


def imported_letting(who: Any, *, as_text: bool) -> tuple[str, dict[str, Any]]:
    """An API that has its policy from what it is imported from, which may be one text."""
    kind, said = imported_api(allow("execute-api:Invoke", AWS=who, Resource="*")).values()
    return kind, {"Body": {"Fn::Sub": json.dumps(said["Body"])} if as_text else said["Body"]}


@pytest.mark.parametrize(("who", "doubted"), [(OTHER, True), (PRODUCTION, False)])
@pytest.mark.parametrize("called", ["Reading", "Idling"])
@pytest.mark.parametrize("as_text", [False, True])
def test_whom_an_imported_api_lets_in(as_text: bool, called: str, who: str, doubted: bool, tmp_path: Path) -> None:
    """Beside its methods, which IAM guards, its own policy stands in what it is imported from."""
    kind, said = imported_letting(who, as_text=as_text)
    method_kind, method_said = method_of("Letting", called)
    world = furnished()
    world[PRODUCTION] |= {
        "Letting": {"Type": kind, "Properties": said},
        "Added": {"Type": method_kind, "Properties": method_said},
    }
    found = doubts(tmp_path, world, agreed())
    assert [f"{PRODUCTION}.template.json Added: " in each for each in found] == [True] * (
        doubted and called == "Reading"
    )


CALLED: dict[str, tuple[Any, bool]] = {
    "a role that reads": (arn_of("Reads"), True),
    "a parameter": (GIVEN, True),
    "one of two": ({"Fn::If": ["Perhaps", arn_of("Reads"), arn_of("Idle")]}, True),
    "a role that is not in the assembly": (A_ROLE % "of-another-team", True),
    "a role that does not read": (arn_of("Idle"), False),
}


@pytest.mark.parametrize(("acts_as", "doubted"), CALLED.values(), ids=CALLED)
@pytest.mark.parametrize("by_name", [False, True])
def test_what_a_program_calls_acts_as_a_role_that_is_known(
    by_name: bool, acts_as: Any, doubted: bool, tmp_path: Path
) -> None:
    """Whoever asks an open program gets what the one that it calls may read, as whichever role that acts."""
    calls_it = allow("lambda:InvokeFunction", Resource=A_FUNCTION % "called")
    kind, said = permission(arn_of("Called"), Principal=A_ROLE % "asker")
    world = furnished()
    world[PRODUCTION] |= {
        "Asker": acting("asker", *([] if by_name else [calls_it])),
        "Asked": function("asked", arn_of("Asker")),
        "Added": {"Type": url(READING)[0], "Properties": url(arn_of("Asked"))[1]},
        "Called": function("called", acts_as),
        **({"Letting": {"Type": kind, "Properties": said}} if by_name else {}),
    }
    conditions = {"Perhaps": {"Fn::Equals": [GIVEN, "yes"]}}
    proof = prove(assembly(tmp_path, world, [agreed()], Parameters=PARAMETERS, Conditions=conditions))
    assert [f"{PRODUCTION}.template.json Added: " in str(each) for each in proof.undecided] == [True] * doubted


@pytest.mark.parametrize(("called", "doubted"), [("reading", True), ("idling", False)])
@pytest.mark.parametrize("by_name", [False, True])
@pytest.mark.parametrize("by_trust", [False, True])
def test_what_a_program_calls_as_a_role_that_it_may_assume(
    by_trust: bool, by_name: bool, called: str, doubted: bool, tmp_path: Path
) -> None:
    """Its own role may call nothing, and comes to one that may."""
    calls_it = allow("lambda:InvokeFunction", Resource=A_FUNCTION % called)
    assumes = allow("sts:AssumeRole", Resource=A_ROLE % "caller")
    kind, said = permission(A_FUNCTION % called, Principal=A_ROLE % "caller")
    trust = {"AWS": A_ROLE % "asker"} if by_trust else of_account(PRODUCTION)
    world = furnished()
    world[PRODUCTION] |= {
        "Asker": acting("asker", *([] if by_trust else [assumes])),
        "Caller": role("caller", trust, *([] if by_name else [calls_it])),
        "Asked": function("asked", arn_of("Asker")),
        "Added": {"Type": url(READING)[0], "Properties": url(arn_of("Asked"))[1]},
        **({"Letting": {"Type": kind, "Properties": said}} if by_name else {}),
    }
    told = doubts(tmp_path, world, agreed())
    assert [f"{PRODUCTION}.template.json Added: " in each for each in told] == [True] * doubted


def doubts(folder: Path, world: World, agreement: Agreement) -> list[str]:
    """What cannot be decided; every answer without a doubt must be PROVEN."""
    proof = prove(assembly(folder, world, [agreement], Parameters=PARAMETERS))
    assert proof.answer is (Answer.UNDECIDED if proof.undecided else Answer.PROVEN)
    return [str(each) for each in proof.undecided]


def added(what: tuple[str, dict[str, Any]], account: str = PRODUCTION, agreement: Agreement | None = None) -> World:
    """The furnished world with one resource more."""
    kind, properties = what
    world = furnished(agreement)
    world.setdefault(account, {})["Added"] = {"Type": kind, "Properties": properties}
    return world


@pytest.mark.parametrize("what", DOUBTED.values(), ids=DOUBTED)
def test_what_may_open_what_is_agreed_on_is_doubted(what: tuple[str, dict[str, Any]], tmp_path: Path) -> None:
    """The proof names stack, logical ID, type and why, once."""
    told = doubts(tmp_path, added(what), agreed())
    assert len(told) == 1
    assert told[0].startswith(f"{PRODUCTION}.template.json Added: {what[0]} ")


@pytest.mark.parametrize("what", ORDERED.values(), ids=ORDERED)
def test_what_is_told_to_open_it_is_doubted(what: tuple[str, dict[str, Any]], tmp_path: Path) -> None:
    """In the accounts that have to do with it; what an include may say of it nobody asks, as of any code."""
    for account, count in ((PRODUCTION, 1), (STAGING, 1), (OTHER, 0)):
        told = doubts(tmp_path / account, added(what, account), agreed())
        assert [each.startswith(f"{account}.template.json Added: {what[0]} calls ") for each in told] == [True] * count
    kind, said = what
    included = kind, {each: {"Fn::Transform": {"Name": "AWS::Include"}} for each in said}
    assert doubts(tmp_path / "included", added(included), agreed()) == []


@pytest.mark.parametrize("account", [PRODUCTION, OTHER])
@pytest.mark.parametrize("what", DOUBTED.values(), ids=DOUBTED)
def test_what_an_include_may_say_is_doubted_as_if_it_stood_there(
    what: tuple[str, dict[str, Any]], account: str
) -> None:
    """Each property in turn, and all of them at once; in an account of nothing agreed on as it is without one."""
    kind, said = what
    if account == OTHER and prove(in_memory(added(what, OTHER), [agreed()])).answer is not Answer.PROVEN:
        return
    for names in (*((each,) for each in said), tuple(said)):
        rest = {name: each for name, each in said.items() if name not in names}
        world = added((kind, {**rest, "Fn::Transform": {"Name": "AWS::Include"}}), account)
        expected = Answer.UNDECIDED if account == PRODUCTION else Answer.PROVEN
        assert prove(in_memory(world, [agreed()])).answer is expected, names


@pytest.mark.parametrize(("account", "doubted"), [(PRODUCTION, True), (OTHER, False)])
def test_a_bucket_whose_name_is_not_known_may_be_the_agreed_one(account: str, doubted: bool, tmp_path: Path) -> None:
    """Where that is not made, and in the account that owns it."""
    world = furnished()
    del world[PRODUCTION]["Reports"]
    world.setdefault(account, {})["Open"] = {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": GIVEN}}

    told = [each for each in doubts(tmp_path, world, agreed()) if " Open: " in each]

    assert [each.split(": ")[1] for each in told] == [f"it may be {REPORTS}, which is agreed on"] * doubted


@pytest.mark.parametrize(("account", "doubted"), [(PRODUCTION, False), (OTHER, True)])
def test_a_bucket_of_another_stack_calls_for_its_account(account: str, doubted: bool, tmp_path: Path) -> None:
    """A bucket without a name is of the account of the stack that makes it; what no stack exports, of anybody's."""
    calling = permission(Principal="s3.amazonaws.com", SourceArn={"Fn::ImportValue": "drop"})
    folder = write(tmp_path / "cdk.out", added(calling), [agreed()], Parameters=PARAMETERS)
    exported = {"Drop": {"Value": arn_of("Drop"), "Export": {"Name": "drop"}}}
    (folder / "drop.template.json").write_text(
        json.dumps({"Resources": {"Drop": {"Type": "AWS::S3::Bucket"}}, "Outputs": exported})
    )
    manifest = json.loads((folder / "manifest.json").read_text())
    manifest["artifacts"]["Drop"] = {
        "type": "aws:cloudformation:stack",
        "environment": f"aws://{account}/eu-west-1",
        "properties": {"templateFile": "drop.template.json"},
    }
    (folder / "manifest.json").write_text(json.dumps(manifest))

    told = prove(read_assembly(folder)).undecided

    assert ["Added: AWS::Lambda::Permission" in str(each) for each in told] == [True] * doubted


def http_api(*auths: str | None, target: Any = "integrations/${Integration}") -> Resources:
    """An HTTP API that calls the function, with a route for each way of authorization."""
    made: Resources = {
        "Integration": {
            "Type": "AWS::ApiGatewayV2::Integration",
            "Properties": {"ApiId": {"Ref": "HttpApi"}, "IntegrationUri": READING},
        }
    }
    for index, auth in enumerate(auths):
        said = {"ApiId": {"Ref": "HttpApi"}, "RouteKey": f"GET /{index}", "Target": {"Fn::Sub": target}}
        known = {} if auth is None else {"AuthorizationType": GIVEN if "$" in auth else auth}
        made[f"Route{index}"] = {"Type": "AWS::ApiGatewayV2::Route", "Properties": {**said, **known}}
    return made


def graph_api(auth: str, *more: str, **others: dict[str, Any]) -> Resources:
    """An API of AppSync that calls the function, by how it knows its callers."""
    said: dict[str, Any] = {"Name": "graph", "AuthenticationType": auth}
    if more:
        said["AdditionalAuthenticationProviders"] = [{"AuthenticationType": each} for each in more]
    source = {"ApiId": {"Fn::GetAtt": ["Graph", "ApiId"]}, "LambdaConfig": {"LambdaFunctionArn": READING}}
    return {
        "Graph": {"Type": "AWS::AppSync::GraphQLApi", "Properties": said},
        "Source": {"Type": "AWS::AppSync::DataSource", "Properties": {**source, "ServiceRoleArn": arn_of("Idle")}},
        **others,
    }


MERGED = {"Type": "AWS::AppSync::SourceApiAssociation", "Properties": {"MergedApiIdentifier": "a"}}


def launched(acts_as: str, kind: str = "LaunchRoleConstraint", **more: Any) -> Resources:
    """A constraint that says as which role a product of a portfolio is launched, with more of it, or beside it."""
    said = {key: each for key, each in more.items() if not isinstance(each, dict)} or {"RoleArn": arn_of(acts_as)}
    properties = {"PortfolioId": "port-1", "ProductId": "prod-1", **said}
    beside = {key: each for key, each in more.items() if key not in said}
    return {"Launching": {"Type": f"AWS::ServiceCatalog::{kind}", "Properties": properties}, **beside}


def shared(account: Any, portfolio: Any = "port-1") -> dict[str, Any]:
    """A share of a portfolio."""
    said = {"AccountId": account, "PortfolioId": portfolio}
    return {"Type": "AWS::ServiceCatalog::PortfolioShare", "Properties": said}


def ram_share(**said: Any) -> Resources:
    """A share of the bucket."""
    return {"Share": {"Type": "AWS::RAM::ResourceShare", "Properties": {"ResourceArns": [REPORTS], **said}}}


GUARDED: dict[str, tuple[Resources, bool]] = {
    "a route that IAM guards": (http_api("AWS_IAM"), False),
    "two routes that IAM guards": (http_api("AWS_IAM", "AWS_IAM"), False),
    "a route that IAM guards, and one for anybody": (http_api("AWS_IAM", "NONE"), True),
    "a route that IAM guards, and one that says nothing": (http_api("AWS_IAM", None), True),
    "a route whose tokens somebody gives out": (http_api("JWT"), True),
    "a route that IAM guards, or not": (http_api("${Given}"), True),
    "a route to something that is given": (http_api("AWS_IAM", "NONE", target="integrations/${Given}"), True),
    "no route": (http_api(), True),
    "a graph that IAM guards": (graph_api("AWS_IAM"), False),
    "a graph with a key": (graph_api("API_KEY"), True),
    "a graph that IAM guards, and a pool": (graph_api("AWS_IAM", "AMAZON_COGNITO_USER_POOLS"), True),
    "a graph that IAM guards, twice": (graph_api("AWS_IAM", "AWS_IAM"), False),
    "a graph that IAM guards, merged into another": (graph_api("AWS_IAM", Merged=MERGED), True),
    "a graph that a role for strangers may ask": (
        graph_api("AWS_IAM", Asks=role("graphs", of_account(OTHER), allow("appsync:GraphQL", Resource="*"))), True,
    ),
    "a graph that a function for anybody asks": (
        graph_api(
            "AWS_IAM",
            AsksGraph=acting("asks-graph", allow("appsync:GraphQL", Resource="*")),
            AskingGraph=function("asking-graph", arn_of("AsksGraph")),
            Open={"Type": "AWS::Lambda::Url", "Properties": url(arn_of("AskingGraph"))[1]},
        ),
        True,
    ),
    "a product that is launched as a role which changes IAM": (launched("Changes"), False),
    "one that another account launches": (launched("Changes", Share=shared(OTHER)), True),
    "one that somebody launches": (launched("Changes", Share=shared(GIVEN)), True),
    "one that another account launches as a role which reads": (launched("Reads", Share=shared(OTHER)), True),
    "one that another account launches as an idle role": (launched("Idle", Share=shared(OTHER)), False),
    "one of a portfolio, of which another account has another": (
        launched("Changes", Share=shared(OTHER, "another")), False,
    ),
    "one of a portfolio, of which another account has one that is given": (
        launched("Changes", Share=shared(OTHER, GIVEN)), True,
    ),
    "one whose portfolio the templates tell somebody to share": (
        launched("Changes", Told=dict(zip(("Type", "Properties"), calling("createPortfolioShare"), strict=True))), True,
    ),
    "a product in many accounts, which another account launches": (
        launched("Changes", "StackSetConstraint", AdminRole=A_ROLE % "changes", Share=shared(OTHER)), True,
    ),
    "what is shared with nobody": (ram_share(), False),
    "what is shared with nobody, and nobody from elsewhere": (ram_share(AllowExternalPrincipals=False), False),
    "what is shared with another account": (ram_share(Principals=[OTHER]), True),
    "what is shared with whom deployment settles": (ram_share(Principals=GIVEN), True),
    "what is shared with another account by itself": (
        {**ram_share(), "With": {"Type": "AWS::RAM::PrincipalAssociation", "Properties": {"Principal": OTHER}}}, True,
    ),
    "what the templates tell somebody to share": (
        {
            **ram_share(),
            "Told": dict(zip(("Type", "Properties"), calling("associateResourceShare", principals=["x"]), strict=True)),
        },
        True,
    ),
    "an HTTP API that a role for strangers may ask": (
        {**http_api("AWS_IAM"), "Asks": role("https", of_account(OTHER), allow("execute-api:Invoke", Resource="*"))},
        True,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("resources", "doubted"), GUARDED.values(), ids=GUARDED)
def test_what_iam_guards_by_another_resource_of_the_template(
    resources: Resources, doubted: bool, tmp_path: Path
) -> None:
    """Only the account's own come there, and whoever may act as one of them."""
    world = furnished()
    world[PRODUCTION] |= resources
    proof = prove(assembly(tmp_path, world, [agreed()], Parameters=PARAMETERS))
    known = prove(assembly(tmp_path / "without", furnished(), [agreed()], Parameters=PARAMETERS))
    assert (len(proof.undecided) > len(known.undecided)) is doubted, proof.undecided


def test_a_cluster_whose_programs_come_nowhere_near_opens_nothing(tmp_path: Path) -> None:
    """Functions are none of its programs."""
    world = added(entered(f"arn:aws:iam::{OTHER}:role/pipeline"))
    world[PRODUCTION]["Pod"] = role("pod", {"Principal": PODS}, allow("s3:GetObject", Resource=f"{OTHERS}/*"))
    assert doubts(tmp_path, world, agreed()) == []


@pytest.mark.parametrize(
    ("action", "named", "does"),
    [
        ("secretsmanager:GetSecretValue", {"Ref": "Secret"}, "may call secretsmanager:GetSecretValue"),
        ("secretsmanager:GetSecretValue", [OTHERS, {"Ref": "Secret"}], "may call secretsmanager:GetSecretValue"),
        ("states:StartExecution", {"Ref": "Machine"}, "may call states:StartExecution"),
        ("states:DescribeExecution", {"Fn::Sub": "${Machine}:*"}, "may call Machine"),
    ],
)
def test_what_aws_names_may_be_any_resource_of_the_action(action: str, named: Any, does: str, tmp_path: Path) -> None:
    """A role for outsiders that reads secrets, or has programs run, is doubted, by whatever name it has them."""
    world = furnished()
    world[PRODUCTION]["Added"] = role("added", of_account(OTHER), allow(action, Resource=named))
    (told,) = doubts(tmp_path, world, agreed())
    assert does in told


def test_what_stands_elsewhere_is_named(tmp_path: Path) -> None:
    """By the first property that says where."""
    location = {"BodyS3Location": {"Bucket": "x", "Key": "y"}}
    (told,) = doubts(tmp_path, added(("AWS::ApiGateway::RestApi", location)), agreed())
    assert told.endswith(": what its BodyS3Location.Bucket leads to is not in the assembly")


@pytest.mark.parametrize("what", NOT_DOUBTED.values(), ids=NOT_DOUBTED)
def test_what_has_nothing_to_do_with_it_is_not(what: tuple[str, dict[str, Any]], tmp_path: Path) -> None:
    """The same kinds, about something else."""
    assert doubts(tmp_path, added(what), agreed()) == []


@pytest.mark.parametrize(
    ("said", "doubted"),
    [(("AWS::CleanRooms::Membership", "KmsKeyArn"), False), (("AWS::RAM::ResourceAssociation", "ResourceArn"), True)],
    ids=["encrypts", "shared"],
)
def test_a_key_that_encrypts_something_else_opens_nothing(said: tuple[str, str], doubted: bool, tmp_path: Path) -> None:
    """The agreed key's own policy says who may use it; a share of the key is another thing."""
    elsewhere = f"arn:aws:kms:eu-west-1:{PRODUCTION}:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    agreement = agreed(permissions=[S3Read("acme-reports", prefixes=["monthly/"], kms_key=elsewhere)])
    kind, name = said
    assert bool(doubts(tmp_path, added((kind, {name: elsewhere}), agreement=agreement), agreement)) is doubted


CARRIED = {
    "the value of a parameter": ("AWS::SSM::Parameter", {"Type": "String", "Value": "acme-reports"}, "Value", True),
    "the name of a parameter": ("AWS::SSM::Parameter", {"Name": "acme-reports", "Value": "x"}, "", True),
    "what a custom resource says": ("Custom::Lookup", {"ServiceToken": arn_of("Idling")}, "Name", True),
    "the name of a secret": ("AWS::SecretsManager::Secret", {}, "", False),
    "an attribute of a machine": ("AWS::EC2::Instance", {}, "PrivateDnsName", False),
}


@pytest.mark.parametrize(("kind", "said", "attribute", "doubted"), CARRIED.values(), ids=CARRIED)
def test_what_another_resource_carries_may_be_the_bucket(
    kind: str, said: dict[str, Any], attribute: str, doubted: bool, tmp_path: Path
) -> None:
    """Where somebody has written it there; what AWS calls its own by is nothing else."""
    named = {"Fn::GetAtt": ["Carrier", attribute]} if attribute else {"Ref": "Carrier"}
    world = added(several_regions(named))
    world[PRODUCTION]["Carrier"] = {"Type": kind, "Properties": said}
    told = [each for each in doubts(tmp_path, world, agreed()) if " Added: " in each]
    assert bool(told) is doubted


@pytest.mark.parametrize("what", DOUBTED.values(), ids=DOUBTED)
def test_in_an_account_without_agreements_it_is_not(what: tuple[str, dict[str, Any]], tmp_path: Path) -> None:
    """But for what works in other accounts than its own."""
    told = doubts(tmp_path, added(what, OTHER), agreed())
    row = row_of(what[0])
    assert bool(told) is (bool(row.accounts) or row.may_be_anywhere)


BUCKET: dict[str, tuple[str, Any, bool]] = {
    "of its owner": ("OwnershipControls", {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}, False),
    "copied at home": ("ReplicationConfiguration", {"Rules": [{"Destination": {"Bucket": OTHERS}}]}, False),
    "copied by attribute": (
        "ReplicationConfiguration",
        {"Rules": [{"Destination": {"Bucket": arn_of("Nameless")}}]},
        False,
    ),
    "copied elsewhere": ("ReplicationConfiguration", {"Rules": [{"Destination": {"Bucket": f"{OTHERS}-2"}}]}, True),
    "copied to what is called after one at home": (
        "ReplicationConfiguration",
        {"Rules": [{"Destination": {"Bucket": {"Fn::Sub": "arn:aws:s3:::copies-of-${Nameless}"}}}]},
        True,
    ),
    "copied somewhere": ("ReplicationConfiguration", {"Rules": [{"Destination": {"Bucket": GIVEN}}]}, True),
    "listed at home": ("InventoryConfigurations", [{"Destination": {"BucketArn": OTHERS}}], False),
    "listed elsewhere": ("InventoryConfigurations", [{"Destination": {"BucketArn": f"{OTHERS}-2"}}], True),
    "told at home": ("NotificationConfiguration", {"LambdaConfigurations": [{"Function": arn_of("Idling")}]}, False),
    "told elsewhere": (
        "NotificationConfiguration",
        {"QueueConfigurations": [{"Queue": f"arn:aws:sqs:eu-west-1:{OTHER}:told"}]},
        True,
    ),
    "told on the bus": ("NotificationConfiguration", {"EventBridgeConfiguration": {"EventBridgeEnabled": True}}, False),
    "kept for a month": ("LifecycleConfiguration", {"Rules": []}, False),
    "a property that comes next year": ("OpenToAll", True, True),
}


@pytest.mark.parametrize(("name", "value", "doubted"), BUCKET.values(), ids=BUCKET)
@pytest.mark.parametrize("logical_id", ["Reports", "Other"])
def test_a_property_of_the_agreed_bucket(logical_id: str, name: str, value: Any, doubted: bool, tmp_path: Path) -> None:
    """What may open or break it is named; of another bucket it is nothing."""
    world = furnished()
    world[PRODUCTION][logical_id]["Properties"][name] = value

    told = doubts(tmp_path, world, agreed())

    assert len(told) == (doubted and logical_id == "Reports")
    assert all(f"{logical_id}: AWS::S3::Bucket has {name}, which " in each for each in told)


@pytest.mark.parametrize(("account", "doubted"), [(PRODUCTION, True), (STAGING, True), (OTHER, False)])
def test_a_property_of_what_has_no_name(account: str, doubted: bool, tmp_path: Path) -> None:
    """It may be anybody's of its account; in one that has nothing to do with an agreement it is nothing."""
    world = furnished()
    policy = bucket_policy("acme-other", allow("s3:GetObject", **of_account(account), Resource=f"{OTHERS}/*"))
    policy["Properties"]["OpenToAll"] = True
    world.setdefault(account, {})["Policy"] = policy

    assert any(" Policy: " in each for each in doubts(tmp_path, world, agreed())) is doubted


UNFOLDED = {
    "a loop": ("Fn::ForEach::More", ["X", ["Access"], {"${X}Control": "PublicRead"}]),
    "an include": ("Fn::Transform", {"Name": "AWS::Include"}),
}


@pytest.mark.parametrize(("name", "value"), UNFOLDED.values(), ids=UNFOLDED)
def test_what_is_unfolded_among_properties_is_named_once(name: str, value: Any, tmp_path: Path) -> None:
    """It may say anything of the bucket, its name and its access control list included."""
    world = furnished()
    world[PRODUCTION]["Reports"]["Properties"][name] = value

    told = [each for each in doubts(tmp_path, world, agreed()) if "Reports: " in each]

    assert len(told) == 1


KEY_SAID = {
    "enabled": ("Enabled", True, False),
    "disabled by parameter": ("Enabled", GIVEN, True),
    "for signing": ("KeyUsage", "SIGN_VERIFY", True),
    "without material": ("Origin", "EXTERNAL", True),
    "turned": ("EnableKeyRotation", True, False),
}


@pytest.mark.parametrize(("name", "value", "doubted"), KEY_SAID.values(), ids=KEY_SAID)
def test_a_property_of_the_agreed_key(name: str, value: Any, doubted: bool, tmp_path: Path) -> None:
    """A key that cannot decrypt lets nobody read."""
    agreement = agreed(permissions=[S3Read("acme-reports", prefixes=["monthly/"], kms_key=KEY)])
    world = world_of(agreement)
    world[PRODUCTION]["Key"] = key(OWN_ADMINISTRATORS)
    world[PRODUCTION]["Key"]["Properties"][name] = value

    assert len(doubts(tmp_path, world, agreement)) == doubted


def test_a_macro_beside_the_properties_is_named(tmp_path: Path) -> None:
    """It can rewrite all of them, the trust policy included."""
    world = furnished()
    world[PRODUCTION]["ReaderResource"]["Fn::Transform"] = {"Name": "AWS::Include"}
    assert "Fn::Transform" in doubts(tmp_path, world, agreed())[0]


def test_a_condition_that_never_holds_takes_it_away(tmp_path: Path) -> None:
    """What is not made opens nothing; what is perhaps made may."""
    world = added(url(arn_of("Reading")))
    world[PRODUCTION]["Added"]["Condition"] = "Sometimes"
    never: dict[str, Any] = {"Fn::Equals": ["a", "b"]}
    perhaps: dict[str, Any] = {"Fn::Equals": [GIVEN, "b"]}
    for condition, answer in ((never, Answer.PROVEN), (perhaps, Answer.UNDECIDED)):
        sections = {"Parameters": PARAMETERS, "Conditions": {"Sometimes": condition}}
        held = assembly(tmp_path / answer, world, [agreed()], **sections)
        assert prove(held).answer is answer


TRUSTING = {
    "a role": (TrustedRole(account=STAGING, name="sender"), True),
    "an account": (TrustedAccount(account=STAGING), True),
    "an organization": (TrustedOrganization(organization_id="o-abcdefghij"), True),
    "a user": (TrustedUser(account=STAGING, name="alice"), False),
}


@pytest.mark.parametrize(("trusted", "doubted"), TRUSTING.values(), ids=TRUSTING)
@pytest.mark.parametrize("asks", [True, False])
def test_a_program_of_the_trusted_account_that_others_call(
    asks: bool, trusted: TrustedPrincipal, doubted: bool, tmp_path: Path
) -> None:
    """It may be one of those who are agreed on, and hands on what it is given; a user's programs are not here."""
    agreement = agreed(trusted_principals=[trusted])
    world = world_of(agreement)
    permitted = allow("sts:AssumeRole", Resource=READER_ARN) if asks else allow("s3:GetObject", Resource=f"{OTHERS}/*")
    staging = world.setdefault(STAGING, {})
    staging |= {"Asks": acting("asks", permitted), "Asking": function("asking", arn_of("Asks"))}
    if isinstance(trusted, TrustedRole):
        staging["Asking"] = function("asking", A_ROLE.replace(PRODUCTION, STAGING) % ("sender" if asks else "asks"))
    kind, said = url(arn_of("Asking"))
    staging["Added"] = {"Type": kind, "Properties": said}

    told = [str(each).startswith(f"{STAGING}.template.json Added: ") for each in doubts(tmp_path, world, agreement)]

    assert told == [True] * (doubted and asks)


def test_the_bucket_s_owner_is_looked_at_too(tmp_path: Path) -> None:
    """What is agreed on in a third account's bucket is that account's as well."""
    what = distribution("acme-books.s3.amazonaws.com")
    told = doubts(tmp_path, added(what, FINANCE, FINANCES_BUCKET), FINANCES_BUCKET)
    assert len(told) == 1


def test_raw_statements_say_what_they_are_about(tmp_path: Path) -> None:
    """A queue that only a statement names is agreed on as well."""
    queue = f"arn:aws:sqs:eu-west-1:{PRODUCTION}:orders"
    agreement = agreed(permissions=[RawStatements([allow("sqs:ReceiveMessage", Resource=queue)])])
    said = document(allow("sqs:ReceiveMessage", **of_account(OTHER), Resource="*"))
    queues = [f"https://sqs.eu-west-1.amazonaws.com/{PRODUCTION}/orders"]
    policy = ("AWS::SQS::QueuePolicy", {"Queues": queues, "PolicyDocument": said})
    assert len(doubts(tmp_path / "a", added(policy, agreement=agreement), agreement)) == 1
    assert doubts(tmp_path / "b", added(policy), agreed()) == []


def test_without_an_agreement_everything_is_agreed_on() -> None:
    """The idle function reads a bucket too."""
    world = added(url(arn_of("Idling")))
    assert any("Added" in str(each) for each in prove(in_memory(world, [])).undecided)


def test_without_an_agreement_a_role_of_the_account_is_no_stranger() -> None:
    """A role that outsiders may enter is one all the same."""
    for caller, doubted in (("Idle", False), ("Vendor", True)):
        world = added(permission(Principal=arn_of(caller)))
        assert any("Added" in str(each) for each in prove(in_memory(world, [])).undecided) is doubted


@pytest.mark.parametrize(("old", "new"), [(False, True), (True, False), (True, True)])
def test_diff_names_what_comes_and_goes(old: bool, new: bool) -> None:
    """What is the same in both is no change."""
    held = [in_memory(added(url(arn_of("Reading"))) if each else furnished(), [agreed()]) for each in (old, new)]
    told = compare(*held).undecided
    assert len(told) == (old is not new)


# Every type

SCHEMAS = type_reference.schemas()
MOST = 60
Change = Callable[[str], Any]


@cache
def paths_of(name: str) -> list[str]:
    """The properties of a type, those that its row names first; of large schemas no more than a template would give."""
    row = row_of(name)
    named = [*row.about, *row.closed, *row.reached, *row.through, *row.strangers, *row.hidden, *row.accounts]
    return list(dict.fromkeys([*named, *islice(type_reference.properties(SCHEMAS[name]), MOST)]))


def filled(name: str, text: str) -> dict[str, Any]:
    """Properties of a type, each with the same text, but for those that name others: they name a stranger."""
    said: dict[str, Any] = {}
    for path in (each.split(".") for each in paths_of(name)):
        inner = said
        for part in path[:-1]:
            within = inner.get(part)
            inner[part] = inner = within if isinstance(within, dict) else {}
        inner.setdefault(path[-1], A_QUEUE % OTHER if ".".join(path) in row_of(name).strangers else text)
    return said


def told_of_every_type(change: Change) -> dict[str, list[str]]:
    """The doubts about each type, all of which stand beside one agreement."""
    world = world_of(agreed())
    names = {f"T{index}": name for index, name in enumerate(SCHEMAS)}
    for logical_id, name in names.items():
        if row_of(name).may is not May.READ:
            world[PRODUCTION][logical_id] = {"Type": name, "Properties": change(name)}
    told: dict[str, list[str]] = {name: [] for name in SCHEMAS}
    for each in prove(in_memory(world, [agreed()])).undecided:
        logical_id = str(each).partition(": ")[0].rpartition(" ")[2]
        told[names[logical_id]].append(str(each))
    return told


TOLD_ELSEWHERE = ("AWS::Serverless::", "AWS::CloudFormation::Stack")


def test_every_type_that_names_what_is_agreed_on_is_doubted_or_its_row_says_why_not() -> None:
    """PROVEN beside it only for what acts as its account, starts nothing, opens another service's things or is idle."""
    told = told_of_every_type(lambda name: filled(name, REPORTS))
    for name, doubted in told.items():
        row = row_of(name)
        if name.startswith(TOLD_ELSEWHERE) or row.may is May.READ:
            continue
        of_another = row.may is May.OPENS and bool(row.of)
        silent = row.may in (May.ACTS, May.NOTHING) or bool(row.starts) or bool(row.asking_for) or of_another
        encrypting = not [each for each in paths_of(name) if not type_reference.encrypts(each)]
        assert bool(doubted) is not (silent or encrypting), (name, row.may, doubted)
        assert row.why, name


def test_a_type_that_names_something_else_is_not_doubted() -> None:
    """Nobody is told of what does not bear on it."""
    told = told_of_every_type(lambda name: filled(name, "arn:aws:s3:::acme-else"))
    for name, doubted in told.items():
        row = row_of(name)
        if row.may in (May.ACTS, May.NOTHING, May.UNSEEN) and not name.startswith(TOLD_ELSEWHERE):
            assert doubted == [], name


def test_a_type_that_says_nothing_is_doubted_only_where_it_makes_more_than_it_says() -> None:
    """An empty resource of each."""
    told = told_of_every_type(lambda _: {})
    doubted = {name for name, each in told.items() if each and not name.startswith(TOLD_ELSEWHERE)}
    assert {row_of(name).may for name in doubted} == {May.MAKES, May.PROVIDED}


# Properties that no list has

COMES_TO_IT = "comes to what is agreed on"
UNLISTED: dict[str, tuple[str, str, dict[str, Any], str | None]] = {
    "of the trusted user": (STAGING, "AliceResource", {}, ""),
    "of another user of hers": (STAGING, "Bob", {"Type": "AWS::IAM::User", "Properties": {}}, None),
    "of a policy of the trusted user": (
        STAGING,
        "More",
        {
            "Type": "AWS::IAM::Policy",
            "Properties": {
                "PolicyName": "more",
                "Users": ["alice"],
                "PolicyDocument": document(allow("s3:*", Resource=OTHERS)),
            },
        },
        "",
    ),
    "of a role that reaches it": (PRODUCTION, "Reads", {}, f": {A_ROLE % 'reads'} {COMES_TO_IT}"),
    "of a role that reaches it along a chain": (PRODUCTION, "Chains", {}, f": {A_ROLE % 'chains'} {COMES_TO_IT}"),
    "of a role that does not": (PRODUCTION, "Idle", {}, None),
    "of a role of an account without agreements": (
        OTHER,
        "Reads",
        acting("reads", allow("s3:GetObject", Resource=f"{REPORTS}/*")),
        None,
    ),
}


@pytest.mark.parametrize(("account", "logical_id", "made", "ends"), UNLISTED.values(), ids=UNLISTED)
def test_a_property_that_no_list_has(
    account: str, logical_id: str, made: dict[str, Any], ends: str | None, tmp_path: Path
) -> None:
    """It may let others in, or keep the agreement's own people out; of whom it lets others into, that is said."""
    world = furnished()
    resource = world.setdefault(account, {}).setdefault(logical_id, made)
    resource["Properties"]["NobodyKnows"] = "x"

    told = doubts(tmp_path, world, agreed())

    assert [f"{logical_id}: " in each and "NobodyKnows" in each for each in told] == [True] * (ends is not None)
    assert all(each.endswith(f"has NobodyKnows, which {OF_NO_LIST.why}{ends}") for each in told)
