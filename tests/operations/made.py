"""Agreements made in the local AWS by API, each with names of its own, to be broken one at a time."""

import itertools
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from xacct_constructs import Agreement, S3Read, Safeguards, TrustedUser
from xacct_constructs.local import story
from xacct_constructs.local.accounts import Accounts
from xacct_constructs.policies import assume_policy, permission_policy, trust_policy
from xacct_constructs.values import StatementJSON

_NUMBERS = itertools.count(1)
EVERYTHING: StatementJSON = {"Effect": "Allow", "Action": "*", "Resource": "*"}


def document(*statements: Mapping[str, Any]) -> str:
    """A policy of these statements."""
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


@dataclass(frozen=True)
class Made:
    """One agreement, made in both accounts."""

    accounts: Accounts
    agreement: Agreement

    @property
    def user(self) -> str:
        """The trusted user's name."""
        principal = self.agreement.trusted_principals[0]
        assert isinstance(principal, TrustedUser)
        return principal.name

    @property
    def read(self) -> S3Read:
        """The permission."""
        permission = self.agreement.permissions[0]
        assert isinstance(permission, S3Read)
        return permission

    @property
    def bucket(self) -> str:
        """The bucket's name."""
        return str(self.read.bucket)

    @property
    def role(self) -> str:
        """The role's name."""
        return self.agreement.role_name

    def client(self, service: str, account: str = story.TRUSTING_ACCOUNT) -> Any:
        """A client of an account's root."""
        return self.accounts.clients.of_account(service, account)

    @property
    def iam(self) -> Any:
        """IAM of the trusting account."""
        return self.client("iam")

    @property
    def users(self) -> Any:
        """IAM of the trusted account."""
        return self.client("iam", story.TRUSTED_ACCOUNT)

    def edit_trust(self, **changes: Any) -> None:
        """Change elements of the trust policy's first statement."""
        trust = trust_policy(self.agreement)
        trust["Statement"][0] |= changes
        self.iam.update_assume_role_policy(RoleName=self.role, PolicyDocument=json.dumps(trust))

    def edit_condition(self, operator: str, key: str, value: str) -> None:
        """Change or add one condition of each statement of the trust policy."""
        trust = trust_policy(self.agreement)
        for statement in trust["Statement"]:
            statement["Condition"] = {
                **statement["Condition"],
                operator: {**statement["Condition"].get(operator, {}), key: value},
            }
        self.iam.update_assume_role_policy(RoleName=self.role, PolicyDocument=json.dumps(trust))

    def trust_as(self, agreement: Agreement) -> None:
        """Deploy the trust policy of another agreement."""
        text = json.dumps(trust_policy(agreement))
        self.iam.update_assume_role_policy(RoleName=self.role, PolicyDocument=text)

    def boundary(self, account: str, *statements: Mapping[str, Any]) -> str:
        """A managed policy with a name of its own."""
        name = f"boundary-{next(_NUMBERS)}"
        made = self.client("iam", account).create_policy(PolicyName=name, PolicyDocument=document(*statements))
        return str(made["Policy"]["Arn"])


def make(
    accounts: Accounts,
    safeguards: Safeguards | None = None,
    *,
    encrypted: bool = False,
    versions: bool = False,
    tags: bool = False,
) -> Made:
    """Make one agreement: role, user, versioned bucket with an object, and where asked, a key.

    The policies are the library's own.
    """
    number = next(_NUMBERS)
    kms = accounts.clients.of_account("kms", story.TRUSTING_ACCOUNT)
    key = kms.create_key()["KeyMetadata"]["Arn"] if encrypted else None
    bucket = f"acme-reports-{number}"
    agreement = Agreement(
        role_name=f"reader-{number}",
        trusting_account=story.TRUSTING_ACCOUNT,
        trusted_principals=[TrustedUser(account=story.TRUSTED_ACCOUNT, name=f"alice-{number}")],
        permissions=[S3Read(bucket, prefixes=["monthly/"], kms_key=key, versions=versions, tags=tags)],
        safeguards=safeguards or Safeguards(),
    )
    made = Made(accounts, agreement)
    s3 = made.client("s3")
    s3.create_bucket(Bucket=bucket, CreateBucketConfiguration={"LocationConstraint": story.REGION})
    s3.put_bucket_versioning(Bucket=bucket, VersioningConfiguration={"Status": "Enabled"})
    if key:
        rule = {"SSEAlgorithm": "aws:kms", "KMSMasterKeyID": key}
        rules = {"Rules": [{"ApplyServerSideEncryptionByDefault": rule}]}
        s3.put_bucket_encryption(Bucket=bucket, ServerSideEncryptionConfiguration=rules)
    s3.put_object(Bucket=bucket, Key=story.REPORT, Body=b"month,orders\n")
    s3.put_object(Bucket=bucket, Key=story.OTHER_OBJECT, Body=b"name,salary\n")
    make_role(made)
    make_user(made)
    return made


def make_role(made: Made) -> None:
    """The role, its trust policy and its permissions."""
    duration = made.agreement.safeguards.max_session_duration or timedelta(hours=1)
    made.iam.create_role(
        RoleName=made.role,
        AssumeRolePolicyDocument=json.dumps(trust_policy(made.agreement)),
        MaxSessionDuration=int(duration.total_seconds()),
    )
    text = json.dumps(permission_policy(made.agreement))
    made.iam.put_role_policy(RoleName=made.role, PolicyName="permissions", PolicyDocument=text)


def make_user(made: Made) -> None:
    """The user and her policy."""
    made.users.create_user(UserName=made.user)
    text = json.dumps(assume_policy([made.agreement.reference]))
    made.users.put_user_policy(UserName=made.user, PolicyName="assume-roles", PolicyDocument=text)


RICH = Safeguards(
    external_ids=["acme-7f3a91"],
    organization_id="o-acme012345",
    source_identities=["alice"],
    session_tags={"team": ["blue"]},
    session_name_is_user_name=True,
    expiry=datetime(2100, 1, 1, tzinfo=UTC),
    max_session_duration=timedelta(hours=2),
)
"""Every safeguard that doctor can judge without a device."""


def with_safeguards(agreement: Agreement, **changes: Any) -> Agreement:
    """The agreement, its safeguards changed."""
    return replace(agreement, safeguards=replace(agreement.safeguards, **changes))
