"""Where an outsider's way in leads: on to what is agreed on, perhaps, or to another door, which is told apart."""

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

import pytest

from tests.proof.test_worlds import OTHER, PRODUCTION, STAGING, agreed, key, world_of
from tests.proof.world import World, allow, bucket, bucket_policy, document, in_memory, role
from xacct_constructs.known_access import KnownAccess, KnownWay
from xacct_constructs.proof import Answer, Counterexample, Proof, prove

REPORTS, LOGS = "arn:aws:s3:::acme-reports/*", "arn:aws:s3:::acme-logs/*"
ROLES = f"arn:aws:iam::{PRODUCTION}:role"
VENDOR, PROGRAM = {"AWS": OTHER}, {"Principal": {"Service": "lambda.amazonaws.com"}}
OWN, BY_VENDOR = {"AWS": PRODUCTION}, {"AWS": f"{ROLES}/vendor"}
A_SESSION = f"arn:aws:sts::{PRODUCTION}:assumed-role/vendor/monday"
SIGNED_IN = {"Principal": {"Federated": f"arn:aws:iam::{PRODUCTION}:oidc-provider/token.actions.githubusercontent.com"}}
PROVEN, REFUTED, UNDECIDED = Answer.PROVEN, Answer.REFUTED, Answer.UNDECIDED
CODE = {"S3Bucket": "acme-logs", "S3Key": "code.zip"}


def reads(*arns: str) -> dict[str, Any]:
    """A statement for reading objects."""
    return allow("s3:GetObject", Resource=list(arns))


def calls(*actions: str, on: str = "*") -> dict[str, Any]:
    """A statement for any actions."""
    return {"Effect": "Allow", "Action": list(actions), "Resource": on}


def assumes(name: str) -> dict[str, Any]:
    """A statement for assuming a role of the account."""
    return calls("sts:AssumeRole", on=f"{ROLES}/{name}")


def passes(name: str) -> dict[str, Any]:
    """A statement for passing a role of the account to what is started."""
    return calls("iam:PassRole", on=f"{ROLES}/{name}")


def function(role_name: str, **code: Any) -> dict[str, Any]:
    """A function that acts as a role."""
    properties = {"Role": f"{ROLES}/{role_name}", "Handler": "index.handler", "Runtime": "python3.13", "Code": code}
    return {"Type": "AWS::Lambda::Function", "Properties": properties}


def machine(profile: Any) -> dict[str, Any]:
    """A machine with an instance profile."""
    return {"Type": "AWS::EC2::Instance", "Properties": {"IamInstanceProfile": profile}}


def build(acts_as: Any) -> dict[str, Any]:
    """A project of CodeBuild that acts as a role."""
    return {"Type": "AWS::CodeBuild::Project", "Properties": {"ServiceRole": acts_as}}


def bounded(found: dict[str, Any], boundary: str) -> dict[str, Any]:
    """The role within a boundary."""
    return {**found, "Properties": {**found["Properties"], "PermissionsBoundary": boundary}}


def calling(found: dict[str, Any], arn: Any) -> dict[str, Any]:
    """The bucket, which calls a function when something is written."""
    called = {"LambdaConfigurations": [{"Event": "s3:ObjectCreated:*", "Function": arn}]}
    return {**found, "Properties": {**found["Properties"], "NotificationConfiguration": called}}


RUN_FROM: dict[str, tuple[str, dict[str, Any]]] = {
    "a service of containers": ("AWS::ECS::Service", {"TaskDefinition": {"Fn::ImportValue": "task"}}),
    "a service of named containers": ("AWS::ECS::Service", {"TaskDefinition": "web:3"}),
    "a set of containers": ("AWS::ECS::TaskSet", {"TaskDefinition": "web:3"}),
    "containers": (
        "AWS::AppRunner::Service",
        {
            "InstanceConfiguration": {"InstanceRoleArn": f"{ROLES}/elsewhere"},
            "NetworkConfiguration": {"IngressConfiguration": {"IsPubliclyAccessible": False}},
        },
    ),
    "a group of machines": (
        "AWS::AutoScaling::AutoScalingGroup",
        {"LaunchTemplate": {"LaunchTemplateId": "lt-1", "Version": "1"}},
    ),
    "a machine": ("AWS::EC2::Instance", {"LaunchTemplate": {"LaunchTemplateName": "web", "Version": "1"}}),
}
"""What runs programs, as what another stack says that they are run from."""


FURTHER_IN: dict[str, Callable[[Any], dict[str, Any]]] = {
    "AWS::Batch::JobDefinition": lambda acts_as: {"ContainerProperties": {"JobRoleArn": acts_as}},
    "AWS::Batch::ComputeEnvironment": lambda acts_as: {"ComputeResources": {"InstanceRole": acts_as}},
    "AWS::CodePipeline::Pipeline": lambda acts_as: {"Stages": [{"Actions": [{"RoleArn": acts_as}]}]},
    "AWS::EC2::EC2Fleet": lambda acts_as: {
        "LaunchTemplateConfigs": [{"Overrides": [{"IamInstanceProfile": {"Arn": acts_as}}]}]
    },
    "AWS::ECS::CapacityProvider": lambda acts_as: {
        "ManagedInstancesProvider": {"InstanceLaunchTemplate": {"Ec2InstanceProfileArn": acts_as}}
    },
    "AWS::EKS::Addon": lambda acts_as: {"PodIdentityAssociations": [{"RoleArn": acts_as}]},
    "AWS::EKS::Cluster": lambda acts_as: {"ComputeConfig": {"NodeRoleArn": acts_as}},
    "AWS::ElasticBeanstalk::ApplicationVersion": lambda acts_as: {
        "BuildConfiguration": {"CodeBuildServiceRole": acts_as}
    },
    "AWS::SSM::MaintenanceWindowTask": lambda acts_as: {
        "TaskInvocationParameters": {"MaintenanceWindowRunCommandParameters": {"ServiceRoleArn": acts_as}}
    },
}
"""Types that say further in their properties as whom their programs act."""


class Row(NamedTuple):
    """What stands beside the agreement, the answer, how many requests the way has, or what a doubt says."""

    resources: dict[str, dict[str, Any]]
    answer: Answer = PROVEN
    steps: int = 0
    says: str = ""


def vendor(*statements: dict[str, Any], **more: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """A role for a vendor's account, and what stands beside it."""
    return {"Vendor": role("vendor", VENDOR, *statements), "Logs": bucket("acme-logs"), **more}


def perhaps(statement: dict[str, Any]) -> dict[str, Any]:
    """The statement under a condition of which no request is found."""
    return {**statement, "Condition": UNTOLD}


def read_by(name: str) -> dict[str, Any]:
    """The policy of the bucket of logs that lets a role of the account read there."""
    return bucket_policy("acme-logs", allow("s3:GetObject", AWS=f"{ROLES}/{name}", Resource=LOGS))


def telling(what: str, arn: Any) -> dict[str, Any]:
    """The bucket of logs, which tells a queue or topic when something is written."""
    told = {f"{what}Configurations": [{"Event": "s3:ObjectCreated:*", what: arn}]}
    properties = {"BucketName": "acme-logs", "NotificationConfiguration": told}
    return {"Type": "AWS::S3::Bucket", "Properties": properties}


def copied_to_more() -> dict[str, Any]:
    """The bucket of logs, which is copied into another one."""
    rules = [{"Status": "Enabled", "Destination": {"Bucket": "arn:aws:s3:::acme-more"}}]
    copied = {"ReplicationConfiguration": {"Role": f"{ROLES}/aws-copies", "Rules": rules}}
    return {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "acme-logs", **copied}}


