"""Patterns of one resource said of another that lies behind it: an access point's, of the bucket."""

import pytest

from xacct_constructs.iam import UndecidedError
from xacct_constructs.iam.operators import Operator
from xacct_constructs.request_sets import RESOURCE, Place, box, moved, resource_literal
from xacct_constructs.request_sets.boxes import RESOURCE_LIKE, RESOURCE_PAST_COLONS, literal

POINT = "arn:aws:s3:eu-west-1:111111111111:accesspoint/reports"
HERE, THERE = Place(POINT, "/object/"), Place("arn:aws:s3:::acme-reports", "/")

ROWS = {
    "the access point itself": (POINT, ["arn:aws:s3:::acme-reports"]),
    "what lies in it": (f"{POINT}/object/monthly/*", ["arn:aws:s3:::acme-reports/monthly/*"]),
    "both": (f"{POINT}*", ["arn:aws:s3:::acme-reports", "arn:aws:s3:::acme-reports/*"]),
    "what lies in it, by who asks": (
        f"{POINT}/object/${{aws:username}}/*",
        ["arn:aws:s3:::acme-reports/${aws:username}/*"],
    ),
    "everything": ("*", ["arn:aws:s3:::acme-reports", "arn:aws:s3:::acme-reports/*"]),
    "of any region and account": (POINT.replace("eu-west-1:111111111111", "*:*"), ["arn:aws:s3:::acme-reports"]),
    "of another account": (POINT.replace("111111111111", "222222222222"), []),
    "of another region": (POINT.replace("eu-west-1", "eu-west-2"), []),
    "of another service": (POINT.replace(":s3:", ":sqs:"), []),
    "of another name": (f"{POINT}-2/object/*", []),
    "no ARN": ("reports", []),
}


@pytest.mark.parametrize(("pattern", "expected"), ROWS.values(), ids=ROWS)
def test_what_a_pattern_stands_for_is_said_of_the_other(pattern: str, expected: list[str]) -> None:
    """As far as it is of the first at all; nothing where it is not."""
    found = moved([box(resource_literal((pattern,)))], HERE, THERE)

    said = [set(one.condition.values) for each in found for one in each if one.condition.key == RESOURCE]
    assert any(set(expected) <= each for each in said) is bool(expected)
    assert bool(found) is bool(expected)


@pytest.mark.parametrize(("operator", "is_of_it"), [(RESOURCE_PAST_COLONS, True), (RESOURCE_LIKE, False)])
def test_a_star_goes_past_colons_where_it_is_read_so(operator: Operator, is_of_it: bool) -> None:
    """The same pattern is no ARN where it stands for one segment alone."""
    pattern = POINT.replace("eu-west-1:111111111111:accesspoint/", "*") + "/object/monthly/*"

    found = moved([box(literal(RESOURCE, operator, (pattern,)))], HERE, THERE)

    said = {value for each in found for one in each if one.condition.key == RESOURCE for value in one.condition.values}
    assert ("arn:aws:s3:::acme-reports/monthly/*" in said) is is_of_it


OPEN = "arn:aws:s3:eu-west-1:111111111111:accesspoint/${Stack.Point}"
MAY = {
    "it": (OPEN.replace("${Stack.Point}", "reports"), True),
    "one of another account": (
        OPEN.replace("111111111111", "222222222222").replace("${Stack.Point}", "reports"),
        False,
    ),
    "one of another partition": (OPEN.replace("arn:aws:", "arn:aws-cn:").replace("${Stack.Point}", "reports"), False),
    "one of another account, in whatever region": ("arn:aws:s3:*:222222222222:accesspoint/reports", False),
    "something else that lies there": ("arn:aws:s3:eu-west-1:111111111111:storage-lens/reports", False),
    "all that begin so": ("arn*", True),
    "one of another service": ("arn:aws:sqs:eu-west-1:111111111111:accesspoint/reports", False),
    "no ARN": ("reports", False),
}


@pytest.mark.parametrize(("pattern", "may"), MAY.values(), ids=MAY)
def test_of_a_name_that_deployment_settles_it_is_not_known(pattern: str, may: bool) -> None:
    """Only where the rest of it is as it must be; and never of a name that is known."""
    asked = [box(resource_literal((pattern,)))]
    if may:
        with pytest.raises(UndecidedError, match="settled at deployment"):
            moved(asked, Place(OPEN, "/object/", is_open=True), THERE)
    else:
        assert moved(asked, Place(OPEN, "/object/", is_open=True), THERE) == []
    assert moved(asked, Place(OPEN, "/object/"), THERE) == []
