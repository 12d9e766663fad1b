"""Actions that only read, of every service: whoever may call no others changes nothing, and starts nothing.

Source: Service Authorization Reference, access levels "List" and "Read".
"""

from xacct_constructs.iam import action_matcher

_VERBS = ("BatchDescribe", "BatchGet", "Describe", "Get", "Head", "List", "Lookup", "Query", "Scan", "Search")
"""How the names of actions begin that only read, but for the next two."""
_READING_TOO = """
    access-analyzer:Check* access-analyzer:ValidatePolicy aws-portal:View* budgets:ViewBudget
    cloudformation:Detect*Drift cloudformation:EstimateTemplateCost cloudformation:ValidateTemplate
    config:SelectAggregateResourceConfig config:SelectResourceConfig dynamodb:ConditionCheckItem
    dynamodb:PartiQLSelect ecr:BatchCheckLayerAvailability events:TestEventPattern iam:GenerateCredentialReport
    iam:GenerateOrganizationsAccessReport iam:GenerateServiceLastAccessedDetails iam:Simulate*Policy
    logs:FilterLogEvents logs:StartLiveTail logs:StartQuery logs:StopLiveTail logs:StopQuery logs:TestMetricFilter
    rds:DownloadCompleteDBLogFile rds:DownloadDBLogFilePortion sqs:ReceiveMessage
    states:ValidateStateMachineDefinition support:DownloadAttachment wafv2:CheckCapacity xray:*TraceRetrieval
"""
"""What is called otherwise, and asked for by whoever watches an account or builds for it."""
READING = (*(f"*:{verb}*" for verb in _VERBS), *_READING_TOO.split())
"""Actions that only read, but for the next."""

_NOT_READING = """
    aidevops:DescribeSupportLevel appfabric:BatchGetUserAccessTasks arc-region-switch:GetResourcePolicy
    athena:GetSessionEndpoint backup-storage:DescribeBackupJob backup-storage:GetBaseBackup backup-storage:GetChunk
    backup-storage:GetIncrementalBaseBackup backup-storage:GetObjectMetadata backup-storage:ListChunks
    backup-storage:ListObjects backup:ListIndexedRecoveryPointsForSearch backup:SearchRecoveryPoint
    bcm-pricing-calculator:ListTagsForResource bedrock-agentcore:GetWorkloadAccessToken* billing:GetResourcePolicy
    cloudshell:GetFileDownloadUrls cloudshell:GetFileUploadUrls cloudwatch:QueryTraces cloudwatch:SearchPrincipals
    cognito-identity:GetId cognito-idp:GetTokensFromRefreshToken datazone:GetIamPortalLoginUrl
    elasticmapreduce:GetClusterSessionCredentials elasticmapreduce:GetOnClusterAppUIPresignedURL
    elasticmapreduce:GetPersistentAppUIPresignedURL elasticmapreduce:GetSessionEndpoint
    emr-containers:GetManagedEndpointSessionCredentials fsx:GetResourcePolicy glue:BatchGetStageFiles
    glue:DescribeConnectionType glue:DescribeEntity glue:GetDataPreviewStatement glue:GetEnvironment
    glue:GetExecutors* glue:GetLogParsingStatus glue:GetNotebookInstanceStatus glue:GetQueries glue:GetQuery
    glue:GetRecipeAction glue:GetStage* glue:GetStorage* glue:ListConnectionTypes glue:ListEntities
    honeycode:ListTagsForResource iot:GetConnection iot:ListSubscriptions lakeformation:GetDataAccess
    lightsail:GetInstanceAccessDetails lightsail:GetRelationalDatabaseMasterUserPassword managedblockchain:GET
    monitron:ListProjectAdminUsers quicksight:DescribeKnowledgeBasePermissions quicksight:DescribeSpacePermissions
    quicksight:DescribeTopicPermissions redshift-serverless:GetCredentials redshift:GetClusterCredentials*
    route53globalresolver:ListTagsForResource security-ir:GetCaseAttachmentUploadUrl
    social-messaging:GetWhatsAppMessageMedia ssm-sap:GetResourcePermission states:GetActivityTask
    sts:GetDelegatedAccessToken sts:GetFederationToken sts:GetWebIdentityToken
"""
NOT_READING = tuple(_NOT_READING.split())
"""Actions whose names begin so, and to which AWS gives another level."""

_GIVING_CREDENTIALS = """
    amplifybackend:GetToken bedrock-agentcore:GetResource*Key bedrock-agentcore:GetResource*Token
    codeartifact:GetAuthorizationToken codeconnections:GetConnectionToken codeconnections:GetIndividualAccessToken
    codestar-connections:GetConnectionToken codestar-connections:GetIndividualAccessToken
    cognito-identity:GetCredentialsForIdentity cognito-identity:GetOpenIdToken* connect:GetFederationToken*
    datazone:GetConnection datazone:Get*Credentials ec2:GetPasswordData emr-serverless:GetSessionEndpoint
    finspace:GetKxConnectionString finspace-api:GetProgrammaticAccessCredentials gamelift:GetComputeAccess
    gamelift:GetComputeAuthToken gamelift:GetInstanceAccess glue:GetConnection* glue:GetSessionEndpoint
    iot:GetConnection lakeformation:GetTemporary*Credentials license-manager:GetAccessToken
    lightsail:GetBucketAccessKeys pca-connector-scep:GetChallengePassword redshift:GetIdentityCenterAuthToken
    redshift-serverless:GetIdentityCenterAuthToken secretsmanager:BatchGetSecretValue secretsmanager:GetSecretValue
    ssm:GetAccessToken ssm:GetParameter ssm:GetParameterHistory ssm:GetParameters*
"""
GIVING_CREDENTIALS = tuple(_GIVING_CREDENTIALS.split())
"""Actions that read what is kept to be somebody's credentials, or make them."""

_CHANGING_ACCESS = """
    account-access:* account:*PrimaryEmailUpdate cloudformation:* config:Put*ConformancePack controltower:* iam:*
    identity-sync:* identitystore:* launchwizard:* organizations:* servicecatalog:* sso-directory:* sso:* sts:AssumeRoot
"""
CHANGING_ACCESS = tuple(_CHANGING_ACCESS.split())
"""Actions by which whoever may write gives himself, or somebody, what else there is: policies, people, templates."""

TELLING = (
    *("cloudwatch:PutMetricData", "logs:CreateLogGroup", "logs:CreateLogStream", "logs:PutLogEvents"),
    *("xray:PutTelemetryRecords", "xray:PutTraceSegments"),
)
"""Actions by which programs tell of themselves, as nearly all do: what is written so is read to learn, not to obey."""


ORDERING_NOTHING = (
    *("cloudfront:CreateInvalidation", "cloudfront:CreateInvalidationForDistributionTenant", "lambda:PublishVersion"),
    *("ses:SendBulkEmail", "ses:SendBulkTemplatedEmail", "ses:SendEmail", "ses:SendRawEmail", "ses:SendTemplatedEmail"),
    *("sqs:ChangeMessageVisibility", "sqs:DeleteMessage", "support:RefreshTrustedAdvisorCheck"),
)
"""Actions that leave nothing which a program of the account obeys: a copy is dropped, a message taken, mail sent out,
the code that is there kept as a version.

Whoever receives mail for the account may be sent it by anybody.
"""


def only_reads(action: str) -> bool:
    """Whether an action, named without a wildcard, changes nothing and starts nothing."""
    return action_matcher(READING)(action) is not None and action_matcher(NOT_READING)(action) is None