def sent_to(stream: Any) -> dict[str, Any]:
    """The table, whose changes go to a stream of Kinesis."""
    said = {"TableName": "orders", "KinesisStreamSpecification": {"StreamArn": stream}}
    return {"Type": "AWS::DynamoDB::Table", "Properties": said}


def fed(by: str) -> dict[str, Any]:
    """What gives a program what comes in there."""
    said = {"EventSourceArn": {"Fn::GetAtt": [by, "Arn"]}, "FunctionName": {"Ref": "Function"}}
    return {"Type": "AWS::Lambda::EventSourceMapping", "Properties": said}


def feeding(source: Any, function_: Any = None) -> dict[str, Any]:
    """What gives the function, or another one, what comes in somewhere."""
    return {"EventSourceArn": source, "FunctionName": function_ or {"Ref": "Function"}}


def let_call(name: str, as_: str = "role") -> dict[str, Any]:
    """What a permission says that lets a role, or its session, call the function."""
    arn = f"arn:aws:{'iam' if as_ == 'role' else 'sts'}::{PRODUCTION}:{as_}/{name}{'' if as_ == 'role' else '/session'}"
    return {"Action": "lambda:InvokeFunction", "FunctionName": {"Ref": "Function"}, "Principal": arn}


def let_call_by_policy(name: str) -> dict[str, Any]:
    """The same, in the function's own policy."""
    lets = allow("lambda:InvokeFunction", AWS=f"arn:aws:iam::{PRODUCTION}:role/{name}", Resource="*")
    return {"ResourceArn": {"Fn::GetAtt": ["Function", "Arn"]}, "PolicyDocument": document(lets)}


def as_role(acts_as: Any) -> dict[str, Any]:
    """A function that acts as whatever this comes to."""
    found = function("program", ZipFile="x")
    return {**found, "Properties": {**found["Properties"], "Role": acts_as}}


def by_provider(
    *statements: dict[str, Any], action: str = "sts:AssumeRoleWithWebIdentity"
) -> dict[str, dict[str, Any]]:
    """A role for whom a provider signs in that a custom resource makes, the program behind that, and the logs."""
    token = {"ServiceToken": {"Fn::GetAtt": ["Function", "Arn"]}, "Url": "https://token.actions.githubusercontent.com"}
    made = role("deploy", {"Principal": {"Federated": {"Ref": "Provider"}}}, *statements)
    made["Properties"]["AssumeRolePolicyDocument"]["Statement"][0]["Action"] = action
    return {
        "Provider": {"Type": "Custom::AWSCDKOpenIdConnectProvider", "Properties": token},
        "Program": role("program", PROGRAM, calls("iam:CreateOpenIDConnectProvider")),
        "Function": function("program", ZipFile="x"),
        "Deploy": made,
        "Logs": bucket("acme-logs"),
    }


SETTLED: Any = {"Ref": "AWS::StackId"}
ITS_STREAM = {"Fn::GetAtt": ["Orders", "StreamArn"]}
ORDERS = f"arn:aws:dynamodb:eu-west-1:{PRODUCTION}:table/orders"
READ_BY_PROGRAM = {
    "ResourcePolicy": {"PolicyDocument": document(allow("dynamodb:GetItem", AWS=f"{ROLES}/program", Resource=ORDERS))}
}
UNTOLD = {"StringEquals": {"aws:EpochTime": "1"}, "NumericLessThan": {"aws:EpochTime": "2"}}
NEVER = {"NumericLessThan": {"s3:max-keys": "5"}, "NumericGreaterThan": {"s3:max-keys": "7"}}
PERHAPS_OWN = {**OWN, "Condition": UNTOLD}
A_REPORT = "arn:aws:s3:::acme-reports/a*"
BY_STACK = {"StringEquals": {"aws:PrincipalTag/team": {"Ref": "AWS::StackId"}}}
DENIED_PERHAPS = {**allow("s3:GetObject", AWS="*", Resource=A_REPORT, Condition=BY_STACK), "Effect": "Deny"}
GIVEN_TO_INNER = {
    "Type": "AWS::IAM::Policy",
    "Properties": {"PolicyName": "given", "Roles": ["inner"], "PolicyDocument": document(reads(REPORTS))},
}
READER = role("inner", OWN, reads(REPORTS))
READING = role("program", PROGRAM, reads(REPORTS))


SETTLED_LATER: Any = {"Ref": "AWS::StackId"}
PROGRAM_ARN: Any = {"Fn::GetAtt": ["Function", "Arn"]}
SENDS = {"Effect": "Allow", "Action": "sqs:SendMessage", "Resource": {"Fn::GetAtt": ["Sent", "Arn"]}}
PUTS = {**SENDS, "Action": "events:PutEvents"}


def arn_of(logical_id: str) -> dict[str, Any]:
    """The attribute."""
    return {"Fn::GetAtt": [logical_id, "Arn"]}


def ref(logical_id: str) -> dict[str, Any]:
    """A reference."""
    return {"Ref": logical_id}


def knowing(role_name: str, what: Any) -> dict[str, Any]:
    """A function that is told of something."""
    found = function(role_name)
    found["Properties"]["Environment"] = {"Variables": {"TO": what}}
    return found


def queue(**said: Any) -> dict[str, Any]:
    """A queue."""
    return {"Type": "AWS::SQS::Queue", "Properties": said}


def on_bus(bus: Any, target: Any) -> dict[str, Any]:
    """A rule of a bus, the account's own where none is named."""
    named = {"EventBusName": bus} if bus else {}
    said = {"EventPattern": {"source": ["shop"]}, "Targets": [{"Id": "on", "Arn": target}]}
    return {"Type": "AWS::Events::Rule", "Properties": {**said, **named}}


def feeds(source: Any) -> dict[str, Any]:
    """What feeds the program."""
    said = {"EventSourceArn": source, "FunctionName": {"Ref": "Function"}}
    return {"Type": "AWS::Lambda::EventSourceMapping", "Properties": said}


def subscribed(protocol: Any, endpoint: Any) -> dict[str, Any]:
    """A subscription of the topic."""
    said = {"TopicArn": {"Ref": "Topic"}, "Protocol": protocol, "Endpoint": endpoint}
    return {"Type": "AWS::SNS::Subscription", "Properties": said}


def piped(source: Any, target: Any) -> dict[str, Any]:
    """A pipe, which acts as a role of its own."""
    said = {"Source": source, "Target": target, "RoleArn": {"Fn::GetAtt": ["Pipes", "Arn"]}}
    return {"Type": "AWS::Pipes::Pipe", "Properties": said}


FED_BY_QUEUE = {"Queue": {"Type": "AWS::SQS::Queue", "Properties": {}}, "Feeding": fed("Queue")}
FED_BY_STREAM = {
    "Changes": {"Type": "AWS::Kinesis::Stream", "Properties": {}},
    "Feeding": fed("Changes"),
    "Program": READING,
    "Function": function("program", ZipFile="x"),
}

AS_PROGRAM = {"Fn::GetAtt": ["Program", "Arn"]}
ANSWERING: dict[str, dict[str, Any]] = {
    "Program": READING,
    "Machine": {"Type": "AWS::StepFunctions::StateMachine", "Properties": {"RoleArn": AS_PROGRAM}},
    "Queries": {
        "Type": "AWS::Athena::WorkGroup",
        "Properties": {"Name": "queries", "WorkGroupConfiguration": {"ExecutionRole": AS_PROGRAM}},
    },
}

