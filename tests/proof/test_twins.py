"""At each place, in each form, what only deployment settles is not proven; settled to what is agreed, it is."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.proof.open_values import AGREED, ANY, LISTS, TEXTS, Form, Written, base, found_at, put_at, refusal
from tests.proof.test_worlds import OTHER, PRODUCTION, REPORTS, STAGING
from tests.proof.world import allow, assembly, document
from xacct_constructs.assembly import Assembly
from xacct_constructs.proof import Answer, prove


class Place(NamedTuple):
    """Where a value stands, and another that would not be agreed to."""

    path: Sequence[Any]
    other: Any


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
    "what the role may read": Place((*USE, 0, "Resource"), f"{REPORTS}/*"),
    "what the bucket denies": Place((*BUCKET, 3, "Action"), "s3:GetObject"),
}
FEW_PLACES = {
    "the external ID": Place((*TRUST, "Condition", "StringEquals", "sts:ExternalId"), "another"),
    "what the role may do": Place((*USE, 0, "Action"), "s3:*"),
    "what alice may assume": Place((*ENTRY, "Resource"), f"arn:aws:iam::{PRODUCTION}:role/other"),
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
    "the context of the key": Place((*USE, 3, "Condition", "StringLike", "kms:EncryptionContext:aws:s3:arn"), ["*"]),
}
FEW = ("a parameter", "a parameter of some values", "a dynamic reference inside a text")
ALIKE = {
    ("what the bucket denies", "a dynamic reference inside a text"): "it begins with s3:Put, whatever follows",
    ("what the bucket denies", "half a text"): "it begins with s3:Put, whatever follows",
    ("what the bucket denies", "a condition that may leave nothing"): "nothing that is agreed on is denied",
    ("a statement of the bucket", "a condition that may leave nothing"): "nothing that is agreed on is denied",
}
"""Places and forms that make no difference, whatever deployment settles, each with the reason."""


def rows() -> Iterator[tuple[str, str, Place, Form]]:
    """Each place with the forms that are tried there."""
    for places, forms in (
        (TEXT_PLACES, {**TEXTS, **ANY}),
        (FEW_PLACES, {name: TEXTS[name] for name in FEW}),
        (ANY_PLACES, {name: ANY[name] for name in list(ANY)[:3]}),
        (LIST_PLACES, LISTS),
    ):
        yield from ((where, form, places[where], forms[form]) for where in places for form in forms)


ROWS = {f"{where}: {form}": (where, form, place, found) for where, form, place, found in rows()}


def written(folder: Path, place: Place, value: Written) -> Assembly:
    """The base with what is written in the place."""
    world = put_at(base(), place.path, value.value)
    world[PRODUCTION] |= value.resources
    return assembly(folder, world, [AGREED], **value.sections)


@pytest.mark.parametrize(("where", "how", "place", "form"), ROWS.values(), ids=ROWS)
def test_what_is_left_open_is_refused_by_name_and_its_twin_is_proven(
    where: str, how: str, place: Place, form: Form, tmp_path: Path
) -> None:
    """The refusal names the logical ID that holds the value."""
    agreed = found_at(base(), place.path)
    opened = written(tmp_path / "opened", place, form.opened(agreed, place.other))
    settled = written(tmp_path / "settled", place, form.settled(agreed, place.other))

    assert (prove(opened).answer is Answer.PROVEN) is ((where, how) in ALIKE)
    assert (where, how) in ALIKE or place.path[1] in refusal(opened)
    assert prove(settled).answer is Answer.PROVEN, refusal(settled)


def test_a_default_is_named(tmp_path: Path) -> None:
    """A parameter's default is taken for its value, and is the reader's to check."""
    place = TEXT_PLACES["whom the role trusts"]
    settled = written(tmp_path, place, TEXTS["a parameter"].settled(found_at(base(), place.path), ""))

    told = f"Stack{PRODUCTION}'s parameter Given has its default, 'arn:aws:iam::{STAGING}:root'."
    assert told in [each.what for each in prove(settled).to_check]
