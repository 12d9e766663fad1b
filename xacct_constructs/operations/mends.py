"""The lines that mend: commands of the AWS CLI, with the policies that the agreement writes."""

import json
import shlex
from collections.abc import Mapping, Sequence
from typing import Any

from xacct_constructs.agreement import Agreement, TrustedRole, TrustedUser
from xacct_constructs.assembly import Identity
from xacct_constructs.policies import assume_policy, permission_policy, trust_policy
from xacct_constructs.resources.trusted import ASSUME_POLICY_NAME
from xacct_constructs.resources.trusting import PERMISSIONS_POLICY_NAME


def line(service: str, operation: str, **options: str | Mapping[str, Any] | Sequence[Any]) -> str:
    """One command of the AWS CLI; documents are written as JSON."""
    words = ["aws", service, operation]
    for name, value in options.items():
        words += [f"--{name.replace('_', '-')}", value if isinstance(value, str) else json.dumps(value)]
    return shlex.join(words)


def trust(agreement: Agreement) -> str:
    """Give the role the agreement's trust policy."""
    document = trust_policy(agreement)
    return line("iam", "update-assume-role-policy", role_name=agreement.role_name, policy_document=document)


def permissions(agreement: Agreement) -> str:
    """Give the role the agreement's permissions."""
    document = permission_policy(agreement)
    if agreement.managed_policy_name is not None:
        arn = f"arn:{agreement.partition}:iam::{agreement.trusting_account}:policy/{agreement.managed_policy_name}"
        return line("iam", "create-policy-version", policy_arn=arn, policy_document=document) + " --set-as-default"
    role = {"role_name": agreement.role_name, "policy_name": PERMISSIONS_POLICY_NAME}
    return line("iam", "put-role-policy", **role, policy_document=document)


def assuming(agreement: Agreement, principal: TrustedUser | TrustedRole, found: Identity | None) -> str:
    """Let the principal assume the role; what its policy of that name allows already stays."""
    document = assume_policy([agreement.reference])
    for policy in found.policies if found else ():
        if policy.origin.property == f"inline policy {ASSUME_POLICY_NAME}":
            kept = policy.document["Statement"]
            wanted = document["Statement"]
            statements = kept if isinstance(kept, list) else [kept]
            document = {**document, "Statement": [*statements, *(each for each in wanted if each not in statements)]}
    name = {f"{principal.kind}_name": principal.name, "policy_name": ASSUME_POLICY_NAME}
    return line("iam", f"put-{principal.kind}-policy", **name, policy_document=document)


def boundary(kind: str, name: str, agreed: str | None) -> str:
    """Give a user or role the permissions boundary that is agreed, or none."""
    holder = {f"{kind}_name": name}
    if agreed is None:
        return line("iam", f"delete-{kind}-permissions-boundary", **holder)
    return line("iam", f"put-{kind}-permissions-boundary", **holder, permissions_boundary=agreed)