ROLES_OF_OTHERS = {
    "a role that may do nothing": Row(vendor()),
    "a role that reads metrics": Row(vendor(calls("cloudwatch:Get*", "cloudwatch:ListMetrics"))),
    "a role that writes in a folder of whoever signs in": Row(
        vendor(calls("s3:PutObject", on="arn:aws:s3:::acme-logs/private/${cognito-identity.amazonaws.com:sub}/*"))
    ),
    "a role that writes in a bucket of whoever signs in": Row(
        vendor(calls("s3:PutObject", on="arn:aws:s3:::${cognito-identity.amazonaws.com:sub}/*")), UNDECIDED
    ),
    "a role that reads in a folder of the agreed bucket of whoever signs in": Row(
        vendor(reads("arn:aws:s3:::acme-reports/${aws:PrincipalTag/team}/*")), UNDECIDED
    ),
    "a role that reads what is agreed on": Row(vendor(reads(REPORTS)), REFUTED, 2),
    "a role that reads everything": Row(vendor(calls("s3:*")), REFUTED, 2),
    "a role that reads another bucket": Row(vendor(reads(LOGS))),
    "a role that asks the agreed bucket for its policy": Row(
        vendor(calls("s3:GetBucketPolicy", on="arn:aws:s3:::acme-reports")), REFUTED, 2
    ),
    "a role that asks for what no action of today is called": Row(vendor(calls("s3:GetObjectZ*")), UNDECIDED),
    "a role that asks for what one action is called": Row(vendor(calls("s3:GetObjectTo*")), REFUTED, 2),
    "a role that lists which buckets there are": Row(vendor(calls("s3:ListAllMyBuckets", "s3:ListAccessPoints"))),
    "a role that lists which buckets there are, and what lies in them": Row(
        vendor(calls("s3:ListAllMyBuckets", "s3:ListBucket")), REFUTED, 2
    ),
    "a role that lists whatever can be listed": Row(vendor(calls("s3:List*")), REFUTED, 2),
    "a role that takes away what blocks public access": Row(
        vendor(calls("s3:PutAccountPublicAccessBlock")), REFUTED, 2
    ),
    "a role that a deny keeps away": Row(vendor(calls("s3:Get*"), {**calls("s3:*"), "Effect": "Deny"})),
    "a role that a boundary keeps away": Row(
        {
            **vendor(),
            "Vendor": bounded(role("vendor", VENDOR, calls("s3:*")), "arn:aws:iam::aws:policy/AWSSupportAccess"),
        },
        PROVEN,
    ),
    "a role with a policy that nobody here knows": Row(
        {
            "Vendor": {
                **role("vendor", VENDOR),
                "Properties": {
                    **role("vendor", VENDOR)["Properties"],
                    "ManagedPolicyArns": [f"arn:aws:iam::{PRODUCTION}:policy/unknown"],
                },
            }
        },
        UNDECIDED,
        says="not in the assembly",
    ),
    "a role by an identity provider": Row({"Vendor": role("vendor", SIGNED_IN)}),
    "a role by an identity provider of a custom resource": Row(by_provider(calls("s3:PutObject", on=LOGS))),
    "a role by an identity provider of a custom resource, for people": Row(
        by_provider(calls("s3:PutObject", on=LOGS), action="sts:AssumeRoleWithSAML")
    ),
    "a role by such a provider, which reads what is agreed on": Row(by_provider(reads(REPORTS)), UNDECIDED),
    "a role by such a provider, which may change the code of what makes it": Row(
        by_provider(calls("lambda:UpdateFunctionCode")), UNDECIDED
    ),
    "a role by such a provider, which the program may enter as itself": Row(
        by_provider(calls("s3:PutObject", on=LOGS), action="sts:*"), UNDECIDED
    ),
    "a role of the account's own": Row({"Own": role("own", OWN, reads(REPORTS))}),
    "a way over another role": Row(vendor(assumes("inner"), Inner=READER), REFUTED, 3),
    "a way over two": Row(
        vendor(assumes("middle"), Middle=role("middle", OWN, assumes("inner")), Inner=READER), REFUTED, 4
    ),
    "a way in a circle, and out of it": Row(
        vendor(
            assumes("middle"),
            Middle=role("middle", OWN, assumes("vendor"), assumes("inner")),
            Inner=READER,
        ),
        REFUTED,
        4,
    ),
    "a way in a circle": Row(vendor(assumes("middle"), Middle=role("middle", OWN, assumes("vendor")))),
    "a way to a role that does not let it in": Row(
        vendor(assumes("inner"), Inner=role("inner", PROGRAM, reads(REPORTS)))
    ),
    "a way to a role that may let it in": Row(
        vendor(assumes("inner"), Inner=role("inner", PERHAPS_OWN, reads(REPORTS))), UNDECIDED, says="which comes to it"
    ),
    "a role that reads nothing by one statement, and all by another": Row(
        vendor({**reads("arn:aws:s3:::acme-reports/a*"), "Condition": NEVER}, reads(REPORTS)), REFUTED, 2
    ),
    "a role that may be denied some of what it reads": Row(
        vendor(reads(A_REPORT), reads(REPORTS), P=bucket_policy("acme-reports", DENIED_PERHAPS)), REFUTED, 2
    ),
    "a role that may be denied all that it reads": Row(
        vendor(reads(A_REPORT), P=bucket_policy("acme-reports", DENIED_PERHAPS)),
        UNDECIDED,
        says="may call s3:GetObject on arn:aws:s3:::acme-reports/a",
    ),
    "a role whose trust is not in the templates, and which is not asked for": Row(
        vendor(calls("cloudwatch:Get*"), Given=GIVEN_TO_INNER)
    ),
    "a way by the other's word alone": Row(vendor(Inner=role("inner", BY_VENDOR, reads(REPORTS))), REFUTED, 3),
    "the agreed bucket's own word": Row(
        vendor(
            Policy=bucket_policy("acme-reports", {**reads(REPORTS), "Principal": {"AWS": f"{ROLES}/vendor"}}),
        ),
        REFUTED,
        2,
    ),
    "the agreed bucket's word to one session": Row(
        vendor(Policy=bucket_policy("acme-reports", {**reads(REPORTS), "Principal": {"AWS": A_SESSION}})), REFUTED, 2
    ),
    "another role's word to one session": Row(
        vendor(Inner=role("inner", {"AWS": A_SESSION}, reads(REPORTS))), REFUTED, 3
    ),
    "what another bucket lets it write, which is a program's code": Row(
        vendor(
            Program=READING,
            Function=function("program", **CODE),
            Policy=bucket_policy("acme-logs", {**calls("s3:PutObject", on=LOGS), "Principal": BY_VENDOR}),
        ),
        UNDECIDED,
        says="role/program may obey",
    ),
    "what another bucket lets it write, which is nobody's code": Row(
        vendor(
            Program=READING,
            Function=function("program"),
            Policy=bucket_policy("acme-logs", {**calls("s3:PutObject", on=LOGS), "Principal": BY_VENDOR}),
        )
    ),
    "what another bucket lets it read, which is a program's code": Row(
        vendor(
            Program=READING,
            Function=function("program", **CODE),
            Policy=bucket_policy("acme-logs", {**reads(LOGS), "Principal": BY_VENDOR}),
        )
    ),
    "roles that are not in the templates": Row(vendor(assumes("cdk-*")), UNDECIDED, says="role/cdk-"),
    "a role of the trusted account that is not in the templates": Row(
        vendor(calls("sts:AssumeRole", on=f"arn:aws:iam::{STAGING}:role/x")), UNDECIDED, says=f"{STAGING}:role/x"
    ),
    "roles of its own account": Row(vendor(calls("sts:AssumeRole", on=f"arn:aws:iam::{OTHER}:role/*"))),
    "who changes IAM": Row(vendor(calls("iam:PutRolePolicy")), UNDECIDED, says="changes who may do what"),
    # What answers those as whom somebody may act
    **{
        f"a way over a role that it {word}, which {does}": Row(
            vendor(way("asks"), Asks=role("asks", trust, calls(action)), **ANSWERING), answer, says=says
        )
        for word, way, trust in (("assumes", assumes, OWN), ("passes", passes, PROGRAM))
        for does, action, answer, says in (
            ("asks what an execution came to", "states:DescribeExecution", UNDECIDED, "role/asks may call Machine"),
            ("asks what a query came to", "athena:GetQueryResults", UNDECIDED, "role/asks may call Queries"),
            ("asks for metrics", "cloudwatch:GetMetricData", PROVEN, ""),
        )
    },
    # Which roles may be passed to what is started
    "who passes a role that comes nowhere near": Row(
        vendor(passes("small"), Small=role("small", PROGRAM, reads(LOGS)))
    ),
    "who passes a role that reads what is agreed on": Row(
        vendor(passes("program"), Program=READING), UNDECIDED, says="may assume, or pass, "
    ),
    "who passes a role that passes one which reads what is agreed on": Row(
        vendor(passes("small"), Small=role("small", PROGRAM, passes("program")), Program=READING), UNDECIDED
    ),
    "who passes a role that may assume one which reads what is agreed on": Row(
        vendor(passes("small"), Small=role("small", PROGRAM, assumes("inner")), Inner=READER), UNDECIDED
    ),
    "who assumes a role that passes one which reads what is agreed on": Row(
        vendor(assumes("middle"), Middle=role("middle", OWN, passes("program")), Program=READING), UNDECIDED
    ),
    "who passes a role that writes a program's code": Row(
        vendor(
            passes("small"),
            Small=role("small", PROGRAM, calls("s3:PutObject", on=LOGS)),
            Program=READING,
            Function=function("program", **CODE),
        ),
        UNDECIDED,
        says="role/program may obey",
    ),
    "who passes a role that changes IAM": Row(
        vendor(passes("small"), Small=role("small", PROGRAM, calls("iam:PutRolePolicy"))), UNDECIDED
    ),
    "who passes a role that only users and roles assume": Row(vendor(passes("inner"), Inner=READER)),
    "who passes a role that is not in the templates": Row(
        vendor(passes("elsewhere")), UNDECIDED, says="role/elsewhere, which is not in the assembly, and so changes who"
    ),
    "who passes any role": Row(
        vendor(passes("*"), Small=role("small", PROGRAM)), UNDECIDED, says="changes who may do what"
    ),
    "who passes a role that the templates only give a policy": Row(
        vendor(passes("inner"), Given=GIVEN_TO_INNER), UNDECIDED, says="not in the assembly"
    ),
    "who passes whatever IAM has": Row(vendor(calls("iam:Pa*", "iam:Put*")), UNDECIDED, says="changes who may do what"),
    "who reads IAM": Row(vendor(calls("iam:Get*", "iam:List*"))),
    "who changes stacks": Row(vendor(calls("cloudformation:UpdateStack")), UNDECIDED, says="changes who may do what"),
    "who becomes the root user of another account": Row(
        vendor(calls("sts:AssumeRoot")), UNDECIDED, says="sts:AssumeRoot, which changes who may do what"
    ),
    "who puts people into groups of Identity Center": Row(
        vendor(calls("identitystore:CreateGroupMembership")), UNDECIDED, says="changes who may do what"
    ),
    "who takes over a root user's address": Row(
        vendor(calls("account:AcceptPrimaryEmailUpdate")), UNDECIDED, says="changes who may do what"
    ),
    "who rolls out what Control Tower makes": Row(
        vendor(calls("controltower:EnableBaseline")), UNDECIDED, says="changes who may do what"
    ),
    "who has a product made": Row(
        vendor(calls("servicecatalog:ProvisionProduct")), UNDECIDED, says="changes who may do what"
    ),
    "who has a pack of rules made": Row(
        vendor(calls("config:PutConformancePack")), UNDECIDED, says="changes who may do what"
    ),
    "who reads of accounts, people and products": Row(
        vendor(calls("account:Get*", "identitystore:Describe*", "controltower:List*", "servicecatalog:Describe*"))
    ),
    "who asks for a session of its own": Row(vendor(calls("sts:GetSessionToken", "sts:GetCallerIdentity"))),
    "who writes whom an account's bills go to": Row(vendor(calls("account:PutAlternateContact"))),
    "who does everything but reading": Row(
        vendor({"Effect": "Allow", "NotAction": ["s3:*", "kms:*", "sts:*"], "Resource": "*"}),
        UNDECIDED,
        says="credentials",
    ),
    "who asks for what a licence stands for": Row(
        vendor(calls("license-manager:GetAccessToken")), UNDECIDED, says="credentials"
    ),
    "who asks for a connection's token": Row(
        vendor(calls("codeconnections:GetIndividualAccessToken")), UNDECIDED, says="credentials"
    ),
    "who reads secrets": Row(vendor(calls("secretsmanager:GetSecretValue")), UNDECIDED, says="credentials"),
    "who is given the credentials of an environment": Row(
        vendor(calls("datazone:GetEnvironmentCredentials")), UNDECIDED, says="credentials"
    ),
    "who is given those of a connection of DataZone": Row(
        vendor(calls("datazone:GetConnection")), UNDECIDED, says="credentials"
    ),
    "who may come into a session of Glue": Row(vendor(calls("glue:GetSessionEndpoint")), UNDECIDED, says="credentials"),
    "who reads the passwords of Glue's connections": Row(
        vendor(calls("glue:GetConnections")), UNDECIDED, says="credentials"
    ),
    "who is told of sessions and connections": Row(
        vendor(calls("datazone:ListConnections", "glue:GetSession", "glue:ListSessions", "glue:GetTables"))
    ),
    "who is given those of a machine": Row(vendor(calls("ssm:GetAccessToken")), UNDECIDED, says="credentials"),
    "who is given a token of a repository": Row(
        vendor(calls("codeconnections:GetConnectionToken")), UNDECIDED, says="credentials"
    ),
    "who reads of environments, machines and repositories": Row(
        vendor(calls("datazone:GetEnvironment", "ssm:Describe*", "codeconnections:GetConnection"))
    ),
    "who changes code, and no program comes near": Row(
        vendor(calls("lambda:UpdateFunctionCode"), Program=role("program", PROGRAM))
    ),
    "who changes code, and a program reads what is agreed on": Row(
        vendor(calls("lambda:UpdateFunctionCode"), Program=READING), UNDECIDED, says="role/program may obey"
    ),
    **{
        f"who calls {' and '.join(actions)}, and a program reads what is agreed on": Row(
            vendor(calls(*actions), Program=READING),
            answer,
            says="role/program may obey" if answer is UNDECIDED else "",
        )
        for actions, answer in (
            (("logs:FilterLogEvents", "logs:StartQuery", "logs:TestMetricFilter"), PROVEN),
            (("logs:*",), UNDECIDED),
            (("budgets:ViewBudget", "support:RefreshTrustedAdvisorCheck"), PROVEN),
            (("support:*",), UNDECIDED),
            (("iam:GenerateCredentialReport", "iam:SimulatePrincipalPolicy"), PROVEN),
            (("ecr:BatchCheckLayerAvailability", "ecr:GetDownloadUrlForLayer"), PROVEN),
            (("ecr:BatchCheckLayerAvailability", "ecr:PutImage"), UNDECIDED),
            (("cloudfront:CreateInvalidation",), PROVEN),
            (("cloudfront:Create*",), UNDECIDED),
            (("lambda:PublishVersion",), PROVEN),
            (("lambda:Publish*",), UNDECIDED),
            (("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility"), PROVEN),
            (("sqs:ReceiveMessage", "sqs:SendMessage"), UNDECIDED),
            (("ses:SendEmail", "ses:SendRawEmail"), PROVEN),
            (("ses:*",), UNDECIDED),
        )
    },
    "who changes code, and a program acts as a role that is not in the templates": Row(
        vendor(calls("lambda:UpdateFunctionCode"), Function=function("elsewhere")),
        UNDECIDED,
        says="AWS::Lambda::Function Function may obey that",
    ),
    "who changes code, and a machine acts as one that deployment settles": Row(
        vendor(calls("ssm:SendCommand"), Machine=machine({"Fn::ImportValue": "profile"})),
        UNDECIDED,
        says="AWS::EC2::Instance Machine may obey that: its IamInstanceProfile is not",
    ),
    **{
        f"who starts {kind.rpartition('::')[2]}, which acts as one of another stack": Row(
            vendor(
                calls("lambda:UpdateFunctionCode"), Further={"Type": kind, "Properties": said(f"{ROLES}/elsewhere")}
            ),
            UNDECIDED,
            says=f"{kind} Further may obey that",
        )
        for kind, said in FURTHER_IN.items()
    },
    **{
        f"who starts {kind.rpartition('::')[2]}, which acts as one that comes nowhere near": Row(
            vendor(
                calls("lambda:UpdateFunctionCode"),
                Small=role("small", PROGRAM),
                Further={"Type": kind, "Properties": said({"Fn::GetAtt": ["Small", "Arn"]})},
            )
        )
        for kind, said in FURTHER_IN.items()
    },
    **{
        f"who changes images, and {name} of another stack runs them": Row(
            vendor(calls("ecr:PutImage"), Further={"Type": kind, "Properties": said}),
            UNDECIDED,
            says=f"{kind} Further may obey that",
        )
        for name, (kind, said) in RUN_FROM.items()
    },
    "who changes images, and containers of a task that comes nowhere near run them": Row(
        vendor(
            calls("ecr:PutImage"),
            Small=role("small", PROGRAM),
            Task={"Type": "AWS::ECS::TaskDefinition", "Properties": {"TaskRoleArn": {"Fn::GetAtt": ["Small", "Arn"]}}},
            Web={"Type": "AWS::ECS::Service", "Properties": {"TaskDefinition": {"Ref": "Task"}}},
        )
    ),
    "who changes images, and machines of a template that comes nowhere near run them": Row(
        vendor(
            calls("ecr:PutImage"),
            Template={"Type": "AWS::EC2::LaunchTemplate", "Properties": {"LaunchTemplateName": "web"}},
            Group={
                "Type": "AWS::AutoScaling::AutoScalingGroup",
                "Properties": {"LaunchTemplate": {"LaunchTemplateId": {"Ref": "Template"}, "Version": "1"}},
            },
        )
    ),
    "who starts jobs, whose agent acts as one of another stack": Row(
        vendor(
            calls("batch:SubmitJob"),
            Small=role("small", PROGRAM),
            Job={
                "Type": "AWS::Batch::JobDefinition",
                "Properties": {
                    "ContainerProperties": {
                        "JobRoleArn": {"Fn::GetAtt": ["Small", "Arn"]},
                        "ExecutionRoleArn": f"{ROLES}/elsewhere",
                    }
                },
            },
        )
    ),
    "who starts jobs, whose properties an include may write": Row(
        vendor(
            calls("batch:SubmitJob"),
            Job={
                "Type": "AWS::Batch::JobDefinition",
                "Properties": {"ContainerProperties": {"Fn::Transform": {"Name": "AWS::Include"}}},
            },
        ),
        UNDECIDED,
        says="AWS::Batch::JobDefinition Job may obey that",
    ),
    "who starts builds, which act as one of another stack": Row(
        vendor(calls("codebuild:StartBuild"), Build=build(f"{ROLES}/elsewhere")),
        UNDECIDED,
        says="AWS::CodeBuild::Project Build may obey that",
    ),
    "who changes code, and programs act as roles that come nowhere near": Row(
        vendor(
            calls("lambda:UpdateFunctionCode"),
            Small=role("small", PROGRAM),
            Function=function("small"),
            Machine=machine({"Ref": "Profile"}),
            Profile={"Type": "AWS::IAM::InstanceProfile", "Properties": {"Roles": [{"Ref": "Small"}]}},
            Build=build({"Fn::GetAtt": ["Small", "Arn"]}),
            Queue={
                "Type": "AWS::Batch::ComputeEnvironment",
                "Properties": {"ServiceRole": f"{ROLES}/aws-service-role/batch.amazonaws.com/AWSServiceRoleForBatch"},
            },
        )
    ),
    "who only reads, and a program acts as a role that is not in the templates": Row(
        vendor(calls("cloudwatch:Get*"), Function=function("elsewhere"))
    ),
    "who writes where the code of such a program lies": Row(
        vendor(calls("s3:PutObject", on=LOGS), Function=function("elsewhere", **CODE)),
        UNDECIDED,
        says="AWS::Lambda::Function Function may obey that",
    ),
    "who writes where the code of no such program lies": Row(
        vendor(calls("s3:PutObject", on=LOGS), Function=function("elsewhere"))
    ),
    "who changes code, of a role over which a program comes": Row(
        vendor(calls("lambda:UpdateFunctionCode"), Program=role("program", PROGRAM, assumes("inner")), Inner=READER),
        UNDECIDED,
        says="role/program may obey",
    ),
    **{
        f"who sends to {what}, and {how}": Row(
            vendor(sending, **{"Program": READING, "Function": function("program"), **made, **more}),
            UNDECIDED if doubted else PROVEN,
            says="role/program may obey" if doubted else "",
        )
        for what, sending, made in (
            ("a queue", SENDS, {"Sent": queue()}),
            ("a bus", PUTS, {"Sent": {"Type": "AWS::Events::EventBus", "Properties": {"Name": "orders"}}}),
        )
        for how, more, doubted in (
            ("nobody reads there", {}, False),
            (
                "another one tells the program",
                {"Told": on_bus("others", PROGRAM_ARN), "Fed": feeds(arn_of("Idle")), "Idle": queue()},
                False,
            ),
            ("it tells a queue that nobody reads", {"Told": on_bus("orders", arn_of("Idle")), "Idle": queue()}, False),
            ("the program is told", {"Told": on_bus("orders", PROGRAM_ARN), "Fed": feeds(arn_of("Sent"))}, True),
            (
                "the program may be told",
                {"Told": on_bus(SETTLED_LATER, PROGRAM_ARN), "Fed": feeds(SETTLED_LATER)},
                True,
            ),
            ("the program knows it", {"Function": knowing("program", ref("Sent"))}, True),
            ("the program asks there", {"Program": role("program", PROGRAM, reads(REPORTS), calls("*"))}, True),
        )
    },
    "who sends to a bus that tells the account's own": Row(
        vendor(
            PUTS,
            Program=READING,
            Function=function("program"),
            Sent={"Type": "AWS::Events::EventBus", "Properties": {"Name": "orders"}},
            Told=on_bus("orders", f"arn:aws:events:eu-west-1:{PRODUCTION}:event-bus/default"),
            Own=on_bus(None, PROGRAM_ARN),
        ),
        UNDECIDED,
        says="role/program may obey",
    ),
    "who sends to a queue whose dead letters the program takes": Row(
        vendor(
            SENDS,
            Program=READING,
            Function=function("program"),
            Sent=queue(RedrivePolicy={"deadLetterTargetArn": arn_of("Dead"), "maxReceiveCount": 1}),
            Dead=queue(),
            Fed=feeds(arn_of("Dead")),
        ),
        UNDECIDED,
        says="role/program may obey",
    ),
    "who sends to a queue whose policy lets the program receive": Row(
        vendor(
            SENDS,
            Program=READING,
            Function=function("program"),
            Sent=queue(),
            Policy={
                "Type": "AWS::SQS::QueuePolicy",
                "Properties": {
                    "Queues": [ref("Sent")],
                    "PolicyDocument": document(allow("sqs:ReceiveMessage", AWS=f"{ROLES}/program", Resource="*")),
                },
            },
        ),
        UNDECIDED,
        says="role/program may obey",
    ),
    **{
        f"who {what} a queue that nobody reads": Row(
            vendor(calls(action, on=on), Program=READING, Sent=queue(QueueName="orders")),
            UNDECIDED,
            says="role/program may obey",
        )
        for what, action, on in (
            ("changes", "sqs:SetQueueAttributes", f"arn:aws:sqs:eu-west-1:{PRODUCTION}:orders"),
            ("does anything with", "sqs:*", f"arn:aws:sqs:eu-west-1:{PRODUCTION}:orders"),
            ("sends to more than", "sqs:SendMessage", f"arn:aws:sqs:eu-west-1:{PRODUCTION}:*"),
        )
    },
    "who writes where no program reads": Row(vendor(calls("s3:PutObject", on=LOGS), Program=READING)),
    "who writes where a program reads": Row(
        vendor(calls("s3:PutObject", on=LOGS), Program=role("program", PROGRAM, reads(REPORTS, LOGS))),
        UNDECIDED,
        says="role/program may obey",
    ),
    "who writes where a program reads as the bucket's own policy names it": Row(
        vendor(calls("s3:PutObject", on=LOGS), Program=READING, Left=read_by("program")),
        UNDECIDED,
        says="role/program may obey",
    ),
    "who writes where another program reads as the bucket's own policy names it": Row(
        vendor(calls("s3:PutObject", on=LOGS), Program=READING, Small=role("small", PROGRAM), Left=read_by("small"))
    ),
    "who writes where a program reads as the table's own policy names it": Row(
        vendor(
            calls("dynamodb:PutItem", on=ORDERS),
            Orders={"Type": "AWS::DynamoDB::Table", "Properties": {"TableName": "orders", **READ_BY_PROGRAM}},
            Program=READING,
        ),
        UNDECIDED,
        says="role/program may obey",
    ),
    "who writes where a program reads as another role": Row(
        vendor(
            calls("s3:PutObject", on=LOGS),
            Program=role("program", PROGRAM, reads(REPORTS), assumes("inner")),
            Inner=role("inner", OWN, reads(LOGS)),
        ),
        UNDECIDED,
        says="role/program may obey",
    ),
    "who writes where a role reads that lets no program in": Row(
        vendor(
            calls("s3:PutObject", on=LOGS),
            Program=role("program", PROGRAM, reads(REPORTS), assumes("inner")),
            Inner=role("inner", {"AWS": f"{ROLES}/other"}, reads(LOGS)),
        )
    ),
    **{
        f"who writes where a program reads, which {name}": Row(
            vendor(
                calls("s3:PutObject", on=LOGS),
                Program=READING,
                Function=function("program", ZipFile="x"),
                Sorter=role("sorter", PROGRAM, reads(LOGS)),
                Small=role("small", PROGRAM),
                Called={"Type": f"AWS::Lambda::{kind}", "Properties": said},
            ),
            UNDECIDED if doubted else PROVEN,
            says="role/sorter may obey" if doubted else "",
        )
        for name, kind, said, doubted in (
            ("one that reads lets call it", "Permission", let_call("sorter"), True),
            ("one that reads lets call it, as a session", "Permission", let_call("sorter", "assumed-role"), True),
            ("the policy of one that reads names", "ResourcePolicy", let_call_by_policy("sorter"), True),
            ("one that is not known lets call it", "Permission", {**let_call("sorter"), "FunctionName": SETTLED}, True),
            ("one that reads does not let call it", "Permission", let_call("small"), False),
            ("the policy of one that reads does not name", "ResourcePolicy", let_call_by_policy("small"), False),
        )
    },
    "who writes in several buckets, of which a program reads one": Row(
        vendor(
            calls("s3:PutObject", on="arn:aws:s3:::acme-l*/*"),
            More=bucket("acme-lists"),
            Program=role("program", PROGRAM, reads(REPORTS, LOGS)),
        ),
        UNDECIDED,
        says="role/program may obey",
    ),
    "who writes where a program's code lies": Row(
        vendor(calls("s3:PutObject", on=LOGS), Program=READING, Function=function("program", **CODE)),
        UNDECIDED,
        says="role/program may obey",
    ),
    "who writes where another program writes on, to what a program reads": Row(
        vendor(
            calls("s3:PutObject", on=LOGS),
            More=bucket("acme-more"),
            Sorter=role("sorter", PROGRAM, reads(LOGS), calls("s3:PutObject", on="arn:aws:s3:::acme-more/*")),
            Program=role("program", PROGRAM, reads(REPORTS, "arn:aws:s3:::acme-more/*")),
        ),
        UNDECIDED,
        says="role/sorter may obey",
    ),
    "who writes where another program writes on, to what nobody reads": Row(
        vendor(
            calls("s3:PutObject", on=LOGS),
            More=bucket("acme-more"),
            Sorter=role("sorter", PROGRAM, reads(LOGS), calls("s3:PutObject", on="arn:aws:s3:::acme-more/*")),
            Program=READING,
        )
    ),
    "who writes in a bucket that calls a program": Row(
        {
            **vendor(calls("s3:PutObject", on=LOGS), Program=READING, Function=function("program", ZipFile="x")),
            "Logs": calling(bucket("acme-logs"), {"Fn::GetAtt": ["Function", "Arn"]}),
        },
        UNDECIDED,
        says="role/program may obey",
    ),
    "who writes in a bucket that calls another program": Row(
        {
            **vendor(calls("s3:PutObject", on=LOGS), Program=READING, Small=role("small", PROGRAM)),
            "Function": function("small", ZipFile="x"),
            "Logs": calling(bucket("acme-logs"), {"Fn::GetAtt": ["Function", "Arn"]}),
        }
    ),
    "who writes in a bucket that tells a queue, which a program is given": Row(
        {
            **vendor(calls("s3:PutObject", on=LOGS), Program=READING, Function=function("program", ZipFile="x")),
            "Logs": telling("Queue", {"Fn::GetAtt": ["Queue", "Arn"]}),
            **FED_BY_QUEUE,
        },
        UNDECIDED,
        says="role/program may obey",
    ),
    "who writes in a bucket that tells a topic, which tells a queue": Row(
        {
            **vendor(calls("s3:PutObject", on=LOGS), Program=READING, Function=function("program", ZipFile="x")),
            "Logs": telling("Topic", {"Ref": "Topic"}),
            "Topic": {"Type": "AWS::SNS::Topic", "Properties": {}},
            "Subscribed": {
                "Type": "AWS::SNS::Subscription",
                "Properties": {
                    "TopicArn": {"Ref": "Topic"},
                    "Protocol": "sqs",
                    "Endpoint": {"Fn::GetAtt": ["Queue", "Arn"]},
                },
            },
            **FED_BY_QUEUE,
        },
        UNDECIDED,
        says="role/program may obey",
    ),
    "who writes in a bucket that tells another queue": Row(
        {
            **vendor(calls("s3:PutObject", on=LOGS), Program=READING, Function=function("program", ZipFile="x")),
            "Logs": telling("Queue", f"arn:aws:sqs:eu-west-1:{PRODUCTION}:other"),
            **FED_BY_QUEUE,
        }
    ),
    **{
        f"who writes in a bucket that tells a topic, and that {name}": Row(
            {
                **vendor(calls("s3:PutObject", on=LOGS), Program=READING, Function=function("program", ZipFile="x")),
                "Logs": telling("Topic", {"Ref": "Topic"}),
                "Topic": {"Type": "AWS::SNS::Topic"},
                "Telling": subscribed(protocol, endpoint),
            },
            UNDECIDED if doubted else PROVEN,
            says="role/program may obey" if doubted else "",
        )
        for name, protocol, endpoint, doubted in (
            ("a function that deployment settles", "lambda", SETTLED, True),
            ("a queue that deployment settles", "sqs", SETTLED, True),
            ("whomever deployment settles", SETTLED, SETTLED, True),
            ("a function", "lambda", {"Fn::GetAtt": ["Function", "Arn"]}, True),
            ("a queue from which nobody is fed", "sqs", f"arn:aws:sqs:eu-west-1:{PRODUCTION}:other", False),
            ("people whom deployment settles", "email", SETTLED, False),
        )
    },
    **{
        f"who writes in a bucket that tells a queue, from which a pipe sends on to {name}": Row(
            {
                **vendor(calls("s3:PutObject", on=LOGS), Program=READING, Function=function("program", ZipFile="x")),
                "Logs": telling("Queue", {"Fn::GetAtt": ["Queue", "Arn"]}),
                "Queue": {"Type": "AWS::SQS::Queue"},
                "Pipes": role("pipes", PROGRAM),
                "Sending": piped({"Fn::GetAtt": ["Queue", "Arn"]}, target),
            },
            UNDECIDED if doubted else PROVEN,
            says="role/program may obey" if doubted else "",
        )
        for name, target, doubted in (
            ("what deployment settles", SETTLED, True),
            ("a queue from which nobody is fed", f"arn:aws:sqs:eu-west-1:{PRODUCTION}:other", False),
        )
    },
    "who writes in a bucket that is copied to where a program reads": Row(
        {
            **vendor(
                calls("s3:PutObject", on=LOGS),
                More=bucket("acme-more"),
                Program=role("program", PROGRAM, reads(REPORTS, "arn:aws:s3:::acme-more/*")),
            ),
            "Logs": copied_to_more(),
        },
        UNDECIDED,
        says="role/program may obey",
    ),
    "who writes in a table whose changes go to a stream that a program is given": Row(
        vendor(
            calls("dynamodb:PutItem", on=ORDERS),
            Orders=sent_to({"Fn::GetAtt": ["Changes", "Arn"]}),
            **FED_BY_STREAM,
        ),
        UNDECIDED,
        says="role/program may obey",
    ),
    **{
        f"who writes in a table that feeds {name}": Row(
            vendor(
                calls("dynamodb:PutItem", on=ORDERS),
                Orders={"Type": "AWS::DynamoDB::Table", "Properties": {"TableName": "orders"}},
                Program=READING,
                Small=role("small", PROGRAM),
                Function=acting,
                Feeding={"Type": "AWS::Lambda::EventSourceMapping", "Properties": fed_by},
            ),
            UNDECIDED if doubted else PROVEN,
            says="role/program may obey" if doubted else "",
        )
        for name, acting, fed_by, doubted in (
            ("a function", function("program", ZipFile="x"), feeding(ITS_STREAM), True),
            ("another function", function("small", ZipFile="x"), feeding(ITS_STREAM), False),
            ("a function that deployment settles", function("program"), feeding(ITS_STREAM, SETTLED), True),
            ("a function as a role that deployment settles", as_role(SETTLED), feeding(ITS_STREAM), True),
            ("a function, from where deployment settles", function("program"), feeding(SETTLED), True),
            ("another function, from where deployment settles", function("small"), feeding(SETTLED), False),
        )
    },
    "who writes in a table whose changes go to what deployment settles": Row(
        vendor(calls("dynamodb:PutItem", on=ORDERS), Orders=sent_to(SETTLED), **FED_BY_STREAM),
        UNDECIDED,
        says="role/program may obey",
    ),
    "who writes in a table whose changes go to another stream": Row(
        vendor(
            calls("dynamodb:PutItem", on=ORDERS),
            Orders=sent_to(f"arn:aws:kinesis:eu-west-1:{PRODUCTION}:stream/other"),
            **FED_BY_STREAM,
        )
    ),
    "who writes in a table whose stream a program reads": Row(
        vendor(
            calls("dynamodb:PutItem", on=ORDERS),
            Orders={"Type": "AWS::DynamoDB::Table", "Properties": {"TableName": "orders"}},
            Program=READING,
            Function=function("program", ZipFile="x"),
            Stream={
                "Type": "AWS::Lambda::EventSourceMapping",
                "Properties": {
                    "EventSourceArn": {"Fn::GetAtt": ["Orders", "StreamArn"]},
                    "FunctionName": {"Ref": "Function"},
                },
            },
        ),
        UNDECIDED,
        says="role/program may obey",
    ),
    "who writes where another program's code lies": Row(
        vendor(
            calls("s3:PutObject", on=LOGS), Program=READING, Small=role("small", PROGRAM), F=function("small", **CODE)
        )
    ),
    "who writes where a program may read": Row(
        vendor(calls("s3:PutObject", on=LOGS), Program=role("program", PROGRAM, reads(REPORTS), perhaps(reads(LOGS)))),
        UNDECIDED,
        says="role/program may obey",
    ),
    "who writes where no program's code lies": Row(
        vendor(calls("s3:PutObject", on=LOGS), Program=READING, Function=function("program", ZipFile="x"))
    ),
    "who writes where a program reads that changes IAM": Row(
        vendor(
            calls("s3:PutObject", on=LOGS),
            Program=role("program", PROGRAM, reads(LOGS), calls("iam:PutRolePolicy")),
        ),
        UNDECIDED,
        says="role/program may obey",
    ),
    "a way over a role that may let it in, to where a program reads": Row(
        vendor(
            assumes("inner"),
            Inner=role("inner", PERHAPS_OWN, calls("s3:PutObject", on=LOGS)),
            Program=role("program", PROGRAM, reads(REPORTS, LOGS)),
        ),
        UNDECIDED,
        says="role/program may obey",
    ),
    "who writes where nobody reads, and in a bucket that is not in the templates": Row(
        vendor({**calls("s3:PutObject"), "Resource": [LOGS, "arn:aws:s3:::acme-elsewhere-and-far-away/*"]}),
        UNDECIDED,
        says="not in the assembly",
    ),
    "who writes in a bucket that is not in the templates": Row(
        vendor(calls("s3:PutObject", on="arn:aws:s3:::cdk-hnb659fds-assets-*/*")), UNDECIDED, says="not in the assembly"
    ),
}

