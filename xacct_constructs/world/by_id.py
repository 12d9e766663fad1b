"""Types that say whom they let in, and that policies name by an ID which AWS gives: no template tells which it is.

Source: Amazon API Gateway Developer Guide, "Control access to a REST API with API Gateway resource policies"; AWS
AppSync Developer Guide, "Configuring authorization and authentication"; Amazon EFS User Guide, "Using IAM to control
access to file systems"; Amazon OpenSearch Service Developer Guide, "Data access control for Amazon OpenSearch
Serverless".
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
}
"""Types to how they let others in."""
