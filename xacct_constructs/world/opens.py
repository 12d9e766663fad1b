"""Types that open what they are about to others, or make what the template does not show.

Source: CloudFormation Template Reference, the types' pages; Amazon S3 User Guide, "Access points" and "S3 Access
Grants", "Amazon S3 Storage Lens metrics export"; AWS RAM User Guide, "Shareable AWS resources"; AWS KMS Developer
Guide, "Multi-Region keys"; AWS Lake Formation Developer Guide; AWS Backup Developer Guide, "Creating backup copies
across AWS accounts" and "Multi-party approval for logically air-gapped vaults"; Amazon EKS User Guide, "Create access
entries".
"""

from collections.abc import Mapping
from typing import Any

from xacct_constructs.world.hands_on import CALLING
from xacct_constructs.world.row import May, TypeRow

_LENS = "StorageLensConfiguration"
_ACCESS_POINT = "is an access point, whose own policy lets somebody in"
_OF_A_THING = "has a policy, which is not read, that may open it to others"


def _vault(*strangers: str) -> TypeRow:
    return TypeRow(May.OPENS, "lets others at the backups that it keeps", strangers=("AccessPolicy", *strangers))


def _opens(why: str, *about: str) -> TypeRow:
    return TypeRow(May.OPENS, why, about)


def _gives(to: str) -> TypeRow:
    return TypeRow(May.OPENS, "gives out a location or table by Lake Formation", ("Resource",), gives_to=(to,))


def _shares(why: str, about: str) -> TypeRow:
    return TypeRow(May.OPENS, why, (about,), keeping=("backup",))


def _of(service: str, about: str, *strangers: str, why: str = _OF_A_THING, **more: Any) -> TypeRow:
    return TypeRow(May.OPENS, why, (about,), strangers=strangers, of=service, **more)


def _all_of(service: str, why: str, *strangers: str, **closed: tuple[str, ...]) -> TypeRow:
    """What is set for a whole account, and names nothing of what it opens."""
    return TypeRow(May.OPENS, why, strangers=strangers, closed=closed, of=service, whole=True)


_LEFT = "RedrivePolicy.deadLetterTargetArn"
"""Where messages come to lie that nobody took."""