RESOURCES_OF_OTHERS = {
    "another bucket, to read": Row(
        {"P": bucket_policy("acme-logs", {**reads(LOGS), **{"Principal": VENDOR}}), "Logs": bucket("acme-logs")}
    ),
    "another bucket, to write": Row(
        {
            "P": bucket_policy("acme-logs", {**calls("s3:PutObject", on=LOGS), "Principal": VENDOR}),
            "Logs": bucket("acme-logs"),
            "Program": READING,
        }
    ),
    "another bucket, to write what a program reads": Row(
        {
            "P": bucket_policy("acme-logs", {**calls("s3:PutObject", on=LOGS), "Principal": VENDOR}),
            "Logs": bucket("acme-logs"),
            "Program": role("program", PROGRAM, reads(REPORTS, LOGS)),
        },
        UNDECIDED,
        says="role/program may obey",
    ),
    "another bucket, to write what a program reads by the bucket's own policy": Row(
        {
            "P": bucket_policy(
                "acme-logs",
                {**calls("s3:PutObject", on=LOGS), "Principal": VENDOR},
                {**reads(LOGS), "Principal": {"AWS": f"{ROLES}/program"}},
            ),
            "Logs": bucket("acme-logs"),
            "Program": role("program", PROGRAM, reads(REPORTS)),
        },
        UNDECIDED,
        says="role/program may obey",
    ),
    "another bucket, to write what a program is denied": Row(
        {
            "P": bucket_policy(
                "acme-logs",
                {**calls("s3:PutObject", on=LOGS), "Principal": VENDOR},
                {**reads(LOGS), "Principal": {"AWS": f"{ROLES}/program"}},
                {**reads(LOGS), "Effect": "Deny", "Principal": {"AWS": f"{ROLES}/program"}},
            ),
            "Logs": bucket("acme-logs"),
            "Program": role("program", PROGRAM, reads(REPORTS)),
        }
    ),
    "another bucket, to write what an idle program reads by the bucket's own policy": Row(
        {
            "P": bucket_policy(
                "acme-logs",
                {**calls("s3:PutObject", on=LOGS), "Principal": VENDOR},
                {**reads(LOGS), "Principal": {"AWS": f"{ROLES}/small"}},
            ),
            "Logs": bucket("acme-logs"),
            "Program": READING,
            "Small": role("small", PROGRAM),
        }
    ),
    "another bucket, to everybody": Row(
        {"P": bucket_policy("acme-logs", {**reads(LOGS), "Principal": "*"}), "Logs": bucket("acme-logs")}, REFUTED, 1
    ),
    "another bucket, to everybody of an organization": Row(
        {
            "P": bucket_policy(
                "acme-logs",
                {
                    **reads(LOGS),
                    "Principal": "*",
                    "Condition": {"StringEquals": {"aws:PrincipalOrgID": "o-aaaaaaaaaa"}},
                },
            ),
            "Logs": bucket("acme-logs"),
        }
    ),
    "another bucket, to the agreed role by name": Row(
        {
            "P": bucket_policy("acme-logs", {**reads(LOGS), "Principal": {"AWS": f"{ROLES}/reader"}}),
            "Logs": bucket("acme-logs"),
        },
        REFUTED,
        2,
    ),
    "another bucket, to the agreed role by a condition": Row(
        {
            "P": bucket_policy(
                "acme-logs",
                {
                    **reads(LOGS),
                    "Principal": "*",
                    "Condition": {"ArnLike": {"aws:PrincipalArn": f"{ROLES}/rea*"}},
                },
            ),
            "Logs": bucket("acme-logs"),
        },
        REFUTED,
        2,
    ),
    "another key": Row({"Key": key(allow("kms:Decrypt", Resource="*", **VENDOR))}),
    "the agreed bucket": Row({"P": bucket_policy("acme-reports", {**reads(REPORTS), "Principal": VENDOR})}, REFUTED, 1),
}


