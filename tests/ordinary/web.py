"""What the internet sees."""

from pathlib import Path

from aws_cdk import aws_apigateway as apigateway
from aws_cdk import aws_apigatewayv2 as apigatewayv2
from aws_cdk import aws_apigatewayv2_integrations as integrations
from aws_cdk import aws_appsync as appsync
from aws_cdk import aws_cloudfront as cloudfront
from aws_cdk import aws_cloudfront_origins as origins
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_iam as iam
from aws_cdk import aws_s3 as s3

from tests.ordinary.beside import REPORTS, Beside
from tests.ordinary.parts import a_function
from tests.ordinary.row import Row
from xacct_constructs.proof import Answer

_SCHEMA = Path(__file__).parent / "orders.graphql"


def a_public_site(beside: Beside) -> None:
    """A site that anybody reads from its bucket."""
    s3.Bucket(
        beside.production,
        "Site",
        website_index_document="index.html",
        public_read_access=True,
        block_public_access=s3.BlockPublicAccess(restrict_public_buckets=False, block_public_policy=False),
    )


def a_distribution(beside: Beside) -> None:
    """A site behind CloudFront, which reads the site's bucket as this distribution."""
    site = s3.Bucket(beside.production, "Site")
    behaviour = cloudfront.BehaviorOptions(origin=origins.S3BucketOrigin.with_origin_access_control(site))
    cloudfront.Distribution(beside.production, "Front", default_behavior=behaviour)


def a_distribution_of_old(beside: Beside) -> None:
    """A site behind CloudFront, which reads the site's bucket as an origin access identity."""
    site = s3.Bucket(beside.production, "Site")
    behaviour = cloudfront.BehaviorOptions(origin=origins.S3BucketOrigin.with_origin_access_identity(site))
    cloudfront.Distribution(beside.production, "Front", default_behavior=behaviour)


def a_distribution_over_the_reports(beside: Beside) -> None:
    """CloudFront over the agreed bucket."""
    origin = origins.S3BucketOrigin.with_origin_access_control(beside.reports())
    behaviour = cloudfront.BehaviorOptions(origin=origin)
    cloudfront.Distribution(beside.production, "Front", default_behavior=behaviour)


def an_api(beside: Beside) -> None:
    """A function behind API Gateway."""
    apigateway.LambdaRestApi(beside.production, "Api", handler=a_function(beside.production, "Answer"))


def an_api_over_the_reports(beside: Beside) -> None:
    """A function behind API Gateway that reads the reports."""
    called = a_function(beside.production, "Answer")
    beside.reports().grant_read(called)
    apigateway.LambdaRestApi(beside.production, "Api", handler=called)


def an_api_for_signed_requests_over_the_reports(beside: Beside) -> None:
    """The same, and API Gateway takes requests signed by its own account's users."""
    called = a_function(beside.production, "Answer")
    beside.reports().grant_read(called)
    apigateway.LambdaRestApi(
        beside.production,
        "Api",
        handler=called,
        default_method_options=apigateway.MethodOptions(authorization_type=apigateway.AuthorizationType.IAM),
    )


def an_api_that_hands_out_reports(beside: Beside) -> None:
    """API Gateway asks S3 for a report itself, with a role."""
    asking = iam.Role(beside.production, "Asking", assumed_by=iam.ServicePrincipal("apigateway.amazonaws.com"))
    beside.reports().grant_read(asking)
    api = apigateway.RestApi(beside.production, "Api")
    api.root.add_method(
        "GET",
        apigateway.AwsIntegration(
            service="s3",
            path=f"{REPORTS}/monthly/latest.csv",
            integration_http_method="GET",
            options=apigateway.IntegrationOptions(credentials_role=asking),
        ),
    )


def an_http_api(beside: Beside) -> None:
    """A function behind an HTTP API."""
    api = apigatewayv2.HttpApi(beside.production, "Api")
    asked = integrations.HttpLambdaIntegration("Asked", a_function(beside.production, "Answer"))
    api.add_routes(path="/", methods=[apigatewayv2.HttpMethod.GET], integration=asked)


def a_graph_api(beside: Beside) -> None:
    """AppSync over a table."""
    table = dynamodb.TableV2(
        beside.production,
        "Orders",
        partition_key=dynamodb.Attribute(name="id", type=dynamodb.AttributeType.STRING),
    )
    api = appsync.GraphqlApi(
        beside.production,
        "Api",
        name="orders",
        definition=appsync.Definition.from_schema(appsync.SchemaFile.from_asset(str(_SCHEMA))),
    )
    api.add_dynamo_db_data_source("Orders", table)


ROWS = (
    Row(
        a_public_site,
        Answer.REFUTED,
        "whoever there is reads the site's bucket, and the proof cannot know that this is meant",
        names="Site",
        stays="lets in anybody: name who it is, or condition it",
    ),
    Row(a_distribution),
    Row(a_distribution_of_old),
    Row(
        a_distribution_over_the_reports,
        Answer.UNDECIDED,
        "CloudFront reads every report, and to whom it hands them is not in the bucket's policy",
        names="Front",
    ),
    Row(an_api),
    Row(
        an_api_over_the_reports,
        Answer.UNDECIDED,
        "anybody asks a program that reads the reports, and what it answers is not in the template",
        names="Api|Answer",
    ),
    Row(an_api_for_signed_requests_over_the_reports),
    Row(
        an_api_that_hands_out_reports,
        Answer.UNDECIDED,
        "anybody asks an interface that hands on what its role reads of the reports",
        names="Api|Asking",
    ),
    Row(an_http_api),
    Row(a_graph_api),
)
