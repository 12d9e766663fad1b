"""Roles that outsiders may enter, and that have a program answer them: what it reads, they read."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.known_access.samples import way
from tests.proof.test_beside import A_ROLE, acting, arn_of, function, machine, url
from tests.proof.test_worlds import OTHER, PRODUCTION, REPORTS, agreed, of_account, world_of
from tests.proof.world import World, allow, in_memory, role
from xacct_constructs.known_access import KnownAccess
from xacct_constructs.proof import Answer, prove


def cache(acts_as: Any) -> dict[str, Any]:
    """A cache of tables that acts as a role."""
    return {"Type": "AWS::DAX::Cluster", "Properties": {"IAMRoleARN": acts_as}}


def asked(action: str, program: dict[str, Any]) -> World:
    """The agreed world, a program, and a role that a stranger may enter and that may ask it."""
    world = world_of(agreed())
    world[PRODUCTION] |= {
        "Reads": acting("reads", allow("s3:GetObject", Resource=f"{REPORTS}/*")),
        "Idle": acting("idle", allow("s3:GetObject", Resource="arn:aws:s3:::acme-other/*")),
        "Program": program,
        **{
            f"ProfileOf{each}": {"Type": "AWS::IAM::InstanceProfile", "Properties": {"Roles": [{"Ref": each}]}}
            for each in ("Reads", "Idle")
        },
        "Partner": role("partner", of_account(OTHER), allow(action, Resource="*")),
    }
    return world


def acts(kind: str, path: str) -> Callable[[Any], dict[str, Any]]:
    """What acts as the role that stands at the path of a property, in a list perhaps (`Roles[]`)."""

    def made(acts_as: Any) -> dict[str, Any]:
        said = acts_as
        for name in reversed(path.split(".")):
            said = {name.removesuffix("[]"): [said] if name.endswith("[]") else said}
        return {"Type": kind, "Properties": said}

    return made


def machines(acts_as: Any) -> dict[str, Any]:
    """A machine, which acts as a role by the role's profile."""
    return acts("AWS::EC2::Instance", "IamInstanceProfile")({"Ref": "ProfileOf" + acts_as["Fn::GetAtt"][0]})


def durable(acts_as: Any) -> dict[str, Any]:
    """A function whose executions are kept."""
    found = function("durable", acts_as)
    found["Properties"]["DurableConfig"] = {"ExecutionTimeout": 3600, "RetentionPeriodInDays": 7}
    return found


def fleeting(acts_as: Any) -> dict[str, Any]:
    """A function that keeps nothing of them."""
    return function("fleeting", acts_as)


