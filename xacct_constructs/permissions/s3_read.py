"""Read objects of one bucket: read, and nothing that only sounds like it.

Source: Service Authorization Reference, Amazon S3; IAM User Guide, aws:ResourceAccount.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import KW_ONLY, dataclass
from typing import TYPE_CHECKING, Union

from xacct_constructs.arns import Arn
from xacct_constructs.finding import Finding, Severity, warning
from xacct_constructs.names import check_account, check_flag
from xacct_constructs.permissions.buckets import bucket_name, check_bucket
from xacct_constructs.permissions.keys import Decryption, check_key
from xacct_constructs.permissions.permission import Use
from xacct_constructs.permissions.prefixes import check_prefixes, pattern
from xacct_constructs.signatures import explained_value
from xacct_constructs.values import StatementJSON, as_tuple, scalar, with_conditions

if TYPE_CHECKING:
    from aws_cdk.interfaces.aws_kms import IKeyRef
    from aws_cdk.interfaces.aws_s3 import IBucketRef


def decryption(bucket_arn: str) -> Decryption:
    """What S3 asks of the key for objects of this bucket.

    A prefix cannot bind here: with bucket keys the encryption context is the bucket's ARN (Amazon S3 User Guide, "Using
    server-side encryption with AWS KMS keys").
    """
    from xacct_constructs.services import S3_BUCKET  # not before a key is there: the constructs load without

    context = {key: [told, f"{told}/*"] for key, told in S3_BUCKET.told_to_kms(bucket_arn).items()}
    return Decryption(S3_BUCKET.service, {"StringLike": context})


@explained_value
@dataclass(frozen=True)
class S3Read:
    """List and read the objects of a bucket, by default the current version of each.

    `HeadBucket` carries no prefix and is refused where prefixes are given. A missing key answers 403 where its
    parent may not be listed.

    Attributes:
        bucket: The bucket's name or ARN; in `TrustingAccountRole(...)` also a CDK bucket, whose key is then used too.
        prefixes: Prefixes that keys must begin with, each with its trailing slash. Default: the whole bucket.
        owner: The account that owns the bucket. Default: the CDK bucket's, or the trusting account.
        versions: Whether old versions are read too. Default: no.
        tags: Whether object tags are read too. Default: no.
        attributes: Whether object attributes (checksums, parts, storage class) are read too. Default: no.
        kms_key: ARN of the key that encrypts the objects. Default: the CDK bucket's key, or none.
    """

    bucket: Union[str, "IBucketRef"]
    _: KW_ONLY
    prefixes: Sequence[str] | None = None
    owner: str | None = None
    versions: bool = False
    tags: bool = False
    attributes: bool = False
    kms_key: Union[str, "IKeyRef", None] = None

    def __post_init__(self) -> None:
        """Make the value independent of the caller's list."""
        object.__setattr__(self, "prefixes", as_tuple(self.prefixes))

    def bucket_arn(self, partition: str) -> str:
        """The bucket's ARN."""
        return f"arn:{partition}:s3:::{bucket_name(str(self.bucket))}"

    def uses(self, role: Arn) -> tuple[Use, ...]:
        """The bucket."""
        key = None if self.kms_key is None else str(self.kms_key)
        return (Use(self.bucket_arn(role.partition), self.owner or role.account, key),)

    def _object_actions(self) -> list[str]:
        actions = ["s3:GetObject"]
        for asked, suffix in ((self.tags, "Tagging"), (self.attributes, "Attributes")):
            actions += [f"s3:GetObject{suffix}"] if asked else []
        if self.versions:
            actions += [action.replace("GetObject", "GetObjectVersion") for action in actions]
        return actions

    def _s3_statements(self, partition: str) -> list[StatementJSON]:
        bucket = self.bucket_arn(partition)
        patterns = [pattern(prefix) for prefix in self.prefixes or ()]
        lists = ["s3:ListBucket", "s3:ListBucketVersions"] if self.versions else ["s3:ListBucket"]
        objects: StatementJSON = {
            "Effect": "Allow",
            "Action": scalar(self._object_actions()),
            "Resource": scalar([f"{bucket}/{each}" for each in patterns or ["*"]]),
        }
        if not patterns:
            return [objects, {"Effect": "Allow", "Action": [*lists, "s3:GetBucketLocation"], "Resource": bucket}]
        condition = {"StringLike": {"s3:prefix": scalar(patterns)}}
        return [
            objects,
            {"Effect": "Allow", "Action": scalar(lists), "Resource": bucket, "Condition": condition},
            {"Effect": "Allow", "Action": "s3:GetBucketLocation", "Resource": bucket},
        ]

    def statements(self, role: Arn) -> list[StatementJSON]:
        """Objects, list, location, and decrypt where there is a key; all tied to the bucket's owner."""
        tie = {"StringEquals": {"aws:ResourceAccount": self.owner or role.account}}
        found = [
            with_conditions(statement, tie, statement.get("Condition", {}))
            for statement in self._s3_statements(role.partition)
        ]
        if self.kms_key is not None:
            found.append(decryption(self.bucket_arn(role.partition)).statement(str(self.kms_key)))
        return found

    def check(self, path: str, role: Arn) -> Iterator[Finding]:
        """Findings about bucket, prefixes, owner and key."""
        problems = list(check_bucket(f"{path}.bucket", self.bucket, role.partition))
        bucket_arn = "" if problems else self.bucket_arn(role.partition)
        problems += check_prefixes(f"{path}.prefixes", self.prefixes, bucket_arn)
        for name in ("versions", "tags", "attributes"):
            problems += check_flag(f"{path}.{name}", getattr(self, name))
        if self.owner is not None:
            problems += check_account(f"{path}.owner", self.owner)
        yield from problems
        if self.kms_key is not None:
            yield from check_key(f"{path}.kms_key", self.kms_key, decryption(bucket_arn), role)
        stands = not any(each.severity is Severity.ERROR for each in problems)
        if stands and self.owner not in (None, role.account):
            message = f"is {self.owner}, which the role's account {role.account} cannot speak for"
            name = bucket_name(str(self.bucket))
            fix = f"its owner adds to the policy of bucket {name}: {self._owner_policy(role)}"
            yield warning("XA109", f"{path}.owner", message, fix)

    def _owner_policy(self, role: Arn) -> str:
        who = {
            "Principal": {"AWS": f"arn:{role.partition}:iam::{role.account}:root"},
        }
        bind = {"ArnEquals": {"aws:PrincipalArn": str(role)}}
        statements = [
            with_conditions({**who, **statement}, bind, statement.get("Condition", {}))
            for statement in self._s3_statements(role.partition)
        ]
        return json.dumps(statements)
