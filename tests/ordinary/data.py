"""Databases, file systems, and what analyses data."""

from aws_cdk import Duration
from aws_cdk import aws_athena as athena
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_efs as efs
from aws_cdk import aws_glue as glue
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kinesisfirehose as firehose
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_lambda_event_sources as sources
from aws_cdk import aws_opensearchservice as opensearch
from aws_cdk import aws_rds as rds
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_secretsmanager as secretsmanager

from tests.ordinary.beside import REPORTS, Beside
from tests.ordinary.parts import a_function, a_vpc
from tests.ordinary.row import Row
from xacct_constructs.proof import Answer


def _database(beside: Beside) -> rds.DatabaseInstance:
    return rds.DatabaseInstance(
        beside.production,
        "Database",
        engine=rds.DatabaseInstanceEngine.POSTGRES,
        vpc=a_vpc(beside.production),
        storage_encrypted=True,
    )


def a_database(beside: Beside) -> None:
    """A database with a password that is made for it, on an instance."""
    _database(beside)


def a_database_with_rotation(beside: Beside) -> None:
    """The same, and its password changes by a function that Secrets Manager's transform makes."""
    database = _database(beside)
    assert database.secret is not None
    rotation = secretsmanager.HostedRotation.postgre_sql_single_user(vpc=database.vpc)
    secretsmanager.RotationSchedule(beside.production, "Rotation", secret=database.secret, hosted_rotation=rotation)


def a_database_with_rotation_from_a_repository(beside: Beside) -> None:
    """The same, by an application from the Serverless Application Repository."""
    _database(beside).add_rotation_single_user()


def a_cluster_that_loads_reports(beside: Beside) -> None:
    """A serverless cluster that imports from the reports."""
    rds.DatabaseCluster(
        beside.production,
        "Cluster",
        engine=rds.DatabaseClusterEngine.aurora_postgres(version=rds.AuroraPostgresEngineVersion.VER_16_6),
        vpc=a_vpc(beside.production),
        writer=rds.ClusterInstance.serverless_v2("Writer"),
        s3_import_buckets=[beside.reports()],
    )


def a_table_with_a_stream(beside: Beside) -> None:
    """A table whose changes are told to a function."""
    table = dynamodb.TableV2(
        beside.production,
        "Orders",
        partition_key=dynamodb.Attribute(name="id", type=dynamodb.AttributeType.STRING),
        dynamo_stream=dynamodb.StreamViewType.NEW_IMAGE,
    )
    start = lambda_.StartingPosition.LATEST
    a_function(beside.production, "Watch").add_event_source(sources.DynamoEventSource(table, starting_position=start))


def a_search_domain(beside: Beside) -> None:
    """A search domain in a network, with a policy of its own."""
    opensearch.Domain(
        beside.production,
        "Search",
        version=opensearch.EngineVersion.OPENSEARCH_2_19,
        vpc=a_vpc(beside.production),
        zone_awareness=opensearch.ZoneAwarenessConfig(enabled=True),
        capacity=opensearch.CapacityConfig(data_nodes=2, multi_az_with_standby_enabled=False),
        access_policies=[
            iam.PolicyStatement(principals=[iam.AccountRootPrincipal()], actions=["es:ESHttp*"], resources=["*"])
        ],
    )


def a_catalogue_of_reports(beside: Beside) -> None:
    """A crawler that finds tables in the reports, and a workgroup that asks about them."""
    crawling = iam.Role(
        beside.production,
        "Crawling",
        assumed_by=iam.ServicePrincipal("glue.amazonaws.com"),
        managed_policies=[iam.ManagedPolicy.from_aws_managed_policy_name("service-role/AWSGlueServiceRole")],
    )
    beside.reports().grant_read(crawling)
    glue.CfnDatabase(
        beside.production,
        "Catalogue",
        catalog_id=beside.production.account,
        database_input=glue.CfnDatabase.DatabaseInputProperty(name="reports"),
    )
    glue.CfnCrawler(
        beside.production,
        "Crawler",
        role=crawling.role_arn,
        database_name="reports",
        targets=glue.CfnCrawler.TargetsProperty(
            s3_targets=[glue.CfnCrawler.S3TargetProperty(path=f"s3://{REPORTS}/monthly/")]
        ),
    )
    answers = s3.Bucket(beside.production, "Answers")
    athena.CfnWorkGroup(
        beside.production,
        "Analysts",
        name="analysts",
        work_group_configuration=athena.CfnWorkGroup.WorkGroupConfigurationProperty(
            result_configuration=athena.CfnWorkGroup.ResultConfigurationProperty(
                output_location=answers.s3_url_for_object()
            )
        ),
    )


def a_delivery_stream(beside: Beside) -> None:
    """A stream of records into a bucket of its own."""
    kept = s3.Bucket(beside.production, "Kept")
    firehose.DeliveryStream(beside.production, "Stream", destination=firehose.S3Bucket(kept))


def a_file_system(beside: Beside) -> None:
    """A file system that a function mounts."""
    vpc = a_vpc(beside.production)
    files = efs.FileSystem(beside.production, "Files", vpc=vpc)
    point = files.add_access_point("Point", path="/work", posix_user=efs.PosixUser(uid="1000", gid="1000"))
    lambda_.Function(
        beside.production,
        "Worker",
        runtime=lambda_.Runtime.PYTHON_3_13,
        handler="index.handler",
        code=lambda_.Code.from_inline("def handler(event, context):\n    return event\n"),
        vpc=vpc,
        timeout=Duration.minutes(1),
        filesystem=lambda_.FileSystem.from_efs_access_point(point, "/mnt/work"),
    )
    files.connections.allow_default_port_from(ec2.Peer.ipv4(vpc.vpc_cidr_block))


ROWS = (
    Row(a_database),
    Row(a_database_with_rotation),
    Row(
        a_database_with_rotation_from_a_repository,
        Answer.UNDECIDED,
        "the application is a template of another account's, made with roles that nobody here has read",
        names="Database",
    ),
    Row(a_cluster_that_loads_reports),
    Row(a_table_with_a_stream),
    Row(a_search_domain),
    Row(a_catalogue_of_reports),
    Row(a_delivery_stream),
    Row(a_file_system),
)
