"""Types that hand on, to whoever comes to them, what they are about and what the role that they act as can read.

Source: CloudFormation Template Reference, the types' pages; the guides of each service on what it calls with a role.
"""

from collections.abc import Mapping
from typing import Any

from xacct_constructs.world.row import May, TypeRow


def _row(why: str, *about: str, **more: Any) -> TypeRow:
    return TypeRow(May.HANDS_ON, why, about, **more)


def _giving(why: str, *about: str) -> TypeRow:
    return _row(why, *about, gives_roles=True)


_ORIGINS = tuple(
    f"DistributionConfig.{each}"
    for each in (
        "Origins",
        "S3Origin",
        "CustomOrigin",
        "DefaultCacheBehavior.LambdaFunctionAssociations",
        "CacheBehaviors.LambdaFunctionAssociations",
    )
)
_BALANCED = "answers whoever its load balancer lets through"
_REGISTERED = ("LoadBalancers", "ServiceRegistries", "VpcLatticeConfigurations")
"""How others come to containers: by a load balancer, by their names in Cloud Map (from an API, say), by VPC Lattice."""
_MIXED = "MixedInstancesPolicy.LaunchTemplate"
_LAUNCHED = tuple(
    f"{template}.{name}"
    for template in (
        "LaunchTemplate",
        f"{_MIXED}.LaunchTemplateSpecification",
        f"{_MIXED}.Overrides.LaunchTemplateSpecification",
    )
    for name in ("LaunchTemplateId", "LaunchTemplateName")
)
"""What the machines of a group are launched by."""
_SPOT = "SpotFleetRequestConfigData"

_DELIVERED = (
    "ExtendedS3DestinationConfiguration.BucketARN",
    "ExtendedS3DestinationConfiguration.S3BackupConfiguration.BucketARN",
    "S3DestinationConfiguration.BucketARN",
    *(
        f"{kind}DestinationConfiguration.S3Configuration.BucketARN"
        for kind in (
            *("AmazonOpenSearchServerless", "Amazonopensearchservice", "Elasticsearch", "HttpEndpoint", "Iceberg"),
            *("Redshift", "Snowflake", "Splunk"),
        )
    ),
    "AmazonOpenSearchServerlessDestinationConfiguration.CollectionEndpoint",
    "AmazonopensearchserviceDestinationConfiguration.ClusterEndpoint",
    "AmazonopensearchserviceDestinationConfiguration.DomainARN",
    "ElasticsearchDestinationConfiguration.ClusterEndpoint",
    "ElasticsearchDestinationConfiguration.DomainARN",
    "HttpEndpointDestinationConfiguration.EndpointConfiguration.Url",
    "IcebergDestinationConfiguration.CatalogConfiguration.CatalogArn",
    "RedshiftDestinationConfiguration.ClusterJDBCURL",
    "RedshiftDestinationConfiguration.S3BackupConfiguration.BucketARN",
    "SnowflakeDestinationConfiguration.AccountUrl",
    "SplunkDestinationConfiguration.HECEndpoint",
)
"""Where a stream of Firehose delivers what it reads."""

_FOR_A_CHANNEL = _giving("acts as its role for the people of a channel", "IamRoleArn")
_LAUNCHES = "launches products as its role for another account"
CALLING = ("lambda:Get*", "lambda:Invoke*", "lambda:List*")
"""Actions by which nobody changes what a function does; whoever changes that acts as its role."""

