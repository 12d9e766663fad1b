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
    "accessanalyzer": "access-analyzer",
    "accountaccess": "account-access",
    "acmpca": "acm-pca",
    "agentregistry": "agent-registry",
    "amazonmq": "mq",
    "apigatewayv2": "apigateway",
    "appintegrations": "app-integrations",
    "applicationautoscaling": "application-autoscaling",
    "applicationsignals": "application-signals",
    "arcregionswitch": "arc-region-switch",
    "arczonalshift": "arc-zonal-shift",
    "autoscalingplans": "autoscaling-plans",
    "awsexternalanthropic": "aws-external-anthropic",
    "backupgateway": "backup-gateway",
    "bcm": "bcm-dashboards",
    "bcmdataexports": "bcm-data-exports",
    "bcmpricingcalculator": "bcm-pricing-calculator",
    "bedrockagentcore": "bedrock-agentcore",
    "bedrockmantle": "bedrock-mantle",
    "certificatemanager": "acm",
    "cleanroomsml": "cleanrooms-ml",
    "codeguruprofiler": "codeguru-profiler",
    "codegurureviewer": "codeguru-reviewer",
    "codestarconnections": "codestar-connections",
    "codestarnotifications": "codestar-notifications",
    "computeoptimizer": "compute-optimizer",
    "connectcampaigns": "connect-campaigns",
    "connectcampaignsv2": "connect-campaigns",
    "customerprofiles": "profile",
    "devopsagent": "aidevops",
    "devopsguru": "devops-guru",
    "directoryservice": "ds",
    "docdb": "rds",
    "docdbelastic": "docdb-elastic",
    "efs": "elasticfilesystem",
    "elasticloadbalancingv2": "elasticloadbalancing",
    "elasticsearch": "es",
    "elementalinference": "elemental-inference",
    "emr": "elasticmapreduce",
    "emrcontainers": "emr-containers",
    "emrserverless": "emr-serverless",
    "eventschemas": "schemas",
    "eventsv2": "events",
    "greengrassv2": "greengrass",
    "healthagent": "health-agent",
    "healthimaging": "medical-imaging",
    "inspectorv2": "inspector2",
    "iotcoredeviceadvisor": "iotdeviceadvisor",
    "kendraranking": "kendra-ranking",
    "kinesisanalyticsv2": "kinesisanalytics",
    "kinesisfirehose": "firehose",
    "licensemanager": "license-manager",
    "licensemanagerlinuxsubscriptions": "license-manager-linux-subscriptions",
    "licensemanagerusersubscriptions": "license-manager-user-subscriptions",
    "location": "geo",
    "macie": "macie2",
    "msk": "kafka",
    "mwaa": "airflow",
    "mwaaserverless": "airflow-serverless",
    "neptune": "rds",
    "neptunegraph": "neptune-graph",
    "networkfirewall": "network-firewall",
    "networksecuritymanager": "network-security-manager",
    "nimblestudio": "nimble",
    "notificationscontacts": "notifications-contacts",
    "novaact": "nova-act",
    "opensearchserverless": "aoss",
    "opensearchservice": "es",
    "paymentcryptography": "payment-cryptography",
    "pcaconnectorad": "pca-connector-ad",
    "pcaconnectorscep": "pca-connector-scep",
    "pinpoint": "mobiletargeting",
    "pinpointemail": "ses",
    "redshiftserverless": "redshift-serverless",
    "refactorspaces": "refactor-spaces",
    "resiliencehubv2": "resiliencehub",
    "resourceexplorer2": "resource-explorer-2",
    "resourcegroups": "resource-groups",
    "route53recoverycontrol": "route53-recovery-control-config",
    "route53recoveryreadiness": "route53-recovery-readiness",
    "s3objectlambda": "s3-object-lambda",
    "s3outposts": "s3-outposts",
    "servicecatalogappregistry": "servicecatalog",
    "smsvoice": "sms-voice",
    "ssmcontacts": "ssm-contacts",
    "ssmguiconnect": "ssm-guiconnect",
    "ssmincidents": "ssm-incidents",
    "ssmquicksetup": "ssm-quicksetup",
    "stepfunctions": "states",
    "systemsmanagersap": "ssm-sap",
    "vpclattice": "vpc-lattice",
    "wafregional": "waf-regional",
    "workspacesinstances": "workspaces-instances",
    "workspacesthinclient": "thinclient",
    "workspacesweb": "workspaces-web",
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
