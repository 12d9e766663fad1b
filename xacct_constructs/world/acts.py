"""Types that act as a role of their account, or write for it: programs, assumed to hand on only what they should.

What stands here was looked at: none of them answers to whoever comes, but what a program of the account makes it do; a
type that answers is in `hands_on`. A type that acts as a role and stands in neither is not assumed to be harmless.
"""

from collections.abc import Mapping

from xacct_constructs.world.row import May, TypeRow

_RUNS = "runs the account's own programs"
_REASONS = {
    _RUNS: """
        AWS::AutoScaling::LaunchConfiguration
        AWS::Batch::ComputeEnvironment AWS::Batch::JobDefinition AWS::CodeBuild::Fleet
        AWS::CodeDeploy::DeploymentGroup AWS::CodePipeline::Pipeline AWS::EC2::EC2Fleet AWS::EC2::Instance
        AWS::EC2::LaunchTemplate AWS::ECS::CapacityProvider
        AWS::ECS::TaskDefinition AWS::EKS::Addon AWS::EKS::Cluster AWS::EKS::FargateProfile
        AWS::EKS::Nodegroup AWS::EKS::PodIdentityAssociation AWS::EMR::Cluster AWS::EMR::Step
        AWS::EMRServerless::Application AWS::ElasticBeanstalk::Application
        AWS::ElasticBeanstalk::ApplicationVersion AWS::ElasticBeanstalk::ConfigurationTemplate
        AWS::Glue::Crawler AWS::Glue::Job AWS::IAM::InstanceProfile
        AWS::ImageBuilder::ImagePipeline AWS::ImageBuilder::InfrastructureConfiguration
        AWS::KinesisAnalyticsV2::Application AWS::Lambda::Alias
        AWS::Lambda::Function AWS::Lambda::LayerVersion AWS::Lambda::Version
        AWS::MWAA::Environment AWS::SSM::Association AWS::SSM::Document AWS::SSM::MaintenanceWindowTask
        AWS::SageMaker::Model AWS::SageMaker::NotebookInstance AWS::SageMaker::Pipeline
        AWS::SageMaker::ProcessingJob AWS::StepFunctions::StateMachine AWS::StepFunctions::StateMachineAlias
        AWS::StepFunctions::StateMachineVersion AWS::Synthetics::Canary""",
    "starts the account's own programs, and tells them of events": """
        AWS::ApiGateway::Authorizer AWS::ApiGatewayV2::Authorizer AWS::ApplicationAutoScaling::ScalableTarget
        AWS::ApplicationAutoScaling::ScalingPolicy AWS::AutoScaling::LifecycleHook AWS::Budgets::Budget
        AWS::CloudFormation::GuardHook AWS::CloudFormation::LambdaHook
        AWS::Cognito::UserPool AWS::Cognito::UserPoolUser
        AWS::Config::ConfigRule AWS::Config::RemediationConfiguration AWS::Events::ApiDestination
        AWS::Events::Archive AWS::Events::Connection
        AWS::SES::ConfigurationSetEventDestination AWS::SES::ReceiptRule AWS::Scheduler::Schedule""",
    "writes records for the account, to where its owner may write": """
        AWS::ApiGateway::Account AWS::ApiGateway::Stage AWS::ApiGatewayV2::Stage AWS::AppSync::Api
        AWS::AppSync::GraphQLApi AWS::Athena::WorkGroup AWS::CUR::ReportDefinition
        AWS::CloudFront::RealtimeLogConfig AWS::CloudTrail::EventDataStore AWS::CloudTrail::Trail
        AWS::CloudWatch::MetricStream AWS::Config::ConfigurationRecorder AWS::Config::DeliveryChannel
        AWS::EC2::FlowLog AWS::GuardDuty::MalwareProtectionPlan AWS::GuardDuty::PublishingDestination
        AWS::IoT::Logging AWS::Logs::Delivery AWS::Logs::DeliverySource
        AWS::NetworkFirewall::LoggingConfiguration
        AWS::Route53Resolver::ResolverQueryLoggingConfig AWS::SSM::ResourceDataSync
        AWS::VpcLattice::AccessLogSubscription AWS::WAFv2::LoggingConfiguration""",
    "keeps or serves the account's own data, to whom its own network and users say": """
        AWS::Backup::BackupSelection AWS::DAX::Cluster AWS::DLM::LifecyclePolicy AWS::DocDB::DBCluster
        AWS::ECR::PullThroughCacheRule AWS::EFS::FileSystem
        AWS::Neptune::DBCluster AWS::Neptune::DBInstance AWS::RDS::DBCluster
        AWS::RDS::DBInstance AWS::RDS::DBProxy AWS::Rbin::Rule AWS::Redshift::Cluster
        AWS::RedshiftServerless::Namespace""",
}

