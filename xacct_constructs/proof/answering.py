"""Which programs answer whoever asks them, and which of them a role may ask by its own permissions."""

from collections.abc import Iterator, Sequence

from xacct_constructs.assembly import Assembly, Identity, Other
from xacct_constructs.proof.identities import caller_of
from xacct_constructs.proof.lead import Lead, permissions
from xacct_constructs.proof.said import at, leaves
from xacct_constructs.request_sets import Box, asking_for, box, has_request, product, resource_literal

_ORDERED = (
    *("ssm:GetCommandInvocation", "ssm:ListCommandInvocations", "ssm:ResumeSession", "ssm:SendCommand"),
    "ssm:StartSession",
)
_QUERIED = (
    "redshift-data:BatchExecuteStatement",
    "redshift-data:ExecuteStatement",
    "redshift-data:GetStatementResult*",
)
_ANSWERING = {
    "AWS::Lambda::Function": ("lambda:InvokeFunction", "lambda:InvokeFunctionUrl"),
    # What a build exports, a command wrote or a test says is kept with it.
    "AWS::CodeBuild::Project": (
        *("codebuild:BatchGetBuilds", "codebuild:BatchGetCommandExecutions", "codebuild:DescribeTestCases"),
        *("codebuild:ListCommandExecutionsForSandbox", "codebuild:StartSandboxConnection"),
    ),
    "AWS::StepFunctions::StateMachine": (
        "states:StartSyncExecution",
        "states:DescribeExecution",
        "states:GetExecutionHistory",
    ),
    "AWS::DAX::Cluster": ("dax:*",),
    "AWS::ApiGateway::Method": ("execute-api:Invoke",),
    "AWS::ApiGatewayV2::Integration": ("execute-api:Invoke",),
    "AWS::AppSync::DataSource": ("appsync:GraphQL",),
    "AWS::SageMaker::Model": ("sagemaker:InvokeEndpoint*",),
    "AWS::SageMaker::NotebookInstance": ("sagemaker:CreatePresignedNotebookInstanceUrl",),
    "AWS::KinesisAnalyticsV2::Application": ("kinesisanalytics:CreateApplicationPresignedUrl",),
    "AWS::MWAA::Environment": ("airflow:CreateCliToken", "airflow:CreateWebLoginToken", "airflow:InvokeRestApi"),
    # Databases read files as roles of their own: COPY, LOAD DATA FROM S3, a loader.
    "AWS::RDS::DBCluster": ("rds-data:BatchExecuteStatement", "rds-data:ExecuteS*", "rds-db:connect"),
    "AWS::RDS::DBInstance": ("rds-db:connect",),
    "AWS::Neptune::DBCluster": ("neptune-db:*",),
    "AWS::Redshift::Cluster": (*_QUERIED, "redshift:GetClusterCredentials*"),
    "AWS::RedshiftServerless::Namespace": (*_QUERIED, "redshift-serverless:GetCredentials"),
    "AWS::Athena::WorkGroup": ("athena:GetCalculationExecution*", "athena:GetQueryResults*"),
    # Orders whose answer comes back.
    "AWS::EC2::Instance": _ORDERED,
    "AWS::AutoScaling::AutoScalingGroup": _ORDERED,
    "AWS::ECS::TaskDefinition": ("ecs:ExecuteCommand",),
    "AWS::SSM::Document": ("ssm:DescribeAutomationStepExecutions", "ssm:GetAutomationExecution"),
    # Those who do a pipeline's job are given credentials for what it works on.
    "AWS::CodePipeline::Pipeline": (
        *("codepipeline:GetJobDetails", "codepipeline:GetThirdPartyJobDetails"),
        *("codepipeline:PollForJobs", "codepipeline:PollForThirdPartyJobs"),
    ),
}
"""Types that answer whoever calls them, and by which actions."""
_KEEPING = {("AWS::Lambda::Function", "DurableConfig"): ("lambda:GetDurableExecution*",)}
"""Types that keep what they answered where they have a property, and by which actions that is asked for."""


class Answering:
    """Looks up what answers."""

    def __init__(self, assembly: Assembly) -> None:
        """Take the assembly."""
        answering = {(name, ""): actions for name, actions in _ANSWERING.items()} | _KEEPING
        self._answering = [(actions, list(_with(assembly, *of))) for of, actions in answering.items()]
        self._found: dict[str, Sequence[Other]] = {}

    def asked_by(self, role: Identity) -> Sequence[Other]:
        """The programs that a role may ask; of one whose permissions are not known, none."""
        if role.arn not in self._found:
            own = permissions(role)
            self._found[role.arn] = () if isinstance(own, Lead) else list(self._asked(role, own))
        return self._found[role.arn]

    def _asked(self, role: Identity, own: list[Box]) -> Iterator[Other]:
        for actions, programs in self._answering:
            if calls := asking_for(own, actions) if programs else []:
                for each in programs:
                    if any(has_request(asked, caller_of(role)) for asked in product(calls, _about(each))):
                        yield each


def _with(assembly: Assembly, type_: str, name: str) -> Iterator[Other]:
    """The resources of a type that have a property, or may; all, where none is asked for."""
    for each in assembly.others:
        if each.type == type_ and (not name or at(leaves(each.said), name)):
            yield each


def _about(program: Other) -> list[Box]:
    """The requests about what answers; where its ARN is not known, those about any."""
    arns = (program.arn, f"{program.arn}:*") if program.arn else ("*",)
    return [box(resource_literal(arns))]
