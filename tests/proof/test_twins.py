"""At each place, in each form, what only deployment settles is not proven; settled to what is agreed, it is."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.proof.open_values import AGREED, ANY, LISTS, TEXTS, Form, Written, base, found_at, put_at
from tests.proof.test_worlds import OTHER, PRODUCTION, READER_ARN, REPORTS, STAGING
from tests.proof.world import allow, assembly, document
from xacct_constructs.proof import Access, Answer, Proof, prove
from xacct_constructs.report.proof_text import proof_text


class Place(NamedTuple):
    """Where a value stands, and another that would not be agreed to."""

    path: Sequence[Any]
    other: Any
    but: str = ""
    """Forms that say nothing here, separated by |."""


READER, ALICE = (PRODUCTION, "ReaderResource"), (STAGING, "AliceResource")
TRUST = (*READER, "AssumeRolePolicyDocument", "Statement", 0)
USE = (*READER, "Policies", 0, "PolicyDocument", "Statement")
ENTRY = (*ALICE, "Policies", 0, "PolicyDocument", "Statement", 0)
BUCKET = (PRODUCTION, "ReportsPolicy", "PolicyDocument", "Statement")
KEYS = (PRODUCTION, "Key", "KeyPolicy", "Statement", 0)
MALLORY = f"arn:aws:iam::{OTHER}:user/mallory"
WIDE = allow("s3:*", Resource="*")
TEXT_PLACES = {
    "whom the role trusts": Place((*TRUST, "Principal", "AWS"), f"arn:aws:iam::{OTHER}:root"),
    "the external ID": Place((*TRUST, "Condition", "StringEquals", "sts:ExternalId"), "another"),
    "what the role may do": Place((*USE, 0, "Action"), "s3:*"),
    "what the role may read": Place((*USE, 0, "Resource"), f"{REPORTS}/*"),
    "what alice may assume": Place((*ENTRY, "Resource"), f"arn:aws:iam::{PRODUCTION}:role/other"),
    "what the bucket denies": Place((*BUCKET, 3, "Action"), "s3:GetObject"),
}
FEW_PLACES = {
    "what the trust lets do": Place((*TRUST, "Action"), "sts:*"),
    "the effect of the trust": Place((*TRUST, "Effect"), "Deny"),
    "who the caller must be": Place((*TRUST, "Condition", "ArnEquals", "aws:PrincipalArn"), MALLORY),
    "which prefix it may list": Place((*USE, 1, "Condition", "StringLike", "s3:prefix"), "*"),
    "the version of the role's policy": Place((*READER, "Policies", 0, "PolicyDocument", "Version"), "2008-10-17"),
    "the role's name": Place((*READER, "RoleName"), "another"),
    "the role's boundary": Place((*READER, "PermissionsBoundary"), f"arn:aws:iam::{PRODUCTION}:policy/other"),
    "where the bucket denies": Place((*BUCKET, 2, "Resource"), f"{REPORTS}/*"),
    "whom the bucket denies": Place((*BUCKET, 4, "Principal", "AWS"), "*"),
    "when the bucket denies": Place((*BUCKET, 1, "Condition", "Bool", "aws:SecureTransport"), "true"),
    "whom the bucket lets in": Place((*BUCKET, 0, "Principal", "AWS"), MALLORY),
    "whom the key lets in": Place((*KEYS, "Principal", "AWS"), MALLORY),
    "what the key lets do": Place((*KEYS, "Action"), "kms:Describe*"),
    "what the boundary allows": Place((PRODUCTION, "Boundary", "PolicyDocument", "Statement", 0, "Action"), "s3:Put*"),
}
ANY_PLACES = {
    "the role's trust": Place((*READER, "AssumeRolePolicyDocument"), document(allow("sts:AssumeRole", AWS="*"))),
    "a statement of the trust": Place(TRUST, allow("sts:AssumeRole", AWS="*")),
    "the role's policies": Place((*READER, "Policies"), []),
    "a policy of the role": Place((*READER, "Policies", 0), {"PolicyName": "more", "PolicyDocument": document(WIDE)}),
    "the document of the role's policy": Place((*READER, "Policies", 0, "PolicyDocument"), document(WIDE)),
    "the statements of the role": Place(USE, [WIDE]),
    "a statement of the role": Place((*USE, 0), WIDE),
    "the conditions of the trust": Place((*TRUST, "Condition"), {}),
    "an operator of the trust": Place((*TRUST, "Condition", "StringEquals"), {"sts:ExternalId": "another"}),
    "the principals of the trust": Place((*TRUST, "Principal"), "*"),
    "a statement of the bucket": Place((*BUCKET, 4), {**WIDE, "Principal": "*"}),
    "the bucket's policy": Place((PRODUCTION, "ReportsPolicy", "PolicyDocument"), document({**WIDE, "Principal": "*"})),
    "the key's policy": Place((PRODUCTION, "Key", "KeyPolicy"), document(allow("kms:*", AWS="*", Resource="*"))),
    "the boundary's policy": Place((PRODUCTION, "Boundary", "PolicyDocument"), document(WIDE)),
    "alice's policies": Place((*ALICE, "Policies"), []),
}
LIST_PLACES = {
    "what the bucket's key context may be": Place(
        (*USE, 3, "Condition", "StringLike", "kms:EncryptionContext:aws:s3:arn"), ["*"]
    ),
    "what the role may do, as a list": Place((*USE, 0, "Action"), ["s3:*"]),
}
