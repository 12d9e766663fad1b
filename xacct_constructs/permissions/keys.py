"""KMS keys: the decrypt that reading an encrypted object needs, and nothing more.

Source: AWS KMS Developer Guide, "kms:ViaService" and "Encryption context"; Amazon S3 User Guide, "Using server-side
encryption with AWS KMS keys" (with bucket keys the encryption context is the bucket's ARN).
"""

import json
import re
from collections.abc import Iterator

from xacct_constructs import arns
from xacct_constructs.arns import Arn
from xacct_constructs.finding import Finding, error, warning
from xacct_constructs.partitions import DNS_SUFFIXES
from xacct_constructs.texts import shown
from xacct_constructs.values import Statement

_KEY_ARN = r"arn:(aws[a-z-]*):kms:([a-z0-9-]+):([0-9]{12}):key/([A-Za-z0-9-]+|\$\{[A-Za-z0-9._-]+\})"


def is_in_template(key_arn: str) -> bool:
    """Whether the key's ID is a name for what only a template knows: `key/${STACK.LOGICAL_ID}`."""
    return bool(re.fullmatch(_KEY_ARN, key_arn)) and "${" in key_arn


def decrypt_statement(key_arn: str, bucket_arn: str) -> Statement:
    """Decrypt with this key, through S3 in the key's region, for objects of this bucket.

    A prefix cannot bind here: with bucket keys the encryption context is the bucket's ARN.
    """
    key = arns.parse(key_arn)
    return {
        "Effect": "Allow",
        "Action": "kms:Decrypt",
        "Resource": key_arn,
        "Condition": {
            "StringEquals": {"kms:ViaService": f"s3.{key.region}.{DNS_SUFFIXES[key.partition]}"},
            "StringLike": {"kms:EncryptionContext:aws:s3:arn": [bucket_arn, f"{bucket_arn}/*"]},
        },
    }


def key_owner_statement(key_arn: str, bucket_arn: str, role: Arn) -> str:
    """The statement that the key's owner adds to the key policy, as JSON."""
    decrypt = decrypt_statement(key_arn, bucket_arn)
    statement = {
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:{role.partition}:iam::{role.account}:root"},
        "Action": "kms:Decrypt",
        "Resource": "*",
        "Condition": {"ArnEquals": {"aws:PrincipalArn": str(role)}, **decrypt["Condition"]},
    }
    return json.dumps(statement)


def check_key(path: str, key: object, bucket_arn: str, role: Arn) -> Iterator[Finding]:
    """A key is named by its key ARN; a key outside the app has an owner who must agree."""
    if not isinstance(key, str):
        message = f"must be a key's ARN, got {type(key).__name__}"
        yield error("XA110", path, message, "pass a CDK key to TrustingAccountRole(...), its ARN everywhere else")
        return
    found = re.fullmatch(_KEY_ARN, key)
    if not found or found[1] != role.partition or role.partition not in DNS_SUFFIXES:
        fix = "an alias can be moved to another key" if "alias" in key else "copy the ARN from the KMS console"
        if "${Token[" in key:
            fix = "pass the CDK key itself"
        message = f"must be a key ARN (arn:{role.partition}:kms:REGION:ACCOUNT:key/ID), got {shown(key)}"
        yield error("XA110", path, message, fix)
    elif not is_in_template(key):
        yield key_owner_finding(path, key, bucket_arn, role)


def key_owner_finding(path: str, key_arn: str, bucket_arn: str, role: Arn) -> Finding:
    """What the key's owner has to see to."""
    elsewhere = arns.parse(key_arn).account != role.account
    needs = "always needs" if elsewhere else "needs, unless it lets the account's root use kms:*,"
    message = f"is not this library's to edit: the policy of {key_arn} {needs} a statement for the role"
    return warning("XA111", path, message, "add " + key_owner_statement(key_arn, bucket_arn, role))
