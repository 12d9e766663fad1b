"""Buckets of whose name the template gives the beginning: S3 goes on with account and region, so that it is known."""

from typing import Any

import pytest

from tests.proof.test_worlds import OTHER, PRODUCTION, agreed
from tests.proof.world import World, allow, both_halves, document, in_memory, write
from xacct_constructs import S3Read
from xacct_constructs.assembly import read_assembly
from xacct_constructs.proof import Answer, prove

AGREED = agreed(permissions=[S3Read(f"acme-{PRODUCTION}-eu-west-1-an", prefixes=["monthly/"])])
TO_A_STRANGER = allow("s3:GetObject", AWS=OTHER, Resource={"Fn::Sub": "${Bucket.Arn}/*"})


def world(prefix: Any, *statements: dict[str, Any]) -> World:
    """The agreement's world, with a bucket of its account's own names, and its policy if it has one."""
    found = both_halves([AGREED])
    named = {"BucketNamePrefix": prefix, "BucketNamespace": "account-regional"}
    found[PRODUCTION]["Bucket"] = {"Type": "AWS::S3::Bucket", "Properties": named}
    if statements:
        properties = {"Bucket": {"Ref": "Bucket"}, "PolicyDocument": document(*statements)}
        found[PRODUCTION]["Policy"] = {"Type": "AWS::S3::BucketPolicy", "Properties": properties}
    return found


@pytest.mark.parametrize(
    ("prefix", "answer"),
    [
        ("acme", Answer.REFUTED),
        ({"Fn::Join": ["", ["ac", "me"]]}, Answer.REFUTED),
        ("acme-2", Answer.PROVEN),
        ({"Ref": "AWS::NoValue"}, Answer.PROVEN),
        ({"Ref": "Prefix"}, Answer.UNDECIDED),
        ({"Fn::Sub": "ac${Prefix}"}, Answer.UNDECIDED),
        ({"Fn::Sub": "bc${Prefix}"}, Answer.PROVEN),
    ],
    ids=str,
)
def test_a_bucket_is_the_agreed_one_by_its_prefix(prefix: Any, answer: Answer, tmp_path: Any) -> None:
    """It is open to a stranger; one that is called otherwise is another door."""
    folder = write(tmp_path, world(prefix, TO_A_STRANGER), [AGREED], Parameters={"Prefix": {"Type": "String"}})
    proof = prove(read_assembly(folder))
    assert proof.answer is answer, (proof.counterexamples, proof.undecided)
    assert bool(proof.doors) is (answer is Answer.PROVEN)


def test_a_bucket_that_is_closed_is_proven() -> None:
    """And is in the assembly, so that nobody has to look for its policy."""
    proof = prove(in_memory(world("acme"), [AGREED]))
    assert proof.answer is Answer.PROVEN
    assert not [each for each in proof.to_check if "is not in the assembly" in each.what]
