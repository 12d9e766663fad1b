"""A doubt that is the same of several resources is told once, and names the others."""

import pytest

from xacct_constructs.origin import Origin
from xacct_constructs.proof import Doubt
from xacct_constructs.report.doubts import alike, others_alike

SAME = "AWS::ApiGateway::Method answers with what it calls"


def method(name: str, template: str = "a.json", reason: str = SAME) -> Doubt:
    """A doubt about a method of an API."""
    return Doubt(Origin("A", template, name), reason)


ROWS = {
    "none": ([], []),
    "one": ([method("Get")], [[0]]),
    "several of one template": ([method("Get"), method("Put"), method("Post")], [[0, 1, 2]]),
    "of two templates": ([method("Get"), method("Get", "b.json")], [[0], [1]]),
    "for two reasons": ([method("Get"), method("Get", reason="has a policy"), method("Put")], [[0, 2], [1]]),
    "about what has an ARN": ([Doubt("arn:a", SAME), Doubt("arn:b", SAME)], [[0], [1]]),
}


@pytest.mark.parametrize(("doubts", "together"), ROWS.values(), ids=ROWS)
def test_those_that_say_the_same_of_one_template_are_told_together(
    doubts: list[Doubt], together: list[list[int]]
) -> None:
    """Each stands in one place, in the order in which they come."""
    assert alike(doubts) == together


@pytest.mark.parametrize(
    ("names", "said"),
    [
        ((), ()),
        (("Put",), ("The same of 1 more: Put (X1)",)),
        (("Put", "Post"), ("The same of 2 more: Put (X1), Post (X2)",)),
    ],
)
def test_the_others_are_named_with_their_ids(names: tuple[str, ...], said: tuple[str, ...]) -> None:
    """By which the app acknowledges them; where there are none, nothing is said."""
    ids = [f"X{number}" for number, _ in enumerate(names, start=1)]
    assert others_alike([method(each) for each in names], ids) == said


def test_of_very_many_the_first_are_named() -> None:
    """A report is to be read."""
    (said,) = others_alike([method(f"M{number}") for number in range(50)])
    assert said.startswith("The same of 50 more: M0, M1, ")
    assert said.endswith("M19, and 30 others")
