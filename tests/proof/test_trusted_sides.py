"""Who of a third account acts as somebody whom an agreement trusts: named, and who does not is not told of."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

import pytest

from tests.proof.test_worlds import (
    CHAINED,
    OTHER,
    PRODUCTION,
    of_account,
    put,
    world_of,
)
from tests.proof.world import World, allow, in_memory, role
from xacct_constructs import Agreement
from xacct_constructs.proof import Answer, prove


class Row(NamedTuple):
    """A world, what its proof comes to, and how a doubt begins."""

    agreements: Sequence[Agreement]
    add: Callable[[World], None]
    answer: Answer
    about: str = ""


RUN_FROM_CODE = {
    "Type": "AWS::Lambda::Function",
    "Properties": {
        "FunctionName": "mails",
        "Code": {"S3Bucket": "acme-code", "S3Key": "mails.zip"},
        "Role": {"Fn::GetAtt": ["MailerResource", "Arn"]},
    },
}
"""The workload's function, whose code lies in a bucket."""

ROWS: dict[str, Row] = {
    "a workload's role, and whoever changes code and starts programs in the trusting account alone": Row(
        [CHAINED],
        put(
            PRODUCTION,
            Ops=role(
                "ops",
                of_account(OTHER),
                allow("lambda:UpdateFunctionCode", Resource="*"),
                allow("states:StartExecution", Resource=f"arn:aws:states:eu-west-1:{PRODUCTION}:stateMachine:*"),
            ),
        ),
        Answer.PROVEN,
    ),
}


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_who_acts_as_somebody_trusted(row: Row) -> None:
    """Each is told of by the role that a third account enters."""
    world = world_of(*row.agreements)
    row.add(world)

    proof = prove(in_memory(world, row.agreements), row.agreements)

    assert proof.answer is row.answer, (proof.counterexamples, proof.undecided)
    assert any(str(each).startswith(row.about) for each in (*proof.undecided, ""))
