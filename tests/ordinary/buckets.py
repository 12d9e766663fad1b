"""What people do with a bucket, the agreed one above all."""

from aws_cdk import Duration, RemovalPolicy
from aws_cdk import aws_backup as backup
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_s3_deployment as deployment
from aws_cdk import aws_s3_notifications as notifications
from aws_cdk import aws_sns as sns
from aws_cdk import aws_sqs as sqs

from tests.ordinary.beside import REGION, STRANGER, Beside
from tests.ordinary.parts import a_function
from tests.ordinary.row import Row
from xacct_constructs.proof import Answer


def emptied_when_deleted(beside: Beside) -> None:
    """The agreed bucket is emptied when its stack is deleted."""
    beside.reports(auto_delete_objects=True)


def another_bucket_emptied_when_deleted(beside: Beside) -> None:
    """Another bucket is emptied when its stack is deleted."""
    s3.Bucket(beside.production, "Scratch", removal_policy=RemovalPolicy.DESTROY, auto_delete_objects=True)


def access_logs(beside: Beside) -> None:
    """Who asked for the reports is logged in a bucket of its own."""
    beside.reports(server_access_logs_bucket=s3.Bucket(beside.production, "Logs"), server_access_logs_prefix="reports/")


def kept_and_moved(beside: Beside) -> None:
    """Versions, a life cycle, tiers, metrics and rules for browsers on the agreed bucket."""
    reports = beside.reports(
        versioned=True,
        intelligent_tiering_configurations=[
            s3.IntelligentTieringConfiguration(name="cold", archive_access_tier_time=Duration.days(90))
        ],
    )
    reports.add_lifecycle_rule(noncurrent_version_expiration=Duration.days(30))
    reports.add_metric(id="All")
    reports.add_cors_rule(allowed_methods=[s3.HttpMethods.GET], allowed_origins=["https://example.com"])


def replicated_within_the_account(beside: Beside) -> None:
    """The reports are copied to another bucket of the account."""
    copy = s3.Bucket(beside.production, "Copy", versioned=True)
    beside.reports(versioned=True, replication_rules=[s3.ReplicationRule(destination=copy, priority=1)])


def replicated_to_a_bucket_by_name(beside: Beside) -> None:
    """The reports are copied to a bucket that the template only names."""
    copy = s3.Bucket.from_bucket_name(beside.production, "Copy", "acme-reports-copy")
    beside.reports(versioned=True, replication_rules=[s3.ReplicationRule(destination=copy, priority=1)])


def listed_each_week(beside: Beside) -> None:
    """An inventory of the reports is kept in another bucket of the account."""
    lists = s3.Bucket(beside.production, "Lists")
    beside.reports().add_inventory(
        destination=s3.InventoryDestination(bucket=lists), frequency=s3.InventoryFrequency.WEEKLY
    )


def events_of_reports(beside: Beside) -> None:
    """New reports are told to a queue, a topic and the event bus."""
    reports = beside.reports(event_bridge_enabled=True)
    queue, topic = sqs.Queue(beside.production, "New"), sns.Topic(beside.production, "Gone")
    reports.add_event_notification(s3.EventType.OBJECT_CREATED, notifications.SqsDestination(queue))
    reports.add_event_notification(s3.EventType.OBJECT_REMOVED, notifications.SnsDestination(topic))
    events.Rule(
        beside.production,
        "Changed",
        event_pattern=events.EventPattern(source=["aws.s3"]),
        targets=[targets.LambdaFunction(a_function(beside.production, "Index"))],
    )


def backed_up(beside: Beside) -> None:
    """The reports are backed up within the account."""
    plan = backup.BackupPlan.daily_weekly_monthly5_year_retention(beside.production, "Plan")
    plan.add_selection("Kept", resources=[backup.BackupResource.from_arn(beside.reports().bucket_arn)])


def backed_up_at_a_stranger(beside: Beside) -> None:
    """The reports are backed up, and the backups copied to another account."""
    vault = f"arn:aws:backup:{REGION}:{STRANGER}:backup-vault:kept"
    elsewhere = backup.BackupVault.from_backup_vault_arn(beside.production, "Elsewhere", vault)
    copied = backup.BackupPlanCopyActionProps(destination_backup_vault=elsewhere)
    plan = backup.BackupPlan(beside.production, "Plan")
    plan.add_rule(backup.BackupPlanRule(copy_actions=[copied]))
    plan.add_selection("Kept", resources=[backup.BackupResource.from_arn(beside.reports().bucket_arn)])


def an_access_point(beside: Beside) -> None:
    """An access point of the account, whose policy says nothing."""
    s3.CfnAccessPoint(beside.production, "Point", bucket=beside.reports().bucket_name, name="reports")


def files_deployed_among_the_reports(beside: Beside) -> None:
    """A file is put beside the reports at each deployment."""
    deployment.BucketDeployment(
        beside.production,
        "Files",
        destination_bucket=beside.reports(),
        destination_key_prefix="static/",
        sources=[deployment.Source.data("index.html", "<!doctype html>")],
    )


ROWS = (
    Row(emptied_when_deleted),
    Row(another_bucket_emptied_when_deleted),
    Row(access_logs),
    Row(kept_and_moved),
    Row(replicated_within_the_account),
    Row(
        replicated_to_a_bucket_by_name,
        Answer.UNDECIDED,
        "whose the bucket of the copies is, and who reads it, is not in the template",
        names="Reports|acme-reports",
    ),
    Row(listed_each_week),
    Row(events_of_reports),
    Row(backed_up),
    Row(
        backed_up_at_a_stranger,
        Answer.UNDECIDED,
        "whoever restores backups in another account has the reports",
        names="Plan",
    ),
    Row(an_access_point),
    Row(files_deployed_among_the_reports),
)
