"""KMS keys: the decrypt that reading what is encrypted needs, and nothing more.

Source: AWS KMS Developer Guide, "kms:ViaService" and "Encryption context".
"""

import json
import re
from collections.abc import Iterator
from typing import NamedTuple

from xacct_constructs import arns
from xacct_constructs.arns import Arn
from xacct_constructs.finding import Finding, error, warning
from xacct_constructs.partitions import DNS_SUFFIXES
from xacct_constructs.texts import shown
from xacct_constructs.values import Conditions, StatementJSON, with_conditions

_KEY_ARN = r"arn:(aws[a-z-]*):kms:([a-z0-9-]+):([0-9]{12}):key/([A-Za-z0-9-]+|\$\{[A-Za-z0-9._-]+\})"


def key_id(key: str) -> str:
    """The ID in a key's ARN, or the ID itself: AWS names a key by either."""
    return arns.parse(key).name if arns.is_arn(key) else key


def is_in_template(key_arn: str) -> bool:
    """Whether the key's ID is a name for what only a template knows: `key/${STACK.LOGICAL_ID}`."""
    return bool(re.fullmatch(_KEY_ARN, key_arn)) and "${" in key_arn


class Decryption(NamedTuple):
    """How a service asks KMS to decrypt for a session of the role.

    Attributes:
        service: The service, as `kms:ViaService` begins: `s3`.
        context: Conditions on the encryption context that it gives.
    """

    service: str
    context: Conditions

    def statement(self, key_arn: str) -> StatementJSON:
        """Decrypt with this key, through the service in the key's region, for what the context says."""
        key = arns.parse(key_arn)
        via = {"StringEquals": {"kms:ViaService": f"{self.service}.{key.region}.{DNS_SUFFIXES[key.partition]}"}}
        allow = {"Effect": "Allow", "Action": "kms:Decrypt", "Resource": key_arn}
        return with_conditions(allow, via, self.context)

    def owner_statement(self, key_arn: str, role: Arn) -> str:
        """The statement that the key's owner adds to the key policy, as JSON."""
        statement = {
            "Effect": "Allow",
            "Principal": {"AWS": f"arn:{role.partition}:iam::{role.account}:root"},
            "Action": "kms:Decrypt",
            "Resource": "*",
            "Condition": {"ArnEquals": {"aws:PrincipalArn": str(role)}, **self.statement(key_arn)["Condition"]},
        }
        return json.dumps(statement)

    def owner_finding(self, path: str, key_arn: str, role: Arn) -> Finding:
        """What the key's owner has to see to."""
        elsewhere = arns.parse(key_arn).account != role.account
        needs = "always needs" if elsewhere else "needs, unless it lets the account's root use kms:*,"
        message = f"is not this library's to edit: the policy of {key_arn} {needs} a statement for the role"
        return warning("XA111", path, message, "add " + self.owner_statement(key_arn, role))


def check_key(path: str, key: object, decryption: Decryption, role: Arn) -> Iterator[Finding]:
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
        yield decryption.owner_finding(path, key, role)