def proof_beside(resources: dict[str, dict[str, Any]]) -> Proof:
    """The agreement, proven beside these resources of production."""
    agreement = agreed()
    world: World = world_of(agreement)
    world[PRODUCTION] |= resources
    return prove(in_memory(world, [agreement]))


@pytest.mark.parametrize(
    "row", [*ROLES_OF_OTHERS.values(), *RESOURCES_OF_OTHERS.values()], ids=[*ROLES_OF_OTHERS, *RESOURCES_OF_OTHERS]
)
def test_where_a_way_in_leads(row: Row) -> None:
    """It is shown step by step, doubted, or told among the other doors; and never in two places."""
    proof = proof_beside(row.resources)
    assert proof.answer is row.answer, (proof.counterexamples, proof.undecided, proof.doors)
    assert [len(each.steps) for each in proof.counterexamples] == ([row.steps] if row.steps else [])
    assert row.says in " ".join(each.reason for each in proof.undecided)
    if row.answer is not PROVEN:
        assert not proof.doors


@pytest.mark.parametrize(("name", "doubted"), [("small", True), ("inner", False)])
def test_a_program_that_a_role_may_call_which_outsiders_pass(name: str, doubted: bool) -> None:
    """Whatever is started so calls it for them; to what lets in no service, nothing is passed."""
    lets = {"Type": "AWS::Lambda::Permission", "Properties": let_call(name)}
    roles = {"Small": role("small", PROGRAM), "Inner": role("inner", OWN)}
    running = {"Program": READING, "Function": function("program", ZipFile="x"), "Lets": lets}

    told = proof_beside(vendor(passes(name), **roles, **running)).undecided

    assert [" Lets: " in str(each) for each in told] == [True] * doubted


