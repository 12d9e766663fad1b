"""The one list of CloudFormation types: what a resource of each may do to what is agreed on."""

from collections.abc import Mapping
from functools import cache

from xacct_constructs.services import TYPES
from xacct_constructs.world import reference
from xacct_constructs.world.acts import ACTS
from xacct_constructs.world.hands_on import HANDS_ON
from xacct_constructs.world.nothing import NOTHING
from xacct_constructs.world.opens import MAKES, OPENS
from xacct_constructs.world.row import May, TypeRow

READ: frozenset[str] = frozenset(each.name for each in TYPES.values() if each.bears)
"""Types whose policies are read: those that the services know."""

_READ = TypeRow(May.READ, "its policies are read")
_PROVIDED = TypeRow(May.PROVIDED, "is made by the provider that its ServiceToken names", through=("ServiceToken",))
_HARMLESS = TypeRow(May.NOTHING, "its schema has nothing that bears on access, and its handlers call nothing that does")
_UNSEEN = TypeRow(May.UNSEEN, "is of a type that nobody has looked at")
_UNKNOWN = TypeRow(May.UNKNOWN, "is of a type that is not known here, so it may do anything")

# `AWS::CloudFormation::Stack` and what is serverless or a module are unread, and told where they are read.
_TOLD = TypeRow(May.NOTHING, "is told among what templates make and do not show")

ROWS: Mapping[str, TypeRow] = {
    **OPENS,
    **MAKES,
    **HANDS_ON,
    **ACTS,
    **NOTHING,
    **dict.fromkeys(READ, _READ),
    "AWS::CloudFormation::CustomResource": _PROVIDED,
    "AWS::CloudFormation::Stack": _TOLD,
}
"""Every type that somebody has looked at."""


_CALLED = {
    "acmpca": "acm-pca",
    "amazonmq": "mq",
    "appintegrations": "app-integrations",
    "bedrockagentcore": "bedrock-agentcore",
    "certificatemanager": "acm",
    "codestarconnections": "codestar-connections",
    "customerprofiles": "profile",
    "directoryservice": "ds",
    "docdb": "rds",
    "docdbelastic": "docdb-elastic",
    "efs": "elasticfilesystem",
    "elasticloadbalancingv2": "elasticloadbalancing",
    "elasticsearch": "es",
    "emr": "elasticmapreduce",
    "emrcontainers": "emr-containers",
    "emrserverless": "emr-serverless",
    "eventschemas": "schemas",
    "healthimaging": "medical-imaging",
    "kinesisanalyticsv2": "kinesisanalytics",
    "kinesisfirehose": "firehose",
    "licensemanager": "license-manager",
    "location": "geo",
    "msk": "kafka",
    "mwaa": "airflow",
    "neptune": "rds",
    "neptunegraph": "neptune-graph",
    "networkfirewall": "network-firewall",
    "opensearchserverless": "aoss",
    "opensearchservice": "es",
    "pinpoint": "mobiletargeting",
    "redshiftserverless": "redshift-serverless",
    "resourceexplorer2": "resource-explorer-2",
    "s3objectlambda": "s3-object-lambda",
    "s3outposts": "s3-outposts",
    "servicecatalogappregistry": "servicecatalog",
    "smsvoice": "sms-voice",
    "ssmcontacts": "ssm-contacts",
    "ssmincidents": "ssm-incidents",
    "stepfunctions": "states",
    "systemsmanagersap": "ssm-sap",
    "vpclattice": "vpc-lattice",
}
"""Services that templates call otherwise than actions do."""


def service_of(name: str) -> str:
    """The service of a type, as actions call it."""
    found = name.split("::")[1].lower()
    return _CALLED.get(found, found)


def row_of(name: str) -> TypeRow:
    """What is known of a type."""
    if name in ROWS:
        return ROWS[name]
    if name.startswith("Custom::"):
        return _PROVIDED
    if name.endswith("::MODULE") or name.startswith("AWS::Serverless::"):
        return _TOLD
    return _schemas().get(name, _UNKNOWN)


@cache
def _schemas() -> Mapping[str, TypeRow]:
    """Every type that has a schema, by what that alone is evidence of."""
    found: dict[str, TypeRow] = {}
    for names, row in ((reference.NOTHING, _HARMLESS), (reference.OTHERS, _UNSEEN)):
        service = ""
        for each in names.split():
            if each.endswith("::"):
                service = each
            else:
                found[f"{service}{each}"] = row
    return found
