"""AWS Key Management Service.

Source: Service Authorization Reference, AWS KMS; AWS KMS Developer Guide, "Default key policy" and "kms:CallerAccount";
CloudFormation Template Reference, AWS::KMS::Key.
"""

from collections.abc import Mapping
from typing import Any

from xacct_constructs.arns import Arn
from xacct_constructs.iam import ResourcePolicyKind
from xacct_constructs.services.reference.kms import ACTIONS, ARNS, CONDITION_KEYS
from xacct_constructs.services.service import CloudFormationType, ResourceKind, Service, form_of


def default_key_policy(key: Arn) -> Mapping[str, Any]:
    """What KMS gives a key that is made without a policy: its account's administrators delegate."""
    root = {"AWS": f"arn:{key.partition}:iam::{key.account}:root"}
    statement = {"Effect": "Allow", "Principal": root, "Action": "kms:*", "Resource": "*"}
    return {"Version": "2012-10-17", "Statement": [statement]}


KMS_KEY = ResourceKind(
    service="kms",
    name="key",
    form=form_of(ARNS, "key"),
    policy=ResourcePolicyKind.KEY,
    default=default_key_policy,
    shown_by=lambda arn: ("kms", "get-key-policy", "--key-id", str(arn)),
)

KMS = Service(
    name="kms",
    arns=ARNS,
    actions=ACTIONS,
    condition_keys=CONDITION_KEYS,
    usual="""Decrypt Encrypt GenerateDataKey GenerateDataKeyWithoutPlaintext ReEncryptFrom ReEncryptTo DescribeKey
    CreateGrant ListGrants RevokeGrant GetKeyPolicy PutKeyPolicy""",
    verbs={"decrypt with": "Decrypt"},
    operations={"ReEncrypt": "ReEncryptFrom ReEncryptTo"},
    account_key="kms:CallerAccount",
    resources=(KMS_KEY,),
    types=(
        CloudFormationType(
            name="AWS::KMS::Key",
            form=ARNS["key"],
            arn_attribute="Arn",
            makes=KMS_KEY,
            policy_in="KeyPolicy",
            settings={"enabled": "Enabled", "material": "Origin"},
        ),
        CloudFormationType(name="AWS::KMS::Alias", form=ARNS["alias"], named_by="AliasName"),
    ),
)
