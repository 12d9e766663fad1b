"""Functions, and who calls them."""

from aws_cdk import Duration
from aws_cdk import aws_codedeploy as codedeploy
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_lambda_event_sources as sources
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_s3_notifications as notifications
from aws_cdk import aws_sqs as sqs

from tests.ordinary.beside import STRANGER, Beside
from tests.ordinary.parts import a_function, a_vpc
from tests.ordinary.row import Row
from xacct_constructs.proof import Answer


def scheduled(beside: Beside) -> None:
    """A function that runs each night."""
    called = a_function(beside.production, "Nightly")
    every = events.Schedule.rate(Duration.days(1))
    events.Rule(beside.production, "Night", schedule=every, targets=[targets.LambdaFunction(called)])


def scheduled_over_the_reports(beside: Beside) -> None:
    """A function that runs each night and reads every report."""
    called = a_function(beside.production, "Nightly")
    beside.reports().grant_read(called)
    every = events.Schedule.rate(Duration.days(1))
    events.Rule(beside.production, "Night", schedule=every, targets=[targets.LambdaFunction(called)])


def function_behind_a_queue(beside: Beside) -> None:
    """A function in a network, fed by a queue."""
    worker = lambda_.Function(
        beside.production,
        "Worker",
        runtime=lambda_.Runtime.PYTHON_3_13,
        handler="index.handler",
        code=lambda_.Code.from_inline("def handler(event, context):\n    return event\n"),
        vpc=a_vpc(beside.production),
    )
    worker.add_event_source(sources.SqsEventSource(sqs.Queue(beside.production, "Work")))


def function_rolled_out_slowly(beside: Beside) -> None:
    """A function behind an alias that CodeDeploy moves step by step."""
    alias = lambda_.Alias(
        beside.production, "Live", alias_name="live", version=a_function(beside.production, "Api").current_version
    )
    codedeploy.LambdaDeploymentGroup(beside.production, "Rollout", alias=alias)


def function_notified_of_reports(beside: Beside) -> None:
    """A function that is called for each new report, and reads it."""
    called = a_function(beside.production, "Index")
    beside.reports().grant_read(called)
    beside.reports().add_event_notification(s3.EventType.OBJECT_CREATED, notifications.LambdaDestination(called))


def function_with_an_address(beside: Beside) -> None:
    """A function that anybody may call, and that has no part in the reports."""
    a_function(beside.production, "Hook").add_function_url(auth_type=lambda_.FunctionUrlAuthType.NONE)


def function_with_an_address_over_the_reports(beside: Beside) -> None:
    """A function that anybody may call, and that reads the reports."""
    hook = a_function(beside.production, "Hook")
    beside.reports().grant_read(hook)
    hook.add_function_url(auth_type=lambda_.FunctionUrlAuthType.NONE)


def function_with_an_address_for_the_account(beside: Beside) -> None:
    """A function that reads the reports, at an address that takes requests signed by its own account's users."""
    hook = a_function(beside.production, "Hook")
    beside.reports().grant_read(hook)
    hook.add_function_url(auth_type=lambda_.FunctionUrlAuthType.AWS_IAM)


def function_called_by_a_stranger(beside: Beside) -> None:
    """A function that another account calls, and that has no part in the reports."""
    a_function(beside.production, "Convert").add_permission("Stranger", principal=iam.AccountPrincipal(STRANGER))


def function_over_the_reports_called_by_a_stranger(beside: Beside) -> None:
    """A function that another account calls, and that reads the reports."""
    called = a_function(beside.production, "Convert")
    beside.reports().grant_read(called)
    called.add_permission("Stranger", principal=iam.AccountPrincipal(STRANGER))


ROWS = (
    Row(scheduled),
    Row(scheduled_over_the_reports),
    Row(function_behind_a_queue),
    Row(function_rolled_out_slowly),
    Row(function_notified_of_reports),
    Row(function_with_an_address),
    Row(
        function_with_an_address_over_the_reports,
        Answer.UNDECIDED,
        "anybody calls a program that reads the reports, and what it answers is not in the template",
        names="Hook",
    ),
    Row(function_with_an_address_for_the_account),
    Row(function_called_by_a_stranger),
    Row(
        function_over_the_reports_called_by_a_stranger,
        Answer.UNDECIDED,
        "another account calls a program that reads the reports, and what it answers is not in the template",
        names="Convert",
    ),
)
