"""What a proof may cost is counted: policies that would never end are a doubt that says so, and few are told."""

from typing import Any

import pytest

from tests.proof.test_worlds import PRODUCTION, agreed, world_of
from tests.proof.world import in_memory
from xacct_constructs.proof import Answer, Proof, compare, prove
from xacct_constructs.request_sets import work

FEW, MANY = 2, 150
HOSTILE: dict[str, dict[str, Any]] = {
    "denies under two conditions each": {
        "Effect": "Deny", "Action": "s3:*", "Resource": "arn:aws:s3:::x#/*",
        "Condition": {"StringEquals": {"aws:PrincipalTag/k#": "v"}, "StringLike": {"s3:prefix": "#*"}},
    },
    "everything but": {"Effect": "Deny", "NotAction": ["s3:*#*", "*:G*#t*"], "NotResource": ["arn:aws:s3:::*#*a*"]},
    "many values": {
        "Effect": "Deny", "Action": "s3:*", "Resource": "arn:aws:s3:::*#*",
        "Condition": {"StringNotLike": {"s3:prefix": [f"*a#*{each}" for each in range(20)]}},
    },
    "many addresses": {
        "Effect": "Deny", "Action": "s3:*", "Resource": "*",
        "Condition": {"NotIpAddress": {"aws:SourceIp": [f"10.#.{each}.0/24" for each in range(20)]}},
    },
}  # fmt: skip


def numbered(value: Any, number: int) -> Any:
    """A statement with its number in it."""
    if isinstance(value, dict):
        return {key.replace("#", str(number)): numbered(each, number) for key, each in value.items()}
    if isinstance(value, list):
        return [numbered(each, number) for each in value]
    return value.replace("#", str(number))


def world_with(statement: dict[str, Any], count: int) -> Any:
    """The story's world, in which another role has so many such statements beside one that allows everything."""
    world = world_of(agreed())
    own = world[PRODUCTION]
    name = next(each for each, made in own.items() if made["Type"] == "AWS::IAM::Role")
    said = [numbered(statement, each) for each in range(count)]
    document = {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "*", "Resource": "*"}, *said]}
    policies = own[name]["Properties"].setdefault("Policies", [])
    policies.append({"PolicyName": "hostile", "PolicyDocument": document})
    return world


def proven(world: Any) -> Proof:
    """The proof of the story's agreement over a world."""
    return prove(in_memory(world, []), [agreed()])


@pytest.fixture(autouse=True)
def little(monkeypatch: pytest.MonkeyPatch) -> None:
    """So that it is used up sooner: the real budget is the same otherwise."""
    monkeypatch.setattr(work, "MOST_STEPS", 30_000)


@pytest.mark.parametrize("statement", HOSTILE.values(), ids=HOSTILE)
def test_what_would_not_end_is_a_doubt(statement: dict[str, Any]) -> None:
    """It names the role, and is no proof; few such statements are held against the agreement."""
    few, many = (proven(world_with(statement, count)) for count in (FEW, MANY))
    assert few.answer is Answer.REFUTED
    assert not [each for each in few.undecided if "steps" in str(each)]
    assert many.answer is not Answer.PROVEN
    (told,) = {str(each) for each in many.undecided if "steps" in str(each) and "role/reader" in str(each)}
    assert "takes more than" in told


def test_a_difference_that_would_not_end_is_a_doubt() -> None:
    """Nothing is told as gained or lost for that."""
    statement = HOSTILE["denies under two conditions each"]
    before, after = (in_memory(world_with(statement, count), []) for count in (MANY, 0))
    assert [each for each in compare(before, after).undecided if "steps" in str(each)]


def test_an_ordinary_proof_needs_little() -> None:
    """A hundred steps or so for an agreement."""
    proof = proven(world_of(agreed()))
    assert (proof.answer, proof.undecided) == (Answer.PROVEN, ())
