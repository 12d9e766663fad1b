"""Statements of an agreement's own that name by a policy variable what they are about: whatever that may stand for."""

from typing import Any

import pytest

from tests.proof.test_worlds import OTHER, PRODUCTION, agreed, of_account, world_of
from tests.proof.world import allow, bucket, in_memory, role
from xacct_constructs import RawStatements
from xacct_constructs.proof import Answer, prove

MEANING_ANOTHER = {
    "a bucket that begins otherwise": "arn:aws:s3:::other-${aws:userid}/*",
    "a bucket whose name goes on": "arn:aws:s3:::acme-reports-${aws:userid}/*",
    "a bucket whose name goes on, by a star": "arn:aws:s3:::acme-reports-*/*",
}


def answer(statement: dict[str, Any], **more: dict[str, Any]) -> Answer:
    """What the proof comes to of a statement, with more resources beside the reports."""
    agreement = agreed(permissions=[RawStatements([statement])])
    world = world_of(agreement)
    world[PRODUCTION] |= {"Other": bucket("other-reports"), **more}
    return prove(in_memory(world, [agreement]), [agreement]).answer


@pytest.mark.parametrize("named", MEANING_ANOTHER.values(), ids=MEANING_ANOTHER)
def test_a_bucket_is_nobody_s_that_no_variable_means(named: str) -> None:
    """A role for others that reads the reports is another door."""
    vendor = role("vendor", of_account(OTHER), allow("s3:GetObject", Resource="arn:aws:s3:::acme-reports/*"))
    assert answer(allow("s3:GetObject", Resource=named), Vendor=vendor) is Answer.PROVEN
