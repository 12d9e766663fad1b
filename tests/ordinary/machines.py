"""Containers and machines."""

from aws_cdk import Duration
from aws_cdk import aws_applicationautoscaling as scaling
from aws_cdk import aws_autoscaling as autoscaling
from aws_cdk import aws_batch as batch
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_ecr as ecr
from aws_cdk import aws_ecs as ecs
from aws_cdk import aws_ecs_patterns as patterns
from aws_cdk import aws_iam as iam
from constructs import Construct

from tests.ordinary.beside import STRANGER, Beside
from tests.ordinary.parts import a_vpc
from tests.ordinary.row import Row
from xacct_constructs.proof import Answer

_IMAGE = "public.ecr.aws/nginx/nginx:1.29"


def _web(scope: Construct) -> patterns.ApplicationLoadBalancedFargateService:
    return patterns.ApplicationLoadBalancedFargateService(
        scope,
        "Web",
        vpc=a_vpc(scope),
        task_image_options=patterns.ApplicationLoadBalancedTaskImageOptions(
            image=ecs.ContainerImage.from_registry(_IMAGE)
        ),
    )


def web_in_containers(beside: Beside) -> None:
    """Containers behind a load balancer that faces the internet."""
    _web(beside.production)


def web_in_containers_over_the_reports(beside: Beside) -> None:
    """The same, and the containers read the reports."""
    beside.reports().grant_read(_web(beside.production).task_definition.task_role)


def workers_in_containers(beside: Beside) -> None:
    """Containers that take work from a queue and read the reports."""
    workers = patterns.QueueProcessingFargateService(
        beside.production,
        "Workers",
        vpc=a_vpc(beside.production),
        image=ecs.ContainerImage.from_registry(_IMAGE),
    )
    beside.reports().grant_read(workers.task_definition.task_role)


def scheduled_containers(beside: Beside) -> None:
    """A container that runs each night."""
    patterns.ScheduledFargateTask(
        beside.production,
        "Nightly",
        vpc=a_vpc(beside.production),
        schedule=scaling.Schedule.rate(Duration.days(1)),
        scheduled_fargate_task_image_options=patterns.ScheduledFargateTaskImageOptions(
            image=ecs.ContainerImage.from_registry(_IMAGE), memory_limit_mib=512
        ),
    )


def batch_jobs(beside: Beside) -> None:
    """A queue of batch jobs on Fargate."""
    batch.JobQueue(
        beside.production,
        "Jobs",
        compute_environments=[
            batch.OrderedComputeEnvironment(
                compute_environment=batch.FargateComputeEnvironment(
                    beside.production, "Machines", vpc=a_vpc(beside.production)
                ),
                order=1,
            )
        ],
    )


def a_machine(beside: Beside) -> None:
    """A machine whose instance profile reads the reports, administered through Systems Manager."""
    machine = ec2.Instance(
        beside.production,
        "Machine",
        vpc=a_vpc(beside.production),
        instance_type=ec2.InstanceType("t4g.small"),
        machine_image=ec2.MachineImage.latest_amazon_linux2023(cpu_type=ec2.AmazonLinuxCpuType.ARM_64),
        ssm_session_permissions=True,
    )
    beside.reports().grant_read(machine)


def a_group_of_machines(beside: Beside) -> None:
    """A group of machines that grows and shrinks."""
    autoscaling.AutoScalingGroup(
        beside.production,
        "Machines",
        vpc=a_vpc(beside.production),
        instance_type=ec2.InstanceType("t4g.small"),
        machine_image=ec2.MachineImage.latest_amazon_linux2023(cpu_type=ec2.AmazonLinuxCpuType.ARM_64),
        max_capacity=3,
    ).scale_on_cpu_utilization("Load", target_utilization_percent=60)


def a_registry(beside: Beside) -> None:
    """A registry of images."""
    repository = ecr.Repository(beside.production, "Images", image_scan_on_push=True)
    repository.add_lifecycle_rule(max_image_count=20)


def a_registry_for_a_stranger(beside: Beside) -> None:
    """A registry from which another account takes images."""
    ecr.Repository(beside.production, "Images").grant_pull(iam.AccountPrincipal(STRANGER))


ROWS = (
    Row(web_in_containers),
    Row(
        web_in_containers_over_the_reports,
        Answer.UNDECIDED,
        "anybody asks a program that reads the reports, and what it answers is not in the template",
        names="Web",
    ),
    Row(workers_in_containers),
    Row(scheduled_containers),
    Row(batch_jobs),
    Row(a_machine),
    Row(a_group_of_machines),
    Row(a_registry),
    Row(a_registry_for_a_stranger),
)
