"""A permission set of Identity Center: exactly the sessions of its role come in, whatever ends the role's name."""

from typing import Any, NamedTuple

import pytest

from tests.plain.samples import STAGING, agreement
from tests.proof.world import both_halves, in_memory
from xacct_constructs import TrustedPermissionSet
from xacct_constructs.proof import Answer, Fault, prove
from xacct_constructs.rules import tell

PROVEN, REFUTED, UNDECIDED = Answer.PROVEN, Answer.REFUTED, Answer.UNDECIDED
RESERVED = f"arn:aws:iam::{STAGING}:role/aws-reserved/sso.amazonaws.com/"
ANY = "?" * 16
HERE, ELSEWHERE = f"{RESERVED}AWSReservedSSO_Reports_{ANY}", f"{RESERVED}*/AWSReservedSSO_Reports_{ANY}"
IRELAND = f"{RESERVED}eu-west-1/AWSReservedSSO_Reports_{ANY}"
NONE: frozenset[Fault] = frozenset()
LESS, MORE = frozenset({Fault.TOO_LITTLE}), frozenset({Fault.TOO_MUCH})


class Row(NamedTuple):
    """What a trust policy's condition says of a set, and what its proof comes to."""

    region: str | None
    patterns: Any
    answer: Answer
    faults: frozenset[Fault] = NONE


ROWS = {
    "as it is written": Row(None, [HERE, ELSEWHERE], PROVEN),
    "as it is written for a region": Row("eu-west-1", IRELAND, PROVEN),
    "as it is written for us-east-1": Row("us-east-1", HERE, PROVEN),
    "any characters behind the name": Row("eu-west-1", IRELAND.replace(ANY, "*"), REFUTED, MORE),
    "one character more": Row("eu-west-1", [IRELAND, f"{IRELAND}?"], REFUTED, MORE),
    "another set beside it": Row("eu-west-1", [IRELAND, IRELAND.replace("Reports", "Admin")], REFUTED, MORE),
    "another set alone": Row("eu-west-1", IRELAND.replace("Reports", "Admin"), REFUTED, MORE | LESS),
    "whichever region, where one is agreed": Row("eu-west-1", [HERE, ELSEWHERE], REFUTED, MORE),
    "one region, where none is agreed": Row(None, IRELAND, REFUTED, LESS),
    "whichever path": Row("us-east-1", HERE.replace("aws-reserved/sso.amazonaws.com/", "*"), REFUTED, MORE),
    "one assignment's role alone": Row("eu-west-1", IRELAND.replace(ANY, "0123456789abcdef"), REFUTED, LESS),
    "a region that deployment settles": Row(
        "eu-west-1", {"Fn::Sub": IRELAND.replace("eu-west-1", "${AWS::StackId}")}, UNDECIDED
    ),
}


def set_of(region: str | None) -> TrustedPermissionSet:
    """The permission set that the story's reports are for."""
    return TrustedPermissionSet(account=STAGING, name="Reports", region=region)


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_who_comes_in(row: Row) -> None:
    """Nobody but the set's role, and all of it."""
    agreed = agreement(trusted_principals=[set_of(row.region)])
    world = both_halves([agreed])
    role = next(each for each in world[agreed.trusting_account].values() if each["Type"] == "AWS::IAM::Role")
    statement = role["Properties"]["AssumeRolePolicyDocument"]["Statement"][0]
    statement["Condition"] = {"ArnLike": {"aws:PrincipalArn": row.patterns}}
    found = prove(in_memory(world, [agreed]), [agreed])
    assert found.answer is row.answer
    assert {each.fault for each in found.counterexamples} == row.faults


def test_what_lies_outside_is_said() -> None:
    """The set's own half and its assignments stand in no template."""
    agreed = agreement(trusted_principals=[set_of("eu-west-1")])
    found = prove(in_memory(both_halves([agreed]), [agreed]), [agreed])
    said = [each.what for each in found.to_check]
    assert f"The policies of the permission set Reports of {STAGING} let it assume {agreed.role_arn}." in said
    assert f"Only whom it should is assigned to the permission set Reports of {STAGING}." in said


@pytest.mark.parametrize(("here", "codes"), [(True, []), (False, ["XA703"])], ids=["with a stack", "without"])
def test_whose_stack_is_here_is_no_third_party(here: bool, codes: list[str]) -> None:
    """Though no user or role of the account stands in it."""
    agreed = agreement(trusted_principals=[set_of("eu-west-1")])
    world = both_halves([agreed])
    if not here:
        del world[STAGING]
    assembly = in_memory(world, [agreed])
    found = tell(assembly, prove(assembly, [agreed])).found.standing
    assert [each.rule.code for each in found] == codes