def test_what_is_shown_is_told_before_what_may_be() -> None:
    """A way over another role, of who changes IAM besides."""
    (found,) = proof_beside(vendor(calls("iam:PutRolePolicy"), assumes("inner"), Inner=READER)).counterexamples
    assert [each.request.action for each in found.steps] == ["sts:AssumeRole", "sts:AssumeRole", "s3:GetObject"]


@pytest.mark.parametrize(("name", "is_said"), [("cdk-*", True), ("else-*", False)])
def test_a_role_of_bootstraps_is_told_by_its_name(name: str, is_said: bool) -> None:
    """Others that are not in the templates are only that."""
    (doubt,) = proof_beside(vendor(assumes(name))).undecided
    assert doubt.reason.endswith("which is not in the assembly, and by its name one of CDK's bootstrap") is is_said


def test_another_door_is_shown_by_a_request() -> None:
    """Each by one that gets through."""
    (door,) = proof_beside(vendor(calls("cloudwatch:Get*"))).doors
    assert isinstance(door, Counterexample)
    assert door.about == f"{ROLES}/vendor"
    assert door.steps[-1].decision.is_allowed


def test_without_agreements_every_way_in_counts() -> None:
    """Everything that is read counts as agreed on, with nobody admitted."""
    proof = prove(in_memory({PRODUCTION: vendor(calls("cloudwatch:Get*"))}, []))
    assert proof.answer is REFUTED
    assert not proof.doors


