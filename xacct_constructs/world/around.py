"""What stands around a resource that opens something or hands it on, and says who comes to it, or where that goes.

Source: CloudFormation Template Reference, the types' pages.
"""

from collections.abc import Mapping

_BALANCING = ("AWS::EC2::SecurityGroup", "AWS::ElasticLoadBalancingV2::", "AWS::VpcLattice::")

AROUND: Mapping[str, tuple[str, ...]] = {
    "AWS::ApiGateway::Method": ("AWS::ApiGateway::Authorizer", "AWS::ApiGateway::RestApi"),
    "AWS::ApiGateway::RestApi": ("AWS::ApiGateway::Authorizer",),
    # Not the API itself, by which all its routes hang together.
    "AWS::ApiGatewayV2::Integration": ("AWS::ApiGatewayV2::Authorizer", "AWS::ApiGatewayV2::Route"),
    "AWS::AppStream::Fleet": ("AWS::AppStream::Stack", "AWS::AppStream::User"),
    "AWS::AppSync::DataSource": ("AWS::AppSync::ApiKey", "AWS::AppSync::GraphQLApi"),
    "AWS::AutoScaling::AutoScalingGroup": _BALANCING,
    "AWS::CloudFront::Distribution": ("AWS::CloudFront::KeyGroup", "AWS::CloudFront::PublicKey"),
    "AWS::Cognito::IdentityPoolRoleAttachment": ("AWS::Cognito::IdentityPool",),
    "AWS::Cognito::UserPoolGroup": ("AWS::Cognito::UserPoolUserToGroupAttachment",),
    "AWS::DataSync::LocationS3": ("AWS::DataSync::",),
    "AWS::ECS::Service": _BALANCING,
    "AWS::ECS::TaskSet": _BALANCING,
    "AWS::ElasticLoadBalancing::LoadBalancer": _BALANCING,
    "AWS::ElasticLoadBalancingV2::TargetGroup": _BALANCING,
    "AWS::IoT::RoleAlias": ("AWS::IoT::Policy",),
    "AWS::RAM::ResourceAssociation": ("AWS::RAM::",),
    "AWS::RAM::ResourceShare": ("AWS::RAM::",),
    "AWS::S3::MultiRegionAccessPoint": ("AWS::S3::MultiRegionAccessPointPolicy",),
    "AWS::S3Files::FileSystem": ("AWS::S3Files::",),
    "AWS::S3ObjectLambda::AccessPoint": ("AWS::S3ObjectLambda::AccessPointPolicy",),
    "AWS::Transfer::User": ("AWS::Transfer::Server",),
}
"""Types to how those begin of what stands around them: what they name there, and what names them."""
