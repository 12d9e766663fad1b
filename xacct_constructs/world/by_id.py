"""Types that say whom they let in, and that policies name by an ID which AWS gives: no template tells which it is.

Source: Amazon API Gateway Developer Guide, "Control access to a REST API with API Gateway resource policies"; AWS
AppSync Developer Guide, "Configuring authorization and authentication"; Amazon EFS User Guide, "Using IAM to control
access to file systems"; Amazon OpenSearch Service Developer Guide, "Data access control for Amazon OpenSearch
Serverless"; Amazon VPC Lattice User Guide, "Control access to VPC Lattice services using auth policies"; Aurora DSQL
User Guide, "Resource-based policies"; Amazon Bedrock AgentCore Developer Guide, "Inbound authorization"; and the guides
of CloudTrail (event data stores), Lex, Managed Service for Prometheus and S3 Tables on their resource policies.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple


class ById(NamedTuple):
    """How something of a type lets others in.

    Attributes:
        service: The service, as actions call it.
        policies: The paths that hold a policy: letting in its own account alone, it opens nothing. Default: none.
        closed: A property to the value with which it lets in only whom IAM does. Default: a policy alone says it.
        but: A property to how its value begins where others get nothing. Default: they get something everywhere.
        imported: The property with a description of all its methods (OpenAPI), and whom each answers. Default: none.
        opening: Properties that make a method for everybody. Default: none.
    """

    service: str
    policies: tuple[str, ...] = ()
    closed: Mapping[str, str] = MappingProxyType({})
    but: Mapping[str, str] = MappingProxyType({})
    imported: str = ""
    opening: tuple[str, ...] = ()


BY_ID: Mapping[str, ById] = {
    "AWS::ApiGateway::RestApi": ById("execute-api", ("Policy", "Body.x-amazon-apigateway-policy"), imported="Body"),
    "AWS::ApiGatewayV2::Api": ById("execute-api", imported="Body", opening=("Target",)),
    # What browsers ask before they ask something else answers for everybody, with nothing.
    "AWS::ApiGateway::Method": ById(
        "execute-api", closed={"AuthorizationType": "AWS_IAM"}, but={"HttpMethod": "OPTIONS"}
    ),
    "AWS::ApiGatewayV2::Route": ById(
        "execute-api", closed={"AuthorizationType": "AWS_IAM"}, but={"RouteKey": "OPTIONS "}
    ),
    "AWS::AppSync::Api": ById("appsync", closed={"EventConfig.AuthProviders.AuthType": "AWS_IAM"}),
    "AWS::AppSync::GraphQLApi": ById(
        "appsync",
        closed={"AuthenticationType": "AWS_IAM", "AdditionalAuthenticationProviders.AuthenticationType": "AWS_IAM"},
    ),
    "AWS::EFS::FileSystem": ById("elasticfilesystem", ("FileSystemPolicy",)),
    "AWS::OpenSearchServerless::AccessPolicy": ById("aoss", ("Policy",)),
    "AWS::APS::ResourcePolicy": ById("aps", ("PolicyDocument",)),
    "AWS::Bedrock::KnowledgeBasePolicy": ById("bedrock", ("PolicyDocument",)),
    "AWS::Bedrock::ResourcePolicy": ById("bedrock", ("PolicyDocument",)),
    "AWS::BedrockAgentCore::Gateway": ById("bedrock-agentcore", closed={"AuthorizerType": "AWS_IAM"}),
    "AWS::BedrockAgentCore::PaymentManager": ById("bedrock-agentcore", closed={"AuthorizerType": "AWS_IAM"}),
    "AWS::BedrockAgentCore::ResourcePolicy": ById("bedrock-agentcore", ("Policy",)),
    # Without it, whoever asks signs as IAM has it.
    "AWS::BedrockAgentCore::Runtime": ById("bedrock-agentcore", opening=("AuthorizerConfiguration",)),
    "AWS::CloudTrail::ResourcePolicy": ById("cloudtrail", ("ResourcePolicy",)),
    "AWS::DSQL::Cluster": ById("dsql", ("PolicyDocument",)),
    "AWS::Lex::ResourcePolicy": ById("lex", ("Policy",)),
    # Of a namespace, which may be copied elsewhere.
    "AWS::Redshift::Cluster": ById("redshift", ("NamespaceResourcePolicy",)),
    "AWS::RedshiftServerless::Namespace": ById("redshift-serverless", ("NamespaceResourcePolicy",)),
    "AWS::Omics::SequenceStore": ById("omics", ("S3AccessPolicy",)),
    "AWS::PaymentCryptography::Key": ById("payment-cryptography", ("Policy",)),
    "AWS::SMSVOICE::ResourcePolicy": ById("sms-voice", ("PolicyDocument",)),
    "AWS::S3Tables::TablePolicy": ById("s3tables", ("ResourcePolicy",)),
    "AWS::VpcLattice::AuthPolicy": ById("vpc-lattice", ("Policy",)),
    "AWS::VpcLattice::Service": ById("vpc-lattice", closed={"AuthType": "AWS_IAM"}),
}
"""Types to how they let others in."""

CALLED_BY_ID: frozenset[str] = frozenset(
    {
        *(each.service for each in BY_ID.values() if each.service != "s3tables"),
        *("acm-pca", "codeconnections", "codestar-connections", "datazone", "ec2", "fsx", "license-manager"),
        *("route53resolver", "servicediscovery", "verifiedpermissions"),
    }
)
"""Services most of whose resources AWS calls by an ID, so that one may be any of its kind that a template makes."""
