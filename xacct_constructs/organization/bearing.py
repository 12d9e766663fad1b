"""What resource control policies bear on.

Source: AWS Organizations User Guide, "Resource control policies", on the services that support them and on what they
do not restrict.
"""

from xacct_constructs.arns import is_arn, parse

AS_OF = "2026-09-26"
"""The day on which AWS listed these services; it lists more of them from time to time."""

SERVICES = frozenset((
    "aoss", "appconfig", "appstream", "autoscaling", "autoscaling-plans", "budgets", "clouddirectory", "cloudfront",
    "cloudsearch", "cloudtrail-data", "codeartifact", "codebuild", "codecommit", "codepipeline", "cognito-identity",
    "cognito-idp", "comprehend", "comprehendmedical", "compute-optimizer", "cost-optimization-hub", "dax", "dsql",
    "dynamodb", "ecr", "ecr-public", "events", "firehose", "fis", "fms", "gamelift", "health", "inspector-scan",
    "kendra", "kinesisvideo", "kms", "logs", "memorydb", "networkmonitor", "notifications", "opensearch",
    "pca-connector-ad", "personalize", "polly", "pricing", "resource-groups", "rolesanywhere", "s3", "secretsmanager",
    "servicediscovery", "signin", "sqs", "sts", "support", "swf", "textract", "timestream-influxdb", "transcribe",
    "transfer", "translate", "wafv2", "workspaces", "xray",
))  # fmt: skip
"""Prefixes of the actions that they bear on."""

NEVER = frozenset(("kms:retiregrant",))
"""Actions that they do not restrict, in lower case."""

SERVICE_LINKED = "role/aws-service-role/"
"""How service-linked roles are named: neither what they do nor who assumes them is restricted."""


def may_be_controlled(action: str, resource: str, *, customer_key: bool) -> bool | None:
    """Whether a resource control policy of the owner's bears on a request; None where that is not known.

    Args:
        action: What is asked.
        resource: ARN of what is asked for, or `*`.
        customer_key: Whether a key that is asked for is known to be none of AWS's own, which are not restricted.
    """
    service = action.partition(":")[0].lower()
    if action.lower() in NEVER or (is_arn(resource) and parse(resource).resource.startswith(SERVICE_LINKED)):
        return False
    if service not in SERVICES or resource == "*" or (service == "kms" and not customer_key):
        return None
    return True
