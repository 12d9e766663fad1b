"""Types that can do nothing, though their schemas alone are no evidence of it; each was looked at, and has a reason."""

from collections.abc import Mapping

from xacct_constructs.world.row import May, TypeRow

_REASONS = {
    "makes nothing in any account": """
        AWS::CDK::Metadata AWS::CloudFormation::WaitCondition AWS::CloudFormation::WaitConditionHandle""",
    "is another name of a key, whose own policy decides": "AWS::KMS::Alias",
    "only takes away, and what it takes of what is agreed on is read": "AWS::EC2::VPCEndpoint",
    "says who somebody is; what that admits is in the trust policies, which are read": """
        AWS::Cognito::IdentityPool AWS::Cognito::IdentityPoolPrincipalTag AWS::Cognito::UserPoolClient
        AWS::Cognito::UserPoolDomain AWS::IAM::OIDCProvider AWS::IAM::SAMLProvider AWS::IAM::VirtualMFADevice
        AWS::IdentityStore::User AWS::RolesAnywhere::CRL AWS::RolesAnywhere::TrustAnchor AWS::SSO::Instance
        AWS::SSO::InstanceAccessControlAttributeConfiguration""",
    "is a certificate for servers": "AWS::IAM::ServerCertificate AWS::CertificateManager::Certificate",
    "is a role that AWS keeps for a service of the account": "AWS::IAM::ServiceLinkedRole",
    "is a user's own key; whoever reads it acts for the account": "AWS::IAM::AccessKey",
    "lets nobody in until it is assigned, and an assignment has a row": "AWS::SSO::PermissionSet",
    "is a policy of what has an ID that AWS gives, and whom it lets in there is read": """
        AWS::APS::ResourcePolicy AWS::Bedrock::KnowledgeBasePolicy AWS::Bedrock::ResourcePolicy
        AWS::BedrockAgentCore::ResourcePolicy AWS::CloudTrail::ResourcePolicy AWS::Lex::ResourcePolicy
        AWS::S3Tables::TablePolicy AWS::SMSVOICE::ResourcePolicy AWS::VpcLattice::AuthPolicy""",
    "holds grants, each of which has a row": "AWS::S3::AccessGrantsInstance AWS::S3::StorageLensGroup",
    "shows what its distribution shows, which has a row": """
        AWS::CloudFront::CachePolicy AWS::CloudFront::ContinuousDeploymentPolicy
        AWS::CloudFront::DistributionTenant AWS::CloudFront::Function
        AWS::CloudFront::OriginRequestPolicy AWS::CloudFront::ResponseHeadersPolicy""",
    "asks its data source, which has a row": """
        AWS::ApiGateway::BasePathMappingV2 AWS::ApiGateway::Deployment AWS::ApiGatewayV2::RoutingRule
        AWS::AppSync::FunctionConfiguration AWS::AppSync::GraphQLSchema AWS::AppSync::Resolver""",
    "only measures": """
        AWS::ApplicationSignals::ServiceLevelObjective AWS::AutoScaling::ScalingPolicy AWS::CloudWatch::Alarm
        AWS::CloudWatch::AnomalyDetector AWS::Logs::LogAnomalyDetector AWS::XRay::SamplingRule""",
    "holds a text, and reads nothing": "AWS::SSM::Parameter",
    "describes data; whoever reads it needs the permission for where it lies": """
        AWS::Athena::DataCatalog AWS::Cassandra::Table AWS::Glue::Database AWS::Glue::Partition
        AWS::Glue::Schema AWS::Glue::SchemaVersion AWS::Glue::SecurityConfiguration AWS::Glue::Table""",
    "is a network, or what stands in it: it narrows who comes through, and gives nobody a permission": """
        AWS::ApiGateway::DomainName AWS::ApiGateway::VpcLink AWS::ApiGatewayV2::DomainName
        AWS::AppSync::DomainName AWS::EC2::CustomerGateway AWS::EC2::Host AWS::EC2::Route
        AWS::EC2::SecurityGroup AWS::EC2::SecurityGroupIngress AWS::EC2::Subnet
        AWS::EC2::SubnetRouteTableAssociation AWS::EC2::TransitGateway
        AWS::EC2::VPCPeeringConnection AWS::EC2::VPNConnection AWS::EC2::Volume
        AWS::ElasticLoadBalancingV2::Listener
        AWS::ElasticLoadBalancingV2::ListenerCertificate AWS::ElasticLoadBalancingV2::ListenerRule
        AWS::ElasticLoadBalancingV2::TrustStore AWS::GlobalAccelerator::Accelerator
        AWS::GlobalAccelerator::Listener AWS::NetworkFirewall::Firewall AWS::NetworkFirewall::FirewallPolicy
        AWS::NetworkFirewall::RuleGroup AWS::Route53::HealthCheck AWS::Route53::HostedZone
        AWS::Route53::QueryLoggingConfig AWS::Route53::RecordSetGroup AWS::ServiceDiscovery::Service
        AWS::Shield::Protection AWS::WAFv2::RuleGroup AWS::WAFv2::WebACL AWS::WAFv2::WebACLAssociation""",
    "is a part of a service that acts elsewhere": """
        AWS::AmazonMQ::Broker AWS::AutoScaling::WarmPool AWS::AutoScalingPlans::ScalingPlan
        AWS::Batch::JobQueue AWS::Batch::SchedulingPolicy AWS::CodeCommit::Repository AWS::CodeConnections::Connection
        AWS::CodeStarConnections::Connection AWS::DocDB::DBInstance AWS::DynamoDB::Backup AWS::ECS::Cluster
        AWS::EFS::AccessPoint AWS::ElastiCache::CacheCluster
        AWS::ElastiCache::ReplicationGroup AWS::ElastiCache::ServerlessCache AWS::Kinesis::StreamConsumer
        AWS::Lambda::CodeSigningConfig AWS::MSK::Cluster
        AWS::MemoryDB::Cluster AWS::SES::ConfigurationSet""",
}

NOTHING: Mapping[str, TypeRow] = {
    name: TypeRow(May.NOTHING, reason) for reason, names in _REASONS.items() for name in names.split()
}
"""Types that can do nothing, each with the reason."""
