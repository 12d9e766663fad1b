"""Agreements as doctor sees them, all there and in order, without an account; each part can be changed."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from xacct_constructs import Agreement, S3Read, Safeguards, TrustedUser
from xacct_constructs.assembly import Assembly, Identity, Resource
from xacct_constructs.iam import Origin, Policy
from xacct_constructs.operations.diagnosis import Scene, State
from xacct_constructs.operations.doctor import examine
from xacct_constructs.policies import assume_policy, permission_policy, trust_policy
from xacct_constructs.report.diagnosis import fix_words, found_words
from xacct_constructs.services import KMS_KEY, S3_BUCKET

TRUSTING, TRUSTED = "111111111111", "222222222222"
NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
BUCKET = "arn:aws:s3:::acme-reports"
KEY = f"arn:aws:kms:eu-west-1:{TRUSTING}:key/0f1e2d3c"
ROLE = f"arn:aws:iam::{TRUSTING}:role/reports-reader"
SESSION = f"arn:aws:sts::{TRUSTING}:assumed-role/reports-reader"
ALICE = f"arn:aws:iam::{TRUSTED}:user/alice"
ROOTS = {"trust": f"arn:aws:iam::{TRUSTED}:root", "bucket": f"arn:aws:iam::{TRUSTING}:root"}
AGREEMENT = Agreement(
    role_name="reports-reader",
    trusting_account=TRUSTING,
    trusted_principals=[TrustedUser(account=TRUSTED, name="alice")],
    permissions=[S3Read("acme-reports", prefixes=["monthly/"], kms_key=KEY)],
)

Document = Mapping[str, Any]


def with_safeguards(**safeguards: Any) -> Agreement:
    """The agreement with safeguards."""
    return replace(AGREEMENT, safeguards=Safeguards(**safeguards))


def document(*statements: Document) -> Document:
    """A policy of these statements."""
    return {"Version": "2012-10-17", "Statement": list(statements)}


def policy(content: Document, about: str, name: str) -> Policy:
    """A policy as it is read from an account."""
    return Policy(content, Origin("", about, name))


def scene(
    agreement: Agreement = AGREEMENT,
    *,
    trust: Document | None = None,
    permissions: Mapping[str, Document] | None = None,
    identity: Mapping[str, Document] | None = None,
    bucket: Document | None = None,
    key: Document | None = None,
    boundaries: Mapping[str, Document] | None = None,
) -> Scene:
    """Everything of an agreement, in order but for what is given.

    Args:
        agreement: The agreement.
        trust: The role's trust policy.
        permissions: The role's inline policies by name.
        identity: The user's inline policies by name.
        bucket: The bucket's policy. Default: none.
        key: The key's policy. Default: it leaves everything to its account.
        boundaries: Permissions boundaries by the ARN of their holder. Default: none.
    """
    own = {"permissions": permission_policy(agreement)} if permissions is None else permissions
    hers = {"assume-roles": assume_policy([agreement.reference])} if identity is None else identity
    to_root = {"Effect": "Allow", "Principal": {"AWS": ROOTS["bucket"]}, "Action": "kms:*", "Resource": "*"}
    role = _holder(ROLE, own, boundaries or {})
    role = role._replace(trust=policy(trust or trust_policy(agreement), ROLE, "trust policy"))
    key_policy = policy(key or document(to_root), KEY, "key policy")
    policies = () if bucket is None else (policy(bucket, BUCKET, "bucket policy"),)
    assembly = Assembly(
        identities=(role, _holder(ALICE, hers, boundaries or {})),
        resources={
            BUCKET: Resource(BUCKET, TRUSTING, Origin("", BUCKET, "bucket"), S3_BUCKET, policies),
            KEY: Resource(KEY, TRUSTING, Origin("", KEY, "key"), KMS_KEY, (key_policy,)),
        },
    )
    return Scene(agreement, assembly, NOW)


def _holder(arn: str, policies: Mapping[str, Document], boundaries: Mapping[str, Document]) -> Identity:
    boundary = boundaries.get(arn)
    boundary_arn = f"arn:aws:iam::{arn.split(':')[4]}:policy/dev-boundary"
    return Identity(
        arn=arn,
        account=arn.split(":")[4],
        origin=Origin("", arn, arn.split(":")[5].split("/")[0]),
        policies=tuple(policy(each, arn, f"inline policy {name}") for name, each in policies.items()),
        boundary=None if boundary is None else policy(boundary, boundary_arn, "policy"),
        boundary_arn=None if boundary is None else boundary_arn,
    )


LIVE_ALONE = {
    "credentials",
    "account",
    "clock",
    "partition",
    "object ownership",
    "table indexes",
    "table stream",
    "key",
    "MFA device",
    "organization policy",
}
"""Checks of what is no policy."""


def found(looked_at: Scene, state: State) -> dict[str, str]:
    """What doctor says of the policies, by check, in this state."""
    of_policies = (each for each in examine(looked_at).diagnoses if each.check not in LIVE_ALONE)
    return {each.check: found_words(each) for each in of_policies if each.state is state}


def mends(looked_at: Scene) -> list[str]:
    """What is to mend it."""
    return [fix_words(each) for each in examine(looked_at).wrong]