OPENS: Mapping[str, TypeRow] = {
    "AWS::S3::MultiRegionAccessPoint": _opens(_ACCESS_POINT, "Regions.Bucket"),
    "AWS::S3::MultiRegionAccessPointPolicy": _opens(_OF_A_THING),
    "AWS::S3::AccessGrantsLocation": TypeRow(
        May.HANDS_ON,
        "is a location of S3 Access Grants, which gives what its role reads",
        ("LocationScope", "IamRoleArn"),
    ),
    "AWS::S3::AccessGrant": TypeRow(
        May.HANDS_ON,
        "grants by S3 Access Grants a part of a location",
        ("AccessGrantsLocationConfiguration.S3SubPrefix",),
        through=("AccessGrantsLocationId",),
    ),
    "AWS::S3ObjectLambda::AccessPoint": TypeRow(
        May.HANDS_ON,
        "hands on what a function makes of what an access point reads",
        ("ObjectLambdaConfiguration",),
        through=("ObjectLambdaConfiguration.SupportingAccessPoint",),
    ),
    "AWS::S3ObjectLambda::AccessPointPolicy": _opens(_OF_A_THING, "ObjectLambdaAccessPoint"),
    "AWS::S3::StorageLens": TypeRow(
        May.OPENS,
        "exports the prefixes of buckets into a bucket of another account",
        (f"{_LENS}.Include.Buckets",),
        # Without them, it only measures whole buckets.
        reached=(f"{_LENS}.AccountLevel.BucketLevel.PrefixLevel", f"{_LENS}.ExpandedPrefixesDataExport"),
        strangers=(
            f"{_LENS}.DataExport.S3BucketDestination.AccountId",
            f"{_LENS}.ExpandedPrefixesDataExport.S3BucketDestination.AccountId",
        ),
        or_all="s3",
    ),
    "AWS::FSx::S3AccessPointAttachment": _opens(_ACCESS_POINT, "S3AccessPoint"),
    "AWS::KMS::ReplicaKey": _opens(
        "is a replica of a key with a policy of its own, which is not read", "PrimaryKeyArn"
    ),
    "AWS::RAM::ResourceShare": _shares("shares resources with other accounts", "ResourceArns"),
    "AWS::RAM::ResourceAssociation": _shares("shares a resource with other accounts", "ResourceArn"),
    "AWS::LakeFormation::Resource": TypeRow(
        May.HANDS_ON, "lets Lake Formation give out a location as its role", ("ResourceArn", "RoleArn")
    ),
    "AWS::LakeFormation::Permissions": _gives("DataLakePrincipal.DataLakePrincipalIdentifier"),
    "AWS::LakeFormation::PrincipalPermissions": _gives("Principal.DataLakePrincipalIdentifier"),
    "AWS::Backup::BackupPlan": TypeRow(
        May.OPENS,
        "copies backups into a vault of another account",
        strangers=(
            "BackupPlan.BackupPlanRule.CopyActions.DestinationBackupVaultArn",
            "BackupPlan.BackupPlanRule.TargetLogicallyAirGappedBackupVaultArn",
        ),
    ),
    "AWS::Backup::BackupVault": _vault(),
    # A team of another account may let whom it likes at them.
    "AWS::Backup::LogicallyAirGappedBackupVault": _vault("MpaApprovalTeamArn"),
    "AWS::EKS::AccessEntry": TypeRow(
        May.OPENS,
        "lets others at a cluster",
        strangers=("PrincipalArn",),
        starts=("ec2.amazonaws.com", "eks-fargate-pods.amazonaws.com", "pods.eks.amazonaws.com", "oidc.eks."),
    ),
    # Only ACM can be let in, and without an account it acts for the authority's own.
    "AWS::ACMPCA::Permission": _of(
        "acm-pca",
        "CertificateAuthorityArn",
        "Principal",
        "SourceAccount",
        why="lets ACM ask for certificates for another account",
        closed={"SourceAccount": ("",)},
    ),
    "AWS::CodeArtifact::Domain": _of("codeartifact", "DomainName", "PermissionsPolicyDocument"),
    "AWS::CodeArtifact::Repository": _of("codeartifact", "RepositoryName", "PermissionsPolicyDocument"),
    "AWS::ECR::Repository": _of("ecr", "RepositoryName", "RepositoryPolicyText"),
    "AWS::ECR::PublicRepository": _of("ecr-public", "RepositoryName", why="is a repository that anybody reads"),
    "AWS::Elasticsearch::Domain": _of("es", "DomainName", "AccessPolicies"),
    "AWS::EventSchemas::RegistryPolicy": _of("schemas", "RegistryName", "Policy"),
    "AWS::Events::EventBus": _of("events", "Name", "Policy", "DeadLetterConfig.Arn"),
    # Whoever may make rules on a bus has sent to them what comes there.
    "AWS::Events::EventBusPolicy": _of("events", "EventBusName", "Statement", "Principal", is_told=True),
    # Of the newer buses, whatever may come to them from the account's own.
    "AWS::EventsV2::EventSource": _of(
        "events",
        "EventBusArn",
        "Configuration.AwsServiceEventsConfiguration.OnFailureConfiguration.Arn",
        "Configuration.PartnerEventsConfiguration.OnFailureConfiguration.Arn",
        why="leaves what it cannot put on the bus",
        is_told=True,
        carries=True,
    ),
    "AWS::EventsV2::ResourcePolicy": _of("events", "EventBusArn", "PolicyDocument", is_told=True),
    "AWS::EventsV2::Subscriber": _of(
        "events",
        "EventBusArn",
        "InvokeConfiguration.TargetArn",
        why="sends on what is put on the bus",
        is_told=True,
        carries=True,
    ),
    "AWS::Kinesis::ResourcePolicy": _of("kinesis", "ResourceArn", "ResourcePolicy"),
    "AWS::Location::APIKey": _of(
        "geo", "Restrictions.AllowResources", why="lets whoever has the key ask what it is for"
    ),
    "AWS::Logs::DeliveryDestination": _of("logs", "Name", "DeliveryDestinationPolicy.DeliveryDestinationPolicy"),
    # What is sent there comes to lie in its stream.
    "AWS::Logs::Destination": _of(
        "logs",
        "DestinationName",
        "DestinationPolicy",
        "TargetArn",
        why="has a policy, which is not read, or a stream, by which others may come to what is sent there",
        carries=True,
        sending=("DestinationPolicy",),
    ),
    "AWS::Logs::LogGroup": _of("logs", "LogGroupName", "ResourcePolicyDocument"),
    "AWS::MSK::ClusterPolicy": _of("kafka", "ClusterArn", "Policy"),
    "AWS::MediaStore::Container": _of("mediastore", "ContainerName", "Policy"),
    "AWS::OpenSearchService::Domain": _of("es", "DomainName", "AccessPolicies"),
    "AWS::S3Express::BucketPolicy": _of("s3express", "Bucket", "PolicyDocument"),
    "AWS::S3Tables::TableBucketPolicy": _of("s3tables", "TableBucketARN", "ResourcePolicy"),
    "AWS::SNS::TopicInlinePolicy": _of("sns", "TopicArn", "PolicyDocument"),
    "AWS::SNS::TopicPolicy": _of("sns", "Topics", "PolicyDocument"),
    "AWS::SQS::QueueInlinePolicy": _of("sqs", "Queue", "PolicyDocument"),
    "AWS::SQS::QueuePolicy": _of("sqs", "Queues", "PolicyDocument"),
    "AWS::SecretsManager::ResourcePolicy": _of("secretsmanager", "SecretId", "ResourcePolicy"),
    "AWS::ECR::RegistryPolicy": _all_of("ecr", "opens all repositories of the account", "PolicyText"),
    "AWS::ECR::ReplicationConfiguration": _all_of(
        "ecr",
        "copies images into another account",
        "ReplicationConfiguration.Rules.Destinations.RegistryId",
    ),
    "AWS::ECR::RepositoryCreationTemplate": _all_of(
        "ecr", "opens repositories that are made by it", "RepositoryPolicy"
    ),
    "AWS::Logs::ResourcePolicy": _all_of("logs", "opens records of the account", "PolicyDocument"),
    "AWS::XRay::ResourcePolicy": _all_of("xray", "opens traces of the account", "PolicyDocument"),
    "AWS::Logs::AccountPolicy": _all_of(
        "logs",
        "sends on what is logged anywhere in the account",
        PolicyType=("DATA_PROTECTION_POLICY", "FIELD_INDEX_POLICY", "TRANSFORMER_POLICY"),
    ),
    "AWS::Oam::Link": _all_of(
        "logs",
        "shows what is logged anywhere in the account to another one",
        "SinkIdentifier",
        ResourceTypes=("AWS::ApplicationInsights::Application", "AWS::CloudWatch::Metric", "AWS::XRay::Trace"),
    ),
    # What sends on what comes in tells nobody else, as long as it sends that to the account's own.
    "AWS::Events::Rule": _of(
        "events",
        "EventBusName",
        "Targets.Arn",
        "Targets.DeadLetterConfig.Arn",
        why="sends on what is put on the bus",
        is_told=True,
        carries=True,
        closed={"State": ("DISABLED",)},
    ),
    "AWS::Logs::SubscriptionFilter": _of(
        "logs", "LogGroupName", "DestinationArn", why="sends on what is logged", carries=True
    ),
    "AWS::SNS::Subscription": _of("sns", "TopicArn", "Endpoint", _LEFT, why="sends on what is published", carries=True),
    "AWS::SQS::Queue": _of("sqs", "QueueName", _LEFT, why="sends on what nobody takes", carries=True),
    "AWS::SNS::Topic": _of("sns", "TopicName", "Subscription.Endpoint", why="sends on what is published", carries=True),
    "AWS::SecretsManager::RotationSchedule": _of(
        "secretsmanager", "SecretId", "RotationLambdaARN", why="has the secret set by a function of another account"
    ),
    "AWS::Lambda::ResourcePolicy": TypeRow(
        May.HANDS_ON,
        "lets others call the function",
        through=("ResourceArn",),
        strangers=("PolicyDocument",),
        calls={"PolicyDocument.Statement.Action": CALLING},
        of="lambda",
    ),
}
"""Types that open something."""

