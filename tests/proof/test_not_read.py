"""What raw statements are about whose policies are not read: whatever opens it is doubted, however it names it."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from tests.proof.test_beside import (
    acting,
    arn_of,
    distribution,
    function,
    lens,
    method,
    permission,
    several_regions,
    url,
)
from tests.proof.test_worlds import OTHER, PRODUCTION, READER_ARN, STAGING, agreed, of_account, put, world_of
from tests.proof.world import World, allow, assembly, bucket, bucket_policy, document, in_memory, role
from xacct_constructs import Agreement, DynamoDBRead, RawStatements
from xacct_constructs.origin import Origin
from xacct_constructs.proof import Answer, prove

Added = tuple[str, dict[str, Any]]
GIVEN: Any = {"Ref": "Given"}
OPEN = document(allow("*", **of_account(OTHER), Resource="*"))
OURS = document(allow("*", **of_account(PRODUCTION), Resource="*"))
FOR_READER = document(allow("*", AWS=READER_ARN, Resource="*"))
TAGGED = document(allow("*", AWS="*", Resource="*", Condition={"StringEquals": {"aws:PrincipalTag/team": "data"}}))
PLAIN = {"Bool": {"aws:SecureTransport": "false"}}
OVER_TLS = allow("*", Effect="Deny", AWS="*", Resource="*", Condition=PLAIN)


def arn(service: str, resource: str, account: str = PRODUCTION) -> str:
    """Of the stacks' region."""
    return f"arn:aws:{service}:eu-west-1:{account}:{resource}"


def on(action: str, *resources: str) -> Agreement:
    """What is agreed on by a statement."""
    return agreed(permissions=[RawStatements([allow(action, Resource=list(resources))])])


QUEUE = on("sqs:ReceiveMessage", arn("sqs", "orders"))
QUEUES = on("sqs:ReceiveMessage", arn("sqs", "ord*"))
TOPIC = on("sns:Subscribe", arn("sns", "orders"))
FUNCTION = on("lambda:InvokeFunction", arn("lambda", "function:orders"))
SECRET = on("secretsmanager:GetSecretValue", arn("secretsmanager", "secret:orders-AbCdEf"))
SECRETS = on("secretsmanager:GetSecretValue", arn("secretsmanager", "secret:orders-??????"))
BEGUN_SECRETS = on("secretsmanager:GetSecretValue", arn("secretsmanager", "secret:orders-*"))
BUS = on("events:PutEvents", arn("events", "event-bus/orders"))
OWN_BUS = on("events:PutEvents", arn("events", "event-bus/default"))
MEDIA = on("mediastore:GetObject", arn("mediastore", "container/orders/*"))
STREAM = on("kinesis:GetRecords", arn("kinesis", "stream/orders"))
LOGS = on("logs:GetLogEvents", arn("logs", "log-group:/orders:*"))
IMAGES = on("ecr:BatchGetImage", arn("ecr", "repository/orders"))
SEARCH = on("es:ESHttpGet", arn("es", "domain/orders/*"))
CLUSTER = on("rds:CopyDBClusterSnapshot", arn("rds", "cluster:orders"))
PUBLIC_IMAGES = on("ecr-public:PutImage", f"arn:aws:ecr-public::{PRODUCTION}:repository/orders")
PACKAGES = on("codeartifact:ReadFromRepository", arn("codeartifact", "repository/orders/npm"))
BOOKS = on("s3:GetObject", "arn:aws:s3:::acme-b*/*")
EVERY_QUEUE = on("sqs:ReceiveMessage", "*")
TABLES = on("s3tables:GetTableData", arn("s3tables", "bucket/orders/table/*"))

