"""Calls of AWS that a template tells somebody to make: of what is agreed on, all but those that do nothing there."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.proof.test_beside import (
    A_FUNCTION,
    A_QUEUE,
    A_ROLE,
    GIVEN,
    acting,
    added,
    arn_of,
    calling,
    doubts,
    lens,
    running,
    running_text,
    scheduled,
)
from tests.proof.test_worlds import OTHER, PRODUCTION, REPORTS, agreed
from tests.proof.world import World, allow, document
from xacct_constructs import RawStatements

What = tuple[str, dict[str, Any]]

YAML = """\
schemaVersion: "0.3"
parameters:
  Bucket:
    type: String
    default: {default}
mainSteps:
  - name: open
    action: aws:executeAwsApi
    inputs:
      Service: s3
      Api: {api}
      Bucket: {bucket}
"""


def automation(api: str, bucket: str, default: str = "acme-other") -> What:
    """A document of Systems Manager, in JSON."""
    step = {"action": "aws:executeAwsApi", "inputs": {"Service": "s3", "Api": api, "Bucket": bucket}}
    parameters = {"Bucket": {"type": "String", "default": default}}
    return "AWS::SSM::Document", {"Content": {"parameters": parameters, "mainSteps": [step]}}


def automation_text(api: str, bucket: str, default: str = "acme-other") -> What:
    """The same in YAML."""
    return "AWS::SSM::Document", {"Content": YAML.format(api=api, bucket=bucket, default=default)}


def told(text: Any) -> What:
    """A custom resource that is told something in one text."""
    return "Custom::AWS", {"ServiceToken": arn_of("Idling"), "Create": text}


def by_parameter(action: Any, bucket: Any) -> What:
    """A custom resource of which deployment settles something."""
    text = '{"service": "S3", "action": "${Action}", "parameters": {"Bucket": "${Bucket}"}}'
    return "Custom::AWS", {
        "ServiceToken": arn_of("Idling"),
        "Create": {"Fn::Sub": [text, {"Action": action, "Bucket": bucket}]},
    }


def substituted(text: str, **given: str) -> What:
    """A state machine whose definition is filled in."""
    return "AWS::StepFunctions::StateMachine", {"DefinitionString": text, "DefinitionSubstitutions": given}


def state(resource: str, bucket: str) -> str:
    """A definition of one state."""
    step = {"Type": "Task", "Resource": resource, "Parameters": {"Bucket": bucket, "Policy": "{}"}, "End": True}
    return json.dumps({"StartAt": "Call", "States": {"Call": step}})


def filled_in(resource: str, called: str, **given: str) -> What:
    """The same, and not as a text."""
    return "AWS::StepFunctions::StateMachine", {
        "Definition": json.loads(state(resource, called)),
        "DefinitionSubstitutions": given,
    }


def reading_and(action: str, **parameters: str) -> What:
    """A state machine that lists the reports, and makes another call."""
    reading = running("s3:listObjectsV2", Bucket="acme-reports")[1]["Definition"]["States"]["Call"]
    calling_ = running(action, **parameters)[1]["Definition"]["States"]["Call"]
    states = {"Read": {**reading, "Next": "Call"}, "Call": calling_}
    return "AWS::StepFunctions::StateMachine", {"DefinitionString": json.dumps({"StartAt": "Read", "States": states})}


def starting(bucket: str) -> What:
    """A state machine that starts one of the templates, as a text."""
    told_ = {"StateMachineArn": "${Opens}", "Input": {"bucket": bucket}}
    step = {"Type": "Task", "Resource": "arn:aws:states:::states:startExecution", "Parameters": told_, "End": True}
    text = json.dumps({"StartAt": "Start", "States": {"Start": step}})
    return "AWS::StepFunctions::StateMachine", {"DefinitionString": {"Fn::Sub": text}}


def running_by(resource: Any, bucket: str) -> What:
    """The same, not as a text."""
    step = {"Type": "Task", "Resource": resource, "Parameters": {"Bucket": bucket}, "End": True}
    return "AWS::StepFunctions::StateMachine", {"Definition": {"StartAt": "Call", "States": {"Call": step}}}


def associated(name: Any, **parameters: str) -> What:
    """What has a document run."""
    return "AWS::SSM::Association", {"Name": name, "Parameters": {key: [each] for key, each in parameters.items()}}


def remedied(name: str, bucket: str) -> What:
    """What has a document run where a rule finds something."""
    said = {"BucketName": {"StaticValue": {"Values": [bucket]}}}
    return "AWS::Config::RemediationConfiguration", {"TargetId": name, "Parameters": said}


def matched(bucket: str) -> What:
    """A rule that has a document run for whatever happens."""
    arn = "arn:aws:ssm:eu-west-1::automation-definition/AWS-ConfigureS3BucketLogging:$DEFAULT"
    target = {"Arn": arn, "Id": "1", "RoleArn": arn_of("Idle"), "Input": json.dumps({"BucketName": [bucket]})}
    return "AWS::Events::Rule", {"EventPattern": {"source": ["aws.tag"]}, "Targets": [target]}


def started(bucket: str) -> What:
    """A schedule that starts a state machine of the templates."""
    return "AWS::Scheduler::Schedule", {
        "Target": {"Arn": {"Ref": "Opens"}, "RoleArn": arn_of("Idle"), "Input": json.dumps({"bucket": bucket})}
    }


def acting_as(role: str, what: What) -> What:
    """The same, as a role."""
    return what[0], {**what[1], "RoleArn": arn_of(role)}


def in_text(text: str) -> What:
    """A document that is no JSON, or no such that can be read as it stands."""
    return "AWS::SSM::Document", {"Content": {"Fn::Sub": text}}


def chosen(api: str, bucket: str) -> What:
    """A document whose parameter says which call is made."""
    kind, said = automation("{{ Api }}", bucket)
    said["Content"]["parameters"]["Api"] = {"type": "String", "default": api}
    return kind, said


def worked_out(bucket: str) -> What:
    """A state machine that works out what its call is about, of nothing but what it says."""
    return running("s3:putBucketPolicy", Policy="{}", **{"Bucket.$": f"States.Format('{bucket}')"})


def making(action: str) -> What:
    """A document that makes or deletes a stack."""
    return "AWS::SSM::Document", {"Content": {"mainSteps": [{"action": action, "inputs": {"StackName": "more"}}]}}


def asking_whatever(resource: Any, acts_as: str, **told_: str) -> What:
    """A state machine that asks something, with a role."""
    step = {"Type": "Task", "Resource": resource, "Parameters": told_, "End": True}
    said = {"Definition": {"StartAt": "Ask", "States": {"Ask": step}}, "RoleArn": arn_of(acts_as)}
    return "AWS::StepFunctions::StateMachine", said


def scheduled_whatever(arn: Any, acts_as: Any, **told_: str) -> What:
    """A schedule that asks something, with a role."""
    target = {"Arn": arn, "RoleArn": acts_as, "Input": json.dumps(told_)}
    return "AWS::Scheduler::Schedule", {"Target": target}


def ruled_whatever(arn: Any, acts_as: str, **told_: str) -> What:
    """A rule that asks something every day, with a role."""
    target = {"Id": "1", "Arn": arn, "RoleArn": arn_of(acts_as), "Input": json.dumps(told_)}
    return "AWS::Events::Rule", {"ScheduleExpression": "rate(1 day)", "Targets": [target]}


def in_window(task: str) -> What:
    """A task of a maintenance window, of which deployment says what it is."""
    payload = {"MaintenanceWindowAutomationParameters": {"Parameters": {"BucketName": ["acme-reports"]}}}
    said = {"TaskArn": GIVEN, "TaskType": task, "TaskInvocationParameters": payload}
    return "AWS::SSM::MaintenanceWindowTask", said


def by_document(api: str, **told_: str) -> What:
    """A document that makes a call, which is told at the side of its name."""
    step = {"action": "aws:executeAwsApi", "inputs": {"Service": "service", "Api": api, **told_}}
    return "AWS::SSM::Document", {"Content": {"mainSteps": [step]}}


def by_lines(api: str, **told_: str) -> What:
    """The same in YAML."""
    lines = "".join(f"      {key}: {value}\n" for key, value in told_.items())
    before = "mainSteps:\n  - name: call\n    action: aws:executeAwsApi\n    inputs:\n      Service: service\n"
    return in_text(f"{before}      Api: {api}\n{lines}  - name: more\n    inputs:\n      Role: {A_ROLE % 'reads'}\n")


def nested_in_lines(api: str, *lines: str) -> What:
    """The same, with lines of any form."""
    said = (
        "mainSteps:",
        "- action: aws:executeAwsApi",
        "  inputs:",
        *(f"    {each}" for each in ("Service: service", f"Api: {api}", *lines)),
    )
    return in_text("\n".join(said))


def copying(account: str) -> What:
    """A state machine that copies a backup into a vault of an account."""
    return running(
        "backup:startCopyJob",
        DestinationBackupVaultArn=f"arn:aws:backup:eu-west-1:{account}:backup-vault:vault",
        **{"RecoveryPointArn.$": "$.arn"},
    )


def exporting(account: str) -> What:
    """A call that has prefixes of buckets exported into a bucket of an account."""
    return calling("putStorageLensConfiguration", ConfigId="lens", **lens(account)[1])


def letting_at_backups(account: str) -> What:
    """A call that lets an account at backups."""
    policy = json.dumps(document(allow("backup:CopyFromBackupVault", AWS=account, Resource="*")))
    return calling("putBackupVaultAccessPolicy", BackupVaultName="kept", Policy=policy)


def plan(account: str) -> dict[str, Any]:
    """A plan, as the API has it, that copies its backups into a vault of an account."""
    copied = [{"DestinationBackupVaultArn": f"arn:aws:backup:eu-west-1:{account}:backup-vault:vault"}]
    return {"BackupPlan": {"BackupPlanName": "plan", "Rules": [{"RuleName": "daily", "CopyActions": copied}]}}


CALLED = "${Given}"
FLOW = "mainSteps: [{{action: 'aws:executeAwsApi', inputs: {{Service: s3, Api: {api}, Bucket: {bucket}}}}}]"
CLEAR = (
    "mainSteps:\n  - action: aws:executeAwsApi\n    inputs:\n      Api: {api}  # as agreed\n      Bucket: {bucket}\n"
)
UNQUOTED = '{{"service": "S3", "action": "{api}", "parameters": {{"Bucket": "{bucket}", "Retries": ${{Given}}}}}}'
SDK = "arn:aws:states:::aws-sdk:s3:putBucketPolicy"

ANSWERING = (
    *("FunctionName: ${Reading.Arn}", "DestinationConfig:", "  OnSuccess:"),
    "    Destination: arn:aws:sqs:eu-west-1:%s:answers",
)
QUERY = "SELECT get_dynamodb('orders', 'id', id, '%s') FROM 'asked'"
FLEET = {"LaunchSpecifications": [{"IamInstanceProfile": {"Arn": "${Given}"}}]}
BALANCED = {"TargetGroupsConfig": {"TargetGroups": [{"Arn": "web"}]}}
ROWS: dict[str, tuple[What, What]] = {
    "a call as the CLI has it": (
        calling("put-bucket-policy", Bucket="acme-reports"),
        calling("put-bucket-policy", Bucket="acme-other"),
    ),
    "a text with more room": (
        told('{ "action" : "putBucketPolicy", "parameters" : { "Bucket" : "acme-reports" } }'),
        told('{ "action" : "putBucketPolicy", "parameters" : { "Bucket" : "acme-other" } }'),
    ),
    "a call that tells somebody of objects": (
        calling("putBucketNotificationConfiguration", Bucket="acme-reports"),
        calling("getBucketNotificationConfiguration", Bucket="acme-reports"),
    ),
    "a call that has jobs done on objects": (
        calling("createJob", Manifest={"Location": {"ObjectArn": f"{REPORTS}/list.csv"}}),
        calling("describeJob", Manifest={"Location": {"ObjectArn": f"{REPORTS}/list.csv"}}),
    ),
    "a call that nobody has looked at": (
        calling("doSomethingNew", Bucket="acme-reports"),
        calling("doSomethingNew", Bucket="acme-other"),
    ),
    "a call that breaks": (
        calling("putBucketEncryption", Bucket="acme-reports"),
        calling("putBucketVersioning", Bucket="acme-reports"),
    ),
    "an object for everybody": (
        calling("putObject", Bucket="acme-reports", Key="x", ACL="public-read"),
        calling("putObject", Bucket="acme-reports", Key="x"),
    ),
    "the trust of a role that reads": (
        calling("updateAssumeRolePolicy", RoleName="reads", PolicyDocument="{}"),
        calling("updateAssumeRolePolicy", RoleName="idle", PolicyDocument="{}"),
    ),
    "the trust of a role that reads, by attribute": (
        calling("updateAssumeRolePolicy", RoleName="${Reads}", PolicyDocument="{}"),
        calling("updateAssumeRolePolicy", RoleName="${Idle}", PolicyDocument="{}"),
    ),
    "who may call a function that reads": (
        calling("addPermission", FunctionName="reading", Principal="*"),
        calling("addPermission", FunctionName="idling", Principal="*"),
    ),
    "a URL of a function that reads": (
        calling("createFunctionUrlConfig", FunctionName="${Reading}", AuthType="NONE"),
        calling("createFunctionUrlConfig", FunctionName="${Idling}", AuthType="NONE"),
    ),
    "a function that reads is called": (
        calling("createFunctionUrlConfig", FunctionName="reading"),
        calling("invoke", FunctionName="reading", Payload='{"bucket": "acme-reports"}'),
    ),
    "a role of outsiders is given more": (
        calling("attachRolePolicy", RoleName="vendor", PolicyArn="arn:aws:iam::aws:policy/AdministratorAccess"),
        calling("attachRolePolicy", RoleName="idle", PolicyArn="arn:aws:iam::aws:policy/AdministratorAccess"),
    ),
    "a role of nobody known is given more": (
        calling("attachRolePolicy", RoleName="elsewhere", PolicyArn="arn:aws:iam::aws:policy/AdministratorAccess"),
        calling("tagRole", RoleName="elsewhere"),
    ),
    "a call that deployment settles": (by_parameter(GIVEN, "acme-reports"), by_parameter(GIVEN, "acme-other")),
    "a bucket that deployment settles": (by_parameter("putBucketPolicy", GIVEN), by_parameter("getBucketAcl", GIVEN)),
    "a call of the SDK that deployment settles": (
        running_by({"Fn::Sub": "arn:aws:states:::aws-sdk:s3:${Given}"}, "acme-reports"),
        running_by({"Fn::Sub": "arn:aws:states:::aws-sdk:s3:${Given}"}, "acme-other"),
    ),
    "a call of the SDK that deployment settles with its service": (
        running_by({"Fn::Sub": "arn:aws:states:::aws-sdk:${Given}"}, "acme-reports"),
        running_by({"Fn::Sub": "arn:aws:states:::aws-sdk:${Given}"}, "acme-other"),
    ),
    "a call of the SDK whose service deployment settles": (
        running_by({"Fn::Sub": "arn:aws:states:::aws-sdk:${Given}:putBucketPolicy"}, "acme-reports"),
        running_by({"Fn::Sub": "arn:aws:states:::aws-sdk:${Given}:getBucketPolicy"}, "acme-reports"),
    ),
    "a call that a parameter of the document says": (
        chosen("PutBucketPolicy", "acme-reports"),
        chosen("PutBucketPolicy", "acme-other"),
    ),
    "a text in which deployment settles more than a text": (
        told({"Fn::Sub": UNQUOTED.format(api="putBucketPolicy", bucket="acme-reports")}),
        told({"Fn::Sub": UNQUOTED.format(api="putBucketPolicy", bucket="acme-other")}),
    ),
    "a call all of whose parameters deployment settles": (
        told({"Fn::Sub": '{"service": "S3", "action": "putBucketPolicy", "parameters": ${Given}}'}),
        told({"Fn::Sub": '{"service": "S3", "action": "getBucketPolicy", "parameters": ${Given}}'}),
    ),
    "a document in YAML on one line": (
        in_text(FLOW.format(api="PutBucketPolicy", bucket="acme-reports")),
        in_text(FLOW.format(api="GetBucketPolicy", bucket="acme-reports")),
    ),
    "a document in YAML with remarks": (
        in_text(CLEAR.format(api="PutBucketPolicy", bucket="acme-reports")),
        in_text(CLEAR.format(api="GetBucketPolicy", bucket="acme-reports")),
    ),
    "a document in YAML whose call deployment settles": (
        in_text(CLEAR.format(api="${Given}", bucket="acme-reports")),
        in_text(CLEAR.format(api="${Given}", bucket="acme-other")),
    ),
    "a bucket that a state machine works out": (worked_out("acme-reports"), worked_out("acme-other")),
    "a bucket that a state machine works out in JSONata": (
        running("s3:putBucketPolicy", Bucket="{% 'acme-reports' %}"),
        running("s3:getBucketPolicy", Bucket="{% 'acme-reports' %}"),
    ),
    "a document": (automation("PutBucketPolicy", "acme-reports"), automation("PutBucketPolicy", "acme-other")),
    "a document in YAML": (
        automation_text("PutBucketPolicy", "acme-reports"),
        automation_text("PutBucketPolicy", "acme-other"),
    ),
    "a document by its own parameter": (
        automation("PutBucketPolicy", "{{ Bucket }}", "acme-reports"),
        automation("PutBucketPolicy", "{{ Bucket }}"),
    ),
    "a document by its own parameter, in YAML": (
        automation_text("PutBucketPolicy", "'{{ Bucket }}'", "acme-reports"),
        automation_text("PutBucketPolicy", "'{{ Bucket }}'"),
    ),
    "a document of the templates that is run": (
        associated({"Ref": "Automation"}, Bucket="acme-reports"),
        associated({"Ref": "Automation"}, Bucket="acme-other"),
    ),
    "a document of the templates that is run by name": (
        associated("acme-open", Bucket="acme-reports"),
        associated("acme-open", Bucket="acme-other"),
    ),
    "a document of AWS's own": (
        associated("AWS-DisableS3BucketPublicReadWrite", S3BucketName="acme-reports"),
        associated("AWS-DisableS3BucketPublicReadWrite", S3BucketName="acme-other"),
    ),
    "a remedy of AWS's own": (
        remedied("AWSConfigRemediation-DeleteUnusedBucket", "acme-reports"),
        remedied("AWSConfigRemediation-DeleteUnusedBucket", "acme-other"),
    ),
    "a rule that starts a document of AWS's own": (matched("acme-reports"), matched("acme-other")),
    "a definition that is filled in with the bucket": (
        substituted(state(SDK, "${bucket}"), bucket="acme-reports"),
        substituted(state(SDK, "${bucket}"), bucket="acme-other"),
    ),
    "a definition that is filled in with the call": (
        substituted(state("${call}", "acme-reports"), call=SDK),
        substituted(state("${call}", "acme-other"), call=SDK),
    ),
    "a definition that is no text, and is filled in": (
        filled_in(SDK, "${bucket}", bucket="acme-reports"),
        filled_in(SDK, "${bucket}", bucket="acme-other"),
    ),
    "a definition that is filled in with a part of the call": (
        substituted(state("arn:aws:states:::aws-sdk:s3:${call}", "acme-reports"), call="putBucketPolicy"),
        substituted(state("arn:aws:states:::aws-sdk:s3:${call}", "acme-reports"), call="getBucketPolicy"),
    ),
    "a state machine that starts one of the templates": (starting("acme-reports"), starting("acme-other")),
    "a state machine that reads it, and opens what it is told": (
        reading_and("s3:putBucketPolicy", **{"Bucket.$": "$.bucket"}),
        reading_and("s3:putBucketPolicy", Bucket="acme-other"),
    ),
    "a state machine that reads it, and does something that it is told": (
        reading_and("s3control:createJob", **{"ManifestArn.$": "$.manifest"}),
        reading_and("ses:sendEmail", **{"Content.$": "$.text", "Cluster": "acme"}),
    ),
    "a state machine that is told the bucket": (started("acme-reports"), started("acme-other")),
    "a stack that no template shows": (
        calling("createStack", StackName="more", TemplateURL="https://acme-other.s3.amazonaws.com/more.json"),
        calling("describeStacks", StackName="more"),
    ),
    "a stack that a document makes": (making("aws:createStack"), making("aws:deleteStack")),
    "a stack set that a state machine makes": (
        running("cloudformation:createStackInstances", StackSetName="more", Accounts=[PRODUCTION]),
        running("cloudformation:listStackInstances", StackSetName="more"),
    ),
    "people of Identity Center": (
        calling("createAccountAssignment", TargetId=PRODUCTION, PrincipalId="people"),
        calling("listAccountAssignments", AccountId=PRODUCTION),
    ),
    "a role that reads, for whoever signs up": (
        calling("setIdentityPoolRoles", IdentityPoolId="pool", Roles={"unauthenticated": "${Reads.Arn}"}),
        calling("setIdentityPoolRoles", IdentityPoolId="pool", Roles={"unauthenticated": "${Idle.Arn}"}),
    ),
    "a role that reads, for things": (
        calling("createRoleAlias", roleAlias="things", roleArn="${Reads.Arn}"),
        calling("createRoleAlias", roleAlias="things", roleArn="${Idle.Arn}"),
    ),
    "a role that reads, for whoever has a certificate": (
        calling("createProfile", name="machines", roleArns=["${Reads.Arn}"]),
        calling("createProfile", name="machines", roleArns=["${Idle.Arn}"]),
    ),
    "a role that reads, for somebody by SFTP": (
        calling("createUser", ServerId="s-1", UserName="partner", Role="${Reads.Arn}"),
        calling("createUser", ServerId="s-1", UserName="partner", Role="${Idle.Arn}"),
    ),
    "a function that reads, behind an API": (
        calling("createIntegration", ApiId="api", IntegrationUri="${Reading.Arn}"),
        calling("createIntegration", ApiId="api", IntegrationUri="${Idling.Arn}"),
    ),
    "a function that reads, as an API": (
        calling("createApi", Name="api", Target="${Reading.Arn}"),
        calling("createApi", Name="api", Target="${Idling.Arn}"),
    ),
    "a function that reads, behind a load balancer": (
        calling("registerTargets", TargetGroupArn="group", Targets=[{"Id": "${Reading.Arn}"}]),
        calling("updateFunctionConfiguration", FunctionName="${Reading.Arn}", Environment={}),
    ),
    "a copy in parts": (
        calling("createMultipartUpload", Bucket="acme-reports", Key="x", GrantRead="uri=all"),
        calling("createMultipartUpload", Bucket="acme-reports", Key="x"),
    ),
    "what nobody knows to be asked of a picture": (
        running("rekognition:startFaceSearch", Video={"S3Object": {"Bucket": "acme-reports"}}),
        running("rekognition:detectLabels", Image={"S3Object": {"Bucket": "acme-reports"}}),
    ),
    "a policy that says how long something is kept": (
        calling("putBucketPolicy", Bucket=CALLED),
        calling("putRetentionPolicy", logGroupName=CALLED),
    ),
    "a document of AWS's own that machines run": (
        associated("AWS-DisableS3BucketPublicReadWrite", S3BucketName="acme-reports"),
        associated("AWS-RunShellScript", commands="aws s3 ls s3://acme-reports"),
    ),
    "a state machine of several states": (
        running_text("lambda:addPermission", FunctionName="reading"),
        running_text("lambda:addPermission", FunctionName="idling"),
    ),
    "a schedule": (
        scheduled("lambda:addPermission", FunctionName="reading"),
        scheduled("lambda:addPermission", FunctionName="idling"),
    ),
    "what deployment settles, as a role that opens it": (
        asking_whatever(GIVEN, "Gives", Bucket="acme-reports"),
        asking_whatever(GIVEN, "Gives", Bucket="acme-other"),
    ),
    "what deployment settles, as a role that opens it, and as one that only reads it": (
        asking_whatever({"Fn::Sub": "arn:aws:states:::${Given}"}, "Gives", Bucket="acme-reports"),
        asking_whatever({"Fn::Sub": "arn:aws:states:::${Given}"}, "Works", Bucket="acme-reports"),
    ),
    "what deployment settles, and a function that it settles": (
        asking_whatever({"Fn::ImportValue": "of-another-stack"}, "Gives", Bucket="acme-reports"),
        asking_whatever({"Fn::Sub": A_FUNCTION % "${Given}"}, "Gives", Bucket="acme-reports"),
    ),
    "what deployment settles, and a function of the templates": (
        asking_whatever("{{resolve:ssm:/asked}}", "Gives", Bucket="acme-reports"),
        asking_whatever(arn_of("Idling"), "Gives", Bucket="acme-reports"),
    ),
    "what deployment settles, as a role that changes IAM": (
        asking_whatever(GIVEN, "Changes"),
        asking_whatever(GIVEN, "Reads"),
    ),
    "what deployment settles, by a schedule": (
        scheduled_whatever(GIVEN, arn_of("Gives"), Bucket="acme-reports"),
        scheduled_whatever(GIVEN, arn_of("Works"), Bucket="acme-reports"),
    ),
    "what deployment settles, by a schedule as a role that it settles": (
        scheduled_whatever(GIVEN, GIVEN, Bucket="acme-reports"),
        scheduled_whatever(GIVEN, GIVEN, Bucket="acme-other"),
    ),
    "what deployment settles, by a rule": (
        ruled_whatever(GIVEN, "Gives", BucketName="acme-reports"),
        ruled_whatever(GIVEN, "Idle", BucketName="acme-reports"),
    ),
    "a document that deployment settles": (
        associated(GIVEN, BucketName="acme-reports"),
        associated(GIVEN, BucketName="acme-other"),
    ),
    "a document of another account": (
        associated(f"arn:aws:ssm:eu-west-1:{OTHER}:document/Open", BucketName="acme-reports"),
        associated(f"arn:aws:ssm:eu-west-1:{PRODUCTION}:document/Open", BucketName="acme-reports"),
    ),
    "an automation that deployment settles, in a maintenance window": (in_window("AUTOMATION"), in_window("LAMBDA")),
    "a function that becomes another role": (
        calling("updateFunctionConfiguration", FunctionName="idling", Role=A_ROLE % "reads"),
        calling("updateFunctionConfiguration", FunctionName="idling", Role=A_ROLE % "idle"),
    ),
    "a function that becomes another role, by a document": (
        by_document("UpdateFunctionConfiguration", FunctionName="idling", Role=A_ROLE % "chains"),
        by_document("UpdateFunctionConfiguration", FunctionName="idling", Role=A_ROLE % "idle"),
    ),
    "a role that reads, for somebody by SFTP, by a document": (
        by_document("CreateUser", ServerId="s-1", UserName="partner", Role=A_ROLE % "reads"),
        by_document("CreateUser", ServerId="s-1", UserName="partner", Role=A_ROLE % "idle"),
    ),
    "a function that becomes another role, by a document in YAML": (
        by_lines("UpdateFunctionConfiguration", FunctionName="idling", Role=A_ROLE % "reads"),
        by_lines("UpdateFunctionConfiguration", FunctionName="idling", Role=A_ROLE % "idle"),
    ),
    "a pipe to another account, by a document in YAML": (
        by_lines("CreatePipe", RoleArn="'${Reads.Arn}'", Source=A_QUEUE % PRODUCTION, Target=A_QUEUE % OTHER),
        by_lines("CreatePipe", RoleArn="'${Reads.Arn}'", Source=A_QUEUE % PRODUCTION, Target=A_QUEUE % PRODUCTION),
    ),
    "a service that answers everybody, by a document in YAML": (
        nested_in_lines("CreateService", "InstanceConfiguration:", "  InstanceRoleArn: ${Reads.Arn}"),
        nested_in_lines("CreateService", "InstanceConfiguration:", "  InstanceRoleArn: ${Idle.Arn}"),
    ),
    "a service that answers everybody as whom deployment says, by a document in YAML": (
        nested_in_lines("CreateService", "InstanceConfiguration: {InstanceRoleArn: '${Given}'}"),
        nested_in_lines("CreateService", "InstanceConfiguration: {Cpu: '${Given}'}"),
    ),
    "answers that go to another account, by a document in YAML": (
        nested_in_lines("PutFunctionEventInvokeConfig", *(each.replace("%s", OTHER) for each in ANSWERING)),
        nested_in_lines("PutFunctionEventInvokeConfig", *(each.replace("%s", PRODUCTION) for each in ANSWERING)),
    ),
    "an entry to a cluster in quotes, by a document in YAML": (
        nested_in_lines("CreateAccessEntry", '"principalArn":', f"- arn:aws:iam::{OTHER}:role/mallory"),
        nested_in_lines("CreateAccessEntry", '"principalArn":', f"- {A_ROLE % 'idle'}"),
    ),
    "a function that becomes another role, by folded lines": (
        nested_in_lines("UpdateFunctionConfiguration", "Role: >-", "  ${Reads.Arn}"),
        nested_in_lines("UpdateFunctionConfiguration", "Role: >-", "  ${Idle.Arn}"),
    ),
    "a permission for a function that reads, which stands beside other words": (
        ("AWS::SSM::Document", {"Content": "then action: addPermission\n{", "FunctionName": "reading"}),
        ("AWS::SSM::Document", {"Content": "then action: addPermission\n{", "FunctionName": "idling"}),
    ),
    "the policy of a bucket, behind other words": (
        in_text("then action: putBucketPolicy\nBucket: acme-reports"),
        in_text("then action: putBucketPolicy\nBucket: acme-other"),
    ),
    "an entry to a cluster, by a document in YAML": (
        by_lines("createAccessEntry", clusterName="cluster", principalArn=f'"arn:aws:iam::{OTHER}:role/mallory"'),
        by_lines("createAccessEntry", clusterName="cluster", principalArn=f'"{A_ROLE % "idle"}"'),
    ),
    "a state machine that becomes another role": (
        calling("updateStateMachine", stateMachineArn="machine", roleArn="${Reads.Arn}"),
        calling("updateStateMachine", stateMachineArn="machine", roleArn="${Idle.Arn}"),
    ),
    "builds that everybody sees, as a role that reads": (
        calling("updateProjectVisibility", projectArn="project", resourceAccessRole="${Reads.Arn}"),
        calling("updateProjectVisibility", projectArn="project", resourceAccessRole="${Idle.Arn}"),
    ),
    "an entry to a cluster": (
        calling("createAccessEntry", clusterName="cluster", principalArn=f"arn:aws:iam::{OTHER}:role/mallory"),
        calling("createAccessEntry", clusterName="cluster", principalArn=A_ROLE % "idle"),
    ),
    "an entry to a cluster, for a role that others may become": (
        calling("createAccessEntry", clusterName="cluster", principalArn=A_ROLE % "entered"),
        calling("describeAccessEntry", clusterName="cluster", principalArn=A_ROLE % "entered"),
    ),
    "a pipe to another account": (
        calling("createPipe", RoleArn="${Reads.Arn}", Source=A_QUEUE % PRODUCTION, Target=A_QUEUE % OTHER),
        calling("createPipe", RoleArn="${Reads.Arn}", Source=A_QUEUE % PRODUCTION, Target=A_QUEUE % PRODUCTION),
    ),
    "answers that go to another account": (
        calling(
            "putFunctionEventInvokeConfig",
            FunctionName="${Reading.Arn}",
            DestinationConfig={"OnSuccess": {"Destination": A_QUEUE % OTHER}},
        ),
        calling(
            "putFunctionEventInvokeConfig",
            FunctionName="${Reading.Arn}",
            DestinationConfig={"OnSuccess": {"Destination": A_QUEUE % PRODUCTION}},
        ),
    ),
    "a service that answers everybody": (
        calling("createService", serviceName="web", instanceConfiguration={"instanceRoleArn": "${Reads.Arn}"}),
        calling("createService", serviceName="web", instanceConfiguration={"instanceRoleArn": "${Idle.Arn}"}),
    ),
    "a role that reads, for a group of people": (
        calling("createGroup", GroupName="people", UserPoolId="pool", RoleArn="${Reads.Arn}"),
        calling("createGroup", GroupName="people"),
    ),
    "a role that reads, for workers": (
        calling("createQueue", displayName="work", roleArn="${Reads.Arn}"),
        calling("createQueue", QueueName="work"),
    ),
    "a role that reads, for whoever streams": (
        calling("createFleet", Name="fleet", IamRoleArn="${Reads.Arn}"),
        calling("createFleet", Name="fleet", IamRoleArn="${Idle.Arn}"),
    ),
    "a role that reads, for a channel's people": (
        calling("createSlackChannelConfiguration", IamRoleArn="${Reads.Arn}"),
        calling("createSlackChannelConfiguration", IamRoleArn="${Idle.Arn}"),
    ),
    "what a rule of IoT tells devices, as a role that reads": (
        calling("createTopicRule", ruleName="told", topicRulePayload={"sql": QUERY % "${Reads.Arn}"}),
        calling("createTopicRule", ruleName="told", topicRulePayload={"sql": QUERY % "${Idle.Arn}"}),
    ),
    "what a rule of IoT tells devices, as another one would": (
        calling("replaceTopicRule", ruleName="told", topicRulePayload={"sql": QUERY % "${Reads.Arn}"}),
        calling("replaceTopicRule", ruleName="told", topicRulePayload={"sql": "SELECT * FROM 'sensors/+'"}),
    ),
    "machines that answer whoever a load balancer lets through": (
        calling("requestSpotFleet", SpotFleetRequestConfig={**FLEET, "LoadBalancersConfig": BALANCED}),
        calling("requestSpotFleet", SpotFleetRequestConfig=FLEET),
    ),
    "a role as which products are launched": (
        calling("createConstraint", Type="LAUNCH", Parameters={"RoleArn": "${Reads.Arn}"}),
        calling("createConstraint", Type="LAUNCH", Parameters={"RoleArn": "${Idle.Arn}"}),
    ),
    "what makes roles in accounts": (
        calling("updateLandingZone", landingZoneIdentifier="zone"),
        calling("getLandingZone", landingZoneIdentifier="zone"),
    ),
    "what is set up": (
        calling("updateConfigurationDefinition", ManagerArn="manager"),
        calling("getConfigurationManager", ManagerArn="manager"),
    ),
    "a policy that a budget gives": (
        running("budgets:updateBudgetAction", ActionId="action"),
        running("budgets:describeBudgetAction", ActionId="action"),
    ),
    "a server whose users a function knows": (
        calling("createServer", IdentityProviderType="AWS_LAMBDA"),
        calling("createServer", IdentityProviderType="SERVICE_MANAGED"),
    ),
    "a backup that is copied to another account": (copying(OTHER), copying(PRODUCTION)),
    "a plan that copies backups to another account": (
        calling("createBackupPlan", **plan(OTHER)),
        calling("createBackupPlan", **plan(PRODUCTION)),
    ),
    "backups for another account": (letting_at_backups(OTHER), letting_at_backups(PRODUCTION)),
    "prefixes for another account": (exporting(OTHER), exporting(PRODUCTION)),
    "a state machine that acts as a role that reads": (
        running("s3:putBucketPolicy", Bucket="acme-reports"),
        (
            "AWS::StepFunctions::StateMachine",
            {**running("s3:putBucketPolicy", Bucket="x")[1], "RoleArn": arn_of("Reads")},
        ),
    ),
}
"""What is told to open or break something, and the same call, or the same thing, that does not."""


def beside_programs(what: What) -> World:
    """The furnished world with one resource more, with programs that call what they are told."""
    world = added(what)
    kind, said = automation("PutBucketPolicy", "{{ Bucket }}")
    world[PRODUCTION]["Automation"] = {"Type": kind, "Properties": {"Name": "acme-open", **said}}
    kind, said = running("s3:putBucketPolicy", **{"Bucket.$": "$.bucket"})
    giving = ("s3:PutBucketPolicy", "s3:GetObject")
    world[PRODUCTION]["Gives"] = acting("gives", *(allow(each, Resource="*") for each in giving))
    working = ("s3:GetObject", "s3:ListBucket", "s3:PutObject", "s3:DeleteObject", "kms:Decrypt", "kms:GenerateDataKey")
    world[PRODUCTION]["Works"] = acting("works", *(allow(each, Resource="*") for each in working))
    world[PRODUCTION]["Opens"] = {"Type": kind, "Properties": {"RoleArn": arn_of("Idle"), **said}}
    return world


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_what_is_told_to_open_it_is_doubted(row: tuple[What, What], tmp_path: Path) -> None:
    """By the resource that tells it; the other is not."""
    opening, harmless = row
    (told_,) = doubts(tmp_path / "opening", beside_programs(opening), agreed())
    assert " Added: " in told_
    assert doubts(tmp_path / "harmless", beside_programs(harmless), agreed()) == []


ON_THE_BUS: dict[str, tuple[What, bool]] = {
    "a rule that sends on to another account": (
        calling(
            "putTargets", Rule="all", Targets=[{"Id": "1", "Arn": f"arn:aws:events:eu-west-1:{OTHER}:event-bus/x"}]
        ),
        True,
    ),
    "a rule that sends on within the account": (
        calling("putTargets", Rule="all", Targets=[{"Id": "1", "Arn": A_QUEUE % PRODUCTION}]),
        False,
    ),
    "rules for another account": (
        calling("putPermission", StatementId="s", Action="events:PutRule", Principal=OTHER),
        True,
    ),
    "events of another account": (
        calling("putPermission", StatementId="s", Action="events:PutEvents", Principal=OTHER),
        False,
    ),
}


@pytest.mark.parametrize("tells", [True, False])
@pytest.mark.parametrize(("what", "opens"), ON_THE_BUS.values(), ids=ON_THE_BUS)
def test_who_is_told_what_comes_to_the_bus(what: What, opens: bool, tells: bool, tmp_path: Path) -> None:
    """Where the agreed bucket tells the account's own bus."""
    world = added(what)
    told_ = {"NotificationConfiguration": {"EventBridgeConfiguration": {"EventBridgeEnabled": tells}}}
    world[PRODUCTION]["Reports"] = {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": "acme-reports", **told_}}
    assert len(doubts(tmp_path, world, agreed())) == (opens and tells)


NOT_READ = {
    "a secret by its name": ("secretsmanager", "secret:orders-AbCdEf", "putResourcePolicy", {"SecretId": "orders"}),
    "a secret that is described": ("secretsmanager", "secret:orders-AbCdEf", "describeSecret", {"SecretId": "orders"}),
    "another secret": ("secretsmanager", "secret:orders-AbCdEf", "putResourcePolicy", {"SecretId": "other"}),
    "a secret by reference": ("secretsmanager", "secret:orders-*", "putResourcePolicy", {"SecretId": "${Orders}"}),
    "a queue by a pattern": ("sqs", "ord*", "addPermission", {"QueueUrl": f"https://sqs.x/{PRODUCTION}/orders"}),
    "a queue that no pattern means": ("sqs", "ord*", "addPermission", {"QueueUrl": f"https://sqs.x/{PRODUCTION}/o"}),
    "a bucket by a pattern": ("s3", ":acme-b*/*", "putBucketPolicy", {"Bucket": "acme-books"}),
    "an other bucket": ("s3", ":acme-b*/*", "putBucketPolicy", {"Bucket": "acme-other-books"}),
    "a function by a pattern": ("lambda", "function:ord*", "addPermission", {"FunctionName": "orders"}),
}


@pytest.mark.parametrize(("service", "resource", "call", "parameters"), NOT_READ.values(), ids=NOT_READ)
def test_what_a_statement_of_its_own_names_by_its_name(
    service: str, resource: str, call: str, parameters: dict[str, str], tmp_path: Path
) -> None:
    """A call names it as its service does; a pattern means whatever fits it."""
    arn = f"arn:aws:{service}:{'' if service == 's3' else f'eu-west-1:{PRODUCTION}'}:{resource}"
    agreement = agreed(permissions=[RawStatements([allow(f"{service}:Get*", Resource=arn)])])
    world = added(calling(call, **parameters), agreement=agreement)
    world[PRODUCTION]["Orders"] = {"Type": "AWS::SecretsManager::Secret", "Properties": {"Name": "orders"}}
    harmless = "describe" in call or "other" in str(parameters) or str(parameters).endswith("/o'}")
    assert any("Added: " in each for each in doubts(tmp_path, world, agreement)) is not harmless


UNREADABLE = {"without an end": '{"a": ' * 100_000, "to an end": '{"a": ' * 500 + "1" + "}" * 500}
"""Texts that nest deeper than a template may; Python gives up on the first."""
TEXTS: dict[str, Callable[[str], What]] = {
    "an association": lambda text: associated("x", Text=text),
    "all that an association says": lambda text: ("AWS::SSM::Association", {"Name": "x", "Parameters": text}),
    "a document": lambda text: ("AWS::SSM::Document", {"Content": text}),
    "what a queue leaves": lambda text: ("AWS::SQS::Queue", {"QueueName": "q", "RedrivePolicy": text}),
    "what a rule is told": lambda text: ("AWS::Events::Rule", {"EventPattern": text, "Targets": []}),
    "a topic's policy": lambda text: ("AWS::SNS::TopicPolicy", {"Topics": ["t"], "PolicyDocument": text}),
    "who comes to a collection": lambda text: ("AWS::OpenSearchServerless::AccessPolicy", {"Policy": f"[{text}"}),
}


@pytest.mark.parametrize("text", UNREADABLE.values(), ids=UNREADABLE)
@pytest.mark.parametrize("what", TEXTS.values(), ids=TEXTS)
def test_a_text_that_nests_too_deep_is_no_error(what: Callable[[str], What], text: str, tmp_path: Path) -> None:
    """It says nothing that is read as a document."""
    assert doubts(tmp_path, added(what(text)), agreed()) == []


def test_a_call_in_a_text_that_nests_too_deep_is_seen(tmp_path: Path) -> None:
    """As in any other text that is no document."""
    call = json.dumps({"action": "putBucketPolicy", "Bucket": "acme-reports"})
    (told_,) = doubts(tmp_path, added(told('{"a": ' * 500 + call + "}" * 500)), agreed())
    assert "calls putBucketPolicy for acme-reports" in told_
