"""Pipelines, custom resources, and templates that are made of several."""

import aws_cdk as cdk
from aws_cdk import aws_codebuild as codebuild
from aws_cdk import aws_codepipeline as codepipeline
from aws_cdk import aws_codepipeline_actions as steps
from aws_cdk import aws_iam as iam
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sqs as sqs
from aws_cdk import aws_ssm as ssm
from aws_cdk import custom_resources, pipelines

from tests.ordinary.beside import PRODUCTION, REGION, Beside
from tests.ordinary.parts import a_function
from tests.ordinary.row import Row
from xacct_constructs.proof import Answer

_CONNECTION = f"arn:aws:codestar-connections:{REGION}:{PRODUCTION}:connection/5b6e3c1a-0000-4000-8000-000000000000"


def a_build(beside: Beside) -> None:
    """A project that builds what it is given, and reads the reports."""
    build = codebuild.Project(
        beside.production, "Build", build_spec=codebuild.BuildSpec.from_object({"version": "0.2"})
    )
    beside.reports().grant_read(build)


def a_pipeline(beside: Beside) -> None:
    """Code from a repository is built and deployed with every permission."""
    code, built = codepipeline.Artifact("Code"), codepipeline.Artifact("Built")
    source = steps.CodeStarConnectionsSourceAction(
        action_name="Source", owner="acme", repo="reports", connection_arn=_CONNECTION, output=code
    )
    build = steps.CodeBuildAction(
        action_name="Build",
        project=codebuild.PipelineProject(beside.production, "Project"),
        input=code,
        outputs=[built],
    )
    deploy = steps.CloudFormationCreateUpdateStackAction(
        action_name="Deploy",
        stack_name="Orders",
        template_path=built.at_path("template.json"),
        admin_permissions=True,
    )
    pipeline = codepipeline.Pipeline(beside.production, "Pipeline", cross_account_keys=True)
    for name, action in {"Source": source, "Build": build, "Deploy": deploy}.items():
        pipeline.add_stage(stage_name=name, actions=[action])


def a_pipeline_of_cdk(beside: Beside) -> None:
    """An app that deploys itself, and a stage with a stack of its own."""
    source = pipelines.CodePipelineSource.connection("acme/reports", "main", connection_arn=_CONNECTION)
    pipeline = pipelines.CodePipeline(
        beside.production,
        "Pipeline",
        synth=pipelines.ShellStep("Synth", input=source, commands=["npx cdk synth"]),
    )
    stage = cdk.Stage(beside.production, "Orders", env=cdk.Environment(account=PRODUCTION, region=REGION))
    sqs.Queue(cdk.Stack(stage, "Stack"), "Queue")
    pipeline.add_stage(stage)


def a_call_at_deployment(beside: Beside) -> None:
    """A custom resource calls AWS once, when the stack is made."""
    called = custom_resources.AwsSdkCall(
        service="SSM",
        action="PutParameter",
        parameters={"Name": "/made", "Value": "yes", "Type": "String"},
        physical_resource_id=custom_resources.PhysicalResourceId.of("made"),
    )
    custom_resources.AwsCustomResource(
        beside.production,
        "Made",
        on_create=called,
        policy=custom_resources.AwsCustomResourcePolicy.from_sdk_calls(
            resources=[f"arn:aws:ssm:{REGION}:{PRODUCTION}:parameter/made"]
        ),
        install_latest_aws_sdk=False,
    )


def _counted(beside: Beside) -> cdk.CustomResource:
    counting = a_function(beside.production, "Counting")
    beside.reports().grant_read(counting)
    provider = custom_resources.Provider(beside.production, "Provider", on_event_handler=counting)
    return cdk.CustomResource(beside.production, "Counted", service_token=provider.service_token)


def a_custom_resource_over_the_reports(beside: Beside) -> None:
    """A custom resource reads the reports, and what it says is kept as a parameter."""
    number = _counted(beside).get_att_string("Number")
    ssm.StringParameter(beside.production, "Number", string_value=number)


def a_custom_resource_says_who_reads(beside: Beside) -> None:
    """A custom resource says whom the agreed bucket lets in."""
    reader = iam.ArnPrincipal(_counted(beside).get_att_string("ReaderArn"))
    beside.reports().add_to_resource_policy(
        iam.PolicyStatement(
            principals=[reader],
            actions=["s3:GetObject"],
            resources=[beside.reports().arn_for_objects("monthly/*")],
        )
    )


def a_nested_stack(beside: Beside) -> None:
    """A template within the template, with a bucket and a function."""
    nested = cdk.NestedStack(beside.production, "Orders")
    s3.Bucket(nested, "Bucket").grant_read_write(a_function(nested, "Worker"))


def made_only_perhaps(beside: Beside) -> None:
    """A function that is made only where a parameter says so."""
    traced = cdk.CfnParameter(beside.production, "Traced", type="String", allowed_values=["yes", "no"])
    condition = cdk.CfnCondition(
        beside.production, "IsTraced", expression=cdk.Fn.condition_equals(traced.value_as_string, "yes")
    )
    queue = sqs.Queue(beside.production, "Trace").node.default_child
    assert isinstance(queue, sqs.CfnQueue)
    queue.cfn_options.condition = condition


ROWS = (
    Row(a_build),
    Row(a_pipeline),
    Row(a_pipeline_of_cdk),
    Row(a_call_at_deployment),
    Row(a_custom_resource_over_the_reports),
    Row(
        a_custom_resource_says_who_reads,
        Answer.UNDECIDED,
        "whom the agreed bucket lets in is settled by a program at deployment",
        names="Reports|acme-reports",
    ),
    Row(a_nested_stack),
    Row(made_only_perhaps),
)