@pytest.mark.parametrize(
    ("provider", "answer"),
    [("oidc-provider/token.actions.githubusercontent.com", UNDECIDED), ("saml-provider/people", PROVEN)],
)
def test_a_workload_that_signs_in_is_a_program(provider: str, answer: Answer) -> None:
    """It may obey what others write where it reads, though it is known that it comes in and reads; people do not."""
    principal = {"Federated": f"arn:aws:iam::{PRODUCTION}:{provider}"}
    filled: dict[str, Any] = {"reason": "builds", "owner": "ops", "review_by": date(2030, 1, 1)}
    entering = {"Principal": principal, "Action": "sts:AssumeRole", "Resource": f"{ROLES}/build"}
    reading = {"Principal": {"AWS": f"{ROLES}/build"}, "Action": "s3:GetObject", "Resource": [REPORTS, LOGS]}
    known = KnownAccess(
        [
            KnownWay(id="builds", allows=entering, **filled),
            KnownWay(id="reads", allows=reading, after="builds", **filled),
        ]
    )
    world = world_of(agreed())
    world[PRODUCTION] |= {
        "Build": role("build", {"Principal": principal}, reads(REPORTS, LOGS)),
        "Logs": bucket("acme-logs"),
        "Policy": bucket_policy("acme-logs", {**calls("s3:PutObject", on=LOGS), "Principal": VENDOR}),
    }
    assert prove(in_memory(world, [agreed()]), known=known).answer is answer