_PEOPLE = "lets people of an identity provider into an account"

_OF_NO_BACKUPS = ("AISERVICES_OPT_OUT_POLICY", "RESOURCE_CONTROL_POLICY", "SERVICE_CONTROL_POLICY", "TAG_POLICY")

MAKES: Mapping[str, TypeRow] = {
    "AWS::CloudFormation::StackSet": TypeRow(
        May.MAKES,
        "makes what the stack set's template says, which is not in the assembly",
        accounts=tuple(
            f"StackInstancesGroup.DeploymentTargets.{each}"
            for each in ("Accounts", "AccountsUrl", "OrganizationalUnitIds")
        ),
        may_be_anywhere=True,
    ),
    "AWS::CloudFormation::ChangeSet": TypeRow(May.MAKES, "changes a stack to what another template says"),
    "AWS::ServiceCatalog::CloudFormationProvisionedProduct": TypeRow(May.MAKES, "makes what a product's template says"),
    "AWS::LaunchWizard::Deployment": TypeRow(May.MAKES, "makes what a workload of Launch Wizard needs"),
    "AWS::ControlTower::LandingZone": TypeRow(May.MAKES, "makes roles and policies in accounts of the organization"),
    "AWS::ControlTower::EnabledBaseline": TypeRow(
        May.MAKES, "makes roles and policies in accounts of the organization"
    ),
    "AWS::Config::ConformancePack": TypeRow(May.MAKES, "makes what the pack's template says, its remedies included"),
    "AWS::Config::OrganizationConformancePack": TypeRow(
        May.MAKES, "makes what the pack's template says in accounts of the organization", may_be_anywhere=True
    ),
    "AWS::SSMQuickSetup::ConfigurationManager": TypeRow(
        May.MAKES, "makes what a configuration of Quick Setup needs, roles included", may_be_anywhere=True
    ),
    # One that runs documents alone stops machines.
    "AWS::Budgets::BudgetsAction": TypeRow(
        May.MAKES,
        "gives users, groups and roles, or accounts, one more policy when a budget is spent",
        closed={"ActionType": ("RUN_SSM_DOCUMENTS",)},
    ),
    "AWS::SageMaker::Project": TypeRow(May.MAKES, "makes what a product's template says"),
    # Of the other types, those of permissions only take away, and are read.
    "AWS::Organizations::Policy": TypeRow(
        May.MAKES,
        "has backups made in accounts of the organization, and copied to where it says",
        accounts=("TargetIds",),
        closed={"Type": _OF_NO_BACKUPS},
        asking_for="copy_actions",
    ),
    "AWS::SSO::Assignment": TypeRow(May.MAKES, _PEOPLE, accounts=("TargetId",)),
    "AWS::AccountAccess::Entitlement": TypeRow(May.MAKES, _PEOPLE, accounts=("Entitlement.PrincipalRole.Account",)),
}
"""Types that make what no template of the assembly shows."""
