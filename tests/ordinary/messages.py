"""Queues, topics, events, work flows, and who watches."""

from aws_cdk import Duration
from aws_cdk import aws_cloudtrail as cloudtrail
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_cloudwatch_actions as actions
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_logs as logs
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_scheduler as scheduler
from aws_cdk import aws_scheduler_targets as scheduled
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sns_subscriptions as subscriptions
from aws_cdk import aws_sqs as sqs
from aws_cdk import aws_stepfunctions as stepfunctions
from aws_cdk import aws_stepfunctions_tasks as tasks

from tests.ordinary.beside import STRANGER, Beside
from tests.ordinary.parts import a_function
from tests.ordinary.row import Row


def an_encrypted_queue(beside: Beside) -> None:
    """A queue under a key of its own, with a queue for what fails."""
    dead = sqs.DeadLetterQueue(max_receive_count=3, queue=sqs.Queue(beside.production, "Failed", enforce_ssl=True))
    sqs.Queue(
        beside.production,
        "Work",
        encryption=sqs.QueueEncryption.KMS,
        enforce_ssl=True,
        dead_letter_queue=dead,
    )


def an_encrypted_topic(beside: Beside) -> None:
    """A topic under a key of its own, which tells a queue and a person."""
    topic = sns.Topic(beside.production, "News", master_key=kms.Key(beside.production, "Key"), enforce_ssl=True)
    queue = sqs.Queue(beside.production, "Queue", encryption=sqs.QueueEncryption.KMS)
    topic.add_subscription(subscriptions.SqsSubscription(queue))
    topic.add_subscription(subscriptions.EmailSubscription("ops@example.com"))


def a_queue_for_a_stranger(beside: Beside) -> None:
    """A queue into which another account writes."""
    sqs.Queue(beside.production, "Orders").grant_send_messages(iam.AccountPrincipal(STRANGER))


def an_alarm_on_an_encrypted_topic(beside: Beside) -> None:
    """An alarm that writes to a topic, whose key lets CloudWatch in."""
    key = kms.Key(beside.production, "Key")
    topic = sns.Topic(beside.production, "Alarms", master_key=key)
    key.grant(iam.ServicePrincipal("cloudwatch.amazonaws.com"), "kms:Decrypt", "kms:GenerateDataKey*")
    errors = a_function(beside.production, "Worker").metric_errors()
    alarm = cloudwatch.Alarm(beside.production, "Alarm", metric=errors, threshold=1, evaluation_periods=1)
    alarm.add_alarm_action(actions.SnsAction(topic))
    cloudwatch.Dashboard(beside.production, "Dashboard", widgets=[[cloudwatch.GraphWidget(left=[errors])]])


def a_work_flow(beside: Beside) -> None:
    """A state machine that calls a function and reads a report."""
    read = tasks.CallAwsService(
        beside.production,
        "Read",
        service="s3",
        action="getObject",
        parameters={"Bucket": beside.reports().bucket_name, "Key": "monthly/latest.csv"},
        iam_resources=[beside.reports().arn_for_objects("monthly/*")],
    )
    called = tasks.LambdaInvoke(beside.production, "Call", lambda_function=a_function(beside.production, "Step"))
    stepfunctions.StateMachine(
        beside.production,
        "Flow",
        definition_body=stepfunctions.DefinitionBody.from_chainable(read.next(called)),
        logs=stepfunctions.LogOptions(destination=logs.LogGroup(beside.production, "Log")),
        tracing_enabled=True,
    )


def rules_on_events(beside: Beside) -> None:
    """A rule from the account's own bus to a queue under a key."""
    bus = events.EventBus(beside.production, "Bus")
    bus.archive("Archive", event_pattern=events.EventPattern(account=[beside.production.account]))
    queue = sqs.Queue(beside.production, "Queue", encryption=sqs.QueueEncryption.KMS)
    events.Rule(
        beside.production,
        "Orders",
        event_bus=bus,
        event_pattern=events.EventPattern(source=["acme.orders"]),
        targets=[targets.SqsQueue(queue)],
    )


def a_bus_for_a_stranger(beside: Beside) -> None:
    """A bus on which another account puts events."""
    events.EventBus(beside.production, "Bus").grant_put_events_to(iam.AccountPrincipal(STRANGER), "Stranger")


def a_schedule(beside: Beside) -> None:
    """A schedule that calls a function each hour."""
    scheduler.Schedule(
        beside.production,
        "Hourly",
        schedule=scheduler.ScheduleExpression.rate(Duration.hours(1)),
        target=scheduled.LambdaInvoke(a_function(beside.production, "Worker")),
    )


def a_trail(beside: Beside) -> None:
    """A trail of who read the reports, in a bucket of its own and in CloudWatch."""
    trail = cloudtrail.Trail(
        beside.production, "Trail", bucket=s3.Bucket(beside.production, "Kept"), send_to_cloud_watch_logs=True
    )
    trail.add_s3_event_selector([cloudtrail.S3EventSelector(bucket=beside.reports(), object_prefix="monthly/")])


def a_log_group_under_a_key(beside: Beside) -> None:
    """Logs under a key that CloudWatch Logs of this region uses."""
    key = kms.Key(beside.production, "Key")
    key.grant_encrypt_decrypt(iam.ServicePrincipal(f"logs.{beside.production.region}.amazonaws.com"))
    group = logs.LogGroup(beside.production, "Log", encryption_key=key, retention=logs.RetentionDays.ONE_MONTH)
    group.add_metric_filter(
        "Errors",
        filter_pattern=logs.FilterPattern.literal("ERROR"),
        metric_name="errors",
        metric_namespace="acme",
    )


ROWS = (
    Row(an_encrypted_queue),
    Row(an_encrypted_topic),
    Row(a_queue_for_a_stranger),
    Row(an_alarm_on_an_encrypted_topic),
    Row(a_work_flow),
    Row(rules_on_events),
    Row(a_bus_for_a_stranger),
    Row(a_schedule),
    Row(a_trail),
    Row(a_log_group_under_a_key),
)