MADE: dict[str, Any] = {
    "Acts": acting("orders-as"),
    "Function": function("orders", arn_of("Acts")),
    "Rest": {"Type": "AWS::ApiGateway::RestApi", "Properties": {"Name": "rest"}},
    "Another": function("other", arn_of("Acts")),
    "Parametric": function(GIVEN, arn_of("Acts")),
    "Alias": {"Type": "AWS::Lambda::Alias", "Properties": {"FunctionName": {"Ref": "Function"}, "Name": "live"}},
    "AnotherAlias": {"Type": "AWS::Lambda::Alias", "Properties": {"FunctionName": {"Ref": "Another"}, "Name": "live"}},
    "Nameless": {"Type": "AWS::SQS::Queue"},
    "Kafka": {"Type": "AWS::MSK::Cluster", "Properties": {"ClusterName": "orders"}},
    "Index": {"Type": "AWS::Location::PlaceIndex", "Properties": {"IndexName": "orders", "DataSource": "Here"}},
    "Authority": {"Type": "AWS::ACMPCA::CertificateAuthority", "Properties": {"Type": "ROOT"}},
    "Graph": {"Type": "AWS::AppSync::GraphQLApi", "Properties": {"Name": "graph", "AuthenticationType": "AWS_IAM"}},
    "Lattice": {"Type": "AWS::VpcLattice::Service", "Properties": {"AuthType": "AWS_IAM"}},
    "Network": {"Type": "AWS::VpcLattice::ServiceNetwork", "Properties": {"Name": "network"}},
    "OfTables": {"Type": "AWS::S3Tables::TableBucket", "Properties": {"TableBucketName": "more"}},
    "Layer": {"Type": "AWS::Lambda::LayerVersion", "Properties": {"LayerName": "orders"}},
    "Consumer": {"Type": "AWS::Kinesis::StreamConsumer", "Properties": {"ConsumerName": "orders-web"}},
    "Document": {"Type": "AWS::SSM::Document", "Properties": {"Name": "orders"}},
    "Secret": {"Type": "AWS::SecretsManager::Secret", "Properties": {"Name": "orders"}},
    "LongerSecret": {"Type": "AWS::SecretsManager::Secret", "Properties": {"Name": "orders-x"}},
    "AnotherSecret": {"Type": "AWS::SecretsManager::Secret", "Properties": {"Name": "other"}},
    "GivenSecret": {"Type": "AWS::SecretsManager::Secret", "Properties": {"Name": GIVEN}},
    "NamelessSecret": {"Type": "AWS::SecretsManager::Secret"},
    "Stream": {"Type": "AWS::Kinesis::Stream", "Properties": {"Name": "orders"}},
    "Bus": {"Type": "AWS::Events::EventBus", "Properties": {"Name": "orders"}},
    "Topic": {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": "orders"}},
    "AnotherTopic": {"Type": "AWS::SNS::Topic", "Properties": {"TopicName": "other"}},
    "Search": {"Type": "AWS::OpenSearchService::Domain", "Properties": {"DomainName": "orders"}},
    "AnotherSearch": {"Type": "AWS::OpenSearchService::Domain", "Properties": {"DomainName": "other"}},
    "Cluster": {"Type": "AWS::RDS::DBCluster", "Properties": {"DBClusterIdentifier": "orders"}},
    "AnotherCluster": {"Type": "AWS::RDS::DBCluster", "Properties": {"DBClusterIdentifier": "other"}},
}


def sent_records(of: str) -> Added:
    """What is logged there, sent to another account."""
    said = {"LogGroupName": of, "FilterPattern": "", "DestinationArn": arn("logs", "destination:all", OTHER)}
    return "AWS::Logs::SubscriptionFilter", said


def leaving(name: Any, to: Any) -> Added:
    """A function, and where it leaves what it is given and does not take."""
    said = function(name, arn_of("Acts"))["Properties"]
    return "AWS::Lambda::Function", {**said, "DeadLetterConfig": {"TargetArn": to}}


def queue_policy(queue: Any, said: Any = OPEN) -> Added:
    """For others, unless it says something else."""
    return "AWS::SQS::QueuePolicy", {"Queues": [queue], "PolicyDocument": said}


def stream_policy(stream: Any, said: Any = OPEN) -> Added:
    """For others, unless it says something else."""
    return "AWS::Kinesis::ResourcePolicy", {"ResourceArn": stream, "ResourcePolicy": said}


def records_policy(action: str, **elements: Any) -> Added:
    """Of what is logged anywhere in the account, as a text."""
    text = {"Fn::Sub": json.dumps(document(allow(action, Resource="*", **elements)))}
    return "AWS::Logs::ResourcePolicy", {"PolicyName": "logs", "PolicyDocument": text}


def topic_policy(topic: str, said: Any = OPEN) -> Added:
    """Of a topic whose ARN is put together of what it is called."""
    return "AWS::SNS::TopicPolicy", {"Topics": [{"Fn::Sub": arn("sns", topic)}], "PolicyDocument": said}


def shared(about: Any) -> Added:
    """One resource, shared with others."""
    return "AWS::RAM::ResourceShare", {"Name": "orders", "ResourceArns": [about], "Principals": [OTHER]}


def secret_policy(secret: Any) -> Added:
    """For others."""
    return "AWS::SecretsManager::ResourcePolicy", {"SecretId": secret, "ResourcePolicy": OPEN}


def subscription(endpoint: Any, topic: str = "orders") -> Added:
    """Of a topic."""
    return "AWS::SNS::Subscription", {"TopicArn": arn("sns", topic), "Protocol": "sqs", "Endpoint": endpoint}


def copied_images(account: Any) -> Added:
    """Of the whole account, to another region or account."""
    rules = [{"Destinations": [{"Region": "eu-central-1", "RegistryId": account}]}]
    return "AWS::ECR::ReplicationConfiguration", {"ReplicationConfiguration": {"Rules": rules}}


API = on("execute-api:Invoke", arn("execute-api", "a1b2c3d4e5/prod/*"))
GRAPH = on("appsync:GraphQL", arn("appsync", "apis/abcdefgh/types/*"))
FILES = on("elasticfilesystem:ClientMount", arn("elasticfilesystem", "file-system/fs-12345678"))
COLLECTION = on("aoss:APIAccessAll", arn("aoss", "collection/abcdefgh"))


def api_method(auth: str | None, verb: str = "GET") -> Added:
    """Of an API of the account, which calls nothing."""
    said = {} if auth is None else {"AuthorizationType": auth}
    return "AWS::ApiGateway::Method", {"HttpMethod": verb, "RestApiId": "a", "Integration": {"Type": "MOCK"}, **said}


def api_route(auth: str | None, key: str = "GET /") -> Added:
    """Of an HTTP API of the account."""
    return "AWS::ApiGatewayV2::Route", {"RouteKey": key, "ApiId": "a", **({"AuthorizationType": auth} if auth else {})}


def graph(auth: str, *more: str) -> Added:
    """An API of AppSync, by how it knows its callers."""
    others = [{"AuthenticationType": each} for each in more]
    more_said = {"AdditionalAuthenticationProviders": others} if others else {}
    return "AWS::AppSync::GraphQLApi", {"Name": "orders", "AuthenticationType": auth, **more_said}


AGENT = on("bedrock-agentcore:InvokeGateway", arn("bedrock-agentcore", "gateway/orders-a1b2c3d4e5"))
BOT = on("lex:RecognizeText", arn("lex", "bot-alias/A1B2C3D4E5/TSTALIASID"))
DSQL = on("dsql:DbConnect", arn("dsql", "cluster/a1b2c3d4e5"))
EVENT_STORE = on("cloudtrail:StartQuery", arn("cloudtrail", "eventdatastore/5d1c0c4e"))
KNOWLEDGE = on("bedrock:Retrieve", arn("bedrock", "knowledge-base/A1B2C3D4E5"))
LATTICE = on("vpc-lattice-svcs:Invoke", arn("vpc-lattice", "service/svc-0a1b2c3d/*"))
PAYMENTS = on("payment-cryptography:DecryptData", arn("payment-cryptography", "key/a1b2c3d4e5"))
SEQUENCES = on("omics:GetReadSet", arn("omics", "sequenceStore/1234567890/readSet/*"))
NUMBER = on("sms-voice:SendTextMessage", arn("sms-voice", "phone-number/phone-0a1b2c3d"))
AUTHORITY = on("acm-pca:IssueCertificate", arn("acm-pca", "certificate-authority/5d1c0c4e"))
PAYING = on("bedrock-agentcore:ProcessPayment", arn("bedrock-agentcore", "payment-manager/orders-a1b2c3d4e5"))
METRICS = on("aps:QueryMetrics", arn("aps", "workspace/ws-5d1c0c4e"))
A_TABLE_OF_S3 = on("s3tables:GetTableData", arn("s3tables", "bucket/acme/table/5d1c0c4e"))
BY_ATTRIBUTE: dict[str, tuple[Agreement, Callable[[Any], Added]]] = {
    "an agent": (
        AGENT,
        lambda said: ("AWS::BedrockAgentCore::ResourcePolicy", {"ResourceArn": arn_of("Bus"), "Policy": said}),
    ),
    "a bot": (BOT, lambda said: ("AWS::Lex::ResourcePolicy", {"ResourceArn": arn_of("Bus"), "Policy": said})),
    "a cluster": (DSQL, lambda said: ("AWS::DSQL::Cluster", {"PolicyDocument": json.dumps(said)})),
    "events that are kept": (
        EVENT_STORE,
        lambda said: (
            "AWS::CloudTrail::ResourcePolicy",
            {"ResourceArn": arn_of("Bus"), "ResourcePolicy": json.dumps(said)},
        ),
    ),
    "knowledge": (
        KNOWLEDGE,
        lambda said: ("AWS::Bedrock::ResourcePolicy", {"ResourceArn": arn_of("Bus"), "PolicyDocument": said}),
    ),
    "knowledge, by a policy of its own type": (
        KNOWLEDGE,
        lambda said: ("AWS::Bedrock::KnowledgeBasePolicy", {"KnowledgeBaseArn": arn_of("Bus"), "PolicyDocument": said}),
    ),
    "a key for payments": (PAYMENTS, lambda said: ("AWS::PaymentCryptography::Key", {"Policy": said})),
    "a store of sequences": (SEQUENCES, lambda said: ("AWS::Omics::SequenceStore", {"S3AccessPolicy": said})),
    "a telephone's number": (
        NUMBER,
        lambda said: ("AWS::SMSVOICE::ResourcePolicy", {"ResourceArn": arn_of("Bus"), "PolicyDocument": said}),
    ),
    "a service in a network": (
        LATTICE,
        lambda said: ("AWS::VpcLattice::AuthPolicy", {"ResourceIdentifier": arn_of("Bus"), "Policy": said}),
    ),
    "measures": (
        METRICS,
        lambda said: ("AWS::APS::ResourcePolicy", {"WorkspaceArn": arn_of("Bus"), "PolicyDocument": json.dumps(said)}),
    ),
    "a namespace": (
        on("redshift:CreateInboundIntegration", arn("redshift", "namespace:5d1c0c4e")),
        lambda said: ("AWS::Redshift::Cluster", {"ClusterIdentifier": "orders", "NamespaceResourcePolicy": said}),
    ),
    "a namespace without servers": (
        on("redshift-serverless:*", arn("redshift-serverless", "namespace/5d1c0c4e")),
        lambda said: ("AWS::RedshiftServerless::Namespace", {"NamespaceName": "n", "NamespaceResourcePolicy": said}),
    ),
    "a table": (
        A_TABLE_OF_S3,
        lambda said: ("AWS::S3Tables::TablePolicy", {"TableARN": arn_of("Bus"), "ResourcePolicy": said}),
    ),
}
"""What is agreed on by an ID, and its policy; which resource that is of, an attribute says, and no template its ID."""


BY_NAME: dict[str, tuple[Agreement, Callable[[Any], Added]]] = {
    "where records are sent": (
        on("logs:PutSubscriptionFilter", arn("logs", "destination:orders")),
        lambda said: (
            "AWS::Logs::Destination",
            {"DestinationName": "orders", "TargetArn": arn("kinesis", "stream/x"), "DestinationPolicy": said},
        ),
    ),
    "where a service's records are delivered": (
        on("logs:CreateDelivery", arn("logs", "delivery-destination:orders")),
        lambda said: (
            "AWS::Logs::DeliveryDestination",
            {"Name": "orders", "DeliveryDestinationPolicy": {"DeliveryDestinationPolicy": json.loads(said)}},
        ),
    ),
    "a bucket of tables": (
        TABLES,
        lambda said: (
            "AWS::S3Tables::TableBucketPolicy",
            {"TableBucketARN": arn("s3tables", "bucket/orders"), "ResourcePolicy": said},
        ),
    ),
    "a directory bucket": (
        on("s3express:CreateSession", arn("s3express", "bucket/orders--euw1-az1--x-s3")),
        lambda said: ("AWS::S3Express::BucketPolicy", {"Bucket": "orders--euw1-az1--x-s3", "PolicyDocument": said}),
    ),
    "a cluster of Kafka": (
        on("kafka-cluster:Connect", arn("kafka", "cluster/orders/*")),
        lambda said: ("AWS::MSK::ClusterPolicy", {"ClusterArn": arn_of("Kafka"), "Policy": said}),
    ),
    "a search domain of the old type": (
        SEARCH,
        lambda said: ("AWS::Elasticsearch::Domain", {"DomainName": "orders", "AccessPolicies": said}),
    ),
    "a registry of schemas": (
        on("schemas:DescribeSchema", arn("schemas", "schema/orders/*")),
        lambda said: ("AWS::EventSchemas::RegistryPolicy", {"RegistryName": "orders", "Policy": said}),
    ),
}
"""What is agreed on by its name, or a pattern of it, and its policy as a text."""


EVENTS = on("appsync:EventSubscribe", arn("appsync", "apis/abcdefgh/*"))
SIGNED: dict[str, Any] = {
    "components": {"securitySchemes": {"iam": {"x-amazon-apigateway-authtype": "awsSigv4"}, "key": {}}}
}


def described(
    methods: dict[str, Any],
    *,
    of: str = "AWS::ApiGateway::RestApi",
    as_text: bool = False,
    policy: Any = None,
    **more: Any,
) -> Added:
    """An API that is imported from a description of its methods."""
    own = {"x-amazon-apigateway-policy": policy} if policy else {}
    body = {"openapi": "3.0.1", "paths": {"/orders": methods}, **own, **more}
    return of, {"Body": json.dumps(body) if as_text else body}


def events_api(*auths: str) -> Added:
    """An API of events of AppSync, by how it knows its callers."""
    known = {"AuthProviders": [{"AuthType": each} for each in auths]}
    return "AWS::AppSync::Api", {"Name": "orders", "EventConfig": known}


def collection_policy(*principals: str) -> Added:
    """Who may do what with a collection's data."""
    rules = [{"ResourceType": "collection", "Resource": ["collection/orders"], "Permission": ["aoss:*"]}]
    text = json.dumps([{"Rules": rules, "Principal": list(principals)}])
    return "AWS::OpenSearchServerless::AccessPolicy", {"Name": "orders", "Type": "data", "Policy": text}


PLACES = on("geo:SearchPlaceIndexForText", arn("geo", "place-index/orders"))
AN_INDEX: Any = {"Fn::GetAtt": ["Index", "Arn"]}


AN_AUTHORITY = arn("acm-pca", "certificate-authority/5d1c0c4e")
AUTHORITY = on("acm-pca:IssueCertificate", AN_AUTHORITY)


def permitted(account: str | None, of: Any = AN_AUTHORITY) -> Added:
    """A service that asks an authority for certificates, for an account."""
    said: dict[str, Any] = {"Actions": ["IssueCertificate"], "Principal": "acm.amazonaws.com"}
    said |= {"SourceAccount": account} if account else {}
    return "AWS::ACMPCA::Permission", {"CertificateAuthorityArn": of, **said}


def place_key(*of: Any) -> Added:
    """A key with which anybody asks Location for what these are."""
    said = {"AllowActions": ["geo:SearchPlaceIndexForText"], "AllowResources": list(of)}
    return "AWS::Location::APIKey", {"KeyName": "web", "NoExpiry": True, "Restrictions": said}


SHOWN = ["AWS::CloudWatch::Metric", "AWS::Logs::LogGroup"]
ADDRESS = f"https://sqs.eu-west-1.amazonaws.com/{PRODUCTION}/orders"


def lake(who: Any, **about: Any) -> Added:
    """A permission of Lake Formation."""
    said = {"Principal": {"DataLakePrincipalIdentifier": who}, "Permissions": ["ALL"], "Resource": about}
    return "AWS::LakeFormation::PrincipalPermissions", said


OF_GLUE = on("glue:GetTable", arn("glue", "table/orders/*"))
A_TABLE = on("glue:GetTable", arn("glue", "table/orders/daily"))
ALL_OF_IT = {"DatabaseName": "orders", "TableWildcard": {}}
PROFILES = on("codeguru-profiler:GetProfile", arn("codeguru-profiler", "profilingGroup/orders"))


def profiled(name: str) -> Added:
    """A group of profiles for others, of a service that templates write without a hyphen."""
    said = {"ProfilingGroupName": name, "AgentPermissions": {"Principals": [f"arn:aws:iam::{OTHER}:root"]}}
    return "AWS::CodeGuruProfiler::ProfilingGroup", said


DOUBTED: dict[str, tuple[Agreement, Added]] = {
    "an authority that is shared": (AUTHORITY, shared(arn_of("Authority"))),
    "an authority that is shared by itself": (
        AUTHORITY,
        ("AWS::RAM::ResourceAssociation", {"ResourceArn": arn_of("Authority"), "ResourceShareArn": GIVEN}),
    ),
    "who pays, by tokens": (PAYING, ("AWS::BedrockAgentCore::PaymentManager", {"AuthorizerType": "CUSTOM_JWT"})),
    **{
        f"a distribution of a bucket that a pattern means and no template makes, {how}": (BOOKS, distribution(domain))
        for how, domain in (
            ("by its host", "acme-books.s3.amazonaws.com"),
            ("by its region's host", "acme-books.s3.eu-west-1.amazonaws.com"),
            ("as a website", "acme-books.s3-website-eu-west-1.amazonaws.com"),
        )
    },
    "an access point of several regions of a bucket that a pattern means": (BOOKS, several_regions("acme-books")),
    "profiles for others": (PROFILES, profiled("orders")),
    "tables that are given to a stranger": (OF_GLUE, lake(OTHER, Table=ALL_OF_IT)),
    "tables whose database is given to a stranger": (OF_GLUE, lake(OTHER, Database={"Name": "orders"})),
    "tables, one of which is given to a stranger": (
        OF_GLUE,
        lake(OTHER, TableWithColumns={"DatabaseName": "orders", "Name": "daily"}),
    ),
    "tables whose database may be given to a stranger": (
        OF_GLUE,
        lake(OTHER, Table={"DatabaseName": GIVEN, "TableWildcard": {}}),
    ),
    "tables that may be given to a stranger": (OF_GLUE, lake(GIVEN, Table=ALL_OF_IT)),
    "tables that are given by a tag": (OF_GLUE, lake(OTHER, LFTagPolicy={"ResourceType": "TABLE", "Expression": []})),
    "tables that are given in the old way": (
        OF_GLUE,
        (
            "AWS::LakeFormation::Permissions",
            {
                "DataLakePrincipal": {"DataLakePrincipalIdentifier": OTHER},
                "Resource": {"TableResource": {"DatabaseName": "orders", "Name": "daily"}},
            },
        ),
    ),
    "all tables, some of which are given": (
        on("glue:GetTable", arn("glue", "table/*")),
        lake(OTHER, Table=ALL_OF_IT),
    ),
    "tables whose database is shared": (OF_GLUE, shared(arn("glue", "database/orders"))),
    "tables whose database may be shared": (OF_GLUE, shared({"Fn::Sub": arn("glue", "database/${Given}")})),
    "a table whose catalogue is shared": (A_TABLE, shared(arn("glue", "catalog"))),
    "a table, with all of its database": (A_TABLE, lake(OTHER, Table=ALL_OF_IT)),
    "a queue's policy": (QUEUE, queue_policy(ADDRESS)),
    "a queue's policy, of a pattern": (QUEUES, queue_policy(ADDRESS)),
    "a queue's policy, of all": (EVERY_QUEUE, queue_policy({"Ref": "Nameless"})),
    "a queue's policy, not known": (QUEUE, queue_policy(GIVEN)),
    "a function's address": (FUNCTION, url({"Ref": "Function"})),
    "a function's address, of a pattern": (
        on("lambda:*", arn("lambda", "function:ord*")),
        url(arn("lambda", "function:orders")),
    ),
    "a function's address, of all": (on("lambda:*", "*"), url(arn("lambda", "function:orders"))),
    "a function that a stranger calls": (FUNCTION, permission(arn_of("Function"), Principal=OTHER)),
    "a function that a stranger calls, by its alias": (FUNCTION, permission({"Ref": "Alias"}, Principal=OTHER)),
    "a function that a stranger calls, by a version": (FUNCTION, permission("orders:7", Principal=OTHER)),
    "a function that a stranger calls, by half an ARN": (
        FUNCTION,
        permission(f"{PRODUCTION}:function:orders", Principal=OTHER),
    ),
    "a function whose name is not known": (FUNCTION, permission({"Ref": "Parametric"}, Principal=OTHER)),
    "a function's policy": (
        FUNCTION,
        ("AWS::Lambda::ResourcePolicy", {"ResourceArn": arn_of("Function"), "PolicyDocument": OPEN}),
    ),
    "an API that calls the function": (FUNCTION, method({"Fn::Sub": "arn:aws:x:${Function.Arn}/invocations"})),
    "a secret's policy": (SECRET, secret_policy({"Ref": "Secret"})),
    # What is named by an ID that AWS gives, which no template tells
    "an API's own policy": (API, ("AWS::ApiGateway::RestApi", {"Policy": OPEN})),
    "an API's own policy, not known": (API, ("AWS::ApiGateway::RestApi", {"Policy": GIVEN})),
    "the policy that an API is imported with": (API, described({}, policy=OPEN)),
    "the policy that an API is imported with, as a text": (
        API,
        described({}, as_text=True, policy=OPEN),
    ),
    "a method for anybody that is imported": (API, described({"get": {}})),
    "a method by a key that is imported": (API, described({"get": {"security": [{"key": []}]}}, **SIGNED)),
    "a method by a key or IAM that is imported": (
        API,
        described({"get": {"security": [{"iam": []}, {"key": []}]}}, **SIGNED),
    ),
    "routes for anybody that are imported": (API, described({"get": {}}, of="AWS::ApiGatewayV2::Api")),
    "an HTTP API that answers with one address": (
        API,
        ("AWS::ApiGatewayV2::Api", {"Name": "a", "ProtocolType": "HTTP", "Target": "https://example.com"}),
    ),
    "an API of events by a key": (EVENTS, events_api("AWS_IAM", "API_KEY")),
    "a method for anybody": (API, api_method("NONE")),
    "a method for anybody, unsaid": (API, api_method(None)),
    "a method whose authorizer knows others": (API, api_method("CUSTOM")),
    "a route for anybody": (API, api_route("NONE")),
    "a route for anybody, unsaid": (API, api_route(None)),
    "an API of AppSync by a key": (GRAPH, graph("API_KEY")),
    "an API of AppSync by IAM, or by a pool": (GRAPH, graph("AWS_IAM", "AMAZON_COGNITO_USER_POOLS")),
    "a file system's policy": (FILES, ("AWS::EFS::FileSystem", {"FileSystemPolicy": OPEN})),
    "an agent's gateway for anybody": (AGENT, ("AWS::BedrockAgentCore::Gateway", {"AuthorizerType": "NONE"})),
    "an agent for whoever has a token": (
        AGENT,
        ("AWS::BedrockAgentCore::Runtime", {"AuthorizerConfiguration": {"CustomJWTAuthorizer": {"DiscoveryUrl": "x"}}}),
    ),
    "a service in a network, for anybody": (LATTICE, ("AWS::VpcLattice::Service", {"AuthType": "NONE"})),
    "a service in a network, unsaid": (LATTICE, ("AWS::VpcLattice::Service", {"Name": "orders-web"})),
    "a policy of a collection's data": (COLLECTION, collection_policy(f"arn:aws:iam::{OTHER}:root")),
    "a policy of a collection's data, not known": (
        COLLECTION,
        ("AWS::OpenSearchServerless::AccessPolicy", {"Name": "a", "Type": "data", "Policy": GIVEN}),
    ),
    "a secret's policy, by its name": (SECRET, secret_policy("orders")),
    **{
        f"a secret's policy, by its ARN{how}, of {of}": (
            agreement,
            secret_policy(arn("secretsmanager", f"secret:{named}")),
        )
        for how, named in (("", "orders-AbCdEf"), (" without what is behind its name", "orders"))
        for of, agreement in (("one", SECRET), ("a pattern", SECRETS), ("another pattern", BEGUN_SECRETS))
    },
    "what sets a secret, by its ARN without what is behind its name": (
        SECRET,
        (
            "AWS::SecretsManager::RotationSchedule",
            {
                "SecretId": arn("secretsmanager", "secret:orders"),
                "RotationLambdaARN": arn("lambda", "function:sets", OTHER),
            },
        ),
    ),
    "a secret's policy, of a pattern": (SECRETS, secret_policy("orders")),
    "the policy of a secret whose name goes on, of a pattern": (BEGUN_SECRETS, secret_policy({"Ref": "LongerSecret"})),
    "a secret's policy, of a name that is not known": (SECRET, secret_policy({"Ref": "GivenSecret"})),
    "a secret that another account's function sets": (
        SECRET,
        (
            "AWS::SecretsManager::RotationSchedule",
            {"SecretId": "orders", "RotationLambdaARN": arn("lambda", "function:x", OTHER)},
        ),
    ),
    "a bus's policy": (BUS, ("AWS::Events::EventBusPolicy", {"EventBusName": {"Ref": "Bus"}, "Principal": "*"})),
    "a policy of the account's own bus": (
        OWN_BUS,
        ("AWS::Events::EventBusPolicy", {"EventBusName": "default", "Principal": "*"}),
    ),
    "a policy of the account's own bus, which it does not name": (
        OWN_BUS,
        ("AWS::Events::EventBusPolicy", {"Principal": OTHER, "Action": "events:PutEvents"}),
    ),
    "a container of media": (MEDIA, ("AWS::MediaStore::Container", {"ContainerName": "orders", "Policy": OPEN})),
    "a container of media, its policy as a text": (
        MEDIA,
        ("AWS::MediaStore::Container", {"ContainerName": "orders", "Policy": json.dumps(OPEN)}),
    ),
    "a bus that leaves events to a stranger": (
        BUS,
        ("AWS::Events::EventBus", {"Name": "orders", "DeadLetterConfig": {"Arn": arn("sqs", "dead", OTHER)}}),
    ),
    "a function that leaves what it is given to a stranger": (FUNCTION, leaving("orders", arn("sqs", "dead", OTHER))),
    "a function whose name is not known, and that leaves what it is given to a stranger": (
        FUNCTION,
        leaving(GIVEN, arn("sqs", "dead", OTHER)),
    ),
    "a function that leaves what it is given to nobody knows whom": (FUNCTION, leaving("orders", GIVEN)),
    "a bus and its policy": (BUS, ("AWS::Events::EventBus", {"Name": "orders", "Policy": OPEN})),
    "a rule to another account's bus": (
        BUS,
        ("AWS::Events::Rule", {"EventBusName": "orders", "Targets": [{"Arn": arn("events", "event-bus/x", OTHER)}]}),
    ),
    "a queue's policy for the agreed role": (QUEUE, queue_policy(arn("sqs", "orders"), FOR_READER)),
    "a queue's policy that a parameter holds": (QUEUE, queue_policy(arn("sqs", "orders"), GIVEN)),
    "a queue's policy for whoever has a tag": (QUEUE, queue_policy(arn("sqs", "orders"), TAGGED)),
    "a stream's policy": (STREAM, stream_policy(arn_of("Stream"))),
    "images that anybody pulls": (PUBLIC_IMAGES, ("AWS::ECR::PublicRepository", {"RepositoryName": "orders"})),
    "images that anybody pulls, under a name that is not known": (
        PUBLIC_IMAGES,
        ("AWS::ECR::PublicRepository", {"RepositoryName": GIVEN}),
    ),
    "a topic's policy, by an ARN that is put together": (TOPIC, topic_policy("${Topic.TopicName}")),
    "a search domain that is shared, by an ARN that is put together": (
        SEARCH,
        shared({"Fn::Sub": arn("es", "domain/${Search}")}),
    ),
    "a cluster that is shared": (CLUSTER, shared({"Fn::GetAtt": ["Cluster", "DBClusterArn"]})),
    "a cluster that is shared, by an ARN that is put together": (
        CLUSTER,
        shared({"Fn::Sub": arn("rds", "cluster:${Cluster}")}),
    ),
    "a topic's subscription": (TOPIC, subscription(arn("sqs", "x", OTHER))),
    "a topic's subscription of a stranger's queue, called as something of the account": (
        TOPIC,
        subscription({"Fn::Sub": arn("sqs", "${Nameless.QueueName}", OTHER)}),
    ),
    "a topic's subscription of somebody's address, called as something of the account": (
        TOPIC,
        subscription({"Fn::Sub": "https://example.com/${Nameless.QueueName}"}),
    ),
    "a topic and its subscription": (
        TOPIC,
        ("AWS::SNS::Topic", {"TopicName": "orders", "Subscription": [{"Protocol": "email", "Endpoint": "a@b.c"}]}),
    ),
    "records that are sent on": (
        LOGS,
        (
            "AWS::Logs::SubscriptionFilter",
            {"LogGroupName": "/orders", "DestinationArn": arn("logs", "destination:x", OTHER)},
        ),
    ),
    "records and their policy": (
        LOGS,
        ("AWS::Logs::LogGroup", {"LogGroupName": "/orders", "ResourcePolicyDocument": OPEN}),
    ),
    "records of the whole account that are sent on": (
        LOGS,
        ("AWS::Logs::AccountPolicy", {"PolicyType": "SUBSCRIPTION_FILTER_POLICY", "PolicyDocument": "{}"}),
    ),
    "records of the whole account that another one sees": (
        LOGS,
        ("AWS::Oam::Link", {"ResourceTypes": SHOWN, "SinkIdentifier": arn("oam", "sink/x", OTHER)}),
    ),
    "records of the whole account, and a policy": (LOGS, records_policy("logs:GetLogEvents", **of_account(OTHER))),
    "records of the whole account, and a policy as a document": (
        LOGS,
        ("AWS::Logs::ResourcePolicy", {"PolicyName": "x", "PolicyDocument": OPEN}),
    ),
    "records of the whole account, and a policy that is not known": (
        LOGS,
        ("AWS::Logs::ResourcePolicy", {"PolicyName": "x", "PolicyDocument": GIVEN}),
    ),
    "records of the whole account, and a policy for everybody": (LOGS, records_policy("logs:*", Principal="*")),
    "records of the whole account, for nobody knows whom": (
        LOGS,
        records_policy("logs:GetLogEvents", AWS="${Given}"),
    ),
    "traces of the whole account, and a policy": (
        on("xray:GetTraceSummaries", "*"),
        ("AWS::XRay::ResourcePolicy", {"PolicyName": "x", "PolicyDocument": json.dumps(OPEN)}),
    ),
    "files and their policy": (
        on("elasticfilesystem:ClientMount", arn("elasticfilesystem", "file-system/fs-1")),
        ("AWS::EFS::FileSystem", {"FileSystemPolicy": OPEN}),
    ),
    "images that are to come, and their policy": (
        IMAGES,
        ("AWS::ECR::RepositoryCreationTemplate", {"RepositoryPolicy": json.dumps(OPEN)}),
    ),
    "images of the whole account, and their policy": (IMAGES, ("AWS::ECR::RegistryPolicy", {"PolicyText": OPEN})),
    "images of the whole account that are copied to another one": (IMAGES, copied_images(OTHER)),
    "images of the whole account that are copied nobody knows where": (IMAGES, copied_images(GIVEN)),
    "a search domain of the old type": (
        SEARCH,
        ("AWS::Elasticsearch::Domain", {"DomainName": "orders", "AccessPolicies": OPEN}),
    ),
    "a registry of schemas and its policy": (
        on("schemas:DescribeSchema", arn("schemas", "schema/orders/*")),
        ("AWS::EventSchemas::RegistryPolicy", {"RegistryName": "orders", "Policy": OPEN}),
    ),
    "a service of VPC Lattice and its policy": (
        on("vpc-lattice-svcs:Invoke", arn("vpc-lattice", "service/svc-1/*")),
        ("AWS::VpcLattice::AuthPolicy", {"ResourceIdentifier": "svc-1", "Policy": OPEN}),
    ),
    "a cluster of Kafka and its policy": (
        on("kafka-cluster:Connect", arn("kafka", "cluster/orders/*")),
        ("AWS::MSK::ClusterPolicy", {"ClusterArn": {"Fn::Sub": arn("kafka", "cluster/orders/1")}, "Policy": OPEN}),
    ),
    "a cluster of Kafka and its policy, by attribute": (
        on("kafka-cluster:Connect", arn("kafka", "cluster/orders/*")),
        ("AWS::MSK::ClusterPolicy", {"ClusterArn": arn_of("Kafka"), "Policy": OPEN}),
    ),
    "a layer that everybody may have": (
        on("lambda:GetLayerVersion", arn("lambda", "layer:orders:1")),
        ("AWS::Lambda::LayerVersionPermission", {"LayerVersionArn": {"Ref": "Layer"}, "Principal": "*"}),
    ),
    "a consumer of a stream and its policy": (
        on("kinesis:SubscribeToShard", arn("kinesis", "stream/orders/consumer/orders-web:1")),
        stream_policy({"Ref": "Consumer"}),
    ),
    **{
        f"{what} that is shared, and is called by an ID": (agreement, shared({"Ref": made}))
        for what, agreement, made in (
            ("an authority", AUTHORITY, "Authority"),
            ("an API of AppSync", GRAPH, "Graph"),
            ("a service in a network", LATTICE, "Lattice"),
        )
    },
    "a service in a network that is shared, by an ARN that is put together": (
        LATTICE,
        shared({"Fn::Sub": arn("vpc-lattice", "service/${Lattice.Id}")}),
    ),
    "an authority that another account's service asks": (AUTHORITY, permitted(OTHER)),
    "an authority that another account's service asks, by attribute": (
        AUTHORITY,
        permitted(OTHER, {"Ref": "Authority"}),
    ),
    "a bus that is shared, by attribute": (BUS, shared(arn_of("Bus"))),
    "a document that is shared": (
        on("ssm:GetDocument", arn("ssm", "document/orders")),
        shared({"Ref": "Document"}),
    ),
    "places, and a key for them": (PLACES, place_key(arn("geo", "map/other"), arn("geo", "place-index/orders"))),
    "places, and a key for them, by attribute": (PLACES, place_key(AN_INDEX)),
    "places, and a key for all that there are": (PLACES, place_key(arn("geo", "place-index/*"))),
    "places, and a key for nobody knows what": (PLACES, place_key(GIVEN)),
    "places of a pattern, and a key for more": (
        on("geo:Search*", arn("geo", "place-index/ord*")),
        place_key(arn("geo", "place-index/o*")),
    ),
    "images and their policy": (
        IMAGES,
        ("AWS::ECR::Repository", {"RepositoryName": "orders", "RepositoryPolicyText": OPEN}),
    ),
    "a search domain and its policy": (
        SEARCH,
        ("AWS::OpenSearchService::Domain", {"DomainName": "orders", "AccessPolicies": OPEN}),
    ),
    "packages and their policy": (
        PACKAGES,
        ("AWS::CodeArtifact::Domain", {"DomainName": "orders", "PermissionsPolicyDocument": OPEN}),
    ),
    "records that are sent to others, of a group whose name has parts": (
        on("logs:GetLogEvents", arn("logs", "log-group:/acme/orders:*")),
        sent_records("/acme/orders"),
    ),
    "records that are sent to others, of all groups": (
        on("logs:GetLogEvents", arn("logs", "log-group:*")),
        sent_records("/other"),
    ),
    "a site of a bucket that a pattern names": (
        on("s3:GetObject", "arn:aws:s3:::acme-r*/*"),
        distribution("acme-reports.s3.amazonaws.com"),
    ),
    "a site of a bucket, where a pattern may name any": (
        on("s3:GetObject", "arn:aws:s3:::*-reports/*"),
        distribution("acme-reports.s3.amazonaws.com"),
    ),
    "a type that nobody has looked at, of what a pattern lies in": (
        TABLES,
        ("AWS::S3Tables::Table", {"TableBucketARN": arn("s3tables", "bucket/orders")}),
    ),
}
NOT_DOUBTED: dict[str, tuple[Agreement, Added]] = {
    "an authority that is shared, where something else has an ID": (METRICS, shared(arn_of("Authority"))),
    "who pays, by IAM": (PAYING, ("AWS::BedrockAgentCore::PaymentManager", {"AuthorizerType": "AWS_IAM"})),
    **{
        f"a distribution of {domain}, which no pattern means": (BOOKS, distribution(domain))
        for domain in ("acme-logs.s3.amazonaws.com", "our-acme-books.s3.amazonaws.com", "acme-books.example.com")
    },
    "an access point of several regions of a bucket that no pattern means": (BOOKS, several_regions("acme-logs")),
    "other profiles for others": (PROFILES, profiled("other")),
    "a bus that leaves events to the account": (
        BUS,
        ("AWS::Events::EventBus", {"Name": "orders", "DeadLetterConfig": {"Arn": arn("sqs", "dead")}}),
    ),
    "a function that leaves what it is given to the account": (FUNCTION, leaving("orders", arn("sqs", "dead"))),
    "another function that leaves what it is given": (FUNCTION, leaving("other", arn("sqs", "dead", OTHER))),
    "a policy of the account's own bus beside another": (BUS, ("AWS::Events::EventBusPolicy", {"Principal": "*"})),
    "a policy of the account's own bus, for the account": (
        OWN_BUS,
        ("AWS::Events::EventBusPolicy", {"Principal": PRODUCTION, "Action": "events:PutEvents"}),
    ),
    "a container of media without a policy": (MEDIA, ("AWS::MediaStore::Container", {"ContainerName": "orders"})),
    "another container of media": (MEDIA, ("AWS::MediaStore::Container", {"ContainerName": "other", "Policy": OPEN})),
    "tables of another database that are given": (
        OF_GLUE,
        lake(OTHER, Table={"DatabaseName": "others", "TableWildcard": {}}),
    ),
    "another table that is given": (A_TABLE, lake(OTHER, Table={"DatabaseName": "orders", "Name": "weekly"})),
    "tables that are given to the agreed role": (OF_GLUE, lake(READER_ARN, Table=ALL_OF_IT)),
    "tables that are given to whom IAM lets": (OF_GLUE, lake("IAM_ALLOWED_PRINCIPALS", Table=ALL_OF_IT)),
    "tables that are given to a role of the account": (
        OF_GLUE,
        lake(f"arn:aws:iam::{PRODUCTION}:role/x", Table=ALL_OF_IT),
    ),
    "tables, and a location that is given": (OF_GLUE, lake(OTHER, DataLocation={"ResourceArn": "arn:aws:s3:::acme-x"})),
    "a queue's policy that asks for TLS": (QUEUE, queue_policy(arn("sqs", "orders"), document(OVER_TLS))),
    "a queue's policy for the account itself": (QUEUE, queue_policy(arn("sqs", "orders"), OURS)),
    "a queue's inline policy for the account itself": (
        QUEUE,
        ("AWS::SQS::QueueInlinePolicy", {"Queue": arn("sqs", "orders"), "PolicyDocument": OURS}),
    ),
    "a topic's policy for the account itself": (
        TOPIC,
        ("AWS::SNS::TopicPolicy", {"Topics": [arn("sns", "orders")], "PolicyDocument": OURS}),
    ),
    "a secret's policy for the account itself": (
        SECRET,
        ("AWS::SecretsManager::ResourcePolicy", {"SecretId": {"Ref": "Secret"}, "ResourcePolicy": OURS}),
    ),
    "a stream's policy for the account itself": (
        STREAM,
        ("AWS::Kinesis::ResourcePolicy", {"ResourceArn": arn_of("Stream"), "ResourcePolicy": OURS}),
    ),
    "an API's own policy, of the account's own": (API, ("AWS::ApiGateway::RestApi", {"Policy": OURS})),
    "an API without a policy": (API, ("AWS::ApiGateway::RestApi", {"Name": "orders"})),
    "an API's own policy, where a queue is agreed on": (QUEUE, ("AWS::ApiGateway::RestApi", {"Policy": OPEN})),
    "the policy that an API is imported with, of the account's own": (
        API,
        described({}, as_text=True, policy=OURS),
    ),
    "a method that IAM guards, and that is imported": (
        API,
        described({"get": {"x-amazon-apigateway-auth": {"type": "AWS_IAM"}}, "options": {}}),
    ),
    "a method that is signed, and that is imported": (
        API,
        described({"get": {"security": [{"iam": []}]}}, **SIGNED),
    ),
    "routes that are signed, and that are imported": (
        API,
        described({"get": {}}, of="AWS::ApiGatewayV2::Api", security=[{"iam": []}], **SIGNED),
    ),
    "a method for anybody that is imported, where a queue is agreed on": (QUEUE, described({"get": {}})),
    "an API of events by IAM": (EVENTS, events_api("AWS_IAM")),
    "a method that IAM guards": (API, api_method("AWS_IAM")),
    "a method that tells browsers what they may ask": (API, api_method("NONE", "OPTIONS")),
    "a method for anybody, where a queue is agreed on": (QUEUE, api_method("NONE")),
    "a route that IAM guards": (API, api_route("AWS_IAM")),
    "a route for anybody, where a queue is agreed on": (QUEUE, api_route("NONE")),
    "an API of AppSync by IAM": (GRAPH, graph("AWS_IAM")),
    "an agent's gateway that IAM guards": (AGENT, ("AWS::BedrockAgentCore::Gateway", {"AuthorizerType": "AWS_IAM"})),
    "an agent that IAM guards": (AGENT, ("AWS::BedrockAgentCore::Runtime", {"AgentRuntimeName": "web"})),
    "a service in a network that IAM guards": (LATTICE, ("AWS::VpcLattice::Service", {"AuthType": "AWS_IAM"})),
    "a file system's policy, of the account's own": (FILES, ("AWS::EFS::FileSystem", {"FileSystemPolicy": OURS})),
    "a policy of a collection's data, of the account's own": (
        COLLECTION,
        collection_policy(f"arn:aws:iam::{PRODUCTION}:root"),
    ),
    "records of the whole account that services write": (
        LOGS,
        records_policy("logs:PutLogEvents", Principal={"Service": ["events.amazonaws.com", "es.amazonaws.com"]}),
    ),
    "records of the whole account, for the account": (
        LOGS,
        records_policy("logs:GetLogEvents", **of_account(PRODUCTION)),
    ),
    "records of the whole account, for others, where a queue is agreed on": (
        QUEUE,
        records_policy("logs:GetLogEvents", **of_account(OTHER)),
    ),
    "files and no policy": (
        on("elasticfilesystem:ClientMount", arn("elasticfilesystem", "file-system/fs-1")),
        ("AWS::EFS::FileSystem", {"Encrypted": True}),
    ),
    "records of the whole account that are kept from some": (
        LOGS,
        ("AWS::Logs::AccountPolicy", {"PolicyType": "DATA_PROTECTION_POLICY", "PolicyDocument": "{}"}),
    ),
    "records of another agreement that are sent on": (
        QUEUE,
        ("AWS::Logs::AccountPolicy", {"PolicyType": "SUBSCRIPTION_FILTER_POLICY", "PolicyDocument": "{}"}),
    ),
    "measures of the whole account that another one sees": (
        LOGS,
        ("AWS::Oam::Link", {"ResourceTypes": SHOWN[:1], "SinkIdentifier": arn("oam", "sink/x", OTHER)}),
    ),
    "records of the whole account that the account itself sees": (
        LOGS,
        ("AWS::Oam::Link", {"ResourceTypes": SHOWN, "SinkIdentifier": arn("oam", "sink/x")}),
    ),
    "images of the whole account, for the account itself": (IMAGES, ("AWS::ECR::RegistryPolicy", {"PolicyText": OURS})),
    "images of the whole account that are copied to another region": (IMAGES, copied_images(PRODUCTION)),
    "images of another agreement that are copied": (QUEUE, copied_images(OTHER)),
    "records of another group that are sent to others": (LOGS, sent_records("/other")),
    "records of another group that are sent to others, of a pattern": (
        on("logs:GetLogEvents", arn("logs", "log-group:/ord*:*")),
        sent_records("/other"),
    ),
    "a site of a bucket, where secrets of a pattern are agreed on": (
        SECRETS,
        distribution("acme-reports.s3.amazonaws.com"),
    ),
    "a site of a bucket, where records are agreed on": (LOGS, distribution("acme-reports.s3.amazonaws.com")),
    "a site of another bucket than those of a pattern": (
        BOOKS,
        distribution("acme-reports.s3.amazonaws.com"),
    ),
    "another search domain of the old type": (
        SEARCH,
        ("AWS::Elasticsearch::Domain", {"DomainName": "other", "AccessPolicies": OPEN}),
    ),
    "another search domain": (
        SEARCH,
        ("AWS::OpenSearchService::Domain", {"DomainName": "other", "AccessPolicies": OPEN}),
    ),
    "the policy of another cluster of Kafka, by attribute": (
        on("kafka-cluster:Connect", arn("kafka", "cluster/other/*")),
        ("AWS::MSK::ClusterPolicy", {"ClusterArn": arn_of("Kafka"), "Policy": OPEN}),
    ),
    "the policy of another bucket of tables": (
        TABLES,
        ("AWS::S3Tables::TableBucketPolicy", {"TableBucketARN": arn_of("OfTables"), "ResourcePolicy": OPEN}),
    ),
    "another registry of schemas and its policy": (
        on("schemas:DescribeSchema", arn("schemas", "schema/orders/*")),
        ("AWS::EventSchemas::RegistryPolicy", {"RegistryName": "other", "Policy": OPEN}),
    ),
    "prefixes of buckets that another account gets": (QUEUE, lens(OTHER)),
    "another queue's policy": (QUEUE, queue_policy(ADDRESS.replace("orders", "other"))),
    "another queue's policy, of a pattern": (QUEUES, queue_policy(ADDRESS.replace("orders", "other"))),
    "the policy of a queue without a name": (QUEUE, queue_policy({"Ref": "Nameless"})),
    "a queue's policy, where a topic is agreed on": (TOPIC, queue_policy(ADDRESS)),
    "a queue's policy, not known, where a topic is": (TOPIC, queue_policy(GIVEN)),
    "a queue's policy, where the agreed bucket is called so": (agreed(), queue_policy("acme-reports")),
    "another function's address": (FUNCTION, url({"Ref": "Another"})),
    "a function's address that IAM guards": (FUNCTION, url({"Ref": "Function"}, "AWS_IAM")),
    "an API that calls a function, where all of its service is agreed on": (
        on("lambda:ListFunctions", "*"),
        method({"Fn::Sub": "arn:aws:x:${Function.Arn}/invocations"}),
    ),
    "an API that calls the web, of half an ARN": (FUNCTION, method("arn:aws:x")),
    "a function that the account calls": (FUNCTION, permission(arn_of("Function"), Principal=PRODUCTION)),
    "a layer for the account": (
        on("lambda:GetLayerVersion", arn("lambda", "layer:orders:1")),
        ("AWS::Lambda::LayerVersionPermission", {"LayerVersionArn": {"Ref": "Layer"}, "Principal": PRODUCTION}),
    ),
    "another layer that everybody may have": (
        on("lambda:GetLayerVersion", arn("lambda", "layer:other:1")),
        ("AWS::Lambda::LayerVersionPermission", {"LayerVersionArn": {"Ref": "Layer"}, "Principal": "*"}),
    ),
    "an authority that is shared, where an API is agreed on": (GRAPH, shared({"Ref": "Authority"})),
    "a network that is shared, where a service in it is agreed on": (LATTICE, shared({"Ref": "Network"})),
    "an authority that is shared, where all of its service is agreed on": (
        on("acm-pca:ListCertificateAuthorities", "*"),
        shared({"Ref": "Authority"}),
    ),
    "a queue that is shared, without a name": (QUEUE, shared(arn_of("Nameless"))),
    "an authority that the account's own service asks": (AUTHORITY, permitted(PRODUCTION)),
    "an authority that the account's own service asks, unsaid": (AUTHORITY, permitted(None)),
    "an authority that the account's own service asks, by attribute": (
        AUTHORITY,
        permitted(PRODUCTION, {"Ref": "Authority"}),
    ),
    "another bus that is shared, by attribute": (
        on("events:PutEvents", arn("events", "event-bus/other")),
        shared(arn_of("Bus")),
    ),
    "a document that is shared, called as the agreed bus": (
        BUS,
        shared({"Ref": "Document"}),
    ),
    "another function that a stranger calls, by its alias": (
        FUNCTION,
        permission({"Ref": "AnotherAlias"}, Principal=OTHER),
    ),
    **{
        f"the policy of a secret called {named}, by its ARN": (
            SECRET,
            secret_policy(arn("secretsmanager", f"secret:{named}")),
        )
        for named in ("other", "order", "orders-2", "orders-ZyXwVu", "orders-AbCdEf-AbCdEf", "team/orders")
    },
    "the policy of a secret whose name goes on": (SECRET, secret_policy({"Ref": "LongerSecret"})),
    "the policy of a secret whose name goes on, of a pattern of what is behind": (
        SECRETS,
        secret_policy({"Ref": "LongerSecret"}),
    ),
    "another secret's policy": (SECRET, secret_policy({"Ref": "AnotherSecret"})),
    "the policy of a secret without a name": (SECRETS, secret_policy({"Ref": "NamelessSecret"})),
    "a bus and its policy for the account": (BUS, ("AWS::Events::EventBus", {"Name": "orders", "Policy": OURS})),
    "a bus without a policy": (BUS, ("AWS::Events::EventBus", {"Name": "orders"})),
    "a rule to the account's function": (
        BUS,
        ("AWS::Events::Rule", {"EventBusName": "orders", "Targets": [{"Arn": arn_of("Function")}]}),
    ),
    "a rule of another bus": (
        BUS,
        ("AWS::Events::Rule", {"EventBusName": "other", "Targets": [{"Arn": arn("events", "event-bus/x", OTHER)}]}),
    ),
    "a topic's subscription of the account's own": (TOPIC, subscription(arn("sqs", "x"))),
    "a topic's subscription of a queue of the account's": (TOPIC, subscription(arn_of("Nameless"))),
    "a topic's subscription of the account's own API": (
        TOPIC,
        subscription({"Fn::Sub": "https://${Rest}.execute-api.${AWS::Region}.amazonaws.com/live/orders"}),
    ),
    "a topic's policy for the account, by an ARN that is put together": (
        TOPIC,
        topic_policy("${Topic.TopicName}", OURS),
    ),
    "another topic's policy, by an ARN that is put together": (TOPIC, topic_policy("${AnotherTopic.TopicName}")),
    "the policy of a topic that is called after the agreed one": (TOPIC, topic_policy("${Topic.TopicName}-dead")),
    "another search domain that is shared, by an ARN that is put together": (
        SEARCH,
        shared({"Fn::Sub": arn("es", "domain/${AnotherSearch}")}),
    ),
    "a table, where another database is shared": (A_TABLE, shared(arn("glue", "database/other"))),
    "a table, where another account's catalogue is shared": (A_TABLE, shared(arn("glue", "catalog", OTHER))),
    "a queue, where the catalogue is shared": (QUEUE, shared(arn("glue", "catalog"))),
    "another cluster that is shared": (CLUSTER, shared({"Fn::GetAtt": ["AnotherCluster", "DBClusterArn"]})),
    "another cluster that is shared, by an ARN that is put together": (
        CLUSTER,
        shared({"Fn::Sub": arn("rds", "cluster:${AnotherCluster}")}),
    ),
    "another topic's subscription": (TOPIC, subscription(arn("sqs", "x", OTHER), "other")),
    "records that are sent on, of a function that is called as the agreed role": (
        agreed(),
        (
            "AWS::Logs::SubscriptionFilter",
            {"LogGroupName": "/aws/lambda/reader", "DestinationArn": arn("logs", "destination:x", OTHER)},
        ),
    ),
    "other images that anybody pulls": (PUBLIC_IMAGES, ("AWS::ECR::PublicRepository", {"RepositoryName": "other"})),
    "images of one's own, beside public ones of the name": (
        IMAGES,
        ("AWS::ECR::PublicRepository", {"RepositoryName": "orders"}),
    ),
    "places, and a key for maps": (PLACES, place_key(arn("geo", "map/*"))),
    "places, and a key for others": (PLACES, place_key(arn("geo", "place-index/oth*"))),
    "other places, and a key for some, by attribute": (
        on("geo:SearchPlaceIndexForText", arn("geo", "place-index/other")),
        place_key(AN_INDEX),
    ),
    "a queue, and a key for all places": (QUEUE, place_key(arn("geo", "*"))),
    "images without a policy": (IMAGES, ("AWS::ECR::Repository", {"RepositoryName": "orders"})),
    "a type that nobody has looked at, where all of its service is agreed on": (
        on("ec2:DescribeInstances", "*"),
        ("AWS::EC2::TransitGatewayRouteTableAssociation", {"TransitGatewayRouteTableId": "tgw-rtb-1"}),
    ),
    "containers behind a balancer, where all of its service is agreed on": (
        on("ecs:DescribeServices", "*"),
        ("AWS::ECS::Service", {"TaskDefinition": {"Ref": "Tasks"}, "LoadBalancers": [{"ContainerName": "x"}]}),
    ),
}


def untaken(source: Any, destination: Any) -> Added:
    """What becomes of records that a function does not take."""
    on_failure = {"DestinationConfig": {"OnFailure": {"Destination": destination}}}
    return "AWS::Lambda::EventSourceMapping", {"EventSourceArn": source, "FunctionName": "orders", **on_failure}


def delivered(source: Any, **destination: Any) -> Added:
    """A stream of Firehose, of another stream or of what is put there."""
    read = {"KinesisStreamSourceConfiguration": {"KinesisStreamARN": source}} if source else {}
    return "AWS::KinesisFirehose::DeliveryStream", {**read, **destination}


ITEMS = agreed(permissions=[DynamoDBRead(arn("dynamodb", "table/orders"))])
SENT_ON = {"Target": arn("events", "event-bus/x", OTHER)}
CHANGES: dict[str, tuple[Any, Added, bool]] = {
    "a policy of the stream": (
        arn_of("Stream"),
        stream_policy(arn_of("Stream")),
        True,
    ),
    "a policy of the stream, by its ARN": (
        arn("kinesis", "stream/changes"),
        stream_policy(arn("kinesis", "stream/changes")),
        True,
    ),
    "a policy of the stream, not known": (arn_of("Stream"), stream_policy(arn_of("Stream"), GIVEN), True),
    "a policy of the stream for the account": (arn_of("Stream"), stream_policy(arn_of("Stream"), OURS), False),
    "a policy of the stream for who only writes": (
        arn_of("Stream"),
        stream_policy(arn_of("Stream"), document(allow("kinesis:PutRecord*", **of_account(OTHER), Resource="*"))),
        False,
    ),
    "a pipe to another account": (
        arn_of("Stream"),
        ("AWS::Pipes::Pipe", {"Source": arn_of("Stream"), **SENT_ON}),
        True,
    ),
    "a pipe from the table to another account": (
        arn_of("Stream"),
        ("AWS::Pipes::Pipe", {"Source": {"Fn::GetAtt": ["Orders", "StreamArn"]}, **SENT_ON}),
        True,
    ),
    "a pipe of the account's own": (
        arn_of("Stream"),
        ("AWS::Pipes::Pipe", {"Source": arn_of("Stream"), "Target": arn_of("Function")}),
        False,
    ),
    "records that a function does not take, to another account's bucket": (
        arn_of("Stream"),
        untaken({"Fn::GetAtt": ["Orders", "StreamArn"]}, "arn:aws:s3:::taken"),
        True,
    ),
    "records of the stream that it does not take": (
        arn_of("Stream"),
        untaken(arn_of("Stream"), arn("sqs", "x", OTHER)),
        True,
    ),
    "records that it does not take, to nobody knows whom": (arn_of("Stream"), untaken(arn_of("Stream"), GIVEN), True),
    "records that it does not take, at home": (arn_of("Stream"), untaken(arn_of("Stream"), arn("sqs", "x")), False),
    "records that it does not take, in a bucket at home": (
        arn_of("Stream"),
        untaken(arn_of("Stream"), "arn:aws:s3:::acme-reports"),
        False,
    ),
    "records of another stream that it does not take": (
        arn_of("Stream"),
        untaken(arn("kinesis", "stream/other"), "arn:aws:s3:::taken"),
        False,
    ),
    "a delivery to another account's bucket": (
        arn_of("Stream"),
        delivered(arn_of("Stream"), S3DestinationConfiguration={"BucketARN": "arn:aws:s3:::taken"}),
        True,
    ),
    "a delivery to a bucket of nobody known": (
        arn_of("Stream"),
        delivered(arn_of("Stream"), ExtendedS3DestinationConfiguration={"BucketARN": GIVEN}),
        True,
    ),
    "a delivery to the web": (
        arn_of("Stream"),
        delivered(
            arn_of("Stream"), HttpEndpointDestinationConfiguration={"EndpointConfiguration": {"Url": "https://x.y"}}
        ),
        True,
    ),
    "a delivery at home": (
        arn_of("Stream"),
        delivered(arn_of("Stream"), ExtendedS3DestinationConfiguration={"BucketARN": arn_of("Reports")}),
        False,
    ),
    "a delivery of something else": (
        arn_of("Stream"),
        delivered(None, S3DestinationConfiguration={"BucketARN": "arn:aws:s3:::taken"}),
        False,
    ),
    "a policy of another stream": (
        arn_of("Stream"),
        stream_policy(arn("kinesis", "stream/other")),
        False,
    ),
}


@pytest.mark.parametrize(("stream", "what", "doubted"), CHANGES.values(), ids=CHANGES)
def test_what_has_a_copy_is_agreed_on_too(stream: Any, what: Added, doubted: bool, tmp_path: Any) -> None:
    """A stream of a table's changes, which the table's own account has."""
    said = {"TableName": "orders", "KinesisStreamSpecification": {"StreamArn": stream}}
    found = world(what, ITEMS)
    put(PRODUCTION, Orders={"Type": "AWS::DynamoDB::Table", "Properties": said})(found)
    proof = prove(assembly(tmp_path, found, [ITEMS], Parameters={"Given": {"Type": "String"}}))
    assert [f" Added: {what[0]} " in str(each) for each in proof.undecided] == [True] * doubted


def world(what: Added, agreement: Agreement) -> World:
    """The agreement's, with one resource more."""
    found = world_of(agreement)
    tasks = {"Type": "AWS::ECS::TaskDefinition", "Properties": {"TaskRoleArn": arn_of("Acts")}}
    put(PRODUCTION, **MADE, Tasks=tasks, Added={"Type": what[0], "Properties": what[1]})(found)
    return found


def told(folder: Any, agreement: Agreement, what: Added) -> list[str]:
    """What cannot be decided of it."""
    read = assembly(folder, world(what, agreement), [agreement], Parameters={"Given": {"Type": "String"}})
    proof = prove(read)
    assert proof.counterexamples == ()
    return [str(each) for each in proof.undecided]


@pytest.mark.parametrize(("agreement", "what"), DOUBTED.values(), ids=DOUBTED)
def test_what_opens_it_is_doubted(agreement: Agreement, what: Added, tmp_path: Any) -> None:
    """Once, by its type."""
    (found,) = told(tmp_path, agreement, what)
    assert f" Added: {what[0]} " in found


@pytest.mark.parametrize(("said", "doubted"), [(OPEN, True), (OURS, False)])
@pytest.mark.parametrize(("agreement", "policy"), BY_ATTRIBUTE.values(), ids=BY_ATTRIBUTE)
def test_policies_of_what_has_an_id(
    agreement: Agreement, policy: Callable[[Any], Added], said: Any, doubted: bool, tmp_path: Any
) -> None:
    """They may be of what is agreed on, of whatever of that kind the account makes."""
    kind, properties = policy(said)
    found = told(tmp_path, agreement, (kind, properties))
    assert [f" Added: {kind} lets others in by its " in each for each in found] == [True] * doubted
    assert told(tmp_path / "queue", QUEUE, (kind, properties)) == []


@pytest.mark.parametrize(
    ("said", "doubted"), [(OPEN, True), (FOR_READER, True), (OURS, False), (document(OVER_TLS), False)]
)
@pytest.mark.parametrize(("agreement", "policy"), BY_NAME.values(), ids=BY_NAME)
def test_policies_of_what_has_a_name(
    agreement: Agreement, policy: Callable[[Any], Added], said: Any, doubted: bool, tmp_path: Any
) -> None:
    """They let others in to what is agreed on, or its own account alone; of something else, nobody."""
    kind, properties = policy(json.dumps(said))
    found = told(tmp_path, agreement, (kind, properties))
    assert [f" Added: {kind} has a policy" in each for each in found] == [True] * doubted
    assert told(tmp_path / "queue", QUEUE, (kind, properties)) == []


@pytest.mark.parametrize(("agreement", "what"), NOT_DOUBTED.values(), ids=NOT_DOUBTED)
def test_what_opens_something_else_is_not(agreement: Agreement, what: Added, tmp_path: Any) -> None:
    """Or opens it to its own account alone."""
    assert told(tmp_path, agreement, what) == []


ORDERS_LOGS = on("logs:GetLogEvents", arn("logs", "log-group:/orders:*"))
DOORS: dict[str, tuple[Agreement, str, str, bool]] = {
    "records": (ORDERS_LOGS, "logs:FilterLogEvents", arn("logs", "log-group:/orders:*"), True),
    "records, of all that there is": (ORDERS_LOGS, "logs:Get*", "*", True),
    "objects of what begins with a letter": (
        on("s3:GetObject", "arn:aws:s3:::a*/*"),
        "s3:GetObject",
        "arn:aws:s3:::archive/*",
        True,
    ),
    "records of something else": (ORDERS_LOGS, "logs:FilterLogEvents", arn("logs", "log-group:/other:*"), False),
    "records, to write them": (ORDERS_LOGS, "logs:PutLogEvents", "*", False),
    "what records there are": (ORDERS_LOGS, "logs:Describe*", "*", False),
    "measures": (ORDERS_LOGS, "cloudwatch:GetMetricData", "*", False),
    "queues of a pattern": (QUEUES, "sqs:ReceiveMessage", arn("sqs", "orders"), True),
    "queues of a pattern, to send": (QUEUES, "sqs:SendMessage", arn("sqs", "orders"), True),
    "a queue, to send": (QUEUE, "sqs:SendMessage", "*", True),
    "which queues there are": (QUEUE, "sqs:List*", "*", False),
    "measures of a queue": (QUEUE, "cloudwatch:Get*", "*", False),
    "other queues": (QUEUES, "sqs:ReceiveMessage", arn("sqs", "other"), False),
    "streams of a pattern": (
        on("kinesis:GetRecords", arn("kinesis", "stream/ord*")),
        "kinesis:GetRecords",
        arn("kinesis", "stream/orders"),
        True,
    ),
    "buckets of a pattern, which nobody makes here": (
        on("s3:GetObject", "arn:aws:s3:::acme-b*/*"),
        "s3:GetObject",
        "arn:aws:s3:::acme-books/*",
        True,
    ),
    "another bucket than those of a pattern": (
        on("s3:GetObject", "arn:aws:s3:::acme-b*/*"),
        "s3:GetObject",
        "arn:aws:s3:::acme-logs/*",
        False,
    ),
    "tables of a pattern, which nobody makes here": (
        on("dynamodb:GetItem", arn("dynamodb", "table/ord*")),
        "dynamodb:GetItem",
        arn("dynamodb", "table/orders"),
        True,
    ),
    **{
        f"streams of {name}, which nobody makes here, and {asked}": (
            on("dynamodb:GetRecords", arn("dynamodb", f"{pattern}/stream/*")),
            "dynamodb:GetRecords",
            arn("dynamodb", asked),
            told,
        )
        for name, pattern, asked, told in (
            ("a table", "table/orders", "table/orders/stream/*", True),
            ("a table", "table/orders", "table/orders/stream/2026-01-01T00:00:00.000", True),
            ("a table", "table/orders", "table/others/stream/*", False),
            ("tables of a pattern", "table/ord*", "table/orders/stream/*", True),
            ("tables of a pattern", "table/ord*", "table/others/stream/*", False),
            ("all tables", "table/*", "table/orders/stream/*", False),
        )
    },
    **{
        f"{asked} by {action}, where {of} is agreed on": (
            on("dynamodb:GetRecords", arn("dynamodb", of)),
            f"dynamodb:{action}",
            arn("dynamodb", asked),
            told,
        )
        for of, action, asked, told in (
            ("table/orders/stream/*", "GetItem", "table/orders", True),
            ("table/orders/stream/2026-01-01T00:00:00.000", "Scan", "table/orders", True),
            ("table/ord*/stream/*", "Query", "table/orders", True),
            ("table/orders/stream/*", "Query", "table/orders/index/*", True),
            ("table/orders/stream/*", "GetItem", "table/others", False),
            ("table/ord*/stream/*", "GetItem", "table/others", False),
            ("table/*/stream/*", "GetItem", "table/orders", False),
            ("table/orders/stream/*", "ListTables", "table/*", False),
        )
    },
    "a bucket, where all are agreed on": (
        on("s3:GetObject", "arn:aws:s3:::*"),
        "s3:GetObject",
        "arn:aws:s3:::acme-logs/*",
        False,
    ),
    "a stream": (STREAM, "kinesis:GetRecords", arn("kinesis", "stream/orders"), True),
}


@pytest.mark.parametrize(("agreement", "action", "resource", "refuted"), DOORS.values(), ids=DOORS)
def test_a_role_for_strangers_that_reads_it(agreement: Agreement, action: str, resource: str, refuted: bool) -> None:
    """By its own permissions, though a pattern names it."""
    held = world_of(agreement)
    put(PRODUCTION, Vendor=role("vendor", of_account(OTHER), allow(action, Resource=resource)))(held)
    proof = prove(in_memory(held, [agreement]))
    assert [each.about for each in proof.counterexamples] == [f"arn:aws:iam::{PRODUCTION}:role/vendor"] * refuted
    assert proof.undecided == ()


@pytest.mark.parametrize(
    ("name", "agreement", "answer"),
    [
        ("acme-logs", SECRETS, Answer.PROVEN),
        ("acme-logs", LOGS, Answer.PROVEN),
        ("acme-logs", BOOKS, Answer.PROVEN),
        (None, BOOKS, Answer.PROVEN),
        ("acme-books", BOOKS, Answer.REFUTED),
        (GIVEN, BOOKS, Answer.UNDECIDED),
        ({"Fn::Sub": "acme-${Given}"}, BOOKS, Answer.UNDECIDED),
        ({"Fn::Sub": "acme-b${Given}"}, BOOKS, Answer.REFUTED),
        ({"Fn::Sub": "logs-${Given}"}, BOOKS, Answer.PROVEN),
    ],
)
def test_a_bucket_that_others_read_beside_a_pattern(
    name: Any, agreement: Agreement, answer: Answer, tmp_path: Any
) -> None:
    """It is another door, unless the pattern may mean it."""
    held = world_of(agreement)
    made = {"Type": "AWS::S3::Bucket", "Properties": {"BucketName": name} if name else {}}
    reading = allow("s3:GetObject", **of_account(OTHER), Resource={"Fn::Sub": "${Own.Arn}/*"})
    policy = bucket_policy("", reading)
    policy["Properties"]["Bucket"] = {"Ref": "Own"}
    put(PRODUCTION, Own=made, Policy=policy)(held)
    proof = prove(assembly(tmp_path, held, [agreement], Parameters={"Given": {"Type": "String"}}))
    assert proof.answer is answer
    assert bool(proof.doors) is (answer is Answer.PROVEN)


def test_a_bucket_that_a_policy_variable_may_name_is_agreed_on() -> None:
    """The account of whoever asks stands in it, say."""
    agreement = on("s3:GetObject", "arn:aws:s3:::acme-${aws:PrincipalAccount}/*")
    held = world_of(agreement)
    name = f"acme-{PRODUCTION}"
    reading = allow("s3:GetObject", **of_account(OTHER), Resource=f"arn:aws:s3:::{name}/*")
    put(PRODUCTION, Own=bucket(name), Policy=bucket_policy(name, reading))(held)
    (found,) = prove(in_memory(held, [agreement])).counterexamples
    assert found.about == f"arn:aws:s3:::{name}"


@pytest.mark.parametrize(("pattern", "looked_at"), [("a*", True), ("acme-b*", True), ("b*", False), ("acme-r*", False)])
def test_an_account_of_what_a_pattern_means_is_looked_at(pattern: str, looked_at: bool) -> None:
    """A bucket's ARN does not say whose it is; what a third account makes of an unknown type may open it."""
    agreement = on("s3:ListBucket", f"arn:aws:s3:::{pattern}")
    held = world_of(agreement)
    put(STAGING, Own=bucket("acme-books"), Added={"Type": "Vendor::Some::Thing"})(held)
    told = prove(in_memory(held, [agreement])).undecided
    assert [each.about.logical_id for each in told if isinstance(each.about, Origin)] == ["Added"] * looked_at
