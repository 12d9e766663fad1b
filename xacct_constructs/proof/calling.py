"""Who gets at what is agreed on by having a program answer: a role that may call one comes to what that can read."""

from collections import deque
from collections.abc import Iterator

from xacct_constructs.assembly import Assembly, Identity, Other
from xacct_constructs.proof.identities import caller_of
from xacct_constructs.proof.lead import Lead, permissions
from xacct_constructs.proof.leading import Leading
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


class Calling:
    """Follows roles to the programs that they may call, and to the roles that these act as."""

    def __init__(self, leading: Leading) -> None:
        """Take who comes to what is agreed on by himself."""
        self._leading, self._found = leading, dict[str, list[Other]]()
        answering = {(name, ""): actions for name, actions in _ANSWERING.items()} | _KEEPING
        self._answering = [(actions, list(_with(leading.assembly, *of))) for of, actions in answering.items()]

    def lead(self, role: Identity) -> Lead | None:
        """Where the sessions of a role come, by itself or by what it may call; None: nowhere near."""
        why = "" if (found := self._leading.of_role(role)) else self._leading.why(role) or self.called(role)
        return found or (Lead(why=why) if why else None)

    def why(self, role: Identity) -> str:
        """Why a role comes to what is agreed on, by itself or by what it may call, or may; empty where it does not."""
        return self._leading.why(role) or self.called(role, by_name=True)

    def next_to(self, role: Identity) -> Iterator[Identity]:
        """The roles of the programs that it may call, as far as they come to what is agreed on."""
        programs = (*self._called(role), *self._leading.letting.programs(role))
        found = (other for program in programs for other in self._leading.acting.actors.roles(program))
        yield from (each for each in found if self.why(each))

    def called(self, role: Identity, *, by_name: bool = False) -> str:
        """The same by what it may call alone; what lets a role of outsiders in by name is told of itself."""
        seen, waiting = {role.arn}, deque([(role, "", by_name)])
        while waiting:
            here, by, also_by_name = waiting.popleft()
            if by and (why := self._leading.why(here)):
                return by + why
            for program in self._programs_of(here, by_name=also_by_name):
                acting = self._leading.acting
                if unknown := next(filter(None, map(acting.unknown, acting.actors.through(program))), ""):
                    return f"{by}{here.arn} may call {program.origin.logical_id}, and {unknown}"
                for other in acting.actors.roles(program):
                    if other.arn not in seen:
                        seen.add(other.arn)
                        waiting.append((other, f"{by}{here.arn} may call {program.origin.logical_id}, and ", True))
            # Which roles somebody from outside may come to is followed by whoever follows him.
            for other in self._leading.behind(here) if also_by_name else ():
                if other.arn not in seen:
                    seen.add(other.arn)
                    waiting.append((other, f"{by}{here.arn} may assume {other.arn}, and ", also_by_name))
        return ""

    def _programs_of(self, role: Identity, *, by_name: bool) -> Iterator[Other]:
        """The programs that it may call."""
        if role.arn not in self._found:
            self._found[role.arn] = list(self._called(role))
        yield from self._found[role.arn]
        yield from self._leading.letting.programs(role) if by_name else ()

    def _called(self, role: Identity) -> Iterator[Other]:
        own = permissions(role)
        if isinstance(own, Lead):
            return
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