HANDS_ON: Mapping[str, TypeRow] = {
    "AWS::CloudFront::Distribution": _row("shows everybody what its origins give", *_ORIGINS),
    "AWS::CloudFront::StreamingDistribution": _row(
        "shows everybody what its origin gives", "StreamingDistributionConfig.S3Origin"
    ),
    "AWS::Lambda::Url": _row(
        "lets everybody call the function",
        through=("TargetFunctionArn",),
        closed={"AuthType": ("AWS_IAM",)},
        of="lambda",
    ),
    "AWS::Lambda::WebFunctionEndpoint": _row(
        "lets everybody call the function",
        through=("FunctionName",),
        closed={"AuthType": ("AWS_IAM",)},
        of="lambda",
    ),
    "AWS::Lambda::Permission": _row(
        "lets others call the function",
        through=("FunctionName",),
        strangers=("Principal", "SourceAccount", "SourceArn"),
        calls={"Action": CALLING},
        # Through a function URL alone, which has a row of its own.
        closed={"FunctionUrlAuthType": ("NONE",), "InvokedViaFunctionUrl": ("true",)},
        of="lambda",
    ),
    "AWS::ApiGateway::Method": _row(
        "answers with what it calls",
        "Integration.Uri",
        "Integration.Credentials",
        "Integration.IntegrationTarget",
        # In which it says what state machine, say, another service is to start.
        "Integration.RequestParameters",
        "Integration.RequestTemplates",
        asks=("Integration.Credentials",),
        closed={"AuthorizationType": ("AWS_IAM",)},
        part_of=("RestApiId", "Policy", "Body.x-amazon-apigateway-policy"),
    ),
    "AWS::ApiGateway::RestApi": _row(
        "answers with what its methods call", "Body", asks=("Body",), hidden=("BodyS3Location", "CloneFrom")
    ),
    "AWS::ApiGatewayV2::Api": _row(
        "answers with what its routes call",
        "Body",
        "Target",
        "CredentialsArn",
        asks=("Body", "CredentialsArn"),
        hidden=("BodyS3Location",),
    ),
    "AWS::ApiGatewayV2::Integration": _row(
        "answers with what it calls",
        "IntegrationUri",
        "CredentialsArn",
        "RequestParameters",
        "RequestTemplates",
        asks=("CredentialsArn",),
    ),
    "AWS::ECS::Service": _row("answers whoever comes by its address", through=("TaskDefinition",), reached=_REGISTERED),
    "AWS::ECS::TaskSet": _row(
        "answers whoever comes by its address",
        through=("TaskDefinition",),
        reached=("LoadBalancers", "ServiceRegistries"),
    ),
    "AWS::AutoScaling::AutoScalingGroup": _row(
        _BALANCED,
        through=(*_LAUNCHED, "LaunchConfigurationName", "InstanceId"),
        reached=("LoadBalancerNames", "TargetGroupARNs", "TrafficSources"),
    ),
    "AWS::EC2::SpotFleet": _row(
        _BALANCED,
        f"{_SPOT}.LaunchSpecifications",
        f"{_SPOT}.LaunchTemplateConfigs",
        reached=(f"{_SPOT}.LoadBalancersConfig",),
    ),
    "AWS::ElasticLoadBalancing::LoadBalancer": _row("answers with what its machines answer", "Instances"),
    "AWS::ElasticLoadBalancingV2::TargetGroup": _row("answers with what its targets answer", "Targets.Id"),
    # By which an API may ask it, as those of containers.
    "AWS::ServiceDiscovery::Instance": _row("gives a name to what answers", "InstanceAttributes"),
    "AWS::ElasticBeanstalk::Environment": _row(
        "answers everybody",
        through=("OptionSettings.IamInstanceProfile", "TemplateName"),
        closed={"Tier.Name": ("Worker",)},
    ),
    "AWS::AppRunner::Service": _row(
        "answers everybody",
        "InstanceConfiguration.InstanceRoleArn",
        closed={"NetworkConfiguration.IngressConfiguration.IsPubliclyAccessible": ("false",)},
    ),
    # What signs its requests can have any service read for it, and what it sends stands in code that is not here.
    "AWS::AppSync::DataSource": _row("gives its API what it reads", hidden=("HttpConfig.AuthorizationConfig",)),
    "AWS::Transfer::User": _row("lets a user of SFTP or FTP at what its role reads"),
    # A directory or a function says as which role.
    "AWS::Transfer::Server": _row(
        "lets users at what a role reads",
        starts=("transfer.amazonaws.com",),
        closed={"IdentityProviderType": ("", "SERVICE_MANAGED")},
    ),
    "AWS::Transfer::Agreement": _row("exchanges files with a partner as its role", "AccessRole", "BaseDirectory"),
    "AWS::Transfer::Connector": _row("sends files to a partner as its role", "AccessRole"),
    "AWS::Transfer::WebApp": _row("lets people at what a role reads"),
    "AWS::Cognito::IdentityPoolRoleAttachment": _giving("gives its roles to whoever signs in", "Roles", "RoleMappings"),
    "AWS::Cognito::UserPoolGroup": _giving("gives its role to the group's members", "RoleArn"),
    "AWS::IoT::RoleAlias": _giving("gives its role to devices", "RoleArn"),
    # Its other roles write; what its query reads goes wherever its actions send it.
    "AWS::IoT::TopicRule": _row("tells devices what its query reads", "TopicRulePayload.Sql", of="iot"),
    "AWS::AppStream::Fleet": _giving("gives its role to whoever streams from it", "IamRoleArn"),
    "AWS::AppStream::ImageBuilder": _giving("gives its role to whoever streams from it", "IamRoleArn"),
    "AWS::Chatbot::MicrosoftTeamsChannelConfiguration": _giving(
        "acts as its role for the channel's people", "IamRoleArn"
    ),
    "AWS::Chatbot::SlackChannelConfiguration": _giving("acts as its role for the channel's people", "IamRoleArn"),
    "AWS::Deadline::Fleet": _giving("gives its role to workers", "RoleArn"),
    "AWS::Deadline::Monitor": _giving("gives its role to whoever signs in", "RoleArn"),
    "AWS::Deadline::Queue": _giving("gives its role to workers and users", "RoleArn"),
    "AWS::RolesAnywhere::Profile": _giving("gives its roles to whoever holds a certificate", "RoleArns"),
    "AWS::DataSync::LocationS3": _row("lets tasks copy what it holds elsewhere", "S3BucketArn", "S3Config"),
    "AWS::StorageGateway::NFSFileShare": _row("shows a bucket as a file share", "LocationARN", "Role"),
    "AWS::StorageGateway::SMBFileShare": _row("shows a bucket as a file share", "LocationARN", "Role"),
    "AWS::S3Files::FileSystem": _row("shows a bucket as a file system", "Bucket", "RoleArn"),
    "AWS::Lambda::LayerVersionPermission": _row(
        "lets others have what the layer is made from",
        through=("LayerVersionArn",),
        strangers=("Principal",),
        of="lambda",
    ),
    "AWS::CloudFront::KeyValueStore": _row("shows what it is made from", "ImportSource.SourceArn"),
    "AWS::Pipes::Pipe": _row(
        "sends what it reads to another account",
        "Source",
        "RoleArn",
        through=("Enrichment",),
        # Its records may hold all that it reads.
        strangers=(
            "Target",
            "Enrichment",
            "LogConfiguration.CloudwatchLogsLogDestination.LogGroupArn",
            "LogConfiguration.FirehoseLogDestination.DeliveryStreamArn",
            "LogConfiguration.S3LogDestination.BucketOwner",
        ),
        carries=True,
        keeps=("LogConfiguration.S3LogDestination.BucketName",),
    ),
    "AWS::Lambda::EventInvokeConfig": _row(
        "sends what the function is given, and answers, to another account",
        "FunctionName",
        through=("FunctionName",),
        strangers=("DestinationConfig.OnFailure.Destination", "DestinationConfig.OnSuccess.Destination"),
        of="lambda",
        carries=True,
    ),
    "AWS::Lambda::EventSourceMapping": _row(
        "sends what its function does not take to another account",
        "EventSourceArn",
        strangers=("DestinationConfig.OnFailure.Destination",),
        carries=True,
    ),
    "AWS::KinesisFirehose::DeliveryStream": _row(
        "delivers what it reads to another account, or to whom nobody knows",
        "KinesisStreamSourceConfiguration.KinesisStreamARN",
        "MSKSourceConfiguration.MSKClusterARN",
        strangers=_DELIVERED,
        carries=True,
    ),
    # What it launches is made in the role's account, whoever has the portfolio; by a role's name alone, in his own.
    "AWS::ServiceCatalog::LaunchRoleConstraint": _row(_LAUNCHES, "RoleArn", asks=("RoleArn",)),
    "AWS::ServiceCatalog::StackSetConstraint": _row(
        _LAUNCHES, "AdminRole", "ExecutionRole", asks=("AdminRole", "ExecutionRole")
    ),
    "AWS::CodeBuild::Project": _row(
        "shows everybody its builds",
        "ResourceAccessRole",
        "ServiceRole",
        "Artifacts",
        closed={"Visibility": ("", "PRIVATE")},
    ),
}
"""Types that hand on something."""
