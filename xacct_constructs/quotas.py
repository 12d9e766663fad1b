"""AWS's limits, each once: what stands nowhere else in the package, and is no choice of ours.

Source, where none is named: IAM User Guide, "IAM and AWS STS quotas"
(https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html), checked 2026-11. IAM counts a policy's
characters without white space. Limits that happen to be equal have a name each: AWS changes them one by one.
"""

from datetime import timedelta
from typing import NamedTuple


class Length(NamedTuple):
    """How many characters a text may have."""

    least: int
    most: int

    def __str__(self) -> str:
        """As a sentence has it: `2 to 64`."""
        return f"{self.least} to {self.most}"

    @property
    def times(self) -> str:
        """As a regular expression has it, behind what is repeated: `{2,64}`."""
        return f"{{{self.least},{self.most}}}"

    def without(self, others: int) -> "Length":
        """What is left of it, where so many characters are matched by themselves."""
        return Length(self.least - others, self.most - others)


# Policies, in characters.

TRUST_POLICY_CHARACTERS = 2_048
HIGHEST_TRUST_POLICY_CHARACTERS = 8_192
"""To which quota L-C07B4B0D can be raised."""
ROLE_INLINE_CHARACTERS = 10_240
"""All inline policies of a role together; no other policy may be longer."""
USER_INLINE_CHARACTERS = 2_048
"""All inline policies of a user together."""
GROUP_INLINE_CHARACTERS = 5_120
"""All inline policies of a user group together."""
MANAGED_POLICY_CHARACTERS = 6_144
MANAGED_POLICIES_ATTACHED = 10
"""To one user or one role, unless the account's quota was raised."""
SESSION_POLICY_CHARACTERS = 2_048
"""Of the text that is passed, white space included. Source: STS API reference, AssumeRole, Policy."""

# Names, in characters.

ROLE_NAME_CHARACTERS = 64
USER_NAME_CHARACTERS = 64
GROUP_NAME_CHARACTERS = 128
PERMISSION_SET_NAME_CHARACTERS = 32
"""Source: IAM Identity Center API reference, CreatePermissionSet, Name."""
STACK_NAME_CHARACTERS = 128
"""Source: CloudFormation API reference, CreateStack."""
STACK_RESOURCES = 500
"""Source: CloudFormation User Guide, "Understand CloudFormation quotas"."""
ACCOUNT_STACKS = 2_000
"""In one region of an account, unless its quota was raised. Source: the same."""
TEMPLATE_BYTES = 1_000_000
"""Of a template that lies in S3, white space included. Source: the same, which says 1 MB; CloudFormation's message:
"Template may not exceed 1000000 bytes in size".
"""
POLICY_NAME_CHARACTERS = 128
"""Of managed and of inline policies. Source: IAM API reference, CreatePolicy and PutRolePolicy."""
OIDC_PROVIDER_CHARACTERS = 255
"""Source: IAM API reference, CreateOpenIDConnectProvider, Url."""
OIDC_AUDIENCE_CHARACTERS = 255
"""Source: IAM API reference, CreateOpenIDConnectProvider, ClientIDList."""
PATH_CHARACTERS = 512
"""Source: IAM API reference, CreateRole and CreateUser, Path."""
DESCRIPTION = Length(0, 1_000)
"""Source: IAM API reference, CreateRole, Description."""

# Sessions. Source: STS API reference, AssumeRole; IAM API reference, CreateRole, MaxSessionDuration.

SHORTEST_SESSION_SECONDS = 900
LONGEST_SESSION_SECONDS = 43_200
"""Twelve hours; also the most that a role's maximum session duration may be."""
DEFAULT_MAX_SESSION_SECONDS = 3_600
"""A role's maximum session duration where the role says none."""
SHORTEST_MAX_SESSION_SECONDS = 3_600
DEFAULT_SESSION_SECONDS = 3_600
"""A session's duration where the caller asks for none."""
CHAINED_SESSION_SECONDS = 3_600
"""The longest session that temporary credentials may ask for, whatever the role says.

Source: IAM User Guide, "Role chaining"; AWS refuses more to a user's GetSessionToken credentials too.
"""
ROLE_SESSION_NAME = Length(2, 64)
SOURCE_IDENTITY = Length(2, 64)
EXTERNAL_ID = Length(2, 1_224)
MFA_DEVICE = Length(9, 256)
"""Its ARN or serial number."""
MFA_CODE_DIGITS = 6
SESSION_TAGS = 50
"""So many tags may one session have. Source: IAM User Guide, "Pass session tags in AWS STS"."""
SESSION_TAG_KEY = Length(1, 128)
SESSION_TAG_VALUE = Length(0, 256)

# Resources.

BUCKET_NAME = Length(3, 63)
"""Source: Amazon S3 User Guide, "General purpose bucket naming rules"."""
OBJECT_KEY_BYTES = 1_024
"""Of an S3 key, in UTF-8. Source: Amazon S3 User Guide, "Naming Amazon S3 objects"."""
TABLE_NAME = Length(3, 255)
"""Of a table and of an index. Source: Amazon DynamoDB Developer Guide, "Quotas"."""
PARTITION_KEY_BYTES = 2_048
"""Source: Amazon DynamoDB Developer Guide, "Quotas"."""

# IDs that AWS makes, in characters behind their prefix: `o-`, `r-`, the second part of `ou-…-…`, `p-`, `vpce-`.

ORGANIZATION_ID = Length(10, 32)
"""Source: Organizations API reference, Organization."""
ORGANIZATION_ROOT_ID = Length(4, 32)
"""Source: Organizations API reference, Root."""
ORGANIZATIONAL_UNIT_ID = Length(8, 32)
"""Source: Organizations API reference, OrganizationalUnit."""
ORGANIZATION_POLICY_ID = Length(8, 128)
"""Source: Organizations API reference, PolicySummary."""
VPC_ENDPOINT_ID = Length(8, 17)
"""Eight digits before 2018, seventeen since. Source: Amazon EC2 User Guide, "Resource IDs"."""

# Signatures.

CLOCK_TOLERANCE = timedelta(minutes=5)
"""AWS refuses a signature whose clock is further off. Source: IAM User Guide, "Signature Version 4", X-Amz-Date."""
