"""What the local AWS does not enforce, so that no test against it may claim it. Checked with ministack 1.5.33."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Limit:
    """One thing AWS enforces and the local AWS does not."""

    name: str
    reason: str

    def __str__(self) -> str:
        """One line for a test's output."""
        return f"{self.name}: {self.reason}"


MFA = Limit("MFA", "AssumeRole never carries it, so a role that asks for it admits nobody")
ORGANIZATION = Limit("organizations", "every account is an organization of its own, without policies")
SOURCE_IDENTITY = Limit("source identity", "sts:SourceIdentity is never present in a request")
POLICY_VARIABLES = Limit("policy variables", "${aws:username} is compared as it is written")
KMS_THROUGH_S3 = Limit("KMS keys of encrypted objects", "GetObject never asks KMS; a direct kms:Decrypt is decided")
KMS_CONTEXT = Limit("kms:ViaService and kms:EncryptionContext", "never present in a request")
KMS_ACROSS_ACCOUNTS = Limit("KMS keys of other accounts", "never found, whatever the key's policy says")
BUCKET_POLICY_OF_USER = Limit(
    "bucket policies that name another account's user", "only the account's root is recognized as principal"
)
CHAINED_PRINCIPAL_ARN = Limit(
    "roles bound by aws:PrincipalArn", "a session's aws:PrincipalArn is the session's ARN, where AWS has its role's"
)
RESOURCE_ACCOUNT = Limit("aws:ResourceAccount of buckets", "it is the caller's account, whoever owns the bucket")
SLASH_AT_THE_END = Limit("keys that end in a slash", "the slash is dropped before policies see the key")
TRUST_WITHIN_ACCOUNT = Limit(
    "trust policies that name a principal of the same account", "the principal's own policies have to allow it too"
)
BOUNDARY_OF_ROLE = Limit(
    "permissions boundaries of roles in templates", "CloudFormation drops them; set by API they hold"
)
BUCKET_OWNER = Limit("ExpectedBucketOwner", "a request that names another account than the bucket's owner is answered")
FOREIGN_INLINE_POLICY = Limit(
    "roles with a policy that CloudFormation does not know",
    "a stack's deletion deletes them, where AWS has it fail until the policy is gone",
)
LEADING_KEYS = Limit("dynamodb:LeadingKeys", "never present in a request, so a role that asks for one reads no item")
KMS_THROUGH_DYNAMODB = Limit("KMS keys of encrypted tables", "no read asks KMS")
TABLE_KEY = Limit("keys of tables in templates", "CloudFormation drops them, so the table does not name its key")
TABLE_POLICY = Limit("policies of tables", "they are kept, and never asked")
TABLES_ACROSS_ACCOUNTS = Limit("tables of other accounts", "never found, where AWS has policies say no")

ALL = (
    MFA,
    ORGANIZATION,
    SOURCE_IDENTITY,
    POLICY_VARIABLES,
    KMS_THROUGH_S3,
    KMS_CONTEXT,
    KMS_ACROSS_ACCOUNTS,
    BUCKET_POLICY_OF_USER,
    CHAINED_PRINCIPAL_ARN,
    RESOURCE_ACCOUNT,
    SLASH_AT_THE_END,
    TRUST_WITHIN_ACCOUNT,
    BOUNDARY_OF_ROLE,
    BUCKET_OWNER,
    FOREIGN_INLINE_POLICY,
    LEADING_KEYS,
    KMS_THROUGH_DYNAMODB,
    TABLE_KEY,
    TABLE_POLICY,
    TABLES_ACROSS_ACCOUNTS,
)
"""Every limit."""
