"""Of many boxes only those are held against another one whose resources may be its own, and none of them is missed."""

from itertools import product as pairs

import pytest

from xacct_constructs.request_sets import (
    Box,
    ByResource,
    Work,
    action_literal,
    box,
    counted,
    product,
    request_in,
    resource_literal,
    subtract,
)

_BUCKETS = [f"arn:aws:s3:::acme-{number}" for number in range(300)]
_READING = action_literal(("s3:GetObject",))


def on(*patterns: str) -> Box:
    """What is asked of these."""
    return box(resource_literal(patterns))


OTHERS = {
    "one bucket": on(_BUCKETS[7]),
    "a bucket and what lies in it": on(_BUCKETS[12], f"{_BUCKETS[12]}/*"),
    "one of many": on(_BUCKETS[7], _BUCKETS[250]),
    "written otherwise": on(_BUCKETS[7].replace("acme", "ACME")),
    "all that begin so": on("arn:aws:s3:::acme-1*"),
    "any bucket": on("arn:aws:s3:::*"),
    "anything": box(_READING),
    "anything that ends so": on("*-7"),
    "any but one": box(resource_literal((_BUCKETS[7],), holds=False)),
    "a name with a variable": on("arn:aws:s3:::${aws:username}"),
    "elsewhere": on("arn:aws:sqs:eu-west-1:111111111111:jobs"),
    "under two conditions": on(_BUCKETS[7]) | on("arn:aws:s3:::acme-*"),
}


@pytest.mark.parametrize("asked", OTHERS.values(), ids=OTHERS)
def test_what_both_ask_for_is_found(asked: Box) -> None:
    """The same as by holding each against each, whichever of the two is looked up in the other."""
    held = [box(_READING) | on(bucket) for bucket in _BUCKETS]
    assert ByResource(held).product([asked]) == product([asked], held)
    others = list(OTHERS.values())
    assert ByResource(others).product([asked]) == product([asked], others)


@pytest.mark.parametrize(("one", "other"), list(pairs(OTHERS.values(), repeat=2)))
def test_what_is_passed_over_has_nothing_in_common(one: Box, other: Box) -> None:
    """No request lies in both."""
    if other not in ByResource([other]).beside(one):
        assert not [each for each in product([one], [other]) if request_in(each)]
        assert subtract([one], [other]) == [one]


def test_what_asks_for_little_is_not_held_against_all() -> None:
    """The steps tell: of three hundred, those alone that begin so."""
    held = ByResource(on(bucket) for bucket in _BUCKETS)
    work = Work(0)
    with counted(work):
        held.product([OTHERS["one bucket"]])
    assert work.steps - work.left < 50