_AS = {
    # The other role of a task is that of the agent, which fetches images and writes logs.
    "AWS::ECS::TaskDefinition": ("TaskRoleArn",),
    # It acts as none, and is what it is made from.
    "AWS::Lambda::LayerVersion": ("Content",),
    # What they act as, or stand for, is said further in.
    "AWS::Batch::ComputeEnvironment": (
        "ComputeResources.InstanceRole",
        "ComputeResources.LaunchTemplate",
        "ComputeResources.ManagedInstancesProvider.InstanceLaunchTemplate",
        "ServiceRole",
    ),
    "AWS::Batch::JobDefinition": (
        "ContainerProperties.JobRoleArn",
        "EcsProperties.TaskProperties.TaskRoleArn",
        "NodeProperties.NodeRangeProperties.Container.JobRoleArn",
        "NodeProperties.NodeRangeProperties.EcsProperties.TaskProperties.TaskRoleArn",
    ),
    "AWS::CodePipeline::Pipeline": ("RoleArn", "Stages.Actions.RoleArn"),
    "AWS::EC2::EC2Fleet": ("LaunchTemplateConfigs",),
    "AWS::ECS::CapacityProvider": ("ManagedInstancesProvider.InstanceLaunchTemplate",),
    "AWS::EKS::Addon": ("PodIdentityAssociations.RoleArn", "ServiceAccountRoleArn"),
    "AWS::EKS::Cluster": ("ComputeConfig.NodeRoleArn", "RoleArn"),
    "AWS::ElasticBeanstalk::ApplicationVersion": (
        "BuildConfiguration.CodeBuildServiceRole",
        "ImageConfiguration.Build.CodeBuildServiceRole",
    ),
    # Its other role is that of Beanstalk itself.
    "AWS::ElasticBeanstalk::ConfigurationTemplate": (
        "OptionSettings.IamInstanceProfile",
        "EnvironmentId",
        "SourceConfiguration.TemplateName",
    ),
    "AWS::SSM::MaintenanceWindowTask": ("ServiceRoleArn", "TaskInvocationParameters"),
    "AWS::StepFunctions::StateMachineAlias": (
        "DeploymentPreference.StateMachineVersionArn",
        "RoutingConfiguration.StateMachineVersionArn",
    ),
}
"""Types to the properties that say as whom their programs act, or what they are, where no property's own name does."""

_LEAVES = {"AWS::Lambda::Function": ("DeadLetterConfig.TargetArn",)}
"""Types to the properties that say where they leave what they are given and do not take."""

ACTS: Mapping[str, TypeRow] = {
    name: TypeRow(May.ACTS, reason, _AS.get(name, ()), strangers=_LEAVES.get(name, ()), carries=name in _LEAVES)
    for reason, names in _REASONS.items()
    for name in names.split()
}
"""Types that act, each with what it acts for."""

RUNNING: frozenset[str] = frozenset(
    {
        *_REASONS[_RUNS].split(),
        *("AWS::AppRunner::Service", "AWS::AutoScaling::AutoScalingGroup", "AWS::CodeBuild::Project"),
        *("AWS::EC2::SpotFleet", "AWS::ECS::Service", "AWS::ECS::TaskSet", "AWS::ElasticBeanstalk::Environment"),
        "AWS::Lambda::EventSourceMapping",
    }
)
"""Types that run programs, which obey what is written where their code and their orders lie."""

ADDRESSES = frozenset(("AWS::EC2::NetworkInterface", "AWS::EC2::NetworkInterfaceAttachment"))
"""Types that do nothing themselves, and give a machine an address by which others may come to it."""
