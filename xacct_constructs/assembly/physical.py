"""Physical names: what `Ref` and `Fn::GetAtt` return for the resources that decide about access.

Source: CloudFormation Template Reference, "Return values" of each type.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from xacct_constructs.arns import parse
from xacct_constructs.assembly.forms import is_rewritten
from xacct_constructs.services import TYPES, CloudFormationType


class Resolves(Protocol):
    """What gives the values of one template."""

    @property
    def resources(self) -> Mapping[str, Any]:
        """The template's resources."""
        ...

    @property
    def partition(self) -> str:
        """The partition of its stack."""
        ...

    def value(self, written: Any) -> Any:
        """What a value of the template comes to."""
        ...

    def pseudo(self, name: str) -> Any:
        """What a pseudo parameter comes to."""
        ...

    def made(self, logical_id: str, wanted: str = "") -> Any:
        """What `Ref` of a resource returns, or `Fn::GetAtt` of what is wanted."""
        ...


def name_property(kind: str) -> str:
    """The property with the physical name; empty for a type that has none, or is not known here."""
    return TYPES[kind].named_by if kind in TYPES else ""


def names_written(resource: Mapping[str, Any]) -> Iterator[Any]:
    """The physical name as a template may write it, what stands first before the others; nothing for one that is made.

    Source: Amazon S3 User Guide, "Namespaces for general purpose buckets"; AWS CDK API reference, BucketNamespace.
    """
    kind, properties = resource["Type"], resource.get("Properties", {})
    if not isinstance(properties, Mapping):
        return
    if (given := properties.get(name_property(kind))) is not None:
        yield given
    prefix, namespace = properties.get("BucketNamePrefix"), properties.get("BucketNamespace")
    if kind == "AWS::S3::Bucket" and prefix is not None and namespace != "global":
        known = [{"Ref": "AWS::AccountId"}, "-", {"Ref": "AWS::Region"}, "-an"]
        # No such function is known here, so that nothing is known of what it comes to.
        rest = known if namespace == "account-regional" else [{"Fn::BucketNamespace": namespace}]
        yield {"Fn::Join": ["", [prefix, "-", *rest]]}


def is_known(resource: Mapping[str, Any]) -> bool:
    """Whether it is known what `Ref` of a resource returns: its name, its ARN, or what AWS alone calls it.

    Of a type of AWS that is not known here, the last, as long as the template gives it no name.
    """
    kind, properties = resource["Type"], resource.get("Properties", {})
    if kind in TYPES:
        return True
    if not kind.startswith("AWS::") or kind.startswith("AWS::CloudFormation::") or not isinstance(properties, Mapping):
        return False
    return not any(each.endswith(NAMING) or each.startswith("Fn::") for each in properties)


NAMING = ("Name", "Id", "Family", "Identifier", "Alias", "Prefix")
"""How properties end that may give a resource its name."""


def about(resource: Mapping[str, Any]) -> Any:
    """What `Ref` of a resource returns that is called as what it is about, as its template has it; None for any other.

    Source: the schemas of the CloudFormation registry, `primaryIdentifier`.
    """
    properties = resource.get("Properties", {})
    named_by = ABOUT.get(resource["Type"], "StageName" if resource["Type"] in _STAGES else "")
    if not named_by or not isinstance(properties, Mapping):
        return None
    return properties if is_rewritten(properties) else properties.get(named_by)


_STAGES = ("AWS::ApiGateway::Stage", "AWS::ApiGatewayV2::Stage")
"""Types whose `Ref` is a part of what identifies them: the address of an API ends in it."""


