"""The story that the tables vary: production's reports-reader admits staging's alice to the monthly reports."""

from collections.abc import Iterable, Mapping
from typing import Any

from xacct_constructs import Agreement, Finding, S3Read, Safeguards, TrustedRole, TrustedUser
from xacct_constructs.policies import permission_policy, trust_policy

PRODUCTION = "111111111111"
STAGING = "222222222222"
OTHER = "333333333333"
ALICE = TrustedUser(account=STAGING, name="alice")
WORKLOAD = TrustedRole(account=STAGING, name="workload")
ALICE_ARN = f"arn:aws:iam::{STAGING}:user/alice"
ROLE_ARN = f"arn:aws:iam::{PRODUCTION}:role/reports-reader"
REPORTS = S3Read("acme-reports", prefixes=["monthly/"])
KEY_ARN = f"arn:aws:kms:eu-west-1:{PRODUCTION}:key/1234abcd-12ab-34cd-56ef-1234567890ab"
POLICY_ARN = f"arn:aws:iam::{PRODUCTION}:policy/boundary"


def agreement(**changed: Any) -> Agreement:
    """The story's agreement, with some arguments changed; any value is let through."""
    story: dict[str, Any] = {
        "role_name": "reports-reader",
        "trusting_account": PRODUCTION,
        "trusted_principals": [ALICE],
        "permissions": [REPORTS],
    }
    return Agreement(**{**story, **changed})


def guarded(**safeguards: Any) -> Agreement:
    """The story's agreement under these safeguards."""
    return agreement(safeguards=Safeguards(**safeguards))


def short(findings: Iterable[Finding]) -> list[str]:
    """Code and path of each finding."""
    return [f"{finding.code} {finding.path}" for finding in findings]


def trust(of: Agreement) -> list[dict[str, Any]]:
    """The statements of the trust policy."""
    return list(trust_policy(of)["Statement"])


def permitted(of: Agreement) -> list[dict[str, Any]]:
    """The statements of the permission policy."""
    return list(permission_policy(of)["Statement"])


def added(statement: Mapping[str, Any], plain: Mapping[str, Any]) -> dict[str, Any]:
    """The conditions of a statement that its twin without safeguards does not have."""
    without = plain.get("Condition", {})
    found = {
        operator: {key: value for key, value in keys.items() if without.get(operator, {}).get(key) != value}
        for operator, keys in statement.get("Condition", {}).items()
    }
    return {operator: keys for operator, keys in found.items() if keys}