PROJECT = acts("AWS::CodeBuild::Project", "ServiceRole")
ASKED: dict[str, tuple[str, Callable[[Any], dict[str, Any]], bool]] = {
    "what an execution came to": ("states:DescribeExecution", machine, True),
    "what an execution did": ("states:GetExecutionHistory", machine, True),
    "which executions there were": ("states:ListExecutions", machine, False),
    "an item of a cache": ("dax:GetItem", cache, True),
    "what a query came to": ("redshift-data:GetStatementResult", acts("AWS::Redshift::Cluster", "IamRoles[]"), True),
    "which queries there were": ("redshift-data:ListStatements", acts("AWS::Redshift::Cluster", "IamRoles[]"), False),
    "what a query of a work group came to": (
        "athena:GetQueryResults",
        acts("AWS::Athena::WorkGroup", "WorkGroupConfiguration.ExecutionRole"),
        True,
    ),
    "what a command said": ("ssm:GetCommandInvocation", machines, True),
    "what an automation came to": (
        "ssm:GetAutomationExecution",
        acts("AWS::SSM::Document", "Content.assumeRole"),
        True,
    ),
    "a job of a pipeline": ("codepipeline:GetJobDetails", acts("AWS::CodePipeline::Pipeline", "RoleArn"), True),
    "what a build exported": ("codebuild:BatchGetBuilds", PROJECT, True),
    "what a command wrote where builds run": ("codebuild:BatchGetCommandExecutions", PROJECT, True),
    "what commands wrote there": ("codebuild:ListCommandExecutionsForSandbox", PROJECT, True),
    "what a test says": ("codebuild:DescribeTestCases", PROJECT, True),
    "how builds are made": ("codebuild:BatchGetProjects", PROJECT, False),
    "which builds there were": ("codebuild:ListBuilds*", PROJECT, False),
    "what a durable execution came to": ("lambda:GetDurableExecution", durable, True),
    "what a durable execution did": ("lambda:GetDurableExecutionHistory", durable, True),
    "which step a durable execution is at": ("lambda:GetDurableExecutionState", durable, True),
    "whatever is told of functions, of a durable one": ("lambda:Get*", durable, True),
    "which durable executions there were": ("lambda:ListDurableExecutionsByFunction", durable, False),
    "whatever is told of functions": ("lambda:Get*", fleeting, False),
    "how a pipeline is made": ("codepipeline:GetPipeline", acts("AWS::CodePipeline::Pipeline", "RoleArn"), False),
}
ORDERED: dict[str, tuple[str, Callable[[Any], dict[str, Any]], bool]] = {
    "a model": ("sagemaker:InvokeEndpoint", acts("AWS::SageMaker::Model", "ExecutionRoleArn"), True),
    "a notebook": (
        "sagemaker:CreatePresignedNotebookInstanceUrl",
        acts("AWS::SageMaker::NotebookInstance", "RoleArn"),
        True,
    ),
    "a notebook of streams": (
        "kinesisanalytics:CreateApplicationPresignedUrl",
        acts("AWS::KinesisAnalyticsV2::Application", "ServiceExecutionRole"),
        True,
    ),
    "a scheduler": ("airflow:InvokeRestApi", acts("AWS::MWAA::Environment", "ExecutionRoleArn"), True),
    "a database": ("rds-data:ExecuteStatement", acts("AWS::RDS::DBCluster", "AssociatedRoles[].RoleArn"), True),
    "a database, by its port": ("rds-db:connect", acts("AWS::RDS::DBInstance", "AssociatedRoles[].RoleArn"), True),
    "a database of graphs": (
        "neptune-db:ReadDataViaQuery",
        acts("AWS::Neptune::DBCluster", "AssociatedRoles[].RoleArn"),
        True,
    ),
    "a warehouse": ("redshift-data:ExecuteStatement", acts("AWS::Redshift::Cluster", "IamRoles[]"), True),
    "a warehouse without servers": (
        "redshift-data:ExecuteStatement",
        acts("AWS::RedshiftServerless::Namespace", "IamRoles[]"),
        True,
    ),
    "a machine": ("ssm:SendCommand", machines, True),
    "a container": ("ecs:ExecuteCommand", acts("AWS::ECS::TaskDefinition", "TaskRoleArn"), True),
    "another service than the database": (
        "sagemaker:InvokeEndpoint",
        acts("AWS::RDS::DBCluster", "AssociatedRoles[].RoleArn"),
        False,
    ),
    "a job that answers nobody": ("glue:StartJobRun", acts("AWS::Glue::Job", "Role"), False),
}


@pytest.mark.parametrize(("action", "program", "answers"), [*ASKED.values(), *ORDERED.values()], ids=[*ASKED, *ORDERED])
@pytest.mark.parametrize("acts_as", ["Reads", "Idle"])
def test_what_a_function_that_anybody_calls_is_answered(
    acts_as: str, action: str, program: Callable[[Any], dict[str, Any]], answers: bool
) -> None:
    """It answers with what it is told; one that asks what reads nothing agreed on hands on nothing."""
    world = asked(action, program(arn_of(acts_as)))
    del world[PRODUCTION]["Partner"]
    kind, said = url(arn_of("Calling"))
    world[PRODUCTION] |= {
        "Calls": acting("calls", allow(action, Resource="*")),
        "Calling": function("calling", arn_of("Calls")),
        "Added": {"Type": kind, "Properties": said},
    }
    proof = prove(in_memory(world, [agreed()]))
    assert [" Added: " in str(each) for each in proof.undecided] == [True] * (answers and acts_as == "Reads")


@pytest.mark.parametrize(("action", "program", "answers"), ASKED.values(), ids=ASKED)
@pytest.mark.parametrize("acts_as", ["Reads", "Idle"])
def test_what_a_program_answers(
    acts_as: str, action: str, program: Callable[[Any], dict[str, Any]], answers: bool
) -> None:
    """AWS calls it reading; of a program that reads nothing agreed on it is another door."""
    proof = prove(in_memory(asked(action, program(arn_of(acts_as))), [agreed()]))
    leads = answers and acts_as == "Reads"
    assert proof.answer is (Answer.UNDECIDED if leads else Answer.PROVEN)
    assert bool(proof.doors) is not leads


def test_whoever_is_known_to_come_in_is_not_known_to_ask() -> None:
    """They are told of behind the known way, once."""
    entry = way("partner", of_account(OTHER), "sts:AssumeRole", A_ROLE % "partner")
    for acts_as, count in (("Reads", 1), ("Idle", 0)):
        world = asked("states:DescribeExecution", machine(arn_of(acts_as)))
        assert len(prove(in_memory(world, [agreed()]), known=KnownAccess((entry,))).undecided) == count
