"""What a stack has room for, and what an account's owner does when one is full."""

import pytest

from tests.account_stacks.samples import ALICE, PRODUCTION, account, agreement, file, said, stacks, trusting
from xacct_constructs import Agreement, RawStatements
from xacct_constructs.account_stacks import account_stacks
from xacct_constructs.account_stacks.limits import check_room
from xacct_constructs.quotas import TEMPLATE_BYTES


def roles(count: int) -> list[Agreement]:
    """So many roles of production, which one user assumes."""
    return [trusting(agreement(each, role_name=f"r{each}"), ALICE) for each in range(count)]


def test_resources() -> None:
    """Five hundred have room, and one more does not."""
    assert len(stacks(file(roles(500)))["Access-production"].resources) == 500
    (found,) = [each for each in account_stacks(file(roles(501))).findings if each.severity == "error"]
    assert str(found) == (
        "XA523 accounts.production has no more room in its stack Access-production: 501 resources, and CloudFormation "
        "takes 500; give the account a second name with an entry of its own, and new agreements under it, which moves "
        "nothing; before the first deployment, more stacks for this one"
    )


def test_both_ways_out() -> None:
    """More stacks from the beginning; a second name later, which moves nothing."""
    several = file(roles(501), account("production", PRODUCTION, stacks=2), account("staging", ALICE.account))
    assert said(several) == []
    first = stacks(file(roles(500)))
    homes = {("role", PRODUCTION, f"r{each}"): "production" if each < 500 else "production-2" for each in range(501)}
    names = account("production", PRODUCTION), account("production-2", PRODUCTION), account("staging", ALICE.account)
    later = stacks(file(roles(501), *names, homes=homes))
    assert later["Access-production"].template == first["Access-production"].template
    assert [each.role_name for each in later["Access-production-2"].agreements] == ["r500"]


@pytest.mark.parametrize(("count", "expected"), [(98, []), (107, ["XA523 accounts.production"])])
def test_bytes(count: int, expected: list[str]) -> None:
    """A megabyte, blanks and the paths that the CDK adds included."""
    statement = {"Effect": "Allow", "Action": "sqs:DeleteMessage", "Resource": "arn:aws:sqs:eu-west-1:111111111111:q"}
    long = RawStatements([{**statement, "Sid": "s" * 9_000}])
    many = file([trusting(agreement(each, permissions=[long]), ALICE) for each in range(count)])
    assert said(many) == expected
    if not expected:
        assert TEMPLATE_BYTES * 0.9 < len(stacks(many)["Access-production"].template) < TEMPLATE_BYTES


@pytest.mark.parametrize(("characters", "codes"), [(999_900, []), (999_990, ["XA523"])])
def test_the_paths_that_the_cdk_adds_have_room_too(characters: int, codes: list[str]) -> None:
    """So that both ways refuse the same file."""
    (stack, _) = stacks(file([agreement()])).values()
    assert [each.code for each in check_room(stack._replace(template="x" * characters))] == codes