_ABOUT = {
    "Arn": "AWS::MediaConvert::CertificateAssociation",
    "Bucket": "AWS::S3::BucketPolicy AWS::S3Express::BucketPolicy AWS::S3Outposts::BucketPolicy",
    "CertificateAuthorityArn": "AWS::ACMPCA::CertificateAuthorityActivation",
    "Cluster": "AWS::ECS::ClusterCapacityProviderAssociations",
    "ClusterArn": "AWS::MSK::BatchScramSecret AWS::MSK::ClusterPolicy",
    "ConnectorLabel": "AWS::AppFlow::Connector",
    "EmailIdentity": "AWS::SES::EmailIdentity",
    "EventBusArn": "AWS::EventsV2::ResourcePolicy",
    "FirewallArn": "AWS::NetworkFirewall::LoggingConfiguration",
    "InstanceArn": "AWS::SSO::InstanceAccessControlAttributeConfiguration",
    "ObjectLambdaAccessPoint": "AWS::S3ObjectLambda::AccessPointPolicy",
    "PrincipalArn": "AWS::ECR::PullTimeUpdateExclusion",
    "Queue": "AWS::SQS::QueueInlinePolicy",
    "Region": "AWS::Notifications::NotificationHub",
    "ResourceArn": """AWS::Bedrock::ResourcePolicy AWS::BedrockAgentCore::ResourcePolicy AWS::CloudTrail::ResourcePolicy
    AWS::CloudWatch::ResourceMetricsConfiguration AWS::Kinesis::ResourcePolicy AWS::Lambda::ResourcePolicy
    AWS::SMSVOICE::ResourcePolicy AWS::VpcLattice::ResourcePolicy AWS::WAFv2::LoggingConfiguration""",
    "Scope": "AWS::ObservabilityAdmin::TelemetryEnrichment",
    "SnsTopicArn": "AWS::FMS::NotificationChannel",
    "SubscriberArn": "AWS::SecurityLake::SubscriberNotification",
    "TableARN": "AWS::S3Tables::TablePolicy",
    "TableBucketARN": "AWS::S3Tables::TableBucketPolicy",
    "TagKey": "AWS::LakeFormation::Tag",
    "TopicArn": "AWS::SNS::TopicInlinePolicy",
    "VectorBucketArn": "AWS::S3Vectors::VectorBucketPolicy",
    "WorkspaceArn": "AWS::APS::ResourcePolicy",
}
ABOUT: Mapping[str, str] = {kind: name for name, kinds in _ABOUT.items() for kind in kinds.split()}
"""Types that have no name of their own, to the property that names what they are about."""


def generated_shape(stack: str, kind: str, logical_id: str) -> str:
    """How a name begins that CloudFormation makes; empty, where it makes an identifier.

    Where stack and logical ID are too long for one name, both are cut, and only the stack's beginning is certain.

    Args:
        stack: The stack's name, of a nested one that of the outermost; empty if it is left to deployment.
        kind: The resource's type.
        logical_id: Its logical ID; empty in a nested stack, whose own name stands before it.
    """
    if not name_property(kind) or not stack:
        return ""
    whole = f"{stack}-{logical_id}-"
    shape = whole if logical_id and len(whole) <= _LONGEST_SHAPE else stack[:_CUT_SHAPE]
    return shape.lower() if kind.startswith("AWS::S3::") else shape


_LONGEST_SHAPE, _CUT_SHAPE = 50, 20
"""Characters before those that CloudFormation draws by chance, in names of at most 63 or 64."""


def arn(resolver: Resolves, resource: Mapping[str, Any], name: str) -> str | None:
    """The resource's ARN; None for a type that is not known here."""
    found = TYPES.get(resource["Type"])
    if found is None or not found.form:
        return None
    path = resolver.value(resource.get("Properties", {}).get(found.path_in, "/")) if found.path_in else ""
    # A path ends in a slash; one that deployment settles is to be told from the name all the same.
    between = "" if not path or str(path).endswith("/") else "/"
    return arn_of(resolver, found, f"{path}{between}".removeprefix("/") + name)


def arn_of(resolver: Resolves, type_: CloudFormationType, name: str) -> str:
    """The ARN of what a type makes, or is attached to, under this name."""
    form = type_.arns
    region = resolver.pseudo("AWS::Region") if form.has_region else ""
    account = resolver.pseudo("AWS::AccountId") if form.has_account else ""
    return form.filled(resolver.partition, str(region), str(account), name)


def reference(resolver: Resolves, resource: Mapping[str, Any], name: str) -> str | None:
    """What `Ref` returns: the ARN of managed policies and topics, the name of everything else."""
    found = TYPES.get(resource["Type"])
    return arn(resolver, resource, name) if found and found.ref_is_arn else name


def attribute(resolver: Resolves, resource: Mapping[str, Any], name: str, wanted: str) -> str | None:
    """What `Fn::GetAtt` returns; None for what only deployment settles."""
    found = TYPES.get(resource["Type"])
    if not found or not wanted:
        return None
    if wanted == found.name_attribute:
        return name
    return arn(resolver, resource, name) if wanted == found.arn_attribute else None


def own_arn(resolver: Resolves, logical_id: str, region: str = "") -> str:
    """The ARN of a resource of the template, whose type is known here; what AWS calls it, where it has none.

    Args:
        resolver: Gives the template's values.
        logical_id: The resource.
        region: Where it is made. Default: in the stack's region.
    """
    found = str(resolver.made(logical_id, TYPES[resolver.resources[logical_id]["Type"]].arn_attribute))
    return str(parse(found)._replace(region=region)) if region else found
